"""The cases of a training desk: invented, complete, and the same for the same arguments.

A plan says what situation the desk must show (training_plans), the dates are walked back from
today (training_dates), a story says what is complained of (training_texts*) and a history says
who did what (training_history). Nothing here reads a clock or a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Case, HistoryLine, Intake, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Duty, Policy, duties
from complaintdesk.services.training.dates import Days, Timeline, timeline
from complaintdesk.services.training.details import details_of
from complaintdesk.services.training.history import tell
from complaintdesk.services.training.people import OFFICERS, names
from complaintdesk.services.training.plans import PLANS, plan_at
from complaintdesk.services.training.story import Story
from complaintdesk.services.training.texts import BY_CODE, BY_KEY, is_telling

_REVIEWERS = OFFICERS[3:]


@dataclass(frozen=True, slots=True)
class TrainingCase:
    """A finished case, not stored yet, and its history, oldest first."""

    case: Case
    history: tuple[HistoryLine, ...]


def training_cases(
    count: int, today: date, seed: int, calendar: WorkingCalendar, policy: Policy | None = None
) -> tuple[TrainingCase, ...]:
    """So many cases as they stand on `today`, in the order in which they were logged.

    Sixty show every situation; fewer are a mixture of them, more repeat them with other stories
    and longer ago. The calendar has to know the two years before `today`.
    """
    rng = Random(seed)
    days = Days(calendar, today, policy or Policy())
    people = names(rng)
    deal = _stories(count, rng)
    found = [_invent(number, story, days, people, rng) for number, story in enumerate(deal)]
    return _numbered(found)


def _invent(
    number: int, story: Story, days: Days, people: Iterator[str], rng: Random
) -> TrainingCase:
    plan = plan_at(number)
    line = timeline(plan, number, days, rng)
    officer = rng.choice(OFFICERS)
    details = details_of(story, plan, line.stages[0], officer, people, days, rng)
    line = replace(line, stages=_handled(line.stages, details, rng))
    logged_at, history = tell(details, line, days, rng)
    details = replace(details, officer=line.stages[-1].handler)
    return TrainingCase(_case(details, line, logged_at, days), history)


def _case(details: Intake, line: Timeline, logged_at: datetime, days: Days) -> Case:
    judged = duties(details.code, line.stages, days.calendar, days.today, days.policy)
    stages = tuple(
        _judged(stage, judged[2 * n], judged[2 * n + 1]) for n, stage in enumerate(line.stages)
    )
    return Case("", details, logged_at, stages, closed_on=line.closed_on)


def _judged(stage: Stage, acknowledging: Duty, answering: Duty) -> Stage:
    """The stage with the dates that its finished duties were judged by."""
    return replace(
        stage,
        acknowledge_by=acknowledging.due if stage.acknowledged else None,
        respond_by=answering.due if stage.answered else None,
    )


def _handled(stages: tuple[Stage, ...], details: Intake, rng: Random) -> tuple[Stage, ...]:
    """Each stage with its handler: nobody reviews at stage 2 what they answered at stage 1."""
    first = replace(stages[0], handler=details.officer, started_at=details.received_time)
    if len(stages) == 1:
        return (first,)
    reviewer = rng.choice([name for name in _REVIEWERS if name != details.officer])
    return first, replace(stages[1], handler=reviewer)


def _numbered(found: list[TrainingCase]) -> tuple[TrainingCase, ...]:
    """In order of logging, with references that start again each year."""
    found.sort(key=lambda training: training.case.logged_at)
    used: dict[int, int] = {}
    numbered = []
    for training in found:
        year = training.case.logged_at.year
        used[year] = used.get(year, 0) + 1
        case = replace(training.case, ref=f"CD-{year}-{used[year]:04}")
        numbered.append(replace(training, case=case))
    return tuple(numbered)


def _stories(count: int, rng: Random) -> Iterator[Story]:
    """A story for each plan: the pinned one, or the next of its Code's pack."""
    pinned = {plan.story for plan in PLANS if plan.story}
    packs = {code: _pack(code, pinned, rng) for code in Code}
    for number in range(count):
        plan = plan_at(number)
        yield BY_KEY[plan.story] if plan.story else next(packs[plan.code])


def _pack(code: Code, pinned: set[str], rng: Random) -> Iterator[Story]:
    """Stories without end: first those that the sixty must show, then everything, reshuffled."""
    room = sum(plan.code is code and not plan.story for plan in PLANS)
    loose = [story for story in BY_CODE[code] if story.key not in pinned]
    rng.shuffle(loose)
    loose.sort(key=is_telling, reverse=True)
    yield from rng.sample(loose[:room], len(loose[:room]))
    while True:
        yield from rng.sample(BY_CODE[code], len(BY_CODE[code]))
