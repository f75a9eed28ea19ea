"""What a backup is called, and which names may come out of one.

A backup's name says the day and time in London and the last change in it. A name inside one is
joined to a folder when it is brought back, so only those that this program makes are taken.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintdesk.record.change import place_of
from complaintdesk.record.links import leads_elsewhere
from complaintdesk.settings import DESK_FILE

FOLDER = "backups"
VERIFIED = ".verified"
BESIDE = ("letters", "documents")  # these can be gigabytes and are never altered
_NAME = re.compile(r"(\d{4}-\d\d-\d\d) (\d{4}) change (\d{9,12})(?:-(\d{1,4}))?\.zip", re.ASCII)
_REF = re.compile(r"CD-\d{4}-\d{4,9}", re.ASCII)
_CHANGE = re.compile(r"\d{9,12}\.json", re.ASCII)
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
_HIDDEN = (".", "~$")  # what systems, Word and a write that was cut off leave lying about
_MOST_BYTES = 255


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A zip in backups/ that is named as this program names them; later ones are greater."""

    day: date
    clock: str
    head: int
    copy: int
    path: Path
    is_verified: bool


def name_of(at: datetime, head: int, copy: int = 1) -> str:
    """The name of a backup made at this instant; a `copy` over 1 is for a name in use."""
    there = at.astimezone(ZoneInfo("Europe/London"))
    number = "" if copy == 1 else f"-{copy}"
    return f"{there:%Y-%m-%d %H%M} change {head:09}{number}.zip"


def backups_in(desk: Path) -> tuple[Backup, ...]:
    """The desk's backups, the oldest first, by one listing. Raises OSError."""
    if leads_elsewhere(desk, desk / FOLDER):
        raise OSError(f"{FOLDER} is a link that leads elsewhere")
    try:
        with os.scandir(desk / FOLDER) as found:
            names = {e.name for e in found if e.is_file(follow_symlinks=False)}
    except FileNotFoundError:
        return ()
    return tuple(sorted(_backups(desk / FOLDER, names)))


def seal_path(backup: Path) -> Path:
    """Where the proof stands that a zip was rebuilt."""
    return backup.with_name(backup.name + VERIFIED)


def _backups(folder: Path, names: set[str]) -> Iterator[Backup]:
    for name in names:
        said = _NAME.fullmatch(name)
        day = _day(said[1]) if said else None
        if said and day:
            copy = int(said[4] or 1)
            verified = name + VERIFIED in names
            yield Backup(day, said[2], int(said[3]), copy, folder / name, verified)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_hidden(name: str) -> bool:
    """Whether a file is one that lies about, and is nobody's work."""
    return name.startswith(_HIDDEN) or name.casefold() in ("thumbs.db", "desktop.ini")


def is_member(path: str) -> bool:
    """Whether this may be a file of a backup: nothing that could lead out of a desk's folder."""
    match path.split("/"):
        case [name]:
            return name == DESK_FILE
        case ["record", *_, name] if _CHANGE.fullmatch(name):
            number = int(name.partition(".")[0])
            return number > 0 and path == f"record/{place_of(number)}"
        case ["templates", name]:
            return _is_plain(name)
        case [kind, ref, name] if kind in BESIDE:
            return bool(_REF.fullmatch(ref)) and _is_plain(name)
    return False


def is_beside(path: str) -> bool:
    """Whether a file is a letter or a document."""
    return path.partition("/")[0] in BESIDE


def _is_plain(name: str) -> bool:
    """Whether every system takes this as the name of a file, and of nothing else."""
    return (
        0 < len(name.encode(errors="replace")) <= _MOST_BYTES
        and not is_hidden(name)
        and not name.endswith((".", " "))
        and not _FORBIDDEN.search(name)
        and not _DEVICES.match(name)
        and not any(unicodedata.category(c) in ("Cc", "Cs") for c in name)
    )
