"""More time at a stage: how much, told when and why, and what goes with it past the limit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from complaintdesk.domain.case import Case, Extension
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.errors import BadInput, Concern, RuleBroken
from complaintdesk.domain.parts import PromiseKind
from complaintdesk.domain.rules.common import refuse_future, why_not_running, with_stage
from complaintdesk.domain.rules.wording import wording_concerns
from complaintdesk.domain.ruling import Moment, Ruling, cited, concern


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
    duty = _answer_duty(case, moment)
    if duty.due is None:
        raise RuleBroken(f"It is not known when stage {case.stage} began; correct that first.")
    return duty.due


def latest_extension(case: Case, moment: Moment) -> date:
    """The last day that the Code allows without a good reason on record."""
    latest = _answer_duty(case, moment).latest_extension
    assert latest is not None
    return latest


def _answer_duty(case: Case, moment: Moment) -> Duty:
    return next(d for d in moment.duties(case) if d.kind == "respond" and d.stage == case.stage)


def _extension_concerns(case: Case, more: MoreTime, moment: Moment) -> Iterator[Concern]:
    limits = case.profile.stages[case.stage]
    due, latest = respond_by(case, moment), latest_extension(case, moment)
    if not more.reason:
        yield cited(
            case,
            "extension_reason",
            limits.extend,
            "the person is to be told why more time is needed.",
        )
    if more.until is None:
        yield cited(
            case,
            "extension_date",
            limits.extend,
            "the person is to be told the new date. Without one nothing moves.",
        )
    if more.told_on > due:
        yield cited(
            case,
            "extension_late",
            limits.extend,
            f"more time is to be told by {in_words(due)}. Told later, it does not make "
            "the answer timely.",
        )
    if more.until and is_past_limit(case, more.until, moment):
        if not more.good_reason:
            yield cited(
                case,
                "extension_limit",
                limits.extend,
                f"{limits.extension_days} working days is the limit, which is "
                f"{in_words(latest)}, unless there is a good reason.",
            )
        if not more.every and not has_updates(case):
            yield concern(
                case,
                "extension_updates",
                "updates",
                "past the limit, agree how often the person is kept informed.",
            )
    yield from wording_concerns(case, more.reason)


def is_past_limit(case: Case, until: date, moment: Moment) -> bool:
    """Whether all the extra time told at this stage, also what was told late, is past the limit."""
    told = sum(e.working_days for e in case.current.extensions)
    more = moment.calendar.between(respond_by(case, moment), until)
    limit = case.profile.stages[case.stage].extension_days
    return told + more > limit or until > latest_extension(case, moment)


def has_updates(case: Case) -> bool:
    """Whether it is agreed how often the person is kept informed."""
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
