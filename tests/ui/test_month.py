"""The month by keyboard: what falls due on each day, told in words, and the way to a case."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from textual.pilot import Pilot
from textual.widgets import OptionList

from complaintdesk.domain.deadlines import State
from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.domain.text import clean_line
from complaintdesk.services import calendar_desk, month
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.month import Month, MonthDay, days_of, moved
from screens.case import CaseScreen
from screens.month import MonthScreen, open_month
from screens.month_file import MonthFileScreen
from screens.month_page import Shape, about, day_at, drawn, listed, notable, overdue, shape
from screens.queue import QueueScreen
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import acknowledge_by_letter
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    flat,
    focused,
    go_to,
    in_order,
    intake,
    log,
    opened,
    press,
    screen_is,
    tab_to,
    text_of,
    toasts,
    until,
    value,
    words_of,
    write,
)
from tests.ui.test_hostile_screens import no_commands

OtherPc = Callable[..., Desk]
DECEMBER = datetime(2026, 12, 18, 10, 30, tzinfo=UTC)  # a Friday
HOLIDAYS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute day)"}


def row(ref: str = "CD-2026-0001", due: date = TODAY, **more: object) -> QueueRow:
    state = State.OVERDUE if due < TODAY else State.DUE if due > TODAY else State.DUE_TODAY
    given = {
        "ref": ref, "kind": "complaint", "code": "housing", "stage": 1, "complainant": "Ann",
        "summary": "No heating", "service": "Repairs", "officer": "Sam", "duty": "respond",
        "due": due, "working_days_left": 0, "state": state, "provisional": False,
    }  # fmt: skip
    return QueueRow(**(given | more))  # type: ignore[arg-type]


def made(
    first: date, *due: date, closed: tuple[date, ...] = (), counts: bool = True, elsewhere: int = 0
) -> Month:
    """A month with a case on each of these days."""
    days = tuple(
        MonthDay(
            day,
            tuple(row(f"CD-2026-{n:04}", day) for n, each in enumerate(due, 1) if each == day),
            HOLIDAYS.get(day, ""), day in closed,
        )
        for day in days_of(first)
    )  # fmt: skip
    late = sum(each < TODAY for each in due) + elsewhere
    return Month("Northmoor", TODAY, days, late, counts, date(2028, 12, 31))


def lines(found: Month, chosen: date, width: int = 80, height: int = 24) -> list[str]:
    return drawn(found, chosen, shape(width, height, chosen)).plain.split("\n")


def cell(found: Month, day: date, width: int = 80, height: int = 24) -> str:
    """What stands in a day's cell, in one line."""
    other = day + timedelta(days=1 if day.day < 28 else -1)
    form = shape(width, height, day)
    drawn_lines = drawn(found, other, form).plain.split("\n")[1:]
    week = (day.day - 1 + day.replace(day=1).weekday()) // 7
    left = sum(form.columns(n) for n in range(day.weekday()))
    rows = drawn_lines[week * form.height : (week + 1) * form.height]
    return flat(" ".join(line[left : left + form.columns(day.weekday())] for line in rows))


async def open_it(pilot: Pilot[None]) -> MonthScreen:
    open_month(await screen_is(pilot, QueueScreen))
    screen = await screen_is(pilot, MonthScreen)
    await until(pilot, lambda: screen.month and screen.form, "the month")
    return screen


# The page


def test_days_are_told_apart_by_sign_and_words() -> None:
    due = (date(2026, 11, 18), date(2026, 11, 18), TODAY, date(2026, 11, 26))
    found = made(TODAY, *due)
    assert cell(found, date(2026, 11, 18)) == "18 !!2 overdue"
    assert cell(found, TODAY) == "20 today >> 1 today"
    assert cell(found, date(2026, 11, 26)) == "26 1 due"
    assert cell(found, date(2026, 11, 27)) == "27"
    assert cell(found, date(2026, 11, 18), *LARGE) == ("18 !! 2 overdue CD-2026-0001 CD-2026-0002")
    assert cell(found, date(2026, 11, 18), *MIDDLE).endswith("CD-2026-0001 CD-2026-0002")
    assert cell(found, TODAY, *LARGE).startswith("20 today >> 1 due today CD-2026-0003")


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE, (100, 30)])
def test_hundreds_on_one_day_still_fit_their_cell(size: tuple[int, int]) -> None:
    for day in (date(2026, 11, 18), date(2026, 11, 14), TODAY, date(2026, 11, 28)):
        found = made(TODAY, *(day,) * 999)
        words = cell(found, day, *size)
        assert "999" in words
        assert "…" not in words.split("CD-")[0]
        assert {day < TODAY: "!!", day == TODAY: ">>"}.get(True, "due") in words


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


# Through keys


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_month_by_keyboard(desk: Desk, size: tuple[int, int]) -> None:
    late, due, soon = log(
        desk, intake("Ann [/b] Old", on=date(2026, 11, 2)), intake("Bo", on=date(2026, 11, 13)),
        intake("Cy", on=date(2026, 11, 19)),
    )  # fmt: skip
    async with opened(desk, size) as (app, pilot):
        screen = await open_it(pilot)
        shown = text_of(app)
        assert "What falls due · November 2026 · Northmoor Council" in flat(shown)
        assert "!! 1 overdue: all in this month." in shown
        assert "[20] today" in shown
        assert "!! 1 overdue" in shown
        assert "1 due" in shown
        assert in_order(shown, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
        assert due in words_of_cases(screen)
        assert said(screen) == "Friday 20 November 2026, today: >> 1 due today."
        # Days: by arrows and by letters.
        await press(pilot, "left", "up", "l", "j")
        assert screen.day == TODAY
        await press(pilot, "h", "k")
        assert screen.day == date(2026, 11, 12)
        assert "nothing due" in said(screen)
        await press(pilot, "t", "down", "left")
        assert said(screen) == "Thursday 26 November 2026: 1 due."
        assert soon in words_of_cases(screen)
        # The case, and back to the same place.
        await press(pilot, "enter")
        assert focused(app) == "cases"
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == soon
        await press(pilot, "escape")
        assert await screen_is(pilot, MonthScreen) is screen
        assert (screen.day, focused(app)) == (date(2026, 11, 26), "cases")
        await press(pilot, "escape")
        assert focused(app) == "days"
        await press(pilot, "o")
        assert screen.day == date(2026, 11, 9)
        assert "Ann [/b] Old" in text_of(app)
        assert late in words_of_cases(screen)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)


def said(screen: MonthScreen) -> str:
    """What is said of the day under the cursor."""
    return flat(words_of(screen, "#about"))


def words_of_cases(screen: MonthScreen) -> str:
    cases = screen.query_one("#cases", OptionList)
    return "\n".join(str(option.prompt) for option in cases.options)


async def test_months_go_by_brackets_and_page_keys_over_a_year_end(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        screen = await open_it(pilot)
        await press(pilot, "right_square_bracket")
        await until(pilot, lambda: "December 2026" in text_of(app))
        assert "Bank holidays: Fri 25 Christmas Day" in text_of(app)
        assert " 25 holiday" in text_of(app)
        await press(pilot, "pagedown")
        await until(pilot, lambda: "Fri 1 New Year's Day" in text_of(app), "January")
        assert "What falls due · January 2027" in flat(text_of(app))
        assert screen.day == date(2027, 1, 20)
        await press(pilot, "pageup", "left_square_bracket", "[")
        assert screen.day == date(2026, 10, 20)
        await until(pilot, lambda: "No bank holidays or closure days" in text_of(app))
        # From day to day over the end of a month as well.
        await press(pilot, "t", *["down"] * 6)
        assert screen.day == date(2027, 1, 1)
        await until(pilot, lambda: "New Year's Day, a bank holiday." in said(screen))
        await press(pilot, "left")
        await until(pilot, lambda: "Christmas Day" in text_of(app))


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
async def test_christmas_is_all_there(desk: Desk, size: tuple[int, int]) -> None:
    calendar_desk.keep(
        desk, OwnCalendar(), OwnCalendar((date(2026, 12, 29), date(2026, 12, 30)), False)
    )
    desk._clock = lambda: DECEMBER
    log(desk, intake("Ann", on=date(2026, 12, 18)))
    async with opened(desk, size) as (app, pilot):
        screen = await open_it(pilot)
        shown = flat(text_of(app))
        assert "Fri 25 Christmas Day; Mon 28 Boxing Day" in shown
        assert "Closure days, which do not count: Tue 29 to Wed 30." in shown
        # Two bank holidays and two closure days: the fifth working day is the 31st.
        await press(pilot, *["right"] * 13)
        assert screen.day == date(2026, 12, 31)
        assert said(screen) == "Thursday 31 December 2026: 1 due."
        await press(pilot, "left")
        assert "A closure day, which does not count." in said(screen)
        assert "not counted" in text_of(app) or "does not count" in text_of(app)
    desk._clock = lambda: NOW


async def test_an_empty_month_says_so_and_enter_goes_nowhere(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        screen = await open_it(pilot)
        assert "Nothing is overdue." in text_of(app)
        assert "nothing due" in text_of(app)
        await press(pilot, "enter")
        assert focused(app) == "days"
        assert "Nothing falls due on this day" in toasts(app)
        await press(pilot, "o")
        assert "Nothing is overdue." in toasts(app)
        assert screen.day == TODAY


async def test_the_next_overdue_day_is_found_in_other_months_and_round_again(desk: Desk) -> None:
    log(desk, *(intake(name, on=day) for name, day in (
        ("Ann", date(2026, 8, 3)), ("Bo", date(2026, 9, 1)), ("Cy", date(2026, 11, 2)),
    )))  # fmt: skip
    async with opened(desk) as (app, pilot):
        screen = await open_it(pilot)
        assert "!! 3 overdue: 1 in this month, 2 from before." in text_of(app)
        found = []
        for _ in range(4):
            await press(pilot, "o")
            found.append(screen.day)
        assert found == [
            date(2026, 8, 10), date(2026, 9, 8), date(2026, 11, 9), date(2026, 8, 10),
        ]  # fmt: skip
        await until(pilot, lambda: "in other months" in text_of(app))
        assert "Mon 31" in text_of(app)  # the summer bank holiday


async def test_more_than_fit_can_be_gone_through(desk: Desk) -> None:
    refs = log(desk, *(intake(f"Person {n}", on=date(2026, 11, 13)) for n in range(12)))
    async with opened(desk) as (app, pilot):
        await open_it(pilot)
        assert ">> 12 due today" in text_of(app)
        await press(pilot, "enter", "G")
        assert refs[-1] in text_of(app)
        await press(pilot, "g", "j", "j", "k", "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[1]
        await press(pilot, "escape")
        assert await screen_is(pilot, MonthScreen)
        await press(pilot, "escape", "escape")
        await screen_is(pilot, QueueScreen)


async def test_what_a_colleague_saves_shows_and_the_cursor_stays(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.watch.POLL", 0.2)
    there = other_pc(desk)
    first, second = log(desk, *(intake(name, on=date(2026, 11, 19)) for name in ("Ann", "Bo")))
    there.catch_up()
    async with opened(desk) as (app, pilot):
        screen = await open_it(pilot)
        await press(pilot, *["right"] * 6, "enter", "j")
        cases = screen.query_one("#cases", OptionList)
        assert cases.highlighted_option.id == second
        log(there, intake("Cy", on=date(2026, 11, 19)))
        await until(pilot, lambda: said(screen) == "Thursday 26 November 2026: 3 due.")
        assert (screen.day, cases.highlighted_option.id) == (date(2026, 11, 26), second)
        assert focused(app) == "cases"
        # One that is done leaves the cursor on the case that took its place.
        acknowledge_by_letter(there, second, 1, TODAY)
        await until(pilot, lambda: said(screen) == "Thursday 26 November 2026: 2 due.")
        assert (focused(app), cases.option_count) == ("cases", 2)
        assert first in words_of_cases(screen)


async def test_midnight_passes_without_moving_the_cursor(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.watch.POLL", 0.2)
    log(desk, intake("Ann", on=date(2026, 11, 13)))
    async with opened(desk) as (app, pilot):
        screen = await open_it(pilot)
        assert ">> 1 today" in text_of(app)
        await pilot.pause(0.3)  # so that the watch has seen what day it is
        desk._clock = lambda: NOW + timedelta(days=1)
        await until(pilot, lambda: "!! 1 overdue: all in this month" in text_of(app), "midnight")
        assert screen.day == TODAY
        assert said(screen) == "Friday 20 November 2026: !! 1 overdue."
        assert " 21 today" in text_of(app)
    desk._clock = lambda: NOW


async def test_a_wide_terminal_has_the_cases_beside_the_month(desk: Desk) -> None:
    log(desk, intake("Ann", on=date(2026, 11, 13)))
    async with opened(desk, LARGE) as (app, pilot):
        screen = await open_it(pilot)
        days, one = screen.query_one("#days"), screen.query_one("#one")
        assert one.region.x >= days.region.right
        assert days.region.height > 30
        await pilot.resize_terminal(*SMALL)
        await until(pilot, lambda: one.region.x == 0, "the list below")
        assert one.region.y >= days.region.bottom
        assert one.region.bottom <= SMALL[1] - 1
        assert "[20] today" in text_of(app)


async def test_six_weeks_on_a_training_desk_leave_room_for_the_list(training_desk: Desk) -> None:
    """The tightest there is: August 2026, the banner, and two lines of bank holidays."""
    async with opened(training_desk) as (app, pilot):
        screen = await open_it(pilot)
        await press(pilot, "[", "[", "[")
        await until(pilot, lambda: "August 2026" in text_of(app))
        cases = screen.query_one("#cases")
        assert cases.size.height >= 3
        assert cases.region.bottom <= SMALL[1] - 1
        assert " 31 " in text_of(app)
        assert "TRAINING DESK" in text_of(app)


async def test_a_click_on_a_day_moves_the_cursor_there(desk: Desk) -> None:
    async with opened(desk) as (_, pilot):
        screen = await open_it(pilot)
        await pilot.click("#days", offset=(26, 5))
        assert screen.day == date(2026, 11, 11)


async def test_hostile_names_are_ordinary_text_on_it(desk: Desk) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in HOSTILE]
    people = [intake(text or "-", on=date(2026, 11, 13), summary=text) for text in texts]
    name = "[@click=app.quit]Royal[/] [/] day"
    calendar_desk.keep(desk, OwnCalendar(), OwnCalendar(bank_holidays={date(2026, 11, 27): name}))
    log(desk, *people)
    for size in (SMALL, LARGE):
        async with opened(desk, size) as (app, pilot):
            screen = await open_it(pilot)
            assert name in flat(no_commands(app))
            await press(pilot, "enter")
            cases = screen.query_one("#cases", OptionList)
            while True:
                no_commands(app)
                at = cases.highlighted
                await press(pilot, "pagedown")
                if cases.highlighted == at:
                    break
            assert cases.option_count == len(people)


# The file for Outlook


async def test_the_file_is_saved_from_here(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    (ref,) = log(desk, intake("Ann O'Brien", on=date(2026, 11, 19)))
    usual = tmp_path / "complaint-deadlines.ics"
    async with opened(desk, LARGE) as (app, pilot):
        await open_it(pilot)
        await press(pilot, "s")
        form = await screen_is(pilot, MonthFileScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        assert value(app, "path") == str(usual)
        await until(pilot, lambda: f"Ctrl+S writes it: {usual}" in text_of(app))
        await press(pilot, "ctrl+s")
        await screen_is(pilot, MonthScreen)
        assert f"Saved. 1 deadline: {usual}" in toasts(app)
        (event,) = Calendar.from_ical(usual.read_bytes()).walk("VEVENT")
        assert event["summary"] == f"{ref} Acknowledge, stage 1"
        # Again, with names, by keys only: the one that is there is replaced, and that is said.
        await press(pilot, "s")
        form = await screen_is(pilot, MonthFileScreen)
        await until(pilot, lambda: "replaces the one that is there" in text_of(app))
        await tab_to(pilot, "names")
        await press(pilot, "enter", "down", "enter", "ctrl+s")
        await screen_is(pilot, MonthScreen)
        (event,) = Calendar.from_ical(usual.read_bytes()).walk("VEVENT")
        assert event["summary"] == f"{ref} Acknowledge, stage 1: Ann O'Brien"


async def test_a_place_that_will_not_do_is_said_and_the_form_stays(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    log(desk, intake("Ann", on=date(2026, 11, 19)))
    async with opened(desk) as (app, pilot):
        await open_it(pilot)
        await press(pilot, "s")
        form = await screen_is(pilot, MonthFileScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        await go_to(pilot, "path")
        await press(pilot, "end", "x")
        await until(pilot, lambda: "must end in .ics" in flat(text_of(app)))
        await press(pilot, "ctrl+s")
        assert "must end in .ics" in flat(words_of(form, "#problems"))
        assert value(app, "path").endswith(".icsx")
        await press(pilot, "escape")
        await screen_is(pilot, MonthScreen)
        assert not list(tmp_path.glob("*.ics*"))
        # What was typed is there again.
        await press(pilot, "s")
        form = await screen_is(pilot, MonthFileScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        assert value(app, "path").endswith(".icsx")
        await press(pilot, "backspace")
        await write(pilot, "")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, MonthScreen)
        assert (tmp_path / "complaint-deadlines.ics").is_file()


def test_the_page_is_drawn_before_anything_is_read() -> None:
    form = Shape(12, 10, 2, is_beside=False)
    assert " 24 " in drawn(None, TODAY, form).plain
