"""Two people on one case: what the colleague does, and the officer's way through the comparison."""

from collections.abc import Callable
from dataclasses import replace

from textual.pilot import Pilot

from complaintdesk.domain.case import Point, Responsibility
from complaintdesk.services import commands, drafts, queries
from complaintdesk.services.desk import Desk
from screens.conflict import Choice, ConflictScreen
from screens.form import FormScreen
from tests.ui.helpers import field, flat, go_to, press, screen_is, settle, until
from tests.ui.letter_keys import do

OtherPc = Callable[..., Desk]
OURS, THEIRS = "No heating since Monday, and a baby.", "No heating since Friday."


# The colleague


def change(there: Desk, ref: str, **changes: object) -> None:
    """A colleague changes the details as they are now."""
    there.catch_up()
    case = queries.case(there, ref).file.case
    commands.change_details(there, ref, case.version, replace(case.details, **changes))  # type: ignore[arg-type]


def do_there(there: Desk, ref: str, task: str, **typed: str) -> None:
    """A colleague does a task on the case as it is now."""
    there.catch_up()
    do(there, ref, task, **typed)


def point(text: str) -> tuple[Point, ...]:
    return (Point(text, "A repair this week.", Responsibility.OURS),)


# The officer


async def retype(pilot: Pilot[None], name: str, text: str) -> None:
    """A field's words replaced by others."""
    await go_to(pilot, name)
    widget = field(pilot.app, name)
    setattr(widget, "text" if hasattr(widget, "text") else "value", text)
    await settle(pilot)


async def compared(pilot: Pilot[None]) -> ConflictScreen:
    """The comparison on top, all of it laid out."""
    shown = await screen_is(pilot, ConflictScreen)
    await until(pilot, lambda: not shown.shown.fields or shown.query(Choice), "the fields")
    return shown


async def compare_again(pilot: Pilot[None]) -> ConflictScreen:
    """From the form to the comparison that it had before."""
    await press(pilot, "f8")
    return await compared(pilot)


async def leave_to(pilot: Pilot[None], form: FormScreen, *keys: str) -> None:
    """Keys in the comparison of which the last leads back to this form."""
    await press(pilot, *keys)
    await until(pilot, lambda: pilot.app.screen is form, "the form")
    await settle(pilot)


# What is said


def read(shown: ConflictScreen) -> str:
    """All of the comparison, also what is scrolled out of sight."""
    statics = shown.query("#compared Static").results()
    titles = [str(s.border_title or "") for s in shown.query(".side").results()]
    return flat(" ".join([s.visual.plain for s in statics] + titles))  # type: ignore[attr-defined]


def draft_of(desk: Desk, ref: str, task: str = "") -> dict[str, str]:
    return dict(drafts.unfinished(desk, ref, task)[0].fields)
