"""What an officer likes of lists is remembered on this PC, for each officer, whatever happens."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaintdesk.domain.views import Filters, View
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep, likes
from tests.conftest import NOW
from tests.effort import examples
from tests.hostile import HOSTILE
from tests.rules.test_views import anything
from tests.storage.helpers import contents

LATE = View("overdue", Filters(officer="Sam Patel", vulnerable=True), "case", "Late ones")
MINE = View("stage-2", Filters(ward="Łuk"), "officer", "Mine")
CHOSEN = Likes(("when", "case", "ward"), "complainant", (LATE, MINE))


def file_of(desk: Desk) -> Path:
    return desk.store_file.with_name("lists.json")


@pytest.fixture
def again(desk: Desk) -> Iterator[Any]:
    """Opens the same desk on this PC again, as this officer or another one."""
    made: list[Desk] = []

    def open_again(officer: str = "Sam Patel") -> Desk:
        made.append(Desk(desk.folder, officer, clock=lambda: NOW))
        return made[-1]

    yield open_again
    for each in made:
        each.close()


def test_what_was_chosen_is_there_when_the_desk_is_opened_again(desk: Desk, again: Any) -> None:
    assert likes(desk) == Likes()
    assert keep(desk, CHOSEN)
    assert likes(again()) == CHOSEN


def test_each_officer_has_their_own(desk: Desk, again: Any) -> None:
    keep(desk, CHOSEN)
    alex = again("Alex Moss")
    assert likes(alex) == Likes()
    theirs = Likes(sort="case")
    assert keep(alex, theirs)
    assert (likes(alex), likes(again())) == (theirs, CHOSEN)
    assert likes(again("")) == Likes()


def test_it_is_kept_on_this_pc_and_never_in_the_desks_folder(desk: Desk, this_pc: Path) -> None:
    before = contents(desk.folder)
    keep(desk, CHOSEN)
    assert contents(desk.folder) == before
    assert file_of(desk).is_relative_to(this_pc)
    assert os.name == "nt" or file_of(desk).stat().st_mode & 0o077 == 0


def test_a_desk_opened_to_be_read_remembers_too(desk: Desk) -> None:
    """What an officer looks at is no writing on the desk."""
    reader = Desk(desk.folder, "Max Boss", clock=lambda: NOW)
    reader.read_only = True
    assert keep(reader, CHOSEN)
    assert likes(reader) == CHOSEN


def test_a_list_of_the_same_name_takes_the_place_of_the_one_before() -> None:
    other = replace(MINE, name=LATE.name)
    assert CHOSEN.with_list(other).lists == (MINE, other)
    assert CHOSEN.without_list("Mine").lists == (LATE,)
    assert CHOSEN.without_list("Nobody's") == CHOSEN


def test_so_many_lists_are_kept_and_the_newest_are_among_them(desk: Desk) -> None:
    chosen = Likes()
    for n in range(25):
        chosen = chosen.with_list(View(name=f"List {n}"))
    assert [each.name for each in chosen.lists] == [f"List {n}" for n in range(5, 25)]
    keep(desk, chosen)
    assert likes(desk) == chosen


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_of_lists_and_officers_do_no_harm(desk: Desk, text: str) -> None:
    hostile = Likes((text,), lists=(View(name=text[:40], filters=Filters(service=text)),))
    desk.officer = text
    assert keep(desk, hostile)
    found = likes(desk)
    assert found.columns == (text,)
    assert len(found.lists) in (0, 1)


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{", b"null", b"[]", b'"x"', b"7", b"\xff\xfe", b"\x00" * 100, b"[" * 100_000,
        b'{"a":' * 50_000, b"NaN", b'{"Sam Patel": []}', b'{"Sam Patel": null}',
        b'{"Sam Patel": {"columns": 7, "sort": [], "lists": {}}}',
        b'{"Sam Patel": {"columns": [1, null, {}], "sort": {"case": 1}, "lists": [1, [], null]}}',
        b'{"Sam Patel": {"sort": "by size", "lists": [{"name": ""}, {"name": "  "}, {}]}}',
        b'{"Sam Patel": {"lists": [{"name": "x", "queue": ["overdue"]}]}}',
        b" " * 2_000_000,
    ],
    ids=lambda said: said[:20],
)  # fmt: skip
def test_a_damaged_file_is_passed_over_and_written_anew(desk: Desk, said: bytes) -> None:
    file_of(desk).write_bytes(said)
    assert likes(desk) == Likes()
    assert keep(desk, CHOSEN)
    assert likes(desk) == CHOSEN


def test_what_is_sound_in_a_damaged_file_is_kept(desk: Desk) -> None:
    keep(desk, CHOSEN)
    said = json.loads(file_of(desk).read_bytes())
    said["Sam Patel"]["sort"] = 7
    said["Sam Patel"]["lists"].insert(1, {"name": "Broken", "queue": "tomorrow"})
    said["Sam Patel"]["lists"].append(dict(said["Sam Patel"]["lists"][0]))
    said["Sam Patel"]["columns"] = ["when", 7, "case", "ward", "ward", []]
    file_of(desk).write_text(json.dumps(said))
    assert likes(desk) == replace(CHOSEN, sort="deadline")


@given(st.dictionaries(st.sampled_from(["columns", "sort", "lists", "x"]), anything, max_size=4))
@settings(
    max_examples=examples(200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_that_the_file_says_is_an_error(desk: Desk, said: dict[str, Any]) -> None:
    file_of(desk).write_text(json.dumps({desk.officer: said}))
    found = likes(desk)
    assert all(view.name for view in found.lists)
    assert keep(desk, found)
    assert likes(desk) == found


def test_what_others_on_this_pc_chose_stays_whatever_it_is(desk: Desk) -> None:
    theirs = {"Alex Moss": {"sort": "case", "newer": [1, {"x": None}]}, "Jo": 7}
    file_of(desk).write_text(json.dumps(theirs))
    keep(desk, CHOSEN)
    said = json.loads(file_of(desk).read_bytes())
    assert {name: said[name] for name in theirs} == theirs


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), PermissionError(13, "No")])
def test_a_pc_that_cannot_keep_it_says_so_and_keeps_what_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    keep(desk, CHOSEN)
    before = file_of(desk).read_bytes()

    def refuse(*given: object, **named: object) -> int:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr("complaintdesk.record.place.os.fsync", refuse)
        assert not keep(desk, Likes())
    assert file_of(desk).read_bytes() == before
    assert [p.name for p in file_of(desk).parent.iterdir() if p.name.endswith(".tmp")] == []


def test_a_folder_in_its_place_is_passed_over(desk: Desk) -> None:
    file_of(desk).mkdir()
    assert likes(desk) == Likes()
    assert not keep(desk, CHOSEN)


def test_what_cannot_be_read_just_now_is_not_written_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another program holds the file for a moment: the lists in it are not lost."""
    keep(desk, CHOSEN)
    before = file_of(desk).read_bytes()

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "In use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert likes(desk) == Likes()
        assert not keep(desk, Likes(lists=(View(name="Other"),)))
    assert file_of(desk).read_bytes() == before


# Two windows of one officer

NEWER = View("overdue", Filters(ward="Mill"), name="Newer")


def test_a_list_that_another_window_kept_meanwhile_stays(desk: Desk, again: Any) -> None:
    one, other = likes(desk), likes(again())
    assert keep(desk, one.with_list(LATE), one)
    assert keep(again(), other.with_list(MINE), other)
    assert likes(desk).lists == (LATE, MINE)


def test_what_another_window_chose_stays_where_this_one_changed_something_else(
    desk: Desk, again: Any
) -> None:
    keep(desk, CHOSEN)
    keep(again(), replace(CHOSEN, columns=("when", "case")), CHOSEN)
    keep(again(), replace(CHOSEN, sort="officer"), CHOSEN)
    keep(again(), CHOSEN.without_list("Mine"), CHOSEN)
    keep(desk, CHOSEN.with_list(NEWER), CHOSEN)
    assert likes(desk) == Likes(("when", "case"), "officer", (LATE, NEWER))


def test_a_list_forgotten_in_one_window_does_not_come_back_from_the_other(
    desk: Desk, again: Any
) -> None:
    keep(desk, CHOSEN)
    keep(again(), CHOSEN.without_list(LATE.name), CHOSEN)
    keep(desk, replace(CHOSEN, sort="case"), CHOSEN)
    assert likes(desk).lists == (MINE,)


def test_of_two_lists_of_one_name_the_later_counts(desk: Desk, again: Any) -> None:
    other = replace(NEWER, name=LATE.name)
    keep(desk, Likes().with_list(LATE), Likes())
    keep(again(), Likes().with_list(other), Likes())
    assert likes(desk).lists == (other,)


_MANY = """
import sys
from pathlib import Path
from types import SimpleNamespace
from complaintdesk.domain.views import View
from complaintdesk.services.kept_lists import Likes, keep
desk = SimpleNamespace(store_file=Path(sys.argv[1]), officer="Sam Patel")
before = Likes()
for n in range(9):
    chosen = before.with_list(View(name=f"{sys.argv[2]} {n}"))
    assert keep(desk, chosen, before)
    before = chosen
"""


def test_two_programs_that_write_at_once_lose_nothing(desk: Desk) -> None:
    called = [sys.executable, "-c", _MANY, str(desk.store_file)]
    both = [subprocess.Popen([*called, name]) for name in ("One", "Other")]
    assert [each.wait(60) for each in both] == [0, 0]
    names = {view.name for view in likes(desk).lists}
    assert names == {f"{name} {n}" for name in ("One", "Other") for n in range(9)}


def test_while_another_window_writes_it_is_waited_for_and_then_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaintdesk.services.kept_lists._PATIENCE", 0.05)
    lock = file_of(desk).with_suffix(".lock")
    with closing(sqlite3.connect(lock, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert not keep(desk, CHOSEN)
    assert keep(desk, CHOSEN)
    assert likes(desk) == CHOSEN
