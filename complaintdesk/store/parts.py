"""The parts that a case gathers, to rows and back: every one the same way, field by field.

A part's table has the part's fields as columns, and `case_id` and `position` beside them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import fields
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, SQLModel, col

from complaintdesk.domain.case import Case
from complaintdesk.domain.parts import (
    Decision,
    Departure,
    Document,
    Ending,
    Finding,
    Ground,
    Link,
    LinkKind,
    MatterKind,
    OmbudsmanMatter,
    Promise,
    PromiseKind,
    Refusal,
    RemedyType,
    Restriction,
)
from complaintdesk.store.part_tables import (
    DecisionRow,
    DepartureRow,
    DocumentRow,
    LinkRow,
    MatterRow,
    PromiseRow,
    RefusalRow,
    RestrictionRow,
)
from complaintdesk.store.tables import ExtensionRow, StageRow

_ROW = TypeVar("_ROW", bound=SQLModel)
Rows = Callable[[type[Any], int], list[Any]]  # a case's rows of one table, oldest first
_FEW = 500  # cases to be named one by one in a query
# Where a case keeps each kind of part, the part, and its table.
_PARTS: dict[str, tuple[type[Any], type[SQLModel]]] = {
    "decisions": (Decision, DecisionRow),
    "promises": (Promise, PromiseRow),
    "refusals": (Refusal, RefusalRow),
    "restrictions": (Restriction, RestrictionRow),
    "matters": (OmbudsmanMatter, MatterRow),
    "links": (Link, LinkRow),
    "departures": (Departure, DepartureRow),
    "documents": (Document, DocumentRow),
}
_NAMES = {kind: tuple(each.name for each in fields(kind)) for kind, _ in _PARTS.values()}
_VALUES = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
# The choices among their fields; a column holds a choice's word.
_CHOICES: dict[type[Any], dict[str, type[StrEnum]]] = {
    Decision: {"finding": Finding},
    Promise: {"kind": PromiseKind, "remedy": RemedyType, "ended": Ending},
    Refusal: {"ground": Ground},
    OmbudsmanMatter: {"kind": MatterKind},
    Link: {"kind": LinkKind},
}


def rows_of_parts(case_id: int, case: Case) -> dict[type[SQLModel], list[SQLModel]]:
    """The rows that a case's parts are in the store, by their table."""
    return {
        model: [
            model(case_id=case_id, position=n, **_values(part))
            for n, part in enumerate(getattr(case, name), 1)
        ]
        for name, (_, model) in _PARTS.items()
    }


def read_parts(case_id: int, rows: Rows) -> dict[str, tuple[Any, ...]]:
    """The case's parts, by where the case keeps them."""
    return {name: _read(*part, case_id, rows) for name, part in _PARTS.items()}


def read_open_promises(case_id: int, rows: Rows) -> tuple[Promise, ...]:
    """The case's promises that are still to be kept."""
    return _read(Promise, PromiseRow, case_id, lambda *of: [r for r in rows(*of) if not r.ended])


def one_by_one(session: Session) -> Rows:
    """Rows asked for as they are needed: for one case, or a few."""
    return lambda model, case_id: rows_of(session, model, case_id)


def table_by_table(
    session: Session, only: Collection[int] | None = None, *, of_open: bool = False
) -> Rows:
    """The same for all cases at once, or for some: with one query a table, at its first use.

    `of_open` leaves closed cases out, which are most. What it gives is only to be read: the rows'
    values, not objects of the session.
    """
    tables: dict[type[Any], dict[int, list[Any]]] = {}
    few = list(only) if only is not None and len(only) <= _FEW else None

    def rows(model: type[Any], case_id: int) -> list[Any]:
        if model not in tables:
            table, found = str(model.__tablename__), dict[int, list[Any]]()
            every = _of_open(table) if of_open else _of_all(table)
            query = every if few is None else _of_these(table)
            for row in session.connection().execute(query, {} if few is None else {"these": few}):
                found.setdefault(row.case_id, []).append(row)
            tables[model] = found
        return tables[model].get(case_id, [])

    return rows


@cache
def _of_all(name: str) -> Select[Any]:
    table = SQLModel.metadata.tables[name]
    return select(table).order_by(table.c.id)


@cache
def _of_open(name: str) -> Select[Any]:
    table, cases = SQLModel.metadata.tables[name], SQLModel.metadata.tables["cases"]
    is_open = select(cases.c.id).where(cases.c.closed_on.is_(None))
    return _of_all(name).where(table.c.case_id.in_(is_open))


@cache
def _of_these(name: str) -> Select[Any]:
    table = SQLModel.metadata.tables[name]
    return _of_all(name).where(table.c.case_id.in_(bindparam("these", expanding=True)))


def rows_of(session: Session, model: type[_ROW], case_id: int) -> list[_ROW]:
    """A case's rows of one table, oldest first."""
    return list(session.scalars(_of_one_case(model), {"case_id": case_id}))


@cache
def _of_one_case(model: type[Any]) -> Select[Any]:
    query = select(model).where(col(model.case_id) == bindparam("case_id"))
    return query.order_by(col(model.id))


def replace_rows(session: Session, model: type[_ROW], case_id: int, rows: Sequence[_ROW]) -> None:
    """Make the case's rows of one table these, each in its own place, so that ids stay.

    A row never moves to another's place: the two would be there at once for a moment, which the
    table refuses, here and wherever the change is applied.
    """
    old = {_place(row): row for row in rows_of(session, model, case_id)}
    for row in rows:
        if before := old.pop(_place(row), None):
            before.sqlmodel_update(row.model_dump(exclude={"id"}))
        else:
            session.add(row)
    for surplus in old.values():
        session.delete(surplus)


def _place(row: Any) -> tuple[int, ...]:
    """What tells a case's rows of one table apart."""
    if isinstance(row, ExtensionRow):
        return row.stage, row.position
    return (row.number if isinstance(row, StageRow) else row.position,)


def _values(part: Any) -> dict[str, Any]:
    values = {name: getattr(part, name) for name in _NAMES[type(part)]}
    return {k: str(v) if isinstance(v, StrEnum) else v for k, v in values.items()}


def _read(kind: type[Any], model: type[SQLModel], case_id: int, rows: Rows) -> tuple[Any, ...]:
    own = rows(model, case_id)
    if len(own) > 1:
        own = sorted(own, key=lambda row: row.position)
    return tuple(_part(kind, row) for row in own)


def _part(kind: type[Any], row: SQLModel) -> Any:
    values = dict(zip(_NAMES[kind], _VALUES[kind](row), strict=True))
    for name, choice in _CHOICES.get(kind, {}).items():
        values[name] = choice(values[name])
    return kind(**values)
