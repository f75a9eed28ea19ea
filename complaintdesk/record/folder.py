"""The record as a folder of numbered files: append if free, read since, and nothing else."""

import contextlib
import errno
import time
from collections.abc import Iterator
from pathlib import Path

from complaintdesk.domain.change import Change
from complaintdesk.domain.errors import DeskUnusable, ShareUnavailable
from complaintdesk.record.change import decode, encode, file_name
from complaintdesk.record.place import put_if_free

_TRIES = 5
_PAUSE = 0.05  # seconds; a share that hiccups answers on the next try
# What a folder says that took nothing: looking has shown that nothing got there.
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC}
_UNFINISHED = 3.0  # seconds to wait for a file that another PC is still writing


class NumberTaken(Exception):
    """A colleague's change has this number; catch up and try with the next one."""


class Record:
    """The append-only record in `folder`; `schema` is the newest row layout understood here."""

    def __init__(self, folder: Path, schema: int) -> None:
        self.folder, self.schema = folder, schema

    def append(self, change: Change) -> str:
        """Put a change in place and return its seal; from then on it counts.

        Raises NumberTaken where a colleague was first, and ShareUnavailable where it is not
        known whether the file got there: the same id may then safely be tried again.
        """
        data, seal = encode(change)
        path, refused = self.folder / file_name(change.number), True
        for attempt in range(_TRIES):
            time.sleep(_PAUSE * attempt)
            try:
                put_if_free(path, data)
                return seal
            except OSError as error:
                # Whatever it says, look: over SMB an error may come after the file got there.
                there, reason = self._look(path), error
                refused = refused and error.errno in _REFUSED
            if there == data:
                return seal
            if there is not None and not data.startswith(there):
                raise NumberTaken(change.number)
        if there is None and refused:
            raise self._refused(reason)
        raise _uncertain()

    def read(self, number: int) -> Change | None:
        """The change of this number, or None where there is none yet."""
        path, waited = self.folder / file_name(number), 0.0
        while True:
            data = self._read_file(path)
            if data is None:
                return None
            if data.count(b"\n") >= 3 or waited >= _UNFINISHED:
                return decode(data, number, self.schema)
            time.sleep(_PAUSE)
            waited += _PAUSE

    def since(self, number: int, seal: str) -> Iterator[Change]:
        """The changes after `number`, each checked to follow the one before it."""
        while (change := self.read(number + 1)) is not None:
            if change.previous != seal:
                raise DeskUnusable(
                    f"Change {change.number} in the desk's record does not follow change {number}: "
                    "a file was changed, swapped or brought from another desk. Nothing was "
                    f"changed here. Bring back record/{file_name(change.number)} from a backup."
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
        """Refuse a record with files beyond `head`, the last that follows without a gap."""
        try:
            names = [p.stem for p in self.folder.iterdir() if p.suffix == ".json"]
        except OSError:
            raise self._unreadable() from None
        last = max((int(n) for n in names if n.isdecimal()), default=0)
        if last > head and self.read(head + 1) is None:
            raise DeskUnusable(
                f"Change {head + 1} is missing from the desk's record, though later ones are "
                f"there. Bring back record/{file_name(head + 1)} from a backup of the folder."
            )

    def _look(self, path: Path) -> bytes | None:
        """What stands at a path after an error; unreadable, it may be our own change."""
        try:
            return self._read_file(path)
        except ShareUnavailable:
            raise _uncertain() from None

    def _read_file(self, path: Path) -> bytes | None:
        for attempt in range(_TRIES):
            time.sleep(_PAUSE * attempt)
            with contextlib.suppress(OSError):
                try:
                    return path.read_bytes()
                except FileNotFoundError:
                    if self.folder.is_dir():
                        return None
        raise self._unreadable()

    def _refused(self, error: OSError) -> ShareUnavailable:
        return ShareUnavailable(
            f"The desk's folder {self.folder.parent} cannot be written ({error.strerror}). Nothing "
            "was saved. What you typed is kept. Ask whoever looks after the folder."
        )

    def _unreadable(self) -> ShareUnavailable:
        return ShareUnavailable(
            f"The desk's folder cannot be read just now: {self.folder.parent}. Nothing was saved. "
            "What you typed is kept; try again when the folder is back."
        )


def _uncertain() -> ShareUnavailable:
    return ShareUnavailable(
        "The desk's folder did not answer, so it is not certain that this was saved. What you "
        "typed is kept. Try again when the folder is back: it will be saved once."
    )
