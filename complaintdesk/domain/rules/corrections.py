"""A wrong date put right: what hangs on it follows, and the timeline keeps both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from complaintdesk.domain.case import Case, Extension, Stage
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.order import check_order
from complaintdesk.domain.parts import Ending, Promise
from complaintdesk.domain.rules.common import check_days, refuse_future, reopened
from complaintdesk.domain.rules.stages import ANSWER_SENT
from complaintdesk.domain.ruling import Moment, Ruling

Change = Callable[[Case, date | None], Case]


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A date on record that can be corrected; `may_clear` where it may not have happened at all."""

    name: str
    label: str
    day: date
    change: Change
    may_clear: bool = True


def dated_facts(case: Case) -> tuple[DatedFact, ...]:
    """Every date of the case that an officer recorded, in the order of its life."""
    return tuple(_facts(case))


def _facts(case: Case) -> Iterator[DatedFact]:
    yield DatedFact("received", "Received", case.details.received_on, _received, may_clear=False)
    for number, stage in enumerate(case.stages, 1):
        yield from _stage_facts(number, stage, number == case.stage)
    for number, promise in enumerate(case.promises, 1):
        if promise.ended_on and not _goes_by_another(promise):
            label = f"{promise.ended.capitalize()}: {promise.what[:40]}"
            yield DatedFact(f"promise_{number}", label, promise.ended_on, _promise(number))
    if case.closed_on:
        yield DatedFact("closed", "Closed", case.closed_on, _closed)


def _goes_by_another(promise: Promise) -> bool:
    """What was changed has a successor; what was left or met goes by the closing or the answer."""
    return promise.ended in (Ending.CHANGED, Ending.DROPPED) or promise.outcome == ANSWER_SENT


def _stage_facts(number: int, stage: Stage, is_last: bool) -> Iterator[DatedFact]:
    if number == 2 and stage.started:
        begun = stage.acknowledged or stage.ended
        yield DatedFact(
            "started_2", "Stage 2 asked for", stage.started, _asked, may_clear=not begun
        )
    for name, label in (
        ("acknowledged", "acknowledged"),
        ("answered", "answered"),
        ("refused", "not accepted, told"),
    ):
        day = getattr(stage, name)
        if day:
            # A refusal that did not happen is taken back, which keeps its reasoning.
            yield DatedFact(
                f"{name}_{number}",
                f"Stage {number} {label}",
                day,
                _stage(number, name),
                # Nor does what a later stage rests on.
                may_clear=name != "refused" and is_last,
            )
    for place, extension in enumerate(stage.extensions, 1):
        yield DatedFact(
            f"extension_{number}_{place}",
            f"More time at stage {number}, told",
            extension.told_on,
            _extension(number, place),
        )


def correct(case: Case, name: str, day: date | None, why: str, moment: Moment) -> Ruling:
    """One date put right, or taken out where it did not happen; its reason is kept (H 5.12, L 5.8).

    Dates that were counted from it are counted anew. Raises RuleBroken where the order of events
    would be impossible.
    """
    fact = next((f for f in dated_facts(case) if f.name == name), None)
    if fact is None:
        raise BadInput("Choose which date is wrong.")
    if day is None and not fact.may_clear:
        raise BadInput(f"“{fact.label}” must have a date.")
    if day == fact.day:
        raise BadInput(f"“{fact.label}” is {in_words(day)} already.")
    if day is None and case.closed_on and name != "closed":
        raise RuleBroken(
            f"{case.ref} is closed, so nothing could be done about it. Take its closing out first."
        )
    if day:
        refuse_future(day, moment, fact.label)
    after = fact.change(case, day)
    check_order(after.code, after.stages)
    check_days(after)
    now = in_words(day) if day else "did not happen"
    entry = f"Corrected: {fact.label}: {now}, not {in_words(fact.day)}. Why: {why}"
    return Ruling(after, entry, happened_on=day)


def _asked(case: Case, day: date | None) -> Case:
    """Stage 2 asked for on another day; or never, while nothing was done at it."""
    if day:
        return _with(case, 2, started=day)
    promises = tuple(replace(p, stage=min(p.stage, 1)) for p in case.promises)
    decisions = tuple(d for d in case.decisions if d.stage == 1)
    return replace(case, stages=case.stages[:1], promises=promises, decisions=decisions)


def _received(case: Case, day: date | None) -> Case:
    assert day is not None
    after = replace(case, details=replace(case.details, received_on=day))
    was = case.details.received_on
    if case.stages and case.stages[0].started == was:
        return _with(after, 1, started=day)
    return after


def _stage(number: int, name: str) -> Change:
    def change(case: Case, day: date | None) -> Case:
        after = _with(case, number, **{name: day})
        if name == "answered":
            return _updates_follow(case, after, number, day)
        if name == "refused":
            told = case.refusals[-1]
            return replace(after, refusals=(*case.refusals[:-1], replace(told, told_on=day)))  # type: ignore[arg-type]
        return after

    return change


def _updates_follow(case: Case, after: Case, number: int, day: date | None) -> Case:
    """Agreed updates that the answer met: they move with it, and are owed again without it."""
    moved = {"ended_on": day} if day else {"ended": Ending.OPEN, "ended_on": None, "outcome": ""}
    promises = tuple(
        replace(p, **moved) if _was_met_by(case, number, p) else p for p in case.promises
    )
    return replace(after, promises=promises)


def _was_met_by(case: Case, number: int, promise: Promise) -> bool:
    """Whether the answer to this stage met an update; that to stage 1 came first."""
    was = case.stages[number - 1].answered
    if (promise.ended_on, promise.outcome) != (was, ANSWER_SENT) or promise.stage > number:
        return False
    return promise.stage == number or case.stages[promise.stage - 1].answered != was


def _extension(number: int, place: int) -> Change:
    def change(case: Case, day: date | None) -> Case:
        kept: list[Extension] = []
        for n, extension in enumerate(case.stages[number - 1].extensions, 1):
            if n != place:
                kept.append(extension)
            elif day:
                kept.append(replace(extension, told_on=day))
        return _with(case, number, extensions=tuple(kept))

    return change


def _promise(number: int) -> Change:
    def change(case: Case, day: date | None) -> Case:
        promises = list(case.promises)
        found: Promise = promises[number - 1]
        if day:
            promises[number - 1] = replace(found, ended_on=day)
        else:
            promises[number - 1] = replace(
                found, ended=Ending.OPEN, ended_on=None, outcome="", told_on=None
            )
        return replace(case, promises=tuple(promises))

    return change


def _closed(case: Case, day: date | None) -> Case:
    """What the closing left undone moves with it, and is to be done again without it."""
    if not day:
        return reopened(case)
    promises = tuple(
        replace(p, ended_on=day)
        if p.ended is Ending.DROPPED and p.ended_on == case.closed_on
        else p
        for p in case.promises
    )
    return replace(case, closed_on=day, promises=promises)


def _with(case: Case, number: int, **changes: object) -> Case:
    """A stage changed; a date it was judged by is worked out again where it was counted from that.

    The day of acknowledging is counted from the start, that of the answer from both of them.
    """
    stages = list(case.stages)
    changed = replace(stages[number - 1], **changes)  # type: ignore[arg-type]
    if "started" in changes or changed.acknowledged is None:
        changed = replace(changed, acknowledge_by=None)
    if {"started", "acknowledged", "extensions"} & changes.keys() or not changed.ended:
        changed = replace(changed, respond_by=None)
    stages[number - 1] = changed
    return replace(case, stages=tuple(stages))
