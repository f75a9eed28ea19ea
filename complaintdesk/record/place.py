"""Putting a file in place only if its name is free, whole or not at all.

Written beside and synced first, then linked (POSIX) or renamed (Windows, where a rename refuses
to overwrite). A folder that knows no links gets an exclusive create: such a file can be cut short,
which whoever reads it tells by its seal or hash.
"""

import contextlib
import errno
import os
import shutil
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

SHARED = 0o660  # a colleague of the same group may read the desk's files, nobody else
PRIVATE = 0o600  # this PC's own
_CHUNK = 1024 * 1024  # bytes copied at a time
_LEFT_OVER = 3600.0  # seconds after which nobody is still writing a file beside
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP}
_NO_SYNC = {errno.EINVAL, errno.EBADF, errno.EISDIR, errno.EACCES, errno.EPERM, *_NO_LINKS}
_FAR = 0.005  # seconds beyond which a file's making and its naming were both sent over a line
_T = TypeVar("_T")
_read_only: set[Path | tuple[int, int]] = set()  # by each name of such a folder: see `_names`
_unsynced: set[Path] = set()  # folders that cannot be synced (SMB): not tried again


def protect(folder: Path) -> None:
    """Let this program write nothing below a desk's folder any more: it is opened to be read."""
    _read_only.update(_names(Path(os.path.realpath(folder))))


def _refuse_protected(path: Path) -> None:
    if not _read_only:
        return  # a desk that is worked on: not one look at its folder more
    real = Path(os.path.realpath(path.parent))
    if not all(_read_only.isdisjoint(_names(folder)) for folder in (real, *real.parents)):
        raise PermissionError(errno.EROFS, "the desk is open for reading only", str(path))


def _names(folder: Path) -> Iterator[Path | tuple[int, int]]:
    """What tells a folder however it is spelt: its real path, and what the system counts it by.

    A share can be mounted twice, and a drive be mapped to a part of it.
    """
    yield folder
    with contextlib.suppress(OSError, ValueError):
        found = folder.stat()
        if found.st_ino:  # some shares count nothing
            yield found.st_dev, found.st_ino


def shared_folder(path: Path) -> None:
    """Make a folder of the desk, which colleagues of the same group may use and nobody else.

    On Windows, and on a share that has no such rights, it takes those of the folder it is in.
    """
    if path.is_dir():
        return
    _refuse_protected(path)
    path.mkdir(parents=True, exist_ok=True)
    if os.name != "nt":
        with contextlib.suppress(OSError):
            path.chmod(0o2770)
    _sync_folder(path.parent)


def is_left_over(name: str) -> bool:
    """Whether a file is one that was being written beside when a PC went down."""
    return name.startswith(".") and name.endswith(".tmp")


def put_if_free(path: Path, data: bytes) -> None:
    """Put `data` at `path` durably. Raises FileExistsError where the name is taken."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    is_far = False
    try:
        made, handle = _timed(lambda: _create(beside, SHARED))
        _fill(handle, data)
        named, _ = _timed(lambda: _name(beside, path, lambda: _write_whole(path, data)))
        is_far = min(made, named) > _FAR
    finally:
        _clear(beside, is_far=is_far)
    _sync_folder(path.parent)


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    """The seconds that something takes, and what it gives."""
    began = time.monotonic()
    given = work()
    return time.monotonic() - began, given


def _clear(beside: Path, *, is_far: bool) -> None:
    """Take away what was written beside. Over a slow network that takes three round trips, and
    nobody has to wait for them: the file is in place, and what stays is cleared away later.
    """
    if is_far:
        threading.Thread(target=_unlink, args=(beside,)).start()
    else:
        _unlink(beside)


def _unlink(beside: Path) -> None:
    with contextlib.suppress(OSError):
        beside.unlink(missing_ok=True)


@contextlib.contextmanager
def written_beside(folder: Path, chunks: Iterable[bytes]) -> Iterator[Path]:
    """A whole file, synced and not yet named: `name_if_free` names it; what is left is removed.

    For files too big to be held in memory.
    """
    beside = folder / f".{uuid4().hex}.tmp"
    try:
        with os.fdopen(_create(beside, SHARED), "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        yield beside
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def name_if_free(beside: Path, path: Path) -> None:
    """Give a file written beside its name. Raises FileExistsError where the name is taken."""
    _name(beside, path, lambda: _copy_whole(beside, path))
    _sync_folder(path.parent)


def _copy_whole(beside: Path, path: Path) -> None:
    """The way without links. Cut short it is named nowhere, so it is taken away again."""
    handle = _create(path, SHARED)
    try:
        with beside.open("rb") as source, os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file, _CHUNK)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def replace_file(path: Path, data: bytes, rights: int = PRIVATE) -> None:
    """Write a file that may be replaced (settings, drafts): the old one or the new, never half."""
    _refuse_protected(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        _write_new(beside, data, rights)
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _name(beside: Path, path: Path, without_links: Callable[[], None]) -> None:
    if os.name == "nt":
        beside.rename(path)
        return
    try:
        os.link(beside, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        without_links()


def _write_whole(path: Path, data: bytes) -> None:
    """The way without links. A file cut short never counted, so it may be taken away again."""
    # An error in creating it may be about a colleague's file: not ours to touch.
    handle = _create(path, SHARED)
    try:
        _fill(handle, data)
    except OSError:
        # Whole after all, it may have been read and built upon by now: then it stays, and counts.
        with contextlib.suppress(OSError):
            if path.read_bytes() != data:
                path.unlink()
        raise


def _write_new(path: Path, data: bytes, rights: int) -> None:
    _fill(_create(path, rights), data)


def read_whole(path: Path, limit: int) -> bytes:
    """A file of the desk, whole. A link, a pipe or more than `limit` bytes is an OSError."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > limit:
            raise OSError(errno.EFBIG, "no file of this size or kind is ours", str(path))
        return file.read(found.st_size)  # not `limit`: that much memory would be set aside


def clear_left_over(path: Path) -> None:
    """Take away a file that was being written over an hour ago."""
    if is_left_over(path.name) and path.lstat().st_mtime < time.time() - _LEFT_OVER:
        _refuse_protected(path)
        path.unlink()


def _create(path: Path, rights: int) -> int:
    _refuse_protected(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, rights)


def _fill(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def is_settled(path: Path) -> bool:
    """Whether a file's name is on the disk too, where a folder can be told to write its names."""
    try:
        _sync_folder(path.parent)
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder written. Raises OSError where that failed."""
    if os.name == "nt" or folder in _unsynced:
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Not every file system lets a folder be synced (SMB); the file itself has been.
        if error.errno not in _NO_SYNC:
            raise
        _unsynced.add(folder)
