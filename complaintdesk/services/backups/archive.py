"""A backup's zip, looked at before anything in it is believed.

Anybody may have made it. Members are read by the exact names of the manifest, one by one, and
never unpacked all at once; one that is not named there, is there twice, or would swell beyond
reason refuses the whole. What is read is measured against its hash, and the changes against the
chain from the first to the last.
"""

import contextlib
import struct
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from complaintdesk.domain.change import FIRST, Change
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.change import decode, place_of
from complaintdesk.services.backups import manifest as manifests
from complaintdesk.services.backups.looking import CHUNK, opened, reason
from complaintdesk.services.backups.manifest import Entry, Manifest, unfit
from complaintdesk.store import SCHEMA

LARGEST = 64 * 1024 * 1024  # bytes of a file that is held in memory: a change, desk.toml
_SWELLS = 300  # times; text that people write packs ten to one, and what is bigger is not packed
_SMALL = 1024 * 1024  # bytes, up to which nobody minds
_ENCRYPTED = 0x1
_FAULTS = (
    BadZipFile, LargeZipFile, zlib.error, struct.error, EOFError, NotImplementedError,
    RuntimeError, ValueError, OverflowError, LookupError,
)  # fmt: skip


class Archive:
    """An open backup. Everything read from it may raise DeskUnusable."""

    def __init__(self, zipped: ZipFile, path: Path) -> None:
        self.path, self._zipped = path, zipped
        self._infos = _members(zipped)
        self.manifest: Manifest = self._manifest()

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """A file piece by piece; the last has come only once size and hash are as they should."""
        digest, size = sha256(), 0
        with _plain_faults(), self._zipped.open(self._infos[entry.path]) as member:
            while piece := member.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                yield piece
        if (digest.hexdigest(), size) != (entry.sha256, entry.size):
            raise unfit(f"{entry.path} is not what was put in")

    def read(self, entry: Entry) -> bytes:
        """A small file, whole."""
        if entry.size > LARGEST:
            raise unfit(f"{entry.path} is larger than any of its kind")
        return b"".join(self.pieces(entry))

    def changes(self) -> Iterator[Change]:
        """Every change in order, each checked to follow the one before it."""
        entries = {entry.path: entry for entry in self.manifest.inside}
        seal = FIRST
        for number in range(1, self.manifest.head + 1):
            change = self._change(number, entries[f"record/{place_of(number)}"])
            said = (change.previous, change.origin.desk, change.origin.training)
            if said != (seal, self.manifest.desk, self.manifest.training):
                raise unfit(f"change {number} does not follow the one before, or is another desk's")
            seal = change.seal
            yield change
        if seal != self.manifest.seal:
            raise unfit(f"change {self.manifest.head} is not the one that the backup ends with")

    def _change(self, number: int, entry: Entry) -> Change:
        try:
            return decode(self.read(entry), number, SCHEMA)
        except RecursionError:
            raise unfit(f"change {number} cannot be read") from None

    def _manifest(self) -> Manifest:
        info = self._infos.get(manifests.NAME)
        if info is None or info.file_size > manifests.LONGEST:
            raise unfit("it has no list of its files")
        with _plain_faults():
            manifest = manifests.decode(self._zipped.read(info))
        sizes = {name: info.file_size for name, info in self._infos.items()}
        del sizes[manifests.NAME]
        if sizes != {entry.path: entry.size for entry in manifest.inside}:
            raise unfit("its files are not those of its list")
        return manifest


@contextlib.contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a backup to read. Raises DeskUnusable for anything that is not a sound one."""
    with contextlib.ExitStack() as stack:
        with _plain_faults():
            zipped = stack.enter_context(ZipFile(stack.enter_context(opened(path))))
            archive = Archive(zipped, path)
        yield archive


@contextlib.contextmanager
def _plain_faults() -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        raise unfit(f"the zip is damaged, or is none ({type(error).__name__})") from None
    except OSError as error:
        raise DeskUnusable(
            f"The backup cannot be read ({reason(error)}). Nothing was changed."
        ) from None


def _members(zipped: ZipFile) -> dict[str, ZipInfo]:
    """The members by name. Raises DeskUnusable for a name twice, a bomb, or a strange packing."""
    found: dict[str, ZipInfo] = {}
    for info in zipped.infolist():
        name = info.orig_filename  # zipfile alters what it shows: `\` on Windows, and at a NUL
        if name in found:
            raise unfit(f"it holds {name[:80]!r} twice")
        if info.flag_bits & _ENCRYPTED or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise unfit("it is packed in a way that this program does not use")
        if info.file_size > max(_SMALL, _SWELLS * info.compress_size):
            raise unfit(f"{name[:80]!r} would swell to a size beyond reason")
        found[name] = info
    packed = sum(info.compress_size for info in found.values())
    if sum(info.file_size for info in found.values()) > max(LARGEST, _SWELLS * packed):
        raise unfit("it would swell to a size beyond reason")
    return found
