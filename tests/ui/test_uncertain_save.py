"""What is typed after a save that may or may not have counted is offered again, and saved once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.services import commands, drafts, queries
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.intake import IntakeScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    back_to,
    choose,
    flat,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    settle,
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
    kept_of_letter,
    open_contact,
    open_file_form,
    said,
    save,
    save_in_vain,
    told,
)


async def contact_again(pilot: Pilot[None], desk: Desk, ref: str) -> str:
    """Back in the queue, once the desk knows what counted: the text that a new form offers."""
    await back_to(pilot, QueueScreen)
    desk.catch_up()
    await open_contact(pilot, ref)
    return value(pilot.app, "text")


async def correct_again(pilot: Pilot[None]) -> None:
    """From the case's page on with the correction that was left half written."""
    await press(pilot, "e")
    await screen_is(pilot, ChooseScreen)
    assert f"changes to {CASE}" in flat(text_of(pilot.app))
    await choose(pilot, "go-on")
    await screen_is(pilot, IntakeScreen)


async def test_text_added_after_an_uncertain_save_of_a_task_is_offered_and_saved_once(
    desk: Desk,
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await save_in_vain(pilot, await begin_contact(pilot, ref))
        await write(pilot, " twice")
        assert await contact_again(pilot, desk, ref) == "Rang her twice"
        assert "F8" not in below(app.screen)  # nothing of a colleague's to compare
        await save(pilot)
        await screen_is(pilot, QueueScreen)
        assert await contact_again(pilot, desk, ref) == ""
    assert (said(desk, ref, "Rang her"), said(desk, ref, "Rang her twice")) == (1, 1)
    assert drafts.unfinished(desk, ref, "contact") == ()


@pytest.mark.parametrize("refused_first", [False, True])
async def test_nothing_typed_after_an_uncertain_save_that_counted_offers_nothing(
    desk: Desk, refused_first: bool
) -> None:
    """A try that was refused is no try: it never counts, and nothing of it is offered again."""
    (ref,) = log(desk, intake())
    async with opened(desk) as (_, pilot):
        if refused_first:
            form = await open_contact(pilot, ref)
            await save(pilot)
            await told(pilot, form, "mend")
            await go_to(pilot, "text")
            await write(pilot, "Rang her")
        else:
            form = await begin_contact(pilot, ref)
        await save_in_vain(pilot, form)
        assert await contact_again(pilot, desk, ref) == ""
    assert said(desk, ref, "Rang her") == 1


async def test_text_added_to_a_new_complaint_after_an_uncertain_save_is_offered_on_its_case(
    desk: Desk,
) -> None:
    async with opened(desk) as (app, pilot):
        await save_in_vain(pilot, await begin_complaint(pilot), "save")
        await write(pilot, "since Monday")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: CASE in text_of(app), "the case")
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await correct_again(pilot)
        assert value(app, "point_1") == "No heat since Monday"
        await save(pilot, "save")
        await screen_is(pilot, CaseScreen)
    assert_logged_once(desk, "No heat since Monday")


async def test_a_new_complaint_whose_first_try_counted_goes_on_as_a_correction(
    desk: Desk,
) -> None:
    async with opened(desk) as (_, pilot):
        form = await begin_complaint(pilot)
        await save_in_vain(pilot, form, "save")
        await write(pilot, "since Monday")
        await save(pilot, "save")
        await told(pilot, form, "saved by the try before")
        await settle(pilot)
        assert pilot.app.screen is form
        await save(pilot, "save")
        await screen_is(pilot, QueueScreen)
    assert_logged_once(desk, "No heat since Monday")


async def test_text_added_to_corrections_after_an_uncertain_save_is_offered_and_saved(
    desk: Desk, other_pc: Callable[..., Desk]
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await save_in_vain(pilot, await begin_correction(pilot), "save")
        await write(pilot, " 7")
        await press(pilot, "escape")
        await screen_is(pilot, CaseScreen)
        # A colleague goes on from what the uncertain save put on record: theirs stays as well.
        there.catch_up()
        now = queries.case(there, ref).file.case
        person = now.details.complainant
        assert person.phone.endswith(" ext")
        theirs = intake(summary="Theirs", complainant=person)
        commands.change_details(there, ref, now.version, theirs)
        desk.catch_up()
        await correct_again(pilot)
        assert value(app, "complainant_phone").endswith(" ext 7")
        await save(pilot, "save")
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert details.complainant.phone.endswith(" ext 7")
    assert details.summary == "Theirs"


async def test_text_added_to_a_letter_after_an_uncertain_save_can_be_read_and_copied(
    desk: Desk,
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (_, pilot):
        await save_in_vain(pilot, await begin_letter(pilot), "send")
        await go_to(pilot, "questions")
        await press(pilot, "ctrl+end")
        await write(pilot, " And since when?")
        assert "Which room? And since when?" in await kept_of_letter(pilot, desk)
    assert len(queries.case(desk, ref).file.letters) == 1


async def test_a_note_added_to_a_file_after_an_uncertain_save_is_there_again(
    desk: Desk, tmp_path: Path
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await save_in_vain(pilot, await begin_file(pilot, ref, tmp_path))
        await go_to(pilot, "note")
        await press(pilot, "ctrl+end")
        await write(pilot, " brother")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        desk.catch_up()
        form = await open_file_form(pilot, ref)
        assert value(app, "note") == "From her brother"
        # The file is on the case, and is not added twice; the text stays.
        await save(pilot)
        await until(pilot, lambda: "has this very file already" in flat(text_of(app)))
        assert app.screen is form
        assert value(app, "note") == "From her brother"
    assert len(queries.case(desk, ref).file.case.documents) == 1


@pytest.mark.parametrize("once_more", [False, True])
async def test_two_tries_that_differ_leave_the_text_whichever_of_them_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, once_more: bool
) -> None:
    """The first got there, the second with more text did not, and nobody can tell which."""

    def away(*_: object) -> str:
        raise ShareUnavailable("The desk's folder did not answer. It is not certain.")

    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_contact(pilot, ref)
        await save_in_vain(pilot, form)
        await write(pilot, " twice")
        with monkeypatch.context() as patch:
            patch.setattr(desk.follower, "take_in", away)
            await save(pilot)
            await told(pilot, form, "did not answer")
        if once_more:
            await press(pilot, "f9")
            await told(pilot, form, "saved by the try before")
            assert value(app, "text") == "Rang her twice"
        assert await contact_again(pilot, desk, ref) == "Rang her twice"
    assert said(desk, ref, "Rang her") == 1
