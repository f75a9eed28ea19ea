"""A checkpoint that is not sound, and what each PC works out for itself, is believed of nobody."""

import gzip
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.services import checkpoints, commands
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.store import SCHEMA
from tests.conftest import COUNCIL, NOW
from tests.services.checkpointed import OtherPc, changed, flip, rewritten, rows
from tests.services.checkpointed import checkpoint as _checkpoint
from tests.services.checkpointed import taken as _taken
from tests.services.checkpointed import three as _three
from tests.storage.helpers import details

three, checkpoint, taken = _three, _checkpoint, _taken


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
    "a day that is none": lambda p: changed(p, "UPDATE cases SET received_on = 'not a date'"),
    "a day not as we write it": lambda p: changed(p, "UPDATE cases SET received_on = '20261113'"),
    "a number for a name": lambda p: changed(p, "UPDATE cases SET complainant_name = x'414e4e'"),
    "a word that is none of ours": lambda p: changed(p, "UPDATE history SET kind = 'gossip'"),
    "neither true nor false": lambda p: changed(
        p,
        "INSERT INTO letter VALUES (1, 1, 'k', 1, '2026-11-20', 'f', '0', '0', '0', NULL, '', "
        "'', 7, '')",
    ),
    "a year without end": lambda p: changed(p, "UPDATE stage SET respond_by = '9999-12-31'"),
    "a moment that is none": lambda p: changed(p, "UPDATE change SET at = 'soon' WHERE number = 2"),
    "a change by nobody's name": lambda p: changed(
        p, "UPDATE change SET \"by\" = x'4e' WHERE number = 2"
    ),
    "a complaint without its stage": lambda p: changed(p, "DELETE FROM stage WHERE case_id = 1"),
    "a case in no list": lambda p: changed(p, "DELETE FROM listing WHERE case_id = 1"),
    "a case touched by no change": lambda p: changed(p, "UPDATE listing SET changed = 99"),
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


# What is worked out is worked out here


WORKED_OUT = {
    "a due date that is none": "UPDATE listing SET due = 'not a date'",
    "a due date that is no text": "UPDATE listing SET due = x'00'",
    "another due date": "UPDATE listing SET due = '2030-01-01', due_key = '2030-01-01'",
    "another name in the lists": "UPDATE listing SET complainant = 'Somebody else'",
    "a bank holiday more": "INSERT INTO bank_holiday VALUES ('2026-11-23', 'A day off')",
    "a bank holiday that is none": "UPDATE bank_holiday SET day = 'soon' WHERE day = '2026-12-25'",
    "a word about itself more": "INSERT INTO meta VALUES ('more', 'x')",
    "another span of days": "UPDATE meta SET value = 'soon' WHERE key = 'covers_to'",
}


@pytest.mark.parametrize("name", WORKED_OUT)
def test_nothing_that_a_pc_works_out_is_believed_of_another(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, name: str
) -> None:
    changed(checkpoint, WORKED_OUT[name])
    assert rows(other_pc(desk, "Alex Moss")) == rows(desk)
