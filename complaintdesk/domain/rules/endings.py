"""How a case ends, and how a request and a complaint turn into each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from complaintdesk.domain.case import Case, Conflict, Discretion, Intake, Kind
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, Concern, RuleBroken
from complaintdesk.domain.parts import Ending, LinkKind, Promise
from complaintdesk.domain.rules.common import (
    REQUEST,
    latest,
    refuse_future,
    why_not_complaint,
    why_not_open,
)
from complaintdesk.domain.ruling import Moment, Ruling, cited, concern


class Closing(StrEnum):
    """Why a case is closed."""

    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"
    REFUSED = "not-accepted"
    WAS_REQUEST = "was-a-request"
    IN_ERROR = "logged-in-error"


CLOSINGS = {
    Closing.COMPLETE: "answered, and everything promised is done",
    Closing.WITHDRAWN: "withdrawn by the person",
    Closing.REFUSED: "not accepted",
    Closing.WAS_REQUEST: "it was a request for service, and goes on as one",
    Closing.IN_ERROR: "logged in error",
}


class Satisfied(StrEnum):
    """Whether the person is content with what was done about their request (H 1.5, L 1.7)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "not-known"


def close(case: Case, on: date, why: Closing, note: str, reasons: str, moment: Moment) -> Ruling:
    """The end of a case: answered, with everything promised done (H 6.6, 6.17; L 6.6).

    What is still open can only be left with a reason, which stays with each promise.
    """
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    refuse_future(on, moment, "Closed")
    if why in (Closing.WITHDRAWN, Closing.IN_ERROR) and not note:
        raise BadInput(
            "Say in the note how that is known: who withdrew it and when, or what went wrong."
        )
    if case.kind is Kind.REQUEST and why is Closing.COMPLETE:
        raise BadInput(
            "A request is closed by “The request is dealt with”, which asks whether the "
            "person is content."
        )
    _refuse_before_last(case, on)
    promises = _dropped(case.promises, on, reasons)
    said = f" {note}" if note else ""
    left = len(case.open_promises)
    because = f"with {left} of what was promised not done" if left else CLOSINGS[why]
    return Ruling(
        replace(case, closed_on=on, closed_why=str(why), promises=promises),
        f"Closed on {in_words(on)}: {because}.{said}",
        tuple(_closing_concerns(case, why)),
        happened_on=on,
    )


def _refuse_before_last(case: Case, on: date) -> None:
    if on < (last := latest(case)):
        raise BadInput(f"Something happened after that, on {in_words(last)}.")


def _dropped(promises: tuple[Promise, ...], on: date, reasons: str) -> tuple[Promise, ...]:
    """What is left undone, with the reason."""
    left = reasons or "Left open when the case was closed."
    return tuple(
        replace(p, ended=Ending.DROPPED, ended_on=on, outcome=left) if p.is_open else p
        for p in promises
    )


def _left_undone(case: Case, promises: tuple[Promise, ...]) -> Iterator[Concern]:
    """H 6.6, 6.17, L 6.6; of a request H 1.4, L 1.8."""
    if count := sum(p.is_open for p in promises):
        things = "one thing promised is" if count == 1 else f"{count} things promised are"
        number = case.profile.provision("request")
        if case.stages:
            number = case.profile.stages[case.stage].when_known
        yield cited(
            case,
            "open_promises",
            number,
            f"a case stays open until what was promised is done; {things} not.",
        )


def _closing_concerns(case: Case, why: Closing) -> Iterator[Concern]:
    yield from _left_undone(case, case.promises)
    if why is Closing.REFUSED and case.kind is Kind.COMPLAINT and not case.current.refused:
        yield concern(
            case,
            "not_refused",
            "accept",
            "no refusal is on record, with its ground and its evidence.",
        )
    if case.kind is Kind.COMPLAINT and why is Closing.COMPLETE and not case.current.ended:
        yield cited(
            case,
            "unanswered",
            case.profile.stages[case.stage].respond,
            f"stage {case.stage} was not answered, and the person not told.",
        )
    if any(m.decided_on is None for m in case.matters):
        yield concern(case, "ombudsman_open", "ombudsman", "the ombudsman has not decided yet.")


def why_not_request(case: Case) -> str:
    """Why a request's tasks do not fit: it is a complaint, or closed."""
    if case.kind is Kind.COMPLAINT:
        return f"{case.ref} is a complaint."
    return why_not_open(case)


def request_dealt_with(
    case: Case,
    on: date,
    outcome: str,
    satisfied: Satisfied,
    moment: Moment,
    reasons: str = "",
) -> Ruling:
    """A request for service done. Whoever is not content is offered a complaint first (1.3).

    Its review is met by that; anything else still open can only be left with a reason.
    """
    if problem := why_not_request(case):
        raise RuleBroken(problem)
    refuse_future(on, moment, "Dealt with")
    if on < case.details.received_on:
        raise BadInput(f"It came in on {in_words(case.details.received_on)}, after that day.")
    _refuse_before_last(case, on)
    reviewed = tuple(
        replace(p, ended=Ending.KEPT, ended_on=on, outcome=outcome)
        if p.is_open and p.about == REQUEST
        else p
        for p in case.promises
    )
    became = any(link.kind is LinkKind.BECAME_COMPLAINT for link in case.links)
    concerns = list(_left_undone(case, reviewed))
    if satisfied is Satisfied.NO and not became:
        concerns.append(
            concern(
                case,
                "dissatisfied",
                "dissatisfied",
                "the person is dissatisfied, and no complaint was raised.",
            )
        )
    return Ruling(
        replace(
            case,
            closed_on=on,
            closed_why=str(Closing.COMPLETE),
            promises=_dropped(reviewed, on, reasons),
        ),
        f"Request dealt with on {in_words(on)}: {outcome}",
        tuple(concerns),
        happened_on=on,
    )


def why_not_was_request(case: Case) -> str:
    """Why it cannot be called a request any more."""
    if problem := why_not_complaint(case):
        return problem
    if case.current.ended or case.stage == 2:
        return f"{case.ref} was handled as a complaint already; it stays one."
    return ""


def was_a_request(
    case: Case, told_on: date | None, why: str, reasons: str, moment: Moment
) -> Ruling:
    """A complaint that was really a request (H 1.4, L 1.2): closed as one, with the person told.

    The request itself is logged along with it as a linked case, so that both stay on record.
    What was promised is not carried over; leaving it takes a reason, as with any closing.
    """
    if problem := why_not_was_request(case):
        raise RuleBroken(problem)
    if told_on:
        refuse_future(told_on, moment, "Told")
    on = told_on or moment.today
    ruling = close(case, on, Closing.WAS_REQUEST, why, reasons, moment)
    concerns = list(ruling.concerns)
    if told_on is None:
        concerns.append(
            concern(
                case,
                "request_not_told",
                "choice",
                "the person is to be told, and that they can still complain.",
            )
        )
    request = linked_intake(case, LinkKind.WAS_COMPLAINT, moment.today)
    return replace(ruling, concerns=tuple(concerns), also=(request, LinkKind.WAS_COMPLAINT))


def linked_intake(case: Case, kind: LinkKind, today: date) -> Intake:
    """What the form of a linked case begins with: the same person, and what belongs to the link.

    A complaint out of a request starts on the day of dissatisfaction (H 1.5, L 1.7), proposed as
    today; the other part of a mixed contact came in on the same day, under its own Code.
    """
    new = replace(
        case.details,
        kind=Kind.COMPLAINT,
        points=(),
        summary="",
        questions="",
        external_id="",
        matter_date=None,
        aware_date=None,
        discretion=Discretion.UNDECIDED,
        discretion_reason="",
        conflict=Conflict.UNCHECKED,
        conflict_note="",
        complexity="",
        received_on=today,
        received_time=None,
    )
    if kind is LinkKind.OTHER_PART:
        return replace(
            new,
            code=next(code for code in Code if code is not case.code),
            service="",
            received_on=case.details.received_on,
            received_time=case.details.received_time,
        )
    if kind is LinkKind.FROM_REQUEST:
        return replace(new, summary=case.details.summary, points=case.details.points)
    if kind is LinkKind.WAS_COMPLAINT:
        return replace(case.details, kind=Kind.REQUEST, external_id="")
    return new
