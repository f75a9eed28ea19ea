"""The letters about what was promised: where the actions stand, and a remedy that changes."""

from collections.abc import Iterator
from datetime import date

from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.letter_kinds.kind import (
    CHOSEN,
    SENT_ON,
    LetterKind,
    Need,
    blank,
    common_fields,
    no_day,
)
from complaintdesk.domain.parts import Ending, Promise, PromiseKind
from complaintdesk.domain.rules import promises
from complaintdesk.domain.rules.common import why_not_complaint
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking

CANNOT, LATER = "cannot", "later"
_TOLD = (PromiseKind.ACTION, PromiseKind.REMEDY)
_AGAIN = "Tell the person how the actions stand"
_HOW = (("It cannot be done", CANNOT), ("It is done on another day", LATER))


def told_of(case: Case) -> tuple[tuple[int, Promise], ...]:
    """The actions and remedies that the person was told of, each with its number."""
    every = enumerate(case.promises, 1)
    return tuple((n, p) for n, p in every if p.kind in _TOLD and not p.about)


def _why_not_update(case: Case) -> str:
    if problem := why_not_complaint(case):
        return problem
    return "" if told_of(case) else "No action and no remedy is on record here."


def _update_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("note", "In short", "how it goes, and why anything is late", 3),
        asking.coming("next_on", "Write again by"),
        *common_fields(case, moment),
    )


def _update_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    yield from blank(reader, (("note", "progress", "Say how it goes.", "how it goes"),))
    left = [(at, p) for at, (_, p) in enumerate(told_of(case), 1) if p.is_open]
    for at, promise in left:
        if promise.due is None:
            yield Need(
                f"actions.{at}.due", "actions",
                f"Say by when this is done (d, Something promised changes): {promise.what[:60]}",
                f"by when action {at} is done",
            )  # fmt: skip
    if left:
        sentence = "Say by when you will write again."
        yield from no_day(reader, "next_on", "next_update", sentence, "when we write again")


def _update_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on, next_on = reader.past_day(SENT_ON, "Say when it goes."), reader.coming("next_on")
    reader.check()
    told = [p for _, p in told_of(case)]
    done, left = sum(p.ended is Ending.KEPT for p in told), sum(p.is_open for p in told)
    entry = f"Told how the actions stand: {done} done, {left} to do."
    case = _given(case, on, moment)
    if not next_on:
        return Ruling(case, entry, happened_on=on)
    again = Promise(PromiseKind.UPDATE, _AGAIN, next_on, case.handler, case.addressee.name)
    after = promises.promise(case, again)
    by = f" The next by {in_words(next_on)}."
    return Ruling(after.case, entry + by, after.concerns, happened_on=on)


def _given(case: Case, on: date, moment: Moment) -> Case:
    """The update that the letter before this one promised is given by this one."""
    for number, promise in case.open_promises:
        if promise.kind is PromiseKind.UPDATE and promise.what == _AGAIN:
            case = promises.keep(case, number, on, "By letter.", moment).case
    return case


def _open_to_tell(case: Case) -> tuple[tuple[int, Promise], ...]:
    return tuple((n, p) for n, p in told_of(case) if p.is_open)


def _why_not_changed(case: Case) -> str:
    if problem := why_not_complaint(case):
        return problem
    return "" if _open_to_tell(case) else "No action and no remedy is open here."


def _changed_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    open_ones = _open_to_tell(case)
    return (
        FieldSpec(
            "promise", "Which", choices=asking.numbered((n, p.what) for n, p in open_ones),
            value=str(open_ones[0][0]) if len(open_ones) == 1 else "",
        ),
        FieldSpec("how", "What changes", choices=_HOW, value=CANNOT),
        FieldSpec("why", "Why", "in words for the person", 3),
        FieldSpec("instead", "Instead", "what we will do in its place", 2),
        asking.coming("due", "By"),
        *common_fields(case, moment),
    )  # fmt: skip


def _changed_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    if chosen(case, reader) is None:
        yield Need(CHOSEN, "change", "Choose what changes.", "what changes")
    yield from blank(reader, (("why", "change", "Say why.", "why it changes"),))
    if reader.line("how") != LATER:
        sentence = "Say what we will do instead."
        asked = ("instead", "instead", sentence, "what we will do instead")
        yield from blank(reader, (asked,))
    yield from no_day(reader, "due", "instead", "Say by when.", "by when")


def chosen(case: Case, reader: Reader) -> Promise | None:
    """The promise that the letter is about; None until one is chosen."""
    number = reader.line("promise")
    return next((p for n, p in _open_to_tell(case) if str(n) == number), None)


def _changed_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    """H 7.3, L 7.4: told why, what instead and by when."""
    on, number = reader.past_day(SENT_ON, "Say when it goes."), reader.number("promise")
    why, due, instead = reader.text("why"), reader.coming("due"), reader.text("instead")
    reader.check()
    if reader.line("how") == LATER:
        return promises.change(case, number, why, moment, due=due, told_on=on)
    return promises.undeliverable(case, number, why, moment, instead=instead, due=due, told_on=on)


KINDS = (
    LetterKind(
        "actions-update",
        0,
        "How the actions stand",
        "Says of each action and remedy whether it is done, by whom, and by when it will be.",
        _why_not_update,
        _update_fields,
        _update_needs,
        _update_sent,
        ("note",),
        ("next_on",),
    ),
    LetterKind(
        "remedy-changed",
        0,
        "Something promised changes or cannot be done",
        "Says what changes, why, what we will do instead and by when.",
        _why_not_changed,
        _changed_fields,
        _changed_needs,
        _changed_sent,
        ("promise", "how", "why", "instead"),
        ("due",),
    ),
)
