"""Every duty of a case: what is due when, where it stands, and the sentences that say why."""

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Duty, State
from complaintdesk.domain.duties import case_duties, open_duties
from complaintdesk.domain.parts import Ending, Ground, Promise, PromiseKind, Refusal
from complaintdesk.domain.rules import escalation, refusals, stages
from complaintdesk.domain.rules.people import adjust
from tests.rules.whole_case import (
    CALENDAR,
    NOW,
    TODAY,
    acknowledged,
    answered,
    at,
    at_stage_2,
    complaint,
    day,
    decided,
    duty,
    either_code,
    request,
    settled,
    under_both,
)


def still_open(case: Case, today: date = TODAY) -> list[str]:
    """What is to be done, nearest first, as `kind stage`."""
    found = open_duties(case, case_duties(case, CALENDAR, today))
    return [f"{d.kind} {d.stage}" for d in found]


def only(case: Case, kind: str) -> Duty:
    (found,) = (d for d in NOW.duties(case) if d.kind == kind)
    return found


# The clocks


@under_both("6.2", "6.2")
def test_6_2_a_complaint_begins_with_its_acknowledgement(code: Code, provision: str) -> None:
    found = duty(complaint(code), "acknowledge")
    assert (found.due, found.provision) == (day(11, 9), provision)
    assert still_open(complaint(code))[0] == "acknowledge 1"


@either_code
def test_6_3_a_stage_that_is_answered_or_refused_leaves_no_clock_running(code: Code) -> None:
    marker = ["twelve-weeks 1"] if code is Code.GENERAL else []
    told = Refusal(1, Ground.CONSIDERED, TODAY, "As in May", "Our letter")
    refused = settled(refusals.refuse(complaint(code), told, NOW).case)
    assert still_open(answered(code)) == still_open(refused) == []
    assert still_open(acknowledged(code)) == ["respond 1", *marker]


def test_6_10_a_stage_1_never_answered_is_owed_until_stage_2_is_answered_not_if_it_is_refused() -> (
    None
):
    asked = escalation.Escalation(day(11, 16), "Alex Moss")
    case = settled(escalation.escalate(acknowledged(), asked, NOW).case)
    assert still_open(case) == ["respond 1", "acknowledge 2", "respond 2"]
    refused = replace(case, stages=(case.stages[0], replace(case.current, refused=TODAY)))
    assert still_open(refused) == ["respond 1"]
    done = settled(stages.answer(decided(case), TODAY, "x", NOW).case)
    assert still_open(done) == []


# The promises

KINDS = [
    (PromiseKind.ACTION, "6.6", "6.6", "It is an outstanding action"),
    (PromiseKind.REMEDY, "7.3", "7.3", "It is a remedy"),
    (PromiseKind.UPDATE, "5.9", "5.5", "It is an update agreed with the person"),
    (PromiseKind.LEARNING, "9.1", "9.1", "It is what will change because of this complaint"),
    (PromiseKind.REVIEW, "5.10", "5.6", "It is a review"),
    (PromiseKind.ORDER, "7.3", "7.3", "The ombudsman ordered or recommended it"),
    (PromiseKind.ENQUIRY, "4.1", "4.1", "The ombudsman asked for it"),
]


@pytest.mark.parametrize(("kind", "housing", "general", "why"), KINDS)
def test_each_kind_of_promise_is_a_dated_duty_with_its_provision_and_reasons(
    kind: PromiseKind, housing: str, general: str, why: str
) -> None:
    for code, number in ((Code.HOUSING, housing), (Code.GENERAL, general)):
        made = Promise(kind, "Something", day(11, 24), "Sam", stage=1)
        case = replace(answered(code), promises=(made,))
        found = only(case, str(kind))
        assert (found.due, found.provision, found.stage) == (day(11, 24), number, 1)
        assert (found.what, found.who, found.number) == ("Something", "Sam", 1)
        assert found.why == (
            f"{why} ({case.profile.cite(number)}): Something",
            "Tuesday 24 November 2026 is the day that was set for it; it is not counted.",
        )
        assert still_open(case) == [f"{kind} 1"]


@pytest.mark.parametrize(
    ("about", "housing", "general"),
    [("adjustments", "5.10", "5.6"), ("restriction 1", "5.14", "5.10"), ("request", "1.4", "1.8")],
)
def test_a_review_goes_by_the_provision_of_what_it_is_about(
    about: str, housing: str, general: str
) -> None:
    for code, number in ((Code.HOUSING, housing), (Code.GENERAL, general)):
        review = Promise(PromiseKind.REVIEW, "See", TODAY, about=about)
        case = replace(complaint(code), promises=(review,))
        assert only(case, "review").provision == number
        assert case.profile.cite(number) in only(case, "review").why[0]


@pytest.mark.parametrize(
    ("due", "today", "state", "left"),
    [
        (day(11, 24), day(11, 20), State.DUE, 2),
        (day(11, 24), day(11, 24), State.DUE_TODAY, 0),
        (day(11, 24), day(11, 25), State.OVERDUE, -1),
        (day(11, 21), day(11, 22), State.OVERDUE, -1),
        (None, day(11, 20), State.WAITING, None),
    ],
)
def test_a_promise_is_overdue_like_any_other_duty(
    due: date | None, today: date, state: State, left: int | None
) -> None:
    made = Promise(PromiseKind.ACTION, "Mend it", due, "Sam")
    (found,) = (
        d for d in at(today).duties(replace(answered(), promises=(made,))) if d.kind == "action"
    )
    assert (found.state, found.working_days_left) == (state, left)


@pytest.mark.parametrize(
    ("due", "state"),
    [(day(11, 19), State.DONE_ON_TIME), (day(11, 18), State.DONE_LATE), (None, State.DONE_ON_TIME)],
)
def test_a_promise_kept_is_judged_by_its_day_and_says_how(due: date | None, state: State) -> None:
    made = Promise(
        PromiseKind.ACTION, "Mend it", due, "Sam", ended=Ending.KEPT, ended_on=day(11, 19),
        outcome="Mended",
    )  # fmt: skip
    found = only(replace(answered(), promises=(made,)), "action")
    assert (found.state, found.done, found.due) == (state, day(11, 19), due)
    assert found.why[-1] == "It was kept on Thursday 19 November 2026: Mended"


def test_a_promise_without_a_day_says_so_and_comes_last() -> None:
    made = Promise(PromiseKind.ACTION, "Mend it", None, "Sam", stage=1)
    case = replace(acknowledged(), promises=(made,))
    assert "it stays at the end of the queue" in only(case, "action").why[1]
    assert still_open(case) == ["respond 1", "action 1"]


def test_an_update_names_the_interval_that_was_agreed() -> None:
    made = Promise(PromiseKind.UPDATE, "Write", day(11, 27), every=10)
    why = only(replace(acknowledged(), promises=(made,)), "update").why
    assert why[-1] == "Updates were agreed for every 10 working days."


def test_the_nearest_duty_comes_first_whatever_it_is() -> None:
    case = adjust(acknowledged(), "Large print", "", day(11, 17), NOW).case
    assert still_open(case) == ["review 1", "respond 1"]


def test_a_request_for_service_has_its_review_and_no_clock() -> None:
    assert still_open(request()) == ["review 0"]
    assert only(request(), "review").due == day(11, 27)


def test_a_closed_case_owes_nothing() -> None:
    made = Promise(PromiseKind.ACTION, "Mend it", day(11, 27), "Sam")
    assert still_open(replace(acknowledged(), promises=(made,), closed_on=TODAY)) == []


# The 12 weeks


def test_b3_the_12_weeks_are_84_days_from_receipt_for_the_general_code_only() -> None:
    found = duty(complaint(Code.GENERAL), "twelve-weeks")
    # 2 November: 28 days left in it, 31 in December make 59, so 25 January is the 84th.
    assert found.due == date(2027, 1, 25)
    assert (found.state, found.done, found.provision) == (State.DUE, None, "")
    assert "Both stages at full length can go past it." in found.why[1]
    kinds = {d.kind for d in NOW.duties(complaint(Code.HOUSING))}
    assert kinds == {"acknowledge", "respond"}
    assert "twelve-weeks" not in {d.kind for d in NOW.duties(request(Code.GENERAL))}


def test_b3_the_12_weeks_are_done_with_the_answer_and_run_again_at_stage_2() -> None:
    first = duty(answered(Code.GENERAL), "twelve-weeks")
    assert (first.done, first.state) == (day(11, 13), State.DONE_ON_TIME)
    again = duty(at_stage_2(Code.GENERAL), "twelve-weeks", 2)
    assert (again.done, again.due) == (None, first.due)
    assert "twelve-weeks 2" in still_open(at_stage_2(Code.GENERAL))


def test_b3_the_12_weeks_are_overdue_the_day_after() -> None:
    case = complaint(Code.GENERAL)
    on, after = at(date(2027, 1, 25)), at(date(2027, 1, 26))
    assert duty(case, "twelve-weeks", 1, on).state is State.DUE_TODAY
    assert duty(case, "twelve-weeks", 1, after).state is State.OVERDUE
