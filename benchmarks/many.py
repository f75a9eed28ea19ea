"""A small training desk grown to any number of cases, quickly: its rows copied on and on in SQL.

Only this PC's store grows: the record stays as it is, and so does the store's head, so the desk
opens as always. Four of five cases are open, which is far more than a council has.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.invented import names, texts
from complaintdesk.domain.searched import folded
from complaintdesk.store.search_index import remove

LISTED = ("listing",)  # all that a list is read from
SEARCHED = ("cases", "listing", "point")
# All that a case is judged by and its screen shows, but for its notes and letters.
WHOLE = ("cases", "listing", "point", "stage", "extension", "decision", "promise", "refusal",
         "restriction", "matter", "departure", "document")  # fmt: skip
# No more in a year than its column has room for, however many years that makes.
_REF = "printf('CD-%d-%04d', 2026 - ({id} - 1) / 9999, 1 + ({id} - 1) % 9999)"
_COPIES = """
    CREATE TEMP TABLE copy AS
    WITH RECURSIVE c (by) AS (SELECT :size UNION ALL SELECT by + :size FROM c WHERE by < :cases)
    SELECT by FROM c
"""


def grow(store: Path, cases: int, tables: Sequence[str] = WHOLE) -> None:
    """Copy what these tables have of a store's cases until there are so many.

    Those to be searched get a name and 800 characters of their own each, and say nothing of what
    the first ones say. The index of words is taken away.
    """
    remove(store)
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
            connection.execute(f"PRAGMA {setting}")
        size = connection.execute("SELECT max(id) FROM cases").fetchone()[0]
        if cases <= size:
            return
        connection.execute("BEGIN")
        connection.execute(_COPIES, {"size": size, "cases": cases})
        with _without_indexes(connection, "listing"):
            for table in tables:
                _copy(connection, table, cases)
            if tables is SEARCHED:
                _say_something(connection, size, cases)
        connection.execute("COMMIT")


def _copy(connection: sqlite3.Connection, table: str, cases: int) -> None:
    of = "id" if table == "cases" else "case_id"
    moved = f"(t.{of} + copy.by)"
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    if of == "case_id" and "id" in columns:
        columns.remove("id")  # it comes by itself
    said = {of: moved}
    if table in ("cases", "listing"):
        said["ref"] = _REF.format(id=moved)
    values = ", ".join(said.get(name, f't."{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    connection.execute(
        f"INSERT INTO {table} ({named}) SELECT {values} FROM copy CROSS JOIN {table} AS t "
        f"WHERE t.{of} <= (SELECT min(by) FROM copy) AND {moved} <= ?",
        (cases,),
    )


def _say_something(connection: sqlite3.Connection, after: int, cases: int) -> None:
    """Give each copy a name, and one point of complaint instead of all that it says."""
    count = cases - after
    ids = range(after + 1, cases + 1)
    people = list(zip(names(count), ids, strict=True))
    connection.execute(
        "UPDATE cases SET summary = '', questions = '', adjustments = '', vulnerability = '', "
        "disability = '', conflict_note = '', discretion_reason = '', closed_why = '' "
        "WHERE id > ?",
        (after,),
    )
    connection.executemany("UPDATE cases SET complainant_name = ? WHERE id = ?", people)
    connection.executemany(
        "UPDATE listing SET complainant = ?, name_key = ? WHERE case_id = ?",
        ((name, folded(name), case_id) for name, case_id in people),
    )
    connection.execute("DELETE FROM point WHERE case_id > ?", (after,))
    connection.executemany(
        "INSERT INTO point (case_id, position, complaint, outcome_sought, responsibility, "
        "responsibility_note) VALUES (?, 1, ?, '', 'ours', '')",
        zip(ids, texts(count), strict=True),
    )


@contextmanager
def _without_indexes(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Make the indexes once, at the end: many times as quick as one row after the other."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql <> ''"
    )
    indexes = connection.execute(query, (table,)).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        connection.execute(sql)
