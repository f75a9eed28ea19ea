"""What a changed calendar would do before it is kept: which duties of open cases move, and how.

A finished duty keeps the date that it was judged by (see `deadlines`), so only open ones move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from complaintdesk.domain import deadlines
from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Duty, Policy


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What the clocks of an open case stand on."""

    ref: str
    code: Code
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """By what a desk counts."""

    calendar: WorkingCalendar
    policy: Policy


@dataclass(frozen=True, slots=True)
class Move:
    """A date that moves: the Code's, or with `is_target` the desk's own.

    `beyond_calendar` says that it lands where bank holidays are not known.
    """

    ref: str
    stage: int
    kind: str
    was: date | None
    becomes: date | None
    is_target: bool = False
    beyond_calendar: bool = False


def moves(case: OpenCase, before: Counting, after: Counting, today: date) -> Iterator[Move]:
    """Every date of this case's open duties that moves; the desk's own where it is the nearer."""
    was = _duties(case, before, today)
    becomes = _duties(case, after, today)
    for old, new in zip(was, becomes, strict=True):
        if old.done or case.stages[old.stage - 1].ended:
            continue
        if old.due != new.due:
            yield _move(case, old.due, new.due, new, is_target=False)
        is_nearer = old.act_by != old.due or new.act_by != new.due
        if is_nearer and old.act_by != new.act_by:
            yield _move(case, old.act_by, new.act_by, new, is_target=True)


def _duties(case: OpenCase, by: Counting, today: date) -> tuple[Duty, ...]:
    return deadlines.duties(case.code, case.stages, by.calendar, today, by.policy)


def _move(
    case: OpenCase, was: date | None, becomes: date | None, duty: Duty, *, is_target: bool
) -> Move:
    beyond = duty.beyond_calendar and not is_target
    return Move(case.ref, duty.stage, duty.kind, was, becomes, is_target, beyond)
