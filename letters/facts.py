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

from complaintdesk.domain.case import Case, Person
from complaintdesk.domain.codes import Code, Ombudsman
from complaintdesk.domain.parts import Promise
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
    """One point of complaint, as the boxes have it.

    `responsibility` is ours, partly, not-ours or blank. `decision` says what this letter finds, in
    words, and `earlier` what stage 1 found. `asked` says that the letter asks about this point: at
    stage 2 only those in dispute. `number` is its place among those, as the lists number them.
    """

    complaint: str
    outcome_sought: str
    responsibility: str
    responsibility_note: str
    decision: str
    reasons: str
    relied_on: str
    earlier: str
    asked: bool
    number: str


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """Something promised. `state` is open, kept, changed, undeliverable or dropped.

    `amount` is a payment in words (£150.00), `outcome` how it was done or why it was not. `late`
    says that it is open and its day was past when the letter went.
    """

    what: str
    who: str
    due: date | None
    state: str
    done: date | None
    outcome: str
    amount: str
    late: bool


@dataclass(frozen=True, slots=True)
class OmbudsmanFacts:
    """The one ombudsman for this complaint; no e-mail, since new cases are not taken by it.

    `contact` is the phone, the website and the address, a line each.
    """

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words that differ between the Codes: what we are to the person."""

    we: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a wording may see, by these names.

    `stage` is 1 or 2, or blank for a request for service. `represented` is true when the letter
    goes to the representative, and `authority_awaited` when one has come forward but the
    complainant has not yet agreed. `response_due` is the day by which the answer is due; a letter
    that acknowledges counts it from its own day. `extra_days` are the working days that a letter
    for more time adds, in words; `past_limit` says that they are more than the Code's limit, and
    `updates_agreed` that it is agreed how often the person hears from us. `in_favour` says that a
    point is upheld, wholly or in part.
    `other_reviewer` is false where who dealt with stage 1 looks at stage 2 too. `discretion` is
    accepted where an old matter was taken on all the same, blank where it was decided not to, and
    otherwise not-asked. `all_done` says that no action and no remedy is open. `points` always
    holds at least one, blank if the case has none, so that the gap shows where the first point
    belongs. `write` holds the boxes of this kind of letter.
    """

    code: Code
    kind: str
    stage: str
    ref: str
    received: date
    sent_on: date
    response_due: date | None
    council: CouncilFacts
    complainant: PersonFacts
    representative: PersonFacts
    represented: bool
    authority_awaited: bool
    points: tuple[PointFacts, ...]
    several: bool
    overall: str
    in_favour: bool
    remedies: tuple[PromiseFacts, ...]
    actions: tuple[PromiseFacts, ...]
    promised: PromiseFacts
    adjustments: str
    officer: str
    other_reviewer: bool
    request: str
    discretion: str
    all_done: bool
    asked_stage2: date | None
    stage1_answered: date | None
    stage1_overall: str
    stage2_answered: date | None
    extra_days: str
    past_limit: bool
    updates_agreed: bool
    words: Words
    ombudsman: OmbudsmanFacts
    training: bool
    write: Mapping[str, str | date | None]


def tidy(text: str) -> str:
    """Cleaned text, one space between words, at most one empty line; blank if nothing shows.

    The terminal collapses double spaces, so the letter does as well, and what the officer sees
    is what is sent.
    """
    kept = clean(text)
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    spaced = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(spaced).strip() if any(map(_shows, kept)) else ""


def is_represented(case: Case) -> bool:
    """Whether letters go to the representative rather than to the complainant."""
    acting = case.details.representative
    return acting is not None and case.addressee is acting.person


def contact(person: Person) -> str:
    """Where a letter can be sent: the postal address, or else the e-mail address."""
    return tidy(person.address) or tidy(person.email)


def council_contact(office: Office) -> str:
    """How the handler is reached, a line each; blank if there is no way."""
    ways = (("Phone", tidy(office.phone)), ("E-mail", tidy(office.email)))
    return "\n".join(f"{way}: {value}" for way, value in ways if value)


def ombudsman_facts(code: Code, office: Office) -> OmbudsmanFacts:
    """The ombudsman for this Code and never the other; blank where the desk has no details."""
    found = office.ombudsmen.get(code)
    if found is None:
        return OmbudsmanFacts("", "")
    ways = {
        "Phone": tidy(found.phone),
        "Website": tidy(found.website),
        "Address": tidy(found.address),
    }
    contact = "\n".join(f"{way}: {value}" for way, value in ways.items())
    return OmbudsmanFacts(tidy(found.name), contact if all(ways.values()) else "")


def council_facts(office: Office) -> CouncilFacts:
    """Who writes, as it stands at the top and the end of a letter."""
    return CouncilFacts(
        tidy(office.name), tidy(office.team), tidy(office.address), council_contact(office)
    )


def person_facts(person: Person) -> PersonFacts:
    """Somebody we write to, or about."""
    return PersonFacts(tidy(person.name), contact(person))


def promise_facts(promise: Promise, on: date) -> PromiseFacts:
    """Something promised, as a letter of this day tells of it."""
    pounds, pence = divmod(promise.pence, 100)
    return PromiseFacts(
        tidy(promise.what),
        tidy(promise.who),
        promise.due,
        str(promise.ended) or "open",
        promise.ended_on,
        tidy(promise.outcome),
        f"£{pounds:,}.{pence:02}" if promise.pence else "",
        promise.is_open and promise.due is not None and promise.due < on,
    )


def _shows(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) != "Cf"
