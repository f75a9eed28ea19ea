"""Logging a complaint or a request for service, and correcting what was logged."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from complaintdesk.domain.case import Case, Discretion, Intake, Kind, Stage
from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.dates import anniversary, in_words
from complaintdesk.domain.errors import BadInput, Problem, RuleBroken
from complaintdesk.domain.parts import Promise, PromiseKind
from complaintdesk.domain.rules.common import REQUEST, check_days


def intake_problems(details: Intake, today: date) -> tuple[Problem, ...]:
    """Everything that stops these details from being kept, in the order of the form."""
    return tuple(_intake_problems(details, today))


def is_out_of_time(details: Intake) -> bool:
    """Whether the matter is older than 12 months at receipt (H 2.3, L 2.2).

    It counts from the day it happened or the day they came to know, whichever is later; the
    anniversary itself is in time. It asks for a decision and never refuses by itself.
    """
    known = [day for day in (details.matter_date, details.aware_date) if day]
    return bool(known) and anniversary(max(known)) < details.received_on


def new_case(
    ref: str, details: Intake, logged_at: datetime, today: date, review_on: date | None = None
) -> Case:
    """A complaint at stage 1, or a request with its review (H 1.4, L 1.8).

    Raises BadInput naming the first thing wrong.
    """
    _refuse_problems(details, today)
    if details.kind is Kind.REQUEST:
        what = "See how the request stands, and whether the person is satisfied"
        review = Promise(PromiseKind.REVIEW, what, review_on, details.officer, about=REQUEST)
        return Case(ref, details, logged_at, (), promises=(review,))
    return Case(ref, details, logged_at, (_stage_one(details),))


def change_details(case: Case, details: Intake, today: date) -> Case:
    """The case with its intake details corrected; stage 1 starts on the day of receipt."""
    _refuse_problems(details, today)
    _refuse_lost_points(case, details)
    if details.kind is not case.kind:
        raise RuleBroken(
            "A request does not become a complaint by a correction, nor the other way round: "
            "there is a task for each, which keeps both."
        )
    after = replace(case, details=details, stages=_stages_from(case, details))
    check_days(after)
    return after


def _stages_from(case: Case, details: Intake) -> tuple[Stage, ...]:
    """Stage 1 as it begins with the corrected details."""
    if not case.stages:
        return ()
    first = case.stages[0]
    if case.stage == 1 and not first.ended:  # who dealt with it stays on record
        first = replace(first, handler=details.officer)
    was = (case.details.received_on, case.details.received_time)
    began_then = first.started == case.details.received_on  # not one refused, then accepted
    if was != (details.received_on, details.received_time) and began_then:
        # A date is kept when the calendar changes, not when what it was counted from was wrong.
        first = replace(
            first,
            started=details.received_on,
            started_at=details.received_time,
            acknowledge_by=None,
            respond_by=None,
        )
    return (first, *case.stages[1:])


def _refuse_lost_points(case: Case, details: Intake) -> None:
    """A point that something goes by stays where it is, since that names it by its number."""
    was = [p.complaint for p in case.details.points]
    now = [p.complaint for p in details.points]
    for what, numbers in _uses(case).items():
        last = max(numbers, default=0)
        if len(now) < last or _moved(was, now, last):
            raise BadInput(
                f"Point {last} of {case.ref} is {what}, so no point up to it can be taken out or "
                "moved. Its words can be corrected, in a change of its own."
            )


def _moved(was: list[str], now: list[str], last: int) -> bool:
    """Whether one of the first points stands elsewhere now, or one was taken out among changes."""
    if len(now) < len(was) and now[:last] != was[:last]:
        return True
    return any(now[n] != was[n] and now[n] in was[n + 1 :] for n in range(min(last, len(now))))


def _uses(case: Case) -> dict[str, list[int]]:
    """What goes by the number of a point."""
    return {
        "decided": [d.point for d in case.decisions],
        "in dispute at stage 2": [n for s in case.stages for n in s.outstanding],
        "what something was promised for": [p.point for p in case.promises],
    }


def _stage_one(details: Intake) -> Stage:
    return Stage(details.received_on, details.received_time, handler=details.officer)


def _refuse_problems(details: Intake, today: date) -> None:
    for problem in _intake_problems(details, today):
        raise BadInput(problem.sentence)


def _intake_problems(details: Intake, today: date) -> Iterator[Problem]:
    if not details.complainant.name:
        yield Problem("complainant_name", "Say who complained: a name, or “Name not given”.")
    if details.received_on > today:
        yield Problem(
            "received", f"The day received, {in_words(details.received_on)}, has not come yet."
        )
    if not (details.points or details.summary):
        yield Problem("point_1", "Say what the complaint is about, in one point at least.")
    if details.matter_date and details.matter_date > details.received_on:
        yield Problem(
            "matter",
            f"The matter is said to have happened on {in_words(details.matter_date)}, after the "
            f"complaint about it came in on {in_words(details.received_on)}.",
        )
    if details.aware_date and details.aware_date > details.received_on:
        yield Problem("aware", "They cannot have come to know of it after they complained.")
    yield from _discretion_problems(details)
    if details.representative and not details.representative.person.name:
        yield Problem("representative_name", "Give the representative's name.")


def _discretion_problems(details: Intake) -> Iterator[Problem]:
    if not is_out_of_time(details):
        return
    profile = PROFILES[details.code]
    cited = profile.cite(profile.provision("twelve_months"))
    if details.discretion is Discretion.UNDECIDED:
        yield Problem(
            "discretion",
            "The matter is more than 12 months old. Decide whether to accept it all the same "
            f"({cited}); nothing is refused by itself.",
        )
    elif not details.discretion_reason:
        yield Problem("discretion_reason", f"Give the reason for this decision ({cited}).")
