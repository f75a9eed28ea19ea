"""Words that do not belong in what the person is told, and ordinary words that do."""

import pytest

from complaintdesk.domain.codes import Code
from complaintdesk.domain.rules.wording import why_concerns, wording_concerns
from tests.rules.whole_case import complaint, under_both


@under_both("5.2", "5.2")
@pytest.mark.parametrize(
    "text",
    [
        "This is your informal complaint.",
        "at the Informal Stage",
        "Stage 0 comes first",
        "you can go to stage three",
        "a third stage panel",
        "our quick resolution process",
    ],
)
def test_h5_2_l5_2_there_are_two_stages_and_no_others(
    text: str, code: Code, provision: str
) -> None:
    (found,) = wording_concerns(complaint(code), text)
    assert (found.key, found.provision) == ("extra_stage", provision)


@under_both("3.7", "3.7")
@pytest.mark.parametrize(
    "text",
    [
        "Ask a designated person to refer it.",
        "the democratic filter",
        "Wait 8 weeks before you go to the ombudsman.",
        "The Ombudsman takes it up after eight weeks.",
    ],
)
def test_h3_7_l3_7_the_old_ways_to_the_ombudsman_are_gone(
    text: str, code: Code, provision: str
) -> None:
    (found,) = wording_concerns(complaint(code), text)
    assert (found.key, found.provision) == ("stale_route", provision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The boiler is replaced within 8 weeks.",
        "It was informal, and we hope for a quick resolution.",
        "You can ask for stage 2, the final stage.",
        "Stage 30 of the works",
        "It took eight weeks. The ombudsman is told.",
    ],
)
def test_5_2_3_7_ordinary_words_are_left_alone(text: str) -> None:
    assert list(wording_concerns(complaint(), text)) == []


@under_both("6.12", "6.13")
def test_h6_12_l6_13_a_text_that_asks_why(code: Code, provision: str) -> None:
    (found,) = why_concerns(complaint(code), "Give your reasons for escalating")
    assert (found.key, found.provision) == ("asks_why", provision)
    assert "“Give your reasons”" in found.sentence
    assert list(why_concerns(complaint(code), "Here is why we did not uphold it.")) == []


@pytest.mark.parametrize(
    "text",
    ["She has stage 3 kidney disease.", "Can you explain why the engineer was sent away?"],
)
def test_5_2_h6_12_l6_13_a_person_s_own_matters_are_left_alone(text: str) -> None:
    assert list(wording_concerns(complaint(), text)) == []
    assert list(why_concerns(complaint(), text)) == []
