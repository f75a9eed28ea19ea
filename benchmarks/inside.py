"""Figures inside one process: a change in the record, and deadlines."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from benchmarks.desks import a_desk, times
from benchmarks.figures import Figure, Scope, figure
from complaintdesk.services import calendar_desk, commands
from complaintdesk.services.calendar_desk import keep
from complaintdesk.services.desk import Desk
from complaintdesk.services.training import OFFICER

_OPEN = 4 / 5  # of the cases of a training desk
_SHUT = (date(2026, 12, 1), date(2026, 12, 2))
_PROGRESS = 10  # times that it should be told at least how far it is


def record(scope: Scope) -> Iterator[Figure]:
    """Logging a complaint on a local disk: in the record and in the store."""
    with a_desk() as desk:
        details = desk.store.case("CD-2026-0042").case.details
        logged = times(scope.runs * 10, lambda: commands.log_complaint(desk, details))
        yield figure("log a complaint", logged, "ms")
        looked = times(scope.runs * 10, desk.catch_up)
        yield figure("look for changes, none there", looked, "ms")
        started = time.perf_counter()
        count = _rebuild(desk)
        per_change = (time.perf_counter() - started) * 1000 / count
        yield figure("apply a change to a new store", [per_change], "ms")


def deadlines(scope: Scope) -> Iterator[Figure]:
    """All duties of a case with their reasons; and every open case judged anew."""
    with a_desk() as desk:
        case = desk.store.case("CD-2026-0021").case
        yield figure("duties of a case", times(scope.runs * 50, lambda: desk.duties(case)), "ms")
    size = scope.size(2_000, 20_000)
    with a_desk(round(size / _OPEN)) as desk:
        _shut(desk, False)  # the first time settles what growing the desk has not
        taken = [_shut(desk, number % 2 == 0) for number in range(scope.size(2, scope.runs))]
        aim = 5.0 if scope.full else None
        yield figure(f"the calendar changed, {size:,} open cases", taken, "s", aim=aim)


def _shut(desk: Desk, is_shut: bool) -> float:
    """Seconds to keep a calendar with two days of closure, or without them."""
    now = calendar_desk.settings(desk).own
    wanted = replace(now, closures=_SHUT if is_shut else (), closures_count=not is_shut)
    heard: list[int] = []
    desk.judging = lambda done, of: heard.append(done)
    began = time.perf_counter()
    keep(desk, now, wanted)
    if len(heard) < _PROGRESS and now != wanted:
        raise AssertionError("nobody was told how far it is")
    return time.perf_counter() - began


def _rebuild(desk: Desk) -> int:
    desk.close()
    desk.store_file.unlink()
    fresh = Desk(desk.folder, OFFICER)
    count = fresh.catch_up()
    fresh.close()
    return count
