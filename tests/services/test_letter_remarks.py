"""What is remarked on before a letter goes, and letters that are half written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Person, Point
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.services import commands, drafts, letter_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.letter_desk import LetterView, draft_name, open_letter
from tests.letter_text import whole_cases as cases
from tests.services.letters import ACK, place
from tests.storage.helpers import complete


def view(desk: Desk, ref: str, kind: str = ACK, **fields: str) -> LetterView:
    return open_letter(desk, ref, kind).view(fields)


def test_a_plain_letter_brings_no_remark(desk: Desk, ref: str) -> None:
    assert view(desk, ref).remarks == ()
    assert view(desk, ref).concerns == ()


def adjusted(desk: Desk, text: str) -> str:
    return commands.log_complaint(desk, replace(complete(), adjustments=text)).ref


def test_large_print_follows_from_the_adjustments_and_the_form_has_the_last_word(
    desk: Desk, ref: str
) -> None:
    large = adjusted(desk, "Large print, please")
    as_said = view(desk, large)
    assert as_said.letter.large
    assert as_said.remarks == ("It is in large print, 18 point, as the adjustments say.",)
    normal = view(desk, large, print="normal")
    assert not normal.letter.large
    assert normal.remarks == ("It is in normal print; the adjustments ask for large.",)
    chosen = view(desk, ref, print="large")
    assert chosen.letter.large
    assert chosen.remarks == ("It is in large print, 18 point.",)
    assert not view(desk, ref, print="enormous").letter.large


def test_what_the_letter_cannot_follow_is_said_before_it_goes(desk: Desk) -> None:
    ref = adjusted(desk, "Braille. Ring first.")
    assert view(desk, ref).remarks == (
        "The adjustments name Braille: have it made before it goes.",
        "The adjustments name the phone: ring, and read it out.",
    )


def test_whom_it_goes_to_is_said_where_somebody_acts(desk: Desk) -> None:
    acting = place(desk, cases.logged(Code.GENERAL, **cases.REPRESENTED))
    assert view(desk, acting).remarks == (
        "It goes to Tom Okafor, who acts for Gloria Adeyemi.",
    )  # fmt: skip
    waiting = place(desk, cases.logged(Code.GENERAL, **cases.WAITING))
    assert view(desk, waiting).remarks == (
        "It goes to Gloria Adeyemi: Tom Okafor may not act yet.",
    )


def test_a_day_on_which_nobody_works_is_remarked_on_and_stops_nothing(desk: Desk) -> None:
    ref = place(desk, cases.acknowledged(Code.HOUSING))
    saturday, sunday = "28/11/2026", "29/11/2026"
    made = view(desk, ref, "keeping-informed", expected=saturday, next_on=sunday,
                position="x", reason="y")  # fmt: skip
    assert made.remarks == (
        "Answer by: Saturday 28 November 2026 is not a working day.",
        "Write again by: Sunday 29 November 2026 is not a working day.",
    )
    assert made.letter.ready


def test_old_details_of_the_ombudsman_are_remarked_on(desk: Desk, ref: str) -> None:
    before = view(desk, ref).remarks
    details = {
        code: replace(profile.ombudsman, last_checked=date(2026, 5, 1))
        for code, profile in PROFILES.items()
    }
    desk.file = replace(desk.file, ombudsmen=details)
    (told,) = view(desk, ref).remarks
    assert before == ()
    assert "were last checked on Friday 1 May 2026" in told
    assert "Local Government" in told  # the complaint is under the General Code


def test_words_that_are_likely_wrong_ask_for_a_reason(desk: Desk, ref: str) -> None:
    made = view(desk, ref, questions="When did you ask for stage 3? TBC")
    assert [concern.key for concern in made.concerns] == ["extra_stage", "left_open"]


def test_words_that_are_never_right_stop_it(desk: Desk, ref: str) -> None:
    made = view(desk, ref, questions="Please wait eight weeks before you go to the ombudsman.")
    assert [lack.field for lack in made.letter.missing] == ["write.questions"]


def test_a_name_and_an_address_that_are_missing_are_named(desk: Desk) -> None:
    ref = commands.log_complaint(desk, replace(complete(), complainant=Person("Ann"))).ref
    assert [lack.field for lack in view(desk, ref).letter.missing] == ["complainant.contact"]


# Half written


def keep(desk: Desk, ref: str, **fields: str) -> None:
    work = open_letter(desk, ref, ACK)
    base = {**work.proposals, "at_stage": "1"}
    drafts.keep(desk, Draft("d1", {**base, **fields}, ref, work.case.version, base,
                            task=draft_name(ACK)))  # fmt: skip


def test_half_written_boxes_come_back_and_a_colleagues_change_joins_them(
    desk: Desk, ref: str, other_pc: Callable[[Desk], Desk]
) -> None:
    keep(desk, ref, questions="Which bin?")
    theirs = replace(complete(), points=(Point("Both bins missed", "An apology"),))
    commands.change_details(other_pc(desk), ref, 1, theirs)
    desk.catch_up()
    found = letter_desk.half_written(desk, open_letter(desk, ref, ACK))
    assert found is not None
    assert (found.fields["questions"], found.fields["complaint_1"]) == (
        "Which bin?", "Both bins missed",
    )  # fmt: skip
    assert (found.id, found.version) == ("d1", 2)


def test_the_day_of_a_letter_begun_yesterday_is_todays_unless_it_was_typed(
    desk: Desk, ref: str
) -> None:
    work = open_letter(desk, ref, ACK)
    base = {**work.proposals, "sent_on": "19/11/2026", "at_stage": "1"}
    for typed, expected in (("19/11/2026", "20/11/2026"), ("18/11/2026", "18/11/2026")):
        fields = {**base, "sent_on": typed}
        drafts.keep(desk, Draft("d1", fields, ref, 1, base, task=draft_name(ACK)))
        found = letter_desk.half_written(desk, work)
        assert found is not None
        assert found.fields["sent_on"] == expected


def test_what_was_half_written_at_another_stage_or_for_another_letter_is_not_offered(
    desk: Desk, ref: str
) -> None:
    keep(desk, ref, questions="Which bin?", at_stage="2")
    assert letter_desk.half_written(desk, open_letter(desk, ref, ACK)) is None
    keep(desk, ref, questions="Which bin?")
    assert letter_desk.half_written(desk, open_letter(desk, ref, "clarification")) is None


def test_boxes_of_an_older_program_are_text_and_nothing_else(desk: Desk, ref: str) -> None:
    """A draft may hold a choice that there is no more; it shows as a gap and not as a fault."""
    made = view(desk, ref, responsibility_1="theirs", conflict="perhaps", print="huge")
    assert "write.conflict" in [lack.field for lack in made.letter.missing]
