"""What is typed on the form where a complaint is logged, read into `Intake` and back.

A form is a mapping of field name to text, which is also how a half-finished one is kept. Points
are numbered: `point_1`, `outcome_1`, `responsibility_1`, `responsibility_note_1`, `point_2`, ...
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from complaintdesk.domain.case import (
    Authority,
    Conflict,
    Discretion,
    Intake,
    Person,
    Point,
    Representative,
    Responsibility,
)
from complaintdesk.domain.codes import SERVICES, Code
from complaintdesk.domain.dates import in_words, parse_day, parse_time
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.rules import Problem, intake_problems, is_out_of_time
from complaintdesk.domain.text import clean, clean_line, shorten

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
# More than a thousand points is no complaint but a damaged draft.
_NUMBERED = re.compile(r"(?:point|outcome|responsibility|responsibility_note)_(\d{1,3})", re.ASCII)
_LINES = ("channel", "officer")
_TEXTS = (
    "summary", "questions", "adjustments", "vulnerability", "discretion_reason", "conflict_note",
)  # fmt: skip


@dataclass(slots=True)
class _Reader:
    """Reads fields one by one, so that all problems are told at once and not only the first."""

    fields: Mapping[str, str]
    today: date
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return clean(self.fields.get(name, ""))

    def line(self, name: str) -> str:
        return clean_line(self.fields.get(name, ""))

    def read(self, name: str, parse: Callable[[str], _T]) -> _T | None:
        """The field parsed, or None where it is empty or cannot be read (noted)."""
        typed = self.line(name)
        if not typed:
            return None
        try:
            return parse(typed)
        except BadInput as error:
            self.problems.append(Problem(name, str(error)))
            return None

    def choice(self, name: str, kind: type[_E], otherwise: str = "") -> _E:
        """One of the choices of a kind; an older program's draft may hold one no longer known."""
        chosen = self.line(name) or otherwise
        if chosen in set(kind):
            return kind(chosen)
        sentence = f"“{shorten(chosen, 40)}” is not a choice here. Choose again."
        self.problems.append(Problem(name, sentence))
        return next(iter(kind))

    def day(self, name: str) -> date | None:
        return self.read(name, lambda typed: parse_day(typed, self.today))

    def person(self, who: str) -> Person:
        return Person(
            self.line(f"{who}_name"),
            self.text(f"{who}_address"),
            self.line(f"{who}_email"),
            self.line(f"{who}_phone"),
        )


def read_form(fields: Mapping[str, str], today: date) -> tuple[Intake | None, tuple[Problem, ...]]:
    """The intake as typed, or None, and everything that stops it from being saved."""
    reader = _Reader(fields, today)
    received = reader.day("received")
    if received is None and not reader.line("received"):
        reader.problems.append(
            Problem(
                "received", "Say when the complaint was received, like 21/11/2026 or yesterday."
            )
        )
    details = _read_details(reader, received or today)
    if reader.problems:
        return None, tuple(reader.problems)
    problems = intake_problems(details, today)
    return (None if problems else details), problems


def read_back(fields: Mapping[str, str], name: str, today: date) -> str:
    """A typed date in words, so that the officer sees what was understood; empty if none."""
    try:
        typed = clean_line(fields.get(name, ""))
        return in_words(parse_day(typed, today)) if typed else ""
    except BadInput as error:
        return str(error)


def settle_days(fields: Mapping[str, str], today: date) -> dict[str, str]:
    """The form with its days written out, so that “yesterday” still means it tomorrow."""
    reader = _Reader(fields, today)
    settled = {name: _day_field(reader.day(name)) for name in ("received", "matter")}
    return {**fields, **{name: day for name, day in settled.items() if day}}


def as_form(details: Intake) -> dict[str, str]:
    """The details as a form, to be corrected."""
    fields = {name: getattr(details, name) for name in (*_LINES, *_TEXTS)}
    fields |= _person_fields("complainant", details.complainant)
    if acting := details.representative:
        fields |= _person_fields("representative", acting.person)
        fields["representative_relationship"] = acting.relationship
        fields["representative_authority"] = str(acting.authority)
    fields["received"] = _day_field(details.received_on)
    fields["received_time"] = f"{details.received_time:%H:%M}" if details.received_time else ""
    fields["matter"] = _day_field(details.matter_date)
    for name in ("service", "code", "discretion", "conflict", "external_id"):
        fields[name] = str(getattr(details, name))
    for number, point in enumerate(details.points, 1):
        fields[f"point_{number}"] = point.complaint
        fields[f"outcome_{number}"] = point.outcome_sought
        fields[f"responsibility_{number}"] = str(point.responsibility)
        fields[f"responsibility_note_{number}"] = point.responsibility_note
    return fields


def join(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Our form with what a colleague changed meanwhile; `base` is the form both began with.

    A field that only they changed takes their value; of one that both changed ours stays, and it
    is named, so that nothing of theirs goes unseen.
    """
    joined, both = dict(ours), []
    for name in {**base, **theirs}:
        was, now, mine = base.get(name, ""), theirs.get(name, ""), ours.get(name, "")
        if now in (was, mine):
            continue
        if mine == was:
            joined[name] = now
        else:
            both.append(name)
    return joined, tuple(both)


def point_count(fields: Mapping[str, str]) -> int:
    """The highest number of a point with anything typed in it."""
    numbers = (
        int(found[1])
        for name, typed in fields.items()
        if typed.strip() and (found := _NUMBERED.fullmatch(name))
    )
    return max(numbers, default=0)


def _read_details(reader: _Reader, received: date) -> Intake:
    service = reader.line("service") or "Other"
    plain = {name: reader.text(name) for name in _TEXTS} | {n: reader.line(n) for n in _LINES}
    points = _points(reader)
    # A case without a summary would be a blank line in the queue.
    if not plain["summary"] and points:
        plain["summary"] = shorten(points[0].complaint, 80)
    return Intake(
        complainant=reader.person("complainant"),
        received_on=received,
        received_time=reader.read("received_time", parse_time),
        service=service,
        code=reader.choice("code", Code, SERVICES.get(service, Code.GENERAL)),
        representative=_representative(reader),
        points=points,
        matter_date=reader.day("matter"),
        discretion=reader.choice("discretion", Discretion),
        conflict=reader.choice("conflict", Conflict),
        external_id=reader.line("external_id"),
        **plain,
    )


def _representative(reader: _Reader) -> Representative | None:
    person = reader.person("representative")
    if not any((person.name, person.address, person.email, person.phone)):
        return None
    authority = reader.choice("representative_authority", Authority, Authority.AWAITED)
    return Representative(person, reader.line("representative_relationship"), authority)


def _points(reader: _Reader) -> tuple[Point, ...]:
    points = []
    for n in range(1, point_count(reader.fields) + 1):
        point = Point(
            reader.text(f"point_{n}"),
            reader.text(f"outcome_{n}"),
            reader.choice(f"responsibility_{n}", Responsibility),
            reader.text(f"responsibility_note_{n}"),
        )
        if not point.complaint and (point.outcome_sought or point.responsibility_note):
            sentence = f"Say what point {n} of the complaint is, or clear its other boxes."
            reader.problems.append(Problem(f"point_{n}", sentence))
        elif point.complaint:
            points.append(point)
    return tuple(points)


def _person_fields(who: str, person: Person) -> dict[str, str]:
    return {
        f"{who}_name": person.name,
        f"{who}_address": person.address,
        f"{who}_email": person.email,
        f"{who}_phone": person.phone,
    }


def _day_field(day: date | None) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}" if day else ""


def is_old(fields: Mapping[str, str], today: date) -> bool:
    """Whether what is typed so far is about a matter older than 12 months at receipt."""
    reader = _Reader(fields, today)
    matter = reader.day("matter")
    received = reader.day("received") or today
    return is_out_of_time(Intake(complainant=Person(""), received_on=received, matter_date=matter))
