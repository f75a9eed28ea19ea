"""The letters that acknowledge: stage 1, a request that became a complaint, stage 2."""

from collections.abc import Iterator
from dataclasses import replace

from complaintdesk.domain.case import Case, Conflict, Discretion
from complaintdesk.domain.codes import Code
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
    definition_fields,
    definition_needs,
    numbered_points,
    responsibility_fields,
    responsibility_needs,
    with_points,
)
from complaintdesk.domain.parts import LinkKind
from complaintdesk.domain.rules.common import points_at, same_person, with_stage
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.stages import ACKNOWLEDGE, CONFLICTS

_QUESTIONS = FieldSpec("questions", "Questions", "what is unclear; leave empty if nothing is", 3)


def _first_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    fields: list[FieldSpec] = []
    for n, point in numbered_points(case):
        fields += [*definition_fields(n, point), *responsibility_fields(n, point)]
    conflict = asking.choice("conflict", "Own part in it", CONFLICTS, str(case.details.conflict))
    questions = replace(_QUESTIONS, value=case.details.questions)
    return (*fields, questions, conflict, *common_fields(case, moment))


def _first_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    """H 5.6-5.7 ask for outcomes and responsibility here; the General Code does so later."""
    housing = case.code is Code.HOUSING
    if case.details.discretion is Discretion.NOT_ACCEPTED:
        yield Need(
            "discretion", "received",
            "The decision was not to accept this complaint, and this letter says that it is "
            "accepted. Change the decision, or answer with a letter that says so.",
            "that it is accepted",
        )  # fmt: skip
    for n, _ in numbered_points(case):
        yield from definition_needs(n, reader, outcome=housing)
        yield from responsibility_needs(n, reader, asked=housing)
    yield from _conflict_needs(case, reader)


def _conflict_needs(case: Case, reader: Reader) -> Iterator[Need]:
    found, who = reader.line("conflict"), case.handler or "the officer dealing with it"
    if found == Conflict.NONE:
        return
    sentence = f"Record whether {who} had any part in the matter."
    if found == Conflict.DECLARED:
        sentence = f"Give the case to somebody else, since {who} had a part in the matter."
    label = "that the person dealing with it had no part in it"
    yield Need("write.conflict", "impartial", sentence, label)


def _first_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    reader = sent_on(reader)
    written = with_points(case, reader)
    details = replace(
        written.details,
        questions=reader.text("questions"),
        conflict=reader.choice("conflict", Conflict, str(Conflict.UNCHECKED)),
    )
    return ACKNOWLEDGE.rule(replace(written, details=details), reader, moment)


def _is_from_request(case: Case) -> bool:
    return any(link.kind is LinkKind.FROM_REQUEST for link in case.links)


def _why_not_converted(case: Case) -> str:
    if problem := ACKNOWLEDGE.fits(case):
        return problem
    if _is_from_request(case):
        return ""
    return (
        f"{case.ref} did not come out of a request for service. On a request, log the complaint "
        "with d, and write this letter on that."
    )


STAGE1 = LetterKind(
    "stage1-acknowledgement",
    1,
    "Stage 1 acknowledgement",
    "Says that the complaint is accepted, how we understand it, and when the answer comes.",
    at_stage(1, ACKNOWLEDGE.fits),
    _first_fields,
    _first_needs,
    _first_sent,
    ("questions", "conflict"),
    duty="acknowledge",
    answer_by="response_due",
)

CONVERTED = LetterKind(
    "request-to-complaint",
    1,
    "A service request becomes a complaint",
    "Says that we heard the person was not content, and acknowledges the complaint with it.",
    at_stage(1, _why_not_converted),
    _first_fields,
    _first_needs,
    _first_sent,
    ("questions", "conflict"),
    duty="acknowledge",
    answer_by="response_due",
)


def _second_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    stage, points = case.current, case.details.points
    outstanding = [points[n - 1] for n in points_at(case)]
    issues = stage.issues or "\n".join(f"- {p.complaint}" for p in outstanding)
    wished = [p.outcome_sought for p in outstanding if p.outcome_sought]
    outcomes = stage.outcomes or "\n".join(f"- {wish}" for wish in wished)
    fields = [
        FieldSpec("issues", "In dispute", "what is still in dispute, as you understand it", 4,
                  value=issues),
        FieldSpec("outcomes", "Outcomes", "what the person would like to happen", 3,
                  value=outcomes),
    ]  # fmt: skip
    for n in points_at(case):
        fields += responsibility_fields(n, points[n - 1], points[n - 1].complaint[:60])
    return (
        *fields,
        replace(_QUESTIONS, value=""),
        FieldSpec("reviewer", "Reviewer", "not who dealt with stage 1", value=stage.handler),
        *common_fields(case, moment),
    )


def _second_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    yield from blank(
        reader,
        (
            ("issues", "definition", "Say what is still in dispute, as you understand it.",
             "what is still in dispute"),
            ("outcomes", "outcomes", "Say what the person would like to happen.",
             "the outcomes sought"),
        ),
    )  # fmt: skip
    for n in points_at(case):
        yield from responsibility_needs(n, reader, asked=case.code is Code.HOUSING)
    reviewer, label = reader.line("reviewer"), "who looks at it now"
    if not reviewer:
        yield Need("write.reviewer", "reviewer", "Say who looks at it at stage 2.", label)
    elif case.code is Code.HOUSING and is_same_reviewer(case, reviewer):
        sentence = f"{reviewer} dealt with stage 1. Name somebody else to look at stage 2."
        yield Need("write.reviewer", "reviewer", sentence, label)


def is_same_reviewer(case: Case, reviewer: str) -> bool:
    """Whether stage 2 would be looked at by who dealt with stage 1 (H 6.13, L 6.14)."""
    return same_person(reviewer, case.stages[0].handler or case.details.officer)


def _second_sent(case: Case, reader: Reader, moment: Moment) -> Ruling:
    reader = sent_on(reader)
    written = with_points(case, reader, points_at(case))
    stage = replace(
        written.current,
        issues=reader.text("issues"),
        outcomes=reader.text("outcomes"),
        handler=reader.line("reviewer"),
    )
    return ACKNOWLEDGE.rule(with_stage(written, stage), reader, moment)


STAGE2 = LetterKind(
    "stage2-acknowledgement",
    2,
    "Stage 2 acknowledgement",
    "Says that stage 2 has begun, what is still in dispute, who looks at it, and by when.",
    at_stage(2, ACKNOWLEDGE.fits),
    _second_fields,
    _second_needs,
    _second_sent,
    ("issues", "outcomes", "questions", "reviewer"),
    duty="acknowledge",
    answer_by="response_due",
)

KINDS = (STAGE1, CONVERTED, STAGE2)
