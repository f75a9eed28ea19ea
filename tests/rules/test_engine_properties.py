"""Whatever the events: an answer that holds together, or a sentence; never anything else."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.deadlines import Duty, Policy, State, duties
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.text import clean_line
from complaintdesk.services import bank_holidays
from complaintdesk.services.calculator import WIDTH, Answer, due_dates
from tests.effort import examples

ENGLAND = bank_holidays.calendar()
DAY = timedelta(days=1)
steady = settings(deadline=None, derandomize=True, max_examples=examples(400))
NAMES = ("received", "acknowledged", "extended", "answered")
ALL_NAMES = [*NAMES, "escalated", "acknowledged2", "extended2", "answered2"]
codes, receipts = st.sampled_from(Code), st.sampled_from(Receipt)


@st.composite
def likely_stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    """One or two stages whose events stand in order, some of them not recorded."""
    day = draw(st.dates(date(2011, 1, 1), date(2028, 12, 31)))
    stages = []
    for _ in range(draw(st.integers(1, 2))):
        started, acknowledged, answered = (
            day := day + DAY * draw(st.integers(0, 40)) for _ in range(3)
        )
        told = started + DAY * draw(st.integers(0, (answered - started).days))
        length = draw(st.integers(1, 10))
        stages.append(
            Stage(
                draw(st.sampled_from([started, started, None])),
                draw(st.none() | st.times()),
                draw(st.sampled_from([acknowledged, acknowledged, None])),
                draw(st.sampled_from([(), (Extension(told, length),)])),
                draw(st.sampled_from([answered, None])),
            )
        )
    return tuple(stages)


def check_duty(duty: Duty, today: date, limit: int) -> None:
    """What must hold for any duty."""
    if duty.due is None:
        assert duty.state is State.WAITING
        return
    assert ENGLAND.is_working_day(duty.due)
    assert duty.beyond_calendar == (duty.due > ENGLAND.covers_to)
    expected = {
        (True, True): State.DONE_ON_TIME,
        (True, False): State.DONE_LATE,
        (False, True): State.DUE if today < duty.due else State.DUE_TODAY,
        (False, False): State.OVERDUE,
    }[duty.done is not None, (duty.done or today) <= duty.due]
    assert duty.state is expected
    if duty.kind == "respond":
        check_response(duty, limit)


def check_response(duty: Duty, limit: int) -> None:
    assert duty.due and duty.unextended_due and duty.backstop and duty.latest_extension
    assert duty.backstop <= duty.unextended_due <= duty.due <= duty.latest_extension
    assert ENGLAND.between(duty.unextended_due, duty.latest_extension) == limit


@steady
@given(likely_stages(), codes, receipts, st.dates(date(2011, 1, 1), date(2030, 12, 31)))
def test_every_answer_holds_together(
    stages: tuple[Stage, ...], code: Code, receipt: Receipt, today: date
) -> None:
    found = duties(code, stages, ENGLAND, today, Policy(receipt=receipt))
    assert len(found) == 2 * len(stages)
    for duty in found:
        check_duty(duty, today, PROFILES[code].stages[duty.stage].extension_days)
        assert duty.why and all(w == w.strip() and w.endswith(".") for w in duty.why)
    lines = Answer(code, today, ENGLAND, found).as_text().splitlines()
    assert max(map(len, lines)) <= WIDTH


@steady
@given(likely_stages(), codes, st.integers(1, 10), st.integers(0, 60))
def test_telling_them_in_time_never_shortens_and_telling_late_never_moves(
    stages: tuple[Stage, ...], code: Code, length: int, after: int
) -> None:
    first = replace(stages[0], extensions=(), answered=None)
    assume(first.started)
    assert first.started
    told = first.started + DAY * after
    before = duties(code, (first,), ENGLAND, told)[1]
    longer = replace(first, extensions=(Extension(told, length),))
    with_more = duties(code, (longer,), ENGLAND, told)[1]
    assert before.due and with_more.due
    if told <= before.due:
        assert ENGLAND.between(before.due, with_more.due) == length
        assert with_more.extension_notice == "on_time"
    else:
        assert (with_more.due, with_more.extension_notice) == (before.due, "late")


@steady
@given(likely_stages(), codes, receipts)
def test_the_next_day_setting_never_gives_an_earlier_date(
    stages: tuple[Stage, ...], code: Code, receipt: Receipt
) -> None:
    today = date(2026, 11, 21)
    strict = duties(code, stages, ENGLAND, today)
    other = duties(code, stages, ENGLAND, today, Policy(receipt=Receipt.NEXT_WORKING_DAY))
    for one, two in zip(strict, other, strict=True):
        assert (one.due is None) == (two.due is None)
        assert one.due is None or (two.due and one.due <= two.due)
    assert receipt is not Receipt.SAME_DAY or strict == duties(
        code, stages, ENGLAND, today, Policy(receipt=receipt)
    )


whens = st.builds(
    lambda day, at, n: f"{day}{at}{n}",
    st.dates(),
    st.sampled_from(["", "", "T00:00", "T17:00", "T23:59"]),
    st.sampled_from(["", "", ":0", ":5", ":10", ":20", ":999999"]),
)
typed = st.builds(lambda name, when: f"{name}={when}", st.sampled_from(ALL_NAMES), whens)


@settings(steady, max_examples=examples(600))
@given(
    st.lists(typed | st.text(max_size=30), max_size=9),
    codes, receipts, st.dates(), st.text(max_size=20), st.lists(st.dates(), max_size=3),
)  # fmt: skip
def test_anything_typed_is_answered_or_refused_in_a_sentence(
    events: list[str], code: Code, receipt: Receipt, today: date, reason: str, off: list[date]
) -> None:
    options: dict[str, Any] = {"closures": off, "bank_holidays": off, "receipt": receipt}
    try:
        answer = due_dates(code, events, today, good_reason=reason, **options)
    except DeskError as refused:
        assert str(refused).endswith(".") or "Write it like" in str(refused)
        assert clean_line(str(refused)) == str(refused)
    else:
        json.dumps(answer.as_json())
        assert answer.as_text()
