"""A store as a file to hand on: a checkpoint on the share, and a look at one before it is used."""

import sqlite3
from contextlib import closing
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.store.peek import Peek, peek, reading
from complaintdesk.store.schema import is_ours


def copy_store(path: Path, to: Path) -> Peek:
    """A sound copy of the store at `path`, as it stands now; returns what the copy knows."""
    with reading(path) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)
    return look_at_copy(to)


def look_at_copy(path: Path) -> Peek:
    """What a copy of a store knows, once nothing strange was found in it.

    It may be from a share that others write to: nothing of it is run, and its pages and rows are
    looked through. Raises DeskUnusable.
    """
    if not is_ours(path):
        raise _unsound("it was not made by this program")
    found = peek(path)
    if found is None:
        raise _unsound("it was made by an older program")
    with reading(path) as connection:
        connection.execute("PRAGMA cell_size_check = ON")
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not sound or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise _unsound("it is damaged")
        count, last = connection.execute("SELECT count(*), max(number) FROM change").fetchone()
    if count != last:
        raise _unsound("it does not hold every change up to its last")
    return found


def _unsound(why: str) -> DeskUnusable:
    return DeskUnusable(f"This copy of a store is not used: {why}.")
