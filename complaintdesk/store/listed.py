"""Chosen cases as the lists have them, read with sqlite3 alone."""

from collections.abc import Iterable
from pathlib import Path

from complaintdesk.store.listing import COLUMNS, QueueItem, item
from complaintdesk.store.peek import reading

# By the index of the cases' own references: a list's indexes leave the closed ones out.
QUERY = f"SELECT {COLUMNS}, ref FROM listing WHERE case_id = (SELECT id FROM cases WHERE ref = ?)"


def listed(path: Path, refs: Iterable[str]) -> list[QueueItem]:
    """These cases in the order given, open or closed; one that is not there is left out."""
    with reading(path) as connection:
        found = [connection.execute(QUERY, (ref,)).fetchone() for ref in refs]
    return [item(row) for row in found if row]
