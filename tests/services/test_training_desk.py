"""Training desks: the same arguments make the same desk, and none passes for a real one."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.training import make_training_desk
from tests.conftest import NOW, TODAY
from tests.storage.helpers import contents, details

Made = Callable[..., dict[str, bytes]]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """The files of a training desk, each made on a PC of its own."""
    count = []

    def make(cases: int = 12, today: date = TODAY, seed: int = 1) -> dict[str, bytes]:
        count.append(cases)
        monkeypatch.setenv("COMPLAINTDESK_HOME", str(tmp_path / f"pc-{len(count)}"))
        monkeypatch.setenv("USER", f"user {len(count)}")
        return contents(make_training_desk(tmp_path / str(len(count)), cases, today, seed))

    return make


def test_the_same_arguments_make_the_same_files_to_the_byte(made: Made) -> None:
    one = made()
    assert one == made()
    assert {"desk.toml", "record/000000001.json", "record/000000013.json"} <= set(one)


@pytest.mark.parametrize("other", [{"seed": 2}, {"cases": 13}, {"today": date(2026, 11, 23)}])
def test_other_arguments_make_another_desk(made: Made, other: dict[str, object]) -> None:
    one, two = made(), made(**other)
    assert one["desk.toml"] != two["desk.toml"]
    assert one["record/000000002.json"] != two["record/000000002.json"]


@pytest.mark.parametrize(("cases", "changes"), [(0, 1), (1, 2), (13, 1 + 7)])
def test_any_number_of_cases_may_be_asked_for(
    made: Made, monkeypatch: pytest.MonkeyPatch, cases: int, changes: int
) -> None:
    monkeypatch.setattr("complaintdesk.services.training.desk._CHANGES", 10)
    assert sum(name.startswith("record/") for name in made(cases)) == changes


def test_a_training_desk_says_so_in_its_file_and_in_every_change(training_folder: Path) -> None:
    assert "training = true" in (training_folder / "desk.toml").read_text("utf-8")
    for path in (training_folder / "record").iterdir():
        assert b'"training":true' in path.read_bytes()


def test_a_training_desk_in_use_is_one_still(training_desk: Desk) -> None:
    ref = commands.log_complaint(training_desk, details()).ref
    page = queries.queue(training_desk)
    assert page.training
    assert ref in [row.ref for row in page.rows]
    change = training_desk.record.read(training_desk.store.head()[0])
    assert change is not None
    assert change.origin.training


@pytest.mark.parametrize("known", [False, True], ids=["new PC", "known PC"])
def test_a_training_desk_is_never_opened_as_a_real_one(
    training_folder: Path, tmp_path: Path, known: bool
) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(training_folder, folder)
    refuse_once_claimed(folder, "true", "false", "real desk, but its record is that of a training",
                        known)  # fmt: skip


@pytest.mark.parametrize("known", [False, True], ids=["new PC", "known PC"])
def test_a_real_desk_is_never_opened_as_a_training_one(
    desk: Desk, tmp_path: Path, known: bool
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(desk.folder, folder)
    desk.close()
    desk.store_file.unlink()
    refuse_once_claimed(folder, "false", "true", "training desk, but its record is that of a real",
                        known)  # fmt: skip
    desk.store_file.unlink(missing_ok=True)
    Desk(desk.folder).catch_up()


def refuse_once_claimed(folder: Path, was: str, claims: str, sentence: str, known: bool) -> None:
    """The desk opens; once its desk.toml says the other thing, it does not, and is untouched."""
    if known:
        first = Desk(folder, clock=lambda: NOW)
        first.catch_up()
        first.close()
    path = folder / "desk.toml"
    path.write_text(path.read_text("utf-8").replace(f"training = {was}", f"training = {claims}"))
    before = contents(folder)
    with pytest.raises(DeskUnusable, match=sentence):
        Desk(folder, clock=lambda: NOW).catch_up()
    assert contents(folder) == before
