"""The two stages: acknowledge, more time, decide, answer, ask for stage 2; under both Codes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.case import Conflict, Point, Responsibility, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Decision, Ending, Finding, Promise, PromiseKind, RemedyType
from complaintdesk.domain.rules import escalation, extensions, stages
from complaintdesk.domain.rules.escalation import Escalation
from complaintdesk.domain.rules.extensions import MoreTime
from complaintdesk.domain.rules.handling import agree_updates, extend_with_updates
from complaintdesk.domain.rules.promises import promise
from tests.rules.whole_case import (
    CALENDAR,
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


# More time. Acknowledged on Wednesday 4 November: the 10th working day is Wednesday 18 November,
# and 10 more are Wednesday 2 December.


IN_TIME = day(11, 18)


def more(until: date | None, told_on: date = IN_TIME, **rest: object) -> MoreTime:
    given = {"reason": "The report is awaited", "told_to": "Ann"} | rest
    return MoreTime(told_on, until, **given)  # type: ignore[arg-type]


@either_code
def test_h6_4_l6_4_more_time_told_in_time_moves_the_answer_to_the_day_told(code: Code) -> None:
    ruling = extensions.extend(acknowledged(code), more(day(12, 2)), NOW)
    assert ruling.concerns == ()
    (kept,) = ruling.case.current.extensions
    assert (kept.working_days, kept.told_to) == (10, "Ann")
    assert duty(ruling.case, "respond").due == day(12, 2)
    assert ruling.entry == (
        "More time at stage 1, told on Wednesday 18 November 2026 to Ann; the answer is due on "
        "Wednesday 2 December 2026, 10 working days after Wednesday 18 November 2026: The report "
        "is awaited"
    )


@under_both("6.15", "6.16")
def test_h6_15_l6_16_stage_2_has_20_working_days_more_and_not_one_without_good_reason(
    code: Code, provision: str
) -> None:
    # Acknowledged on 18 November: 20 working days are 16 December. From there to Christmas Eve
    # are 6, 29 to 31 December 3, 4 to 8 January 5, 11 to 15 January 5, and 18 January the 20th.
    case = settled(stages.record_acknowledgement(at_stage_2(code), day(11, 18), "", NOW).case)
    assert duty(case, "respond", 2).due == day(12, 16)
    full = more(day(1, 18, 2027), TODAY)
    assert extensions.extend(case, full, NOW).concerns == ()
    over = extensions.extend(case, replace(full, until=day(1, 19, 2027), every=10), NOW)
    assert provisions(over) == {"extension_limit": provision}
    assert "Monday 18 January 2027" in over.concerns[0].sentence


@either_code
def test_h6_4_l6_4_told_late_it_moves_nothing_and_the_line_says_so(code: Code) -> None:
    ruling = extensions.extend(acknowledged(code), more(day(12, 2), day(11, 19)), NOW)
    assert provisions(ruling) == {"extension_late": "6.4"}
    assert "more time is to be told by Wednesday 18 November 2026" in ruling.concerns[0].sentence
    assert duty(ruling.case, "respond").due == day(11, 18)
    assert "that was late, so the answer stays due on Wednesday 18 November 2026" in ruling.entry


@either_code
def test_h6_4_l6_4_without_a_date_nothing_moves_and_nothing_is_kept(code: Code) -> None:
    case = acknowledged(code)
    ruling = extensions.extend(case, more(None), NOW)
    assert provisions(ruling) == {"extension_date": "6.4"}
    assert ruling.case == case
    assert ruling.entry.endswith("the answer stays due on Wednesday 18 November 2026.")


@either_code
def test_h6_4_l6_4_the_limit_is_of_all_extensions_together(code: Code) -> None:
    first = settled(extensions.extend(acknowledged(code), more(day(11, 26)), NOW).case)  # 6 days
    within = extensions.extend(first, more(day(12, 2)), NOW)  # 4 more
    assert within.concerns == ()
    assert duty(within.case, "respond").due == day(12, 2)
    over = extensions.extend(first, more(day(12, 3), every=10), NOW)
    assert provisions(over) == {"extension_limit": "6.4"}
    with_reason = extensions.extend(first, more(day(12, 3), every=10, good_reason="Asbestos"), NOW)
    assert with_reason.concerns == ()
    assert duty(with_reason.case, "respond").due == day(12, 3)


@either_code
def test_h6_4_l6_4_time_told_late_counts_towards_the_limit_and_is_no_dead_end(code: Code) -> None:
    """The order check counts it, so the rule has to ask for the good reason."""
    late = settled(extensions.extend(acknowledged(code), more(day(12, 1), day(11, 19)), NOW).case)
    again = more(day(11, 26), day(11, 20), every=10)  # 9 days told late, and 6
    assert set(provisions(extensions.extend(late, again, NOW))) == {
        "extension_late",
        "extension_limit",
    }
    settled(extensions.extend(late, replace(again, good_reason="Asbestos"), NOW).case)


@under_both("5.9", "5.5")
def test_h5_9_l5_5_past_the_limit_updates_are_needed_once(code: Code, provision: str) -> None:
    far = more(day(12, 9), good_reason="Asbestos")
    assert provisions(extensions.extend(acknowledged(code), far, NOW)) == {
        "extension_updates": provision
    }
    told = agree_updates(acknowledged(code), 5, None, "Ann", NOW).case
    assert extensions.extend(told, far, NOW).concerns == ()
    with_updates = extend_with_updates(acknowledged(code), replace(far, every=5), NOW)
    assert with_updates.concerns == ()
    (update,) = with_updates.case.promises
    assert (update.kind, update.every, update.due) == (PromiseKind.UPDATE, 5, day(11, 25))


@either_code
def test_h6_4_l6_4_more_time_before_acknowledging_counts_on_from_the_provisional_date(
    code: Code,
) -> None:
    # Received on Monday 2 November: acknowledge by the 9th, so provisionally answer by the 23rd.
    ruling = extensions.extend(complaint(code), more(day(11, 27), TODAY), NOW)
    found = duty(settled(ruling.case), "respond")
    assert (found.unextended_due, found.due, found.provisional) == (
        day(11, 23), day(11, 27), True,
    )  # fmt: skip


@either_code
def test_h6_4_l6_4_a_day_off_is_no_last_day(code: Code) -> None:
    ruling = extensions.extend(acknowledged(code), more(day(11, 28)), NOW)  # a Saturday
    assert duty(ruling.case, "respond").due == day(11, 27)
    assert ruling.entry.startswith("More time until Saturday 28 November 2026 at stage 1")
    assert "the answer is due on Friday 27 November 2026, 7 working days" in ruling.entry


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (day(11, 18), "The answer is due on Wednesday 18 November 2026 already; the new date "),
        (day(11, 2), "The answer is due on Wednesday 18 November 2026 already; the new date "),
    ],
)
def test_h6_4_l6_4_a_new_date_that_is_not_later_is_refused(until: date, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        extensions.extend(acknowledged(), more(until), NOW)


def test_h6_4_l6_4_a_weekend_is_no_more_time() -> None:
    friday = settled(extensions.extend(acknowledged(), more(day(11, 20)), NOW).case)
    with pytest.raises(BadInput, match="no working day between Friday 20 November 2026"):
        extensions.extend(friday, more(day(11, 22), TODAY), NOW)


def test_h6_4_l6_4_it_cannot_have_been_told_before_the_stage_began_nor_tomorrow() -> None:
    with pytest.raises(BadInput, match="That day has not come yet"):
        extensions.extend(acknowledged(), more(day(12, 1), day(11, 21)), NOW)
    with pytest.raises(RuleBroken, match="comes before stage 1 began on Monday 2 November 2026"):
        settled(extensions.extend(acknowledged(), more(day(12, 1), day(11, 1)), NOW).case)


def test_h6_4_l6_4_an_unknown_start_is_to_be_corrected_before_more_time() -> None:
    case = replace(complaint(), stages=(Stage(None),))
    with pytest.raises(RuleBroken, match="It is not known when stage 1 began; correct that first"):
        extensions.extend(case, more(day(12, 1)), NOW)


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


# Stage 2


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


def test_5_1_a_request_for_service_has_no_stage() -> None:
    for why in (
        escalation.why_not_escalate(request()),
        _refusal(lambda: extensions.extend(request(), more(day(12, 1)), NOW)),
        _refusal(lambda: stages.answer(request(), TODAY, "", NOW)),
    ):
        assert why == "CD-2026-0002 is a request for service: it has no stages."


def test_the_dates_in_these_tests_by_the_calendar() -> None:
    """Counted by hand above; here so that a slip in either is seen."""
    assert [CALENDAR.between(day(11, 4), d) for d in (day(11, 18), day(12, 2))] == [10, 20]
    assert CALENDAR.between(day(11, 18), day(12, 16)) == 20
    assert CALENDAR.between(day(12, 16), day(1, 18, 2027)) == 20


def _refusal(act: Callable[[], object]) -> str:
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value)


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


@either_code
def test_7_1_a_remedy_that_could_not_be_done_is_no_remedy_on_record(code: Code) -> None:
    upheld = Decision(1, 1, Finding.UPHELD, "Cold", "Policy")
    gone = Promise(
        PromiseKind.REMEDY, "x", TODAY, "Sam", ended=Ending.UNDELIVERABLE, ended_on=TODAY
    )
    case = replace(acknowledged(code), decisions=(upheld,), promises=(gone,))
    assert provisions(stages.answer(case, TODAY, "", NOW))["no_remedy"] == "7.1"
