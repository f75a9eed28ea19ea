"""One thing for all of the marked cases, done as an officer does it, and what is said of it."""

from collections.abc import Sequence

from textual.pilot import Pilot

from complaintdesk.services.desk import Desk
from screens.app import DeskApp
from screens.ask import ChooseScreen
from screens.marked import MarkedScreen
from screens.marked_forms import ExportForm, MarkedForm, OfficerForm, ReviewForm
from screens.queue import QueueScreen
from tests.ui.helpers import (
    choose,
    flat,
    go_to,
    press,
    screen_is,
    send,
    settle,
    until,
    words_of,
    write,
)

FORMS = {"officer": OfficerForm, "review": ReviewForm, "file": ExportForm}


# To the form, to the dry run, and through


async def mark(pilot: Pilot[None], count: int) -> None:
    """Mark so many from the top, and ask for what can be done with them."""
    await press(pilot, "g", *["space"] * count)
    send(pilot.app, "M")
    await screen_is(pilot, ChooseScreen)


async def form_of(pilot: Pilot[None], kind: str, count: int) -> MarkedForm:
    await mark(pilot, count)
    return await chosen(pilot, kind)


async def chosen(pilot: Pilot[None], kind: str) -> MarkedForm:
    """From the list of what can be done to the form of one thing."""
    await choose(pilot, kind)
    form: MarkedForm = await screen_is(pilot, FORMS[kind])
    await until(pilot, lambda: form.is_ready, "the form")
    return form


async def looked(pilot: Pilot[None]) -> MarkedScreen:
    """From a filled form to its dry run."""
    await press(pilot, "ctrl+s")
    screen = await screen_is(pilot, MarkedScreen)
    await until(pilot, lambda: len(screen.lines) == len(screen.refs), "the dry run")
    await settle(pilot)
    return screen


async def to_officer(pilot: Pilot[None], name: str) -> MarkedScreen:
    """From the form of an officer to its dry run."""
    await go_to(pilot, "other")
    await write(pilot, name)
    return await looked(pilot)


async def to_alex(pilot: Pilot[None], count: int) -> MarkedScreen:
    await form_of(pilot, "officer", count)
    return await to_officer(pilot, "Alex Moss")


async def fill_review(pilot: Pilot[None]) -> None:
    await write(pilot, "4 Dec")
    await go_to(pilot, "what")
    await write(pilot, "Ring her")


async def review(pilot: Pilot[None], count: int) -> MarkedScreen:
    await form_of(pilot, "review", count)
    await fill_review(pilot)
    return await looked(pilot)


async def yes(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+s")
    await choose(pilot, "yes")


async def done(pilot: Pilot[None], screen: MarkedScreen, count: int) -> None:
    """Say yes to what is ready, until so many are done."""
    await yes(pilot)
    await until(pilot, lambda: len(screen.done) == count, "the run")
    await settle(pilot)


async def out(pilot: Pilot[None]) -> QueueScreen:
    """From what was done back to the queue."""
    await press(pilot, "escape")
    return await screen_is(pilot, QueueScreen)


# What is said, and what became of the cases


def told(screen: MarkedScreen) -> dict[str, str]:
    """The whole text of each line."""
    options = [screen.shown.get_option_at_index(n) for n in range(screen.shown.option_count)]
    return {str(option.id): flat(str(getattr(option.prompt, "plain", ""))) for option in options}


def status(screen: MarkedScreen) -> str:
    return words_of(screen, "#status")


def marks(app: DeskApp) -> tuple[str, ...]:
    assert isinstance(app.screen, QueueScreen)
    return app.screen.marks.refs


def handlers(desk: Desk, refs: Sequence[str]) -> list[str]:
    return [desk.store.case(ref).case.handler for ref in refs]


def promises(desk: Desk, refs: Sequence[str]) -> list[int]:
    """How many promises each case has."""
    return [len(desk.store.case(ref).case.promises) for ref in refs]
