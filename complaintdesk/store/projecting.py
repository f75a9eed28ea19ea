"""The listing worked out: one line for each case, with its next duty and what it is sorted by."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert  # PostgreSQL says the same in its own
from sqlmodel import Session, SQLModel

from complaintdesk.domain.case import Authority, Case
from complaintdesk.domain.deadlines import CLOCKS, Duty
from complaintdesk.domain.searched import folded
from complaintdesk.store.mapping import CLOCKED, read_case, read_clocks
from complaintdesk.store.parts import table_by_table
from complaintdesk.store.tables import CaseRow, StageRow
from complaintdesk.store.worked_out_tables import ListingRow

Judge = Callable[[Case], tuple[Duty, ...]]  # the open duties of a case, the first to be done first
Told = Callable[[int, int], None]  # hears how much is done, of how much
Line = dict[str, Any]  # a line of the listing, or some of its columns
NO_DATE = "~"  # sorts after every date

_CASES, _LISTING, _STAGES = (
    SQLModel.metadata.tables[str(m.__tablename__)] for m in (CaseRow, ListingRow, StageRow)
)
_FEW = 500  # cases named one by one in a query; of more, all are looked at
_PUT = insert(_LISTING)
_OVER = {c.name: _PUT.excluded[c.name] for c in _LISTING.columns if c.name != "case_id"}
_WORKED_OUT = (
    "duty_stage", "duty", "due", "provisional", "to_acknowledge", "has_actions", "with_ombudsman",
    "due_key",
)  # fmt: skip
_IS_OPEN = _LISTING.c.closed_on.is_(None)
_KNOWN = select(*(_LISTING.c[name] for name in ("case_id", *_WORKED_OUT))).where(_IS_OPEN)
_CLOCKED = (
    select(*(_CASES.c[name] for name in CLOCKED))
    .join(_LISTING, _LISTING.c.case_id == _CASES.c.id)
    .where(_IS_OPEN)
    .order_by(_CASES.c.id)
)
_MOVE = (
    update(_LISTING)
    .where(_LISTING.c.case_id == bindparam("of"))
    .values({name: bindparam(name) for name in _WORKED_OUT})
)
_OFTEN = 100  # cases judged between two words of how far it is
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


def project_all(session: Session, judge: Judge, told: Told) -> None:
    """The same for every open case; only news are written.

    `told` hears how many are judged, of how many.
    """
    connection, rows = session.connection(), table_by_table(session, of_open=True)
    known = {key: judged for key, *judged in connection.execute(_KNOWN)}
    found, moved = connection.execute(_CLOCKED).all(), list[Line]()
    for count, row in enumerate(found, 1):
        judged = _judged(read_clocks(row, rows), judge)
        if known[row.id] != list(judged.values()):
            moved.append({**judged, "of": row.id})
        if count % _OFTEN == 0:
            told(count, len(found))
    if moved:
        # What touched a case last does not change when it is judged anew.
        connection.execute(_MOVE, moved)


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


def _put(session: Session, lines: list[Line], over: Mapping[str, Any]) -> None:
    if lines:
        put = _PUT.on_conflict_do_update(index_elements=["case_id"], set_=dict(over))
        session.connection().execute(put, lines)


def _line(case: Case, judge: Judge) -> Line:
    return {"case_id": case.id, **_plain(case), **_judged(case, judge)}


def _judged(case: Case, judge: Judge) -> Line:
    """What hangs on the calendar and the policy; a closed case has nothing to do any more."""
    duties = () if case.closed_on else judge(case)
    duty, owed = duties[0] if duties else None, {each.kind for each in duties}
    due = duty.act_by if duty else None
    return {
        "duty_stage": duty.stage if duty and duty.kind in CLOCKS else case.stage,
        "duty": duty.kind if duty else None,
        "due": due,
        "provisional": bool(duty and duty.provisional),
        "to_acknowledge": "acknowledge" in owed,
        "has_actions": bool(owed & _ACTIONS),
        "with_ombudsman": bool(owed & _OMBUDSMAN),
        "due_key": due.isoformat() if due else NO_DATE,
    }


def _plain(case: Case) -> Line:
    details, acting = case.details, case.details.representative
    return {
        "ref": case.ref,
        "kind": str(case.kind),
        "code": str(case.code),
        "stage": case.stage,
        "complainant": details.complainant.name,
        "summary": details.summary,
        "service": details.service,
        "ward": details.ward,
        "officer": case.handler,
        "received_on": details.received_on,
        "closed_on": case.closed_on,
        "vulnerable": bool(details.vulnerability),
        "adjusted": bool(details.adjustments),
        "consent_awaited": bool(acting and acting.authority is Authority.AWAITED),
        "name_key": folded(details.complainant.name),
        "received_rank": _newest_first(details.received_on),
        "closed_rank": _newest_first(case.closed_on),
    }


def _newest_first(day: date | None) -> int:
    return -day.toordinal() if day else 0
