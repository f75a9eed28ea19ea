"""How a case ends, and how a request and a complaint turn into each other."""

from dataclasses import replace

import pytest

from complaintdesk.domain.case import Case, Discretion, Kind
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import (
    Ending,
    Ground,
    Link,
    LinkKind,
    MatterKind,
    OmbudsmanMatter,
    Promise,
    PromiseKind,
    Refusal,
)
from complaintdesk.domain.rules import endings, refusals
from complaintdesk.domain.rules.endings import Closing, Satisfied
from complaintdesk.domain.rules.promises import promise
from complaintdesk.domain.ruling import Ruling
from tests.rules.whole_case import (
    NOW,
    POINTS,
    RECEIVED,
    TODAY,
    acknowledged,
    answered,
    at_stage_2,
    complaint,
    day,
    either_code,
    provisions,
    request,
    settled,
    under_both,
)

ACTION = Promise(PromiseKind.ACTION, "Mend it", day(12, 1), "Sam")


def closing(case: Case, why: Closing = Closing.COMPLETE, reasons: str = "") -> Ruling:
    return endings.close(case, TODAY, why, "", reasons, NOW)


# Closing


@either_code
def test_h6_6_l6_6_an_answered_case_with_nothing_open_closes(code: Code) -> None:
    ruling = endings.close(answered(code), TODAY, Closing.COMPLETE, "Said thanks.", "", NOW)
    assert ruling.concerns == ()
    assert (ruling.case.closed_on, ruling.case.closed_why) == (TODAY, "complete")
    assert ruling.entry == (
        "Closed on Friday 20 November 2026: answered, and everything promised is done. Said thanks."
    )


@under_both("6.6", "6.6")
def test_h6_6_l6_6_closing_with_promises_open_leaves_them_with_the_reason(
    code: Code, provision: str
) -> None:
    case = promise(answered(code), ACTION).case
    ruling = closing(case, reasons="She moved away")
    assert provisions(ruling) == {"open_promises": provision}
    assert "one thing promised is not" in ruling.concerns[0].sentence
    (left,) = ruling.case.promises
    assert (left.ended, left.ended_on, left.outcome) == (Ending.DROPPED, TODAY, "She moved away")
    two = promise(case, ACTION).case
    assert "2 things promised are not" in closing(two).concerns[0].sentence


@under_both("6.3", "6.3")
def test_6_3_closing_a_stage_that_was_never_answered(code: Code, provision: str) -> None:
    assert provisions(closing(acknowledged(code))) == {"unanswered": provision}
    for why in (Closing.WITHDRAWN, Closing.IN_ERROR):
        case = acknowledged(code)
        assert endings.close(case, TODAY, why, "She rang", "", NOW).concerns == ()


@under_both("2.1", "2.1")
def test_2_1_closing_as_not_accepted_needs_a_refusal_on_record(code: Code, provision: str) -> None:
    assert provisions(closing(acknowledged(code), Closing.REFUSED)) == {"not_refused": provision}
    told = Refusal(1, Ground.CONSIDERED, TODAY, "As in May", "Our letter")
    refused = settled(refusals.refuse(acknowledged(code), told, NOW).case)
    assert closing(refused, Closing.REFUSED).concerns == ()


@under_both("3.7", "3.7")
def test_3_7_closing_while_the_ombudsman_has_not_decided(code: Code, provision: str) -> None:
    matter = OmbudsmanMatter("2026-1", MatterKind.ENQUIRY, TODAY)
    case = replace(answered(code), matters=(matter,))
    assert provisions(closing(case)) == {"ombudsman_open": provision}
    done = replace(case, matters=(replace(matter, decided_on=TODAY),))
    assert closing(done).concerns == ()


@pytest.mark.parametrize(
    ("case", "last"),
    [
        (answered(), day(11, 13)),
        (at_stage_2(), day(11, 16)),
        (promise(acknowledged(), replace(ACTION, ended_on=day(11, 19), ended=Ending.KEPT)).case,
         day(11, 19)),
    ],
    ids=["the answer", "the request for stage 2", "a promise kept"],
)  # fmt: skip
def test_6_6_a_case_is_not_closed_before_the_last_thing_that_happened(
    case: Case, last: object
) -> None:
    assert isinstance(last, type(TODAY))
    early = last.replace(day=last.day - 1)
    with pytest.raises(BadInput, match=f"Something happened after that, on .* {last.day} Nov"):
        endings.close(case, early, Closing.WITHDRAWN, "She rang", "", NOW)
    endings.close(case, last, Closing.WITHDRAWN, "She rang", "", NOW)


def test_6_6_a_case_is_closed_once_and_not_tomorrow() -> None:
    with pytest.raises(BadInput, match="Closed on Saturday 21 November 2026"):
        endings.close(answered(), day(11, 21), Closing.COMPLETE, "", "", NOW)
    with pytest.raises(RuleBroken, match="was closed on Friday 20 November 2026"):
        closing(closing(answered()).case)


# Requests for service


@either_code
def test_h1_4_l1_8_a_request_dealt_with_has_its_review_met_by_it(code: Code) -> None:
    ruling = endings.request_dealt_with(request(code), TODAY, "Fitted", Satisfied.YES, NOW)
    assert ruling.concerns == ()
    assert (ruling.case.closed_on, ruling.case.closed_why) == (TODAY, "complete")
    (review,) = ruling.case.promises
    assert (review.ended, review.ended_on, review.outcome) == (Ending.KEPT, TODAY, "Fitted")


@under_both("1.4", "1.8")
def test_h1_4_l1_8_what_else_was_promised_about_a_request_is_not_taken_as_done(
    code: Code, provision: str
) -> None:
    case = promise(request(code), ACTION).case
    ruling = endings.request_dealt_with(case, TODAY, "Fitted", Satisfied.YES, NOW, "Not needed")
    assert provisions(ruling) == {"open_promises": provision}
    review, action = ruling.case.promises
    assert (review.ended, action.ended) == (Ending.KEPT, Ending.DROPPED)
    assert action.outcome == "Not needed"


@under_both("1.5", "1.7")
def test_h1_5_l1_7_dissatisfied_with_what_was_done_and_no_complaint_raised(
    code: Code, provision: str
) -> None:
    def dealt_with(case: Case, satisfied: Satisfied) -> dict[str, str]:
        return provisions(endings.request_dealt_with(case, TODAY, "Fitted", satisfied, NOW))

    assert dealt_with(request(code), Satisfied.NO) == {"dissatisfied": provision}
    assert dealt_with(request(code), Satisfied.UNKNOWN) == {}
    link = Link("CD-2026-0003", LinkKind.BECAME_COMPLAINT)
    raised = replace(request(code), links=(link,))
    assert dealt_with(raised, Satisfied.NO) == {}


def test_h1_4_l1_8_a_request_is_not_dealt_with_before_it_came_in_nor_is_a_complaint() -> None:
    with pytest.raises(BadInput, match="It came in on Monday 2 November 2026"):
        endings.request_dealt_with(request(), day(11, 1), "x", Satisfied.YES, NOW)
    with pytest.raises(BadInput, match="Dealt with on Saturday 21 November"):
        endings.request_dealt_with(request(), day(11, 21), "x", Satisfied.YES, NOW)
    with pytest.raises(RuleBroken, match="CD-2026-0001 is a complaint"):
        endings.request_dealt_with(complaint(), TODAY, "x", Satisfied.YES, NOW)


@under_both("1.3", "5.3")
def test_h1_4_l1_2_a_complaint_that_was_really_a_request_is_told_as_one(
    code: Code, provision: str
) -> None:
    case = promise(acknowledged(code), ACTION).case
    why = "It goes on as a request."
    untold = endings.was_a_request(case, None, "A new repair", why, NOW)
    assert provisions(untold) == {"open_promises": "6.6", "request_not_told": provision}
    told = endings.was_a_request(case, day(11, 19), "A new repair", why, NOW)
    assert provisions(told) == {"open_promises": "6.6"}
    assert (told.case.closed_on, told.case.closed_why) == (day(11, 19), "was-a-request")
    assert told.case.promises[0].outcome == "It goes on as a request."


def test_h1_4_l1_2_what_was_answered_as_a_complaint_stays_one() -> None:
    for case in (answered(), at_stage_2()):
        with pytest.raises(RuleBroken, match="was handled as a complaint already; it stays one"):
            endings.was_a_request(case, TODAY, "x", "", NOW)
    with pytest.raises(BadInput, match="Told on Saturday 21 November"):
        endings.was_a_request(complaint(), day(11, 21), "x", "", NOW)


# Linked cases


@either_code
def test_h1_5_l1_7_a_complaint_out_of_a_request_starts_on_the_day_of_dissatisfaction(
    code: Code,
) -> None:
    new = endings.linked_intake(request(code), LinkKind.FROM_REQUEST, TODAY)
    assert (new.kind, new.received_on, new.points) == (Kind.COMPLAINT, TODAY, POINTS)


def test_3_2_the_other_part_of_a_contact_came_in_on_the_same_day_with_points_of_its_own() -> None:
    new = endings.linked_intake(acknowledged(), LinkKind.OTHER_PART, TODAY)
    assert (new.received_on, new.points, new.complainant) == (
        RECEIVED, (), acknowledged().details.complainant,
    )  # fmt: skip


def test_h6_8_l6_9_a_new_issue_that_is_unrelated_begins_today_with_nothing_of_the_old_one() -> None:
    old = complaint(
        matter_date=day(1, 1, 2025), discretion=Discretion.ACCEPTED, discretion_reason="Ill",
        questions="When?", external_id="X-1", summary="Heating",
    )  # fmt: skip
    new = endings.linked_intake(old, LinkKind.NEW_ISSUE, TODAY)
    assert (new.received_on, new.points, new.summary, new.questions) == (TODAY, (), "", "")
    assert (new.matter_date, new.discretion, new.discretion_reason, new.external_id) == (
        None, Discretion.UNDECIDED, "", "",
    )  # fmt: skip


def test_h1_4_l1_2_a_request_out_of_a_complaint_came_in_when_the_complaint_did() -> None:
    new = endings.linked_intake(complaint(), LinkKind.WAS_COMPLAINT, TODAY)
    assert (new.kind, new.received_on, new.points) == (Kind.REQUEST, RECEIVED, POINTS)


def test_h1_4_l1_2_what_was_promised_is_not_left_silently_when_it_was_a_request() -> None:
    owing = replace(complaint(), promises=(Promise(PromiseKind.ACTION, "Ring her", day(11, 30)),))
    ruling = endings.was_a_request(owing, TODAY, "A new repair", "", NOW)
    assert "open_promises" in {c.key for c in ruling.concerns}


@pytest.mark.parametrize("why", [Closing.WITHDRAWN, Closing.IN_ERROR])
def test_2_1_withdrawn_or_in_error_is_said_with_how_that_is_known(why: Closing) -> None:
    with pytest.raises(BadInput, match="Say in the note how that is known"):
        endings.close(acknowledged(), TODAY, why, "", "", NOW)


def test_h1_5_l1_7_a_request_is_closed_where_it_is_asked_whether_the_person_is_content() -> None:
    with pytest.raises(BadInput, match="The request is dealt with"):
        endings.close(request(), TODAY, Closing.COMPLETE, "", "", NOW)
