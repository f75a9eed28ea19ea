"""The deadline engine, both Codes and both stages; each case is named by its provision.

The dates are worked out by hand from one calendar. Received on Monday 2 November 2026:

             acknowledge by  acknowledged  answer by   most extended  if never acknowledged
    stage 1  Mon 9 Nov       Wed 4 Nov     Wed 18 Nov  Wed 2 Dec      Mon 23 Nov
    stage 2  Mon 9 Nov       Wed 4 Nov     Wed 2 Dec   Mon 4 Jan 27   Mon 7 Dec
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Case, Extension, Intake, Person, Stage
from complaintdesk.domain.codes import PROFILES, Code, StageLimits
from complaintdesk.domain.deadlines import Duty, Policy, State, duties
from complaintdesk.domain.duties import case_duties, open_duties
from complaintdesk.domain.errors import CalendarError, RuleBroken
from complaintdesk.services import bank_holidays

ENGLAND = bank_holidays.calendar()
RECEIVED, TOLD = date(2026, 11, 2), date(2026, 11, 4)
ANSWER_BY = {1: date(2026, 11, 18), 2: date(2026, 12, 2)}
MOST_EXTENDED = {1: date(2026, 12, 2), 2: date(2027, 1, 4)}
PROVISIONAL = {1: date(2026, 11, 23), 2: date(2026, 12, 7)}


@dataclass(frozen=True)
class Place:
    """One stage under one Code."""

    code: Code
    number: int

    @property
    def limits(self) -> StageLimits:
        return PROFILES[self.code].stages[self.number]

    def read(
        self,
        stage: Stage,
        today: date = RECEIVED,
        days: WorkingCalendar = ENGLAND,
        policy: Policy | None = None,
    ) -> tuple[Duty, Duty]:
        """This stage's two duties; stage 2 comes after a stage 1 of which nothing is known."""
        stages = (stage,) if self.number == 1 else (Stage(None), stage)
        acknowledge, respond = duties(self.code, stages, days, today, policy)[-2:]
        assert (acknowledge.stage, respond.stage) == (self.number, self.number)
        return acknowledge, respond


def places(provision: str) -> list[Any]:
    """Both Codes x both stages, each under its provision: `housing-6.11`."""
    return [
        pytest.param(Place(code, n), id=f"{code}-{getattr(PROFILES[code].stages[n], provision)}")
        for code in Code
        for n in (1, 2)
    ]


acknowledging = pytest.mark.parametrize("place", places("acknowledge"))
responding = pytest.mark.parametrize("place", places("respond"))
extending = pytest.mark.parametrize("place", places("extend"))
KNOWN = Stage(RECEIVED, acknowledged=TOLD)


def extended(*told: tuple[str, int], stage: Stage = KNOWN, good_reason: str = "") -> Stage:
    found = tuple(Extension(date.fromisoformat(d), n, good_reason=good_reason) for d, n in told)
    return replace(stage, extensions=found)


@pytest.mark.parametrize(
    ("code", "number", "provisions"),
    [
        (Code.HOUSING, 1, ("6.2", "6.3", "6.4", "6.5")),
        (Code.HOUSING, 2, ("6.11", "6.14", "6.15", "6.16")),
        (Code.GENERAL, 1, ("6.2", "6.3", "6.4", "6.5")),
        (Code.GENERAL, 2, ("6.12", "6.15", "6.16", "6.17")),
    ],
)
def test_the_provisions_and_limits_are_those_of_the_codes(
    code: Code, number: int, provisions: tuple[str, ...]
) -> None:
    limits = PROFILES[code].stages[number]
    assert provisions == (
        limits.acknowledge, limits.respond, limits.extend, limits.extension_ombudsman,
    )  # fmt: skip
    days = (limits.acknowledge_days, limits.respond_days, limits.extension_days)
    assert days == {1: (5, 10, 10), 2: (5, 20, 20)}[number]


# Acknowledging


@acknowledging
def test_acknowledge_within_5_working_days(place: Place) -> None:
    duty, _ = place.read(Stage(RECEIVED))
    assert (duty.kind, duty.provision) == ("acknowledge", place.limits.acknowledge)
    assert (duty.due, duty.state, duty.provisional) == (date(2026, 11, 9), State.DUE, False)


@acknowledging
@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        ("2026-11-06", State.DUE, 5),
        ("2026-11-12", State.DUE, 1),
        ("2026-11-13", State.DUE_TODAY, 0),
        ("2026-11-14", State.OVERDUE, -1),
        ("2026-11-16", State.OVERDUE, -1),
        ("2026-11-17", State.OVERDUE, -2),
    ],
    ids=["day 0", "a day before", "on the day", "Saturday", "Monday", "Tuesday"],
)
def test_due_today_is_not_overdue_and_saturday_is(
    place: Place, today: str, state: State, left: int
) -> None:
    duty, _ = place.read(Stage(date(2026, 11, 6)), date.fromisoformat(today))
    assert (duty.due, duty.state, duty.working_days_left) == (date(2026, 11, 13), state, left)


@acknowledging
@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2026-11-02", State.DONE_ON_TIME),
        ("2026-11-09", State.DONE_ON_TIME),
        ("2026-11-10", State.DONE_LATE),
    ],
    ids=["same day", "last day", "day after"],
)
def test_an_acknowledgement_is_in_time_to_the_end_of_the_last_day(
    place: Place, done: str, state: State
) -> None:
    duty, _ = place.read(Stage(RECEIVED, acknowledged=date.fromisoformat(done)))
    assert (duty.state, duty.working_days_left) == (state, None)


@acknowledging
def test_an_unrecorded_acknowledgement_of_an_answered_stage_is_said(place: Place) -> None:
    duty, _ = place.read(Stage(RECEIVED, answered=date(2026, 11, 12)), date(2026, 11, 12))
    assert duty.why[-1] == (
        f"No acknowledgement is recorded, though stage {place.number} was answered on Thursday "
        "12 November 2026."
    )


# Responding


@responding
def test_answer_counts_from_the_acknowledgement(place: Place) -> None:
    _, duty = place.read(KNOWN)
    assert (duty.kind, duty.provision) == ("respond", place.limits.respond)
    assert (duty.due, duty.unextended_due) == (ANSWER_BY[place.number],) * 2
    assert duty.latest_extension == MOST_EXTENDED[place.number]
    assert (duty.provisional, duty.extension_notice) == (False, None)


@responding
def test_before_acknowledging_the_date_is_provisional(place: Place) -> None:
    _, duty = place.read(Stage(RECEIVED))
    assert (duty.due, duty.provisional) == (PROVISIONAL[place.number], True)
    assert duty.why[0].endswith(
        "provisional. It counts from the last day for acknowledging, Monday 9 November 2026."
    )


@responding
def test_a_late_acknowledgement_moves_the_date_and_leaves_the_backstop(place: Place) -> None:
    late = Stage(RECEIVED, acknowledged=date(2026, 11, 16))
    acknowledge, duty = place.read(late, date(2026, 11, 16))
    assert acknowledge.state is State.DONE_LATE
    assert duty.due == {1: date(2026, 11, 30), 2: date(2026, 12, 14)}[place.number]
    assert duty.backstop == PROVISIONAL[place.number]
    assert [w for w in duty.why if w.startswith("The acknowledgement was late.")]


@responding
def test_an_early_acknowledgement_brings_the_date_forward(place: Place) -> None:
    _, duty = place.read(Stage(RECEIVED, acknowledged=RECEIVED))
    early = {1: date(2026, 11, 16), 2: date(2026, 11, 30)}[place.number]
    assert (duty.due, duty.backstop) == (early, early)
    assert not [w for w in duty.why if "late" in w]


@responding
@pytest.mark.parametrize(("days_on", "state"), [(0, State.DONE_ON_TIME), (1, State.DONE_LATE)])
def test_an_answer_is_in_time_to_the_end_of_the_last_day(
    place: Place, days_on: int, state: State
) -> None:
    done = ENGLAND.add(ANSWER_BY[place.number], days_on)
    assert place.read(replace(KNOWN, answered=done))[1].state is state


@responding
def test_the_total_from_receipt_is_told_as_decisions_tell_it(place: Place) -> None:
    answered = replace(KNOWN, answered=date(2026, 11, 18))
    assert place.read(answered)[1].why[-1].startswith("It was answered 12 working days after the ")


# Extending


@extending
@pytest.mark.parametrize(
    "early", [True, False], ids=["with the acknowledgement", "on the last day"]
)
def test_an_extension_told_in_time_counts_from_the_unextended_date(
    place: Place, early: bool
) -> None:
    told = TOLD if early else ANSWER_BY[place.number]
    stage = replace(KNOWN, extensions=(Extension(told, place.limits.extension_days),))
    _, duty = place.read(stage)
    assert (duty.due, duty.extension_notice) == (MOST_EXTENDED[place.number], "on_time")
    assert (duty.unextended_due, duty.latest_extension) == (
        ANSWER_BY[place.number],
        MOST_EXTENDED[place.number],
    )
    assert [w for w in duty.why if place.limits.extend in w]


@extending
def test_a_late_notice_does_not_make_a_late_answer_timely(place: Place) -> None:
    told = ENGLAND.add(ANSWER_BY[place.number], 1)
    stage = replace(KNOWN, extensions=(Extension(told, 5),), answered=told)
    _, duty = place.read(stage)
    assert (duty.due, duty.extension_notice) == (ANSWER_BY[place.number], "late")
    assert duty.state is State.DONE_LATE
    assert duty.why[-2].endswith("A late notice does not move the date.")


@extending
def test_two_extensions_add_up_from_the_unextended_date(place: Place) -> None:
    half = place.limits.extension_days // 2
    second = ENGLAND.add(ANSWER_BY[place.number], half)  # the last day of the first
    stage = replace(KNOWN, extensions=(Extension(TOLD, half), Extension(second, half)))
    _, duty = place.read(stage)
    assert (duty.due, duty.extension_notice) == (MOST_EXTENDED[place.number], "on_time")


@extending
def test_a_second_extension_told_late_leaves_the_first_standing(place: Place) -> None:
    first_ends = ENGLAND.add(ANSWER_BY[place.number], 5)
    late = Extension(ENGLAND.add(first_ends, 1), 5)
    _, duty = place.read(replace(KNOWN, extensions=(late, Extension(TOLD, 5))))
    assert (duty.due, duty.extension_notice) == (first_ends, "late")


@extending
@pytest.mark.parametrize("split", [False, True], ids=["in one", "in two"])
def test_beyond_the_limit_is_refused_naming_the_provision(place: Place, split: bool) -> None:
    most = place.limits.extension_days
    lengths = (most, 1) if split else (most + 1,)
    stage = replace(KNOWN, extensions=tuple(Extension(TOLD, n) for n in lengths))
    with pytest.raises(RuleBroken) as refused:
        place.read(stage)
    assert str(refused.value) == (
        f"The extension told on Wednesday 4 November 2026 brings the extra time at stage "
        f"{place.number} to {most + 1} working days. The Code ({place.limits.extend}) allows "
        f"{most} unless a good reason is recorded."
    )


@extending
def test_beyond_the_limit_stands_with_a_good_reason_and_shows_it(place: Place) -> None:
    longer = Extension(TOLD, place.limits.extension_days + 1, good_reason="surveyor ill")
    _, duty = place.read(replace(KNOWN, extensions=(longer,)))
    assert duty.due == {1: date(2026, 12, 3), 2: date(2027, 1, 5)}[place.number]
    assert duty.latest_extension == MOST_EXTENDED[place.number]
    assert [w for w in duty.why if "good reason recorded: surveyor ill" in w]


@extending
def test_an_extension_of_a_provisional_date_counts_too(place: Place) -> None:
    _, duty = place.read(extended(("2026-11-05", 5), stage=Stage(RECEIVED)))
    assert duty.due == ENGLAND.add(PROVISIONAL[place.number], 5)
    assert (duty.provisional, duty.unextended_due) == (True, PROVISIONAL[place.number])


# Dates kept, gaps, and the calendar's ends


@responding
def test_finished_duties_keep_the_dates_they_were_judged_by(place: Place) -> None:
    kept = replace(
        KNOWN,
        acknowledged=date(2026, 11, 9),
        answered=date(2026, 12, 10),
        acknowledge_by=date(2026, 11, 9),
        respond_by=date(2026, 12, 10),
    )
    moved = bank_holidays.calendar(added={date(2026, 11, 5): "bank holiday added"})
    for duty in place.read(kept, days=moved):
        assert duty.state is State.DONE_ON_TIME
        assert duty.why[-1 if duty.kind == "acknowledge" else -2].startswith("It was judged by ")
    assert place.read(kept, days=moved)[0].due == date(2026, 11, 9)


@responding
def test_a_kept_date_to_acknowledge_by_is_what_the_backstop_counts_from(place: Place) -> None:
    kept = Stage(RECEIVED, acknowledged=date(2026, 11, 10), acknowledge_by=date(2026, 11, 9))
    moved = bank_holidays.calendar(added={date(2026, 11, 5): "bank holiday added"})
    acknowledge, respond = place.read(kept, days=moved)
    assert acknowledge.state is State.DONE_LATE
    assert respond.backstop == PROVISIONAL[place.number]


@responding
def test_nothing_recorded_means_waiting_and_no_date(place: Place) -> None:
    acknowledge, respond = place.read(Stage(None))
    assert (acknowledge.due, acknowledge.state) == (None, State.WAITING)
    assert (respond.due, respond.state, respond.provisional) == (None, State.WAITING, False)
    assert respond.why[0].endswith("so no date can be given.")


@responding
def test_an_acknowledgement_alone_is_enough_to_date_the_answer(place: Place) -> None:
    acknowledge, respond = place.read(Stage(None, acknowledged=TOLD))
    assert (acknowledge.state, acknowledge.done) == (State.WAITING, TOLD)
    assert (respond.due, respond.backstop) == (ANSWER_BY[place.number],) * 2


@responding
def test_an_answer_without_any_start_cannot_be_judged(place: Place) -> None:
    _, duty = place.read(Stage(None, answered=TOLD))
    assert (duty.done, duty.due, duty.state) == (TOLD, None, State.WAITING)


@responding
def test_beyond_the_calendar_is_said_plainly(place: Place) -> None:
    acknowledge, respond = place.read(Stage(date(2028, 12, 20)), date(2028, 12, 20))
    assert (acknowledge.due, acknowledge.beyond_calendar) == (date(2028, 12, 29), False)
    assert respond.beyond_calendar
    assert [w for w in respond.why if "the calendar ends on Sunday 31 December 2028" in w]


@acknowledging
def test_before_the_calendar_is_refused(place: Place) -> None:
    with pytest.raises(CalendarError, match="Thursday 31 December 2009"):
        place.read(Stage(date(2009, 12, 31)))


# What to do next


def first_open(code: Code, *stages: Stage, today: date = TOLD) -> tuple[int, str] | None:
    """The duty to be done first on a case with these stages."""
    details = Intake(Person("Ann"), stages[0].started or RECEIVED, code=code)
    case = Case("CD-2026-0001", details, datetime(2026, 11, 2, 9, tzinfo=UTC), stages)
    found = open_duties(case, case_duties(case, ENGLAND, today))
    return (found[0].stage, found[0].kind) if found else None


def test_the_next_duty_is_the_open_one_due_first() -> None:
    assert first_open(Code.HOUSING, Stage(RECEIVED, acknowledged=TOLD)) == (1, "respond")
    assert first_open(Code.HOUSING, Stage(RECEIVED)) == (1, "acknowledge")


def test_an_answered_stage_leaves_nothing_open_even_unacknowledged() -> None:
    assert first_open(Code.HOUSING, Stage(RECEIVED, answered=TOLD)) is None


def test_a_refused_stage_leaves_nothing_open() -> None:
    assert first_open(Code.GENERAL, Stage(RECEIVED, refused=TOLD)) is None


def test_stage_2_is_next_once_stage_1_is_answered() -> None:
    stages = (replace(KNOWN, answered=date(2026, 11, 12)), Stage(date(2026, 11, 16)))
    assert first_open(Code.GENERAL, *stages, today=date(2026, 11, 16)) == (2, "acknowledge")


def test_there_are_two_duties_a_stage_acknowledgement_first() -> None:
    found = duties(Code.HOUSING, (KNOWN, Stage(None)), ENGLAND, TOLD)
    assert [(d.stage, d.kind) for d in found] == [
        (1, "acknowledge"), (1, "respond"), (2, "acknowledge"), (2, "respond"),
    ]  # fmt: skip


@acknowledging
def test_the_why_says_day_0_the_rule_and_every_day_skipped(place: Place) -> None:
    duty, _ = place.read(Stage(date(2026, 12, 23)), date(2026, 12, 23))
    what = "complaint" if place.number == 1 else "request for stage 2"
    title = PROFILES[place.code].title
    assert duty.why == (
        f"The {what} was received on Wednesday 23 December 2026: that is day 0.",
        f"{title} {place.limits.acknowledge}: acknowledge within 5 working days of receiving it.",
        "Friday 25 December: Christmas Day, not counted.",
        "Monday 28 December: Boxing Day substitute, not counted.",
        "Friday 1 January: New Year's Day, not counted.",
        "5 working days from Wednesday 23 December 2026, without weekends, end on Monday "
        "4 January 2027.",
        "With a day off in between, somebody else may count one day more and call the last day "
        "late. To be safe, aim for Thursday 31 December 2026.",
    )
