"""What a look finds: how bad it is, of what, in a sentence, and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from complaintdesk.domain.text import clean_line, shorten

Level = Literal["ok", "note", "warning", "fault"]
_TOLD = 20  # of one kind in one area; the rest are counted
_LONGEST = 90  # characters of a name; it may be anybody's who can write to the share


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. Faults stand in the way of trusting the desk; warnings want attention."""

    level: Level
    area: str
    sentence: str
    remedy: str = ""


def shown(name: str) -> str:
    """A name from the share or the record, as it may be printed."""
    return f"“{shorten(clean_line(name), _LONGEST)}”"


def listed(names: Iterable[str], most: int = 3) -> str:
    """The first few names, and how many more there are."""
    every = tuple(names)
    said = ", ".join(shown(name) for name in every[:most])
    return said if len(every) <= most else f"{said} and {len(every) - most:,} more"


def counted(number: int, one: str, many: str) -> str:
    """1 fault, 2 faults, 1,234 faults."""
    return f"{number:,} {one if number == 1 else many}"


def why(error: OSError) -> str:
    """What the system said, in its own words."""
    return error.strerror or type(error).__name__


def first_of(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first of many findings alike, then how many more there are, at the worst's level."""
    rest = 0
    last: Finding | None = None
    for place, finding in enumerate(findings):
        if place < _TOLD:
            yield finding
        else:
            rest, last = rest + 1, finding
    if last:
        yield Finding(last.level, last.area, f"There are {rest:,} more like these.", last.remedy)
