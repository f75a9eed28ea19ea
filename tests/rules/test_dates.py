"""Dates and times as British people type them, and as we write them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.dates import (
    anniversary,
    in_words,
    in_words_without_year,
    parse_day,
    parse_time,
    short,
)
from complaintdesk.domain.errors import BadInput
from tests.effort import examples

TODAY = date(2026, 11, 21)  # a Saturday
steady = settings(deadline=None, derandomize=True, max_examples=examples(300))


@pytest.mark.parametrize(
    "typed",
    [
        "20/11/2026", "20/11/26", "20/11", "20.11.2026", "20-11-2026", "20 11 26", "2026-11-20",
        "20 Nov", "20 nov 26", "20 November 2026", "20th November 2026", "20th of November",
        "20-Nov-2026", "20nov", "20 Nov. 2026", "20 November, 2026", "Fri 20 Nov",
        "Friday 20 November 2026", "Friday, 20th November", "fri", "Friday", "last Friday",
        "on Friday", "yesterday", "Yesterday ", "1 day ago", "  20/11/2026  ", "20   NOV   2026",
    ],
)  # fmt: skip
def test_many_ways_to_type_one_day(typed: str) -> None:
    assert parse_day(typed, TODAY) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", date(2026, 11, 21)),
        ("day before yesterday", date(2026, 11, 19)),
        ("10 days ago", date(2026, 11, 11)),
        ("Saturday", date(2026, 11, 14)),
        ("Sunday", date(2026, 11, 15)),
        ("21 Nov", date(2026, 11, 21)),
        ("22 Nov", date(2025, 11, 22)),
        ("1/2/2026", date(2026, 2, 1)),
        ("3 Sept", date(2026, 9, 3)),
        ("29 Feb", date(2024, 2, 29)),
        ("29/2/2024", date(2024, 2, 29)),
        ("1/1/00", date(2000, 1, 1)),
        ("31/12/99", date(2099, 12, 31)),
    ],
)
def test_which_day_is_meant(typed: str, day: date) -> None:
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21 Nov", date(2026, 11, 21)),
        ("31/12", date(2026, 12, 31)),
        ("3 Jan", date(2027, 1, 3)),
        ("4 Jan", date(2026, 1, 4)),
        ("Friday", date(2027, 1, 1)),
    ],
)
def test_in_january_a_month_late_in_the_year_is_last_years(typed: str, day: date) -> None:
    assert parse_day(typed, date(2027, 1, 3)) == day


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "soon", "31 June", "30/2/2026", "29/2/2026", "0/1/2026",
        "32/1/2026", "1/13/2026", "11/20/2026", "2026-11-31", "2026-13-01", "2026/11/20", "20",
        "20112026", "1/1/0000", "20/11/2026 18:40", "20/11/226", "20 ju", "20 Novembre", "²0 Nov",
        "-1/1/2026", "20,11,2026", "\x00", "20 Nov 2026 or so", "99999 days ago", "x" * 5000,
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_day(typed, TODAY)
    assert str(refused.value).endswith("Type it like 21/11/2026, 21 Nov or yesterday.")
    assert len(str(refused.value)) < 140


@steady
@given(st.dates(date(2000, 1, 1), TODAY))
def test_what_we_write_can_be_typed_back(day: date) -> None:
    assert parse_day(in_words(day), TODAY) == day
    assert parse_day(day.isoformat(), TODAY) == day
    if day > TODAY - timedelta(days=365):
        assert parse_day(in_words_without_year(day), TODAY) == day
        assert parse_day(short(day), TODAY) == day


@steady
@given(st.text(max_size=30), st.dates(date(1, 3, 1)))
def test_any_text_is_a_day_or_refused(typed: str, today: date) -> None:
    for parse in (lambda: parse_day(typed, today), lambda: parse_time(typed)):
        try:
            parse()
        except BadInput as refused:
            assert "Type it like" in str(refused)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("18:40", time(18, 40)), ("18.40", time(18, 40)), ("6.40pm", time(18, 40)),
        ("6:40 PM", time(18, 40)), ("9am", time(9)), ("9 am", time(9)), ("09:00", time(9)),
        ("12am", time(0)), ("12pm", time(12)), ("12.30am", time(0, 30)), ("00:00", time(0)),
        ("23:59", time(23, 59)), (" 7:05 ", time(7, 5)),
    ],
)  # fmt: skip
def test_times_as_people_type_them(typed: str, at: time) -> None:
    assert parse_time(typed) == at


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "18",
        "1840",
        "24:00",
        "18:60",
        "13pm",
        "0pm",
        "0am",
        "00.30pm",
        "noon",
        "6pmish",
        "9.5am",
    ],
)
def test_other_times_are_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=r"Type it like 18:40 or 6\.40pm"):
        parse_time(typed)


def test_days_in_words() -> None:
    day = date(2026, 12, 28)
    assert in_words(day) == "Monday 28 December 2026"
    assert in_words_without_year(day) == "Monday 28 December"
    assert (short(day), short(date(2027, 1, 4))) == ("Mon 28 Dec", "Mon  4 Jan")


@pytest.mark.parametrize(
    ("day", "years", "found"),
    [
        ("2025-11-21", 1, "2026-11-21"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("9999-12-31", 1, "9999-12-31"),
        ("9996-02-29", 5, "9999-02-28"),
    ],
)
def test_anniversaries(day: str, years: int, found: str) -> None:
    assert anniversary(date.fromisoformat(day), years) == date.fromisoformat(found)
