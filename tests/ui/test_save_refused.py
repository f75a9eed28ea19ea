"""A save that could not be made, or a disk that is full: it is told, and what is typed stays."""

from pathlib import Path

import pytest

from complaintdesk.domain.errors import ShareUnavailable, StoreBusy
from complaintdesk.record.folder import Record
from complaintdesk.services import queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.settings import drafts_path
from screens.ask import ChooseScreen
from screens.queue import QueueScreen
from tests.ui.conflict_keys import draft_of, retype
from tests.ui.helpers import (
    begin_task,
    choose,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    toasts,
    until,
    value,
)
from tests.ui.letter_keys import FIRST, ready, type_into
from tests.ui.saving_steps import below, save, told

CONTACT = "Log a call, visit, e-mail or note"


def nothing_saves(patch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fails(*_: object) -> str:
        raise fault

    patch.setattr(Record, "append", fails)


@pytest.mark.parametrize("fault", [StoreBusy("Another window."), ShareUnavailable("No answer.")])
async def test_f9_tries_again_after_a_save_that_could_not_be_made_and_only_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, CONTACT)
        await retype(pilot, "text", "Rang her.")
        assert "Try again" not in text_of(app)
        await press(pilot, "f9")
        assert app.screen is form and queries.case(desk, ref).file.case.version == 1
        with monkeypatch.context() as patch:
            nothing_saves(patch, fault)
            await save(pilot)
            said = await told(pilot, form, "F9 tries again")
            assert str(fault) in said
            assert "nothing is lost" in said
            await until(pilot, lambda: "Try again" in text_of(app), "the key")
            assert draft_of(desk, ref, "contact")["text"] == "Rang her."
            await press(pilot, "f9")
            await told(pilot, form, "F9 tries again")
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
        await told(pilot, letter, "cannot keep a draft")
        # What else is said below does not hide it.
        with monkeypatch.context() as patch:
            nothing_saves(patch, StoreBusy("Busy."))
            await save(pilot, "send")
            said = await told(pilot, letter, "Busy.")
        assert "cannot keep a draft" in said
        assert "nothing is lost" not in said
        await press(pilot, "escape")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "stay")
        assert app.screen is letter and value(app, "questions") == "Which room?"
        folder.unlink()
        await type_into(pilot, "questions", "Which rooms?")
        await until(pilot, lambda: not letter.unkept, "kept again")
        assert "cannot keep" not in below(letter)
    assert draft_of(desk, ref, f"letter-{FIRST}")["questions"] == "Which rooms?"


async def test_a_refusal_that_no_colleague_has_to_do_with_is_told_as_it_is(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, CONTACT)
        await save(pilot)
        said = await told(pilot, form, "mend")
        assert "was changed" not in said + toasts(app)
        assert task_desk.form(desk, ref, "contact")
        assert app.screen is form
