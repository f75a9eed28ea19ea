"""A briefing for an officer's day: what is due, what changed since yesterday, what needs a look.

All of it is read from this PC's store, so that it is there at once and without the desk's folder.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.text import clean_line
from complaintdesk.services import drafts, ombudsmen, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.reminders import Reminders
from complaintdesk.store.changes_since import ChangeSince, changes_since

_DAY = timedelta(days=1)
_LONDON = ZoneInfo("Europe/London")
_NAMED = 6  # half-written forms that are named; of more, how many there are
# What is half written without a case, by the task that its draft names.
FORMS = {
    "calendar": "the calendar",
    "ombudsmen": "the ombudsmen's details",
    "deadline-file": "the deadlines for Outlook",
    "marked-officer": "marked cases for another officer",
    "marked-review": "a day to look again at marked cases",
    "marked-file": "an export of marked cases",
}
_MADE_UP = "make training cases"  # nobody's work of yesterday


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody saved; `at` is UTC."""

    who: str
    at: datetime
    verb: str


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """What was saved on one case, the newest first. `ref` is "" for the desk itself."""

    ref: str
    complainant: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """One day of a desk, for one officer (`mine`: only the cases they handle) or for all.

    `coming` is due after today and up to `until`: the rest of this week, or the next week where
    this one has no working day left. `changed` counts from `since`, the working day before today.
    `with_nobody` is what of all that nobody handles, on an officer's own day, which lacks it else.
    """

    desk: str
    training: bool
    today: date
    officer: str
    mine: bool
    is_away: bool
    overdue: tuple[QueueRow, ...]
    due_today: tuple[QueueRow, ...]
    coming: tuple[QueueRow, ...]
    until: date
    since: date
    changed: tuple[CaseChanged, ...]
    to_see_to: tuple[str, ...]
    with_nobody: tuple[QueueRow, ...] = ()


def briefing(desk: Desk, *, mine: bool = False, is_away: bool = False) -> Briefing:
    """The briefing of the day that it is on this desk; of a folder that is away nothing is asked.

    Raises BadInput where an officer's own cases are asked for and nobody has said who that is.
    """
    only = queries.own_name(desk) if mine else ""

    def is_wanted(handler: str) -> bool:
        return not mine or handler == only

    today, is_away = queries.day_looked_at(desk), is_away or bool(desk.away)
    until, since = end_of_week(today, desk.calendar), desk.calendar.subtract(today, 1)
    found = queries.due_between(desk, date.min, until)
    rows = [(row, row.due) for row in found if row.due and is_wanted(row.officer)]
    return Briefing(
        desk.name, desk.training, today, desk.officer, mine, is_away,
        overdue=tuple(row for row, due in rows if due < today),
        due_today=tuple(row for row, due in rows if due == today),
        coming=tuple(row for row, due in rows if due > today),
        until=until, since=since, changed=_changed(desk, since, today, is_wanted),
        to_see_to=_to_see_to(desk, is_away),
        with_nobody=tuple(row for row in found if mine and row.due and not row.officer),
    )  # fmt: skip


def end_of_week(today: date, calendar: WorkingCalendar) -> date:
    """This Sunday; the next one where no working day is left in this week."""
    sunday = today + _DAY * (6 - today.weekday())
    return sunday if calendar.next_working_day(today + _DAY) <= sunday else sunday + 7 * _DAY


def _changed(
    desk: Desk, since: date, today: date, is_wanted: Callable[[str], bool]
) -> tuple[CaseChanged, ...]:
    """By case, the one that was changed last first; what changed the desk itself is everybody's."""
    # Another PC's clock may be ahead, so only a look at another day has an end.
    before = _begins(today + _DAY) if desk.looking_on else None
    by_case: dict[str, list[ChangeSince]] = {}
    for change in changes_since(desk.store_file, _begins(since), before):
        if change.verb != _MADE_UP and (not change.about or is_wanted(change.handler)):
            by_case.setdefault(change.about, []).append(change)
    return tuple(
        CaseChanged(ref, changes[0].complainant, tuple(_deed(each) for each in changes))
        for ref, changes in by_case.items()
    )


def _deed(change: ChangeSince) -> Deed:
    return Deed(clean_line(change.by) or "Somebody", change.at, clean_line(change.verb))


def _begins(day: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(day, time(), _LONDON).astimezone(UTC)


def _to_see_to(desk: Desk, is_away: bool) -> tuple[str, ...]:
    """A sentence for each thing that is nobody's case and waits all the same."""
    found = (
        desk.trouble,
        _half_written(desk),
        *(() if is_away else Reminders(desk).now()),
        *ombudsmen.reminders(desk),
    )
    return tuple(clean_line(sentence) for sentence in found if sentence)


def _half_written(desk: Desk) -> str:
    waiting = sorted(_what(draft) for draft in drafts.waiting(desk))
    if not waiting:
        return ""
    forms = "1 form is" if len(waiting) == 1 else f"{len(waiting)} forms are"
    return f"{forms} half written on this PC: {_listed(waiting)}."


def _what(draft: Draft) -> str:
    """What a form is about, without a word of what is typed in it."""
    if draft.ref or not draft.task:
        return draft.ref or "a new complaint"
    return FORMS.get(draft.task, "another form")


def _listed(what: Iterable[str]) -> str:
    named = list(dict.fromkeys(what))
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return ", ".join(named[:_NAMED]) + more
