"""The facts of a letter, gathered from the case and from the boxes as they are typed.

A box that the form does not have keeps what the case knows; one that cannot be read is blank, so
that it shows as a gap and the officer is told.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Authority, Case, Conflict, Discretion, Person, Point
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.letter_kinds import LetterKind
from complaintdesk.domain.letter_kinds.acknowledging import is_same_reviewer
from complaintdesk.domain.letter_kinds.answering import actions, is_in_favour, remedies
from complaintdesk.domain.letter_kinds.kind import POINT_BOXES, SENT_ON, day_in
from complaintdesk.domain.letter_kinds.points import numbered_points
from complaintdesk.domain.letter_kinds.promising import chosen, told_of
from complaintdesk.domain.parts import Finding, LinkKind, Promise, PromiseKind
from complaintdesk.domain.rules.common import points_at
from complaintdesk.domain.rules.extensions import has_updates, is_past_limit
from complaintdesk.domain.rules.stages import FINDINGS, overall
from complaintdesk.domain.ruling import Moment
from letters.facts import (
    LetterFacts,
    Office,
    PointFacts,
    PromiseFacts,
    Words,
    council_facts,
    is_represented,
    ombudsman_facts,
    person_facts,
    promise_facts,
    tidy,
)

_NOTHING = Promise(PromiseKind.ACTION, "")


def gather(
    kind: LetterKind, case: Case, reader: Reader, moment: Moment, office: Office
) -> LetterFacts:
    """What the wording of this letter may see."""
    day = reader.day(SENT_ON) or moment.today
    acting = case.details.representative
    points = _points(case, reader)
    return LetterFacts(
        code=case.code,
        kind=kind.kind,
        stage=str(case.stage or ""),
        ref=case.ref,
        received=case.details.received_on,
        sent_on=day,
        response_due=response_due(kind, case, day, moment),
        council=council_facts(office),
        complainant=person_facts(case.details.complainant),
        representative=person_facts(acting.person if acting else Person("")),
        represented=is_represented(case),
        authority_awaited=bool(acting and acting.authority is Authority.AWAITED),
        points=points,
        several=sum(point.asked for point in points) > 1,
        overall=_overall(points),
        in_favour=bool(case.stages) and is_in_favour(case, reader),
        remedies=tuple(promise_facts(p, day) for _, p in remedies(case)),
        actions=_actions(kind, case, day),
        promised=promise_facts(chosen(case, reader) or _NOTHING, day),
        adjustments=tidy(case.details.adjustments),
        officer=_writer(kind, case, reader),
        other_reviewer=case.stage != 2 or not is_same_reviewer(case, _writer(kind, case, reader)),
        request=_request(case),
        discretion=_discretion(case),
        all_done=not any(p.is_open for _, p in told_of(case)),
        asked_stage2=_asked_stage2(case, reader),
        stage1_answered=case.stages[0].answered if case.stages else None,
        stage1_overall=_stage1_overall(case),
        stage2_answered=case.current.answered if case.stage == 2 else None,
        extra_days=_extra_days(case, reader, moment),
        past_limit=_past_limit(kind, case, reader, moment),
        updates_agreed=has_updates(case),
        words=Words(case.profile.we),
        ombudsman=ombudsman_facts(case.code, office),
        training=office.training,
        write=_boxes(kind, reader),
    )


def typed(specs: tuple[FieldSpec, ...], fields: Mapping[str, str], today: date) -> Reader:
    """The boxes as they are typed, and what is proposed in those that were not touched.

    A box that holds nothing to be seen, such as a space of no width, is blank, and so is a choice
    that is none here, from the half-written letter of another time.
    """
    proposed = {spec.name: spec.value for spec in specs}
    choices = {spec.name: {value for _, value in spec.choices} for spec in specs if spec.choices}
    boxes = {
        name: text if tidy(text) and text in choices.get(name, (text,)) else ""
        for name, text in {**proposed, **fields}.items()
    }
    return Reader(boxes, today)


def response_due(kind: LetterKind, case: Case, day: date, moment: Moment) -> date | None:
    """By when the answer is due; of a letter that acknowledges, counted from its day (6.3).

    Nothing that came later moves that, neither more time nor the end of the stage or of the case.
    """
    number = kind.stage or case.stage
    if not 1 <= number <= len(case.stages):
        return None
    if kind.duty == "acknowledge":
        stage = replace(
            case.stages[number - 1], acknowledged=day, acknowledge_by=None, answered=None,
            refused=None, respond_by=None, extensions=(),
        )  # fmt: skip
        case = replace(case, stages=(*case.stages[: number - 1], stage), closed_on=None)
    duties = moment.duties(case)
    return next((d.due for d in duties if d.kind == "respond" and d.stage == number), None)


def _points(case: Case, reader: Reader) -> tuple[PointFacts, ...]:
    asked = points_at(case) if case.stages and case.details.points else (1,)
    earlier = case.decided(1) if case.stage == 2 else {}
    places = {n: str(place) for place, n in enumerate(asked, 1)}
    return tuple(
        _point(
            reader, n, point, FINDINGS[earlier[n].finding] if n in earlier else "",
            places.get(n, ""),
        )
        for n, point in numbered_points(case)
    )  # fmt: skip


def _point(reader: Reader, number: int, point: Point, earlier: str, place: str) -> PointFacts:
    def box(name: str) -> str:
        field = f"{name}_{number}"
        known = getattr(point, POINT_BOXES[name], "")
        return tidy(reader.fields[field] if field in reader.fields else str(known))

    finding = box("finding")
    decision = FINDINGS[Finding(finding)] if finding in set(Finding) else ""
    return PointFacts(
        box("complaint"), box("outcome"), box("responsibility"), box("note"), decision,
        box("reasons"), box("relied_on"), earlier, bool(place), place,
    )  # fmt: skip


def _overall(points: tuple[PointFacts, ...]) -> str:
    """What the points add up to, in words; blank until each is decided."""
    found = {point.decision for point in points if point.asked}
    if "" in found:
        return ""
    if len(found) == 1:
        return found.pop()
    upheld = found & {FINDINGS[Finding.UPHELD], FINDINGS[Finding.PARTLY]}
    return FINDINGS[Finding.PARTLY] if upheld else FINDINGS[Finding.NOT_UPHELD]


def _stage1_overall(case: Case) -> str:
    if not case.stages or not case.stages[0].answered or not case.decided(1):
        return ""
    return overall(replace(case, stages=case.stages[:1]))


def _actions(kind: LetterKind, case: Case, day: date) -> tuple[PromiseFacts, ...]:
    """An answer lists what is still to be done besides the remedies; an update lists all."""
    listed = told_of(case) if kind.kind == "actions-update" else actions(case)
    return tuple(promise_facts(promise, day) for _, promise in listed)


def _writer(kind: LetterKind, case: Case, reader: Reader) -> str:
    """Who signs: the one dealing with the stage, as the box says where there is one."""
    if "reviewer" in kind.boxes:
        return tidy(reader.line("reviewer"))
    return tidy(case.handler)


def _request(case: Case) -> str:
    """The request for service that the complaint came out of."""
    return next((link.ref for link in case.links if link.kind is LinkKind.FROM_REQUEST), "")


def _discretion(case: Case) -> str:
    """Blank where it was decided not to accept, so that a letter that accepts shows a gap."""
    found = case.details.discretion
    return {Discretion.UNDECIDED: "not-asked", Discretion.NOT_ACCEPTED: ""}.get(found, str(found))


def _asked_stage2(case: Case, reader: Reader) -> date | None:
    return case.stages[1].started if case.stage == 2 else reader.day("asked_on")


def _extra_days(case: Case, reader: Reader, moment: Moment) -> str:
    until = reader.coming("until")
    if until is None or not case.stages:
        return ""
    duties = moment.duties(case)
    due = next((d.due for d in duties if d.kind == "respond" and d.stage == case.stage), None)
    days = moment.calendar.between(due, until) if due and until > due else 0
    return f"{days} working day{'' if days == 1 else 's'}" if days > 0 else ""


def _past_limit(kind: LetterKind, case: Case, reader: Reader, moment: Moment) -> bool:
    until = reader.coming("until") if "until" in kind.days else None
    return until is not None and is_past_limit(case, until, moment)


def _boxes(kind: LetterKind, reader: Reader) -> dict[str, str | date | None]:
    words: dict[str, str | date | None] = {name: tidy(reader.text(name)) for name in kind.boxes}
    if words.get("conflict") != Conflict.NONE and "conflict" in words:
        words["conflict"] = ""  # a part in the matter is no answer: the letter shows it as a gap
    return words | {name: day_in(reader, name) for name in kind.days}
