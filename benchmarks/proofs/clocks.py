"""PCs whose clocks disagree, and the days on which clocks do."""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.proofs.desks import check_record, check_stores, details, new_desk, opened
from benchmarks.proofs.report import Report, require
from complaintdesk.services.commands import log_complaint

# An instant, and the day that it is on the desk: British time, whatever the PC is set to.
NIGHTS: tuple[tuple[datetime, date], ...] = (
    (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), date(2026, 3, 29)),  # clocks go forward
    (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29)),
    (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
    (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),  # midnight in summer
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),  # half past one, first
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25)),  # and once more
    (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
    (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    (datetime(2028, 2, 28, 23, 59, 59, tzinfo=UTC), date(2028, 2, 28)),
    (datetime(2028, 2, 29, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
    (datetime(2028, 3, 1, 0, 0, tzinfo=UTC), date(2028, 3, 1)),
)


def clocks(report: Report, off: int) -> None:
    """A clock that is wrong, or goes back, neither loses nor reorders a change."""
    saved = []
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = new_desk(root, _at(NIGHTS[0][0]))
        for at, (instant, day) in enumerate(NIGHTS):
            # The first PC is right; the second is so many days behind, the third as many ahead.
            for pc, shift in enumerate((0, -off, off)):
                clock = _at(instant + timedelta(days=shift))
                with opened(folder, root / f"pc-{pc}", clock) as desk:
                    require(shift or desk.today() == day, f"{instant} is {desk.today()} here.")
                    change_id = f"change-{at}-{pc}"
                    saved.append(
                        (change_id, log_complaint(desk, details(desk, "A"), change_id).ref)
                    )
        found = check_record(folder, saved)
        require([c.id for c in found[1:]] == [i for i, _ in saved], "The order is not that told.")
        homes = [root / f"pc-{pc}" for pc in range(3)]
        check_stores(folder, homes, root / "anew", _at(NIGHTS[-1][0]))
    report.figure("nights, midnights and leap days", len(NIGHTS))
    report.figure("days that one PC is behind and one ahead", off)
    report.figure("changes saved, each there once in order", len(saved))


def _at(instant: datetime) -> Callable[[], datetime]:
    return lambda: instant
