"""The zip of a backup, written piece by piece: nothing of it is ever held whole in memory."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from complaintdesk.services.backups.contents import hashed
from complaintdesk.services.backups.looking import Found, pieces
from complaintdesk.services.backups.manifest import NAME, Entry

_PACKED = 1024 * 1024  # bytes; what is bigger goes in as it is, so that no member swells hugely


class Packing:
    """Files of a desk on their way into a zip; `entries` grows as they are read."""

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._pipe = _Pipe()
        self.entries: list[Entry] = []

    def pieces(
        self, small: Iterable[str], large: Iterable[Found], manifest: Callable[[], bytes]
    ) -> Iterator[bytes]:
        """The zip: small files packed, large ones as they are, and last of all the manifest."""
        with ZipFile(self._pipe, "w") as archive:
            for path in small:
                data = b"".join(pieces(self._desk, path))
                digest, size = hashed([data])
                self.entries.append(Entry(path, size, digest))
                yield from self._add(archive, path, data)
            for found in large:
                yield from self._copy(archive, found)
            yield from self._add(archive, NAME, manifest(), packed=True)
        yield self._pipe.drain()

    def _add(
        self, archive: ZipFile, path: str, data: bytes, *, packed: bool = False
    ) -> Iterator[bytes]:
        small = packed or len(data) <= _PACKED
        archive.writestr(_info(path), data, ZIP_DEFLATED if small else ZIP_STORED)
        yield self._pipe.drain()

    def _copy(self, archive: ZipFile, found: Found) -> Iterator[bytes]:
        digest, size = sha256(), 0
        with archive.open(_info(found.path), "w", force_zip64=True) as member:
            for piece in pieces(self._desk, found.path):
                digest.update(piece)
                size += len(piece)
                member.write(piece)
                yield self._pipe.drain()
        self.entries.append(Entry(found.path, size, digest.hexdigest(), found.changed))
        yield self._pipe.drain()


def _info(path: str) -> ZipInfo:
    return ZipInfo(path)  # without a time: the same files make the same bytes


class _Pipe:
    """Takes what a zip writes, to be handed on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nor is anything open."""

    def drain(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken
