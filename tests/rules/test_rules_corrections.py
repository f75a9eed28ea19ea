"""A wrong date put right (H 5.12, L 5.8): what hangs on it follows, and nothing else moves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.duties import open_duties
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Ending, Ground, Promise, PromiseKind, Refusal
from complaintdesk.domain.rules import (
    corrections,
    endings,
    escalation,
    extensions,
    intake,
    refusals,
    stages,
)
from complaintdesk.domain.rules.extensions import MoreTime
from complaintdesk.domain.rules.handling import agree_updates
from complaintdesk.domain.rules.promises import keep, promise
from tests.rules.whole_case import (
    CALENDAR,
    NOW,
    RECEIVED,
    TODAY,
    acknowledged,
    answered,
    at_stage_2,
    complaint,
    day,
    decided,
    duty,
    either_code,
    request,
    settled,
)

ACTION = Promise(PromiseKind.ACTION, "Mend it", day(11, 20), "Sam")
TOLD = Refusal(1, Ground.CONSIDERED, day(11, 16), "As in May", "Our letter")


def extended() -> Case:
    more = MoreTime(day(11, 17), day(11, 25), "The report", told_to="Ann")
    return settled(extensions.extend(acknowledged(), more, NOW).case)


def refused() -> Case:
    return settled(refusals.refuse(acknowledged(), TOLD, NOW).case)


def kept() -> Case:
    return keep(promise(answered(), ACTION).case, 1, day(11, 17), "Mended", NOW).case


def dealt_with(on: date) -> Case:
    satisfied = endings.Satisfied.YES
    return endings.request_dealt_with(request(), on, "Done", satisfied, NOW).case


def closed(case: Case, on: date = TODAY) -> Case:
    return endings.close(case, on, endings.Closing.COMPLETE, "", "She moved", NOW).case


def corrected(case: Case, fact: str, on: date | None) -> Case:
    return settled(corrections.correct(case, fact, on, "A slip", NOW).case)


def facts(case: Case) -> dict[str, date]:
    return {f.name: f.day for f in corrections.dated_facts(case)}


# Each dated fact: which case, the fact, a day that can be, and the line that is kept.
FACTS: dict[str, tuple[Callable[[], Case], str, date, str]] = {
    "received": (complaint, "received", day(11, 3), "Received"),
    "acknowledged": (acknowledged, "acknowledged_1", day(11, 5), "Stage 1 acknowledged"),
    "answered": (answered, "answered_1", day(11, 12), "Stage 1 answered"),
    "refused": (refused, "refused_1", day(11, 17), "Stage 1 not accepted, told"),
    "stage 2": (at_stage_2, "started_2", day(11, 17), "Stage 2 asked for"),
    "more time": (extended, "extension_1_1", day(11, 18), "More time at stage 1, told"),
    "a promise": (kept, "promise_1", day(11, 18), "Kept: Mend it"),
    "closed": (lambda: closed(answered()), "closed", day(11, 18), "Closed"),
}


@pytest.mark.parametrize("name", FACTS)
def test_h5_12_l5_8_each_dated_fact_is_corrected_and_the_line_names_both_days(name: str) -> None:
    make, fact, right, label = FACTS[name]
    case = make()
    was = facts(case)[fact]
    ruling = corrections.correct(case, fact, right, "A slip", NOW)
    assert facts(settled(ruling.case)) == {**facts(case), fact: right}
    assert ruling.entry.startswith(f"Corrected: {label}: ")
    assert f"{right.day} November 2026, not " in ruling.entry
    assert f"{was.day} November 2026. Why: A slip" in ruling.entry
    assert ruling.happened_on == right


@pytest.mark.parametrize("name", [n for n in FACTS if n not in ("received", "refused")])
def test_h5_12_l5_8_what_did_not_happen_is_taken_out(name: str) -> None:
    make, fact, _, _ = FACTS[name]
    ruling = corrections.correct(make(), fact, None, "A wrong click", NOW)
    assert fact not in facts(settled(ruling.case))
    assert "did not happen, not " in ruling.entry


@pytest.mark.parametrize("name", ["received", "refused"])
def test_h5_12_l5_8_what_a_case_stands_on_must_have_a_day(name: str) -> None:
    make, fact, _, _ = FACTS[name]
    with pytest.raises(BadInput, match="must have a date"):
        corrections.correct(make(), fact, None, "x", NOW)


def test_h5_12_l5_8_a_correction_changes_something_that_is_on_record() -> None:
    with pytest.raises(BadInput, match="Choose which date is wrong"):
        corrections.correct(complaint(), "answered_1", TODAY, "x", NOW)
    with pytest.raises(BadInput, match="“Received” is Monday 2 November 2026 already"):
        corrections.correct(complaint(), "received", RECEIVED, "x", NOW)
    with pytest.raises(BadInput, match="Received on Saturday 21 November 2026"):
        corrections.correct(complaint(), "received", day(11, 21), "x", NOW)


@pytest.mark.parametrize(
    ("make", "fact", "wrong"),
    [
        (answered, "received", day(11, 5)),
        (answered, "acknowledged_1", day(11, 16)),
        (answered, "answered_1", day(11, 3)),
        (at_stage_2, "answered_1", day(11, 17)),
        (at_stage_2, "started_2", day(11, 12)),
        (extended, "extension_1_1", day(11, 1)),
        (lambda: closed(answered()), "closed", day(11, 12)),
        (lambda: closed(answered(), day(11, 16)), "answered_1", day(11, 17)),
        (kept, "promise_1", day(11, 1)),
        (lambda: dealt_with(day(11, 5)), "received", day(11, 6)),
    ],
)
def test_h5_12_l5_8_an_impossible_order_is_refused(
    make: Callable[[], Case], fact: str, wrong: date
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        corrections.correct(make(), fact, wrong, "x", NOW)
    assert str(refusal.value).endswith(".")


# What follows, and what stays


def test_6_2_the_dates_of_the_corrected_stage_alone_are_judged_anew() -> None:
    """A holiday announced later moves no date that was judged by, but for the corrected stage."""
    case = settled(stages.record_acknowledgement(at_stage_2(), day(11, 17), "", NOW).case)
    case = settled(stages.answer(decided(case), day(11, 19), "x", NOW).case)
    off = dict.fromkeys([day(11, 5), day(11, 18)], "a day off announced late")
    calendar = WorkingCalendar(
        {**CALENDAR.bank_holidays, **off}, CALENDAR.covers_from, CALENDAR.covers_to
    )
    later = replace(NOW, calendar=calendar)
    assert [s.acknowledge_by for s in settled(case, later).stages] == [day(11, 9), day(11, 23)]
    ruling = corrections.correct(case, "acknowledged_2", day(11, 18), "x", later)
    after = settled(ruling.case, later)
    assert (after.stages[0].acknowledge_by, after.stages[0].respond_by) == (
        day(11, 9), day(11, 18),
    )  # fmt: skip
    # The day for acknowledging hangs on the request, which is as it was; the answer's does not.
    assert after.stages[1].acknowledge_by == day(11, 23)
    assert after.stages[1].respond_by != case.stages[1].respond_by


def test_6_2_the_receipt_moves_its_own_stage_and_the_12_weeks() -> None:
    case = at_stage_2(Code.GENERAL)
    after = corrected(case, "received", day(11, 3))
    assert (after.details.received_on, after.stages[0].started) == (day(11, 3), day(11, 3))
    assert after.stages[1:] == case.stages[1:]
    assert duty(after, "acknowledge").due == day(11, 10)
    assert duty(after, "twelve-weeks", 2).due == date(2027, 1, 26)


def test_6_3_more_time_that_was_not_told_moves_the_answer_back() -> None:
    assert duty(extended(), "respond").due == day(11, 25)
    assert duty(corrected(extended(), "extension_1_1", None), "respond").due == day(11, 18)


def test_6_3_more_time_told_later_than_it_says_was_told_late() -> None:
    found = duty(corrected(extended(), "extension_1_1", day(11, 19)), "respond")
    assert (found.due, found.extension_notice) == (day(11, 18), "late")


@either_code
def test_6_3_an_answer_that_was_not_sent_is_owed_again_with_the_updates_it_met(code: Code) -> None:
    case = agree_updates(decided(acknowledged(code)), 5, day(11, 25), "Ann", NOW).case
    sent = settled(stages.answer(case, day(11, 18), "", NOW).case)
    moved = corrected(sent, "answered_1", day(11, 19))
    assert duty(moved, "respond").state is State.DONE_LATE
    assert moved.promises[0].ended_on == day(11, 19)
    taken_out = corrected(sent, "answered_1", None)
    assert taken_out.promises == case.promises
    waiting = open_duties(taken_out, NOW.duties(taken_out))
    assert [d.kind for d in waiting][:2] == ["respond", "update"]


def test_6_3_an_update_met_by_an_answer_has_no_day_of_its_own_and_goes_by_its_own_answer() -> None:
    case = agree_updates(decided(acknowledged()), 5, day(11, 25), "Ann", NOW).case
    case = settled(stages.answer(case, day(11, 18), "", NOW).case)
    assert "promise_1" not in facts(case)
    case = settled(escalation.escalate(case, escalation.Escalation(day(11, 18), "Alex"), NOW).case)
    both = settled(stages.answer(decided(case), day(11, 18), "x", NOW).case)  # on the same day
    assert corrected(both, "answered_2", None).promises == both.promises


def test_2_4_a_corrected_refusal_keeps_its_own_day_in_step() -> None:
    after = corrected(refused(), "refused_1", day(11, 17))
    assert (after.current.refused, after.refusals[0].told_on) == (day(11, 17), day(11, 17))


def test_2_4_a_complaint_accepted_after_all_keeps_the_day_its_clock_began() -> None:
    unseen = settled(refusals.refuse(complaint(), refused().refusals[0], NOW).case)
    again = settled(refusals.take_back(unseen, TODAY, "x", False, NOW).case)
    assert corrected(again, "received", day(11, 3)).current.started == TODAY
    edited = replace(again.details, received_on=day(11, 3))
    assert intake.change_details(again, edited, TODAY).current.started == TODAY


# Closing


@either_code
def test_6_6_taking_the_closing_out_brings_back_what_it_left_undone(code: Code) -> None:
    case = promise(answered(code), ACTION).case
    assert closed(case).promises[0].ended is Ending.DROPPED
    assert corrected(closed(case), "closed", None) == case


def test_6_6_a_closing_moved_takes_along_what_it_left_undone() -> None:
    case = promise(answered(), ACTION).case
    moved = corrected(closed(case), "closed", day(11, 18))
    assert (moved.closed_on, moved.promises[0].ended_on) == (day(11, 18), day(11, 18))
    assert corrected(moved, "closed", None) == case


def test_6_6_what_was_done_before_the_closing_stays_done() -> None:
    again = corrected(closed(kept()), "closed", None)
    assert again.promises[0].ended is Ending.KEPT


def test_h1_4_l1_8_a_request_opened_again_has_its_review_again() -> None:
    done = endings.request_dealt_with(request(), TODAY, "Fitted", endings.Satisfied.YES, NOW).case
    assert corrected(done, "closed", None) == request()


@pytest.mark.parametrize("fact", ["answered_1", "promise_1"])
def test_6_6_nothing_comes_to_be_owed_on_a_closed_case_where_nobody_would_see_it(
    fact: str,
) -> None:
    with pytest.raises(RuleBroken, match="is closed, so nothing could be done about it"):
        corrections.correct(closed(kept()), fact, None, "x", NOW)


def test_7_3_what_was_changed_or_left_has_no_day_of_its_own_to_correct() -> None:
    left = closed(promise(answered(), ACTION).case)
    assert set(facts(left)) == {"received", "acknowledged_1", "answered_1", "closed"}
    changed = replace(left.promises[0], ended=Ending.CHANGED)
    assert "promise_1" not in facts(replace(left, promises=(changed,)))


def test_h5_12_l5_8_stage_2_logged_by_a_wrong_click_is_taken_out_until_it_is_acknowledged() -> None:
    case = at_stage_2()
    assert corrected(case, "started_2", None).stages == case.stages[:1]
    begun = settled(stages.record_acknowledgement(case, day(11, 18), "", NOW).case)
    with pytest.raises(BadInput, match="must have a date"):
        corrections.correct(begun, "started_2", None, "x", NOW)
