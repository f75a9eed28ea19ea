"""What a case gathers on its way: decisions, promises, refusals, restrictions and the rest.

Each part is frozen and stands in the order in which it was added, which is also its number.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Finding(StrEnum):
    """What was decided about one point of complaint."""

    UPHELD = "upheld"
    PARTLY = "partly-upheld"
    NOT_UPHELD = "not-upheld"
    NO_FINDING = "no-finding"


@dataclass(frozen=True, slots=True)
class Decision:
    """One point decided at one stage, with reasons and what was relied on (H 6.7, 6.18; L 6.7)."""

    stage: int
    point: int
    finding: Finding
    reasons: str = ""
    relied_on: str = ""


class PromiseKind(StrEnum):
    """What was promised: each is a dated duty until it is kept or ended with a reason."""

    ACTION = "action"
    REMEDY = "remedy"
    UPDATE = "update"
    LEARNING = "learning"
    REVIEW = "review"
    ORDER = "order"
    ENQUIRY = "enquiry"


class RemedyType(StrEnum):
    """The ways of putting things right that both Codes list (7.1)."""

    NONE = ""
    APOLOGY = "apology"
    ACKNOWLEDGE = "acknowledge"
    EXPLAIN = "explain-or-help"
    ACT = "act-on-delay"
    RECONSIDER = "reconsider"
    CORRECT = "correct-record"
    MONEY = "money"
    POLICY = "change-policy"


class Ending(StrEnum):
    """How a promise ended; an open one has not."""

    OPEN = ""
    KEPT = "kept"
    CHANGED = "changed"
    UNDELIVERABLE = "undeliverable"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that will be done: what, who, by when, agreed with whom; and how it ended.

    `point` is the point of complaint that it is for, 0 for none. `every` is the agreed interval of
    updates in working days. `outcome` says how it was kept, or why it was not. `told_on` is the
    day that the person was told of a change. `pence` is a payment. `impact` is what the fault
    meant for the person, which a remedy reflects (7.2).
    """

    kind: PromiseKind
    what: str
    due: date | None = None
    who: str = ""
    agreed_with: str = ""
    stage: int = 0
    point: int = 0
    remedy: RemedyType = RemedyType.NONE
    pence: int = 0
    impact: str = ""
    every: int = 0
    about: str = ""
    ended: Ending = Ending.OPEN
    ended_on: date | None = None
    outcome: str = ""
    told_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.ended is Ending.OPEN


class Ground(StrEnum):
    """On what ground a complaint or an escalation is not accepted (H 2.2, L 2.3)."""

    OLD = "older-than-12-months"
    COURT = "court-claim-filed"
    CONSIDERED = "already-considered"
    OTHER_PROCEDURE = "other-procedure"
    NOT_OURS = "not-ours"
    POLICY = "other-in-our-policy"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A complaint or an escalation not accepted, with this case's own reasoning and evidence.

    `directed` says that the ombudsman asked for it to be accepted after all (H 2.4).
    """

    stage: int
    ground: Ground
    told_on: date
    reasoning: str = ""
    evidence: str = ""
    claim_filed: date | None = None
    other_route: str = ""
    reversed_on: date | None = None
    reversed_why: str = ""
    directed: bool = False

    @property
    def stands(self) -> bool:
        return self.reversed_on is None


@dataclass(frozen=True, slots=True)
class Restriction:
    """A limit on contact, with its reason, evidence and end (H 5.14-5.15, L 5.10-5.11).

    `equality` says how the Equality Act was considered; `remains` which contact stays open.
    """

    what: str
    reason: str
    evidence: str
    equality: str
    remains: str
    starts: date
    ends: date | None
    told_on: date | None
    lifted_on: date | None = None
    lifted_why: str = ""


class MatterKind(StrEnum):
    """How far the ombudsman has taken it up."""

    ENQUIRY = "enquiry"
    INVESTIGATION = "investigation"


@dataclass(frozen=True, slots=True)
class OmbudsmanMatter:
    """An enquiry or an investigation by the case's ombudsman, with what was decided."""

    reference: str
    kind: MatterKind
    opened_on: date
    about: str = ""
    decided_on: date | None = None
    decision: str = ""
    findings: str = ""


class LinkKind(StrEnum):
    """How another case belongs to this one."""

    OTHER_PART = "other-part"
    NEW_ISSUE = "new-issue"
    FROM_REQUEST = "from-request"
    BECAME_COMPLAINT = "became-complaint"
    WAS_COMPLAINT = "was-complaint"
    BECAME_REQUEST = "became-request"

    @property
    def back(self) -> "LinkKind":
        """What the other case calls this one."""
        return _BACK[self]


_BACK = {
    LinkKind.OTHER_PART: LinkKind.OTHER_PART,
    LinkKind.NEW_ISSUE: LinkKind.NEW_ISSUE,
    LinkKind.FROM_REQUEST: LinkKind.BECAME_COMPLAINT,
    LinkKind.BECAME_COMPLAINT: LinkKind.FROM_REQUEST,
    LinkKind.WAS_COMPLAINT: LinkKind.BECAME_REQUEST,
    LinkKind.BECAME_REQUEST: LinkKind.WAS_COMPLAINT,
}


@dataclass(frozen=True, slots=True)
class Link:
    """Another case that belongs to this one."""

    ref: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Departure:
    """A step taken although the Code asks otherwise, with the reason given for it.

    Under the statutory Code it is a breach, under the other a departure to be explained.
    """

    on: date
    stage: int
    key: str
    provision: str
    asked: str
    reason: str
    breach: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A file added to the case: where its copy is in the desk's folder, its size and SHA-256."""

    file: str
    original: str
    size: int
    sha256: str
    added_on: date
    note: str = ""


class Entry(StrEnum):
    """What a line of the timeline is about."""

    EVENT = "event"
    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    EMAIL_IN = "email-in"
    EMAIL_OUT = "email-out"
    LETTER_IN = "letter-in"
    LETTER_OUT = "letter-out"
    NOTE = "note"
    DOCUMENT = "document"
