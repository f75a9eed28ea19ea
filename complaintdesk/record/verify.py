"""The whole record looked at again from its first change: each fault is named.

A file that was altered no longer carries its own seal; one that was taken out leaves a gap; one
that was put in, swapped or brought along does not follow the one before it. Somebody who wrote the
whole chain anew is found by the seals that each PC remembers. What nobody can see is the last
change taken away before any PC had read it.
"""

import errno
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from complaintdesk.domain.change import FIRST, Change
from complaintdesk.domain.errors import DeskUnusable, ShareUnavailable
from complaintdesk.record.change import FORMAT, decode, place_of
from complaintdesk.record.folder import Record
from complaintdesk.record.place import read_whole

_LARGEST = 8 * 1024 * 1024  # bytes of one change; ours have a few thousand
# What says of this one file, and not of the share, that it cannot be read.
_ITS_OWN = {errno.EACCES, errno.EPERM, errno.ELOOP, errno.EISDIR, errno.EFBIG, errno.ENXIO}


class Kind(StrEnum):
    """What can be wrong with the file of a change, in words that follow its number."""

    STRANGER = "is no file of the record"
    MISSING = "missing, though the record goes on after it or this PC has seen it"
    DAMAGED = "damaged: it does not match its own seal"
    CUT_SHORT = "cut short: a PC went down while writing it, or the disk is at fault"
    UNREADABLE = "not to be read: it may not be opened, is a link, or is no file"
    NEWER = "written by a newer complaintdesk, so neither it nor what follows was looked at"
    FOREIGN = "from another desk"
    OTHER_SORT = "from a training desk if this is a real one, or the other way round"
    UNCHAINED = "not what follows the change before: one of the two was changed, swapped or put in"
    UNKNOWN = "not the one that this PC has seen"
    REPEATED = "there twice: an earlier change has its id"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a change, or with each from `number` to `last`; 0 for a stranger."""

    kind: Kind
    number: int
    last: int
    name: str

    @property
    def words(self) -> str:
        """The fault as a sentence; the name of a stranger is as it was found."""
        if self.kind is Kind.STRANGER:
            return f"record/{self.name} {self.kind}."
        if self.number == self.last:
            return f"Change {self.number} is {self.kind} (record/{self.name})."
        return f"Changes {self.number} to {self.last} are each {self.kind}."


@dataclass(frozen=True, slots=True)
class Verified:
    """How many changes there are, the seal of the last, and every fault."""

    count: int
    seal: str
    faults: tuple[Fault, ...]


def _ignore(*_: object) -> None:
    """What is done with a change or with progress where nobody asked."""


def verify(
    record: Record,
    origin: str,
    seen: Mapping[int, str],
    *,
    training: bool | None = None,
    each: Callable[[Change], None] = _ignore,
    told: Callable[[int, int], None] = _ignore,
) -> Verified:
    """Read every change once, in order.

    `origin` is the desk's id; where it is not known, that of the first change. `seen` are the
    seals that this PC remembers. `each` is given every change that stands in the chain as it
    should; `told` hears how many of how many have been read. Raises ShareUnavailable where the
    folder goes away.
    """
    numbers = record.names()
    walk = _Walk(record, origin, seen, training)
    for place, number in enumerate(numbers, 1):
        told(place, len(numbers))
        change = walk.step(number, is_last=place == len(numbers))
        if walk.stopped:
            break
        if change:
            each(change)
    else:
        walk.missing(walk.before + 1, max(seen, default=0))
    strange = (Fault(Kind.STRANGER, 0, 0, name) for name in record.strangers())
    return Verified(len(numbers), walk.seal, (*strange, *_joined(walk.faults)))


class _Walk:
    """Where the reading has come to, and the faults so far."""

    def __init__(
        self, record: Record, origin: str, seen: Mapping[int, str], training: bool | None
    ) -> None:
        self.record, self.origin, self.seen, self.training = record, origin, seen, training
        self.before, self.seal = 0, FIRST
        self.faults: list[Fault] = []
        self.stopped = False
        self._broken_at = 0  # the last change that does not follow the one before it
        self._ids: set[str] = set()

    def step(self, number: int, *, is_last: bool) -> Change | None:
        """Go on to the next file that is there; its change where nothing is wrong with it."""
        if number > self.before + 1:
            self.missing(self.before + 1, number - 1)
            self.seal = self.seen.get(number - 1, "")  # held against what this PC remembers
        self.before = number
        found = _read(self.record, number, is_last)
        if isinstance(found, Kind):
            self._fault(found, number)
            self.stopped, self.seal = found is Kind.NEWER, self.seen.get(number, "")
            return None
        wrong = set(self._wrong(found))
        for kind in Kind:
            if kind in wrong:
                self._fault(kind, number)
        if Kind.UNCHAINED in wrong or not self.seal:
            self._broken_at = number
        if self.seen.get(number) == found.seal:
            self._trust_the_chain()
        self.seal = found.seal
        return None if wrong - {Kind.UNKNOWN} else found

    def missing(self, first: int, last: int) -> None:
        if first <= last:
            self.faults.append(Fault(Kind.MISSING, first, last, place_of(first)))

    def _trust_the_chain(self) -> None:
        """This change is as this PC saw it, and so is all that it was built upon.

        Where this PC remembers one of those otherwise, its memory was altered, not the record.
        """
        self.faults = [
            fault
            for fault in self.faults
            if fault.kind is not Kind.UNKNOWN or fault.number < self._broken_at
        ]

    def _wrong(self, change: Change) -> Iterator[Kind]:
        self.origin = self.origin or change.origin.desk
        if change.origin.desk != self.origin:
            yield Kind.FOREIGN
        if self.training not in (None, change.origin.training):
            yield Kind.OTHER_SORT
        if self.seal and change.previous != self.seal:
            yield Kind.UNCHAINED
        if self.seen.get(change.number, change.seal) != change.seal:
            yield Kind.UNKNOWN
        if str(change.id) in self._ids:
            yield Kind.REPEATED
        self._ids.add(str(change.id))

    def _fault(self, kind: Kind, number: int) -> None:
        self.faults.append(Fault(kind, number, number, place_of(number)))


def _joined(faults: list[Fault]) -> Iterator[Fault]:
    """The same fault of one change after the other is told once."""
    open_ends: dict[Kind, int] = {}
    told: list[Fault] = []
    for fault in faults:
        at = open_ends.get(fault.kind)
        if at is not None and told[at].last + 1 == fault.number:
            told[at] = replace(told[at], last=fault.last)
        else:
            open_ends[fault.kind] = len(told)
            told.append(fault)
    yield from told


def _read(record: Record, number: int, is_last: bool) -> Change | Kind:
    """A change or what is wrong with it. Only the last may be one that is being written."""
    data = b""
    try:
        data = read_whole(record.path(number), _LARGEST)
        if is_last and data.count(b"\n") < 3:
            return record.read(number) or Kind.MISSING
        return decode(data, number, record.schema)
    except DeskUnusable:
        return _damage(data, record.schema)
    except RecursionError:
        return Kind.DAMAGED
    except OSError as error:
        if error.errno in _ITS_OWN and record.folder.is_dir():
            return Kind.UNREADABLE
    try:
        return record.read(number) or Kind.MISSING  # tries again: over SMB an error may pass
    except DeskUnusable:
        return Kind.DAMAGED
    except ShareUnavailable:
        if record.folder.is_dir():
            return Kind.UNREADABLE
        raise


def _damage(data: bytes, schema: int) -> Kind:
    lines = data.splitlines()
    if data.count(b"\n") < 3:
        return Kind.CUT_SHORT
    try:
        head = json.loads(lines[0])
        is_newer = head["format"] > FORMAT or head["schema"] > schema
    except (ValueError, KeyError, TypeError, RecursionError):
        return Kind.DAMAGED
    return Kind.NEWER if is_newer and _is_sealed(lines) else Kind.DAMAGED


def _is_sealed(lines: list[bytes]) -> bool:
    return sha256(lines[0] + b"\n").hexdigest().encode() == lines[-1]
