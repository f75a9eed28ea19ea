"""Marked cases, and one letter for all of them: what each lacks, the question, then what became."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from complaintdesk.domain.case import Conflict
from complaintdesk.services import commands, letter_batch
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_batch import Line, Result
from screens.app import DeskApp
from screens.ask import ChooseScreen
from screens.batch import BatchScreen
from screens.case import CaseScreen
from screens.letter import LetterScreen
from screens.marks import SIGN
from screens.queue import QueueScreen
from tests.hostile import HOSTILE
from tests.ui.helpers import (
    SMALL,
    at_queue,
    choose,
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
    toasts,
    until,
    words_of,
)
from tests.ui.test_hostile_screens import no_commands

KIND = "stage1-acknowledgement"
NARROW = (60, 24)


def ten(desk: Desk) -> list[str]:
    """Ten new complaints; the letters of the third and the seventh lack something."""
    made = [intake(f"Person {n} [URGENT]") for n in range(1, 11)]
    made[2] = replace(made[2], points=())
    made[4] = replace(made[4], adjustments="Large print, and letters in Urdu please")
    made[6] = replace(made[6], conflict=Conflict.UNCHECKED)
    return log(desk, *made)


def marked(app: DeskApp) -> list[str]:
    """The references with a sign in their row."""
    return [row[2] for row in rows(app) if SIGN in row[0]]


async def begin(pilot: object, count: int) -> BatchScreen:
    """From the queue's first row: mark so many, choose the acknowledgement, see the dry run."""
    await press(pilot, "g", *["space"] * count, "L")  # type: ignore[arg-type]
    await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen), "the kinds")  # type: ignore[attr-defined, arg-type]
    await choose(pilot, KIND)  # type: ignore[arg-type]
    screen = await screen_is(pilot, BatchScreen)  # type: ignore[arg-type]
    await until(pilot, lambda: len(screen.lines) == count, "the dry run")  # type: ignore[arg-type]
    await settle(pilot)  # type: ignore[arg-type]
    return screen


async def confirm(pilot: object) -> None:
    await press(pilot, "ctrl+s")  # type: ignore[arg-type]
    await screen_is(pilot, ChooseScreen)  # type: ignore[arg-type]
    await choose(pilot, "send")  # type: ignore[arg-type]


def told(screen: BatchScreen) -> dict[str, str]:
    """The whole text of each line."""
    shown = screen.shown
    options = [shown.get_option_at_index(n) for n in range(shown.option_count)]
    return {str(option.id): flat(str(getattr(option.prompt, "plain", ""))) for option in options}


def sent(desk: Desk, refs: list[str]) -> list[bool]:
    return [bool(desk.store.case(ref).letters) for ref in refs]


# Marks in the queue


async def test_space_marks_a_case_and_goes_on_to_the_next(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"), intake("Cy"))
    async with opened(desk) as (app, pilot):
        assert marked(app) == []
        await press(pilot, "space", "space")
        assert marked(app) == refs[:2]
        assert cursor(app) == refs[2]
        assert "2 marked: L writes a letter for them" in text_of(app)
        # Once more takes the mark away; the row reads as it did.
        await press(pilot, "g", "space")
        assert marked(app) == refs[1:2]
        assert "1 marked: L writes a letter for it" in text_of(app)
        assert rows(app)[0][0] == rows(app)[2][0]


async def test_escape_clears_the_marks_and_then_does_what_it_did(desk: Desk) -> None:
    log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "space", "escape")
        assert marked(app) == []
        assert "marked" not in text_of(app)
        await press(pilot, "escape")
        assert at_queue(app)


async def test_marks_stay_with_their_cases_when_the_queue_changes(
    desk: Desk, other_pc: Callable[..., Desk]
) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "j", "space")
        await press(pilot, "5")
        assert marked(app) == [refs[1]]
        # In a queue without it, it is still counted.
        await press(pilot, "2")
        assert rows(app) == []
        assert "1 marked" in text_of(app)
        await press(pilot, "space", "1")
        assert marked(app) == [refs[1]]
        # A colleague's earlier case comes in above it.
        there = other_pc(desk)
        await asyncio.to_thread(there.catch_up)
        early = intake("Eve").received_on.replace(day=2)
        await asyncio.to_thread(log, there, intake("Eve", early))
        await until(pilot, lambda: len(rows(app)) == 3, "the colleague's case")
        assert marked(app) == [refs[1]]


async def test_marks_change_nothing_else(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "space", "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[1]
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert marked(app) == refs[:1]


async def test_letters_without_a_mark_say_how_to_mark(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "space", "L")
        assert "Mark cases with Space first" in toasts(app)
        assert at_queue(app)


# The dry run


@pytest.mark.parametrize("size", [SMALL, NARROW])
async def test_ten_cases_are_read_whole_on_a_small_terminal(
    desk: Desk, size: tuple[int, int]
) -> None:
    """Every word of every line comes into sight by moving down."""
    refs = ten(desk)
    async with opened(desk, size) as (app, pilot):
        screen = await begin(pilot, 10)
        lines, seen = told(screen), ""
        await press(pilot, "g")
        for ref in refs:
            assert screen.current == ref
            seen += " " + flat(text_of(app).replace("▇", " ").replace("▁", " "))
            await press(pilot, "j")
        for ref in refs:
            assert set(lines[ref].split()) <= set(seen.split()), ref
        assert lines[refs[0]].startswith(f"READY {refs[0]} Person 1 [URGENT]")
        assert lines[refs[2]].startswith("STAYS")
        assert "Say what point 1 is about" in lines[refs[2]]
        assert "large print" in lines[refs[4]]
        assert "another language" in lines[refs[4]]
        assert "8 ready, 2 stay." in words_of(screen, "#status")
    assert not any(sent(desk, refs))


async def test_only_letters_that_fit_are_offered_with_how_many_they_fit(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    lines = letter_batch.dry_run(desk, refs[:1], KIND)
    letter_batch.send_ready(desk, lines, KIND)
    async with opened(desk) as (app, pilot):
        await press(pilot, "g", "space", "space", "L")
        await screen_is(pilot, ChooseScreen)
        shown = text_of(app)
        assert "Stage 1 acknowledgement (fits 1 of 2)" in shown
        assert "Stage 1 response (fits 2 of 2)" in shown
        assert "Stage 2 final response" not in shown
        # Esc leaves the marks as they were.
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert sorted(marked(app)) == refs


async def test_the_question_names_the_desk_and_no_sends_nothing(desk: Desk) -> None:
    refs = ten(desk)
    async with opened(desk) as (app, pilot):
        screen = await begin(pilot, 10)
        # Enter on a line that is ready asks too.
        await press(pilot, "g", "enter")
        await screen_is(pilot, ChooseScreen)
        shown = flat(text_of(app).replace("│", " "))
        assert "Send 8 letters from Northmoor Council? 2 stay." in shown
        await press(pilot, "enter")
        assert await screen_is(pilot, BatchScreen) is screen
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await press(pilot, "escape")
        await screen_is(pilot, BatchScreen)
        assert "8 ready, 2 stay." in words_of(screen, "#status")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert len(marked(app)) == 10
    assert not any(sent(desk, refs))


async def test_enter_on_one_that_is_not_ready_opens_its_letter_and_looks_again_after(
    desk: Desk,
) -> None:
    refs = log(desk, intake("Ann"), intake("Bo", conflict=Conflict.UNCHECKED))
    async with opened(desk) as (_, pilot):
        screen = await begin(pilot, 2)
        assert told(screen)[refs[1]].startswith("STAYS")
        await press(pilot, "g", "j", "enter")
        letter = await screen_is(pilot, LetterScreen)
        assert refs[1] in text_of(letter.app)
        details = (await asyncio.to_thread(desk.store.case, refs[1])).case.details
        mended = replace(details, conflict=Conflict.NONE)
        await asyncio.to_thread(commands.change_details, desk, refs[1], 1, mended)
        await press(pilot, "escape")
        assert await screen_is(pilot, BatchScreen) is screen
        await until(pilot, lambda: told(screen)[refs[1]].startswith("READY"), "the second look")
        assert screen.current == refs[1]


async def test_cases_that_no_letter_fits_say_so(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        app.push_screen(BatchScreen(desk, ("CD-2026-0999",)))
        screen = await screen_is(pilot, BatchScreen)
        await until(pilot, lambda: "No letter fits" in words_of(screen, "#status"))
        await press(pilot, "ctrl+s", "enter", "o", "r")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)


async def test_a_letter_sent_by_itself_counts_as_sent(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        screen = await begin(pilot, 2)
        await press(pilot, "o")
        letter = await screen_is(pilot, LetterScreen)
        await until(pilot, lambda: letter.is_ready, "the letter")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "send")
        assert await screen_is(pilot, BatchScreen) is screen
        await until(pilot, lambda: "1 sent, 1 ready." in words_of(screen, "#status"), "the look")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert marked(app) == refs[1:]
    assert sent(desk, refs) == [True, False]


# The run


async def test_the_complete_ones_go_and_each_line_says_what_became_of_it(desk: Desk) -> None:
    refs = ten(desk)
    async with opened(desk) as (app, pilot):
        screen = await begin(pilot, 10)
        await confirm(pilot)
        await until(pilot, lambda: len(screen.sent) == 8, "the letters")
        await screen_is(pilot, BatchScreen)
        lines = told(screen)
        assert lines[refs[0]].startswith("SENT")
        assert "Stage 1 acknowledged on Friday 20 November 2026." in lines[refs[0]]
        assert lines[refs[2]].startswith("STAYS")
        assert "Say what point 1 is about" in lines[refs[2]]
        assert "8 sent, 2 stay." in words_of(screen, "#status")
        assert screen.current == refs[2]
        # Nothing is ready any more, so nothing is asked.
        await press(pilot, "ctrl+s")
        assert "No letter here is ready" in toasts(app)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert sorted(marked(app)) == [refs[2], refs[6]]
        assert "2 marked" in text_of(app)
    assert sent(desk, refs) == [ref not in (refs[2], refs[6]) for ref in refs]


async def test_a_case_changed_meanwhile_stays_and_says_why(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (_, pilot):
        screen = await begin(pilot, 2)
        details = (await asyncio.to_thread(desk.store.case, refs[0])).case.details
        changed = replace(details, summary="Changed")
        await asyncio.to_thread(commands.change_details, desk, refs[0], 1, changed)
        await confirm(pilot)
        await until(pilot, lambda: len(screen.results) == 2, "the results")
        await screen_is(pilot, BatchScreen)
        assert "was changed by you yourself" in told(screen)[refs[0]]
        assert "1 sent, 1 stays." in words_of(screen, "#status")
        # Looked at again it is ready, and goes.
        await press(pilot, "r")
        assert "1 sent, 1 ready." in words_of(screen, "#status")
        await confirm(pilot)
        await until(pilot, lambda: len(screen.sent) == 2, "the other letter")
    assert all(sent(desk, refs))


async def test_the_screen_lives_while_letters_are_sent_and_each_goes_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"), intake("Cy"))
    real = letter_batch.send_ready
    begun: list[str] = []

    def slow(desk: Desk, lines: tuple[Line, ...], kind: str) -> tuple[Result, ...]:
        begun.extend(line.ref for line in lines)
        time.sleep(0.2)
        return real(desk, lines, kind)

    monkeypatch.setattr(letter_batch, "send_ready", slow)
    async with opened(desk) as (app, pilot):
        screen = await begin(pilot, 3)
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        # Enter and Ctrl+S twice over, all on their way before the first is handled.
        send(app, "down", "enter", "enter", "ctrl+s", "ctrl+s")
        seen, ticks = set[str](), 0
        while len(screen.results) < 3:
            await asyncio.sleep(0.01)
            ticks += 1
            assert ticks < 1000
            seen.add(words_of(screen, "#status"))
            if begun == refs[:2]:
                send(app, "escape")
        assert ticks > 20
        assert {"Sending 1 of 3 …", "Sending 2 of 3 …", "Sending 3 of 3 …"} <= seen
        await until(pilot, lambda: "3 sent." in words_of(screen, "#status"), "the end")
        assert app.screen is screen
        assert "Wait for the last one" in toasts(app)
    assert begun == refs
    assert [len(desk.store.case(ref).letters) for ref in refs] == [1, 1, 1]


async def test_hostile_names_are_shown_as_typed(desk: Desk) -> None:
    texts = [text for text in HOSTILE if len(text) < 300 and text.strip().isprintable()]
    refs = log(desk, *(intake(text.encode("utf-8", "ignore").decode()) for text in texts))
    async with opened(desk) as (app, pilot):
        screen = await begin(pilot, len(refs))
        lines = told(screen)
        assert any("[@click=app.quit]" in line for line in lines.values())
        for _ in range(len(refs) // 12 + 1):
            no_commands(app)
            await press(pilot, "pagedown")
