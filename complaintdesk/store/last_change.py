"""Who did something last, and when, by the words of the change; with sqlite3 alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from complaintdesk.store.peek import reading


@dataclass(frozen=True, slots=True)
class LastChange:
    """The newest change of a kind; `at` is UTC."""

    by: str
    at: datetime


def last_change(path: Path, verb: str) -> LastChange | None:
    """The newest change with this verb, or None where there is none."""
    query = 'SELECT "by", at FROM change WHERE verb = ? ORDER BY number DESC LIMIT 1'
    with reading(path) as connection:
        row = connection.execute(query, (verb,)).fetchone()
    if row is None:
        return None
    at = datetime.fromisoformat(row[1])
    return LastChange(row[0], at if at.tzinfo else at.replace(tzinfo=UTC))
