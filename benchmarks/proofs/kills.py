"""PCs that die in the middle of what they do, and are started again."""

import os
import random
import tempfile
import time
from pathlib import Path

from benchmarks.proofs.crowd import officers
from benchmarks.proofs.desks import Saved, caught_up, check_record, check_stores, new_desk
from benchmarks.proofs.report import Report, Skipped, require
from complaintdesk.record.folder import Record
from complaintdesk.services import turns
from complaintdesk.store import SCHEMA

_HOURS = 2 * 3600
_KEEP_TICKETS = 0.1  # the share of rounds that meet what the dead left in the line for turns


def kills(report: Report, count: int, officers_at_once: int, first: str = "") -> None:
    """Killed at random moments, PCs lose no acknowledged change and half apply none."""
    if os.name == "nt":
        raise Skipped("kill -9 is of POSIX")
    chance, killed, saved = random.Random(report.seed), 0, list[Saved]()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = new_desk(root)
        # Two windows on the first PC: they share a store.
        homes = [root / f"pc-{max(n, 2)}" for n in range(1, officers_at_once + 1)]
        while killed < count:
            told = _round(folder, homes, f"{report.seed}/{killed}", chance, first)
            killed, saved = killed + len(homes), saved + told
        left = len(_left_over(folder))
        found = check_record(folder, saved)
        _check_cleared(folder, root / "cleaner")
        check_stores(folder, dict.fromkeys(homes), root / "anew")
    require(len(saved) >= killed // 2, f"Only {len(saved)} changes in {killed} kills prove little.")
    report.figure("kills", killed)
    report.figure("changes acknowledged", len(saved))
    report.figure("in the record though never acknowledged", len(found) - 1 - len(saved))
    report.figure("acknowledged and lost", 0)
    report.figure("half applied, or numbers skipped", 0)
    report.figure("files left half written, cleaned", left)


def _round(
    folder: Path, homes: list[Path], seed: str, chance: random.Random, first: str
) -> list[Saved]:
    """Start everybody, kill each at a moment of its own; what they said was saved."""
    saved = list[Saved]()
    with officers(folder, homes, 0, seed, first) as started:
        seconds = _wait_for_changes(folder, len(homes))
        for each in chance.sample(started, len(started)):
            time.sleep(chance.uniform(0, 2 * seconds / len(started)))
            each.process.kill()
        for each in started:
            told = each.finish()
            require(not told.complained, f"An officer complained: {told.complained[-500:]}")
            saved += told.saved
    if chance.random() >= _KEEP_TICKETS:
        _clear_tickets(folder)
    return saved


def _clear_tickets(folder: Path) -> None:
    """Each ticket of a dead PC is waited for a second: too long for two thousand of them."""
    for ticket in (folder / turns.FOLDER).glob(turns.TICKETS):
        ticket.unlink()


def _wait_for_changes(folder: Path, count: int) -> float:
    """Until so many more changes are in the record; how long one takes on this machine, about."""
    record, began = Record(folder / "record", SCHEMA), time.monotonic()
    enough = len(record.names()) + count
    while len(record.names()) < enough and time.monotonic() < began + 30:
        time.sleep(0.01)
    return (time.monotonic() - began) / count


def _left_over(folder: Path) -> tuple[Path, ...]:
    return Record(folder / "record", SCHEMA).left_over()


def _check_cleared(folder: Path, home: Path) -> None:
    """What was half written is gone once it is old, a PC opens the desk, and the day is saved."""
    for path in _left_over(folder):
        old = time.time() - _HOURS
        os.utime(path, (old, old))
    caught_up(folder, home)
    head = max(Record(folder / "record", SCHEMA).names())
    near = Record(folder / "record", SCHEMA).path(head + 1).parent
    require(not [p for p in _left_over(folder) if p.parent == near], "What is near stays.")
    Record(folder / "record", SCHEMA).clear_all()  # as the daily backup does
    require(not _left_over(folder), "Files left half written were not cleaned away.")
