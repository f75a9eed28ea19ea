"""This PC's copy of the council's wordings, for letters that are looked at while the share is away.

Only ever read from while the desk's folder does not answer; a letter is sent from the desk's own.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk.record.place import read_whole, replace_file

if TYPE_CHECKING:
    from complaintdesk.services.desk import Desk

FOLDER = "templates"
_LARGEST = 20_000_000  # bytes of a letterhead
_MOST = 200  # files; a desk has some twenty
_SIGNS = "copied.txt"  # what the folder looked like when it was copied


def root(desk: "Desk") -> Path:
    """Where the copy of `templates/` is, beside this PC's store."""
    return desk.store_file.parent / "mirror"


def keep_up(desk: "Desk") -> None:
    """Copy what changed. Never fails: the next time does what this one could not."""
    with suppress(OSError):
        source, copy = desk.folder / FOLDER, root(desk) / FOLDER
        found = _files(source)
        signs = repr(sorted(found.items()))
        noted = root(desk) / _SIGNS
        if noted.exists() and noted.read_text("utf-8") == signs:
            return
        copy.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in found:
            replace_file(copy / name, read_whole(source / name, _LARGEST))
        for gone in set(os.listdir(copy)) - set(found):  # noqa: PTH208
            (copy / gone).unlink()
        replace_file(noted, signs.encode("utf-8", "replace"))


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each plain file; a link or a folder is passed over."""
    found: dict[str, tuple[int, int]] = {}
    if folder.is_symlink():
        return found
    with os.scandir(folder) as entries:
        for entry in entries:
            seen = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(seen.st_mode) and seen.st_size <= _LARGEST and len(found) < _MOST:
                found[entry.name] = seen.st_size, seen.st_mtime_ns
    return found
