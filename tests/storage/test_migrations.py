"""The store's migrations: they agree with the models, and with the record of an older program."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, create_engine

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import Row
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.store import SCHEMA, engine
from complaintdesk.store.engine import open_engine
from complaintdesk.store.facts import LetterSent
from complaintdesk.store.writing import Writing
from tests.conftest import dump
from tests.storage.helpers import details


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a new store."""
    made = open_engine(tmp_path / "cases.db")
    yield made
    made.dispose()


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


# Migrations


def shape(path: Path) -> dict[str, object]:
    """Tables, columns, keys, indexes and CHECKs, however their SQL is laid out."""
    found: dict[str, object] = {}
    with closing(sqlite3.connect(path)) as connection:
        listed = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        for kind, name, table, sql in listed.fetchall():
            if kind == "table":
                found[name] = (
                    connection.execute(f"PRAGMA table_xinfo({name})").fetchall(),
                    sorted(connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()),
                    sorted(re.findall(r"CHECK (\(.*\)),?\s*\n", sql)),
                )
            keys = connection.execute(f"PRAGMA index_xinfo('{name}')").fetchall()
            what = name if sql and kind == "index" else [k[2] for k in keys]
            found[f"index {table} {what}"] = re.sub(r"\s+", " ", sql or "").replace('"', "")
    return found


def test_migrations_and_models_agree(opened: Engine, tmp_path: Path) -> None:
    models = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    SQLModel.metadata.create_all(models)
    models.dispose()
    assert shape(tmp_path / "cases.db") == shape(tmp_path / "models.db")
    assert len(shape(tmp_path / "models.db")) > 10


def test_a_migration_that_fails_leaves_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cases.db"
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_statements", lambda _: ["CREATE TABLE one (a)", "CREATE TABLE ("])
        with pytest.raises(DeskUnusable):
            open_engine(path)
    assert ask(path, "SELECT name FROM sqlite_master") == []
    assert ask(path, "PRAGMA user_version") == [(0,)]
    open_engine(path).dispose()
    assert ask(path, "PRAGMA user_version") == [(SCHEMA,)]


OLD_LETTER = LetterSent(
    "stage1-acknowledgement", 1, date(2026, 11, 18),
    (("letters/x.docx", "1"), ("letters/x.txt", "2")), "0" * 64, "0.1.0", date(2026, 12, 2),
)  # fmt: skip
SINCE_3 = ("template", "source", "edited")


@pytest.fixture
def old_letter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """A letter in the record as a program of SCHEMA 2 wrote it: its rows know no template."""
    real = Writing.rows

    def older(writing: Writing) -> tuple[Row, ...]:
        return tuple(
            replace(row, values={k: v for k, v in (row.values or {}).items() if k not in SINCE_3})
            if row.table == "letter" else row
            for row in real(writing)
        )  # fmt: skip

    def send(writing: Writing) -> Case:
        case = writing.save(writing.load(ref))
        writing.letter_sent(case, OLD_LETTER)
        return case

    ref = commands.log_complaint(desk, details()).ref
    with monkeypatch.context() as patch:
        patch.setattr(Writing, "rows", older)
        patch.setattr(Desk, "origin", replace(desk.origin, schema=2))
        save(desk, "acknowledge", send)
    return ref


def test_a_letter_of_an_older_record_has_the_defaults_of_what_came_later(
    desk: Desk, old_letter: str
) -> None:
    """That the store is the same when it is made again from the record, the fixture checks."""
    change = desk.record.read(desk.store.head()[0])
    assert change is not None
    assert change.origin.schema == 2
    assert all(
        not set(SINCE_3) & set(row.values or {}) for row in change.rows if row.table != "cases"
    )
    desk.close()
    desk.store_file.unlink()
    rebuilt = Desk(desk.folder, desk.officer, clock=desk.now)
    rebuilt.catch_up()
    (letter,) = queries.case(rebuilt, old_letter).file.letters
    rebuilt.close()
    assert (letter.files, letter.promised, letter.edited) == (
        ("letters/x.docx", "letters/x.txt"), date(2026, 12, 2), False,
    )  # fmt: skip
    asked = f"SELECT {', '.join(SINCE_3)} FROM letter"
    assert ask(desk.store_file, asked) == [("", "", 0)] * 2


def test_a_store_of_schema_2_is_made_again_as_its_record_says(
    desk: Desk, old_letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    now = dump(desk.store_file)
    older = desk.store_file.with_name("older.db")
    with monkeypatch.context() as patch:
        patch.setattr(engine, "SCHEMA", 2)
        open_engine(older).dispose()
    copy_what_fits(desk.store_file, older)
    assert ask(older, "PRAGMA user_version") == [(2,)]
    older.replace(desk.store_file)
    newer = Desk(desk.folder, desk.officer, clock=desk.now)
    newer.catch_up()
    (letter,) = queries.case(newer, old_letter).file.letters
    newer.close()
    assert letter.promised == date(2026, 12, 2)
    assert ask(desk.store_file, "PRAGMA user_version") == [(SCHEMA,)]
    assert dump(desk.store_file) == now


@pytest.mark.parametrize("layout", [1, 2, 3])
def test_a_store_of_an_older_layout_is_made_anew_where_one_change_touched_two_cases(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, layout: int
) -> None:
    """The later case's change is not about the first, but its line in the lists says that it was
    touched: no table of an older store knows that."""
    first = commands.log_complaint(desk, details("Ann")).ref
    commands.log_complaint(desk, details("Ben"), link=Link(first, LinkKind.OTHER_PART))
    desk.close()
    now = dump(desk.store_file)
    older = desk.store_file.with_name("older.db")
    with monkeypatch.context() as patch:
        patch.setattr(engine, "SCHEMA", layout)
        open_engine(older).dispose()
    copy_what_fits(desk.store_file, older)
    older.replace(desk.store_file)
    newer = Desk(desk.folder, desk.officer, clock=desk.now)
    newer.catch_up()
    newer.close()
    assert dump(desk.store_file) == now
    assert [p.name for p in desk.store_file.parent.glob("*.set-aside-*")] == [
        "cases.db.set-aside-1"
    ]


def copy_what_fits(source: Path, target: Path) -> None:
    """The rows of a store into one with fewer tables and columns."""
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("ATTACH ? AS source", (str(source),))
        tables = connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' "
            "AND name IN (SELECT name FROM source.sqlite_master)"
        )
        for (table,) in tables.fetchall():
            columns = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
            names = ", ".join(f'"{column[1]}"' for column in columns)
            connection.execute(
                f"INSERT INTO main.{table} ({names}) SELECT {names} FROM source.{table}"
            )
        connection.commit()


SLOW_MAKING = """
import sys, time
from pathlib import Path
from complaintdesk.store import engine
real = engine._statements
engine._statements = lambda number: (time.sleep(0.7), real(number))[1]
engine.open_engine(Path(sys.argv[1])).dispose()
"""


def test_two_processes_may_make_the_store_at_once(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SLOW_MAKING, str(tmp_path / "cases.db")],
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [each.communicate(timeout=30)[1] for each in started] == ["", ""]
    assert ask(tmp_path / "cases.db", "PRAGMA user_version") == [(SCHEMA,)]
