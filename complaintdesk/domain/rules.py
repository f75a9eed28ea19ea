"""What may be done next, and why not, in a sentence that the officer can use."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from complaintdesk.domain.case import Case, Discretion, Intake, Stage
from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.dates import anniversary, in_words
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.errors import BadInput, RuleBroken


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops a form from being saved: the field's name and the sentence."""

    field: str
    sentence: str


def intake_problems(details: Intake, today: date) -> tuple[Problem, ...]:
    """Everything that stops these details from being kept, in the order of the form."""
    return tuple(_intake_problems(details, today))


def is_out_of_time(details: Intake) -> bool:
    """Whether the matter is older than 12 months at receipt (H 2.3, L 2.2).

    The anniversary itself is in time. It asks for a decision and never refuses by itself.
    """
    return details.matter_date is not None and anniversary(details.matter_date) < (
        details.received_on
    )


def new_case(ref: str, details: Intake, logged_at: datetime, today: date) -> Case:
    """A complaint as logged, at stage 1. Raises BadInput naming the first thing wrong."""
    _refuse_problems(details, today)
    return Case(ref=ref, details=details, logged_at=logged_at, stages=(_stage_one(details),))


def change_details(case: Case, details: Intake, today: date) -> Case:
    """The case with its intake details corrected; stage 1 starts on the day of receipt."""
    _refuse_problems(details, today)
    first = replace(
        case.stages[0],
        started=details.received_on,
        started_at=details.received_time,
        handler=details.officer if case.stage == 1 else case.stages[0].handler,
    )
    if (first.started, first.started_at) != (case.stages[0].started, case.stages[0].started_at):
        # A date is kept when the calendar changes, not when what it was counted from was wrong.
        first = replace(first, acknowledge_by=None, respond_by=None)
    return replace(case, details=details, stages=(first, *case.stages[1:]))


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


def acknowledge(case: Case, on: date, today: date) -> Case:
    """The case with its current stage acknowledged on a day. Codes 6.2, H 6.11, L 6.12."""
    stage = case.current
    if case.closed_on:
        raise RuleBroken(f"{case.ref} was closed on {in_words(case.closed_on)}.")
    if stage.acknowledged:
        raise RuleBroken(
            f"{case.ref} was already acknowledged at stage {case.stage}, on "
            f"{in_words(stage.acknowledged)}."
        )
    if on > today:
        raise BadInput(f"{in_words(on)} has not come yet; say when the letter was sent.")
    if stage.started and on < stage.started:
        raise BadInput(
            f"{in_words(on)} is before stage {case.stage} began, on {in_words(stage.started)}."
        )
    return replace(case, stages=(*case.stages[:-1], replace(stage, acknowledged=on)))


def _stage_one(details: Intake) -> Stage:
    return Stage(details.received_on, details.received_time, handler=details.officer)


def _refuse_problems(details: Intake, today: date) -> None:
    for problem in _intake_problems(details, today):
        raise BadInput(problem.sentence)


def _intake_problems(details: Intake, today: date) -> Iterator[Problem]:
    if not details.complainant.name:
        yield Problem("complainant_name", "Say who complained: a name, or “Name not given”.")
    if details.received_on > today:
        yield Problem(
            "received", f"The day received, {in_words(details.received_on)}, has not come yet."
        )
    if not (details.points or details.summary):
        yield Problem("point_1", "Say what the complaint is about, in one point at least.")
    if details.matter_date and details.matter_date > details.received_on:
        yield Problem(
            "matter",
            f"The matter is said to have happened on {in_words(details.matter_date)}, after the "
            f"complaint about it came in on {in_words(details.received_on)}.",
        )
    yield from _discretion_problems(details)
    if details.representative and not details.representative.person.name:
        yield Problem("representative_name", "Give the representative's name.")


def _discretion_problems(details: Intake) -> Iterator[Problem]:
    if not is_out_of_time(details):
        return
    profile = PROFILES[details.code]
    cited = profile.cite(profile.provision("twelve_months"))
    if details.discretion is Discretion.UNDECIDED:
        yield Problem(
            "discretion",
            "The matter is more than 12 months old. Decide whether to accept it all the same "
            f"({cited}); nothing is refused by itself.",
        )
    elif not details.discretion_reason:
        yield Problem("discretion_reason", f"Give the reason for this decision ({cited}).")
