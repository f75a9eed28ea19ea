"""Backups made while others work, brought back on another PC."""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.proofs.crowd import officers
from benchmarks.proofs.desks import caught_up, changes, new_desk
from benchmarks.proofs.report import Report, Skipped, require

_MADE = 3  # backups, while everybody saves


def backup(report: Report, processes: int, changes_each: int) -> None:
    """A backup made while others save is whole, and comes back the same on another PC."""
    try:
        from complaintdesk.services.backups.making import make
        from complaintdesk.services.backups.restoring import restore
        from tests.services.backup_helpers import maker
    except ImportError as error:
        raise Skipped("backups are not there") from error
    made: list[Any] = []
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder, homes = new_desk(root), [root / f"pc-{n}" for n in range(processes)]
        with officers(folder, homes, changes_each, str(report.seed)) as started:
            while any(one.process.is_alive() for one in started):
                made.append(make(folder, maker(f"2026-11-{20 + len(made) % 9}", _clock(len(made)))))
                if len(made) == _MADE:
                    told = [officer.finish() for officer in started]
                    require(not any(one.complained for one in told), "An officer complained.")
        for at, each in enumerate(made):
            into = root / f"restored-{at}"
            restore(each.path, into)
            count = len(changes(into))
            require(changes(into) == changes(folder)[:count], "Restored is not what was there.")
            caught_up(into, root / f"pc-restored-{at}")
        require(len(changes(folder)) == 1 + processes * changes_each, "A change is missing.")
    report.figure("backups made while others saved", len(made))
    report.figure("brought back the same, and rebuilt", len(made))


def _clock(number: int) -> str:
    return f"10:{number % 60:02}"
