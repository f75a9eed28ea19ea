"""What is typed on the form where a complaint is logged, read into `Intake` and back.

Points are numbered: `point_1`, `outcome_1`, `responsibility_1`, `responsibility_note_1`,
`point_2`, ...
"""

import re
from collections.abc import Mapping
from datetime import date

from complaintdesk.domain.case import (
    Authority,
    Conflict,
    Discretion,
    Intake,
    Kind,
    Person,
    Point,
    Representative,
    Responsibility,
)
from complaintdesk.domain.codes import SERVICES, Code
from complaintdesk.domain.dates import parse_time
from complaintdesk.domain.errors import Problem
from complaintdesk.domain.forms import Reader, day_field
from complaintdesk.domain.rules import intake_problems, is_out_of_time
from complaintdesk.domain.text import shorten

# More than a thousand points is no complaint but a damaged draft.
_NUMBERED = re.compile(r"(?:point|outcome|responsibility|responsibility_note)_(\d{1,3})", re.ASCII)
_LINES = ("channel", "officer", "received_by", "group_complaint", "complexity", "ward")
_TEXTS = (
    "summary", "questions", "adjustments", "vulnerability", "discretion_reason", "conflict_note",
    "disability",
)  # fmt: skip


def read_form(fields: Mapping[str, str], today: date) -> tuple[Intake | None, tuple[Problem, ...]]:
    """The intake as typed, or None, and everything that stops it from being saved."""
    reader = Reader(fields, today)
    received = reader.needed_day(
        "received", "Say when the complaint was received, like 21/11/2026 or yesterday."
    )
    details = _read_details(reader, received)
    if reader.problems:
        return None, tuple(reader.problems)
    problems = intake_problems(details, today)
    return (None if problems else details), problems


def as_form(details: Intake) -> dict[str, str]:
    """The details as a form, to be corrected."""
    fields = {name: getattr(details, name) for name in (*_LINES, *_TEXTS)}
    fields |= _person_fields("complainant", details.complainant)
    if acting := details.representative:
        fields |= _person_fields("representative", acting.person)
        fields["representative_relationship"] = acting.relationship
        fields["representative_authority"] = str(acting.authority)
    fields["received"] = day_field(details.received_on)
    fields["received_time"] = f"{details.received_time:%H:%M}" if details.received_time else ""
    fields["matter"] = day_field(details.matter_date)
    fields["aware"] = day_field(details.aware_date)
    for name in ("service", "code", "discretion", "conflict", "external_id", "kind"):
        fields[name] = str(getattr(details, name))
    for number, point in enumerate(details.points, 1):
        fields[f"point_{number}"] = point.complaint
        fields[f"outcome_{number}"] = point.outcome_sought
        fields[f"responsibility_{number}"] = str(point.responsibility)
        fields[f"responsibility_note_{number}"] = point.responsibility_note
    return fields


def point_count(fields: Mapping[str, str]) -> int:
    """The highest number of a point with anything typed in it."""
    numbers = (
        int(found[1])
        for name, typed in fields.items()
        if typed.strip() and (found := _NUMBERED.fullmatch(name))
    )
    return max(numbers, default=0)


def is_old(fields: Mapping[str, str], today: date) -> bool:
    """Whether what is typed so far is about a matter older than 12 months at receipt."""
    reader = Reader(fields, today)
    matter, aware = reader.day("matter"), reader.day("aware")
    received = reader.day("received") or today
    return is_out_of_time(
        Intake(Person(""), received_on=received, matter_date=matter, aware_date=aware)
    )


def _read_details(reader: Reader, received: date) -> Intake:
    service = reader.line("service") or "Other"
    plain = {name: reader.text(name) for name in _TEXTS} | {n: reader.line(n) for n in _LINES}
    points = _points(reader)
    # A case without a summary would be a blank line in the queue.
    if not plain["summary"] and points:
        plain["summary"] = shorten(points[0].complaint, 80)
    return Intake(
        complainant=_person(reader, "complainant"),
        received_on=received,
        received_time=reader.read("received_time", parse_time),
        service=service,
        code=reader.choice("code", Code, SERVICES.get(service, Code.GENERAL)),
        representative=_representative(reader),
        points=points,
        matter_date=reader.day("matter"),
        aware_date=reader.day("aware"),
        discretion=reader.choice("discretion", Discretion),
        conflict=reader.choice("conflict", Conflict),
        external_id=reader.line("external_id"),
        kind=reader.choice("kind", Kind, Kind.COMPLAINT),
        **plain,
    )


def _representative(reader: Reader) -> Representative | None:
    person = _person(reader, "representative")
    if not any((person.name, person.address, person.email, person.phone)):
        return None
    authority = reader.choice("representative_authority", Authority, Authority.AWAITED)
    return Representative(person, reader.line("representative_relationship"), authority)


def _person(reader: Reader, who: str) -> Person:
    return Person(
        reader.line(f"{who}_name"),
        reader.text(f"{who}_address"),
        reader.line(f"{who}_email"),
        reader.line(f"{who}_phone"),
    )


def _points(reader: Reader) -> tuple[Point, ...]:
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
            reader.problem(f"point_{n}", sentence)
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
