"""The whole record looked at again from its first change: each fault is named.

A file that was altered no longer carries its own seal; one that was taken out leaves a gap; one
that was put in, swapped or brought along does not follow the one before it. Somebody who wrote the
whole chain anew is found by the seals that each PC remembers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from complaintdesk.domain.change import FIRST, Change
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.change import place_of
from complaintdesk.record.folder import Record


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the file of one change; 0 for a file that is no change."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How many changes there are, the seal of the last, and every fault."""

    count: int
    seal: str
    faults: tuple[Fault, ...]


def verify(record: Record, origin: str, seen: Mapping[int, str]) -> Verified:
    """Read every change. `origin` is the desk's id; `seen` are the seals that this PC remembers."""
    strange = (Fault(0, f"record/{name} is no change's file.") for name in record.strangers())
    faults, seal, before = list(strange), FIRST, 0
    numbers = record.names()
    for number in numbers:
        faults += _missing(before + 1, number - 1)
        if number > before + 1:
            seal = seen.get(number - 1, "")  # held against what this PC remembers, if it does
        found, before = _read(record, number), number
        if isinstance(found, Fault):
            faults.append(found)
            seal = seen.get(number, "")
        else:
            faults += _chained(found, seal, origin, seen)
            seal = found.seal
    faults += _missing(before + 1, max(seen, default=0))
    return Verified(len(numbers), seal, tuple(faults))


def _missing(first: int, last: int) -> Iterator[Fault]:
    if first == last:
        yield Fault(first, f"Change {first} is missing: {place_of(first)} is not there.")
    elif first < last:
        yield Fault(first, f"Changes {first} to {last} are missing.")


def _read(record: Record, number: int) -> Change | Fault:
    try:
        found = record.read(number)
    except DeskUnusable as error:
        return Fault(number, str(error))
    if found is None:
        return Fault(number, f"Change {number} is missing: {place_of(number)} is not there.")
    return found


def _chained(change: Change, seal: str, origin: str, seen: Mapping[int, str]) -> Iterator[Fault]:
    number = change.number
    if change.origin.desk != origin:
        yield Fault(number, f"Change {number} is from another desk.")
    if seal and change.previous != seal:
        yield Fault(number, f"Change {number} does not follow change {number - 1}: one of the two "
                    "was changed, swapped or put in.")  # fmt: skip
    known = seen.get(number)
    if known and known != change.seal:
        yield Fault(number, f"Change {number} is not the one that this PC has seen.")
