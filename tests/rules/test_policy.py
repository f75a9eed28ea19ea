"""What a desk decides for itself: which day is day 0, closure days, and targets of its own."""

from datetime import date, datetime, time

import pytest

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Duty, Policy, State, duties
from complaintdesk.services import bank_holidays

ENGLAND = bank_holidays.calendar()
MONDAY = date(2026, 11, 2)
NEXT_DAY = Policy(receipt=Receipt.NEXT_WORKING_DAY)


def read(received: str, policy: Policy | None = None, number: int = 1) -> Duty:
    """The duty to acknowledge what came in at this moment."""
    at = datetime.fromisoformat(received)
    stage = Stage(at.date(), at.time() if "T" in received else None)
    stages = (stage,) if number == 1 else (Stage(None), stage)
    return duties(Code.HOUSING, stages, ENGLAND, at.date(), policy)[-2]


RECEIPTS = pytest.mark.parametrize(
    ("received", "same_day", "next_day"),
    [
        ("2026-11-05", "2026-11-12", "2026-11-12"),
        ("2026-11-05T16:59", "2026-11-12", "2026-11-12"),
        ("2026-11-05T17:00", "2026-11-12", "2026-11-13"),
        ("2026-11-05T18:40", "2026-11-12", "2026-11-13"),
        ("2026-11-06T18:40", "2026-11-13", "2026-11-16"),
        ("2026-11-07", "2026-11-13", "2026-11-16"),
        ("2026-11-07T20:00", "2026-11-13", "2026-11-16"),
        ("2026-11-08", "2026-11-13", "2026-11-16"),
        ("2026-12-25", "2027-01-05", "2027-01-06"),
        ("2026-12-24T19:00", "2027-01-05", "2027-01-06"),
        ("2026-12-26", "2027-01-05", "2027-01-06"),
    ],
)


@RECEIPTS
@pytest.mark.parametrize("number", [1, 2])
def test_weekend_and_evening_receipt(
    received: str, same_day: str, next_day: str, number: int
) -> None:
    assert read(received, number=number).due == date.fromisoformat(same_day)
    assert read(received, NEXT_DAY, number).due == date.fromisoformat(next_day)


def test_the_setting_is_told_where_it_moved_day_0() -> None:
    assert read("2026-11-07", NEXT_DAY).why[1] == (
        "This desk treats what comes in outside office days or hours as received on the next "
        "working day, so day 0 is Monday 9 November 2026."
    )
    assert "outside office" not in " ".join(read("2026-11-05T10:00", NEXT_DAY).why)


def test_a_desk_that_closes_earlier_says_so() -> None:
    policy = Policy(Receipt.NEXT_WORKING_DAY, closes_at=time(16))
    assert read("2026-11-05T16:30", policy).due == date(2026, 11, 13)


SHUTDOWN = (date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("closures_count", "due", "words"),
    [
        (True, date(2027, 1, 4), "closure day, counted as a working day."),
        (False, date(2027, 1, 7), "closure day, not counted."),
    ],
)
def test_closure_days_are_named_whether_counted_or_not(
    closures_count: bool, due: date, words: str
) -> None:
    days = bank_holidays.calendar(SHUTDOWN, closures_count)
    duty = duties(Code.HOUSING, (Stage(date(2026, 12, 23)),), days, MONDAY)[0]
    assert duty.due == due
    assert f"Tuesday 29 December: {words}" in duty.why


def test_a_bank_holiday_announced_late_moves_what_is_still_open() -> None:
    days = bank_holidays.calendar(added={date(2026, 11, 5): "bank holiday added"})
    duty = duties(Code.GENERAL, (Stage(MONDAY),), days, MONDAY)[0]
    assert duty.due == date(2026, 11, 10)
    assert "Thursday 5 November: bank holiday added, not counted." in duty.why


STRICT = Policy(acknowledge_targets={1: 3, 2: 2}, respond_targets={1: 8})


def test_a_target_stands_beside_the_codes_date_and_never_replaces_it() -> None:
    acknowledge, respond = duties(
        Code.HOUSING, (Stage(MONDAY, acknowledged=MONDAY),), ENGLAND, MONDAY, STRICT
    )
    assert (acknowledge.due, acknowledge.target) == (date(2026, 11, 9), date(2026, 11, 5))
    assert (respond.due, respond.target) == (date(2026, 11, 16), date(2026, 11, 12))
    assert respond.act_by == date(2026, 11, 12)
    assert respond.why[-1] == (
        "This desk's own target is Thursday 12 November 2026; the Code's date stands above."
    )


def test_what_is_done_is_judged_by_the_code_and_not_by_the_target() -> None:
    stage = Stage(MONDAY, acknowledged=date(2026, 11, 9))
    assert duties(Code.HOUSING, (stage,), ENGLAND, MONDAY, STRICT)[0].state is State.DONE_ON_TIME


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-11-04", State.DUE), ("2026-11-05", State.DUE_TODAY), ("2026-11-06", State.OVERDUE)],
)
def test_the_queue_goes_by_the_earlier_of_the_two(today: str, state: State) -> None:
    on = date.fromisoformat(today)
    assert duties(Code.HOUSING, (Stage(MONDAY),), ENGLAND, on, STRICT)[0].state is state


def test_a_longer_target_does_not_put_off_the_codes_date() -> None:
    slow = Policy(respond_targets={1: 15})
    duty = duties(Code.HOUSING, (Stage(MONDAY, acknowledged=MONDAY),), ENGLAND, MONDAY, slow)[1]
    assert (duty.target, duty.act_by) == (date(2026, 11, 23), date(2026, 11, 16))


def test_an_extension_sets_the_target_aside() -> None:
    stage = Stage(MONDAY, acknowledged=MONDAY, extensions=(Extension(MONDAY, 5),))
    assert duties(Code.HOUSING, (stage,), ENGLAND, MONDAY, STRICT)[1].target is None


def test_a_target_counts_from_the_same_day_0_as_the_codes_date() -> None:
    policy = Policy(Receipt.NEXT_WORKING_DAY, acknowledge_targets={1: 3})
    duty = read("2026-11-07", policy)
    assert (duty.due, duty.target) == (date(2026, 11, 16), date(2026, 11, 12))
