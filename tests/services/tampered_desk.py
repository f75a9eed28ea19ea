"""A desk whose record somebody else can write to in a test, and hostile texts by the handful."""

import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.change import Row
from complaintdesk.domain.errors import DeskError, DeskUnusable
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from tests.conftest import COUNCIL, NOW
from tests.hostile import HOSTILE
from tests.services.forged import rows_of, whole_case

BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
Seen = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A desk with one case that has rows of every kind, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("tampered")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(folder / "pc"))
        make_desk(folder / "desk", COUNCIL)
        desk = Desk(folder / "desk", "Sam Patel", clock=lambda: NOW)
        open_first(desk)
        whole_case(desk)
        desk.close()
    yield folder


@pytest.fixture
def desk(made: Path, tmp_path: Path, this_pc: Path) -> Iterator[Desk]:
    """A copy of it, as a PC has it open that knows everything so far."""
    shutil.copytree(made / "desk", tmp_path / "desk")
    shutil.copytree(made / "pc", this_pc)
    opened = Desk(tmp_path / "desk", "Sam Patel", clock=lambda: NOW)
    opened.catch_up()
    yield opened
    opened.close()


def texts() -> list[str]:
    """The hostile texts by the handful, the long ones alone; none that JSON could not carry."""
    short = [text for text in HOSTILE if len(text) < 300]
    hands = ["\n".join(short[at : at + 12]) for at in range(0, len(short), 12)]
    return [text.encode("utf-8", "ignore").decode() for text in (*hands, "[" * 500, "W" * 10_000)]


@pytest.fixture
def seen(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Seen:
    """Runs a command: its status, and all that it said, which is tame."""

    def run(*arguments: str) -> tuple[int, str]:
        status = main([*arguments, "--desk", str(desk.folder)])
        said = capsys.readouterr()
        assert_tame(said.out + said.err)
        assert "Something went wrong" not in said.err
        assert said.err.count("\n") == (status != 0)
        return status, said.out + said.err

    return run


def assert_tame(out: str) -> None:
    """Nothing that a terminal acts on, and nothing that reorders what is read."""
    wild = {c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Co")}
    assert not wild | (BIDI & set(out))


def refusal(desk: Desk) -> str:
    """The one sentence with which the desk refuses what is in its record."""
    with pytest.raises(DeskError) as refused:
        desk.catch_up()
    assert_tame(str(refused.value))
    assert len(str(refused.value)) < 600
    assert isinstance(refused.value, DeskUnusable)
    return str(refused.value)


def values_of(desk: Desk, table: str) -> Row:
    """A row of this table as it is in the record."""
    return next(row for row in rows_of(desk) if row.table == table)
