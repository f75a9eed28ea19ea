"""Names of files that Windows, macOS and Linux all take, and sizes in words.

A name from elsewhere may hold a path, a command for the terminal, or a name that Windows keeps for
a device. What it becomes here can be joined to a folder of the desk without leaving it.
"""

import re
import unicodedata

from complaintdesk.domain.text import clean_line

LONGEST = 100  # characters: a share's folders must fit into the 260 of a Windows path as well
_MOST_BYTES = 180  # of 255, so that a temporary name around it fits too
_LONGEST_EXTENSION = 16
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
_EDGES = " .-"  # hidden files and temporary ones begin with a dot; Windows drops dots at the end


def safe_name(name: str) -> str:
    """A file's own name as it is kept: never empty, a path, a device, hidden, or too long."""
    # Marks that join or hide letters are not seen, and two names could look the same.
    seen = clean_line("".join(c for c in name if unicodedata.category(c) != "Cf"))
    plain = _FORBIDDEN.sub("-", seen).rstrip(_EDGES)
    stem, _, extension = plain.rpartition(".")
    if not stem or not extension.isalnum() or len(extension) > _LONGEST_EXTENSION:
        stem, extension = plain, ""
    ending = f".{extension}" if extension else ""
    stem = _fitting(stem.strip(_EDGES), ending) or "document"
    return f"file-{stem}{ending}" if _DEVICES.match(stem + ending) else stem + ending


def numbered(name: str, number: int) -> str:
    """The same name for another file: `report.pdf`, `report-2.pdf`, `report-3.pdf`."""
    if number == 1:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem}-{number}.{extension}" if dot else f"{name}-{number}"


def size_in_words(size: int) -> str:
    """12 bytes, 340 KB, 1.2 MB: as Windows counts, by 1,024."""
    if size < 1024:
        return f"{size} {'byte' if size == 1 else 'bytes'}"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:,.1f} MB"


def _fitting(stem: str, ending: str) -> str:
    stem = stem[: LONGEST - len(ending)]
    while len(f"{stem}{ending}".encode()) > _MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(_EDGES)
