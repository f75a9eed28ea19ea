"""Colleagues, a folder that goes away, and a desk that is only looked at, as officers see it."""

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record import place
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.presence import Presence
from screens.app import DeskApp
from screens.case import CaseScreen
from screens.timeline import TimelineScreen
from tests.conftest import NOW
from tests.storage.helpers import contents
from tests.ui.helpers import (
    TODAY,
    begin_task,
    flat,
    intake,
    log,
    opened,
    press,
    rows,
    running,
    screen_is,
    text_of,
    toasts,
    until,
    write,
)

OtherPc = Callable[..., Desk]
CONTACT = "Log a call, visit, e-mail or note"
AWAY = "The desk's folder does not answer"


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks that come more often than in real life; who is here is looked for each time."""
    monkeypatch.setattr("screens.watch.POLL", 0.1)
    monkeypatch.setattr("screens.watch._BEAT", 2)


def note(desk: Desk, ref: str, words: str) -> None:
    """A colleague logs a note on a case."""
    desk.catch_up()
    version = queries.case(desk, ref).file.case.version
    fields = {"kind": "note", "on": "today", "whom": "", "text": words}
    task_desk.perform(desk, ref, version, "contact", fields)


async def test_who_else_is_here_shows_in_the_queue_and_on_the_case(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    alex = Presence(other_pc(desk))
    async with opened(desk) as (app, pilot):
        assert "Also here" not in text_of(app)
        alex.beat()
        await until(pilot, lambda: "Also here: Alex Moss." in text_of(app), "the colleague")
        alex.beat(ref)
        await until(pilot, lambda: f"Alex Moss ({ref})" in text_of(app), "where they are")
        await press(pilot, "enter")
        await until(pilot, lambda: "Alex Moss has this case open too." in text_of(app))
        alex.beat(ref, writing=True)
        await until(pilot, lambda: "Alex Moss is writing on this case." in text_of(app))
        alex.leave()
        await until(pilot, lambda: "Alex Moss" not in text_of(app), "their leave")


async def test_colleagues_are_told_of_this_officer_until_the_desk_is_left(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    alex = Presence(other_pc(desk))

    def seen() -> list[tuple[str, str]]:
        return [(each.name, each.ref) for each in alex.beat()]

    async with opened(desk) as (_app, pilot):
        await until(pilot, lambda: ("Sam Patel", "") in seen())
        await press(pilot, "enter")
        await until(pilot, lambda: ("Sam Patel", ref) in seen())
    assert seen() == []


@pytest.mark.parametrize(
    ("screen", "shown"), [(CaseScreen, "Ann Newname"), (TimelineScreen, "Details changed")]
)
async def test_a_colleagues_change_shows_on_the_open_case_with_who_and_when(
    desk: Desk, other_pc: OtherPc, screen: type[CaseScreen], shown: str
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        app.push_screen(screen(desk, ref))
        await screen_is(pilot, screen)
        there.catch_up()
        commands.change_details(there, ref, 1, intake("Ann Newname"))
        begun = time.monotonic()
        await until(pilot, lambda: shown in text_of(app), shown)
        assert time.monotonic() - begun < 3
        assert "10:30 Alex Moss" in toasts(app)


async def test_whoever_types_is_told_at_once_that_a_colleague_saved_the_case(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    alex = Presence(there)
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, CONTACT)
        form.go_to("text")
        await write(pilot, "Typed meanwhile")
        await until(pilot, lambda: [(c.ref, c.writing) for c in alex.beat()] == [(ref, True)])
        note(there, ref, "Theirs")
        await until(pilot, lambda: "What you type stays" in toasts(app), "the word")
        assert "Typed meanwhile" in text_of(app)


async def test_what_was_saved_last_is_told_in_the_queue(desk: Desk, other_pc: OtherPc) -> None:
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        log(there, intake("Bo"))
        log(there, intake("Cy"))
        await until(pilot, lambda: len(rows(app)) == 2)
        assert "10:30 Alex Moss: log a complaint" in text_of(app)
        (mine,) = log(desk, intake("Di"))
        await until(pilot, lambda: len(rows(app)) == 3)
        assert mine not in [line for line in text_of(app).splitlines() if "10:30" in line]


async def test_a_folder_that_goes_away_is_said_on_every_screen_and_saving_waits(
    desk: Desk,
) -> None:
    (ref,) = log(desk, intake())
    elsewhere = desk.folder.with_name("elsewhere")
    async with opened(desk) as (app, pilot):
        desk.folder.rename(elsewhere)
        await until(pilot, lambda: AWAY in flat(text_of(app)), "the banner")
        assert ref in text_of(app)
        await press(pilot, "enter")
        assert AWAY in flat(text_of(app))
        form = await begin_task(pilot, CONTACT)
        form.go_to("text")
        await write(pilot, "Rang back while the line was down")
        await press(pilot, "ctrl+s")
        assert app.screen is form
        assert AWAY in flat(text_of(app))
        elsewhere.rename(desk.folder)
        await until(pilot, lambda: AWAY not in flat(text_of(app)), "its end")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, CaseScreen)
    said = [line.entry for line in queries.case(desk, ref).file.history]
    assert len([line for line in said if "Rang back while" in line]) == 1


async def test_a_look_that_hangs_is_said_and_keeps_nobody_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(desk, intake())
    go_on = threading.Event()

    def hangs(record: Record, number: int, *, glance: bool = False) -> object:
        go_on.wait(30)
        return None

    with monkeypatch.context() as patch:
        async with opened(desk) as (app, pilot):
            patch.setattr(Record, "read", hangs)
            await until(pilot, lambda: AWAY in flat(text_of(app)), "the banner")
            begun = time.monotonic()
            app.exit()
        assert time.monotonic() - begun < 3
        go_on.set()
        await asyncio.sleep(0.2)


async def test_a_desk_opens_while_its_folder_is_away(desk: Desk) -> None:
    (ref,) = log(desk, intake("Ada"))
    desk.catch_up()
    elsewhere = desk.folder.with_name("elsewhere")
    desk.folder.rename(elsewhere)
    again = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    async with opened(again) as (app, pilot):
        await until(pilot, lambda: AWAY in flat(text_of(app)))
        assert ref in text_of(app)
        elsewhere.rename(desk.folder)
        note(desk, ref, "Said meanwhile")
        await until(pilot, lambda: AWAY not in flat(text_of(app)), "its end")
        await press(pilot, "enter")
    assert again.store.head() == desk.store.head()
    again.close()


def test_a_folder_that_this_pc_never_saw_as_a_desk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskUnusable, match="not there, or cannot be reached"):
        Desk(tmp_path / "nowhere", "Sam Patel")


async def test_a_first_opening_while_the_folder_is_away_says_so_and_goes_on_when_it_is_back(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake("Ada"))
    there = other_pc(desk)  # has read desk.toml, and nothing of the record yet
    elsewhere = desk.folder.with_name("elsewhere")
    desk.folder.rename(elsewhere)
    app = DeskApp(there)
    async with running(app) as pilot:
        await until(pilot, lambda: "nothing of the desk yet" in flat(text_of(app)))
        elsewhere.rename(desk.folder)
        await until(pilot, lambda: ref in text_of(app), "the queue")


async def test_a_first_opening_says_how_far_it_is(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaintdesk.services.following._BATCH", 1)
    monkeypatch.setattr("screens.queue._PROGRESS", 0.01)
    refs = log(desk, *(intake(f"Person {n}") for n in range(12)))
    app, seen = DeskApp(other_pc(desk)), []
    async with running(app) as pilot:

        def is_read() -> bool:
            seen.append(flat(text_of(app)))
            return refs[0] in text_of(app)

        await until(pilot, is_read)
    assert any("for the first time on this PC" in text for text in seen)


async def test_a_desk_opened_to_be_read_shows_all_and_writes_nothing_to_its_folder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_read_only", set())
    (ref,) = log(desk, intake())
    before = _state(desk.folder)
    manager = Desk(desk.folder, "Max Boss", clock=lambda: NOW, read_only=True)
    async with opened(manager) as (app, pilot):
        await until(pilot, lambda: "OPEN FOR READING ONLY" in text_of(app))
        await press(pilot, "enter")
        assert "OPEN FOR READING ONLY" in text_of(app)
        await press(pilot, "t", "escape", "w", "escape", "l", "escape")
        form = await begin_task(pilot, CONTACT)
        form.go_to("text")
        await write(pilot, "This must not be saved")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "open for reading only" in flat(text_of(app)))
        await asyncio.sleep(0.5)
    assert _state(desk.folder) == before
    with pytest.raises(Exception, match="reading only"):
        commands.log_complaint(manager, intake("Bo", TODAY))
    manager.close()
    # It was this program that was kept from writing, and not the desk.
    monkeypatch.setattr(place, "_read_only", set())
    note(desk, ref, "Written all the same")


def _state(folder: Path) -> tuple[dict[str, bytes], dict[str, int]]:
    """Every file to the byte, and when each folder was last written to."""
    folders = {str(p): p.stat().st_mtime_ns for p in (folder, *folder.rglob("*")) if p.is_dir()}
    return contents(folder), folders
