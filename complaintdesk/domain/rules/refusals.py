"""Not accepting a complaint or an escalation, each on its own merits; and taking that back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case, Discretion, Kind
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, Concern, RuleBroken
from complaintdesk.domain.parts import Ending, Ground, Promise, PromiseKind, Refusal
from complaintdesk.domain.rules.common import (
    refuse_future,
    reopened,
    why_not_complaint,
    why_not_running,
    with_stage,
)
from complaintdesk.domain.rules.escalation import Escalation, escalate, why_not_escalate
from complaintdesk.domain.rules.intake import is_out_of_time
from complaintdesk.domain.rules.wording import wording_concerns
from complaintdesk.domain.ruling import Moment, Ruling, concern

GROUNDS = {
    Ground.OLD: "the matter is older than 12 months",
    Ground.COURT: "a claim about it has been filed at court",
    Ground.CONSIDERED: "it was considered under this procedure before",
    Ground.OTHER_PROCEDURE: "another procedure or a tribunal deals with it",
    Ground.NOT_OURS: "it is not about anything we are responsible for",
    Ground.POLICY: "another exclusion named in our policy",
}


def why_not_refuse(case: Case) -> str:
    """Why this complaint cannot be turned away: only one that still waits to be accepted can."""
    if problem := why_not_running(case):
        return problem
    if case.stage == 2:
        return f"{case.ref} is at stage 2 already. Its request can be refused instead."
    return ""


def why_not_refuse_escalation(case: Case) -> str:
    """Why a request for stage 2 cannot be turned away. What stage 1 owes is not ended by that."""
    if problem := why_not_running(case) if case.stage == 2 else why_not_escalate(case):
        return problem
    if not case.stages[0].ended:
        return (
            "Stage 1 is not answered, and its answer stays owed, so a request for stage 2 cannot "
            "be turned away yet."
        )
    return ""


def refuse(case: Case, refusal: Refusal, moment: Moment) -> Ruling:
    """A complaint not accepted (2.1-2.5): the ground, this case's own reasoning, the evidence."""
    if problem := why_not_refuse(case):
        raise RuleBroken(problem)
    return _refused(case, replace(refusal, stage=1), moment)


def refuse_escalation(
    case: Case, asked_on: date | None, refusal: Refusal, moment: Moment
) -> Ruling:
    """A request for stage 2 not accepted (H 5.11, L 5.7): the same grounds, and no others.

    `asked_on` is the day of the request, where it is not at stage 2 on the desk already.
    """
    if problem := why_not_refuse_escalation(case):
        raise RuleBroken(problem)
    if case.stage == 1:
        if asked_on is None:
            raise BadInput("Say on which day stage 2 was asked for.")
        case = escalate(case, Escalation(asked_on), moment).case
    return _refused(case, replace(refusal, stage=2), moment)


def _refused(case: Case, refusal: Refusal, moment: Moment) -> Ruling:
    refuse_future(refusal.told_on, moment, "Told")
    if refusal.claim_filed:
        refuse_future(refusal.claim_filed, moment, "Filed")
    started = case.current.started
    if started and refusal.told_on < started:
        raise BadInput(f"{in_words(refusal.told_on)} is before it came in, on {in_words(started)}.")
    after = with_stage(case, replace(case.current, refused=refusal.told_on))
    after = replace(after, promises=_updates_over(case, refusal.told_on))
    what = "Complaint" if refusal.stage == 1 else "Request for stage 2"
    return Ruling(
        replace(after, refusals=(*case.refusals, refusal)),
        f"{what} not accepted, as told on {in_words(refusal.told_on)}: {GROUNDS[refusal.ground]}.",
        tuple(_refusal_concerns(case, refusal)),
        happened_on=refusal.told_on,
    )


def _updates_over(case: Case, on: date) -> tuple[Promise, ...]:
    """Agreed updates end with the refusal, which says all there is to say."""
    return tuple(
        replace(p, ended=Ending.KEPT, ended_on=on, outcome="The refusal was told.")
        if p.is_open and p.kind is PromiseKind.UPDATE
        else p
        for p in case.promises
    )


def _refusal_concerns(case: Case, refusal: Refusal) -> Iterator[Concern]:
    if not refusal.reasoning:
        yield concern(
            case,
            "own_reasoning",
            "individual",
            "a refusal needs this case's own reasoning, not only a rule.",
        )
    if not refusal.evidence:
        yield concern(case, "evidence", "accept", "the evidence for a refusal is to be kept.")
    if refusal.ground is Ground.COURT and not refusal.claim_filed:
        yield concern(
            case,
            "claim_filed",
            "grounds",
            "a claim counts once it is filed at court; no day of filing is given.",
        )
    if refusal.ground is Ground.OLD:
        yield from _twelve_months(case)
    yield from wording_concerns(case, refusal.reasoning)


def _twelve_months(case: Case) -> Iterator[Concern]:
    """H 2.3, L 2.2: within the 12 months there is no such ground; after them there is a choice."""
    if not is_out_of_time(case.details):
        yield concern(
            case,
            "not_old",
            "twelve_months",
            "by the dates on record the matter is not older than 12 months.",
        )
    elif case.details.discretion is not Discretion.NOT_ACCEPTED:
        yield concern(
            case,
            "discretion",
            "twelve_months",
            "whether to accept it all the same is to be considered first; the case does "
            "not say that it was decided not to.",
        )


def why_not_take_back(case: Case) -> str:
    """Why there is no refusal to take back."""
    if case.kind is Kind.REQUEST:
        return why_not_complaint(case)
    return "" if case.current.refused else "Nothing has been refused here."


def take_back(case: Case, on: date, why: str, directed: bool, moment: Moment) -> Ruling:
    """A refusal taken back, also where the ombudsman says so (H 2.4).

    The Codes are silent on the clocks of such a case. Acknowledged before, its clock has never
    stopped: nothing pauses one. Else the day of taking back is day 0, since until then nobody was
    to acknowledge anything; the day it was received stays on record.
    """
    if problem := why_not_take_back(case):
        raise RuleBroken(problem)
    refuse_future(on, moment, "Taken back")
    stage = case.current
    if stage.refused and on < stage.refused:
        raise BadInput(f"It was refused on {in_words(stage.refused)}, after that day.")
    again = replace(stage, refused=None, respond_by=None)
    if not stage.acknowledged:
        again = replace(again, started=on, started_at=None, extensions=(), acknowledge_by=None)
    open_again = " The case is open again." if case.closed_on else ""
    case = reopened(case)
    last = replace(case.refusals[-1], reversed_on=on, reversed_why=why, directed=directed)
    who = "The ombudsman asked for it to be accepted" if directed else "The refusal was taken back"
    return Ruling(
        replace(with_stage(case, again), refusals=(*case.refusals[:-1], last)),
        f"{who} on {in_words(on)}; {_clock(case)}: {why}{open_again}",
        happened_on=on,
    )


def _clock(case: Case) -> str:
    running = f"the clock of stage {case.stage} has run on" if case.current.acknowledged else ""
    return running or f"stage {case.stage} begins that day"
