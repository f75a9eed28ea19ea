"""Keys typed ahead: they wait until the screen that was asked for can take them.

A form, a letter or a question is read for before it is there. What is typed meanwhile is meant for
it, and not for the list below, where each letter means something else.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from screens.ask import ChooseScreen
    from screens.base import DeskScreen

_R = TypeVar("_R")
Typed = events.Key | events.Paste
_ALWAYS = "ctrl+q"  # nobody is kept in, however long a folder takes to answer


class HeldKeys:
    """What was typed and waits, in the order of the keyboard. `hand_on` does one of them."""

    def __init__(self, app: App[Any], hand_on: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app, self._hand_on = app, hand_on
        self._waited_for: set[object] = set()
        self._aside: list[Typed] = []
        self.opening: Opening | None = None  # the one that was asked for last

    def __bool__(self) -> bool:
        return bool(self._waited_for)

    def hold(self) -> object:
        """Hold what is typed from now on, until what is returned is released."""
        token = object()
        self._waited_for.add(token)
        return token

    def release(self, token: object) -> None:
        """Let it go on, in the app's own turn: no key still in its queue may come before these."""
        self._app.call_later(self._go_on, token)

    def hold_behind(self, screen: Screen[Any], way: Widget | None) -> None:
        """Keys go elsewhere from now on: also those on their way through here, and these first."""
        token = self.hold()

        def through() -> None:
            if not screen.call_later(self.release, token):
                self.release(token)

        if not (way or screen).call_later(through):
            self.release(token)

    def takes(self, event: events.Event) -> bool:
        """Whether an event that comes to the app waits; if so it is put aside."""
        waits = bool(self) and isinstance(event, Typed) and not event.is_forwarded
        if waits and getattr(event, "key", "") != _ALWAYS:
            self._aside.append(event)  # type: ignore[arg-type]
            return True
        return False

    def put_aside(self, event: Typed) -> None:
        """Keep a key or a paste that a screen has got already, and keep it from that screen."""
        self._aside.append(self._anew(event))
        event.stop()
        event.prevent_default()

    def send_back(self, event: Typed) -> None:
        """As if it came anew, for a screen that is not on top any more."""
        event.stop()
        event.prevent_default()
        self._app.post_message(self._anew(event))

    def _anew(self, event: Typed) -> Typed:
        """The same as it was before a screen got it, with the moment of the keyboard."""
        fresh: Typed
        if isinstance(event, events.Key):
            fresh = events.Key(event.key, event.character)
        else:
            fresh = events.Paste(event.text)
        fresh.time = event.time
        fresh.set_sender(self._app)  # what a screen made itself would end there
        return fresh

    async def _go_on(self, token: object) -> None:
        self._waited_for.discard(token)
        # One of them may begin another holding: the rest waits for that, in its order.
        while self._aside and not self:
            first = min(self._aside, key=lambda event: event.time)
            self._aside.remove(first)
            await self._hand_on(first)


class Opening:
    """Something that is being opened above a screen. Keys wait from its beginning to its end."""

    def __init__(self, screen: Screen[Any]) -> None:
        self.screen, self._held = screen, held(screen)
        self._token: object | None = None
        self._is_over = False
        self.hold()

    def hold(self) -> None:
        if self._token is None and not self._is_over:
            self._token = self._held.hold()

    def release(self) -> None:
        if self._token is not None:
            self._held.release(self._token)
            self._token = None

    def end(self) -> None:
        """Let go for good, also where a question is still open whose answer nobody waits for."""
        self._is_over = True
        self.release()
        if self._held.opening is self:
            self._held.opening = None

    async def show(
        self, screen: "DeskScreen[_R]", done: Callable[[Any], None] | None = None
    ) -> None:
        """Put a screen on top; what was typed goes to it once it can take it."""
        await self.screen.app.push_screen(screen, done)
        await screen.until_ready()

    async def ask(self, question: "ChooseScreen") -> str | None:
        """Ask something first. It gets keys once it is there; behind its answer they wait again."""
        question.opening = self
        return await self.screen.app.push_screen_wait(question)


def held(screen: Screen[Any]) -> HeldKeys:
    """The keys that wait in the app of a screen."""
    return screen.app.held  # type: ignore[attr-defined, no-any-return]


def open_above(
    screen: Screen[Any],
    work: Callable[[Opening], Awaitable[None]],
    *,
    group: str = "open-form",
    exclusive: bool = True,
) -> None:
    """Open something above a screen, in a worker. Asked for again, it is opened once."""
    before, opening = held(screen).opening, Opening(screen)
    held(screen).opening = opening
    if before:
        before.end()  # it may be cancelled below before it has begun
    # A function and not its coroutine, for the same reason.
    run = partial(_run, opening, work)
    screen.run_worker(run, group=group, exclusive=exclusive)  # type: ignore[arg-type]


async def _run(opening: Opening, work: Callable[[Opening], Awaitable[None]]) -> None:
    try:
        await work(opening)
    finally:
        opening.end()


def let_go(screen: Screen[Any]) -> None:
    """A screen leaves: what it was about to open is not waited for."""
    opening = held(screen).opening
    if opening and opening.screen is screen:
        opening.end()
