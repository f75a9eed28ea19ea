"""The handling of a case: who, what is asked, updates, new issues. None of it moves a clock."""

from dataclasses import replace

import pytest

from complaintdesk.domain.case import Case, Conflict, Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Entry, PromiseKind
from complaintdesk.domain.rules import handling, intake
from complaintdesk.domain.rules.extensions import MoreTime
from tests.rules.whole_case import (
    NOW,
    TODAY,
    acknowledged,
    answered,
    at_stage_2,
    complaint,
    day,
    either_code,
    provisions,
    request,
    under_both,
)

GUTTER = Point("The gutter", "A repair", Responsibility.OURS)


def clocks(case: Case) -> list[object]:
    """The duties of the stages, whose dates must stay."""
    return [d for d in NOW.duties(case) if d.kind in ("acknowledge", "respond")]


# Who deals with it


@under_both("6.13", "6.14")
@pytest.mark.parametrize("name", ["Sam Patel", "SAM PATEL", " sam  patel"])
def test_h6_13_l6_14_stage_2_is_not_handed_to_who_dealt_with_stage_1(
    name: str, code: Code, provision: str
) -> None:
    ruling = handling.assign(at_stage_2(code), name, "", Conflict.NONE, "")
    assert provisions(ruling) == {"same_person": provision}
    assert handling.assign(at_stage_2(code), "Alex Moss", "", Conflict.NONE, "").concerns == ()


@under_both("6.13", "6.14")
def test_h6_13_l6_14_an_older_case_without_a_handler_at_stage_1_goes_by_its_officer(
    code: Code, provision: str
) -> None:
    case = at_stage_2(code)
    case = replace(case, stages=(replace(case.stages[0], handler=""), case.current))
    ruling = handling.assign(case, "Sam Patel", "", Conflict.NONE, "")
    assert provisions(ruling) == {"same_person": provision}


@under_both("5.8", "5.4")
def test_h5_8_l5_4_whoever_handles_it_had_no_part_in_it(code: Code, provision: str) -> None:
    ruling = handling.assign(complaint(code), "Jo Price", "", Conflict.DECLARED, "Her own repair")
    assert provisions(ruling) == {"conflict": provision}
    details = ruling.case.details
    assert (details.conflict, details.conflict_note) == (Conflict.DECLARED, "Her own repair")


@either_code
def test_h5_4_l6_21_a_third_party_answers_within_the_same_clocks(code: Code) -> None:
    case = acknowledged(code)
    ruling = handling.assign(case, "Jo Price", "Heat Ltd", Conflict.NONE, "")
    assert (ruling.case.current.handler, ruling.case.current.responder) == ("Jo Price", "Heat Ltd")
    assert clocks(ruling.case) == clocks(case)
    assert ruling.entry == "Handled by Jo Price, answered by Heat Ltd."


def test_6_14_handing_over_stage_2_leaves_the_officer_of_stage_1() -> None:
    case = handling.assign(at_stage_2(), "Jo Price", "", Conflict.NONE, "").case
    assert (case.current.handler, case.stages[0].handler, case.details.officer) == (
        "Jo Price", "Sam Patel", "Sam Patel",
    )  # fmt: skip


def test_4_2_a_request_for_service_is_handed_over_too() -> None:
    case = handling.assign(request(), "Jo Price", "", Conflict.NONE, "").case
    assert case.details.officer == "Jo Price"


# Asking


@either_code
def test_h5_6_l5_4_asking_stops_no_clock(code: Code) -> None:
    case = acknowledged(code)
    ruling = handling.clarify(case, TODAY, "Which rooms?", day(11, 27), NOW)
    assert clocks(ruling.case) == clocks(case)
    (chase,) = ruling.case.promises
    assert (chase.kind, chase.due, chase.who) == (PromiseKind.ACTION, day(11, 27), "Sam Patel")
    assert ruling.case.details.questions == "Which rooms?"
    assert ruling.entry.endswith("The clock does not stop for it.")
    assert handling.clarify(case, TODAY, "Which rooms?", None, NOW).case.promises == ()


@under_both("6.12", "6.13")
@pytest.mark.parametrize(
    "questions",
    [
        "Please tell us why.",
        "Why do you want stage 2?",
        "What are your reasons for asking for stage 2?",
        "Why are you still unhappy with our answer?",
        "Explain why you wish to escalate",
    ],
)
def test_h6_12_l6_13_at_stage_2_nobody_is_asked_why(
    questions: str, code: Code, provision: str
) -> None:
    ruling = handling.clarify(at_stage_2(code), TODAY, questions, None, NOW)
    assert provisions(ruling) == {"asks_why": provision}


def test_h6_12_l6_13_what_is_still_in_dispute_may_be_asked_and_anything_at_stage_1() -> None:
    still = "Which points are still in dispute, and what would put it right?"
    assert handling.clarify(at_stage_2(), TODAY, still, None, NOW).concerns == ()
    why = "Explain why the tap was off"
    assert handling.clarify(acknowledged(), TODAY, why, None, NOW).concerns == ()


# Updates


@under_both("5.9", "5.5")
def test_h5_9_l5_5_the_interval_is_agreed_with_the_person(code: Code, provision: str) -> None:
    ruling = handling.agree_updates(acknowledged(code), 5, None, "", NOW)
    assert provisions(ruling) == {"updates_agreed": provision}
    agreed = handling.agree_updates(acknowledged(code), 5, None, "Ann", NOW)
    assert agreed.concerns == ()
    # Five working days after Friday 20 November.
    assert agreed.case.promises[0].due == day(11, 27)
    assert agreed.entry == "Updates every 5 working days, the first by Friday 27 November 2026."


def test_h5_9_l5_5_more_time_without_a_date_brings_no_updates() -> None:
    more = MoreTime(TODAY, None, "x", every=5)
    assert handling.extend_with_updates(acknowledged(), more, NOW).case.promises == ()


def test_h5_9_l5_5_an_interval_that_cannot_be_counted_is_refused() -> None:
    with pytest.raises(BadInput, match="9999 working days cannot be counted"):
        handling.agree_updates(acknowledged(), 9999, None, "Ann", NOW)


# New issues


@either_code
def test_h6_8_l6_9_a_related_issue_joins_and_no_clock_moves(code: Code) -> None:
    case = acknowledged(code)
    ruling = handling.join_issue(case, GUTTER, NOW)
    assert ruling.concerns == ()
    assert ruling.case.details.points[-1] == GUTTER
    assert clocks(ruling.case) == clocks(case)


@under_both("6.8", "6.9")
def test_h6_8_l6_9_after_the_answer_a_new_issue_is_a_complaint_of_its_own(
    code: Code, provision: str
) -> None:
    with pytest.raises(RuleBroken, match="Stage 1 was answered"):
        handling.join_issue(answered(code), GUTTER, NOW)
    ruling = handling.join_issue(at_stage_2(code, outstanding=(2,)), GUTTER, NOW)
    assert provisions(ruling) == {"late_issue": provision}
    assert ruling.case.current.outstanding == (2, 3)


# The record


@either_code
def test_6_1_triage_is_kept_and_moves_nothing(code: Code) -> None:
    case = acknowledged(code)
    after = handling.triage(case, "early", "Lives alone", "yes", "The repairs desk").case
    details = after.details
    assert (details.complexity, details.vulnerability) == ("early", "Lives alone")
    assert (details.group_complaint, details.received_by) == ("yes", "The repairs desk")
    assert NOW.duties(after) == NOW.duties(case)


@pytest.mark.parametrize("kind", [Entry.CALL, Entry.EMAIL_IN, Entry.NOTE])
def test_h5_12_l5_8_a_contact_is_a_line_of_its_kind_also_when_closed(kind: Entry) -> None:
    case = replace(answered(), closed_on=TODAY)
    ruling = handling.contact(case, kind, day(11, 19), "Ann", "All is well", NOW)
    assert (ruling.case, ruling.kind, ruling.happened_on) == (case, kind, day(11, 19))
    assert ruling.entry == "Ann: All is well"
    with pytest.raises(BadInput, match="That day has not come yet"):
        handling.contact(case, kind, day(11, 21), "Ann", "x", NOW)


@either_code
def test_h6_13_l6_14_who_answered_stage_1_stays_on_record_when_handed_over(code: Code) -> None:
    case = answered(code)
    first = case.current.handler
    after = handling.assign(case, "Kim Lee", "", Conflict.NONE, "").case
    assert (after.stages[0].handler, after.details.officer) == (first, "Kim Lee")
    edited = intake.change_details(case, replace(case.details, officer="Kim Lee"), TODAY)
    assert edited.stages[0].handler == first


@either_code
def test_h5_9_l5_5_an_interval_agreed_anew_takes_the_place_of_the_one_before(code: Code) -> None:
    once = handling.agree_updates(acknowledged(code), 5, None, "Ann", NOW).case
    again = handling.agree_updates(once, 10, None, "Ann", NOW).case
    assert [(p.every, p.ended) for p in again.promises] == [(5, "changed"), (10, "")]
