"""The listing worked out: one line for each case, with its next duty and what it is sorted by."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.sqlite import insert  # PostgreSQL says the same in its own
from sqlmodel import Session, SQLModel

from complaintdesk.domain.case import Authority, Case, Kind
from complaintdesk.domain.deadlines import CLOCKS, Duty
from complaintdesk.domain.searched import folded
from complaintdesk.store.mapping import read_case
from complaintdesk.store.parts import table_by_table
from complaintdesk.store.tables import CaseRow, ChangeRow, ListingRow, StageRow

Judge = Callable[[Case], tuple[Duty, ...]]  # the open duties of a case, the first to be done first
NO_DATE = "~"  # sorts after every date

_CASES, _LISTING, _CHANGES, _STAGES = (
    SQLModel.metadata.tables[str(m.__tablename__)]
    for m in (CaseRow, ListingRow, ChangeRow, StageRow)
)
_FEW = 500  # cases named one by one in a query; of more, all are looked at
_PUT = insert(_LISTING)
_OVER = {c.name: _PUT.excluded[c.name] for c in _LISTING.columns if c.name != "case_id"}
_ACTIONS, _OMBUDSMAN = {"action", "remedy"}, {"order", "enquiry"}  # kinds of duties


def project(session: Session, touched: Mapping[int, int], judge: Judge) -> None:
    """Work out the lines of these cases, given by id with the change that touched each last."""
    if touched:
        session.flush()
        few = len(touched) <= _FEW
        chosen = select(_CASES).where(_CASES.c.id.in_(touched)) if few else select(_CASES)
        rows = table_by_table(session, touched)
        found = session.connection().execute(chosen.order_by(_CASES.c.id)).all()
        lines = [
            {**_line(read_case(session, row, rows), judge), "changed": touched[row.id]}
            for row in found
            if row.id in touched
        ]
        _put(session, lines, _OVER)


def project_all(session: Session, judge: Judge) -> None:
    """The same for every open case, and for those that have no line yet."""
    changed = select(func.max(_CHANGES.c.number)).where(_CHANGES.c.about == _CASES.c.ref)
    chosen = (
        select(_CASES, func.coalesce(changed.scalar_subquery(), 0).label("changed"))
        .join(_LISTING, _LISTING.c.case_id == _CASES.c.id, isouter=True)
        .where(or_(_CASES.c.closed_on.is_(None), _LISTING.c.case_id.is_(None)))
        .order_by(_CASES.c.id)
    )
    rows = table_by_table(session)
    found = session.connection().execute(chosen).all()
    lines = [
        {**_line(read_case(session, row, rows), judge), "changed": row.changed} for row in found
    ]
    # What touched a case last does not change when it is judged anew.
    _put(session, lines, {name: put for name, put in _OVER.items() if name != "changed"})


def refuse_stageless(session: Session, touched: Mapping[int, int]) -> None:
    """Raise ValueError for a complaint without its first stage: everything asks for that."""
    stages = func.count(_STAGES.c.id)
    query = (
        select(_CASES.c.id)
        .join(_STAGES, _STAGES.c.case_id == _CASES.c.id, isouter=True)
        .where(_CASES.c.kind == "complaint")
        .group_by(_CASES.c.id)
        .having((stages == 0) | (stages != func.max(_STAGES.c.number)))
    )
    if len(touched) <= _FEW:
        query = query.where(_CASES.c.id.in_(touched))
    if any(key in touched for (key,) in session.connection().execute(query)):
        raise ValueError("a complaint without a stage")


def _put(session: Session, lines: list[dict[str, Any]], over: Mapping[str, Any]) -> None:
    if lines:
        put = _PUT.on_conflict_do_update(index_elements=["case_id"], set_=dict(over))
        session.connection().execute(put, lines)


def _line(case: Case, judge: Judge) -> dict[str, Any]:
    """A closed case has nothing to do any more."""
    details, duties = case.details, () if case.closed_on else judge(case)
    duty, owed = duties[0] if duties else None, {each.kind for each in duties}
    due, acting = duty.act_by if duty else None, details.representative
    return {
        "case_id": case.id,
        "ref": case.ref,
        "kind": str(Kind(case.kind)),
        "code": str(case.code),
        "stage": case.stage,
        "duty_stage": duty.stage if duty and duty.kind in CLOCKS else case.stage,
        "duty": duty.kind if duty else None,
        "due": due,
        "provisional": bool(duty and duty.provisional),
        "complainant": details.complainant.name,
        "summary": details.summary,
        "service": details.service,
        "ward": details.ward,
        "officer": case.handler,
        "received_on": details.received_on,
        "closed_on": case.closed_on,
        "to_acknowledge": "acknowledge" in owed,
        "has_actions": bool(owed & _ACTIONS),
        "with_ombudsman": bool(owed & _OMBUDSMAN),
        "vulnerable": bool(details.vulnerability),
        "adjusted": bool(details.adjustments),
        "consent_awaited": bool(acting and acting.authority is Authority.AWAITED),
        "due_key": due.isoformat() if due else NO_DATE,
        "name_key": folded(details.complainant.name),
        "received_rank": _newest_first(details.received_on),
        "closed_rank": _newest_first(case.closed_on),
    }


def _newest_first(day: date | None) -> int:
    return -day.toordinal() if day else 0
