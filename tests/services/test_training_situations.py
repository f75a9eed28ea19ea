"""Every situation of the whole case is on a training desk of sixty, whatever its day and seed.

Each stands here by its name, and is looked for under both Codes where both have it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest

from complaintdesk.domain.case import Authority, Case, Conflict, Kind, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Policy, State
from complaintdesk.domain.duties import case_duties, open_duties
from complaintdesk.domain.order import check_order
from complaintdesk.domain.parts import (
    Ending,
    Entry,
    Finding,
    Ground,
    LinkKind,
    Promise,
    PromiseKind,
    RemedyType,
)
from complaintdesk.domain.rules.common import latest, points_at
from complaintdesk.domain.rules.wording import wording_concerns
from complaintdesk.domain.ruling import Moment
from complaintdesk.domain.tasks import TASKS
from complaintdesk.services.training.cases import TrainingCase, training_cases
from complaintdesk.services.training.outcomes import Outcome
from complaintdesk.services.training.texts import BY_KEY
from complaintdesk.services.training.texts_service import FOUND, REVIEWED, SERVICES
from tests.services.test_training_cases import CALENDAR

Shows = Callable[[TrainingCase, date], bool]

TODAYS = [
    date(2026, 11, 21),  # a Saturday
    date(2026, 11, 20),
    date(2026, 4, 3),  # Good Friday
    date(2027, 1, 4),
    date(2028, 2, 29),
    date(2026, 12, 29),  # between Christmas and New Year
]
SEEDS = [1, 2026]
HOUSING, GENERAL = {Code.HOUSING}, {Code.GENERAL}
# What a desk departs from on purpose; anything else would be a slip of whoever invented it.
KNOWN_DEPARTURES = {"extension_late", "relied_on"}

days = pytest.mark.parametrize("today", TODAYS, ids=str)
seeds = pytest.mark.parametrize("seed", SEEDS)


@cache
def made(today: date, seed: int, count: int = 60) -> tuple[TrainingCase, ...]:
    return training_cases(count, today, seed, CALENDAR)


def is_open(case: Case) -> bool:
    return case.closed_on is None


def of_case(test: Callable[[Case], object]) -> Shows:
    return lambda training, today: bool(test(training.case))


def open_case(test: Callable[[Case], object]) -> Shows:
    return lambda training, today: is_open(training.case) and bool(test(training.case))


def promise(test: Callable[[Promise, date], object]) -> Shows:
    return lambda training, today: any(test(p, today) for p in training.case.promises)


def ended(how: Ending, *kinds: PromiseKind) -> Shows:
    return promise(lambda p, today: p.ended is how and p.outcome and p.kind in kinds)


def waiting(*kinds: PromiseKind) -> Shows:
    return promise(lambda p, today: p.is_open and p.due and p.due >= today and p.kind in kinds)


def overdue(*kinds: PromiseKind) -> Shows:
    return promise(lambda p, today: p.is_open and p.due and p.due < today and p.kind in kinds)


def review(about: str) -> Shows:
    return promise(
        lambda p, today: p.kind is PromiseKind.REVIEW and p.is_open and p.due
        and p.about.startswith(about)
    )  # fmt: skip


def found(finding: Finding) -> Shows:
    return of_case(lambda c: any(d.finding is finding for d in c.decisions))


def linked(kind: LinkKind) -> Shows:
    return of_case(lambda c: any(link.kind is kind for link in c.links))


def told(*kinds: Entry) -> Shows:
    return lambda training, today: any(line.kind in kinds for line in training.history)


def authority(which: Authority) -> Shows:
    return of_case(lambda c: (acting := c.details.representative) and acting.authority is which)


def overdue_marker(training: TrainingCase, today: date) -> bool:
    return any(
        d.kind == "twelve-weeks" and d.state is State.OVERDUE
        for d in open_duties(training.case, case_duties(training.case, CALENDAR, today))
    )


def written_up_later(training: TrainingCase, today: date) -> bool:
    return any(
        h.kind is not Entry.EVENT and h.happened_on and h.happened_on < h.at.date()
        for h in training.history
    )


P = PromiseKind
TO_DO = (P.ACTION, P.REMEDY)
BOTH: dict[str, Shows] = {
    "upheld": found(Finding.UPHELD),
    "partly upheld": found(Finding.PARTLY),
    "some points decided, the answer not sent": of_case(
        lambda c: c.stages and not c.current.ended and c.decided(c.stage)
        and set(points_at(c)) - set(c.decided(c.stage))
    ),
    "a payment promised and open": promise(
        lambda p, t: p.is_open and p.remedy is RemedyType.MONEY and p.pence and p.kind is P.REMEDY
    ),
    "an action or remedy open": waiting(*TO_DO),
    "an action or remedy overdue": overdue(*TO_DO),
    "an action or remedy kept": ended(Ending.KEPT, *TO_DO),
    "a promise changed, with the person told": promise(
        lambda p, t: p.ended is Ending.CHANGED and p.outcome and p.told_on
    ),
    "a promise undeliverable, with the person told": promise(
        lambda p, t: p.ended is Ending.UNDELIVERABLE and p.outcome and p.told_on
    ),
    "updates agreed and due": promise(lambda p, t: p.kind is P.UPDATE and p.every and p.is_open),
    "learning owned and dated": promise(lambda p, t: p.kind is P.LEARNING and p.who and p.due),
    "a complaint not accepted": of_case(lambda c: any(r.stage == 1 and r.stands
                                                      for r in c.refusals)),
    "stage 2 not accepted": of_case(lambda c: any(r.stage == 2 for r in c.refusals)),
    "accepted after all, since the ombudsman said so": open_case(
        lambda c: any(not r.stands and r.reversed_why for r in c.refusals) and c.matters
    ),
    "contact limited, with a review": lambda t, today: (
        any(r.lifted_on is None for r in t.case.restrictions) and review("restriction")(t, today)
    ),
    "contact no longer limited": of_case(
        lambda c: any(r.lifted_on and r.lifted_why for r in c.restrictions)
    ),
    "adjustments with their review": review("adjustments"),
    "a disability told of": of_case(lambda c: c.details.disability and c.details.adjustments),
    "authority awaited": open_case(
        lambda c: (a := c.details.representative) and a.authority is Authority.AWAITED
    ),
    "authority by word of mouth": authority(Authority.VERBAL),
    "authority in writing": authority(Authority.WRITTEN),
    "no authority needed": authority(Authority.NOT_NEEDED),
    "before the ombudsman, with a reply due": lambda t, today: (
        any(m.decided_on is None for m in t.case.matters) and waiting(P.ENQUIRY)(t, today)
    ),
    "decided by the ombudsman, orders due": lambda t, today: (
        any(m.decided_on and m.decision and m.findings for m in t.case.matters)
        and waiting(P.ORDER)(t, today)
    ),
    "an order complied with, and its proof": ended(Ending.KEPT, P.ORDER),
    "one contact in two parts": linked(LinkKind.OTHER_PART),
    "a new issue as a case of its own": linked(LinkKind.NEW_ISSUE),
    "a complaint out of a request": linked(LinkKind.FROM_REQUEST),
    "a request that became a complaint": linked(LinkKind.BECAME_COMPLAINT),
    "a complaint that was a request": linked(LinkKind.BECAME_REQUEST),
    "a request that was a complaint": linked(LinkKind.WAS_COMPLAINT),
    "a request that goes on": open_case(lambda c: c.kind is Kind.REQUEST and c.open_promises),
    "a request dealt with": of_case(
        lambda c: c.kind is Kind.REQUEST and c.closed_why == "complete"
    ),
    "a departure confirmed with a reason": of_case(
        lambda c: any(d.reason and d.breach == (c.code is Code.HOUSING) for d in c.departures)
    ),
    "a file added": of_case(lambda c: c.documents),
    "a call on the timeline": told(Entry.CALL),
    "an e-mail in": told(Entry.EMAIL_IN),
    "an e-mail out": told(Entry.EMAIL_OUT),
    "a note": told(Entry.NOTE),
    "a contact written up later": written_up_later,
    "an answer signed off at stage 2": of_case(
        lambda c: c.stage == 2 and c.current.answered and c.current.signed_off_by
    ),
    "stage 2 with what is in dispute": of_case(lambda c: c.stage == 2 and c.current.issues),
    "a third party that answers for us": of_case(lambda c: any(s.responder for s in c.stages)),
    "triage": of_case(lambda c: c.details.complexity and c.details.received_by),
    "something asked that no clock waits for": lambda t, today: any(
        "The clock does not stop for it." in h.entry for h in t.history
    ),
    "a new issue that joined": lambda t, today: any(
        "New issue joined" in h.entry for h in t.history
    ),
    "a wrong date put right": lambda t, today: any(
        h.entry.startswith("Corrected: ") for h in t.history
    ),
    "closed, everything done": of_case(
        lambda c: c.closed_why == "complete" and c.stages and c.current.answered
    ),
    "answered, and nothing left to do": lambda t, today: (
        bool(t.case.stages) and is_open(t.case) and bool(t.case.current.ended)
        and not open_duties(t.case, case_duties(t.case, CALENDAR, today))
    ),
}  # fmt: skip
ONE: dict[str, tuple[set[Code], Shows]] = {
    "past the 12-week marker": (GENERAL, overdue_marker),
    "closed since not accepted": (HOUSING, of_case(lambda c: c.closed_why == "not-accepted")),
    "not accepted as too old": (
        GENERAL, of_case(lambda c: any(r.ground is Ground.OLD for r in c.refusals))
    ),
    "withdrawn": (GENERAL, of_case(lambda c: c.closed_why == "withdrawn")),
    "a request's review due": (GENERAL, review("request")),
    "a conflict of interest declared": (
        GENERAL, of_case(lambda c: c.details.conflict is Conflict.DECLARED)
    ),
}  # fmt: skip
ANYWHERE: dict[str, Shows] = {
    "a point not upheld": found(Finding.NOT_UPHELD),
    "a point without a finding": found(Finding.NO_FINDING),
    "a visit": told(Entry.VISIT),
    "a meeting": told(Entry.MEETING),
    "a letter in": told(Entry.LETTER_IN),
    "a group complaint": of_case(lambda c: c.details.group_complaint),
    "a point not ours": of_case(
        lambda c: any(p.responsibility is Responsibility.NOT_OURS for p in c.details.points)
    ),
}


@seeds
@days
@pytest.mark.parametrize("name", BOTH)
def test_each_situation_is_there_under_both_codes(name: str, today: date, seed: int) -> None:
    shown = {t.case.code for t in made(today, seed) if BOTH[name](t, today)}
    assert shown == set(Code), name


@seeds
@days
@pytest.mark.parametrize("name", ONE)
def test_what_only_one_code_needs_is_there(name: str, today: date, seed: int) -> None:
    codes, shows = ONE[name]
    shown = {t.case.code for t in made(today, seed) if shows(t, today)}
    assert shown >= codes, name


@seeds
@days
@pytest.mark.parametrize("name", ANYWHERE)
def test_each_of_these_is_somewhere(name: str, today: date, seed: int) -> None:
    assert any(ANYWHERE[name](t, today) for t in made(today, seed)), name


@seeds
@days
def test_every_task_can_be_offered_on_every_case(today: date, seed: int) -> None:
    moment = Moment(today, CALENDAR, Policy(), "Robin Ashdown")
    fitting = set()
    for training in made(today, seed):
        for task in TASKS.values():
            if not task.fits(training.case):
                assert task.note(training.case)
                task.fields(training.case, moment)
                fitting.add(task.name)
    assert fitting == set(TASKS), "a training desk is for trying every task"


@seeds
@days
def test_every_case_stands_as_the_rules_would_have_it(today: date, seed: int) -> None:
    for training in made(today, seed, 240):
        case = training.case
        check_order(case.code, case.stages)
        found = case_duties(case, CALENDAR, today)
        open_duties(case, found)
        if case.stages and case.refusals and not case.refusals[-1].stands:
            assert case.current.started == case.refusals[-1].reversed_on
        for duty in found:
            assert duty.why
        assert {d.key.rstrip("_0123456789") for d in case.departures} <= KNOWN_DEPARTURES


@seeds
@days
def test_what_is_answered_is_decided_and_put_right(today: date, seed: int) -> None:
    for training in made(today, seed, 240):
        case = training.case
        for number, stage in enumerate(case.stages, 1):
            if not stage.answered:
                continue
            decided = case.decided(number)
            disputed = stage.outstanding or tuple(range(1, len(case.details.points) + 1))
            assert set(decided) == set(disputed), case.ref
            assert all(d.reasons for d in decided.values())
            for n, decision in decided.items():
                for_it = [p for p in case.promises if (p.stage, p.point) == (number, n)]
                upheld = decision.finding in (Finding.UPHELD, Finding.PARTLY)
                assert bool(for_it) == upheld, (case.ref, n)
                assert all(p.due and p.who and p.agreed_with for p in for_it)


@seeds
@days
def test_a_closed_case_leaves_nothing_open(today: date, seed: int) -> None:
    for training in made(today, seed, 240):
        case = training.case
        if not case.closed_on:
            assert not case.closed_why
            continue
        assert case.closed_why
        if case.closed_why != "was-a-request":
            assert all(p.ended in (Ending.KEPT, Ending.CHANGED, Ending.UNDELIVERABLE)
                       for p in case.promises)  # fmt: skip
        assert latest(case) <= case.closed_on <= today
        assert not any(m.decided_on is None for m in case.matters)


@seeds
@days
def test_nothing_was_kept_or_told_before_it_was_promised_or_after_today(
    today: date, seed: int
) -> None:
    for training in made(today, seed, 240):
        case = training.case
        for made_promise in case.promises:
            for day in (made_promise.ended_on, made_promise.told_on):
                assert day is None or case.details.received_on <= day <= today
        for matter in case.matters:
            assert case.details.received_on <= matter.opened_on <= (matter.decided_on or today)
        for refusal in case.refusals:
            assert refusal.told_on <= (refusal.reversed_on or today) <= today
            assert refusal.reasoning and refusal.evidence
            assert (refusal.ground is Ground.COURT) == (refusal.claim_filed is not None)
        for line in training.history:
            assert line.happened_on is None or line.happened_on <= line.at.date()


@seeds
@days
def test_links_go_both_ways_between_cases_that_are_there(today: date, seed: int) -> None:
    for count in (7, 60, 130):
        desk = {t.case.ref: t for t in made(today, seed, count)}
        for training in desk.values():
            for link in training.case.links:
                other = desk[link.ref]
                back = [k for k in other.case.links if k.ref == training.case.ref]
                assert [k.kind for k in back] == [link.kind.back]
                assert other.case.details.complainant == training.case.details.complainant
                assert any(link.ref in line.entry for line in training.history)
        assert not any("@" in line.entry for t in desk.values() for line in t.history)


@days
def test_the_days_of_linked_cases_fit(today: date) -> None:
    desk = {t.case.ref: t.case for t in made(today, 1)}
    for case in desk.values():
        for link in case.links:
            other = desk[link.ref]
            mine, theirs = case.details.received_on, other.details.received_on
            if link.kind in (LinkKind.OTHER_PART, LinkKind.WAS_COMPLAINT):
                assert mine == theirs
                assert (case.code == other.code) == (link.kind is LinkKind.WAS_COMPLAINT)
            if link.kind is LinkKind.FROM_REQUEST:
                assert theirs < mine and case.code == other.code
                # The request goes on: it did not end on the day of the complaint.
                assert other.closed_on is None or other.closed_on > mine


@days
def test_two_or_three_cases_are_past_twelve_weeks(today: date) -> None:
    assert 2 <= sum(overdue_marker(t, today) for t in made(today, 1)) <= 3


@days
def test_files_are_what_the_cases_say_of_them(today: date) -> None:
    for training in made(today, 1):
        assert {d.file for d in training.case.documents} == set(training.files)
        for document in training.case.documents:
            content = training.files[document.file]
            assert document.file.startswith(f"documents/{training.case.ref}/")
            assert (document.size, document.sha256) == (len(content), sha256(content).hexdigest())


@days
def test_the_timeline_tells_of_every_part(today: date) -> None:
    for training in made(today, 1):
        case, said = training.case, " ".join(line.entry for line in training.history)
        assert said.count("Remedy promised") == _count(case, P.REMEDY)
        assert said.count("Ombudsman's order promised") == _count(case, P.ORDER)
        assert said.count("Contact limited") == len(case.restrictions)
        assert said.count("confirmed. ") == len(case.departures)
        assert said.count("File added") == len(case.documents)
        for matter in case.matters:
            assert matter.reference in said
        for one, other in pairwise(training.history):
            assert one.at <= other.at


def _count(case: Case, kind: PromiseKind) -> int:
    return sum(p.kind is kind for p in case.promises)


def test_every_story_is_decided_point_by_point() -> None:
    for key, story in BY_KEY.items():
        if key.startswith("ask-"):
            assert key not in FOUND, "a request is not decided"
            continue
        assert len(FOUND[key]) == len(story.points), key
        assert story.service in SERVICES
    assert set(REVIEWED) == set(Finding)
    for outcome in all_outcomes():
        upheld = outcome.finding in (Finding.UPHELD, Finding.PARTLY)
        assert bool(outcome.what) == upheld == (outcome.remedy is not RemedyType.NONE)
        assert (outcome.pounds > 0) == (outcome.remedy is RemedyType.MONEY)


def test_no_word_on_the_desk_departs_from_the_codes() -> None:
    for training in made(TODAYS[0], 1, 240):
        for line in training.history:
            assert not list(wording_concerns(training.case, line.entry)), line


def all_outcomes() -> Iterator[Outcome]:
    for several in (*FOUND.values(), *REVIEWED.values()):
        yield from several
