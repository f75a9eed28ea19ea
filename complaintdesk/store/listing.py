"""Lists of cases a page at a time, read with sqlite3 alone: a queue needs nothing else loaded.

Every list is read along one index of the table `listing`, from where the last page ended: no page
costs more than the first, and nothing is ever read whole. What is overdue is asked of today's date
and never stored.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.views import SORTS, Filters, View
from complaintdesk.store.peek import reading

PAGE = 64  # cases read at once: more than most screens show
_OPEN = "closed_on IS NULL"
# Each queue's condition, as its index has it; :today and :sunday are bound. Contracts: the names
# are not to be changed.
QUEUES: dict[str, str] = {
    "next-deadline": _OPEN,
    "overdue": f"{_OPEN} AND due_key < :today",
    "today": f"{_OPEN} AND due_key = :today",
    "this-week": f"{_OPEN} AND due_key BETWEEN :today AND :sunday",
    "to-acknowledge": f"{_OPEN} AND to_acknowledge = 1",
    "stage-1": f"{_OPEN} AND stage = 1",
    "stage-2": f"{_OPEN} AND stage = 2",
    "actions": f"{_OPEN} AND has_actions = 1",
    "ombudsman": f"{_OPEN} AND with_ombudsman = 1",
    "service-requests": f"{_OPEN} AND kind = 'service-request'",
    "closed": "closed_on IS NOT NULL",
}
# What each sort goes by, all upwards; the last tells two cases apart.
_KEYS = {
    "deadline": ("due_key", "ref"),
    "case": ("ref",),
    "complainant": ("name_key", "ref"),
    "received": ("received_rank", "ref"),
    "officer": ("officer", "due_key", "ref"),
}
# The indexes in the order of a sort that is not the queues' own.
_SORTED = {
    "case": "listing_ref",
    "complainant": "listing_name",
    "received": "listing_received",
    "officer": "listing_officer",
}
MANY = 20_000  # cases of a list beyond which they are not sorted for one page of them
_CLOSED = ("closed_rank", "ref")
_FILTERS = {
    "officer": "officer = :officer",
    "code": "code = :code",
    "stage": "stage = :filtered_stage",
    "service": "service = :service",
    "ward": "ward = :ward",
    "vulnerable": "vulnerable",
    "adjusted": "adjusted",
    "consent": "consent_awaited",
    "unassigned": "officer = ''",
}
COLUMNS = (
    "ref, kind, code, complainant, summary, service, officer, ward, duty_stage, duty, due, "
    "provisional, received_on, closed_on"
)
Key = tuple[str | int, ...]  # where a case stands in a list, to go on from there


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One case in a list, as the store has it; `stage` is the one that its duty belongs to."""

    ref: str
    kind: str
    code: str
    complainant: str
    summary: str
    service: str
    officer: str
    ward: str
    stage: int
    duty: str | None
    due: date | None
    provisional: bool
    received_on: date
    closed_on: date | None
    key: Key


@dataclass(frozen=True, slots=True)
class From:
    """Where a page begins: after a case's key, before one, at the end, or so many cases in."""

    after: Key = ()
    before: Key = ()
    at_end: bool = False
    skipping: int = 0


def page(
    path: Path,
    view: View,
    today: date,
    start: From | None = None,
    most: int = PAGE,
    *,
    of_many: bool = False,
) -> list[QueueItem]:
    """A page of a list, in the list's order. Raises BadInput for a queue that there is not.

    A long list, one `of_many`, is picked out of all cases in that order: the next of it is never
    far. A short one is found by its own index and sorted.
    """
    start, keys = start or From(), keys_of(view)
    where, bound = conditions(view, today)
    backwards = bool(start.before) or start.at_end
    if edge := start.after or start.before:
        names = ", ".join(f":key{n}" for n in range(len(keys)))
        where += f" AND ({', '.join(keys)}) {'<' if start.before else '>'} ({names})"
        bound |= {f"key{n}": value for n, value in enumerate(edge)}
    order = ", ".join(f"{key} DESC" if backwards else key for key in keys)
    is_picked = of_many and view.queue != "closed" and view.sort in _SORTED
    along = f"INDEXED BY {_SORTED[view.sort]} " if is_picked else ""
    query = (
        f"SELECT {COLUMNS}, {', '.join(keys)} FROM listing {along}WHERE {where} "
        f"ORDER BY {order} LIMIT :most OFFSET :skipping"
    )
    with reading(path) as connection:
        rows = connection.execute(query, {**bound, "most": most, "skipping": start.skipping})
        found = [item(row) for row in rows.fetchall()]
    return found[::-1] if backwards else found


def count(path: Path, view: View, today: date) -> int:
    """How many cases a list has."""
    where, bound = conditions(view, today)
    with reading(path) as connection:
        return _count(connection, where, bound)


def counts(path: Path, filters: Filters, today: date) -> dict[str, int]:
    """How many cases each queue has, as the filters narrow it."""
    found = {}
    with reading(path) as connection:
        for queue in QUEUES:
            found[queue] = _count(connection, *conditions(View(queue, filters), today))
    return found


def place_of(path: Path, view: View, today: date, ref: str) -> int | None:
    """How many cases stand before this one in the list; None where it is not in it."""
    where, bound = conditions(view, today)
    keys = keys_of(view)
    with reading(path) as connection:
        query = f"SELECT {', '.join(keys)} FROM listing WHERE {where} AND ref = :ref"
        key = connection.execute(query, {**bound, "ref": ref}).fetchone()
        if key is None:
            return None
        names = ", ".join(f":key{n}" for n in range(len(keys)))
        bound |= {f"key{n}": value for n, value in enumerate(key)}
        return _count(connection, f"{where} AND ({', '.join(keys)}) < ({names})", bound)


def choices(path: Path, column: str) -> tuple[str, ...]:
    """The services, wards or officers that open cases have, to choose a filter from."""
    if column not in ("service", "ward", "officer"):
        raise BadInput(f"There is no filter by {column}.")
    query = f"SELECT DISTINCT {column} FROM listing WHERE {_OPEN} AND {column} <> '' ORDER BY 1"
    with reading(path) as connection:
        return tuple(value for (value,) in connection.execute(query).fetchall())


def due_between(path: Path, first: date, last: date) -> list[QueueItem]:
    """The open cases whose nearest duty is due in these days, by due date, then reference."""
    query = (
        f"SELECT {COLUMNS}, due_key, ref FROM listing WHERE {_OPEN} "
        "AND due_key BETWEEN :first AND :last ORDER BY due_key, ref"
    )
    with reading(path) as connection:
        bound = {"first": first.isoformat(), "last": last.isoformat()}
        return [item(row) for row in connection.execute(query, bound).fetchall()]


def conditions(view: View, today: date) -> tuple[str, dict[str, Any]]:
    """The SQL condition of a list, and what is bound in it."""
    if view.queue not in QUEUES:
        raise BadInput(f"There is no queue “{view.queue}”. There are: {', '.join(QUEUES)}.")
    bound: dict[str, Any] = dict(view.filters.that_are_on)
    where = " AND ".join((QUEUES[view.queue], *(_FILTERS[name] for name in bound)))
    if "stage" in bound:
        bound["filtered_stage"] = int(bound.pop("stage"))
    sunday = today + timedelta(days=6 - today.weekday())
    return where, {**bound, "today": today.isoformat(), "sunday": sunday.isoformat()}


def keys_of(view: View) -> tuple[str, ...]:
    """The columns that a list is sorted by; closed cases always by the day they closed."""
    if view.sort not in SORTS:
        raise BadInput(f"No list is sorted by “{view.sort}”. There are: {', '.join(SORTS)}.")
    return _CLOSED if view.queue == "closed" else _KEYS[view.sort]


def item(row: tuple[Any, ...]) -> QueueItem:
    """A row of `COLUMNS`, then the columns of its key."""
    texts, (stage, duty, due, provisional, received, closed), key = row[:8], row[8:14], row[14:]
    values: tuple[Any, ...] = (
        *texts, stage, duty, _day(due), bool(provisional), _day(received), _day(closed), key,
    )  # fmt: skip
    return QueueItem(*values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _count(connection: sqlite3.Connection, where: str, bound: Mapping[str, Any]) -> int:
    query = f"SELECT count(*) FROM listing WHERE {where}"
    return int(connection.execute(query, bound).fetchone()[0])
