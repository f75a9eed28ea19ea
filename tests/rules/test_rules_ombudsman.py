"""What the case's ombudsman asks, decides and orders: duties like any other, also when closed."""

from dataclasses import replace

import pytest

from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Ending, MatterKind, OmbudsmanMatter, Promise, PromiseKind
from complaintdesk.domain.rules import endings, ombudsman
from complaintdesk.domain.rules.promises import promise
from tests.rules.whole_case import (
    NOW,
    TODAY,
    answered,
    complaint,
    day,
    duty,
    either_code,
    provisions,
    settled,
    under_both,
)

ENQUIRY = OmbudsmanMatter("2026-0042", MatterKind.ENQUIRY, day(11, 18), "The heating")


def opened(code: Code = Code.HOUSING) -> Case:
    return ombudsman.open_matter(answered(code), ENQUIRY, None, NOW).case


@under_both("4.1", "4.1")
def test_4_1_a_reply_that_is_wanted_is_a_duty(code: Code, provision: str) -> None:
    ruling = ombudsman.open_matter(answered(code), ENQUIRY, day(11, 27), NOW)
    found = duty(ruling.case, "enquiry")
    assert (found.due, found.provision) == (day(11, 27), provision)
    assert ruling.entry == (
        "The ombudsman opened an enquiry on Wednesday 18 November 2026, 2026-0042; a reply is "
        "wanted by Friday 27 November 2026."
    )


@either_code
def test_3_7_it_can_come_at_any_time_and_opens_a_closed_case_with_what_was_left(code: Code) -> None:
    left = promise(answered(code), Promise(PromiseKind.ACTION, "Mend it", day(12, 1), "Sam")).case
    closed = endings.close(left, TODAY, endings.Closing.COMPLETE, "", "She moved", NOW).case
    assert closed.promises[0].ended is Ending.DROPPED
    ruling = ombudsman.open_matter(closed, ENQUIRY, None, NOW)
    assert (ruling.case.closed_on, ruling.case.promises) == (None, left.promises)
    assert ruling.entry.endswith("The case is open again.")


def test_3_7_its_day_has_come() -> None:
    with pytest.raises(BadInput, match="Opened on Saturday 21 November 2026"):
        ombudsman.open_matter(answered(), replace(ENQUIRY, opened_on=day(11, 21)), None, NOW)


@pytest.mark.parametrize(
    ("code", "key", "words"),
    [
        (Code.HOUSING, "severe-maladministration", "severe maladministration"),
        (Code.GENERAL, "upheld", "upheld: fault and injustice"),
    ],
)
def test_e_each_ombudsman_decides_in_its_own_words(code: Code, key: str, words: str) -> None:
    ruling = ombudsman.decide_matter(opened(code), 1, TODAY, key, "No records", NOW)
    assert ruling.entry == f"The ombudsman decided 2026-0042 on Friday 20 November 2026: {words}."
    (matter,) = ruling.case.matters
    assert (matter.decided_on, matter.decision, matter.findings) == (TODAY, key, "No records")
    other = Code.GENERAL if code is Code.HOUSING else Code.HOUSING
    assert key not in ombudsman.DECISIONS[other]


def test_e_a_matter_is_decided_once_and_not_before_it_was_opened() -> None:
    case = ombudsman.decide_matter(opened(), 1, TODAY, "maladministration", "", NOW).case
    with pytest.raises(RuleBroken, match="2026-0042 was decided on Friday 20 November 2026"):
        ombudsman.decide_matter(case, 1, TODAY, "maladministration", "", NOW)
    with pytest.raises(BadInput, match="It was opened on Wednesday 18 November 2026"):
        ombudsman.decide_matter(opened(), 1, day(11, 17), "maladministration", "", NOW)
    for number in (0, 2):
        with pytest.raises(BadInput, match="Choose which of the ombudsman's matters it is"):
            ombudsman.decide_matter(opened(), number, TODAY, "maladministration", "", NOW)


@under_both("7.3", "7.3")
def test_7_3_an_order_is_a_dated_duty_and_opens_a_closed_case(code: Code, provision: str) -> None:
    ruling = ombudsman.order(opened(code), 1, "Pay £100", day(12, 18), "Finance", NOW)
    found = duty(settled(ruling.case), "order")
    assert (found.due, found.provision, found.who) == (day(12, 18), provision, "Finance")
    assert ruling.concerns == ()
    undated = ombudsman.order(opened(code), 1, "Pay £100", None, "Finance", NOW)
    assert provisions(undated) == {"order_date": provision}
    closed = replace(opened(code), closed_on=TODAY, closed_why="complete")
    again = ombudsman.order(closed, 1, "Pay £100", day(12, 18), "Finance", NOW)
    assert again.case.closed_on is None
    assert again.entry.endswith("The case is open again.")


def test_7_3_an_order_belongs_to_a_matter() -> None:
    with pytest.raises(BadInput, match="Choose which"):
        ombudsman.order(complaint(), 1, "Pay", day(12, 18), "Finance", NOW)
