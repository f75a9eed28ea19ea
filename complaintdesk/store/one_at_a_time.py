"""One program of this PC at a time, for a file that several of them read, change and write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(path: Path, patience: float) -> Iterator[None]:
    """Keep other programs out meanwhile. Raises OSError after so many seconds in vain.

    SQLite's own lock on an empty file beside it: the same on every system, between threads too, and
    let go of by itself where a program dies.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = sqlite3.connect(path.with_suffix(".lock"), patience, isolation_level=None)
        with closing(lock):
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.Error as error:
        raise OSError(f"{path.name} is not free: {error}") from error
