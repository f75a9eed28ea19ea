"""What is promised besides remedies for single points, and what becomes of it."""

from dataclasses import replace
from datetime import date

from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Promise, PromiseKind, RemedyType
from complaintdesk.domain.rules import promises
from complaintdesk.services.training.draft import Draft, keep_on, promised, the_promise
from complaintdesk.services.training.script import AFTER, DECIDED
from complaintdesk.services.training.texts_service import SERVICES

_TROUBLE = Promise(
    PromiseKind.REMEDY, "A payment for the time and trouble", who="Finance",
    remedy=RemedyType.MONEY,
)  # fmt: skip
_RING = Promise(
    PromiseKind.ACTION, "The manager rings to say what has been done", who="Service manager"
)
_MEETING = {
    Code.HOUSING: "The firm that did the work comes to look at it with our surveyor",
    Code.GENERAL: "The officer who dealt with it comes to a meeting and says how it happened",
}
_CANNOT = {
    Code.HOUSING: "The firm has gone out of business.",
    Code.GENERAL: "The officer has left and does not wish to come.",
}
_INSTEAD = {
    Code.HOUSING: "Another firm's surveyor comes to look at it",
    Code.GENERAL: "The head of service comes to the meeting instead",
}
_HELD = "Held at the complainant's home; a note of it sent to everybody who was there."
_SHARED = Promise(
    PromiseKind.ACTION, "A letter to everybody else who was affected, with what was wrong",
    who="Complaints team",
)  # fmt: skip
_LONGER = "The list of addresses has to be checked first; the printer has been told."


def promise_more(draft: Draft, number: int, on: date) -> None:
    """Everything else that the plan shows being promised with this answer."""
    if number != _answered_last(draft):
        return
    if draft.shows("money"):
        _money(draft, number, on)
    if draft.shows("overdue"):
        _overdue(draft, number, on)
    if draft.shows("changed"):
        _changed(draft, number, on)
    if draft.shows("undeliverable"):
        _undeliverable(draft, number, on)
    if draft.shows("learning"):
        _learning(draft, number, on)


def _answered_last(draft: Draft) -> int:
    return max(n for n, stage in enumerate(draft.line.stages, 1) if stage.answered)


def _add(draft: Draft, number: int, on: date, made: Promise, due: date) -> None:
    whom = draft.details.complainant.name
    made = replace(made, due=due, agreed_with=whom, stage=number)
    draft.script.add(on, draft.handler(number), promised(made), DECIDED)


def _money(draft: Draft, number: int, on: date) -> None:
    made = replace(_TROUBLE, pence=draft.rng.choice((5000, 7500, 10000, 15000)))
    _add(draft, number, on, made, draft.days.ahead(on, 15))
    if closing := draft.closing:
        day = min(closing, draft.days.ahead(on, 3))
        keep_on(draft, day, draft.handler(number), made.what, "Paid; the bank confirms it.")


def _overdue(draft: Draft, number: int, on: date) -> None:
    """Promised, and not done in time: a payment, or a call that would have saved stage 2."""
    if draft.plan.stage == 2:
        _add(draft, number, on, _RING, max(on, draft.days.due(-6)))
        return
    made = replace(_TROUBLE, pence=7500)
    _add(draft, number, on, made, max(on, draft.days.due(-3)))


def _changed(draft: Draft, number: int, on: date) -> None:
    _add(draft, number, on, _SHARED, draft.days.ahead(on, 8))
    day, due = min(draft.days.ahead(on, 3), draft.days.last), draft.days.ahead(on, 20)
    draft.script.add(
        day, draft.handler(number),
        lambda case, moment: promises.change(
            case, the_promise(case, _SHARED.what), _LONGER, moment, due=due, told_on=day
        ),
        AFTER,
    )  # fmt: skip


def _undeliverable(draft: Draft, number: int, on: date) -> None:
    """What cannot be done, told with its reason, and something else done in its place."""
    code, by, days = draft.details.code, draft.handler(number), draft.days
    what, instead = _MEETING[code], _INSTEAD[code]
    until = draft.line.stages[1].started if draft.plan.stage == 2 else days.last
    assert until is not None
    made = Promise(PromiseKind.ACTION, what, who=SERVICES[draft.details.service].team)
    _add(draft, number, on, made, days.ahead(on, 10))
    day = min(days.ahead(on, 2), until)
    draft.script.add(
        day, by,
        lambda case, moment: promises.undeliverable(
            case, the_promise(case, what), _CANNOT[code], moment, instead=instead,
            due=days.ahead(day, 8), told_on=day,
        ),
        AFTER,
    )  # fmt: skip
    keep_on(draft, min(days.ahead(on, 4), until), by, instead, _HELD)


def _learning(draft: Draft, number: int, on: date) -> None:
    """What will change for everybody; owned, dated, and done where the case is closed."""
    service = SERVICES[draft.details.service]
    made = Promise(PromiseKind.LEARNING, service.learning, who=service.team)
    _add(draft, number, on, made, draft.days.ahead(on, 40))
    if closing := draft.closing:
        keep_on(draft, closing, draft.handler(number), made.what, "In force; told to all staff.")
