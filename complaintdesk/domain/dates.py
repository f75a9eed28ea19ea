"""Dates as British people write and read them. Month names are ours: `%B` follows the locale."""

import re
from datetime import date, time, timedelta

from complaintdesk.domain.errors import BadInput

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]?(?:of )?([a-z]+)\.?,?(?:[ \-](\d{2}|\d{4}))?")
_LEADING_WEEKDAY = re.compile(
    r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? (?=\d)"
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")


def in_words(day: date) -> str:
    """Written out with the weekday: Monday 28 December 2026."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def in_words_without_year(day: date) -> str:
    """Monday 28 December."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def short(day: date) -> str:
    """For a column: Mon 28 Dec."""
    return f"{DAYS[day.weekday()][:3]} {day.day:2} {MONTHS[day.month - 1][:3]}"


def parse_day(typed: str, today: date, *, ahead: bool = False) -> date:
    """The day that somebody typed: 21/11/2026, 21 Nov, yesterday, Friday, in 2 weeks, 2026-11-21.

    A date without a year is the latest one that is not after `today`, since most of what is typed
    has happened; a weekday is the one before today. For what lies `ahead` it is the other way
    round. Raises BadInput with examples, or where a weekday that was typed with the date is not
    the date's.
    """
    words = " ".join(typed.lower().split())
    named = _LEADING_WEEKDAY.match(words)
    words = words[named.end() :] if named else words
    day = _relative(words, today, ahead) or _iso(words) or _written(words, today, ahead)
    if day is None:
        example = "in 2 weeks" if ahead else "yesterday"
        raise BadInput(
            f"“{typed.strip()[:40]}” is not a date that can be read. "
            f"Type it like 21/11/2026, 21 Nov or {example}."
        )
    if named and not DAYS[day.weekday()].lower().startswith(named[1]):
        raise BadInput(f"{day.day} {MONTHS[day.month - 1]} {day.year} is a {DAYS[day.weekday()]}.")
    return day


def parse_time(typed: str) -> time:
    """The time of day that somebody typed: 18:40, 6.40pm, 9am. Raises BadInput."""
    found = _CLOCK.fullmatch(typed.strip().lower())
    if found and (found[2] or found[3]):
        hour, minute = int(found[1]), int(found[2] or 0)
        on_the_dial = not found[3] or 1 <= hour <= 12
        if found[3]:
            hour = hour % 12 + (12 if found[3] == "pm" else 0)
        if on_the_dial and hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadInput(f"“{typed.strip()[:40]}” is not a time. Type it like 18:40 or 6.40pm.")


def anniversary(day: date, years: int = 1) -> date:
    """The same date `years` later; 29 February becomes 28 February (codes B3)."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _relative(words: str, today: date, ahead: bool) -> date | None:
    simple = {"today": 0, "yesterday": 1, "day before yesterday": 2, "tomorrow": -1}
    if words in simple:
        return today - timedelta(days=simple[words])
    if found := re.fullmatch(r"(\d{1,3}) days? ago", words):
        return today - timedelta(days=int(found[1]))
    if found := re.fullmatch(r"in (\d{1,3}) (day|week)s?", words):
        return today + timedelta(days=int(found[1]) * (7 if found[2] == "week" else 1))
    name = words.removeprefix("next " if ahead else "last ").removeprefix("on ")
    for number, weekday in enumerate(DAYS):
        if name in (weekday.lower(), weekday[:3].lower()):
            away = number - today.weekday() if ahead else today.weekday() - number
            return today + timedelta(days=(away % 7 or 7) * (1 if ahead else -1))
    return None


def _iso(words: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _written(words: str, today: date, ahead: bool) -> date | None:
    if found := _NUMERIC.fullmatch(words):
        return _assemble(found[1], int(found[2]), found[3], today, ahead)
    if found := _NAMED.fullmatch(words):
        name = "sep" if found[2] == "sept" else found[2]
        for number, month in enumerate(MONTHS, 1):
            if len(name) >= 3 and month.lower().startswith(name):
                return _assemble(found[1], number, found[3], today, ahead)
    return None


def _assemble(day: str, month: int, year: str | None, today: date, ahead: bool) -> date | None:
    step = 1 if ahead else -1
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
        for candidate in range(today.year, today.year + 9 * step, step):
            if month == 2 and int(day) == 29 and not _is_leap(candidate):
                continue
            found = date(candidate, month, int(day))
            if (found - today).days * step >= 0:
                return found
    except ValueError:
        return None
    return None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
