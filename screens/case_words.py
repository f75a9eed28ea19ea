"""The words of a case's facts, and its dates, instants and money as an officer writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from complaintdesk.domain.case import Authority, Conflict, Person, Responsibility, SentLetter
from complaintdesk.domain.dates import DAYS, MONTHS, in_words
from complaintdesk.domain.letter_kinds import KINDS as LETTERS
from complaintdesk.domain.parts import Ending, PromiseKind
from complaintdesk.domain.rules.endings import CLOSINGS
from complaintdesk.domain.tasks.record import COMPLEXITIES

RESPONSIBILITY = {
    Responsibility.UNDECIDED: "not yet decided",
    Responsibility.OURS: "yes",
    Responsibility.PARTLY: "in part",
    Responsibility.NOT_OURS: "no",
}
AUTHORITY = {
    Authority.AWAITED: "authority awaited",
    Authority.VERBAL: "authority given by word of mouth",
    Authority.WRITTEN: "authority given in writing",
    Authority.NOT_NEEDED: "authority not needed",
}
FORCE = {
    "must": "statutory, it must be followed",
    "should": "guidance, it should be followed or the departure explained",
}
CONFLICT = {
    Conflict.UNCHECKED: "not yet checked",
    Conflict.NONE: "none: the officer had no part in the matter",
    Conflict.DECLARED: "declared",
}
ENDINGS = {
    Ending.OPEN: "open",
    Ending.KEPT: "kept",
    Ending.CHANGED: "changed",
    Ending.UNDELIVERABLE: "could not be done",
    Ending.DROPPED: "left undone",
}
PROMISES = {
    PromiseKind.ACTION: "Action",
    PromiseKind.REMEDY: "Remedy",
    PromiseKind.UPDATE: "Update",
    PromiseKind.LEARNING: "Learning",
    PromiseKind.REVIEW: "Review",
    PromiseKind.ORDER: "Order",
    PromiseKind.ENQUIRY: "Reply wanted",
}
_LONDON = ZoneInfo("Europe/London")


def moment(at: datetime) -> str:
    """An instant on London's clock: Fri 20 Nov 2026 10:30."""
    here = at.astimezone(_LONDON)
    return f"{day(here.date())} {here:%H:%M}"


def day(on: date) -> str:
    """A day where there are many: Fri 20 Nov 2026."""
    return f"{DAYS[on.weekday()][:3]} {day_briefly(on)}"


def day_briefly(on: date) -> str:
    """A day that is long past, where room is short: 20 Nov 2026."""
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def day_written(at: datetime) -> date:
    """The day on which something was written down, in London."""
    return at.astimezone(_LONDON).date()


def money(pence: int) -> str:
    """£150.00"""
    return f"£{pence // 100:,}.{pence % 100:02}"


def address(person: Person) -> str:
    """An address on one line."""
    return ", ".join(part.strip() for part in person.address.split("\n") if part.strip())


def closing(why: str) -> str:
    """Why a case was closed; one from a newer program as it stands."""
    return {str(k): said for k, said in CLOSINGS.items()}.get(why, why)


def complexity(kept: str) -> str:
    """How much there is to do; empty where it was not said."""
    return {value: words for words, value in COMPLEXITIES if value}.get(kept, kept)


def letter(sent: SentLetter) -> str:
    """What a letter is called."""
    known = LETTERS.get(sent.kind)
    return known.title if known else sent.kind.replace("-", " ")


def letter_line(sent: SentLetter) -> str:
    """A letter that was sent, on one line but for its files."""
    promised = f", with an answer promised by {in_words(sent.promised)}" if sent.promised else ""
    edited = ", as edited in Word" if sent.edited else ""
    return f"{letter(sent)}{edited}, sent on {in_words(sent.sent_on)}{promised}"
