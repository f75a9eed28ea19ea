"""One thing for all of the marked cases: its form, the dry run, the question, what was done."""

import asyncio
import csv
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.pilot import Pilot

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, marked_deeds
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_cases import Line, Result
from complaintdesk.services.marked_deeds import Deed
from screens.app import DeskApp
from screens.ask import ChooseScreen
from screens.batch import BatchScreen
from screens.case import CaseScreen
from screens.marked import MarkedScreen, open_marked
from screens.marked_forms import ExportForm, MarkedForm, OfficerForm, ReviewForm
from screens.queue import QueueScreen
from tests.hostile import HOSTILE
from tests.storage.helpers import failing
from tests.ui.helpers import (
    LARGE,
    SMALL,
    begin_task,
    choose,
    flat,
    focused,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    send,
    settle,
    text_of,
    toasts,
    until,
    value,
    words_of,
    write,
)
from tests.ui.test_hostile_screens import no_commands

OtherPc = Callable[..., Desk]
FORMS = {"officer": OfficerForm, "review": ReviewForm, "file": ExportForm}


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)


@pytest.fixture(autouse=True)
def bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """`M` on the queue, as long as it has no such key of its own."""
    if not any(isinstance(each, Binding) and each.key == "M" for each in QueueScreen.BINDINGS):
        monkeypatch.setattr(QueueScreen, "key_upper_m", open_it, raising=False)


def open_it(queue: QueueScreen) -> None:
    open_marked(queue, queue.marks.refs, queue.unmark)


async def mark(pilot: Pilot[None], count: int) -> None:
    """Mark so many from the top, and ask for what can be done with them."""
    await press(pilot, "g", *["space"] * count)
    send(pilot.app, "M")
    await screen_is(pilot, ChooseScreen)


async def form_of(pilot: Pilot[None], kind: str, count: int) -> MarkedForm:
    await mark(pilot, count)
    await choose(pilot, kind)
    form: MarkedForm = await screen_is(pilot, FORMS[kind])
    await until(pilot, lambda: form.is_ready, "the form")
    return form


async def looked(pilot: Pilot[None]) -> MarkedScreen:
    """From a filled form to its dry run."""
    await press(pilot, "ctrl+s")
    screen = await screen_is(pilot, MarkedScreen)
    await until(pilot, lambda: len(screen.lines) == len(screen.refs), "the dry run")
    await settle(pilot)
    return screen


async def to_alex(pilot: Pilot[None], count: int) -> MarkedScreen:
    await form_of(pilot, "officer", count)
    await go_to(pilot, "other")
    await write(pilot, "Alex Moss")
    return await looked(pilot)


async def review(pilot: Pilot[None], count: int, what: str = "Ring her") -> MarkedScreen:
    await form_of(pilot, "review", count)
    await write(pilot, "4 Dec")
    await go_to(pilot, "what")
    await write(pilot, what)
    return await looked(pilot)


async def yes(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+s")
    await choose(pilot, "yes")


def told(screen: MarkedScreen) -> dict[str, str]:
    """The whole text of each line."""
    options = [screen.shown.get_option_at_index(n) for n in range(screen.shown.option_count)]
    return {str(option.id): flat(str(getattr(option.prompt, "plain", ""))) for option in options}


def status(screen: MarkedScreen) -> str:
    return words_of(screen, "#status")


def handlers(desk: Desk, refs: Sequence[str]) -> list[str]:
    return [desk.store.case(ref).case.handler for ref in refs]


def marks(app: DeskApp) -> tuple[str, ...]:
    assert isinstance(app.screen, QueueScreen)
    return app.screen.marks.refs


# The way through


async def test_cases_are_given_to_an_officer_with_keys_alone(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"), intake("Cy", officer="Alex Moss"))
    async with opened(desk) as (app, pilot):
        screen = await to_alex(pilot, 3)
        shown = text_of(app)
        assert "Give to Alex Moss · 3 cases · Northmoor Council" in shown
        assert f"READY {refs[0]} Ann: from Sam Patel to Alex Moss" in shown
        assert f"STAYS {refs[2]} Cy: Alex Moss has it already." in shown
        assert status(screen).startswith("2 ready, 1 stays. Ctrl+S asks")
        assert handlers(desk, refs) == ["Sam Patel", "Sam Patel", "Alex Moss"]
        # Enter on one that is ready asks; No changes nothing.
        await press(pilot, "g", "enter")
        asked = flat(text_of((await screen_is(pilot, ChooseScreen)).app).replace("│", " "))
        assert "Give to Alex Moss?" in asked
        assert "2 cases, each a change of its own. 1 stays." in asked
        await press(pilot, "enter")
        assert await screen_is(pilot, MarkedScreen) is screen
        assert handlers(desk, refs[:2]) == ["Sam Patel"] * 2
        await yes(pilot)
        await until(pilot, lambda: len(screen.done) == 2, "the run")
        await settle(pilot)
        assert told(screen)[refs[0]] == f"DONE {refs[0]} Ann: Handled by Alex Moss."
        assert told(screen)[refs[2]].endswith("Alex Moss has it already.")
        assert status(screen).startswith("2 done, 1 stays.")
        assert screen.current == refs[2]
        await press(pilot, "ctrl+s")
        assert "Nothing is to be done for any case here" in toasts(app)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert "Done for 2 cases. 1 case as before, still marked." in toasts(app)
        assert marks(app) == (refs[2],)
    assert handlers(desk, refs) == ["Alex Moss"] * 3


async def test_an_officer_who_has_open_cases_is_chosen_from_a_list(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo", officer="Alex Moss"))
    async with opened(desk) as (app, pilot):
        await form_of(pilot, "officer", 1)
        assert focused(app) == "f-officer"
        await press(pilot, "enter", "down", "enter")
        assert value(app, "officer") == "Alex Moss"
        screen = await looked(pilot)
        assert told(screen)[refs[0]].startswith(f"READY {refs[0]} Ann: from Sam Patel to Alex Moss")


async def test_a_day_to_look_again_is_set_for_each(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        screen = await review(pilot, 2)
        line = f"READY {refs[0]} Ann: review on Friday 4 December 2026: Ring her"
        assert told(screen)[refs[0]] == line
        await yes(pilot)
        await until(pilot, lambda: len(screen.done) == 2, "the run")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert marks(app) == ()
    assert [len(desk.store.case(ref).case.promises) for ref in refs] == [1, 1]


async def test_the_file_has_the_marked_cases(desk: Desk, tmp_path: Path) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"), intake("Cy"))
    usual = tmp_path / "complaint-cases.csv"
    async with opened(desk, LARGE) as (app, pilot):
        for again in (False, True):
            await form_of(pilot, "file", 2)
            assert value(app, "path") == str(usual)
            found = "the one that is there is replaced" if again else "a new file"
            await until(pilot, lambda f=found: f"{usual}: {f}." in text_of(app), found)
            screen = await looked(pilot)
            assert told(screen)[refs[1]] == f"READY {refs[1]} Bo: a line in the file"
            assert usual.exists() is again
            await press(pilot, "ctrl+s")
            await screen_is(pilot, ChooseScreen)
            asked = flat(text_of(app).replace("│", " "))
            assert "2 cases, all in one file, with names and summaries" in asked
            assert ("the file that is there is replaced" in asked) is again
            await choose(pilot, "yes")
            await until(pilot, lambda s=screen: len(s.done) == 2, "the file")
            await press(pilot, "escape")
            await screen_is(pilot, QueueScreen)
            await press(pilot, "escape")
        text = usual.read_bytes().decode("utf-8-sig")
        assert [row[0] for row in csv.reader(io.StringIO(text))] == ["ref", *refs[:2]]


async def test_letters_are_written_from_here_too(desk: Desk) -> None:
    log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (_, pilot):
        await mark(pilot, 2)
        await choose(pilot, "letters")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen), "the kinds")
        await choose(pilot, "stage1-acknowledgement")
        screen = await screen_is(pilot, BatchScreen)
        await until(pilot, lambda: len(screen.ready) == 2, "the dry run")


async def test_without_a_mark_it_says_how_to_mark(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "M")
        assert "Mark cases with Space first; then M" in toasts(app)
        assert isinstance(app.screen, QueueScreen)


async def test_esc_goes_back_step_by_step_and_nothing_typed_is_lost(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        await review(pilot, 2)
        await press(pilot, "escape")
        form = await screen_is(pilot, ReviewForm)
        assert (value(app, "due"), value(app, "what")) == ("4 Dec", "Ring her")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert sorted(marks(app)) == refs
        assert "What you typed is kept" in toasts(app)
        send(app, "M")
        await choose(pilot, "review")
        form = await screen_is(pilot, ReviewForm)
        await until(pilot, lambda: form.is_ready, "the form")
        assert value(app, "what") == "Ring her"
    assert desk.store.case(refs[0]).case.promises == ()


async def test_a_form_that_lacks_something_says_what_and_stays(desk: Desk) -> None:
    log(desk, intake("Ann"))
    async with opened(desk) as (app, pilot):
        form = await form_of(pilot, "review", 1)
        await press(pilot, "ctrl+s")
        said = flat(words_of(form, "#problems"))
        assert "2 things to mend: Say on which day. Say what is to be looked at." in said
        assert focused(app) == "f-due"
        await write(pilot, "19/11/2026")
        await press(pilot, "ctrl+s")
        assert "Thursday 19 November 2026 has passed" in flat(words_of(form, "#problems"))
        assert app.screen is form


async def test_a_place_that_will_not_do_is_said_and_the_form_stays(desk: Desk) -> None:
    log(desk, intake("Ann"))
    async with opened(desk) as (app, pilot):
        form = await form_of(pilot, "file", 1)
        await press(pilot, "end", "x")
        await until(pilot, lambda: "must end in .csv" in flat(text_of(app)), "the sentence")
        await press(pilot, "ctrl+s")
        assert "must end in .csv" in flat(words_of(form, "#problems"))
        assert app.screen is form


# Reading it


@pytest.mark.parametrize("size", [SMALL, (60, 24), LARGE])
async def test_every_word_of_every_line_comes_into_sight(desk: Desk, size: tuple[int, int]) -> None:
    refs = log(desk, *(intake(f"Person {n} [URGENT] of the Long Row") for n in range(12)))
    async with opened(desk, size) as (app, pilot):
        screen = await to_alex(pilot, 12)
        lines, seen = told(screen), ""
        await press(pilot, "g")
        for _ in refs:
            seen += " " + flat(text_of(app).replace("▇", " ").replace("▁", " "))
            await press(pilot, "j")
        for ref in refs:
            assert set(lines[ref].split()) <= set(seen.split()), ref


async def test_enter_on_one_that_stays_opens_it_and_looks_again_after(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo", conflict_note="Her cousin lives there."))
    async with opened(desk) as (_, pilot):
        screen = await to_alex(pilot, 2)
        assert "Do this one by itself." in told(screen)[refs[1]]
        await press(pilot, "g", "j", "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[1]
        form = await begin_task(pilot, "Hand it to somebody")
        await go_to(pilot, "handler")
        await press(pilot, "end", "ctrl+u")
        await write(pilot, "Alex Moss")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not form, "the case")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "escape")
        assert await screen_is(pilot, MarkedScreen) is screen
        await until(pilot, lambda: "has it already" in told(screen)[refs[1]], "the second look")
        assert screen.current == refs[1]


# What happens in between


async def test_one_that_a_colleague_changed_and_one_closed_meanwhile_stay_and_say_why(
    desk: Desk, other_pc: OtherPc
) -> None:
    refs, there = log(desk, intake("Ann"), intake("Bo"), intake("Cy")), other_pc(desk)
    async with opened(desk) as (_, pilot):
        screen = await to_alex(pilot, 3)
        await asyncio.to_thread(_change_and_close, there, refs)
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
        await yes(pilot)
        await until(pilot, lambda: len(screen.done) == 2, "the other one")
    assert handlers(desk, refs) == ["Alex Moss", "Sam Patel", "Alex Moss"]


def _change_and_close(there: Desk, refs: list[str]) -> None:
    from tests.services.test_marked_deeds import close

    there.catch_up()
    details = there.store.case(refs[0]).case.details
    commands.change_details(there, refs[0], 1, replace(details, summary="Changed"))
    close(there, refs[1])


async def test_what_was_done_for_many_is_undone_for_all_of_them_with_one_u(
    desk: Desk, other_pc: OtherPc
) -> None:
    refs, there = log(desk, intake("Ann"), intake("Bo"), intake("Cy")), other_pc(desk)
    async with opened(desk) as (app, pilot):
        screen = await to_alex(pilot, 3)
        await yes(pilot)
        await until(pilot, lambda: len(screen.done) == 3, "the run")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await asyncio.to_thread(_change, there, refs[1])
        await press(pilot, "u")
        await screen_is(pilot, ChooseScreen)
        asked = f"Undo this on 3 cases ({', '.join(refs)}): Handled by Alex Moss?"
        assert asked in flat(str(app.screen.question))
        await choose(pilot, "undo")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: f"{refs[1]} was changed since" in toasts(app))
        assert f"2 cases ({refs[0]}, {refs[2]}): undone. Handled by Alex Moss." in toasts(app)
        await press(pilot, "u")
        await until(pilot, lambda: "is left to undo" in toasts(app))
    assert handlers(desk, refs) == ["Sam Patel", "Alex Moss", "Sam Patel"]


async def test_after_two_runs_only_the_later_one_is_undone(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        for run in (to_alex, review):
            screen = await run(pilot, 2)
            await yes(pilot)
            await until(pilot, lambda s=screen: len(s.done) == 2, "the run")
            await press(pilot, "escape")
            await screen_is(pilot, QueueScreen)
        await press(pilot, "u")
        await choose(pilot, "undo")
        await until(pilot, lambda: "2 cases" in toasts(app))
    cases = [desk.store.case(ref).case for ref in refs]
    assert [(case.handler, case.open_promises) for case in cases] == [("Alex Moss", ())] * 2


def _change(there: Desk, ref: str) -> None:
    there.catch_up()
    file = there.store.case(ref).case
    commands.change_details(there, ref, file.version, replace(file.details, summary="Changed"))


@pytest.mark.parametrize("after", [False, True])
async def test_a_share_that_goes_away_in_the_middle_is_said_and_nothing_is_done_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"), intake("Cy"))
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
        await yes(pilot)
        await until(pilot, lambda: len(screen.done) == 3, "the rest")
        await settle(pilot)
        assert ("the try before" in told(screen)[refs[1]]) is after
        assert status(screen) == "3 done."
    desk.catch_up()
    assert [len(desk.store.case(ref).case.promises) for ref in refs] == [1, 1, 1]


async def test_the_screen_lives_while_it_runs_and_each_is_done_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"), intake("Cy"))
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
    assert [len(desk.store.case(ref).case.promises) for ref in refs] == [1, 1, 1]


async def test_keys_pressed_twice_open_one_form_and_one_dry_run(desk: Desk) -> None:
    log(desk, intake("Ann"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "g", "space")
        send(app, "M", "M")
        await choose(pilot, "review")
        form = await screen_is(pilot, ReviewForm)
        await until(pilot, lambda: form.is_ready, "the form")
        await write(pilot, "4 Dec")
        await go_to(pilot, "what")
        await write(pilot, "Ring her")
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, MarkedScreen)
        await settle(pilot)
        assert [type(s) for s in app.screen_stack[-2:]] == [ReviewForm, MarkedScreen]
        send(app, "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, QueueScreen), "the queue")


async def test_hostile_names_subjects_and_officers_are_shown_as_typed(desk: Desk) -> None:
    texts = [text for text in HOSTILE if len(text) < 300 and text.strip().isprintable()]
    plain = [text.encode("utf-8", "ignore").decode() for text in texts]
    refs = log(desk, *(intake(text, officer=text) for text in plain))
    evil = "[@click=app.quit]Refund[/] [/] 100%"
    async with opened(desk) as (app, pilot):
        form = await form_of(pilot, "officer", len(refs))
        no_commands(app)
        await go_to(pilot, "other")
        await write(pilot, evil)
        screen = await looked(pilot)
        assert f"Give to {evil}" in words_of(screen, "#title")
        assert any(f"from {evil[:17]}" in line for line in told(screen).values())
        for _ in range(len(refs) // 12 + 1):
            no_commands(app)
            await press(pilot, "pagedown")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        no_commands(app)
        await choose(pilot, "yes")
        await until(pilot, lambda: len(screen.results) == len(screen.lines), "the run")
        no_commands(app)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is not screen and app.screen is not form)
        no_commands(app)
    assert set(handlers(desk, refs)) == {evil}
