"""The letters that do not accept a complaint, or a request for stage 2 (section 2 of each Code)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from complaintdesk.domain.case import Case
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.letter_kinds.kind import (
    LetterKind,
    Need,
    blank,
    common_fields,
    no_day,
    sent_on,
)
from complaintdesk.domain.parts import Ground
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks.refusals import REFUSE, REFUSE_ESCALATION
from complaintdesk.domain.tasks.task import Task

_BOXES = ("ground", "reasoning", "evidence", "other_route", "considered")
_WORDS = {
    "reasoning": ("Reasons", "why, in this case; the letter says it in these words"),
    "evidence": ("Evidence", "what shows it; the letter says it in these words"),
}


def _fields(task: Task) -> Callable[[Case, Moment], tuple[FieldSpec, ...]]:
    def fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
        asked = [f for f in task.fields(case, moment) if f.name != "told_on"]
        worded = [
            replace(f, label=_WORDS[f.name][0], hint=_WORDS[f.name][1]) if f.name in _WORDS else f
            for f in asked
        ]
        considered = FieldSpec(
            "considered", "Considered", "for an old matter: why not to accept it all the same", 2,
            value=case.details.discretion_reason,
        )  # fmt: skip
        return (*worded, considered, *common_fields(case, moment))

    return fields


def _needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    ground = reader.line("ground")
    asked = [
        ("ground", "ground", "Choose on which ground it is not accepted.", "the ground"),
        ("reasoning", "reasons", "Give the reasons in this very case.", "the reasons"),
        ("evidence", "reasons", "Say what shows it.", "what shows it"),
    ]
    if ground == Ground.OLD:
        sentence = "Say what you considered before not accepting it all the same."
        asked.append(("considered", "discretion", sentence, "what was considered"))
    yield from blank(reader, asked)
    if ground == Ground.COURT:
        sentence = "Say on which day the claim was filed at court."
        yield from no_day(reader, "claim_filed", "ground", sentence, "when the claim was filed")


def _escalation_needs(case: Case, reader: Reader, moment: Moment) -> Iterator[Need]:
    if case.stage == 1 and reader.day("asked_on") is None:
        sentence = "Say on which day stage 2 was asked for."
        yield Need("write.asked_on", "received", sentence, "when stage 2 was asked for")
    yield from _needs(case, reader, moment)


def _sends(task: Task) -> Callable[[Case, Reader, Moment], Ruling]:
    def sends(case: Case, reader: Reader, moment: Moment) -> Ruling:
        return task.rule(case, sent_on(reader), moment)

    return sends


KINDS = (
    LetterKind(
        "not-accepted",
        1,
        "Not accepting the complaint",
        "Says why we cannot look into it, and that this can go to the ombudsman.",
        REFUSE.fits,
        _fields(REFUSE),
        _needs,
        _sends(REFUSE),
        _BOXES,
        ("claim_filed",),
    ),
    LetterKind(
        "not-escalated",
        2,
        "Not accepting a request for stage 2",
        "Says why stage 2 cannot be, that stage 1 stands, and that this can go to the ombudsman.",
        REFUSE_ESCALATION.fits,
        _fields(REFUSE_ESCALATION),
        _escalation_needs,
        _sends(REFUSE_ESCALATION),
        _BOXES,
        ("claim_filed", "asked_on"),
    ),
)
