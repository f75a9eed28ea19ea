"""Text typed after a save began: what our own save changed is no colleague's change."""

from complaintdesk.domain.half_written import base_after, meet, tried_too

PROPOSED = {"text": "", "by": "phone", "day": ""}
SAVED = {"text": "Rang", "by": "letter", "day": "21/11/2026"}
TYPED = {**SAVED, "text": "Rang twice"}


def test_a_task_that_proposes_the_same_again_leaves_the_form_as_typed() -> None:
    base = base_after(PROPOSED, SAVED, PROPOSED, proposes=True)
    met = meet(base, TYPED, PROPOSED)
    assert (met.fields, met.both) == (TYPED, ())


def test_a_task_that_proposes_what_was_saved_leaves_the_form_as_typed() -> None:
    base = base_after(PROPOSED, SAVED, SAVED, proposes=True)
    met = meet(base, TYPED, SAVED)
    assert (met.fields, met.both) == (TYPED, ())


def test_white_space_that_the_record_leaves_out_is_nobody_s_change() -> None:
    saved, typed = {"point": "No heat "}, {"point": "No heat since Monday"}
    now = {"point": "No heat"}
    met = meet(base_after({}, saved, now, proposes=False), typed, now)
    assert (met.fields, met.both) == (typed, ())


def test_what_a_colleague_changed_after_that_save_is_met_as_ever() -> None:
    now = {**SAVED, "text": "Theirs", "by": "visit"}
    met = meet(base_after(PROPOSED, SAVED, now, proposes=True), TYPED, now)
    assert (met.both, met.taken) == (("text",), ("by",))


def test_a_colleague_who_put_back_what_a_correction_changed_is_not_written_over() -> None:
    now = {**SAVED, "by": "phone"}
    met = meet(base_after(PROPOSED, SAVED, now, proposes=False), TYPED, now)
    assert met.fields["by"] == "phone"


def test_of_tries_that_differ_only_what_they_share_is_known_to_have_gone_out() -> None:
    assert tried_too(None, SAVED) == SAVED
    assert tried_too(SAVED, SAVED) == SAVED
    assert tried_too(SAVED, TYPED) == {"by": "letter", "day": "21/11/2026"}
    assert tried_too(tried_too(SAVED, TYPED), SAVED) != SAVED
