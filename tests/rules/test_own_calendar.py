"""Closure days and late bank holidays as they are typed, and back again."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.own_calendar import (
    OwnCalendar,
    bank_holidays_as_text,
    closures_as_text,
    in_runs,
    joined,
    read_bank_holidays,
    read_closures,
)
from complaintdesk.services import bank_holidays
from tests.effort import examples

TODAY = date(2026, 11, 20)
OFF = bank_holidays.calendar().bank_holidays
CHRISTMAS = tuple(date(2026, 12, n) for n in (24, 29, 30, 31))  # 25 and 28 are bank holidays
steady = settings(deadline=None, derandomize=True, max_examples=examples(300))

READ = {
    "29/12/2026": (date(2026, 12, 29),),
    "29-12-2026": (date(2026, 12, 29),),
    "2026-12-29": (date(2026, 12, 29),),
    "Tue 29 Dec 2026": (date(2026, 12, 29),),
    "Thursday, 24 December 2026": (date(2026, 12, 24),),
    "29 Dec": (date(2026, 12, 29),),  # without its year: the next one
    "19 Nov": (date(2027, 11, 19),),
    "20 Nov": (date(2026, 11, 20),),
    "24 Dec to 31 Dec 2026": CHRISTMAS,
    "24 Dec 2026 to 31 Dec": CHRISTMAS,
    "24 Dec to 31 Dec": CHRISTMAS,
    "24 to 31 December 2026": CHRISTMAS,
    "24th until 31st December 2026": CHRISTMAS,
    "24-31 December 2026": CHRISTMAS,
    "24–31 December 2026": CHRISTMAS,
    "24/12-31/12/2026": CHRISTMAS,
    "24/12/2026 - 31/12/2026": CHRISTMAS,
    "24 Dec, 29 Dec; 30 Dec, 31/12/26,": CHRISTMAS,
    "24 Dec\n\n 29 Dec to 31 Dec ": CHRISTMAS,
    "30 Dec to 4 Jan": (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 4)),
    "30 Dec 2026 to 4 Jan": (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 4)),
    "25 Dec 2026": (date(2026, 12, 25),),  # said as it is; it is pointed out as a slip
    "": (),
    " \n , \n": (),
}
REFUSED = {
    "31/02/2026": "Line 1: “31/02/2026” is not a date",
    "ok\n29/12/2026": "Line 1: “ok” is not a date",
    "29/12/2026\nFri 24 Dec 2026": "Line 2: 24 December 2026 is a Thursday.",
    "yesterday": "Line 1: “yesterday” is not a date",
    "3 days ago": "Line 1: “3 days ago” is not a date",
    "in 2 weeks": "Line 1: “in 2 weeks” is not a date",
    "24": "Line 1: “24” is not a date",
    "to": "Line 1: “to” is not a date",
    "40 to 50 Dec 2026": "Line 1: “50 Dec 2026” is not a date",
    "31 to 30 Nov 2026": "Line 1: “31” is not a date",
    "1 Dec to 2 Dec to 3 Dec": "Line 1: “1 Dec to 2 Dec to 3 Dec” is not a date",
    "31 Dec 2026 to 24 Dec 2026": "is not before Thursday 24 December 2026",
    "24 Dec 2026 to 31 Dec 2027": "is 373 days. Check the dates",
    "25 Dec to 28 Dec 2026": "“25 Dec to 28 Dec 2026” holds no working day",
    "x" * 5000: "…” is not a date",
}


@pytest.mark.parametrize("text", READ)
def test_closure_days_are_read_as_people_write_them(text: str) -> None:
    assert read_closures(text, TODAY, OFF) == (READ[text], ())


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_told_with_its_line(text: str) -> None:
    _, (sentence,) = read_closures(text, TODAY, OFF)
    assert REFUSED[text] in sentence
    assert len(sentence) < 200


def test_every_line_that_cannot_be_read_is_told_and_the_rest_is_read() -> None:
    days, problems = read_closures("x\n29/12/2026\ny", TODAY, OFF)
    assert days == (date(2026, 12, 29),)
    assert [p[:7] for p in problems] == ["Line 1:", "Line 3:"]


@steady
@given(st.frozensets(st.dates(date(2026, 1, 1), date(2029, 12, 31)), max_size=30), st.dates(
    date(2020, 1, 1), date(2031, 12, 31)))  # fmt: skip
def test_what_is_written_into_the_form_is_read_back_the_same(
    days: frozenset[date], today: date
) -> None:
    assert read_closures(closures_as_text(days, OFF), today, OFF) == (tuple(sorted(days)), ())


def test_days_that_follow_each_other_are_said_as_one() -> None:
    days = (*CHRISTMAS, date(2027, 1, 4), date(2027, 5, 10), date(2027, 5, 12))
    assert in_runs(days, OFF) == (
        "Thursday 24 December 2026 to Monday 4 January 2027 (5 days)",
        "Monday 10 May 2027",
        "Wednesday 12 May 2027",
    )


NAMED = {
    "10/05/2027 Royal occasion": "Royal occasion",
    "10 May 2027: Royal occasion": "Royal occasion",
    "Monday, 10 May 2027, Royal occasion": "Royal occasion",
    "10 May Royal occasion": "Royal occasion",
    "10 May 2027 - 2nd jubilee": "2nd jubilee",
    "2027-05-10 = Royal [occasion]": "Royal [occasion]",
    "10.5.27 2027's jubilee": "2027's jubilee",
}
UNNAMED = {
    "10/05/2027": "Line 1: Give Monday 10 May 2027 a name too",
    "Royal occasion": "does not begin with a date",
    "Royal 10/05/2027": "does not begin with a date",
    "Tue 10 May 2027 Royal": "Line 1: 10 May 2027 is a Monday.",
    "10/05/2027 A\n10/05/2027 B": "Line 2: Monday 10 May 2027 is there twice, with two names.",
}


@pytest.mark.parametrize("text", NAMED)
def test_a_bank_holiday_is_a_date_and_its_name(text: str) -> None:
    assert read_bank_holidays(text, TODAY) == ({date(2027, 5, 10): NAMED[text]}, ())


@pytest.mark.parametrize("text", UNNAMED)
def test_a_bank_holiday_without_date_or_name_is_told(text: str) -> None:
    _, (sentence,) = read_bank_holidays(text, TODAY)
    assert UNNAMED[text] in sentence


def test_late_bank_holidays_are_read_back_the_same() -> None:
    days = {date(2027, 5, 10): "Royal occasion", date(2027, 6, 1): "1 Jun, again: (moved)"}
    assert read_bank_holidays(bank_holidays_as_text(days), TODAY) == (days, ())


# A colleague changed it too


def test_what_two_people_change_is_joined() -> None:
    day = date(2026, 12, 1)
    base = OwnCalendar((day, day + timedelta(7)), True, {day: "A", day + timedelta(1): "B"})
    ours = OwnCalendar((day, day + timedelta(9)), False, {day: "A2"})
    theirs = OwnCalendar(
        (day + timedelta(7), day + timedelta(8)), True,
        {day: "A", day + timedelta(1): "B", day + timedelta(2): "C"}, Receipt.NEXT_WORKING_DAY,
    )  # fmt: skip
    assert joined(base, ours, theirs) == OwnCalendar(
        (day + timedelta(8), day + timedelta(9)), False,
        {day: "A2", day + timedelta(2): "C"}, Receipt.NEXT_WORKING_DAY,
    )  # fmt: skip
    assert joined(base, base, theirs) == theirs
    assert joined(base, ours, base) == ours
