"""Rows from the record into the tables, and the next duty worked out from them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Table, delete, insert, update
from sqlmodel import Session, SQLModel, col, select

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import FIRST, Change, Row
from complaintdesk.domain.deadlines import CLOCKS, Duty
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.store.mapping import read_case
from complaintdesk.store.parts import table_by_table
from complaintdesk.store.tables import RECORDED, CaseRow, ChangeRow, NextDutyRow

Judge = Callable[[Case], tuple[Duty, ...]]  # the open duties of a case, the first to be done first

_MODELS = {str(m.__tablename__): m for m in RECORDED}
TABLES: dict[str, Table] = {name: SQLModel.metadata.tables[name] for name in _MODELS}
_READ_BACK: dict[type, Callable[[str], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
}


def read_head(session: Session) -> tuple[int, str]:
    """Number and seal of the last change applied; 0 and FIRST for a new store."""
    row = session.exec(select(ChangeRow).order_by(col(ChangeRow.number).desc())).first()
    return (row.number, row.seal) if row else (0, FIRST)


def note_change(session: Session, change: Change) -> None:
    """Remember the head of a change."""
    session.add(
        ChangeRow(
            number=change.number, id=change.id, seal=change.seal, at=change.at,
            by=change.author.name, account=change.author.account, pc=change.author.pc,
            verb=change.verb,
            about=change.about,
        )
    )  # fmt: skip


def apply_row(session: Session, row: Row) -> None:
    """Make one row as a change left it.

    Refuses a table that this program does not know, and to move a part from case to case.
    """
    table = TABLES.get(row.table)
    if table is None:
        raise DeskUnusable(
            f"The desk's record holds a row of “{row.table}”, which this program does not know. "
            "Update the program on this PC; nothing was changed."
        )
    here = table.c.id == row.key
    if row.values is None:
        session.execute(delete(table).where(here))
        return
    values = {c.name: _read_back(row.table, c.name, row.values[c.name])
              for c in table.columns if c.name in row.values}  # fmt: skip
    owner = owner_of(session, row.table, row.key)
    if owner is None:
        session.execute(insert(table).values(id=row.key, **values))
    elif owner == values.get("case_id", owner):
        session.execute(update(table).where(here).values(values))
    else:
        raise ValueError("a part of one case would become another's")


def owner_of(session: Session, name: str, key: int) -> int | None:
    """The case that the row with this id belongs to; None where there is no such row."""
    table = TABLES[name]
    owner = table.c.id if name == "cases" else table.c.case_id
    return session.execute(select(owner).where(table.c.id == key)).scalar()


def _read_back(table: str, name: str, value: Any) -> Any:
    kind = _MODELS[table].model_fields[name].annotation
    reader = next((r for known, r in _READ_BACK.items() if kind in (known, known | None)), None)
    return reader(value) if reader and value is not None else value


def cases_of(rows: Iterable[Row]) -> set[int]:
    """The cases that these rows belong to."""
    return {
        r.key if r.table == "cases" else r.values["case_id"] for r in rows if r.values is not None
    }


def project(session: Session, case_ids: Iterable[int], judge: Judge) -> None:
    """Work out the next duty of these cases; a closed one has none."""
    for case_id in sorted(case_ids):
        session.execute(delete(NextDutyRow).where(col(NextDutyRow.case_id) == case_id))
        case = read_case(session, session.get_one(CaseRow, case_id))
        if not case.closed_on:
            session.add(_next_duty(case, judge(case)))


def project_all(session: Session, judge: Judge) -> None:
    """The same for every open case, with one query a table: thousands are judged in seconds."""
    session.execute(delete(NextDutyRow))
    rows = table_by_table(session)
    cases = session.exec(select(CaseRow).where(col(CaseRow.closed_on).is_(None))).all()
    for case in [read_case(session, row, rows) for row in cases]:
        session.add(_next_duty(case, judge(case)))


def _next_duty(case: Case, open_duties: tuple[Duty, ...]) -> NextDutyRow:
    assert case.id is not None
    duty = open_duties[0] if open_duties else None
    return NextDutyRow(
        case_id=case.id,
        ref=case.ref,
        stage=case.stage,
        duty_stage=duty.stage if duty and duty.kind in CLOCKS else case.stage,
        duty=duty.kind if duty else None,
        due=duty.act_by if duty else None,
        provisional=bool(duty and duty.provisional),
        owed="".join(f" {kind} " for kind in sorted({d.kind for d in open_duties})),
    )
