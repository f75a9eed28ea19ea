"""The letters that answer: stage 1 and the final one of stage 2 (H 6.9, 6.19; L 6.8, 6.18)."""

from collections.abc import Callable, Iterator

from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import RuleBroken
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.letter_kinds.kind import (
    LetterKind,
    Need,
    at_stage,
    blank,
    common_fields,
    sent_on,
)
from complaintdesk.domain.letter_kinds.points import (
    responsibility_fields,
    responsibility_needs,
    with_points,
)
from complaintdesk.domain.parts import Ending, Finding, Promise, PromiseKind
from complaintdesk.domain.rules.common import points_at, why_not_running
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks.stages import ANSWER, DECIDE

_HOLDS = (Ending.OPEN, Ending.KEPT)
_IN_FAVOUR = (Finding.UPHELD, Finding.PARTLY)
_BOXES = ("looked_at", "sorry", "remedy", "outstanding", "learning")


def remedies(case: Case) -> tuple[tuple[int, Promise], ...]:
    """The remedies that an answer offers, each with its number: those that hold."""
    return _holding(case, PromiseKind.REMEDY)


def actions(case: Case) -> tuple[tuple[int, Promise], ...]:
    """The actions that an answer tells of; one that looks for a reply is the officer's own."""
    found = _holding(case, PromiseKind.ACTION)
    return tuple((n, p) for n, p in found if not p.about)


def _holding(case: Case, kind: PromiseKind) -> tuple[tuple[int, Promise], ...]:
    every = enumerate(case.promises, 1)
    return tuple((n, p) for n, p in every if p.kind is kind and p.ended in _HOLDS)


def is_in_favour(case: Case, reader: Reader) -> bool:
    """Whether any point is upheld, wholly or in part, by the boxes."""
    return any(reader.line(f"finding_{n}") in _IN_FAVOUR for n in points_at(case))


def _fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    fields = [
        FieldSpec("looked_at", "Looked at", "what you read, whom you spoke to; may stay empty", 3),
        *DECIDE.fields(case, moment),
    ]
    if case.code is Code.GENERAL:
        for n in points_at(case):
            point = case.details.points[n - 1]
            fields += responsibility_fields(n, point, point.complaint[:60])
    return (
        *fields,
        FieldSpec("sorry", "Apology", "what we are sorry for; needed where a point is upheld", 2),
        FieldSpec("remedy", "To put right", "besides the remedies on the case, or why none", 3),
        FieldSpec("outstanding", "Still to do", "besides the actions on the case, or: nothing", 2),
        FieldSpec("learning", "Will change", "for everybody, because of this; may stay empty", 2),
        *(f for f in ANSWER.fields(case, moment) if f.name != "on"),
        *common_fields(case, moment),
    )


def _needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    if not case.details.points:
        sentence = "Set out what the complaint is about, point by point: e on the case."
        yield Need("points", "definition", sentence, "the points of complaint")
    else:
        for n in points_at(case):
            yield from _decision_needs(n, reader)
            yield from responsibility_needs(n, reader, asked=case.code is Code.GENERAL)
    if is_in_favour(case, reader):
        asked = ("sorry", "remedy", "Say what we are sorry for.", "what we are sorry for")
        yield from blank(reader, (asked,))
    yield from _remedy_needs(case, reader)
    if not actions(case):
        sentence = "Say what is still to be done, or that nothing is."
        asked = ("outstanding", "outstanding", sentence, "what is still to be done")
        yield from blank(reader, (asked,))


def _decision_needs(n: int, reader: Reader) -> Iterator[Need]:
    boxes = (
        ("finding", "decision", "decision", f"Say what is found on point {n}.",
         f"the decision on point {n}"),
        ("reasons", "reasons", "reasons", f"Give the reasons for the decision on point {n}.",
         f"the reasons for point {n}"),
        ("relied_on", "relied_on", "reasons",
         f"Name the policy, law or guidance that the decision on point {n} rests on.",
         f"what the decision on point {n} rests on"),
    )  # fmt: skip
    for box, field, part, sentence, label in boxes:
        if not reader.text(f"{box}_{n}"):
            yield Need(f"points.{n}.{field}", part, sentence, label)


def _remedy_needs(case: Case, reader: Reader) -> Iterator[Need]:
    """7.3: what will happen and by when; where nothing is to be put right, that is said."""
    found = remedies(case)
    for at, (_, promise) in enumerate(found, 1):
        if promise.is_open and promise.due is None:
            sentence = "Say by when this remedy is done (d, Something promised changes): "
            yield Need(
                f"remedies.{at}.due", "remedy", f"{sentence}{promise.what[:60]}",
                f"by when remedy {at} is done",
            )  # fmt: skip
    if not found:
        sentence = "Say what we will do to put it right and by when, or why nothing is needed."
        yield from blank(reader, (("remedy", "remedy", sentence, "what we will do about it"),))


def _sends(case: Case, reader: Reader, moment: Moment) -> Ruling:
    """Each point decided, and the answer sent on the day that the letter carries."""
    if problem := DECIDE.fits(case):
        raise RuleBroken(problem)
    reader = sent_on(reader)
    decided = DECIDE.rule(with_points(case, reader, points_at(case)), reader, moment)
    answered = ANSWER.rule(decided.case, reader, moment)
    concerns = {c.key: c for c in (*decided.concerns, *answered.concerns)}
    return Ruling(
        answered.case,
        answered.entry,
        tuple(concerns.values()),
        happened_on=answered.happened_on,
    )


def _kind(
    kind: str, stage: int, title: str, purpose: str, fits: Callable[[Case], str]
) -> LetterKind:
    return LetterKind(
        kind, stage, title, purpose, at_stage(stage, fits), _fields, _needs, _sends,
        (*_BOXES, *(("signed_off_by",) if stage == 2 else ())), duty="respond",
    )  # fmt: skip


KINDS = (
    _kind(
        "stage1-response",
        1,
        "Stage 1 response",
        "Answers every point: what we decided and why, what we will do, and how to go on.",
        why_not_running,
    ),
    _kind(
        "stage2-response",
        2,
        "Stage 2 final response",
        "Our last word: what we decided and why, what we will do, and the ombudsman.",
        why_not_running,
    ),
)
