"""The working calendar: counting, its trace, and where its knowledge ends."""

import json
import time
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.calendar import Passed, WorkingCalendar
from complaintdesk.domain.errors import BadInput, CalendarError
from complaintdesk.services import bank_holidays
from tests.effort import examples

ENGLAND = bank_holidays.calendar()
steady = settings(deadline=None, derandomize=True, max_examples=examples(300))

# An independent reading of the same rule: a sorted list of GOV.UK's working days and bisection.
_FEED = json.loads(
    (Path(__file__).parent / "vectors/govuk_england_and_wales_2012_2028.json").read_text("utf-8")
)
_OFF = set(_FEED["england-and-wales"])
_ALL = [date(2012, 1, 1) + timedelta(days=n) for n in range(17 * 366)]
WORKING = [d for d in _ALL if d.isoweekday() <= 5 and d.isoformat() not in _OFF]


@steady
@given(st.dates(date(2012, 1, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_add_agrees_with_a_list_of_working_days(start: date, n: int) -> None:
    assert ENGLAND.add(start, n) == WORKING[bisect_right(WORKING, start) + n - 1]


@steady
@given(st.dates(date(2012, 6, 1), date(2028, 12, 31)), st.integers(1, 60))
def test_subtract_agrees_with_a_list_of_working_days(start: date, n: int) -> None:
    assert ENGLAND.subtract(start, n) == WORKING[bisect_left(WORKING, start) - n]


@steady
@given(
    st.dates(date(2012, 1, 1), date(2028, 12, 31)), st.dates(date(2012, 1, 1), date(2028, 12, 31))
)
def test_between_agrees_with_a_list_of_working_days(start: date, end: date) -> None:
    listed = bisect_right(WORKING, end) - bisect_right(WORKING, start)
    assert ENGLAND.between(start, end) == max(0, listed)


@steady
@given(st.dates(date(1600, 1, 1), date(2600, 1, 1)), st.integers(-30, 3000))
def test_between_counts_where_bank_holidays_are_not_known_too(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    listed = sum(ENGLAND.is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))
    assert ENGLAND.between(start, end) == listed


def test_between_days_eight_thousand_years_apart_is_not_counted_day_by_day() -> None:
    began = time.process_time()
    assert ENGLAND.between(date(1, 1, 1), date(9999, 12, 31)) > 2_600_000
    assert time.process_time() - began < 1


@steady
@given(st.dates(date(2012, 1, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_a_count_is_what_lies_between_its_ends(start: date, n: int) -> None:
    count = ENGLAND.count(start, n)
    assert ENGLAND.between(start, count.due) == n
    weekdays = sum(
        (start + timedelta(days=i)).weekday() < 5 for i in range(1, (count.due - start).days + 1)
    )
    assert weekdays - len(count.skipped) == n


def test_the_trace_names_each_weekday_that_was_skipped() -> None:
    count = ENGLAND.count(date(2026, 12, 23), 5)
    assert count.due == date(2027, 1, 4)
    assert count.passed == (
        Passed(date(2026, 12, 25), "Christmas Day"),
        Passed(date(2026, 12, 28), "Boxing Day substitute"),
        Passed(date(2027, 1, 1), "New Year's Day"),
    )


def test_a_bank_holiday_on_a_weekend_needs_no_word() -> None:
    assert date(2026, 12, 26) not in [p.day for p in ENGLAND.count(date(2026, 12, 23), 5).passed]


def test_the_start_itself_is_never_in_the_trace() -> None:
    assert ENGLAND.count(date(2026, 8, 31), 5).passed == ()


SHUTDOWN = (date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31))


def test_closure_days_count_unless_the_policy_says_otherwise_and_show_either_way() -> None:
    counting = bank_holidays.calendar(SHUTDOWN).count(date(2026, 12, 23), 5)
    assert counting.due == date(2027, 1, 4)
    assert [p.day for p in counting.passed if p.counted] == list(SHUTDOWN)
    skipping = bank_holidays.calendar(SHUTDOWN, closures_count=False).count(date(2026, 12, 23), 5)
    assert skipping.due == date(2027, 1, 7)
    assert {p.name for p in skipping.skipped if p.day in SHUTDOWN} == {"closure day"}


def test_a_bank_holiday_that_is_also_a_closure_is_a_bank_holiday() -> None:
    days = bank_holidays.calendar([date(2026, 12, 25)], closures_count=False)
    assert days.count(date(2026, 12, 24), 1).passed[0].name == "Christmas Day"


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-11-09", 4),
        ("2026-11-12", 1),
        ("2026-11-13", 0),
        ("2026-11-14", -1),
        ("2026-11-15", -1),
        ("2026-11-16", -1),
        ("2026-11-17", -2),
    ],
)
def test_days_left_are_0_on_the_day_and_negative_from_the_next_even_on_saturday(
    today: str, left: int
) -> None:
    assert ENGLAND.working_days_left(date.fromisoformat(today), date(2026, 11, 13)) == left


@pytest.mark.parametrize(("start", "n", "beyond"), [
    ("2028-12-20", 5, False),
    ("2028-12-21", 4, False),
    ("2028-12-21", 5, True),
    ("2029-03-01", 5, True),
])  # fmt: skip
def test_a_count_says_when_it_leaves_the_calendar(start: str, n: int, beyond: bool) -> None:
    assert ENGLAND.count(date.fromisoformat(start), n).beyond is beyond


def test_the_last_day_of_the_calendar_is_still_inside_it() -> None:
    days = WorkingCalendar({}, date(2026, 1, 1), date(2026, 11, 20))
    assert not days.count(date(2026, 11, 13), 5).beyond
    assert days.count(date(2026, 11, 13), 6).beyond


def test_a_start_before_the_calendar_is_refused_naming_both_days() -> None:
    with pytest.raises(CalendarError) as refused:
        ENGLAND.add(date(2009, 12, 31), 5)
    assert "Thursday 31 December 2009" in str(refused.value)
    assert "Friday 1 January 2010" in str(refused.value)


@pytest.mark.parametrize("year", [2079, 9999])
def test_a_start_in_the_far_future_is_refused(year: int) -> None:
    with pytest.raises(CalendarError, match="too far ahead"):
        ENGLAND.add(date(year, 12, 31), 5)


@pytest.mark.parametrize("n", [-1, 1001, 10**9])
def test_a_number_of_days_that_no_clock_has_is_refused(n: int) -> None:
    with pytest.raises(BadInput, match="cannot be counted"):
        ENGLAND.add(date(2026, 1, 1), n)


def test_no_day_off_at_the_end_of_all_dates_is_looked_past() -> None:
    days = WorkingCalendar({date.max: "the last day"}, date(2010, 1, 1), date(2028, 12, 31))
    with pytest.raises(CalendarError):
        days.next_working_day(date.max)


@pytest.mark.parametrize(("day", "found"), [
    ("2026-11-20", "2026-11-20"),
    ("2026-11-21", "2026-11-23"),
    ("2026-12-25", "2026-12-29"),
])  # fmt: skip
def test_the_next_working_day(day: str, found: str) -> None:
    assert ENGLAND.next_working_day(date.fromisoformat(day)) == date.fromisoformat(found)
