"""Linked cases: two parts of one contact, a new issue, requests and complaints that turn.

Until all cases are numbered, a mark stands for the other one's reference.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case, Kind
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Entry, Link, LinkKind, Promise, PromiseKind
from complaintdesk.domain.rules import endings
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.words import LINKS
from complaintdesk.services.training.dates import REVIEW_DAYS, Timeline
from complaintdesk.services.training.draft import Draft, keep_on, promised
from complaintdesk.services.training.plans import PLANS, Plan, Step
from complaintdesk.services.training.progress import contact
from complaintdesk.services.training.script import AFTER, ANSWERED, CLOSED, Act

Pair = tuple[Draft, Draft]  # the one that was there first in front

# How the case that was there first belongs to the other one.
_KINDS = {
    "mixed": LinkKind.OTHER_PART,
    "issue": LinkKind.NEW_ISSUE,
    "asked": LinkKind.FROM_REQUEST,
    "really": LinkKind.WAS_COMPLAINT,
}
_REVIEW = "See how the request stands, and whether the person is satisfied"
_REALLY = (
    "It asks for something to be put right that nobody had been told of. Rang: content with "
    "that, and knows that a complaint can be made at any time."
)
_NOT_CONTENT = "Rang: it has not been done, and they are not content. A complaint is logged."
_DONE = {
    Code.HOUSING: "A new washer; tried out with the tenant, who is content.",
    Code.GENERAL: "Brought and signed for. Rang: content with it.",
}
_AGAIN = {
    Code.HOUSING: ("The crew goes back and cuts the hedge", "Estates team"),
    Code.GENERAL: ("The bin is ordered again and brought", "Waste team"),
}
_PASSED_ON = (Entry.NOTE, "Passed to the team that does it; they will look at it this week.")


def pairs(drafts: Iterable[Draft]) -> list[Pair]:
    """Each two cases that belong together; one whose other half is not asked for stands alone."""
    found: dict[tuple[str, int], list[Draft]] = {}
    for draft in drafts:
        if draft.plan.tie:
            found.setdefault((draft.plan.tie, draft.number // len(PLANS)), []).append(draft)
    whole = [both for both in found.values() if len(both) == 2]
    return [(one, other) if comes_second(other.plan) else (other, one) for one, other in whole]


def comes_second(plan: Plan) -> bool:
    """Whether it is the one of two linked cases that was there later, of the other's person."""
    return {
        "mixed": plan.code is Code.GENERAL,
        "issue": plan.step is Step.NEW,
        "asked": plan.stage > 0,
        "really": plan.stage == 0,
    }.get(plan.tie.partition("-")[0], False)


def _kind(draft: Draft) -> LinkKind:
    return _KINDS[draft.plan.tie.partition("-")[0]]


def match(pair: Pair) -> None:
    """Make the two of one person, and their days fit; before either script is written."""
    first, second = pair
    kind = _kind(first)
    theirs = first.details
    second.details = replace(
        second.details, complainant=theirs.complainant, representative=theirs.representative,
        adjustments=theirs.adjustments, vulnerability=theirs.vulnerability,
        channel=theirs.channel if kind is LinkKind.OTHER_PART else second.details.channel,
    )  # fmt: skip
    if kind is LinkKind.OTHER_PART:
        _same_arrival(first, second)
    elif kind is LinkKind.FROM_REQUEST:
        first.line = _asked_before(first, second)
        received = first.line.received_on
        first.details = replace(first.details, received_on=received, matter_date=None)
    elif kind is LinkKind.WAS_COMPLAINT:
        second.line = _goes_on(first, second)
        second.details = replace(theirs, kind=Kind.REQUEST)


def _same_arrival(first: Draft, second: Draft) -> None:
    line = first.line
    stage = replace(second.line.stages[0], started_at=line.stages[0].started_at)
    second.line = replace(
        second.line, stages=(stage,), received_at=line.received_at, logged_on=line.logged_on
    )
    second.details = replace(second.details, received_time=first.details.received_time)


def _asked_before(request: Draft, complaint: Draft) -> Timeline:
    """The request came in so long before that its review is the day of dissatisfaction."""
    voiced = complaint.line.received_on
    received = request.days.back(voiced, REVIEW_DAYS)
    return replace(request.line, received_on=received, logged_on=received, review_on=voiced)


def _goes_on(complaint: Draft, request: Draft) -> Timeline:
    """The request is logged on the day on which the complaint is closed as one."""
    line, told = complaint.line, complaint.line.closed_on
    assert told is not None
    return replace(
        request.line, received_on=line.received_on, received_at=line.received_at,
        logged_on=told, review_on=request.days.ahead(told, REVIEW_DAYS),
    )  # fmt: skip


def request(draft: Draft) -> None:
    """What is done about a request for service, and a complaint that is found to be one."""
    if draft.shows("request"):
        _was_a_request(draft)
    if draft.line.stages:
        return
    days, closed_on = draft.days, draft.line.closed_on
    on = days.ahead(draft.line.logged_on, 1)
    if on <= (closed_on or days.last):
        draft.script.add(on, draft.handler(), contact(_PASSED_ON, on))
    if closed_on:
        _dealt_with(draft, closed_on)


def _was_a_request(draft: Draft) -> None:
    told = draft.line.closed_on
    assert told is not None
    draft.script.add(
        told, draft.handler(),
        lambda case, moment: endings.was_a_request(case, told, _REALLY, "", moment), ANSWERED,
    )  # fmt: skip


def _dealt_with(draft: Draft, on: date) -> None:
    done = _DONE[draft.details.code]
    draft.script.add(
        on, draft.handler(),
        lambda case, moment: endings.request_dealt_with(
            case, on, done, endings.Satisfied.YES, moment
        ),
        CLOSED,
    )  # fmt: skip


def link(pair: Pair) -> None:
    """Name each case in the other on the day on which the second one is logged."""
    first, second = pair
    kind, on, by = _kind(first), second.line.logged_on, second.handler()
    if kind is LinkKind.FROM_REQUEST:
        _dissatisfied(first, second)
    second.script.add(on, by, _linked(first.mark, kind), AFTER)
    first.script.add(on, by, _linked(second.mark, kind.back), AFTER)


def _linked(mark: str, kind: LinkKind) -> Act:
    def act(case: Case, moment: Moment) -> Ruling:
        linked = replace(case, links=(*case.links, Link(mark, kind)))
        return Ruling(linked, f"{mark} is {LINKS[kind]}.")

    return act


def _dissatisfied(draft: Draft, complaint: Draft) -> None:
    """The review brings the dissatisfaction to light; the request goes on all the same."""
    on, by, days = complaint.line.received_on, draft.handler(), draft.days
    keep_on(draft, on, by, _REVIEW, _NOT_CONTENT)
    what, who = _AGAIN[draft.details.code]
    closed_on = draft.line.closed_on
    due = closed_on or days.due(draft.plan.day)
    made = Promise(PromiseKind.ACTION, what, due, who, draft.details.complainant.name)
    draft.script.add(on, by, promised(made), AFTER)
    if closed_on:
        keep_on(draft, days.back(closed_on, 1), by, what, "Done; a photograph is on the file.")
