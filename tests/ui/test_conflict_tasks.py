"""A colleague's change met in the form of a task or a letter: compared there, and nothing lost."""

import pytest

from complaintdesk.domain.case import Point, Responsibility
from complaintdesk.services import drafts, queries
from complaintdesk.services.desk import Desk
from screens.kept import KeptScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen, open_task
from tests.ui.conflict_keys import (
    OtherPc,
    change,
    compare_again,
    compared,
    do_there,
    draft_of,
    leave_to,
    point,
    read,
    retype,
)
from tests.ui.helpers import (
    MIDDLE,
    SMALL,
    begin_task,
    choose,
    flat,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    until,
    value,
)
from tests.ui.letter_keys import FIRST, ready, type_into
from tests.ui.saving_steps import save, told

TRIAGE = "Triage"


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_a_task_is_compared_too_and_a_crash_after_it_loses_neither_text(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int]
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk, size) as (app, pilot):
        form = await begin_task(pilot, TRIAGE)
        await retype(pilot, "vulnerability", "Ours: a baby")
        do_there(there, ref, "triage", vulnerability="Theirs: a heart condition", group="yes")
        await save(pilot)
        await compared(pilot)
        await leave_to(pilot, form, "t", "f8")
        assert value(app, "vulnerability") == "Theirs: a heart condition"
        app.exit()  # the terminal is closed: no Esc, no question
    assert draft_of(desk, ref, "triage")["vulnerability"] == "Theirs: a heart condition"
    async with opened(desk, size) as (app, pilot):
        form = await begin_task(pilot, TRIAGE)
        assert app.screen is form, "it was answered, so it is not asked again"
        assert "Alex Moss" in read(await compare_again(pilot))
        await leave_to(pilot, form, "b", "f8")
        await save(pilot)
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
        do_there(there, ref, "triage", vulnerability="Theirs")
        await save(pilot)
        await compared(pilot)
        app.exit()
    async with opened(desk) as (app, pilot):
        await press(pilot, "d")
        open_task(app.screen, ref, "triage")
        said = read(await compared(pilot))
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
        do_there(there, ref, "close", closing="withdrawn", note="She rang.")
        await save(pilot)
        said = await told(pilot, form, "Alex Moss")
        assert f"{ref} was changed by Alex Moss at 10:30 while you had it open" in said
        assert "was closed on" in said
        assert "is kept as a draft" in said
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


async def test_a_text_that_the_form_asks_no_more_is_shown_and_kept(
    desk: Desk, other_pc: OtherPc
) -> None:
    two = (*point("No heating."), Point("The lift.", "", Responsibility.OURS))
    (ref,) = log(desk, intake(points=two))
    there = other_pc(desk)
    async with opened(desk) as (_, pilot):
        form = await begin_task(pilot, "Decide the points")
        await retype(pilot, "reasons_2", "The lift was out for a week.")
        change(there, ref, points=point("No heating."))
        await save(pilot)
        said = read(await compared(pilot))
        assert "The lift was out for a week." in said
        assert "no place in the form any more" in said
        await leave_to(pilot, form, "f8")
        assert not form.query("#f-reasons_2")
    assert "The lift was out for a week." in draft_of(desk, ref, "decide").values()


@pytest.mark.parametrize(
    ("size", "key", "kept"),
    [
        (SMALL, "t", "You have no hot water."),
        (MIDDLE, "b", "You have no hot water.\n\nYou have no heating."),
    ],
)
async def test_a_letters_boxes_are_compared_with_a_colleagues_change(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int], key: str, kept: str
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk, size) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await type_into(pilot, "complaint_1", "You have no heating.")
        change(there, ref, points=point("You have no hot water."))
        await save(pilot, "send")
        said = read(await compared(pilot))
        assert "You have no heating." in said and "You have no hot water." in said
        assert "Alex Moss" in said
        await leave_to(pilot, letter, key, "f8")
        await until(pilot, lambda: letter.seen.get("complaint_1") == kept, "the letter with it")
        assert queries.case(desk, ref).file.letters == ()
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "a")
        await ready(pilot)
        assert value(app, "complaint_1") == kept
        await save(pilot, "send")
        await screen_is(pilot, QueueScreen)
    assert len(queries.case(desk, ref).file.letters) == 1


async def test_a_letter_that_fits_no_more_keeps_its_boxes_as_a_draft(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await type_into(pilot, "questions", "Which room?")
        do_there(there, ref, "acknowledge", on="20/11/2026")
        await save(pilot, "send")
        await told(pilot, letter, "Alex Moss")
        assert app.screen is letter
        await press(pilot, "escape")
        queue = await screen_is(pilot, QueueScreen)
        queue.open_letter(FIRST)
        await screen_is(pilot, KeptScreen)
        assert "Which room?" in text_of(app)
