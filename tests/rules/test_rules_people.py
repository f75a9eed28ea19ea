"""The people: authority that delays nothing, adjustments under review, limits on contact."""

from dataclasses import replace
from typing import Any

import pytest

from complaintdesk.domain.case import Authority, Person, Representative
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Ending, PromiseKind, Restriction
from complaintdesk.domain.rules import people, stages
from tests.rules.whole_case import (
    NOW,
    TODAY,
    acknowledged,
    complaint,
    day,
    duty,
    either_code,
    provisions,
    request,
    settled,
    under_both,
)

LIMIT = Restriction(
    "Only by e-mail", "Abuse", "Calls of 3 November", "Considered with her diagnosis",
    "E-mail, and letters", TODAY, day(2, 1, 2027), TODAY,
)  # fmt: skip
ACTING = Representative(Person("Tom O'Brien"))


@pytest.mark.parametrize("authority", Authority)
@either_code
def test_3_6_whatever_the_authority_no_clock_waits_for_it(code: Code, authority: Authority) -> None:
    case = complaint(code, representative=ACTING)
    ruling = people.authorise(case, authority, TODAY, "on the phone", NOW)
    assert ruling.case.details.representative == replace(ACTING, authority=authority)
    assert ruling.concerns == ()
    assert NOW.duties(ruling.case) == NOW.duties(case)
    assert stages.record_acknowledgement(ruling.case, TODAY, "", NOW).concerns == ()


def test_3_6_who_is_written_to_follows_the_authority() -> None:
    case = complaint(representative=ACTING)
    assert case.addressee.name == "Ann O'Brien"
    verbal = people.authorise(case, Authority.VERBAL, TODAY, "", NOW).case
    assert verbal.addressee.name == "Tom O'Brien"


def test_3_6_nobody_acts_where_nobody_was_named() -> None:
    with pytest.raises(RuleBroken, match="CD-2026-0001 has no representative"):
        people.authorise(complaint(), Authority.WRITTEN, TODAY, "", NOW)
    with pytest.raises(BadInput, match="That day has not come yet"):
        people.authorise(complaint(representative=ACTING), Authority.WRITTEN, day(11, 21), "", NOW)


# Adjustments


@under_both("5.10", "5.6")
def test_h5_10_l5_6_adjustments_are_recorded_with_a_review(code: Code, provision: str) -> None:
    bare = people.adjust(complaint(code), "Large print", "", None, NOW)
    assert provisions(bare) == {"adjustment_review": provision}
    dated = people.adjust(complaint(code), "Large print", "Low vision", day(5, 20, 2027), NOW)
    assert dated.concerns == ()
    details = dated.case.details
    assert (details.adjustments, details.disability) == ("Large print", "Low vision")
    found = duty(dated.case, "review")
    assert (found.due, found.provision) == (day(5, 20, 2027), provision)


def test_h5_10_l5_6_a_new_review_takes_the_place_of_the_old_one_which_stays_on_record() -> None:
    first = people.adjust(complaint(), "Large print", "", day(12, 1), NOW).case
    old, new = people.adjust(first, "Braille", "", day(12, 15), NOW).case.promises
    assert (old.ended, old.ended_on, old.outcome) == (
        Ending.CHANGED, TODAY, "Reviewed and set anew.",
    )  # fmt: skip
    assert (new.is_open, new.due) == (True, day(12, 15))


def test_h5_10_l5_6_where_none_are_needed_any_more_the_review_says_so() -> None:
    first = people.adjust(complaint(), "Large print", "", day(12, 1), NOW).case
    ruling = people.adjust(first, "", "", None, NOW)
    (old,) = ruling.case.promises
    assert (old.ended, old.outcome) == (Ending.CHANGED, "None are needed any more.")
    assert ruling.concerns == ()


# Limits on contact


def test_h5_14_l5_10_a_limit_with_all_that_it_needs_and_its_review() -> None:
    ruling = people.restrict(acknowledged(), LIMIT, day(1, 4, 2027), NOW)
    assert ruling.concerns == ()
    assert ruling.case.restrictions == (LIMIT,)
    (review,) = ruling.case.promises
    assert (review.kind, review.due, review.about) == (
        PromiseKind.REVIEW, day(1, 4, 2027), "restriction 1",
    )  # fmt: skip


@under_both("5.14", "5.10")
@pytest.mark.parametrize(
    ("gap", "key"),
    [
        ({"ends": None}, "restriction_end"),
        ({"evidence": ""}, "restriction_evidence"),
        ({"told_on": None}, "restriction_not_told"),
    ],
)
def test_h5_14_l5_10_a_limit_has_evidence_an_end_and_is_told(
    gap: dict[str, Any], key: str, code: Code, provision: str
) -> None:
    ruling = people.restrict(complaint(code), replace(LIMIT, **gap), day(1, 4, 2027), NOW)
    assert provisions(ruling) == {key: provision}


@under_both("5.14", "5.10")
def test_h5_14_l5_10_a_limit_without_a_review_date(code: Code, provision: str) -> None:
    ruling = people.restrict(complaint(code), LIMIT, None, NOW)
    assert provisions(ruling) == {"restriction_review": provision}
    assert duty(ruling.case, "review").provision == provision


@under_both("5.15", "5.11")
def test_h5_15_l5_11_a_limit_in_regard_to_the_equality_act(code: Code, provision: str) -> None:
    ruling = people.restrict(complaint(code), replace(LIMIT, equality=""), day(1, 4, 2027), NOW)
    assert provisions(ruling) == {"restriction_equality": provision}


def test_h5_14_l5_10_a_limit_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="It would end before it starts"):
        people.restrict(complaint(), replace(LIMIT, ends=day(11, 19)), TODAY, NOW)
    with pytest.raises(BadInput, match="Told on Saturday 21 November 2026"):
        people.restrict(complaint(), replace(LIMIT, told_on=day(11, 21)), TODAY, NOW)
    with pytest.raises(RuleBroken, match="was closed on"):
        people.restrict(replace(complaint(), closed_on=TODAY), LIMIT, TODAY, NOW)


def test_h5_14_l5_10_lifted_it_stays_on_record_and_only_its_own_review_is_done() -> None:
    two = complaint()
    for _ in range(2):
        two = people.restrict(two, LIMIT, day(1, 4, 2027), NOW).case
    after = people.lift(two, 2, TODAY, "All is calm", NOW).case
    assert [r.lifted_on for r in after.restrictions] == [None, TODAY]
    assert after.restrictions[1].lifted_why == "All is calm"
    assert [p.is_open for p in after.promises] == [True, False]
    assert after.promises[1].outcome == "Lifted."
    for number in (0, 2, 3):
        with pytest.raises(BadInput, match="Choose which limit on contact it is"):
            people.lift(after, number, TODAY, "x", NOW)


def test_h5_14_l5_10_a_request_for_service_can_have_a_limit_too_and_nothing_to_lift() -> None:
    assert people.why_not_lift(request()) == "Contact is not limited."
    limited = settled(people.restrict(request(), LIMIT, TODAY, NOW).case)
    assert people.why_not_lift(limited) == ""
    # A limit may outlive the case, and is lifted all the same.
    assert people.why_not_lift(replace(limited, closed_on=TODAY)) == ""
