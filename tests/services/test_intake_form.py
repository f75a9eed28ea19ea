"""The form in which a complaint is logged, read into details and back, whatever is in it."""

from dataclasses import replace
from datetime import date, time

import pytest

from complaintdesk.domain.case import (
    Authority,
    Conflict,
    Discretion,
    Intake,
    Person,
    Point,
    Representative,
    Responsibility,
)
from complaintdesk.domain.codes import Code
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import settle_days
from complaintdesk.domain.intake_form import as_form, point_count, read_form
from tests.conftest import TODAY
from tests.hostile import HOSTILE

FULL = Intake(
    Person("Ann O'Brien", "1 High Street\nNorthmoor", "ann@example.org", "01632 960001"),
    date(2026, 11, 13), time(18, 40), "web", "Repairs", Code.HOUSING,
    Representative(Person("Jo", "2 High Street", "jo@example.org", "01632 2"), "Sister",
                   Authority.WRITTEN),
    (Point("No heating", "Heating", Responsibility.PARTLY, "The firm's"), Point("No reply")),
    "No heating", "When?", "Large print", "A baby", date(2025, 10, 1), None, Discretion.ACCEPTED,
    "She was in hospital", "Sam Patel", Conflict.NONE, "", "W-1",
)  # fmt: skip
SMALL = {"complainant_name": "Ann", "received": "20/11/2026", "point_1": "Bins missed"}
CHOICES = (
    "code", "discretion", "conflict", "representative_authority", "responsibility_1",
)  # fmt: skip


@pytest.mark.parametrize("details", [FULL, replace(FULL, representative=None, points=())])
def test_a_form_reads_back_into_the_details_it_was_made_from(details: Intake) -> None:
    assert read_form(as_form(details), TODAY) == (details, ())


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("chosen", ["other", "Housing", "None", "[/b]", "\x1b[31m!"])
def test_a_choice_that_is_not_known_is_a_problem_of_its_field(name: str, chosen: str) -> None:
    details, problems = read_form(
        {**SMALL, "representative_name": "Jo", name: chosen}, TODAY
    )  # fmt: skip
    assert details is None
    assert [problem.field for problem in problems] == [name]
    assert "is not a choice here" in problems[0].sentence


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_any_field_stops_the_form_from_being_read(text: str) -> None:
    for name in as_form(FULL):
        details, problems = read_form({**SMALL, name: text}, TODAY)
        assert (details is None) is bool(problems)
    days = [
        FieldSpec("received", "", is_day=True),
        FieldSpec("matter", "", is_day=True, ahead=True),
    ]
    settle_days({**SMALL, "received": text, "matter": text}, days, TODAY)


def test_all_problems_are_told_at_once() -> None:
    fields = {"received": "32/13/2026", "received_time": "25:99", "matter": "soon", "code": "x"}
    _, problems = read_form(fields, TODAY)
    assert {p.field for p in problems} >= {"received", "received_time", "matter", "code"}


@pytest.mark.parametrize(
    ("name", "count"),
    [("point_3", 3), ("responsibility_note_2", 2), ("point_x", 0), ("point_", 0),
     ("point_999999999", 0), ("pointless_4", 0), ("point_²", 0)],
)  # fmt: skip
def test_points_are_counted_by_their_numbers(name: str, count: int) -> None:
    assert point_count({name: "typed"}) == count
    assert point_count({name: "  "}) == 0


def test_a_service_proposes_its_code_where_none_is_chosen() -> None:
    for service, code in (("Repairs", Code.HOUSING), ("Parking", Code.GENERAL), ("?", "general")):
        details, _ = read_form({**SMALL, "service": service}, TODAY)
        assert details is not None
        assert details.code == code
