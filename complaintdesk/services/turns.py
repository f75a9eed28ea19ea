"""Taking turns where several PCs save at once: advice, so that none does its work for nothing.

Whoever is first gets the number, whatever is said here. But a change that comes second has to be
worked out again, and in a crowd the slowest could come second for ever. So whoever came second puts
a ticket where the others look, and goes when no older one is there; whoever saves one change after
the other looks for tickets before the next. A ticket that stays is of a PC that went down: it is
taken away. Alone, a change costs nothing more.
"""

import contextlib
import errno
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from complaintdesk.record.place import SHARED, shared_folder

FOLDER, _BEGINS, _ENDS = "presence", ".turn-", ".tmp"  # cleared like anything left over
TICKETS = f"{_BEGINS}*{_ENDS}"
_LONGEST = 1.0  # seconds that one and the same ticket is waited for
_PATIENCE = 15.0  # seconds after which one goes on without a turn
_PAUSE = 0.01  # seconds between looks, and about half as much again
_stuck: set[str] = set()  # tickets that this PC cannot take away


@contextlib.contextmanager
def turn(desk: Path, meanwhile: Callable[[], object]) -> Iterator[None]:
    """One's turn to save, as far as everybody keeps to it; it never fails.

    `meanwhile` is done when one's own is the next: what is to be done before it anyway. Not each
    time that another had theirs: in a crowd that would be most of the work of all the PCs.
    """
    ticket = desk / FOLDER / f"{_BEGINS}{uuid4().hex}{_ENDS}"
    try:
        with contextlib.suppress(OSError):  # advice: without a ticket one goes at once
            _put(ticket)
            _wait(ticket, meanwhile)
        yield
    finally:
        _take_away(ticket)


def somebody_waits(desk: Path) -> bool:
    """Whether a colleague's PC came second and waits for its turn."""
    return bool(_tickets(desk / FOLDER))


def _put(ticket: Path) -> None:
    if ticket.parent.is_symlink():
        raise OSError(errno.ELOOP, "leads to another place", str(ticket.parent))
    if (ticket.parents[1] / "record").is_dir():  # never on a PC whose share is not connected
        shared_folder(ticket.parent)
    os.close(os.open(ticket, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SHARED))


def _take_away(ticket: Path) -> None:
    """One that cannot be taken away, for want of the right to, is waited for no more."""
    try:
        ticket.unlink(missing_ok=True)
    except OSError:
        _stuck.add(ticket.name)


def _wait(ticket: Path, meanwhile: Callable[[], object]) -> None:
    began = since = time.monotonic()
    seen = ""
    while time.monotonic() - began < _PATIENCE:
        tickets = _tickets(ticket.parent)
        # Where one's own is gone, a colleague took this PC for one that went down.
        if ticket.name not in tickets or tickets[0] == ticket.name:
            return
        if tickets[0] != seen:  # somebody has saved
            seen, since = tickets[0], time.monotonic()
            if tickets[1] == ticket.name:
                meanwhile()
        elif time.monotonic() - since > _LONGEST:
            _take_away(ticket.parent / seen)
        time.sleep(_PAUSE * random.uniform(0.5, 1.5))


def _tickets(folder: Path) -> list[str]:
    """Their names, the one that was there first to begin with, by the file server's own clock."""
    found: list[tuple[int, str]] = []
    with contextlib.suppress(OSError), _listed(folder) as entries:
        for entry in entries:
            if _is_ticket(entry.name):
                with contextlib.suppress(FileNotFoundError):  # done since the listing
                    found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.name))
    return [name for _, name in sorted(found)]


def _is_ticket(name: str) -> bool:
    return name.startswith(_BEGINS) and name.endswith(_ENDS) and name not in _stuck


@contextlib.contextmanager
def _listed(folder: Path) -> Iterator[Iterator[os.DirEntry[str]]]:
    """What is in a folder, where that is no link to another; no call more than without asking."""
    if os.name == "nt":
        with os.scandir(folder) as entries:
            yield entries
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)
