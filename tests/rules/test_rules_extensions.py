"""More time for an answer: told in time, within the limit, with updates; under both Codes.

Acknowledged on Wednesday 4 November: the 10th working day is Wednesday 18 November, and 10 more
are Wednesday 2 December.
"""

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.case import Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import PromiseKind
from complaintdesk.domain.rules import extensions, stages
from complaintdesk.domain.rules.handling import agree_updates, extend_with_updates
from tests.rules.whole_case import (
    CALENDAR,
    NOW,
    TODAY,
    acknowledged,
    at_stage_2,
    complaint,
    day,
    duty,
    either_code,
    more,
    provisions,
    settled,
    under_both,
)


@either_code
def test_h6_4_l6_4_more_time_told_in_time_moves_the_answer_to_the_day_told(code: Code) -> None:
    ruling = extensions.extend(acknowledged(code), more(day(12, 2)), NOW)
    assert ruling.concerns == ()
    (kept,) = ruling.case.current.extensions
    assert (kept.working_days, kept.told_to) == (10, "Ann")
    assert duty(ruling.case, "respond").due == day(12, 2)
    assert ruling.entry == (
        "More time at stage 1, told on Wednesday 18 November 2026 to Ann; the answer is due on "
        "Wednesday 2 December 2026, 10 working days after Wednesday 18 November 2026: The report "
        "is awaited"
    )


@under_both("6.15", "6.16")
def test_h6_15_l6_16_stage_2_has_20_working_days_more_and_not_one_without_good_reason(
    code: Code, provision: str
) -> None:
    # Acknowledged on 18 November: 20 working days are 16 December. From there to Christmas Eve
    # are 6, 29 to 31 December 3, 4 to 8 January 5, 11 to 15 January 5, and 18 January the 20th.
    case = settled(stages.record_acknowledgement(at_stage_2(code), day(11, 18), "", NOW).case)
    assert duty(case, "respond", 2).due == day(12, 16)
    full = more(day(1, 18, 2027), TODAY)
    assert extensions.extend(case, full, NOW).concerns == ()
    over = extensions.extend(case, replace(full, until=day(1, 19, 2027), every=10), NOW)
    assert provisions(over) == {"extension_limit": provision}
    assert "Monday 18 January 2027" in over.concerns[0].sentence


@either_code
def test_h6_4_l6_4_told_late_it_moves_nothing_and_the_line_says_so(code: Code) -> None:
    ruling = extensions.extend(acknowledged(code), more(day(12, 2), day(11, 19)), NOW)
    assert provisions(ruling) == {"extension_late": "6.4"}
    assert "more time is to be told by Wednesday 18 November 2026" in ruling.concerns[0].sentence
    assert duty(ruling.case, "respond").due == day(11, 18)
    assert "that was late, so the answer stays due on Wednesday 18 November 2026" in ruling.entry


@either_code
def test_h6_4_l6_4_without_a_date_nothing_moves_and_nothing_is_kept(code: Code) -> None:
    case = acknowledged(code)
    ruling = extensions.extend(case, more(None), NOW)
    assert provisions(ruling) == {"extension_date": "6.4"}
    assert ruling.case == case
    assert ruling.entry.endswith("the answer stays due on Wednesday 18 November 2026.")


@either_code
def test_h6_4_l6_4_the_limit_is_of_all_extensions_together(code: Code) -> None:
    first = settled(extensions.extend(acknowledged(code), more(day(11, 26)), NOW).case)  # 6 days
    within = extensions.extend(first, more(day(12, 2)), NOW)  # 4 more
    assert within.concerns == ()
    assert duty(within.case, "respond").due == day(12, 2)
    over = extensions.extend(first, more(day(12, 3), every=10), NOW)
    assert provisions(over) == {"extension_limit": "6.4"}
    with_reason = extensions.extend(first, more(day(12, 3), every=10, good_reason="Asbestos"), NOW)
    assert with_reason.concerns == ()
    assert duty(with_reason.case, "respond").due == day(12, 3)


@either_code
def test_h6_4_l6_4_time_told_late_counts_towards_the_limit_and_is_no_dead_end(code: Code) -> None:
    """The order check counts it, so the rule has to ask for the good reason."""
    late = settled(extensions.extend(acknowledged(code), more(day(12, 1), day(11, 19)), NOW).case)
    again = more(day(11, 26), day(11, 20), every=10)  # 9 days told late, and 6
    assert set(provisions(extensions.extend(late, again, NOW))) == {
        "extension_late",
        "extension_limit",
    }
    settled(extensions.extend(late, replace(again, good_reason="Asbestos"), NOW).case)


@under_both("5.9", "5.5")
def test_h5_9_l5_5_past_the_limit_updates_are_needed_once(code: Code, provision: str) -> None:
    far = more(day(12, 9), good_reason="Asbestos")
    assert provisions(extensions.extend(acknowledged(code), far, NOW)) == {
        "extension_updates": provision
    }
    told = agree_updates(acknowledged(code), 5, None, "Ann", NOW).case
    assert extensions.extend(told, far, NOW).concerns == ()
    with_updates = extend_with_updates(acknowledged(code), replace(far, every=5), NOW)
    assert with_updates.concerns == ()
    (update,) = with_updates.case.promises
    assert (update.kind, update.every, update.due) == (PromiseKind.UPDATE, 5, day(11, 25))


@either_code
def test_h6_4_l6_4_more_time_before_acknowledging_counts_on_from_the_provisional_date(
    code: Code,
) -> None:
    # Received on Monday 2 November: acknowledge by the 9th, so provisionally answer by the 23rd.
    ruling = extensions.extend(complaint(code), more(day(11, 27), TODAY), NOW)
    found = duty(settled(ruling.case), "respond")
    assert (found.unextended_due, found.due, found.provisional) == (
        day(11, 23), day(11, 27), True,
    )  # fmt: skip


@either_code
def test_h6_4_l6_4_a_day_off_is_no_last_day(code: Code) -> None:
    ruling = extensions.extend(acknowledged(code), more(day(11, 28)), NOW)  # a Saturday
    assert duty(ruling.case, "respond").due == day(11, 27)
    assert ruling.entry.startswith("More time until Saturday 28 November 2026 at stage 1")
    assert "the answer is due on Friday 27 November 2026, 7 working days" in ruling.entry


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (day(11, 18), "The answer is due on Wednesday 18 November 2026 already; the new date "),
        (day(11, 2), "The answer is due on Wednesday 18 November 2026 already; the new date "),
    ],
)
def test_h6_4_l6_4_a_new_date_that_is_not_later_is_refused(until: date, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        extensions.extend(acknowledged(), more(until), NOW)


def test_h6_4_l6_4_a_weekend_is_no_more_time() -> None:
    friday = settled(extensions.extend(acknowledged(), more(day(11, 20)), NOW).case)
    with pytest.raises(BadInput, match="no working day between Friday 20 November 2026"):
        extensions.extend(friday, more(day(11, 22), TODAY), NOW)


def test_h6_4_l6_4_it_cannot_have_been_told_before_the_stage_began_nor_tomorrow() -> None:
    with pytest.raises(BadInput, match="That day has not come yet"):
        extensions.extend(acknowledged(), more(day(12, 1), day(11, 21)), NOW)
    with pytest.raises(RuleBroken, match="comes before stage 1 began on Monday 2 November 2026"):
        settled(extensions.extend(acknowledged(), more(day(12, 1), day(11, 1)), NOW).case)


def test_h6_4_l6_4_an_unknown_start_is_to_be_corrected_before_more_time() -> None:
    case = replace(complaint(), stages=(Stage(None),))
    with pytest.raises(RuleBroken, match="It is not known when stage 1 began; correct that first"):
        extensions.extend(case, more(day(12, 1)), NOW)


def test_the_dates_in_these_tests_by_the_calendar() -> None:
    """Counted by hand above; here so that a slip in either is seen."""
    assert [CALENDAR.between(day(11, 4), d) for d in (day(11, 18), day(12, 2))] == [10, 20]
    assert CALENDAR.between(day(11, 18), day(12, 16)) == 20
    assert CALENDAR.between(day(12, 16), day(1, 18, 2027)) == 20
