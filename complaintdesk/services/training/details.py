"""Fills an invented story in: people, places, dates and sums, and what is not known yet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random
from string import Template

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import (
    Conflict,
    Discretion,
    Intake,
    Kind,
    Point,
    Representative,
    Responsibility,
)
from complaintdesk.domain.dates import DAYS, MONTHS
from complaintdesk.services.training.dates import Days, Timeline
from complaintdesk.services.training.people import (
    BLOCKS,
    FIRMS,
    STREETS,
    WARDS,
    reachable,
    telephone,
)
from complaintdesk.services.training.plans import Plan, Step
from complaintdesk.services.training.story import Story

_NUMBERS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = {"three": "third", "four": "fourth", "five": "fifth", "six": "sixth"}
_REACHES_BACK = (2, 9, 20)  # working days before receipt of $day1, $day2 and $day3
_OUT_OF_HOURS = time(17)


class Filler:
    """Replaces `$day1`, `$street` and the like: one for each case, which agrees with itself."""

    def __init__(self, received: date, age: int, days: Days, rng: Random) -> None:
        self.matter = _weekday(received - timedelta(days=age))
        count = rng.choice(_NUMBERS[:4])
        weeks = _weeks(age)
        month = MONTHS[self.matter.month - 1]
        self.values: Mapping[str, str] = {
            **{f"day{n}": _spoken(days.back(received, back))
               for n, back in enumerate(_REACHES_BACK, 1)},
            **{name: rng.choice(of) for name, of in FIRMS.items()},
            "then": _spoken(self.matter),
            "month": month, "monthyear": f"{month} {self.matter.year}",
            "n": count, "N": count.capitalize(), "nth": _ORDINALS[count],
            "weeks": weeks, "Weeks": weeks.capitalize(),
            "amount": f"£{rng.randint(24, 135)}.{rng.choice(('00', '20', '45', '60'))}",
            "big": f"£{rng.randint(1, 4)},{rng.randint(100, 990)}.00",
            "rent": f"£{rng.randint(380, 590)}.00",
            "number": str(rng.randint(3, 88)),
            "street": rng.choice(STREETS), "block": rng.choice(BLOCKS),
        }  # fmt: skip

    def __call__(self, text: str) -> str:
        return Template(text).substitute(self.values) if "$" in text else text


def filler(story: Story, line: Timeline, days: Days, rng: Random) -> Filler:
    """What fills this story in, in everything that is said about the case."""
    return Filler(line.received_on, rng.randint(*story.age), days, rng)


def details_of(
    story: Story,
    plan: Plan,
    line: Timeline,
    fill: Filler,
    officer: str,
    people: Iterator[str],
    days: Days,
    rng: Random,
) -> Intake:
    """What was typed at intake, complete but for what the plan says is lacking."""
    channel = _channel(story, line, days.calendar)
    at = None if channel == "letter" else line.received_at
    kept = Discretion.NOT_ACCEPTED if plan.step is Step.REFUSED else Discretion.ACCEPTED
    details = Intake(
        complainant=reachable(story.name or next(people), channel, rng),
        received_on=line.received_on, received_time=at, channel=channel,
        service=story.service, code=story.code,
        representative=_representative(story, people, rng),
        points=tuple(_filled(p, fill) for p in story.points), summary=fill(story.summary),
        questions=story.questions, adjustments=story.adjustments,
        vulnerability=story.vulnerability, matter_date=fill.matter,
        officer=officer, conflict=Conflict.NONE,
        discretion=kept if story.discretion_reason else Discretion.UNDECIDED,
        discretion_reason=story.discretion_reason,
        kind=Kind.COMPLAINT if plan.stage else Kind.REQUEST,
        ward=WARDS[STREETS.index(fill.values["street"]) % len(WARDS)],
    )  # fmt: skip
    return _lacking(_conflicted(details, story, plan), plan.lacks, rng)


def _conflicted(details: Intake, story: Story, plan: Plan) -> Intake:
    """A part that the officer declared; where the case went on, somebody else has it by now."""
    waiting = plan.stage == 1 and plan.step is Step.ACKNOWLEDGED
    if not story.conflict_note or not (waiting or plan.lacks == "declared"):
        return details
    return replace(details, conflict=Conflict.DECLARED, conflict_note=story.conflict_note)


def _representative(story: Story, people: Iterator[str], rng: Random) -> Representative | None:
    if not (acting := story.acting):
        return None
    person = reachable(acting.name or next(people), "email", rng)
    return Representative(person, acting.relationship, acting.authority)


def _channel(story: Story, line: Timeline, calendar: WorkingCalendar) -> str:
    """The story's own, but nobody answers the telephone or the door in the evening."""
    late = line.received_at is not None and line.received_at >= _OUT_OF_HOURS
    closed = late or not calendar.is_working_day(line.received_on)
    return "web" if closed and story.channel in ("phone", "letter") else story.channel


def _filled(point: Point, fill: Callable[[str], str]) -> Point:
    return replace(
        point, complaint=fill(point.complaint), outcome_sought=fill(point.outcome_sought)
    )


def _lacking(details: Intake, lacks: str, rng: Random) -> Intake:
    """The details without what an officer would still have to find out."""
    first, rest = details.points[:1], details.points[1:]
    if lacks == "responsibility":
        undecided = [
            replace(p, responsibility=Responsibility.UNDECIDED, responsibility_note="")
            for p in details.points
        ]
        return replace(details, points=tuple(undecided))
    if lacks == "outcome":
        return replace(details, points=(replace(first[0], outcome_sought=""), *rest))
    if lacks == "points":
        return replace(details, points=(), conflict=Conflict.UNCHECKED, officer="")
    if lacks == "conflict":
        return replace(details, conflict=Conflict.UNCHECKED)
    if lacks == "officer":
        return replace(details, officer="", conflict=Conflict.UNCHECKED)
    if lacks == "contact":
        person = replace(details.complainant, address="", email="", phone=telephone(rng))
        return replace(details, complainant=person, representative=None)
    return details


def _weeks(age: int) -> str:
    """Whole weeks in words up to twelve, as people say them; never fewer than two."""
    whole = max(2, age // 7)
    return {2: "two"}.get(whole) or (_NUMBERS[whole - 3] if whole <= 12 else str(whole))


def _weekday(day: date) -> date:
    """The Friday before, where the day is at a weekend: most of it happens in working hours."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _spoken(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
