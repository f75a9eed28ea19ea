"""Cases found by their words: what is found, in which order, and an index that mends itself."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaintdesk.domain.case import Intake, Person, Point, Responsibility
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.views import Filters, View
from complaintdesk.services import commands, searching, undoing
from complaintdesk.services.desk import Desk
from complaintdesk.store import finding, search_index
from complaintdesk.store.search_index import index_path, remove
from tests.conftest import TODAY
from tests.effort import examples
from tests.hostile import HOSTILE
from tests.rules.whole_case import ANSWERED
from tests.services.test_task_desk import case, do, log, steps
from tests.storage.helpers import POSIX, acknowledge_by_letter
from tests.storage.test_listing import invented, put
from tests.stores import empty_store

OtherPc = Callable[..., Desk]
CLOSED = View("closed")


def found(desk: Desk, typed: str, view: View | None = None) -> list[str]:
    """What is found once the index is up to date."""
    assert searching.refresh(desk)
    answer = searching.search(desk, view or View(), typed)
    assert not answer.is_behind
    return [row.ref for row in answer.rows]


def complaint(name: str, **more: object) -> Intake:
    return replace(
        Intake(Person(name, "1 Mill Lane"), date(2026, 11, 13), officer="Sam Patel",
               points=(Point("Bins", "An apology", Responsibility.OURS),)),
        **more,
    )  # type: ignore[arg-type]  # fmt: skip


def logged(desk: Desk, name: str = "Ann Ash", **more: object) -> str:
    return commands.log_complaint(desk, complaint(name, **more)).ref


# What is found


def test_every_text_of_a_case_is_found_by_the_beginning_of_its_words(desk: Desk) -> None:
    ref = logged(
        desk, "Zebedee O’Quill", service="Repairs", ward="Northmoor", summary="Quibble here",
        questions="Whichever?", adjustments="Braille", vulnerability="Asthma",
        external_id="WEB-777",
        points=(Point("Mouldering", "Repaint", responsibility_note="Notwithstanding"),),
    )  # fmt: skip
    other = logged(desk, "Bo")
    for typed in (
        "zebe", "oquill", "o'q", "quill", "rep", "NORTHM", "quibb", "which", "brail",
        "asthma", "web 777", "mould", "repaint", "notwith", "zebedee mould braille",
    ):  # fmt: skip
        assert found(desk, typed) == [ref], typed
    assert found(desk, "ill") == []
    assert found(desk, "zebedee bo") == []
    assert set(found(desk, "mill lane")) == {ref, other}


def test_notes_letters_decisions_and_what_was_promised_are_found(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "contact", text="Rang about the xylophone", kind="call")
    assert found(desk, "xylo") == [ref]
    do(desk, ref, "action", what="Fetch the yacht", who="Ulrich", due="1/12/2026")
    assert found(desk, "yacht ulrich") == [ref]
    acknowledge_by_letter(desk, ref, case(desk, ref).version, TODAY)
    assert found(desk, "stage1 acknowledgement docx") == [ref]


def test_what_changed_is_found_by_its_new_words_and_no_more_by_the_old(desk: Desk) -> None:
    ref = logged(desk, "Abelard")
    assert found(desk, "abelard") == [ref]
    version = case(desk, ref).version
    commands.change_details(desk, ref, version, complaint("Heloise"))
    assert found(desk, "heloise") == [ref]
    said = found(desk, "abelard")  # the history may still say it
    assert searching.excerpt(desk, ref, "heloise") is not None
    undoing.undo(desk)
    assert found(desk, "abelard") == [ref]
    assert said in ([], [ref])


def test_only_what_changed_is_put_in_again_and_each_case_is_there_once(desk: Desk) -> None:
    refs = [logged(desk, f"Heron {n}") for n in range(5)]
    assert search_index.refresh(desk.store_file) == 5
    assert search_index.refresh(desk.store_file) == 0
    commands.change_details(desk, refs[2], 1, complaint("Kingfisher"))
    assert search_index.refresh(desk.store_file) == 1
    logged(desk, "Heron 5")
    assert search_index.refresh(desk.store_file) == 1
    assert ask(desk, "SELECT rowid FROM words ORDER BY rowid") == [(n,) for n in range(1, 7)]
    assert ask(desk, "SELECT count(*) FROM words WHERE who MATCH 'heron'") == [(5,)]


def test_what_is_undone_is_found_no_more(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "action", what="Fetch the yacht", who="Ulrich", due="1/12/2026")
    assert found(desk, "ulrich") == [ref]
    undoing.undo(desk)
    index = ask(desk, "SELECT count(*) FROM words WHERE words MATCH 'ulrich'")
    in_history = any("Ulrich" in line.entry for line in desk.store.case(ref).history)
    assert index == [(int(in_history),)] or found(desk, "ulrich") == ([ref] if in_history else [])


def test_what_a_colleague_saved_is_found(desk: Desk, other_pc: OtherPc) -> None:
    there = other_pc(desk)
    there.catch_up()
    ref = logged(there, "Xanthe")
    assert found(desk, "xanthe") == []
    desk.catch_up()
    assert found(desk, "xanthe") == [ref]
    commands.change_details(there, ref, 1, complaint("Yorick"))
    desk.catch_up()
    assert found(desk, "yorick") == [ref]


def test_open_and_closed_cases_are_found_in_their_own_lists(desk: Desk) -> None:
    ref = logged(desk, "Zoë")
    steps(desk, log(desk, complainant=Person("Zoe", "2 Mill Lane")), ())
    closed = log(desk, complainant=Person("Zoé", "3 Mill Lane"))
    steps(desk, closed, (*ANSWERED, ("close", {})))
    assert found(desk, "zoe", CLOSED) == [closed]
    assert closed not in found(desk, "zoe")
    assert ref in found(desk, "ZOE")
    rows = searching.find(desk, closed, 5)
    assert rows[0].ref == closed


def test_a_search_is_within_its_list_and_its_filters(desk: Desk) -> None:
    mine = logged(desk, "Ann", service="Repairs")
    theirs = logged(desk, "Ann", service="Parking", officer="Jo Price")
    assert set(found(desk, "ann")) == {mine, theirs}
    assert found(desk, "ann", View(filters=Filters(officer="Jo Price"))) == [theirs]
    assert found(desk, "ann", View(filters=Filters(service="Repairs", stage="1"))) == [mine]
    assert found(desk, "ann", View("stage-2")) == []


def test_the_best_match_comes_first_the_reference_then_people_then_the_matter_then_the_rest(
    desk: Desk,
) -> None:
    rest = logged(desk, "A", adjustments="rosewood chair", received_on=date(2026, 11, 2))
    matter = logged(desk, "B", summary="A rosewood door", received_on=date(2026, 11, 3))
    late = logged(desk, "Rosewood", received_on=date(2026, 11, 16))
    soon = logged(desk, "C", received_on=date(2026, 11, 12))
    commands.change_details(desk, soon, 1, complaint("C Rosewood", received_on=date(2026, 11, 12)))
    assert found(desk, "rosew") == [soon, late, matter, rest]
    # A reference is looked for as words too, and its own case is the first.
    citing = logged(desk, "D", summary=f"As in {matter}", received_on=date(2026, 11, 2))
    assert found(desk, matter) == [matter, citing]
    year, number = matter.split("-")[1:]
    for typed in (f"cd {year} {int(number)}", f"{year}-{int(number)}", f"CD{year}{number}"):
        assert found(desk, typed)[0] == matter, typed


def test_while_a_reference_is_typed_what_it_may_become_is_shown(desk: Desk) -> None:
    refs = [logged(desk, f"Person {n}") for n in range(12)]
    assert set(found(desk, "CD-2026-00")) == set(refs)
    assert found(desk, "CD-2026-001")[0] == refs[0]  # which it is, with the noughts left out
    assert set(found(desk, "CD-2026-001")) == {refs[0], *refs[9:]}
    assert found(desk, "CD-2026-0012") == [refs[11]]


def test_a_reference_of_a_case_outside_the_list_is_not_put_into_it(desk: Desk) -> None:
    ref = logged(desk)
    assert found(desk, ref, View("stage-2")) == []
    assert found(desk, "CD-2026-9999") == []
    assert searching.is_there(desk, ref)
    assert not searching.is_there(desk, "CD-2026-9999")


def test_what_was_found_is_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(7):
        logged(desk, f"Person {n}")
    assert searching.refresh(desk)
    answer = searching.search(desk, View(), "person")
    assert (answer.in_words, answer.more, len(answer.rows)) == ("7", False, 7)
    assert searching.search(desk, View(), "nobody").in_words == "0"
    few = finding.find(desk.store_file, View(), TODAY, ["person"], 7)
    assert (len(few.items), few.is_more) == (7, False)
    few = finding.find(desk.store_file, View(), TODAY, ["person"], 4)
    assert (len(few.items), few.is_more) == (4, True)
    # Of more than are shown, those logged last.
    assert {item.complainant for item in few.items} == {f"Person {n}" for n in (3, 4, 5, 6)}
    assert searching.Found(answer.rows, more=True).in_words == "over 1,000"
    assert searching.Found(answer.rows, is_behind=True).in_words == "7 so far"


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_looked_for_as_words_and_never_an_error(desk: Desk, typed: str) -> None:
    """Words of FTS, SQL and whatever else is typed are words and nothing more."""
    ref = logged(desk)
    assert set(found(desk, typed)) <= {ref}
    searching.find(desk, typed, 5)
    searching.excerpt(desk, ref, typed)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("NEAR", False), ("NEAR(ann ash)", False), ("ann AND ash", False), ("ann OR bo", False),
        ("NOT bo", False), ('"ann" "ash"', True), ("ann*", True), ("*ann", True), ("^ann", True),
        ("who:ann", False), ("-bo ann", False), ("{who} : ann", False), ("ann ''", True),
        ("(ann", True), ("zz + ann", False), ("rank", False), ("words MATCH 'x'", False),
    ],
)  # fmt: skip
def test_the_search_engines_own_language_is_not_spoken(
    desk: Desk, typed: str, is_found: bool
) -> None:
    ref = logged(desk)
    assert found(desk, typed) == ([ref] if is_found else [])


def test_a_hostile_case_is_found_by_its_own_words(desk: Desk) -> None:
    texts = {}
    for text in HOSTILE:
        text = text.encode("utf-8", "ignore").decode()
        texts[logged(desk, f"Person {len(texts)}", summary=text)] = text
    assert searching.refresh(desk)
    for ref, text in texts.items():
        if words := searching.typed_words(text):
            assert ref in found(desk, " ".join(words)), words


@pytest.fixture(scope="module")
def one_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one line and no case behind it, and its index."""
    import random

    store = tmp_path_factory.mktemp("one") / "cases.db"
    store.write_bytes(empty_store())
    put(store, [invented(1, random.Random(1)) | {"closed_on": None}])
    search_index.refresh(store)
    return store


@given(st.text(max_size=60))
@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_is_typed_is_an_error(one_case: Path, typed: str) -> None:
    words = searching.typed_words(typed)
    if words:
        assert finding.find(one_case, View(), TODAY, words).items == ()


# Where it stands


def excerpt(desk: Desk, ref: str, typed: str) -> tuple[str, list[str]]:
    said = searching.excerpt(desk, ref, typed)
    assert said is not None
    return said.text, [said.text[start:end] for start, end in said.matches]


def test_the_excerpt_is_the_text_with_most_of_the_words_and_marks_them(desk: Desk) -> None:
    long = f"{'word ' * 30}before the heron and the kingfisher came{' after' * 100}"
    ref = logged(desk, "Ann Heron", summary="Short", adjustments=long)
    text, marked = excerpt(desk, ref, "kingf heron")
    assert marked == ["heron", "kingf"]
    assert text.startswith("…")
    assert "before the heron and the kingfisher came" in text
    assert len(text) <= 401
    assert excerpt(desk, ref, "heron")[0] == "Ann Heron"
    assert excerpt(desk, ref, ref)[1] == ref.split("-")
    assert searching.excerpt(desk, ref, "nowhere") is None
    assert searching.excerpt(desk, ref, "") is None
    assert searching.excerpt(desk, "CD-1999-0001", "heron") is None


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("Ann O’Brien", "brien", "O’Brien"),
        ("Ann O'Brien", "obrien", "O'Brien"),
        ("José", "jose", "José"),
        ("Ann [@click=app.quit]Bo[/]", "quit", "quit"),
    ],
)
def test_what_is_found_is_shown_as_found(desk: Desk, name: str, typed: str, marked: str) -> None:
    ref = logged(desk, name)
    assert found(desk, typed) == [ref]
    assert excerpt(desk, ref, typed) == (name, [marked])


def test_a_match_at_the_very_end_of_a_long_text_is_shown(desk: Desk) -> None:
    ref = logged(desk, adjustments=f"{'x' * 5000} {'y ' * 2000}heron")
    text, marked = excerpt(desk, ref, "heron")
    assert text.endswith("heron")
    assert marked == ["heron"]
    assert excerpt(desk, ref, "xxx")[1] == ["xxx"]


# An index that mends itself


def ask(desk: Desk, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(index_path(desk.store_file))) as connection:
        return connection.execute(query).fetchall()


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
