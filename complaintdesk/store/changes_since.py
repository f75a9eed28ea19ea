"""What was saved since a moment and by whom, with the case that it is about; sqlite3 alone."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from complaintdesk.store.peek import reading

_MANY = 200  # changes read at once
_AFTER_ALL = 2**63 - 1
# By the key, from the newest on: what was saved long ago is never looked at.
_CHANGES = """
    SELECT change.number, change.at, change."by", change.verb, change.about,
        coalesce(listing.complainant, ''), coalesce(listing.officer, '')
    FROM change
    LEFT JOIN cases ON cases.ref = change.about
    LEFT JOIN listing ON listing.case_id = cases.id
    WHERE change.number < ? ORDER BY change.number DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """One change; `at` is UTC. `about` is "" for one of the desk itself, which nobody handles."""

    number: int
    at: datetime
    by: str
    verb: str
    about: str
    complainant: str
    handler: str


def changes_since(
    path: Path, since: datetime, before: datetime | None = None
) -> tuple[ChangeSince, ...]:
    """The changes from `since` on (and saved before `before`), the newest first.

    PCs' clocks differ, so the times are not quite in order: the first lot of changes that are all
    older ends it, not the first one.
    """
    found: list[ChangeSince] = []
    number = _AFTER_ALL
    with reading(path) as connection:
        while lot := _lot(connection, number):
            recent = [change for change in lot if change.at >= since]
            if not recent:
                break
            found += [change for change in recent if before is None or change.at < before]
            number = lot[-1].number
    return tuple(found)


def applied(path: Path, change_ids: Iterable[str]) -> frozenset[str]:
    """Which of these changes this store holds."""
    query = "SELECT id FROM change WHERE id = ?"
    with reading(path) as connection:
        found = (connection.execute(query, (each,)).fetchone() for each in change_ids)
        return frozenset(row[0] for row in found if row)


def _lot(connection: sqlite3.Connection, number: int) -> list[ChangeSince]:
    rows = connection.execute(_CHANGES, (number, _MANY)).fetchall()
    return [ChangeSince(row[0], _as_utc(row[1]), *row[2:]) for row in rows]


def _as_utc(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # the store keeps UTC and does not say so
