"""Not accepting a complaint or a request for stage 2, on its own merits; and taking it back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.case import Case, Discretion
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Ground, Refusal
from complaintdesk.domain.rules import escalation, refusals
from tests.rules.whole_case import (
    NOW,
    TODAY,
    acknowledged,
    answered,
    at,
    at_stage_2,
    complaint,
    day,
    duty,
    either_code,
    provisions,
    request,
    settled,
    under_both,
)

BEFORE = Refusal(1, Ground.CONSIDERED, TODAY, "It is what was answered in May", "Our letter")
OLD = {"received_on": day(11, 2), "discretion_reason": "No reason for the delay"}


def refused(code: Code = Code.HOUSING) -> Case:
    return settled(refusals.refuse(acknowledged(code), BEFORE, NOW).case)


def grounded(ground: Ground, **more: object) -> Refusal:
    return replace(BEFORE, ground=ground, **more)  # type: ignore[arg-type]


@either_code
def test_2_1_2_4_a_refusal_ends_both_clocks_on_the_day_it_was_told(code: Code) -> None:
    case = settled(refusals.refuse(complaint(code), BEFORE, NOW).case)
    assert refusals.refuse(complaint(code), BEFORE, NOW).concerns == ()
    assert (case.current.refused, case.refusals) == (TODAY, (BEFORE,))
    for kind in ("acknowledge", "respond"):
        assert duty(case, kind).done == TODAY
    assert duty(case, "acknowledge").due == day(11, 9)


@under_both("2.5", "2.5")
def test_h2_5_l2_5_a_refusal_has_this_cases_own_reasoning(code: Code, provision: str) -> None:
    ruling = refusals.refuse(complaint(code), replace(BEFORE, reasoning=""), NOW)
    assert provisions(ruling) == {"own_reasoning": provision}


@under_both("2.1", "2.1")
def test_h2_1_l2_1_the_evidence_for_a_refusal_is_kept(code: Code, provision: str) -> None:
    ruling = refusals.refuse(complaint(code), replace(BEFORE, evidence=""), NOW)
    assert provisions(ruling) == {"evidence": provision}


@under_both("2.2", "2.3")
def test_h2_2_l2_3_a_court_claim_counts_once_it_is_filed(code: Code, provision: str) -> None:
    court = grounded(Ground.COURT)
    assert provisions(refusals.refuse(complaint(code), court, NOW)) == {"claim_filed": provision}
    filed = replace(court, claim_filed=day(11, 19))
    assert refusals.refuse(complaint(code), filed, NOW).concerns == ()
    with pytest.raises(BadInput, match="Filed on Saturday 21 November 2026"):
        refusals.refuse(complaint(code), replace(court, claim_filed=day(11, 21)), NOW)


@under_both("2.3", "2.2")
@pytest.mark.parametrize(
    "matter", [None, date(2025, 11, 2), date(2026, 10, 1)], ids=["unknown", "to the day", "recent"]
)
def test_h2_3_l2_2_within_12_months_there_is_no_such_ground(
    matter: date | None, code: Code, provision: str
) -> None:
    case = complaint(code, matter_date=matter)
    assert provisions(refusals.refuse(case, grounded(Ground.OLD), NOW)) == {"not_old": provision}


@under_both("2.3", "2.2")
def test_h2_3_l2_2_after_12_months_there_is_a_choice_to_be_made_first(
    code: Code, provision: str
) -> None:
    old = {"matter_date": date(2025, 11, 1), **OLD}
    taken = complaint(code, discretion=Discretion.ACCEPTED, **old)
    assert provisions(refusals.refuse(taken, grounded(Ground.OLD), NOW)) == {
        "discretion": provision
    }
    not_taken = complaint(code, discretion=Discretion.NOT_ACCEPTED, **old)
    assert refusals.refuse(not_taken, grounded(Ground.OLD), NOW).concerns == ()


def test_2_4_a_refusal_is_not_told_before_the_complaint_came_in_nor_tomorrow() -> None:
    with pytest.raises(BadInput, match="is before it came in, on Monday 2 November 2026"):
        refusals.refuse(complaint(), replace(BEFORE, told_on=day(11, 1)), NOW)
    with pytest.raises(BadInput, match="Told on Saturday 21 November 2026"):
        refusals.refuse(complaint(), replace(BEFORE, told_on=day(11, 21)), NOW)


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (answered, "Stage 1 was answered on Friday 13 November 2026."),
        (refused, "The complaint was not accepted, as told on Friday 20 November 2026."),
        (at_stage_2, "CD-2026-0001 is at stage 2 already. Its request can be refused instead."),
        (request, "CD-2026-0002 is a request for service: it has no stages."),
    ],
)
def test_2_1_only_a_complaint_at_stage_1_is_refused(
    case: Callable[[], Case], sentence: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        refusals.refuse(case(), BEFORE, NOW)
    assert str(no.value) == sentence


# The request for stage 2


@under_both("2.5", "2.5")
def test_h5_11_l5_7_a_request_for_stage_2_is_refused_on_the_same_terms(
    code: Code, provision: str
) -> None:
    bare = replace(BEFORE, reasoning="")
    ruling = refusals.refuse_escalation(answered(code), day(11, 16), bare, NOW)
    assert provisions(ruling) == {"own_reasoning": provision}
    case = settled(ruling.case)
    assert (case.stage, case.current.started, case.current.refused) == (2, day(11, 16), TODAY)
    assert case.refusals[0].stage == 2
    assert case.stages[0] == answered(code).stages[0]


@either_code
def test_h5_11_l5_7_one_that_was_logged_can_be_refused_too(code: Code) -> None:
    case = settled(refusals.refuse_escalation(at_stage_2(code), None, BEFORE, NOW).case)
    assert case.current.refused == TODAY
    with pytest.raises(RuleBroken, match="Stage 2 was not accepted, as told on Friday 20"):
        refusals.refuse_escalation(case, None, BEFORE, NOW)


@either_code
def test_h5_11_l5_7_no_request_is_turned_away_while_stage_1_owes_its_answer(code: Code) -> None:
    """Else the answer to stage 1 would never be due again, and could not be given either."""
    asked = escalation.Escalation(TODAY, "Alex Moss")
    for case in (acknowledged(code), escalation.escalate(acknowledged(code), asked, NOW).case):
        with pytest.raises(RuleBroken, match="Stage 1 is not answered, and its answer stays owed"):
            refusals.refuse_escalation(case, day(11, 16), BEFORE, NOW)


def test_h5_11_l5_7_the_day_of_the_request_is_needed() -> None:
    with pytest.raises(BadInput, match="Say on which day stage 2 was asked for"):
        refusals.refuse_escalation(answered(), None, BEFORE, NOW)


# Taking it back


def unseen(code: Code) -> Case:
    """Refused before it was ever acknowledged."""
    return settled(refusals.refuse(complaint(code), BEFORE, NOW).case)


@either_code
def test_h2_4_l2_4_taken_back_the_refusal_stays_on_record_and_the_clocks_begin_that_day(
    code: Code,
) -> None:
    later = at(day(11, 24))
    ruling = refusals.take_back(unseen(code), day(11, 23), "New evidence", False, later)
    case = settled(ruling.case, later)
    assert (case.refusals[0].stands, case.refusals[0].reversed_on) == (False, day(11, 23))
    assert case.refusals[0].reasoning == BEFORE.reasoning
    assert case.details.received_on == day(11, 2)
    # Day 0 is Monday 23 November: acknowledge by Monday 30th, answer 10 working days after that.
    assert duty(case, "acknowledge").due == day(11, 30)
    assert duty(case, "respond").due == day(12, 14)
    assert duty(case, "acknowledge").done is None


def test_h2_4_the_ombudsman_can_have_it_accepted() -> None:
    ruling = refusals.take_back(refused(), TODAY, "Decision 2026-1", True, NOW)
    assert ruling.entry.startswith("The ombudsman asked for it to be accepted on Friday 20 Nov")


@either_code
def test_h2_4_l2_4_what_was_acknowledged_before_its_refusal_has_kept_its_clock(code: Code) -> None:
    case = settled(refusals.take_back(refused(code), TODAY, "New evidence", False, NOW).case)
    assert case.current == acknowledged(code).current
    assert duty(case, "respond").due == duty(acknowledged(code), "respond").due


def test_2_4_a_closed_case_is_open_again_once_its_refusal_is_taken_back() -> None:
    closed = replace(refused(), closed_on=TODAY, closed_why="not-accepted")
    ruling = refusals.take_back(closed, TODAY, "New evidence", False, NOW)
    assert ruling.case.closed_on is None
    assert ruling.entry.endswith("New evidence The case is open again.")


def test_2_4_a_refusal_of_stage_2_taken_back_leaves_stage_1_alone() -> None:
    case = settled(refusals.refuse_escalation(answered(), day(11, 16), BEFORE, NOW).case)
    again = settled(refusals.take_back(case, TODAY, "x", False, NOW).case)
    assert again.stages[0] == case.stages[0]
    assert (again.current.started, again.current.refused) == (TODAY, None)


def test_2_4_only_what_was_refused_is_taken_back_and_not_before_that_day() -> None:
    with pytest.raises(RuleBroken, match="Nothing has been refused here"):
        refusals.take_back(acknowledged(), TODAY, "x", False, NOW)
    with pytest.raises(BadInput, match="It was refused on Friday 20 November 2026"):
        refusals.take_back(refused(), day(11, 19), "x", False, NOW)
    with pytest.raises(RuleBroken, match="it has no stages"):
        refusals.take_back(request(), TODAY, "x", False, NOW)
