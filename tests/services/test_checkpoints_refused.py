"""A checkpoint that is not what the record says: no PC begins from it again, and it is told."""

import gzip
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.services import checkpoints, commands
from complaintdesk.services.checking import checkpoints_look
from complaintdesk.services.checking.proving import prove
from complaintdesk.services.desk import Desk
from complaintdesk.services.reminders import Reminders
from complaintdesk.store.peek import mark_damaged
from tests.conftest import dump
from tests.services.checked import examined, warnings
from tests.services.checkpointed import OtherPc, rows
from tests.storage.helpers import details


@pytest.fixture
def forged(desk: Desk, tmp_path: Path) -> Path:
    """A checkpoint, rightly named, in which somebody changed a name."""
    commands.log_complaint(desk, details("Ann"))
    made = checkpoints.make(desk)
    store = tmp_path / "forged.db"
    store.write_bytes(gzip.decompress(made.read_bytes()))
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE cases SET complainant_name = 'Somebody else'")
    packed = gzip.compress(store.read_bytes())
    made.unlink()
    path = made.with_name(f"{made.name[:9]}-{sha256(packed).hexdigest()}.db.gz")
    path.write_bytes(packed)
    return path


def test_no_pc_begins_from_it_again(desk: Desk, forged: Path, other_pc: OtherPc) -> None:
    first = other_pc(desk, "Alex Moss")
    assert rows(first) != rows(desk)
    assert prove(first) is False
    assert [path.name for path in forged.parent.iterdir()] == [f"{forged.name}.refused"]
    third = other_pc(desk, "Robin Ashdown")
    assert rows(third) == rows(desk)
    assert not checkpoints.unproved(third.store_file).exists()


def test_officers_are_told_and_so_is_who_checks(
    desk: Desk, forged: Path, other_pc: OtherPc
) -> None:
    first = other_pc(desk, "Alex Moss")
    first.catch_up()
    assert Reminders(desk).now() == ()
    assert [one for one in examined(desk.folder) if one.area == checkpoints_look.AREA] == []
    prove(first)
    (said,) = Reminders(desk).now()
    assert said.startswith("Tell IT")
    assert f"checkpoints/{forged.name[:14]}…" in said
    assert len(said) < 2 * 78  # two lines of a small terminal
    assert warnings(examined(desk.folder), checkpoints_look.AREA) == [said]


def test_a_repair_sets_it_aside_too(
    desk: Desk, forged: Path, other_pc: OtherPc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = other_pc(desk, "Alex Moss")
    first.catch_up()
    first.close()
    monkeypatch.setenv("COMPLAINTDESK_HOME", str(first.store_file.parents[2]))
    examined(desk.folder, repair=True)
    assert checkpoints.refused(desk.folder) == (f"{forged.name}.refused",)
    assert dump(first.store_file)["cases"] == dump(desk.store_file)["cases"]


def test_where_it_cannot_be_renamed_it_goes(desk: Desk, forged: Path, other_pc: OtherPc) -> None:
    first = other_pc(desk, "Alex Moss")
    first.catch_up()
    forged.with_name(f"{forged.name}.refused").mkdir()
    assert prove(first) is False
    assert not forged.exists()


def test_a_store_that_was_damaged_on_this_pc_accuses_no_checkpoint(
    desk: Desk, other_pc: OtherPc
) -> None:
    commands.log_complaint(desk, details("Ann"))
    made = checkpoints.make(desk)
    first = other_pc(desk, "Alex Moss")
    first.catch_up()
    mark_damaged(first.store_file)
    assert prove(first) is False
    assert made.exists()


@pytest.mark.parametrize("note", ["", "../desk.toml", "000000002-" + "0" * 64 + ".db.gz", "\x00"])
def test_a_note_that_names_no_checkpoint_renames_nothing(
    desk: Desk, forged: Path, other_pc: OtherPc, note: str
) -> None:
    first = other_pc(desk, "Alex Moss")
    first.catch_up()
    checkpoints.unproved(first.store_file).write_text(note, "ascii")
    assert prove(first) is False
    assert [path.name for path in forged.parent.iterdir()] == [forged.name]
    assert (desk.folder / "desk.toml").exists()


def test_a_desk_opened_to_be_read_renames_nothing(
    desk: Desk, forged: Path, other_pc: OtherPc
) -> None:
    first = other_pc(desk, "Alex Moss")
    first.catch_up()
    first.read_only = True
    assert prove(first) is False
    assert [path.name for path in forged.parent.iterdir()] == [forged.name]
