"""A month of what falls due: its days with their cases, the bank holidays and the closure days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from complaintdesk.domain.views import View
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow

_DAY = timedelta(days=1)
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)  # beyond these nobody looks for a deadline


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day: the open cases whose nearest duty is due on it, and why it is not like others."""

    day: date
    rows: tuple[QueueRow, ...] = ()
    bank_holiday: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month of one desk. `overdue` counts all open cases that are, in whichever month.

    `closures_count` says whether closure days count as working days by the desk's policy; after
    `covers_to` no bank holidays are known.
    """

    desk: str
    today: date
    days: tuple[MonthDay, ...]
    overdue: int
    closures_count: bool
    covers_to: date

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[-1].day

    def on(self, day: date) -> MonthDay:
        """A day of this month; one of another month has nothing on it here."""
        is_here = self.first <= day <= self.last
        return self.days[day.day - 1] if is_here else MonthDay(day)

    @property
    def overdue_here(self) -> int:
        return sum(len(each.rows) for each in self.days if each.day < self.today)


def month(desk: Desk, day: date | None = None) -> Month:
    """The month that a day lies in; the one that it is now where none is named."""
    today, calendar = desk.today(), desk.calendar
    days = days_of(day or today)
    due: dict[date | None, list[QueueRow]] = defaultdict(list)
    for row in queries.due_between(desk, days[0], days[-1]):
        due[row.due].append(row)
    return Month(
        desk.name,
        today,
        tuple(
            MonthDay(
                each, tuple(due[each]), calendar.bank_holidays.get(each, ""),
                each in calendar.closures,
            )
            for each in days
        ),
        queries.queue(desk, View("overdue"), limit=1).count,
        calendar.closures_count,
        calendar.covers_to,
    )  # fmt: skip


def next_overdue(desk: Desk, after: date) -> date | None:
    """The next day after this one on which a case fell due and was not done; else the first."""
    yesterday = desk.today() - _DAY
    if after < yesterday and (rows := queries.due_between(desk, after + _DAY, yesterday)):
        return rows[0].due
    oldest = queries.queue(desk, View("overdue"), limit=1).rows
    return oldest[0].due if oldest else None


def days_of(day: date) -> tuple[date, ...]:
    """Every day of the month that a day lies in."""
    first = day.replace(day=1)
    return tuple(each for n in range(31) if (each := first + _DAY * n).month == first.month)


def moved(day: date, *, days: int = 0, months: int = 0) -> date:
    """So many days and months on; the 31st becomes the last day of a shorter month."""
    if months:
        number = day.year * 12 + day.month - 1 + months
        year, month = divmod(number, 12)
        if not FIRST.year <= year <= LAST.year:
            return day
        there = days_of(date(year, month + 1, 1))
        day = there[min(day.day, len(there)) - 1]
    return min(max(day + _DAY * days, FIRST), LAST)
