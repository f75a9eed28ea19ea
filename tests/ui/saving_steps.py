"""Forms filled and saved by an officer, on a share that is slow or gives no certain answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import drafts, queries
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.document import DocumentScreen, open_document
from screens.form import FormScreen
from screens.intake import IntakeScreen
from screens.kept import KeptScreen
from screens.letter import LetterScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen, open_task
from tests.ui.helpers import (
    choose,
    flat,
    go_to,
    press,
    screen_is,
    settle,
    text_of,
    until,
    words_of,
    write,
)
from tests.ui.letter_keys import FIRST as ACKNOWLEDGEMENT
from tests.ui.letter_keys import ready

CASE = "CD-2026-0001"  # the first that a desk has
_APPEND = Record.append


# Saving


def lost_answer(record: Record, change: object) -> str:
    """A share that takes the change and goes away before it says so."""
    _APPEND(record, change)  # type: ignore[arg-type]
    raise ShareUnavailable("It is not certain that this was saved. Try again.")


async def save(pilot: Pilot[None], *answer: str) -> None:
    """Ctrl+S, with the answer to its question."""
    await press(pilot, "ctrl+s")
    if answer:
        await choose(pilot, *answer)


async def save_in_vain(pilot: Pilot[None], form: FormScreen, *answer: str) -> None:
    """Save where the answer gets lost, until the form says that it is not certain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Record, "append", lost_answer)
        await save(pilot, *answer)
        await told(pilot, form, "not certain")
        await settle(pilot)


@dataclass(frozen=True)
class Held:
    """A save that has begun and does not end before it may go on."""

    begun: threading.Event = field(default_factory=threading.Event)
    goes_on: threading.Event = field(default_factory=threading.Event)

    def append(self, record: Record, change: object) -> str:
        self.begun.set()
        assert self.goes_on.wait(60)
        return _APPEND(record, change)  # type: ignore[arg-type]


@contextmanager
def held_up() -> Iterator[Held]:
    """A share on which every save waits."""
    held = Held()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Record, "append", lambda *given: held.append(*given))
        try:
            yield held
        finally:
            held.goes_on.set()


async def type_while_it_saves(
    pilot: Pilot[None], form: FormScreen, text: str, *answer: str
) -> None:
    """Ctrl+S, then more text before the save ends; then until the form says what became of it."""
    with held_up() as held:
        await pilot.press("ctrl+s")
        if answer:
            await _answer(pilot, *answer)
        await until(pilot, held.begun.is_set, "the save")
        await until(pilot, lambda: pilot.app.screen is form, "the form")
        await write(pilot, text)
        held.goes_on.set()
        await told(pilot, form, "not in it")
        await settle(pilot)
    assert pilot.app.screen is form


async def _answer(pilot: Pilot[None], answer: str) -> None:
    """As `choose`, without waiting for the work that the answer begins."""
    await until(pilot, lambda: bool(pilot.app.screen.query("OptionList")), "the question")
    options = pilot.app.screen.query_one("OptionList")
    while options.get_option_at_index(options.highlighted or 0).id != answer:  # type: ignore[attr-defined]
        await pilot.press("down")
    await pilot.press("enter")


# What the form says below, and what became of it


async def told(pilot: Pilot[None], form: FormScreen, words: str) -> str:
    """All that the form says below its fields, once that has these words."""
    await until(pilot, lambda: words in below(form), words)
    return below(form)


def below(form: FormScreen) -> str:
    return flat(words_of(form, "#problems"))


def said(desk: Desk, ref: str, words: str) -> int:
    """How many entries of a case's history end with these words."""
    history = queries.case(desk, ref).file.history
    return sum(line.entry.rstrip(".").endswith(words) for line in history)


def assert_logged_once(desk: Desk, complaint: str) -> None:
    """One case, whose one point says this, and nothing half written of it."""
    (point,) = queries.case(desk, CASE).file.case.details.points
    assert point.complaint == complaint
    assert queries.queue(desk).count == 1
    assert drafts.unfinished(desk, CASE) == drafts.unfinished(desk) == ()


# Forms, as far as the key that saves


async def open_contact(pilot: Pilot[None], ref: str) -> TaskScreen:
    """The form of a call; the way there through the list of tasks is not what is tested."""
    open_task(pilot.app.screen, ref, "contact")
    form = await screen_is(pilot, TaskScreen)
    await until(pilot, lambda: form.is_ready, "the form")
    return form


async def begin_contact(pilot: Pilot[None], ref: str) -> TaskScreen:
    form = await open_contact(pilot, ref)
    await go_to(pilot, "text")
    await write(pilot, "Rang her")
    return form


async def begin_complaint(pilot: Pilot[None]) -> IntakeScreen:
    await press(pilot, "n")
    form = await screen_is(pilot, IntakeScreen)
    await until(pilot, lambda: form.is_ready, "the form")
    await write(pilot, "yesterday")
    await go_to(pilot, "complainant_name")
    await write(pilot, "Mary")
    await go_to(pilot, "point_1")
    await write(pilot, "No heat ")
    return form


async def begin_edit(pilot: Pilot[None]) -> IntakeScreen:
    """From the queue to its first case's details."""
    await press(pilot, "enter")
    await screen_is(pilot, CaseScreen)
    await press(pilot, "e")
    form = await screen_is(pilot, IntakeScreen)
    await until(pilot, lambda: form.is_ready, "the form")
    return form


async def begin_correction(pilot: Pilot[None]) -> IntakeScreen:
    """From the queue to its first case's details, with an extension after the phone's number."""
    form = await begin_edit(pilot)
    await go_to(pilot, "complainant_phone")
    await press(pilot, "end")
    await write(pilot, " ext")
    return form


async def begin_letter(pilot: Pilot[None]) -> LetterScreen:
    await press(pilot, "a")
    letter = await ready(pilot)
    await go_to(pilot, "questions")
    await write(pilot, "Which room?")
    return letter


async def kept_of_letter(pilot: Pilot[None], desk: Desk) -> str:
    """Out of a letter, and what is shown when it is opened again though it has gone."""
    await press(pilot, "escape")
    queue = await screen_is(pilot, QueueScreen)
    desk.catch_up()
    queue.open_letter(ACKNOWLEDGEMENT)
    await screen_is(pilot, KeptScreen)
    return flat(text_of(pilot.app))


async def open_file_form(pilot: Pilot[None], ref: str) -> DocumentScreen:
    open_document(pilot.app.screen, ref)  # type: ignore[arg-type]
    form = await screen_is(pilot, DocumentScreen)
    await until(pilot, lambda: form.is_ready, "the form")
    return form


async def begin_file(pilot: Pilot[None], ref: str, folder: Path) -> DocumentScreen:
    """The form with a file that lies in this folder."""
    survey = folder / "survey.txt"
    survey.write_text("Damp in two rooms.")
    form = await open_file_form(pilot, ref)
    await write(pilot, str(survey))
    await go_to(pilot, "note")
    await write(pilot, "From her")
    return form
