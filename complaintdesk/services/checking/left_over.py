"""Files that a PC was writing when it went down, outside the record: found, and cleared by repair.

They were never named by a change. One younger than a day may be a colleague's that is being
written just now, on a PC whose clock is wrong, so it stays. The record's own are told by its look
and stay as well.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from complaintdesk.record.place import clear_left_over, is_left_over
from complaintdesk.services.checking.finding import Finding, counted, why
from complaintdesk.services.checking.subject import Subject
from complaintdesk.services.checking.writing_look import PROBE, clear_probe
from complaintdesk.services.inside import leads_elsewhere
from complaintdesk.settings import FOLDERS

AREA = "left over"
_DAY = 24 * 3600.0  # seconds
_REPAIR = "`complaintdesk check --repair` clears away those that are over a day old."


def look(subject: Subject) -> Iterator[Finding]:
    """How many there are, and the age of the oldest."""
    found = list(_found(subject.folder))
    if found:
        hours = int(max(map(_age, found)) // 3600)
        yield Finding("note", AREA, f"{counted(len(found), 'file', 'files')} left over from "
                      f"saving that was cut off, the oldest {counted(hours, 'hour', 'hours')} old. "
                      "None of them ever counted.", _REPAIR)  # fmt: skip


def clear(subject: Subject) -> Iterator[Finding]:
    """Take away those that are over a day old; nothing below record/ is ever looked at."""
    old = [path for path in _found(subject.folder) if _age(path) > _DAY]
    cleared, trouble = 0, ""
    for path in old:
        try:
            if path.name.startswith(PROBE):
                clear_probe(path)
            else:
                clear_left_over(path)
            cleared += 1
        except OSError as error:
            trouble = why(error)
    if cleared:
        yield Finding("ok", AREA, f"Cleared away: {counted(cleared, 'file', 'files')} left over.")
    if trouble:
        yield Finding("warning", AREA, f"{counted(len(old) - cleared, 'file', 'files')} could not "
                      f"be cleared away ({trouble}).", "Ask IT to remove them.")  # fmt: skip


def _found(folder: Path) -> Iterator[Path]:
    yield from (path for path in _inside(folder) if _is_ours(path))
    for name in FOLDERS:
        place = folder / name
        if name == "record" or leads_elsewhere(folder, place):
            continue
        for path in _inside(place):
            if is_left_over(path.name):
                yield path
            elif not path.is_symlink() and path.is_dir():
                yield from (one for one in _inside(path) if is_left_over(one.name))


def _is_ours(path: Path) -> bool:
    is_probe = path.name.startswith(PROBE) and path.is_dir() and not path.is_symlink()
    return is_probe or is_left_over(path.name)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _age(path: Path) -> float:
    return time.time() - path.lstat().st_mtime
