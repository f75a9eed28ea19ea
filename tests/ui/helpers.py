"""Driving the screens as an officer does: keys in, visible text out, and a wait that ends."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Select, Static, TextArea
from textual.worker import WorkerState

from complaintdesk.domain.case import Conflict, Intake, Person, Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from screens import queue_page
from screens.app import DeskApp
from screens.ask import ChooseScreen
from screens.menu import MenuScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen

_S = TypeVar("_S", bound=Screen[object])
PATIENCE = 60.0  # seconds; a bound for a busy machine, never a pause
# Workers that may be waiting for the officer's answer in a modal.
_ASKING = {"save", "open-form", "back"}
TODAY = date(2026, 11, 20)
SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (200, 50)


@asynccontextmanager
async def opened(
    desk: Desk | None, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[DeskApp, Pilot[None]]]:
    """The app on a desk, its first queue read; toasts and tooltips are built as in real life."""
    app = DeskApp(desk)
    app.animation_level = "none"
    async with running(app, size) as pilot:
        if desk is not None and desk.officer:
            await until(pilot, lambda: at_queue(app) and app.screen.shown and app.screen.counts)
        await settle(pilot)
        yield app, pilot


@asynccontextmanager
async def running(app: App[None], size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[None]]:
    """An app from its start to its end."""
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        try:
            yield pilot
        finally:
            # As the program itself does when it ends; `run_test` takes the screens away first.
            app.workers.cancel_all()


def at_queue(app: DeskApp) -> bool:
    return isinstance(app.screen, QueueScreen)


async def until(pilot: Pilot[None], condition: Callable[[], object], what: str = "") -> None:
    """Wait until something is so; fails with what is on the screen after `PATIENCE`."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if pilot.app._exception:
            raise pilot.app._exception
        assert time.monotonic() < end, _missed(pilot.app, what)
        await asyncio.sleep(0.01)
    if pilot.app.is_running and not pilot.app._exit:
        await _messages_done(pilot)


def _missed(app: DeskApp, what: str) -> str:
    return f"{what} never came.\nNotices: {toasts(app)}\nThe screen:\n{text_of(app)}"


async def settle(pilot: Pilot[None]) -> None:
    """Wait until no worker runs but one that waits for an answer; that one would never end."""
    end = time.monotonic() + PATIENCE
    while True:
        if pilot.app._exception or not pilot.app.is_running or pilot.app._exit:
            return
        if not _busy(pilot.app):
            await _messages_done(pilot)
            await _messages_done(pilot)
            if not _busy(pilot.app):
                return
        assert time.monotonic() < end, f"still busy: {_busy(pilot.app)}\n{text_of(pilot.app)}"
        await asyncio.sleep(0.003)


async def _messages_done(pilot: Pilot[None]) -> None:
    """As `pilot.pause`, without its wait for an idle processor, which takes most of the time.

    Nor does it call upon widgets that have nothing to do: a form has hundreds.
    """
    app, end = pilot.app, time.monotonic() + PATIENCE
    await _answered(app, app)
    while app.is_running and not (app._exit or app._exception):
        pumps = (app, *app.screen.walk_children(with_self=True))
        at_work = [each for each in pumps if not _has_rest(each)]
        if not at_work and _is_laid_out(app.screen):
            return
        assert time.monotonic() < end, f"never at rest: {at_work}"
        for each in at_work:
            await _answered(app, each)
        await asyncio.sleep(0.001 if at_work else 0.004)


def _is_laid_out(screen: Screen[Any]) -> bool:
    """Whether each widget has its place, and what waits for that was done."""
    return not (screen._layout_required or screen._recompose_required or screen._callbacks)


async def _answered(app: App[None], pump: MessagePump) -> None:
    """Wait until all that was on its way to a widget is handled."""
    seen, end = asyncio.Event(), time.monotonic() + PATIENCE
    if not pump.call_later(seen.set):
        return
    while not (seen.is_set() or pump._closed or app._exit or app._exception):
        assert time.monotonic() < end, f"{pump} answers no more"
        await asyncio.sleep(0.001)


def _has_rest(pump: MessagePump) -> bool:
    """Whether a widget has nothing to handle and waits for the next message."""
    queue = pump._message_queue
    return not (queue.values or pump._next_callbacks) and bool(queue.ready_event._waiters)


def _busy(app: object) -> list[object]:
    waits = isinstance(app.screen, ModalScreen)
    return [
        w
        for w in app.workers
        if w.state in (WorkerState.PENDING, WorkerState.RUNNING)
        and not (waits and w.group in _ASKING)
    ]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys one after the other, each handled before the next, then quiet."""
    for key in keys:
        send(pilot.app, key)
        if pilot.app._exit:
            return
        await _messages_done(pilot)
    await settle(pilot)


async def back_to(pilot: Pilot[None], kind: type[_S]) -> _S:
    """Esc, as often as it takes to be on a screen of this kind."""
    for _ in range(6):
        if isinstance(pilot.app.screen, kind):
            break
        here = pilot.app.screen
        await press(pilot, "escape")
        await until(pilot, lambda h=here: pilot.app.screen is not h, "the screen before")
    return await screen_is(pilot, kind)


async def write(pilot: Pilot[None], text: str) -> None:
    """Text typed so fast that it is all on its way before the first letter is handled."""
    for char in text:
        send(pilot.app, "enter" if char == "\n" else char)
    await _messages_done(pilot)


def send(app: DeskApp, *keys: str) -> None:
    """Put keys on their way, without waiting for any of them."""
    for key in keys:
        is_char = len(key) == 1
        name = _character_to_key(key) if is_char else key
        app.post_message(events.Key(name, key if is_char else None))


async def screen_is(pilot: Pilot[None], kind: type[_S]) -> _S:
    """The screen on top, once it is of this kind and quiet."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind), kind.__name__)
    await settle(pilot)
    return pilot.app.screen


def text_of(app: object) -> str:
    """All that can be read on the terminal now, row by row, without any colour."""
    app.screen._on_timer_update()
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def flat(text: str) -> str:
    """Text with every run of white space as one space, so that wrapping does not matter."""
    return " ".join(text.split())


def words_of(screen: Screen[object], selector: str) -> str:
    """The whole text of one Static, also what is scrolled out of sight."""
    return screen.query_one(selector, Static).visual.plain  # type: ignore[attr-defined]


def rows(app: DeskApp) -> list[list[str]]:
    """The queue's rows as their cells' text, uncut; all of its pages are read."""
    screen = app.screen
    assert isinstance(screen, QueueScreen) and screen.shown
    cases = screen.shown.cases
    shown = queue_page.layout(screen.size.width, screen.likes.columns or queue_page.USUAL)
    for number in cases.missing(0, cases.count - 1):
        cases.read(number)
    found = [cases.row(at) for at in range(cases.count)]
    return [queue_page.texts(row, shown, screen.marks) for row in found if row]


def cursor(app: DeskApp) -> str | None:
    """The reference that the queue's cursor is on."""
    assert isinstance(app.screen, QueueScreen)
    return app.screen.current_ref


async def move_to(pilot: Pilot[None], ref: str) -> None:
    """The queue's cursor onto a case, with keys."""
    await press(pilot, "g")
    for _ in range(200):
        if cursor(pilot.app) == ref:
            break
        await press(pilot, "j")
    assert cursor(pilot.app) == ref


async def choose(pilot: Pilot[None], answer: str) -> None:
    """Take one answer of a question, with keys, once it is asked and laid out."""

    def is_asked() -> bool:
        top = pilot.app.screen
        return isinstance(top, ChooseScreen) and bool(top.query(OptionList))

    await until(pilot, is_asked, "the question")
    options = pilot.app.screen.query_one(OptionList)
    for _ in range(options.option_count):
        shown = options.highlighted
        if shown is not None and options.get_option_at_index(shown).id == answer:
            break
        await press(pilot, "down")
    await press(pilot, "enter")


def field(app: object, name: str) -> Widget:
    return app.screen.query_one(f"#f-{name}")


def value(app: object, name: str) -> str:
    """What stands in a form's field."""
    widget = field(app, name)
    if isinstance(widget, Input):
        return widget.value
    if isinstance(widget, TextArea):
        return widget.text
    assert isinstance(widget, Select)
    return "" if widget.is_blank() else str(widget.value)


def focused(app: object) -> str:
    """The id of what has the focus."""
    return (app.focused.id or "") if app.focused else ""


async def one_tab(pilot: Pilot[None]) -> None:
    """Tab on to the next field."""
    here = focused(pilot.app)
    send(pilot.app, "tab")
    while focused(pilot.app) == here:
        await asyncio.sleep(0)


async def tab_to(pilot: Pilot[None], name: str) -> None:
    """Tab on to a form's field: as many Tabs as the order of the fields says."""
    screen = pilot.app.screen
    chain = [widget.id for widget in screen.focus_chain]
    here = chain.index(focused(pilot.app))
    for _ in range((chain.index(f"f-{name}") - here) % len(chain)):
        send(pilot.app, "tab")
    await until(pilot, lambda: focused(pilot.app) == f"f-{name}", name)


async def go_to(pilot: Pilot[None], name: str) -> None:
    """Straight to a form's field, where the way there by Tab is not what is tested."""
    field(pilot.app, name).focus()
    await until(pilot, lambda: focused(pilot.app) == f"f-{name}", name)


def toasts(app: object) -> str:
    """Every notice that stands on the screen, in one string."""
    return " / ".join(str(n.message) for n in app._notifications)


def intake(name: str = "Ann O'Brien", on: date = TODAY, **changes: object) -> Intake:
    """A complaint with nothing missing for its letter."""
    complete = Intake(
        Person(name, "1 Mill Lane\nNorthmoor", "ann@example.org", "01632 960111"),
        on,
        channel="email",
        service="Repairs",
        code=Code.HOUSING,
        points=(Point("No heating since Monday.", "A repair this week.", Responsibility.OURS),),
        summary="No heating",
        officer="Sam Patel",
        conflict=Conflict.NONE,
    )
    return replace(complete, **changes)


def log(desk: Desk, *cases: Intake) -> list[str]:
    """Log complaints through the door that screens use; returns their references."""
    return [commands.log_complaint(desk, details).ref for details in cases]


def in_order(text: str, pieces: Iterable[str]) -> bool:
    """Whether the pieces stand in the text one after the other."""
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


async def begin_task(pilot: Pilot[None], title: str) -> TaskScreen:
    """From a queue or a case to the form of a task, by the letters of its title."""
    await press(pilot, "d")
    menu = await screen_is(pilot, MenuScreen)
    await until(pilot, lambda: menu.offers, "the list")
    await write(pilot, title)
    await until(pilot, lambda: menu.current and menu.current.title == title, title)
    await press(pilot, "enter")
    form = await screen_is(pilot, TaskScreen)
    await until(pilot, lambda: form.is_ready, "the form")
    return form
