"""One thing for all of the marked cases: its form, the dry run, the question, what was done."""

import csv
import io
from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.batch import BatchScreen
from screens.marked import MarkedScreen
from screens.marked_forms import ReviewForm
from screens.queue import QueueScreen
from tests.ui.helpers import (
    LARGE,
    choose,
    flat,
    focused,
    intake,
    log,
    opened,
    press,
    screen_is,
    send,
    text_of,
    toasts,
    until,
    value,
    words_of,
    write,
)
from tests.ui.marked_keys import (
    chosen,
    done,
    form_of,
    handlers,
    looked,
    mark,
    marks,
    out,
    promises,
    review,
    status,
    to_alex,
    told,
)


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a file is proposed for, away from this PC's own."""
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)


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
        await done(pilot, screen, 2)
        assert told(screen)[refs[0]] == f"DONE {refs[0]} Ann: Handled by Alex Moss."
        assert told(screen)[refs[2]].endswith("Alex Moss has it already.")
        assert status(screen).startswith("2 done, 1 stays.")
        assert screen.current == refs[2]
        await press(pilot, "ctrl+s")
        assert "Nothing is to be done for any case here" in toasts(app)
        await out(pilot)
        assert "Done for 2 cases. 1 case as before, still marked." in toasts(app)
        assert marks(app) == (refs[2],)
    assert handlers(desk, refs) == ["Alex Moss"] * 3


async def test_an_officer_is_chosen_from_a_list_after_whoever_is_signed_in(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo", officer="Alex Moss"))
    async with opened(desk) as (app, pilot):
        await form_of(pilot, "officer", 1)
        assert focused(app) == "f-officer"
        await press(pilot, "enter", "down", "down", "enter")
        assert value(app, "officer") == "Alex Moss"
        screen = await looked(pilot)
        assert told(screen)[refs[0]].startswith(f"READY {refs[0]} Ann: from Sam Patel to Alex Moss")


async def test_a_day_to_look_again_is_set_for_each(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        screen = await review(pilot, 2)
        line = f"READY {refs[0]} Ann: review on Friday 4 December 2026: Ring her"
        assert told(screen)[refs[0]] == line
        await done(pilot, screen, 2)
        await out(pilot)
        assert marks(app) == ()
    assert promises(desk, refs) == [1, 1]


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
            await out(pilot)
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
        await screen_is(pilot, ReviewForm)
        assert (value(app, "due"), value(app, "what")) == ("4 Dec", "Ring her")
        await out(pilot)
        assert sorted(marks(app)) == refs
        assert "What you typed is kept" in toasts(app)
        send(app, "M")
        await chosen(pilot, "review")
        assert value(app, "what") == "Ring her"
    assert promises(desk, refs[:1]) == [0]


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
