"""Taking turns where several PCs save at once: advice, so that none does its work for nothing.

Whoever is first gets the number, whatever is said here. But a change that comes second has to be
worked out again, and in a crowd the slowest could come second for ever. So whoever came second puts
a ticket where the others look, and goes when no older one is there; whoever saves one change after
the other looks for tickets before the next. A ticket that stays is of a PC that went down: it is
taken away. Alone, a change costs nothing more.
"""

import contextlib
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from complaintdesk.record.place import SHARED, shared_folder

FOLDER, _BEGINS, _ENDS = "presence", ".turn-", ".tmp"  # cleared like anything left over
_LONGEST = 1.0  # seconds that one and the same ticket is waited for
_PATIENCE = 15.0  # seconds after which one goes on without a turn
_PAUSE = 0.01  # seconds between looks, and about half as much again


@contextlib.contextmanager
def turn(desk: Path, meanwhile: Callable[[], object]) -> Iterator[None]:
    """One's turn to save, as far as everybody keeps to it; it never fails.

    `meanwhile` is done when one's own is the next: what is to be done before it anyway. Not each
    time that another had theirs: in a crowd that would be most of the work of all the PCs.
    """
    ticket = desk / FOLDER / f"{_BEGINS}{uuid4().hex}{_ENDS}"
    with contextlib.suppress(OSError):  # advice: without a ticket one goes at once
        if (desk / "record").is_dir():  # never on a PC whose share is not connected
            shared_folder(ticket.parent)
        os.close(os.open(ticket, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SHARED))
        _wait(ticket, meanwhile)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            ticket.unlink()


def somebody_waits(desk: Path) -> bool:
    """Whether a colleague's PC came second and waits for its turn."""
    return bool(_tickets(desk / FOLDER))


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
            with contextlib.suppress(OSError):  # a colleague was first to take it away
                (ticket.parent / seen).unlink()
        time.sleep(_PAUSE * random.uniform(0.5, 1.5))


def _tickets(folder: Path) -> list[str]:
    """Their names, the one that was there first to begin with, by the file server's own clock."""
    found: list[tuple[int, str]] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_BEGINS) and entry.name.endswith(_ENDS):
                with contextlib.suppress(FileNotFoundError):  # done since the listing
                    found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.name))
    return [name for _, name in sorted(found)]
