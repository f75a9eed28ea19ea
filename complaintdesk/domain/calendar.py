"""Working days, and the trace of every weekday that was not one.

A working day is Monday to Friday less the bank holidays of England and Wales, and less the
desk's closure days where its policy says that they do not count. Neither Code defines it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, CalendarError

_DAY = timedelta(days=1)
_FAR = 50  # years; a start later than this is a slip of the finger
_BEYOND = 800  # days after the calendar's last that are looked up, not counted one by one
_MOST = 1000  # working days; likewise, and the count must end within what a date can hold


class Receipt(StrEnum):
    """Which day counts as day 0 when something arrives outside office days or hours."""

    SAME_DAY = "same-day"
    NEXT_WORKING_DAY = "next-working-day"


@dataclass(frozen=True, slots=True)
class Passed:
    """A weekday inside a count that needs a word: it was skipped, or counted all the same."""

    day: date
    name: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """`days` working days after `start` end on `due`; `passed` are the notable weekdays between."""

    start: date
    days: int
    due: date
    passed: tuple[Passed, ...]
    beyond: bool

    @property
    def skipped(self) -> tuple[Passed, ...]:
        return tuple(p for p in self.passed if not p.counted)


class WorkingCalendar:
    """Which days count, from `covers_from` to `covers_to`; after that only weekends are known."""

    def __init__(
        self,
        bank_holidays: Mapping[date, str],
        covers_from: date,
        covers_to: date,
        *,
        closures: Iterable[date] = (),
        closures_count: bool = True,
        source: str = "",
    ) -> None:
        self.bank_holidays = dict(bank_holidays)
        self.covers_from, self.covers_to = covers_from, covers_to
        self.closures, self.closures_count = frozenset(closures), closures_count
        self.source = source
        off = {} if closures_count else dict.fromkeys(self.closures, "closure day")
        self._off = {**off, **self.bank_holidays}

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._off

    def add(self, start: date, days: int) -> date:
        """The last day of `days` working days: `start` is day 0, the next working day day 1."""
        return self._step(start, days, _DAY)

    def subtract(self, start: date, days: int) -> date:
        """`days` working days before `start`: the working day before it is day 1."""
        return self._step(start, days, -_DAY)

    def count(self, start: date, days: int) -> Count:
        """As `add`, with the trace. Raises CalendarError for a start before the calendar."""
        due = self.add(start, days)
        return Count(start, days, due, tuple(self._passed(start, due)), due > self.covers_to)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; 0 when `end` is not later."""
        if self._knows(start) and self._knows(end):
            first, last = (bisect_right(self._days, day.toordinal()) for day in (start, end))
            return max(last - first, 0)
        off = sum(day.weekday() < 5 and start < day <= end for day in self._off)
        return max(_weekdays(end) - _weekdays(start) - off, 0)

    def working_days_left(self, today: date, due: date) -> int:
        """0 on the day, negative after it: the day after, weekend or not, is already -1."""
        if today <= due:
            return self.between(today, due)
        return -max(1, self.between(due, today))

    def next_working_day(self, day: date) -> date:
        """`day` itself where it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def _step(self, start: date, days: int, step: timedelta) -> date:
        if start < self.covers_from:
            raise CalendarError(
                f"{in_words(start)} is before the first day this calendar knows, "
                f"{in_words(self.covers_from)}. Check the year."
            )
        if start.year > self.covers_to.year + _FAR:
            raise CalendarError(
                f"{in_words(start)} is too far ahead to count from. Check the year."
            )
        if not 0 <= days <= _MOST:
            raise BadInput(f"{days} working days cannot be counted; give 0 to {_MOST}.")
        if self._knows(start) and (found := self._place(start, days, step)):
            return found
        day, left = start, days
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def _passed(self, start: date, end: date) -> Iterable[Passed]:
        first, last = (bisect_right(self._notable, day) for day in (start, end))
        for day in self._notable[first:last]:
            if day in self._off:
                yield Passed(day, self._off[day])
            else:
                yield Passed(day, "closure day", counted=True)

    # Thousands of cases are judged at once: days are looked up in a table, not gone through.

    @cached_property
    def _days(self) -> list[int]:
        """The ordinals of the working days that are known, and of some years beyond."""
        first, last = self.covers_from.toordinal(), self.covers_to.toordinal() + _BEYOND
        days = (date.fromordinal(n) for n in range(first, last + 1))
        return [day.toordinal() for day in days if self.is_working_day(day)]

    @cached_property
    def _notable(self) -> list[date]:
        """The weekdays that a count has a word for."""
        return sorted(day for day in {*self._off, *self.closures} if day.weekday() < 5)

    def _knows(self, day: date) -> bool:
        return self.covers_from <= day and bool(self._days) and day.toordinal() < self._days[-1]

    def _place(self, start: date, days: int, step: timedelta) -> date | None:
        """So many working days on, or back; None where that is not in the table."""
        if not days:
            return start
        at = start.toordinal()
        if step > timedelta(0):
            place = bisect_right(self._days, at) + days - 1
        else:
            place = bisect_left(self._days, at) - days
        return date.fromordinal(self._days[place]) if 0 <= place < len(self._days) else None


def _weekdays(day: date) -> int:
    """Mondays to Fridays from the first day that there is up to this one."""
    weeks, rest = divmod(day.toordinal(), 7)
    return 5 * weeks + min(rest, 5)
