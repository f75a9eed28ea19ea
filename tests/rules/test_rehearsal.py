"""Which dates move when the calendar or the policy does: open duties, and no others."""

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Policy
from complaintdesk.domain.rehearsal import Counting, Move, OpenCase, moves
from complaintdesk.services import bank_holidays

TODAY = date(2026, 11, 20)
BEFORE = Counting(bank_holidays.calendar(), Policy())
CLOSED = date(2026, 11, 24)
AFTER = Counting(bank_holidays.calendar([CLOSED], closures_count=False), Policy())


def found(*stages: Stage, before: Counting = BEFORE, after: Counting = AFTER) -> list[Move]:
    return list(moves(OpenCase("CD-2026-0001", Code.HOUSING, stages), before, after, TODAY))


def move(stage: int, kind: str, was: date, becomes: date, is_target: bool = False) -> Move:
    return Move("CD-2026-0001", stage, kind, was, becomes, is_target)


def test_both_clocks_of_a_new_case_move_by_the_day() -> None:
    assert found(Stage(date(2026, 11, 19))) == [
        move(1, "acknowledge", date(2026, 11, 26), date(2026, 11, 27)),
        move(1, "respond", date(2026, 12, 10), date(2026, 12, 11)),
    ]


def test_what_is_done_does_not_move_and_what_waits_does() -> None:
    stage = Stage(
        date(2026, 11, 19), acknowledged=date(2026, 11, 20), acknowledge_by=date(2026, 11, 26)
    )
    assert found(stage) == [move(1, "respond", date(2026, 12, 4), date(2026, 12, 7))]


def test_an_answered_stage_does_not_move_and_the_one_after_it_does() -> None:
    first = Stage(
        date(2026, 10, 19), acknowledged=date(2026, 10, 20), answered=date(2026, 11, 2),
        acknowledge_by=date(2026, 10, 26), respond_by=date(2026, 11, 3),
    )  # fmt: skip
    assert found(first) == []
    assert [m.stage for m in found(first, Stage(date(2026, 11, 19)))] == [2, 2]
    # Answered without ever being acknowledged, the clock does not run either.
    assert found(Stage(date(2026, 11, 19), answered=date(2026, 11, 20))) == []


def test_an_extension_moves_with_the_day_it_counts_from() -> None:
    stage = Stage(
        date(2026, 11, 9), acknowledged=date(2026, 11, 13),
        extensions=(Extension(date(2026, 11, 18), 5),),
    )  # fmt: skip
    assert found(stage) == [move(1, "respond", date(2026, 12, 4), date(2026, 12, 7))]


@pytest.mark.parametrize("closed", [date(2026, 11, 21), date(2026, 12, 25), date(2026, 11, 18)])
def test_a_day_that_counts_for_nothing_moves_nothing(closed: date) -> None:
    after = Counting(bank_holidays.calendar([closed], closures_count=False), Policy())
    assert found(Stage(date(2026, 11, 19)), after=after) == []


def test_a_closure_day_that_counts_moves_nothing() -> None:
    after = Counting(bank_holidays.calendar([CLOSED]), Policy())
    assert found(Stage(date(2026, 11, 19)), after=after) == []


def test_the_desks_own_target_is_told_beside_the_codes_date() -> None:
    policy = Policy(acknowledge_targets={1: 3})
    told = found(
        Stage(date(2026, 11, 19)), before=replace(BEFORE, policy=policy),
        after=replace(AFTER, policy=policy),
    )  # fmt: skip
    assert told[:2] == [
        move(1, "acknowledge", date(2026, 11, 26), date(2026, 11, 27)),
        move(1, "acknowledge", date(2026, 11, 24), date(2026, 11, 25), is_target=True),
    ]


def test_another_way_to_count_receipt_moves_what_came_in_at_a_weekend() -> None:
    after = Counting(BEFORE.calendar, Policy(Receipt.NEXT_WORKING_DAY))
    told = found(Stage(date(2026, 11, 14)), after=after)
    assert told[0] == move(1, "acknowledge", date(2026, 11, 20), date(2026, 11, 23))


def test_a_date_beyond_the_calendar_says_so() -> None:
    closed = Counting(bank_holidays.calendar([date(2028, 12, 29)], closures_count=False), Policy())
    (told, _) = found(Stage(date(2028, 12, 20)), after=closed)
    assert told.becomes == date(2029, 1, 1)
    assert told.beyond_calendar
