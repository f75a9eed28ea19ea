"""Rows from the record into the tables."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Delete, Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import Insert, insert  # PostgreSQL says the same in its own
from sqlmodel import Session, SQLModel

from complaintdesk.domain.change import FIRST, Change, Row
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.text import clean_line
from complaintdesk.store.believable import reader_for
from complaintdesk.store.tables import RECORDED
from complaintdesk.store.worked_out_tables import ChangeRow

_MODELS = {str(m.__tablename__): m for m in RECORDED}
TABLES: dict[str, Table] = {name: SQLModel.metadata.tables[name] for name in _MODELS}
_CHANGES = SQLModel.metadata.tables[str(ChangeRow.__tablename__)]
_HEAD = select(_CHANGES.c.number, _CHANGES.c.seal).order_by(_CHANGES.c.number.desc()).limit(1)
_NOTE = insert(_CHANGES)
MOST_ROWS = 10**12  # of a table: the next row's key must still fit


def read_head(session: Session) -> tuple[int, str]:
    """Number and seal of the last change applied; 0 and FIRST for a new store."""
    row = session.connection().execute(_HEAD).first()
    return (row.number, row.seal) if row else (0, FIRST)


def note_change(session: Session, change: Change) -> None:
    """Remember the head of a change."""
    author = change.author
    head = {
        "number": change.number, "id": change.id, "seal": change.seal, "at": change.at,
        "by": author.name, "account": author.account, "pc": author.pc, "verb": change.verb,
        "about": change.about,
    }  # fmt: skip
    session.connection().execute(_NOTE, head)


def apply_row(session: Session, row: Row) -> None:
    """Make one row as a change left it.

    Refuses a table that this program does not know, and to move a part from case to case.
    """
    table = TABLES.get(row.table)
    if table is None:
        raise DeskUnusable(
            f"The desk's record holds a row of “{clean_line(str(row.table))[:40]}”, which this "
            "program does not know. "
            "Update the program on this PC; nothing was changed."
        )
    connection = session.connection()  # past the session: thousands of rows are applied in seconds
    if row.values is None:
        connection.execute(_taking_away(row.table), {"key": row.key})
        return
    values = read_values(row)
    put = connection.execute(_putting(row.table, tuple(values)), {"id": row.key, **values})
    if put.rowcount == 0:
        raise ValueError("a part of one case would become another's")


def read_values(row: Row) -> dict[str, Any]:
    """A row's values as the store takes them. Raises ValueError for what no such row can hold."""
    if type(row.key) is not int or not 0 < row.key < MOST_ROWS:
        raise ValueError("no key of a row")
    readers = _readers(row.table)
    return {n: readers[n](v) for n, v in (row.values or {}).items() if n in readers}


def owner_of(session: Session, name: str, key: int) -> int | None:
    """The case that the row with this id belongs to; None where there is no such row."""
    table = TABLES[name]
    owner = table.c.id if name == "cases" else table.c.case_id
    return session.execute(select(owner).where(table.c.id == key)).scalar()


@cache
def _taking_away(name: str) -> Delete:
    table = TABLES[name]
    return delete(table).where(table.c.id == bindparam("key"))


@cache
def _putting(name: str, columns: tuple[str, ...]) -> Insert:
    """A row as new or over the one with its id, unless that one is another case's."""
    table = TABLES[name]
    put = insert(table).values({n: bindparam(n) for n in ("id", *columns)})
    own = put.excluded.case_id == table.c.case_id if "case_id" in columns else None
    over = put.on_conflict_do_update(
        index_elements=["id"], set_={n: put.excluded[n] for n in columns}, where=own
    )
    return over.execution_options(preserve_rowcount=True)


@cache
def _readers(name: str) -> Mapping[str, Callable[[Any], Any]]:
    """How each column's value is read back from the record; a dict of them without the id."""
    fields = _MODELS[name].model_fields
    return {
        c.name: reader_for(name, c.name, fields[c.name].annotation)
        for c in TABLES[name].columns
        if c.name != "id"
    }


def cases_of(rows: Iterable[Row]) -> set[int]:
    """The cases that these rows belong to."""
    return {
        r.key if r.table == "cases" else r.values["case_id"] for r in rows if r.values is not None
    }
