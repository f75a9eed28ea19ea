"""Cases to rows and back. A case is kept whole: what it no longer has is taken away."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, select

from complaintdesk.domain.case import (
    Authority,
    Case,
    Conflict,
    Discretion,
    Extension,
    HistoryLine,
    Intake,
    Person,
    Point,
    Representative,
    Responsibility,
    Stage,
)
from complaintdesk.domain.codes import Code
from complaintdesk.store.tables import CaseRow, ExtensionRow, HistoryRow, PointRow, StageRow

_ROW = TypeVar("_ROW", PointRow, StageRow, ExtensionRow)
_PLAIN = (
    "received_on", "received_time", "channel", "service", "summary", "questions", "adjustments",
    "vulnerability", "matter_date", "discretion_reason", "officer", "conflict_note", "external_id",
)  # fmt: skip
_CHOICES = {"code": Code, "discretion": Discretion, "conflict": Conflict}
_PERSON = tuple(f.name for f in fields(Person))


def case_values(case: Case) -> dict[str, Any]:
    """The values of the case's own row, but for its id."""
    details = case.details
    acting = details.representative
    values: dict[str, Any] = {name: getattr(details, name) for name in _PLAIN}
    values |= {name: str(getattr(details, name)) for name in _CHOICES}
    for part in _PERSON:
        values[f"complainant_{part}"] = getattr(details.complainant, part)
        values[f"representative_{part}"] = getattr(acting.person, part) if acting else ""
    values["representative_relationship"] = acting.relationship if acting else ""
    values["representative_authority"] = str(acting.authority) if acting else ""
    return values | {
        "ref": case.ref,
        "version": case.version,
        "kind": case.kind,
        "logged_at": case.logged_at,
        "closed_on": case.closed_on,
    }


def write_case(session: Session, case: Case) -> int:
    """Write a case and its parts; returns its id. The caller has checked the version."""
    row = session.get(CaseRow, case.id) if case.id else None
    if row is None:
        row = CaseRow(**case_values(case))
        session.add(row)
        session.flush()
    else:
        row.sqlmodel_update(case_values(case))
    assert row.id is not None
    _write_parts(session, row.id, case)
    session.flush()
    return row.id


def read_case(session: Session, row: CaseRow) -> Case:
    """The whole case that stands at a row."""
    assert row.id is not None
    points = _parts(session, PointRow, row.id)
    stages = _parts(session, StageRow, row.id)
    extensions = _parts(session, ExtensionRow, row.id)
    return Case(
        ref=row.ref,
        details=_details(row, tuple(_point(p) for p in points)),
        logged_at=as_utc(row.logged_at),
        stages=tuple(_stage(s, extensions) for s in sorted(stages, key=lambda s: s.number)),
        kind=row.kind,
        closed_on=row.closed_on,
        id=row.id,
        version=row.version,
    )


def read_history(session: Session, case_id: int) -> tuple[HistoryLine, ...]:
    """The case's history, newest first."""
    query = select(HistoryRow).where(HistoryRow.case_id == case_id)
    lines = sorted(session.exec(query), key=lambda r: (as_utc(r.at), r.id or 0), reverse=True)
    return tuple(HistoryLine(as_utc(r.at), r.by, r.entry) for r in lines)


def as_utc(at: datetime) -> datetime:
    """SQLite keeps no offset: what it gives back is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _write_parts(session: Session, case_id: int, case: Case) -> None:
    points = [
        PointRow(
            case_id=case_id, position=n, complaint=p.complaint, outcome_sought=p.outcome_sought,
            responsibility=str(p.responsibility), responsibility_note=p.responsibility_note,
        )
        for n, p in enumerate(case.details.points, 1)
    ]  # fmt: skip
    stages = [
        StageRow(
            case_id=case_id, number=n, started=s.started, started_at=s.started_at,
            acknowledged=s.acknowledged, answered=s.answered, handler=s.handler,
            acknowledge_by=s.acknowledge_by, respond_by=s.respond_by,
        )
        for n, s in enumerate(case.stages, 1)
    ]  # fmt: skip
    extensions = [
        ExtensionRow(
            case_id=case_id, stage=number, position=n, told_on=e.told_on,
            working_days=e.working_days, reason=e.reason, good_reason=e.good_reason,
        )
        for number, stage in enumerate(case.stages, 1)
        for n, e in enumerate(stage.extensions, 1)
    ]  # fmt: skip
    _replace(session, PointRow, case_id, points)
    _replace(session, StageRow, case_id, stages)
    _replace(session, ExtensionRow, case_id, extensions)


def _replace(session: Session, model: type[_ROW], case_id: int, rows: list[_ROW]) -> None:
    """Make the case's rows of one table these, each in its own place, so that ids stay.

    A row never moves to another's place: the two would be there at once for a moment, which the
    table refuses, here and wherever the change is applied.
    """
    old = {_place(row): row for row in _parts(session, model, case_id)}
    for row in rows:
        if before := old.pop(_place(row), None):
            before.sqlmodel_update(row.model_dump(exclude={"id"}))
        else:
            session.add(row)
    for surplus in old.values():
        session.delete(surplus)


def _place(row: _ROW) -> tuple[int, ...]:
    """What tells a case's rows of one table apart."""
    if isinstance(row, ExtensionRow):
        return row.stage, row.position
    return (row.number if isinstance(row, StageRow) else row.position,)


def _parts(session: Session, model: type[_ROW], case_id: int) -> list[_ROW]:
    return list(session.exec(select(model).where(model.case_id == case_id).order_by("id")))


def _details(row: CaseRow, points: tuple[Point, ...]) -> Intake:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    chosen: dict[str, Any] = {name: kind(getattr(row, name)) for name, kind in _CHOICES.items()}
    acting = None
    if row.representative_name:
        acting = Representative(
            _person(row, "representative"),
            row.representative_relationship,
            Authority(row.representative_authority),
        )
    complainant = _person(row, "complainant")
    return Intake(complainant=complainant, representative=acting, points=points, **plain, **chosen)


def _person(row: SQLModel, who: str) -> Person:
    return Person(*(getattr(row, f"{who}_{part}") for part in _PERSON))


def _point(row: PointRow) -> Point:
    return Point(
        row.complaint,
        row.outcome_sought,
        Responsibility(row.responsibility),
        row.responsibility_note,
    )


def _stage(row: StageRow, extensions: list[ExtensionRow]) -> Stage:
    own = sorted((e for e in extensions if e.stage == row.number), key=lambda e: e.position)
    return Stage(
        row.started, row.started_at, row.acknowledged,
        tuple(Extension(e.told_on, e.working_days, e.reason, e.good_reason) for e in own),
        row.answered, row.handler, row.acknowledge_by, row.respond_by,
    )  # fmt: skip
