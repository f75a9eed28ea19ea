"""Exactly what a letter's wording may see: plain strings, dates and lists of them, frozen.

No case, store row or anything that can act is handed over, so a wording can print a fact or ask
whether it is there, and nothing else. A string that is not known is blank; rendering shows a
blank as a gap, never as nothing. The vulnerability note is left out on purpose: it guides the
officer, and an envelope can be opened by somebody else.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.case import Authority, Case, Conflict, Person, Point
from complaintdesk.domain.codes import Code, Ombudsman
from complaintdesk.domain.text import clean


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes, as the desk's settings have it. Any string may be blank."""

    name: str
    team: str
    phone: str
    email: str
    address: str
    ombudsmen: Mapping[Code, Ombudsman]
    training: bool = False


@dataclass(frozen=True, slots=True)
class CouncilFacts:
    """The top and the foot of the letter. `contact` is phone and e-mail, a line each."""

    name: str
    team: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody we write to. `contact` is the postal address, or else the e-mail address."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class PointFacts:
    """One point of complaint; `responsibility` is ours, partly, not-ours or blank."""

    complaint: str
    outcome_sought: str
    responsibility: str
    responsibility_note: str


@dataclass(frozen=True, slots=True)
class OmbudsmanFacts:
    """The one ombudsman for this complaint; no e-mail, since new cases are not taken by it."""

    name: str
    phone: str
    website: str
    address: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words that differ between the Codes: what we are to the person."""

    we: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a wording may see, by these names.

    `represented` is true when the letter goes to the representative, and `authority_awaited`
    when one has come forward but the complainant has not yet agreed. `conflict` is `none` once
    the handler has checked and had no part in the matter, and blank until then, so that the
    letter cannot say so unchecked. `points` always holds at least one, blank if the case has
    none, so that the gap shows where the first point belongs.
    """

    code: Code
    ref: str
    received: date
    sent_on: date
    response_due: date
    council: CouncilFacts
    complainant: PersonFacts
    representative: PersonFacts
    represented: bool
    authority_awaited: bool
    points: tuple[PointFacts, ...]
    several: bool
    questions: str
    adjustments: str
    officer: str
    conflict: str
    words: Words
    ombudsman: OmbudsmanFacts
    training: bool


def tidy(text: str) -> str:
    """Cleaned text, one space between words, at most one empty line; blank if nothing shows.

    The terminal collapses double spaces, so the letter does as well, and what the officer sees
    is what is sent.
    """
    kept = clean(text)
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    spaced = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(spaced).strip() if any(map(_shows, kept)) else ""


def acknowledgement_facts(
    case: Case, office: Office, *, sent_on: date, response_due: date
) -> LetterFacts:
    """What the stage 1 acknowledgement may see. `response_due` counts from `sent_on` (6.3)."""
    details = case.details
    acting = details.representative
    points = tuple(_point(point) for point in details.points) or (_point(Point("")),)
    return LetterFacts(
        code=case.code,
        ref=case.ref,
        received=details.received_on,
        sent_on=sent_on,
        response_due=response_due,
        council=_council(office),
        complainant=_person(details.complainant),
        representative=_person(acting.person if acting else Person("")),
        represented=is_represented(case),
        authority_awaited=bool(acting and acting.authority is Authority.AWAITED),
        points=points,
        several=len(points) > 1,
        questions=tidy(details.questions),
        adjustments=tidy(details.adjustments),
        officer=handler(case),
        conflict="none" if details.conflict is Conflict.NONE else "",
        words=Words(case.profile.we),
        ombudsman=ombudsman_facts(case.code, office),
        training=office.training,
    )


def is_represented(case: Case) -> bool:
    """Whether letters go to the representative rather than to the complainant."""
    acting = case.details.representative
    return acting is not None and case.addressee is acting.person


def handler(case: Case) -> str:
    """Who answers at stage 1, or else the officer who has the case."""
    return tidy(case.stages[0].handler) or tidy(case.details.officer)


def contact(person: Person) -> str:
    """Where a letter can be sent: the postal address, or else the e-mail address."""
    return tidy(person.address) or tidy(person.email)


def council_contact(office: Office) -> str:
    """How the handler is reached, a line each; blank if there is no way."""
    ways = (("Phone", tidy(office.phone)), ("E-mail", tidy(office.email)))
    return "\n".join(f"{way}: {value}" for way, value in ways if value)


def ombudsman_facts(code: Code, office: Office) -> OmbudsmanFacts:
    """The ombudsman for this Code and never the other; blank where the desk has none."""
    found = office.ombudsmen.get(code)
    if found is None:
        return OmbudsmanFacts("", "", "", "")
    return OmbudsmanFacts(
        tidy(found.name), tidy(found.phone), tidy(found.website), tidy(found.address)
    )


def _council(office: Office) -> CouncilFacts:
    return CouncilFacts(
        tidy(office.name), tidy(office.team), tidy(office.address), council_contact(office)
    )


def _person(person: Person) -> PersonFacts:
    return PersonFacts(tidy(person.name), contact(person))


def _point(point: Point) -> PointFacts:
    return PointFacts(
        tidy(point.complaint),
        tidy(point.outcome_sought),
        point.responsibility.value,
        tidy(point.responsibility_note),
    )


def _shows(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) != "Cf"
