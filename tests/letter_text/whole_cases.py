"""Invented cases in each situation that a letter is written in, made by the rules themselves.

The days: received on Monday 2 November 2026, acknowledged on the 4th, answered on the 13th; stage
2 asked for on the 16th and acknowledged on the 18th.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from complaintdesk.domain.case import (
    Authority,
    Case,
    Conflict,
    Intake,
    Kind,
    Person,
    Point,
    Representative,
    Responsibility,
)
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.domain.rules import new_case
from tests.rules.whole_case import at, day, step

GLORIA = Person("Gloria Adeyemi", "14 Kestrel Court\nMarlow Vale\nMV2 3BB")
TOM = Person("Tom Okafor", "2 Mill Lane\nMarlow Vale\nMV3 9ZZ")
_OURS, _PARTLY = Responsibility.OURS, Responsibility.PARTLY
_EVENINGS = "Ringwell takes our calls in the evening."
POINTS = {
    Code.HOUSING: (
        Point("The boiler has not worked since 12 October.", "A boiler that works.", _OURS),
        Point("Nobody rang back, though you asked three times.", "An apology.", _PARTLY, _EVENINGS),
    ),
    Code.GENERAL: (
        Point("The garden waste was not collected on three Fridays.", "A collection.", _OURS),
        Point("Nobody rang back, though you asked three times.", "An apology.", _PARTLY, _EVENINGS),
    ),
}
REPRESENTED = {"representative": Representative(TOM, "son", Authority.WRITTEN)}
WAITING = {"representative": Representative(TOM, "son", Authority.AWAITED)}
LARGE = {"adjustments": "Large print.\n\nPlease ring before you visit."}


def logged(code: Code, **details: Any) -> Case:
    """A complaint with two points, dealt with by Priya Nair, who had no part in it."""
    given: dict[str, Any] = {"points": POINTS[code], "officer": "Priya Nair"} | details
    given.setdefault("conflict", Conflict.NONE)
    intake = Intake(GLORIA, day(11, 2), code=code, **given)
    return new_case("CD-2026-0417", intake, datetime(2026, 11, 2, 9, tzinfo=UTC), day(11, 2))


def acknowledged(code: Code, **details: Any) -> Case:
    return step(logged(code, **details), "acknowledge", {"on": "4/11/2026"}, at(day(11, 4)))


_REMEDY = {
    "remedy": "money", "what": "A payment for the trouble that you had", "who": "Finance team",
    "due": "30/11/2026", "amount": "£75", "impact": "Cold rooms and many calls",
}  # fmt: skip
_ACTION = {"what": "Check that it still works", "who": "Sam Osei", "due": "27/11/2026"}
FOUND = {
    "finding_1": "upheld",
    "reasons_1": "You told us on 12 October.\n\nNobody came until 9 November. We aim to come "
    "within three days.",
    "relied_on_1": "Our service standard, section 4, and our job records.",
    "finding_2": "not-upheld",
    "reasons_2": "Our phone log shows calls to you on 14 and 20 October that were not answered.",
    "relied_on_2": "Our phone log.",
}  # fmt: skip


def with_promises(code: Code, **details: Any) -> Case:
    """Acknowledged, with a remedy and an action."""
    case = step(acknowledged(code, **details), "remedy", _REMEDY, at(day(11, 12)))
    return step(case, "action", _ACTION, at(day(11, 12)))


def answered(code: Code, **details: Any) -> Case:
    friday = at(day(11, 13))
    case = step(with_promises(code, **details), "decide", FOUND, friday)
    return step(case, "answer", {"on": "13/11/2026"}, friday)


def asked_again(code: Code, **details: Any) -> Case:
    """Stage 2 asked for, about the second point only, and given to Alex Moss."""
    asked = {"on": "16/11/2026", "outstanding_1": "no", "reviewer": "Alex Moss"}
    return step(answered(code, **details), "escalate", asked, at(day(11, 16)))


def at_stage_2(code: Code, **details: Any) -> Case:
    return step(asked_again(code, **details), "acknowledge", {"on": "18/11/2026"}, at(day(11, 18)))


def answered_twice(code: Code, **details: Any) -> Case:
    last = at(day(12, 11))
    case = step(at_stage_2(code, **details), "decide", FOUND, last)
    return step(case, "answer", {"on": "11/12/2026", "signed_off_by": "Dana Reid"}, last)


def under_way(code: Code, **details: Any) -> Case:
    """Answered; the action is done and the remedy was put off."""
    monday, told = at(day(11, 23)), {"why": "The form came back to us.", "told_on": "23/11/2026"}
    case = step(answered(code, **details), "done", {"promise": "2", "outcome": "It works."}, monday)
    return step(case, "change", {"promise": "1", "due": "7/12/2026", **told}, monday)


def from_request(code: Code, **details: Any) -> Case:
    link = Link("CD-2026-0398", LinkKind.FROM_REQUEST)
    return replace(logged(code, **details), links=(link,))


def a_request(code: Code, **details: Any) -> Case:
    given = {"points": POINTS[code], "officer": "Priya Nair", "kind": Kind.REQUEST}
    intake = Intake(GLORIA, day(11, 2), code=code, **given)
    logged_at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    return new_case("CD-2026-0398", intake, logged_at, day(11, 2), day(12, 1))


def all_done(code: Code, **details: Any) -> Case:
    case, monday = answered(code, **details), at(day(11, 23))
    for number in "12":
        case = step(case, "done", {"promise": number, "outcome": ""}, monday)
    return case


def one_kept(code: Code, **details: Any) -> Case:
    case = with_promises(code, **details)
    return step(case, "done", {"promise": "1", "outcome": "Paid."}, at(day(11, 13)))


def one_point(code: Code) -> dict[str, Any]:
    return {"points": POINTS[code][:1]}
