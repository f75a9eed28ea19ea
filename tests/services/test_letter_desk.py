"""Letters as the officer meets them: which fit, by when, what is lacking, what is remarked on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.case import Case, Conflict, Kind, Point, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, CaseNotFound, FormRefused, RuleBroken
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import commands, letter_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import LetterOffer, LetterView, open_letter
from letters.catalogue import parts
from tests.conftest import TODAY
from tests.letter_text import whole_cases as cases
from tests.services.letters import ACK, ON, place, stand
from tests.storage.helpers import acknowledge_by_letter, complete

RUNNING = {"stage1-extension", "stage1-response", "keeping-informed", "clarification"}
TOLD = {"actions-update", "remedy-changed", "contact-restriction"}
AGAIN = {"stage2-extension", "stage2-response", "keeping-informed", "clarification"}


def fitting(desk: Desk, ref: str) -> dict[str, LetterOffer]:
    return {o.kind: o for o in letter_desk.offers(desk, ref) if not o.why_not}


def view(desk: Desk, ref: str, kind: str = ACK, **fields: str) -> LetterView:
    return open_letter(desk, ref, kind).view(fields)


# Which letters fit

FITTING: dict[str, tuple[Callable[[Code], Case], set[str]]] = {
    "logged": (cases.logged, {ACK, *RUNNING, "not-accepted", "contact-restriction"}),
    "from a request": (
        cases.from_request,
        {"request-to-complaint", ACK, *RUNNING, "not-accepted", "contact-restriction"},
    ),
    "acknowledged": (cases.acknowledged, {*RUNNING, "not-accepted", "contact-restriction"}),
    "with promises": (cases.with_promises, {*RUNNING, *TOLD, "not-accepted"}),
    "answered": (cases.answered, {*TOLD, "not-escalated"}),
    "asked again": (cases.asked_again, {"stage2-acknowledgement", *AGAIN, *TOLD, "not-escalated"}),
    "at stage 2": (cases.at_stage_2, {*AGAIN, *TOLD, "not-escalated"}),
    "answered twice": (cases.answered_twice, TOLD),
    "a request": (cases.a_request, {"contact-restriction"}),
    "authority awaited": (
        lambda code: cases.answered_twice(code, **cases.WAITING), {*TOLD, "authority-request"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FITTING)
def test_in_each_situation_the_letters_that_fit_come_first_and_the_rest_say_why_not(
    desk: Desk, name: str
) -> None:
    begin, fits = FITTING[name]
    for code in Code:
        ref = place(desk, begin(code))
        found = letter_desk.offers(desk, ref)
        assert sorted(o.kind for o in found) == sorted(KINDS)
        assert {o.kind for o in found[: len(fits)]} == fits
        for offer in found[len(fits) :]:
            assert offer.why_not.endswith("."), offer
            assert (offer.by, offer.state) == (None, None)
            with pytest.raises(RuleBroken) as refused:
                open_letter(desk, ref, offer.kind)
            assert str(refused.value) == offer.why_not
        assert all(offer.title and offer.purpose.endswith(".") for offer in found)


def test_what_fits_is_in_the_order_of_the_days_by_which_it_should_go(desk: Desk, ref: str) -> None:
    found = list(fitting(desk, ref).values())
    days = [offer.by for offer in found if offer.by]
    assert found[0].kind == ACK
    assert days == sorted(days)
    assert all(offer.by is None for offer in found[len(days) :])
    assert (found[0].by, found[0].state, found[0].days_left) == (TODAY, "due_today", 0)


def test_more_time_and_the_answer_go_by_the_day_on_which_the_answer_is_due(
    desk: Desk, ref: str
) -> None:
    acknowledge_by_letter(desk, ref, 1, ON)
    found = fitting(desk, ref)
    assert {kind: o.by for kind, o in found.items() if o.by} == {
        "stage1-extension": date(2026, 12, 2), "stage1-response": date(2026, 12, 2),
    }  # fmt: skip


def test_keeping_informed_goes_by_the_day_that_was_agreed(desk: Desk) -> None:
    from tests.services.test_task_desk import do, log

    ref = log(desk)
    do(desk, ref, "updates", every="5", first="24/11/2026")
    assert fitting(desk, ref)["keeping-informed"].by == date(2026, 11, 24)


def test_a_letter_that_went_says_on_which_day_also_after_its_stage(desk: Desk, ref: str) -> None:
    def sent() -> dict[str, tuple[date, ...]]:
        return {o.kind: o.sent for o in letter_desk.offers(desk, ref) if o.sent}

    assert sent() == {}
    acknowledge_by_letter(desk, ref, 1, ON)
    assert sent() == {ACK: (ON,)}
    stand(desk, ref, lambda c: replace(c, stages=(*c.stages, Stage(TODAY))))
    assert sent() == {ACK: (ON,)}


def test_what_came_out_of_a_request_is_acknowledged_by_a_letter_of_its_own(desk: Desk) -> None:
    asked = commands.log_complaint(desk, replace(complete(), kind=Kind.REQUEST)).ref
    link = Link(asked, LinkKind.FROM_REQUEST)
    ref = commands.log_complaint(desk, complete(), link=link).ref
    assert letter_desk.acknowledgement(desk, ref) == "request-to-complaint"
    assert letter_desk.acknowledgement(desk, asked) == ""
    plain = commands.log_complaint(desk, complete()).ref
    assert letter_desk.acknowledgement(desk, plain) == ACK
    assert letter_desk.acknowledgement(desk, place(desk, cases.asked_again(Code.GENERAL))) == (
        "stage2-acknowledgement"
    )


def test_a_case_or_a_letter_that_is_not_there_is_a_sentence(desk: Desk, ref: str) -> None:
    for look in (letter_desk.offers, lambda d, r: open_letter(d, r, ACK)):
        with pytest.raises(CaseNotFound, match="There is no case"):
            look(desk, "../../etc/passwd")
    with pytest.raises(BadInput, match=r"no letter called “poem”\. The letters are: stage1-ack"):
        open_letter(desk, ref, "poem")


# What the Code asks of it


@pytest.mark.parametrize("code", Code)
def test_what_the_code_asks_is_ticked_off_by_provision(desk: Desk, code: Code) -> None:
    ref = commands.log_complaint(desk, replace(complete(), code=code)).ref
    checks = view(desk, ref).checks
    asked = parts(ACK, code)
    assert [(c.part, c.provision, c.heading) for c in checks] == [
        (p.name, p.provision, p.heading) for p in asked
    ]
    assert all(check.is_there and not check.field for check in checks)


def test_what_is_lacking_is_unticked_and_leads_to_its_box(desk: Desk) -> None:
    point = Point("")
    gaps = replace(complete(), points=(point,), summary="Bins", conflict=Conflict.UNCHECKED,
                   code=Code.HOUSING)  # fmt: skip
    ref = commands.log_complaint(desk, gaps).ref
    made = view(desk, ref)
    assert {c.part: c.field for c in made.checks if not c.is_there} == {
        "definition": "points.1.complaint",
        "outcomes": "points.1.outcome_sought",
        "responsibility": "points.1.responsibility",
        "impartial": "write.conflict",
    }
    assert [lack.field for lack in made.letter.missing] == [
        "points.1.complaint", "points.1.outcome_sought", "points.1.responsibility",
        "write.conflict",
    ]  # fmt: skip
    boxes = {"complaint_1": "Bins", "outcome_1": "A bin", "responsibility_1": "ours",
             "conflict": "none"}  # fmt: skip
    filled = view(desk, ref, **boxes)
    assert all(check.is_there for check in filled.checks)
    assert filled.letter.ready


def test_a_box_of_nothing_that_shows_is_blank(desk: Desk, ref: str) -> None:
    made = view(desk, ref, complaint_1=" \u200b\u2060 ")
    assert [lack.field for lack in made.letter.missing] == ["points.1.complaint"]


def test_the_letter_carries_its_day_and_promises_from_it(desk: Desk, ref: str) -> None:
    made = view(desk, ref, sent_on="18/11/2026")
    assert (made.sent_on, made.response_due) == (ON, date(2026, 12, 2))
    assert view(desk, ref).response_due == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("21/11/2026", "has not come yet"), ("", "Say on which day"), ("soon", "soon")],
)
def test_a_day_that_cannot_be_is_refused_with_its_field(
    desk: Desk, ref: str, day: str, sentence: str
) -> None:
    with pytest.raises(FormRefused, match=sentence) as refused:
        letter_desk.sent_day(open_letter(desk, ref, ACK), {"sent_on": day})
    assert [problem.field for problem in refused.value.problems] == ["sent_on"]


def test_a_letter_of_an_ended_stage_can_be_begun_no_more(desk: Desk, ref: str) -> None:
    acknowledge_by_letter(desk, ref, 1, ON)
    with pytest.raises(RuleBroken, match="already acknowledged at stage 1, on Wednesday 18"):
        open_letter(desk, ref, ACK)
