"""What is true of every kind of letter, and when each of them fits."""

import re
from dataclasses import replace

import pytest

from complaintdesk.domain.case import Authority, Case, Person, Representative
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import DeskError, FormRefused
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.letter_kinds.kind import POINT_BOXES, PRINT, SENT_ON, box_of
from tests.rules.letter_forms import FORMS, Form, logged, promised
from tests.rules.whole_case import (
    acknowledged,
    answered,
    at_stage_2,
    complaint,
    either_code,
    request,
    settled,
    step,
)

every_kind = pytest.mark.parametrize("form", list(FORMS.values()), ids=list(FORMS))
_POINT_BOX = re.compile(f"(?:{'|'.join(POINT_BOXES)})_\\d+")


def test_every_kind_has_a_form_here() -> None:
    assert list(FORMS) == list(KINDS)
    assert all(name == kind.kind for name, kind in KINDS.items())


@every_kind
@either_code
def test_a_kind_fits_its_case_and_a_full_form_lacks_nothing(form: Form, code: Code) -> None:
    case = form.begin(code)
    assert form.letter.fits(case) == ""
    assert form.needs(case) == ()


@every_kind
@either_code
def test_a_full_form_goes_without_asking_for_reasons(form: Form, code: Code) -> None:
    """What a letter needs is what the rule behind it asks for: no gap, no departure."""
    case = form.begin(code)
    ruling = form.sent(case)
    assert ruling.concerns == ()
    assert ruling.entry
    assert settled(ruling.case, form.moment) != case or form.kind == "clarification"


@every_kind
@either_code
def test_the_boxes_that_a_wording_may_print_are_those_of_the_form(form: Form, code: Code) -> None:
    """A box that no wording knows is written for nothing; one that no form has is never filled."""
    letter = form.letter
    names = [spec.name for spec in letter.fields(form.begin(code), form.moment)]
    assert len(set(names)) == len(names)
    own = {name for name in names if not _POINT_BOX.fullmatch(name)}
    assert own == {*letter.boxes, *letter.days, SENT_ON, PRINT}
    assert not set(letter.boxes) & set(letter.days)


@either_code
def test_the_day_of_the_request_is_asked_for_only_where_it_is_not_on_record(code: Code) -> None:
    """The one box that a form may lack: at stage 2 the desk knows when it was asked for."""
    letter, moment = FORMS["not-escalated"].letter, FORMS["not-escalated"].moment
    at_2 = {spec.name for spec in letter.fields(at_stage_2(code), moment)}
    assert {*letter.boxes, *letter.days} - at_2 == {"asked_on"}
    assert FORMS["not-escalated"].needs(at_stage_2(code), asked_on="") == ()


@every_kind
@either_code
def test_days_are_day_fields_and_boxes_are_not(form: Form, code: Code) -> None:
    for spec in form.letter.fields(form.begin(code), form.moment):
        assert spec.is_day == (spec.name in (*form.letter.days, SENT_ON)), spec.name


@every_kind
@either_code
def test_the_letter_is_dated_today_until_somebody_says_otherwise(form: Form, code: Code) -> None:
    dated = form.reader(form.begin(code)).day(SENT_ON)
    assert dated == form.today


@every_kind
@either_code
def test_each_blank_leads_to_its_box_in_the_form(form: Form, code: Code) -> None:
    """Choosing what is not ticked goes to its box; what stands in none is put right elsewhere."""
    case = form.begin(code)
    names = {spec.name for spec in form.letter.fields(case, form.moment)}
    blank = form.needs(case, **dict.fromkeys(names, ""))
    assert blank
    for need in blank:
        assert box_of(need.field) in names | {""}
        assert need.sentence and need.label and need.part


@every_kind
@either_code
@pytest.mark.parametrize("typed", ["1/3/2027", "", "the 40th"])
def test_a_letter_is_not_recorded_as_sent_on_a_day_to_come_or_on_none(
    form: Form, code: Code, typed: str
) -> None:
    with pytest.raises(DeskError) as caught:
        form.sent(form.begin(code), sent_on=typed)
    assert str(caught.value)


_CHOICES = [
    (kind, box)
    for kind, boxes in {
        "stage1-acknowledgement": ("conflict", "responsibility_1"),
        "stage2-acknowledgement": ("responsibility_2",),
        "stage1-response": ("finding_1",),
        "not-accepted": ("ground",),
    }.items()
    for box in boxes
]


@pytest.mark.parametrize(("kind", "box"), _CHOICES)
@either_code
def test_a_choice_of_another_time_is_asked_for_again(kind: str, box: str, code: Code) -> None:
    """A half-written letter of an older program may hold a choice that there is no more."""
    form = FORMS[kind]
    with pytest.raises(FormRefused, match="“ours-ish” is not a choice here"):
        form.sent(form.begin(code), **{box: "ours-ish"})


def test_box_of_knows_the_two_names_of_each_box() -> None:
    assert box_of("write.reason") == "reason"
    assert box_of("points.2.outcome_sought") == "outcome_2"
    assert box_of("points.12.decision") == "finding_12"
    assert box_of("points.1") == box_of("officer") == box_of("council.contact") == ""
    assert box_of("points.1.earlier") == box_of("write.a.b") == ""


@pytest.mark.parametrize("kind", [k for k in KINDS if KINDS[k].stage and k.startswith("stage")])
@either_code
def test_a_letter_of_one_stage_is_not_one_of_the_other(kind: str, code: Code) -> None:
    other = 3 - KINDS[kind].stage
    case = at_stage_2(code) if other == 2 else complaint(code)
    said = f"{case.ref} is at stage {other}, and this letter is one of stage {3 - other}."
    assert KINDS[kind].fits(case) == said


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "contact-restriction"])
def test_a_request_for_service_gets_no_letter_about_a_complaint(kind: str) -> None:
    case = request()
    assert KINDS[kind].fits(case) == f"{case.ref} is a request for service: it has no stages."
    assert KINDS["contact-restriction"].fits(case) == ""


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "not-escalated"])
@either_code
def test_a_closed_case_gets_no_letter_until_it_is_open_again(kind: str, code: Code) -> None:
    closed = replace(answered(code), closed_on=FORMS[kind].today)
    assert "was closed on" in KINDS[kind].fits(closed)


_BEFORE = ["stage1-extension", "keeping-informed", "clarification", "stage1-response",
           "not-accepted"]  # fmt: skip


@pytest.mark.parametrize("kind", _BEFORE)
@either_code
def test_what_belongs_before_the_answer_does_not_come_after_it(kind: str, code: Code) -> None:
    assert KINDS[kind].fits(answered(code)) == "Stage 1 was answered on Friday 13 November 2026."


def no_fit(kind: str, case: Case) -> str:
    return KINDS[kind].fits(case)


@either_code
def test_each_letter_says_why_it_does_not_fit(code: Code) -> None:
    first, acked = complaint(code), acknowledged(code)
    already = f"{acked.ref} was already acknowledged at stage 1, on Wednesday 4 November 2026."
    assert no_fit("stage1-acknowledgement", acked) == already
    assert no_fit("request-to-complaint", acked) == already
    assert no_fit("request-to-complaint", first).startswith(
        "CD-2026-0001 did not come out of a request for service. On a request, log the complaint"
    )
    assert "is at stage 2 already" in no_fit("not-accepted", at_stage_2(code))
    assert no_fit("not-escalated", acked).startswith("Stage 1 is not answered")
    assert no_fit("actions-update", acked) == "No action and no remedy is on record here."
    assert no_fit("remedy-changed", acked) == "No action and no remedy is open here."
    done = step(promised(code), "done", {"promise": "1", "outcome": "Sent."})
    assert no_fit("actions-update", done) == ""
    assert no_fit("remedy-changed", done) == "No action and no remedy is open here."


@pytest.mark.parametrize("authority", [a for a in Authority if a is not Authority.AWAITED])
def test_nobody_is_asked_twice_who_may_act(authority: Authority) -> None:
    assert no_fit("authority-request", logged(Code.HOUSING)).startswith("Nobody acts for")
    acting = Representative(Person("Tom Okafor"), "son", authority)
    said = no_fit("authority-request", complaint(representative=acting))
    assert said.startswith("Tom Okafor may act already: ")
