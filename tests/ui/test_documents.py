"""Adding a file by keyboard: dragged or typed, refused with its words kept, added once."""

from pathlib import Path

import pytest
from textual import events

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.domain.text import clean_line
from complaintdesk.record.folder import Record
from complaintdesk.services import documents, drafts, queries
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.document import TASK, DocumentScreen
from tests.hands import dealt
from tests.hostile import HOSTILE
from tests.ui.helpers import (
    SMALL,
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


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "own files" / "Survey [URGENT].pdf"
    path.parent.mkdir()
    path.write_bytes(b"x" * 2048)
    return path


async def begin(pilot: object) -> DocumentScreen:
    if not isinstance(pilot.app.screen, CaseScreen):  # type: ignore[attr-defined]
        await press(pilot, "enter")  # type: ignore[arg-type]
        await screen_is(pilot, CaseScreen)  # type: ignore[arg-type]
    await press(pilot, "f")  # type: ignore[arg-type]
    form = await screen_is(pilot, DocumentScreen)  # type: ignore[arg-type]
    await until(pilot, lambda: form.is_ready, "the form")  # type: ignore[arg-type]
    return form


def names(desk: Desk, ref: str) -> list[str]:
    return [d.file.rpartition("/")[2] for d in queries.case(desk, ref).file.case.documents]


async def test_a_dragged_file_is_shown_and_added(desk: Desk, survey: Path) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk, SMALL) as (app, pilot):
        form = await begin(pilot)
        assert "Add a file" in text_of(app).split("\n")[0]
        assert ref in text_of(app)
        assert focused(app) == "f-path"
        app.post_message(events.Paste(f"'{survey}' "))
        await until(pilot, lambda: "It will be kept as" in words_of(form, "#found"))
        assert "kept as Survey [URGENT].pdf, 2 KB, from" in flat(words_of(form, "#found"))
        assert str(survey) in words_of(form, "#found")
        await press(pilot, "tab")
        await write(pilot, "From the contractor [/b]")
        await press(pilot, "ctrl+s")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "Survey [URGENT].pdf, 2 KB" in words_of(case, "#case"))
        assert "Note: From the contractor [/b]" in words_of(case, "#case")
        assert "is added" in toasts(app)
        assert drafts.unfinished(desk, ref, TASK) == ()
    assert names(desk, ref) == ["Survey [URGENT].pdf"]


async def test_what_is_refused_stays_as_it_was_typed(desk: Desk, tmp_path: Path) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin(pilot)
        await press(pilot, "ctrl+s")
        assert "Type where the file is" in words_of(form, "#problems")
        await write(pilot, str(tmp_path))
        await until(pilot, lambda: "This is a folder" in words_of(form, "#found"))
        await go_to(pilot, "note")
        await write(pilot, "What it is")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "This is a folder" in words_of(form, "#problems"))
        assert (value(app, "path"), value(app, "note")) == (str(tmp_path), "What it is")
        assert focused(app) == "f-path"
        # Left and opened again, it is still there; emptied, it is gone.
        await press(pilot, "escape")
        await screen_is(pilot, CaseScreen)
        assert "is kept" in toasts(app)
        await begin(pilot)
        assert (value(app, "path"), value(app, "note")) == (str(tmp_path), "What it is")
        await press(pilot, "end", "ctrl+u")
        await go_to(pilot, "note")
        await press(pilot, "end", "ctrl+u")
        await press(pilot, "escape")
        await screen_is(pilot, CaseScreen)
        await begin(pilot)
        assert (value(app, "path"), value(app, "note")) == ("", "")
    assert names(desk, ref) == []


async def test_keys_pressed_twice_add_it_once(desk: Desk, survey: Path) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        send(app, "f", "f")
        form = await screen_is(pilot, DocumentScreen)
        await until(pilot, lambda: form.is_ready)
        assert sum(isinstance(s, DocumentScreen) for s in app.screen_stack) == 1
        await write(pilot, str(survey))
        send(app, "ctrl+s", "ctrl+s", "ctrl+s")
        await screen_is(pilot, CaseScreen)
        await settle(pilot)
    assert len(names(desk, ref)) == 1


async def test_a_share_that_is_away_keeps_the_form_and_adds_it_once(
    desk: Desk, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    real = Record.append

    def lost_answer(record: Record, change: object) -> str:
        real(record, change)  # type: ignore[arg-type]
        raise ShareUnavailable("It is not certain that this was saved. Try again.")

    async with opened(desk) as (app, pilot):
        form = await begin(pilot)
        await write(pilot, str(survey))
        with monkeypatch.context() as patch:
            patch.setattr(Record, "append", lost_answer)
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "not certain" in flat(words_of(form, "#problems")))
        assert app.screen is form
        assert value(app, "path") == str(survey)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, CaseScreen)
    assert len(names(desk, ref)) == 1


async def test_a_look_at_a_folder_that_hangs_does_not_hold_the_form_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys typed fast start one look and not one each, so no look can keep saving from a turn."""
    log(desk, intake())
    looked: list[str] = []
    real = documents.look
    monkeypatch.setattr(documents, "look", lambda typed: looked.append(typed) or real(typed))
    async with opened(desk) as (_, pilot):
        await begin(pilot)
        await write(pilot, "/no/such/folder/with/a/long/name.pdf")
        await until(pilot, lambda: looked)
        assert looked[-1].startswith("/no/such")
        assert len(looked) < 10


async def test_hostile_names_and_notes(desk: Desk, tmp_path: Path) -> None:
    """Each file has a hand of texts for its note and as much of it as goes for its name."""
    (ref,) = log(desk, intake())
    texts = [t.encode("utf-8", "ignore").decode() for t in HOSTILE if 2 < len(t) < 100]
    own = tmp_path / "own"
    own.mkdir()
    for number, hand in enumerate(dealt(14, longest=0)):
        name = hand.replace("/", "-").replace("\x00", "").encode()[:200].decode("utf-8", "ignore")
        path = own / f"{number} {name}.txt"
        path.write_bytes(str(number).encode())
        documents.add_document(desk, ref, str(path), hand)
    async with opened(desk, SMALL) as (app, pilot):
        form = await begin(pilot)
        for text in texts[:60:10]:
            await go_to(pilot, "path")
            await press(pilot, "end", "ctrl+u")
            app.post_message(events.Paste(text))
            await until(pilot, lambda: words_of(form, "#found"), "what is said of it")
            await press(pilot, "ctrl+s")
            assert app.screen is form
            no_commands(app)
        await press(pilot, "escape")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "Documents" in words_of(case, "#case"))
        for text in texts:
            assert clean_line(text) in flat(words_of(case, "#case"))
        for _ in range(12):
            no_commands(app)
            await press(pilot, "pagedown")
        await press(pilot, "t")
        await settle(pilot)
        for _ in range(6):
            no_commands(app)
            await press(pilot, "pagedown")
