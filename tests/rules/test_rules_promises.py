"""What was promised: made with a date, kept, changed, undeliverable. Nothing ends unsaid."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Ending, Promise, PromiseKind, RemedyType
from complaintdesk.domain.rules import promises
from complaintdesk.domain.rules.handling import agree_updates
from tests.rules.whole_case import (
    NOW,
    TODAY,
    acknowledged,
    answered,
    at,
    complaint,
    day,
    either_code,
    provisions,
    request,
    under_both,
)

REMEDY = Promise(
    PromiseKind.REMEDY, "A letter", day(11, 30), "Sam", "Ann", remedy=RemedyType.APOLOGY
)


def with_(*made: Promise, code: Code = Code.HOUSING) -> Case:
    return replace(acknowledged(code), promises=made)


def bare(kind: PromiseKind) -> Promise:
    return Promise(kind, "Something", day(11, 30), "Sam")


@either_code
def test_h6_6_7_3_a_promise_says_what_who_and_by_when(code: Code) -> None:
    ruling = promises.promise(acknowledged(code), replace(REMEDY, point=2))
    assert ruling.concerns == ()
    assert ruling.case.promises == (replace(REMEDY, point=2, stage=1),)
    assert ruling.entry == "Remedy promised: A letter (1, Sam, by Monday 30 November 2026)."


@pytest.mark.parametrize(
    ("kind", "housing", "general"),
    [
        (PromiseKind.ACTION, "6.6", "6.6"),
        (PromiseKind.REMEDY, "7.3", "7.3"),
        (PromiseKind.UPDATE, "5.9", "5.5"),
        (PromiseKind.LEARNING, "9.1", "9.1"),
        (PromiseKind.ORDER, "7.3", "7.3"),
        (PromiseKind.ENQUIRY, "4.1", "4.1"),
        (PromiseKind.REVIEW, "5.10", "5.6"),
    ],
)
def test_7_3_each_promise_has_a_date(kind: PromiseKind, housing: str, general: str) -> None:
    for code, number in ((Code.HOUSING, housing), (Code.GENERAL, general)):
        ruling = promises.promise(complaint(code), replace(bare(kind), due=None))
        assert provisions(ruling) == {f"{kind}_date": number}


@pytest.mark.parametrize("kind", PromiseKind)
def test_7_3_what_we_do_ourselves_has_somebody_who_does_it(kind: PromiseKind) -> None:
    asked = provisions(promises.promise(complaint(), replace(bare(kind), who="")))
    owned = kind in (PromiseKind.ACTION, PromiseKind.REMEDY, PromiseKind.LEARNING)
    assert list(asked) == ([f"{kind}_owner"] if owned else [])


def test_7_3_a_promise_is_for_a_point_that_there_is() -> None:
    with pytest.raises(BadInput, match="CD-2026-0001 has no point 3"):
        promises.promise(complaint(), replace(REMEDY, point=3))


# Kept


@either_code
def test_h6_6_l6_6_a_promise_kept_has_its_day_and_how(code: Code) -> None:
    ruling = promises.keep(with_(REMEDY, code=code), 1, day(11, 19), "Posted", NOW)
    (kept,) = ruling.case.promises
    assert (kept.ended, kept.ended_on, kept.outcome) == (Ending.KEPT, day(11, 19), "Posted")
    assert kept.due == REMEDY.due
    assert ruling.concerns == ()


@under_both("7.3", "7.3")
def test_7_3_an_order_is_done_with_proof(code: Code, provision: str) -> None:
    case = with_(bare(PromiseKind.ORDER), code=code)
    assert provisions(promises.keep(case, 1, TODAY, "", NOW)) == {"proof": provision}
    assert promises.keep(case, 1, TODAY, "Receipt 12", NOW).concerns == ()


@either_code
def test_h5_9_l5_5_an_update_given_makes_the_next_one_from_that_day(code: Code) -> None:
    case = agree_updates(acknowledged(code), 10, day(11, 18), "Ann", NOW).case
    ruling = promises.keep(case, 1, day(11, 19), "Rang", NOW)
    first, second = ruling.case.promises
    # Ten working days after Thursday 19 November: Thursday 3 December.
    assert (first.ended, second.is_open, second.due, second.every) == (
        Ending.KEPT, True, day(12, 3), 10,
    )  # fmt: skip
    assert ruling.entry.endswith("The next is due on Thursday 3 December 2026.")


def test_h5_9_l5_5_after_the_answer_there_is_no_next_update() -> None:
    left = replace(bare(PromiseKind.UPDATE), every=5)
    case = replace(answered(), promises=(left,))
    assert len(promises.keep(case, 1, TODAY, "Rang", NOW).case.promises) == 1


def test_h5_9_l5_5_an_update_without_an_interval_has_no_next_one() -> None:
    assert len(promises.keep(with_(bare(PromiseKind.UPDATE)), 1, TODAY, "", NOW).case.promises) == 1


def test_6_6_nothing_is_done_tomorrow_nor_before_it_came_in() -> None:
    with pytest.raises(BadInput, match="Done on Saturday 21 November 2026"):
        promises.keep(with_(REMEDY), 1, day(11, 21), "", NOW)
    with pytest.raises(BadInput, match="came in on Monday 2 November 2026, after that"):
        promises.keep(with_(REMEDY), 1, day(11, 1), "", NOW)


# Changed


@under_both("7.3", "7.4")
def test_h7_3_l7_4_a_change_keeps_the_old_promise_and_the_person_is_told(
    code: Code, provision: str
) -> None:
    case = with_(REMEDY, code=code)
    ruling = promises.change(case, 1, "Sam is ill", NOW, due=day(12, 7))
    assert provisions(ruling) == {"not_told": provision}
    old, new = ruling.case.promises
    assert (old.ended, old.ended_on, old.outcome, old.due) == (
        Ending.CHANGED, TODAY, "Sam is ill", REMEDY.due,
    )  # fmt: skip
    assert new == replace(REMEDY, due=day(12, 7))
    told = promises.change(case, 1, "Sam is ill", NOW, due=day(12, 7), told_on=TODAY)
    assert told.concerns == ()
    assert told.case.promises[0].told_on == TODAY


def test_7_3_a_date_taken_away_is_asked_for() -> None:
    ruling = promises.change(with_(REMEDY), 1, "x", NOW, due=None, told_on=TODAY)
    assert provisions(ruling) == {"remedy_date": "7.3"}
    assert "now without a date" in ruling.entry


def test_7_3_new_words_with_the_same_date_are_a_change_and_nothing_new_is_not() -> None:
    ruling = promises.change(
        with_(REMEDY), 1, "x", NOW, due=REMEDY.due, what="A visit", told_on=TODAY
    )
    assert ruling.case.promises[1].what == "A visit"
    with pytest.raises(BadInput, match="nothing would change"):
        promises.change(with_(REMEDY), 1, "x", NOW, due=REMEDY.due)


@pytest.mark.parametrize("kind", PromiseKind)
def test_h7_3_l7_4_only_what_was_promised_to_the_person_is_told_to_them(kind: PromiseKind) -> None:
    ruling = promises.change(with_(bare(kind)), 1, "x", NOW, due=day(12, 7))
    theirs = kind in (PromiseKind.ACTION, PromiseKind.REMEDY, PromiseKind.UPDATE)
    assert list(provisions(ruling)) == (["not_told"] if theirs else [])


# Undeliverable


@under_both("7.3", "7.4")
def test_h7_3_l7_4_undeliverable_without_anything_instead_or_telling(
    code: Code, provision: str
) -> None:
    ruling = promises.undeliverable(with_(REMEDY, code=code), 1, "No part", NOW)
    assert provisions(ruling) == {"not_told": provision, "instead": provision}
    (ended,) = ruling.case.promises
    assert (ended.ended, ended.outcome) == (Ending.UNDELIVERABLE, "No part")


@under_both("7.3", "7.3")
def test_h7_3_l7_4_undeliverable_with_something_instead_that_has_a_date(
    code: Code, provision: str
) -> None:
    case = with_(REMEDY, code=code)
    ruling = promises.undeliverable(
        case, 1, "No part", NOW, instead="A new one", due=day(12, 7), told_on=TODAY
    )
    assert ruling.concerns == ()
    assert ruling.case.promises[1] == replace(REMEDY, what="A new one", due=day(12, 7))
    assert ruling.case.promises[0].is_open is False
    undated = promises.undeliverable(case, 1, "No part", NOW, instead="A new one", told_on=TODAY)
    assert provisions(undated) == {"remedy_date": provision}


@pytest.mark.parametrize("kind", [PromiseKind.LEARNING, PromiseKind.REVIEW])
def test_h7_3_l7_4_nothing_is_offered_instead_of_what_nobody_outside_was_promised(
    kind: PromiseKind,
) -> None:
    assert promises.undeliverable(with_(bare(kind)), 1, "x", NOW).concerns == ()


def test_7_4_the_person_is_not_told_tomorrow() -> None:
    ahead = day(11, 21)
    with pytest.raises(BadInput, match="Told on Saturday 21 November 2026"):
        promises.undeliverable(with_(REMEDY), 1, "x", NOW, told_on=ahead)
    with pytest.raises(BadInput, match="Told on Saturday 21 November 2026"):
        promises.change(with_(REMEDY), 1, "x", NOW, due=day(12, 7), told_on=ahead)
    tomorrow = at(ahead)
    assert promises.change(with_(REMEDY), 1, "x", tomorrow, due=day(12, 7), told_on=ahead)


# What any of them refuses


ACTS: dict[str, Callable[[Case, int], object]] = {
    "keep": lambda case, n: promises.keep(case, n, TODAY, "", NOW),
    "change": lambda case, n: promises.change(case, n, "x", NOW, due=day(12, 7)),
    "undeliverable": lambda case, n: promises.undeliverable(case, n, "x", NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_6_6_a_promise_ends_once_and_only_one_that_there_is(act: str) -> None:
    ended = with_(replace(REMEDY, ended=Ending.KEPT, ended_on=day(11, 19)))
    with pytest.raises(RuleBroken, match="“A letter” ended on Thursday 19 November 2026"):
        ACTS[act](ended, 1)
    for number in (0, 2):
        with pytest.raises(BadInput, match="Choose which promise it is"):
            ACTS[act](ended, number)


@pytest.mark.parametrize("act", ACTS)
def test_6_6_nothing_is_promised_or_ended_on_a_closed_case(act: str) -> None:
    closed = replace(with_(REMEDY), closed_on=TODAY)
    with pytest.raises(RuleBroken, match="was closed on Friday 20 November 2026"):
        ACTS[act](closed, 1)
    with pytest.raises(RuleBroken, match="was closed on Friday 20 November 2026"):
        promises.promise(closed, REMEDY)


def test_h1_4_l1_8_a_request_for_service_can_have_actions_too() -> None:
    case = promises.promise(request(), bare(PromiseKind.ACTION)).case
    assert [p.kind for p in case.promises] == [PromiseKind.REVIEW, PromiseKind.ACTION]


@either_code
def test_h5_10_5_14_l5_6_5_10_a_review_brings_the_next_one_until_the_last(code: Code) -> None:
    case = with_(replace(bare(PromiseKind.REVIEW), about="adjustments"), code=code)
    again = promises.keep(case, 1, TODAY, "They fit.", NOW, day(12, 18)).case
    assert [(p.due, p.is_open) for p in again.promises] == [
        (day(11, 30), False),
        (day(12, 18), True),
    ]
    assert promises.keep(case, 1, TODAY, "They fit.", NOW).case.open_promises == ()


@either_code
def test_7_3_a_promise_may_pass_to_somebody_else(code: Code) -> None:
    after = promises.change(with_(REMEDY, code=code), 1, "She left", NOW, due=REMEDY.due, who="Kim")
    assert [(p.who, p.ended) for p in after.case.promises] == [("Sam", "changed"), ("Kim", "")]
    assert "Kim" in after.entry
