"""Local stores made quickly: copied where another test has made the same, and never less checked.

A store follows from the desk's record and desk.toml alone. So one that was made from the same files
before serves again, as a copy or as its rows.
"""

import sqlite3
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL, Engine
from sqlmodel import create_engine

from complaintdesk.services.desk import Desk
from complaintdesk.store import engine

Rows = dict[str, list[tuple[object, ...]]]

_COMPILED: dict[Any, Any] = {}
_FIRST: list[Engine] = []
_REBUILT: dict[str, Rows] = {}


def share_compiled_statements() -> None:
    """Let all stores of this process share one cache of compiled SQL.

    SQLAlchemy keeps one for each engine, and a program has one engine; tests have thousands, and
    would compile every statement for each of them.
    """

    def make(url: URL, **named: Any) -> Engine:
        made = create_engine(url, execution_options={"compiled_cache": _COMPILED}, **named)
        if not _FIRST:
            _FIRST.append(made)
        made.dialect = _FIRST[0].dialect  # which is part of what a statement is found by
        return made

    engine.create_engine = make


@cache
def empty_store() -> bytes:
    """A store as it is just after its migrations."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cases.db"
        engine.open_engine(path).dispose()
        return path.read_bytes()


def dump(store: Path) -> Rows:
    """Every row of every table of a store, sorted."""
    with closing(sqlite3.connect(store)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in names
        }


def assert_rebuilds(desk: Desk) -> None:
    """Make the store anew from the desk's folder: the same to the last row."""
    desk.catch_up()
    desk.close()
    before = dump(desk.store_file)
    stands_on = _fingerprint(desk)
    if stands_on not in _REBUILT:
        _REBUILT[stands_on] = _rebuilt(desk)
    assert before == _REBUILT[stands_on]


def _rebuilt(desk: Desk) -> Rows:
    desk.store_file.write_bytes(empty_store())
    fresh = Desk(desk.folder, desk.officer, clock=desk.now)
    fresh.catch_up()
    fresh.close()
    return dump(fresh.store_file)


def _fingerprint(desk: Desk) -> str:
    """Of all that a store follows from: the record, desk.toml and the day."""
    found = sha256(str(desk.today()).encode())
    for path in (desk.folder / "desk.toml", *sorted((desk.folder / "record").iterdir())):
        found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()
