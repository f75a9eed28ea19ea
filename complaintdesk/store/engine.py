"""Opening the SQLite file: its settings, its migrations, and its faults in plain sentences.

The file is on this PC only, never on the share (see docs/reliability.md). A store that is not ours,
or is from a newer program, is refused untouched.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import create_engine

from complaintdesk.domain.errors import DeskUnusable, StoreBusy, StoreDamaged
from complaintdesk.store import APPLICATION_ID, SCHEMA
from complaintdesk.store.peek import refuse_foreign

_BUSY = 5.0  # seconds to wait for another window's write
# Which change touched a case last cannot be told from the rows of the layouts before this one.
_LACKING = 4


def open_engine(path: Path) -> Engine:
    """An engine on the store at `path`, made or migrated as needed.

    Raises StoreDamaged for one that is to be made again from the record instead.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise DeskUnusable(
            f"This PC cannot keep its copy of the desk in {path.parent} "
            f"({error.strerror or type(error).__name__}). Nothing was changed."
        ) from None
    if path.stat().st_size:
        refuse_foreign(path)
    url = URL.create("sqlite", database=str(path))  # as it is, whatever characters the name has
    # No pool: a file that nobody reads just now is closed, as Windows wants it and tests check.
    engine = create_engine(url, connect_args={"timeout": _BUSY}, poolclass=NullPool)
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    with plain_faults(), engine.connect().execution_options(writing=True) as connection:
        _migrate(connection)
    return engine


@contextmanager
def plain_faults() -> Iterator[None]:
    """Turn the database's own errors into sentences; nothing half-done stays behind."""
    try:
        yield
    except DBAPIError as error:
        cause = str(error.orig).lower()
        if "locked" in cause or "busy" in cause:
            raise StoreBusy(
                "Another complaintdesk window on this PC is saving just now. Nothing was lost: "
                "try again in a moment."
            ) from None
        if "full" in cause or "i/o" in cause or "readonly" in cause:
            raise DeskUnusable(
                "This PC could not write its copy of the desk: the disk is full or cannot be "
                "written. Nothing was lost: free some space and try again."
            ) from None
        raise StoreDamaged(
            "This PC's copy of the desk is damaged. It is made again from the record; nothing "
            "that was saved is lost. Try again in a moment."
        ) from None


def _settle(connection: sqlite3.Connection, _record: Any) -> None:
    # No implicit BEGIN from the driver: `_begin` says which kind each transaction is.
    connection.isolation_level = None
    for setting in (
        "foreign_keys = ON",
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(connection: Connection) -> None:
    """Run the outstanding migrations in one transaction with the number that records them.

    The number is read inside the transaction: another window may be making the same store.
    """
    found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if 0 < found < _LACKING:
        raise StoreDamaged(
            "This PC's copy of the desk was made by an older complaintdesk. It is made again from "
            "the record; nothing that was saved is lost. Try again in a moment."
        )
    if found == SCHEMA:
        return
    for number in range(found + 1, SCHEMA + 1):
        for statement in _statements(number):
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    connection.commit()


def _statements(number: int) -> list[str]:
    folder = files("complaintdesk.store") / "migrations"
    script = next(f for f in folder.iterdir() if f.name.startswith(f"{number:04}_"))
    return [s for s in script.read_text("utf-8").split(";\n") if s.strip()]
