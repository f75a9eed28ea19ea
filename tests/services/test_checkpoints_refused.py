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
    assert f"checkpoints/{forged.name}.refused" in said
    assert "Tell IT" in said
    assert warnings(examined(desk.folder), checkpoints_look.AREA) == [said]


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
