"""The queue: what is due next, told without colour, and the keys that go through it."""

import threading
from datetime import date

import pytest

from complaintdesk.domain.dates import short
from complaintdesk.domain.views import View
from complaintdesk.domain.words import sign, to_do_briefly, when, when_listed
from complaintdesk.services import lists, queries
from complaintdesk.services.desk import Desk
from screens import queue as queue_screen
from screens.case import CaseScreen
from screens.case_list import CaseList
from screens.keys import KeysScreen
from screens.queue import SHOWN, QueueScreen
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    cursor,
    flat,
    intake,
    log,
    opened,
    press,
    rows,
    screen_is,
    send,
    settle,
    text_of,
    until,
)


async def test_every_row_is_read_whole_without_colour(
    training_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    page = queries.queue(training_desk)
    states = {row.state.value for row in page.rows if row.state}
    assert {"overdue", "due_today", "due"} <= states
    async with opened(training_desk) as (app, pilot):
        assert [row[2] for row in rows(app)] == [row.ref for row in page.rows]
        dues = [row.due or date.max for row in page.rows]
        assert dues == sorted(dues)
        seen: set[str] = set()
        await press(pilot, "g")
        while True:
            lines = text_of(app).splitlines()
            for row in page.rows:
                line = next((part for part in lines if f" {row.ref} " in part), None)
                if line is None:
                    continue
                is_due = row.state and row.due
                said = when_listed(row.state, row.working_days_left) if is_due else ""
                mark = sign(row.state) if row.state and row.due else ""
                due = short(row.due) if row.due else ""
                for piece in (mark.strip(), said, due, to_do_briefly(row.duty, row.stage)):
                    assert piece in line, (piece, line)
                seen.add(row.ref)
            if cursor(app) == page.rows[-1].ref:
                break
            await press(pilot, "pagedown")
        assert seen == {row.ref for row in page.rows}
        for queue_name in ("overdue", "today"):
            await press(pilot, str(SHOWN.index(queue_name) + 1))
            marks = {row[0][:2] for row in rows(app)}
            assert marks == ({"!!"} if queue_name == "overdue" else {">>"})
            word = "overdue" if queue_name == "overdue" else "due today"
            assert all(word in row[0] for row in rows(app))


async def test_numbers_and_brackets_change_the_queue(training_desk: Desk) -> None:
    async with opened(training_desk) as (app, pilot):
        for number, name in enumerate(SHOWN, 1):
            await press(pilot, str(number) if number < 10 else "right_square_bracket")
            found = queries.queue(training_desk, View(name))
            assert [row[2] for row in rows(app)] == [row.ref for row in found.rows], name
            tabs = " ".join(text_of(app).splitlines()[2:4])
            assert str(found.count) in tabs
            assert number > 9 or f"{number} " in tabs
        await press(pilot, "1", "left_square_bracket")
        assert app.screen.view.queue == SHOWN[-1]  # type: ignore[attr-defined]
        await press(pilot, "right_square_bracket")
        assert app.screen.view.queue == SHOWN[0]  # type: ignore[attr-defined]
        # Moving: j k g G, and the arrows.
        all_refs = [row[2] for row in rows(app)]
        await press(pilot, "j", "j", "k", "down")
        assert cursor(app) == all_refs[2]
        await press(pilot, "G")
        assert cursor(app) == all_refs[-1]
        await press(pilot, "g")
        assert cursor(app) == all_refs[0]
        # What is under the cursor is told in full below the list.
        detail = app.screen.query_one("#detail")
        first = queries.queue(training_desk).rows[0]
        assert first.complainant in str(detail.visual.plain)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == all_refs[0]
        await press(pilot, "escape")
        assert cursor(app) == all_refs[0]


@pytest.mark.parametrize("size", [MIDDLE, LARGE])
async def test_a_wider_terminal_shows_more(desk: Desk, size: tuple[int, int]) -> None:
    log(desk, intake(summary="Boiler condemned and no heating", on=date(2026, 11, 2)))
    async with opened(desk, size) as (app, _):
        shown = text_of(app)
        assert "Boiler condemned" in shown
        assert "Next deadline 1" in shown
        assert "To acknowledge 1" in shown
        assert ("Officer" in shown) == (size == LARGE)
        assert "!! 9 days overdue" in shown


async def test_an_empty_desk_says_what_to_do_first(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        assert "Press n to log the first complaint" in text_of(app)
        # Keys that need a case do nothing, and Esc never leaves the queue.
        await press(pilot, "a", "w", "j", "k", "g", "G", "enter", "escape", "escape")
        assert isinstance(app.screen, QueueScreen)
        assert app.is_running
        for number in range(1, len(SHOWN) + 1):
            await press(pilot, str(number))
            assert rows(app) == []
        await press(pilot, "2")
        assert "Nothing is overdue" in text_of(app)
        await press(pilot, "q")
        await until(pilot, lambda: not app.is_running or app._exit)
    assert app.return_code == 0


async def test_a_very_late_case_keeps_its_words(desk: Desk) -> None:
    log(desk, intake(on=date(2025, 6, 2)), intake(name="Bo", on=date(2024, 1, 15)))
    async with opened(desk) as (app, _):
        shown = text_of(app)
        for row in queries.queue(desk).rows:
            assert f"!! {when(row.state, row.working_days_left)}  " in shown


async def test_help_and_the_palette(desk: Desk) -> None:
    hostile = intake("[/] [@click=app.quit]x[/] [CD-2026-0012] {{ 7*7 }}", summary="[/b] [b")
    log(desk, hostile)
    async with opened(desk) as (app, pilot):
        await press(pilot, "question_mark")
        await screen_is(pilot, KeysScreen)
        # On the smallest terminal too; a key that is typed stands first.
        assert "Keys · The queue" in text_of(app)
        for key, does in (("n", "n New: Log a complaint"), ("w", "w Why: Why this date")):
            await press(pilot, key)
            assert does in flat(text_of(app))
            await press(pilot, "backspace")
        await press(pilot, "question_mark")
        assert isinstance(app.screen, QueueScreen)
        # The palette: every command by its name.
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: "Acknowledge" in text_of(app))
        names = [c.title for c in app.get_system_commands(app.screen_stack[-2])]
        assert {"New (n)", "Acknowledge (a)", "Why (w)", "Quit"} <= set(names)
        await press(pilot, *"[/b] zzz [@click=app.quit]")
        await until(pilot, lambda: "No matches" in text_of(app))
        await press(pilot, "escape")
        await press(pilot, "escape")
        assert isinstance(app.screen, QueueScreen)
        await press(pilot, "ctrl+p")
        await press(pilot, *"Why")
        await until(pilot, lambda: "Why this date" in text_of(app))
        await press(pilot, "enter")
        await until(pilot, lambda: "Acknowledge, stage 1" in text_of(app))
        await press(pilot, "escape")
        # The same from a case.
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "ctrl+p")
        await press(pilot, *"edit")
        await until(pilot, lambda: "Edit (e)" in text_of(app))
        await press(pilot, "escape")


async def test_a_list_of_many_pages_is_gone_through_by_keys(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 4)
    refs = log(desk, *(intake(f"Person {n:02}") for n in range(30)))
    async with opened(desk) as (app, pilot):
        shown = app.screen.query_one(CaseList)
        assert shown.row_count == 30
        for key, expected in (("G", 29), ("g", 0), ("pagedown", None), ("G", 29), ("pageup", None)):
            await press(pilot, key)
            assert cursor(app) == refs[shown.at if expected is None else expected]
            assert refs[shown.at] in text_of(app)
        for _ in range(30):
            await press(pilot, "k")
        assert cursor(app) == refs[0]


async def test_what_is_answered_or_closed_does_not_claim_a_date(training_desk: Desk) -> None:
    """“No date can be given yet” is for a clock that has not started, not for one that ended."""
    async with opened(training_desk) as (app, pilot):
        await press(pilot, "left_square_bracket")
        assert app.screen.view.queue == "closed"  # type: ignore[attr-defined]
        assert rows(app)
        assert "no date can be" not in text_of(app)
        assert all(not row[0].startswith("--") for row in rows(app))
        await press(pilot, "1")
        await press(pilot, "G")
        assert "S1 done" in text_of(app) or "S2 done" in text_of(app)
        assert "no date can be" not in text_of(app)


async def test_keys_pressed_while_a_list_is_read_again_are_not_undone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = log(desk, *(intake(f"Person {n:02}") for n in range(8)))
    go_on, real = threading.Event(), queue_screen.read

    def slow(*given: object) -> object:
        found = real(*given)  # type: ignore[arg-type]
        assert go_on.wait(30)
        return found

    async with opened(desk) as (app, pilot):
        await press(pilot, "j", "j")
        monkeypatch.setattr(queue_screen, "read", slow)
        app.screen.load()  # type: ignore[attr-defined]
        for _ in range(3):
            send(app, "j")
        await until(pilot, lambda: cursor(app) == refs[5])
        go_on.set()
        await settle(pilot)
        assert cursor(app) == refs[5]
