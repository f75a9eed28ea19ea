"""Presence lets nobody in, tells nothing of a complaint, and costs next to nothing."""

import errno
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.domain.change import Author
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from complaintdesk.services.presence import Presence
from tests.hostile import HOSTILE
from tests.services.present import ALEX, REF, Clock, Open, files, leave_a_dead_one, told
from tests.services.present import clock as _clock
from tests.services.present import desk as _desk
from tests.services.present import program as _program
from tests.storage.helpers import POSIX, complete, contents
from tests.storage.operations import counted

desk = _desk
clock = _clock
program = _program


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
