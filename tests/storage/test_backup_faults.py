"""Backups while others work, and when the PC dies, the disk is full or two PCs begin at once."""

import errno
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.proofs.crowd import officers
from benchmarks.proofs.desks import new_desk
from complaintdesk.domain.errors import DeskError, DeskUnusable
from complaintdesk.services.backups import daily as days
from complaintdesk.services.backups import making
from complaintdesk.services.backups.archive import open_archive
from complaintdesk.services.backups.making import make, make_whole
from complaintdesk.services.backups.names import backups_in
from complaintdesk.services.backups.restoring import restore
from complaintdesk.services.desk import Desk
from complaintdesk.settings import read_desk_file
from tests.services.backup_helpers import MAKER, filled, maker, opened_elsewhere, patched
from tests.storage.helpers import contents

ROOT = Path(__file__).parents[2]
SEED = "20261120"
COMMAND = "from complaintdesk.cli import main; import sys; sys.exit(main(sys.argv[1:]))"


def started(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """The program in a process of its own, as on another PC."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "COMPLAINTDESK_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def finished(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def cut_to(folder: Path, head: int, into: Path) -> Path:
    """A copy of the desk as it was when its record ended with this change."""
    for name, data in contents(folder).items():
        number = name.removeprefix("record/").removesuffix(".json")
        later = number.isdecimal() and int(number) > head
        if not (later or name.startswith("backups/") or name.endswith(".tmp")):
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_bytes(data)
    return into


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new desk on the share."""
    return new_desk(tmp_path / "share")


def wait_for_changes(folder: Path, count: int) -> None:
    """Until so many more changes are in the record, or ten seconds have passed."""
    enough, until = len(list((folder / "record").glob("*.json"))) + count, time.monotonic() + 10
    while len(list((folder / "record").glob("*.json"))) < enough and time.monotonic() < until:
        time.sleep(0.005)


def test_a_backup_made_while_others_save_is_a_beginning_of_the_record(
    folder: Path, tmp_path: Path
) -> None:
    homes, made = [tmp_path / "pc-1", tmp_path / "pc-2"], []
    with officers(folder, homes, 0, SEED) as started:
        for _ in range(3):
            wait_for_changes(folder, 5)
            made.append(make(folder, MAKER))
        after = len(contents(folder / "record"))
        for each in started:
            each.process.kill()
            each.finish()
    heads = [each.manifest.head for each in made]
    assert heads == sorted(set(heads))
    assert heads[-1] < after
    for number, each in enumerate(made):
        back = restore(each.path, tmp_path / f"back-{number}").folder
        there = cut_to(folder, each.manifest.head, tmp_path / f"cut-{number}")
        assert contents(back / "record") == contents(there / "record")
        stores = [opened_elsewhere(f, tmp_path / f"{f.name}-pc") for f in (back, there)]
        assert stores[0] == stores[1]


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_a_pc_that_dies_while_it_makes_backups_leaves_none_that_only_looks_whole(
    folder: Path, tmp_path: Path
) -> None:
    with officers(folder, [tmp_path / "pc-1"], 30, SEED) as begun:
        begun[0].finish()
    (folder / "letters/CD-2026-0001").mkdir(exist_ok=True)
    (folder / "letters/CD-2026-0001/scan.pdf").write_bytes(os.urandom(3_000_000))
    chance, seen = random.Random(20261120), 0
    for number in range(4):
        out = tmp_path / f"out-{number}.zip"
        more = ("--out", str(out)) if number % 2 else ()
        process = started(tmp_path / "pc-2", "backup", "--desk", str(folder), *more)
        until_begun(process, folder / "backups", tmp_path)
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        finished(process)
        for each in (*(b.path for b in backups_in(folder) if b.is_verified), out):
            if each.exists():
                seen += 1
                assert restore(each, tmp_path / f"back-{number}-{each.stem}").lost == ()
    assert finished(started(tmp_path / "pc-2", "backup", "--desk", str(folder)))[0] == 0
    assert restore(backups_in(folder)[-1].path, tmp_path / "last").lost == ()


def until_begun(process: "subprocess.Popen[str]", *folders: Path) -> None:
    """Wait until something is being written beside, or all is over."""
    until = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < until:
        if any(path for each in folders for path in each.glob(".*.tmp")):
            return
        time.sleep(0.002)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_a_pc_that_dies_while_it_restores_leaves_no_desk_or_a_whole_one(
    folder: Path, tmp_path: Path
) -> None:
    with officers(folder, [tmp_path / "pc-1"], 60, SEED) as begun:
        begun[0].finish()
    made = make(folder, MAKER)
    whole = contents(restore(made.path, tmp_path / "whole").folder)
    chance, halves = random.Random(20261120), 0
    for number in range(12):
        if halves and number > 2:
            break
        into = tmp_path / f"back-{number}"
        process = started(tmp_path / "pc-2", "restore", str(made.path), "--into", str(into))
        while process.poll() is None and not into.exists():
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        finished(process)
        if (into / "desk.toml").exists():
            found = {k: v for k, v in contents(into).items() if not k.endswith(".tmp")}
            assert found == whole
        else:
            halves += 1
            with pytest.raises(DeskUnusable, match=r"is not a desk|is not there"):
                read_desk_file(into)
    assert halves


def test_three_pcs_that_begin_the_day_in_the_same_instant_make_one_backup(
    folder: Path, tmp_path: Path
) -> None:
    """Today must be a working day: the calendar of these processes says so every day."""
    command = (
        "from complaintdesk.domain.calendar import WorkingCalendar as W\n"
        "W.is_working_day = lambda self, day: True\n" + COMMAND
    )
    with patched(sys.modules[__name__], "COMMAND", command):
        begun = [
            started(tmp_path / f"pc-{n}", "backup", "--daily", "--desk", str(folder))
            for n in range(3)
        ]
        ended = [finished(each) for each in begun]
    assert [(status, err) for status, _, err in ended] == [(0, "")] * 3
    assert sorted(out.startswith("Backup made") for _, out, _ in ended) == [False, False, True]
    (found,) = backups_in(folder)
    assert found.is_verified
    assert [n for n in contents(folder / "backups") if n.endswith((".tmp", ".txt"))] == []


def test_without_claims_three_waste_work_and_harm_nothing(folder: Path, tmp_path: Path) -> None:
    """The switch is off: every PC thinks that the day is its own."""
    from contextlib import contextmanager

    @contextmanager
    def claimed(*_: object) -> Iterator[bool]:
        yield True

    with patched(days, "_claimed", claimed), patched(days, "is_due", lambda *_: True):
        made = [days.daily(folder, maker(clock=c)) for c in ("09:00", "09:00", "09:01")]
    assert [bool(each) for each in made] == [True, False, True]
    for number, each in enumerate(backups_in(folder)):
        assert restore(each.path, tmp_path / f"back-{number}").lost == ()


# Disk full, and every other fault of the folder


def bounded(real: Callable[..., Iterator[bytes]], most: int) -> Callable[..., Iterator[bytes]]:
    """The zip, on a disk that has room for so many bytes."""

    def pieces(*given: object) -> Iterator[bytes]:
        written = 0
        for piece in real(*given):
            written += len(piece)
            if written > most:
                raise OSError(errno.ENOSPC, "No space left on device")
            yield piece

    return pieces


@pytest.mark.parametrize("most", [0, 700, 1500, 3000])
@pytest.mark.parametrize("whole", [False, True])
def test_a_disk_that_is_full_in_the_middle_is_one_sentence_and_nothing_half(
    desk: Desk, tmp_path: Path, most: int, whole: bool
) -> None:
    filled(desk)
    (desk.folder / "templates" / "letterhead.docx").write_bytes(os.urandom(5000))
    out, pieces = tmp_path / "o.zip", making.Packing.pieces
    with (
        patched(making.Packing, "pieces", bounded(pieces, most)),
        pytest.raises(DeskError, match=r"No space left on device.*Nothing of it is left"),
    ):
        make_whole(desk.folder, MAKER, out) if whole else make(desk.folder, MAKER)
    left = [name for name in contents(desk.folder / "backups") if not name.startswith("files/")]
    assert (left, out.exists(), list(tmp_path.glob(".*.tmp"))) == ([], False, [])
    assert make(desk.folder, MAKER)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EHOSTDOWN])
@pytest.mark.parametrize("name", ["written_beside", "name_if_free", "put_if_free", "shared_folder"])
def test_every_fault_of_the_folder_is_one_sentence_and_no_backup(
    desk: Desk, name: str, number: int
) -> None:
    filled(desk)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with patched(making, name, fail), pytest.raises(DeskError, match="Nothing of it is left"):
        make(desk.folder, MAKER)
    assert backups_in(desk.folder) == ()


def test_a_folder_that_knows_no_links_has_backups_all_the_same(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(desk)

    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", link)
        made = make(desk.folder, MAKER)
        assert restore(made.path, tmp_path / "back").lost == ()
    with open_archive(made.path) as archive:
        assert archive.manifest.head == 3
