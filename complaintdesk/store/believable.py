"""What a value of the record may be, column by column.

Whoever can write to the share can write a change with sound seals and impossible rows. SQLite would
take most of it: a number for a name, 1e999 for a version, an hour of another time zone as if it
were UTC. So each value is read as strictly as we write it, and nothing is guessed. What would not
be believed is not written either: a change that colleagues cannot read would stop their desks.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from complaintdesk.domain.case import Authority, Conflict, Discretion, Kind, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import (
    Ending,
    Entry,
    Finding,
    Ground,
    LinkKind,
    MatterKind,
    PromiseKind,
    RemedyType,
)

LONGEST = 1_000_000  # characters of one text
YEARS = range(1900, 2200)  # working days are counted one by one, so the year 9999 takes a minute
MOST_PARTS = 1000  # of one kind on one case
_MOST = 10**12
Reader = Callable[[Any], Any]
_NUMBERS = re.compile(r"(?:[1-9][0-9]{0,3}(?:,[1-9][0-9]{0,3})*)?", re.ASCII)
# The columns that hold one word of a list. A closed case's are not read until it is opened, so
# that a word which is none would end the program there.
_CHOICES: dict[tuple[str, str], type[StrEnum]] = {
    ("cases", "kind"): Kind,
    ("cases", "code"): Code,
    ("cases", "conflict"): Conflict,
    ("cases", "discretion"): Discretion,
    ("point", "responsibility"): Responsibility,
    ("history", "kind"): Entry,
    ("decision", "finding"): Finding,
    ("promise", "kind"): PromiseKind,
    ("promise", "remedy"): RemedyType,
    ("promise", "ended"): Ending,
    ("refusal", "ground"): Ground,
    ("matter", "kind"): MatterKind,
    ("link", "kind"): LinkKind,
}


def reader_for(table: str, column: str, kind: Any) -> Reader:
    """How the values of a column are read from a record's JSON.

    The reader raises ValueError for whatever such a column cannot hold.
    """
    if choices := _CHOICES.get((table, column)):
        return lambda value: str(choices(_text(value)))
    if (table, column) == ("cases", "representative_authority"):
        return lambda value: str(Authority(value)) if _text(value) else ""
    if (table, column) == ("stage", "outstanding"):
        return _numbers
    return _counted if column in ("position", "working_days") else reader_of(kind)


def reader_of(kind: Any) -> Reader:
    """The same for any column of this type."""
    for known, read in _READERS.items():
        if kind is known:
            return read
        if kind == known | None:
            return lambda value: None if value is None else read(value)
    raise TypeError(f"a column of {kind} has no reader")


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > LONGEST:
        raise ValueError("no text, or far too long")
    return value


def _numbers(value: Any) -> str:
    """The numbers of points, with commas between."""
    if not _NUMBERS.fullmatch(_text(value)):
        raise ValueError("no numbers of points")
    return str(value)


def _whole(value: Any) -> int:
    if type(value) is not int or not -_MOST < value < _MOST:
        raise ValueError("no whole number, or far too large")
    return value


def _counted(value: Any) -> int:
    """A place among a case's parts, or working days: each is gone through one by one."""
    if not 0 < _whole(value) <= MOST_PARTS:
        raise ValueError("more than can be")
    return int(value)


def _yes_or_no(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError("neither true nor false")
    return value


def _day(value: Any) -> date:
    day = date.fromisoformat(_text(value))
    if day.year not in YEARS or day.isoformat() != value:
        raise ValueError("no day as we write them")
    return day


def _hour(value: Any) -> time:
    hour = time.fromisoformat(_text(value))
    if hour.tzinfo:
        raise ValueError("an hour is London's")
    return hour


def _moment(value: Any) -> datetime:
    """SQLite keeps no offset, so an instant is made UTC before it loses its own."""
    moment = datetime.fromisoformat(_text(value))
    if moment.year not in YEARS:
        raise ValueError("no moment of this desk's")
    return moment.astimezone(UTC) if moment.tzinfo else moment


_READERS: dict[type, Reader] = {
    str: _text,
    int: _whole,
    bool: _yes_or_no,
    date: _day,
    datetime: _moment,
    time: _hour,
}
