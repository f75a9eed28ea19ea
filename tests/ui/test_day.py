"""My day on the screen: the page that the command prints, by keys, and always as it is now."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from textual.pilot import Pilot

from complaintdesk.day_text import as_page, as_text
from complaintdesk.services.briefing import briefing
from complaintdesk.services.desk import Desk
from screens.app import DeskApp
from screens.base import DeskScreen
from screens.day import MORE, DayScreen, open_day
from screens.queue import QueueScreen
from screens.rows import Rows
from tests.conftest import NOW
from tests.hands import dealt
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    back_to,
    flat,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    toasts,
    until,
)
from tests.ui.test_hostile_screens import hostile_case, no_commands

OtherPc = Callable[..., Desk]
DUE = date(2026, 11, 13)  # received then, it is to be acknowledged today


@pytest.fixture
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.watch.POLL", 0.1)


async def day(app: DeskApp, pilot: Pilot[None]) -> DayScreen:
    """My day, opened from the queue and read."""
    assert isinstance(app.screen, DeskScreen)
    open_day(app.screen)
    screen = await screen_is(pilot, DayScreen)
    await until(pilot, lambda: screen.found, "the page")
    return screen


def page(screen: DayScreen) -> str:
    return "\n".join(row.plain for row in screen.query_one(Rows).rows)


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
async def test_it_is_the_page_that_the_command_prints(
    training_desk: Desk, size: tuple[int, int]
) -> None:
    async with opened(training_desk, size) as (app, pilot):
        screen = await day(app, pilot)
        width = min(size[0] - 4, 108)
        found = briefing(training_desk, mine=True)
        assert page(screen) == as_text(as_page(found, width, more=MORE))
        assert "The cases that Robin Ashdown handles." in flat(text_of(app))
        shown = text_of(app).split("\n")
        assert any(row.startswith(" !! CD-2026-") for row in shown)
        assert "My day · your cases" in text_of(app)
        await until(pilot, lambda: "m Mine or all" in text_of(app).split("\n")[-1], "the footer")
        await back_to(pilot, QueueScreen)


async def test_m_shows_everybodys_cases_and_back(desk: Desk) -> None:
    log(desk, intake("Ann", DUE), intake("Theirs", DUE, officer="Alex Moss"))
    async with opened(desk) as (app, pilot):
        screen = await day(app, pilot)
        assert "Ann" in page(screen)
        assert "Theirs" not in page(screen)
        await press(pilot, "m")
        await until(pilot, lambda: "Theirs" in text_of(app), "everybody's")
        assert "everybody's cases" in text_of(app).split("\n")[0]
        assert "Alex Moss" in text_of(app)
        await press(pilot, "m")
        await until(pilot, lambda: "Theirs" not in text_of(app), "one's own")


async def test_what_nobody_has_is_on_ones_own_page_and_m_shows_it(desk: Desk) -> None:
    log(desk, intake("Orphan", date(2026, 11, 9), officer=""))
    async with opened(desk) as (app, pilot):
        screen = await day(app, pilot)
        assert "!! With nobody: 1 overdue." in page(screen)
        assert "calm" not in page(screen)
        assert "Orphan" not in page(screen)
        await press(pilot, "m")
        await until(pilot, lambda: "Orphan" in text_of(app), "everybody's")


async def test_keys_scroll_to_the_end_and_back(desk: Desk) -> None:
    log(desk, *(intake(f"Person {n}", DUE) for n in range(60)))
    async with opened(desk) as (app, pilot):
        screen = await day(app, pilot)
        rows = screen.query_one(Rows)
        await until(pilot, lambda: rows.max_scroll_y > 20)
        await press(pilot, "j", "j", "down", "k", "up")
        assert rows.scroll_y == 1
        await press(pilot, "pagedown")
        assert rows.scroll_y > 10
        await press(pilot, "pageup", "G")
        await until(pilot, lambda: rows.scroll_y == rows.max_scroll_y, "the end")
        await press(pilot, "g")
        await until(pilot, lambda: rows.scroll_y == 0, "the beginning")
        assert len(rows.rows) <= 60


async def test_what_a_page_leaves_out_is_shown_by_the_key_that_it_names(desk: Desk) -> None:
    """An officer at this screen has no shell: what is said to be more is one key away."""
    refs = log(desk, *(intake(f"Person {n}", DUE) for n in range(60)))
    async with opened(desk) as (app, pilot):
        screen = await day(app, pilot)
        assert "more: a shows all" in page(screen)
        assert "complaintdesk" not in page(screen)
        await until(pilot, lambda: "a All of it" in text_of(app).split("\n")[-1], "the footer")
        await press(pilot, "a")
        await until(pilot, lambda: " more" not in page(screen), "all of it")
        assert all(page(screen).count(ref) == 2 for ref in refs)  # due, and saved today
        await press(pilot, "a")
        await until(pilot, lambda: "more: a shows all" in page(screen), "one page again")
        assert len(screen.query_one(Rows).rows) <= 60


async def test_what_a_colleague_saves_shows_without_a_key(
    desk: Desk, other_pc: OtherPc, quick_looks: None
) -> None:
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await day(app, pilot)
        assert "Enjoy the calm." in flat(text_of(app))
        (ref,) = log(there, intake("Bo", DUE))
        await until(pilot, lambda: f">> {ref}" in text_of(app), "the case")
        assert "Alex Moss: log a complaint" in text_of(app)


async def test_midnight_makes_another_page(desk: Desk, quick_looks: None) -> None:
    log(desk, intake("Ann", DUE))
    async with opened(desk) as (app, pilot):
        await day(app, pilot)
        assert "due today" in text_of(app)
        desk._clock = lambda: NOW + timedelta(days=1)
        await until(pilot, lambda: "!! CD-2026-0001" in text_of(app), "the next day")
        assert "Saturday 21 November 2026" in text_of(app)
    desk._clock = lambda: NOW


async def test_a_folder_that_goes_away_is_said_and_the_page_stays(
    desk: Desk, quick_looks: None
) -> None:
    (ref,) = log(desk, intake("Ann", DUE))
    elsewhere = desk.folder.with_name("elsewhere")
    async with opened(desk) as (app, pilot):
        screen = await day(app, pilot)
        desk.folder.rename(elsewhere)
        await until(pilot, lambda: "this is what this PC" in page(screen), "the word")
        assert ref in text_of(app)
        elsewhere.rename(desk.folder)
        await until(pilot, lambda: "this is what this PC" not in page(screen), "its end")


async def test_a_second_key_opens_no_second_page(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        queue = app.screen
        await day(app, pilot)
        assert isinstance(queue, DeskScreen)
        open_day(queue)
        await press(pilot, "escape")
        assert app.screen is queue


async def test_an_officer_without_a_name_sees_everybodys(desk: Desk) -> None:
    log(desk, intake("Ann", DUE))
    async with opened(desk) as (app, pilot):
        desk.officer = ""
        screen = await day(app, pilot)
        await press(pilot, "m")
        assert "Ann" in page(screen)
        assert toasts(app) == "" or "whose" not in toasts(app)
    desk.officer = "Sam Patel"


async def test_another_width_is_laid_out_anew(desk: Desk) -> None:
    log(desk, intake("Ann " * 30, DUE))
    async with opened(desk, MIDDLE) as (app, pilot):
        screen = await day(app, pilot)
        assert max(len(row) for row in page(screen).split("\n")) > 80
        await pilot.resize_terminal(*SMALL)
        await until(
            pilot, lambda: max(len(row) for row in page(screen).split("\n")) <= 76, "the page"
        )


async def test_hostile_texts_are_shown_as_they_are(desk: Desk) -> None:
    log(desk, *(hostile_case(text) for text in dealt(3)))
    async with opened(desk, LARGE) as (app, pilot):
        screen = await day(app, pilot)
        await press(pilot, "m")
        await until(pilot, lambda: "everybody's" in page(screen))
        rows = screen.query_one(Rows)
        while True:
            no_commands(app)
            if rows.scroll_y >= rows.max_scroll_y:
                break
            await press(pilot, "pagedown")
        titles = [row for row in page(screen).split("\n") if row[:1].isalpha()]
        assert {title.split(":")[0] for title in titles} <= {
            "My day", "Overdue", "Due today", "Next week", "Changed since Thursday 19 November",
            "Needs a look",
        }  # fmt: skip
