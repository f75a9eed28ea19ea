"""The watch: what colleagues do, whether the desk's folder answers, and who else is here.

It looks every second or two while a desk is open, on whichever screen. A look may hang with the
share for minutes: it is made in a thread that nobody waits for, not even on leaving.
"""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from complaintdesk.domain.change import Author, Head
from complaintdesk.domain.colleagues import Colleague, on_case, on_desk
from complaintdesk.domain.errors import DeskError, StoreBusy
from complaintdesk.services.desk import Desk
from complaintdesk.services.following import in_one_line
from screens.base import DeskScreen

if TYPE_CHECKING:
    from complaintdesk.services.presence import Presence
    from screens.app import DeskApp

_T = TypeVar("_T")
POLL = 1.5  # seconds between looks
_HANGING = 3  # looks that could not be made because one before them still hangs
_LEAVING = 0.5  # seconds for taking leave
_BEAT = 2  # every so many looks the others who are here are looked for
AWAY = (
    "The desk's folder does not answer. Look and write as before: what you type is kept, "
    "and saving waits until the folder is back."
)
READ_ONLY = "OPEN FOR READING ONLY  ·  nothing can be saved or changed here"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found; `told` is what was saved last by somebody else, until the next."""

    changed: bool = False
    today: date | None = None
    away: str = ""
    trouble: str = ""
    news: tuple[Head, ...] = ()
    told: str = ""
    here: tuple[Colleague, ...] = ()
    also_here: str = ""
    me: Author | None = None


@dataclass
class Watch:
    """Looks at a desk for an app, and tells its screens. `seen` is the last look."""

    app: "DeskApp"
    desk: Desk
    seen: Seen = field(default_factory=Seen)
    looking: bool = False
    _presence: "Presence | None" = None
    _looks: int = 0
    _waiting: int = 0
    _tending: "subprocess.Popen[bytes] | None" = None

    def begin(self) -> None:
        self.app.set_interval(POLL, self._tick)
        self._tick()

    def tend(self) -> None:
        """Have the day's backup made by a program of its own, which slows nothing here."""
        if self._tending and self._tending.poll() is None:
            return  # the one that is at it does all there is to do
        program = [sys.executable, "-m", "complaintdesk", "tend", "--desk", str(self.desk.folder)]
        nowhere = subprocess.DEVNULL
        self._tending = subprocess.Popen(
            program, stdin=nowhere, stdout=nowhere, stderr=nowhere,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=os.name != "nt",
        )  # fmt: skip

    def end(self) -> None:
        """Tell colleagues that nobody is here any more; a share that is gone is not waited for."""
        if self._presence:
            leaving = threading.Thread(target=self._presence.leave, daemon=True)
            leaving.start()
            leaving.join(_LEAVING)

    def standing(self, ref: str) -> str:
        """What has to be known on every screen: reading only, a folder that does not answer, or
        who is on the same case.
        """
        if self.desk.read_only:
            return READ_ONLY
        if self.seen.away:
            return AWAY
        return on_case(self.seen.here, ref, self.seen.me) if ref else ""

    def _tick(self) -> None:
        # A share that hangs keeps its one look waiting; no second one is begun meanwhile.
        if not self.looking:
            self.looking, self._waiting = True, 0
            self.app.run_worker(self._look, group="watch")  # type: ignore[arg-type]
            return
        self._waiting += 1
        if self._waiting == _HANGING:
            self._tell(replace(self.seen, changed=False, news=(), away="it does not answer"))

    async def _look(self) -> None:
        ref, writing = self._where()
        try:
            seen = await aside(self._see, ref, writing)
        except StoreBusy:
            return  # the next look is in two seconds
        except DeskError as error:
            self.app.stop(error)
            return
        finally:
            self.looking = False
        self._tell(seen)

    def _tell(self, seen: Seen) -> None:
        before, self.seen = self.seen, seen
        midnight = before.today is not None and before.today != seen.today
        for screen in self.app.screen_stack:
            # One that is just being laid out, or taken away, has nothing to show it in.
            if isinstance(screen, DeskScreen) and screen.query("#standing"):
                screen.show_standing()
                screen.looked(seen, changed=seen.changed or midnight)

    def _see(self, ref: str, writing: bool) -> Seen:
        """One look, in its own thread."""
        desk = self.desk
        changed, news, here = desk.look(), desk.take_news(), self._beat(ref, writing)
        told, me = in_one_line(news) or self.seen.told, desk.author()
        return Seen(
            changed, desk.today(), desk.away, desk.trouble, news, told, here,
            on_desk(here, me), me,
        )  # fmt: skip

    def _beat(self, ref: str, writing: bool) -> tuple[Colleague, ...]:
        self._looks += 1
        if self.desk.away or self._looks % _BEAT != 1:
            return () if self.desk.away else self.seen.here
        if self._presence is None:
            from complaintdesk.services.presence import Presence

            self._presence = Presence(self.desk)
        return self._presence.beat(ref, writing)

    def _where(self) -> tuple[str, bool]:
        """The case that is open, and whether a form or a letter about it is."""
        for screen in reversed(self.app.screen_stack):
            if isinstance(screen, DeskScreen) and screen.open_ref:
                return screen.open_ref, screen.is_writing
        return "", False


async def aside(work: Callable[..., _T], *arguments: object) -> _T:
    """Run what may hang with the share in a thread that ends with the program."""
    found: Future[_T] = Future()
    found.set_running_or_notify_cancel()  # once begun it cannot be called off

    def run() -> None:
        try:
            found.set_result(work(*arguments))
        except Exception as error:  # noqa: BLE001  handed to whoever waits
            found.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(found)
