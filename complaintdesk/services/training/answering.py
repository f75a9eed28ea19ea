"""Deciding the points and answering, with the remedies that put right what was upheld."""

from collections.abc import Iterable
from datetime import date

from complaintdesk.domain.parts import Decision, Promise, PromiseKind, RemedyType
from complaintdesk.domain.rules import stages
from complaintdesk.services.training.draft import Draft, keep_on, promised
from complaintdesk.services.training.outcomes import Outcome
from complaintdesk.services.training.people import SENIORS
from complaintdesk.services.training.promising import promise_more
from complaintdesk.services.training.script import ANSWERED, DECIDED, Act
from complaintdesk.services.training.texts_service import (
    FILE_READ,
    FOUND,
    REVIEWED,
    SERVICES,
    UNSUPPORTED,
)

_KEPT = {
    RemedyType.MONEY: "Paid into the account that was given; the bank confirms it.",
    RemedyType.APOLOGY: "Sent by letter, signed by the manager.",
    RemedyType.CORRECT: "Put right, and a print of the record sent.",
    RemedyType.EXPLAIN: "Sent; read out over the telephone as well.",
    RemedyType.POLICY: "Changed from the first of the month; staff told.",
    RemedyType.RECONSIDER: "Looked at again, and told in writing.",
}
_DONE = "Done. The complainant has seen it and agrees."
_SOON = (RemedyType.APOLOGY, RemedyType.EXPLAIN)  # kept within days, whatever else is open


def answer(draft: Draft, number: int, on: date) -> None:
    """The decision on every point, what is promised, and the answer; all on its day."""
    by, found = draft.handler(number), outcomes(draft, number)
    sign = draft.rng.choice(SENIORS) if number == 2 else ""
    draft.script.add(on, by, deciding(draft, number, found), DECIDED)
    for place, (point, outcome) in enumerate(found.items()):
        if outcome.what:
            _remedy(draft, number, on, point, outcome, place)
    promise_more(draft, number, on)
    draft.script.add(
        on, by, lambda case, moment: stages.answer(case, on, sign, moment), ANSWERED,
        reason=UNSUPPORTED,
    )  # fmt: skip


def outcomes(draft: Draft, number: int) -> dict[int, Outcome]:
    """What is found on each point: the story's own at stage 1, and a view of that at stage 2."""
    first = dict(enumerate(FOUND[draft.story.key], 1))
    if number == 1:
        return first
    outstanding = draft.outstanding or tuple(first)
    views = {point: REVIEWED[first[point].finding] for point in outstanding}
    return {point: v[(draft.number + point) % len(v)] for point, v in views.items()}


def deciding(draft: Draft, number: int, found: dict[int, Outcome]) -> Act:
    """The points decided, each with its reasons and what they rest on."""
    made = tuple(_decided(draft, number, *item) for item in found.items())
    if draft.shows("unsupported"):
        made = (*made[:-1], _unsupported(made[-1]))
    return lambda case, moment: stages.decide(case, made, moment)


def _decided(draft: Draft, number: int, point: int, outcome: Outcome) -> Decision:
    basis = SERVICES[draft.details.service].relied_on if number == 1 else FILE_READ
    relied = basis[(draft.number + point) % len(basis)]
    return Decision(number, point, outcome.finding, draft.fill(outcome.reasons), relied)


def _unsupported(made: Decision) -> Decision:
    return Decision(made.stage, made.point, made.finding, made.reasons)


def _remedy(draft: Draft, number: int, on: date, point: int, outcome: Outcome, place: int) -> None:
    """What puts a point right, and when it was done, where it was."""
    what = draft.fill(outcome.what)
    due = draft.days.ahead(on, 10 if settled_by(draft, number) else 14 + 3 * place)
    made = Promise(
        PromiseKind.REMEDY, what, due, SERVICES[draft.details.service].team, _agreed(draft),
        number, point, outcome.remedy, outcome.pounds * 100,
    )  # fmt: skip
    draft.script.add(on, draft.handler(number), promised(made), DECIDED)
    kept_on = when_kept(draft, number, on, outcome.remedy in _SOON)
    if kept_on:
        done = _KEPT.get(outcome.remedy, _DONE)
        keep_on(draft, kept_on, draft.handler(number), what, done)


def when_kept(draft: Draft, number: int, on: date, soon: bool = False) -> date | None:
    """The day on which something promised with an answer was done; None while it is open."""
    horizon = settled_by(draft, number)
    offset = draft.rng.randint(1, 2) if soon else draft.rng.randint(2, 8)
    day = draft.days.ahead(on, offset)
    if horizon:
        return min(day, horizon)
    return day if soon and day <= draft.days.last else None


def settled_by(draft: Draft, number: int) -> date | None:
    """By when all that was promised with this answer was done; None where some is open."""
    if number < len(draft.line.stages):
        return draft.line.stages[number].started
    return draft.closing or (draft.days.last if draft.shows("settled") else None)


def _agreed(draft: Draft) -> str:
    acting = draft.details.representative
    return acting.person.name if acting else draft.details.complainant.name


def half_decided(draft: Draft, on: date) -> None:
    """The first point decided before the answer is ready."""
    found = dict(_first(outcomes(draft, draft.plan.stage).items()))
    draft.script.add(on, draft.handler(), deciding(draft, draft.plan.stage, found))


def _first(items: Iterable[tuple[int, Outcome]]) -> list[tuple[int, Outcome]]:
    return list(items)[:1]
