"""Looking for cases on the queue, as a test does it."""

from datetime import date

from complaintdesk.services.desk import Desk
from screens.app import DeskApp
from tests.ui.helpers import (
    intake,
    log,
    press,
    rows,
    send,
    words_of,
)


def people(desk: Desk) -> list[str]:
    """Five cases, the first due first."""
    return log(
        desk,
        intake("Ann Ash", date(2026, 11, 10), summary="A heron in the loft"),
        intake("Bo Birch", date(2026, 11, 11), summary="No heating"),
        intake("Cy O’Heron", date(2026, 11, 12), summary="Bins"),
        intake("Di Heron", date(2026, 11, 13), summary="Noise"),
        intake("Ed Elm", date(2026, 11, 16), summary="Damp", adjustments="Herons by post"),
    )


async def look_for(pilot: object, typed: str) -> None:
    await press(pilot, "slash", *typed)


def shown(app: DeskApp) -> list[str]:
    return [row[2] if len(row) > 4 else row[1] for row in rows(app)]


def narrowed(app: DeskApp) -> str:
    return words_of(app.screen, "#view")


async def press_on(pilot: object, *keys: str) -> None:
    """Keys, each handled before the next, while something is still being read."""
    from tests.ui.helpers import _messages_done

    for key in keys:
        send(pilot.app, key)
        await _messages_done(pilot)
