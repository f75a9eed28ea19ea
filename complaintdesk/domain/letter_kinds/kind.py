"""What a kind of letter is: when it fits, what only a person can write, what sending it means.

The boxes of a letter are the fields of a form, kept half written like any other form. A box is
named in two ways: `outcome_2` as a field of the form, and `points.2.outcome_sought` as the wording
prints it. What stands in no box is known from the case.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.case import Case
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.rules.common import why_not_complaint
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking

SENT_ON, PRINT = "sent_on", "print"  # boxes that every letter has
LARGE, NORMAL = "large", "normal"
_PAST = ("claim_filed", "asked_on")  # boxes for a day that has been; the others lie ahead
CHOSEN = "promised.what"  # what a letter is about, out of what was promised
# The boxes of one point of complaint, and what a wording calls them.
POINT_BOXES = {
    "complaint": "complaint",
    "outcome": "outcome_sought",
    "responsibility": "responsibility",
    "note": "responsibility_note",
    "finding": "decision",
    "reasons": "reasons",
    "relied_on": "relied_on",
}
_POINT_FIELDS = {field: box for box, field in POINT_BOXES.items()}


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a letter must say and that is not there yet.

    `field` is as the wording names it, `part` the part of the letter that it belongs to, `label`
    what the gap is called in the letter.
    """

    field: str
    part: str
    sentence: str
    label: str


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter. `stage` is 1 or 2, or 0 for one that can be written at either.

    `fits` gives an empty string where the letter can go now, else the sentence why not. `boxes`
    and `days` name the boxes that a wording prints as `write.name`, besides those of the points.
    `needs` tells what is still blank; `sends` is the rule that sending follows, given the form
    with the day that the letter carries. `duty` is the kind of duty that says by when it goes, and
    `answer_by` the day that the letter gives for our answer: a box, or `response_due`.
    """

    kind: str
    stage: int
    title: str
    purpose: str
    fits: Callable[[Case], str]
    fields: Callable[[Case, Moment], tuple[FieldSpec, ...]]
    needs: Callable[[Case, Reader, Moment], Iterable[Need]]
    sends: Callable[[Case, Reader, Moment], Ruling]
    boxes: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    duty: str = ""
    answer_by: str = ""


def common_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    """What is asked of every letter, after its own boxes."""
    prints = (
        ("As the adjustments say", ""),
        ("Large print, 18 point", LARGE),
        ("Normal print", NORMAL),
    )
    return (
        asking.day(SENT_ON, "Dated", moment.today),
        FieldSpec(PRINT, "Print", choices=prints),
    )


def sent_on(reader: Reader) -> Reader:
    """The same form, with the day the letter goes under the names that the tasks give it."""
    day = reader.fields.get(SENT_ON, "")
    return Reader({**reader.fields, "on": day, "told_on": day}, reader.today)


def box_of(field: str) -> str:
    """The form's field for what a wording prints; empty for what stands in no box."""
    names = field.split(".")
    if len(names) == 2 and names[0] == "write":
        return names[1]
    if field == CHOSEN:
        return "promise"
    if len(names) == 3 and names[0] == "points" and names[2] in _POINT_FIELDS:
        return f"{_POINT_FIELDS[names[2]]}_{names[1]}"
    return ""


def at_stage(stage: int, why_not: Callable[[Case], str]) -> Callable[[Case], str]:
    """A check that also asks for the stage that a letter speaks of."""

    def fits(case: Case) -> str:
        if why_not_complaint(case) or case.stage == stage:
            return why_not(case)
        return f"{case.ref} is at stage {case.stage}, and this letter is one of stage {stage}."

    return fits


def blank(reader: Reader, boxes: Iterable[tuple[str, str, str, str]]) -> Iterator[Need]:
    """A need for each box with nothing in it: its name, its part, what to do, and its label."""
    for box, part, sentence, label in boxes:
        if not reader.text(box):
            yield Need(f"write.{box}", part, sentence, label)


def day_in(reader: Reader, box: str) -> date | None:
    """The day in a box: without a year, the one before today or the next, by what it asks."""
    return reader.day(box) if box in _PAST else reader.coming(box)


def no_day(reader: Reader, box: str, part: str, sentence: str, label: str) -> Iterator[Need]:
    """A need where a box holds no day that can be read."""
    if day_in(reader, box) is None:
        yield Need(f"write.{box}", part, sentence, label)
