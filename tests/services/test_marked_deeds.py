"""One thing for several marked cases: an officer, or a day to look again, under its own rule."""

from collections.abc import Callable
from datetime import date

import pytest

from complaintdesk.domain.case import Conflict, Kind
from complaintdesk.domain.errors import FormRefused
from complaintdesk.domain.parts import PromiseKind
from complaintdesk.services import marked_deeds, marked_forms, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_deeds import ALONE, Deed
from tests.conftest import TODAY
from tests.services.marked import case, close, do, head, logged, review, run, to_alex, will
from tests.storage.helpers import contents

FRIDAY = date(2026, 12, 4)


# Another officer


def test_a_dry_run_says_from_whom_to_whom_and_changes_nothing(desk: Desk) -> None:
    refs = [*logged(desk, "Ann"), *logged(desk, "Bo", officer="", conflict=Conflict.UNCHECKED)]
    before, files = head(desk), contents(desk.folder)
    lines = marked_deeds.dry_run(desk, refs, to_alex(desk, conflict="none"))
    assert [(line.ref, line.complainant, line.is_ready) for line in lines] == [
        (refs[0], "Ann", True), (refs[1], "Bo", True),
    ]  # fmt: skip
    assert [line.remarks for line in lines] == [
        ("from Sam Patel to Alex Moss",), ("from nobody to Alex Moss",),
    ]  # fmt: skip
    assert (head(desk), contents(desk.folder)) == (before, files)


def test_each_case_is_given_in_a_change_of_its_own_by_the_task_for_one(desk: Desk) -> None:
    refs = logged(desk, "Ann", "Bo")
    before = head(desk)
    results = run(desk, refs, to_alex(desk, conflict="none"))
    assert [(r.ref, r.is_done, r.message) for r in results] == [
        (ref, True, "Handled by Alex Moss.") for ref in refs
    ]
    assert head(desk) == before + 2
    assert [case(desk, ref).handler for ref in refs] == ["Alex Moss"] * 2
    assert [case(desk, ref).details.conflict for ref in refs] == [Conflict.NONE] * 2
    assert {row.officer for row in queries.queue(desk).rows} == {"Alex Moss"}


def test_what_was_checked_of_one_officer_is_not_claimed_of_the_next(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    assert will(desk, ref, to_alex(desk)).endswith("; conflict of interest to be checked anew")
    run(desk, [ref], to_alex(desk))
    assert case(desk, ref).details.conflict is Conflict.UNCHECKED


def test_a_third_party_that_answers_for_us_stays_on_the_case(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    do(desk, ref, "assign", responder="Weir Homes")
    run(desk, [ref], to_alex(desk))
    assert case(desk, ref).current.responder == "Weir Homes"


def test_a_request_for_service_is_given_too(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann", kind=Kind.REQUEST)
    (result,) = run(desk, [ref], to_alex(desk))
    assert result.is_done
    assert case(desk, ref).handler == "Alex Moss"


@pytest.mark.parametrize("name", ["Sam Patel", "  sam   PATEL "])
def test_a_case_that_they_have_already_stays(desk: Desk, name: str) -> None:
    (ref,) = logged(desk, "Ann")
    assert will(desk, ref, to_alex(desk, other=name)) == "Sam Patel has it already."


def test_stage_2_is_not_given_to_whoever_dealt_with_stage_1(desk: Desk) -> None:
    (ref,) = logged(desk, "Eve")
    do(desk, ref, "answer")
    do(desk, ref, "escalate", reviewer="Robin Ashdown")
    said = will(desk, ref, to_alex(desk, other="Sam Patel"))
    assert "Sam Patel dealt with stage 1, so somebody else is to review it." in said
    assert said.endswith(ALONE)
    (result,) = run(desk, [ref], to_alex(desk, other="Sam Patel"))
    assert not result.is_done
    assert case(desk, ref).handler == "Robin Ashdown"
    (result,) = run(desk, [ref], to_alex(desk))
    assert result.is_done
    assert (case(desk, ref).handler, case(desk, ref).details.officer) == ("Alex Moss", "Sam Patel")


@pytest.mark.parametrize(
    "noted", [{"conflict": Conflict.DECLARED}, {"conflict_note": "Her cousin lives there."}]
)
def test_a_noted_conflict_of_interest_is_left_to_be_seen_to_by_itself(
    desk: Desk, noted: dict[str, object]
) -> None:
    (ref,) = logged(desk, "Ann", **noted)
    assert will(desk, ref, to_alex(desk)) == f"A conflict of interest is noted on it. {ALONE}"
    assert case(desk, ref).handler == "Sam Patel"


def test_who_dealt_with_a_stage_that_has_ended_stays_on_record(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    do(desk, ref, "answer")
    said = "Stage 1 has ended, and that Sam Patel dealt with it stays on record."
    assert will(desk, ref, to_alex(desk)) == said
    (result,) = run(desk, [ref], to_alex(desk))
    assert not result.is_done


@pytest.mark.parametrize("deed", [to_alex, review])
def test_a_closed_case_and_one_that_is_gone_say_so(desk: Desk, deed: Callable[..., Deed]) -> None:
    (ref,) = logged(desk, "Ann")
    close(desk, ref)
    assert "was closed on Friday 20 November 2026" in will(desk, ref, deed(desk))
    assert "CD-2026-0999" in will(desk, "CD-2026-0999", deed(desk))


def test_a_form_without_an_officer_or_with_two_is_refused(desk: Desk) -> None:
    for fields, said in (
        ({}, "Say who is to have them."),
        ({"officer": "Sam Patel", "other": "Alex Moss"}, "not both"),
        ({"other": "x" * 101}, "at most 100"),
        ({"other": "Alex Moss", "conflict": "declared"}, "does not get it"),
        ({"other": "Alex Moss", "conflict": "zzz"}, "not a choice"),
    ):
        with pytest.raises(FormRefused, match=said):
            marked_forms.read_officer(desk, fields)


def offered(desk: Desk) -> list[str]:
    """The officers to choose from, in their order."""
    (spec, *_) = marked_forms.officer_fields(desk)
    return [value for _, value in spec.choices]


def test_the_officers_to_choose_from_are_those_with_open_cases_in_plain_text(desk: Desk) -> None:
    logged(desk, "Ann", "Bo")
    logged(desk, "Cy", officer="[b]Kim[/] \x1b[2J")
    assert offered(desk) == ["Sam Patel", "[b]Kim[/] [2J"]


def test_who_is_signed_in_is_offered_first_even_without_a_case(desk: Desk) -> None:
    """A new officer takes cases over without typing a name that could be another's by a slip."""
    assert offered(desk) == ["Sam Patel"]
    logged(desk, "Ann", officer="Alex Moss")
    logged(desk, "Bo", officer="sam  patel")
    assert offered(desk)[:2] == ["Sam Patel", "Alex Moss"]
    desk.officer = ""
    assert len(marked_forms.officer_fields(desk)) == 3
    assert offered(desk)[0] == "Alex Moss"


def test_with_nobody_known_a_name_is_asked_for(desk: Desk) -> None:
    desk.officer = ""
    assert [spec.name for spec in marked_forms.officer_fields(desk)] == ["other", "conflict"]


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Priya Nair", "priya nair"), ("Priya Nair", " PRIYA   Nair "),
        ("Siobhán O’Keeffe", "Siobhan O'Keeffe"), ("Siobhán O'Keeffe", "siobhán o’keeffe"),
        ("Łucja Żak", "Lucja Zak"), ("Sam Patel", "sam patel"),
    ],
)  # fmt: skip
def test_a_known_name_that_is_typed_otherwise_is_taken_as_it_is_known(
    desk: Desk, known: str, typed: str
) -> None:
    """Else a case would be with “priya nair”, and in no list of Priya Nair's."""
    logged(desk, "Ann", officer=known)
    (ref,) = logged(desk, "Bo", officer="Robin Ashdown", conflict=Conflict.UNCHECKED)
    deed = to_alex(desk, other=typed)
    assert deed.title == f"Give to {known}"
    assert will(desk, ref, deed) == f"from Robin Ashdown to {known}"
    run(desk, [ref], deed)
    assert case(desk, ref).handler == known
    # Both the list and the line may say the same.
    assert to_alex(desk, officer=known, other=typed).handler == known


def test_of_two_names_that_are_known_the_one_that_is_typed_is_meant(desk: Desk) -> None:
    logged(desk, "Ann", officer="Priya Nair")
    logged(desk, "Bo", officer="priya nair")
    assert to_alex(desk, other="priya nair").handler == "priya nair"
    assert to_alex(desk, other="Priya Nairn").handler == "Priya Nairn"
    with pytest.raises(FormRefused, match="may be one of these: “Priya Nair”, “priya nair”"):
        to_alex(desk, other="PRIYA NAIR")


def test_who_has_only_closed_cases_is_known_too(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann", officer="Priya Nair")
    close(desk, ref)
    assert "Priya Nair" not in offered(desk)
    assert to_alex(desk, other="priya nair").handler == "Priya Nair"


# A day to look again


def test_a_review_is_due_in_the_queue_on_its_day(desk: Desk) -> None:
    refs = [*logged(desk, "Ann"), *logged(desk, "Bo", kind=Kind.REQUEST)]
    said = "review on Friday 4 December 2026: Did the roofer come?"
    assert will(desk, refs[0], review(desk)) == said
    assert will(desk, refs[1], review(desk)) == f"{said}; one is set for {BEGUN} too"
    results = run(desk, refs, review(desk))
    assert all(r.is_done and "by Friday 4 December 2026" in r.message for r in results)
    for ref in refs:
        made = case(desk, ref).promises[-1]
        assert (made.kind, made.due, made.who) == (PromiseKind.REVIEW, FRIDAY, "Sam Patel")
        assert made.what == "Did the roofer come?"
    duties = queries.case(desk, refs[0]).duties
    assert (FRIDAY, "review") in [(duty.due, duty.kind) for duty in duties]


BEGUN = "Friday 4 December 2026"  # ten working days on: the review that a request begins with


def test_the_review_of_a_request_ends_with_the_request(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann", kind=Kind.REQUEST)
    run(desk, [ref], review(desk))
    do(desk, ref, "request-done", outcome="Mended.", satisfied="yes")
    assert case(desk, ref).closed_on == TODAY
    assert not case(desk, ref).open_promises


def test_the_same_review_is_not_set_twice(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    run(desk, [ref], review(desk))
    assert will(desk, ref, review(desk)) == "It has this review already."
    assert "one is set for Friday 4 December 2026 too" in will(desk, ref, review(desk, "Ring her"))


def test_words_that_a_code_speaks_against_are_to_be_said_otherwise(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    said = will(desk, ref, review(desk, "Offer her an informal stage"))
    assert "informal stage" in said
    assert said.endswith("Say it in other words.")


def test_a_form_without_a_day_to_come_or_a_subject_is_refused(desk: Desk) -> None:
    for fields, said in (
        ({"what": "Ring her"}, "Say on which day."),
        ({"due": "4 Dec"}, "Say what is to be looked at."),
        ({"due": "19/11/2026", "what": "Ring her"}, "Thursday 19 November 2026 has passed"),
        ({"due": "soon", "what": "Ring her"}, "not a date"),
        ({"due": "4/12/2099", "what": "Ring her"}, "more than ten years"),
    ):
        with pytest.raises(FormRefused, match=said):
            marked_forms.read_review(desk, fields)
