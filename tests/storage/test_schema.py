"""A store or checkpoint that somebody else made is known by its schema, and nothing in it runs."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from complaintdesk.domain.errors import StoreBusy
from complaintdesk.store import APPLICATION_ID, SCHEMA, schema
from complaintdesk.store.engine import open_engine
from complaintdesk.store.peek import refuse_foreign
from complaintdesk.store.schema import FINGERPRINTS, is_ours, made_here, migration


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store as this program makes it."""
    path = tmp_path / "pc" / "cases.db"
    open_engine(path).dispose()
    return path


def said(*statements: str) -> Callable[[Path], None]:
    """Does this to a store, as anybody can with a copy of SQLite."""

    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return change


def rewritten(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Changes the text of an entry of the schema itself, behind SQLite's back."""
    return said(
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE name = '{name}'",
    )


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


TRIGGER = "CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM {}; END"
EVIL: dict[str, Callable[[Path], None]] = {
    "a trigger": said(TRIGGER.format("history")),
    "a trigger on what is read first": said("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN "
                                            "UPDATE cases SET summary = 'x'; END"),
    "a view": said("CREATE VIEW v AS SELECT load_extension('x')"),
    "a view in a table's place": said(
        "ALTER TABLE meta RENAME TO m", "CREATE VIEW meta AS SELECT * FROM m",
        "CREATE TRIGGER t INSTEAD OF INSERT ON meta BEGIN DELETE FROM cases; END"),
    "a table more": said("CREATE TABLE more (a)"),
    "a table fewer": said("DROP TABLE link"),
    "a column more": said("ALTER TABLE cases ADD COLUMN extra"),
    "a column worked out by a function": said(
        "ALTER TABLE cases ADD COLUMN x AS (upper(summary))"),
    "an index on a function": said("CREATE INDEX i ON cases (abs(version))"),
    "an index fewer": said("DROP INDEX listing_due"),
    "a virtual table": said("CREATE VIRTUAL TABLE v USING fts5 (a)"),
    "a check that is not ours": rewritten("cases", "version > 0", "version > abs(1)"),
    "a default that is not ours": rewritten("history", "event", "other"),
    "an index that means another column": rewritten("ix_letter_case_id", "(case_id)", "(sent_on)"),
    "another layout's number": said(f"PRAGMA user_version = {SCHEMA - 1}"),
    "a number from the future": said(f"PRAGMA user_version = {SCHEMA + 1}"),
    "a number below none": said("PRAGMA user_version = -1"),
    "tables under no number": said("PRAGMA user_version = 0"),
    "another program's mark": said("PRAGMA application_id = 7"),
    "a schema without end": said(*(f"CREATE TABLE t{n} (a)" for n in range(600))),
    "an entry without end": said(f"CREATE VIEW v AS SELECT '{'x' * 1_100_000}'"),
    "text": lambda path: path.write_text("Dear Sam, " * 900) and None,
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:6000]) and None,
    "a folder": as_folder,
    "nothing at all": lambda path: path.unlink(),
}  # fmt: skip


@pytest.mark.parametrize("name", EVIL)
def test_whatever_is_not_made_by_our_migrations_is_not_ours(store: Path, name: str) -> None:
    assert is_ours(store)
    EVIL[name](store)
    assert not is_ours(store)


@pytest.mark.parametrize("version", range(1, SCHEMA + 1))
def test_every_layout_that_there_was_is_ours(tmp_path: Path, version: int) -> None:
    path = tmp_path / "cases.db"
    said(f"PRAGMA application_id = {APPLICATION_ID}")(path)
    for number in range(1, version + 1):
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(migration(number))
            connection.execute(f"PRAGMA user_version = {number}")
    assert is_ours(path)


def test_the_fingerprints_are_those_of_our_migrations() -> None:
    """One for each layout: without it, every opening takes the slower way round."""
    if sqlite3.sqlite_version_info < (3, 35):
        pytest.skip("an older SQLite may write what an ALTER made in another way")
    assert FINGERPRINTS[1:] == tuple(made_here(number) for number in range(1, SCHEMA + 1))


def test_another_sqlite_that_writes_its_schema_otherwise_decides_itself(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "FINGERPRINTS", ("",) * (SCHEMA + 1))
    assert is_ours(store)
    EVIL["a trigger"](store)
    assert not is_ours(store)


def test_what_is_still_being_made_is_no_stranger(tmp_path: Path) -> None:
    """Another window may be making this very store: it must not be taken away from under it."""
    path = tmp_path / "cases.db"
    path.touch()
    assert is_ours(path)


def test_looking_changes_nothing_and_leaves_nothing_beside(store: Path) -> None:
    EVIL["a view in a table's place"](store)
    before = store.read_bytes()
    assert not is_ours(store)
    assert [path.name for path in store.parent.iterdir()] == [store.name]
    assert store.read_bytes() == before


def test_a_window_that_is_saving_is_not_taken_for_a_stranger(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_BUSY", 0.05)
    with closing(sqlite3.connect(store, isolation_level=None)) as window:
        window.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy, match="is saving just now"):
            is_ours(store)
        window.execute("ROLLBACK")
    assert is_ours(store)


KILLED = """
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size = 1")
c.execute("BEGIN IMMEDIATE")
c.executemany("INSERT INTO meta VALUES (?, ?)", ((str(n), "x" * 3000) for n in range(200)))
os._exit(9)
"""


def test_a_store_that_a_killed_window_left_is_ours_once_it_is_mended(store: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(store)], check=False)
    assert store.with_name("cases.db-journal").stat().st_size
    refuse_foreign(store)
    assert is_ours(store)


def test_it_takes_less_than_three_milliseconds(store: Path) -> None:
    """Before the first queue is on the screen."""
    times = []
    made_here.cache_clear()
    for _ in range(40):
        began = time.perf_counter()
        assert is_ours(store)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.003
    assert not made_here.cache_info().misses, "the slower way round was taken"
