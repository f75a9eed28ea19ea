"""The whole record is looked at: whatever was done to a change is found and named."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.change import FIRST, Change
from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.change import FORMAT, decode, encode
from complaintdesk.record.folder import Record
from complaintdesk.record.verify import Kind, Verified, verify
from complaintdesk.store import SCHEMA
from tests.storage.helpers import ORIGIN, POSIX, change, no_waiting, record_of, seal_of

__all__ = ["no_waiting"]
pytestmark = pytest.mark.usefixtures("no_waiting")

COUNT = 5
Damage = Callable[[Record], object]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return record_of(tmp_path / "record", COUNT)


def seals(record: Record) -> dict[int, str]:
    """What a PC remembers that has followed this record to its end."""
    changes = (record.read(number) for number in record.names())
    return {found.number: found.seal for found in changes if found}


def looked(record: Record, seen: dict[int, str] | None = None, **more: Any) -> Verified:
    return verify(record, ORIGIN.desk, seen or {}, **more)


def found(record: Record, seen: dict[int, str] | None = None) -> list[tuple[Kind, int, int]]:
    return [(f.kind, f.number, f.last) for f in looked(record, seen).faults]


def lines(record: Record, number: int) -> list[bytes]:
    return record.path(number).read_bytes().splitlines(keepends=True)


def flip(number: int, line: int) -> Damage:
    def damage(record: Record) -> None:
        every = lines(record, number)
        changed = bytearray(every[line])
        changed[len(changed) // 2] ^= 1
        every[line] = bytes(changed)
        record.path(number).write_bytes(b"".join(every))

    return damage


def sealed(number: int, like: int, **said: Any) -> Damage:
    """A change under a right seal of its own, whose head says something else."""

    def damage(record: Record) -> None:
        head, payload, seal = lines(record, like)
        values = json.loads(head) | {"number": number}
        if number > like:
            values |= {"previous": seal.decode().strip(), "id": f"id-{number}"}
        line = json.dumps(values | said, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        record.path(number).write_bytes(line + payload + seal_of(line))

    return damage


def remove(*numbers: int) -> Damage:
    return lambda record: [record.path(number).unlink() for number in numbers]


def copied(number: int, to: int) -> Damage:
    return lambda record: shutil.copy(record.path(number), record.path(to))


def cut(number: int) -> Damage:
    return lambda record: record.path(number).write_bytes(record.path(number).read_bytes()[:-10])


def swap(record: Record) -> None:
    two, three = record.path(2).read_bytes(), record.path(3).read_bytes()
    record.path(2).write_bytes(three)
    record.path(3).write_bytes(two)


def stranger(name: str) -> Damage:
    return lambda record: (record.folder / name).write_text("hello")


# What is done to a record of five changes, and what is found: kind, first and last number.
DAMAGES: dict[str, tuple[Damage, list[tuple[Kind, int, int]]]] = {
    **{
        f"line {line + 1} of change {n}": (flip(n, line), [(Kind.DAMAGED, n, n)])
        for n in range(1, COUNT + 1)
        for line in range(3)
    },
    "first gone": (remove(1), [(Kind.MISSING, 1, 1)]),
    "one gone": (remove(3), [(Kind.MISSING, 3, 3)]),
    "three gone": (remove(2, 3, 4), [(Kind.MISSING, 2, 4)]),
    "one cut": (cut(2), [(Kind.CUT_SHORT, 2, 2)]),
    "last one cut": (cut(5), [(Kind.CUT_SHORT, 5, 5)]),
    "emptied": (lambda r: r.path(2).write_bytes(b""), [(Kind.CUT_SHORT, 2, 2)]),
    "two swapped": (swap, [(Kind.DAMAGED, 2, 3)]),
    "under the next number too": (copied(5, 6), [(Kind.DAMAGED, 6, 6)]),
    "replayed": (sealed(6, 5, id="id-2"), [(Kind.REPEATED, 6, 6)]),
    "rewritten": (sealed(3, 3, about="CD-2026-9999"), [(Kind.UNCHAINED, 4, 4)]),
    "another desk's": (sealed(6, 5, desk="e" * 32), [(Kind.FOREIGN, 6, 6)]),
    "not following": (sealed(6, 5, previous="e" * 64), [(Kind.UNCHAINED, 6, 6)]),
    "newer format": (sealed(6, 5, format=FORMAT + 1), [(Kind.NEWER, 6, 6)]),
    "newer rows": (sealed(6, 5, schema=SCHEMA + 1), [(Kind.NEWER, 6, 6)]),
    "an id that is a list": (sealed(6, 5, id=[1]), [(Kind.DAMAGED, 6, 6)]),
    "a stranger": (stranger("notes.txt"), [(Kind.STRANGER, 0, 0)]),
    "a change in the wrong folder": (stranger("000001000.json"), [(Kind.STRANGER, 0, 0)]),
}  # fmt: skip


def test_a_sound_record_has_no_fault_and_gives_each_change_once_in_order(record: Record) -> None:
    given: list[Change] = []
    told: list[tuple[int, int]] = []
    verified = looked(
        record, seals(record), each=given.append, told=lambda n, of: told.append((n, of))
    )
    assert verified == Verified(COUNT, seals(record)[COUNT], ())
    assert [one.number for one in given] == [1, 2, 3, 4, 5]
    assert told == [(n, COUNT) for n in range(1, COUNT + 1)]


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_with_the_change_that_it_was_done_to(record: Record, name: str) -> None:
    damage, expected = DAMAGES[name]
    damage(record)
    assert found(record) == expected


@pytest.mark.parametrize("name", DAMAGES)
def test_a_change_with_a_fault_is_not_given_on(record: Record, name: str) -> None:
    damage, expected = DAMAGES[name]
    damage(record)
    given: list[Change] = []
    looked(record, each=given.append)
    wrong = {number for _, first, last in expected for number in range(first, last + 1)}
    assert not wrong & {one.number for one in given}


def test_every_fault_has_a_sentence_that_names_its_file(record: Record) -> None:
    (record.folder / "notes.txt").write_text("hello")
    remove(2)(record)
    flip(4, 1)(record)
    said = [fault.words for fault in looked(record).faults]
    assert said == [
        "record/notes.txt is no file of the record.",
        "Change 2 is missing, though the record goes on after it or this PC has seen it "
        "(record/000000002.json).",
        "Change 4 is damaged: it does not match its own seal (record/000000004.json).",
    ]


def test_what_this_pc_remembers_shows_that_the_end_was_taken_away(record: Record) -> None:
    seen = seals(record)
    remove(4, 5)(record)
    assert found(record) == []
    assert found(record, seen) == [(Kind.MISSING, 4, 5)]


def test_what_this_pc_remembers_shows_that_the_chain_was_written_anew(record: Record) -> None:
    seen, seal = seals(record), FIRST
    for number in range(1, COUNT + 1):
        was = decode(record.path(number).read_bytes(), number, SCHEMA)
        about = "CD-2026-9999" if number == 3 else was.about
        data, seal = encode(replace(was, about=about, previous=seal))
        record.path(number).write_bytes(data)
    assert found(record) == []
    assert found(record, seen) == [(Kind.UNKNOWN, 3, 5)]


def test_a_memory_that_was_altered_is_not_taken_for_a_fault_of_the_record(record: Record) -> None:
    seen = seals(record) | {2: "e" * 64}
    assert found(record, seen) == []
    assert found(record, {2: "e" * 64}) == [(Kind.UNKNOWN, 2, 2)]  # where nothing later is known


def test_a_later_change_as_seen_does_not_excuse_one_before_a_break(record: Record) -> None:
    seen = seals(record)
    sealed(2, 2, about="CD-2026-9999")(record)
    assert found(record, seen) == [(Kind.UNKNOWN, 2, 2), (Kind.UNCHAINED, 3, 3)]


def test_without_the_desks_id_the_first_change_says_whose_the_record_is(record: Record) -> None:
    assert verify(record, "", {}).faults == ()
    sealed(6, 5, desk="e" * 32)(record)
    assert [f.kind for f in verify(record, "", {}).faults] == [Kind.FOREIGN]


def test_a_training_desks_record_is_not_a_real_desks(record: Record) -> None:
    faults = looked(record, training=True).faults
    assert [(f.kind, f.number, f.last) for f in faults] == [(Kind.OTHER_SORT, 1, COUNT)]
    assert looked(record, training=False).faults == ()


def test_nothing_after_a_newer_programs_change_is_judged(record: Record) -> None:
    sealed(6, 5, format=FORMAT + 1)(record)
    record.path(7).write_text("in a way that is not known here")
    assert found(record) == [(Kind.NEWER, 6, 6)]


def test_a_damaged_change_is_not_excused_by_saying_that_it_is_newer(record: Record) -> None:
    data = record.path(3).read_bytes()
    record.path(3).write_bytes(data.replace(b'"format":', b'"format":9', 1))
    assert found(record) == [(Kind.DAMAGED, 3, 3)]


@POSIX
def test_a_link_in_the_place_of_a_change_is_not_followed(record: Record, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    record.path(3).rename(outside)
    record.path(3).symlink_to(outside)
    assert found(record) == [(Kind.UNREADABLE, 3, 3)]


@POSIX
def test_a_folder_in_the_place_of_a_change_is_named(record: Record) -> None:
    record.path(3).unlink()
    record.path(3).mkdir()
    assert found(record) == [(Kind.UNREADABLE, 3, 3)]


def test_a_record_that_goes_away_meanwhile_is_no_record_with_faults(record: Record) -> None:
    def gone(place: int, _total: int) -> None:
        if place == 3:
            record.folder.rename(record.folder.with_name("elsewhere"))

    with pytest.raises(ShareUnavailable):
        looked(record, told=gone)


@pytest.fixture
def long(tmp_path: Path) -> Iterator[Record]:
    """A record that goes on in a folder of its second thousand; written without waiting."""
    record, seal = Record(tmp_path / "long", SCHEMA), FIRST
    for number in range(1, 1004):
        record.path(number).parent.mkdir(exist_ok=True, parents=True)
        data, seal = encode(change(number, seal))
        record.path(number).write_bytes(data)
    yield record


def test_the_folders_of_later_thousands_are_looked_into(long: Record) -> None:
    assert looked(long, seals(long)).count == 1003
    assert found(long, seals(long)) == []
    long.path(1000).unlink()
    flip(1002, 0)(long)
    os.link(long.path(5), long.path(1001).parent / "000000005.json")
    assert found(long) == [
        (Kind.STRANGER, 0, 0),
        (Kind.MISSING, 1000, 1000),
        (Kind.DAMAGED, 1002, 1002),
    ]


def test_files_left_over_from_saving_are_neither_changes_nor_strangers(record: Record) -> None:
    (record.folder / ".000000006.json.0123.tmp").write_text("half")
    assert looked(record).faults == ()
