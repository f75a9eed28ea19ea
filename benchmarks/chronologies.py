"""`python -m benchmarks.chronologies`: real complaints, as the engine reads them.

The dates of 23 complaints as the Housing Ombudsman's published decisions tell them, gaps and all:
what was due, what was done, and how late. For judging the engine by eye against real histories.
A response whose acknowledgement is not recorded is judged by its provisional date, and says so.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import short
from complaintdesk.domain.deadlines import Duty, State, duties
from complaintdesk.services.bank_holidays import calendar

PUBLISHED = Path(__file__).parent.parent / "tests/rules/vectors/published_chronologies.csv"
STATUTORY = date(2024, 4, 1)  # complaints received earlier fell under the 2022 Code
_LAYOUT = "{:<9}  {:<5}  {:<11}  {:<15}  {:<15}  {:>5}  {}"
_RESULTS = ("on time", "late", "not judged")
_STAGES = (
    ("received", "stage1_acknowledged", "stage1_response"),
    ("escalation_requested", "stage2_acknowledged", "stage2_response"),
)


@dataclass(frozen=True, slots=True)
class Chronology:
    """One published history: `stages` holds what was recorded, None where nothing was."""

    ref: str
    stages: tuple[Stage, ...]


def published() -> tuple[Chronology, ...]:
    """The chronologies in the order in which they were gathered."""
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        return tuple(_chronology(row) for row in csv.DictReader(file))


def judged(history: Chronology, days: WorkingCalendar) -> tuple[Duty, ...]:
    """Its duties under the housing Code, on the last day that it tells of."""
    told = [d for s in history.stages for d in (s.started, s.acknowledged, s.answered) if d]
    return duties(Code.HOUSING, history.stages, days, max(told))


def verdict(duty: Duty, days: WorkingCalendar) -> str:
    """On time, late by so many working days, or why neither can be said."""
    if duty.done is None:
        return "not judged"
    if duty.due is None:
        return "not judged: no start known"
    late = -days.working_days_left(duty.done, duty.due)
    result = f"late by {late}" if duty.state is State.DONE_LATE else "on time"
    return f"{result}, provisional" if duty.provisional else result


def table(days: WorkingCalendar) -> Iterator[str]:
    """Every duty of every chronology, a line each, and the totals."""
    yield _LAYOUT.format("Case", "Stage", "Duty", "Due", "Done", "Taken", "Result")
    tally: Counter[str] = Counter()
    for history in published():
        for duty in judged(history, days):
            result = verdict(duty, days)
            tally[next(kind for kind in _RESULTS if result.startswith(kind))] += 1
            taken = _taken(history.stages[duty.stage - 1], duty, days)
            yield _LAYOUT.format(
                history.ref, duty.stage, duty.kind, _day(duty.due, "no date"),
                _day(duty.done, "not recorded"), taken, result,
            )  # fmt: skip
    yield ""
    yield from _totals(tally)


def main() -> None:
    days = calendar()
    print(f"Read by the housing Code ({days.source}). Taken: working days from receipt.\n")
    print("\n".join(table(days)))


def _totals(tally: Counter[str]) -> Iterator[str]:
    told = ", ".join(f"{tally[kind]} {kind}" for kind in _RESULTS)
    yield f"{sum(tally.values())} duties: {told}."
    early = sum(bool(h.stages[0].started and h.stages[0].started < STATUTORY) for h in published())
    yield f"{early} of {len(published())} were received before 1 April 2024, under the 2022 Code,"
    yield "whose 10 days ran from logging: for them this shows what the 2024 Code would have said."


def _chronology(row: dict[str, str]) -> Chronology:
    stages = [
        Stage(_read(row[begun]), acknowledged=_read(row[told]), answered=_read(row[answered]))
        for begun, told, answered in _STAGES
    ]
    reached = 2 if stages[1] != Stage(None) else 1
    return Chronology(row["case_ref"], tuple(stages[:reached]))


def _read(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _day(day: date | None, otherwise: str) -> str:
    return f"{short(day)} {day.year}" if day else otherwise


def _taken(stage: Stage, duty: Duty, days: WorkingCalendar) -> str:
    if stage.started is None or duty.done is None:
        return "-"
    return str(days.between(stage.started, duty.done))


if __name__ == "__main__":
    main()
