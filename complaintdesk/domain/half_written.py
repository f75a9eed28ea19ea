"""A form while it is being written: its days in words, and what a colleague changed meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.dates import in_words, parse_day
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.forms import FieldSpec, Reader, day_field
from complaintdesk.domain.text import clean, clean_line

Form = dict[str, str]

# Kept with a draft, and no fields of any form. What a colleague did counts from the line of the
# case's history that the officer had seen; what both changed stays with the draft until it is
# saved, whichever of the two the form has now.
SEEN, COMPARED_FROM, TO_COMPARE = "lines_seen", "compared_from", "to_compare"
AT_STAGE = "at_stage"  # a field of every task's form that nobody types in
_TAKEN, _THEIRS, _YOURS, _BEFORE = "compared_taken", "theirs_", "yours_", "before_"


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


@dataclass(frozen=True, slots=True)
class Meeting:
    """A form joined to what a colleague changed; each tuple holds the names of fields.

    Of `both` ours stands in the form, of `taken` theirs. `kept` are those that only we typed in,
    and `homeless` those that the form asks for no more.
    """

    fields: Form
    both: tuple[str, ...]
    taken: tuple[str, ...]
    kept: tuple[str, ...]
    homeless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A field that both changed, as each left it. `theirs` is None where it is asked no more.

    `before` is what we typed there at an earlier such meeting, and is in neither of the two.
    """

    name: str
    theirs: str | None
    yours: str
    before: str = ""


def meet(base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]) -> Meeting:
    """Our form with what a colleague changed meanwhile; `base` is the form both began with.

    A field that only they changed takes their value; of one that both changed ours stays, and it
    is named, so that nothing of theirs goes unseen.
    """
    fields, found = dict(ours), dict[str, list[str]](both=[], taken=[], kept=[], homeless=[])
    for name in {**base, **theirs}:
        was, now, mine = base.get(name, ""), theirs.get(name, ""), ours.get(name, "")
        if now == mine or is_beside(name):
            continue
        if mine == was:
            fields[name] = now
            found["taken"].append(name)
        elif name not in theirs:
            found["homeless"].append(name)
        else:
            found["kept" if now == was else "both"].append(name)
    return Meeting(fields, **{kind: tuple(names) for kind, names in found.items()})


def join(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[Form, tuple[str, ...]]:
    """The joined form, and the names of the fields that both changed."""
    met = meet(base, ours, theirs)
    return met.fields, met.both


def tried_too(before: Mapping[str, str] | None, sent: Mapping[str, str]) -> Form:
    """What went out in each of several tries, of which nobody knows the one that counted."""
    return {n: t for n, t in sent.items() if before is None or before.get(n) == t}


def base_after(
    base: Mapping[str, str],
    on_record: Mapping[str, str],
    now: Mapping[str, str],
    *,
    proposes: bool,
) -> Form:
    """The form that later text began from, once what stood in it before is on record.

    What that save itself changed in the case clashes with nobody, so it counts as known; what a
    colleague changed does not. A form that `proposes` may propose again what it did at first.
    """
    saved = {**base, **on_record}
    known = (saved, base) if proposes else (saved,)
    found = dict[str, str]()
    for name in {**base, **now}:
        text = clean(now.get(name, ""))
        is_own = name in now and any(clean(form.get(name, "")) == text for form in known)
        found[name] = now[name] if is_own else saved.get(name, "")
    return found


def with_sides(met: Meeting, theirs: Mapping[str, str]) -> Form:
    """The joined form, and beside it each text that both changed, until the officer has chosen.

    Nothing typed is written over: what an earlier meeting put beside the form stays there.
    """
    form = dict(met.fields)
    for name in (*met.both, *met.homeless):
        old = form.get(_YOURS + name, "")
        if old and old not in (form.get(name), theirs.get(name)):
            earlier = form.get(_BEFORE + name, "")
            form[_BEFORE + name] = f"{earlier}\n\n{old}".strip()
        form[_YOURS + name] = form.get(name, "")
        if name in theirs:
            form[_THEIRS + name] = theirs[name]
    if met.both or met.homeless:
        form |= {TO_COMPARE: "yes", _TAKEN: " ".join(met.taken)}
        form.setdefault(COMPARED_FROM, form.get(SEEN, ""))
    return form


def sides(form: Mapping[str, str]) -> tuple[Side, ...]:
    """The texts that were put beside a form, in their order."""
    names = [name.removeprefix(_YOURS) for name in form if name.startswith(_YOURS)]
    return tuple(
        Side(name, form.get(_THEIRS + name), form[_YOURS + name], form.get(_BEFORE + name, ""))
        for name in names
    )


def taken_over(form: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that took a colleague's value when the form was last compared."""
    return tuple(form.get(_TAKEN, "").split())


def is_beside(name: str) -> bool:
    """Whether this is kept with a draft and belongs to none of its fields."""
    beside = (SEEN, COMPARED_FROM, TO_COMPARE, _TAKEN)
    return name in beside or name.startswith((_THEIRS, _YOURS, _BEFORE))


def form_alone(fields: Mapping[str, str]) -> Form:
    """The fields without what is only kept beside them; blanks at the end of one say nothing."""
    return {name: typed.rstrip() for name, typed in fields.items() if not is_beside(name)}
