"""The tables of what a case may have several of: decisions, promises, refusals, documents, ...

They are recorded, each row in its case's order. What `tables` says of tables holds here too.
"""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


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
