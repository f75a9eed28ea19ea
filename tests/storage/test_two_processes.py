"""Several officers at once, and officers whose PC dies, with real processes on one desk folder."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from complaintdesk.domain.change import FIRST
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.folder import Record
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.store import SCHEMA
from tests.conftest import COUNCIL, assert_rebuilds, dump

OFFICER = Path(__file__).with_name("officer.py")
ROOT = Path(__file__).parents[2]
EACH = 15

Saved = tuple[str, str]  # the id of a change, and the reference of its case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new desk on the share."""
    made = tmp_path / "share"
    make_desk(made, COUNCIL)
    desk = Desk(made, "Sam Patel")
    open_first(desk)
    desk.close()
    return made


class Officer:
    """A process that logs complaints, started and ready but waiting for the word."""

    def __init__(self, folder: Path, home: Path, count: int, **switches: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, str(OFFICER), str(folder), home.name, str(count)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={
                **os.environ, "COMPLAINTDESK_HOME": str(home), "PYTHONPATH": str(ROOT), **switches
            },
        )  # fmt: skip
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self._typed, self._said = self.process.stdin, self.process.stdout
        self._complained = self.process.stderr

    def wait_until_ready(self) -> None:
        assert self._said.readline() == "ready\n", self._complained.read()

    def go(self) -> None:
        self._typed.write("go\n")
        self._typed.flush()

    def finish(self) -> tuple[list[Saved], str]:
        """What it said was saved, and what it complained of."""
        # Not `communicate`: it would pass over what `readline` has already taken in.
        said, complained = self._said.read(), self._complained.read()
        self.process.wait(60)
        whole = [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]
        return [(change_id, ref) for change_id, ref in whole], complained


@contextmanager
def officers(folder: Path, homes: Iterable[Path], count: int, **switches: str) -> Iterator[
    list[Officer]
]:  # fmt: skip
    """Officers that begin in the same instant; none outlives the test."""
    started = [Officer(folder, home, count, **switches) for home in homes]
    try:
        for each in started:
            each.wait_until_ready()
        for each in started:
            each.go()
        yield started
    finally:
        for each in started:
            if each.process.poll() is None:
                each.process.kill()
                each.finish()
            for pipe in (each.process.stdin, each.process.stdout, each.process.stderr):
                assert pipe
                pipe.close()


def check_record(folder: Path, saved: list[Saved]) -> list[Saved]:
    """Every change that an officer was told is saved is there once, in one chain without a gap."""
    record = Record(folder / "record", SCHEMA)
    found = [(change.id, change.about) for change in record.since(0, FIRST)]
    record.check_no_gap(len(found))
    assert len(set(found)) == len(found)
    refs = [ref for _, ref in found if ref]
    assert len(set(refs)) == len(refs)
    lost = set(saved) - set(found)
    assert not lost
    return found


def check_stores(folder: Path, homes: Iterable[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The store of every PC adds up to the same, and so does one made anew."""
    dumps = []
    for home in homes:
        with monkeypatch.context() as patch:
            patch.setenv("COMPLAINTDESK_HOME", str(home))
            desk = Desk(folder, home.name)
            assert_rebuilds(desk) if not dumps else desk.catch_up()
            desk.close()
            dumps.append(dump(desk.store_file))
    assert all(other == dumps[0] for other in dumps[1:])


@pytest.mark.parametrize("count", [2, 4])
def test_what_several_pcs_save_at_once_is_all_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    homes = [tmp_path / f"pc-{n}" for n in range(count)]
    with officers(folder, homes, EACH) as started:
        ended = [each.finish() for each in started]
    assert [complained for _, complained in ended] == [""] * count
    saved = [each for said, _ in ended for each in said]
    assert len(saved) == count * EACH
    assert len(check_record(folder, saved)) == 1 + count * EACH
    check_stores(folder, homes, monkeypatch)


def test_what_two_windows_of_one_pc_save_at_once_is_all_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [tmp_path / "pc", tmp_path / "pc", tmp_path / "other pc"]
    with officers(folder, homes, EACH) as started:
        ended = [each.finish() for each in started]
    assert [complained for _, complained in ended] == [""] * 3
    saved = [each for said, _ in ended for each in said]
    assert len(check_record(folder, saved)) == 1 + 3 * EACH
    check_stores(folder, homes[1:], monkeypatch)


def test_the_check_notices_when_numbers_are_not_given_once(folder: Path, tmp_path: Path) -> None:
    """The switch is off: with an overwrite in place of put-if-free, changes are lost, and seen."""
    homes = [tmp_path / f"pc-{n}" for n in range(3)]
    with officers(folder, homes, EACH, TESTS_OVERWRITE="1") as started:
        ended = [each.finish() for each in started]
    saved = [each for said, _ in ended for each in said]
    assert saved
    with pytest.raises((AssertionError, DeskUnusable)):
        check_record(folder, saved)


ROUNDS = 5


def wait_for_changes(folder: Path, count: int) -> None:
    """Until so many more changes are in the record, or ten seconds have passed."""
    enough, until = len(list((folder / "record").glob("*.json"))) + count, time.monotonic() + 10
    while len(list((folder / "record").glob("*.json"))) < enough and time.monotonic() < until:
        time.sleep(0.005)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_what_was_saved_before_a_kill_is_all_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [tmp_path / f"pc-{n}" for n in (1, 2, 2)]
    chance, saved = random.Random(20261120), list[Saved]()
    for _ in range(ROUNDS):
        with officers(folder, homes, 1000) as started:
            wait_for_changes(folder, len(homes))
            for each in chance.sample(started, len(started)):
                time.sleep(chance.uniform(0, 0.15))
                each.process.kill()
            for each in started:
                said, complained = each.finish()
                assert complained == ""
                saved += said
    assert len(saved) >= ROUNDS
    check_record(folder, saved)
    check_stores(folder, homes[:2], monkeypatch)
