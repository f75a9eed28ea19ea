"""A page of a queue, read with sqlite3 alone so that it is there before SQLModel is imported.

Plain SQL that any database understands, over the projection `next_duty`; what is overdue is asked
of today's date and never stored.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from complaintdesk.domain.errors import BadInput
from complaintdesk.store.peek import reading

_OPEN = "cases.closed_on IS NULL"
# Each queue's condition; :today and :sunday are bound. Contracts: names are not to be changed.
QUEUES: dict[str, str] = {
    "next-deadline": _OPEN,
    "overdue": f"{_OPEN} AND due < :today",
    "today": f"{_OPEN} AND due = :today",
    "this-week": f"{_OPEN} AND due BETWEEN :today AND :sunday",
    "to-acknowledge": f"{_OPEN} AND owed LIKE '% acknowledge %'",
    "stage-1": f"{_OPEN} AND next_duty.stage = 1",
    "stage-2": f"{_OPEN} AND next_duty.stage = 2",
    "actions": f"{_OPEN} AND (owed LIKE '% action %' OR owed LIKE '% remedy %')",
    "ombudsman": f"{_OPEN} AND (owed LIKE '% order %' OR owed LIKE '% enquiry %')",
    "service-requests": f"{_OPEN} AND cases.kind = 'service-request'",
    "closed": "cases.closed_on IS NOT NULL",
}

_COLUMNS = """
    cases.ref, cases.kind, cases.code, cases.complainant_name, cases.summary, cases.service,
    coalesce(
        nullif((SELECT handler FROM stage WHERE stage.case_id = cases.id
                ORDER BY number DESC LIMIT 1), ''), cases.officer
    ), next_duty.duty_stage, next_duty.duty, next_duty.due, next_duty.provisional,
    (SELECT max(number) FROM stage WHERE stage.case_id = cases.id)
"""
_ALL = "FROM cases LEFT JOIN next_duty ON next_duty.case_id = cases.id"
# Every open case has its row in the projection. CROSS JOIN tells SQLite to begin there, by the
# index that already has the order of the queue, and to stop at the limit.
_BY_DUTY = "FROM next_duty CROSS JOIN cases WHERE cases.id = next_duty.case_id AND"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One case in a queue, as the store has it; `stage` is the one that its duty belongs to."""

    ref: str
    kind: str
    code: str
    complainant: str
    summary: str
    service: str
    officer: str
    stage: int
    duty: str | None
    due: date | None
    provisional: bool


def queue_page(path: Path, queue: str, today: date, limit: int) -> tuple[list[QueueItem], int]:
    """The first `limit` cases of a queue by due date, then reference; and how many there are."""
    if queue not in QUEUES:
        raise BadInput(f"There is no queue “{queue}”. There are: {', '.join(QUEUES)}.")
    found, order = f"{_BY_DUTY} {QUEUES[queue]}", "due IS NULL, due, next_duty.ref"
    if queue == "closed":
        found, order = f"{_ALL} WHERE {QUEUES[queue]}", "cases.closed_on DESC, cases.ref"
    bound = {"today": today.isoformat(), "sunday": _sunday(today).isoformat(), "limit": limit}
    with reading(path) as connection:
        count = connection.execute(f"SELECT count(*) {found}", bound).fetchone()[0]
        rows = connection.execute(
            f"SELECT {_COLUMNS} {found} ORDER BY {order} LIMIT :limit", bound
        ).fetchall()
    return [_item(row) for row in rows], count


def queue_counts(path: Path, today: date) -> dict[str, int]:
    """How many cases each queue holds."""
    bound = {"today": today.isoformat(), "sunday": _sunday(today).isoformat()}
    sums = ", ".join(f"coalesce(sum({condition}), 0)" for condition in QUEUES.values())
    with reading(path) as connection:
        found = connection.execute(f"SELECT {sums} {_ALL}", bound).fetchone()
    return dict(zip(QUEUES, found, strict=True))


def _sunday(today: date) -> date:
    return today + timedelta(days=6 - today.weekday())


def _item(row: tuple[Any, ...]) -> QueueItem:
    *texts, stage, duty, due, provisional, reached = row
    day = date.fromisoformat(due) if due else None
    values: tuple[Any, ...] = (*texts, stage or reached or 0, duty, day, bool(provisional))
    return QueueItem(*values)
