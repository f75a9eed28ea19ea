"""The two stages: acknowledge, decide each point, answer.

Each rule gives the case after the step, with what the Code asks at that moment and is missing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case, Conflict, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, Concern, RuleBroken
from complaintdesk.domain.parts import Decision, Ending, Finding, PromiseKind
from complaintdesk.domain.rules.common import (
    QUESTIONS,
    points_at,
    refuse_future,
    why_not_complaint,
    why_not_running,
    with_stage,
)
from complaintdesk.domain.rules.escalation import other_person
from complaintdesk.domain.rules.wording import wording_concerns
from complaintdesk.domain.ruling import Moment, Ruling, cited, concern

FINDINGS = {
    Finding.UPHELD: "upheld",
    Finding.PARTLY: "partly upheld",
    Finding.NOT_UPHELD: "not upheld",
    Finding.NO_FINDING: "no finding",
}
ANSWER_SENT = "The answer was sent."  # how an agreed update was met by the answer


def why_not_acknowledge(case: Case) -> str:
    """Why the current stage cannot be acknowledged now."""
    if problem := why_not_complaint(case):
        return problem
    if on := case.current.acknowledged:
        return f"{case.ref} was already acknowledged at stage {case.stage}, on {in_words(on)}."
    return why_not_running(case)


def acknowledge(case: Case, on: date, today: date) -> Case:
    """The case with its current stage acknowledged on a day (6.2; H 6.11, L 6.12)."""
    if problem := why_not_acknowledge(case):
        raise RuleBroken(problem)
    stage = case.current
    if on > today:
        raise BadInput(f"{in_words(on)} has not come yet; say when the letter was sent.")
    if stage.started and on < stage.started:
        raise BadInput(
            f"{in_words(on)} is before stage {case.stage} began, on {in_words(stage.started)}."
        )
    return with_stage(case, replace(stage, acknowledged=on))


def record_acknowledgement(case: Case, on: date, how: str, moment: Moment) -> Ruling:
    """An acknowledgement that went out another way than by this program's letter."""
    after = acknowledge(case, on, moment.today)
    by = f" ({how})" if how else ""
    return Ruling(
        after,
        f"Stage {case.stage} acknowledged on {in_words(on)}{by}.",
        tuple(acknowledgement_concerns(case)),
        happened_on=on,
    )


def acknowledgement_concerns(case: Case) -> Iterator[Concern]:
    """What an acknowledgement sets out.

    H 5.6-5.7 at either stage: the complaint, the outcomes sought, what is ours to answer for.
    L 6.12 at stage 2: what is in dispute, with the outcomes; before that only the complaint (5.4).
    """
    points = case.details.points
    topic = "definition" if case.stage == 1 else "outstanding"
    if not points:
        yield concern(
            case,
            "definition",
            topic,
            "the complaint is to be set out as we understand it; no point is.",
        )
    asks_outcomes = case.code is Code.HOUSING or case.stage == 2
    missing = not all(p.outcome_sought for p in points) and not case.current.outcomes
    if asks_outcomes and missing:
        yield concern(case, "outcomes", topic, "the outcomes sought are to be set out with it.")
    if case.code is Code.HOUSING:
        yield from _responsibility(case)
    if case.stage == 2:
        yield from other_person(case, case.current.handler)


def _responsibility(case: Case) -> Iterator[Concern]:
    """Whose each point is to answer for: said at acknowledgement (H 5.7) or in answer (L 6.7)."""
    if any(p.responsibility is Responsibility.UNDECIDED for p in case.details.points):
        yield concern(
            case, "responsibility", "responsibility", "say which points are ours to answer for."
        )


def decide(case: Case, decisions: tuple[Decision, ...], moment: Moment) -> Ruling:
    """Each point with its finding, reasons and what was relied on (H 6.7, 6.18; L 6.7)."""
    if problem := why_not_running(case):
        raise RuleBroken(problem)
    kept = {**case.decided(case.stage), **{d.point: d for d in decisions}}
    before = tuple(d for d in case.decisions if d.stage != case.stage)
    after = replace(case, decisions=(*before, *(kept[n] for n in sorted(kept))))
    said = "; ".join(f"point {d.point} {FINDINGS[d.finding]}" for d in decisions)
    entry = f"Decided at stage {case.stage}: {said}." if said else "No point was decided yet."
    texts = " ".join(d.reasons for d in decisions)
    return Ruling(after, entry, tuple(wording_concerns(case, texts)))


def answer(case: Case, on: date, signed_off_by: str, moment: Moment) -> Ruling:
    """The answer to the current stage, sent on a day (6.3; H 6.14, L 6.15).

    Answering is not closing: what was promised is still to be done (6.6). An agreed update that
    is open is met by the answer, and so is the look for a reply to our questions.
    """
    if problem := why_not_running(case):
        raise RuleBroken(problem)
    refuse_future(on, moment, "Answered")
    stage = replace(case.current, answered=on, signed_off_by=signed_off_by)
    promises = tuple(
        replace(p, ended=Ending.KEPT, ended_on=on, outcome=ANSWER_SENT)
        if p.is_open and (p.kind is PromiseKind.UPDATE or p.about == QUESTIONS)
        else p
        for p in case.promises
    )
    after = replace(with_stage(case, stage), promises=promises)
    sign = f", signed off by {signed_off_by}" if signed_off_by else ""
    return Ruling(
        after,
        f"Stage {case.stage} answered on {in_words(on)}{sign}: {overall(case)}.",
        tuple(_answer_concerns(case, signed_off_by)),
        happened_on=on,
    )


def overall(case: Case) -> str:
    """What the points of the current stage add up to, in words."""
    findings = {d.finding for d in case.decided(case.stage).values()}
    if not findings:
        return "no decision is on record"
    if len(findings) == 1:
        return FINDINGS[findings.pop()]
    in_favour = findings & {Finding.UPHELD, Finding.PARTLY}
    return "partly upheld" if in_favour else "not upheld"


def _answer_concerns(case: Case, signed_off_by: str) -> Iterator[Concern]:
    limits, decided = case.profile.stages[case.stage], case.decided(case.stage)
    if not case.current.acknowledged:
        yield cited(
            case,
            "not_acknowledged",
            limits.acknowledge,
            f"stage {case.stage} is to be acknowledged first.",
        )
    if not case.details.points:
        yield cited(case, "undecided", limits.points, "no point is set out, so none is decided.")
    for n in points_at(case):
        if n not in decided:
            yield cited(case, f"undecided_{n}", limits.points, f"point {n} is not decided.")
            continue
        if not decided[n].reasons:
            yield cited(
                case, f"reasons_{n}", limits.points, f"the decision on point {n} has no reasons."
            )
        if not decided[n].relied_on:
            yield cited(
                case,
                f"relied_on_{n}",
                limits.points,
                f"for point {n} no policy, law or guidance is named that the decision relies on.",
            )
    yield from _remedy_concerns(case, decided)
    if case.code is Code.GENERAL:
        yield from _responsibility(case)
    if case.details.conflict is Conflict.DECLARED:
        yield concern(
            case, "conflict", "impartial", "the officer had a part in the matter, as declared."
        )
    if case.stage == 2:
        yield from _final_concerns(case, signed_off_by)


def _final_concerns(case: Case, signed_off_by: str) -> Iterator[Concern]:
    """H 6.13, 6.20; L 6.14, 6.19: who reviewed it, and who signed it off."""
    yield from other_person(case, case.current.handler)
    if not case.current.handler:
        yield concern(
            case,
            "no_reviewer",
            "other_person",
            "nobody is named as reviewer, so it is not on record that it was somebody else.",
        )
    if not signed_off_by:
        yield concern(
            case,
            "sign_off",
            "sign_off",
            "the final answer involves suitable senior staff; nobody signed it off.",
        )


def _remedy_concerns(case: Case, decided: dict[int, Decision]) -> Iterator[Concern]:
    holds = (Ending.OPEN, Ending.KEPT)
    remedies = [p for p in case.promises if p.kind is PromiseKind.REMEDY and p.ended in holds]
    if any(d.finding in (Finding.UPHELD, Finding.PARTLY) for d in decided.values()) and (
        not remedies
    ):
        yield concern(
            case,
            "no_remedy",
            "fault",
            "something was upheld, and no remedy is on record to put it right.",
        )
    if any(p.is_open and p.due is None for p in remedies):
        yield concern(case, "remedy_date", "remedy", "a remedy has no date by which it is done.")
