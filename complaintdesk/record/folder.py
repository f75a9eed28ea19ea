"""The record as a folder of numbered files: append if free, read since, and nothing else."""

import contextlib
import errno
import time
from collections.abc import Iterator
from pathlib import Path

from complaintdesk.domain.change import Change
from complaintdesk.domain.errors import BadInput, DeskUnusable, ShareUnavailable
from complaintdesk.record.change import (
    begins_folder,
    damaged,
    decode,
    encode,
    file_name,
    first_of_folder,
    first_of_next_folder,
    place_of,
)
from complaintdesk.record.links import is_link
from complaintdesk.record.place import (
    clear_left_over,
    is_left_over,
    is_settled,
    put_if_free,
    read_whole,
    shared_folder,
)

_TRIES = 5
_PAUSE = 0.05  # seconds; a share that hiccups answers on the next try
# What a folder says that took nothing: looking has shown that nothing got there.
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC}
_STRANGE = {errno.ELOOP, errno.EFBIG, errno.EISDIR}  # a link, a pipe, a folder, a gigabyte
_UNFINISHED = 3.0  # seconds to wait for a file that another PC is still writing
_NEAR = 500  # changes before the head, which may be in the folder of the thousand before
_LARGEST = 8 * 1024 * 1024  # bytes of one change; ours have a few thousand


class NumberTaken(Exception):
    """A colleague's change has this number; catch up and try with the next one."""


class Record:
    """The append-only record in `folder`; `schema` is the newest row layout understood here."""

    def __init__(self, folder: Path, schema: int) -> None:
        self.folder, self.schema = folder, schema
        self._own: set[Path] = set()  # folders of a thousand that were seen to be no links
        self._looked_through = False

    def path(self, number: int) -> Path:
        """Where a change has its file."""
        return self.folder / place_of(number)

    def append(self, change: Change) -> str:
        """Put a change in place and return its seal; from then on it counts.

        Raises NumberTaken where a colleague was first, and ShareUnavailable where it is not
        known whether the file got there: the same id may then safely be tried again.
        """
        data, seal = encode(change)
        self._refuse_unreadable(change, data)
        path, refused = self.path(change.number), True
        for attempt in range(_TRIES):
            if attempt:  # to sleep for nothing is to stand aside for every busy program
                time.sleep(_PAUSE * attempt)
            try:
                self._make_room(change.number)
                put_if_free(path, data)
                return seal
            except OSError as error:
                # Whatever it says, look: over SMB an error may come after the file got there.
                there, reason = self._look(path), error
                refused = refused and error.errno in _REFUSED
            if there == data and is_settled(path):
                return seal
            if there is not None and not data.startswith(there):
                raise NumberTaken(change.number)
        if there is None and refused:
            raise self._refused(reason)
        raise _uncertain()

    def _refuse_unreadable(self, change: Change, data: bytes) -> None:
        """One change that nobody can read would stop every desk, ours too."""
        try:
            if len(data) > _LARGEST:
                raise damaged(change.number)
            decode(data, change.number, self.schema)
        except DeskUnusable:
            raise BadInput(
                "This cannot be kept: it is too large, or holds what no case can. Nothing was "
                "saved. Shorten it, or add the long part as a file."
            ) from None

    def read(self, number: int, *, glance: bool = False) -> Change | None:
        """The change of this number, or None where there is none yet.

        A `glance` is one operation on the folder: it takes a folder that is gone for one that
        holds nothing new.
        """
        path, waited = self.path(number), 0.0
        while True:
            data = self._read_file(path, glance)
            if data is None:
                return None
            if data.count(b"\n") >= 3 or waited >= _UNFINISHED:
                return decode(data, number, self.schema)
            time.sleep(_PAUSE)
            waited += _PAUSE

    def since(self, number: int, seal: str, *, glance: bool = False) -> Iterator[Change]:
        """The changes after `number`, each checked to follow the one before it."""
        while (change := self.read(number + 1, glance=glance)) is not None:
            if change.previous != seal:
                raise DeskUnusable(
                    f"Change {change.number} in the desk's record does not follow change {number}: "
                    "a file was changed, swapped or brought from another desk. Nothing was "
                    f"changed here. Bring back record/{place_of(change.number)} from a backup."
                )
            number, seal = change.number, change.seal
            yield change

    def verify_head(self, number: int, seal: str) -> None:
        """Refuse a record that does not hold the last change that this PC knows."""
        if number == 0:
            return
        change = self.read(number)
        if change is None:
            raise DeskUnusable(
                f"The desk's record ends before change {number}, which this PC has already seen. "
                "Part of the record is missing. Bring back the folder's record/ from a backup."
            )
        if change.seal != seal:
            raise DeskUnusable(
                f"Change {number} in the desk's record is not the one that this PC has seen: the "
                "record was changed or swapped. Nothing was changed here. Bring back the folder's "
                "record/ from a backup."
            )

    def check_no_gap(self, head: int) -> None:
        """Refuse a record with a file beyond `head`, the last that follows, or without one before.

        The first time every folder is looked at, later those that the next change is near to.
        """
        begin = max(first_of_folder(head if self._looked_through else 0), 1)
        there = set(self._numbered(begin, head + 1))
        ahead = self.path(first_of_next_folder(head + 1)).parent
        beyond = max(there, default=0) > head or ahead.is_dir()
        for number in range(begin, head + 1 + beyond):
            if number not in there and self.read(number) is None:
                raise DeskUnusable(
                    f"Change {number} is missing from the desk's record, though later ones are "
                    f"there. Bring back record/{place_of(number)} from a backup of the folder."
                )
        self._looked_through = True

    def _numbered(self, begin: int, end: int) -> Iterator[int]:
        """The changes that are listed in the folders from that of `begin` to that of `end`."""
        while begin <= end:
            following = first_of_next_folder(begin)
            for name in self._listed(self.path(begin).parent):
                if begin <= (number := _number_of(name)) < following:
                    yield number
            begin = following

    def names(self) -> tuple[int, ...]:
        """The numbers of the files that are there, in order."""
        return tuple(sorted(number for number, _ in self._files() if number))

    def strangers(self) -> tuple[str, ...]:
        """The files that are neither changes nor left over from writing one."""
        found = (path for number, path in self._files() if not number)
        named = (path.relative_to(self.folder).as_posix() for path in found)
        return tuple(sorted(name for name in named if not is_left_over(name.split("/")[-1])))

    def left_over(self) -> tuple[Path, ...]:
        """Files that were being written beside when a PC went down; they never counted."""
        return tuple(sorted(p for n, p in self._files() if not n and is_left_over(p.name)))

    def clear(self, head: int) -> None:
        """Take away what was left over near the head over an hour ago.

        A file that is being written all the same is missed when it is to be put in place, and is
        then written again: nothing is lost by a clock that is wrong.
        """
        with contextlib.suppress(OSError, ShareUnavailable):
            for folder in {self.path(n).parent for n in (head + 1, max(head - _NEAR, 1))}:
                for name in filter(is_left_over, self._listed(folder)):
                    clear_left_over(folder / name)

    def clear_all(self) -> None:
        """The same wherever something was left over; that takes a look into every folder."""
        with contextlib.suppress(OSError, ShareUnavailable):
            for path in self.left_over():
                clear_left_over(path)

    def _make_room(self, number: int) -> None:
        """The folder of the next thousand; never record/ itself, which a share gone has not."""
        folder = self.path(number).parent
        self._refuse_link(folder)
        if begins_folder(number) and self.folder.is_dir():
            shared_folder(folder)

    def _refuse_link(self, folder: Path) -> None:
        """Raise DeskUnusable where a folder of a thousand would lead out of the record."""
        if folder != self.folder and is_link(folder):
            raise DeskUnusable(
                f"record/{folder.name} in the desk's folder is a link to another place, so nothing "
                "is read or written there. Ask IT who made it and why, and bring the folder back "
                "from a backup."
            )

    def _look_once(self, folder: Path) -> None:
        """The same for reading: once it was seen to be a folder, that costs nothing more."""
        if folder not in self._own:
            self._refuse_link(folder)
            if folder == self.folder or folder.is_dir():
                self._own.add(folder)

    def _files(self) -> Iterator[tuple[int, Path]]:
        """Every file with its number, 0 for one that is no change's or in the wrong folder."""
        folders = [self.folder]
        for folder in folders:
            for name in self._listed(folder):
                path, number = folder / name, _number_of(name)
                if folder == self.folder and _is_thousand(path):
                    folders.append(path)
                else:
                    yield (number if number and self.path(number) == path else 0), path

    def _listed(self, folder: Path) -> list[str]:
        try:
            self._look_once(folder)
            return [path.name for path in folder.iterdir()]
        except FileNotFoundError:
            if folder != self.folder and self.folder.is_dir():
                return []  # the folder of a thousand that has not begun
            raise self._unreadable(None) from None
        except OSError as error:
            raise self._unreadable(error) from None

    def _look(self, path: Path) -> bytes | None:
        """What stands at a path after an error; unreadable, it may be our own change."""
        try:
            return self._read_file(path)
        except ShareUnavailable:
            raise _uncertain() from None

    def _read_file(self, path: Path, glance: bool = False) -> bytes | None:
        reason: OSError | None = None
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE * attempt)
            try:
                self._look_once(path.parent)
                try:
                    return read_whole(path, _LARGEST)
                except FileNotFoundError:
                    if glance or self.folder.is_dir():
                        return None
                except OSError as error:
                    if error.errno in _STRANGE:
                        raise damaged(_number_of(path.name)) from None
                    raise
            except OSError as error:
                reason = error
        raise self._unreadable(reason)

    def _refused(self, error: OSError) -> ShareUnavailable:
        return ShareUnavailable(
            f"The desk's folder {self.folder.parent} cannot be written ({error.strerror}). Nothing "
            "was saved. What you typed is kept. Ask whoever looks after the folder."
        )

    def _unreadable(self, error: OSError | None) -> ShareUnavailable:
        if isinstance(error, PermissionError):
            return ShareUnavailable(
                f"This account may not read the record of the desk in {self.folder.parent}. Ask IT "
                "for the right to read all of it. Nothing was changed, and what you typed is kept."
            )
        return ShareUnavailable(
            f"The desk's folder cannot be reached just now: {self.folder.parent}. What you typed "
            "is kept; try again when the folder is back."
        )


def _is_thousand(path: Path) -> bool:
    name = path.name
    is_named = len(name) == 6 and name.isascii() and name.isdecimal()
    return is_named and path.is_dir() and not is_link(path)


def _number_of(name: str) -> int:
    """The number of the change that a file is named for; 0 for any other file."""
    stem = name.partition(".")[0]
    is_number = stem.isascii() and stem.isdecimal() and len(stem) <= len(file_name(1))
    number = int(stem) if is_number else 0
    return number if number and name == file_name(number) else 0


def _uncertain() -> ShareUnavailable:
    return ShareUnavailable(
        "The desk's folder did not answer, so it is not certain that this was saved. What you "
        "typed is kept. Try again when the folder is back: it will be saved once."
    )
