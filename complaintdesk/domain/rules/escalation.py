"""The request for stage 2, and who may look at it. There is no stage after it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from complaintdesk.domain.case import Case, Stage
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import Concern, RuleBroken
from complaintdesk.domain.rules.common import (
    refuse_future,
    reopened,
    same_person,
    why_not_complaint,
    why_not_running,
)
from complaintdesk.domain.ruling import Moment, Ruling, concern


@dataclass(frozen=True, slots=True)
class Escalation:
    """A request for stage 2. A reason is never asked for; one may be noted."""

    asked_on: date
    reviewer: str = ""
    outstanding: tuple[int, ...] = ()
    issues: str = ""
    outcomes: str = ""
    reason_given: str = ""


def escalate(case: Case, asked: Escalation, moment: Moment) -> Ruling:
    """The request for stage 2, which starts its clocks (H 6.10-6.13, L 6.11-6.14)."""
    if problem := why_not_escalate(case):
        raise RuleBroken(problem)
    refuse_future(asked.asked_on, moment, "Asked for stage 2")
    second = Stage(
        asked.asked_on,
        handler=asked.reviewer,
        outstanding=asked.outstanding,
        issues=asked.issues,
        outcomes=asked.outcomes,
        reason_given=asked.reason_given,
    )
    again = " The case is open again." if case.closed_on else ""
    case = reopened(case)
    first = case.stages[0]
    concerns = list(_escalation_concerns(case, asked))
    if not first.ended:
        # Stage 1's clock runs on: its answer is owed until stage 2 is answered.
        entry = f"Stage 2 asked for on {in_words(asked.asked_on)}, with stage 1 not answered."
    else:
        entry = f"Stage 2 asked for on {in_words(asked.asked_on)}."
    return Ruling(
        replace(case, stages=(first, second)),
        f"{entry}{again}",
        tuple(concerns),
        happened_on=asked.asked_on,
    )


def why_not_escalate(case: Case) -> str:
    """Why stage 2 cannot be asked for. There is no third stage, by whatever name.

    A case that was answered and then closed can go on: whoever asks opens it again.
    """
    answered = bool(case.stages) and case.current.answered
    if not answered and (problem := why_not_complaint(case)):
        return problem
    if case.stage == 2:
        cited = case.profile.cite(case.profile.provision("two_stages"))
        who = case.profile.ombudsman.name
        return f"There is no stage after stage 2 ({cited}). Whoever is not content goes to {who}."
    if case.current.refused:
        return why_not_running(case)
    return ""


def _escalation_concerns(case: Case, asked: Escalation) -> Iterator[Concern]:
    if not case.stages[0].answered:
        yield concern(
            case,
            "stage_1_unanswered",
            "escalate",
            "stage 2 follows the answer to stage 1, and the person has not been told that answer.",
        )
    yield from other_person(case, asked.reviewer)


def other_person(case: Case, reviewer: str) -> Iterator[Concern]:
    """H 6.13, L 6.14: who considers stage 2 is not who considered stage 1."""
    first = case.stages[0].handler or case.details.officer
    if same_person(reviewer, first):
        yield concern(
            case,
            "same_person",
            "other_person",
            f"{reviewer} dealt with stage 1, so somebody else is to review it.",
        )
