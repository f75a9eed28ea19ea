"""Figures inside one process: a change in the record, deadlines, the queue."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, figure
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.training import OFFICER, make_training_desk

TODAY = date(2026, 11, 20)


def record(runs: int) -> Iterator[Figure]:
    """Logging a complaint on a local disk: in the record and in the store."""
    with a_desk(60) as desk:
        details = desk.store.case("CD-2026-0042").case.details
        yield figure(
            "log a complaint",
            times(runs * 10, lambda: commands.log_complaint(desk, details)),
            "ms",
        )
        yield figure("look for changes, none there", times(runs * 10, desk.catch_up), "ms")
        started = time.perf_counter()
        count = _rebuild(desk)
        per_change = (time.perf_counter() - started) * 1000 / count
        yield figure("apply a change to a new store", [per_change], "ms")


def deadlines(runs: int) -> Iterator[Figure]:
    """All duties of a case with their reasons."""
    with a_desk(60) as desk:
        case = desk.store.case("CD-2026-0021").case
        yield figure("duties of a case", times(runs * 50, lambda: desk.duties(case)), "ms")


def queue(runs: int) -> Iterator[Figure]:
    """The first page of the queue with every queue's count, read and told."""
    for cases in (60, 600):
        with a_desk(cases) as desk:
            yield figure(f"a queue of {cases}", times(runs * 10, lambda: queries.queue(desk)), "ms")


@contextmanager
def a_desk(cases: int) -> Iterator[Desk]:
    """A training desk in a folder of its own, on a PC of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COMPLAINTDESK_HOME"] = str(Path(folder) / "pc")
        path = make_training_desk(Path(folder) / "desk", cases, TODAY, 1)
        desk = Desk(path, OFFICER)
        desk.catch_up()
        yield desk
        desk.close()


def _rebuild(desk: Desk) -> int:
    desk.close()
    desk.store_file.unlink()
    fresh = Desk(desk.folder, OFFICER)
    count = fresh.catch_up()
    fresh.close()
    return count


def times(runs: int, work: Callable[[], object]) -> list[float]:
    """Milliseconds of each run, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken
