"""Desks to measure on: a training desk of 60 cases made once, copied, and grown where asked."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.many import WHOLE, grow
from complaintdesk.services import searching
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings
from complaintdesk.services.training import OFFICER, make_training_desk
from complaintdesk.settings import Settings

TODAY = date(2026, 11, 20)
SMALL = 60  # cases of the training desk that all others are grown from


@contextmanager
def a_desk(cases: int = SMALL, tables: Sequence[str] = WHOLE) -> Iterator[Desk]:
    """A training desk in a folder of its own, on a PC of its own, that was opened before."""
    made, store = _made()
    with tempfile.TemporaryDirectory() as folder:
        path, home = Path(folder) / "desk", Path(folder) / "pc"
        os.environ["COMPLAINTDESK_HOME"] = str(home)
        shutil.copytree(made, path)
        keep_settings(Settings(path, OFFICER))
        desk = Desk(path, OFFICER)
        desk.store_file.parent.mkdir(parents=True)
        shutil.copy2(store, desk.store_file)
        grow(desk.store_file, cases, tables)
        desk.look_again()
        desk.catch_up()
        yield desk
        desk.close()


@contextmanager
def opened_before(cases: int, tables: Sequence[str] = WHOLE) -> Iterator[tuple[Desk, Path]]:
    """The same with its words put into the index; and the PC's folder, to start programs with."""
    with a_desk(cases, tables) as desk:
        searching.refresh(desk)
        yield desk, Path(os.environ["COMPLAINTDESK_HOME"])


def times(runs: int, work: Callable[[], object]) -> list[float]:
    """Milliseconds of each run, after one that is not counted."""
    work()
    return [clocked(work) for _ in range(runs)]


def clocked(work: Callable[[], object]) -> float:
    """The milliseconds that something takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


@cache
def _made() -> tuple[Path, Path]:
    """The training desk and the store that follows from it."""
    folder = Path(tempfile.mkdtemp(prefix="complaintdesk-benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["COMPLAINTDESK_HOME"] = str(folder / "pc")
    desk = Desk(make_training_desk(folder / "desk", SMALL, TODAY, 1), OFFICER)
    desk.catch_up()
    desk.close()
    return desk.folder, desk.store_file
