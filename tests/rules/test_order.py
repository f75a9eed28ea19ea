"""What cannot have happened is refused in a sentence that names both dates."""

from datetime import date, timedelta

import pytest

from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import RuleBroken
from complaintdesk.domain.order import check_order

D = [date(2026, 11, 2) + timedelta(days=n) for n in range(20)]
FIRST = Stage(D[0], acknowledged=D[1], answered=D[2])


def refusal(*stages: Stage) -> str:
    with pytest.raises(RuleBroken) as refused:
        check_order(Code.HOUSING, stages)
    return str(refused.value)


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        (
            (Stage(D[1], acknowledged=D[0]),),
            "Stage 1 was acknowledged on Monday 2 November 2026, but the complaint was received "
            "on Tuesday 3 November 2026.",
        ),
        (
            (Stage(D[1], answered=D[0]),),
            "Stage 1 was answered on Monday 2 November 2026, but the complaint was received on "
            "Tuesday 3 November 2026.",
        ),
        (
            (Stage(D[0], acknowledged=D[2], answered=D[1]),),
            "Stage 1 was answered on Tuesday 3 November 2026, but stage 1 was acknowledged on "
            "Wednesday 4 November 2026.",
        ),
        (
            (FIRST, Stage(D[1])),
            "Stage 2 was asked for on Tuesday 3 November 2026, but stage 1 was answered on "
            "Wednesday 4 November 2026.",
        ),
        (
            (FIRST, Stage(D[4], acknowledged=D[3])),
            "Stage 2 was acknowledged on Thursday 5 November 2026, but stage 2 was asked for on "
            "Friday 6 November 2026.",
        ),
        (
            (FIRST, Stage(D[3], acknowledged=D[7], answered=D[4])),
            "Stage 2 was answered on Friday 6 November 2026, but stage 2 was acknowledged on "
            "Monday 9 November 2026.",
        ),
        (
            (Stage(D[5]), Stage(None, answered=D[4])),
            "Stage 2 was answered on Friday 6 November 2026, but the complaint was received on "
            "Saturday 7 November 2026.",
        ),
    ],
)
def test_an_impossible_order_names_both_dates(stages: tuple[Stage, ...], sentence: str) -> None:
    assert refusal(*stages) == f"{sentence} One of the two dates must be wrong."


@pytest.mark.parametrize(
    ("extension", "stage", "sentence"),
    [
        (Extension(D[0], 5), Stage(D[1]), "comes before stage 1 began on Tuesday 3 November 2026."),
        (
            Extension(D[3], 5),
            FIRST,
            "comes after stage 1 was answered on Wednesday 4 November 2026.",
        ),
        (Extension(D[1], 0), FIRST, "must add at least one working day."),
        (Extension(D[1], -3), FIRST, "must add at least one working day."),
    ],
)
def test_an_extension_out_of_place_is_refused(
    extension: Extension, stage: Stage, sentence: str
) -> None:
    moved = Stage(
        stage.started, acknowledged=stage.acknowledged, answered=stage.answered,
        extensions=(extension,),
    )  # fmt: skip
    assert refusal(moved).endswith(sentence)


@pytest.mark.parametrize(
    "stages",
    [
        (Stage(None),),
        (Stage(D[0], acknowledged=D[0], answered=D[0]),),
        (FIRST, Stage(D[2], acknowledged=D[2], answered=D[2])),
        (Stage(D[0]), Stage(D[9])),
        (Stage(None), Stage(None, answered=D[0])),
        (Stage(D[0], extensions=(Extension(D[0], 10),)),),
    ],
    ids=["nothing", "all in a day", "both in a day", "unanswered", "gaps", "told at once"],
)
def test_what_can_have_happened_is_let_through(stages: tuple[Stage, ...]) -> None:
    check_order(Code.HOUSING, stages)
