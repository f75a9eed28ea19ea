"""What is typed while a save runs is not lost: neither in the open form nor once it was left."""

from pathlib import Path

import pytest

from complaintdesk.services import drafts, queries
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.letter import LetterScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    flat,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    until,
    value,
    write,
)
from tests.ui.saving_steps import (
    CASE,
    assert_logged_once,
    begin_complaint,
    begin_contact,
    begin_correction,
    begin_file,
    begin_letter,
    below,
    held_up,
    kept_of_letter,
    said,
    save,
    type_while_it_saves,
)


async def test_what_is_typed_while_a_task_is_saved_stays_in_the_form_and_is_saved_next(
    desk: Desk,
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_contact(pilot, ref)
        await type_while_it_saves(pilot, form, ", a second one")
        assert value(app, "text") == "Rang her, a second one"
        assert said(desk, ref, "Rang her") == 1
        (draft,) = drafts.unfinished(desk, ref, "contact")
        assert draft.fields["text"] == "Rang her, a second one"
        await save(pilot)
        await screen_is(pilot, QueueScreen)
    assert said(desk, ref, "Rang her, a second one") == 1
    assert queries.case(desk, ref).file.case.version == 3
    assert drafts.unfinished(desk, ref, "contact") == ()


async def test_what_is_typed_while_it_saves_and_taken_back_leaves_nothing(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (_, pilot):
        form = await begin_contact(pilot, ref)
        await type_while_it_saves(pilot, form, "!")
        await press(pilot, "backspace", "escape")
        await screen_is(pilot, QueueScreen)
    assert drafts.unfinished(desk, ref, "contact") == ()
    assert said(desk, ref, "Rang her") == 1


async def test_what_is_typed_while_a_complaint_is_logged_becomes_a_correction_of_it(
    desk: Desk,
) -> None:
    async with opened(desk) as (app, pilot):
        form = await begin_complaint(pilot)
        await type_while_it_saves(pilot, form, "since Monday", "save")
        assert f"Change the details of {CASE}" in flat(text_of(app))
        assert value(app, "point_1") == "No heat since Monday"
        (draft,) = drafts.unfinished(desk, CASE)
        assert draft.fields["point_1"] == "No heat since Monday"
        await save(pilot, "save")
        await screen_is(pilot, QueueScreen)
    assert_logged_once(desk, "No heat since Monday")


async def test_what_is_typed_while_a_correction_is_saved_stays_and_is_saved_next(
    desk: Desk,
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (_, pilot):
        form = await begin_correction(pilot)
        await type_while_it_saves(pilot, form, " 7", "save")
        await save(pilot, "save")
        await screen_is(pilot, CaseScreen)
    assert queries.case(desk, ref).file.case.details.complainant.phone.endswith(" ext 7")


async def test_what_is_typed_while_a_letter_goes_out_stays_and_is_kept(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        letter = await begin_letter(pilot)
        await type_while_it_saves(pilot, letter, " And since when?", "send")
        assert value(app, "questions") == "Which room? And since when?"
        # The same letter does not go twice: that is said now, and the text is kept to be copied.
        assert "acknowledged" in below(letter)
        await save(pilot, "send")
        assert await screen_is(pilot, LetterScreen) is letter
        assert "Which room? And since when?" in await kept_of_letter(pilot, desk)
    assert len(queries.case(desk, ref).file.letters) == 1


async def test_what_is_typed_while_a_file_is_added_stays_and_is_kept(
    desk: Desk, tmp_path: Path
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_file(pilot, ref, tmp_path)
        await type_while_it_saves(pilot, form, " brother")
        assert value(app, "note") == "From her brother"
        assert queries.case(desk, ref).file.case.documents[0].note == "From her"
    (draft,) = drafts.unfinished(desk, ref, "document")
    assert draft.fields["note"] == "From her brother"


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_a_form_left_while_it_is_saved_keeps_what_was_typed_since(
    desk: Desk, key: str
) -> None:
    (ref,) = log(desk, intake())
    with held_up() as held:
        async with opened(desk) as (app, pilot):
            form = await begin_contact(pilot, ref)
            await pilot.press("ctrl+s")
            await until(pilot, held.begun.is_set)
            await write(pilot, " twice")
            await pilot.press(key)
            await until(pilot, lambda: app._exit or app.screen is not form, "out of the form")
            held.goes_on.set()
            with desk.writing_lock:  # the save goes on to its end
                pass
    desk.catch_up()
    assert said(desk, ref, "Rang her") == 1
    (draft,) = drafts.unfinished(desk, ref, "contact")
    assert draft.fields["text"] == "Rang her twice"
