"""The list inside a backup: whose it is, how far it goes, and every file with its SHA-256.

It is read from a zip that anybody may have made, so nothing in it is believed before it is looked
at: a wrong kind, a strange name or a missing change refuses the whole.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.change import place_of
from complaintdesk.services.backups.names import is_beside, is_member
from complaintdesk.settings import DESK_FILE
from complaintdesk.store import SCHEMA

_T = TypeVar("_T")
NAME = "manifest.json"
FORMAT = 1
LONGEST = 512 * 1024 * 1024  # bytes of a manifest: two million files
_MOST_FILES = 2_000_000
_LARGEST = 1024**4  # bytes of one file
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its path below the desk, bytes, and hash.

    `changed` (nanoseconds, as its folder says) and `read` (a day) let the next backup take over
    the hash of a letter or document that nobody has touched since.
    """

    path: str
    size: int
    sha256: str
    changed: int = 0
    read: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `whole`: the letters and documents are in the zip, not beside it."""

    desk: str
    training: bool
    program: str
    schema: int
    head: int
    seal: str
    made_at: str
    by: str
    pc: str
    whole: bool
    files: tuple[Entry, ...]

    @property
    def inside(self) -> tuple[Entry, ...]:
        """The files that are in the zip itself."""
        return tuple(e for e in self.files if self.whole or not is_beside(e.path))

    @property
    def beside(self) -> tuple[Entry, ...]:
        """The letters and documents."""
        return tuple(e for e in self.files if is_beside(e.path))


def encode(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    said = asdict(manifest) | {"format": FORMAT, "count": len(manifest.files)}
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()


def decode(data: bytes) -> Manifest:
    """The manifest in a zip. Raises DeskUnusable with why the backup is not taken."""
    try:
        said = json.loads(data)
        _refuse_newer(said)
        files = tuple(_entry(each) for each in said["files"])
        manifest = Manifest(
            _text(said, "desk"), _kind(said, "training", bool), _text(said, "program"),
            _kind(said, "schema", int), _kind(said, "head", int), _text(said, "seal"),
            _text(said, "made_at"), _text(said, "by"), _text(said, "pc"),
            _kind(said, "whole", bool), files,
        )  # fmt: skip
        datetime.fromisoformat(manifest.made_at).astimezone(UTC)
        is_whole = said["count"] == len(files)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        raise unfit("its list of files cannot be read") from None
    if not is_whole or not _SHA256.fullmatch(manifest.seal):
        raise unfit("its list of files is not whole")
    _refuse_strange(manifest)
    return manifest


def unfit(why: str) -> DeskUnusable:
    """The refusal of a zip, with the reason."""
    return DeskUnusable(f"This is not a sound backup: {why}. Nothing was changed.")


def _refuse_newer(said: Mapping[str, Any]) -> None:
    if said["format"] > FORMAT or said["schema"] > SCHEMA:
        raise DeskUnusable(
            "This backup was made by a newer complaintdesk. Update the program on this PC; nothing "
            "was changed."
        )


def _refuse_strange(manifest: Manifest) -> None:
    paths = [entry.path for entry in manifest.files]
    if len(paths) > _MOST_FILES or len(set(paths)) != len(paths):
        raise unfit("it names a file twice, or more files than any desk has")
    if strange := next((path for path in paths if not is_member(path)), None):
        raise unfit(f"it names a file that belongs to no desk ({strange[:80]!r})")
    changes = {path for path in paths if path.startswith("record/")}
    if manifest.head < 0 or len(changes) != manifest.head or not changes.issuperset(
        _changes(manifest.head)
    ):  # fmt: skip
        raise unfit("it lacks a change, or names one beyond its last")
    if DESK_FILE not in paths:
        raise unfit(f"it has no {DESK_FILE}")


def _changes(head: int) -> Iterable[str]:
    return (f"record/{place_of(number)}" for number in range(1, head + 1))


def _entry(said: Mapping[str, Any]) -> Entry:
    size, digest = _kind(said, "size", int), _text(said, "sha256")
    if not 0 <= size <= _LARGEST or not _SHA256.fullmatch(digest):
        raise ValueError(digest)
    changed, read = _kind(said, "changed", int), _text(said, "read")
    return Entry(_text(said, "path"), size, digest, changed, read)


def _text(said: Mapping[str, Any], key: str) -> str:
    return _kind(said, key, str)


def _kind(said: Mapping[str, Any], key: str, kind: type[_T]) -> _T:
    value = said[key]
    if type(value) is not kind:
        raise TypeError(key)
    return value
