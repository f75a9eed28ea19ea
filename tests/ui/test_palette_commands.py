"""Ctrl+P runs every command by its name: queues, lists, filters, deeds, and by what each does."""

import threading
from dataclasses import replace

import pytest
from textual.widgets import Input, OptionList

from complaintdesk.domain.errors import StoreBusy
from complaintdesk.domain.views import Filters, View
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep, likes
from screens.batch import BatchScreen
from screens.filter import FilterScreen, choices
from screens.marked import DEEDS
from screens.marked_forms import ExportForm, OfficerForm, ReviewForm
from screens.month import MonthScreen
from screens.palette import Palette
from screens.queue import QueueScreen
from screens.queue_page import NUMBERED, SHOWN
from tests.hostile import HOSTILE
from tests.ui.filtered import mixed
from tests.ui.helpers import (
    LARGE,
    PATIENCE,
    intake,
    log,
    opened,
    press,
    screen_is,
    settle,
    text_of,
    toasts,
    until,
    write,
)
from tests.ui.test_hostile_screens import no_commands
from tests.ui.test_palette_cases import look_for, prompts

MILL = View("stage-1", Filters(ward="Mill"), "officer", "Damp [b] ones")


async def run(pilot: object, typed: str, name: str) -> None:
    """Look for what is typed, go down to the line of this name, and take it."""
    shown = await look_for(pilot, typed)
    found = prompts(shown)
    at = next((n for n, line in enumerate(found) if line.startswith(name)), None)
    assert at is not None, found
    await press(pilot, *["down"] * at, "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, Palette), "the palette gone")
    await settle(pilot)


async def test_every_queue_is_there_with_or_without_a_key(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk, LARGE) as (app, pilot):
        await run(pilot, "service req", "Show the queue: Service requests")
        assert app.screen.view.queue == "service-requests"
        await run(pilot, "closed", "Show the queue: Closed")
        assert app.screen.view.queue == "closed"
        await run(pilot, "overdue", "Overdue (2)")
        assert app.screen.view.queue == "overdue"
    assert len(SHOWN) > NUMBERED, "or there would be nothing to prove"


async def test_lists_of_ones_own_are_shown_kept_and_forgotten_by_name(desk: Desk) -> None:
    refs = mixed(desk)
    keep(desk, Likes(lists=(MILL,)))
    async with opened(desk, LARGE) as (app, pilot):
        await run(pilot, "damp", "Show the list: Damp [b] ones")
        assert app.screen.view == MILL
        await run(pilot, "forget", "Lists of your own: Forget “Damp [b] ones”")
        assert likes(desk).lists == ()
        await run(pilot, "keep this list", "Lists of your own: Keep this list")
        await screen_is(pilot, FilterScreen)
        await write(pilot, "Anew\n")
        await settle(pilot)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert app.screen.view == replace(MILL, name="Anew")
        assert app.screen.current_ref == refs[0]
    assert likes(desk).lists == (replace(MILL, name="Anew"),)


async def test_filters_sorts_and_columns_are_switched_as_their_lines_do(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk, LARGE) as (app, pilot):
        await run(pilot, "vulnerable", "Show only: Vulnerable")
        await run(pilot, "ward mill", "Show only: Ward: Mill")
        assert app.screen.view.filters == Filters(vulnerable=True, ward="Mill")
        await run(pilot, "vulnerable", "Show only: Vulnerable (it is on)")
        assert app.screen.view.filters == Filters(ward="Mill")
        await run(pilot, "sort", "Sort: By complainant")
        await run(pilot, "columns ward", "Columns: Ward")
        assert app.screen.view.sort == "complainant"
        assert "ward" in app.screen.likes.columns
    assert likes(desk).sort == "complainant"


async def test_every_line_of_the_list_of_filters_is_found(desk: Desk) -> None:
    """One definition: a line that is added to `f` is in the palette too."""
    mixed(desk)
    async with opened(desk, LARGE) as (app, pilot):
        screen = app.screen
        known = queries.filter_choices(desk)
        lines = choices(screen.view, screen.likes, desk.officer, known)
        await press(pilot, "ctrl+p")
        await settle(pilot)
        for line in lines[:: max(len(lines) // 12, 1)]:
            app.screen.query_one(Input).value = line.label
            await settle(pilot)
            found = prompts(app.screen.query_one(OptionList))
            assert any(line.label in each for each in found), (line.label, found)


@pytest.mark.parametrize(
    ("typed", "kind", "screen"),
    [
        ("reassign", "officer", OfficerForm),
        ("give to", "officer", OfficerForm),
        ("look at them again", "review", ReviewForm),
        ("export", "file", ExportForm),
        ("same letter", "letters", BatchScreen),
    ],
)
async def test_what_is_done_for_the_marked_is_found_and_done(
    desk: Desk, typed: str, kind: str, screen: type
) -> None:
    log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk, LARGE) as (app, pilot):
        name = f"Marked cases: {DEEDS[kind][0]}"
        await run(pilot, typed, f"{name} (not now)")
        assert isinstance(app.screen, QueueScreen)
        assert "Mark cases with Space first" in toasts(app)
        await press(pilot, "g", "space", "space")
        await run(pilot, typed, name)
        await until(pilot, lambda: screen in type(app.screen_stack[-1]).mro() or kind == "letters")
        top = [each for each in app.screen_stack if isinstance(each, screen)]
        assert len(top[0].refs) == 2


@pytest.mark.parametrize("typed", ["calend", "outlook"])
async def test_a_command_is_found_by_what_it_does(desk: Desk, typed: str) -> None:
    log(desk, intake())
    async with opened(desk, LARGE) as (_, pilot):
        await run(pilot, typed, "Month (m)")
        await screen_is(pilot, MonthScreen)


async def test_a_name_stands_before_what_is_found_by_what_it_does(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk, LARGE) as (_, pilot):
        found = prompts(await look_for(pilot, "calendar"))
        assert found[0].startswith("Calendar: closure days")
        assert any(line.startswith("Month (m)") for line in found[1:])
        assert len({line for line in found if line.startswith("Calendar")}) == 1


async def test_nothing_is_found_twice(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk, LARGE) as (app, pilot):
        await press(pilot, "ctrl+p")
        for typed in ("why", "marked", "calendar", "letter", "queue", "list", "review"):
            app.screen.query_one(Input).value = typed
            await settle(pilot)
            found = prompts(app.screen.query_one(OptionList))
            assert len(found) == len(set(found)), typed


async def test_a_busy_store_leaves_what_needs_nothing_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(desk: Desk) -> None:
        raise StoreBusy("Another window is saving.")

    mixed(desk)
    monkeypatch.setattr(queries, "filter_choices", busy)
    async with opened(desk, LARGE) as (app, pilot):
        await run(pilot, "vulnerable", "Show only: Vulnerable")
        assert app.screen.view.filters == Filters(vulnerable=True)


async def test_the_palette_opens_before_anything_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, may_read = queries.filter_choices, threading.Event()

    def slowly(desk: Desk) -> object:
        may_read.wait(PATIENCE)
        return real(desk)

    mixed(desk)
    monkeypatch.setattr(queries, "filter_choices", slowly)
    async with opened(desk, LARGE) as (app, pilot):
        app.action_command_palette()
        await until(pilot, lambda: "Acknowledge (a)" in text_of(app), "the commands")
        # What is typed meanwhile ends no reading, and finds it once it is there.
        await write(pilot, "ward mi")
        assert not may_read.is_set()
        may_read.set()
        await write(pilot, "ll")
        await until(pilot, lambda: "Show only: Ward: Mill" in text_of(app), "the line")


@pytest.mark.parametrize("text", [*HOSTILE[::7], "[@click=app.quit]x[/]", "[/]"])
async def test_hostile_names_of_lists_are_shown_as_they_are(desk: Desk, text: str) -> None:
    mixed(desk)
    name = f"{text[:20]} x".strip()
    keep(desk, Likes(lists=(View("overdue", name=name),)))
    async with opened(desk, LARGE) as (app, pilot):
        await look_for(pilot, "show the list")
        no_commands(app)
        assert app.is_running
