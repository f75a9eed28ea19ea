"""Points that something goes by keep their place: a decision names a point by its number."""

from dataclasses import replace

import pytest

from complaintdesk.domain.case import Point
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.parts import Decision, Finding
from complaintdesk.domain.rules import intake
from tests.rules.whole_case import TODAY, acknowledged

A, B, C = Point("a"), Point("b"), Point("c")
MENDED = Point("a, said better")


@pytest.mark.parametrize(
    "points",
    [(B, C), (B, C, A), (B, A, C), (MENDED, C), ()],
    ids=["first out", "first to the end", "swapped", "mended and one out", "all out"],
)
def test_h5_12_l5_8_no_point_up_to_a_decided_one_moves(points: tuple[Point, ...]) -> None:
    case = acknowledged(points=(A, B, C))
    case = replace(case, decisions=(Decision(1, 1, Finding.UPHELD, "x", "y"),))
    with pytest.raises(BadInput, match=r"Point 1 of CD-2026-0001 is decided|about"):
        intake.change_details(case, replace(case.details, points=points), TODAY)


@pytest.mark.parametrize(
    "points",
    [(MENDED, B, C), (A, C), (A, B, C, Point("d")), (A,)],
    ids=["mended", "a later one out", "one more", "all later ones out"],
)
def test_h5_12_l5_8_words_and_later_points_can_change(points: tuple[Point, ...]) -> None:
    case = acknowledged(points=(A, B, C))
    case = replace(case, decisions=(Decision(1, 1, Finding.UPHELD, "x", "y"),))
    after = intake.change_details(case, replace(case.details, points=points), TODAY)
    assert after.details.points == points
