"""Cases found by their words: a list of the store, read along the index of words beside it."""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from complaintdesk.domain.views import View
from complaintdesk.store.listing import COLUMNS, QueueItem, conditions, item
from complaintdesk.store.peek import reading
from complaintdesk.store.search_index import (
    AFTER,
    NOWHERE,
    PASSING,
    Place,
    code_of,
    index_path,
    reached_by,
    remove,
    state_of,
)

MOST = 1000  # cases found that are put in order; of more, those logged last
# Where a match counts for more: the reference and the people, then the matter, then all else.
_PLACES = ("{ref who}", "{what}", "")


@dataclass(frozen=True, slots=True)
class Hits:
    """Cases that were found, the best match first; `is_more` says that they are not all.

    `is_behind` says that some case changed since its words were put in.
    """

    items: tuple[QueueItem, ...] = ()
    is_more: bool = False
    is_behind: bool = True


class _Unread(Exception):
    """The words could not be looked through."""


def find(store: Path, view: View, today: date, words: Iterable[str], most: int = MOST) -> Hits:
    """The cases of a list that have all of these words, the best match first.

    Each word is looked for at the beginnings of words. Of more than `most` those are put in order
    that were logged last. Without a sound index nothing is found, and that is no error.
    """
    looked_for = " AND ".join(f'"{word}"*' for word in words)
    try:
        with reading(store) as cases:
            reached = _laid_beside(cases, store)
            if reached is None:
                return Hits(is_behind=_is_behind(cases, NOWHERE))
            items, is_more = _best(cases, view, today, looked_for, most)
            return Hits(tuple(items), is_more, _is_behind(cases, reached))
    except _Unread as fault:
        if isinstance(fault.__cause__, sqlite3.Error) and code_of(fault.__cause__) not in PASSING:
            with suppress(OSError):
                remove(store)
        return Hits()


def _laid_beside(cases: sqlite3.Connection, store: Path) -> Place | None:
    """How far the index is, laid beside the store's tables; None where it is of no use now."""
    try:
        # By a URI, so that one that is not there is not made by looking for it.
        where = f"{index_path(store).absolute().as_uri()}?mode=rw"
        cases.execute("ATTACH ? AS index_of", (where,))
        return reached_by(state_of(cases, "index_of."), cases)
    except sqlite3.Error:
        return None  # `refresh` mends it


def _best(
    connection: sqlite3.Connection, view: View, today: date, looked_for: str, most: int
) -> tuple[list[QueueItem], bool]:
    found: dict[str, tuple[int, QueueItem]] = {}
    for place, columns in enumerate(_PLACES):
        match = f"{columns} : ({looked_for})" if columns else looked_for
        for each in _matching(connection, view, today, match, most + 1):
            found.setdefault(each.ref, (place, each))
        if len(found) > most:
            break
    best = sorted(list(found.values())[:most], key=lambda hit: (hit[0], hit[1].key))
    return [each for _, each in best], len(found) > most


def _matching(
    connection: sqlite3.Connection, view: View, today: date, match: str, most: int
) -> list[QueueItem]:
    where, bound = conditions(view, today)
    columns = ", ".join(f"listing.{name}" for name in (*COLUMNS.split(", "), "due_key", "ref"))
    # CROSS JOIN begins with the words: the newest case first, and no further than `most`.
    query = (
        f"SELECT {columns} FROM index_of.words AS words CROSS JOIN listing "
        f"WHERE words MATCH :match AND listing.case_id = words.rowid AND {where} "
        "ORDER BY words.rowid DESC LIMIT :most"
    )
    try:
        rows = connection.execute(query, {**bound, "match": match, "most": most}).fetchall()
    except sqlite3.Error as error:
        raise _Unread from error
    return [item(row) for row in rows]


def _is_behind(cases: sqlite3.Connection, reached: Place) -> bool:
    query = f"SELECT EXISTS (SELECT 1 FROM listing WHERE {AFTER})"
    return bool(cases.execute(query, reached).fetchone()[0])
