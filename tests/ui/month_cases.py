"""Cases of a month, invented, and a month made of them."""

from datetime import date, timedelta

from complaintdesk.domain.deadlines import State
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.month import Month, MonthDay, days_of
from screens.month import MonthScreen
from screens.month_page import drawn, shape
from tests.conftest import TODAY
from tests.ui.helpers import (
    flat,
    words_of,
)

HOLIDAYS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute day)"}


def row(ref: str = "CD-2026-0001", due: date = TODAY, **more: object) -> QueueRow:
    state = State.OVERDUE if due < TODAY else State.DUE if due > TODAY else State.DUE_TODAY
    given = {
        "ref": ref, "kind": "complaint", "code": "housing", "stage": 1, "complainant": "Ann",
        "summary": "No heating", "service": "Repairs", "officer": "Sam", "duty": "respond",
        "due": due, "working_days_left": 0, "state": state, "provisional": False,
    }  # fmt: skip
    return QueueRow(**(given | more))  # type: ignore[arg-type]


def made(
    first: date, *due: date, closed: tuple[date, ...] = (), counts: bool = True, elsewhere: int = 0
) -> Month:
    """A month with a case on each of these days."""
    days = tuple(
        MonthDay(
            day,
            tuple(row(f"CD-2026-{n:04}", day) for n, each in enumerate(due, 1) if each == day),
            HOLIDAYS.get(day, ""), day in closed,
        )
        for day in days_of(first)
    )  # fmt: skip
    late = sum(each < TODAY for each in due) + elsewhere
    return Month("Northmoor", TODAY, days, late, counts, date(2028, 12, 31))


def cell(found: Month, day: date, width: int = 80, height: int = 24) -> str:
    """What stands in a day's cell, in one line."""
    other = day + timedelta(days=1 if day.day < 28 else -1)
    form = shape(width, height, day)
    drawn_lines = drawn(found, other, form).plain.split("\n")[1:]
    week = (day.day - 1 + day.replace(day=1).weekday()) // 7
    left = sum(form.columns(n) for n in range(day.weekday()))
    rows = drawn_lines[week * form.height : (week + 1) * form.height]
    return flat(" ".join(line[left : left + form.columns(day.weekday())] for line in rows))


def said(screen: MonthScreen) -> str:
    """What is said of the day under the cursor."""
    return flat(words_of(screen, "#about"))
