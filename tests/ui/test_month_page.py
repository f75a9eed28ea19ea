"""How a month is drawn: each day told apart by sign and words, whatever the room."""

import re
from datetime import date
from itertools import product

import pytest

from complaintdesk.domain.text import clean_line
from complaintdesk.services import month
from complaintdesk.services.month import Month, MonthDay, days_of, moved
from screens.month_page import about, day_at, drawn, listed, notable, overdue, shape
from tests.conftest import TODAY
from tests.hostile import HOSTILE
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    flat,
    in_order,
)
from tests.ui.month_cases import cell, made, row

# The page


def test_days_are_told_apart_by_sign_and_words() -> None:
    due = (date(2026, 11, 18), date(2026, 11, 18), TODAY, date(2026, 11, 26))
    found = made(TODAY, *due)
    assert cell(found, date(2026, 11, 18)) == "18 !!2 overdue"
    assert cell(found, TODAY) == "20 today >> 1 today"
    assert cell(found, date(2026, 11, 26)) == "26 1 due"
    assert cell(found, date(2026, 11, 27)) == "27"
    assert cell(found, date(2026, 11, 18), *LARGE) == (
        "18 !! 2 overdue 0001 S1 answer 0002 S1 answer"
    )
    assert cell(found, date(2026, 11, 18), *MIDDLE).endswith("CD-2026-0001 CD-2026-0002")
    assert cell(found, TODAY, *LARGE).startswith("20 today >> 1 due today 0003 S1 answer")


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        ("acknowledge", "0001 S2 acknowledge"), ("respond", "0001 S2 answer"),
        ("action", "0001 Action"), ("enquiry", "0001 Ombudsman"),
    ],
)  # fmt: skip
def test_a_case_is_said_with_what_there_is_to_do_rather_than_with_its_year(
    duty: str, words: str
) -> None:
    day = MonthDay(TODAY, (row(duty=duty, stage=2),))
    days = tuple(day if each == TODAY else MonthDay(each) for each in days_of(TODAY))
    found = Month("Northmoor", TODAY, days, 0, True, date(2028, 12, 31))
    assert cell(found, TODAY, *LARGE) == f"20 today >> 1 due today {words}"


@pytest.mark.parametrize("size", [SMALL, (81, 25), MIDDLE, LARGE])
@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2026, 11, 22)])
def test_a_weekend_that_is_today_says_so_in_whole_words(size: tuple[int, int], today: date) -> None:
    days = tuple(MonthDay(each) for each in days_of(today))
    found = Month("Northmoor", today, days, 0, True, date(2028, 12, 31))
    head = drawn(found, today, shape(*size, today)).plain
    assert any(f"[{today.day}] {word} " in head for word in ("today", "now"))
    assert "…" not in head


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE, (100, 30)])
def test_hundreds_on_one_day_still_fit_their_cell(size: tuple[int, int]) -> None:
    for day in (date(2026, 11, 18), date(2026, 11, 14), TODAY, date(2026, 11, 28)):
        found = made(TODAY, *(day,) * 999)
        words = cell(found, day, *size)
        assert "999" in words
        assert "…" not in words.split("CD-")[0]
        assert {day < TODAY: "!!", day == TODAY: ">>"}.get(True, "due") in words


def test_more_is_said_only_below_a_case_that_is_listed() -> None:
    """“24 due, and 24 more” would read as 48; with room for one line the count says it all."""
    day = date(2026, 11, 26)
    assert cell(made(TODAY, *(day,) * 24), day, 100, 30) == "26 24 due"
    assert cell(made(TODAY, *(date(2026, 11, 18),) * 2), date(2026, 11, 18), 100, 30) == (
        "18 !! 2 overdue"
    )
    assert cell(made(TODAY, day), day, 100, 30) == "26 1 due 0001 S1 answer"


@pytest.mark.parametrize("width", [90, 100, 119, 120, 160])
def test_the_cases_of_a_cell_and_what_it_says_of_more_add_up(width: int) -> None:
    for height, count in product(range(24, 60), (1, 2, 3, 24)):
        for day in (date(2026, 11, 18), TODAY, date(2026, 11, 26)):
            words = cell(made(TODAY, *(day,) * count), day, width, height)
            cases = len(re.findall(r"(?:CD-2026-)?00\d\d", words))
            more = sum(int(number) for number in re.findall(r"and (\d+) more", words))
            assert cases + more == (count if cases else 0), words


@pytest.mark.parametrize("size", [SMALL, (81, 25), MIDDLE, (121, 33), LARGE])
@pytest.mark.parametrize("day", [TODAY, date(2027, 2, 3), date(2027, 5, 31), date(2026, 8, 1)])
def test_every_day_is_drawn_once_within_the_room(size: tuple[int, int], day: date) -> None:
    """February 2027 has four weeks, May 2027 and August 2026 have six."""
    found, form = made(day), shape(*size, day)
    text = drawn(found, day, form)
    rows = text.plain.split("\n")
    assert {len(line) for line in rows[1:]} == {form.width}
    assert form.width <= size[0] - (37 if form.is_beside else 0)
    assert form.weekend < form.weekday
    weeks, rest = divmod(len(rows) - 1, form.height)
    assert (weeks in (4, 5, 6), rest) == (True, 0)
    assert len(rows) <= size[1] - (4 if form.is_beside else 9)
    first_lines = flat(" ".join(rows[1 :: form.height])).replace("[ ", "[")
    assert in_order(first_lines, [str(each.day.day) for each in found.days])


def test_the_mouse_finds_each_day_where_it_is_drawn() -> None:
    for size in (SMALL, LARGE):
        form = shape(*size, TODAY)
        seen = {
            day_at(x, y, TODAY, form)
            for x in range(form.width) for y in range(1 + 6 * form.height)
        }  # fmt: skip
        assert seen == {None, *days_of(TODAY)}
        assert day_at(form.weekday * 4 + 1, 1 + form.height * 3, TODAY, form) == TODAY
        assert day_at(3, 0, TODAY, form) is None


def test_bank_holidays_stand_there_by_name_and_closure_days_in_words() -> None:
    closed = (date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31), date(2026, 12, 3))
    found = made(date(2026, 12, 1), closed=closed, counts=False)
    said = notable(found).plain
    assert "Bank holidays: Fri 25 Christmas Day; Mon 28 Boxing Day (substitute day)." in said
    assert "Closure days, which do not count: Thu 3; Tue 29 to Thu 31." in said
    assert cell(found, date(2026, 12, 25), *LARGE) == "25 bank holiday Christmas Day"
    assert cell(found, date(2026, 12, 29), *LARGE) == "29 closure day does not count"
    assert cell(found, date(2026, 12, 25)).startswith("25 holiday Christmas")
    assert cell(found, date(2026, 12, 29)) == "29 closed not counted"
    counted = made(date(2026, 12, 1), closed=closed)
    assert cell(counted, date(2026, 12, 29)) == "29 closed counts"
    assert "which count as working days: Thu 3;" in notable(counted).plain
    assert "No bank holidays or closure days" in notable(made(TODAY)).plain
    assert "not known after Sunday 31 December 2028" in notable(made(date(2029, 1, 1))).plain


def test_the_foot_line_says_that_a_case_stands_only_at_its_nearest_duty() -> None:
    """A review set for Christmas is not there while something else is due before it."""
    for first in (date(2026, 12, 1), TODAY, date(2029, 1, 1)):
        assert notable(made(first)).plain.endswith("Each case stands only at its nearest duty.")


def test_a_day_is_said_in_full() -> None:
    closed = (date(2026, 12, 29),)
    found = made(date(2026, 12, 1), date(2026, 12, 29), closed=closed)
    assert flat(about(found, date(2026, 12, 28)).plain) == (
        "Monday 28 December 2026: Boxing Day (substitute day), a bank holiday. Nothing due."
    )
    assert flat(about(found, date(2026, 12, 29)).plain) == (
        "Tuesday 29 December 2026: A closure day, which counts as a working day. 1 due."
    )
    assert "20 November 2026, today: >> 1 due today." in about(made(TODAY, TODAY), TODAY).plain


def test_what_is_overdue_elsewhere_is_never_lost() -> None:
    late = (date(2026, 11, 2), date(2026, 11, 19))
    assert overdue(made(TODAY)).plain == "Nothing is overdue."
    assert "!! 2 overdue: all in this month." in overdue(made(TODAY, *late)).plain
    assert "!! 9 overdue: 2 in this month, 7 from before" in (
        overdue(made(TODAY, *late, elsewhere=7)).plain
    )
    later = overdue(made(date(2027, 1, 1), elsewhere=3)).plain
    assert "!! 3 overdue: all from before." in later
    past = overdue(made(date(2026, 9, 1), date(2026, 9, 2), elsewhere=3)).plain
    assert "!! 4 overdue: 1 in this month, 3 in other months." in past


def test_days_and_months_go_on_over_the_end_of_a_year_and_of_all_years() -> None:
    assert moved(date(2026, 12, 31), days=1) == date(2027, 1, 1)
    assert moved(date(2027, 1, 31), months=1) == date(2027, 2, 28)
    assert moved(date(2028, 1, 31), months=1) == date(2028, 2, 29)
    assert moved(date(2026, 1, 15), months=-1) == date(2025, 12, 15)
    assert moved(month.LAST, days=7) == month.LAST
    assert moved(month.LAST, months=1) == month.LAST
    assert moved(month.FIRST, months=-1) == moved(month.FIRST, days=-1) == month.FIRST


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_literal_and_keeps_to_its_cell(text: str) -> None:
    day = MonthDay(TODAY, (row(text, complainant=text, summary=text),), text, True)
    days = tuple(day if each == TODAY else MonthDay(each) for each in days_of(TODAY))
    found = Month(text, TODAY, days, 1, True, date(2028, 12, 31))
    for size in (SMALL, LARGE):
        form = shape(*size, TODAY)
        text_drawn = drawn(found, TODAY, form)
        assert {len(line.rstrip("\n")) for line in text_drawn.plain.split("\n")[1:2]} == {
            form.width
        }
        assert max(line.cell_length for line in text_drawn.split("\n")) <= form.width
        for option in (listed(day.rows[0], 70, is_beside=size == LARGE), about(found, TODAY)):
            assert not [span for span in option.spans if "click" in str(span.style)]
    words = listed(row(complainant=text, summary="x"), 20_000, is_beside=False).plain
    assert words.endswith(f"  {clean_line(text)}: x" if clean_line(text) else "  x")
