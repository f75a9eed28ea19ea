"""What a desk decides about its calendar, read as people type it and written back the same way.

Closure days are typed one at a time or as a span; a span means the days in it on which the office
would otherwise be open. A date without a year is the next one, since what is typed here is mostly
still to come.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.dates import MONTHS, in_words, parse_day
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean, clean_line, shorten

LONGEST = 92  # days; a longer span is a slip in its year or month
_DAY = timedelta(days=1)
# A bare hyphen is a span's only where the dates have none of their own: 24-31 December 2026.
_SPAN = re.compile(
    r"\s+(?:to|until|till|-)\s+|\s*[–—]\s*|(?<=\d)-(?=\d{1,2}(?:/|\s+[a-z]))", re.IGNORECASE
)
_ONLY_DAY = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_NAME = 80  # characters; it is printed in the reasons for a date
_APART = " :,;-–—="  # what may stand between a date and a name


class _UnreadableError(BadInput):
    """Not a date at all; a date with the wrong weekday is another matter."""


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """A desk's own part of its calendar; with `closures_count` closure days are working days."""

    closures: tuple[date, ...] = ()
    closures_count: bool = True
    bank_holidays: Mapping[date, str] = field(default_factory=dict)
    receipt: Receipt = Receipt.SAME_DAY


def joined(base: OwnCalendar, ours: OwnCalendar, theirs: OwnCalendar) -> OwnCalendar:
    """What a colleague made of `base`, with what we changed in it put on top."""
    gone = set(base.closures) - set(ours.closures)
    closures = {*theirs.closures, *(set(ours.closures) - set(base.closures))} - gone
    named = {d: n for d, n in ours.bank_holidays.items() if base.bank_holidays.get(d) != n}
    dropped = set(base.bank_holidays) - set(ours.bank_holidays)
    kept = {d: n for d, n in theirs.bank_holidays.items() if d not in dropped}
    return OwnCalendar(
        tuple(sorted(closures)),
        theirs.closures_count if ours.closures_count == base.closures_count else (
            ours.closures_count
        ),
        dict(sorted({**kept, **named}.items())),
        theirs.receipt if ours.receipt == base.receipt else ours.receipt,
    )  # fmt: skip


def read_closures(
    text: str, today: date, off: Collection[date]
) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """The closure days that were typed, and a sentence for each line that cannot be read.

    `off` are the bank holidays, which a span leaves out as it does weekends.
    """
    days: set[date] = set()
    problems = []
    for number, line in _lines(text):
        try:
            for entry in _entries(line, today, off):
                days |= set(_entry(entry, today, off))
        except BadInput as error:
            problems.append(f"Line {number}: {error}")
    return tuple(sorted(days)), tuple(problems)


def read_bank_holidays(text: str, today: date) -> tuple[dict[date, str], tuple[str, ...]]:
    """Bank holidays announced late, a line each: a date and its name."""
    found: dict[date, str] = {}
    problems = []
    for number, line in _lines(text):
        try:
            day, name = _named_day(line, today)
            if found.get(day, name) != name:
                raise BadInput(f"{in_words(day)} is there twice, with two names.")
            found[day] = name
        except BadInput as error:
            problems.append(f"Line {number}: {error}")
    return dict(sorted(found.items())), tuple(problems)


def closures_as_text(days: Collection[date], off: Collection[date]) -> str:
    """Closure days as they stand in the form, a line each: 29 Dec 2026 to 31 Dec 2026."""
    return "\n".join(
        typed(first) if first == last else f"{typed(first)} to {typed(last)}"
        for first, last, _ in runs(days, off)
    )


def bank_holidays_as_text(days: Mapping[date, str]) -> str:
    """Late bank holidays as they stand in the form."""
    return "\n".join(f"{typed(day)} {name}" for day, name in sorted(days.items()))


def typed(day: date) -> str:
    """A day so that nobody can take its month for its day: 29 Dec 2026."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def in_runs(days: Collection[date], off: Collection[date]) -> tuple[str, ...]:
    """Days read back in words, those that follow each other as one."""
    return tuple(
        in_words(first) if first == last else
        f"{in_words(first)} to {in_words(last)} ({count} days)"
        for first, last, count in runs(days, off)
    )  # fmt: skip


def runs(days: Collection[date], off: Collection[date]) -> list[tuple[date, date, int]]:
    """First, last and count of days that follow each other but for weekends and bank holidays.

    A day that is one of those itself stands alone, wherever it lies.
    """
    found = [(day, day, 1) for day in days if not _open(day, off)]
    for day in sorted(day for day in days if _open(day, off)):
        if found and _follows(found[-1][1], day, off):
            first, _, count = found.pop()
            found.append((first, day, count + 1))
        else:
            found.append((day, day, 1))
    return sorted(found)


def _follows(day: date, later: date, off: Collection[date]) -> bool:
    between = (later - day).days
    if between > LONGEST or not _open(day, off):
        return False
    return not any(_open(day + _DAY * n, off) for n in range(1, between))


def _open(day: date, off: Collection[date]) -> bool:
    return day.weekday() < 5 and day not in off


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(clean(text).split("\n"), 1):
        if line := clean_line(line).strip(" ,;"):
            yield number, line


def _entries(line: str, today: date, off: Collection[date]) -> list[str]:
    """A line's entries: the whole of it where that is one, as “Thursday, 24 December 2026” is."""
    try:
        _entry(line, today, off)
    except BadInput:
        pieces = [piece.strip() for piece in re.split("[,;]", line)]
        return [piece for piece in pieces if piece]
    return [line]


def _entry(entry: str, today: date, off: Collection[date]) -> list[date]:
    ends = _SPAN.split(entry)
    if len(ends) == 1:
        return [_coming(entry, today)]
    if len(ends) > 2:
        raise _unreadable(entry)
    first, last = _ends(ends[0], ends[1], today)
    count = (last - first).days + 1
    if count < 1:
        raise BadInput(f"{in_words(first)} is not before {in_words(last)}.")
    if count > LONGEST:
        raise BadInput(
            f"{in_words(first)} to {in_words(last)} is {count} days. Check the dates; more than "
            f"{LONGEST} days are given in two lines."
        )
    inside = [day for n in range(count) if _open(day := first + _DAY * n, off)]
    if not inside:
        raise BadInput(f"“{shorten(entry, 40)}” holds no working day.")
    return inside


def _ends(start: str, end: str, today: date) -> tuple[date, date]:
    """Both ends of a span; the year, and the month too, may stand at one of them only."""
    only_day = _ONLY_DAY.fullmatch(start)
    if _has_year(start) and not _has_year(end):
        first = _coming(start, today)
        return first, _coming(end, first)
    last = _coming(end, today)
    if only_day:
        return _same_month(last, start, int(only_day[1])), last
    return _parse(start, last), last


def _same_month(last: date, start: str, number: int) -> date:
    try:
        return last.replace(day=number)
    except ValueError:
        raise _unreadable(start) from None


def _coming(words: str, today: date) -> date:
    """A day; without its year, the first such one that is not before `today`."""
    return _parse(words, today, ahead=True)


def _has_year(words: str) -> bool:
    """Whether the date stays the same whenever it is read; one that cannot be read has none."""
    try:
        return parse_day(words, date(2003, 6, 30)) == parse_day(words, date(2011, 6, 30))
    except BadInput:
        return False


def _parse(words: str, near: date, *, ahead: bool = False) -> date:
    """A date and not “tomorrow”, which would be another day when the form is opened again."""
    if not re.search(r"\d", words) or re.search(r"\b(?:ago|in)\b", words.lower()):
        raise _unreadable(words)
    try:
        return parse_day(words, near, ahead=ahead)
    except BadInput as error:
        if "can be read" in str(error):
            raise _unreadable(words) from None
        raise  # a weekday that is not the date's


def _named_day(line: str, today: date) -> tuple[date, str]:
    """The date at the beginning of a line and the name after it, however they are set apart."""
    words = line.split(" ")
    for count in range(min(5, len(words)), 0, -1):
        head, name = " ".join(words[:count]).rstrip(_APART), " ".join(words[count:])
        try:
            day = _coming(head, today)
        except _UnreadableError:
            continue
        return day, _name(day, name.lstrip(_APART))
    raise BadInput(
        f"“{shorten(line, 40)}” does not begin with a date that can be read. Type the date and "
        "then the name: 10/05/2027 Royal occasion."
    )


def _name(day: date, name: str) -> str:
    if not name:
        raise BadInput(f"Give {in_words(day)} a name too, like: {typed(day)} Royal occasion.")
    return shorten(name, _NAME)


def _unreadable(words: str) -> "_UnreadableError":
    return _UnreadableError(
        f"“{shorten(words, 40)}” is not a date that can be read. Type it like 29/12/2026, or "
        "24 Dec to 31 Dec 2026."
    )
