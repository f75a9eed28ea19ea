"""What the rules share: refusals that every task makes, and dates that finished duties keep."""

from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case, Kind, Stage
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Ending, Promise
from complaintdesk.domain.ruling import Moment

REQUEST = "request"  # what the review of a request for service is about

QUESTIONS = "questions"  # what a promise to look for a reply is about


def judged(case: Case, duties: tuple[Duty, ...]) -> Case:
    """The case with every finished duty holding the date that it was judged by.

    Closing ends every clock, done or not; one that runs (again) holds no date.
    """
    due = {(duty.stage, duty.kind): duty.due for duty in duties if duty.done or case.closed_on}

    def kept(number: int, kind: str, before: date | None) -> date | None:
        return (before or due[number, kind]) if (number, kind) in due else None

    stages = tuple(
        replace(
            stage,
            acknowledge_by=kept(number, "acknowledge", stage.acknowledge_by),
            respond_by=kept(number, "respond", stage.respond_by),
        )
        for number, stage in enumerate(case.stages, 1)
    )
    return replace(case, stages=stages)


def with_stage(case: Case, stage: Stage) -> Case:
    """The case with its current stage changed."""
    return replace(case, stages=(*case.stages[:-1], stage))


def why_not_open(case: Case) -> str:
    """Why nothing more can be done to a case: it is closed."""
    if case.closed_on:
        return (
            f"{case.ref} was closed on {in_words(case.closed_on)}. To open it again, correct the "
            "closing: leave its date empty."
        )
    return ""


def reopened(case: Case) -> Case:
    """A closed case open again: what its closing left undone is to be done again."""
    if not case.closed_on:
        return case
    promises = tuple(
        replace(p, ended=Ending.OPEN, ended_on=None, outcome="") if _by_closing(case, p) else p
        for p in case.promises
    )
    return replace(case, closed_on=None, closed_why="", promises=promises)


def _by_closing(case: Case, promise: Promise) -> bool:
    """Whether a promise ended with the case: dropped, or the review of a request dealt with."""
    if promise.ended_on != case.closed_on:
        return False
    with_request = case.kind is Kind.REQUEST and promise.about == REQUEST
    return promise.ended is Ending.DROPPED or (promise.ended is Ending.KEPT and with_request)


def latest(case: Case) -> date:
    """The last day on which something happened to the case itself; it is not closed before."""
    days = [case.details.received_on]
    for stage in case.stages:
        days += [d for d in (stage.started, stage.acknowledged, stage.ended) if d]
        days += [e.told_on for e in stage.extensions]
    days += [d for m in case.matters for d in (m.opened_on, m.decided_on) if d]
    days += [r.lifted_on for r in case.restrictions if r.lifted_on]
    return max(days + [p.ended_on for p in case.promises if p.ended_on])


def check_days(case: Case) -> None:
    """Nothing stands before the day of receipt, nor after the closing. Raises RuleBroken."""
    _refuse_before_receipt(case)
    _refuse_early_closing(case)


def _refuse_before_receipt(case: Case) -> None:
    """Neither a stage begins nor a promise ends before the day of receipt."""
    received = case.details.received_on
    days = [s.started for s in case.stages if s.started]
    days += [p.ended_on for p in case.promises if p.ended_on]
    if days and min(days) < received:
        raise RuleBroken(
            f"{case.ref} came in on {in_words(received)}, and something is on record for "
            f"{in_words(min(days))}. One of the two dates must be wrong."
        )


def _refuse_early_closing(case: Case) -> None:
    if case.closed_on and latest(case) > case.closed_on:
        raise RuleBroken(
            f"{case.ref} would be closed on {in_words(case.closed_on)}, and something is on record "
            f"for {in_words(latest(case))}. Correct the later one of the two first."
        )


def why_not_complaint(case: Case) -> str:
    """Why a stage's tasks do not fit: closed, or no complaint."""
    if case.kind is Kind.REQUEST:
        return f"{case.ref} is a request for service: it has no stages."
    return why_not_open(case)


def why_not_running(case: Case) -> str:
    """Why nothing more can be done at the current stage: it was answered or refused."""
    if problem := why_not_complaint(case):
        return problem
    stage = case.current
    if stage.answered:
        return f"Stage {case.stage} was answered on {in_words(stage.answered)}."
    if stage.refused:
        what = "The complaint" if case.stage == 1 else "Stage 2"
        return f"{what} was not accepted, as told on {in_words(stage.refused)}."
    return ""


def refuse_future(day: date, moment: Moment, what: str) -> None:
    """Something that happened cannot lie ahead."""
    if day > moment.today:
        raise BadInput(f"{what} on {in_words(day)}? That day has not come yet.")


def points_at(case: Case) -> tuple[int, ...]:
    """The numbers of the points to be decided at the current stage."""
    every = tuple(range(1, len(case.details.points) + 1))
    outstanding = case.current.outstanding if case.stage == 2 else ()
    return tuple(n for n in every if n in outstanding) or every


def same_person(one: str, other: str) -> bool:
    """Whether two names are one officer's, however they were typed."""
    return bool(one) and one.casefold().split() == other.casefold().split()
