"""One backup from the beginning to its seal.

Written beside, synced, proved from what was written, named only if the name is free, read once
more under its name; only then is its `.verified` put. Whatever stops it before that leaves nothing
that looks like a backup.
"""

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from complaintdesk import __version__
from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable, ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.record.links import is_link
from complaintdesk.record.place import name_if_free, put_if_free, shared_folder, written_beside
from complaintdesk.services.backups import contents, looking, manifest, proving
from complaintdesk.services.backups.archive import Archive, open_archive
from complaintdesk.services.backups.manifest import Entry, Manifest
from complaintdesk.services.backups.names import FOLDER, backups_in, name_of, seal_path
from complaintdesk.services.backups.packing import Packing
from complaintdesk.services.backups.proving import Proof
from complaintdesk.services.desk import today_in_london
from complaintdesk.services.file_place import refuse_in_desk
from complaintdesk.services.inside import own_folder
from complaintdesk.settings import read_desk_file, store_path
from complaintdesk.store import SCHEMA

FILES = "files"
_PRIVATE = 0o600  # a file that is carried away is nobody else's


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a backup, from which PC, and when (UTC)."""

    by: str
    pc: str
    at: datetime

    @property
    def today(self) -> date:
        return today_in_london(self.at)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was proved by rebuilding; `left_out` lies in the desk and is not in it."""

    path: Path
    size: int
    manifest: Manifest
    proof: Proof
    left_out: tuple[str, ...]


class NameTaken(DeskError):
    """A colleague's PC made the same backup in the same minute."""


def make(desk: Path, maker: Maker, *, thorough: bool = True, only_first: bool = False) -> Made:
    """Make a backup in the desk's own backups/.

    Not `thorough`, letters and documents that nobody touched in the last days are taken as the
    backup before knew them. With `only_first` a name in use is not given a number: NameTaken.
    """
    folder = own_folder(desk, FOLDER)
    known = {} if thorough else _known(desk)

    def named(beside: Path, head: int) -> Path:
        for copy in count(1):
            path = folder / name_of(maker.at, head, copy)
            try:
                name_if_free(beside, path)
            except FileExistsError:
                if only_first:
                    raise NameTaken("A colleague's PC is making this backup just now.") from None
                continue
            return path
        raise AssertionError("the numbers of a name do not end")

    with _plain_faults(folder):
        shared_folder(folder)
        _refuse_links(desk, own_folder(desk, f"{FOLDER}/{FILES}"))
        store = contents.Contents(desk, folder / FILES, known, maker.today)
        work = _Work(desk.absolute(), maker, store)
        made, digest = work.run(folder, named)
        with _taken_away_unless_done(made.path):
            _seal(made, digest, maker)
        return made


def make_whole(desk: Path, maker: Maker, out: Path) -> Made:
    """Make one zip at `out` that holds the letters and documents too; never over a file."""
    with _plain_faults(out.parent):
        if not out.parent.is_dir():
            raise BadInput(f"{out.parent} is not a folder, so no backup was made there.")
        refuse_in_desk(out)
        if out.is_symlink() or out.exists():
            raise _in_use(out)

        def named(beside: Path, _head: int) -> Path:
            beside.chmod(_PRIVATE)
            try:
                name_if_free(beside, out)
            except FileExistsError:
                raise _in_use(out) from None
            return out

        made, _ = _Work(desk.absolute(), maker, None).run(out.parent, named)
        return made


class _Work:
    """The way of one backup; `store` takes letters and documents, None puts them into the zip."""

    def __init__(self, desk: Path, maker: Maker, store: contents.Contents | None) -> None:
        self._desk, self._maker, self._store = desk, maker, store
        self._file = read_desk_file(desk)
        self._record = Record(desk / "record", SCHEMA)

    def run(self, folder: Path, named: Callable[[Path, int], Path]) -> tuple[Made, str]:
        """Make and prove it; returns it with the SHA-256 of its zip."""
        with proving.private_folder() as place:
            store = store_path(self._file, self._desk)
            kept = proving.copy_of_store(store, self._record, place)
            head = looking.head_of(self._record)
            looked = looking.look(self._desk, head[0])
            with written_beside(folder, self._zip(head, looked)) as beside:
                with open_archive(beside) as archive:
                    found = archive.manifest
                    proof = self._prove(archive, place, kept)
                digest, size = contents.hash_of(beside), beside.stat().st_size
                path = named(beside, head[0])
        with _taken_away_unless_done(path):
            if contents.hash_of(path) != digest:
                raise DeskUnusable(f"{path} does not hold what was written, so it was taken away.")
        return Made(path, size, found, proof, looked.left_out), digest

    def _zip(self, head: tuple[int, str], looked: looking.Looked) -> Iterator[bytes]:
        packing = Packing(self._desk)
        stored = [self._store.keep(found) for found in looked.beside] if self._store else []
        large = () if self._store else looked.beside
        yield from packing.pieces(
            looked.small, large, lambda: self._manifest(head, [*packing.entries, *stored])
        )

    def _manifest(self, head: tuple[int, str], entries: list[Entry]) -> bytes:
        maker, file = self._maker, self._file
        return manifest.encode(
            Manifest(
                file.id, file.training, __version__, SCHEMA, *head,
                maker.at.astimezone(UTC).isoformat(timespec="seconds"), maker.by, maker.pc,
                self._store is None, tuple(entries),
            )
        )  # fmt: skip

    def _prove(self, archive: Archive, place: Path, kept: Path | None) -> Proof:
        found = archive.manifest
        beside = () if found.whole else found.beside
        if lost := contents.missing(self._desk / FOLDER / FILES, beside):
            raise DeskUnusable(f"No backup was made: {lost[0]} did not stay where it was put.")
        return proving.prove(archive, place, kept)


def _seal(made: Made, digest: str, maker: Maker) -> None:
    said = {
        "zip": made.path.name, "sha256": digest, "head": made.manifest.head,
        "seal": made.manifest.seal, "files": len(made.manifest.files), "program": __version__,
        "verified_at": maker.at.astimezone(UTC).isoformat(timespec="seconds"),
        "compared_with_store": made.proof.was_compared,
    }  # fmt: skip
    put_if_free(seal_path(made.path), json.dumps(said, indent=1).encode() + b"\n")


def _refuse_links(desk: Path, files: Path) -> None:
    """What letters and documents hold goes into folders of files/, each by two letters of its hash.

    Raises DeskUnusable where one of those leads out of the desk.
    """
    if files.is_dir():
        for place in filter(is_link, files.iterdir()):
            own_folder(desk, place.relative_to(desk).as_posix())


def _known(desk: Path) -> Mapping[str, Entry]:
    """The letters and documents as the newest backup knows them; nothing where it cannot say."""
    with contextlib.suppress(DeskError, OSError):
        for backup in reversed(backups_in(desk)):
            if backup.is_verified:
                with open_archive(backup.path) as archive:
                    return {entry.path: entry for entry in archive.manifest.beside}
    return {}


@contextlib.contextmanager
def _taken_away_unless_done(path: Path) -> Iterator[None]:
    """A zip that was named and then found wanting is nobody's: it does not stay."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


@contextlib.contextmanager
def _plain_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ShareUnavailable(
            f"The backup could not be written into {folder} ({looking.reason(error)}). Nothing of "
            "it is left, and the desk is as it was."
        ) from None


def _in_use(out: Path) -> BadInput:
    return BadInput(f"{out} is there already, and stays as it is. Choose another name.")
