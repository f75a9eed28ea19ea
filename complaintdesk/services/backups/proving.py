"""The proof of a backup: a store rebuilt from it, equal to the one of this PC where it has one.

All of it happens in a private folder of this PC, which is taken away afterwards.
"""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.errors import DeskUnusable, StoreBusy, StoreDamaged
from complaintdesk.record.folder import Record
from complaintdesk.services.backups.archive import Archive
from complaintdesk.settings import home
from complaintdesk.store.peek import peek

if TYPE_CHECKING:
    from complaintdesk.store.store import Store

_BATCH = 200  # changes applied in one transaction
_OWN = ("listing", "bank_holiday", "meta")  # by this PC's calendar, and in no record
_ABANDONED = 24 * 3600.0  # seconds after which no proof is still running


@dataclass(frozen=True, slots=True)
class Proof:
    """What a rebuild has shown: which files the record names and the backup lacks, and whether
    there was a store of this PC to compare with."""

    lacking: tuple[str, ...]
    was_compared: bool


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this account may look into, gone afterwards."""
    place = home() / "rebuilding"
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear_abandoned(place)
        made = tempfile.TemporaryDirectory(dir=place)
    except OSError as error:
        raise DeskUnusable(
            f"This PC cannot keep anything in {place} ({error.strerror or type(error).__name__}), "
            "so no backup can be proved here. Nothing was changed."
        ) from None
    with made as name:
        yield Path(name)


def copy_of_store(store: Path, record: Record, place: Path) -> Path | None:
    """A copy of this PC's store, to be compared; None where it has no sound one of this layout.

    Raises DeskUnusable where the record has lost, or changed, what this PC has seen.
    """
    from complaintdesk.store.copying import copy_store

    try:
        if peek(store) is None:
            return None
        found = copy_store(store, place / "this-pc.db")
    except (StoreDamaged, StoreBusy):
        return None
    record.verify_head(found.head, found.seal)
    return place / "this-pc.db"


def prove(archive: Archive, place: Path, kept: Path | None = None) -> Proof:
    """Read a backup to its end and rebuild a store from it. Raises DeskUnusable where it fails.

    `kept` is a copy of a store that stands at the backup's head or before; it goes on from there.
    """
    from complaintdesk.store.examining import differences, named_files

    rebuilt = place / "rebuilt.db"
    _rebuild(archive, rebuilt, kept)
    _read_to_the_end(archive)
    if kept and (found := differences(kept, rebuilt, _OWN)):
        tables = ", ".join(sorted(each.table for each in found))
        raise DeskUnusable(
            "The store of this PC is not what the desk's record adds up to (it differs in "
            f"{tables}), so this backup does not count. Run `complaintdesk check --repair` and "
            "make it again."
        )
    there = {entry.path: entry.sha256 for entry in archive.manifest.beside}
    lacking = (n.file for n in named_files(rebuilt) if there.get(n.file) != n.sha256)
    return Proof(tuple(sorted(set(lacking))), kept is not None)


def _rebuild(archive: Archive, rebuilt: Path, kept: Path | None) -> None:
    from complaintdesk.store.store import Store

    with contextlib.ExitStack() as stack:
        stores = [Store(path) for path in (rebuilt, kept) if path]
        for store in stores:
            stack.callback(store.close)
        _apply(archive, stores)


def _apply(archive: Archive, stores: "list[Store]") -> None:
    """Every change into each store; one that has some of them already passes those over."""
    changes = archive.changes()
    while batch := list(islice(changes, _BATCH)):
        for store in stores:
            if store.head()[0] < batch[-1].number:
                store.apply(batch, _nothing_due)


def _nothing_due(_case: Case) -> tuple[Duty, ...]:
    """Due dates are worked out by each PC, and are in no record."""
    return ()


def _read_to_the_end(archive: Archive) -> None:
    for entry in archive.manifest.inside:
        if not entry.path.startswith("record/"):  # those were read for the store
            for _ in archive.pieces(entry):
                pass


def _clear_abandoned(place: Path) -> None:
    """Take away what a PC that went down left of an earlier proof."""
    for old in place.iterdir():
        if old.stat().st_mtime < time.time() - _ABANDONED:
            shutil.rmtree(old, ignore_errors=True)
