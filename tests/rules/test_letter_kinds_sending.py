"""What sending each letter does to its case: what the letter says has then happened."""

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.case import Conflict, Discretion, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import RuleBroken
from complaintdesk.domain.forms import day_field
from complaintdesk.domain.parts import Ending, Finding, Ground, PromiseKind
from tests.rules.letter_forms import FORMS, at_stage_2_acknowledged, logged
from tests.rules.whole_case import (
    acknowledged,
    answered,
    at_stage_2,
    complaint,
    day,
    duty,
    either_code,
    provisions,
    step,
)

INFORM = FORMS["keeping-informed"]


@either_code
@pytest.mark.parametrize("kind", ["stage1-acknowledgement", "request-to-complaint"])
def test_the_acknowledgement_acknowledges_on_its_own_day_and_keeps_its_boxes(
    code: Code, kind: str
) -> None:
    """6.2, and the definition as it went out: what was typed over is not lost."""
    form = FORMS[kind]
    ruling = form.sent(
        form.begin(code), sent_on="3/11/2026", complaint_1="Cold rooms", outcome_2="A call",
        responsibility_2="partly", note_2="The school", questions="Which day?",
    )  # fmt: skip
    after = ruling.case
    assert after.current.acknowledged == ruling.happened_on == day(11, 3)
    assert [p.complaint for p in after.details.points] == ["Cold rooms", "Nobody rang back"]
    second = after.details.points[1]
    assert second.outcome_sought == "A call"
    assert (second.responsibility, second.responsibility_note) == (
        Responsibility.PARTLY, "The school",
    )  # fmt: skip
    assert after.details.questions == "Which day?"
    assert after.details.conflict is Conflict.NONE


@either_code
def test_the_answer_is_due_from_the_day_on_the_letter(code: Code) -> None:
    """6.3: ten working days after Tuesday 3 November."""
    form = FORMS["stage1-acknowledgement"]
    case = form.sent(logged(code), sent_on="3/11/2026").case
    assert duty(case, "respond").due == day(11, 17)


@either_code
def test_the_first_point_of_a_case_without_one_is_made_from_its_box(code: Code) -> None:
    form = FORMS["stage1-acknowledgement"]
    bare = replace(logged(code), details=replace(logged(code).details, points=()))
    typed = {"complaint_1": "No heating", "outcome_1": "A repair", "responsibility_1": "ours"}
    (point,) = form.sent(bare, **typed).case.details.points
    assert (point.complaint, point.outcome_sought) == ("No heating", "A repair")


@either_code
def test_stage_2_is_acknowledged_with_what_is_in_dispute_and_who_looks_at_it(code: Code) -> None:
    form = FORMS["stage2-acknowledgement"]
    case = at_stage_2(code, outstanding=(2,))
    stage = form.sent(case, issues="The calls", outcomes="A call", reviewer="Jo Lee").case.current
    assert (stage.acknowledged, stage.handler) == (day(11, 18), "Jo Lee")
    assert (stage.issues, stage.outcomes) == ("The calls", "A call")


@either_code
def test_boxes_of_stage_2_leave_the_other_points_as_they_are(code: Code) -> None:
    form = FORMS["stage2-acknowledgement"]
    case = at_stage_2(code, outstanding=(2,))
    after = form.sent(case, responsibility_2="not-ours", note_2="The school").case
    assert after.details.points[0] == case.details.points[0]
    assert after.details.points[1].responsibility is Responsibility.NOT_OURS
    assert after.details.points[1].complaint == case.details.points[1].complaint


@either_code
@pytest.mark.parametrize(
    ("kind", "until"), [("stage1-extension", day(11, 25)), ("stage2-extension", day(12, 18))]
)
def test_more_time_makes_the_answer_due_on_the_day_that_was_told(
    code: Code, kind: str, until: date
) -> None:
    """H 6.4, 6.15; L 6.4, 6.16: told on the letter's day, to whom it goes to."""
    form = FORMS[kind]
    case = form.begin(code)
    after = form.sent(case, until=day_field(until), reason="A report").case
    assert duty(after, "respond", case.stage, form.moment).due == until
    (extension,) = after.current.extensions
    assert (extension.told_on, extension.reason) == (form.today, "A report")
    assert extension.told_to == case.addressee.name


@either_code
def test_more_time_past_the_limit_brings_updates(code: Code) -> None:
    form = FORMS["stage1-extension"]
    past = {"until": "10/12/2026", "good_reason": "Asbestos", "every": "5"}
    ruling = form.sent(acknowledged(code), **past)
    assert ruling.concerns == ()
    (update,) = ruling.case.promises
    assert (update.kind, update.every, update.due) == (PromiseKind.UPDATE, 5, day(11, 23))


@either_code
def test_more_time_told_too_late_goes_with_a_reason_only(code: Code) -> None:
    form = replace(FORMS["stage1-extension"], today=day(11, 19))
    ruling = form.sent(acknowledged(code), until="25/11/2026")
    assert provisions(ruling) == {"extension_late": "6.4"}


@either_code
def test_keeping_informed_moves_no_date_and_brings_the_next(code: Code) -> None:
    """H 5.9, L 5.5: it is not more time by another name."""
    case = acknowledged(code)
    ruling = INFORM.sent(case, expected="27/11/2026", next_on="19/11/2026")
    assert ruling.case.stages == case.stages
    assert duty(ruling.case, "respond").due == day(11, 18)
    (update,) = ruling.case.promises
    assert (update.kind, update.due) == (PromiseKind.UPDATE, day(11, 19))
    assert update.agreed_with == "Ann O'Brien"


@either_code
def test_the_agreed_update_is_kept_and_the_next_is_due_on_the_day_that_was_named(
    code: Code,
) -> None:
    agreed = {"every": "5", "first": "12/11/2026", "agreed_with": "Ann"}
    case = step(acknowledged(code), "updates", agreed)
    kept, again = INFORM.sent(case, next_on="20/11/2026").case.promises
    assert (kept.ended, kept.ended_on, kept.every) == (Ending.KEPT, day(11, 12), 5)
    assert (again.ended, again.due, again.every) == (Ending.OPEN, day(11, 20), 5)
    assert INFORM.reader(case).day("next_on") == day(11, 19)  # 5 working days on


@either_code
def test_a_question_is_on_record_and_the_clock_runs_on(code: Code) -> None:
    form = FORMS["clarification"]
    case = acknowledged(code)
    after = form.sent(case, questions="Which bin?", reply_by="12/11/2026").case
    assert after.details.questions == "Which bin?"
    assert after.stages == case.stages
    (look,) = after.promises
    assert (look.kind, look.due, look.about) == (PromiseKind.ACTION, day(11, 12), "questions")


@either_code
def test_asking_why_at_stage_2_goes_with_a_reason_only(code: Code) -> None:
    """H 6.12, L 6.13."""
    case = at_stage_2(code)
    form = replace(FORMS["clarification"], today=day(11, 18))
    ruling = form.sent(case, questions="Why do you disagree?")
    assert provisions(ruling) == {"asks_why": "6.12" if code is Code.HOUSING else "6.13"}


@either_code
@pytest.mark.parametrize("kind", ["stage1-response", "stage2-response"])
def test_the_answer_decides_each_point_and_answers_on_its_day(code: Code, kind: str) -> None:
    form = FORMS[kind]
    case = form.begin(code)
    whose = {"responsibility_1": "partly", "note_1": "The school"} if code is Code.GENERAL else {}
    ruling = form.sent(case, finding_1="upheld", **whose)
    after, stage = ruling.case, case.stage
    assert after.current.answered == ruling.happened_on == form.today
    assert {n: d.finding for n, d in after.decided(stage).items()} == {
        1: Finding.UPHELD, 2: Finding.NO_FINDING,
    }  # fmt: skip
    assert after.decided(stage)[1].reasons == "The log shows it."
    assert after.decided(stage)[2].relied_on == "The phone log"
    assert after.current.signed_off_by == ("Di" if stage == 2 else "")
    found = after.details.points[0].responsibility
    assert found is (Responsibility.PARTLY if whose else Responsibility.OURS)
    assert provisions(ruling) == {"no_remedy": "7.1"}  # upheld, and nothing promised


@either_code
def test_a_decision_of_stage_1_stays_beside_that_of_stage_2(code: Code) -> None:
    after = FORMS["stage2-response"].sent(at_stage_2_acknowledged(code), finding_2="upheld").case
    assert after.decided(1)[2].finding is Finding.NOT_UPHELD
    assert after.decided(2)[2].finding is Finding.UPHELD


@either_code
def test_nobody_signed_the_final_answer_off(code: Code) -> None:
    """H 6.20, L 6.19: it goes with a reason."""
    ruling = FORMS["stage2-response"].sent(at_stage_2_acknowledged(code), signed_off_by="")
    assert provisions(ruling) == {"sign_off": "6.20" if code is Code.HOUSING else "6.19"}


@either_code
def test_a_case_without_points_cannot_be_answered(code: Code) -> None:
    case = acknowledged(code)
    bare = replace(case, details=replace(case.details, points=()))
    with pytest.raises(RuleBroken, match="No point of complaint is set out yet"):
        FORMS["stage1-response"].sent(bare)


@either_code
def test_a_refusal_is_on_record_with_its_ground_and_ends_the_clock(code: Code) -> None:
    """2.1-2.5: and so it is among those that 8.1 asks to be counted."""
    form = FORMS["not-accepted"]
    ruling = form.sent(logged(code), ground="court-claim-filed", claim_filed="20/10/2026")
    (refusal,) = ruling.case.refusals
    assert (refusal.stage, refusal.ground, refusal.told_on) == (1, Ground.COURT, day(11, 4))
    assert (refusal.claim_filed, refusal.evidence) == (day(10, 20), "Our letter of 12 June.")
    assert ruling.case.current.refused == day(11, 4)


@either_code
def test_an_old_matter_that_was_accepted_is_refused_with_a_reason_only(code: Code) -> None:
    """H 2.3, L 2.2: the letter does not undo what was decided when the complaint came in."""
    old = {"matter_date": day(9, 1, 2025), "discretion_reason": "The records are gone."}
    form, ground = FORMS["not-accepted"], "older-than-12-months"
    declined = complaint(code, discretion=Discretion.NOT_ACCEPTED, **old)
    assert form.reader(declined).text("considered") == "The records are gone."
    assert form.sent(declined, ground=ground).concerns == ()
    ruling = form.sent(complaint(code, discretion=Discretion.ACCEPTED, **old), ground=ground)
    assert provisions(ruling) == {"discretion": "2.3" if code is Code.HOUSING else "2.2"}
    assert ruling.case.details.discretion is Discretion.ACCEPTED


@either_code
def test_a_request_for_stage_2_that_is_turned_away_is_logged_with_its_day(code: Code) -> None:
    form = FORMS["not-escalated"]
    after = form.sent(answered(code)).case
    assert [s.started for s in after.stages] == [day(11, 2), day(11, 16)]
    assert after.stages[0].answered == day(11, 13)
    assert after.current.refused == form.today
    assert after.refusals[0].stage == 2
    logged_before = form.sent(at_stage_2(code), asked_on="").case
    assert logged_before.current.refused == form.today
