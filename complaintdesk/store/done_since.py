"""What was done to a case after a given line of its history, and by whom; with sqlite3 alone."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from complaintdesk.store.peek import reading

_MOST = 50  # lines told; a form that stood open for longer than that is begun afresh
_APART = timedelta(seconds=10)  # between a line being written and its change, at most

_LINES = """
    SELECT at, "by", entry FROM (
        SELECT history.id, at, "by", entry FROM history JOIN cases ON cases.id = case_id
        WHERE ref = ? ORDER BY history.id LIMIT -1 OFFSET ?
    ) ORDER BY id DESC LIMIT ?
"""
# A line names no change: the officer's own nearest one, first of those about this very case.
_CHANGE = """
    SELECT pc, verb FROM change WHERE "by" = ? AND at BETWEEN ? AND ?
    ORDER BY about <> ?, number DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class LineSince:
    """A line of history, with the PC and the words of the change that it came with; `at` is UTC."""

    by: str
    at: datetime
    pc: str
    verb: str
    entry: str


def count_lines(path: Path, ref: str) -> int:
    """How many lines the history of a case has; lines are only ever added."""
    query = "SELECT count(*) FROM history JOIN cases ON cases.id = case_id WHERE ref = ?"
    with reading(path) as connection:
        return int(connection.execute(query, (ref,)).fetchone()[0])


def lines_since(path: Path, ref: str, seen: int) -> tuple[LineSince, ...]:
    """The lines after the first `seen`, oldest first; of very many, the newest."""
    with reading(path) as connection:
        found = connection.execute(_LINES, (ref, seen, _MOST)).fetchall()
        return tuple(_line(connection, ref, *row) for row in reversed(found))


def _line(connection: sqlite3.Connection, ref: str, at: str, by: str, entry: str) -> LineSince:
    written = datetime.fromisoformat(at)  # the store keeps UTC and does not say so
    ends = (str(written - _APART), str(written + _APART))
    pc, verb = connection.execute(_CHANGE, (by, *ends, ref)).fetchone() or ("", "")
    return LineSince(by, written.replace(tzinfo=UTC), pc, verb, entry)
