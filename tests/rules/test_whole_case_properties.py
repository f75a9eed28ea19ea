"""Whatever an officer does, in whatever order: nothing breaks, is lost, or moves on its own.

Random sequences of tasks, with days going by in between and fields filled in well and badly, are
done to a case of either Code. What must hold after each accepted step is said by `check_*` below.
Which step may move which date stands in `may_move`, and nowhere else may any date move.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, create_engine

from complaintdesk.domain.case import Case, Intake, Kind, Person, Point, Representative, Stage
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.deadlines import CLOCKS, Duty, Policy
from complaintdesk.domain.duties import open_duties
from complaintdesk.domain.errors import DeskError, Unconfirmed
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.order import check_order
from complaintdesk.domain.parts import Ending, Promise
from complaintdesk.domain.rules import change_details, judged, new_case
from complaintdesk.domain.rules.stages import ANSWER_SENT
from complaintdesk.domain.ruling import Moment
from complaintdesk.domain.tasks import TASKS
from complaintdesk.services import bank_holidays
from complaintdesk.store.mapping import read_case, write_case
from complaintdesk.store.tables import CaseRow

CALENDAR = bank_holidays.calendar()
EDIT = "edit"  # the intake form again, which is no task
# What a step may end or begin anew of a stage: the day of a clock's duty being done.
MAY_BE_DONE = {"acknowledge", "answer", "refuse", "refuse-escalation", "correct",
               "accept-after-all"}  # fmt: skip
TEXTS = (
    "",
    "Words",
    "Words",
    "Sam Patel",
    "alex  MOSS",
    "tell us why, at stage 3",
    "[b]{{x}}\x1b\n",
)
steady = settings(deadline=None, derandomize=True, max_examples=80)


# A step


def typed(spec: FieldSpec, today: date) -> st.SearchStrategy[str]:
    """What fits into a field, more or less."""
    if spec.choices:
        return st.sampled_from([spec.value or spec.choices[-1][1], *(v for _, v in spec.choices)])
    if spec.is_day:
        near = st.integers(-5, 40) if spec.ahead else st.integers(-8, 1)
        days = near.map(lambda n: (today + timedelta(days=n)).strftime("%d/%m/%Y"))
        return st.one_of(st.just(spec.value), days)
    if spec.name in ("every", "amount"):
        return st.sampled_from(["5", "10"])
    return st.one_of(st.just(spec.value or "Words"), st.sampled_from(TEXTS))


def nonsense(spec: FieldSpec) -> st.SearchStrategy[str]:
    """What does not, mostly."""
    return st.sampled_from([spec.value, "", "nonsense", "1/1/2012", "1/1/2099", "9999", "-1", "٣"])


def fields_for(data: st.DataObject, case: Case, name: str, moment: Moment) -> dict[str, str]:
    specs = TASKS[name].fields(case, moment)
    wild = {spec.name for spec in specs if data.draw(st.integers(0, 24)) == 0}
    fields = {
        spec.name: data.draw(nonsense(spec) if spec.name in wild else typed(spec, moment.today))
        for spec in specs
    }
    if name == "correct" and data.draw(st.booleans()):
        fields["day"] = data.draw(typed(FieldSpec("day", "", is_day=True), moment.today))
    if "why" in fields and data.draw(st.booleans()):
        fields["why"] = "Because so"
    return fields


def perform(case: Case, name: str, fields: Mapping[str, str], moment: Moment) -> Case:
    """As `task_desk.perform` does it, but for the record."""
    ruling = TASKS[name].rule(case, Reader(fields, moment.today), moment)
    known = {*case.profile.provisions.values(), *_limits(case.code)}
    assert all(c.provision in known and c.sentence.endswith(".") for c in ruling.concerns)
    assert len({c.key for c in ruling.concerns}) == len(ruling.concerns)
    assert ruling.entry
    if not all(fields.get(f"why_{c.key}") for c in ruling.concerns):
        raise Unconfirmed(ruling.concerns)
    return judged(ruling.case, moment.duties(ruling.case))


def _limits(code: Code) -> set[str]:
    stages = PROFILES[code].stages.values()
    return {n for s in stages for n in (s.acknowledge, s.respond, s.extend, s.points)}


def attempt(data: st.DataObject, case: Case, name: str, moment: Moment) -> tuple[str, Case] | None:
    """The step confirmed where it has to be; None where it was refused, always in a sentence."""
    try:
        if name == EDIT:
            edited = change_details(case, edit(data, case, moment.today), moment.today)
            return name, judged(edited, moment.duties(edited))
        fields = fields_for(data, case, name, moment)
        try:
            after = perform(case, name, fields, moment)
        except Unconfirmed as asked:
            assert str(asked).endswith(".")
            if not data.draw(st.sampled_from([True, True, True, False])):
                return None
            fields |= {f"why_{c.key}": "It had to be." for c in asked.concerns}
            after = perform(case, name, fields, moment)
    except DeskError as refused:
        assert not isinstance(refused, Unconfirmed), "a reason was given, and asked for again"
        assert str(refused).rstrip().endswith("."), str(refused)
        return None
    return (f"correct {fields['fact']}" if name == "correct" else name), after


def edit(data: st.DataObject, case: Case, today: date) -> Intake:
    """The intake form, corrected."""
    points = list(case.details.points)
    change = data.draw(st.sampled_from(["received", "add", "remove", "officer"]))
    if change == "received":
        return replace(case.details, received_on=today - timedelta(data.draw(st.integers(-1, 60))))
    if change == "officer":
        return replace(case.details, officer=data.draw(st.sampled_from(TEXTS)))
    points = [*points, Point("One more")] if change == "add" else points[:-1]
    return replace(case.details, points=tuple(points), summary="Heating")


# What must hold


def check_whole(case: Case, today: date) -> None:
    """The case itself: nothing is impossible, dangling, or ahead of its time."""
    assert len(case.stages) in ((0,) if case.kind is Kind.REQUEST else (1, 2))
    check_order(case.code, case.stages)
    points = len(case.details.points)
    made = [(d.stage, d.point) for d in case.decisions]
    assert len(set(made)) == len(made)
    assert all(1 <= stage <= case.stage and 1 <= n <= points for stage, n in made)
    assert all(1 <= n <= points for stage in case.stages for n in stage.outstanding)
    for promise in case.promises:
        check_promise(case, promise, today)
    for number, stage in enumerate(case.stages, 1):
        standing = [r.told_on for r in case.refusals if r.stage == number and r.stands]
        assert standing == ([stage.refused] if stage.refused else [])
        assert stage.started and case.details.received_on <= stage.started
        assert stage.acknowledge_by or not (stage.acknowledged or stage.refused)
        assert stage.respond_by or not stage.ended
    happened = _happened(case)
    assert all(d <= today for d in happened)
    assert bool(case.closed_on) == bool(case.closed_why)
    if case.closed_on:
        assert max(happened) <= case.closed_on
        assert not case.open_promises


def check_promise(case: Case, promise: Promise, today: date) -> None:
    assert promise.is_open == (promise.ended_on is None)
    assert promise.point <= len(case.details.points)
    if promise.ended_on:
        assert case.details.received_on <= promise.ended_on <= today
        assert promise.ended is Ending.KEPT or promise.outcome
    if promise.ended is Ending.DROPPED:
        assert promise.ended_on == case.closed_on
    if promise.outcome == ANSWER_SENT:
        assert promise.ended_on in [stage.answered for stage in case.stages]
    if promise.told_on:
        assert promise.told_on <= today


def _happened(case: Case) -> list[date]:
    days = [case.details.received_on]
    for stage in case.stages:
        known = (stage.started, stage.acknowledged, stage.answered, stage.refused)
        days += [d for d in known if d] + [e.told_on for e in stage.extensions]
    return days + [p.ended_on for p in case.promises if p.ended_on]


def may_move(step: str, stage: int) -> set[tuple[str, int]]:
    """The clocks whose due date this step may move, on a case at this stage."""
    both = {("acknowledge", stage), ("respond", stage)}
    named = {"acknowledge": {("respond", stage)}, "extend": {("respond", stage)},
             "accept-after-all": both}  # fmt: skip
    if step in ("correct received", EDIT):
        return {("acknowledge", 1), ("respond", 1), ("twelve-weeks", 0)}
    if step.startswith(("correct started_", "correct acknowledged_", "correct extension_")):
        number = int(step.split("_")[1])
        return {("acknowledge", number), ("respond", number)}
    return named.get(step, set())


def check_clocks(step: str, before: Case, after: Case, moment: Moment) -> None:
    """No clock moves, is done or disappears but by what the step is for."""
    was, now = _clocks(before, moment), _clocks(after, moment)
    still = {_key(d) for d in open_duties(after, moment.duties(after))}
    for key, duty in was.items():
        same = now[key]
        assert same.due == duty.due or key in may_move(step, before.stage), (step, key)
        own = step.split()[0]
        if key[0] in CLOCKS and own not in MAY_BE_DONE:
            assert same.done == duty.done, (step, key)
        if duty in open_duties(before, tuple(was.values())) and key not in still:
            assert same.done or _stage_over(after, key) or after.closed_on, (step, key)


def _stage_over(case: Case, key: tuple[str, int]) -> bool:
    """Whether the clock's stage has ended, or the next has been answered."""
    name, number = key
    if name not in CLOCKS:
        return False
    own, later = case.stages[number - 1], case.stages[number:]
    return own.ended is not None or any(s.answered for s in later)


def check_promises(step: str, before: Case, after: Case) -> None:
    """What was promised keeps its words and its day for good, and ends once, on record."""
    assert len(after.promises) >= len(before.promises)
    again = bool(before.closed_on) and not after.closed_on
    for was, now in zip(before.promises, after.promises, strict=False):
        assert (now.kind, now.what, now.due, now.who) == (was.kind, was.what, was.due, was.who)
        if not was.is_open and now != was:
            assert step.startswith("correct ") or (again and now.is_open), step
    successors = len(after.promises) - len(before.promises)
    changed = [n for w, n in zip(before.promises, after.promises, strict=False) if w != n]
    if any(p.ended is Ending.CHANGED for p in changed) and step == "change":
        assert successors == 1


def check_step(step: str, before: Case, after: Case, moment: Moment) -> None:
    check_whole(after, moment.today)
    check_clocks(step, before, after, moment)
    check_promises(step, before, after)
    if before.stage != after.stage:
        assert _unjudged(after)[: before.stage] == _unjudged(before), step
    assert len(after.refusals) >= len(before.refusals)
    assert len(after.matters) >= len(before.matters)
    assert len(after.restrictions) >= len(before.restrictions)


def _unjudged(case: Case) -> list[Stage]:
    """The stages without the dates held while closed, which an open clock lets go."""
    return [replace(stage, acknowledge_by=None, respond_by=None) for stage in case.stages]


def _clocks(case: Case, moment: Moment) -> dict[tuple[str, int], Duty]:
    return {_key(d): d for d in moment.duties(case) if not d.number}


def _key(duty: Duty) -> tuple[str, int]:
    return duty.kind, duty.number or (duty.stage if duty.kind in CLOCKS else 0)


# The sequences


def begin(data: st.DataObject, today: date) -> Case:
    details = Intake(
        Person("Ann O'Brien"),
        today - timedelta(days=data.draw(st.integers(0, 30))),
        code=data.draw(st.sampled_from(Code)),
        kind=data.draw(st.sampled_from([Kind.COMPLAINT] * 5 + [Kind.REQUEST])),
        points=tuple(Point(f"Point {n}") for n in range(data.draw(st.integers(0, 3)))),
        summary="Heating",
        officer=data.draw(st.sampled_from(["", "Sam Patel"])),
        representative=data.draw(st.sampled_from([None, Representative(Person("Tom"))])),
    )
    at = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    return new_case("CD-1", details, at, today, today + timedelta(days=14))


@pytest.fixture(scope="module")
def engine() -> Engine:
    """A store of its own, to see that every case that comes about can be kept."""
    made = create_engine("sqlite://")
    SQLModel.metadata.create_all(made)
    return made


def kept(engine: Engine, case: Case) -> Case:
    """The case written and read again."""
    with Session(engine) as session:
        key = write_case(session, replace(case, id=None, version=1))
        session.expire_all()
        found = read_case(session, session.get_one(CaseRow, key))
        session.rollback()
    return replace(found, id=case.id, version=case.version)


def draw_name(data: st.DataObject, case: Case) -> str:
    fitting = [name for name, task in TASKS.items() if not task.fits(case)]
    closing = [name for name in ("answer", "correct", "done") if name in fitting]  # more of these
    return data.draw(st.sampled_from([*fitting, EDIT, *closing, *closing]))


@steady
@given(st.data())
def test_whatever_is_done_in_whatever_order_nothing_is_lost_and_no_date_moves_on_its_own(
    engine: Engine, data: st.DataObject
) -> None:
    today = data.draw(st.dates(date(2024, 6, 1), date(2027, 6, 1)))
    case = begin(data, today)
    for _ in range(data.draw(st.integers(1, 12))):
        moment = Moment(today, CALENDAR, Policy(), "Alex Moss")
        name = draw_name(data, case)
        done = attempt(data, case, name, moment)
        event(f"{name} {'done' if done else 'refused'}")
        if done:
            check_step(done[0], case, done[1], moment)
            case = done[1]
        today += timedelta(days=data.draw(st.integers(0, 12)))
    assert kept(engine, case) == case


QUIET: dict[str, Callable[[str], str]] = {
    "new-issue": str, "clarify": str, "contact": str, "triage": str, "authority": str,
    "adjustments": str, "restrict": str, "lift": str, "assign": str,
}  # fmt: skip


def test_joining_asking_noting_and_people_move_no_clock_by_the_table_above() -> None:
    """So that nobody adds one of them to `may_move` without seeing this."""
    assert set(QUIET) <= set(TASKS)
    assert all(may_move(name, stage) == set() for name in QUIET for stage in (1, 2))
    assert not set(QUIET) & MAY_BE_DONE
