"""A store as a file to hand on: a checkpoint on the share, and a look at one before it is used.

Somebody else may have made it. So of its rows no more is believed than of a record's, value by
value, and nothing that a PC works out by itself: that is worked out here.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, SQLModel

from complaintdesk.domain.change import Row
from complaintdesk.domain.errors import DeskError, DeskUnusable
from complaintdesk.store.applying import read_values
from complaintdesk.store.believable import reader_for
from complaintdesk.store.engine import open_engine, plain_faults
from complaintdesk.store.peek import Peek, peek, reading
from complaintdesk.store.projecting import Judge, project, refuse_stageless
from complaintdesk.store.schema import is_ours
from complaintdesk.store.tables import RECORDED
from complaintdesk.store.worked_out_tables import BankHolidayRow, ChangeRow, ListingRow, MetaRow

_AT_ONCE = 500  # cases whose lines are worked out together
_TOUCHED = """
    SELECT cases.id, listing.changed FROM cases LEFT JOIN listing ON listing.case_id = cases.id
    ORDER BY cases.id
"""
Read = Callable[[Mapping[str, Any]], Mapping[str, Any]]


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


def settle_copy(
    path: Path, judge: Judge, days: Mapping[date, str], meta: Mapping[str, str]
) -> None:
    """Look at every value of a copy, and work out anew what its own PC had worked out.

    What passes is possible, no more: it is still to be held against the record. Raises
    DeskUnusable.
    """
    try:
        _work_out(path, _believed(path), judge, days, meta)
    except DeskError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever rows that somebody made up do to us
        raise _unsound(f"it holds what cannot be ({type(error).__name__})") from None


def _believed(path: Path) -> dict[int, int]:
    """The cases, each with the change that touched it last. Raises ValueError."""
    with reading(path) as connection:
        for model in RECORDED:
            _refuse_unbelievable(connection, model, partial(_recorded, str(model.__tablename__)))
        readers = {
            name: reader_for("change", name, field.annotation)
            for name, field in ChangeRow.model_fields.items()
        }
        _refuse_unbelievable(connection, ChangeRow, lambda v: {n: readers[n](v[n]) for n in v})
        (head,) = connection.execute("SELECT max(number) FROM change").fetchone()
        touched = dict(connection.execute(_TOUCHED).fetchall())
    if any(type(number) is not int or not 0 < number <= head for number in touched.values()):
        raise ValueError("a case that no change touched")
    return touched


def _refuse_unbelievable(connection: sqlite3.Connection, model: type[SQLModel], read: Read) -> None:
    """Raise ValueError for a value that this program would not have written."""
    columns = SQLModel.metadata.tables[str(model.__tablename__)].columns
    names = [column.name for column in columns]
    truths = [column.name for column in columns if column.type.python_type is bool]
    listed = ", ".join(f'"{name}"' for name in names)
    for row in connection.execute(f'SELECT {listed} FROM "{model.__tablename__}"'):
        kept = dict(zip(names, row, strict=True))
        said = kept | {name: _truth(kept[name]) for name in truths}
        for name, value in read(said).items():
            if _stored(value) != kept[name]:
                raise ValueError("not as it is written")


def _recorded(table: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as the record's own reader takes it."""
    return read_values(Row(table, said["id"], dict(said)))


def _truth(value: Any) -> Any:
    """SQLite has no true and false; what is neither is refused by the reader."""
    return bool(value) if type(value) is int and value in (0, 1) else value


def _stored(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("microseconds") if isinstance(value, time) else value


def _work_out(
    path: Path,
    touched: Mapping[int, int],
    judge: Judge,
    days: Mapping[date, str],
    meta: Mapping[str, str],
) -> None:
    engine = open_engine(path)
    try:
        with plain_faults(), Session(engine.execution_options(writing=True)) as session:
            for model in (ListingRow, BankHolidayRow, MetaRow):
                session.execute(delete(model))
            session.execute(
                insert(BankHolidayRow), [{"day": day, "name": name} for day, name in days.items()]
            )
            session.execute(insert(MetaRow), [{"key": k, "value": v} for k, v in meta.items()])
            refuse_stageless(session, touched)
            for some in _parted(list(touched)):
                project(session, {case: touched[case] for case in some}, judge)
            session.commit()
    finally:
        engine.dispose()


def _parted(cases: list[int]) -> Iterable[list[int]]:
    return (cases[first : first + _AT_ONCE] for first in range(0, len(cases), _AT_ONCE))


def _unsound(why: str) -> DeskUnusable:
    return DeskUnusable(f"This copy of a store is not used: {why}.")
