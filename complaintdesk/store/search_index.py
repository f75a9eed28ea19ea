"""The words of every case, in a file of their own beside the store: found as they are typed.

Worked out from the store, on this PC only: it never travels, and what is wrong with it is mended by
making it anew. A case's words are put in again whenever a change touched it. sqlite3 alone.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from complaintdesk.domain.searched import apart, folded
from complaintdesk.domain.views import View
from complaintdesk.store.listing import COLUMNS, QueueItem, conditions, item
from complaintdesk.store.peek import reading

MOST = 1000  # cases found that are put in order; of more, those logged last
_LAYOUT = 1
_CHUNK = 200  # cases put in at once
# Where a match counts for more: the reference and the people, then the matter, then all else.
_PLACES = ("{ref who}", "{what}", "")
_TABLES = {
    "point": ("what", "complaint, outcome_sought, responsibility_note"),
    "history": ("more", "entry"),
    "letter": ("more", "kind, file"),
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
_SCHEMA = f"""
    CREATE VIRTUAL TABLE words USING fts5(
        ref, who, what, more, tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3'
    );
    CREATE TABLE state (changed INTEGER NOT NULL, case_id INTEGER NOT NULL);
    INSERT INTO state VALUES (-1, 0);
    PRAGMA user_version = {_LAYOUT};
"""


def index_path(store: Path) -> Path:
    """Where the words of a store's cases are kept."""
    return store.with_name("search.db")


def refresh(store: Path, told: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Put in the words of each case that changed; returns how many there were.

    `told` is given how many are done and how many there are to do. An index that is not sound is
    made anew.
    """
    try:
        return _refresh(store, told)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            return 0  # another window of this PC is at it
        remove(store)
        return _refresh(store, told)


def remove(store: Path) -> None:
    """Take the index away; nothing is lost by it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        index_path(store).with_name(index_path(store).name + ending).unlink(missing_ok=True)


def find(
    store: Path, view: View, today: date, words: Iterable[str], most: int = MOST
) -> tuple[list[QueueItem], int]:
    """The cases of a list that have all of these words, the best match first; and how many.

    Each word is looked for at the beginnings of words. Of more than `most` those are put in order
    that were logged last, and the number says one more than `most`.
    """
    looked_for = " AND ".join(f'"{word}"*' for word in words)
    found: dict[str, tuple[int, QueueItem]] = {}
    with _both(store) as connection:
        for place, columns in enumerate(_PLACES):
            match = f"{columns} : ({looked_for})" if columns else looked_for
            for each in _matching(connection, view, today, match, most + 1):
                found.setdefault(each.ref, (place, each))
            if len(found) > most:
                break
    best = sorted(found.values(), key=lambda hit: (hit[0], hit[1].key))
    return [each for _, each in best[:most]], min(len(best), most + 1)


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
    rows = connection.execute(query, {**bound, "match": match, "most": most})
    return [item(row) for row in rows.fetchall()]


def _refresh(store: Path, told: Callable[[int, int], None]) -> int:
    done = 0
    with closing(_open(index_path(store))) as index, reading(store) as cases:
        reached = index.execute("SELECT changed, case_id FROM state").fetchone()
        if reached[0] > (cases.execute("SELECT max(changed) FROM listing").fetchone()[0] or 0):
            raise sqlite3.DatabaseError("made from another store")
        after = "(changed, case_id) > (?, ?)"
        of = cases.execute(f"SELECT count(*) FROM listing WHERE {after}", reached).fetchone()[0]
        while chunk := cases.execute(
            f"SELECT changed, case_id FROM listing WHERE {after} "
            f"ORDER BY changed, case_id LIMIT {_CHUNK}",
            reached,
        ).fetchall():
            reached = chunk[-1]
            _put_in(index, cases, [case_id for _, case_id in chunk], reached)
            done += len(chunk)
            told(done, of)
    return done


def _put_in(
    index: sqlite3.Connection, cases: sqlite3.Connection, ids: list[int], reached: tuple[int, int]
) -> None:
    rows = [(case_id, *words) for case_id, words in _words(cases, ids).items()]
    with index:
        index.executemany("DELETE FROM words WHERE rowid = ?", [(n,) for n in ids])
        index.executemany(
            "INSERT INTO words (rowid, ref, who, what, more) VALUES (?,?,?,?,?)", rows
        )
        index.execute("UPDATE state SET changed = ?, case_id = ?", reached)


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
    return f"{folded(text)}\n{apart(text)}"


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5.0)
    try:
        # A cut of power can only cost what is made again.
        for setting in ("journal_mode = WAL", "synchronous = OFF", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {setting}")
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        if layout not in (0, _LAYOUT):
            raise sqlite3.DatabaseError("of another program")
        if layout == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _both(store: Path) -> Iterator[sqlite3.Connection]:
    """The store to read from, with the index beside it."""
    if not index_path(store).exists():
        with suppress(OSError):
            _open(index_path(store)).close()
    with reading(store) as connection:
        connection.execute("ATTACH ? AS index_of", (str(index_path(store)),))
        yield connection
