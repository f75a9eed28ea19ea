"""Lists of an officer's own, and what moves while they are shown."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from textual.widgets import Input

from complaintdesk.domain.errors import StoreBusy
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.views import Filters, View
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep, likes
from screens.filter import FilterScreen
from screens.queue import SHOWN, QueueScreen
from tests.conftest import NOW
from tests.hostile import HOSTILE
from tests.ui.filtered import OtherPc, lines, mixed, shown, switch
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    cursor,
    intake,
    log,
    move_to,
    opened,
    press,
    screen_is,
    send,
    settle,
    text_of,
    until,
    words_of,
    write,
)
from tests.ui.test_hostile_screens import no_commands

# Lists of one's own


async def name_list(pilot: object, name: str) -> None:
    await press(pilot, "f")
    await screen_is(pilot, FilterScreen)
    await write(pilot, "keep this\n")
    await settle(pilot)
    await write(pilot, f"{name}\n")
    await settle(pilot)
    await press(pilot, "escape")
    await screen_is(pilot, QueueScreen)


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_a_list_is_kept_under_a_name_shown_reached_and_forgotten(
    desk: Desk, size: tuple[int, int]
) -> None:
    refs = mixed(desk)
    async with opened(desk, size) as (app, pilot):
        await press(pilot, "5")
        await switch(pilot, "vulnerable", "by complainant")
        await name_list(pilot, "Look [b] after")
        assert "“Look [b] after”" in text_of(app)
        assert app.screen.view.name == "Look [b] after"
        await press(pilot, "1")
        # Another queue begins without what the list narrows.
        assert shown(app)[0] == refs[5]
        assert len(shown(app)) == 6
        await press(pilot, "left_square_bracket")
        assert app.screen.view == View(
            "to-acknowledge", Filters(vulnerable=True), "complainant", "Look [b] after"
        )
        assert shown(app) == [refs[n] for n in (5, 0, 3)]
        await press(pilot, "right_square_bracket")
        assert app.screen.view.queue == SHOWN[0]
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert app.screen.view.queue == SHOWN[-1]
    async with opened(Desk(desk.folder, "Sam Patel", clock=lambda: NOW), size) as (app, pilot):
        assert "“Look [b] after”" in text_of(app)
        await press(pilot, "left_square_bracket")
        assert shown(app) == [refs[n] for n in (5, 0, 3)]
        # Esc leaves the list for its queue, whole.
        await press(pilot, "escape")
        assert app.screen.view == View("to-acknowledge", sort="complainant")
        await press(pilot, "1", "left_square_bracket")
        await switch(pilot, "forget")
        assert "“Look" not in text_of(app)
        assert shown(app) == [refs[n] for n in (5, 0, 3)]
        await press(pilot, "1", "left_square_bracket")
        assert app.screen.view.queue == SHOWN[-1]
    assert likes(desk).lists == ()


async def test_another_sort_of_a_kept_list_is_another_list(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, "vulnerable")
        await name_list(pilot, "Mine")
        await switch(pilot, "newest first")
        assert app.screen.view.name == ""
        assert app.screen.view.filters == Filters(vulnerable=True)
        assert likes(desk).lists == (View(filters=Filters(vulnerable=True), name="Mine"),)
        await name_list(pilot, "Mine")
        assert [each.sort for each in likes(desk).lists] == ["received"]


async def test_esc_takes_back_the_name_and_then_leaves(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "f")
        await write(pilot, "keep this\n")
        await settle(pilot)
        await write(pilot, "Half")
        await press(pilot, "escape")
        assert isinstance(app.screen, FilterScreen)
        assert app.screen.query_one(Input).value == ""
        assert lines(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, QueueScreen)
        assert likes(desk).lists == ()
        # No name is no list.
        await name_list(pilot, "   ")
        assert likes(desk).lists == ()


async def test_a_click_switches_a_line_also_while_a_name_is_asked_for(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk) as (app, pilot):
        queue = app.screen
        await press(pilot, "f")
        await pilot.click("#offers", offset=(6, 4))
        await settle(pilot)
        assert queue.view.filters == Filters(stage="1")
        await write(pilot, "keep this\n")
        await settle(pilot)
        await write(pilot, "Half a name")
        await pilot.click("#offers", offset=(6, 1))
        await settle(pilot)
        assert likes(desk).lists == ()
        assert isinstance(app.screen, FilterScreen)


async def test_hostile_names_services_and_wards_are_shown_as_they_are(desk: Desk) -> None:
    texts = [t.encode("utf-8", "ignore").decode() for t in HOSTILE if len(t) < 200]
    texts = [t for t in texts if clean_line(t)]
    log(desk, *(intake(f"P{n}", service=t, ward=t, officer=t) for n, t in enumerate(texts)))
    names = tuple(View(name=clean_line(t)[:40]) for t in texts[:8])
    keep(desk, Likes(lists=names))
    async with opened(desk, LARGE) as (app, pilot):
        no_commands(app)
        await press(pilot, "f")
        await settle(pilot)
        for _ in range(14):
            no_commands(app)
            await press(pilot, "pagedown")
        await write(pilot, "service [@click")
        await settle(pilot)
        await press(pilot, "enter")
        no_commands(app)
        await press(pilot, "escape")
        assert "[@click=app.quit]" in no_commands(app)
        assert app.is_running


async def test_a_busy_store_leaves_the_lines_that_need_nothing_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed(desk)

    def busy(desk: Desk) -> None:
        raise StoreBusy("Another window is saving.")

    monkeypatch.setattr(queries, "filter_choices", busy)
    async with opened(desk) as (app, pilot):
        await press(pilot, "f")
        await settle(pilot)
        assert any("Mine" in line for line in lines(app))
        assert not any("Ward" in line and ":" in line for line in lines(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, QueueScreen)


async def test_what_cannot_be_remembered_lasts_while_the_program_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed(desk)
    monkeypatch.setattr("screens.queue.keep", lambda *_: False)
    async with opened(desk, LARGE) as (app, pilot):
        await switch(pilot, "columns ward", "by officer")
        assert "Ward" in words_of(app.screen, "#columns")
        assert app.screen.view.sort == "officer"


async def test_what_was_chosen_last_is_what_is_remembered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However fast the lines are switched one after the other, and however slow the disk is."""
    mixed(desk)
    begun: list[Likes] = []

    def slowly(desk: Desk, chosen: Likes, before: Likes) -> bool:
        begun.append(chosen)
        time.sleep(1.0 if len(begun) == 1 else 0.0)
        return keep(desk, chosen, before)

    monkeypatch.setattr("screens.queue.keep", slowly)
    async with opened(desk) as (app, pilot):
        await press(pilot, "f")
        await write(pilot, "columns ward")
        await settle(pilot)
        send(app, "enter")
        await until(pilot, lambda: begun, "the first")
        send(app, "enter")
        await settle(pilot)
        wanted = app.screen.likes
        await press(pilot, "escape")
        assert likes(desk) == wanted == app.screen.likes
        assert "ward" not in wanted.columns
        assert "ward" in begun[0].columns


# While the world moves


@pytest.fixture
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.watch.POLL", 0.1)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_colleagues_change_moves_neither_the_cursor_nor_the_page(
    desk: Desk, other_pc: OtherPc, quick_looks: None, size: tuple[int, int]
) -> None:
    refs = log(desk, *(intake(f"Person {n:02}", date(2026, 11, 2)) for n in range(60)))
    there = other_pc(desk)
    async with opened(desk, size) as (app, pilot):
        await move_to(pilot, refs[45])
        await press(pilot, *["k"] * 3)
        here, offset = cursor(app), app.screen.list.scroll_offset.y
        line = next(n for n, row in enumerate(text_of(app).splitlines()) if f" {here} " in row)
        (above,) = log(there, intake("Zed", date(2026, 10, 19)))
        await until(pilot, lambda: above in shown(app), "the case")
        await until(pilot, lambda: "Alex Moss: log a complaint" in text_of(app), "who did it")
        assert cursor(app) == here
        assert app.screen.list.scroll_offset.y == offset + 1
        after = text_of(app).splitlines()
        told = next(n for n, row in enumerate(after) if "Alex Moss" in row)
        moved = 1 if told < line else 0
        assert f" {here} " in after[line + moved]
        # One that comes in below moves nothing at all.
        offset = app.screen.list.scroll_offset.y
        (below,) = log(there, intake("Aaa", date(2026, 11, 19)))
        await until(pilot, lambda: below in shown(app), "the case")
        assert (cursor(app), app.screen.list.scroll_offset.y) == (here, offset)


async def test_a_page_that_was_scrolled_to_stays_when_a_colleague_saves(
    desk: Desk, other_pc: OtherPc, quick_looks: None
) -> None:
    log(desk, *(intake(f"Person {n:02}", date(2026, 11, 2)) for n in range(60)))
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        listed = app.screen.list
        listed.scroll_to(y=30, animate=False, immediate=True)
        await settle(pilot)
        assert listed.scroll_offset.y == 30
        (new,) = log(there, intake("Zed", date(2026, 11, 19)))
        await until(pilot, lambda: new in shown(app), "the case")
        assert (listed.at, listed.scroll_offset.y) == (0, 30)
        # Another queue begins at its top.
        await press(pilot, "5")
        assert (listed.at, listed.scroll_offset.y) == (0, 0)


async def test_far_from_the_cursor_a_colleagues_change_leaves_the_case_under_it(
    desk: Desk, other_pc: OtherPc, quick_looks: None
) -> None:
    refs = log(desk, *(intake(f"Person {n:03}", date(2026, 11, 2)) for n in range(150)))
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        listed = app.screen.list
        await press(pilot, "j")
        listed.scroll_to(y=120, animate=False, immediate=True)
        await settle(pilot)
        (new,) = log(there, intake("Zed", date(2026, 11, 19)))
        await until(pilot, lambda: listed.row_count == 151 and app.screen.counts["stage-1"] == 151)
        assert new != refs[1]
        assert (listed.at, listed.scroll_offset.y) == (1, 120)
        await press(pilot, "enter")
        assert refs[1] in text_of(app)
        await press(pilot, "escape")


async def test_a_colleagues_change_is_seen_through_the_filters(
    desk: Desk, other_pc: OtherPc, quick_looks: None
) -> None:
    refs = mixed(desk)
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, "vulnerable")
        await move_to(pilot, refs[3])
        there.catch_up()
        details = queries.case(there, refs[0]).file.case.details
        commands.change_details(there, refs[0], 1, replace(details, vulnerability=""))
        await until(pilot, lambda: shown(app) == [refs[3], refs[5]], "the case gone")
        assert cursor(app) == refs[3]
        await until(pilot, lambda: app.screen.counts["next-deadline"] == 2, "the counts")


async def test_midnight_passes_in_a_filtered_list(desk: Desk, quick_looks: None) -> None:
    refs = log(desk, intake("Ann", date(2026, 11, 13)), intake("Bo", date(2026, 11, 13),
                                                              officer="Jo Price"))  # fmt: skip
    async with opened(desk) as (app, pilot):
        await press(pilot, "3")
        await switch(pilot, "mine")
        assert shown(app) == [refs[0]]
        desk._clock = lambda: NOW + timedelta(days=1)
        await until(pilot, lambda: "Saturday 21 November 2026" in text_of(app))
        # The counts follow the page.
        await until(pilot, lambda: shown(app) == [], "the page")
        await until(pilot, lambda: app.screen.counts["overdue"] == 1, "the counts")
        await press(pilot, "2")
        assert shown(app) == [refs[0]]
        assert "!! 1 day overdue" in text_of(app)
    desk._clock = lambda: NOW
