"""From what happened to what is due: each duty with its date, its state and its reasons.

Counting (codes.md B): the day of the event is day 0 and the next working day is day 1, also when
the event fell on a weekend, a bank holiday or in the evening. A response counts from the actual
acknowledgement; an extension counts from the unextended due date; nothing pauses a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from complaintdesk.domain.calendar import Count, Receipt, WorkingCalendar
from complaintdesk.domain.case import Stage
from complaintdesk.domain.codes import PROFILES, Code, CodeProfile, StageLimits
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.order import check_order
from complaintdesk.domain.reasons import (
    extended,
    from_receipt,
    late_acknowledgement,
    late_notice,
    safer,
    trace,
)

CLOCKS = ("acknowledge", "respond")  # the duties that a stage itself has
TWELVE_WEEKS = "twelve-weeks"


class State(StrEnum):
    """Where a duty stands on a given day.

    A list tells what is due this week, until Sunday, from what is due later; a duty by itself, and
    what is printed for machines, says `DUE` for both.
    """

    WAITING = "waiting"
    DUE = "due"
    DUE_THIS_WEEK = "due_this_week"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the desk itself decides about counting; the Codes' dates are computed all the same.

    `acknowledge_targets` and `respond_targets` are the desk's own working days by stage.
    """

    receipt: Receipt = Receipt.SAME_DAY
    closes_at: time = time(17, 0)
    acknowledge_targets: Mapping[int, int] = field(default_factory=dict)
    respond_targets: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be done by a date, and the sentences that say why that date.

    `what`, `who` and `number` are those of the promise that it comes from, where it is one.
    """

    stage: int
    kind: str
    provision: str
    due: date | None
    done: date | None
    state: State
    why: tuple[str, ...]
    provisional: bool = False
    beyond_calendar: bool = False
    working_days_left: int | None = None
    target: date | None = None
    unextended_due: date | None = None
    latest_extension: date | None = None
    extension_notice: str | None = None
    backstop: date | None = None
    what: str = ""
    who: str = ""
    number: int = 0

    @property
    def act_by(self) -> date | None:
        """The earlier of the Code's date and the desk's own target."""
        return min((d for d in (self.due, self.target) if d), default=None)


@dataclass(frozen=True, slots=True)
class _Clock:
    """One run of the engine over one stage."""

    profile: CodeProfile
    number: int
    stage: Stage
    calendar: WorkingCalendar
    policy: Policy
    today: date

    @property
    def limits(self) -> StageLimits:
        return self.profile.stages[self.number]

    @property
    def what(self) -> str:
        return "complaint" if self.number == 1 else "request for stage 2"


def duties(
    code: Code,
    stages: tuple[Stage, ...],
    calendar: WorkingCalendar,
    today: date,
    policy: Policy | None = None,
) -> tuple[Duty, ...]:
    """Every duty of a case, stage by stage, acknowledgement first.

    Raises RuleBroken where events stand in an impossible order or an extension goes beyond its
    limit without a good reason.
    """
    check_order(code, stages)
    found: list[Duty] = []
    for number, stage in enumerate(stages, 1):
        clock = _Clock(PROFILES[code], number, stage, calendar, policy or Policy(), today)
        receipt = _count_receipt(clock)
        found += [_acknowledge(clock, *receipt), _respond(clock, receipt[0])]
    return tuple(found)


def _acknowledge(clock: _Clock, count: Count | None, why: list[str]) -> Duty:
    stage, limits = clock.stage, clock.limits
    rule = (
        f"{clock.profile.cite(limits.acknowledge)}: acknowledge within "
        f"{limits.acknowledge_days} working days of receiving it."
    )
    why = [*why, rule, *(trace(count, clock.calendar) if count else [])]
    done = stage.acknowledged or stage.refused
    if count and not done:
        why += safer(count, clock.calendar)
    due = count.due if count else None
    due, why = _kept(due, stage.acknowledge_by, why)
    why += _refused(clock)
    if stage.answered and not stage.acknowledged:
        why.append(
            f"No acknowledgement is recorded, though stage {clock.number} was answered on "
            f"{in_words(stage.answered)}."
        )
    target = _target(clock, clock.policy.acknowledge_targets, count.start if count else None)
    return _settle(clock, "acknowledge", limits.acknowledge, due, done, target, why,
                   bool(count and count.beyond))  # fmt: skip


def _count_receipt(clock: _Clock) -> tuple[Count | None, list[str]]:
    """The count for acknowledging, and what began it."""
    started = clock.stage.started
    if started is None:
        return None, [f"The day the {clock.what} was received is not recorded."]
    why = [f"The {clock.what} was received on {in_words(started)}: that is day 0."]
    zero = _day_zero(clock, started)
    if zero != started:
        why.append(
            "This desk treats what comes in outside office days or hours as received on the next "
            f"working day, so day 0 is {in_words(zero)}."
        )
    return clock.calendar.count(zero, clock.limits.acknowledge_days), why


def _day_zero(clock: _Clock, started: date) -> date:
    if clock.policy.receipt is Receipt.SAME_DAY:
        return started
    at = clock.stage.started_at
    after_hours = at is not None and at >= clock.policy.closes_at
    if after_hours and clock.calendar.is_working_day(started):
        return clock.calendar.add(started, 1)
    return clock.calendar.next_working_day(started)


def _respond(clock: _Clock, receipt: Count | None) -> Duty:
    stage, limits = clock.stage, clock.limits
    acknowledge_by = stage.acknowledge_by or (receipt.due if receipt else None)
    start, why = _response_start(clock, acknowledge_by)
    why.append(
        f"{clock.profile.cite(limits.respond)}: answer within {limits.respond_days} working days "
        "of acknowledging it."
    )
    if start is None:
        return _settle(clock, "respond", limits.respond, None, stage.ended, None, why, False)
    count = clock.calendar.count(start, limits.respond_days)
    why += trace(count, clock.calendar)
    run = _extended(clock, count)
    why += run.why if stage.ended else [*run.why, *safer(run.count, clock.calendar)]
    due, why = _kept(run.count.due, stage.respond_by, why)
    why += _refused(clock)
    target = None if stage.extensions else _target(clock, clock.policy.respond_targets, start)
    backstop = clock.calendar.add(min(start, acknowledge_by or start), limits.respond_days)
    if acknowledge_by and start > acknowledge_by:
        why.append(late_acknowledgement(backstop))
    if stage.started and due and not stage.refused:
        days = clock.calendar.between(stage.started, stage.answered or due)
        why.append(from_receipt(days, clock.what, answered=stage.answered is not None))
    return _settle(
        clock, "respond", limits.respond, due, stage.ended, target, why, run.count.beyond,
        provisional=stage.acknowledged is None,
        unextended_due=count.due,
        latest_extension=clock.calendar.add(count.due, limits.extension_days),
        extension_notice=run.notice,
        backstop=backstop,
    )  # fmt: skip


def _response_start(clock: _Clock, acknowledge_by: date | None) -> tuple[date | None, list[str]]:
    if clock.stage.acknowledged:
        day = clock.stage.acknowledged
        return day, [f"The {clock.what} was acknowledged on {in_words(day)}: that is day 0."]
    if acknowledge_by:
        return acknowledge_by, [
            f"No acknowledgement is recorded, so this date is provisional. It counts from the last "
            f"day for acknowledging, {in_words(acknowledge_by)}."
        ]
    return None, [
        f"Neither the day the {clock.what} was received nor its acknowledgement is recorded, so "
        "no date can be given."
    ]


@dataclass(frozen=True, slots=True)
class _Extended:
    """The count that a response clock ends with once its extensions are in."""

    count: Count
    notice: str | None
    why: list[str]


def _extended(clock: _Clock, count: Count) -> _Extended:
    """The response's count with its extensions: each moves the date only if told in time."""
    run, added = _Extended(count, None, []), 0
    for extension in sorted(clock.stage.extensions, key=lambda e: e.told_on):
        if extension.told_on > run.count.due:
            why = late_notice(extension.told_on, run.count.due)
            run = replace(run, notice="late", why=[*run.why, why])
            continue
        added += extension.working_days
        longer = clock.calendar.count(count.due, added)
        cited = clock.profile.cite(clock.limits.extend)
        why_longer = [extended(cited, extension, longer), *trace(longer, clock.calendar)]
        run = _Extended(longer, run.notice or "on_time", [*run.why, *why_longer])
    return run


def _kept(due: date | None, kept: date | None, why: list[str]) -> tuple[date | None, list[str]]:
    """The date that a finished duty was judged by wins over today's calendar."""
    if kept is None or kept == due:
        return due, why
    return kept, [
        *why,
        f"It was judged by {in_words(kept)}, the date as it stood when it was done.",
    ]


def _refused(clock: _Clock) -> list[str]:
    """A refusal ends both clocks: its own letter tells the person why."""
    if not clock.stage.refused:
        return []
    return [f"The {clock.what} was not accepted; that was told on {in_words(clock.stage.refused)}."]


def _target(clock: _Clock, targets: Mapping[int, int], start: date | None) -> date | None:
    days = targets.get(clock.number)
    return clock.calendar.add(start, days) if days is not None and start is not None else None


def _settle(
    clock: _Clock,
    kind: str,
    provision: str,
    due: date | None,
    done: date | None,
    target: date | None,
    why: list[str],
    beyond: bool,
    **more: Any,
) -> Duty:
    if target and target != due:
        why = [*why, f"This desk's own target is {in_words(target)}; the Code's date stands above."]
    act_by = min((d for d in (due, target) if d), default=None)
    left = None
    if act_by and done is None:
        left = clock.calendar.working_days_left(clock.today, act_by)
    state = state_of(act_by, due, done, clock.today)
    if clock.stage.refused and not (kind == "acknowledge" and clock.stage.acknowledged):
        state = State.ENDED  # a refusal ends the clock; it is no answer given in time
    return Duty(
        clock.number, kind, provision, due, done, state,
        tuple(why), beyond_calendar=beyond, working_days_left=left, target=target, **more,
    )  # fmt: skip


def state_of(act_by: date | None, due: date | None, done: date | None, today: date) -> State:
    """The state of a duty: judged by `due` once done, and until then by `act_by`."""
    if due is None or act_by is None:
        return State.WAITING
    if done:
        return State.DONE_ON_TIME if done <= due else State.DONE_LATE
    if today > act_by:
        return State.OVERDUE
    return State.DUE_TODAY if today == act_by else State.DUE
