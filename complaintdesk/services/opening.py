"""Opening a desk whose folder may be gone: what this PC last knew of it serves until it is back."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.place import replace_file
from complaintdesk.settings import DESK_FILE, DeskFile, desk_file_at, home, read_desk_file

_T = TypeVar("_T")
_PATIENCE = 4.0  # seconds; a share that went away may hang for minutes before it says so


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk.toml, and why it is this PC's copy of it; "" where it is the desk's own."""

    file: DeskFile
    away: str = ""


def open_file(folder: Path) -> Opened:
    """The desk.toml of a desk, or this PC's copy where the folder does not answer.

    Raises DeskUnusable for a folder that this PC never saw as a desk, and for one that answers
    and is at fault.
    """
    copy = _copy_of(folder)
    if not copy.exists():
        return Opened(_read_and_keep(folder))
    found = _within(_PATIENCE, lambda: _look(folder))
    if isinstance(found, DeskFile):
        return Opened(found)
    if isinstance(found, DeskUnusable):
        raise found
    return Opened(
        desk_file_at(copy),
        f"The desk's folder cannot be reached just now: {folder}. What you see is what this PC "
        "has; saving waits until it is back.",
    )


def keep_copy(folder: Path) -> None:
    """Remember desk.toml as it is now, for when the folder does not answer."""
    path, copy = folder / DESK_FILE, _copy_of(folder)
    try:
        said = path.read_bytes()
        if not copy.exists() or copy.read_bytes() != said:
            replace_file(copy, said)
    except OSError:
        return  # it only serves for when the share is away; the desk itself is at hand


def _read_and_keep(folder: Path) -> DeskFile:
    file = read_desk_file(folder)
    keep_copy(folder)
    return file


def _look(folder: Path) -> DeskFile | DeskUnusable | None:
    """The file, its fault, or None for a folder that is gone or an empty place for a drive."""
    try:
        return _read_and_keep(folder)
    except DeskUnusable as error:
        return error if _is_there(folder) else None


def _is_there(folder: Path) -> bool:
    try:
        return bool({DESK_FILE, "record"} & set(os.listdir(folder)))  # noqa: PTH208
    except OSError:
        return False


def _within(seconds: float, work: Callable[[], _T]) -> _T | None:
    """What the work gives, or None where it takes longer; it is left to itself then."""
    found: list[_T] = []
    faults: list[Exception] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as error:  # noqa: BLE001  handed to the caller
            faults.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if faults:
        raise faults[0]
    return found[0] if found else None


def _copy_of(folder: Path) -> Path:
    name = sha256(str(folder.absolute()).encode(errors="replace")).hexdigest()[:16]
    return home() / "known" / f"{name}.toml"
