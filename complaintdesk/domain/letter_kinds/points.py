"""The boxes that letters share for each point of complaint."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from complaintdesk.domain.case import Case, Point, Responsibility
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.letter_kinds.kind import Need
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.stages import RESPONSIBILITIES

_SHARED = (Responsibility.PARTLY, Responsibility.NOT_OURS)


def numbered_points(case: Case) -> tuple[tuple[int, Point], ...]:
    """The points with their numbers; one that is blank where there is none, to be written."""
    return tuple(enumerate(case.details.points or (Point(""),), 1))


def definition_fields(number: int, point: Point) -> tuple[FieldSpec, ...]:
    """A point as we understand it, and the outcome sought."""
    return (
        FieldSpec(
            f"complaint_{number}", f"Point {number}", "as you understand it", 3,
            value=point.complaint,
        ),
        FieldSpec(
            f"outcome_{number}", "  Outcome", "what the person would like to happen", 2,
            value=point.outcome_sought,
        ),
    )  # fmt: skip


def responsibility_fields(number: int, point: Point, said: str = "") -> tuple[FieldSpec, ...]:
    """Whose a point is to answer for."""
    label = "  Ours?" if not said else f"Point {number}: ours?"
    return (
        FieldSpec(
            f"responsibility_{number}", label, said, choices=asking.choices(RESPONSIBILITIES),
            value=str(point.responsibility),
        ),
        FieldSpec(
            f"note_{number}", "  Who else", "who answers for it, or for part of it",
            value=point.responsibility_note,
        ),
    )  # fmt: skip


def definition_needs(number: int, reader: Reader, *, outcome: bool) -> Iterator[Need]:
    """What is still to be said of a point as we understand it."""
    if not reader.text(f"complaint_{number}"):
        yield Need(
            f"points.{number}.complaint", "definition",
            f"Say what point {number} is about, as you understand it.",
            f"what point {number} is about",
        )  # fmt: skip
    if outcome and not reader.text(f"outcome_{number}"):
        yield Need(
            f"points.{number}.outcome_sought", "outcomes",
            f"Say what the person would like to happen about point {number}.",
            f"the outcome sought for point {number}",
        )  # fmt: skip


def responsibility_needs(number: int, reader: Reader, *, asked: bool) -> Iterator[Need]:
    """Whose a point is: `asked` where the Code asks for it in this letter (H 5.7, L 6.7)."""
    found = reader.line(f"responsibility_{number}")
    if asked and not found:
        yield Need(
            f"points.{number}.responsibility", "responsibility",
            f"Say whether point {number} is ours to answer for, in part or not at all.",
            f"who is responsible for point {number}",
        )  # fmt: skip
    if found in _SHARED and not reader.text(f"note_{number}"):
        yield Need(
            f"points.{number}.responsibility_note", "responsibility",
            f"Say who does answer for point {number}, or for the part that is not ours.",
            f"who answers for point {number}",
        )  # fmt: skip


def with_points(case: Case, reader: Reader, numbers: Sequence[int] = ()) -> Case:
    """The case with its points as the boxes have them; those without boxes stay as they are."""
    points = [_point(reader, n, p) if not numbers or n in numbers else p
              for n, p in numbered_points(case)]  # fmt: skip
    if points == [Point("")]:
        return case
    return replace(case, details=replace(case.details, points=tuple(points)))


def _responsibility(reader: Reader, number: int, point: Point) -> Responsibility:
    field = f"responsibility_{number}"
    if field not in reader.fields:
        return point.responsibility
    return reader.choice(field, Responsibility)


def _point(reader: Reader, number: int, point: Point) -> Point:
    """A box that the form does not have leaves what is known."""

    def box(name: str, known: str) -> str:
        field = f"{name}_{number}"
        return reader.text(field) if field in reader.fields else known

    return Point(
        box("complaint", point.complaint),
        box("outcome", point.outcome_sought),
        _responsibility(reader, number, point),
        box("note", point.responsibility_note),
    )
