"""`--read-only` on a PC that knows no desk yet: one is opened to be read, and none is made."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from complaintdesk.record import place
from complaintdesk.services.desk import Desk
from complaintdesk.settings import Settings, read_settings
from screens.app import DeskApp
from screens.queue import QueueScreen
from screens.setup import SetupScreen
from tests.ui.helpers import (
    flat,
    focused,
    intake,
    log,
    press,
    rows,
    running,
    screen_is,
    text_of,
    until,
    value,
    words_of,
    write,
)

BANNER = "OPEN FOR READING ONLY"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder, when it was last written to, and what is in it."""
    found = (folder, *sorted(folder.rglob("*")))
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes() if p.is_file() else b"") for p in found}


@asynccontextmanager
async def first_start(
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[DeskApp, Pilot[None]]]:
    """The first start with --read-only, which asks for the folder and the name."""
    monkeypatch.setattr(place, "_read_only", set())
    app = DeskApp(None, read_only=True)
    async with running(app) as pilot:
        await screen_is(pilot, SetupScreen)
        yield app, pilot
        app.workers.cancel_all()
    if app.desk is not None:
        app.desk.close()


@POSIX
def test_the_program_itself_opens_a_desk_that_it_did_not_know_for_reading_only(desk: Desk) -> None:
    from tests.ui.terminal import Terminal

    log(desk, intake())
    desk.close()
    before = state(desk.folder)
    with Terminal("--read-only") as terminal:
        terminal.wait_for("the first start")
        terminal.read(0.3)
        terminal.type(f"{desk.folder}\tSam Patel\x13")
        terminal.wait_for(BANNER, "Ann O'Brien")
        terminal.read(2.5)  # longer than from one look for colleagues to the next
        terminal.type("q")
        assert terminal.end() == 0
    assert state(desk.folder) == before


async def test_a_desk_named_at_the_first_start_is_not_written_to(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(desk, intake())
    before = state(desk.folder)
    async with first_start(monkeypatch) as (app, pilot):
        await write(pilot, str(desk.folder))
        await press(pilot, "enter")
        await write(pilot, "Max Boss")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: BANNER in text_of(app) and rows(app))
        await press(pilot, "enter", "escape")
        assert app.desk is not None
        assert app.desk.read_only
    assert state(desk.folder) == before
    assert read_settings() == Settings(desk.folder, "Max Boss")
    monkeypatch.setattr(place, "_read_only", set())


async def test_none_is_made_where_there_is_none_and_another_may_be_named(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, before = tmp_path / "empty", state(desk.folder)
    empty.mkdir()
    was = state(empty)
    async with first_start(monkeypatch) as (app, pilot):
        screen = await screen_is(pilot, SetupScreen)
        await write(pilot, str(empty))
        await press(pilot, "enter")
        await write(pilot, "Max Boss")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: screen.query_one("#problems").display)
        told = flat(words_of(screen, "#problems"))
        assert f"{empty} is not a desk" in told
        assert "without --read-only" in told
        assert value(app, "folder") == str(empty)
        assert state(empty) == was
        assert read_settings() == Settings()
        await press(pilot, "shift+tab")
        assert focused(app) == "f-folder"
        app.screen.query_one("#f-folder").value = str(desk.folder)  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: BANNER in text_of(app))
    assert state(desk.folder) == before
    assert state(empty) == was
    monkeypatch.setattr(place, "_read_only", set())


async def test_the_first_start_says_that_it_only_reads_and_asks_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with first_start(monkeypatch) as (app, pilot):
        said = flat(text_of(app))
        assert "Nothing is written to it" in said
        assert not app.screen.query("#f-name")
        await press(pilot, "escape")
