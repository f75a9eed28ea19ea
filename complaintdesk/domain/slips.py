"""Likely slips in the days that somebody adds to a calendar, to be seen before it counts.

A slip is pointed out and never refused. Which way round 10/05 was meant cannot be known, so a swap
is named only where the day as typed is odd, or alone, and the swapped one is neither.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.own_calendar import OwnCalendar

_PAST = timedelta(days=90)  # no clock within its limits is longer: stage 2 is 45 working days
_AHEAD = timedelta(days=731)
_RECENT = timedelta(days=14)  # a day of snow is entered when it is over
_SOON = timedelta(days=120)
_BESIDE = 4  # calendar days: from Thursday 31 December over a bank holiday to Monday 4 January


@dataclass(frozen=True, slots=True)
class Slip:
    """A day that was added, and what looks wrong with it."""

    day: date
    sentence: str


@dataclass(frozen=True, slots=True)
class _Look:
    """What a day is looked at with: the days it was entered with, the calendar, today."""

    entered: frozenset[date]
    calendar: WorkingCalendar
    today: date


def likely_slips(
    before: OwnCalendar, after: OwnCalendar, calendar: WorkingCalendar, today: date
) -> tuple[Slip, ...]:
    """What looks wrong in the days that are new; `calendar` is the one in force so far."""
    entered = frozenset({*after.closures, *after.bank_holidays})
    look = _Look(entered, calendar, today)
    found = []
    for day in sorted(entered - {*before.closures, *before.bank_holidays}):
        kind = "bank holiday" if day in after.bank_holidays else "closure day"
        if sentence := _sentence(day, kind, look):
            found.append(Slip(day, sentence))
    found += _twice(before, after)
    return tuple(sorted(found, key=lambda slip: slip.day))


def _twice(before: OwnCalendar, after: OwnCalendar) -> Iterator[Slip]:
    """A day that is both: the bank holiday wins."""
    both = set(after.closures) & set(after.bank_holidays)
    for day in both - (set(before.closures) & set(before.bank_holidays)):
        yield Slip(day, f"{in_words(day)} is given as a closure day and as a bank holiday too.")


def _sentence(day: date, kind: str, look: _Look) -> str:
    odd = _odd(day, kind, look)
    meant = _swapped(day, look) or _other_year(day, look)
    if meant and meant.year != day.year:
        return f"{odd} Was {in_words(meant)} meant?"
    if meant:
        alone = "was some time ago" if day < look.today else "stands alone"
        odd = odd or f"{in_words(day)} {alone}."
        return f"{odd} Was {in_words(meant)} meant, with day and month swapped?"
    return odd


def _odd(day: date, kind: str, look: _Look) -> str:
    """What is wrong with a day as it stands, or nothing."""
    said = in_words(day)
    if day.weekday() >= 5:
        return f"{said} is no weekday, so as a {kind} it changes nothing."
    if name := look.calendar.bank_holidays.get(day):
        return f"{said} is a bank holiday already ({name})."
    if day < look.today - _PAST:
        return f"{said} is long past."
    if day > look.today + _AHEAD:
        return f"{said} is more than two years ahead."
    return ""


def _swapped(day: date, look: _Look) -> date | None:
    """The day with its month and day swapped, where that is likely to be what was meant."""
    if day.day > 12 or day.day == day.month:
        return None
    other = day.replace(month=day.day, day=day.month)
    if other in look.entered or not _could_be(other, look):
        return None
    if _beside(other, look.entered - {day}) and not _beside(day, look.entered - {day}):
        return other
    is_odd = bool(_odd(day, "", look)) or day < look.today - _RECENT
    return other if is_odd and _is_coming(other, look.today) else None


def _other_year(day: date, look: _Look) -> date | None:
    """The same date in the year to come, for one that is long past or far ahead."""
    if look.today - _PAST <= day <= look.today + _AHEAD:
        return None
    for year in (look.today.year, look.today.year + 1):
        try:
            other = day.replace(year=year)
        except ValueError:
            continue
        if other >= look.today and other not in look.entered and _could_be(other, look):
            return other
    return None


def _could_be(day: date, look: _Look) -> bool:
    return day.weekday() < 5 and day not in look.calendar.bank_holidays


def _beside(day: date, others: Collection[date]) -> bool:
    return any(abs((day - other).days) <= _BESIDE for other in others)


def _is_coming(day: date, today: date) -> bool:
    """Soon, or around the next Christmas: the days that are mostly entered."""
    if today <= day <= today + _SOON:
        return True
    around = (day.month == 12 and day.day >= 21) or (day.month == 1 and day.day <= 4)
    return around and today <= day <= today + timedelta(days=366)
