"""Letters and documents in backups/files, each stored once under the SHA-256 of what it holds.

They are never altered, so a backup of every day costs no more than one. Nothing here is ever
taken away but a file that does not hold what its own name says.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.text import clean_line
from complaintdesk.record.place import name_if_free, shared_folder, written_beside
from complaintdesk.services.backups.looking import CHUNK, Found, opened, pieces
from complaintdesk.services.backups.manifest import Entry

_AGAIN = timedelta(days=7)  # what nobody touched is read again after this


def stored_at(folder: Path, digest: str) -> Path:
    """Where the content with this hash is kept."""
    return folder / digest[:2] / digest


class Contents:
    """The store of contents in `folder`; `known` is what the backup before knew of each file."""

    def __init__(self, desk: Path, folder: Path, known: Mapping[str, Entry], today: date) -> None:
        self._desk, self._folder, self._known, self._today = desk, folder, known, today

    def keep(self, found: Found) -> Entry:
        """Store a letter or document where it is not yet stored. Raises DeskUnusable or OSError."""
        if taken_over := self._untouched(found):
            return taken_over
        digest, size = hashed(pieces(self._desk, found.path))
        place = stored_at(self._folder, digest)
        if not _holds(place, digest):
            self._store(found.path, digest, place)
        return Entry(found.path, size, digest, found.changed, self._today.isoformat())

    def _untouched(self, found: Found) -> Entry | None:
        """What is known of a file that is as it was; now and then it is read all the same."""
        known = self._known.get(found.path)
        if known is None or (known.size, known.changed) != (found.size, found.changed):
            return None
        recent = known.read > (self._today - _AGAIN).isoformat()
        return known if recent and _has_size(self._folder, known) else None

    def _store(self, path: str, digest: str, place: Path) -> None:
        shared_folder(self._folder)
        shared_folder(place.parent)
        with written_beside(self._folder, pieces(self._desk, path)) as beside:
            if hashed(_read(beside))[0] != digest:
                raise DeskUnusable(
                    f"No backup was made: {clean_line(path)} changed while it was read. The desk "
                    "is as it was; try again."
                )
            place.unlink(missing_ok=True)  # one that was cut short; whole ones never come here
            with contextlib.suppress(FileExistsError):  # a colleague's PC was first with the same
                name_if_free(beside, place)
        if not _holds(place, digest):
            raise DeskUnusable(f"No backup was made: {place} does not hold what was written.")


def missing(folder: Path, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The files whose content is not there in its full size."""
    return tuple(entry.path for entry in entries if not _has_size(folder, entry))


def stored_pieces(folder: Path, entry: Entry) -> Iterator[bytes]:
    """A stored content, piece by piece; its hash is for the reader to check. Raises OSError."""
    yield from _read(stored_at(folder, entry.sha256))


def hashed(parts: Iterable[bytes]) -> tuple[str, int]:
    """SHA-256 and size."""
    digest, size = sha256(), 0
    for part in parts:
        digest.update(part)
        size += len(part)
    return digest.hexdigest(), size


def hash_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    return hashed(_read(path))[0]


def _holds(place: Path, digest: str) -> bool:
    try:
        return hash_of(place) == digest
    except FileNotFoundError:
        return False


def _has_size(folder: Path, entry: Entry) -> bool:
    try:
        return stored_at(folder, entry.sha256).lstat().st_size == entry.size
    except FileNotFoundError:
        return False


def _read(path: Path) -> Iterator[bytes]:
    with opened(path) as file:
        while piece := file.read(CHUNK):
            yield piece
