"""Likely slips in added days: the day that nobody meant is named, and little else."""

from datetime import date, timedelta

import pytest

from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.domain.slips import likely_slips
from complaintdesk.services import bank_holidays

TODAY = date(2026, 11, 20)  # a Friday
CALENDAR = bank_holidays.calendar()
CHRISTMAS = (date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31))


def slips(
    *days: date, before: tuple[date, ...] = (), holidays: dict[date, str] | None = None
) -> list[str]:
    after = OwnCalendar((*before, *days), bank_holidays=holidays or {})
    return [s.sentence for s in likely_slips(OwnCalendar(before), after, CALENDAR, TODAY)]


TOLD = {
    date(2026, 12, 26): "Saturday 26 December 2026 is no weekday, so as a closure day it changes "
    "nothing.",
    date(2026, 12, 25): "Friday 25 December 2026 is a bank holiday already (Christmas Day).",
    date(2025, 12, 29): "Monday 29 December 2025 is long past. Was Tuesday 29 December 2026 meant?",
    date(2029, 12, 24): "Monday 24 December 2029 is more than two years ahead. Was Thursday 24 "
    "December 2026 meant?",
    # 7/12 and 5/1 as an American, or a spreadsheet, writes them
    date(2026, 7, 12): "Sunday 12 July 2026 is no weekday, so as a closure day it changes nothing. "
    "Was Monday 7 December 2026 meant, with day and month swapped?",
    date(2026, 10, 12): "Monday 12 October 2026 was some time ago. Was Thursday 10 December 2026 "
    "meant, with day and month swapped?",
    date(2027, 5, 1): "Saturday 1 May 2027 is no weekday, so as a closure day it changes nothing. "
    "Was Tuesday 5 January 2027 meant, with day and month swapped?",
}  # fmt: skip


@pytest.mark.parametrize("day", TOLD)
def test_a_likely_slip_is_told(day: date) -> None:
    assert slips(day) == [TOLD[day]]


QUIET = [
    date(2026, 12, 7),  # soon; 12 July would not be
    date(2027, 5, 10),  # which way round it was meant cannot be known
    date(2027, 10, 5),
    date(2026, 11, 12),  # last week: a day of snow
    date(2026, 11, 19),
    date(2027, 1, 4),
    date(2026, 11, 11),  # the same both ways
    date(2027, 4, 1),
]


@pytest.mark.parametrize("day", QUIET)
def test_an_ordinary_day_is_not_questioned(day: date) -> None:
    assert slips(day) == []


def test_a_whole_christmas_is_not_questioned() -> None:
    assert slips(*CHRISTMAS, date(2027, 1, 4)) == []


def test_hardly_any_weekday_of_the_coming_year_is_questioned_alone() -> None:
    days = [TODAY + timedelta(n) for n in range(1, 366)]
    told = [day for day in days if CALENDAR.is_working_day(day) and slips(day)]
    assert told == []


def test_a_day_that_belongs_to_the_others_once_swapped_is_told() -> None:
    """4 January, typed the other way round, after a Christmas that ends on 31 December."""
    assert slips(*CHRISTMAS, date(2027, 4, 1)) == [
        "Thursday 1 April 2027 stands alone. Was Monday 4 January 2027 meant, with day and month "
        "swapped?"
    ]
    assert slips(date(2027, 4, 1), before=CHRISTMAS) != []
    # With both entered, nothing is missing.
    assert slips(*CHRISTMAS, date(2027, 4, 1), date(2027, 1, 4)) == []
    # Beside others itself, it is where it belongs.
    assert slips(*CHRISTMAS, date(2027, 4, 1), date(2027, 3, 31)) == []


def test_what_was_there_before_is_not_told_again() -> None:
    assert slips(before=tuple(TOLD)) == []


def test_a_late_bank_holiday_is_looked_at_too() -> None:
    assert slips(holidays={date(2027, 5, 10): "Royal"}) == []
    (told,) = slips(holidays={date(2027, 5, 9): "Royal"})
    assert told == "Sunday 9 May 2027 is no weekday, so as a bank holiday it changes nothing."
    (told,) = slips(holidays={date(2027, 5, 3): "Royal"})
    assert told.startswith("Monday 3 May 2027 is a bank holiday already (Early May bank holiday).")


def test_a_day_that_is_both_is_told_once() -> None:
    day = date(2027, 5, 10)
    (told,) = slips(day, holidays={day: "Royal"})
    assert told == "Monday 10 May 2027 is given as a closure day and as a bank holiday too."


def test_days_at_the_ends_of_time_are_told_and_nothing_breaks() -> None:
    assert len(slips(date.min, date.max, date(2028, 2, 29), date(1996, 2, 29))) == 3
