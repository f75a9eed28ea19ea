"""What may be done next: intake, the twelve months, and acknowledging."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from complaintdesk.domain import rules
from complaintdesk.domain.case import Case, Discretion, Intake, Person, Point, Representative, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Duty, State
from complaintdesk.domain.errors import BadInput, RuleBroken

TODAY = date(2026, 11, 21)
ACKNOWLEDGED = (
    Duty(1, "acknowledge", "6.2", date(2026, 11, 27), TODAY, State.DONE_ON_TIME, why=()),
)
LOGGED_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
GOOD = Intake(
    complainant=Person("Mrs A. Okafor"),
    received_on=date(2026, 11, 20),
    received_time=time(18, 40),
    points=(Point("The roof leaks"),),
    officer="Jo Price",
)


def intake(**changes: Any) -> Intake:
    return replace(GOOD, **changes)


def test_good_details_have_no_problem() -> None:
    assert rules.intake_problems(GOOD, TODAY) == ()
    assert rules.intake_problems(intake(points=(), summary="A leak"), TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"complainant": Person("")}, "complainant_name", "Say who complained"),
        (
            {"received_on": date(2026, 11, 22)},
            "received",
            "The day received, Sunday 22 November 2026, has not come yet.",
        ),
        ({"points": ()}, "point_1", "Say what the complaint is about"),
        (
            {"matter_date": date(2026, 11, 21)},
            "matter",
            "The matter is said to have happened on Saturday 21 November 2026, after the complaint "
            "about it came in on Friday 20 November 2026.",
        ),
        ({"matter_date": date(9999, 12, 31)}, "matter", "The matter is said to have happened on "),
        (
            {"representative": Representative(Person(""))},
            "representative_name",
            "Give the representative's name.",
        ),
        (
            {"matter_date": date(2025, 11, 19), "code": Code.HOUSING},
            "discretion",
            "The matter is more than 12 months old. Decide whether to accept it all the same "
            "(Housing Code 2.3); nothing is refused by itself.",
        ),
        (
            {"matter_date": date(2025, 11, 19), "discretion": Discretion.ACCEPTED},
            "discretion_reason",
            "Give the reason for this decision (General Code 2.2).",
        ),
    ],
)
def test_each_problem_names_its_field(changes: dict[str, Any], field: str, sentence: str) -> None:
    (problem,) = rules.intake_problems(intake(**changes), TODAY)
    assert problem.field == field
    assert problem.sentence.startswith(sentence)


def test_problems_come_in_the_order_of_the_form() -> None:
    bad = intake(
        complainant=Person(""),
        received_on=date(2026, 11, 22),
        points=(),
        matter_date=date(2020, 1, 1),
        representative=Representative(Person("")),
    )
    assert [p.field for p in rules.intake_problems(bad, TODAY)] == [
        "complainant_name", "received", "point_1", "discretion", "representative_name",
    ]  # fmt: skip


@pytest.mark.parametrize("discretion", [Discretion.ACCEPTED, Discretion.NOT_ACCEPTED])
def test_either_decision_on_an_old_matter_is_enough_with_its_reason(discretion: Discretion) -> None:
    old = intake(
        matter_date=date(2020, 1, 1), discretion=discretion, discretion_reason="She was in hospital"
    )
    assert rules.intake_problems(old, TODAY) == ()


@pytest.mark.parametrize(
    ("matter", "received", "late"),
    [
        (None, "2026-11-20", False),
        ("2025-11-21", "2026-11-20", False),
        ("2025-11-20", "2026-11-20", False),
        ("2025-11-19", "2026-11-20", True),
        ("2024-02-29", "2025-02-28", False),
        ("2024-02-29", "2025-03-01", True),
        ("2023-02-28", "2024-02-29", True),
    ],
    ids=[
        "unknown", "in time", "anniversary", "day after", "leap in time", "leap late", "into leap",
    ],
)  # fmt: skip
def test_twelve_months_from_the_matter_with_the_anniversary_in_time(
    matter: str | None, received: str, late: bool
) -> None:
    day = date.fromisoformat(matter) if matter else None
    details = intake(matter_date=day, received_on=date.fromisoformat(received))
    assert rules.is_out_of_time(details) is late


def new() -> Case:
    return rules.new_case("C-1", GOOD, LOGGED_AT, TODAY)


def test_a_new_case_is_at_stage_1_from_the_day_of_receipt() -> None:
    case = new()
    assert case.stages == (Stage(date(2026, 11, 20), time(18, 40), handler="Jo Price"),)
    assert (case.stage, case.code) == (1, Code.GENERAL)


def test_a_new_case_with_problems_is_refused_with_the_first() -> None:
    with pytest.raises(BadInput, match="Say who complained"):
        rules.new_case("C-1", intake(complainant=Person(""), points=()), LOGGED_AT, TODAY)


def test_correcting_the_day_of_receipt_moves_the_start_and_keeps_what_was_done() -> None:
    case = rules.acknowledge(new(), TODAY, TODAY)
    moved = rules.change_details(case, intake(received_on=date(2026, 11, 18)), TODAY)
    assert moved.stages[0].started == date(2026, 11, 18)
    assert moved.stages[0].acknowledged == TODAY
    with pytest.raises(BadInput):
        rules.change_details(case, intake(points=()), TODAY)


def test_acknowledging_keeps_the_date_it_is_judged_by() -> None:
    case = rules.judged(rules.acknowledge(new(), TODAY, TODAY), ACKNOWLEDGED)
    assert (case.current.acknowledged, case.current.acknowledge_by) == (TODAY, date(2026, 11, 27))


def test_a_date_once_judged_by_is_not_judged_anew() -> None:
    case = rules.judged(rules.acknowledge(new(), TODAY, TODAY), ACKNOWLEDGED)
    later = (replace(ACKNOWLEDGED[0], due=date(2026, 12, 1)),)
    assert rules.judged(case, later) == case


def test_correcting_the_day_of_receipt_lets_go_of_the_date_counted_from_the_wrong_one() -> None:
    case = rules.judged(rules.acknowledge(new(), TODAY, TODAY), ACKNOWLEDGED)
    moved = rules.change_details(case, intake(received_on=date(2026, 11, 18)), TODAY)
    assert moved.current.acknowledge_by is None
    kept = rules.change_details(case, intake(summary="Roof"), TODAY)
    assert kept.current.acknowledge_by == date(2026, 11, 27)


def test_acknowledging_stage_2_leaves_stage_1_alone() -> None:
    first = new().stages[0]
    case = replace(new(), stages=(first, Stage(date(2026, 11, 20))))
    after = rules.acknowledge(case, TODAY, TODAY)
    assert after.stages[0] == first
    assert after.stages[1].acknowledged == TODAY


def test_a_case_is_acknowledged_once_a_stage() -> None:
    case = rules.acknowledge(new(), date(2026, 11, 20), TODAY)
    with pytest.raises(RuleBroken) as refused:
        rules.acknowledge(case, TODAY, TODAY)
    assert str(refused.value) == (
        "C-1 was already acknowledged at stage 1, on Friday 20 November 2026."
    )


def test_a_closed_case_is_not_acknowledged() -> None:
    with pytest.raises(RuleBroken, match="C-1 was closed on Friday 20 November 2026"):
        rules.acknowledge(replace(new(), closed_on=date(2026, 11, 20)), TODAY, TODAY)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2026-11-22", "Sunday 22 November 2026 has not come yet; say when the letter was sent."),
        ("2026-11-19", "Thursday 19 November 2026 is before stage 1 began, on Friday "),
    ],
)
def test_the_day_of_acknowledging_must_be_possible(on: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        rules.acknowledge(new(), date.fromisoformat(on), TODAY)
    assert str(refused.value).startswith(sentence)
