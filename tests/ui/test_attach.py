"""Attaching a letter that was edited in Word, by keyboard: refused in full, kept once."""

import asyncio
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from textual import events

from complaintdesk.services import drafts, edited_letters, letter_batch
from complaintdesk.services.desk import Desk
from complaintdesk.services.edited_letters import LIMIT
from screens.attach import TASK, AttachScreen, open_attach
from screens.base import DeskScreen
from screens.case import CaseScreen
from screens.queue import QueueScreen
from tests.hostile import HOSTILE
from tests.letter_text.word_letters import edited
from tests.ui.helpers import (
    SMALL,
    flat,
    focused,
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

KIND = "stage1-acknowledgement"


@pytest.fixture
def ref(desk: Desk) -> str:
    """A case whose acknowledgement has gone out."""
    (ref,) = log(desk, intake("Bo [URGENT] Ito"))
    letter_batch.send_ready(desk, letter_batch.dry_run(desk, [ref], KIND), KIND)
    return ref


def back(desk: Desk, ref: str, path: Path, *, whole: bool = True) -> Path:
    """The letter as it comes back from Word."""
    written = (desk.folder / edited_letters.attachable(desk, ref)[0].file).read_bytes()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(edited(written, _polite if whole else _torn))
    return path


def _polite(document: WordDocument) -> None:
    document.add_paragraph("It was good to talk to you.")


def _torn(document: WordDocument) -> None:
    for paragraph in list(document.paragraphs)[8:]:
        paragraph._element.getparent().remove(paragraph._element)
    document.add_paragraph("I will ring you on TBC.")


async def begin(pilot: object) -> AttachScreen:
    """From a case, by the entry point that its page calls."""
    screen = pilot.app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, DeskScreen)
    open_attach(screen, screen.case_ref)  # type: ignore[attr-defined]
    form = await screen_is(pilot, AttachScreen)  # type: ignore[arg-type]
    await until(pilot, lambda: form.is_ready, "the form")  # type: ignore[arg-type]
    return form


def copies(desk: Desk, ref: str) -> int:
    return sum(letter.edited for letter in desk.store.case(ref).letters)


async def test_the_palette_finds_it_and_a_dragged_file_is_kept(
    desk: Desk, ref: str, tmp_path: Path
) -> None:
    path = back(desk, ref, tmp_path / "own files" / "Letter [final].docx")
    async with opened(desk, SMALL) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "attach a letter")
        await until(pilot, lambda: "Attach a letter edited in Word" in text_of(app), "the command")
        await press(pilot, "enter")
        form = await screen_is(pilot, AttachScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        assert ref in text_of(app)
        assert "Bo [URGENT] Ito" in text_of(app)
        assert "Stage 1 acknowledgement, sent on Friday 20 November" in flat(text_of(app))
        assert focused(app) == "f-path"
        app.post_message(events.Paste(f"'{path}' "))
        await until(pilot, lambda: "Ctrl+S looks through" in words_of(form, "#found"))
        assert "Letter [final].docx" in words_of(form, "#found")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        assert "stage1-acknowledgement edited.docx is kept beside the letter" in toasts(app)
        assert drafts.unfinished(desk, ref, TASK) == ()
    assert copies(desk, ref) == 1


async def test_everything_that_is_wrong_is_read_and_what_is_typed_stays(
    desk: Desk, ref: str, tmp_path: Path
) -> None:
    path = back(desk, ref, tmp_path / "Letter.docx", whole=False)
    async with opened(desk, SMALL) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        form = await begin(pilot)
        await write(pilot, str(path))
        # At once, while the path is still being looked at.
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "is not kept" in words_of(form, "#found"), "the verdict")
        said = words_of(form, "#found")
        assert "When we will answer" in said
        assert "TBC" in said
        count = said.count("\n- ")
        assert f"Not kept: {count} things to mend in Word." in words_of(form, "#problems")
        # Every word of it comes into sight.
        await asyncio.sleep(0.4)
        seen = ""
        for _ in range(5):
            seen += " " + text_of(app)
            await press(pilot, "pagedown")
        assert set(said.split()) <= set(seen.split())
        assert value(app, "path") == str(path)
        assert focused(app) == "f-path"
        # Mended in Word under the same name, it goes.
        back(desk, ref, path)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, CaseScreen)
    assert copies(desk, ref) == 1


async def test_what_is_no_letter_is_refused_in_a_sentence(
    desk: Desk, ref: str, tmp_path: Path
) -> None:
    (tmp_path / "Letter.pdf").write_bytes(b"x")
    with (tmp_path / "Film.docx").open("wb") as film:
        film.truncate(LIMIT + 1)
    async with opened(desk) as (app, pilot):
        form = await begin(pilot)
        await press(pilot, "ctrl+s")
        assert "Type where the file is" in words_of(form, "#problems")
        for name, sentence in (("Letter.pdf", "(.docx)"), ("Film.docx", "bigger than 20.0 MB")):
            await press(pilot, "end", "ctrl+u")
            await write(pilot, str(tmp_path / name))
            await until(pilot, lambda s=sentence: s in words_of(form, "#found"), sentence)  # type: ignore[misc]
            await press(pilot, "ctrl+s")
            assert sentence in flat(words_of(form, "#problems"))
            assert value(app, "path") == str(tmp_path / name)
        # Left and opened again, what was typed is there again.
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert "What you typed is kept." in toasts(app)
        await begin(pilot)
        assert value(app, "path") == str(tmp_path / "Film.docx")
    assert copies(desk, ref) == 0


async def test_keys_pressed_twice_keep_it_once(desk: Desk, ref: str, tmp_path: Path) -> None:
    path = back(desk, ref, tmp_path / "Letter.docx")
    async with opened(desk) as (app, pilot):
        await begin(pilot)
        await write(pilot, str(path))
        send(app, "ctrl+s", "ctrl+s", "ctrl+s")
        await screen_is(pilot, QueueScreen)
    assert copies(desk, ref) == 1


async def test_a_case_with_no_letter_says_so(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        open_attach(app.screen, ref)  # type: ignore[arg-type]
        await settle(pilot)
        assert f"No letter has gone out for {ref}" in toasts(app)
        assert isinstance(app.screen, QueueScreen)


async def test_file_names_are_shown_as_they_are(desk: Desk, ref: str, tmp_path: Path) -> None:
    names = [text for text in HOSTILE if text.isprintable() and len(text) < 60]
    async with opened(desk) as (app, pilot):
        form = await begin(pilot)
        for name in [name for name in names if "/" not in name][::6]:
            path = tmp_path / f"{name}.docx"
            try:
                path.write_bytes(b"x")
            except (OSError, ValueError):
                continue
            await press(pilot, "end", "ctrl+u")
            app.post_message(events.Paste(str(path)))
            await until(pilot, lambda: words_of(form, "#found").strip(), name)
            no_commands(app)
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "Word" in words_of(form, "#problems"), name)
            no_commands(app)
    assert copies(desk, ref) == 0
