"""What the rules share: refusals that every task makes, and dates that finished duties keep."""

from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case, Kind, Stage
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.ruling import Moment


def judged(case: Case, duties: tuple[Duty, ...]) -> Case:
    """The case with every finished duty holding the date that it was judged by."""
    due = {(duty.stage, duty.kind): duty.due for duty in duties if duty.done}
    stages = tuple(
        replace(
            stage,
            acknowledge_by=stage.acknowledge_by or due.get((number, "acknowledge")),
            respond_by=stage.respond_by or due.get((number, "respond")),
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
        return f"{case.ref} was closed on {in_words(case.closed_on)}. Correct that date first."
    return ""


def why_not_complaint(case: Case) -> str:
    """Why a stage's tasks do not fit: closed, or no complaint."""
    if case.kind is Kind.REQUEST:
        return f"{case.ref} is a request for service, on which no stage runs."
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
