"""Cases to rows and back. A case is kept whole: what it no longer has is taken away."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlmodel import Session, SQLModel, select

from complaintdesk.domain.case import (
    Authority,
    Case,
    Conflict,
    Discretion,
    Extension,
    HistoryLine,
    Intake,
    Kind,
    Person,
    Point,
    Representative,
    Responsibility,
    SentLetter,
    Stage,
)
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Entry
from complaintdesk.store.parts import (
    Rows,
    one_by_one,
    read_open_promises,
    read_parts,
    replace_rows,
    rows_of,
    rows_of_parts,
)
from complaintdesk.store.tables import (
    CaseRow,
    ExtensionRow,
    HistoryRow,
    LetterRow,
    PointRow,
    StageRow,
)
from complaintdesk.store.worked_out_tables import ChangeRow

_APART = timedelta(seconds=10)  # between a line being written and its change, at most
_PLAIN = (
    "received_on", "received_time", "channel", "service", "summary", "questions", "adjustments",
    "vulnerability", "matter_date", "aware_date", "discretion_reason", "officer", "conflict_note",
    "external_id", "received_by", "group_complaint", "complexity", "disability", "ward",
)  # fmt: skip
_CHOICES = {"code": Code, "discretion": Discretion, "conflict": Conflict, "kind": Kind}
_PERSON = tuple(f.name for f in fields(Person))
_STAGE = tuple(f.name for f in fields(Stage) if f.name not in ("extensions", "outstanding"))
_STAGE_VALUES = attrgetter(*_STAGE)
# Of a case's own row all that its duties hang on.
CLOCKED = ("id", "ref", "code", "kind", "received_on", "logged_at", "closed_on")
_NOBODY = Person("")


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
        "logged_at": case.logged_at,
        "closed_on": case.closed_on,
        "closed_why": case.closed_why,
    }


def write_case(session: Session, case: Case) -> int:
    """Write a case and its parts; returns its id. The caller has checked the version."""
    row = session.get(CaseRow, case.id) if case.id else None
    is_new = row is None
    if row is None:
        row = CaseRow(**case_values(case))
        session.add(row)
        session.flush()
    else:
        row.sqlmodel_update(case_values(case))
    assert row.id is not None
    with session.no_autoflush:  # all rows in one go, and not at each look for what is there
        _write_parts(session, row.id, case, is_new)
    session.flush()
    return row.id


def read_case(session: Session, row: Any, rows: Rows | None = None) -> Case:
    """The whole case that stands at a row; `rows` is how its other rows are read."""
    assert row.id is not None
    rows = rows or one_by_one(session)
    return Case(
        ref=row.ref,
        details=_details(row, tuple(_point(p) for p in rows(PointRow, row.id))),
        logged_at=as_utc(row.logged_at),
        stages=read_stages(row.id, rows),
        closed_on=row.closed_on,
        closed_why=row.closed_why,
        id=row.id,
        version=row.version,
        **read_parts(row.id, rows),
    )


def read_clocks(row: Any, rows: Rows) -> Case:
    """The case that stands at a row of `CLOCKED`, with no more than its open duties hang on.

    Thousands are judged at once when the calendar changes; nobody is to see one of these.
    """
    return Case(
        ref=row.ref,
        details=Intake(_NOBODY, row.received_on, code=Code(row.code), kind=Kind(row.kind)),
        logged_at=as_utc(row.logged_at),
        stages=read_stages(row.id, rows),
        promises=read_open_promises(row.id, rows),
        closed_on=row.closed_on,
        id=row.id,
    )


def read_stages(case_id: int, rows: Rows) -> tuple[Stage, ...]:
    """The stages of a case, stage 1 first; none of a request for service."""
    extensions = rows(ExtensionRow, case_id)
    stages = sorted(rows(StageRow, case_id), key=lambda stage: stage.number)
    return tuple(_stage(stage, extensions) for stage in stages)


def read_history(session: Session, case_id: int) -> tuple[HistoryLine, ...]:
    """The case's history, newest first, each line with the account and PC of its change."""
    query = select(HistoryRow).where(HistoryRow.case_id == case_id)
    lines = sorted(session.exec(query), key=lambda r: (as_utc(r.at), r.id or 0), reverse=True)
    authors = _authors(session, case_id)
    return tuple(_line(row, authors.get(row.by, [])) for row in lines)


def _authors(session: Session, case_id: int) -> Mapping[str, list[tuple[datetime, str, str]]]:
    """When each officer changed the case, oldest first, with account and PC; by their names."""
    about = select(CaseRow.ref).where(CaseRow.id == case_id).scalar_subquery()
    columns = (ChangeRow.by, ChangeRow.at, ChangeRow.account, ChangeRow.pc)
    found: dict[str, list[tuple[datetime, str, str]]] = {}
    for by, at, account, pc in session.exec(select(*columns).where(ChangeRow.about == about)):
        found.setdefault(by, []).append((as_utc(at), account, pc))
    return {by: sorted(changes) for by, changes in found.items()}


def _line(row: HistoryRow, changes: list[tuple[datetime, str, str]]) -> HistoryLine:
    """A line names no change: it came with the officer's own next one about the case."""
    at = as_utc(row.at)
    place = bisect_left(changes, (at,))
    came_with = changes[place : place + 1]
    account, pc = next(((a, p) for when, a, p in came_with if when - at <= _APART), ("", ""))
    return HistoryLine(at, row.by, row.entry, Entry(row.kind), row.happened_on, account, pc)


def read_letters(session: Session, case_id: int) -> tuple[SentLetter, ...]:
    """The letters that went out, oldest first, each with the files that it was written as."""
    letters: list[SentLetter] = []
    for row in rows_of(session, LetterRow, case_id):
        alone = SentLetter(row.kind, row.stage, row.sent_on, (row.file,), row.promised, row.edited)
        if letters and _is_of(letters[-1], alone):
            letters[-1] = replace(letters[-1], files=(*letters[-1].files, row.file))
        else:
            letters.append(alone)
    return tuple(letters)


def _is_of(letter: SentLetter, other: SentLetter) -> bool:
    """Whether it is one letter in another form: a second .docx is a second letter."""
    forms = {file.rpartition(".")[2] for file in letter.files}
    is_same = replace(letter, files=()) == replace(other, files=())
    return is_same and other.files[0].rpartition(".")[2] not in forms


def as_utc(at: datetime) -> datetime:
    """SQLite keeps no offset: what it gives back is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _write_parts(session: Session, case_id: int, case: Case, is_new: bool) -> None:
    points = [
        PointRow(
            case_id=case_id, position=n, complaint=p.complaint, outcome_sought=p.outcome_sought,
            responsibility=str(p.responsibility), responsibility_note=p.responsibility_note,
        )
        for n, p in enumerate(case.details.points, 1)
    ]  # fmt: skip
    stages = [
        StageRow(case_id=case_id, number=n, **_stage_values(s))
        for n, s in enumerate(case.stages, 1)
    ]
    extensions = [
        ExtensionRow(
            case_id=case_id, stage=number, position=n, told_on=e.told_on,
            working_days=e.working_days, reason=e.reason, good_reason=e.good_reason,
            told_to=e.told_to,
        )
        for number, stage in enumerate(case.stages, 1)
        for n, e in enumerate(stage.extensions, 1)
    ]  # fmt: skip
    rows: dict[type[Any], Sequence[SQLModel]] = {
        PointRow: points,
        StageRow: stages,
        ExtensionRow: extensions,
        **rows_of_parts(case_id, case),
    }
    for model, wanted in rows.items():
        if is_new:
            session.add_all(wanted)
        else:
            replace_rows(session, model, case_id, wanted)


def _stage_values(stage: Stage) -> dict[str, Any]:
    values = {name: getattr(stage, name) for name in _STAGE}
    return values | {"outstanding": ",".join(str(n) for n in stage.outstanding)}


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
        **dict(zip(_STAGE, _STAGE_VALUES(row), strict=True)),
        outstanding=tuple(int(n) for n in row.outstanding.split(",") if n),
        extensions=tuple(
            Extension(e.told_on, e.working_days, e.reason, e.good_reason, e.told_to) for e in own
        ),
    )
