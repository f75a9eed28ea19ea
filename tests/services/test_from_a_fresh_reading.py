"""What a fresh reader proved wrong once, so that it stays right."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.domain.case import Discretion, Intake, Person, Point
from complaintdesk.domain.change import Row
from complaintdesk.domain.errors import DeskError, DeskUnusable, LetterIncomplete
from complaintdesk.domain.half_written import join
from complaintdesk.services import bank_holidays, commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_files import letter_file
from complaintdesk.services.training import make_training_desk
from tests.storage.helpers import acknowledge_by_letter, complete

INTAKE = Intake(Person("Ann O'Brien", "1 Mill Lane"), date(2026, 11, 13), points=(Point("Bins"),))


@pytest.mark.parametrize(
    ("ours", "theirs", "joined", "both"),
    [
        ({"a": "1"}, {"a": "1"}, {"a": "1"}, ()),
        ({"a": "1"}, {"a": "2"}, {"a": "2"}, ()),
        ({"a": "3"}, {"a": "1"}, {"a": "3"}, ()),
        ({"a": "3"}, {"a": "2"}, {"a": "3"}, ("a",)),
        ({"a": "2"}, {"a": "2"}, {"a": "2"}, ()),
        ({"a": "1"}, {"a": "1", "point_2": "new"}, {"a": "1", "point_2": "new"}, ()),
        ({"a": "1"}, {}, {"a": ""}, ()),
    ],
)
def test_a_colleagues_changes_join_ours_and_nothing_of_theirs_goes_unseen(
    ours: dict[str, str], theirs: dict[str, str], joined: dict[str, str], both: tuple[str, ...]
) -> None:
    assert join({"a": "1"}, ours, theirs) == (joined, both)


def test_the_same_training_desk_can_be_made_twice_on_one_pc(tmp_path: Path) -> None:
    today = date(2026, 11, 20)
    first = make_training_desk(tmp_path / "a", 4, today, 1)
    second = make_training_desk(tmp_path / "b", 4, today, 1)
    pages = [queries.queue(_caught_up(Desk(folder))) for folder in (first, second)]
    assert pages[0].rows == pages[1].rows


def test_a_training_desk_for_a_day_beyond_the_calendar_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(DeskError):
        make_training_desk(tmp_path / "a", 4, date(2010, 2, 1), 1)
    assert not (tmp_path / "a").exists()


def test_a_corrected_receipt_is_judged_by_the_date_that_follows_from_it(desk: Desk) -> None:
    ref = commands.log_complaint(desk, replace(complete(), received_on=date(2026, 11, 2))).ref
    acknowledge_by_letter(desk, ref, 1, date(2026, 11, 17))
    assert queries.case(desk, ref).duties[0].state == "done_late"
    commands.change_details(desk, ref, 2, replace(complete(), received_on=date(2026, 11, 12)))
    duty = queries.case(desk, ref).duties[0]
    assert (duty.due, duty.state) == (date(2026, 11, 19), "done_on_time")


def test_what_was_decided_not_to_be_accepted_is_not_acknowledged_as_if_it_were(desk: Desk) -> None:
    old = replace(
        INTAKE,
        matter_date=date(2025, 1, 2),
        discretion=Discretion.NOT_ACCEPTED,
        discretion_reason="No reason for the delay was given.",
    )
    ref = commands.log_complaint(desk, old).ref
    with pytest.raises(LetterIncomplete) as refused:
        letter_file(desk, ref, "stage1-acknowledgement", "txt", draft=False)
    assert "discretion" in refused.value.lacks


@pytest.mark.parametrize(
    "values",
    [
        {"case_id": 999, "at": "2026-11-20T10:00:00+00:00", "by": "x", "entry": "x"},
        {"case_id": 1, "at": "never", "by": "x", "entry": "x"},
        {"case_id": 1},
    ],
    ids=["no such case", "no such day", "half a row"],
)
def test_a_sealed_change_that_cannot_be_is_named_and_nothing_of_it_kept(
    desk: Desk, values: dict[str, object]
) -> None:
    commands.log_complaint(desk, INTAKE)
    number, seal = desk.store.head()
    last = desk.record.read(number)
    assert last is not None
    bad = replace(
        last, number=number + 1, id="bad", previous=seal, rows=(Row("history", 99, values),)
    )
    with pytest.raises(DeskUnusable, match=f"Change {number + 1} in the desk's record holds"):
        desk.store.apply([bad], desk.judge)
    assert desk.store.head() == (number, seal)


def test_two_threads_may_ask_for_the_store_in_their_first_moments(training_folder: Path) -> None:
    desk = Desk(training_folder)
    asked = [threading.Thread(target=w, daemon=True) for w in (desk.catch_up, desk.warm_up)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join(20)
    assert not any(thread.is_alive() for thread in asked)


def test_the_calendar_is_of_the_installed_package() -> None:
    from holidays.version import __version__

    assert bank_holidays.package_version() == __version__


def _caught_up(desk: Desk) -> Desk:
    desk.catch_up()
    return desk
