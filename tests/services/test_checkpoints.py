"""Checkpoints: a new PC begins from a sound one, and from nothing else."""

import gzip
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.domain.errors import RuleBroken
from complaintdesk.services import checkpoints, commands
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.store import SCHEMA
from tests.conftest import COUNCIL, NOW, dump
from tests.storage.helpers import details

OtherPc = Callable[[Desk, str], Desk]


@pytest.fixture
def checkpoint(desk: Desk) -> Path:
    """One of a desk with three complaints."""
    for name in ("Ann", "Ben", "Cat"):
        commands.log_complaint(desk, details(name))
    return checkpoints.make(desk)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each PC that was opened began from a checkpoint."""
    found, real = list[bool](), checkpoints.take_up

    def take_up(desk: Desk) -> bool:
        found.append(real(desk))
        return found[-1]

    monkeypatch.setattr(checkpoints, "take_up", take_up)
    yield found


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    desk.catch_up()
    desk.close()
    return dump(desk.store_file)


def kept(desk: Desk) -> list[str]:
    return sorted(p.name for p in (desk.folder / checkpoints.FOLDER).iterdir())


# Used


def test_a_new_pc_begins_from_a_checkpoint_with_the_same_rows_as_from_the_first_change(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    from_it = rows(other_pc(desk, "Alex Moss"))
    checkpoint.unlink()
    assert from_it == rows(other_pc(desk, "Robin Ashdown"))
    assert taken == [True, False]


def test_what_was_saved_since_the_checkpoint_is_there_too(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    commands.log_complaint(desk, details("Dee"))
    assert rows(other_pc(desk, "Alex Moss")) == rows(desk)
    assert taken == [True]


def test_a_pc_that_has_a_store_does_not_look_for_one(
    desk: Desk, checkpoint: Path, taken: list[bool]
) -> None:
    again = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    rows(again)
    assert taken == []


# Passed over


def rewritten(path: Path, data: bytes) -> Path:
    """The same checkpoint with other contents, under the name that these have."""
    packed = gzip.compress(data, 6, mtime=0)
    path.unlink()
    made = path.with_name(f"{path.name[:9]}-{sha256(packed).hexdigest()}.db.gz")
    made.write_bytes(packed)
    return made


def changed(path: Path, *statements: str) -> None:
    """Somebody alters the store in it and names it rightly."""
    place = path.with_name("copy.db")
    place.write_bytes(gzip.decompress(path.read_bytes()))
    with closing(sqlite3.connect(place)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    data = place.read_bytes()
    place.unlink()
    rewritten(path, data)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def spoil_pages(path: Path) -> None:
    data = bytearray(gzip.decompress(path.read_bytes()))
    data[8192:12288] = b"\x07" * 4096
    rewritten(path, bytes(data))


SPOILT: dict[str, Callable[[Path], object]] = {
    "a byte changed": flip,
    "cut short": lambda p: p.write_bytes(p.read_bytes()[:-50]),
    "empty": lambda p: p.write_bytes(b""),
    "no zip, rightly named": lambda p: [
        p.write_bytes(b"hello"),
        p.rename(p.with_name(f"{p.name[:9]}-{sha256(b'hello').hexdigest()}.db.gz")),
    ],
    "no store, rightly named": lambda p: rewritten(p, b"hello"),
    "an empty store": lambda p: rewritten(p, b""),
    "pages of another file": spoil_pages,
    "another desk's": lambda p: changed(p, "UPDATE meta SET value = 'e' WHERE key = 'desk'"),
    "a training desk's": lambda p: changed(
        p, "UPDATE meta SET value = 'True' WHERE key = 'training'"
    ),
    "another history": lambda p: changed(
        p, "UPDATE change SET seal = '0' WHERE number = (SELECT max(number) FROM change)"
    ),
    "a change missing": lambda p: changed(p, "DELETE FROM change WHERE number = 2"),
    "changes beyond the record": lambda p: changed(
        p, "UPDATE change SET number = 99 WHERE number = (SELECT max(number) FROM change)"
    ),
    "from a newer layout": lambda p: changed(p, f"PRAGMA user_version = {SCHEMA + 1}"),
    "from an older layout": lambda p: changed(p, f"PRAGMA user_version = {SCHEMA - 1}"),
    "with a trigger": lambda p: changed(
        p, "CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM point; END"
    ),
    "with a table too many": lambda p: changed(p, "CREATE TABLE more (a TEXT)"),
    "named for another change": lambda p: p.rename(p.with_name(f"000000009{p.name[9:]}")),
    "a link": lambda p: [p.rename(p.with_name("away")), p.symlink_to(p.with_name("away"))],
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_checkpoint_is_passed_over_that_is(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool], name: str
) -> None:
    SPOILT[name](checkpoint)
    assert rows(other_pc(desk, "Alex Moss")) == rows(desk)
    assert taken == [False]


def test_a_checkpoint_of_another_desk_is_passed_over(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool], tmp_path: Path
) -> None:
    make_desk(tmp_path / "other", COUNCIL)
    other = Desk(tmp_path / "other", "Sam Patel", clock=lambda: NOW)
    open_first(other)
    made = checkpoints.make(other)
    other.close()
    checkpoint.unlink()
    made.rename(checkpoint.with_name(made.name))
    taken.clear()
    assert rows(other_pc(desk, "Alex Moss")) == rows(desk)
    assert taken == [False]


def test_a_checkpoint_beyond_any_size_is_passed_over(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(checkpoints, "_LARGEST", 10_000)
    assert rows(other_pc(desk, "Alex Moss")) == rows(desk)
    assert taken == [False]


def test_the_one_before_is_used_where_the_newest_is_not_sound(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    commands.log_complaint(desk, details("Dee"))
    flip(checkpoints.make(desk))
    assert rows(other_pc(desk, "Alex Moss")) == rows(desk)
    assert taken == [True]


def test_nothing_of_one_that_is_passed_over_stays_on_the_pc(
    desk: Desk, checkpoint: Path, other_pc: OtherPc
) -> None:
    flip(checkpoint)
    there = other_pc(desk, "Alex Moss")
    rows(there)
    assert [p.name for p in there.store_file.parent.iterdir()] == ["cases.db"]


# Made


def test_it_is_due_after_so_many_changes_and_not_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_EVERY", 3)
    due = []
    for name in ("Ann", "Ben", "Cat"):
        due.append(checkpoints.is_due(desk))
        commands.log_complaint(desk, details(name))
    assert [*due, checkpoints.is_due(desk)] == [False, False, True, True]
    checkpoints.make(desk)
    assert not checkpoints.is_due(desk)


def test_only_the_newest_two_are_kept(desk: Desk, checkpoint: Path) -> None:
    for name in ("Dee", "Eve", "Fay"):
        commands.log_complaint(desk, details(name))
        newest = checkpoints.make(desk)
    found = kept(desk)
    assert len(found) == 2
    assert found[-1] == newest.name
    assert checkpoint.name not in found


def test_two_pcs_that_make_one_at_once_leave_sound_ones(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    commands.log_complaint(desk, details("Dee"))
    colleague = other_pc(desk, "Alex Moss")
    colleague.catch_up()
    colleague.warm_up()
    faults: list[BaseException] = []

    def work(one: Desk) -> None:
        try:
            checkpoints.make(one)
        except BaseException as error:  # noqa: BLE001  told below
            faults.append(error)

    both = [threading.Thread(target=work, args=(one,)) for one in (desk, colleague)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert not faults
    assert all(checkpoints._NAME.fullmatch(name) for name in kept(desk))
    taken.clear()
    assert rows(other_pc(desk, "Robin Ashdown")) == rows(desk)
    assert taken == [True]


def test_a_desk_that_is_open_for_reading_makes_none(desk: Desk, checkpoint: Path) -> None:
    before = kept(desk)
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=desk.today())
    looking.catch_up()
    assert not checkpoints.is_due(looking)
    with pytest.raises(RuleBroken):
        checkpoints.make(looking)
    looking.close()
    assert kept(desk) == before
