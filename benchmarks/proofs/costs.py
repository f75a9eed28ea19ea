"""What it costs that nothing gets lost: milliseconds, and calls to the folder."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from benchmarks.proofs.desks import caught_up, details, new_desk, opened
from benchmarks.proofs.report import Report, require
from benchmarks.proofs.synthetic import fill
from complaintdesk.services import checkpoints
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk
from tests.storage.operations import counted

_SAVES = 40
_BEYOND, _CATCHING_UP, _OPENING = 10.0, 2.0, 60.0  # the limits: ms, seconds, seconds
_CALLS = 12  # to the folder, for one change


def costs(report: Report, changes: int, cases: int, is_quiet: bool) -> None:
    """A change, a look, catching up and a first opening cost no more than was promised.

    Only on a machine that `is_quiet` is there a limit to what is timed.
    """
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = new_desk(root)
        with opened(folder, root / "pc-1") as desk:
            _one_change(report, desk, is_quiet)
            _calls(report, desk)
        caught_up(folder, root / "pc-2")
        fill(folder, changes + 1)
        busy = time.process_time()
        seconds = _timed(lambda: caught_up(folder, root / "pc-2"))
        report.figure("of this PC's processor, to catch up", time.process_time() - busy, "s")
        report.figure(
            f"catching up {changes} changes", seconds, "s", _CATCHING_UP if is_quiet else None
        )
    with tempfile.TemporaryDirectory() as place:
        _first_opening(report, Path(place), cases, is_quiet)


def _one_change(report: Report, desk: Desk, is_quiet: bool) -> None:
    log_complaint(desk, details(desk, "Ann"))
    parts: dict[str, list[float]] = {"append": [], "catch_up": []}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.record, "append", _clocked(desk.record.append, parts["append"]))
        patch.setattr(desk.follower, "take_in", _clocked(desk.follower.take_in, parts["catch_up"]))
        whole = [_timed(lambda: log_complaint(desk, details(desk, "Ann"))) for _ in range(_SAVES)]
    put, looked = (median(parts[name]) * 1000 for name in parts)
    report.figure("one change, in all (median)", median(whole) * 1000, "ms")
    report.figure("of that, its file in the record", put, "ms")
    report.figure("of that, looking for colleagues' changes", looked, "ms")
    report.figure("beyond the store's own", put + looked, "ms", _BEYOND if is_quiet else None)


def _calls(report: Report, desk: Desk) -> None:
    with counted(desk.folder) as calls:
        log_complaint(desk, details(desk, "Ann"))
    report.figure("calls to the folder for one change", len(calls), "", _CALLS)
    desk.look()  # at what was just saved
    looks = []
    for _ in range(10):
        with counted(desk.folder) as calls:
            require(not desk.look(), "A look saw news where there is none.")
        looks.append(len(calls))
    report.figure("calls of a look with nothing new", sorted(looks)[7], "", 1)
    report.figure("calls of one look in five", max(looks))


def _first_opening(report: Report, root: Path, cases: int, is_quiet: bool) -> None:
    folder = new_desk(root)
    with opened(folder, root / "pc-1") as desk:
        log_complaint(desk, details(desk, "Ann"))
    made = fill(folder, cases)
    report.say(f"{cases} cases: one logged, the rest copied from it with ids of their own")
    anew = _timed(lambda: caught_up(folder, root / "pc-2"))
    report.figure(f"{made} changes from the first, without a checkpoint", anew, "s")
    with opened(folder, root / "pc-2") as desk:
        desk.catch_up()
        desk.warm_up()
        taken = _timed(lambda: checkpoints.make(desk))
    report.figure("making a checkpoint of them", taken, "s")
    seconds = _timed(lambda: caught_up(folder, root / "pc-3"))
    report.figure("a first opening from it", seconds, "s", _OPENING if is_quiet else None)
    same = caught_up(folder, root / "pc-2") == caught_up(folder, root / "pc-3")
    report.check(same, "The store from a checkpoint is not the one made anew.")


def _clocked(real: Callable[..., Any], taken: list[float]) -> Callable[..., Any]:
    def call(*given: Any) -> Any:
        began = time.perf_counter()
        try:
            return real(*given)
        finally:
            taken.append(time.perf_counter() - began)

    return call


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
