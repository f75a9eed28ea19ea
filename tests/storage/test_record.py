"""The four invariants of complaintdesk/record/__init__.py, each by its name in the test's."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.change import FIRST, Origin
from complaintdesk.domain.errors import DeskError, DeskUnusable, ShareUnavailable
from complaintdesk.record import place
from complaintdesk.record.change import decode, encode, file_name
from complaintdesk.record.folder import NumberTaken, Record
from complaintdesk.record.place import put_if_free
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.store import SCHEMA
from tests.conftest import COUNCIL, NOW
from tests.storage.helpers import (
    ORIGIN,
    change,
    contents,
    details,
    failing,
    no_waiting,
    record_of,
)

__all__ = ["no_waiting"]
pytestmark = pytest.mark.usefixtures("no_waiting")

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows renames; it never links")
WAYS = ("link", "EPERM", "ENOTSUP", "ENOSYS", "EMLINK")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a file is put in place: by a link, or by an exclusive create where links are refused."""
    if request.param != "link":
        no_links(monkeypatch, getattr(errno, request.param))
    return str(request.param)


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    no_links(monkeypatch, errno.EPERM)


def no_links(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)


# 1. taken


def test_taken_a_file_in_place_is_never_overwritten(tmp_path: Path, way: str) -> None:
    put_if_free(tmp_path / "1.json", b"first")
    with pytest.raises(FileExistsError):
        put_if_free(tmp_path / "1.json", b"second")
    assert contents(tmp_path) == {"1.json": b"first"}


def test_taken_of_eight_who_ask_at_once_one_gets_the_name(tmp_path: Path, way: str) -> None:
    def ask(n: int) -> int | None:
        try:
            put_if_free(tmp_path / "1.json", b"%d" % n * 2000)
        except FileExistsError:
            return None
        return n

    with ThreadPoolExecutor(8) as pool:
        winners = [n for n in pool.map(ask, range(8)) if n is not None]
    assert len(winners) == 1
    assert contents(tmp_path) == {"1.json": b"%d" % winners[0] * 2000}


def test_taken_a_second_change_of_a_number_is_told_so(tmp_path: Path, way: str) -> None:
    record = record_of(tmp_path / "record", 1)
    before = contents(record.folder)
    with pytest.raises(NumberTaken):
        record.append(change(1, id="of a colleague"))
    assert contents(record.folder) == before


def test_taken_by_a_colleague_who_is_still_writing(tmp_path: Path, way: str) -> None:
    """Without links a colleague's file grows in place; half of it is a file of theirs already."""
    record = record_of(tmp_path / "record", 0)
    half = encode(change(1, id="of a colleague"))[0][:-100]
    (record.folder / file_name(1)).write_bytes(half)
    with pytest.raises(NumberTaken):
        record.append(change(1))
    assert contents(record.folder) == {file_name(1): half}


@POSIX
def test_taken_what_cannot_be_opened_is_not_taken_away(
    tmp_path: Path, without_links: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over SMB an exclusive create may say EINVAL or EACCES where a colleague's file stands."""
    record = record_of(tmp_path / "record", 1)
    before, real = contents(record.folder), os.open

    def refuse(path: Any, flags: int, *mode: int) -> int:
        if Path(path).name == file_name(1) and flags & os.O_CREAT:
            raise OSError(errno.EINVAL, "Invalid argument")
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(NumberTaken):
        record.append(change(1, id="mine"))
    assert contents(record.folder) == before


class CutShort:
    """A file that takes half of what is written to it and then reports a full disk."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> "CutShort":
        return self

    def __exit__(self, *_fault: object) -> None:
        self.file.close()

    def write(self, data: bytes) -> None:
        self.file.write(data[: len(data) // 2])
        self.file.flush()
        raise OSError(errno.ENOSPC, "No space left on device")


@POSIX
@pytest.mark.parametrize("at", [1, 2], ids=["beside", "in place"])
def test_taken_a_write_that_fails_half_way_leaves_nothing(
    tmp_path: Path, without_links: None, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    real, calls = os.fdopen, []

    def open_file(handle: int, *given: Any) -> Any:
        calls.append(handle)
        file = real(handle, *given)
        return CutShort(file) if len(calls) == at else file

    monkeypatch.setattr(os, "fdopen", open_file)
    with pytest.raises(OSError, match="No space"):
        put_if_free(tmp_path / "1.json", b"x" * 1000)
    assert contents(tmp_path) == {}


@POSIX
def test_taken_a_whole_file_stays_though_it_could_not_be_synced(
    tmp_path: Path, without_links: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague may have read it and built on it: taking it away would tear a gap."""
    calls, real = [], os.fsync

    def sync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(OSError, match="Input/output"):
        put_if_free(tmp_path / "1.json", b"whole")
    assert contents(tmp_path) == {"1.json": b"whole"}


# 2. damaged


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


def seal_of(head: bytes) -> bytes:
    from hashlib import sha256

    return sha256(head).hexdigest().encode() + b"\n"


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
# What is done to the record, what the sentence must say, and the number it must name.
DAMAGES: dict[str, tuple[Callable[[Path], None], str, int]] = {
    "empty": (cut(lambda _: 0), SEAL, 2),
    "cut in the head": (cut(lambda d: 40), SEAL, 2),
    "cut after the head": (cut(lambda d: d.index(b"\n") + 1), SEAL, 2),
    "cut in the payload": (cut(lambda d: d.index(b"\n") + 50), SEAL, 2),
    "cut before the seal": (cut(lambda d: len(d) - 65), SEAL, 2),
    "cut in the seal": (cut(lambda d: len(d) - 10), SEAL, 2),
    "cut by its last line end": (cut(lambda d: len(d) - 1), SEAL, 2),
    "last one cut": (cut(lambda d: len(d) // 2, 4), SEAL, 4),
    "byte in the head": (flip(0, 30), SEAL, 2),
    "byte in the payload": (flip(1, 30), SEAL, 2),
    "byte in the seal": (flip(2, 30), SEAL, 2),
    "two lines": (written(b"{}\n" + seal_of(b"{}\n")), SEAL, 2),
    "not JSON": (written(b"hello\n\n" + seal_of(b"hello\n")), SEAL, 2),
    "a list": (written(b"[]\n{}\n" + seal_of(b"[]\n")), SEAL, 2),
    "an empty head": (written(b"{}\n{}\n" + seal_of(b"{}\n")), SEAL, 2),
    "binary": (written(bytes(range(256))), SEAL, 2),
    "missing": (remove(2), "is missing from the desk's record", 2),
    "first missing": (remove(1), "is missing from the desk's record", 1),
    "twice": (copy(2, 5), SEAL, 5),
    "swapped": (swap, SEAL, 2),
    "rewritten with a right seal": (rewrite, "does not follow change 2", 3),
    "another desk's": (head_says(desk="e" * 32), "is from another desk", 5),
    "another desk's, not following": (head_says(previous="e" * 64), "does not follow", 5),
    "a training desk's": (head_says(training=True), "is that of a training desk", 0),
    "newer format": (head_says(format=2), NEWER, 5),
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
    "last one cut": (cut(lambda d: len(d) // 2, 4), SEAL),
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


# 3. chain


def test_chain_is_read_in_order_with_what_was_written(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 12)
    found = list(record.since(0, FIRST))
    assert [c.number for c in found] == list(range(1, 13))
    assert [c.previous for c in found] == [FIRST, *(c.seal for c in found[:-1])]
    assert found[4] == change(5, found[3].seal, seal=found[4].seal)


def test_chain_ends_at_what_comes_from_another_record(tmp_path: Path) -> None:
    record, other = record_of(tmp_path / "record", 3), record_of(tmp_path / "other", 0)
    seal = FIRST
    for number in (1, 2, 3, 4):
        seal = other.append(change(number, seal, origin=Origin("e" * 32, False, "0.1.0", SCHEMA)))
    shutil.copy(other.folder / file_name(4), record.folder / file_name(4))
    passed = []
    with pytest.raises(DeskUnusable, match=r"Change 4 .* does not follow change 3"):
        for each in record.since(0, FIRST):
            passed.append(each.number)
    assert passed == [1, 2, 3]


def test_chain_is_of_heads_so_that_a_payload_has_only_its_hash_in_it() -> None:
    data, seal = encode(change())
    head = json.loads(data.splitlines()[0])
    assert head["previous"] == FIRST
    assert seal.encode() + b"\n" == seal_of(data.splitlines(keepends=True)[0])
    assert "Something was done" not in json.dumps(head)


def test_chain_keeps_who_when_and_from_where() -> None:
    data, seal = encode(change())
    assert decode(data, 1, SCHEMA) == change(seal=seal)
    assert decode(data, 1, SCHEMA).origin == ORIGIN


@pytest.mark.parametrize("name", ["desk.toml", "Thumbs.db", ".DS_Store", ".000000005.json.x.tmp"])
def test_chain_passes_over_files_that_are_no_changes(tmp_path: Path, name: str) -> None:
    record = record_of(tmp_path / "record", 2)
    (record.folder / name).write_bytes(b"left over")
    assert len(list(record.since(0, FIRST))) == 2
    record.check_no_gap(2)


# 4. faults

ERRNOS = (
    errno.EINVAL, errno.EIO, errno.ENOSPC, errno.EACCES, errno.EEXIST, errno.ENOENT, errno.EROFS,
    errno.ETIMEDOUT, errno.ESTALE, errno.EHOSTUNREACH, errno.EPERM, errno.EDQUOT, errno.EBUSY,
)  # fmt: skip
CALLS = ("link", "open", "fsync", "fdopen", "unlink")


def fault(
    monkeypatch: pytest.MonkeyPatch, call: str, number: int, after: bool, times: float
) -> None:
    """Let one call of the append path report an error."""
    error = OSError(number, os.strerror(number))
    owner: Any = Path if call == "unlink" else os
    if after and call in ("open", "fdopen"):
        after = False  # what was opened cannot be closed by those who never got it
    monkeypatch.setattr(owner, call, failing(getattr(owner, call), error, after=after, times=times))


@POSIX
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", ERRNOS, ids=lambda n: errno.errorcode[n])
@pytest.mark.parametrize("call", CALLS)
def test_faults_that_pass_are_not_noticed(
    tmp_path: Path, call: str, number: int, after: bool
) -> None:
    record = record_of(tmp_path / "record", 1)
    first = next(record.since(0, FIRST))
    with pytest.MonkeyPatch.context() as patch:
        fault(patch, call, number, after, 1)
        seal = record.append(change(2, first.seal))
    assert [c.seal for c in record.since(1, first.seal)] == [seal]


@POSIX
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", ERRNOS, ids=lambda n: errno.errorcode[n])
@pytest.mark.parametrize("call", CALLS)
def test_faults_that_stay_end_in_once_or_in_a_sentence(
    tmp_path: Path, call: str, number: int, after: bool
) -> None:
    record, made = record_of(tmp_path / "record", 0), change(1)
    with pytest.MonkeyPatch.context() as patch:
        fault(patch, call, number, after, float("inf"))
        try:
            record.append(made)
        except ShareUnavailable as error:
            told = str(error)
            # “Nothing was saved” is said only where that is so.
            assert ("not certain" in told) != ("Nothing was saved" in told)
            assert "not certain" in told or not (record.folder / file_name(1)).exists()
        else:
            assert (record.folder / file_name(1)).exists()
    seal = record.append(made)
    assert [c.seal for c in record.since(0, FIRST)] == [seal]


@POSIX
@pytest.mark.parametrize("number", ERRNOS, ids=lambda n: errno.errorcode[n])
def test_faults_reported_after_the_link_was_made_count_as_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    record = record_of(tmp_path / "record", 0)
    fault(monkeypatch, "link", number, True, float("inf"))
    seal = record.append(change(1))
    assert [c.seal for c in record.since(0, FIRST)] == [seal]


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.EHOSTUNREACH, errno.EINVAL])
def test_faults_of_reading_that_pass_are_not_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    record = record_of(tmp_path / "record", 1)
    fail = failing(Path.read_bytes, OSError(number, "no"), after=False, times=3)
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert [c.number for c in record.since(0, FIRST)] == [1]


def test_faults_of_reading_back_leave_it_uncertain_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link may have been made: “nothing was saved” would be a guess."""
    record = record_of(tmp_path / "record", 0)
    fault(monkeypatch, "link", errno.EIO, True, float("inf"))
    fail = failing(Path.read_bytes, OSError(errno.EIO, "no"), after=False, times=float("inf"))
    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(ShareUnavailable, match="not certain"):
        record.append(change(1))


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOENT, errno.EHOSTUNREACH])
@pytest.mark.parametrize("call", ["stat", "iterdir"])
def test_faults_of_looking_at_the_folder_are_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    record = record_of(tmp_path / "record", 1)
    fail = failing(getattr(Path, call), OSError(number, "no"), after=False, times=float("inf"))
    monkeypatch.setattr(Path, call, fail)
    with pytest.raises(ShareUnavailable):
        list(record.since(0, FIRST))
        record.check_no_gap(1)


def test_faults_of_a_folder_that_went_away_are_a_sentence(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 1)
    record.folder.rename(tmp_path / "elsewhere")
    for look in (lambda: record.read(1), lambda: record.append(change(2)), record.check_no_gap):
        with pytest.raises(ShareUnavailable):
            look(*([1] if look == record.check_no_gap else []))


@POSIX
@pytest.mark.parametrize("call", ["link", "fsync", "open"])
def test_faults_that_stay_change_nothing_and_the_same_form_is_saved_once_later(
    desk: Desk, call: str
) -> None:
    commands.log_complaint(desk, details("Ann"))
    before = contents(desk.folder), queries.queue(desk).rows
    real = getattr(os, call)

    def fail(*given: Any, **named: Any) -> Any:
        if call != "open" or given[1] & os.O_CREAT:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(DeskError, match=r"(?i)what you typed is kept"):
            commands.log_complaint(desk, details("Ben"), "form-1")
    assert (contents(desk.folder), queries.queue(desk).rows) == before
    for _ in range(2):
        commands.log_complaint(desk, details("Ben"), "form-1")
    assert [row.complainant for row in queries.queue(desk).rows] == ["Ann", "Ben"]


@POSIX
@pytest.mark.parametrize("call", ["link", "fsync", "unlink"])
def test_faults_after_the_deed_leave_one_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fault(patch, call, errno.EINVAL, True, 1)
        commands.log_complaint(desk, details("Ann"))
    assert queries.queue(desk).count == 1
    assert len(contents(desk.folder / "record")) == 2


def test_a_file_that_may_be_replaced_is_the_old_one_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "draft.json"
    place.replace_file(path, b"old")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", failing(os.fsync, OSError(errno.ENOSPC, "full"), after=False))
        with pytest.raises(OSError, match="full"):
            place.replace_file(path, b"new")
    assert contents(tmp_path) == {"draft.json": b"old"}
    place.replace_file(path, b"new")
    assert contents(tmp_path) == {"draft.json": b"new"}


def test_a_record_is_no_place_for_a_schema_it_does_not_know(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 1)
    with pytest.raises(DeskUnusable, match="newer complaintdesk"):
        Record(record.folder, SCHEMA - 1).read(1)
