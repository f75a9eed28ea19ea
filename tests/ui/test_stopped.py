"""A program that has to end, or is killed, takes next to nothing of what was typed with it."""

import asyncio
import sys
import time

import pytest

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.services import drafts
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings
from screens import watch
from screens.ask import ChooseScreen
from tests.ui.helpers import (
    begin_task,
    choose,
    flat,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    send,
    text_of,
    toasts,
    until,
)

CONTACT = "Log a call, visit, e-mail or note"
STEP = 0.1  # seconds from key to key, so that there is never half a second's pause
AT_MOST = 2.0  # seconds of typing that may be lost
SLOW = 1.5  # seconds more, for a busy machine


def refused(*_: object) -> bool:
    raise DeskUnusable("Change 2 of this desk is not what it was.")


async def test_a_record_that_is_refused_keeps_the_open_form_before_the_program_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "POLL", 0.2)
    (ref,) = log(desk, intake())
    typed = ""
    async with opened(desk) as (app, pilot):
        await begin_task(pilot, CONTACT)
        await go_to(pilot, "text")
        monkeypatch.setattr(desk, "look", refused)
        for char in "Rang her and she said that it is all much worse than before":
            if app._exit:
                break
            send(app, char)
            typed += char
            await asyncio.sleep(STEP)
        await until(pilot, lambda: app._exit, "the end")
    assert (app.return_code, app.fault) == (1, "Change 2 of this desk is not what it was.")
    (draft,) = drafts.unfinished(desk, ref, "contact")
    # All but the keys that came while the program was ending.
    assert typed.startswith(draft.fields["text"])
    assert len(draft.fields["text"]) >= len(typed) - 3


async def test_a_refused_record_and_a_full_disk_leave_the_form_open_to_be_copied(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watch, "POLL", 0.2)
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, CONTACT)
        await go_to(pilot, "text")
        monkeypatch.setattr(drafts, "keep", full)
        send(app, *"Rang her")
        await until(pilot, lambda: "cannot keep a draft" in flat(text_of(app)))
        monkeypatch.setattr(desk, "look", refused)
        await until(pilot, lambda: "not what it was" in toasts(app), "the reason")
        await asyncio.sleep(0.5)
        assert app.screen is form and not app._exit
        assert toasts(app).count("not what it was") == 1
        # Whoever gives the text up is not kept in.
        await press(pilot, "escape")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "leave")
        await until(pilot, lambda: app._exit, "the end")
    assert app.return_code == 1


async def test_typing_without_a_pause_is_kept_all_the_while(desk: Desk) -> None:
    """What a crash at any moment would leave: at most two seconds of typing are missing."""
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, CONTACT)
        await go_to(pilot, "text")
        typed, done = list[float](), time.monotonic() + 2.5 * AT_MOST
        while time.monotonic() < done:
            send(app, "x")
            typed.append(time.monotonic())
            await asyncio.sleep(STEP)
            kept = await asyncio.to_thread(drafts.unfinished, desk, ref, "contact")
            there = len(kept[0].fields["text"]) if kept else 0
            now = time.monotonic()
            due = sum(at < now - AT_MOST - SLOW for at in typed)
            assert there >= due, f"{there} of {len(typed)} kept, {due} are due"
        assert form.is_ready


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_killed_program_loses_at_most_two_seconds_of_typing(desk: Desk) -> None:
    from tests.ui.terminal import Terminal

    keep_settings(Settings(desk.folder, "Sam Patel"))
    desk.close()
    with Terminal() as terminal:
        terminal.wait_for("Press n to log the first complaint")
        terminal.type("n")
        terminal.wait_for("Log a complaint", "Received on", "Another point")
        terminal.read(0.5)
        typed, done = list[float](), time.monotonic() + 3 * AT_MOST
        while time.monotonic() < done:
            terminal.type("x")
            typed.append(time.monotonic())
            terminal.read(STEP)
        killed = time.monotonic()
        terminal.kill()
    (kept,) = drafts.unfinished(desk)
    due = sum(at < killed - AT_MOST - SLOW for at in typed)
    assert due <= len(kept.fields["received"]) <= len(typed)
