"""A form while it is being written: its days in words, and what a colleague changed meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import date

from complaintdesk.domain.dates import in_words, parse_day
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.forms import FieldSpec, Reader, day_field
from complaintdesk.domain.text import clean_line

Form = dict[str, str]


def read_back(typed: str, today: date, *, ahead: bool = False) -> str:
    """A typed date in words, so that the officer sees what was understood; empty if none."""
    try:
        line = clean_line(typed)
        return in_words(parse_day(line, today, ahead=ahead)) if line else ""
    except BadInput as error:
        return str(error)


def settle_days(fields: Mapping[str, str], specs: Iterable[FieldSpec], today: date) -> Form:
    """The form with its days written out, so that “yesterday” still means it tomorrow."""
    reader, settled = Reader(fields, today), dict(fields)
    for spec in specs:
        if spec.is_day:
            day = reader.coming(spec.name) if spec.ahead else reader.day(spec.name)
            settled[spec.name] = day_field(day) or fields.get(spec.name, "")
    return settled


def join(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[Form, tuple[str, ...]]:
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
