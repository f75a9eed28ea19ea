"""A number is given once, and the changes make a chain: (taken) and (chain) of the invariants in
complaintdesk/record/__init__.py, each by its name in the test's.

Damage and faults, the other two, are in test_record_damage.py and test_record_faults.py.
"""

import errno
import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.change import FIRST, Origin
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record import place
from complaintdesk.record.change import decode, encode, file_name
from complaintdesk.record.folder import NumberTaken, Record
from complaintdesk.record.place import put_if_free
from complaintdesk.store import SCHEMA
from tests.storage.helpers import (
    ORIGIN,
    POSIX,
    change,
    contents,
    failing,
    no_waiting,
    record_of,
    seal_of,
)

__all__ = ["no_waiting"]
pytestmark = pytest.mark.usefixtures("no_waiting")
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


# The folder's files


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


def slow(real: Callable[..., Any]) -> Callable[..., Any]:
    """A call that goes over a slow line."""

    def call(*given: Any, **more: Any) -> Any:
        time.sleep(2 * place._FAR)
        return real(*given, **more)

    return call


@POSIX
@pytest.mark.parametrize("far", [True, False])
def test_over_a_slow_line_nobody_waits_for_what_was_written_beside_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, far: bool
) -> None:
    go_on, unlink = threading.Event(), Path.unlink
    waited = threading.active_count()
    monkeypatch.setattr(os, "link", slow(os.link))  # one call may be slow on any disk
    if far:
        monkeypatch.setattr(os, "open", slow(os.open))
        monkeypatch.setattr(
            Path, "unlink", lambda path, **more: go_on.wait(60) and unlink(path, **more)
        )
    put_if_free(tmp_path / "a", b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert len(contents(tmp_path)) == 1 + far
    go_on.set()
    while threading.active_count() > waited:
        time.sleep(0.001)
    assert contents(tmp_path) == {"a": b"whole"}


def test_a_record_is_no_place_for_a_schema_it_does_not_know(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 1)
    with pytest.raises(DeskUnusable, match="newer complaintdesk"):
        Record(record.folder, SCHEMA - 1).read(1)
