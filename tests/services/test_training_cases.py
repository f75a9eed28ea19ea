"""The invented cases: the same for the same arguments, and every situation on any day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from time import process_time

import pytest

from complaintdesk.domain.calendar import Receipt, WorkingCalendar
from complaintdesk.domain.case import Authority, Conflict, Discretion, Responsibility, Stage
from complaintdesk.domain.codes import SERVICES, Code
from complaintdesk.domain.deadlines import Duty, Policy, State, duties
from complaintdesk.domain.duties import case_duties, open_duties
from complaintdesk.domain.rules import intake_problems, is_out_of_time
from complaintdesk.domain.text import clean
from complaintdesk.services.training.cases import TrainingCase, training_cases
from complaintdesk.services.training.people import NAMES, OFFICERS
from complaintdesk.services.training.plans import PLANS, plan_at
from complaintdesk.services.training.texts import BY_CODE, STORIES, is_telling
from tests.hostile import HOSTILE

# codes.md B5, with 2025's and 2028's other days from the same rules.
BANK_HOLIDAYS = """
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
"""
CALENDAR = WorkingCalendar(
    {date.fromisoformat(day): "Bank holiday" for day in BANK_HOLIDAYS.split()},
    date(2019, 1, 1),
    date(2028, 12, 31),
)
TODAYS = [
    date(2026, 11, 21),  # a Saturday
    date(2026, 11, 20),  # a Friday
    date(2026, 8, 31),  # a bank-holiday Monday
    date(2026, 4, 3),  # Good Friday
    date(2027, 1, 4),  # the first working day of a year
    date(2026, 1, 1),
    date(2026, 3, 1),  # a Sunday
    date(2028, 2, 29),
    date(2027, 2, 28),
    date(2026, 12, 29),  # between Christmas and New Year
    date(2026, 7, 15),  # no bank holiday near
]
SATURDAY = TODAYS[0]
days = pytest.mark.parametrize("today", TODAYS, ids=str)


@cache
def made(today: date, count: int = 60, seed: int = 1) -> tuple[TrainingCase, ...]:
    return training_cases(count, today, seed, CALENDAR)


def duties_of(training: TrainingCase, today: date) -> tuple[Duty, ...]:
    """The clocks of its stages."""
    case = training.case
    return duties(case.code, case.stages, CALENDAR, today)


def nearest(training: TrainingCase, today: date) -> Duty | None:
    """What the queue shows of it: a clock of its stage, a promise, or the 12-week marker."""
    found = open_duties(training.case, case_duties(training.case, CALENDAR, today))
    return found[0] if found else None


def complaints(today: date, count: int = 60) -> Iterator[TrainingCase]:
    """The cases with stages; a request for service has none."""
    return (t for t in made(today, count) if t.case.stages)


def texts(thing: object) -> Iterator[str]:
    """Every string in a frozen fact, however deep."""
    if isinstance(thing, str):
        yield str(thing)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name))


def situations(training: TrainingCase, today: date) -> Iterator[str]:
    """What this case shows, in words; the names are those of the list below."""
    case, found = training.case, duties_of(training, today)
    last, number = case.current, case.stage
    if case.closed_on:
        yield f"closed after stage {number}"
    elif last.refused:
        yield f"refused at stage {number}"
    elif last.answered:
        yield f"answered at stage {number}"
    elif last.acknowledged:
        yield f"acknowledged at stage {number}"
    else:
        yield f"just in at stage {number}"
    yield from _in_detail(last, found[-2:], number)


def _in_detail(last: Stage, found: tuple[Duty, ...], number: int) -> Iterator[str]:
    acknowledging, answering = found
    if answering.extension_notice:
        yield f"extension told {answering.extension_notice} at stage {number}"
    if any(extension.good_reason for extension in last.extensions):
        yield "second extension with good reason"
    if answering.state is State.DONE_LATE:
        yield "answered late"
    if acknowledging.state is State.DONE_LATE and answering.backstop != answering.unextended_due:
        yield "acknowledged late"
    if last.acknowledged == last.started:
        yield "acknowledged the same day"


FOR_BOTH_CODES = {
    *(f"{what} at stage {n}" for what in ("just in", "acknowledged", "answered") for n in (1, 2)),
    "closed after stage 1",
    "closed after stage 2",
    "extension told on_time at stage 1",
    "extension told late at stage 1",
    "extension told on_time at stage 2",
    "second extension with good reason",
    "answered late",
    "acknowledged late",
    "acknowledged the same day",
}


@days
def test_every_situation_is_there_under_both_codes(today: date) -> None:
    for code in Code:
        shown = {
            what
            for training in complaints(today)
            if training.case.code is code
            for what in situations(training, today)
        }
        assert shown >= FOR_BOTH_CODES, (code, FOR_BOTH_CODES - shown)


@days
def test_the_desk_is_as_busy_on_any_day(today: date) -> None:
    open_duties = [duty for t in made(today) if (duty := nearest(t, today))]
    states = Counter(duty.state for duty in open_duties)
    left = Counter(duty.working_days_left for duty in open_duties)
    assert 9 <= states[State.OVERDUE] <= 12
    late = Counter(d.kind for d in open_duties if d.state is State.OVERDUE)
    assert 6 <= late["acknowledge"] + late["respond"] <= 9
    assert {"remedy", "action", "twelve-weeks"} <= set(late)
    if CALENDAR.is_working_day(today):
        assert 3 <= states[State.DUE_TODAY] <= 5
    else:
        assert states[State.DUE_TODAY] == 0  # nothing falls due on a day off
        assert left[1] >= 6
    assert left[1] >= 4
    assert {-12, -1} <= set(left)
    assert sum(count for n, count in left.items() if n is not None and n > 10) >= 4


@days
def test_rules_and_engine_accept_every_case(today: date) -> None:
    for training in made(today, 200):
        assert intake_problems(training.case.details, today) == ()
        assert case_duties(training.case, CALENDAR, today)
        assert (training.case.kind == "complaint") == bool(training.case.stages)
        assert (training.case.id, training.case.version) == (None, 0)


@days
def test_nothing_happens_in_the_future_or_on_a_day_off(today: date) -> None:
    for training in made(today, 200):
        case = training.case
        acts = [d for stage in case.stages for d in (stage.acknowledged, stage.answered) if d]
        acts += [e.told_on for stage in case.stages for e in stage.extensions]
        acts += [case.logged_at.date(), *([case.closed_on] if case.closed_on else [])]
        assert all(CALENDAR.is_working_day(day) and day <= today for day in acts), case
        assert case.details.received_on <= case.logged_at.date()


@days
def test_the_history_is_in_order_and_done_by_people_at_work(today: date) -> None:
    for training in made(today, 200):
        history, case = training.history, training.case
        assert [line.at for line in history] == sorted(line.at for line in history)
        assert case.logged_at in [line.at for line in history]
        latest = datetime.combine(today, time(9), UTC)
        for line in history:
            assert line.at.tzinfo is UTC and line.at <= latest
            assert line.by in (*OFFICERS, "Website", "Post room")
        done = " ".join(line.entry for line in history)
        first = case.stages[0] if case.stages else Stage(None)
        assert ("Stage 1 acknowledged on" in done) == bool(first.acknowledged)
        assert ("Stage 1 answered on" in done) == bool(first.answered)
        assert ("Stage 2 asked for on" in done) == (case.stage == 2)
        assert any(c in done for c in ("Closed on", "dealt with on")) >= bool(case.closed_on)


@days
def test_finished_duties_keep_the_date_they_were_judged_by(today: date) -> None:
    for training in complaints(today):
        case = training.case
        for stage, (first, second) in zip(case.stages, _pairs(training, today), strict=True):
            acknowledged = stage.acknowledged or stage.refused or case.closed_on
            assert stage.acknowledge_by == (first.due if acknowledged else None)
            assert stage.respond_by == (second.due if stage.ended or case.closed_on else None)
        if case.stage == 2:
            assert case.stages[0].handler != case.stages[1].handler


def _pairs(training: TrainingCase, today: date) -> list[tuple[Duty, Duty]]:
    found = duties_of(training, today)
    return list(zip(found[::2], found[1::2], strict=True))


@days
def test_complaints_arrive_at_all_hours_and_lie_about(today: date) -> None:
    details = [t.case.details for t in made(today)]
    off = [d.received_on for d in details if not CALENDAR.is_working_day(d.received_on)]
    assert any(day.weekday() >= 5 for day in off)
    assert any(d.received_time and d.received_time >= time(18) for d in details)
    lay = [CALENDAR.between(t.case.details.received_on, t.case.logged_at.date())
           for t in made(today)]  # fmt: skip
    assert lay.count(3) >= 2
    if today > date(2025, 7, 1):
        assert any(day.weekday() < 5 for day in off), "received on a bank holiday"


@days
def test_some_count_passes_a_bank_holiday(today: date) -> None:
    found = [line for t in made(today) for duty in duties_of(t, today) for line in duty.why]
    assert any("Bank holiday, not counted" in line for line in found)


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2026, 12, 1)], ids=str)
def test_open_cases_run_across_christmas_when_it_is_near(today: date) -> None:
    crossing = [
        duty for t in made(today) for duty in open_duties(t.case, duties_of(t, today))
        if duty.kind == "respond" and duty.due and duty.due > date(2026, 12, 28)
    ]  # fmt: skip
    assert len(crossing) >= 2


@pytest.mark.parametrize("seed", [0, 1, 7, 2026])
def test_people_and_their_needs_are_varied(seed: int) -> None:
    details = [t.case.details for t in made(SATURDAY, seed=seed)]
    acting = {d.representative.authority for d in details if d.representative}
    assert acting == set(Authority)
    needs = " ".join(d.adjustments for d in details).lower()
    for need in ("large print", "interpreter", "sign language", "mornings"):
        assert need in needs
    assert sum(bool(d.vulnerability) for d in details) >= 10
    assert {d.conflict for d in details} == set(Conflict)
    old = [d for d in details if is_out_of_time(d)]
    assert len(old) >= 2
    assert all(d.discretion and d.discretion_reason for d in old)
    assert {d.discretion for d in old} == {Discretion.ACCEPTED, Discretion.NOT_ACCEPTED}
    assert {p.responsibility for d in details for p in d.points} == set(Responsibility)


@pytest.mark.parametrize("seed", [0, 1, 7, 2026])
def test_the_awkward_texts_are_always_among_the_sixty(seed: int) -> None:
    shown = "\n".join(texts(tuple(t.case for t in made(SATURDAY, seed=seed))))
    for awkward in (
        "[CD-2026-0012]", "[URGENT]", "50% [see note 1]", "{{ customer.first_name }}", "{% if",
        "😡", "چھت", "فاطمہ", "O'Brien", "O’Brien", "Zoë", "Łukasz", "Fotheringay-Ormsby",
        "**in bold**",
    ):  # fmt: skip
        assert awkward in shown, awkward
    summaries = [t.case.details.summary for t in made(SATURDAY, seed=seed)]
    # Two complaints that were really requests are there twice: as both.
    assert "Bins." in summaries and len(set(summaries)) == 58
    points = [p.complaint for t in made(SATURDAY, seed=seed) for p in t.case.details.points]
    assert max(len(complaint.split()) for complaint in points) >= 1_500
    assert "$" not in shown


@days
def test_half_of_those_not_acknowledged_lack_nothing_for_their_letter(today: date) -> None:
    waiting = [
        t.case.details for t in complaints(today)
        if not (t.case.stages[0].acknowledged or t.case.stages[0].ended or t.case.closed_on)
    ]  # fmt: skip
    complete = [
        d
        for d in waiting
        if d.points and d.officer and d.conflict is Conflict.NONE
        and all(p.outcome_sought and p.responsibility for p in d.points)
        and (d.complainant.address or d.complainant.email)
    ]  # fmt: skip
    assert 12 <= len(waiting) <= 16
    assert 6 <= len(complete) <= 8
    lacking = [d for d in waiting if d not in complete]
    assert any(not d.points and d.summary for d in lacking)
    assert any(not d.officer and d.points for d in lacking)
    assert any(not (d.complainant.address or d.complainant.email) for d in lacking)
    assert {Conflict.UNCHECKED, Conflict.DECLARED} <= {d.conflict for d in lacking}
    housing = [p for d in lacking if d.code is Code.HOUSING for p in d.points]
    assert any(p.responsibility is Responsibility.UNDECIDED for p in housing)
    assert any(not p.outcome_sought for p in housing)


@pytest.mark.parametrize("today", TODAYS[:3], ids=str)
def test_texts_are_kept_as_they_are_by_cleaning(today: date) -> None:
    for training in made(today, 130, seed=3):
        for text in texts((training.case, training.history)):
            assert clean(text) == text


def test_nobody_can_be_reached_by_accident() -> None:
    for training in made(SATURDAY, 400):
        acting = training.case.details.representative
        for person in (training.case.details.complainant, *([acting.person] if acting else [])):
            assert person.email == "" or person.email.endswith(("@example.org", "@example.com"))
            assert person.email.isascii() and " " not in person.email
            assert person.phone == "" or person.phone.startswith(("01632 960", "07700 900"))
            assert person.address == "" or person.address.splitlines()[-1].startswith("NM")


@pytest.mark.parametrize("count", [0, 1, 2, 7, 59, 60, 61, 500])
def test_any_number_can_be_asked_for_and_comes_in_order(count: int) -> None:
    found = made(SATURDAY, count)
    assert len(found) == count
    logged = [t.case.logged_at for t in found]
    assert logged == sorted(logged)
    refs = [t.case.ref for t in found]
    assert len(set(refs)) == count
    for year in {at.year for at in logged}:
        of_year = [t.case.ref for t in found if t.case.logged_at.year == year]
        assert of_year == [f"CD-{year}-{n:04}" for n in range(1, len(of_year) + 1)]


def test_a_few_cases_are_a_mixture_too() -> None:
    few = {(p.stage, p.step) for p in map(plan_at, range(12))}
    assert len(few) >= 5


def test_a_bigger_desk_is_not_late_in_proportion() -> None:
    late = [t for t in made(SATURDAY, 600) if (d := nearest(t, SATURDAY))
            and d.state is State.OVERDUE]  # fmt: skip
    assert 15 <= len(late) <= 45


@days
def test_the_same_arguments_give_the_same_cases(today: date) -> None:
    once = made(today, 70, seed=5)
    assert once == training_cases(70, today, 5, CALENDAR)
    assert once != made(today, 70, seed=6)


@pytest.mark.parametrize(
    "policy",
    [
        Policy(receipt=Receipt.NEXT_WORKING_DAY),
        Policy(acknowledge_targets={1: 3, 2: 3}, respond_targets={1: 8, 2: 15}),
    ],
    ids=["next-working-day", "own-targets"],
)
@days
def test_a_desk_with_its_own_policy_is_as_busy(today: date, policy: Policy) -> None:
    late = 0
    for training in training_cases(60, today, 1, CALENDAR, policy):
        case = training.case
        found = open_duties(case, duties(case.code, case.stages, CALENDAR, today, policy))
        late += bool(found) and found[0].state is State.OVERDUE
        assert case_duties(case, CALENDAR, today, policy)
        assert case.logged_at.date() <= today
    assert 6 <= late <= 9


def test_a_calendar_without_bank_holidays_will_do() -> None:
    bare = WorkingCalendar({}, date(2019, 1, 1), date(2028, 12, 31))
    assert len(training_cases(60, SATURDAY, 1, bare)) == 60


def test_closure_days_that_do_not_count_are_worked_around() -> None:
    shut = [date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)]
    calendar = WorkingCalendar(
        CALENDAR.bank_holidays, CALENDAR.covers_from, CALENDAR.covers_to,
        closures=shut, closures_count=False,
    )  # fmt: skip
    for training in training_cases(60, date(2027, 1, 4), 1, calendar):
        for stage in training.case.stages:
            assert stage.acknowledged not in shut and stage.answered not in shut


def test_there_are_stories_enough_for_sixty_different_cases() -> None:
    assert len(STORIES) == len({story.key for story in STORIES}) >= 60
    assert len(BY_CODE[Code.HOUSING]) >= 18 and len(BY_CODE[Code.GENERAL]) >= 25
    assert {story.service for story in STORIES} <= set(SERVICES)
    for code in Code:
        pinned = {plan.story for plan in PLANS if plan.code is code}
        loose = [story for story in BY_CODE[code] if story.key not in pinned]
        room = sum(plan.code is code and not plan.story for plan in PLANS)
        assert sum(map(is_telling, loose)) <= room <= len(loose)
    assert len(set(NAMES)) == len(NAMES)


def test_thousands_are_made_quickly() -> None:
    begun = process_time()
    training_cases(2_000, SATURDAY, 1, CALENDAR)
    assert process_time() - begun < 20  # about 2 s where this was written


def test_the_hostile_texts_are_many_and_different() -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) >= 60
    assert any(clean(text) != text for text in HOSTILE)
