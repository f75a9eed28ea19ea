"""Following a record that comes back otherwise than it was: nothing is saved on top of a hole."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.store import SCHEMA
from tests.storage.helpers import contents, details

OtherPc = Callable[..., Desk]
A_FEW = 5  # looks, within which the whole folder is looked at


def look_a_few_times(desk: Desk) -> None:
    for _ in range(A_FEW):
        desk.look()


def as_it_was(desk: Desk, copy: Path) -> None:
    """The record as a backup has it, in the place of the one that there is."""
    shutil.rmtree(desk.folder / "record")
    shutil.copytree(copy, desk.folder / "record")


@pytest.fixture
def yesterday(desk: Desk, tmp_path: Path) -> Iterator[Path]:
    """A copy of the record, after which this PC saved and saw two more changes.

    In the end the changes are brought back, as the sentence asks for.
    """
    commands.log_complaint(desk, details())
    shutil.copytree(desk.folder / "record", tmp_path / "yesterday")
    for name in ("Bo", "Cy"):
        commands.log_complaint(desk, details(name))
    desk.look()
    shutil.copytree(desk.folder / "record", tmp_path / "today")
    yield tmp_path / "yesterday"
    as_it_was(desk, tmp_path / "today")
    look_a_few_times(desk)
    assert len(queries.queue(desk).rows) == 3


def test_a_folder_that_went_away_and_is_yesterdays_when_it_is_back_is_refused(
    desk: Desk, yesterday: Path
) -> None:
    elsewhere = desk.folder.with_name("elsewhere")
    desk.folder.rename(elsewhere)
    look_a_few_times(desk)
    assert desk.away
    elsewhere.rename(desk.folder)
    as_it_was(desk, yesterday)
    before = contents(desk.folder)
    with pytest.raises(DeskUnusable, match="ends before change 4, which this PC has already seen"):
        desk.look()
    with pytest.raises(DeskUnusable, match="ends before change 4"):
        commands.log_complaint(desk, details("Di"))
    assert contents(desk.folder) == before


def test_a_record_that_is_changed_for_yesterdays_without_a_word_is_found_within_a_few_looks(
    desk: Desk, yesterday: Path
) -> None:
    as_it_was(desk, yesterday)
    with pytest.raises(DeskUnusable, match="ends before change 4"):
        look_a_few_times(desk)


def test_a_change_that_vanished_before_this_pc_saw_it_is_never_filled_in(
    desk: Desk, other_pc: OtherPc
) -> None:
    commands.log_complaint(desk, details())
    there = other_pc(desk)
    for name in ("Bo", "Cy"):
        commands.log_complaint(there, details(name))
    gone = Record(desk.folder / "record", SCHEMA).path(3)
    kept = gone.read_bytes()
    gone.unlink()
    with pytest.raises(DeskUnusable, match="Change 3 is missing from the desk's record"):
        look_a_few_times(desk)
    gone.write_bytes(kept)
    look_a_few_times(desk)
    assert len(queries.queue(desk).rows) == 3


def test_nothing_is_saved_where_a_change_that_this_pc_has_seen_is_gone(desk: Desk) -> None:
    for name in ("Ann", "Bo", "Cy"):
        commands.log_complaint(desk, details(name))
    gone = desk.record.path(2)
    kept = gone.read_bytes()
    gone.unlink()
    with pytest.raises(DeskUnusable, match="Change 2 is missing from the desk's record"):
        look_a_few_times(desk)
    # And by a program that begins now, whose store has all of it.
    fresh = Desk(desk.folder, "Robin Ashdown")
    with pytest.raises(DeskUnusable, match=r"Bring back record/000000002\.json from a backup"):
        commands.log_complaint(fresh, details("Di"))
    fresh.close()
    gone.write_bytes(kept)


def test_a_new_pc_does_not_begin_an_emptied_record_again(
    desk: Desk, other_pc: OtherPc, tmp_path: Path
) -> None:
    commands.log_complaint(desk, details())
    shutil.copytree(desk.folder / "record", tmp_path / "record")
    (tmp_path / "empty").mkdir()
    as_it_was(desk, tmp_path / "empty")
    (desk.folder / "documents" / "CD-2026-0001").mkdir(parents=True)
    with pytest.raises(DeskUnusable, match="record is empty, though there are documents"):
        commands.log_complaint(other_pc(desk), details("Bo"))
    assert not desk.record.names()
    as_it_was(desk, tmp_path / "record")


def test_a_colleague_who_saves_while_one_looks_is_no_gap(desk: Desk, other_pc: OtherPc) -> None:
    there, real = other_pc(desk), desk.record.check_no_gap

    def after_two_more(head: int) -> None:
        desk.record.check_no_gap = real  # type: ignore[method-assign]
        for name in ("Bo", "Cy"):
            commands.log_complaint(there, details(name))
        real(head)

    desk.record.check_no_gap = after_two_more  # type: ignore[method-assign]
    look_a_few_times(desk)
    look_a_few_times(desk)
    assert len(queries.queue(desk).rows) == 2
