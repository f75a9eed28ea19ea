"""A file is whole or does not count: (damaged) of complaintdesk/record/__init__.py's invariants."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.change import FORMAT, decode, encode, file_name
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.store import SCHEMA
from tests.conftest import COUNCIL, NOW
from tests.storage.helpers import change, contents, details, no_waiting, record_of, seal_of

__all__ = ["no_waiting"]
pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A desk of four changes (its making, three complaints), with this PC's part beside it."""
    folder = tmp_path_factory.mktemp("four")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(folder / "pc"))
        make_desk(folder / "desk", COUNCIL)
        desk = Desk(folder / "desk", "Sam Patel", clock=lambda: NOW)
        open_first(desk)
        for name in ("Ann", "Ben", "Cat"):
            commands.log_complaint(desk, details(name))
        desk.close()
    yield folder


def cut(at: Callable[[bytes], int], number: int = 2) -> Callable[[Path], None]:
    def damage(record: Path) -> None:
        path = record / file_name(number)
        data = path.read_bytes()
        path.write_bytes(data[: at(data)])

    return damage


def flip(line: int, at: int, number: int = 2) -> Callable[[Path], None]:
    def damage(record: Path) -> None:
        path = record / file_name(number)
        lines = path.read_bytes().splitlines(keepends=True)
        changed = bytearray(lines[line])
        changed[at] ^= 1
        lines[line] = bytes(changed)
        path.write_bytes(b"".join(lines))

    return damage


def written(data: bytes, number: int = 2) -> Callable[[Path], None]:
    return lambda record: (record / file_name(number)).write_bytes(data) and None


def head_says(number: int = 5, **said: Any) -> Callable[[Path], None]:
    """A change sealed as it should be, whose head says something else."""

    def damage(record: Path) -> None:
        path = record / file_name(4)
        head, payload, _seal = path.read_bytes().splitlines(keepends=True)
        values = json.loads(head) | {"number": number, "id": "new", "previous": _seal.decode()[:-1]}
        line = json.dumps(values | said, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        (record / file_name(number)).write_bytes(line + payload + seal_of(line))

    return damage


def swap(record: Path) -> None:
    two, three = (record / file_name(n) for n in (2, 3))
    was = two.read_bytes()
    two.write_bytes(three.read_bytes())
    three.write_bytes(was)


def rewrite(record: Path) -> None:
    """Somebody alters the second change and gives it a new, right seal."""
    path = record / file_name(2)
    told = decode(path.read_bytes(), 2, SCHEMA)
    path.write_bytes(encode(replace(told, about="CD-2026-9999"))[0])


def copy(number: int, to: int) -> Callable[[Path], None]:
    return lambda record: shutil.copy(record / file_name(number), record / file_name(to)) and None


def remove(number: int) -> Callable[[Path], None]:
    return lambda record: (record / file_name(number)).unlink()


NEWER = "was written by a newer complaintdesk"
SEAL = "does not match its own seal"
CUT = "is cut short"
# What is done to the record, what the sentence must say, and the number it must name.
DAMAGES: dict[str, tuple[Callable[[Path], None], str, int]] = {
    "empty": (cut(lambda _: 0), CUT, 2),
    "cut in the head": (cut(lambda d: 40), CUT, 2),
    "cut after the head": (cut(lambda d: d.index(b"\n") + 1), CUT, 2),
    "cut in the payload": (cut(lambda d: d.index(b"\n") + 50), CUT, 2),
    "cut before the seal": (cut(lambda d: len(d) - 65), CUT, 2),
    "cut in the seal": (cut(lambda d: len(d) - 10), CUT, 2),
    "cut by its last line end": (cut(lambda d: len(d) - 1), CUT, 2),
    "last one cut": (cut(lambda d: len(d) // 2, 4), CUT, 4),
    "byte in the head": (flip(0, 30), SEAL, 2),
    "byte in the payload": (flip(1, 30), SEAL, 2),
    "byte in the seal": (flip(2, 30), SEAL, 2),
    "two lines": (written(b"{}\n" + seal_of(b"{}\n")), CUT, 2),
    "not JSON": (written(b"hello\n\n" + seal_of(b"hello\n")), SEAL, 2),
    "a list": (written(b"[]\n{}\n" + seal_of(b"[]\n")), SEAL, 2),
    "an empty head": (written(b"{}\n{}\n" + seal_of(b"{}\n")), SEAL, 2),
    "binary": (written(bytes(range(256))), CUT, 2),
    "missing": (remove(2), "is missing from the desk's record", 2),
    "first missing": (remove(1), "is missing from the desk's record", 1),
    "twice": (copy(2, 5), SEAL, 5),
    "swapped": (swap, SEAL, 2),
    "rewritten with a right seal": (rewrite, "does not follow change 2", 3),
    "another desk's": (head_says(desk="e" * 32), "is from another desk", 5),
    "another desk's, not following": (head_says(previous="e" * 64), "does not follow", 5),
    "a training desk's": (head_says(training=True), "is that of a training desk", 0),
    "newer format": (head_says(format=FORMAT + 1), NEWER, 5),
    "newer schema": (head_says(schema=SCHEMA + 1), NEWER, 5),
    "format in words": (head_says(format="two"), SEAL, 5),
}


def refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence with which the command line refuses a desk, leaving it as it is."""
    before = contents(folder)
    assert main(["queue", "--desk", str(folder)]) == 1
    said = capsys.readouterr()
    assert contents(folder) == before
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "Something went wrong" not in said.err
    return said.err


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_desk_is_refused_in_a_sentence_and_left_as_it_is(
    four: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(four / "desk", folder)
    damage, sentence, number = DAMAGES[name]
    damage(folder / "record")
    said = refused(folder, capsys)
    assert sentence in said
    assert not number or f"Change {number} " in said


KNOWN: dict[str, tuple[Callable[[Path], None], str]] = {
    "last one gone": (remove(4), "ends before change 4"),
    "last one damaged": (flip(1, 30, 4), SEAL),
    "last one cut": (cut(lambda d: len(d) // 2, 4), CUT),
    "last one replaced": (head_says(4, about="other"), "is not the one that this PC has seen"),
    "next one foreign": (head_says(desk="e" * 32), "is from another desk"),
    "gap after it": (lambda r: (head_says(6)(r), None)[1], "Change 5 is missing"),
    "all gone": (lambda r: [p.unlink() for p in r.iterdir()] and None, "ends before change 4"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_damaged_desk_is_refused_by_a_pc_that_knew_it(
    four: Path, tmp_path: Path, this_pc: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(four / "desk", folder)
    shutil.copytree(four / "pc", this_pc)
    assert main(["queue", "--desk", str(folder)]) == 0
    capsys.readouterr()
    damage, sentence = KNOWN[name]
    damage(folder / "record")
    assert sentence in refused(folder, capsys)


def test_damaged_in_any_single_byte_is_seen() -> None:
    data, _ = encode(change())
    for at in range(len(data)):
        for bit in (1, 128):
            wrong = bytearray(data)
            wrong[at] ^= bit
            with pytest.raises(DeskUnusable):
                decode(bytes(wrong), 1, SCHEMA)


def test_damaged_by_a_cut_at_any_length_is_seen() -> None:
    data, _ = encode(change())
    for length in range(len(data)):
        with pytest.raises(DeskUnusable):
            decode(data[:length], 1, SCHEMA)
    with pytest.raises(DeskUnusable):
        decode(data + b"\n", 1, SCHEMA)


def test_damaged_file_that_is_only_slow_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = record_of(tmp_path / "record", 1)
    path, whole = record.folder / file_name(1), (record.folder / file_name(1)).read_bytes()
    path.write_bytes(whole[:50])
    monkeypatch.setattr("complaintdesk.record.folder._UNFINISHED", 60)
    monkeypatch.setattr("time.sleep", lambda _: path.write_bytes(whole))
    read = record.read(1)
    assert read is not None
    assert read.number == 1


@pytest.mark.parametrize("name", ["²", "１", "x", "0000000000000000000000001", "-1", ""])
def test_damaged_is_not_what_a_stray_file_makes_of_a_record(tmp_path: Path, name: str) -> None:
    record = record_of(tmp_path / "record", 1)
    (record.folder / f"{name}.json").write_text("stray")
    record.check_no_gap(1)
