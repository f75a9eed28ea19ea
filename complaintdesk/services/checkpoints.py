"""Checkpoints: a verified copy of a store on the share, so that a new PC need not begin at 1.

A checkpoint is named by its last change and by the SHA-256 of what it holds: one that was altered
is told by its name. It is only ever a short cut. Whatever is wrong with it, it is passed over and
the record is read from the beginning.

Somebody may have made one up, rightly named and with rows that could be. It would take reading the
whole record to tell, and that is what it is to spare. So a PC that begins from one shows the desk
at once, notes that its store is not proved, and saves nothing until it is (`checking.proving`):
what was made up never gets into the record. One that is not what the record says is given another
name, by which it is no checkpoint any more and every PC tells of it; the store that began from it
is made again from the record.
"""

import contextlib
import gzip
import re
import tempfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk.domain.errors import DeskError, StoreBusy
from complaintdesk.record.links import is_link, leads_elsewhere
from complaintdesk.record.place import name_if_free, shared_folder, written_beside
from complaintdesk.services.inside import own_folder
from complaintdesk.store.peek import Peek

if TYPE_CHECKING:
    from complaintdesk.services.desk import Desk

FOLDER = "checkpoints"
_EVERY = 1000  # changes from one checkpoint to the next
_KEPT = 2  # the newest, and one that a new PC may just be reading
_NAME = re.compile(r"(\d{9})-([0-9a-f]{64})\.db\.gz", re.ASCII)
_REFUSED = ".refused"  # what follows the name of one that is not what the record says
_UNFIT = (DeskError, OSError, EOFError, zlib.error)  # of a copy that is not to be used
_SAID = 14  # characters of a refused one's name that are told
_CHUNK = 1024 * 1024
_LARGEST = 4 * 1024**3  # bytes unpacked; a desk of a million changes has less


def unproved(store: Path) -> Path:
    """The note beside a store that began from a checkpoint and was not yet held against the
    record. It says which; that it is there is what counts.
    """
    return store.with_name(f"{store.name}.unproved")


def refuse_unproved(desk: "Desk") -> None:
    """Raise StoreBusy while what stands in the store may not be what the record says."""
    if unproved(desk.store_file).exists():
        raise StoreBusy(
            "This PC has just begun from a checkpoint and is still holding it against the desk's "
            "record: cases can be looked at, but nothing can be changed or logged from here yet. "
            "What you typed is kept: try again in a few minutes. If that does not help, run "
            "`complaintdesk check --repair`."
        )


def is_due(desk: "Desk") -> bool:
    """Whether enough was saved since the last checkpoint for another one."""
    if desk.read_only or desk.looking_on or desk.away or not desk.is_warm:
        return False
    if unproved(desk.store_file).exists() or leads_elsewhere(desk.folder, desk.folder / FOLDER):
        return False
    try:
        return desk.store.head()[0] - _newest_number(desk) >= _EVERY
    except (DeskError, OSError):
        return False


def make(desk: "Desk") -> Path:
    """Put a checkpoint of this PC's store, which follows the record to its head."""
    from complaintdesk.store.copying import copy_store

    desk.refuse_writing()
    refuse_unproved(desk)
    folder = own_folder(desk.folder, FOLDER)
    shared_folder(folder)
    with _private_folder(desk) as place:
        found = copy_store(desk.store_file, place / "copy.db")
        desk.record.verify_head(found.head, found.seal)
        packed = place / "copy.db.gz"
        with packed.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as pack:
            for chunk in _chunks(place / "copy.db"):
                pack.write(chunk)
        path = folder / f"{found.head:09}-{_hash(packed)}.db.gz"
        with (
            written_beside(folder, _chunks(packed)) as beside,
            contextlib.suppress(FileExistsError),
        ):
            name_if_free(beside, path)
    _clear_old(folder)
    return path


def take_up(desk: "Desk") -> bool:
    """Begin this PC's store from the newest checkpoint that is sound; whether there was one.

    None is after one that was not proved: that one is still there, and others like it may be.
    """
    if unproved(desk.store_file).exists():
        _forget(desk.store_file)
        return False
    for path in reversed(_checkpoints(desk)):
        with contextlib.suppress(*_UNFIT), _private_folder(desk) as place:
            _take(desk, path, place / "copy.db")
            return True
    return False


def began_from(store: Path) -> str:
    """The name of the checkpoint that a store began from and was not yet held against the record;
    "" where there is none.
    """
    try:
        name = unproved(store).read_text("ascii", errors="replace")
    except OSError:
        return ""
    return name if _NAME.fullmatch(name) else ""


def refuse(folder: Path, name: str) -> None:
    """Give a checkpoint of the desk in this folder another name, so that no PC begins from it.

    Where that cannot be, it is taken away, or stays: no store is believed for it all the same.
    """
    if not name:
        return
    with contextlib.suppress(OSError, DeskError):
        path = own_folder(folder, FOLDER) / name
        try:
            path.replace(path.with_name(name + _REFUSED))
        except OSError:
            path.unlink()


def refused(folder: Path) -> tuple[str, ...]:
    """The checkpoints of the desk in this folder that were not what its record says."""
    with contextlib.suppress(OSError, DeskError):
        names = (path.name for path in own_folder(folder, FOLDER).iterdir())
        return tuple(sorted(n for n in names if _NAME.fullmatch(n.removesuffix(_REFUSED))
                            and n.endswith(_REFUSED)))  # fmt: skip
    return ()


def in_words(name: str) -> str:
    """What has to be known of a refused checkpoint, in two lines of a small terminal."""
    return (
        "Tell IT: a checkpoint was not what the record says, made up or spoilt, and is not used "
        f"any more ({FOLDER}/{name[:_SAID]}…{_REFUSED})."
    )


def _take(desk: "Desk", path: Path, copy: Path) -> None:
    """Every look at it comes before it stands in the store's place."""
    from complaintdesk.store.copying import look_at_copy

    number, digest = _said(path)
    packed = copy.with_suffix(".gz")
    with packed.open("wb") as file:
        for chunk in _chunks(path):
            file.write(chunk)
    if _hash(packed) != digest:
        raise OSError("it is not what its name says")
    _unpack(packed, copy)
    found = look_at_copy(copy)
    _refuse_foreign(desk, found, number)
    desk.record.verify_head(found.head, found.seal)
    _settle(desk, copy)
    unproved(desk.store_file).write_text(path.name, "ascii")
    copy.replace(desk.store_file)
    desk.look_again()


def _settle(desk: "Desk", copy: Path) -> None:
    """What a PC works out, from its calendar and its policy, is never taken from another."""
    from complaintdesk.services import bank_holidays, judging
    from complaintdesk.services.checking.rebuilding import judge_of
    from complaintdesk.store.copying import settle_copy

    known = bank_holidays.england_and_wales()
    meta = judging.fresh_meta(desk.file, known) | {"stands_on": judging.stands_on(desk.file)}
    settle_copy(copy, judge_of(desk.file, desk.today()), known.days, meta)


def _forget(store: Path) -> None:
    """The note, and the words of cases that were put in from what was not proved."""
    from complaintdesk.store.search_index import remove

    with contextlib.suppress(OSError):
        remove(store)
    unproved(store).unlink(missing_ok=True)


def _refuse_foreign(desk: "Desk", found: Peek, number: int) -> None:
    said = (found.head, found.meta.get("desk"), found.meta.get("training"))
    if said != (number, desk.file.id, str(desk.training)):
        raise OSError("it is of another desk")


def _unpack(packed: Path, to: Path) -> None:
    size = 0
    with gzip.open(packed, "rb") as source, to.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > _LARGEST:
                raise OSError("it is larger than any desk")
            file.write(chunk)


def _checkpoints(desk: "Desk") -> list[Path]:
    """By their last change; anything else in the folder is passed over."""
    with contextlib.suppress(OSError, DeskError):
        folder = own_folder(desk.folder, FOLDER)
        return sorted(p for p in folder.iterdir() if _NAME.fullmatch(p.name) and not is_link(p))
    return []


def _newest_number(desk: "Desk") -> int:
    found = _checkpoints(desk)
    return _said(found[-1])[0] if found else 0


def _said(path: Path) -> tuple[int, str]:
    match = _NAME.fullmatch(path.name)
    assert match
    return int(match[1]), match[2]


def _clear_old(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for path in sorted(p for p in folder.iterdir() if _NAME.fullmatch(p.name))[:-_KEPT]:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _private_folder(desk: "Desk") -> Iterator[Path]:
    """A folder beside the store, so that a copy can take its place in one step."""
    desk.store_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=desk.store_file.parent, prefix="checkpoint-") as made:
        yield Path(made)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _hash(path: Path) -> str:
    digest = sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()
