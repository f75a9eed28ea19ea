"""Figures inside one process: a change in the record, deadlines, letters."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, figure
from complaintdesk.services import commands, letter_desk, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.training import OFFICER, make_training_desk

TODAY = date(2026, 11, 20)


def record(runs: int) -> Iterator[Figure]:
    """Logging a complaint on a local disk: in the record and in the store."""
    with _desk(60) as desk:
        details = desk.store.case("CD-2026-0042").case.details
        yield figure(
            "log a complaint",
            _times(runs * 10, lambda: commands.log_complaint(desk, details)),
            "ms",
        )
        yield figure("look for changes, none there", _times(runs * 10, desk.catch_up), "ms")
        started = time.perf_counter()
        count = _rebuild(desk)
        per_change = (time.perf_counter() - started) * 1000 / count
        yield figure("apply a change to a new store", [per_change], "ms")


def deadlines(runs: int) -> Iterator[Figure]:
    """All duties of a case with their reasons."""
    with _desk(60) as desk:
        case = desk.store.case("CD-2026-0021").case
        yield figure("duties of a case", _times(runs * 50, lambda: desk.duties(case)), "ms")


def queue(runs: int) -> Iterator[Figure]:
    """The first page of the queue with every queue's count, read and told."""
    for cases in (60, 600):
        with _desk(cases) as desk:
            yield figure(
                f"a queue of {cases}", _times(runs * 10, lambda: queries.queue(desk)), "ms"
            )


def letters(runs: int) -> Iterator[Figure]:
    """The acknowledgement: its words with every check, as Word and as text."""
    from letters import outputs

    with _desk(60) as desk:
        ref = next(r.ref for r in queries.queue(desk, "to-acknowledge").rows if r.stage == 1)
        made = letter_desk.letter(desk, ref).letter
        yield figure("a letter's words and checks",
                     _times(runs * 5, lambda: letter_desk.letter(desk, ref)), "ms")  # fmt: skip
        yield figure("as Word", _times(runs * 5, lambda: outputs.to_docx(made)), "ms")
        yield figure("as text", _times(runs * 5, lambda: outputs.to_text(made)), "ms")


@contextmanager
def _desk(cases: int) -> Iterator[Desk]:
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


def _times(runs: int, work: Callable[[], object]) -> list[float]:
    """Milliseconds of each run, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken
