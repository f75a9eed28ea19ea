"""The calendar by keyboard: typed, read back, rehearsed, kept or not; nothing typed is lost."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from textual.pilot import Pilot

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.domain.text import clean
from complaintdesk.record.folder import Record
from complaintdesk.services import calendar_desk
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.calendar import CalendarScreen
from screens.case import CaseScreen
from screens.queue import QueueScreen
from screens.rehearsal import SHOWN, RehearsalScreen
from screens.why import WhyScreen
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import acknowledge_by_letter, contents, failing
from tests.ui.helpers import (
    LARGE,
    back_to,
    choose,
    flat,
    focused,
    go_to,
    in_order,
    intake,
    log,
    opened,
    press,
    rows,
    screen_is,
    send,
    settle,
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
CLOSED = OwnCalendar((date(2026, 11, 24),), closures_count=False)


async def open_form(pilot: Pilot[None]) -> CalendarScreen:
    """By its name in the palette, as an officer finds it."""
    await press(pilot, "ctrl+p")
    await write(pilot, "closure days")
    await until(pilot, lambda: "Calendar: closure days and bank holidays" in text_of(pilot.app))
    await press(pilot, "enter")
    return await on_form(pilot)


async def on_form(pilot: Pilot[None]) -> CalendarScreen:
    """The form, once it takes keys."""
    screen = await screen_is(pilot, CalendarScreen)
    await until(pilot, lambda: screen.is_ready and focused(pilot.app) == "f-closures")
    return screen


async def fill(pilot: Pilot[None], closures: str = "", holidays: str = "") -> None:
    """The form filled with keys only; closure days do not count."""
    await write(pilot, closures)
    await tab_to(pilot, "closures_count")
    await press(pilot, "enter", "down", "enter")
    await tab_to(pilot, "bank_holidays")
    await write(pilot, holidays)
    await settle(pilot)


async def rehearse(pilot: Pilot[None]) -> RehearsalScreen:
    await press(pilot, "ctrl+s")
    return await screen_is(pilot, RehearsalScreen)


async def test_a_change_is_rehearsed_kept_and_counts_at_once(desk: Desk) -> None:
    first, second = log(desk, intake("Ada", date(2026, 11, 19)), intake("Bo", TODAY))
    acknowledge_by_letter(desk, second, 1, TODAY)
    before = contents(desk.folder)
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        assert "are known up to Sunday 31 December 2028" in flat(text_of(app))
        await fill(pilot, "24/11/2026", "25 Nov 2026 Royal [b]occasion")
        assert value(app, "closures_count") == "no"
        assert "Tuesday 24 November 2026" in text_of(app)
        assert "Wednesday 25 November 2026: Royal [b]occasion" in text_of(app)
        screen = await rehearse(pilot)
        assert contents(desk.folder) == before
        assert in_order(flat(words_of(screen, "#rehearsal")), [
            "Closure day added: Tuesday 24 November 2026.",
            "Bank holiday added: Wednesday 25 November 2026, Royal [b]occasion.",
            "2 open cases were looked at; dates of 2 cases move.",
            f"{first} Acknowledge, stage 1: Thursday 26 November 2026 -> Monday 30 November 2026",
            f"{second} Answer, stage 1: Friday 4 December 2026 -> Tuesday 8 December 2026",
            "Letters already sent that quote a date no longer right",
            f"{second} Stage 1 acknowledgement, sent on Friday 20 November 2026: it says Friday 4 "
            "December 2026, the Code's date becomes Tuesday 8 December 2026.",
            "Answered and closed cases keep the date they were judged by.",
        ])  # fmt: skip
        assert "!!" not in text_of(app)
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
        assert "The calendar is kept" in toasts(app)
        await until(pilot, lambda: "Mon 30 Nov" in str(rows(app)))
        # Opened again, it stands there, with who did it.
        await open_form(pilot)
        assert value(app, "closures") == "24 Nov 2026"
        assert value(app, "bank_holidays") == "25 Nov 2026 Royal [b]occasion"
        assert "Last changed on Friday 20 November 2026 by Sam Patel." in flat(text_of(app))
        await press(pilot, "ctrl+s")
        assert "Nothing is changed." in toasts(app)


async def test_back_changes_nothing_and_what_was_typed_is_still_there(desk: Desk) -> None:
    log(desk, intake())
    before = contents(desk.folder)
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await fill(pilot, "24/11/2026", "25 Nov 2026 Royal")
        for leave in (("escape",), ("down", "enter")):
            await rehearse(pilot)
            await press(pilot, *leave)
            await screen_is(pilot, CalendarScreen)
            assert value(app, "closures") == "24/11/2026"
            assert value(app, "bank_holidays") == "25 Nov 2026 Royal"
        assert contents(desk.folder) == before
        # Left by Esc it is kept on this PC, and offered when the form is opened again.
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert "What you typed is kept" in toasts(app)
        await press(pilot, "ctrl+p")
        await write(pilot, "closure days")
        await until(pilot, lambda: "See which dates" in text_of(app))
        await press(pilot, "enter")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "go-on")
        await on_form(pilot)
        assert value(app, "closures") == "24/11/2026"
        await rehearse(pilot)
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
        assert desk.file.closures == (date(2026, 11, 24),)
        # What was kept is not offered any more.
        await open_form(pilot)


async def test_half_written_changes_can_be_thrown_away(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await write(pilot, "24/11/2026")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        for answer, stands in (("discard", ""), ("", "")):
            await press(pilot, "ctrl+p")
            await write(pilot, "closure days")
            await until(pilot, lambda: "See which dates" in text_of(app))
            await press(pilot, "enter")
            if answer:
                await screen_is(pilot, ChooseScreen)
                await choose(pilot, answer)
            await on_form(pilot)
            assert value(app, "closures") == stands
            await press(pilot, "escape")
            await screen_is(pilot, QueueScreen)


async def test_what_cannot_be_read_is_told_with_its_line_and_nothing_is_rehearsed(
    desk: Desk,
) -> None:
    async with opened(desk) as (app, pilot):
        screen = await open_form(pilot)
        await fill(pilot, "29/12/2026\n31/02/2026", "10/05/2027")
        assert "Line 2: “31/02/2026” is not a date that can be read." in flat(text_of(app))
        await press(pilot, "ctrl+s")
        told = flat(words_of(screen, "#problems"))
        assert "2 things to mend: Closure days. Line 2: “31/02/2026”" in told
        assert "Bank holidays. Line 1: Give Monday 10 May 2027 a name too" in told
        assert app.screen is screen
        assert app.focused is not None
        assert app.focused.id == "f-closures"
        assert value(app, "closures") == "29/12/2026\n31/02/2026"


async def test_a_likely_slip_stands_on_top_in_words_and_enter_alone_keeps_nothing(
    desk: Desk,
) -> None:
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await fill(pilot, "26/12/2026\n12/07/2026")
        await rehearse(pilot)
        shown = flat(text_of(app))
        assert in_order(shown, [
            "!! Sunday 12 July 2026 is no weekday, so as a closure day it changes nothing. Was "
            "Monday 7 December 2026 meant, with day and month swapped?",
            "!! Saturday 26 December 2026 is no weekday",
            "What changes",
            "no date moves",
        ])  # fmt: skip
        await press(pilot, "enter")
        await screen_is(pilot, CalendarScreen)
        assert desk.file.closures == ()
        await rehearse(pilot)
        await press(pilot, "up", "enter")
        await screen_is(pilot, QueueScreen)
        assert len(desk.file.closures) == 2


async def test_closure_days_that_count_are_said_to_move_nothing(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await write(pilot, "24/11/2026")
        await rehearse(pilot)
        assert "Closure days count as working days, so they move no date." in text_of(app)


async def test_a_long_rehearsal_is_read_with_keys(
    training_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.rehearsal.SHOWN", 30)
    async with opened(training_desk) as (app, pilot):
        await open_form(pilot)
        await fill(pilot, "24/11/2026")
        screen = await rehearse(pilot)
        assert "TRAINING DESK" in text_of(app).splitlines()[0]
        page = screen.query_one("#page")
        for keys, is_there in (
            ("j", lambda: page.scroll_y == 1),
            ("k", lambda: page.scroll_y == 0),
            ("pagedown", lambda: page.scroll_y > 5),
            ("G", lambda: page.scroll_y == page.max_scroll_y),
            ("g", lambda: page.scroll_y == 0),
        ):
            await press(pilot, keys)
            await until(pilot, is_there, keys)
        await press(pilot, "G")
        await until(pilot, lambda: "more dates like these." in text_of(app))
        assert SHOWN >= 500
        await press(pilot, "escape")
        await screen_is(pilot, CalendarScreen)


async def test_ctrl_s_twice_is_one_rehearsal_and_one_change(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await write(pilot, "24/11/2026")
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, RehearsalScreen)
        number, _ = desk.store.head()
        send(app, "enter", "enter", "enter")
        await screen_is(pilot, QueueScreen)
        await settle(pilot)
        assert desk.store.head()[0] == number + 1


async def test_a_colleagues_change_is_joined_to_what_is_typed(
    desk: Desk, other_pc: OtherPc
) -> None:
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await fill(pilot, "24/12/2026", "25 Nov 2026 Royal")
        calendar_desk.keep(there, OwnCalendar(), replace(CLOSED, closures_count=True))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "What Alex Moss changed is in the form now" in text_of(app))
        assert value(app, "closures") == "24 Nov 2026\n24 Dec 2026"
        assert value(app, "bank_holidays") == "25 Nov 2026 Royal"
        assert value(app, "closures_count") == "no"
        await rehearse(pilot)
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
    assert desk.file.closures == (date(2026, 11, 24), date(2026, 12, 24))


async def test_a_share_that_goes_away_keeps_the_form_and_the_second_try_is_one_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await fill(pilot, "24/11/2026")
        await rehearse(pilot)
        gone = failing(Record.append, ShareUnavailable("The folder is away."), after=False)
        number, _ = desk.store.head()
        with monkeypatch.context() as patch:
            patch.setattr(Record, "append", gone)
            await press(pilot, "enter")
            form = await screen_is(pilot, CalendarScreen)
            await until(pilot, lambda: "not on record yet" in flat(words_of(form, "#problems")))
        assert value(app, "closures") == "24/11/2026"
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        assert desk.store.head()[0] == number + 1


async def test_a_colleagues_calendar_shows_in_an_open_queue(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.watch.POLL", 0.2)
    there = other_pc(desk)
    log(desk, intake("Ada", date(2026, 11, 19)))
    async with opened(desk) as (app, pilot):
        assert "Thu 26 Nov" in str(rows(app))
        calendar_desk.keep(there, OwnCalendar(), CLOSED)
        await until(pilot, lambda: "Fri 27 Nov" in str(rows(app)))
        # A slip made in it by hand is said, and forgotten when mended.
        path = desk.folder / "desk.toml"
        whole = path.read_bytes()
        path.write_text("id = ")
        await until(pilot, lambda: "counts as before" in flat(text_of(app)))
        assert "Fri 27 Nov" in str(rows(app))
        path.write_bytes(whole)
        await until(pilot, lambda: "counts as before" not in flat(text_of(app)))


@pytest.mark.parametrize("turn", range(3))
async def test_hostile_text_in_the_calendar_is_ordinary_text(desk: Desk, turn: int) -> None:
    async with opened(desk, LARGE) as (app, pilot):
        screen = await open_form(pilot)
        for text in HOSTILE[turn::3]:
            if len(text) > 600:
                continue
            text = clean(text)  # as what is typed or pasted is
            screen.query_one("#f-closures").text = text  # type: ignore[attr-defined]
            screen.query_one("#f-bank_holidays").text = f"10/05/2027 {text}"  # type: ignore[attr-defined]
            await settle(pilot)
            await press(pilot, "ctrl+s")
            no_commands(app)
            if isinstance(app.screen, RehearsalScreen):
                await press(pilot, "escape")
                await screen_is(pilot, CalendarScreen)


async def test_a_hostile_name_is_rehearsed_and_kept_as_it_is(desk: Desk) -> None:
    name = "[@click=app.quit]x[/] [/] {{ 7*7 }} \"quoted\" 'name' \\n"
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await go_to(pilot, "bank_holidays")
        await write(pilot, f"10/05/2027 {name}")
        await rehearse(pilot)
        assert f"Monday 10 May 2027, {name}." in flat(no_commands(app))
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
    assert desk.file.bank_holidays == {date(2027, 5, 10): name}


async def test_the_palette_does_not_open_it_over_a_form(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await open_form(pilot)
        await press(pilot, "ctrl+p")
        await write(pilot, "closure days")
        await settle(pilot)
        assert "See which dates" not in text_of(app)


async def test_a_deadline_beyond_the_known_calendar_says_so(desk: Desk) -> None:
    desk._clock = lambda: datetime(2028, 12, 27, 10, 30, tzinfo=UTC)
    (ref,) = log(desk, intake("Ada", date(2028, 12, 27)))
    async with opened(desk) as (app, pilot):
        queue = await screen_is(pilot, QueueScreen)  # a notice may lie over its last lines
        said = words_of(queue, "#detail")
        assert "5 days left (beyond the known calendar)" in said
        assert "Wednesday 3 January 2029" in said
        await press(pilot, "w")
        why = await screen_is(pilot, WhyScreen)
        assert (
            "Check this date: the calendar ends on Sunday 31 December 2028, and bank holidays "
            "after that are not known here."
        ) in words_of(why, "#why")
        await back_to(pilot, QueueScreen)
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        assert ref in text_of(app)
        assert "(beyond the known calendar" in flat(text_of(app))
    desk._clock = lambda: NOW


async def test_how_far_the_dates_are_worked_out_is_said_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, real = threading.Event(), calendar_desk.keep

    def slow(*given: object) -> None:
        desk.judging(4_000, 20_000)
        assert go_on.wait(30)
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(calendar_desk, "keep", slow)
    async with opened(desk) as (app, pilot):
        form = await open_form(pilot)
        await fill(pilot, "24/11/2026")
        await rehearse(pilot)
        send(app, "enter")
        said = "4,000 of 20,000 open cases"
        await until(pilot, lambda: said in words_of(form, "#problems"), said)
        go_on.set()
        await screen_is(pilot, QueueScreen)
