"""A store looked into with sqlite3 alone: its structure, and row by row against another.

Everything is asked of a copy, so that an open window goes on saving meanwhile.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from complaintdesk.domain.errors import DeskError, StoreDamaged
from complaintdesk.store import APPLICATION_ID, SCHEMA
from complaintdesk.store.peek import reading, refuse_foreign
from complaintdesk.store.schema import is_ours

_MOST = 20  # messages of the database about itself


class NoRoom(DeskError):
    """This PC's disk is full, so its store was not examined."""


class NewerStore(DeskError):
    """The store was made by a newer program, which this one cannot judge."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows of a table differ: altered or on one side only."""

    table: str
    altered: int
    only_here: int
    only_there: int


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a case's letter or document names; `size` is known of documents alone."""

    ref: str
    file: str
    sha256: str
    size: int | None


def take_copy(path: Path, to: Path) -> bool:
    """Copy a store to be examined. False where it is unfinished or from an older program.

    Raises StoreDamaged where it is not ours either, NewerStore, or NoRoom.
    """
    _refuse_newer(path)
    if refuse_foreign(path) < SCHEMA:
        return False
    with reading(path) as connection, closing(sqlite3.connect(to)) as copy:
        try:
            connection.backup(copy)
        except sqlite3.OperationalError as error:
            if "full" in str(error):  # the copy's fault, not the store's
                raise NoRoom("This PC has no room for a copy of its store.") from None
            raise
    return True


def _refuse_newer(path: Path) -> None:
    with reading(path) as connection:
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if ours and connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA:
            raise NewerStore("This PC's store was made by a newer complaintdesk.")


def structure(path: Path) -> tuple[str, ...]:
    """What the database finds wrong with itself: its tables, its own checks, its references."""
    with _examined(path) as connection:
        said = connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()
        lost = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
    found = [str(words) for (words,) in said if words != "ok"]
    found += [f"a row of {table} belongs to no row of {parent}" for table, _, parent, _ in lost]
    if not is_ours(path):
        found.append("its tables are not laid out as this program makes them")
    return tuple(found)


def seals(path: Path) -> dict[int, str]:
    """The seal of every change that this store has applied."""
    with _examined(path) as connection:
        return dict(connection.execute("SELECT number, seal FROM change").fetchall())


def stands_on(path: Path) -> str:
    """By what this store's due dates were worked out; "" where it does not say."""
    with _examined(path) as connection:
        found = connection.execute("SELECT value FROM meta WHERE key = 'stands_on'").fetchone()
    return str(found[0]) if found else ""


def count_cases(path: Path) -> int:
    with _examined(path) as connection:
        return int(connection.execute("SELECT count(*) FROM cases").fetchone()[0])


def named_files(path: Path) -> frozenset[NamedFile]:
    """Every file of a letter or a document that this store names."""
    query = """
        SELECT cases.ref, file, sha256, NULL FROM letter JOIN cases ON cases.id = case_id
        UNION SELECT cases.ref, file, sha256, size FROM document JOIN cases ON cases.id = case_id
    """
    with _examined(path) as connection:
        rows = connection.execute(query).fetchall()
    return frozenset(
        NamedFile(str(ref), str(file), str(digest), None if size is None else int(size))
        for ref, file, digest, size in rows
    )


def differences(here: Path, there: Path, passed_over: Iterable[str] = ()) -> tuple[Difference, ...]:
    """The tables of two stores that do not hold the same rows, by `there`'s tables.

    `stands_on`, which says what a PC's own worked-out rows stand on, is passed over.
    """
    with _examined(here) as connection:
        connection.execute("ATTACH DATABASE ? AS there", (str(there),))
        query = "SELECT name FROM there.sqlite_master WHERE type = 'table' ORDER BY name"
        names = [name for (name,) in connection.execute(query) if name not in passed_over]
        found = [_difference(connection, name) for name in names]
    return tuple(d for d in found if d.altered or d.only_here or d.only_there)


def _difference(connection: sqlite3.Connection, table: str) -> Difference:
    key = _key(connection, table)
    where = " WHERE key <> 'stands_on'" if table == "meta" else ""
    own, other = (f'SELECT * FROM {side}."{table}"{where}' for side in ("main", "there"))
    here = f"SELECT {key} FROM ({own} EXCEPT {other})"
    there = f"SELECT {key} FROM ({other} EXCEPT {own})"
    altered = _count(connection, f"{here} INTERSECT {there}")
    return Difference(
        table,
        altered,
        _count(connection, here) - altered,
        _count(connection, there) - altered,
    )


def _key(connection: sqlite3.Connection, table: str) -> str:
    columns = connection.execute(f'PRAGMA there.table_info("{table}")').fetchall()
    return ", ".join(f'"{column[1]}"' for column in columns if column[5])


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM ({query})").fetchone()[0])


@contextmanager
def _examined(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy; what cannot be read of it is one plain fault."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            yield connection
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise StoreDamaged(f"It cannot be read to its end ({type(error).__name__}).") from None
