"""What each letter needs that is still blank, under each Code, by the part that asks for it."""

from dataclasses import replace

import pytest

from complaintdesk.domain.case import Case, Conflict, Discretion, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.letter_kinds import Need
from complaintdesk.domain.parts import Ground, Promise, PromiseKind
from tests.rules.letter_forms import FORMS, Form, logged, promised
from tests.rules.whole_case import (
    POINTS,
    acknowledged,
    at_stage_2,
    complaint,
    day,
    either_code,
    step,
)

HOUSING = Code.HOUSING
UNDECIDED = tuple(replace(p, responsibility=Responsibility.UNDECIDED) for p in POINTS)
FIRST, SECOND = FORMS["stage1-acknowledgement"], FORMS["stage2-acknowledgement"]
ANSWER, LAST = FORMS["stage1-response"], FORMS["stage2-response"]
MORE, INFORM = FORMS["stage1-extension"], FORMS["keeping-informed"]


def undecided(case: Case) -> Case:
    """Nobody has said yet whose its points are."""
    return replace(case, details=replace(case.details, points=UNDECIDED))


def parts(needs: tuple[Need, ...]) -> list[tuple[str, str]]:
    return [(need.field, need.part) for need in needs]


@either_code
def test_whose_it_is_stands_in_the_acknowledgement_for_housing_only(code: Code) -> None:
    """H 5.7 asks for it there; L 6.7 asks for it in the answer."""
    asked = [f"points.{n}.responsibility" for n in (1, 2)]
    assert FIRST.blanks(undecided(logged(code))) == (asked if code is HOUSING else [])
    assert SECOND.blanks(undecided(at_stage_2(code))) == (asked if code is HOUSING else [])
    for form in (ANSWER, LAST):
        case = undecided(form.begin(code))
        assert form.blanks(case) == ([] if code is HOUSING else asked)


@either_code
@pytest.mark.parametrize("whose", [Responsibility.PARTLY, Responsibility.NOT_OURS])
def test_what_is_not_all_ours_says_whose_it_is(code: Code, whose: Responsibility) -> None:
    need, *others = FIRST.needs(logged(code), responsibility_2=str(whose))
    assert (need.field, need.part) == ("points.2.responsibility_note", "responsibility")
    assert not others
    assert not FIRST.needs(logged(code), responsibility_2=str(whose), note_2="The school.")


@either_code
def test_outcomes_are_needed_at_the_first_acknowledgement_for_housing_only(code: Code) -> None:
    """H 5.6; the General Code asks for them at stage 2 (6.12), where both do."""
    found = FIRST.blanks(logged(code), outcome_1="")
    assert found == (["points.1.outcome_sought"] if code is HOUSING else [])
    assert SECOND.blanks(at_stage_2(code), outcomes="") == ["write.outcomes"]


@either_code
def test_an_acknowledgement_says_what_the_complaint_is_and_that_nobody_had_a_part(
    code: Code,
) -> None:
    assert FIRST.blanks(logged(code), complaint_2=" ") == ["points.2.complaint"]
    unchecked = FIRST.needs(complaint(code, conflict=Conflict.UNCHECKED))
    assert parts(unchecked) == [("write.conflict", "impartial")]
    assert unchecked[0].sentence == "Record whether Sam Patel had any part in the matter."
    (declared,) = FIRST.needs(logged(code), conflict="declared")
    assert declared.sentence.startswith("Give the case to somebody else, since Sam Patel had")


@either_code
def test_a_case_without_points_asks_for_the_first(code: Code) -> None:
    case = replace(logged(code), details=replace(logged(code).details, points=()))
    assert FIRST.blanks(case)[0] == "points.1.complaint"
    assert not FIRST.needs(
        case, complaint_1="No heating", outcome_1="A repair", responsibility_1="ours"
    )


@either_code
def test_a_complaint_that_is_not_to_be_accepted_is_not_acknowledged_as_accepted(
    code: Code,
) -> None:
    case = complaint(code, conflict=Conflict.NONE, discretion=Discretion.NOT_ACCEPTED)
    (need,) = FIRST.needs(case)
    assert need.sentence.startswith("The decision was not to accept this complaint")


@either_code
def test_stage_2_says_what_is_in_dispute_and_who_looks_at_it(code: Code) -> None:
    case = at_stage_2(code)
    assert SECOND.blanks(case, issues="", reviewer="") == ["write.issues", "write.reviewer"]


@either_code
@pytest.mark.parametrize("same", ["Sam Patel", " sam  PATEL "])
def test_stage_2_is_looked_at_by_somebody_else(code: Code, same: str) -> None:
    """H 6.13 must; L 6.14 should, so there it goes, with a reason."""
    found = SECOND.needs(at_stage_2(code), reviewer=same)
    assert [need.field for need in found] == (["write.reviewer"] if code is HOUSING else [])
    if code is not HOUSING:
        keys = [c.key for c in SECOND.sent(at_stage_2(code), reviewer=same).concerns]
        assert keys == ["same_person"]


@either_code
def test_at_stage_2_only_the_points_in_dispute_are_asked_about(code: Code) -> None:
    case = step(at_stage_2(code, outstanding=(2,)), "acknowledge", {"on": "18/11/2026"})
    assert LAST.blanks(case, finding_2="") == ["points.2.decision"]
    names = {spec.name for spec in LAST.letter.fields(case, LAST.moment)}
    assert "reasons_2" in names
    assert "reasons_1" not in names


@either_code
def test_more_time_says_until_when_and_why(code: Code) -> None:
    case = acknowledged(code)
    assert parts(MORE.needs(case, until="", reason="")) == [
        ("write.until", "new_date"), ("write.reason", "reason"),
    ]  # fmt: skip
    assert MORE.blanks(case, until="as soon as we can") == ["write.until"]


@either_code
@pytest.mark.parametrize(("until", "past"), [("2/12/2026", False), ("3/12/2026", True)])
def test_a_good_reason_and_updates_are_needed_past_the_limit(
    code: Code, until: str, past: bool
) -> None:
    """Due on 18 November; 10 working days after that is Wednesday 2 December (6.4)."""
    asked = ["write.good_reason", "write.every"] if past else []
    assert MORE.blanks(acknowledged(code), until=until) == asked
    assert not MORE.needs(acknowledged(code), until=until, good_reason="Asbestos", every="5")


@either_code
def test_updates_that_are_agreed_already_need_not_be_agreed_again(code: Code) -> None:
    agreed = {"every": "5", "first": "23/11/2026", "agreed_with": "Ann"}
    case = step(acknowledged(code), "updates", agreed)
    assert MORE.blanks(case, until="3/12/2026", every="") == ["write.good_reason"]


@either_code
def test_who_is_kept_informed_hears_where_it_stands_and_what_comes_when(code: Code) -> None:
    blank = dict.fromkeys(("position", "reason", "expected", "next_on"), "")
    assert INFORM.blanks(acknowledged(code), **blank) == [f"write.{box}" for box in blank]


@either_code
def test_an_answer_that_is_late_already_is_not_promised_for_a_day_that_is_over(
    code: Code,
) -> None:
    """Due on 18 November: that day is proposed until then, and nothing after it."""
    case = acknowledged(code)
    assert INFORM.reader(case).day("expected") == day(11, 18)
    late = replace(INFORM, today=day(11, 19))
    assert late.blanks(case) == ["write.expected"]


@either_code
def test_a_question_says_what_is_asked_and_by_when_an_answer_would_help(code: Code) -> None:
    ask = FORMS["clarification"]
    assert ask.blanks(logged(code), questions="", reply_by="") == [
        "write.questions", "write.reply_by",
    ]  # fmt: skip


@either_code
@pytest.mark.parametrize("form", [ANSWER, LAST], ids=["stage 1", "stage 2"])
def test_an_answer_needs_decision_reasons_and_what_they_rest_on_for_each_point(
    code: Code, form: Form
) -> None:
    blank = {f"{box}_2": "" for box in ("finding", "reasons", "relied_on")}
    assert parts(form.needs(form.begin(code), **blank)) == [
        ("points.2.decision", "decision"),
        ("points.2.reasons", "reasons"),
        ("points.2.relied_on", "reasons"),
    ]


@either_code
@pytest.mark.parametrize("finding", ["upheld", "partly-upheld", "not-upheld", "no-finding"])
def test_we_say_sorry_where_a_point_is_upheld(code: Code, finding: str) -> None:
    """7.1: wholly or in part; where nothing went wrong no apology is made up."""
    found = ANSWER.blanks(acknowledged(code), finding_2=finding)
    assert found == (["write.sorry"] if finding in ("upheld", "partly-upheld") else [])


@either_code
def test_what_puts_it_right_is_said_where_the_case_has_no_remedy(code: Code) -> None:
    bare = dict.fromkeys(("remedy", "outstanding"), "")
    assert ANSWER.blanks(acknowledged(code), **bare) == ["write.remedy", "write.outstanding"]
    remedy = Promise(PromiseKind.REMEDY, "A letter", day(11, 30), "Sam Patel")
    action = Promise(PromiseKind.ACTION, "A visit", day(11, 30), "Sam Patel")
    case = replace(acknowledged(code), promises=(action, remedy))
    assert ANSWER.blanks(case, **bare) == []
    dateless = replace(case, promises=(action, replace(remedy, due=None)))
    (need,) = ANSWER.needs(dateless, **bare)
    assert (need.field, need.part) == ("remedies.1.due", "remedy")
    assert need.sentence.endswith("A letter")


@either_code
def test_the_officers_own_look_for_a_reply_is_no_action_for_the_person(code: Code) -> None:
    """It is a note to ourselves, so the letter still has to say what is left to do."""
    look = {"questions": "Which bin?", "reply_by": "25/11/2026", "on": "5/11/2026"}
    case = step(acknowledged(code), "clarify", look)
    assert ANSWER.blanks(case, outstanding="") == ["write.outstanding"]


@either_code
def test_an_answer_needs_points_to_answer(code: Code) -> None:
    case = acknowledged(code)
    bare = replace(case, details=replace(case.details, points=()))
    assert parts(ANSWER.needs(bare)) == [("points", "definition")]


REFUSALS = [FORMS["not-accepted"], FORMS["not-escalated"]]


@either_code
@pytest.mark.parametrize("form", REFUSALS, ids=["complaint", "stage 2"])
def test_a_refusal_needs_its_ground_and_its_own_reasons(code: Code, form: Form) -> None:
    """2.5: in this very case, with what shows it."""
    blank = dict.fromkeys(("ground", "reasoning", "evidence"), "")
    assert parts(form.needs(form.begin(code), **blank)) == [
        ("write.ground", "ground"), ("write.reasoning", "reasons"), ("write.evidence", "reasons"),
    ]  # fmt: skip


_ALSO = {Ground.OLD: "write.considered", Ground.COURT: "write.claim_filed"}


@either_code
@pytest.mark.parametrize("form", REFUSALS, ids=["complaint", "stage 2"])
@pytest.mark.parametrize("ground", list(Ground))
def test_some_grounds_need_more(code: Code, form: Form, ground: Ground) -> None:
    """H 2.2-2.3, L 2.2-2.3: what was considered of an old matter; a claim that is filed."""
    also = [_ALSO[ground]] if ground in _ALSO else []
    assert form.blanks(form.begin(code), ground=str(ground)) == also
    filled = {"considered": "The records are gone.", "claim_filed": "20/10/2026"}
    assert not form.needs(form.begin(code), ground=str(ground), **filled)


@either_code
def test_a_request_for_stage_2_that_is_turned_away_has_its_day(code: Code) -> None:
    form = FORMS["not-escalated"]
    assert parts(form.needs(form.begin(code), asked_on="")) == [("write.asked_on", "received")]


@either_code
def test_an_update_on_actions_says_how_it_goes_and_by_when_each_is_done(code: Code) -> None:
    form = FORMS["actions-update"]
    assert form.blanks(promised(code), note="", next_on="") == ["write.note", "write.next_on"]
    case = promised(code)
    dateless = replace(case, promises=(replace(case.promises[0], due=None),))
    assert parts(form.needs(dateless)) == [("actions.1.due", "actions")]
    done = step(case, "done", {"promise": "1", "outcome": "Sent."})
    assert form.blanks(done, next_on="") == []


@either_code
@pytest.mark.parametrize("how", ["cannot", "later"])
def test_what_changes_is_told_with_why_and_by_when(code: Code, how: str) -> None:
    """H 7.3, L 7.4: something else in its place, unless it is only later."""
    form = FORMS["remedy-changed"]
    blank = dict.fromkeys(("promise", "why", "instead", "due"), "")
    instead = ["write.instead"] if how == "cannot" else []
    found = form.blanks(promised(code), how=how, **blank)
    assert found == ["promised.what", "write.why", *instead, "write.due"]


@either_code
def test_a_limit_on_contact_needs_evidence_an_end_a_review_and_a_way_in(code: Code) -> None:
    """H 5.14-5.15, L 5.10-5.11."""
    form = FORMS["contact-restriction"]
    asked = {
        "reason": "behaviour", "evidence": "behaviour", "what": "limit", "remains": "remains",
        "equality": "fair", "starts": "dates", "ends": "dates", "review_on": "review",
    }  # fmt: skip
    found = form.needs(logged(code), **dict.fromkeys(asked, ""))
    assert parts(found) == [(f"write.{box}", part) for box, part in asked.items()]


@either_code
def test_a_representative_without_a_name_is_asked_for(code: Code) -> None:
    form = FORMS["authority-request"]
    case = form.begin(code)
    acting = case.details.representative
    assert acting is not None
    nameless = replace(acting, person=replace(acting.person, name=" "))
    case = replace(case, details=replace(case.details, representative=nameless))
    assert form.blanks(case, reply_by="") == ["representative.name", "write.reply_by"]
