"""The letters about people: a representative's authority, and a limit on contact."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Authority, Case
from complaintdesk.domain.forms import FieldSpec, Reader, day_field
from complaintdesk.domain.letter_kinds.kind import (
    SENT_ON,
    LetterKind,
    Need,
    blank,
    common_fields,
    no_day,
)
from complaintdesk.domain.parts import Promise, PromiseKind, Restriction
from complaintdesk.domain.rules import people, promises
from complaintdesk.domain.rules.common import why_not_complaint
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.people import RESTRICT

AUTHORITY = "authority"  # what a promise to look for an authority is about


def _why_not_ask(case: Case) -> str:
    if problem := why_not_complaint(case):
        return problem
    acting = case.details.representative
    if acting is None:
        return "Nobody acts for the person; Edit (e) adds somebody."
    if acting.authority is not Authority.AWAITED:
        return f"{acting.person.name} may act already: {people.AUTHORITIES[acting.authority]}."
    return ""


def _ask_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("may_do", "What for", "what they may see and decide; may stay empty", 3),
        asking.coming("reply_by", "Helpful by", moment.calendar.add(moment.today, 5)),
        *common_fields(case, moment),
    )


def _ask_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    acting = case.details.representative
    if acting is None or not acting.person.name.strip():
        sentence = "Give the name of the representative: e on the case."
        yield Need("representative.name", "who", sentence, "the representative's name")
    sentence = "Say by when an answer would help."
    yield from no_day(reader, "reply_by", "how", sentence, "by when an answer would help")


def _ask_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    """3.6: asked for; nothing waits for it, and the look for it is a duty with a date."""
    on, by = reader.past_day(SENT_ON, "Say when it goes."), reader.coming("reply_by")
    reader.check()
    what = "See whether the representative's authority has come; go on all the same"
    chase = Promise(PromiseKind.ACTION, what, by, case.handler, about=AUTHORITY)
    asked = promises.promise(case, chase)
    name = case.details.representative.person.name if case.details.representative else ""
    entry = f"Asked whether {name} may act; nothing waits for the answer."
    return Ruling(asked.case, entry, asked.concerns, happened_on=on)


def _untold(case: Case) -> int:
    """The number of the limit that runs and was not told of yet; 0 where there is none."""
    limits = enumerate(case.restrictions, 1)
    return next((n for n, r in limits if r.told_on is None and r.lifted_on is None), 0)


def _restrict_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    number = _untold(case)
    known = case.restrictions[number - 1] if number else None
    fields = []
    for spec in RESTRICT.fields(case, moment):
        if spec.name == "review_on" and known:
            spec = _with(spec, _review(case, number))
        elif known:
            spec = _with(spec, getattr(known, spec.name))
        if spec.name != "told_on":
            fields.append(spec)
    return (*fields, *common_fields(case, moment))


def _review(case: Case, number: int) -> date | None:
    """The day on which a limit is looked at again, as it was set."""
    about = people.restriction(number)
    return next((p.due for _, p in case.open_promises if p.about == about), None)


def _with(spec: FieldSpec, value: str | date | None) -> FieldSpec:
    return replace(spec, value=value if isinstance(value, str) else day_field(value))


def _restrict_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    asked = (
        ("reason", "behaviour", "Say what the reason is.", "the reason"),
        ("evidence", "behaviour", "Say what shows it: dates, calls, letters.", "what shows it"),
        ("what", "limit", "Say exactly what is and is not possible.", "the limit"),
        ("remains", "remains", "Say how the person can still reach us.", "how to reach us still"),
        ("equality", "fair", "Say how the Equality Act was considered.", "how it was weighed"),
    )
    yield from blank(reader, asked)
    days = (
        ("starts", "Say from when.", "from when"),
        ("ends", "Say until when; a limit without an end is not fair.", "until when"),
    )
    for box, sentence, label in days:
        yield from no_day(reader, box, "dates", sentence, label)
    sentence = "Say when it is looked at again."
    yield from no_day(reader, "review_on", "review", sentence, "when it is looked at again")


def _restrict_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on, number = reader.past_day(SENT_ON, "Say when it goes."), _untold(case)
    reader.check()
    if not number:
        told = {**reader.fields, "told_on": day_field(on)}
        return RESTRICT.rule(case, Reader(told, reader.today), moment)
    limit = Restriction(
        reader.text("what"), reader.text("reason"), reader.text("evidence"),
        reader.text("equality"), reader.text("remains"), reader.coming("starts") or moment.today,
        reader.coming("ends"), on,
    )  # fmt: skip
    review_on = reader.coming("review_on")
    reader.check()
    return people.tell_of_restriction(case, number, limit, review_on, moment)


KINDS = (
    LetterKind(
        "authority-request",
        0,
        "Asking whether somebody may act for the person",
        "Asks the person whether the representative may act. Nothing waits for the answer.",
        _why_not_ask,
        _ask_fields,
        _ask_needs,
        _ask_sent,
        ("may_do",),
        ("reply_by",),
        answer_by="response_due",
    ),
    LetterKind(
        "contact-restriction",
        0,
        "A limit on contact",
        "Says what is limited and why, until when, what stays open, and how to challenge it.",
        RESTRICT.fits,
        _restrict_fields,
        _restrict_needs,
        _restrict_sent,
        ("what", "reason", "evidence", "equality", "remains"),
        ("starts", "ends", "review_on"),
    ),
)
