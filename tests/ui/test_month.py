"""The month by keyboard: what falls due on each day, told in words, and the way to a case."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from textual.pilot import Pilot
from textual.widgets import OptionList

from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.services import calendar_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.month import Month
from screens.case import CaseScreen
from screens.month import MonthScreen, open_month
from screens.month_file import MonthFileScreen
from screens.month_page import Shape, drawn, shape
from screens.queue import QueueScreen
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import acknowledge_by_letter, contents
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
from tests.ui.month_cases import said
from tests.ui.test_hostile_screens import no_commands

OtherPc = Callable[..., Desk]


DECEMBER = datetime(2026, 12, 18, 10, 30, tzinfo=UTC)  # a Friday


def lines(found: Month, chosen: date, width: int = 80, height: int = 24) -> list[str]:
    return drawn(found, chosen, shape(width, height, chosen)).plain.split("\n")


async def open_it(pilot: Pilot[None]) -> MonthScreen:
    open_month(await screen_is(pilot, QueueScreen))
    screen = await screen_is(pilot, MonthScreen)
    await until(pilot, lambda: screen.month and screen.form, "the month")
    return screen


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


async def test_with_nothing_due_the_file_is_written_and_that_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    usual = tmp_path / "complaint-deadlines.ics"
    usual.write_bytes(b"yesterday's")
    async with opened(desk) as (app, pilot):
        await open_it(pilot)
        await press(pilot, "s")
        form = await screen_is(pilot, MonthFileScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        assert "takes nothing away" in flat(text_of(app))
        assert "File" in text_of(app)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, MonthScreen)
        assert "Saved. 0 deadlines, nothing is due then" in flat(toasts(app))
        assert not Calendar.from_ical(usual.read_bytes()).walk("VEVENT")


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


async def test_a_place_in_the_desk_is_refused_by_any_name(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    (tmp_path / "way").symlink_to(desk.folder)
    before = contents(desk.folder / "record")
    async with opened(desk) as (_, pilot):
        await open_it(pilot)
        await press(pilot, "s")
        form = await screen_is(pilot, MonthFileScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        await go_to(pilot, "path")
        await press(pilot, "end", "ctrl+u")
        await write(pilot, str(tmp_path / "way" / "record" / "000000009.ics"))
        await until(pilot, lambda: "inside the desk's own" in flat(words_of(form, "#found")))
        await press(pilot, "ctrl+s")
        assert "inside the desk's own folder" in flat(words_of(form, "#problems"))
        await press(pilot, "escape")
        await screen_is(pilot, MonthScreen)
        assert contents(desk.folder / "record") == before


def test_the_page_is_drawn_before_anything_is_read() -> None:
    form = Shape(12, 10, 2, is_beside=False)
    assert " 24 " in drawn(None, TODAY, form).plain
