"""What letters about promises and people do to a case when they are sent."""

from dataclasses import replace

import pytest

from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.parts import Ending, PromiseKind
from tests.rules.letter_forms import FORMS, LIMIT, Form, logged, promised
from tests.rules.whole_case import day, either_code, step

UPDATE = FORMS["actions-update"]
CHANGED, LIMITED = FORMS["remedy-changed"], FORMS["contact-restriction"]


@either_code
def test_an_update_on_actions_brings_the_next_and_ends_the_one_before(code: Code) -> None:
    first = UPDATE.sent(promised(code), next_on="27/11/2026")
    assert first.entry.startswith("Told how the actions stand: 0 done, 1 to do. The next by Fri")
    later = replace(UPDATE, today=day(11, 27))
    remedy, told, again = later.sent(first.case, next_on="4/12/2026").case.promises
    assert remedy.is_open
    assert (told.ended, told.ended_on) == (Ending.KEPT, day(11, 27))
    assert (again.kind, again.ended, again.due) == (PromiseKind.UPDATE, Ending.OPEN, day(12, 4))


@either_code
def test_the_last_update_on_actions_leaves_none_open(code: Code) -> None:
    told = UPDATE.sent(promised(code), next_on="27/11/2026").case
    done = step(told, "done", {"promise": "1", "outcome": "Sent."})
    ruling = UPDATE.sent(done, next_on="")
    assert ruling.entry == "Told how the actions stand: 1 done, 0 to do."
    assert not ruling.case.open_promises


@either_code
def test_a_changed_promise_is_not_counted_as_done(code: Code) -> None:
    moved = step(promised(code), "change", {
        "promise": "1", "due": "7/12/2026", "why": "No parts", "told_on": "20/11/2026",
    })  # fmt: skip
    assert "0 done, 1 to do" in UPDATE.sent(moved).entry


@either_code
def test_a_remedy_that_cannot_be_done_ends_and_another_takes_its_place(code: Code) -> None:
    """H 7.3, L 7.4: told on the day of the letter."""
    old, new = CHANGED.sent(promised(code), sent_on="19/11/2026").case.promises
    assert (old.ended, old.told_on) == (Ending.UNDELIVERABLE, day(11, 19))
    assert (old.outcome, new.what, new.due) == ("No parts", "Another", day(12, 7))


@either_code
def test_a_remedy_that_comes_later_keeps_its_words(code: Code) -> None:
    old, new = CHANGED.sent(promised(code), how="later", instead="").case.promises
    assert (old.ended, old.told_on) == (Ending.CHANGED, CHANGED.today)
    assert (new.what, new.due) == (old.what, day(12, 7))


@pytest.mark.parametrize("number", ["", "2", "99"])
def test_no_promise_is_changed_that_was_not_chosen(number: str) -> None:
    with pytest.raises(BadInput, match="Choose which promise it is"):
        CHANGED.sent(promised(Code.HOUSING), promise=number)


@either_code
def test_asking_for_authority_holds_nothing_up_and_is_looked_after(code: Code) -> None:
    """3.6."""
    form = FORMS["authority-request"]
    case = form.begin(code)
    after = form.sent(case, reply_by="11/11/2026").case
    assert after.stages == case.stages
    (look,) = after.promises
    assert (look.due, look.about, look.who) == (day(11, 11), "authority", "Sam Patel")


@either_code
def test_a_limit_on_contact_is_told_with_the_letter_and_reviewed(code: Code) -> None:
    """H 5.14, L 5.10."""
    after = LIMITED.sent(logged(code), sent_on="19/11/2026").case
    (limit,) = after.restrictions
    assert (limit.told_on, limit.ends) == (day(11, 19), day(2, 1, 2027))
    (review,) = after.promises
    assert (review.kind, review.due) == (PromiseKind.REVIEW, day(1, 4, 2027))


@either_code
def test_a_limit_recorded_before_is_told_and_not_made_twice(code: Code) -> None:
    """Its boxes come filled, and what is typed over them is what counts."""
    case = step(logged(code), "restrict", LIMIT | {"why_restriction_not_told": "Letter follows"})
    opened = Form("contact-restriction", logged, LIMITED.today, {})
    assert not opened.needs(case)
    (limit,) = opened.sent(case, remains="By letter").case.restrictions
    assert (limit.told_on, limit.remains, limit.what) == (
        LIMITED.today, "By letter", "Only by e-mail",
    )  # fmt: skip
    (review,) = opened.sent(case, review_on="11/1/2027").case.promises
    assert review.due == day(1, 11, 2027)


def test_a_limit_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(BadInput, match="end before it starts"):
        LIMITED.sent(logged(Code.HOUSING), starts="1/12/2026", ends="30/11/2026")
