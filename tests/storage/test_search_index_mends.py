"""An index of words that mends itself, and where it is kept."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.views import View
from complaintdesk.services import searching
from complaintdesk.services.desk import Desk
from complaintdesk.store import search_index
from complaintdesk.store.search_index import index_path, remove
from tests.storage.helpers import POSIX
from tests.storage.searched import OtherPc, ask, found, logged


def alter(desk: Desk, *statements: str) -> None:
    with closing(sqlite3.connect(index_path(desk.store_file))) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def _is_deleted(desk: Desk) -> None:
    remove(desk.store_file)


def _is_empty(desk: Desk) -> None:
    remove(desk.store_file)
    index_path(desk.store_file).touch()


def _is_no_database(desk: Desk) -> None:
    remove(desk.store_file)
    index_path(desk.store_file).write_bytes(b"This is no database at all. " * 500)


def _is_cut_short(desk: Desk) -> None:
    path = index_path(desk.store_file)
    path.write_bytes(path.read_bytes()[:5000])


def _is_overwritten(desk: Desk) -> None:
    path = index_path(desk.store_file)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))


def _is_of_another_layout(desk: Desk) -> None:
    alter(desk, "PRAGMA user_version = 99")


def _has_lost_its_state(desk: Desk) -> None:
    alter(desk, "DELETE FROM state")


def _has_no_words(desk: Desk) -> None:
    alter(desk, "DROP TABLE words")


def _has_lost_pages(desk: Desk) -> None:
    alter(desk, "DELETE FROM words_data WHERE id > 100")


def _is_of_another_store(desk: Desk) -> None:
    alter(desk, "UPDATE words SET who = 'somebody else'", "UPDATE state SET seal = 'another'")


def _is_ahead(desk: Desk) -> None:
    alter(desk, "UPDATE state SET changed = 999")


def _is_a_folder(desk: Desk) -> None:
    remove(desk.store_file)
    index_path(desk.store_file).mkdir()


FAULTS = [
    _is_deleted, _is_empty, _is_no_database, _is_cut_short, _is_overwritten, _is_of_another_layout,
    _has_lost_its_state, _has_no_words, _has_lost_pages, _is_of_another_store, _is_ahead,
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.strip("_"))
def test_an_index_that_is_not_sound_is_no_error_and_is_made_anew(
    desk: Desk, fault: Callable[[Desk], None]
) -> None:
    refs = [logged(desk, f"Heron {n}") for n in range(3)]
    assert found(desk, "heron") == refs
    fault(desk)
    # Asked before it is mended it finds nothing wrong, and says that it does not know all.
    before = searching.search(desk, View(), "heron")
    assert before.is_behind
    assert before.rows == ()
    assert found(desk, "heron") == refs
    assert found(desk, "somebody") == []
    fault(desk)
    refs.append(logged(desk, "Heron 3"))
    # Lost pages are seen where they are read, and not where words are put in.
    if searching.refresh(desk) and searching.search(desk, View(), "heron").is_behind:
        assert not index_path(desk.store_file).exists()
    assert found(desk, "heron") == refs


def test_a_folder_in_its_place_is_no_error_and_the_search_goes_on_without(desk: Desk) -> None:
    logged(desk, "Heron")
    _is_a_folder(desk)
    assert not searching.refresh(desk)
    assert searching.search(desk, View(), "heron").in_words == "0 so far"
    with pytest.raises(DeskUnusable, match="cannot be kept on this PC"):
        search_index.refresh(desk.store_file)


def test_before_the_first_words_are_in_nothing_is_claimed(desk: Desk) -> None:
    assert not searching.search(desk, View(), "heron").is_behind  # there is nothing to look in
    logged(desk, "Heron")
    assert searching.search(desk, View(), "heron").in_words == "0 so far"
    assert not index_path(desk.store_file).exists()


def test_a_change_since_the_last_look_is_told(desk: Desk) -> None:
    first = logged(desk, "Heron")
    assert found(desk, "heron") == [first]
    logged(desk, "Heron")
    answer = searching.search(desk, View(), "heron")
    assert ([row.ref for row in answer.rows], answer.in_words) == ([first], "1 so far")


@pytest.fixture
def locked(desk: Desk) -> Iterator[Desk]:
    """Another window has the index to itself."""
    logged(desk, "Heron")
    assert searching.refresh(desk)
    with closing(sqlite3.connect(index_path(desk.store_file))) as other:
        other.execute("BEGIN IMMEDIATE")
        yield desk
        other.rollback()


def test_an_index_that_another_window_writes_is_read_all_the_same(
    locked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly(monkeypatch)
    second = logged(locked, "Heron")
    assert not searching.refresh(locked)
    assert searching.search(locked, View(), "heron").in_words == "1 so far"
    assert second not in [row.ref for row in searching.search(locked, View(), "heron").rows]


def test_an_index_that_nobody_else_may_read_just_now_is_no_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly(monkeypatch)
    ref = logged(desk, "Heron")
    assert searching.refresh(desk)
    with closing(sqlite3.connect(index_path(desk.store_file))) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE state SET changed = changed")
        assert searching.search(desk, View(), "heron").in_words == "0 so far"
        assert not searching.refresh(desk)
        other.rollback()
    assert found(desk, "heron") == [ref]


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait hardly at all for what another window has locked."""
    real = sqlite3.connect

    def connect(*given: object, **named: object) -> sqlite3.Connection:
        return real(*given, **{**named, "timeout": 0.05})  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr("complaintdesk.store.search_index.sqlite3.connect", connect)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("database or disk is full", sqlite3.SQLITE_FULL),
        ("disk I/O error", sqlite3.SQLITE_IOERR),
        ("attempt to write a readonly database", sqlite3.SQLITE_READONLY),
        ("unable to open database file", sqlite3.SQLITE_CANTOPEN),
    ],
)
def test_a_full_disk_costs_nothing_that_was_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: str, code: int
) -> None:
    first = logged(desk, "Heron")
    assert found(desk, "heron") == [first]
    second = logged(desk, "Heron")

    class Full(sqlite3.Connection):
        def executemany(self, *given: object) -> sqlite3.Cursor:
            error = sqlite3.OperationalError(fault)
            error.sqlite_errorcode = code
            raise error

    real = sqlite3.connect
    with monkeypatch.context() as patch:
        patch.setattr(
            "complaintdesk.store.search_index.sqlite3.connect",
            lambda *given, **named: real(*given, **{**named, "factory": Full}),
        )
        assert not searching.refresh(desk)
    answer = searching.search(desk, View(), "heron")
    assert ([row.ref for row in answer.rows], answer.is_behind) == ([first], True)
    assert found(desk, "heron") == [first, second]


def test_a_disk_that_takes_no_new_file_is_no_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = logged(desk, "Heron")
    with monkeypatch.context() as patch:

        def full(*given: object, **named: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(Path, "touch", full)
        assert not searching.refresh(desk)
        assert searching.search(desk, View(), "heron").rows == ()
    assert found(desk, "heron") == [ref]


def test_what_was_begun_is_gone_on_with(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first reading of a big desk is broken off, what is done is done."""
    monkeypatch.setattr(search_index, "_CHANGED", search_index._CHANGED.replace("200", "2"))
    refs = [logged(desk, f"Heron {n}") for n in range(7)]

    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        assert of == 7
        if done == 4:
            raise Stopped

    with pytest.raises(Stopped):
        search_index.refresh(desk.store_file, stop)
    answer = searching.search(desk, View(), "heron")
    assert (len(answer.rows), answer.in_words) == (4, "4 so far")
    told: list[tuple[int, int]] = []
    assert search_index.refresh(desk.store_file, lambda *far: told.append(far)) == 3
    assert told == [(2, 3), (3, 3)]
    assert search_index.refresh(desk.store_file) == 0
    assert found(desk, "heron") == refs


_REFRESH = """
import sys
from pathlib import Path
from complaintdesk.store import search_index
search_index._CHANGED = search_index._CHANGED.replace("200", "3")
print(sum(search_index.refresh(Path(sys.argv[1])) for _ in range(5)))
"""


def _window(desk: Desk) -> "subprocess.Popen[bytes]":
    here = {**os.environ, "PYTHONPATH": str(Path(search_index.__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", _REFRESH, str(desk.store_file)],
        env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_two_windows_that_put_words_in_at_once_share_the_work(desk: Desk) -> None:
    refs = [logged(desk, f"Heron {n:02}") for n in range(40)]
    windows = [_window(desk) for _ in range(2)]
    said = [window.communicate(timeout=120) for window in windows]
    # One may find the file locked while the other makes it, and nothing worse.
    assert all(not fault or b"locked" in fault for _, fault in said), said
    assert sum(int(done or 0) for done, _ in said) <= 40
    assert b"" in [fault for _, fault in said]
    assert sorted(found(desk, "heron")) == sorted(refs)
    assert ask(desk, "SELECT count(*) FROM words") == [(40,)]


def test_a_store_made_from_another_record_is_not_searched_by_these_words(
    desk: Desk, other_pc: OtherPc
) -> None:
    """As many changes, and other ones: a backup brought back, and worked on since."""
    logged(desk, "Heron")
    assert found(desk, "heron")
    kept = index_path(desk.store_file).read_bytes()
    with closing(sqlite3.connect(index_path(desk.store_file))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = index_path(desk.store_file).read_bytes()
    stranger = logged(desk, "Kingfisher")
    assert found(desk, "kingfisher") == [stranger]
    # The index of before, whose last change says it is this one and is not.
    remove(desk.store_file)
    index_path(desk.store_file).write_bytes(kept)
    alter(desk, "UPDATE state SET changed = changed + 1")
    assert searching.search(desk, View(), "heron").is_behind
    assert found(desk, "kingfisher") == [stranger]


# Where it is kept


def test_it_is_on_this_pc_only_and_goes_with_the_store(desk: Desk, this_pc: Path) -> None:
    logged(desk, "Heron")
    assert found(desk, "heron")
    searching.find(desk, "heron", 3)
    path = index_path(desk.store_file)
    assert path.is_relative_to(this_pc)
    assert not [p for p in desk.folder.rglob("*") if "search" in p.name]
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).touch()
    remove(desk.store_file)
    assert not [p for p in this_pc.rglob("*") if "search" in p.name]
    remove(desk.store_file)  # twice is no error


@POSIX
def test_nobody_else_on_this_pc_may_read_it(desk: Desk) -> None:
    logged(desk, "Heron")
    mask = os.umask(0)
    try:
        assert found(desk, "heron")
    finally:
        os.umask(mask)
    beside = index_path(desk.store_file).parent.glob("search.db*")
    assert {path.stat().st_mode & 0o077 for path in beside} == {0}
