"""The tables. SQLModel does not validate a table's values: the domain does, and CHECKs back it up.

`RECORDED` tables hold facts and travel in the record. The others are worked out on each PC: the
next duty from the facts and the calendar, the changes from the record's heads. This module must
not postpone annotations, which SQLModel reads.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


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


class DecisionRow(SQLModel, table=True):
    """One point decided at one stage."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("case_id", "position"),
        CheckConstraint("stage IN (1, 2)"),
        CheckConstraint("finding IN ('upheld', 'partly-upheld', 'not-upheld', 'no-finding')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    stage: int
    point: int
    finding: str
    reasons: str
    relied_on: str


class PromiseRow(SQLModel, table=True):
    """Something promised: an action, a remedy, an update, a review, an order, ..."""

    __tablename__ = "promise"
    __table_args__ = (
        UniqueConstraint("case_id", "position"),
        CheckConstraint("(ended = '') = (ended_on IS NULL)"),
        CheckConstraint("what <> ''"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    kind: str
    what: str
    due: date | None
    who: str
    agreed_with: str
    stage: int
    point: int
    remedy: str
    pence: int
    impact: str
    every: int
    about: str
    ended: str
    ended_on: date | None
    outcome: str
    told_on: date | None


class RefusalRow(SQLModel, table=True):
    """A complaint or an escalation not accepted."""

    __tablename__ = "refusal"
    __table_args__ = (UniqueConstraint("case_id", "position"), CheckConstraint("stage IN (1, 2)"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    stage: int
    ground: str
    told_on: date
    reasoning: str
    evidence: str
    claim_filed: date | None
    other_route: str
    reversed_on: date | None
    reversed_why: str
    directed: bool


class RestrictionRow(SQLModel, table=True):
    """A limit on contact."""

    __tablename__ = "restriction"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    what: str
    reason: str
    evidence: str
    equality: str
    remains: str
    starts: date
    ends: date | None
    told_on: date | None
    lifted_on: date | None
    lifted_why: str


class MatterRow(SQLModel, table=True):
    """An enquiry or an investigation by the ombudsman."""

    __tablename__ = "matter"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    reference: str
    kind: str
    opened_on: date
    about: str
    decided_on: date | None
    decision: str
    findings: str


class LinkRow(SQLModel, table=True):
    """Another case that belongs to this one, by its reference."""

    __tablename__ = "link"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    ref: str
    kind: str


class DepartureRow(SQLModel, table=True):
    """A step taken although the Code asks otherwise, with its reason."""

    __tablename__ = "departure"
    __table_args__ = (UniqueConstraint("case_id", "position"), CheckConstraint("reason <> ''"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    on: date
    stage: int
    key: str
    provision: str
    asked: str
    reason: str
    breach: bool


class DocumentRow(SQLModel, table=True):
    """A file added to a case: its copy in the desk's folder, by size and hash."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("case_id", "position"), CheckConstraint("size >= 0"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    position: int
    file: str
    original: str
    size: int
    sha256: str
    added_on: date
    note: str


_OPEN = "closed_on IS NULL"


def _of_open(name: str, *columns: str) -> Index:
    """An index over open cases only: they are few, and every queue but one is made of them."""
    return Index(f"listing_{name}", *columns, sqlite_where=text(_OPEN))


class ListingRow(SQLModel, table=True):
    """Worked out: one line for each case, as the lists show, sort and narrow it.

    What is overdue is never stored. `stage` is the case's; `duty_stage` is the one that a stage's
    own duty belongs to: stage 1 may still be waiting to be acknowledged at stage 2. `officer` deals
    with it now. The last columns are to sort by, all upwards: no date comes last, the newest first.
    `changed` is the number of the last change that touched the case.
    """

    __tablename__ = "listing"
    __table_args__ = (
        _of_open("due", "due_key", "ref"),
        _of_open("stage", "stage", "due_key", "ref"),
        _of_open("acknowledge", "to_acknowledge", "due_key", "ref"),
        _of_open("actions", "has_actions", "due_key", "ref"),
        _of_open("ombudsman", "with_ombudsman", "due_key", "ref"),
        _of_open("requests", "kind", "due_key", "ref"),
        _of_open("name", "name_key", "ref"),
        _of_open("received", "received_rank", "ref"),
        _of_open("officer", "officer", "due_key", "ref"),
        _of_open("service", "service", "due_key", "ref"),
        _of_open("ward", "ward", "due_key", "ref"),
        _of_open("ref", "ref"),
        Index("listing_closed", "closed_rank", "ref", sqlite_where=text("closed_on IS NOT NULL")),
        Index("listing_changed", "changed"),
        CheckConstraint("stage IN (0, 1, 2)"),
        CheckConstraint("duty_stage IN (0, 1, 2)"),
    )

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    ref: str
    kind: str
    code: str
    stage: int
    duty_stage: int
    duty: str | None
    due: date | None
    provisional: bool
    complainant: str
    summary: str
    service: str
    ward: str
    officer: str
    received_on: date
    closed_on: date | None
    to_acknowledge: bool
    has_actions: bool
    with_ombudsman: bool
    vulnerable: bool
    adjusted: bool
    consent_awaited: bool
    due_key: str
    name_key: str
    received_rank: int
    closed_rank: int
    changed: int


class ChangeRow(SQLModel, table=True):
    """Worked out: the head of each change that this store has applied."""

    __tablename__ = "change"
    __table_args__ = (
        Index("change_about", "about", "number"),
        Index("change_at", "at"),
        Index("change_verb", "verb", "number"),
    )

    number: int = Field(primary_key=True)
    id: str = Field(unique=True)
    seal: str
    at: datetime
    by: str
    account: str
    pc: str
    verb: str
    about: str


class BankHolidayRow(SQLModel, table=True):
    """Kept from the `holidays` package, so that starting does not wait for it."""

    __tablename__ = "bank_holiday"

    day: date = Field(primary_key=True)
    name: str


class MetaRow(SQLModel, table=True):
    """Single facts about this store: whose it is and what its worked-out rows stand on."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


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
