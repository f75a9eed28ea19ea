"""A desk whose record somebody else can write to in a test, and hostile texts by the handful."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from tests.conftest import COUNCIL, NOW
from tests.hostile import HOSTILE
from tests.services.forged import whole_case


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
