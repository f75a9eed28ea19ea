"""Every call of the append path failing in turn; and a line that is cut in the middle of one."""

import errno
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.proofs.desks import changes, check_stores, details, look_well, new_desk, opened
from benchmarks.proofs.report import Report, require
from benchmarks.proofs.synthetic import fill
from benchmarks.proofs.tap import Tap, tapped
from complaintdesk.domain.errors import DeskError, ShareUnavailable
from complaintdesk.record import folder as record_folder
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk

ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EINVAL, errno.ESTALE, errno.ENOENT,
          errno.EHOSTDOWN)  # fmt: skip
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """One call that fails: which, how, and what fails after it."""

    at: int
    error: int
    after: bool
    stays: str

    def __str__(self) -> str:
        when = "after" if self.after else "before"
        return f"call {self.at} {errno.errorcode[self.error]} {when} {self.stays}".strip()


def calls(report: Report, share: float) -> None:
    """Each call of the append path fails in turn: told, kept, and saved once when tried again."""
    chance, tally = random.Random(report.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as place, quick():
        root = Path(place)
        folder = new_desk(root)
        with opened(folder, root / "pc") as desk:
            names = _path_of_one_change(desk)
            for fault in _faults(range(len(names)), chance, share):
                _try(desk, fault, tally)
        check_stores(folder, [root / "pc"], root / "anew")
        _at_a_thousand(root / "thousand", chance, share, tally)
        full = _full_disk(root / "full")
    report.say("calls: " + " ".join(names))
    for name in sorted(tally):
        report.figure(name, tally[name])
    report.figure("full disks, at as many sizes", full)
    report.figure("lost, saved twice, or told wrongly", 0)


def cut(report: Report, rounds: int, hang: float) -> None:
    """The line is cut at any call of a change, and comes back: told, and there exactly once."""
    chance, tally = random.Random(report.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as place, quick():
        root = Path(place)
        folder = new_desk(root)
        with opened(folder, root / "pc") as desk:
            count = len(_path_of_one_change(desk))
            for at in range(rounds):
                _cut_at(desk, at % count, chance, hang, tally)
        check_stores(folder, [root / "pc"], root / "anew")
    report.figure("cuts", rounds)
    for name in sorted(tally):
        report.figure(name, tally[name])
    report.figure("lost, or saved twice", 0)


@contextmanager
def quick() -> Iterator[None]:
    """The record tries again at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_folder, "_PAUSE", 0.0002)
        patch.setattr(record_folder, "_UNFINISHED", 0.005)
        yield


def _path_of_one_change(desk: Desk) -> list[str]:
    """The calls that one change makes of the desk's folder, in order."""
    log_complaint(desk, details(desk, "Ann"))
    with tapped(Tap(desk.folder)) as tap:
        log_complaint(desk, details(desk, "Ann"))
    return tap.calls


def _faults(places: Sequence[int], chance: random.Random, share: float) -> Iterator[Fault]:
    for at in places:
        for error in ERRORS:
            for after in (False, True):
                for stays in ("", "name", "all"):
                    if chance.random() < share:
                        yield Fault(at, error, after, stays)


def _try(desk: Desk, fault: Fault, tally: Counter[str]) -> None:
    """Save with the fault, then again without, and look what is there."""
    before, change_id = _record(desk), desk.make_id()
    tap = Tap(desk.folder, fault.at, fault.error, after=fault.after, stays=fault.stays)
    told = ""
    try:
        with tapped(tap):
            log_complaint(desk, details(desk, "Ben"), change_id)
    except DeskError as error:
        told = str(error)
    tally["faults"] += 1
    tally["noticed by nobody" if not told else "told in a sentence"] += 1
    _check_told(fault, told, before, _record(desk), change_id)
    log_complaint(desk, details(desk, "Ben"), change_id)
    after = _record(desk)
    require(after == [*before, change_id], f"{fault}: not saved exactly once: {after[-2:]}")


def _check_told(
    fault: Fault, told: str, before: list[str], after: list[str], change_id: str
) -> None:
    new = after[len(before) :]
    require(new in ([], [change_id]), f"{fault}: something else was saved: {new}")
    if not told:
        require(new, f"{fault}: told as saved, and is not there.")
        return
    require("is kept" in told, f"{fault}: the officer is not told that the form is kept: {told}")
    require(not new or "Nothing was saved" not in told, f"{fault}: saved, and told that it is not.")


def _record(desk: Desk) -> list[str]:
    return [change.id for change in changes(desk.folder)]


def _at_a_thousand(root: Path, chance: random.Random, share: float, tally: Counter[str]) -> None:
    """The change for which a folder of the next thousand has to be made."""
    root.mkdir()
    folder = new_desk(root)
    with opened(folder, root / "pc") as desk:
        log_complaint(desk, details(desk, "Ann"))
        fill(folder, 998)
        desk.catch_up()
    made = ("mkdir", "chmod")
    with _copied(root) as (there, home), opened(there, home) as desk:
        desk.catch_up()
        with tapped(Tap(there)) as tap:
            log_complaint(desk, details(desk, "Ann"))
    places = [at for at, name in enumerate(tap.calls) if name in made]
    require(places, "No folder was made at the thousandth change.")
    for fault in _faults(places, chance, share / 2):
        with _copied(root) as (there, home), opened(there, home) as desk:
            desk.catch_up()
            _try(desk, fault, tally)


@contextmanager
def _copied(root: Path) -> Iterator[tuple[Path, Path]]:
    """A desk and a PC that knows it, to be thrown away."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(root / "desk", Path(place) / "desk")
        shutil.copytree(root / "pc", Path(place) / "pc")
        yield Path(place) / "desk", Path(place) / "pc"


def _full_disk(root: Path) -> int:
    """In a process of its own, since what fills its disk stays full for all of it."""
    root.mkdir()
    folder = new_desk(root)
    command = [sys.executable, "-m", "benchmarks.proofs.full_disk", str(folder), str(root / "pc")]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True)
    require(done.returncode == 0, f"The full disk ended badly: {done.stderr[-600:]}")
    told = json.loads(done.stdout)
    require(any(told), "No disk was full.")
    for sentence in filter(None, told):
        require("othing was" in sentence, f"A full disk was told as: {sentence}")
    require(len(changes(folder)) == 2 + len(told), "A change is there twice, or not at all.")
    check_stores(folder, [root / "pc"], root / "anew")
    return len(told)


def _cut_at(desk: Desk, at: int, chance: random.Random, hang: float, tally: Counter[str]) -> None:
    before, change_id = _record(desk), desk.make_id()
    error = chance.choice((errno.EHOSTDOWN, errno.EIO, errno.ENOENT, errno.ESTALE))
    late = chance.random() < 0.5
    with tapped(Tap(desk.folder, at, error, after=late, stays="all", hang=hang)) as tap:
        try:
            log_complaint(desk, details(desk, "Ben"), change_id)
            tally["saved before the cut was noticed"] += 1
        except ShareUnavailable as told:
            require("is kept" in str(told), f"The officer is not told that it is kept: {told}")
            tally["told that the folder does not answer"] += 1
        if tap.failed:
            look_well(desk)
            require(desk.away, f"A look did not notice the cut at call {at}.")
    look_well(desk)
    require(not desk.away, "A look did not notice that the folder is back.")
    log_complaint(desk, details(desk, "Ben"), change_id)
    require(_record(desk) == [*before, change_id], f"Cut at call {at}: not there exactly once.")
