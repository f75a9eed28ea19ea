"""One thing for the marked cases while colleagues, faults and hasty keys come between."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, marked_deeds
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_cases import Line, Result
from complaintdesk.services.marked_deeds import Deed
from screens.ask import ChooseScreen
from screens.marked import MarkedScreen
from screens.marked_forms import ReviewForm
from screens.queue import QueueScreen
from tests.services.marked import close
from tests.storage.helpers import failing
from tests.ui.helpers import (
    choose,
    flat,
    intake,
    log,
    opened,
    press,
    screen_is,
    send,
    settle,
    toasts,
    until,
)
from tests.ui.marked_keys import (
    chosen,
    done,
    fill_review,
    handlers,
    out,
    promises,
    review,
    status,
    to_alex,
    told,
    yes,
)

OtherPc = Callable[..., Desk]


@pytest.fixture
def refs(desk: Desk) -> list[str]:
    return log(desk, intake("Ann"), intake("Bo"), intake("Cy"))


def change(there: Desk, ref: str) -> None:
    """A colleague changes a case's details as they are now."""
    there.catch_up()
    case = there.store.case(ref).case
    commands.change_details(there, ref, case.version, replace(case.details, summary="Changed"))


async def test_one_that_a_colleague_changed_and_one_closed_meanwhile_stay_and_say_why(
    desk: Desk, refs: list[str], other_pc: OtherPc
) -> None:
    there = other_pc(desk)
    async with opened(desk) as (_, pilot):
        screen = await to_alex(pilot, 3)
        await asyncio.to_thread(change, there, refs[0])
        await asyncio.to_thread(close, there, refs[1])
        await yes(pilot)
        await until(pilot, lambda: len(screen.results) == 3, "the results")
        await settle(pilot)
        lines = told(screen)
        assert f"STAYS {refs[0]} Ann: {refs[0]} was changed by Alex Moss at " in lines[refs[0]]
        assert "was closed on Friday 20 November 2026" in lines[refs[1]]
        assert lines[refs[2]] == f"DONE {refs[2]} Cy: Handled by Alex Moss."
        assert status(screen).startswith("1 done, 2 stay.")
        # Looked at again, the one that was only changed is ready.
        await press(pilot, "r")
        assert status(screen).startswith("1 done, 1 ready, 1 stays.")
        await done(pilot, screen, 2)
    assert handlers(desk, refs) == ["Alex Moss", "Sam Patel", "Alex Moss"]


async def test_what_was_done_for_many_is_undone_for_all_of_them_with_one_u(
    desk: Desk, refs: list[str], other_pc: OtherPc
) -> None:
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await done(pilot, await to_alex(pilot, 3), 3)
        await out(pilot)
        await asyncio.to_thread(change, there, refs[1])
        await press(pilot, "u")
        await screen_is(pilot, ChooseScreen)
        asked = f"Undo this on 3 cases ({', '.join(refs)}): Handled by Alex Moss?"
        assert asked in flat(str(app.screen.question))
        await choose(pilot, "undo")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: f"{refs[1]} was changed since" in toasts(app))
        assert f"Undone on 2 cases ({refs[0]}, {refs[2]}): Handled by Alex Moss." in toasts(app)
        await press(pilot, "u")
        await until(pilot, lambda: "is left to undo" in toasts(app))
    assert handlers(desk, refs) == ["Sam Patel", "Alex Moss", "Sam Patel"]


async def test_after_two_runs_only_the_later_one_is_undone(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        for begin in (to_alex, review):
            await done(pilot, await begin(pilot, 2), 2)
            await out(pilot)
        await press(pilot, "u")
        await choose(pilot, "undo")
        await until(pilot, lambda: "2 cases" in toasts(app))
    cases = [desk.store.case(ref).case for ref in refs]
    assert [(case.handler, case.open_promises) for case in cases] == [("Alex Moss", ())] * 2


@pytest.mark.parametrize("after", [False, True])
async def test_a_share_that_goes_away_in_the_middle_is_said_and_nothing_is_done_twice(
    desk: Desk, refs: list[str], monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    real, count = Record.append, [0]
    gone = failing(real, ShareUnavailable("The folder is away."), after=after)  # type: ignore[arg-type]

    def second_one(record: Record, change: object) -> str:
        count[0] += 1
        return str((gone if count[0] == 2 else real)(record, change))  # type: ignore[operator]

    monkeypatch.setattr(Record, "append", second_one)
    async with opened(desk) as (_, pilot):
        screen = await review(pilot, 3)
        await yes(pilot)
        await until(pilot, lambda: len(screen.results) == 2, "the fault")
        await settle(pilot)
        lines = told(screen)
        assert lines[refs[0]].startswith("DONE")
        assert lines[refs[1]] == f"AGAIN {refs[1]} Bo: The folder is away."
        assert lines[refs[2]].startswith("READY")
        assert status(screen).startswith("1 done, 2 ready. It stopped at the line that says AGAIN")
        await done(pilot, screen, 3)
        assert ("the try before" in told(screen)[refs[1]]) is after
        assert status(screen) == "3 done."
    desk.catch_up()
    assert promises(desk, refs) == [1, 1, 1]


async def test_the_screen_lives_while_it_runs_and_each_is_done_once(
    desk: Desk, refs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, begun = marked_deeds.carry_out, list[str]()

    def slow(desk: Desk, lines: Sequence[Line], deed: Deed) -> tuple[Result, ...]:
        begun.extend(line.ref for line in lines)
        time.sleep(0.2)
        return real(desk, lines, deed)

    monkeypatch.setattr(marked_deeds, "carry_out", slow)
    async with opened(desk) as (app, pilot):
        screen = await review(pilot, 3)
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        # Enter and Ctrl+S twice over, all on their way before the first is handled.
        send(app, "down", "enter", "enter", "ctrl+s", "ctrl+s", "r", "o")
        seen, ticks = set[str](), 0
        while len(screen.results) < 3:
            await asyncio.sleep(0.01)
            ticks += 1
            assert ticks < 1000
            seen.add(status(screen))
            if begun == refs[:2]:
                send(app, "escape")
        assert ticks > 20
        assert {"Changing 1 of 3 …", "Changing 2 of 3 …", "Changing 3 of 3 …"} <= seen
        await until(pilot, lambda: status(screen) == "3 done.", "the end")
        assert app.screen is screen
        assert "Wait for the last one" in toasts(app)
    assert begun == refs
    assert promises(desk, refs) == [1, 1, 1]


async def test_keys_pressed_twice_open_one_form_and_one_dry_run(desk: Desk) -> None:
    log(desk, intake("Ann"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "g", "space")
        send(app, "M", "M")
        await chosen(pilot, "review")
        await fill_review(pilot)
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, MarkedScreen)
        await settle(pilot)
        assert [type(s) for s in app.screen_stack[-2:]] == [ReviewForm, MarkedScreen]
        send(app, "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, QueueScreen), "the queue")
