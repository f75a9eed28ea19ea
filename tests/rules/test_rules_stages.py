"""The two stages: acknowledge, decide, answer; under both Codes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from complaintdesk.domain.case import Conflict, Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Decision, Ending, Finding, Promise, PromiseKind, RemedyType
from complaintdesk.domain.rules import escalation, extensions, stages
from complaintdesk.domain.rules.handling import agree_updates
from complaintdesk.domain.rules.promises import promise
from tests.rules.whole_case import (
    NOW,
    TODAY,
    acknowledged,
    answered,
    at_stage_2,
    complaint,
    day,
    decided,
    duty,
    either_code,
    more,
    provisions,
    request,
    settled,
    under_both,
)

REMEDY = Promise(PromiseKind.REMEDY, "A letter", day(11, 30), "Sam", remedy=RemedyType.APOLOGY)

# Acknowledging


@under_both("5.6", "5.4")
def test_h5_6_l5_4_acknowledging_without_the_complaint_defined(code: Code, provision: str) -> None:
    bare = complaint(code, points=(), summary="Heating")
    found = provisions(stages.record_acknowledgement(bare, TODAY, "", NOW))
    assert found["definition"] == provision


@under_both("5.6", "5.4")
def test_h5_6_l5_4_acknowledging_without_the_outcomes_sought(code: Code, provision: str) -> None:
    case = complaint(code, points=(Point("No heating", "", Responsibility.OURS),))
    asked = {"outcomes": provision} if code is Code.HOUSING else {}  # L 6.12: at stage 2 only
    assert provisions(stages.record_acknowledgement(case, TODAY, "", NOW)) == asked
    whole = stages.record_acknowledgement(complaint(code), TODAY, "by phone", NOW)
    assert whole.concerns == ()
    assert whole.entry == "Stage 1 acknowledged on Friday 20 November 2026 (by phone)."


@under_both("5.6", "6.12")
def test_h5_6_l6_12_at_stage_2_the_outcomes_can_be_said_anew(code: Code, provision: str) -> None:
    points = (Point("No heating", "", Responsibility.OURS),)
    asked = at_stage_2(code)
    bare = replace(asked, details=replace(asked.details, points=points))
    said = replace(bare, stages=(bare.stages[0], replace(bare.current, outcomes="A repair")))
    assert provisions(stages.record_acknowledgement(bare, TODAY, "", NOW)) == {
        "outcomes": provision
    }
    assert stages.record_acknowledgement(said, TODAY, "", NOW).concerns == ()


@under_both("6.13", "6.14")
def test_h6_13_l6_14_the_same_person_at_stage_2_is_seen_when_acknowledging(
    code: Code, provision: str
) -> None:
    case = at_stage_2(code, reviewer="sam PATEL")
    ruling = stages.record_acknowledgement(case, TODAY, "", NOW)
    assert provisions(ruling) == {"same_person": provision}


@either_code
def test_h5_7_l6_7_whose_each_point_is_is_said_at_acknowledgement_or_in_the_answer(
    code: Code,
) -> None:
    open_point = complaint(code, points=(Point("No heating", "A repair"),))
    said = stages.record_acknowledgement(open_point, TODAY, "", NOW)
    answered_ = stages.answer(said.case, TODAY, "", NOW)
    at_first, at_last = provisions(said), provisions(answered_)
    if code is Code.HOUSING:
        assert at_first == {"responsibility": "5.7"}
        assert "responsibility" not in at_last
    else:
        assert at_first == {}
        assert at_last["responsibility"] == "6.7"


# Deciding


@either_code
def test_h6_7_l6_7_points_are_decided_one_by_one_and_again(code: Code) -> None:
    case = acknowledged(code)
    one = stages.decide(case, (Decision(1, 2, Finding.UPHELD, "a", "b"),), NOW)
    assert one.entry == "Decided at stage 1: point 2 upheld."
    two = stages.decide(one.case, (Decision(1, 1, Finding.PARTLY, "a", "b"),), NOW)
    again = stages.decide(two.case, (Decision(1, 2, Finding.NO_FINDING, "c", "d"),), NOW)
    assert [(d.point, d.finding) for d in again.case.decisions] == [
        (1, Finding.PARTLY), (2, Finding.NO_FINDING),
    ]  # fmt: skip


def test_h6_18_l6_7_stage_2_decides_anew_and_keeps_what_stage_1_decided() -> None:
    case = at_stage_2()
    after = stages.decide(case, (Decision(2, 1, Finding.UPHELD, "a", "b"),), NOW).case
    assert [(d.stage, d.point) for d in after.decisions] == [(1, 1), (1, 2), (2, 1)]


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ((), "no decision is on record"),
        ((Finding.UPHELD, Finding.UPHELD), "upheld"),
        ((Finding.UPHELD, Finding.NOT_UPHELD), "partly upheld"),
        ((Finding.PARTLY, Finding.NO_FINDING), "partly upheld"),
        ((Finding.NO_FINDING, Finding.NOT_UPHELD), "not upheld"),
        ((Finding.NO_FINDING, Finding.NO_FINDING), "no finding"),
    ],
)
def test_h6_9c_l6_8_what_the_points_add_up_to(findings: tuple[Finding, ...], words: str) -> None:
    made = tuple(Decision(1, n, f, "a", "b") for n, f in enumerate(findings, 1))
    assert stages.overall(replace(acknowledged(), decisions=made)) == words


# Answering


@either_code
def test_h6_6_l6_6_answering_is_not_closing_and_leaves_what_was_promised(code: Code) -> None:
    case = promise(decided(acknowledged(code)), REMEDY).case
    after = settled(stages.answer(case, day(11, 18), "", NOW).case)
    assert after.closed_on is None
    assert [p.is_open for p in after.promises] == [True]
    assert duty(after, "respond").state is State.DONE_ON_TIME
    assert after.current.respond_by == day(11, 18)


@either_code
def test_h5_9_l5_5_the_answer_meets_an_open_update_and_no_other_promise(code: Code) -> None:
    case = promise(decided(acknowledged(code)), REMEDY).case
    case = agree_updates(case, 5, None, "Ann", NOW).case
    remedy, update = stages.answer(case, day(11, 19), "", NOW).case.promises
    assert remedy.is_open
    assert (update.ended, update.ended_on) == (Ending.KEPT, day(11, 19))
    assert update.outcome == "The answer was sent."


@under_both("6.7", "6.7")
def test_h6_7_l6_7_a_point_without_decision_reasons_or_what_was_relied_on(
    code: Code, provision: str
) -> None:
    ours = Responsibility.OURS
    case = acknowledged(code, points=tuple(Point(x, "", ours) for x in "abcd"))
    made = (
        Decision(1, 2, Finding.NOT_UPHELD),
        Decision(1, 3, Finding.NOT_UPHELD, "We rang"),
        Decision(1, 4, Finding.NOT_UPHELD, "We rang", "Phone log"),
    )
    found = provisions(stages.answer(replace(case, decisions=made), TODAY, "", NOW))
    assert found == dict.fromkeys(
        ["undecided_1", "reasons_2", "relied_on_2", "relied_on_3"], provision
    )


@under_both("6.7", "6.7")
def test_h6_7_l6_7_a_complaint_without_any_point_has_nothing_decided(
    code: Code, provision: str
) -> None:
    case = acknowledged(code, points=(), summary="Heating")
    assert provisions(stages.answer(case, TODAY, "", NOW)) == {"undecided": provision}


@under_both("6.18", "6.7")
def test_h6_18_l6_7_at_stage_2_only_what_is_still_in_dispute_is_decided(
    code: Code, provision: str
) -> None:
    case = settled(
        stages.record_acknowledgement(at_stage_2(code, outstanding=(2,)), TODAY, "", NOW).case
    )
    found = provisions(stages.answer(case, TODAY, "The director", NOW))
    assert found == {"undecided_2": provision}


@under_both("7.1", "7.1")
def test_h7_1_l7_1_something_upheld_has_a_remedy(code: Code, provision: str) -> None:
    made = tuple(Decision(1, n, Finding.PARTLY, "a", "b") for n in (1, 2))
    case = replace(acknowledged(code), decisions=made)
    assert provisions(stages.answer(case, TODAY, "", NOW)) == {"no_remedy": provision}
    assert stages.answer(promise(case, REMEDY).case, TODAY, "", NOW).concerns == ()


@under_both("7.3", "7.3")
def test_h7_3_l7_3_a_remedy_in_the_answer_has_a_date(code: Code, provision: str) -> None:
    case = promise(decided(acknowledged(code)), replace(REMEDY, due=None)).case
    assert provisions(stages.answer(case, TODAY, "", NOW)) == {"remedy_date": provision}


@under_both("5.8", "5.4")
def test_h5_8_l5_4_an_officer_with_a_part_in_the_matter(code: Code, provision: str) -> None:
    case = decided(acknowledged(code, conflict=Conflict.DECLARED))
    assert provisions(stages.answer(case, TODAY, "", NOW)) == {"conflict": provision}


@under_both("6.20", "6.19")
def test_h6_20_l6_19_the_final_answer_is_signed_off(code: Code, provision: str) -> None:
    case = settled(stages.record_acknowledgement(at_stage_2(code), TODAY, "", NOW).case)
    assert provisions(stages.answer(decided(case), TODAY, "", NOW)) == {"sign_off": provision}
    signed = stages.answer(decided(case), TODAY, "The director", NOW)
    assert signed.concerns == ()
    assert signed.entry == (
        "Stage 2 answered on Friday 20 November 2026, signed off by The director: not upheld."
    )


@under_both("6.13", "6.14")
@pytest.mark.parametrize("reviewer", ["Sam Patel", "sam patel", "  SAM \t PATEL "])
def test_h6_13_l6_14_nobody_answers_both_stages_however_the_name_is_typed(
    reviewer: str, code: Code, provision: str
) -> None:
    case = settled(
        stages.record_acknowledgement(at_stage_2(code, reviewer=reviewer), TODAY, "", NOW).case
    )
    found = stages.answer(decided(case), TODAY, "The director", NOW)
    assert provisions(found) == {"same_person": provision}
    assert "dealt with stage 1, so somebody else is to review it" in found.concerns[0].sentence


@under_both("6.13", "6.14")
def test_h6_13_l6_14_a_reviewer_who_is_not_named_proves_nothing(code: Code, provision: str) -> None:
    case = settled(
        stages.record_acknowledgement(at_stage_2(code, reviewer=""), TODAY, "", NOW).case
    )
    found = provisions(stages.answer(decided(case), TODAY, "The director", NOW))
    assert found == {"no_reviewer": provision}


def test_6_3_a_stage_is_answered_once_and_not_tomorrow() -> None:
    with pytest.raises(RuleBroken, match="Stage 1 was answered on Friday 13 November 2026"):
        stages.answer(answered(), TODAY, "", NOW)
    with pytest.raises(BadInput, match="Answered on Saturday 21 November 2026"):
        stages.answer(acknowledged(), day(11, 21), "", NOW)


def test_6_3_an_answer_before_the_acknowledgement_is_impossible() -> None:
    ruling = stages.answer(acknowledged(), day(11, 3), "", NOW)
    with pytest.raises(RuleBroken, match="One of the two dates must be wrong"):
        settled(ruling.case)


@either_code
def test_7_1_a_remedy_that_could_not_be_done_is_no_remedy_on_record(code: Code) -> None:
    upheld = Decision(1, 1, Finding.UPHELD, "Cold", "Policy")
    gone = Promise(
        PromiseKind.REMEDY, "x", TODAY, "Sam", ended=Ending.UNDELIVERABLE, ended_on=TODAY
    )
    case = replace(acknowledged(code), decisions=(upheld,), promises=(gone,))
    assert provisions(stages.answer(case, TODAY, "", NOW))["no_remedy"] == "7.1"


# No stage at all


def test_5_1_a_request_for_service_has_no_stage() -> None:
    for why in (
        escalation.why_not_escalate(request()),
        _refusal(lambda: extensions.extend(request(), more(day(12, 1)), NOW)),
        _refusal(lambda: stages.answer(request(), TODAY, "", NOW)),
    ):
        assert why == "CD-2026-0002 is a request for service: it has no stages."


def _refusal(act: Callable[[], object]) -> str:
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value)
