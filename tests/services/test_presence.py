"""Who else has the desk open: seen at once, forgotten soon, and never in anybody's way."""

import errno
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from complaintdesk.domain.change import Author
from complaintdesk.domain.colleagues import Colleague, on_case, on_desk
from complaintdesk.services.desk import Desk
from tests.services.present import ALEX, REF, Clock, Open, age, files, leave_a_dead_one, told
from tests.services.present import clock as _clock
from tests.services.present import desk as _desk
from tests.services.present import program as _program
from tests.storage.helpers import POSIX, failing

desk = _desk
clock = _clock
program = _program


ROOT = Path(__file__).parents[2]


YEAR = 365 * 24 * 3600.0


# What officers see


def test_colleagues_see_each_other_from_their_first_beat(program: Open) -> None:
    sam, alex = program(), program("Alex Moss")
    assert sam.beat() == ()
    assert alex.beat(REF, writing=True) == (Colleague("Sam Patel", "PC-Sam"),)
    assert sam.beat() == (replace(ALEX, ref=REF, writing=True),)


def test_what_a_colleague_opens_is_seen_with_the_next_beat(program: Open, clock: Clock) -> None:
    sam, alex = program(), program("Alex Moss")
    alex.beat()
    for ref, writing in ((REF, False), (REF, True), (REF, False), ("", False)):
        clock.wait(2)
        alex.beat(ref, writing)
        assert sam.beat() == (replace(ALEX, ref=ref, writing=writing),)


def test_a_colleague_at_rest_stays(program: Open, clock: Clock) -> None:
    sam, alex = program(), program("Alex Moss")
    for _ in range(200):
        clock.wait(7)
        alex.beat(REF)
        assert sam.beat() == (replace(ALEX, ref=REF),)


def test_who_leaves_is_gone_with_the_next_beat(desk: Desk, program: Open) -> None:
    sam, alex = program(), program("Alex Moss")
    alex.beat()
    assert sam.beat() == (ALEX,)
    alex.leave()
    assert sam.beat() == ()
    assert alex.beat(REF) == ()  # a beat that was on its way brings nothing back
    assert len(files(desk)) == 1


def test_a_lid_that_was_closed_is_seen_and_so_is_its_opening(program: Open, clock: Clock) -> None:
    sam, alex = program(), program("Alex Moss")
    alex.beat()
    assert sam.beat() == (ALEX,)
    clock.wait(29)
    assert sam.beat() == (ALEX,)
    clock.wait(2)
    assert sam.beat() == ()
    alex.beat()
    assert sam.beat() == (ALEX,)


def test_another_window_of_the_same_officer_is_told_as_that(program: Open) -> None:
    first, second, me = program(), program(), Author("Sam Patel", "account", "PC-Sam")
    first.beat(REF, writing=True)
    found = second.beat()
    assert on_desk(found, me) == "Also here: another window of yours (CD-2026-0012)."
    assert on_case(found, REF, me) == "Another window of yours is writing on this case."


def test_twenty_colleagues_see_each_other(program: Open) -> None:
    everyone = [program(f"Officer {n:02}") for n in range(20)]
    for each in everyone:
        each.beat(REF)
    for n, each in enumerate(everyone):
        names = [colleague.name for colleague in each.beat(REF)]
        assert names == [f"Officer {m:02}" for m in range(20) if m != n]


# Programs that died


@pytest.mark.parametrize("seconds", [31.0, 3600.0, YEAR, -YEAR])
def test_what_a_killed_program_left_is_nobody(
    desk: Desk, program: Open, clock: Clock, seconds: float
) -> None:
    leave_a_dead_one(desk, program, seconds)
    sam = program()
    for _ in range(20):
        assert sam.beat() == ()
        clock.wait(2)


def test_a_left_over_that_something_else_touched_is_still_nobody(
    desk: Desk, program: Open, clock: Clock
) -> None:
    """As by a virus scanner or a backup that puts times back: what it says did not change."""
    dead, sam = leave_a_dead_one(desk, program, 4000), program()
    for _ in range(3):
        age(dead, 60)
        assert sam.beat() == ()
        clock.wait(9)


def test_what_a_killed_program_left_is_taken_away_after_an_hour_of_watching(
    desk: Desk, program: Open, clock: Clock
) -> None:
    dead, sam = leave_a_dead_one(desk, program, YEAR), program()
    beside = desk.folder / "presence" / f".{'a' * 32}.tmp"  # killed while it was writing
    beside.write_bytes(b"half")
    stranger = desk.folder / "presence" / "read me.txt"
    stranger.write_text("not ours to take")
    for _ in range(60):
        sam.beat()
        clock.wait(60)
    assert dead.exists()
    clock.wait(60)
    sam.beat()
    assert not dead.exists()
    assert not beside.exists()
    assert stranger.exists()


def test_a_colleague_taken_for_dead_is_back_with_the_next_beat(
    desk: Desk, program: Open, clock: Clock
) -> None:
    """A lid closed for a morning: the file was taken away, the program lives on."""
    alex, other_clock = program("Alex Moss"), Clock()
    alex.beat()
    sam = program(clock=other_clock)
    sam.beat()
    other_clock.wait(3601)
    sam.beat()
    assert len(files(desk)) == 1
    clock.wait(10)
    alex.beat()
    assert sam.beat() == (ALEX,)


# Real processes, and clocks that are wrong

_PROGRAM = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from complaintdesk.domain.change import Author
from complaintdesk.services.desk import Desk
from complaintdesk.services.presence import Presence

off = timedelta(seconds=float(sys.argv[3]))
wrong = lambda real=time.time: real() + off.total_seconds()
time.time = wrong
name = sys.argv[2]
author = Author(name, "account", "PC-" + name.split()[0])
desk = Desk(Path(sys.argv[1]), name, author=author, clock=lambda: datetime.now(UTC) + off)
presence = Presence(desk)
print("ready", flush=True)
while True:
    print([one.name for one in presence.beat("CD-2026-0012", True)], flush=True)
    time.sleep(0.1)
"""


@contextmanager
def running(desk: Desk, name: str, off: float = 0) -> Iterator["subprocess.Popen[str]"]:
    """A program on a PC whose clock is so many seconds off."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(desk.folder), name, str(off)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def soon(condition: Callable[[], object], seconds: float = 3.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@POSIX
@pytest.mark.parametrize("off", [0.0, YEAR, -YEAR])
def test_a_real_program_is_seen_within_three_seconds_and_forgotten_once_killed(
    desk: Desk, program: Open, clock: Clock, off: float
) -> None:
    sam = program()
    sam.beat()
    with running(desk, "Alex Moss", off) as process:
        soon(lambda: sam.beat() == (replace(ALEX, ref=REF, writing=True),))
        assert process.stdout
        seen = [process.stdout.readline() for _ in range(5)]
        assert seen[-1] == "['Sam Patel']\n"
        process.kill()
        process.wait()
    sam.beat()  # whatever it still wrote is known now
    clock.wait(31)
    assert sam.beat() == ()
    dead = next(path for path in files(desk) if told(path)["name"] == "Alex Moss")
    age(dead, 31)
    assert [one.name for one in program("Jo Lee").beat()] == ["Sam Patel"]


def test_a_colleague_whose_share_has_another_time_for_each_pc_is_seen_when_they_change(
    desk: Desk, program: Open, clock: Clock
) -> None:
    """Where the PC and not the server stamps a file, a wrong clock costs one beat of waiting."""
    sam, alex = program(), program("Alex Moss")
    sam.beat()
    for back in (YEAR, YEAR - 9):
        alex.beat()
        (path,) = (path for path in files(desk) if told(path)["name"] == "Alex Moss")
        age(path, back)
        found = sam.beat()
        clock.wait(9)
    assert found == (ALEX,)


# A share that goes away


def test_a_folder_that_went_away_and_came_back(desk: Desk, program: Open, clock: Clock) -> None:
    sam, alex = program(), program("Alex Moss")
    alex.beat()
    assert sam.beat() == (ALEX,)
    away = desk.folder.with_name("away")
    desk.folder.rename(away)
    desk.folder.mkdir()  # a mount point with nothing mounted
    assert sam.beat(REF) == (ALEX,)
    clock.wait(31)
    assert sam.beat(REF) == ()
    assert list(desk.folder.iterdir()) == []
    desk.folder.rmdir()
    assert sam.beat(REF) == ()
    sam_leaves = program("Jo Lee")
    sam_leaves.beat()
    sam_leaves.leave()
    away.rename(desk.folder)
    alex.beat()
    assert sam.beat(REF) == (ALEX,)
    assert alex.beat() == (Colleague("Sam Patel", "PC-Sam", REF),)


def test_a_presence_folder_that_was_deleted_is_made_again(desk: Desk, program: Open) -> None:
    sam, alex = program(), program("Alex Moss")
    sam.beat(), alex.beat()
    for path in files(desk):
        path.unlink()
    (desk.folder / "presence").rmdir()
    sam.beat("CD-2026-0001"), alex.beat(REF)
    sam.beat("CD-2026-0002")
    assert alex.beat("") == (Colleague("Sam Patel", "PC-Sam", "CD-2026-0002"),)


ERRORS = (errno.EIO, errno.EACCES, errno.ENOSPC, errno.ESTALE, errno.EINVAL)


CALLS = ("open", "fsync", "replace", "scandir", "unlink", "mkdir", "stat")


DONE = ("fsync", "replace", "unlink", "mkdir")  # may be done although the share says otherwise


@pytest.mark.parametrize(
    ("name", "after"),
    [*((name, False) for name in CALLS), *((name, True) for name in DONE)],
)
def test_no_error_of_the_share_gets_in_anybodys_way(
    desk: Desk, program: Open, monkeypatch: pytest.MonkeyPatch, name: str, after: bool
) -> None:
    real = getattr(os, name)
    for number in ERRORS:
        error = OSError(number, os.strerror(number))
        faulty = failing(real, error, after=after, times=math.inf)
        sam, alex, ref = program(), program("Alex Moss"), f"CD-2026-{number:04}"
        sam.beat()
        with monkeypatch.context() as patch:
            patch.setattr(os, name, faulty)
            alex.beat()
            sam.beat(ref)
        alex.beat()
        sam.beat(ref)
        assert Colleague("Sam Patel", "PC-Sam", ref) in alex.beat()
        with monkeypatch.context() as patch:
            patch.setattr(os, name, faulty)
            sam.leave()


def test_a_file_that_could_not_be_replaced_is_written_with_the_next_beat(
    desk: Desk, program: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows while a colleague reads it."""
    sam = program()
    sam.beat()
    with monkeypatch.context() as patch:
        denied = PermissionError(errno.EACCES, "in use")
        patch.setattr(os, "replace", failing(os.replace, denied, after=False, times=1))
        sam.beat(REF)
        assert told(files(desk)[0])["ref"] == ""
        clock.wait(2)
        sam.beat(REF)
    (only,) = files(desk)  # nothing half written lies beside
    assert told(only)["ref"] == REF


def test_nobody_waits_for_a_share_that_hangs(
    desk: Desk, program: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second beat and a leave return at once; the file goes when the share answers again."""
    sam, alex = program(), program("Alex Moss")
    hangs, answers = threading.Event(), threading.Event()
    alex.beat()
    sam.beat()
    real = os.scandir

    def hang(*given: Path) -> object:
        hangs.set()
        answers.wait(20)
        return real(*given)

    monkeypatch.setattr(os, "scandir", hang)
    waiting = threading.Thread(target=sam.beat, args=(REF,))
    waiting.start()
    assert hangs.wait(20)
    assert sam.beat(REF) == (ALEX,)
    sam.leave()
    assert waiting.is_alive()  # so neither of the two waited for it
    answers.set()
    waiting.join(20)
    assert [told(path)["name"] for path in files(desk)] == ["Alex Moss"]
