"""A case as the officer knows it, frozen: a change makes a new one."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from complaintdesk.domain.codes import PROFILES, Code, CodeProfile
from complaintdesk.domain.parts import (
    Decision,
    Departure,
    Document,
    Entry,
    Link,
    OmbudsmanMatter,
    Promise,
    Refusal,
    Restriction,
)


class Kind(StrEnum):
    """A complaint, or a request for service that is not one (H 1.4, L 1.2)."""

    COMPLAINT = "complaint"
    REQUEST = "service-request"


class Responsibility(StrEnum):
    """Whether a point of complaint is the council's to answer for (H 5.7, L 6.7)."""

    UNDECIDED = ""
    OURS = "ours"
    PARTLY = "partly"
    NOT_OURS = "not-ours"


class Authority(StrEnum):
    """By what authority a representative speaks; none of them delays acknowledging."""

    AWAITED = "awaited"
    VERBAL = "verbal"
    WRITTEN = "written"
    NOT_NEEDED = "not-needed"


class Conflict(StrEnum):
    """Whether the handler had any part in the matter (H 5.8, L 5.4)."""

    UNCHECKED = ""
    NONE = "none"
    DECLARED = "declared"


class Discretion(StrEnum):
    """What was decided about a matter older than 12 months (H 2.3, L 2.2)."""

    UNDECIDED = ""
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody we write to."""

    name: str
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Representative:
    """Who acts for the complainant, and by what authority."""

    person: Person
    relationship: str = ""
    authority: Authority = Authority.AWAITED


@dataclass(frozen=True, slots=True)
class Point:
    """One point of complaint as we understand it, with the outcome sought."""

    complaint: str
    outcome_sought: str = ""
    responsibility: Responsibility = Responsibility.UNDECIDED
    responsibility_note: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, as told to the complainant on `told_on`; counts from the unextended due date."""

    told_on: date
    working_days: int
    reason: str = ""
    good_reason: str = ""
    told_to: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What happened at one stage. A date that is None has not happened or is not known.

    `acknowledge_by` and `respond_by` are the dates a finished duty was judged by: they stay as
    they were when the calendar or the policy changes afterwards. `refused` is the day on which
    the person was told that the complaint, or the request for stage 2, is not accepted.
    `outstanding` are the points still in dispute at stage 2, all of them where it is empty;
    `issues` and `outcomes` say them as we understand them (H 5.6, L 6.12). `responder` is a
    third party that answers for us (H 5.4, L 6.21).
    """

    started: date | None
    started_at: time | None = None
    acknowledged: date | None = None
    extensions: tuple[Extension, ...] = ()
    answered: date | None = None
    handler: str = ""
    acknowledge_by: date | None = None
    respond_by: date | None = None
    refused: date | None = None
    responder: str = ""
    signed_off_by: str = ""
    outstanding: tuple[int, ...] = ()
    issues: str = ""
    outcomes: str = ""
    reason_given: str = ""

    @property
    def ended(self) -> date | None:
        """The day it was answered or refused; until then its clocks run."""
        return self.answered or self.refused


@dataclass(frozen=True, slots=True)
class Intake:
    """What is typed when a complaint is logged; the same fields can be corrected later."""

    complainant: Person
    received_on: date
    received_time: time | None = None
    channel: str = ""
    service: str = "Other"
    code: Code = Code.GENERAL
    representative: Representative | None = None
    points: tuple[Point, ...] = ()
    summary: str = ""
    questions: str = ""
    adjustments: str = ""
    vulnerability: str = ""
    matter_date: date | None = None
    aware_date: date | None = None
    discretion: Discretion = Discretion.UNDECIDED
    discretion_reason: str = ""
    officer: str = ""
    conflict: Conflict = Conflict.UNCHECKED
    conflict_note: str = ""
    external_id: str = ""
    kind: Kind = Kind.COMPLAINT
    received_by: str = ""
    group_complaint: str = ""
    complexity: str = ""
    disability: str = ""
    ward: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case from first contact to its last promise.

    `stages[0]` is stage 1; a service request has no stages, since no Code's clock runs on it.
    """

    ref: str
    details: Intake
    logged_at: datetime
    stages: tuple[Stage, ...]
    decisions: tuple[Decision, ...] = ()
    promises: tuple[Promise, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    matters: tuple[OmbudsmanMatter, ...] = ()
    links: tuple[Link, ...] = ()
    departures: tuple[Departure, ...] = ()
    documents: tuple[Document, ...] = ()
    closed_on: date | None = None
    closed_why: str = ""
    id: int | None = None
    version: int = 0

    @property
    def code(self) -> Code:
        return self.details.code

    @property
    def kind(self) -> Kind:
        return self.details.kind

    @property
    def profile(self) -> CodeProfile:
        return PROFILES[self.details.code]

    @property
    def stage(self) -> int:
        """The stage that the case is at, 1 or 2, or 0 for a request. There is no third."""
        return len(self.stages)

    @property
    def current(self) -> Stage:
        """The stage that it is at; only for a complaint."""
        return self.stages[-1]

    @property
    def handler(self) -> str:
        """Who deals with it now: the reviewer at stage 2, else the officer."""
        return (self.current.handler if self.stages else "") or self.details.officer

    @property
    def open_promises(self) -> tuple[tuple[int, Promise], ...]:
        """The promises that have not ended, each with its number."""
        return tuple((n, p) for n, p in enumerate(self.promises, 1) if p.is_open)

    def decided(self, stage: int) -> dict[int, Decision]:
        """The decisions of one stage by point number."""
        return {d.point: d for d in self.decisions if d.stage == stage}

    @property
    def addressee(self) -> Person:
        """Whom letters go to: the representative where one acts, and can be written to."""
        acting = self.details.representative
        if acting and acting.authority is not Authority.AWAITED:
            return acting.person
        return self.details.complainant


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the case's timeline: who wrote what, when (UTC).

    `happened_on` is the day it is about, where it was written down on another. The account and PC
    are the system's own word of who was signed in; they cannot be typed.
    """

    at: datetime
    by: str
    entry: str
    kind: Entry = Entry.EVENT
    happened_on: date | None = None
    account: str = ""
    pc: str = ""


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that went out, with the paths of its files in the desk's folder.

    `promised` is the day by which it says that an answer will come, where it says one. An `edited`
    one was changed in Word after it was written, and added again.
    """

    kind: str
    stage: int
    sent_on: date
    files: tuple[str, ...]
    promised: date | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that the case screen shows: newest history first, letters as they went out."""

    case: Case
    history: tuple[HistoryLine, ...] = field(default=())
    letters: tuple[SentLetter, ...] = field(default=())
