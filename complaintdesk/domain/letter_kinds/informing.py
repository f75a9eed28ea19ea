"""The letters on the way: more time, keeping informed, a question."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.letter_kinds.kind import (
    SENT_ON,
    LetterKind,
    Need,
    at_stage,
    blank,
    common_fields,
    no_day,
    sent_on,
)
from complaintdesk.domain.parts import Promise, PromiseKind
from complaintdesk.domain.rules import extensions, promises
from complaintdesk.domain.rules.common import why_not_running
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.stages import CLARIFY, EXTEND


def _extend_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    asked = {f.name: f for f in EXTEND.fields(case, moment)}
    return (
        asked["until"],
        replace(asked["reason"], label="Reason", hint="why it takes longer, in plain words"),
        FieldSpec("so_far", "Done so far", "what was done until now; may stay empty", 3),
        asked["good_reason"],
        asked["every"],
        *common_fields(case, moment),
    )


def _extend_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    yield from no_day(
        reader, "until", "new_date", "Say by which day the answer comes.", "the new date"
    )
    asked = ("reason", "reason", "Say why more time is needed.", "why more time is needed")
    yield from blank(reader, (asked,))
    until = reader.coming("until")
    if until and extensions.is_past_limit(case, until, moment):
        limit = case.profile.stages[case.stage].extension_days
        sentence = f"It goes past {limit} working days: give the good reason for that."
        yield from blank(reader, (("good_reason", "reason", sentence, "the good reason"),))
        if not reader.number("every") and not extensions.has_updates(case):
            yield Need(
                "write.every", "updates",
                "It goes past the limit: say every how many working days you will write.",
                "how often we will write",
            )  # fmt: skip


def _extend_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    told = {**reader.fields, "told_to": case.addressee.name}
    return EXTEND.rule(case, sent_on(Reader(told, reader.today)), moment)


def _more_time(stage: int, kind: str) -> LetterKind:
    return LetterKind(
        kind,
        stage,
        f"Stage {stage}: we need more time",
        "Says that the answer takes longer, why, and by when it comes now.",
        at_stage(stage, EXTEND.fits),
        _extend_fields,
        _extend_needs,
        _extend_sent,
        ("reason", "so_far", "good_reason", "every"),
        ("until",),
        duty="respond",
        answer_by="until",
    )


def _inform_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    every = next((p.every for p in _updates(case).values() if p.every), 5)
    due = extensions.respond_by(case, moment)
    return (
        FieldSpec("position", "Where it stands", "what was done, what is going on now", 4),
        FieldSpec("reason", "Why longer", "why the answer is not there yet", 3),
        asking.coming("expected", "Answer by", due if due >= moment.today else None),
        asking.coming("next_on", "Write again by", moment.calendar.add(moment.today, every)),
        *common_fields(case, moment),
    )


def _updates(case: Case) -> dict[int, Promise]:
    """The open updates that were agreed, by number."""
    return {n: p for n, p in case.open_promises if p.kind is PromiseKind.UPDATE}


def _inform_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    asked = (
        ("position", "position", "Say where the complaint stands.", "where it stands"),
        ("reason", "reason", "Say why the answer is not there yet.", "why it takes longer"),
    )
    yield from blank(reader, asked)
    sentence = "Say by when the answer is to be expected."
    yield from no_day(reader, "expected", "expected", sentence, "when the answer comes")
    sentence = "Say by when you will write again."
    yield from no_day(reader, "next_on", "next_update", sentence, "when we write again")


def _inform_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    """The agreed update is given by it, and the next is due on the day that the letter names."""
    on, next_on = reader.past_day(SENT_ON, "Say when it goes."), reader.coming("next_on")
    reader.check()
    due = min(_updates(case), key=lambda n: case.promises[n - 1].due or date.max, default=0)
    every, agreed_with = 0, case.addressee.name
    if due:
        every = case.promises[due - 1].every
        # Without its interval, so that keeping it makes no next one of its own.
        kept = promises.keep(_with_interval(case, due, 0), due, on, "By letter.", moment)
        case, concerns = _with_interval(kept.case, due, every), kept.concerns
    else:
        concerns = ()
    again = Promise(
        PromiseKind.UPDATE, "Tell the person where the answer stands", next_on, case.handler,
        agreed_with, every=every,
    )  # fmt: skip
    told = promises.promise(case, again)
    by = f" The next by {in_words(next_on)}." if next_on else ""
    entry = f"Kept informed at stage {case.stage}; no date moves.{by}"
    return Ruling(told.case, entry, (*concerns, *told.concerns), happened_on=on)


def _with_interval(case: Case, number: int, every: int) -> Case:
    made = list(case.promises)
    made[number - 1] = replace(made[number - 1], every=every)
    return replace(case, promises=tuple(made))


INFORM = LetterKind(
    "keeping-informed",
    0,
    "Keeping the person informed",
    "Says where the complaint stands, and when to expect what. It moves no date.",
    why_not_running,
    _inform_fields,
    _inform_needs,
    _inform_sent,
    ("position", "reason"),
    ("expected", "next_on"),
    duty="update",
    answer_by="expected",
)


def _clarify_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    asked = {f.name: f for f in CLARIFY.fields(case, moment)}
    return (
        replace(asked["questions"], label="Questions", hint="what is unclear; - makes a list"),
        replace(asked["reply_by"], label="Helpful by", hint="by when an answer would help"),
        *common_fields(case, moment),
    )


def _clarify_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    asked = ("questions", "questions", "Say what is unclear.", "what we need to ask")
    yield from blank(reader, (asked,))
    sentence = "Say by when an answer would help."
    yield from no_day(reader, "reply_by", "reply_by", sentence, "by when an answer would help")


CLARIFICATION = LetterKind(
    "clarification",
    0,
    "Asking for something to be made clear",
    "Asks what is unclear. The clock runs on, and nothing depends on the answer.",
    CLARIFY.fits,
    _clarify_fields,
    _clarify_needs,
    lambda case, reader, moment: CLARIFY.rule(case, sent_on(reader), moment),
    ("questions",),
    ("reply_by",),
    answer_by="response_due",
)

KINDS = (
    _more_time(1, "stage1-extension"),
    _more_time(2, "stage2-extension"),
    INFORM,
    CLARIFICATION,
)
