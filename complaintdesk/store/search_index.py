"""The words of every case, in a file of their own beside the store: found as they are typed.

Worked out from the store, on this PC only: it never travels, and what is wrong with it is mended by
making it anew. A case's words are put in again whenever a change touched it. sqlite3 alone.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.searched import apart, in_words
from complaintdesk.store.peek import reading

_LAYOUT = 4
_CHUNK = 200  # cases put in at once
_TABLES = {
    "point": ("what", "complaint, outcome_sought, responsibility_note"),
    "history": ("more", "entry"),
    "letter": ("more", "kind, file, words"),
    "stage": ("more", "handler, responder, signed_off_by, issues, outcomes, reason_given"),
    "extension": ("more", "reason"),
    "decision": ("more", "reasons, relied_on"),
    "promise": ("more", "what, who, about, outcome"),
    "refusal": ("more", "reasoning, evidence, other_route, reversed_why"),
    "restriction": ("more", "what, reason, evidence, equality, remains, lifted_why"),
    "matter": ("more", "reference, about, decision, findings"),
    "departure": ("more", "reason"),
    "document": ("more", "original, note"),
}
_CASES = """
    SELECT id, ref,
        complainant_name, complainant_address, complainant_email, complainant_phone,
        representative_name, representative_address, representative_email, representative_phone,
        representative_relationship,
        service, ward, summary, questions,
        adjustments, vulnerability, disability, officer, external_id, conflict_note,
        discretion_reason, closed_why
    FROM cases WHERE id IN
"""
_WHO, _WHAT = slice(2, 11), slice(11, 15)
_SCHEMA = (
    "DROP TABLE IF EXISTS words",
    "DROP TABLE IF EXISTS state",
    # `ascii` parts words at blanks alone, once they are the words that are looked for: this
    # program's table of letters is newer than SQLite's.
    "CREATE VIRTUAL TABLE words USING fts5("
    "ref, who, what, more, tokenize = 'ascii', prefix = '1 2 3')",
    "CREATE TABLE state (changed INTEGER NOT NULL, case_id INTEGER NOT NULL, seal TEXT NOT NULL)",
    "INSERT INTO state VALUES (-1, 0, '')",
    f"PRAGMA user_version = {_LAYOUT}",
)
AFTER = "(changed, case_id) > (?, ?)"
_CHANGED = (
    f"SELECT changed, case_id FROM listing WHERE {AFTER} ORDER BY changed, case_id LIMIT {_CHUNK}"
)
_PUT = "INSERT INTO words (rowid, ref, who, what, more) VALUES (?, ?, ?, ?, ?)"
_SEAL = "SELECT coalesce((SELECT seal FROM change WHERE number = ?), '')"
# What is no fault of the file: it is left as it is, and the next look tries again.
PASSING = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
}  # fmt: skip
Place = tuple[int, int]  # the change and the case that the index came to
State = tuple[int, int, str]  # the same with the change's seal: no other store has it
NOWHERE: Place = (-1, 0)


def index_path(store: Path) -> Path:
    """Where the words of a store's cases are kept."""
    return store.with_name("search.db")


def refresh(store: Path, told: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Put in the words of each case that changed; returns how many there were.

    `told` is given how many are done and how many there are to do. An index that is not sound is
    made anew. Raises DeskError where that cannot be now.
    """
    try:
        try:
            return _refresh(store, told)
        except sqlite3.Error as error:
            if code_of(error) in PASSING:
                raise
            remove(store)
            return _refresh(store, told)
    except (sqlite3.Error, OSError) as error:
        raise DeskUnusable(
            f"The words of the cases cannot be kept on this PC just now ({error}). The search "
            "goes on with those it has."
        ) from None


def remove(store: Path) -> None:
    """Take the index away; nothing is lost by it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        index_path(store).with_name(index_path(store).name + ending).unlink(missing_ok=True)


def texts_of(store: Path, ref: str) -> Iterator[str]:
    """What the case says, text by text, the most telling first; to show where words were found."""
    with reading(store) as connection:
        row = connection.execute("SELECT id FROM cases WHERE ref = ?", (ref,)).fetchone()
        if row is None:
            return
        (case,) = connection.execute(f"{_CASES} (?)", row).fetchall()
        parts = [
            value
            for table, (_, columns) in _TABLES.items()
            for found in connection.execute(
                f"SELECT {columns} FROM {table} WHERE case_id = ?", row
            ).fetchall()
            for value in found
        ]
    yield from (text for text in (*case[13:14], *case[1:13], *case[14:], *parts) if text)


def _refresh(store: Path, told: Callable[[int, int], None]) -> int:
    done = of = 0
    with closing(_open(index_path(store))) as index:
        while count := _put_in_some(index, store):
            done += count
            of = of or done + _left(index, store)
            told(done, max(of, done))
    return done


def _left(index: sqlite3.Connection, store: Path) -> int:
    state = state_of(index)
    with reading(store) as cases:
        query = f"SELECT count(*) FROM listing WHERE {AFTER}"
        return int(cases.execute(query, reached_by(state, cases) or NOWHERE).fetchone()[0])


def _put_in_some(index: sqlite3.Connection, store: Path) -> int:
    """Go on from where this or another window came to; returns how many cases there were."""
    with index:
        index.execute("BEGIN IMMEDIATE")
        state = state_of(index)
        # Closed before anything is written: a fault of the index is none of the store.
        with reading(store) as cases:
            reached = reached_by(state, cases)
            chunk = cases.execute(_CHANGED, reached or NOWHERE).fetchall()
            words = _words(cases, [case_id for _, case_id in chunk])
            seal = cases.execute(_SEAL, chunk[-1][:1]).fetchone() if chunk else None
        if reached is None:
            _make(index)
        if seal:
            index.executemany("DELETE FROM words WHERE rowid = ?", [(n,) for n in words])
            index.executemany(_PUT, [(case_id, *texts) for case_id, texts in words.items()])
            index.execute("UPDATE state SET changed = ?, case_id = ?, seal = ?", chunk[-1] + seal)
    return len(chunk)


def state_of(index: sqlite3.Connection, of: str = "") -> State | None:
    """What an index says of itself; None for one of another layout, or a new one."""
    if index.execute(f"PRAGMA {of}user_version").fetchone()[0] != _LAYOUT:
        return None
    found = index.execute(f"SELECT changed, case_id, seal FROM {of}state").fetchone()
    return tuple(found) if found else None


def reached_by(state: State | None, cases: sqlite3.Connection) -> Place | None:
    """How far an index is; None where it is none of this store."""
    if state is None or cases.execute(_SEAL, state[:1]).fetchone()[0] != state[2]:
        return None
    return state[:2]


def _make(index: sqlite3.Connection) -> None:
    for statement in _SCHEMA:
        index.execute(statement)


def _words(cases: sqlite3.Connection, ids: list[int]) -> dict[int, list[str]]:
    """What goes into each column of the index, by case."""
    places = f"({', '.join('?' * len(ids))})"
    found: dict[int, dict[str, list[Any]]] = {}
    for row in cases.execute(_CASES + places, ids):
        more = list(row[_WHAT.stop :])
        found[row[0]] = {"ref": [row[1]], "who": list(row[_WHO]), "what": list(row[_WHAT])}
        found[row[0]]["more"] = more
    for table, (column, columns) in _TABLES.items():
        query = f"SELECT case_id, {columns} FROM {table} WHERE case_id IN {places}"
        for case_id, *texts in cases.execute(query, ids):
            found[case_id][column] += texts
    return {n: [_alike(texts) for texts in columns.values()] for n, columns in found.items()}


def _alike(texts: Iterable[str]) -> str:
    """O'Brien is found by “obrien” and by “brien”."""
    text = "\n".join(text for text in texts if text)
    return f"{in_words(text)}\n{apart(text)}"


def _open(path: Path) -> sqlite3.Connection:
    if not path.exists():
        path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=5.0)
    try:
        # A cut of power may cost the last words put in, which is seen, and never the others.
        for setting in ("journal_mode = WAL", "synchronous = NORMAL", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def code_of(error: sqlite3.Error) -> int:
    """SQLite's own number for an error, without its finer parts."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
