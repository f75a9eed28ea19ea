"""Checkpoints: a new PC begins from a sound one, and from nothing else."""

import gzip
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.domain.errors import RuleBroken, StoreBusy
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import checkpoints, commands, searching
from complaintdesk.services.checking import record_look
from complaintdesk.services.checking.proving import prove
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.store import SCHEMA, search_index
from tests.conftest import COUNCIL, NOW, TODAY, dump
from tests.services.forged import whole_case
from tests.storage.helpers import acknowledge, details

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


def test_a_case_with_all_that_a_case_can_have_is_believed_and_proved(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    whole_case(desk)
    checkpoints.make(desk)
    there = other_pc(desk, "Alex Moss")
    assert rows(there) == rows(desk)
    assert taken == [True]
    assert prove(there)


def test_a_case_that_another_one_touched_is_the_same(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool]
) -> None:
    commands.log_complaint(desk, details("Dee"), link=Link("CD-2026-0001", LinkKind.OTHER_PART))
    checkpoints.make(desk)
    there = other_pc(desk, "Alex Moss")
    assert rows(there) == rows(desk)
    assert taken == [True]
    assert prove(there)


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


def test_a_listing_made_from_nothing_is_the_one_that_was_kept_up(
    training_desk: Desk, other_pc: OtherPc, taken: list[bool]
) -> None:
    """Sixty cases of every kind, and not a word of their lines as another PC had them."""
    kept_up = rows(training_desk)
    blank = "complainant = '', summary = '', officer = '', duty = NULL, due = NULL, stage = 0"
    changed(checkpoints.make(training_desk), f"UPDATE listing SET {blank}, due_key = '', ref = ''")
    there = other_pc(training_desk, "Alex Moss")
    assert rows(there) == kept_up
    assert taken == [True]
    assert prove(there)


# Held against the record


FORGED = {
    "another name": "UPDATE cases SET complainant_name = 'Somebody else' WHERE id = 2",
    "another day": "UPDATE stage SET respond_by = '2030-01-01' WHERE case_id = 2",
    "a note put in": "INSERT INTO history VALUES (99, 2, '2026-11-20 10:30:00.000000', 'Sam', "
    "'Withdrawn.', 'event', NULL)",
    "a note taken out": "DELETE FROM history WHERE case_id = 2",
    "done by another": "UPDATE change SET \"by\" = 'Alex Moss' WHERE number = 3",
    "touched by another change": "UPDATE listing SET changed = 1 WHERE case_id = 2",
}


@pytest.mark.parametrize("name", FORGED)
def test_what_somebody_made_up_is_found_and_the_store_made_again_from_the_record(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool], name: str
) -> None:
    changed(checkpoint, FORGED[name])
    there = other_pc(desk, "Alex Moss")
    assert rows(there) != rows(desk)
    assert prove(there) is False
    there.look()
    assert rows(there) == rows(desk)
    assert taken == [True, False]
    checkpoints.refuse_unproved(there)


def test_nothing_goes_on_from_a_store_that_is_not_proved(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_EVERY", 0)
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    there.warm_up()
    with pytest.raises(StoreBusy, match="What you typed is kept"):
        checkpoints.refuse_unproved(there)
    assert not checkpoints.is_due(there)
    with pytest.raises(StoreBusy):
        checkpoints.make(there)
    assert prove(there)
    checkpoints.refuse_unproved(there)
    assert checkpoints.is_due(there)
    assert [p.name for p in there.store_file.parent.iterdir()] == ["cases.db"]


def test_what_somebody_made_up_never_gets_into_the_record(
    desk: Desk, checkpoint: Path, other_pc: OtherPc
) -> None:
    changed(checkpoint, FORGED["another name"])
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    head = desk.store.head()
    with pytest.raises(StoreBusy):
        acknowledge(there, "CD-2026-0002", 1, TODAY)
    assert desk.catch_up() == 0
    assert desk.store.head() == head
    assert prove(there) is False
    there.catch_up()
    acknowledge(there, "CD-2026-0002", 1, TODAY)
    desk.catch_up()
    assert desk.store.case("CD-2026-0002").case.details.complainant.name == "Ben"


def test_what_is_still_not_proved_when_the_program_ends_is_so_at_the_next_opening(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other_pc(desk, "Alex Moss").catch_up()
    monkeypatch.setenv("COMPLAINTDESK_HOME", str(tmp_path / "pc-2"))
    again = Desk(desk.folder, "Alex Moss", clock=lambda: NOW)
    again.catch_up()
    again.close()
    with pytest.raises(StoreBusy):
        checkpoints.refuse_unproved(again)


def test_a_record_that_cannot_be_read_proves_nothing(
    desk: Desk, checkpoint: Path, other_pc: OtherPc
) -> None:
    commands.log_complaint(desk, details("Dee"))
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    second = desk.record.path(2)
    said = second.read_bytes()
    second.write_bytes(said.replace(b"Ann", b"Bob"))
    assert prove(there) is None
    with pytest.raises(StoreBusy):
        checkpoints.refuse_unproved(there)
    second.write_bytes(said)
    assert prove(there)


def test_words_that_were_made_up_are_not_found_any_more(
    desk: Desk, checkpoint: Path, other_pc: OtherPc
) -> None:
    changed(checkpoint, "UPDATE cases SET complainant_name = 'Somebody else' WHERE id = 2")
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    search_index.refresh(there.store_file)
    assert prove(there) is False
    there.catch_up()
    search_index.refresh(there.store_file)
    assert [line.ref for line in searching.find(there, "somebody", 9)] == []
    assert [line.ref for line in searching.find(there, "ben", 9)] == ["CD-2026-0002"]


def test_a_pc_that_made_its_own_store_has_nothing_to_prove(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_look, "look", lambda _: pytest.fail("The record is read."))
    assert prove(desk)


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
    assert prove(colleague)
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
