"""The tables of a case itself: its details, its stages, what happened and which letters went.

SQLModel does not validate a table's values: the domain does, and CHECKs back it up. `RECORDED`
tables, these and those of a case's parts, hold facts and travel in the record. None of these
modules may postpone annotations, which SQLModel reads.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

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


def _later(otherwise: str = "") -> Any:
    """A column that came later: rows from before it in a record have this value."""
    return Field(sa_column_kwargs={"server_default": otherwise})


class CaseRow(SQLModel, table=True):
    """One case. `version` counts its changes, so that a stale write is seen."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("version > 0"),
        CheckConstraint("code IN ('housing', 'general')"),
        CheckConstraint("kind IN ('complaint', 'service-request')"),
        CheckConstraint("conflict IN ('', 'none', 'declared')"),
        CheckConstraint("discretion IN ('', 'accepted', 'not-accepted')"),
        CheckConstraint(
            "representative_authority IN ('', 'awaited', 'verbal', 'written', 'not-needed')"
        ),
        CheckConstraint("complainant_name <> ''"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    version: int
    kind: str
    code: str
    channel: str
    service: str
    summary: str
    received_on: date
    received_time: time | None
    logged_at: datetime
    complainant_name: str
    complainant_address: str
    complainant_email: str
    complainant_phone: str
    representative_name: str
    representative_address: str
    representative_email: str
    representative_phone: str
    representative_relationship: str
    representative_authority: str
    questions: str
    adjustments: str
    vulnerability: str
    matter_date: date | None
    discretion: str
    discretion_reason: str
    officer: str
    conflict: str
    conflict_note: str
    external_id: str
    closed_on: date | None
    received_by: str = _later()
    group_complaint: str = _later()
    complexity: str = _later()
    disability: str = _later()
    closed_why: str = _later()
    aware_date: date | None
    ward: str = _later()


class PointRow(SQLModel, table=True):
    """One point of complaint, in the order given."""

    __tablename__ = "point"
    __table_args__ = (
        UniqueConstraint("case_id", "position"),
        CheckConstraint("position > 0"),
        CheckConstraint("responsibility IN ('', 'ours', 'partly', 'not-ours')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    complaint: str
    outcome_sought: str
    responsibility: str
    responsibility_note: str


class StageRow(SQLModel, table=True):
    """What happened at one stage. There is no stage 3."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("case_id", "number"), CheckConstraint("number IN (1, 2)"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    number: int
    started: date | None
    started_at: time | None
    acknowledged: date | None
    answered: date | None
    handler: str
    acknowledge_by: date | None
    respond_by: date | None
    refused: date | None
    responder: str = _later()
    signed_off_by: str = _later()
    outstanding: str = _later()
    issues: str = _later()
    outcomes: str = _later()
    reason_given: str = _later()


class ExtensionRow(SQLModel, table=True):
    """More time at a stage, as told to the complainant."""

    __tablename__ = "extension"
    __table_args__ = (
        UniqueConstraint("case_id", "stage", "position"),
        CheckConstraint("stage IN (1, 2)"),
        CheckConstraint("working_days > 0"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    stage: int
    position: int
    told_on: date
    working_days: int
    reason: str
    good_reason: str
    told_to: str = _later()


class HistoryRow(SQLModel, table=True):
    """One line of a case's history; only ever added."""

    __tablename__ = "history"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    at: datetime
    by: str
    entry: str
    kind: str = _later("event")
    happened_on: date | None


class LetterRow(SQLModel, table=True):
    """A letter as sent: which files, their hashes, what they were made from, what it promised.

    `source` is whose wording it was; an `edited` one was changed in Word and added afterwards.
    `words` is what was written for this letter, to find it by; of several files the first has them.
    """

    __tablename__ = "letter"
    __table_args__ = (CheckConstraint("stage IN (0, 1, 2)"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    kind: str
    stage: int
    sent_on: date
    file: str
    sha256: str
    template_sha256: str
    program: str
    promised: date | None
    template: str = _later()
    source: str = _later()
    edited: bool = _later("0")
    words: str = _later()


RECORDED: tuple[type[SQLModel], ...] = (
    CaseRow,
    PointRow,
    StageRow,
    ExtensionRow,
    HistoryRow,
    LetterRow,
    DecisionRow,
    PromiseRow,
    RefusalRow,
    RestrictionRow,
    MatterRow,
    LinkRow,
    DepartureRow,
    DocumentRow,
)
