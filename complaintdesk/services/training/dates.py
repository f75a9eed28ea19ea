"""Walks back from today to when each thing must have happened, so that any day gives one texture.

Every date is found with the calendar itself, so weekends and bank holidays fall where they fall.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import lru_cache
from random import Random

from complaintdesk.domain.calendar import Receipt, WorkingCalendar
from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.deadlines import Policy
from complaintdesk.services.training.plans import Manner, Plan, Step

_DAY = timedelta(days=1)
_SETTLED = timedelta(days=80)  # a case received on a holiday that long ago is closed by now
REVIEW_DAYS = 10  # as the program proposes for a request
_TURNED_AWAY = 24  # working days from receipt until a refusal is taken back
_REASONS = (
    "The people who were there have to be asked, and one is away until next week.",
    "A report has been asked for and has not come.",
    "Calls and e-mails over several months have to be found and gone through.",
    "Two teams' records disagree and have to be compared.",
)
_GOOD_REASONS = {
    Code.HOUSING: "The complainant would rather wait for an independent surveyor, who has no day "
    "free sooner.",
    Code.GENERAL: "The answer turns on records that another public body holds; it has given the "
    "day on which it will send them, and the complainant knows it.",
}
_LATE_REASON = "The answer was not ready and the date was missed; an apology was given."


@dataclass(frozen=True, slots=True)
class Timeline:
    """When everything about one case happened."""

    stages: tuple[Stage, ...]
    received_on: date
    received_at: time | None
    logged_on: date
    closed_on: date | None = None
    review_on: date | None = None


class Days:
    """Today's calendar as the plans count on it."""

    def __init__(self, calendar: WorkingCalendar, today: date, policy: Policy) -> None:
        self.calendar, self.today, self.policy = calendar, today, policy
        self.back = lru_cache(maxsize=None)(calendar.subtract)
        self.ahead = lru_cache(maxsize=None)(calendar.add)
        self.between = lru_cache(maxsize=None)(calendar.between)
        self.last = today if calendar.is_working_day(today) else calendar.subtract(today, 1)
        self._holidays = sorted(filter(self._is_settled, calendar.bank_holidays), reverse=True)

    def due(self, days: int) -> date:
        """A date with this many working days left; 0 on a day off is the next working day."""
        if days == 0:
            return self.calendar.next_working_day(self.today)
        if days > 0:
            return self.ahead(self.today, days)
        return self.back(self.today, -days + (days < -1 and self.today != self.last))

    def ago(self, days: int) -> date:
        """So many working days before the last working day up to today."""
        return self.back(self.last, days)

    def day_off_before(self, day: date) -> date:
        """The latest weekend day or holiday before a day."""
        day -= _DAY
        while self.calendar.is_working_day(day):
            day -= _DAY
        return day

    def bank_holiday(self, wanted: int) -> date | None:
        """A bank holiday long enough ago, the latest first; None where the calendar has none."""
        return self._holidays[wanted % len(self._holidays)] if self._holidays else None

    def limit(self, plan: Plan, acknowledging: bool) -> int:
        """Working days allowed by the Code, or by the desk's own target where that is earlier."""
        limits = PROFILES[plan.code].stages[plan.stage]
        if acknowledging:
            own = self.policy.acknowledge_targets.get(plan.stage, limits.acknowledge_days)
            return min(limits.acknowledge_days, own)
        if plan.extensions:
            return limits.respond_days
        own = self.policy.respond_targets.get(plan.stage, limits.respond_days)
        return min(limits.respond_days, own)

    def _is_settled(self, day: date) -> bool:
        known = day > self.calendar.covers_from + _SETTLED
        return known and day.weekday() < 5 and self.today - day >= _SETTLED


def timeline(plan: Plan, number: int, days: Days, rng: Random) -> Timeline:
    """Every date of one case: its stages, when it came in, was logged, and was closed."""
    if plan.stage == 0:
        return _request(plan, days, rng)
    stages, closed_on = _stages(plan, number, days, rng)
    first = stages[0]
    assert first.started is not None
    received, at = first.started, first.started_at
    if "taken back" in plan.shows:
        received, at = days.back(first.started, _TURNED_AWAY), _clock(9, 13, rng)
    return Timeline(stages, received, at, _logged(plan, received, days), closed_on)


def _stages(
    plan: Plan, number: int, days: Days, rng: Random
) -> tuple[tuple[Stage, ...], date | None]:
    closed_on = days.ago(plan.day) if plan.step is Step.CLOSED else None
    if plan.step is Step.NEW:
        last = _unacknowledged(plan, days, rng)
    elif plan.step is Step.ACKNOWLEDGED:
        last = _unanswered(plan, days, rng)
    elif plan.step is Step.REFUSED:
        last, closed_on = _refused(plan, days, rng)
    elif "request" in plan.shows:
        # Told to the person, and closed, within days of its coming in.
        last = Stage(days.ago(plan.day + rng.randint(2, 4)), _clock(9, 13, rng))
    else:
        last = _answered(plan, closed_on, number, days, rng)
        closed_on = _closed_after(plan, last, closed_on, days, rng)
    if "withdrawn" in plan.shows and last.answered:
        closed_on = days.back(last.answered, 1)
        last = replace(last, answered=None)
    return ((last,) if plan.stage == 1 else (_before(plan, last, days, rng), last)), closed_on


def _closed_after(
    plan: Plan, last: Stage, closed_on: date | None, days: Days, rng: Random
) -> date | None:
    """The day of closing; a case laid over a holiday long ago was closed not long after it."""
    assert last.answered is not None
    over_holiday = plan.manner in (Manner.BANK_HOLIDAY, Manner.ACROSS_BANK_HOLIDAY)
    if closed_on and (over_holiday or closed_on < last.answered):
        return days.ahead(last.answered, rng.randint(8, 16))
    return closed_on


def _refused(plan: Plan, days: Days, rng: Random) -> tuple[Stage, date | None]:
    """Not accepted within the time for acknowledging, which then is not done any more."""
    told = days.ago(plan.day)
    stage = Stage(days.back(told, rng.randint(2, 4)), _clock(9, 13, rng), refused=told)
    return stage, days.ahead(told, 2) if "closed" in plan.shows else None


def _request(plan: Plan, days: Days, rng: Random) -> Timeline:
    """A request for service, looked at again ten working days after it came in."""
    closed_on = days.ago(plan.day) if plan.step is Step.CLOSED else None
    review_on = days.ahead(closed_on, 2) if closed_on else days.due(plan.day)
    received = days.back(review_on, REVIEW_DAYS)
    return Timeline((), received, _clock(9, 13, rng), received, closed_on, review_on)


def _unacknowledged(plan: Plan, days: Days, rng: Random) -> Stage:
    if plan.manner is Manner.WEEKEND:
        return _arriving(days.day_off_before(days.last), plan.manner, days, rng)
    limit = days.limit(plan, acknowledging=True)
    zero = days.back(days.due(min(plan.day, limit)), limit)
    return _arriving(zero, plan.manner, days, rng)


def _unanswered(plan: Plan, days: Days, rng: Random) -> Stage:
    limit, added = days.limit(plan, acknowledging=False), sum(plan.extensions)
    due = days.due(min(plan.day, limit + added))
    unextended = due if plan.told_late else days.back(due, added)
    acknowledged = days.back(unextended, limit)
    told = _extensions(plan, unextended, days.ago(2), days)
    return _received(plan, acknowledged, told, None, days, rng)


def _answered(plan: Plan, closed_on: date | None, number: int, days: Days, rng: Random) -> Stage:
    taken = plan.taken if plan.taken is not None else rng.randint(5, 9)
    answered = days.back(closed_on, rng.randint(4, 18)) if closed_on else days.ago(plan.day)
    holiday = days.bank_holiday(number // 60)
    if holiday and plan.manner is Manner.BANK_HOLIDAY:
        answered = days.ahead(holiday, taken + 3)
    elif holiday and plan.manner is Manner.ACROSS_BANK_HOLIDAY:
        answered = days.ahead(holiday, taken - 4)
    acknowledged = days.back(answered, taken)
    unextended = days.ahead(acknowledged, days.limit(plan, acknowledging=False))
    told = _extensions(plan, unextended, answered, days)
    stage = _received(plan, acknowledged, told, answered, days, rng)
    if holiday and plan.manner is Manner.BANK_HOLIDAY:
        return Stage(holiday, _clock(9, 21, rng), acknowledged, told, answered)
    return stage


def _before(plan: Plan, second: Stage, days: Days, rng: Random) -> Stage:
    """An ordinary stage 1, answered some days before stage 2 was asked for."""
    assert second.started is not None
    gap = rng.randint(3, 15)
    answered = days.back(second.started, gap if plan.gap is None else plan.gap)
    acknowledged = days.back(answered, rng.randint(4, 11))
    started = days.back(acknowledged, rng.randint(1, 5))
    return Stage(started, _clock(8, 13, rng), acknowledged, answered=answered)


def _received(
    plan: Plan,
    acknowledged: date,
    told: tuple[Extension, ...],
    answered: date | None,
    days: Days,
    rng: Random,
) -> Stage:
    after = plan.after
    zero = days.back(acknowledged, rng.randint(1, 4) if after is None else after)
    if plan.manner is Manner.WEEKEND:
        zero = days.day_off_before(acknowledged)
    begun = _arriving(zero, plan.manner, days, rng)
    return Stage(begun.started, begun.started_at, acknowledged, told, answered)


def _arriving(zero: date, manner: Manner, days: Days, rng: Random) -> Stage:
    """A stage begun so that day 0 is `zero`, whichever way the desk counts late receipts."""
    if manner is Manner.WEEKEND:
        return Stage(zero, _clock(9, 21, rng))
    if manner is not Manner.EVENING:
        return Stage(zero, _clock(8, 8 if zero == days.today else 13, rng))
    if days.policy.receipt is Receipt.NEXT_WORKING_DAY:
        zero = days.back(zero, 1)
    return Stage(zero, _clock(18, 22, rng))


def _extensions(plan: Plan, unextended: date, latest: date, days: Days) -> tuple[Extension, ...]:
    """Each told a day before the date that it moves, or a day after where the plan is late."""
    limit = PROFILES[plan.code].stages[plan.stage].extension_days
    told: list[Extension] = []
    due, total = unextended, 0
    for number, added in enumerate(plan.extensions):
        total += added
        on = days.ahead(due, 1) if plan.told_late else days.back(due, 1)
        on = on if plan.told_late else min(on, latest)
        reason = _LATE_REASON if plan.told_late else _REASONS[(plan.day + number) % len(_REASONS)]
        told.append(Extension(on, added, reason, _GOOD_REASONS[plan.code] if total > limit else ""))
        due = days.ahead(unextended, total)
    return tuple(told)


def _logged(plan: Plan, received: date, days: Days) -> date:
    """The working day on which the desk had it: after an evening, a weekend or a long lie."""
    if plan.lay:
        return days.ahead(received, plan.lay)
    evening = plan.stage == 1 and plan.manner is Manner.EVENING
    if evening and days.calendar.is_working_day(received):
        return days.ahead(received, 1)
    return days.calendar.next_working_day(received)


def _clock(earliest: int, latest: int, rng: Random) -> time:
    """A minute between two hours, both included; by ten past eight if it is that early."""
    hour = rng.randint(earliest, latest)
    return time(hour, rng.randint(0, 9 if hour == 8 else 59))
