"""Who else has the desk open: seen at once, forgotten soon, and never in anybody's way."""

import errno
import json
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.domain.change import Author
from complaintdesk.domain.colleagues import Colleague, on_case, on_desk
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk
from complaintdesk.services.presence import Presence
from tests.conftest import COUNCIL, NOW
from tests.hostile import HOSTILE
from tests.storage.helpers import POSIX, complete, contents, failing
from tests.storage.operations import counted

REF = "CD-2026-0012"
ALEX = Colleague("Alex Moss", "PC-Alex")
ROOT = Path(__file__).parents[2]
YEAR = 365 * 24 * 3600.0


class Clock:
    """Seconds as a PC counts them, from a beginning of its own."""

    def __init__(self, start: float = 1000.0) -> None:
        self.seconds = start

    def __call__(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


Open = Callable[..., Presence]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk as it lies on the share; presence needs no store, so none is made."""
    folder = tmp_path / "desk"
    make_desk(folder, COUNCIL)
    opened = Desk(folder, "Sam Patel", clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def program(desk: Desk, clock: Clock) -> Open:
    """Opens the desk as an officer does on a PC; every PC counts its seconds by one clock."""

    def opened(name: str = "Sam Patel", pc: str = "", **more: object) -> Presence:
        author = Author(name, "account", pc or f"PC-{name.split()[0]}")
        given = {"clock": clock, "looking_on": None} | more
        there = Desk(desk.folder, name, author=author, looking_on=given["looking_on"])  # type: ignore[arg-type]
        return Presence(there, given["clock"])  # type: ignore[arg-type]

    return opened


def files(desk: Desk) -> list[Path]:
    return sorted((desk.folder / "presence").glob("*"))


def told(path: Path) -> dict[str, object]:
    found = json.loads(path.read_bytes())
    assert isinstance(found, dict)
    return found


def age(path: Path, seconds: float) -> None:
    """As if the server had written it so long ago."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then), follow_symlinks=False)


def leave_a_dead_one(desk: Desk, program: Open, seconds: float = 60.0) -> Path:
    """The file of a program that was killed so long ago."""
    before = set(files(desk))
    program("Dead Ghost").beat(REF)
    (path,) = set(files(desk)) - before
    age(path, seconds)
    return path


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


# Letting in nobody


@pytest.fixture(params=["read only", "on another day"])
def looks(
    request: pytest.FixtureRequest, program: Open, monkeypatch: pytest.MonkeyPatch
) -> Presence:
    """A program that only looks, so that it may write nothing on the share."""
    if request.param == "on another day":
        return program("Mel Manager", looking_on=date(2026, 12, 1))
    opened = program("Mel Manager")
    monkeypatch.setattr(opened._desk, "read_only", True, raising=False)
    return opened


def test_who_only_looks_makes_no_folder(desk: Desk, looks: Presence) -> None:
    assert looks.beat(REF) == ()
    looks.leave()
    assert not (desk.folder / "presence").exists()


def test_who_only_looks_writes_nothing_and_still_sees_colleagues(
    desk: Desk, program: Open, clock: Clock, looks: Presence
) -> None:
    """Without a file of its own to compare with, it waits for a change: one beat of theirs."""
    leave_a_dead_one(desk, program)
    alex = program("Alex Moss")
    alex.beat()
    assert looks.beat(REF) == ()
    clock.wait(9)
    alex.beat()
    before = contents(desk.folder)
    assert looks.beat(REF) == (ALEX,)
    clock.wait(4000)  # long enough to clear up, for those who may
    looks.beat(REF)
    looks.leave()
    assert contents(desk.folder) == before


def test_a_folder_that_may_be_read_only_shows_colleagues_all_the_same(
    desk: Desk, program: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam, alex = program(), program("Alex Moss")
    alex.beat()
    real = os.open

    def refuse(path: Path, flags: int, *rights: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "may be read only")
        return real(path, flags, *rights)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        sam.beat()
    clock.wait(9)
    alex.beat()
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        assert sam.beat() == (ALEX,)
    assert len(files(desk)) == 1


GOOD = {
    "format": 1, "name": "Alex Moss", "account": "amoss", "pc": "PC-Alex", "ref": REF,
    "doing": "", "beat": 1,
}  # fmt: skip
BAD: dict[str, bytes] = {
    "empty": b"",
    "not JSON": b"\x00\xff{",
    "cut short": json.dumps(GOOD).encode()[:-9],
    "a list": b"[1, 2]",
    "a word": b'"Alex Moss"',
    "another format": json.dumps({**GOOD, "format": 2}).encode(),
    "no format": json.dumps({k: v for k, v in GOOD.items() if k != "format"}).encode(),
    "a number for a name": json.dumps({**GOOD, "name": 7}).encode(),
    "a list for a case": json.dumps({**GOOD, "ref": [REF]}).encode(),
    "no PC": json.dumps({k: v for k, v in GOOD.items() if k != "pc"}).encode(),
    "nested": b"[" * 4000,
    "a huge number": b'{"format": ' + b"9" * 4000 + b"}",
    "too big": json.dumps({**GOOD, "more": "x" * 5000}).encode(),
    "10 MB": b"{" + b" " * 10_000_000,
}


def put(desk: Desk, name: str, data: bytes) -> Path:
    path = desk.folder / "presence" / (name * 32 + ".json")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_as_ours_are_is_nobody(desk: Desk, program: Open, name: str) -> None:
    sam, alex = program(), program("Alex Moss")
    alex.beat()
    path = put(desk, "b", BAD[name])
    assert sam.beat() == (ALEX,)
    path.write_bytes(BAD[name] + b" ")
    assert sam.beat() == (ALEX,)


def test_the_good_file_those_are_made_from_would_be_somebody(desk: Desk, program: Open) -> None:
    sam = program()
    sam.beat()
    put(desk, "b", json.dumps(GOOD).encode())
    assert sam.beat() == (replace(ALEX, ref=REF),)


def test_a_file_of_10_mb_is_never_read(
    desk: Desk, program: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam, read = program(), []
    sam.beat()
    put(desk, "b", BAD["10 MB"])
    monkeypatch.setattr(
        "complaintdesk.services.presence.read_whole", lambda *given: read.append(given)
    )
    sam.beat()
    assert read == []


def test_hostile_names_are_cleaned_and_cut(desk: Desk, program: Open, clock: Clock) -> None:
    sam = program()
    for text in HOSTILE:
        clock.wait(9)
        put(desk, "b", json.dumps(GOOD | dict.fromkeys(("name", "pc", "ref"), text[:300])).encode())
        (found,) = sam.beat()
        assert found.name
        for said in (found.name, found.pc, found.ref):
            assert len(said) <= 30
            assert not any(ord(c) < 32 or ord(c) == 127 or 0x80 <= ord(c) < 0xA0 for c in said)


@POSIX
def test_links_pipes_and_folders_are_not_followed(
    desk: Desk, program: Open, tmp_path: Path, clock: Clock
) -> None:
    sam, outside = program(), tmp_path / "outside.json"
    sam.beat()
    outside.write_bytes(json.dumps(GOOD).encode())
    folder = desk.folder / "presence"
    (folder / f"{'a' * 32}.json").symlink_to(outside)
    (folder / f"{'b' * 32}.json").symlink_to("/etc/passwd")
    (folder / f"{'c' * 32}.json").symlink_to("nowhere")
    (folder / f"{'d' * 32}.json").mkdir()
    os.mkfifo(folder / f"{'e' * 32}.json")
    for _ in range(3):
        assert sam.beat() == ()
        clock.wait(4000)
    assert outside.exists()
    assert len(files(desk)) == 6


@POSIX
def test_a_presence_folder_that_leads_elsewhere_is_not_used(
    desk: Desk, program: Open, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (desk.folder / "presence").symlink_to(elsewhere)
    assert program().beat(REF) == ()
    assert list(elsewhere.iterdir()) == []


def test_a_flood_of_files_hides_neither_ourselves_nor_the_screen(
    desk: Desk, program: Open, clock: Clock
) -> None:
    """Of 3,000 dead ones, 50 at most are read, and none is shown though they come and go."""
    sam = program()
    sam.beat()
    for n in range(3000):
        path = desk.folder / "presence" / f"{n:032x}.json"
        path.write_bytes(json.dumps(GOOD).encode())
        os.utime(path, (1, 1))
    with counted(desk.folder / "presence") as calls:
        assert sam.beat() == ()
    assert calls.count("open") <= 51
    for n in range(0, 3000, 50):
        (desk.folder / "presence" / f"{n:032x}.json").unlink()
        clock.wait(2)
        assert sam.beat() == ()


# What it costs, and what it tells


def test_a_beat_when_nothing_changed_is_one_listing(
    desk: Desk, program: Open, clock: Clock
) -> None:
    sam, *others = (program(f"Officer {n}") for n in range(21))
    for each in others:
        each.beat()
    assert len(sam.beat(REF)) == 20
    for _ in range(3):
        clock.wait(2)
        with counted(desk.folder) as calls:
            assert len(sam.beat(REF)) == 20
        assert calls == ["scandir"]


def test_our_own_file_is_written_when_it_says_something_new_or_is_8_seconds_old(
    desk: Desk, program: Open, clock: Clock
) -> None:
    sam, beats = program(), []
    for ref, seconds in (("", 0), ("", 2), ("", 2), (REF, 2), (REF, 2), (REF, 4), (REF, 2.5)):
        clock.wait(seconds)
        sam.beat(ref)
        beats.append(told(files(desk)[0])["beat"])
    assert beats == [1, 1, 1, 2, 2, 2, 3]
    clock.wait(9)
    with counted(desk.folder) as calls:
        sam.beat(REF)
    assert calls.count("replace") == calls.count("scandir") == 1
    assert len(calls) <= 6  # made beside, synced, put in place, and the listing


def test_only_files_that_changed_are_read(desk: Desk, program: Open, clock: Clock) -> None:
    sam, *others = (program(f"Officer {n}") for n in range(6))
    for each in others:
        each.beat()
    sam.beat()
    clock.wait(2)
    others[0].beat(REF)
    with counted(desk.folder) as calls:
        sam.beat()
    assert sorted(calls) == ["open", "scandir"]


def test_a_file_tells_who_and_where_and_nothing_of_a_complaint(desk: Desk, clock: Clock) -> None:
    ref = commands.log_complaint(desk, complete("Zebediah Quillfeather")).ref
    there = Desk(desk.folder, "Sam Patel", author=Author("Sam Patel", "sam", "PC-Sam"))
    Presence(there, clock).beat(ref, writing=True)
    (path,) = files(desk)
    assert told(path) == {
        "format": 1, "name": "Sam Patel", "account": "sam", "pc": "PC-Sam", "ref": ref,
        "doing": "writing", "beat": 1,
    }  # fmt: skip
    assert len(path.stem) == 32
    assert path.suffix == ".json"


@POSIX
def test_only_the_desks_own_people_may_read_it(desk: Desk, program: Open) -> None:
    program().beat()
    (path,) = files(desk)
    assert path.stat().st_mode & 0o777 & ~0o660 == 0
    assert path.parent.stat().st_mode & 0o777 == 0o770


def test_a_long_name_of_the_officer_still_fits_the_file(desk: Desk, program: Open) -> None:
    sam, wide = program(), program("\U0001f468" * 5000, "\U0001f468" * 5000)
    wide.beat("x" * 5000, writing=True)
    (found,) = sam.beat()
    assert len(found.name) == 30
