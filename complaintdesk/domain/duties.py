"""Every dated duty of a case: the clocks of its stages, its promises, and the 12-week marker."""

from collections.abc import Iterator
from datetime import date, timedelta

from complaintdesk.domain import deadlines
from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import Duty, Policy, State, state_of
from complaintdesk.domain.parts import Ending, Promise, PromiseKind

TWELVE_WEEKS = timedelta(days=84)
# What a promise is due as, in one sentence each; the title of its duty is in words.py.
_WHY = {
    PromiseKind.ACTION: "It is an outstanding action",
    PromiseKind.REMEDY: "It is a remedy",
    PromiseKind.UPDATE: "It is an update agreed with the person",
    PromiseKind.LEARNING: "It is what will change because of this complaint",
    PromiseKind.REVIEW: "It is a review",
    PromiseKind.ORDER: "The ombudsman ordered or recommended it",
    PromiseKind.ENQUIRY: "The ombudsman asked for it",
}


def case_duties(
    case: Case, calendar: WorkingCalendar, today: date, policy: Policy | None = None
) -> tuple[Duty, ...]:
    """Every duty of a case: stage by stage, then its promises in order, then the marker."""
    found: list[Duty] = []
    if case.stages:
        found += deadlines.duties(case.code, case.stages, calendar, today, policy)
    found += _promises(case, calendar, today)
    found += _twelve_weeks(case, calendar, today)
    return tuple(found)


def open_duties(case: Case, found: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """What is still to be done on an open case, by date; what has no date comes last."""
    if case.closed_on:
        return ()
    waiting = [d for d in found if is_open(case, d)]
    return tuple(sorted(waiting, key=_in_turn))


def _in_turn(duty: Duty) -> tuple[bool, date, int]:
    act_by = duty.act_by
    return act_by is None, act_by or date.max, duty.stage


def is_open(case: Case, duty: Duty) -> bool:
    """Whether this is still to be done.

    A stage that has ended leaves no clock running. The answer to stage 2 is also the last word on
    a stage 1 that was never answered; not accepting the request for stage 2 is not.
    """
    if duty.done:
        return False
    if duty.kind not in deadlines.CLOCKS:
        return True
    own, later = case.stages[duty.stage - 1], case.stages[duty.stage :]
    return not (own.ended or any(stage.answered for stage in later))


def topic(promise: Promise) -> str:
    """The Code's topic that a promise belongs to; a review is of what it is about."""
    if promise.kind is PromiseKind.REVIEW:
        if promise.about.startswith("restriction"):
            return "behaviour"
        if promise.about == "request":
            return "request"
    return f"promise_{promise.kind}"


def provision(case: Case, promise: Promise) -> str:
    """The provision that a promise belongs to; of an action that of its stage (H 6.6, 6.17)."""
    if promise.kind is PromiseKind.ACTION and promise.stage in case.profile.stages:
        return case.profile.stages[promise.stage].when_known
    return case.profile.provision(topic(promise))


def _promises(case: Case, calendar: WorkingCalendar, today: date) -> Iterator[Duty]:
    for number, promise in enumerate(case.promises, 1):
        left = None
        if promise.due and promise.is_open:
            left = calendar.working_days_left(today, promise.due)
        done = promise.ended_on
        yield Duty(
            promise.stage,
            promise.kind,
            provision(case, promise),
            promise.due,
            done,
            _state(promise, today),
            tuple(_why(case, promise)),
            working_days_left=left,
            what=promise.what,
            who=promise.who,
            number=number,
        )


def _state(promise: Promise, today: date) -> State:
    if not promise.is_open and promise.ended is not Ending.KEPT:
        return State.ENDED
    # Without a day there was nothing to be late for.
    due = promise.due or promise.ended_on
    return state_of(due, due, promise.ended_on, today)


def _why(case: Case, promise: Promise) -> Iterator[str]:
    cited = case.profile.cite(provision(case, promise))
    yield f"{_WHY[promise.kind]} ({cited}): {promise.what}"
    if promise.due:
        yield f"{in_words(promise.due)} is the day that was set for it; it is not counted."
    else:
        yield "No day was set for it, so it stays at the end of the queue until it has one."
    if promise.every:
        yield f"Updates were agreed for every {promise.every} working days."
    if promise.ended_on:
        how = f": {promise.outcome}" if promise.outcome else "."
        yield f"It was {promise.ended} on {in_words(promise.ended_on)}{how}"


def _twelve_weeks(case: Case, calendar: WorkingCalendar, today: date) -> Iterator[Duty]:
    """What the council normally has in all before the ombudsman takes a complaint up (B3)."""
    if case.code is not Code.GENERAL or not case.stages:
        return
    due = case.details.received_on + TWELVE_WEEKS
    done = case.current.ended
    yield Duty(
        case.stage,
        deadlines.TWELVE_WEEKS,
        "",
        due,
        done,
        state_of(due, due, done, today),
        (
            "The Local Government and Social Care Ombudsman normally gives a council about 12 "
            "weeks in all before it takes a complaint up.",
            f"84 days after {in_words(case.details.received_on)}, the day it was received, is "
            f"{in_words(due)}. Both stages at full length can go past it.",
        ),
        working_days_left=None if done else calendar.working_days_left(today, due),
    )
