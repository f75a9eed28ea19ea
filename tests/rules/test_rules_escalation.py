"""Asking for stage 2, and no stage after it; under both Codes."""

from dataclasses import replace

import pytest

from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import RuleBroken
from complaintdesk.domain.rules import escalation, stages
from complaintdesk.domain.rules.escalation import Escalation
from tests.rules.whole_case import (
    NOW,
    TODAY,
    acknowledged,
    answered,
    at_stage_2,
    day,
    decided,
    duty,
    either_code,
    provisions,
    settled,
    under_both,
)


@either_code
def test_h6_11_l6_12_the_request_starts_the_clocks_of_stage_2_on_its_own_day(code: Code) -> None:
    case = at_stage_2(code)
    # Asked for on Monday 16 November: acknowledge by Monday 23rd, and 20 working days after it.
    assert duty(case, "acknowledge", 2).due == day(11, 23)
    assert duty(case, "respond", 2).due == day(12, 21)
    assert duty(case, "respond", 2).provisional


@either_code
def test_h6_12_l6_13_no_reason_is_asked_for_and_one_that_was_told_is_noted(code: Code) -> None:
    plain = escalation.escalate(answered(code), Escalation(TODAY, "Alex Moss"), NOW)
    assert plain.concerns == ()
    told = Escalation(TODAY, "Alex Moss", reason_given="Still cold")
    assert escalation.escalate(answered(code), told, NOW).case.current.reason_given == "Still cold"


@under_both("6.10", "6.11")
def test_h6_10_l6_11_a_stage_moves_on_once_the_person_has_its_answer(
    code: Code, provision: str
) -> None:
    ruling = escalation.escalate(acknowledged(code), Escalation(TODAY, "Alex Moss"), NOW)
    assert provisions(ruling) == {"stage_1_unanswered": provision}
    assert ruling.entry.endswith("with stage 1 not answered.")
    waiting = duty(ruling.case, "respond", 1)
    assert (waiting.due, waiting.done) == (day(11, 18), None)


@under_both("5.3", "6.20")
def test_h5_3_l6_20_there_is_no_third_stage_at_all(code: Code, provision: str) -> None:
    second = settled(stages.record_acknowledgement(at_stage_2(code), TODAY, "", NOW).case)
    for case in (second, settled(stages.answer(decided(second), TODAY, "x", NOW).case)):
        with pytest.raises(RuleBroken) as refused:
            escalation.escalate(case, Escalation(TODAY), NOW)
        assert f"There is no stage after stage 2 ({case.profile.cite(provision)})." in str(
            refused.value
        )
        assert case.profile.ombudsman.name in str(refused.value)


@either_code
def test_h6_10_l6_11_a_case_that_was_answered_and_closed_goes_on_when_stage_2_is_asked_for(
    code: Code,
) -> None:
    """Nothing was wrong with the closing, so nothing has to be corrected."""
    closed = replace(answered(code), closed_on=day(11, 16), closed_why="complete")
    ruling = escalation.escalate(closed, Escalation(TODAY, "Alex Moss"), NOW)
    assert (ruling.case.stage, ruling.case.closed_on, ruling.case.closed_why) == (2, None, "")
    assert ruling.entry == ("Stage 2 asked for on Friday 20 November 2026. The case is open again.")
    unanswered = replace(acknowledged(code), closed_on=day(11, 16), closed_why="withdrawn")
    assert "was closed on Monday 16 November" in escalation.why_not_escalate(unanswered)


def test_h6_10_l6_11_stage_2_cannot_be_asked_for_before_stage_1_was_answered() -> None:
    ruling = escalation.escalate(answered(), Escalation(day(11, 12)), NOW)
    with pytest.raises(RuleBroken, match="Stage 2 was asked for on Thursday 12 November 2026, but"):
        settled(ruling.case)
