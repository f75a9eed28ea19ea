"""Lines in which all that is typed comes out in its order, however fast it comes."""

from contextlib import suppress
from typing import TypeVar

from textual import events, on
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from screens.held_keys import held

_R = TypeVar("_R")


class KeysInTurn(Widget):
    """A widget that does its own keys in their turn among the letters.

    Textual's take letters at once, while a key such as Backspace goes all the way up to the app to
    be looked up there: of keys that come in a burst, the letters after it would be taken first.
    """

    async def on_key(self, event: events.Key) -> None:
        if not event.is_printable and await self.do(event):
            event.stop()

    async def do(self, event: events.Key) -> bool:
        """Do what a key means here; False for one that means nothing here."""
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if not binding.priority and await self.app.run_action(binding.action, self):
                return True
        return False


# Second, since Textual takes a widget's style from the first class named.
class TypedLine(Input, KeysInTurn):
    """A line for letters."""

    async def on_key(self, event: events.Key) -> None:
        """What comes behind an Enter that opens something is meant for that."""
        if isinstance(self.screen, TypedLineScreen) and (keys := held(self.screen)):
            keys.put_aside(event)

    async def action_submit(self) -> None:
        if isinstance(self.screen, TypedLineScreen):
            await self.screen.enter_once_read()
        await super().action_submit()

    async def take(self, event: events.Key) -> bool:
        """As if a key had come to this line; False for one that means nothing in it."""
        if event.is_printable and event.character:
            self.replace(event.character, *self.selection)
            return True
        return await self.do(event)


class TypedLineScreen(Screen[_R]):
    """A screen that has one line for letters, which also gets those that came before it was there.

    They wait in the screen's queue. The line has the focus no sooner than they are handled, so
    that no later one goes straight to it.
    """

    AUTO_FOCUS = ""
    _entered: object | None = None  # an Enter that what is typed behind it waits for

    def on_screen_resume(self) -> None:
        line = self.query_one(TypedLine)
        line.select_on_focus = False  # done here: once it is told, the first letters are in it
        line.select_all()
        self.set_focus(line)

    async def enter_once_read(self) -> None:
        """Enter means a line of the list, so it waits until that is read; what follows it waits."""
        self._entered = self._entered or held(self).hold()
        while reading := [worker for worker in self.app.workers if self._is_reading(worker)]:
            with suppress(WorkerCancelled, WorkerFailed):
                await reading[0].wait()

    def _is_reading(self, worker: Worker[object]) -> bool:
        return worker.node is self and worker.group == "load" and not worker.is_finished

    @on(Input.Submitted)
    @on(events.Unmount)
    def after_enter(self) -> None:
        """What was entered is done, or on its way in an opening of its own."""
        if self._entered:
            held(self).release(self._entered)
            self._entered = None

    async def on_key(self, event: events.Key) -> None:
        if keys := held(self):
            keys.put_aside(event)
            return
        # What the line itself lets pass means nothing in it here either.
        if await self.query_one(TypedLine).take(event):
            event.stop()
