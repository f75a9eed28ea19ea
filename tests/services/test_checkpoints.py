"""Checkpoints: a new PC begins from one, and now and then one is made."""

import threading
from pathlib import Path

import pytest

from complaintdesk.domain.errors import RuleBroken
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import checkpoints, commands
from complaintdesk.services.checking.proving import prove
from complaintdesk.services.desk import Desk
from tests.conftest import NOW
from tests.services.checkpointed import OtherPc, Rows, changed, kept, rows
from tests.services.checkpointed import checkpoint as _checkpoint
from tests.services.checkpointed import taken as _taken
from tests.services.checkpointed import three as _three
from tests.services.forged import whole_case
from tests.storage.helpers import details

three, checkpoint, taken = _three, _checkpoint, _taken


def assert_proved(there: Desk, expected: Rows) -> None:
    """A PC has these rows, and they are what the record says."""
    assert rows(there) == expected
    assert prove(there)


# Used


def test_a_new_pc_begins_from_a_checkpoint_with_the_same_rows_as_from_the_first_change(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    from_it = rows(other_pc(desk, "Alex Moss"))
    checkpoint.unlink()
    assert from_it == rows(other_pc(desk, "Robin Ashdown"))
    assert taken == [True, False]


def test_what_was_saved_since_the_checkpoint_is_there_too(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    commands.log_complaint(desk, details("Dee"))
    assert rows(other_pc(desk, "Alex Moss")) == rows(desk)
    assert taken == [True]


def test_a_case_with_all_that_a_case_can_have_is_believed_and_proved(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    whole_case(desk)
    checkpoints.make(desk)
    assert_proved(other_pc(desk, "Alex Moss"), rows(desk))
    assert taken == [True]


def test_a_case_that_another_one_touched_is_the_same(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    commands.log_complaint(desk, details("Dee"), link=Link("CD-2026-0001", LinkKind.OTHER_PART))
    checkpoints.make(desk)
    assert_proved(other_pc(desk, "Alex Moss"), rows(desk))
    assert taken == [True]


def test_a_pc_that_has_a_store_does_not_look_for_one(
    desk: Desk, checkpoint: Path, taken: list[bool]
) -> None:
    again = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    rows(again)
    assert taken == []


def test_a_listing_made_from_nothing_is_the_one_that_was_kept_up(
    training_desk: Desk, other_pc: OtherPc, taken: list[bool]
) -> None:
    """Sixty cases of every kind, and not a word of their lines as another PC had them."""
    kept_up = rows(training_desk)
    blank = "complainant = '', summary = '', officer = '', duty = NULL, due = NULL, stage = 0"
    changed(checkpoints.make(training_desk), f"UPDATE listing SET {blank}, due_key = '', ref = ''")
    assert_proved(other_pc(training_desk, "Alex Moss"), kept_up)
    assert taken == [True]


# Made


def test_it_is_due_after_so_many_changes_and_not_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_EVERY", 3)
    due = []
    for name in ("Ann", "Ben", "Cat"):
        due.append(checkpoints.is_due(desk))
        commands.log_complaint(desk, details(name))
    assert [*due, checkpoints.is_due(desk)] == [False, False, True, True]
    checkpoints.make(desk)
    assert not checkpoints.is_due(desk)


def test_only_the_newest_two_are_kept(desk: Desk, checkpoint: Path) -> None:
    for name in ("Dee", "Eve", "Fay"):
        commands.log_complaint(desk, details(name))
        newest = checkpoints.make(desk)
    found = kept(desk)
    assert len(found) == 2
    assert found[-1] == newest.name
    assert checkpoint.name not in found


def test_two_pcs_that_make_one_at_once_leave_sound_ones(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    commands.log_complaint(desk, details("Dee"))
    colleague = other_pc(desk, "Alex Moss")
    colleague.catch_up()
    assert prove(colleague)
    faults: list[BaseException] = []

    def work(one: Desk) -> None:
        try:
            checkpoints.make(one)
        except BaseException as error:  # noqa: BLE001  told below
            faults.append(error)

    both = [threading.Thread(target=work, args=(one,)) for one in (desk, colleague)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert not faults
    assert all(checkpoints._NAME.fullmatch(name) for name in kept(desk))
    taken.clear()
    assert rows(other_pc(desk, "Robin Ashdown")) == rows(desk)
    assert taken == [True]


def test_a_desk_that_is_open_for_reading_makes_none(desk: Desk, checkpoint: Path) -> None:
    before = kept(desk)
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=desk.today())
    looking.catch_up()
    assert not checkpoints.is_due(looking)
    with pytest.raises(RuleBroken):
        checkpoints.make(looking)
    looking.close()
    assert kept(desk) == before
