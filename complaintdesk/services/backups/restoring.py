"""A backup brought back as a desk of its own, never over one that is there.

The zip is read to its end and a store rebuilt from it before anything is written. Then every file
is put in place with its hash measured, the record is read back and verified, and desk.toml comes
last: cut short at any moment, what stands there is no desk.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable, ShareUnavailable
from complaintdesk.domain.text import clean_line
from complaintdesk.record.folder import Record
from complaintdesk.record.place import (
    name_if_free,
    put_if_free,
    shared_folder,
    written_beside,
)
from complaintdesk.record.verify import verify
from complaintdesk.services.backups import contents
from complaintdesk.services.backups.archive import Archive, open_archive
from complaintdesk.services.backups.looking import reason
from complaintdesk.services.backups.making import FILES
from complaintdesk.services.backups.manifest import Entry, Manifest, unfit
from complaintdesk.services.backups.names import is_beside
from complaintdesk.services.backups.proving import private_folder, prove
from complaintdesk.settings import DESK_FILE, FOLDERS, desk_file_at
from complaintdesk.store import SCHEMA


@dataclass(frozen=True, slots=True)
class Restored:
    """The desk that was made, and the letters and documents that could not be brought back."""

    folder: Path
    manifest: Manifest
    lost: tuple[str, ...]


def restore(backup: Path, into: Path) -> Restored:
    """Make a desk from a backup in a new or empty folder. Raises DeskError; then it is none."""
    refuse_used(into)
    with open_archive(backup) as archive, private_folder() as place:
        _refuse_foreign_policy(archive, place)
        prove(archive, place)
        try:
            lost = _write(archive, backup, into)
        except OSError as error:
            raise ShareUnavailable(
                f"The backup could not be brought back into {into} ({reason(error)}). What is "
                "there now is no desk: delete that folder and try again."
            ) from None
        return Restored(into, archive.manifest, lost)


def free_folder(beside: Path, name: str) -> Path:
    """A folder that is not there yet, with this name or the next."""
    for number in count(1):
        found = beside / (name if number == 1 else f"{name} {number}")
        if not os.path.lexists(found):
            return found
    raise AssertionError("numbers do not end")


def refuse_used(into: Path) -> None:
    """Raise BadInput for a folder that holds anything, or that is part of a desk."""
    try:
        if into.is_symlink() or (into.exists() and any(into.iterdir())):
            raise BadInput(f"{into} is in use. Restore into a new or an empty folder.")
        if part := next((p for p in into.resolve().parents if (p / DESK_FILE).exists()), None):
            raise BadInput(f"{into} is inside the desk {part}. Choose a folder outside it.")
    except OSError as error:
        raise BadInput(f"{into} cannot be looked into ({reason(error)}).") from None


def _refuse_foreign_policy(archive: Archive, place: Path) -> None:
    """desk.toml must be readable, and of the same desk as the record."""
    copy = place / DESK_FILE
    copy.write_bytes(archive.read(_entry(archive, DESK_FILE)))
    file = desk_file_at(copy)
    if (file.id, file.training) != (archive.manifest.desk, archive.manifest.training):
        raise unfit(f"its {DESK_FILE} is that of another desk")


def _write(archive: Archive, backup: Path, into: Path) -> tuple[str, ...]:
    shared_folder(into)
    for name in FOLDERS:
        shared_folder(into / name)
    for entry in archive.manifest.inside:
        if entry.path != DESK_FILE and not is_beside(entry.path):
            _put(into, entry.path, archive.read(entry))
    lost = tuple(_bring(archive, backup.parent / FILES, into))
    _verify(archive.manifest, into)
    _put(into, DESK_FILE, archive.read(_entry(archive, DESK_FILE)))
    return lost


def _put(into: Path, path: str, data: bytes) -> None:
    place = _place(into, path)
    try:
        put_if_free(place, data)
    except FileExistsError:
        raise DeskUnusable(
            f"Somebody else writes into {into} at this moment. What is there is no desk: choose "
            "another folder."
        ) from None


def _place(into: Path, path: str) -> Path:
    """Where a file of the manifest belongs; its name was looked at when that was read."""
    place = into.joinpath(*PurePosixPath(path).parts)
    shared_folder(place.parent)
    return place


def _bring(archive: Archive, stored: Path, into: Path) -> Iterator[str]:
    """Bring the letters and documents back; names each that cannot be had, and goes on."""
    for entry in archive.manifest.beside:
        whole = archive.manifest.whole
        try:
            parts = archive.pieces(entry) if whole else _stored(stored, entry)
            with written_beside(into, parts) as beside:
                place = _place(into, entry.path)
                name_if_free(beside, place)
            if contents.hash_of(place) != entry.sha256:
                place.unlink()
                yield entry.path
        except (DeskError, FileExistsError, _NotStored):
            yield entry.path


class _NotStored(Exception):
    """A content that is not in files/, or cannot be read there."""


def _stored(folder: Path, entry: Entry) -> Iterator[bytes]:
    """A stored content as it is; its hash is measured where it was written."""
    try:
        yield from contents.stored_pieces(folder, entry)
    except OSError:
        raise _NotStored from None


def _verify(manifest: Manifest, into: Path) -> None:
    """What counts is what is there: the record as it was written, from its first change."""
    seen = {manifest.head: manifest.seal} if manifest.head else {}
    found = verify(Record(into / "record", SCHEMA), manifest.desk, seen)
    if found.faults or found.count != manifest.head:
        said = " ".join(clean_line(fault.words) for fault in found.faults[:3])
        raise DeskUnusable(f"What was written into {into} is not the record of the backup. {said}")


def _entry(archive: Archive, path: str) -> Entry:
    return next(entry for entry in archive.manifest.inside if entry.path == path)
