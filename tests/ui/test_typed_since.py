"""What is typed after a save began is never lost: neither in the open form nor once it was left."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, drafts, queries
from complaintdesk.services.desk import Desk
from screens.app import DeskApp
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.document import DocumentScreen, open_document
from screens.form import FormScreen
from screens.intake import IntakeScreen
from screens.kept import KeptScreen
from screens.letter import LetterScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen
from tests.ui.helpers import (
    back_to,
    begin_task,
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
    words_of,
    write,
)
from tests.ui.letter_keys import ready

_APPEND = Record.append
CONTACT = "Log a call, visit, e-mail or note"


def lost_answer(record: Record, change: object) -> str:
    """A share that takes the change and goes away before it says so."""
    _APPEND(record, change)  # type: ignore[arg-type]
    raise ShareUnavailable("It is not certain that this was saved. Try again.")


@contextmanager
def uncertain(patch: pytest.MonkeyPatch) -> Iterator[None]:
    with patch.context() as inner:
        inner.setattr(Record, "append", lost_answer)
        yield


@contextmanager
def held_up(patch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Saves that have begun and do not end before the event is set."""
    begun, goes_on = threading.Event(), threading.Event()

    def slow(record: Record, change: object) -> str:
        begun.set()
        assert goes_on.wait(60)
        return _APPEND(record, change)  # type: ignore[arg-type]

    with patch.context() as inner:
        inner.setattr(Record, "append", slow)
        goes_on.begun = begun  # type: ignore[attr-defined]
        try:
            yield goes_on
        finally:
            goes_on.set()


async def try_in_vain(pilot: Pilot[None], form: FormScreen, *answer: str) -> None:
    """Ctrl+S, with the answer to its question, until it says that it is not certain."""
    await press(pilot, "ctrl+s")
    if answer:
        await choose(pilot, *answer)
    await until(pilot, lambda: "not certain" in flat(words_of(form, "#problems")), "the refusal")
    await settle(pilot)


async def type_while_it_saves(
    pilot: Pilot[None], form: FormScreen, goes_on: threading.Event, text: str, *answer: str
) -> None:
    """Ctrl+S, then more text before the save ends; then until the form says what became of it."""
    await press_only(pilot, "ctrl+s")
    if answer:
        await choose_only(pilot, *answer)
    await until(pilot, goes_on.begun.is_set, "the save")  # type: ignore[attr-defined]
    await until(pilot, lambda: pilot.app.screen is form, "the form")
    await write(pilot, text)
    goes_on.set()
    await until(pilot, lambda: "not in it" in flat(words_of(form, "#problems")), "the sentence")
    await settle(pilot)
    assert pilot.app.screen is form


async def press_only(pilot: Pilot[None], key: str) -> None:
    """A key, without waiting for the work that it begins."""
    await pilot.press(key)


async def choose_only(pilot: Pilot[None], answer: str) -> None:
    """The answer that stands first or second, without waiting for the work that it begins."""
    await until(pilot, lambda: bool(pilot.app.screen.query("OptionList")), "the question")
    options = pilot.app.screen.query_one("OptionList")
    while options.get_option_at_index(options.highlighted or 0).id != answer:  # type: ignore[attr-defined]
        await pilot.press("down")
    await pilot.press("enter")


def entries(desk: Desk, ref: str) -> list[str]:
    return [line.entry for line in queries.case(desk, ref).file.history]


def said(desk: Desk, ref: str, words: str) -> int:
    """How many entries of a case's history end with these words."""
    return sum(entry.rstrip(".").endswith(words) for entry in entries(desk, ref))


async def begin_contact(pilot: Pilot[None], text: str = "Rang her") -> TaskScreen:
    form = await begin_task(pilot, CONTACT)
    await go_to(pilot, "text")
    await write(pilot, text)
    return form


async def begin_document(app: DeskApp, pilot: Pilot[None], ref: str) -> DocumentScreen:
    open_document(app.screen, ref)  # type: ignore[arg-type]
    form = await screen_is(pilot, DocumentScreen)
    await until(pilot, lambda: form.is_ready, "the form")
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


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.txt"
    path.write_text("Damp in two rooms.")
    return path


# A save that is not certain, more text, and the form is left.


async def test_text_added_after_an_uncertain_save_of_a_task_is_offered_and_saved_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_contact(pilot)
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form)
        await write(pilot, " twice")
        await back_to(pilot, QueueScreen)
        desk.catch_up()
        form = await begin_task(pilot, CONTACT)
        assert value(app, "text") == "Rang her twice"
        assert "F8" not in flat(words_of(form, "#problems"))  # nothing of a colleague's to compare
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await begin_task(pilot, CONTACT)
        assert value(app, "text") == ""
    assert (said(desk, ref, "Rang her"), said(desk, ref, "Rang her twice")) == (1, 1)
    assert drafts.unfinished(desk, ref, "contact") == ()


async def test_nothing_typed_after_an_uncertain_save_that_counted_offers_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_contact(pilot)
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form)
        await back_to(pilot, QueueScreen)
        desk.catch_up()
        await begin_task(pilot, CONTACT)
        assert value(app, "text") == ""
    assert said(desk, ref, "Rang her") == 1


async def test_text_added_to_a_new_complaint_after_an_uncertain_save_is_offered_on_its_case(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk) as (app, pilot):
        form = await begin_complaint(pilot)
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form, "save")
        await write(pilot, "since Monday")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: "CD-2026-0001" in text_of(app), "the case")
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        await screen_is(pilot, ChooseScreen)
        assert "changes to CD-2026-0001" in flat(text_of(app))
        await choose(pilot, "go-on")
        await screen_is(pilot, IntakeScreen)
        assert value(app, "point_1") == "No heat since Monday"
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, CaseScreen)
    (point,) = queries.case(desk, "CD-2026-0001").file.case.details.points
    assert point.complaint == "No heat since Monday"
    assert queries.queue(desk).count == 1
    assert drafts.unfinished(desk, "CD-2026-0001") == drafts.unfinished(desk) == ()


async def test_text_added_to_corrections_after_an_uncertain_save_is_offered_and_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, other_pc: object
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)  # type: ignore[operator]
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        form = await screen_is(pilot, IntakeScreen)
        await go_to(pilot, "complainant_phone")
        await press(pilot, "end")
        await write(pilot, " ext")
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form, "save")
        await write(pilot, " 7")
        await press(pilot, "escape")
        await screen_is(pilot, CaseScreen)
        # A colleague goes on from what the uncertain save put on record: theirs stays as well.
        there.catch_up()
        now = queries.case(there, ref).file.case
        person = now.details.complainant
        assert person.phone.endswith(" ext")
        commands.change_details(
            there, ref, now.version, intake(summary="Theirs", complainant=person)
        )
        desk.catch_up()
        await press(pilot, "e")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "go-on")
        await screen_is(pilot, IntakeScreen)
        assert value(app, "complainant_phone").endswith(" ext 7")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert details.complainant.phone.endswith(" ext 7")
    assert details.summary == "Theirs"


async def test_text_added_to_a_letter_after_an_uncertain_save_can_be_read_and_copied(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await go_to(pilot, "questions")
        await write(pilot, "Which room?")
        with uncertain(monkeypatch):
            await try_in_vain(pilot, letter, "send")
        await go_to(pilot, "questions")
        await press(pilot, "ctrl+end")
        await write(pilot, " And since when?")
        await press(pilot, "escape")
        queue = await screen_is(pilot, QueueScreen)
        desk.catch_up()
        queue.open_letter("stage1-acknowledgement")
        await screen_is(pilot, KeptScreen)
        assert "Which room? And since when?" in flat(text_of(app))
    assert len(queries.case(desk, ref).file.letters) == 1


async def test_a_note_added_to_a_file_after_an_uncertain_save_is_there_again(
    desk: Desk, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_document(app, pilot, ref)
        await write(pilot, str(survey))
        await go_to(pilot, "note")
        await write(pilot, "From her")
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form)
        await go_to(pilot, "note")
        await press(pilot, "ctrl+end")
        await write(pilot, " brother")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        desk.catch_up()
        form = await begin_document(app, pilot, ref)
        assert value(app, "note") == "From her brother"
        # The file is on the case, and is not added twice; the text stays.
        await press(pilot, "ctrl+s")
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
        form = await begin_contact(pilot)
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form)
        await write(pilot, " twice")
        with monkeypatch.context() as patch:
            patch.setattr(desk.follower, "take_in", away)
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "did not answer" in flat(words_of(form, "#problems")))
        if once_more:
            await press(pilot, "f9")
            await until(pilot, lambda: "saved by the try before" in words_of(form, "#problems"))
            assert value(app, "text") == "Rang her twice"
        await back_to(pilot, QueueScreen)
        desk.catch_up()
        await begin_task(pilot, CONTACT)
        assert value(app, "text") == "Rang her twice"
    assert said(desk, ref, "Rang her") == 1


async def test_a_refused_try_is_no_try(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was refused never counts: once the mended form got there, nothing is offered again."""
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, CONTACT)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "mend" in words_of(form, "#problems"), "the refusal")
        await go_to(pilot, "text")
        await write(pilot, "Rang her")
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form)
        await back_to(pilot, QueueScreen)
        desk.catch_up()
        await begin_task(pilot, CONTACT)
        assert value(app, "text") == ""
    assert said(desk, ref, "Rang her") == 1


async def test_a_new_complaint_whose_first_try_counted_goes_on_as_a_correction(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk) as (_, pilot):
        form = await begin_complaint(pilot)
        with uncertain(monkeypatch):
            await try_in_vain(pilot, form, "save")
        await write(pilot, "since Monday")
        await press(pilot, "ctrl+s")
        await choose(pilot, "save")
        await until(pilot, lambda: "saved by the try before" in words_of(form, "#problems"))
        await settle(pilot)
        assert pilot.app.screen is form
        await press(pilot, "ctrl+s")
        await choose(pilot, "save")
        await screen_is(pilot, QueueScreen)
    (point,) = queries.case(desk, "CD-2026-0001").file.case.details.points
    assert point.complaint == "No heat since Monday"
    assert queries.queue(desk).count == 1
    assert drafts.unfinished(desk, "CD-2026-0001") == drafts.unfinished(desk) == ()


# More text while a save runs.


async def test_what_is_typed_while_a_task_is_saved_stays_in_the_form_and_is_saved_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_contact(pilot)
        with held_up(monkeypatch) as goes_on:
            await type_while_it_saves(pilot, form, goes_on, ", a second one")
        assert value(app, "text") == "Rang her, a second one"
        assert said(desk, ref, "Rang her") == 1
        (draft,) = drafts.unfinished(desk, ref, "contact")
        assert draft.fields["text"] == "Rang her, a second one"
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    assert said(desk, ref, "Rang her, a second one") == 1
    assert queries.case(desk, ref).file.case.version == 3
    assert drafts.unfinished(desk, ref, "contact") == ()


async def test_what_is_typed_while_it_saves_and_taken_back_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (_, pilot):
        form = await begin_contact(pilot)
        with held_up(monkeypatch) as goes_on:
            await type_while_it_saves(pilot, form, goes_on, "!")
        await press(pilot, "backspace", "escape")
        await screen_is(pilot, QueueScreen)
    assert drafts.unfinished(desk, ref, "contact") == ()
    assert said(desk, ref, "Rang her") == 1


async def test_what_is_typed_while_a_complaint_is_logged_becomes_a_correction_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk) as (app, pilot):
        form = await begin_complaint(pilot)
        with held_up(monkeypatch) as goes_on:
            await type_while_it_saves(pilot, form, goes_on, "since Monday", "save")
        assert "Change the details of CD-2026-0001" in flat(text_of(app))
        assert value(app, "point_1") == "No heat since Monday"
        (draft,) = drafts.unfinished(desk, "CD-2026-0001")
        assert draft.fields["point_1"] == "No heat since Monday"
        await press(pilot, "ctrl+s")
        await choose(pilot, "save")
        await screen_is(pilot, QueueScreen)
    (point,) = queries.case(desk, "CD-2026-0001").file.case.details.points
    assert point.complaint == "No heat since Monday"
    assert queries.queue(desk).count == 1
    assert drafts.unfinished(desk, "CD-2026-0001") == ()


async def test_what_is_typed_while_a_correction_is_saved_stays_and_is_saved_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        form = await screen_is(pilot, IntakeScreen)
        await go_to(pilot, "complainant_phone")
        await press(pilot, "end")
        await write(pilot, " ext")
        with held_up(monkeypatch) as goes_on:
            await type_while_it_saves(pilot, form, goes_on, " 7", "save")
        await press(pilot, "ctrl+s")
        await choose(pilot, "save")
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert details.complainant.phone.endswith(" ext 7")


async def test_what_is_typed_while_a_letter_goes_out_stays_and_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await go_to(pilot, "questions")
        await write(pilot, "Which room?")
        with held_up(monkeypatch) as goes_on:
            await type_while_it_saves(pilot, letter, goes_on, " And since when?", "send")
        assert value(app, "questions") == "Which room? And since when?"
        # The same letter does not go twice: that is said now, and the text is kept to be copied.
        assert "acknowledged" in flat(words_of(letter, "#problems"))
        await press(pilot, "ctrl+s")
        await settle(pilot)
        if isinstance(app.screen, ChooseScreen):
            await choose(pilot, "send")
        assert isinstance(app.screen, LetterScreen)
        await press(pilot, "escape")
        queue = await screen_is(pilot, QueueScreen)
        queue.open_letter("stage1-acknowledgement")
        await screen_is(pilot, KeptScreen)
        assert "Which room? And since when?" in flat(text_of(app))
    assert len(queries.case(desk, ref).file.letters) == 1


async def test_what_is_typed_while_a_file_is_added_stays_and_is_kept(
    desk: Desk, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_document(app, pilot, ref)
        await write(pilot, str(survey))
        await go_to(pilot, "note")
        await write(pilot, "From her")
        with held_up(monkeypatch) as goes_on:
            await type_while_it_saves(pilot, form, goes_on, " brother")
        assert value(app, "note") == "From her brother"
        assert queries.case(desk, ref).file.case.documents[0].note == "From her"
    (draft,) = drafts.unfinished(desk, ref, "document")
    assert draft.fields["note"] == "From her brother"


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_a_form_left_while_it_is_saved_keeps_what_was_typed_since(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    (ref,) = log(desk, intake())
    with held_up(monkeypatch) as goes_on:
        async with opened(desk) as (app, pilot):
            form = await begin_contact(pilot)
            await press_only(pilot, "ctrl+s")
            await until(pilot, goes_on.begun.is_set)  # type: ignore[attr-defined]
            await write(pilot, " twice")
            await pilot.press(key)
            await until(pilot, lambda: app._exit or app.screen is not form, "out of the form")
            goes_on.set()
            with desk.writing_lock:  # the save goes on to its end
                pass
    desk.catch_up()
    assert said(desk, ref, "Rang her") == 1
    (draft,) = drafts.unfinished(desk, ref, "contact")
    assert draft.fields["text"] == "Rang her twice"
