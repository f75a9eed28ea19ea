"""The SQLite store: its settings, its CHECKs, and files that are not ours."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from complaintdesk.cli import main
from complaintdesk.domain.errors import DeskUnusable, StoreBusy, StoreDamaged
from complaintdesk.domain.views import View
from complaintdesk.services import commands, drafts, letter_files, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings
from complaintdesk.store import APPLICATION_ID, SCHEMA, engine, listing, peek
from complaintdesk.store.engine import open_engine
from complaintdesk.store.listing import QUEUES
from complaintdesk.store.store import Store
from tests.conftest import dump
from tests.storage.helpers import contents, details, no_waiting

__all__ = ["no_waiting"]
POSIX = pytest.mark.skipif(os.name == "nt", reason="rights and signals as POSIX has them")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a new store."""
    made = open_engine(tmp_path / "cases.db")
    yield made
    made.dispose()


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


# Settings


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("synchronous", 3),
        ("journal_mode", "delete"),
        ("trusted_schema", 0),
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA),
    ],
)
def test_every_connection_has_its_settings(opened: Engine, pragma: str, value: object) -> None:
    with opened.connect() as one, opened.connect() as other:
        for connection in (one, other):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


BAD_VALUES = (
    ("cases", "version", "0"),
    ("cases", "code", "'other'"),
    ("cases", "kind", "'enquiry'"),
    ("cases", "conflict", "'maybe'"),
    ("cases", "discretion", "'later'"),
    ("cases", "representative_authority", "'none'"),
    ("cases", "complainant_name", "''"),
    ("cases", "ref", "NULL"),
    ("point", "position", "0"),
    ("point", "responsibility", "'theirs'"),
    ("point", "case_id", "99"),
    ("stage", "number", "3"),
    ("stage", "number", "0"),
    ("stage", "case_id", "99"),
    ("history", "case_id", "99"),
    ("listing", "stage", "3"),
    ("listing", "duty_stage", "3"),
    ("listing", "case_id", "99"),
    ("extension", "stage", "3"),
    ("extension", "working_days", "0"),
    ("extension", "case_id", "99"),
    ("letter", "stage", "3"),
    ("letter", "template", "NULL"),
    ("letter", "source", "NULL"),
    ("letter", "edited", "NULL"),
    ("letter", "case_id", "99"),
)
MORE_ROWS = (
    "INSERT INTO extension VALUES (1, 1, 1, 1, '2026-11-20', 5, '', '', '')",
    "INSERT INTO letter VALUES (1, 1, 'k', 1, '2026-11-20', 'f', 's', '', '', NULL, '', '', 0, '')",
)


@pytest.fixture
def with_rows(desk: Desk) -> Iterator[Connection]:
    """A store with a row in every table, in a transaction that is not kept."""
    commands.log_complaint(desk, details())
    opened = open_engine(desk.store_file)
    with opened.connect() as connection:
        for row in MORE_ROWS:
            connection.exec_driver_sql(row)
        yield connection
        connection.rollback()
    opened.dispose()


def test_a_value_that_cannot_be_is_refused_by_the_database_itself(with_rows: Connection) -> None:
    for table, column, value in BAD_VALUES:
        with pytest.raises(IntegrityError):
            with_rows.exec_driver_sql(f"UPDATE {table} SET {column} = {value}")


def test_a_case_with_parts_cannot_be_taken_away(with_rows: Connection) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        with_rows.exec_driver_sql("DELETE FROM cases")


# Files that are not ours


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
        connection.commit()


def marked(pragma: str, value: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        open_engine(path).dispose()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA {pragma} = {value}")
            connection.commit()

    return change


def without_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.commit()


def torn(path: Path) -> None:
    open_engine(path).dispose()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * 8192 + data[12288:])


def shortened(path: Path) -> None:
    open_engine(path).dispose()
    path.write_bytes(path.read_bytes()[:6000])


NOT_SOUND: dict[str, Callable[[Path], object]] = {
    "text": lambda p: p.write_text("Dear Sam, " * 200),
    "zeros": lambda p: p.write_bytes(b"\0" * 8192),
    "another database": other_database,
    "another program's mark": marked("application_id", 7),
    "marked but without tables": without_tables,
    "cut short": shortened,
    "torn": torn,
}
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer": (marked("user_version", SCHEMA + 1), "made by a newer complaintdesk"),
    "a folder": (lambda p: p.mkdir(), "cannot be opened"),
}


@pytest.fixture
def store_path(desk: Desk) -> Path:
    """Where the store would be for a PC that opens this desk for the first time."""
    desk.close()
    desk.store_file.unlink()
    return desk.store_file


@pytest.mark.parametrize("name", REFUSED)
def test_a_store_that_this_program_cannot_replace_is_refused_untouched(
    desk: Desk, store_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    make, sentence = REFUSED[name]
    make(store_path)
    before = contents(store_path.parent), contents(desk.folder)
    assert main(["queue", "--desk", str(desk.folder)]) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert (contents(store_path.parent), contents(desk.folder)) == before
    store_path.rename(store_path.with_name("moved elsewhere"))
    assert main(["queue", "--desk", str(desk.folder)]) == 0


@pytest.mark.parametrize("name", NOT_SOUND)
def test_a_store_that_is_not_sound_is_set_aside_and_made_anew_without_asking(
    desk: Desk, store_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    NOT_SOUND[name](store_path)
    was, record = store_path.read_bytes(), contents(desk.folder)
    assert main(["queue", "--desk", str(desk.folder)]) == 0
    assert capsys.readouterr().err == ""
    kept = store_path.with_name(f"{store_path.name}.set-aside-1")
    assert kept.read_bytes() == was
    assert contents(desk.folder) == record


def test_a_store_damaged_while_it_is_in_use_is_made_anew_at_the_next_look(desk: Desk) -> None:
    ref = commands.log_complaint(desk, details()).ref
    data = desk.store_file.read_bytes()
    desk.store_file.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    with pytest.raises(DeskUnusable, match="made again from the record"):
        desk.store.case(ref)
    desk.look()
    assert desk.store.case(ref).case.ref == ref
    assert not desk.is_damaged


@pytest.mark.parametrize("day", [5, "'no day'", "x'00'"])
def test_rows_that_read_as_nonsense_are_a_damaged_store(
    desk: Desk, capsys: pytest.CaptureFixture[str], day: object
) -> None:
    """As a page that was lost can leave them, where every other page is sound."""
    commands.log_complaint(desk, details())
    desk.close()
    with closing(sqlite3.connect(desk.store_file)) as connection:
        connection.execute(
            f"UPDATE bank_holiday SET day = {day} WHERE day = (SELECT min(day) FROM bank_holiday)"
        )
        connection.commit()
    with pytest.raises(StoreDamaged, match="made anew from the record"):
        peek.peek(desk.store_file)
    assert main(["queue", "--desk", str(desk.folder)]) == 0
    assert "1 of Northmoor Council" in capsys.readouterr().out


@pytest.mark.parametrize("make", [Path.touch, lambda p: None], ids=["empty", "none"])
def test_an_empty_file_or_none_is_made_into_the_store(
    desk: Desk, store_path: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None]
) -> None:
    make(store_path)
    assert main(["queue", "--desk", str(desk.folder)]) == 0
    assert "0 of Northmoor Council" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["50% off", "a#b?c=d&e", "O'Brien", "Łódź", "[x] {y}", "%20"])
def test_a_store_may_lie_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "cases.db"
    store = Store(path)
    assert store.head()[0] == 0
    store.close()
    assert path.stat().st_size
    assert peek.refuse_foreign(path) == SCHEMA
    assert [p.name for p in tmp_path.iterdir()] == [name]


# Faults


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does not wait five seconds for another window."""
    monkeypatch.setattr(engine, "_BUSY", 0.05)
    quick = partial(sqlite3.connect, timeout=0.05)
    monkeypatch.setattr(
        peek.sqlite3, "connect", lambda *a, **k: quick(*a, **{**k, "timeout": 0.05})
    )


@pytest.fixture
def other_window(desk: Desk) -> Iterator[sqlite3.Connection]:
    """Another window on this PC that is in the middle of saving."""
    connection = sqlite3.connect(desk.store_file, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield connection
    connection.close()


@pytest.mark.usefixtures("impatient", "no_waiting")
def test_while_another_window_saves_this_one_says_so_and_keeps_everything(
    desk: Desk, other_window: sqlite3.Connection
) -> None:
    before = contents(desk.folder)
    for look in (
        lambda: desk.store.head(),
        lambda: commands.log_complaint(desk, details()),
        lambda: queries.queue(desk),
        lambda: Store(desk.store_file),
        lambda: Desk(desk.folder, "Sam Patel"),
    ):
        with pytest.raises(StoreBusy, match="Another complaintdesk window"):
            look()
    assert contents(desk.folder) == before
    other_window.execute("ROLLBACK")
    commands.log_complaint(desk, details())
    assert queries.queue(desk).count == 1


@pytest.mark.usefixtures("impatient")
def test_a_new_connection_to_a_locked_store_is_told_so(desk: Desk) -> None:
    desk.store.close()
    with closing(sqlite3.connect(desk.store_file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy):
            desk.store.head()
        other.execute("ROLLBACK")


@pytest.mark.usefixtures("impatient")
def test_a_window_that_only_prepares_does_not_stop_others_from_reading(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.store_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert queries.queue(desk).count == 0
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("cause", "kind", "sentence"),
    [
        ("database is locked", StoreBusy, "Another complaintdesk window"),
        ("database or disk is full", DeskUnusable, "free some space"),
        ("disk I/O error", DeskUnusable, "free some space"),
        ("attempt to write a readonly database", DeskUnusable, "cannot be written"),
        ("database disk image is malformed", DeskUnusable, "is damaged"),
    ],
)
def test_the_databases_own_errors_become_sentences(
    cause: str, kind: type[Exception], sentence: str
) -> None:
    with pytest.raises(kind, match=sentence), engine.plain_faults():
        raise OperationalError("SELECT", {}, sqlite3.OperationalError(cause))


KILLED = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 2")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE cases SET summary = 'half done'")
connection.execute("DELETE FROM history")
for n in range(2000):
    connection.execute("INSERT INTO meta VALUES (?, ?)", (f"k{n}", "x" * 500))
os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
def test_what_a_killed_process_left_half_done_is_mended_on_opening(desk: Desk) -> None:
    commands.log_complaint(desk, details())
    desk.close()
    before, size = dump(desk.store_file), desk.store_file.stat().st_size
    killed = subprocess.run([sys.executable, "-c", KILLED, str(desk.store_file)], timeout=30)
    assert killed.returncode == -signal.SIGKILL
    journal = desk.store_file.with_name("cases.db-journal")
    assert journal.stat().st_size > 0
    assert desk.store_file.stat().st_size > size
    reopened = Desk(desk.folder, "Sam Patel")
    assert reopened.is_current()
    assert [row.complainant for row in queries.queue(reopened).rows] == ["Ann O'Brien"]
    assert not journal.exists()
    assert dump(desk.store_file) == before


@POSIX
def test_what_holds_personal_data_is_for_its_owner_alone(desk: Desk, this_pc: Path) -> None:
    was = os.umask(0o022)
    try:
        ref = commands.log_complaint(desk, details()).ref
        drafts.keep(desk, drafts.Draft("d1", {"summary": "x"}))
        keep_settings(Settings(desk.folder, "Sam Patel"))
        letter_files.keep_file(desk.folder / "letters" / ref / "x.txt", b"x")
    finally:
        os.umask(was)
    ours = {p.name: oct(p.stat().st_mode & 0o777) for p in this_pc.rglob("*") if p.is_file()}
    (known,) = (this_pc / "known").iterdir()
    names = ("cases.db", "d1.json", "settings.toml", known.name)
    assert ours == dict.fromkeys(names, "0o600")
    assert desk.store_file.parent.stat().st_mode & 0o777 == 0o700
    shared = [p for p in desk.folder.rglob("*") if p.is_file()]
    assert len(shared) == 4
    # A colleague of the same group reads the desk's files; nobody else does.
    assert {oct(p.stat().st_mode & 0o047) for p in shared} == {"0o40"}


# The queue's plan


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_is_read_in_the_order_of_its_index(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked: list[str] = []
    real = sqlite3.connect

    def watched(*given: object, **named: object) -> sqlite3.Connection:
        connection = real(*given, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(asked.append)
        return connection  # type: ignore[no-any-return]

    monkeypatch.setattr(peek.sqlite3, "connect", watched)
    listing.page(desk.store_file, View(name), date(2026, 11, 20))
    monkeypatch.undo()
    query = next(q for q in asked if "ORDER BY" in q)
    plan = [str(row[3]) for row in ask(desk.store_file, f"EXPLAIN QUERY PLAN {query}")]
    assert "USING INDEX listing_" in plan[0], plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan
