"""Room to go on: free space on the share and on this PC, and how long the paths have grown."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from complaintdesk.domain.file_names import size_in_words
from complaintdesk.services.checking.files_look import FOLDERS
from complaintdesk.services.checking.finding import Finding, why
from complaintdesk.services.checking.subject import Subject
from complaintdesk.settings import home

AREA = "room"
LITTLE = 1024**3  # bytes: a warning below this
HARDLY_ANY = 50 * 1024**2  # bytes: a fault below this
LONGEST = 259  # characters of a path that every program on Windows can open
_BESIDE = len("..") + 32 + len(".tmp")  # what a letter's name is longer by while it is written
_USUAL = "letters/CD-2026-0001/2026-11-20 stage1-acknowledgement-2.docx"


def look(subject: Subject) -> Iterator[Finding]:
    """Free space in both places, and whether the longest path can still be opened on Windows."""
    yield _space("the desk's folder", subject.folder)
    yield _space("this PC", _nearest(home()))
    yield from _paths(subject.folder)


def _space(where: str, place: Path) -> Finding:
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        return Finding("warning", AREA, f"How much is free in {where} cannot be told "
                       f"({why(error)}).")  # fmt: skip
    said = f"{_in_words(free)} free in {where}."
    if free < HARDLY_ANY:
        return Finding("fault", AREA, f"Only {said}", "Ask IT for space before going on.")
    if free < LITTLE:
        return Finding("warning", AREA, f"Only {said}", "Ask IT for more space soon.")
    return Finding("ok", AREA, said)


def _in_words(size: int) -> str:
    return f"{size / 1024**3:,.0f} GB" if size >= LITTLE else size_in_words(size)


def _nearest(place: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next((path for path in (place, *place.parents) if path.is_dir()), place)


def _paths(folder: Path) -> Iterator[Finding]:
    longest = max(_lengths(folder), default=0)
    length = len(str(folder)) + 1 + longest
    if length > LONGEST:
        yield Finding(
            "warning", AREA, f"The longest path in the desk has {length} characters, and Windows "
            f"opens {LONGEST}: some letter or document could not be written or opened.",
            "Ask IT for a shorter way to this folder, such as a drive letter of its own.",
        )  # fmt: skip


def _lengths(folder: Path) -> Iterator[int]:
    """How long each path below the folder can become while it is being written."""
    yield len(_USUAL) + _BESIDE
    for kind in FOLDERS:
        for root, _folders, names in os.walk(folder / kind):
            start = len(Path(root).relative_to(folder).as_posix()) + 1
            yield from (start + len(name) for name in names)
