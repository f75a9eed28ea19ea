"""A look into the store with sqlite3 alone: whose it is, how far it is, and is it ours at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable, StoreBusy, StoreDamaged
from complaintdesk.store import APPLICATION_ID, SCHEMA
from complaintdesk.store.schema import is_ours


@dataclass(frozen=True, slots=True)
class Peek:
    """What can be known of a store before anything heavy is loaded."""

    head: int
    seal: str
    meta: dict[str, str]
    bank_holidays: dict[date, str]


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to read from; the database's own errors become sentences.

    Opened for writing all the same, so that SQLite can mend what a crash left half done.
    """
    try:
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=5.0)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreBusy(
                "Another complaintdesk window on this PC is saving just now; try again."
            ) from None
        if "unable to open" in str(error) or "disk i/o" in str(error).lower():
            raise DeskUnusable(
                f"This PC's copy of the desk, {path}, cannot be opened. Nothing was changed."
            ) from None
        raise _not_ours(path) from None
    except sqlite3.DatabaseError:
        raise _not_ours(path) from None


def mark_damaged(path: Path) -> None:
    """Note beside a store that it is not sound: it is made anew at the next look at the record."""
    with suppress(OSError):  # without the note it is found damaged again
        _note(path).touch()


def is_marked(path: Path) -> bool:
    """Whether a store was found damaged while it was in use."""
    return _note(path).exists()


def set_aside(path: Path) -> None:
    """Keep what is not sound under another name, so that a store can be made in its place."""
    number = 1
    while (kept := path.with_name(f"{path.name}.set-aside-{number}")).exists():
        number += 1
    for ending in ("", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(kept.with_name(kept.name + ending))
    _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def refuse_foreign(path: Path) -> int:
    """The layout of the store at `path`. Refuses a file that is not ours or is too new."""
    with reading(path) as connection:
        ours = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if ours == APPLICATION_ID and version > SCHEMA:
        raise DeskUnusable(
            f"The store {path} was made by a newer complaintdesk. Update the program on this PC; "
            "nothing was changed."
        )
    # A file with neither tables nor mark is one that was being made when the PC went down.
    if ours != APPLICATION_ID and (tables or version):
        raise _not_ours(path)
    return version


def peek(path: Path) -> Peek | None:
    """What the store at `path` knows, or None where there is no finished store.

    Raises StoreDamaged for one that is not sound, or that somebody else made.
    """
    if not path.exists() or not path.stat().st_size:
        return None
    version = refuse_foreign(path)
    if is_marked(path) or not is_ours(path):
        raise _not_ours(path)
    if version < SCHEMA:
        return None
    with reading(path) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        days = connection.execute("SELECT day, name FROM bank_holiday").fetchall()
        head = connection.execute(
            "SELECT number, seal FROM change ORDER BY number DESC LIMIT 1"
        ).fetchone()
    if not head or not days:
        return None
    try:
        return Peek(head[0], head[1], meta, {date.fromisoformat(d): name for d, name in days})
    except (TypeError, ValueError):  # a page that was lost can leave rows that read as nonsense
        raise _not_ours(path) from None


def _not_ours(path: Path) -> StoreDamaged:
    return StoreDamaged(
        f"The file {path} is not a store of complaintdesk, or is damaged. It was left as it is. "
        "Open the desk again: it is set aside, and the store is made anew from the record."
    )
