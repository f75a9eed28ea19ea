"""The two stages: acknowledge, more time, decide each point, answer, ask for stage 2.

Each rule gives the case after the step, with what the Code asks at that moment and is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from complaintdesk.domain.case import Case, Conflict, Extension, Stage
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, Concern, RuleBroken
from complaintdesk.domain.parts import Decision, Ending, Finding, PromiseKind
from complaintdesk.domain.rules.common import (
    points_at,
    refuse_future,
    reopened,
    same_person,
    why_not_complaint,
    why_not_running,
    with_stage,
)
from complaintdesk.domain.rules.wording import wording_concerns
from complaintdesk.domain.ruling import Moment, Ruling, concern

FINDINGS = {
    Finding.UPHELD: "upheld",
    Finding.PARTLY: "partly upheld",
    Finding.NOT_UPHELD: "not upheld",
    Finding.NO_FINDING: "no finding",
}
ANSWER_SENT = "The answer was sent."  # how an agreed update was met by the answer


def acknowledge(case: Case, on: date, today: date) -> Case:
    """The case with its current stage acknowledged on a day (6.2; H 6.11, L 6.12)."""
    if problem := why_not_complaint(case):
        raise RuleBroken(problem)
    stage = case.current
    if stage.acknowledged:
        raise RuleBroken(
            f"{case.ref} was already acknowledged at stage {case.stage}, on "
            f"{in_words(stage.acknowledged)}."
        )
    if problem := why_not_running(case):
        raise RuleBroken(problem)
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
    """H 5.6 at either stage: the complaint set out with outcomes; L 6.12 at stage 2."""
    points = case.details.points
    topic = "definition" if case.stage == 1 else "outstanding"
    if not points:
        yield concern(
            case,
            "definition",
            topic,
            "the complaint is to be set out as we understand it; no point is.",
        )
    if not all(p.outcome_sought for p in points) and not case.current.outcomes:
        yield concern(case, "outcomes", topic, "the outcomes sought are to be set out with it.")
    if case.stage == 2:
        yield from other_person(case, case.current.handler)


@dataclass(frozen=True, slots=True)
class MoreTime:
    """An extension as it is told: until when, why, and whom. No date moves nothing."""

    told_on: date
    until: date | None
    reason: str = ""
    good_reason: str = ""
    told_to: str = ""
    every: int = 0


def extend(case: Case, more: MoreTime, moment: Moment) -> Ruling:
    """More time at the current stage (H 6.4-6.5, 6.15-6.16; L 6.4-6.5, 6.16-6.17)."""
    if problem := why_not_running(case):
        raise RuleBroken(problem)
    refuse_future(more.told_on, moment, "Told")
    due = respond_by(case, moment)
    if more.until is None:
        return Ruling(
            case,
            f"Told of more time without a date: the answer stays due on {in_words(due)}.",
            tuple(_extension_concerns(case, more, moment)),
            happened_on=more.told_on,
        )
    if more.until <= due:
        raise BadInput(f"The answer is due on {in_words(due)} already; the new date must be later.")
    days = moment.calendar.between(due, more.until)
    if days < 1:
        raise BadInput(f"There is no working day between {in_words(due)} and that day.")
    extension = Extension(more.told_on, days, more.reason, more.good_reason, more.told_to)
    stage = replace(case.current, extensions=(*case.current.extensions, extension))
    return Ruling(
        with_stage(case, stage),
        _told_more_time(case, more, days, moment),
        tuple(_extension_concerns(case, more, moment)),
        happened_on=more.told_on,
    )


def respond_by(case: Case, moment: Moment) -> date:
    """The day by which the current stage is to be answered, as it stands."""
    duty = next(d for d in moment.duties(case) if d.kind == "respond" and d.stage == case.stage)
    if duty.due is None:
        raise RuleBroken(f"It is not known when stage {case.stage} began; correct that first.")
    return duty.due


def latest_extension(case: Case, moment: Moment) -> date:
    """The last day that the Code allows without a good reason on record."""
    duty = next(d for d in moment.duties(case) if d.kind == "respond" and d.stage == case.stage)
    assert duty.latest_extension is not None
    return duty.latest_extension


def _extension_concerns(case: Case, more: MoreTime, moment: Moment) -> Iterator[Concern]:
    limits = case.profile.stages[case.stage]
    due, latest = respond_by(case, moment), latest_extension(case, moment)
    if not more.reason:
        yield _cited(
            case,
            "extension_reason",
            limits.extend,
            "the person is to be told why more time is needed.",
        )
    if more.until is None:
        yield _cited(
            case,
            "extension_date",
            limits.extend,
            "the person is to be told the new date. Without one nothing moves.",
        )
    if more.told_on > due:
        yield _cited(
            case,
            "extension_late",
            limits.extend,
            f"more time is to be told by {in_words(due)}. Told later, it does not make "
            "the answer timely.",
        )
    if more.until and _is_past_limit(case, more.until, moment):
        if not more.good_reason:
            yield _cited(
                case,
                "extension_limit",
                limits.extend,
                f"{limits.extension_days} working days is the limit, which is "
                f"{in_words(latest)}, unless there is a good reason.",
            )
        if not more.every and not _has_updates(case):
            yield concern(
                case,
                "extension_updates",
                "updates",
                "past the limit, agree how often the person is kept informed.",
            )
    yield from wording_concerns(case, more.reason)


def _is_past_limit(case: Case, until: date, moment: Moment) -> bool:
    """Whether all the extra time told at this stage, also what was told late, is past the limit."""
    told = sum(e.working_days for e in case.current.extensions)
    more = moment.calendar.between(respond_by(case, moment), until)
    limit = case.profile.stages[case.stage].extension_days
    return told + more > limit or until > latest_extension(case, moment)


def _has_updates(case: Case) -> bool:
    return any(p.kind is PromiseKind.UPDATE for _, p in case.open_promises)


def _told_more_time(case: Case, more: MoreTime, days: int, moment: Moment) -> str:
    """A day off is no last day, and a late notice moves nothing: the line says what is due."""
    assert more.until is not None
    due, whom = respond_by(case, moment), f" to {more.told_to}" if more.told_to else ""
    last = moment.calendar.add(due, days)
    until = "" if last == more.until else f" until {in_words(more.until)}"
    counted = (
        f"that was late, so the answer stays due on {in_words(due)}"
        if more.told_on > due
        else f"the answer is due on {in_words(last)}, {days} working days after {in_words(due)}"
    )
    why = f": {more.reason}" if more.reason else "."
    return (
        f"More time{until} at stage {case.stage}, told on {in_words(more.told_on)}{whom}; "
        f"{counted}{why}"
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
    is open is met by the answer.
    """
    if problem := why_not_running(case):
        raise RuleBroken(problem)
    refuse_future(on, moment, "Answered")
    stage = replace(case.current, answered=on, signed_off_by=signed_off_by)
    promises = tuple(
        replace(p, ended=Ending.KEPT, ended_on=on, outcome=ANSWER_SENT)
        if p.kind is PromiseKind.UPDATE and p.is_open
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
        yield _cited(
            case,
            "not_acknowledged",
            limits.acknowledge,
            f"stage {case.stage} is to be acknowledged first.",
        )
    if not case.details.points:
        yield _cited(case, "undecided", limits.points, "no point is set out, so none is decided.")
    for n in points_at(case):
        if n not in decided:
            yield _cited(case, f"undecided_{n}", limits.points, f"point {n} is not decided.")
        elif not decided[n].reasons:
            yield _cited(
                case, f"reasons_{n}", limits.points, f"the decision on point {n} has no reasons."
            )
        elif not decided[n].relied_on:
            yield _cited(
                case,
                f"relied_on_{n}",
                limits.points,
                f"for point {n} no policy, law or guidance is named that the decision relies on.",
            )
    yield from _remedy_concerns(case, decided)
    if case.details.conflict is Conflict.DECLARED and case.stage == 1:
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
    remedies = [p for p in case.promises if p.kind is PromiseKind.REMEDY]
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


def _cited(case: Case, key: str, number: str, sentence: str) -> Concern:
    return Concern(key, number, f"{case.profile.cite(number)}: {sentence}")
