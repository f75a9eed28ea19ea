"""Two people on one case: the second to save sees both texts, chooses, and loses nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from complaintdesk.domain.case import Point, Responsibility
from complaintdesk.domain.errors import ShareUnavailable, StoreBusy
from complaintdesk.domain.text import clean
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, drafts, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.settings import drafts_path
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.conflict import Choice, ConflictScreen
from screens.intake import IntakeScreen
from screens.kept import KeptScreen
from screens.letter import LetterScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen, open_task
from tests.hostile import HOSTILE, MARKUP, TERMINAL
from tests.ui.helpers import (
    MIDDLE,
    SMALL,
    begin_task,
    choose,
    field,
    flat,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    settle,
    text_of,
    toasts,
    until,
    value,
    words_of,
)
from tests.ui.letter_keys import do, ready, type_into

OtherPc = Callable[..., Desk]
OURS, THEIRS = "No heating since Monday, and a baby.", "No heating since Friday."
TRIAGE = "Triage"


async def retype(pilot: Pilot[None], name: str, text: str) -> None:
    """A field's words replaced by others."""
    await go_to(pilot, name)
    widget = field(pilot.app, name)
    if hasattr(widget, "text"):
        widget.text = text
    else:
        widget.value = text
    await settle(pilot)


async def begin_edit(pilot: Pilot[None]) -> IntakeScreen:
    await press(pilot, "enter")
    await screen_is(pilot, CaseScreen)
    await press(pilot, "e")
    form = await screen_is(pilot, IntakeScreen)
    await until(pilot, lambda: form.is_ready, "the form")
    return form


async def save_edit(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+s")
    await screen_is(pilot, ChooseScreen)
    await choose(pilot, "save")


async def compared(pilot: Pilot[None]) -> ConflictScreen:
    """The comparison on top, all of it laid out."""
    shown = await screen_is(pilot, ConflictScreen)
    await until(pilot, lambda: not shown.shown.fields or shown.query(Choice), "the fields")
    return shown


def change(there: Desk, ref: str, **changes: object) -> None:
    """A colleague changes the details as they are now."""
    there.catch_up()
    case = queries.case(there, ref).file.case
    commands.change_details(there, ref, case.version, replace(case.details, **changes))


def point(text: str) -> tuple[Point, ...]:
    return (Point(text, "A repair this week.", Responsibility.OURS),)


def read(shown: ConflictScreen) -> str:
    """All of the comparison, also what is scrolled out of sight."""
    statics = shown.query("#compared Static").results()
    titles = [str(s.border_title or "") for s in shown.query(".side").results()]
    return flat(" ".join([s.visual.plain for s in statics] + titles))  # type: ignore[attr-defined]


def draft_of(desk: Desk, ref: str, task: str = "") -> dict[str, str]:
    return dict(drafts.unfinished(desk, ref, task)[0].fields)


@pytest.mark.parametrize(
    ("size", "key", "kept"),
    [
        (SMALL, "t", THEIRS),
        (MIDDLE, "y", OURS),
        (SMALL, "b", f"{THEIRS}\n\n{OURS}"),
        (MIDDLE, "left", THEIRS),
        (SMALL, "space", f"{THEIRS}\n\n{OURS}"),
    ],
)
async def test_the_second_to_save_chooses_and_that_is_what_goes_on_record(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int], key: str, kept: str
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk, size) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", OURS)
        await retype(pilot, "complainant_phone", "01632 960333")
        change(there, ref, points=point(THEIRS), vulnerability="A baby")
        await save_edit(pilot)
        shown = await compared(pilot)
        said = read(shown)
        assert "Alex Moss at 10:30" in said
        assert "Details changed: vulnerability, point 1." in said
        assert THEIRS in said and OURS in said
        assert "✓ Yours: into the form" in said
        assert "Taken over from the case: Vulnerability" in said
        assert "Kept as you typed: Complainant: Phone" in said
        assert "Ann O'Brien" in text_of(app)
        sides = [s.region for s in shown.query(".side").results()]
        assert (sides[0].y == sides[1].y) == (size == MIDDLE), "side by side where there is room"
        await press(pilot, key, "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        await settle(pilot)
        assert value(app, "point_1") == kept
        assert value(app, "vulnerability") == "A baby"
        assert queries.case(desk, ref).file.case.version == 2, "nothing is saved by choosing"
        await save_edit(pilot)
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert details.points[0].complaint == kept
    assert (details.complainant.phone, details.vulnerability) == ("01632 960333", "A baby")
    assert drafts.unfinished(desk, ref) == ()


async def test_esc_leaves_the_form_as_it_was_and_f8_brings_the_comparison_back(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        form = await begin_edit(pilot)
        await press(pilot, "f8")
        assert app.screen is form, "there is nothing to compare yet"
        await retype(pilot, "point_1", OURS)
        change(there, ref, points=point(THEIRS))
        await save_edit(pilot)
        await compared(pilot)
        await press(pilot, "t", "escape")
        await until(pilot, lambda: app.screen is form, "the form")
        await settle(pilot)
        assert value(app, "point_1") == OURS
        below = flat(words_of(form, "#problems"))
        assert f"{ref} was changed by Alex Moss at 10:30 while you had it open" in below
        assert "Nothing of yours was lost." in below
        assert "Yours stands; F8 compares again" in below
        # What is not chosen comes back, too, and what is typed after that is not in its way.
        await press(pilot, "f8")
        await compared(pilot)
        await press(pilot, "t", "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        await retype(pilot, "point_1", "A third text")
        await press(pilot, "f8")
        shown = await compared(pilot)
        assert "In the form, as you left it: into the form" in read(shown)
        await press(pilot, "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        assert value(app, "point_1") == "A third text"
        await press(pilot, "f8")
        await compared(pilot)
        await press(pilot, "y", "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        assert value(app, "point_1") == OURS


async def test_where_nothing_clashes_nothing_is_asked_and_the_change_joins_the_form(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", OURS)
        change(there, ref, vulnerability="A baby")
        await save_edit(pilot)
        await until(pilot, lambda: "Alex Moss" in words_of(form, "#problems"), "who it was")
        assert app.screen is form
        assert "Taken over: Vulnerability." in flat(words_of(form, "#problems"))
        await save_edit(pilot)
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert (details.points[0].complaint, details.vulnerability) == (OURS, "A baby")


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_a_task_is_compared_too_and_a_crash_after_it_loses_neither_text(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int]
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk, size) as (app, pilot):
        form = await begin_task(pilot, TRIAGE)
        await retype(pilot, "vulnerability", "Ours: a baby")
        there.catch_up()
        do(there, ref, "triage", vulnerability="Theirs: a heart condition", group="yes")
        await press(pilot, "ctrl+s")
        await compared(pilot)
        await press(pilot, "t", "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        await settle(pilot)
        assert value(app, "vulnerability") == "Theirs: a heart condition"
        app.exit()  # the terminal is closed: no Esc, no question
    fields = draft_of(desk, ref, "triage")
    assert fields["vulnerability"] == "Theirs: a heart condition"
    async with opened(desk, size) as (app, pilot):
        form = await begin_task(pilot, TRIAGE)
        assert app.screen is form, "it was answered, so it is not asked again"
        await press(pilot, "f8")
        shown = await compared(pilot)
        assert "Alex Moss" in read(shown)
        await press(pilot, "b", "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        await settle(pilot)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    found = queries.case(desk, ref).file.case.details.vulnerability
    assert found == "Theirs: a heart condition\n\nOurs: a baby"


async def test_a_crash_in_the_middle_of_the_question_asks_it_again(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await begin_task(pilot, TRIAGE)
        await retype(pilot, "vulnerability", "Ours: a baby")
        there.catch_up()
        do(there, ref, "triage", vulnerability="Theirs")
        await press(pilot, "ctrl+s")
        await compared(pilot)
        app.exit()
    async with opened(desk) as (app, pilot):
        await press(pilot, "d")
        open_task(app.screen, ref, "triage")
        shown = await compared(pilot)
        said = read(shown)
        assert "Ours: a baby" in said and "Theirs" in said and "Alex Moss at 10:30" in said
        await press(pilot, "escape")
        await screen_is(pilot, TaskScreen)
        assert value(app, "vulnerability") == "Ours: a baby"


async def test_a_task_that_fits_no_more_names_who_and_its_text_can_be_read(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, TRIAGE)
        await retype(pilot, "vulnerability", "A baby [/b]")
        there.catch_up()
        do(there, ref, "close", closing="withdrawn", note="She rang.")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "Alex Moss" in words_of(form, "#problems"), "who it was")
        below = flat(words_of(form, "#problems"))
        assert f"{ref} was changed by Alex Moss at 10:30 while you had it open" in below
        assert "was closed on" in below
        assert "is kept as a draft" in below
        assert app.screen is form and value(app, "vulnerability") == "A baby [/b]"
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is not form, "the list")
        open_task(app.screen, ref, "triage")
        await screen_is(pilot, KeptScreen)
        said = flat(text_of(app))
        assert "A baby [/b]" in said
        assert "Alex Moss at 10:30 since you typed this" in said
        assert "was closed on" in said
        await press(pilot, "f5")
        assert "A baby [/b]" in app.clipboard
        await press(pilot, "x", "escape")
        assert draft_of(desk, ref, "triage")["vulnerability"] == "A baby [/b]"
        open_task(app.screen, ref, "triage")
        await screen_is(pilot, KeptScreen)
        await press(pilot, "f4")
        await choose(pilot, "throw")
        await until(pilot, lambda: not isinstance(app.screen, KeptScreen), "the list")
    assert drafts.unfinished(desk, ref, "triage") == ()


@pytest.mark.parametrize(("size", "key"), [(SMALL, "t"), (MIDDLE, "b")])
async def test_a_letters_boxes_are_compared_with_a_colleagues_change(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int], key: str
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk, size) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await type_into(pilot, "complaint_1", "You have no heating.")
        change(there, ref, points=point("You have no hot water."))
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        shown = await compared(pilot)
        said = read(shown)
        assert "You have no heating." in said and "You have no hot water." in said
        assert "Alex Moss" in said
        await press(pilot, key, "f8")
        await until(pilot, lambda: app.screen is letter, "the letter")
        both = "You have no hot water.\n\nYou have no heating."
        kept = "You have no hot water." if key == "t" else both
        await until(pilot, lambda: letter.seen.get("complaint_1") == kept, "the letter with it")
        assert queries.case(desk, ref).file.letters == ()
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "a")
        letter = await ready(pilot)
        assert value(app, "complaint_1") == kept
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        await screen_is(pilot, QueueScreen)
    sent = queries.case(desk, ref).file
    assert len(sent.letters) == 1


async def test_a_letter_that_fits_no_more_keeps_its_boxes_as_a_draft(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await type_into(pilot, "questions", "Which room?")
        there.catch_up()
        do(there, ref, "acknowledge", on="20/11/2026")
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        await until(pilot, lambda: "Alex Moss" in words_of(letter, "#problems"), "who it was")
        assert app.screen is letter
        await press(pilot, "escape")
        queue = await screen_is(pilot, QueueScreen)
        queue.open_letter("stage1-acknowledgement")
        await screen_is(pilot, KeptScreen)
        assert "Which room?" in text_of(app)


@pytest.mark.parametrize("fault", [StoreBusy("Another window."), ShareUnavailable("No answer.")])
async def test_f9_tries_again_after_a_save_that_could_not_be_made_and_only_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fails(*_: object) -> str:
        raise fault

    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Log a call, visit, e-mail or note")
        await retype(pilot, "text", "Rang her.")
        assert "Try again" not in text_of(app)
        await press(pilot, "f9")
        assert app.screen is form and queries.case(desk, ref).file.case.version == 1
        with monkeypatch.context() as patch:
            patch.setattr(Record, "append", fails)
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "F9 tries again" in words_of(form, "#problems"), "the line")
            assert str(fault) in words_of(form, "#problems")
            assert "nothing is lost" in words_of(form, "#problems")
            await until(pilot, lambda: "Try again" in text_of(app), "the key")
            assert draft_of(desk, ref, "contact")["text"] == "Rang her."
            await press(pilot, "f9")
            await until(pilot, lambda: "F9 tries again" in words_of(form, "#problems"), "the line")
        await press(pilot, "f9")
        await screen_is(pilot, QueueScreen)
    assert queries.case(desk, ref).file.case.version == 2


async def test_a_full_disk_is_told_in_a_letter_and_it_is_not_left_without_a_yes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    # A file where the folder of drafts should be: nothing can be written into that.
    folder: Path = drafts_path(desk.file, desk.folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"")
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await type_into(pilot, "questions", "Which room?")
        await until(pilot, lambda: "cannot keep a draft" in words_of(letter, "#problems"), "told")
        # What else is said below does not hide it.
        with monkeypatch.context() as patch:
            patch.setattr(Record, "append", lambda *_: (_ for _ in ()).throw(StoreBusy("Busy.")))
            await press(pilot, "ctrl+s")
            await choose(pilot, "send")
            await until(pilot, lambda: "Busy." in words_of(letter, "#problems"), "the refusal")
        assert "cannot keep a draft" in words_of(letter, "#problems")
        assert "nothing is lost" not in words_of(letter, "#problems")
        await press(pilot, "escape")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "stay")
        assert app.screen is letter and value(app, "questions") == "Which room?"
        folder.unlink()
        await type_into(pilot, "questions", "Which rooms?")
        await until(pilot, lambda: not letter.unkept, "kept again")
        assert "cannot keep" not in words_of(letter, "#problems")
    assert draft_of(desk, ref, "letter-stage1-acknowledgement")["questions"] == "Which rooms?"


LONG = "A very long line of words that goes on and on. " * 400 + "The end."


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_hostile_and_long_texts_of_both_sides_are_shown_whole(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int]
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk, "Alex [/b] \x1b[2J")
    ours = "\n".join((*MARKUP, *TERMINAL))
    theirs = clean("\n".join(HOSTILE)) + f"\n{LONG}"
    async with opened(desk, size) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", ours)
        await retype(pilot, "summary", "[@click=app.quit]x[/] \x1b]0;PWNED\x07")
        change(there, ref, points=point(theirs), summary="tail [/] here")
        await save_edit(pilot)
        shown = await compared(pilot)
        said = read(shown)
        for text in (*MARKUP, "The end.", "tail [/] here"):
            assert flat(text) in said
        assert "\x1b" not in said and "\x1b" not in text_of(app)
        # The arrows and pages reach the last word.
        page = shown.query_one("#compared")
        await until(pilot, lambda: page.max_scroll_y > 400, "all of it laid out")
        for _ in range(100):  # more is laid out while the keys come
            if page.scroll_offset.y < page.max_scroll_y:
                await press(pilot, "pagedown")
        assert page.scroll_offset.y == page.max_scroll_y
        await press(pilot, *["pageup"] * 60, "down", "up", "tab", "b", "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        assert app.is_running


async def test_a_text_that_the_form_asks_no_more_is_shown_and_kept(
    desk: Desk, other_pc: OtherPc
) -> None:
    two = (*point("No heating."), Point("The lift.", "", Responsibility.OURS))
    (ref,) = log(desk, intake(points=two))
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Decide the points")
        await retype(pilot, "reasons_2", "The lift was out for a week.")
        change(there, ref, points=point("No heating."))
        await press(pilot, "ctrl+s")
        shown = await compared(pilot)
        assert "The lift was out for a week." in read(shown)
        assert "no place in the form any more" in read(shown)
        await press(pilot, "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        await settle(pilot)
        assert not form.query("#f-reasons_2")
    assert "The lift was out for a week." in draft_of(desk, ref, "decide").values()


async def test_a_second_colleague_is_met_as_well(desk: Desk, other_pc: OtherPc) -> None:
    (ref,) = log(desk, intake())
    alex, bo = other_pc(desk), other_pc(desk, "Bo Lee")
    async with opened(desk) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", OURS)
        change(alex, ref, points=point(THEIRS))
        await save_edit(pilot)
        await compared(pilot)
        await press(pilot, "t", "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        await retype(pilot, "point_1", "Then this")
        change(bo, ref, points=point("Bo's words"))
        await save_edit(pilot)
        shown = await compared(pilot)
        said = read(shown)
        assert "Bo Lee at 10:30" in said and "Alex Moss" not in said
        for text in ("Bo's words", "Then this", OURS):
            assert text in said, "what was typed before is still to be had"
        await press(pilot, "f8")
        await until(pilot, lambda: app.screen is form, "the form")
        assert value(app, "point_1") == "Then this"
        await save_edit(pilot)
        await screen_is(pilot, CaseScreen)
    assert queries.case(desk, ref).file.case.details.points[0].complaint == "Then this"


async def test_a_refusal_that_no_colleague_has_to_do_with_is_told_as_it_is(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Log a call, visit, e-mail or note")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "mend" in words_of(form, "#problems"), "what to mend")
        assert "was changed" not in words_of(form, "#problems") + toasts(app)
        assert task_desk.form(desk, ref, "contact")
        assert not isinstance(app.screen, (ConflictScreen, LetterScreen))
