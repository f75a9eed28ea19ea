"""Ctrl+P finds every case, open and closed, as letters are typed."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from textual.widgets import Input, OptionList

from complaintdesk.domain.deadlines import State
from complaintdesk.domain.errors import StoreBusy
from complaintdesk.domain.views import View
from complaintdesk.services import searching
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from screens.calendar import CalendarScreen
from screens.case import CaseScreen
from screens.intake import IntakeScreen
from screens.palette import MOST, Palette
from screens.queue import QueueScreen
from screens.why import WhyScreen
from tests.hostile import HOSTILE
from tests.ui.helpers import (
    flat,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    settle,
    text_of,
    until,
    value,
    write,
)
from tests.ui.test_hostile_screens import no_commands

ROW = QueueRow(
    "CD-2026-0001", "complaint", "housing", 1, "Ann O’Brien", "No heating", "Repairs", "Sam Patel",
    "acknowledge", date(2026, 11, 18), -2, State.OVERDUE, False,
)  # fmt: skip
Found = Callable[..., None]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Found:
    """Makes the search find these cases, whatever is typed."""

    def make(*rows: QueueRow) -> None:
        monkeypatch.setattr(searching, "find", lambda desk, typed, most: rows[:most])

    return make


async def look_for(pilot: object, typed: str) -> OptionList:
    """The palette's list, once it is quiet."""
    await press(pilot, "ctrl+p")
    await write(pilot, typed)
    await until(pilot, lambda: pilot.app.screen.query_one(Input).value == typed, typed)
    await settle(pilot)
    shown = pilot.app.screen.query_one(OptionList)
    await until(pilot, lambda: shown.option_count, "something found")
    await settle(pilot)
    return shown


def prompts(shown: OptionList) -> list[str]:
    return [flat(str(option.prompt)) for option in shown.options]


async def test_a_case_is_found_by_a_name_marked_and_opened(desk: Desk, found: Found) -> None:
    (ref,) = log(desk, intake())
    found(replace(ROW, ref=ref))
    async with opened(desk) as (_, pilot):
        shown = await look_for(pilot, "o'bri")
        assert prompts(shown)[0] == f"{ref} Ann O’Brien · No heating · !! 2 days overdue"
        hit = shown.options[0].prompt
        assert [str(hit)[s.start : s.end] for s in hit.spans] == ["O’Brien"]
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == ref
        # It is there already: the same case is not opened on top of itself.
        await look_for(pilot, "o'bri")
        await press(pilot, "enter")
        await settle(pilot)
        assert pilot.app.screen is case
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)


@pytest.mark.parametrize("typed", ["CD-2026-0012", "cd 2026 12"])
async def test_a_typed_reference_puts_its_case_first(desk: Desk, found: Found, typed: str) -> None:
    log(desk, intake())
    wanted = replace(ROW, ref="CD-2026-0012", complainant="Zoe", duty=None, due=None, state=None,
                     working_days_left=None)  # fmt: skip
    found(replace(ROW, summary=f"see {typed}"), replace(ROW, ref="CD-2026-0120"), wanted)
    async with opened(desk) as (_, pilot):
        shown = await look_for(pilot, typed)
        assert prompts(shown)[0] == "CD-2026-0012 Zoe · No heating · nothing due"
        assert len(prompts(shown)) >= 3


async def test_cases_keep_their_order_and_a_command_by_its_name_stands_first(
    desk: Desk, found: Found
) -> None:
    """The best match of a search may have its words in a note, where no line shows them."""
    log(desk, intake())
    found(
        replace(ROW, ref="CD-2026-0003", summary="Damp"),
        replace(ROW, ref="CD-2026-0004", summary="why, why, why"),
    )
    async with opened(desk) as (_, pilot):
        shown = prompts(await look_for(pilot, "why"))
        assert shown[0].startswith("Why (w)")
        refs = [line.split()[0] for line in shown if line.startswith("CD-")]
        assert refs == ["CD-2026-0003", "CD-2026-0004"]
        await press(pilot, "enter")
        await screen_is(pilot, WhyScreen)


async def test_no_more_are_asked_for_than_are_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []

    def find(desk: Desk, typed: str, most: int) -> tuple[QueueRow, ...]:
        asked.append((typed, most))
        return tuple(replace(ROW, ref=f"CD-2026-{n:04}") for n in range(most))

    monkeypatch.setattr(searching, "find", find)
    log(desk, intake())
    async with opened(desk) as (_, pilot):
        shown = await look_for(pilot, "heating")
        assert len([p for p in prompts(shown) if p.startswith("CD-")]) == MOST == 12
        assert asked[-1] == ("heating", MOST)


@pytest.mark.parametrize("text", HOSTILE[::5])
async def test_hostile_words_are_shown_as_they_are(desk: Desk, found: Found, text: str) -> None:
    log(desk, intake())
    found(replace(ROW, complainant=text, summary=text))
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "[b] x")
        shown = no_commands(app)
        assert ROW.ref in shown
        assert app.is_running


async def test_a_store_that_is_busy_finds_nothing_and_says_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(desk: Desk, typed: str, most: int) -> tuple[QueueRow, ...]:
        raise StoreBusy("Another window is writing.")

    monkeypatch.setattr(searching, "find", busy)
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        shown = await look_for(pilot, "why")
        assert prompts(shown)[0].startswith("Why (w)")
        assert not app._notifications


@pytest.mark.parametrize("seconds", [0.0, 0.3])
async def test_a_name_typed_fast_runs_what_it_names_and_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    """However long the search takes: the list still shows every command when Enter is pressed."""

    def slowly(desk: Desk, typed: str, most: int) -> tuple[QueueRow, ...]:
        time.sleep(seconds)
        return ()

    monkeypatch.setattr(searching, "find", slowly)
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "closure days\n")
        await screen_is(pilot, CalendarScreen)
        await press(pilot, "escape")
        # Letters after Enter: it was not for them, and nothing is run.
        await screen_is(pilot, QueueScreen)
        await press(pilot, "ctrl+p")
        await write(pilot, "wh\ny")
        await until(pilot, lambda: not isinstance(app.screen, QueueScreen))
        await settle(pilot)
        assert isinstance(app.screen, (Palette, WhyScreen))


async def test_no_case_is_opened_over_a_form(desk: Desk, found: Found) -> None:
    """Esc would lead from the case into the form; what is typed there is not risked."""
    log(desk, intake())
    found(ROW)
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        await go_to(pilot, "complainant_name")
        await write(pilot, "Bo")
        shown = await look_for(pilot, "save")
        assert not [line for line in prompts(shown) if line.startswith("CD-")]
        await press(pilot, "escape")
        await press(pilot, "escape") if not isinstance(app.screen, IntakeScreen) else None
        assert value(app, "complainant_name") == "Bo"


async def test_the_real_search_finds_open_and_closed_cases(training_desk: Desk) -> None:
    from complaintdesk.services import queries

    closed = queries.queue(training_desk, View("closed")).rows[0]
    open_one = queries.queue(training_desk).rows[0]
    async with opened(training_desk) as (app, pilot):
        for row in (closed, open_one):
            await press(pilot, "ctrl+p")
            await write(pilot, row.ref)
            await until(pilot, lambda r=row: r.ref in text_of(app).partition("\n")[2], row.ref)
            await settle(pilot)
            await press(pilot, "enter")
            case = await screen_is(pilot, CaseScreen)
            assert case.ref == row.ref
            await press(pilot, "escape")
            await screen_is(pilot, QueueScreen)
