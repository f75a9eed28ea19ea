"""The desk's folder as it lies there: rights, links, and services that copy folders about.

`folder_warnings` is quick enough for every opening; `look` tells the same and what is in order.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from complaintdesk.record.links import is_link
from complaintdesk.services.checking.finding import Finding, listed
from complaintdesk.services.checking.subject import Subject
from complaintdesk.services.inside import leads_elsewhere
from complaintdesk.settings import DESK_FILE, FOLDERS

AREA = "folder"
_TOP = (DESK_FILE, *FOLDERS, "presence")
_WITHIN = ("record", "checkpoints", "backups", "backups/files", "presence")
_EVERYBODY = stat.S_IROTH | stat.S_IWOTH
_COPYING = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
}
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # where it says it is
_OFFLINE = ("windows", "csc")  # where Windows keeps its Offline Files


def folder_warnings(folder: Path) -> tuple[str, ...]:
    """What an officer should tell IT about the folder of a desk, a sentence or two each."""
    return tuple(f"{f.sentence} {f.remedy}" for f in _warnings(folder.absolute()))


def look(subject: Subject) -> Iterator[Finding]:
    """Who may read and change the folder, what in it is a link, and what copies it about."""
    found = [*_warnings(subject.folder), *_links(subject.folder, list(_further(subject.folder)))]
    yield from found
    if not found:
        yield Finding("ok", AREA, "No link in it, and no service that copies folders about.")
    if os.name == "nt":
        yield Finding("note", AREA, "Who may open this folder is set on the file server and not "
                      "seen from here: ask IT that only the complaints team may.")  # fmt: skip


def _warnings(folder: Path) -> Iterator[Finding]:
    parts = [folder, *(folder / name for name in (DESK_FILE, *FOLDERS))]
    if os.name != "nt":
        yield from _rights(folder, parts)
    yield from _links(folder, [folder / name for name in _TOP])
    yield from _copied_about(folder, os.environ)


def _rights(folder: Path, parts: list[Path]) -> Iterator[Finding]:
    open_to_all = [path for path in parts if _mode(path) & _EVERYBODY]
    if not open_to_all:
        return
    may = "change" if any(_mode(path) & stat.S_IWOTH for path in open_to_all) else "read"
    names = listed((_name(folder, path) for path in open_to_all), len(parts))
    yield Finding(
        "warning", AREA, f"Anybody with an account on this system may {may}: {names}.",
        "Tell IT: only the complaints team's own group should have rights to this folder and all "
        "in it (on Linux: chmod -R o= FOLDER).",
    )  # fmt: skip


def _links(folder: Path, parts: list[Path]) -> Iterator[Finding]:
    links = [p for p in parts if os.path.lexists(p) and leads_elsewhere(folder, p)]
    if links:
        yield Finding(
            "warning", AREA, f"Part of the desk is a link to another place: "
            f"{listed((p.relative_to(folder).as_posix() for p in links), len(_TOP))}.",
            "Ask IT who made it and why: a desk's own folder should hold all of it.",
        )  # fmt: skip


def _further(folder: Path) -> Iterator[Path]:
    """The links in those folders that the program alone writes to. None of them is followed."""
    for place in (folder / name for name in _WITHIN):
        if place.is_dir() and not leads_elsewhere(folder, place):
            with os.scandir(place) as entries:
                yield from sorted(Path(entry.path) for entry in entries if is_link(entry))


def _copied_about(folder: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    service = _service(folder, environment)
    if service:
        yield Finding(
            "warning", AREA, f"The desk's folder is in {service}, which copies files about later "
            "and by itself: two officers could each be told that theirs is saved.",
            "Ask IT for a folder on a file server that every officer's PC opens directly.",
        )  # fmt: skip


def _service(folder: Path, environment: Mapping[str, str]) -> str:
    for name in _ONEDRIVE:
        place = environment.get(name)
        if place and folder.is_relative_to(place):
            return "OneDrive"
    parts = [part.casefold() for part in folder.parts]
    if any(pair == _OFFLINE for pair in pairwise(parts)):
        return "Windows' Offline Files"
    found = (words for part in parts for start, words in _COPYING.items() if part.startswith(start))
    return next(found, "")


def _name(folder: Path, path: Path) -> str:
    return "the desk's folder" if path == folder else path.name


def _mode(path: Path) -> int:
    """The rights of what is there; of what is not, or is a link, none that tell anything."""
    try:
        found = path.lstat().st_mode
    except OSError:
        return 0
    return 0 if stat.S_ISLNK(found) else found
