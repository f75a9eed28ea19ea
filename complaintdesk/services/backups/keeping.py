"""Which backups stay: the rule of desk.toml, worked out from their names alone.

Taken away are only zips that this program made and proved, by the exact pattern of their names,
and those that a PC left unproved when it went down. What letters and documents hold stays.
"""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from complaintdesk.record.place import clear_left_over
from complaintdesk.services.backups.making import FILES
from complaintdesk.services.backups.names import FOLDER, Backup, backups_in, seal_path
from complaintdesk.settings import BackupRule

_ALWAYS = 2  # the newest so many stay whatever the rule and the clock say
_AHEAD = timedelta(days=7)  # no clock is believed further beyond the backups than this
_UNPROVED = 6 * 3600.0  # seconds after which nobody is still proving a zip


def to_go(backups: Sequence[Backup], today: date, rule: BackupRule) -> tuple[Backup, ...]:
    """The verified ones that the rule lets go.

    A PC whose clock is far ahead would let nearly all of them go: the second newest backup, made
    by another clock or on another day, says how far the day can be.
    """
    proved = sorted(backup for backup in backups if backup.is_verified)
    if len(proved) <= _ALWAYS:
        return ()
    day = min(today, proved[-2].day + _AHEAD)
    last_of_month = {_month(backup.day): backup for backup in proved}
    return tuple(
        backup
        for backup in proved[:-_ALWAYS]
        if (day - backup.day).days >= rule.keep_days
        and not (
            last_of_month[_month(backup.day)] is backup
            and _month(day) - _month(backup.day) <= rule.keep_months
        )
    )


def tidy(desk: Path, made: Path, today: date, rule: BackupRule) -> int:
    """Take away what the rule lets go and what was left half done; returns how many backups went.

    `made` was put a moment ago, so the clock that says how old the others are is the folder's own.
    """
    gone = 0
    with contextlib.suppress(OSError):
        found = backups_in(desk)
        for backup in to_go(found, today, rule):
            gone += _remove(seal_path(backup.path), backup.path)
        now = made.stat().st_mtime
        for backup in found:
            if not backup.is_verified and now - backup.path.stat().st_mtime > _UNPROVED:
                _remove(backup.path)
        _clear_left_over(desk)
    return gone


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _remove(*paths: Path) -> bool:
    """Take files away in this order: without its `.verified` a zip no longer counts."""
    with contextlib.suppress(OSError):
        for path in paths:
            path.unlink(missing_ok=True)
        return True
    return False


def _clear_left_over(desk: Path) -> None:
    for path in _beside(desk):
        with contextlib.suppress(OSError):
            clear_left_over(path)


def _beside(desk: Path) -> Iterator[Path]:
    for folder in (desk / FOLDER, desk / FOLDER / FILES):
        with contextlib.suppress(OSError):
            yield from list(folder.iterdir())
