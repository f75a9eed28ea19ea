"""A deadline in words and signs: each of overdue, today, this week and later has its own."""

import pytest

from complaintdesk.domain.deadlines import State
from complaintdesk.domain.words import sign, when, when_listed

OPEN = (State.OVERDUE, State.DUE_TODAY, State.DUE_THIS_WEEK, State.DUE)


def test_no_two_states_of_an_open_case_share_a_sign() -> None:
    signs = [sign(state) for state in (*OPEN, State.WAITING)]
    assert len(set(signs)) == len(signs)
    assert {len(each) for each in signs} == {2}


def test_in_a_list_no_two_states_of_an_open_case_share_their_words() -> None:
    said = {when_listed(state, -2 if state is State.OVERDUE else 2) for state in OPEN}
    assert said == {"2 days overdue", "due today", "this week, 2 days", "2 days left"}


@pytest.mark.parametrize(
    ("left", "words"), [(0, "this week, 0 days"), (1, "this week, 1 day"), (4, "this week, 4 days")]
)
def test_days_of_this_week_are_counted(left: int, words: str) -> None:
    assert when_listed(State.DUE_THIS_WEEK, left) == words
    # Where only a date is told, as in a case's own page, there is no need for the week.
    assert when(State.DUE_THIS_WEEK, left).startswith(f"{left} day")


def test_what_is_closed_is_not_said_to_have_nothing_due() -> None:
    assert when_listed(None, None, is_closed=True) == "closed"
    assert when_listed(None, None) == "nothing due"
    assert when_listed(State.WAITING, None) == "no date yet"
