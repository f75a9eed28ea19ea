"""What of a desk belongs into a backup, read without following a link.

Colleagues go on working: the record is taken up to the head that was read first, so what is taken
is a whole beginning of it. The letters and documents that those changes name are there already,
since a change is only made once its files are.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from complaintdesk.domain.change import FIRST
from complaintdesk.domain.errors import DeskUnusable, ShareUnavailable
from complaintdesk.domain.text import clean_line
from complaintdesk.record.change import place_of
from complaintdesk.record.folder import Record
from complaintdesk.record.place import is_left_over
from complaintdesk.services.backups.names import BESIDE, is_hidden, is_member
from complaintdesk.settings import DESK_FILE

CHUNK = 1024 * 1024
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A letter or a document where it is now: bytes, and when its folder says it was changed."""

    path: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be taken, and what lies in the desk and is not: links and strange names."""

    small: tuple[str, ...]
    beside: tuple[Found, ...]
    left_out: tuple[str, ...]


def head_of(record: Record) -> tuple[int, str]:
    """Number and seal of the last change. Raises DeskUnusable where one before it is missing."""
    names, head = frozenset(record.names()), 0
    # A listing is no moment in time: one that it does not show may be there all the same.
    while head + 1 in names or record.read(head + 1) is not None:
        head += 1
    record.check_no_gap(head)
    last = record.read(head) if head else None
    return head, last.seal if last else FIRST


def look(desk: Path, head: int) -> Looked:
    """The files of a desk whose record goes to `head`."""
    left_out: list[str] = []
    try:
        record = [f"record/{place_of(number)}" for number in range(1, head + 1)]
        templates = [found.path for found in _files(desk, "templates", left_out)]
        beside = [found for kind in BESIDE for found in _cases(desk, kind, left_out)]
        if not (desk / "record").is_dir():
            raise FileNotFoundError
    except OSError as error:
        raise ShareUnavailable(
            f"The desk's folder {desk} cannot be looked through ({reason(error)}). No backup was "
            "made; try again."
        ) from None
    return Looked((DESK_FILE, *record, *templates), tuple(beside), tuple(left_out))


def pieces(desk: Path, path: str) -> Iterator[bytes]:
    """A file of the desk, piece by piece. Raises DeskUnusable where it is not still all there."""
    try:
        with opened(desk / path) as file:
            before, size = os.fstat(file.fileno()), 0
            while piece := file.read(CHUNK):
                size += len(piece)
                yield piece
            after = os.fstat(file.fileno())
    except OSError as error:
        raise _unread(path, f"could not be read ({reason(error)})") from None
    if (size, _mark(after)) != (before.st_size, _mark(before)):
        raise _unread(path, "changed while it was read")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to read from. A link, a pipe or a folder is an OSError."""
    handle = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("it is no file")
    except OSError:
        os.close(handle)
        raise
    with os.fdopen(handle, "rb") as file:
        yield file


def reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


def _cases(desk: Path, kind: str, left_out: list[str]) -> Iterator[Found]:
    for entry in _entries(desk / kind):
        if entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
            yield from _files(desk, f"{kind}/{entry.name}", left_out)
        elif not is_hidden(entry.name):
            left_out.append(f"{kind}/{entry.name}")


def _files(desk: Path, folder: str, left_out: list[str]) -> Iterator[Found]:
    for entry in _entries(desk / folder):
        path = f"{folder}/{entry.name}"
        if is_left_over(entry.name) or is_hidden(entry.name):
            continue
        if entry.is_file(follow_symlinks=False) and is_member(path):
            found = entry.stat(follow_symlinks=False)
            yield Found(path, found.st_size, found.st_mtime_ns)
        else:
            left_out.append(path)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    if folder.is_symlink():
        raise OSError(f"{folder.name} is a link that leads elsewhere")
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []


def _is_junction(entry: "os.DirEntry[str]") -> bool:
    """A folder of Windows that stands for another one, as a link does."""
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return tag != 0 and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def _mark(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


def _unread(path: str, why: str) -> DeskUnusable:
    return DeskUnusable(f"No backup was made: {clean_line(path)} {why}. The desk is as it was; "
                        "try again.")  # fmt: skip
