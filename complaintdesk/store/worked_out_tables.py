"""The tables that are worked out on each PC and never travel in the record.

The next duty comes from the facts and the calendar, the changes from the record's heads. What
`tables` says of tables holds here too.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

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
