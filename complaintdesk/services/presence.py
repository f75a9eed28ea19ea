"""Who else has the desk open, told by small files in the desk's `presence/`: advice, never a lock.

Each open program has a file of its own there, and replaces it every few seconds. No two PCs'
clocks are compared: a colleague is there while their file goes on changing, as seen from here by
a clock that only counts seconds. A program that was killed leaves a file that never changes.

A file met for the first time counts at once if the server's time on it is close to that on our own
file, written a moment ago: the server's clock against itself. Waiting for a change would show a
colleague only after 8 seconds, and taking every file for a colleague would show the dead.

Nothing here may keep anybody from working, so whatever the share answers is swallowed; it may take
its time, though, so no method but `leave` may be called on a terminal's event loop.
"""

import json
import math
import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from complaintdesk.domain.change import Author
from complaintdesk.domain.colleagues import Colleague
from complaintdesk.domain.text import clean_line
from complaintdesk.record.links import is_link
from complaintdesk.record.place import is_left_over, read_whole, shared_folder, written_beside
from complaintdesk.services.desk import Desk, new_id

FOLDER = "presence"
_FORMAT = 1
_EVERY = 8.0  # seconds after which an unchanged file is written again
_GONE = 30.0  # seconds without a change after which a colleague is gone
_FORGOTTEN = 3600.0  # seconds without a change after which what a program left is taken away
_MOST = 50  # files looked at
_LISTED = 2000  # names of a listing read; a folder that holds more is not as we left it
_LIMIT = 4096  # bytes; ours have some two hundred
_NAME = re.compile(r"[0-9a-f]{32}\.json")

Stamp = tuple[int, int]  # the size of a file and the server's time on it, in nanoseconds


@dataclass(slots=True)
class _Watched:
    """A file as last seen; `still_since` is by our own clock.

    `is_live` once it was seen to change, or was as new as ours when it was met.
    """

    stamp: Stamp
    said: bytes
    still_since: float
    is_live: bool

    def is_there(self, now: float) -> bool:
        return self.is_live and now - self.still_since < _GONE


class Presence:
    """One open program's word that it is here, and its watch on those of the others."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = desk.folder / FOLDER
        self._desk, self._clock = desk, clock
        self._path = self.folder / f"{new_id()}.json"
        self._busy = threading.Lock()
        self._watched: dict[str, _Watched] = {}
        self._here: tuple[Colleague, ...] = ()
        self._told: dict[str, Any] = {}
        self._told_at, self._beats = -math.inf, 0
        self._reached, self._left = False, threading.Event()

    def beat(self, ref: str = "", writing: bool = False) -> tuple[Colleague, ...]:
        """Say that this program is here, at the case `ref`; returns the colleagues who are.

        To be called every two or three seconds. While an earlier call still waits for the share,
        it answers with what is known and does not wait too.
        """
        if not self._left.is_set() and self._busy.acquire(blocking=False):
            try:
                self._beat(ref, writing)
            finally:
                self._busy.release()
            if self._left.is_set():  # said meanwhile, by somebody who did not wait for us
                self._take_away_own()
        return () if self._left.is_set() else self._here

    def leave(self) -> None:
        """Take our file away, at once or when a beat that is on its way is done. It is final."""
        self._left.set()
        if self._busy.acquire(blocking=False):
            try:
                self._take_away_own()
            finally:
                self._busy.release()

    @property
    def _may_write(self) -> bool:
        return not (self._desk.looking_on or self._desk.read_only)

    def _beat(self, ref: str, writing: bool) -> None:
        now = self._clock()
        try:
            if not self._reached:
                self._reach()
            # Before we look, so that our own file tells what time the server has.
            if self._may_write:
                self._tell(ref, writing, now)
            self._look(now)
        except OSError:
            # Presence is only advice: a share that does not answer is told of by whoever saves.
            self._reached = False
        there = (_read(each.said) for each in self._watched.values() if each.is_there(now))
        self._here = tuple(sorted(filter(None, there), key=_by_name))

    def _reach(self) -> None:
        """Make the folder where it is missing, but never on a PC whose share is not connected."""
        if not (self._desk.folder / "record").is_dir():
            raise FileNotFoundError(self.folder)
        self._refuse_link()
        if self._may_write:
            shared_folder(self.folder)
        self._reached = True

    def _refuse_link(self) -> None:
        if is_link(self.folder):
            raise NotADirectoryError(self.folder)

    def _tell(self, ref: str, writing: bool, now: float) -> None:
        """Replace our file if it says something else now, or has stood for a while."""
        who = self._desk.author()
        me = Colleague.of(who, ref, writing)
        told = {
            "format": _FORMAT, "name": me.name, "account": clean_line(who.account)[:40],
            "pc": me.pc, "ref": me.ref, "doing": "writing" if writing else "",
        }  # fmt: skip
        if told == self._told and now - self._told_at < _EVERY:
            return
        self._refuse_link()  # it may have been put there since
        self._beats += 1
        data = json.dumps({**told, "beat": self._beats}).encode("ascii")
        # A folder that may be read only, or a file that a colleague is reading just now (Windows):
        # presence is only advice, and the next beat tries again.
        with suppress(OSError), written_beside(self.folder, [data]) as beside:
            beside.replace(self._path)
            self._told, self._told_at = told, now

    def _look(self, now: float) -> None:
        """Note what changed since the last look; one listing, and a reading of what changed."""
        listed = self._listing()
        ours = listed.pop(self._path.name, None)
        seen = {name: self._watch(name, stamp, ours, now) for name, stamp in listed.items()}
        self._watched = {name: each for name, each in seen.items() if each}
        for name, each in self._watched.items():
            if self._may_write and now - each.still_since > _FORGOTTEN:
                each.still_since = now  # one that will not go is tried again in an hour
                with suppress(OSError):  # a colleague was first, or it is not ours to take
                    (self.folder / name).unlink()

    def _listing(self) -> dict[str, Stamp]:
        """The files that programs left here, by name: ours, then the first of the others."""
        found: dict[str, Stamp] = {}
        with os.scandir(self.folder) as entries:
            names = [e for e in islice(entries, _LISTED) if _is_of_a_program(e.name)]
            names.sort(key=lambda e: (e.name != self._path.name, is_left_over(e.name), e.name))
            for entry in names[: _MOST + 1]:
                with suppress(OSError):  # gone since the listing
                    if entry.is_file(follow_symlinks=False):
                        stat = entry.stat(follow_symlinks=False)
                        found[entry.name] = stat.st_size, stat.st_mtime_ns
        return found

    def _watch(self, name: str, stamp: Stamp, ours: Stamp | None, now: float) -> _Watched | None:
        """A file as it is now; None for one that could not be read yet."""
        before = self._watched.get(name)
        if before and before.stamp == stamp:
            return before
        try:
            is_ours_to_read = stamp[0] <= _LIMIT and not is_left_over(name)
            said = read_whole(self.folder / name, _LIMIT) if is_ours_to_read else b""
        except OSError:
            return before  # being replaced just now; presence is only advice, and read next time
        if before is None:
            return _Watched(stamp, said, now, _is_as_new(stamp, ours))
        before.stamp = stamp
        if said != before.said:
            before.said, before.still_since, before.is_live = said, now, True
        return before

    def _take_away_own(self) -> None:
        if self._beats:
            # Presence is only advice: what a share that is gone keeps, nobody will take for us.
            with suppress(OSError):
                self._refuse_link()
                self._path.unlink()


def _is_of_a_program(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) or is_left_over(name)


def _is_as_new(stamp: Stamp, ours: Stamp | None) -> bool:
    """Whether the server wrote both in the same half minute."""
    return ours is not None and abs(stamp[1] - ours[1]) < _GONE * 1e9


def _by_name(colleague: Colleague) -> tuple[str, str, str]:
    return colleague.name.casefold(), colleague.pc, colleague.ref


def _read(said: bytes) -> Colleague | None:
    """Whom a file tells of; None for one that is not as ours are."""
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        return None
    keys = ("name", "account", "pc", "ref", "doing")
    texts = [value for key in keys if isinstance(value := found.get(key), str)]
    if len(texts) < len(keys):
        return None
    name, account, pc, ref, doing = texts
    return Colleague.of(Author(name, account, pc), ref, doing == "writing")
