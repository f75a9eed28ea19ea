"""The handling of a case: who deals with it, what to ask, updates, new issues, contacts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case, Conflict, Point
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import Concern, RuleBroken
from complaintdesk.domain.parts import Ending, Entry, Promise, PromiseKind
from complaintdesk.domain.rules.common import (
    QUESTIONS,
    refuse_future,
    why_not_open,
    why_not_running,
    with_stage,
)
from complaintdesk.domain.rules.escalation import other_person
from complaintdesk.domain.rules.extensions import MoreTime, extend
from complaintdesk.domain.rules.promises import promise
from complaintdesk.domain.rules.wording import why_concerns, wording_concerns
from complaintdesk.domain.ruling import Moment, Ruling, concern
from complaintdesk.domain.text import sentence


def assign(case: Case, handler: str, responder: str, conflict: Conflict, note: str) -> Ruling:
    """Who deals with the current stage, and any third party that answers for us.

    H 5.4, 5.8, 6.13; L 5.4, 6.14, 6.21: no part in the matter, and not the same at both stages.
    """
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    details = replace(case.details, conflict=conflict, conflict_note=note)
    if case.stage != 2:
        details = replace(details, officer=handler)
    after = replace(case, details=details)
    if case.stages and not case.current.ended:  # who dealt with what is over stays on record
        stage = replace(case.current, handler=handler, responder=responder)
        after = with_stage(after, stage)
    by = f", answered by {responder}" if responder else ""
    return Ruling(
        after, f"Handled by {handler}{by}.", tuple(_handler_concerns(case, handler, conflict))
    )


def _handler_concerns(case: Case, handler: str, conflict: Conflict) -> Iterator[Concern]:
    if case.stage == 2:
        yield from other_person(case, handler)
    if conflict is Conflict.DECLARED:
        yield concern(case, "conflict", "impartial", "whoever handles it had no part in it.")


def clarify(
    case: Case, asked_on: date, questions: str, reply_by: date | None, moment: Moment
) -> Ruling:
    """Questions to the person (H 5.6, L 5.4). Nothing waits for the answer: no clock pauses."""
    if problem := why_not_running(case):
        raise RuleBroken(problem)
    refuse_future(asked_on, moment, "Asked")
    after = replace(case, details=replace(case.details, questions=questions))
    if reply_by:
        chase = Promise(
            PromiseKind.ACTION,
            "See whether the questions were answered; answer on what is known if not",
            reply_by,
            case.handler,
            about=QUESTIONS,
        )
        after = promise(after, chase).case
    concerns = list(wording_concerns(case, questions))
    if case.stage == 2:
        concerns += why_concerns(case, questions)
    return Ruling(
        after,
        f"Asked on {in_words(asked_on)}: {sentence(questions)} The clock does not stop for it.",
        tuple(concerns),
        happened_on=asked_on,
    )


def agree_updates(
    case: Case, every: int, first: date | None, agreed_with: str, moment: Moment
) -> Ruling:
    """How often the person is kept informed, as agreed with them (H 5.9, L 5.5)."""
    if problem := why_not_running(case):
        raise RuleBroken(problem)
    due = first or moment.calendar.add(moment.today, every)
    made = Promise(
        PromiseKind.UPDATE,
        "Tell the person where the answer stands",
        due,
        case.handler,
        agreed_with,
        every=every,
    )
    ruling = promise(_without_updates(case, moment), made)
    if not agreed_with:
        asked = concern(
            case, "updates_agreed", "updates", "how often to write is to be agreed with the person."
        )
        ruling = replace(ruling, concerns=(*ruling.concerns, asked))
    entry = f"Updates every {every} working days, the first by {in_words(due)}."
    return replace(ruling, entry=entry)


def extend_with_updates(case: Case, more: MoreTime, moment: Moment) -> Ruling:
    """More time, with updates at the interval agreed along with it (H 5.9, L 5.5)."""
    ruling = extend(case, more, moment)
    if not (more.every and more.until):
        return ruling
    first = moment.calendar.add(more.told_on, more.every)
    agreed = agree_updates(ruling.case, more.every, first, more.told_to, moment)
    return replace(
        ruling,
        case=agreed.case,
        entry=f"{ruling.entry} {agreed.entry}",
        concerns=(*ruling.concerns, *agreed.concerns),
    )


def _without_updates(case: Case, moment: Moment) -> Case:
    """An interval agreed anew takes the place of the one before."""
    promises = tuple(
        replace(p, ended=Ending.CHANGED, ended_on=moment.today, outcome="Agreed anew.")
        if p.is_open and p.kind is PromiseKind.UPDATE
        else p
        for p in case.promises
    )
    return replace(case, promises=promises)


def join_issue(case: Case, point: Point, moment: Moment) -> Ruling:
    """A new issue that belongs to this complaint and came before its answer (H 6.8, L 6.9).

    It joins and no clock moves. After the answer to stage 1 it is a complaint of its own.
    """
    if problem := why_not_running(case):
        raise RuleBroken(problem)
    concerns = []
    if case.stage == 2:
        concerns.append(
            concern(
                case,
                "late_issue",
                "new_issues",
                "after the answer to stage 1 a new issue is a new complaint.",
            )
        )
    details = replace(case.details, points=(*case.details.points, point))
    after = replace(case, details=details)
    if case.stage == 2 and case.current.outstanding:
        number = len(details.points)
        stage = replace(case.current, outstanding=(*case.current.outstanding, number))
        after = with_stage(after, stage)
    entry = f"New issue joined as point {len(details.points)}; no date moves: {point.complaint}"
    return Ruling(after, entry, tuple(concerns))


def triage(case: Case, complexity: str, vulnerability: str, group: str, received_by: str) -> Ruling:
    """How much there is to look into, who is vulnerable, one person or a group (6.1, 1.2, 3.2)."""
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    details = replace(
        case.details,
        complexity=complexity,
        vulnerability=vulnerability,
        group_complaint=group,
        received_by=received_by,
    )
    return Ruling(replace(case, details=details), _triaged(complexity, group))


def _triaged(complexity: str, group: str) -> str:
    how = {"early": "can be answered early", "investigate": "needs looking into"}
    who = ", from a group of people" if group else ""
    return f"Triage: {how.get(complexity, 'not said how much there is to do')}{who}."


def contact(case: Case, kind: Entry, on: date, whom: str, text: str, moment: Moment) -> Ruling:
    """A call, visit, e-mail, letter, meeting or note for the record (H 5.12, L 5.8)."""
    refuse_future(on, moment, "It was")
    who = f"{whom}: " if whom else ""
    return Ruling(case, f"{who}{text}", kind=kind, happened_on=on)
