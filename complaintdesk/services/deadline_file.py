"""Deadlines as a calendar file (iCalendar, RFC 5545) that Outlook and others open.

An all-day event for each open case, at its nearest duty; what is overdue stands on the day it was
due. A calendar is shared with colleagues and copied to phones, so the file names nobody unless that
was asked for. Only the officer's own cases bring a reminder.

An event is named by its case, so that a later file moves it to the next duty instead of leaving one
that is done. What has nothing due any more is not in a later file, which takes nothing away: nobody
knows which files were opened where, and Outlook does not remove an event because a file says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk import __version__
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.errors import CalendarError, DeskUnusable
from complaintdesk.domain.text import clean, clean_line, shorten
from complaintdesk.domain.words import to_do
from complaintdesk.record.place import replace_file
from complaintdesk.services import file_place, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Timezone

ENDING = ".ics"
_RINGS = time(9)  # when a reminder rings, on the working day before
# A day that a next one follows: an all-day event ends on that one.
_LAST = date.max - timedelta(days=1)
_SUBJECT, _TEXT = 200, 1000  # characters; Outlook cuts a longer subject off


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file is to hold.

    `days` ahead, or all; what is overdue is always in it. `mine`: only the cases of the officer of
    this desk. `details`: the complainant's name and the summary too.
    """

    days: int | None = None
    mine: bool = False
    details: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Where the file is, how many deadlines are in it, and how many of these are overdue."""

    path: Path
    count: int
    overdue: int

    @property
    def in_words(self) -> str:
        if not self.count:
            return f"0 deadlines, nothing is due then: {clean(str(self.path))}"
        deadlines = "1 deadline" if self.count == 1 else f"{self.count} deadlines"
        late = f", {self.overdue} of them overdue" if self.overdue else ""
        return f"{deadlines}{late}: {clean(str(self.path))}"


def write(desk: Desk, typed: str, asked: Asked) -> Written:
    """Write the file where somebody typed, or to the usual place; one that is there is replaced.

    Where nothing is due it holds no event, so that none of yesterday's stays there. Raises BadInput
    for what names no calendar file or one in a desk's folder, and DeskUnusable where it cannot be
    written: then what was there is there still.
    """
    path = place(desk, typed) if typed.strip() else usual_place(desk)
    file_place.refuse_in_desk(path)
    rows = deadlines(desk, asked)
    made = as_ical(desk, rows, asked)
    try:
        replace_file(path, made)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise DeskUnusable(f"{clean_line(str(path))} could not be written ({why}).") from None
    return Written(path, len(rows), sum(row.state is State.OVERDUE for row in rows))


def deadlines(desk: Desk, asked: Asked) -> tuple[QueueRow, ...]:
    """The open cases that were asked for, by due date."""
    if asked.mine:
        queries.own_name(desk)
    last = _LAST if asked.days is None else desk.today() + timedelta(days=asked.days)
    return tuple(
        row for row in queries.due_between(desk, date.min, last)
        if row.due and row.duty and (is_mine(desk, row) or not asked.mine)
    )  # fmt: skip


def is_mine(desk: Desk, row: QueueRow) -> bool:
    """Whether a case is in the hands of the officer who has this desk open."""
    return bool(desk.officer) and row.officer == desk.officer


def usual_place(desk: Desk) -> Path:
    """A file in the user's documents, or in their home where there are none."""
    return file_place.usual_place(_name(desk))


def place(desk: Desk, typed: str) -> Path:
    """The file that somebody typed. Raises BadInput unless it ends in .ics."""
    return file_place.place(typed, _name(desk), "Outlook knows a calendar by that.")


def as_ical(desk: Desk, rows: tuple[QueueRow, ...], asked: Asked) -> bytes:
    """The file. Its events replace those of an earlier one: each case keeps its UID.

    The minute in which it was made is the SEQUENCE, so a later file is the newer revision on every
    PC, whatever moved a date: a change to the case, the calendar, or the policy.
    """
    from icalendar import Calendar

    calendar = Calendar()
    name = clean_line(f"Complaints: {desk.name}")
    for key, value in (
        ("prodid", f"-//complaintdesk//{__version__}//EN"), ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("x-wr-calname", f"TRAINING {name}" if desk.training else name),
        ("x-wr-relcalid", desk.file.id),
    ):  # fmt: skip
        calendar.add(key, value)
    if rows:
        calendar.add("method", "PUBLISH")
    else:
        calendar.add_component(_utc())  # a calendar has at least one component
    now = desk.now()
    for row in rows:
        calendar.add_component(_event(desk, row, asked, now))
    made: bytes = calendar.to_ical()
    return made


def uid(desk: Desk, row: QueueRow) -> str:
    """What names a case in every calendar, whatever is due on it."""
    return f"{clean_line(row.ref)}@{desk.file.id}"


def _utc() -> "Timezone":
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime.combine(date(1970, 1, 1), time()))
    for name in ("tzoffsetfrom", "tzoffsetto"):
        standard.add(name, timedelta())
    zone.add_component(standard)
    return zone


def _event(desk: Desk, row: QueueRow, asked: Asked, now: datetime) -> "Event":
    from icalendar import Event

    assert row.due
    event = Event()
    for key, value in (
        ("uid", uid(desk, row)), ("dtstamp", now), ("last-modified", now),
        ("sequence", int(now.timestamp()) // 60),
        ("dtstart", row.due), ("dtend", row.due + timedelta(days=1)),
        ("summary", _subject(desk, row, asked)),
        ("description", "\n".join(_text(desk, row, asked))),
        # Nobody is busy all day because of it.
        ("transp", "TRANSPARENT"), ("x-microsoft-cdo-busystatus", "FREE"),
        ("class", "PRIVATE" if asked.details else "PUBLIC"),
    ):  # fmt: skip
        event.add(key, value)
    if rings := _reminder(desk, row):
        event.add_component(_alarm(str(event["summary"]), rings))
    return event


def _alarm(subject: str, rings: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    for key, value in (("action", "DISPLAY"), ("description", subject), ("trigger", rings)):
        alarm.add(key, value)
    return alarm


def _reminder(desk: Desk, row: QueueRow) -> timedelta | None:
    """Nine o'clock on the working day before, counted from the beginning of the day it is due.

    None for a colleague's case, and once that day is past: what an import brings must not ring for
    everything at once.
    """
    if row.due is None or not is_mine(desk, row):
        return None
    try:
        before = desk.calendar.subtract(row.due, 1)
    except CalendarError:
        return None  # a promise so far away that nobody's calendar knows the day before
    if before < desk.today():
        return None
    return datetime.combine(before, _RINGS) - datetime.combine(row.due, time())


def _subject(desk: Desk, row: QueueRow, asked: Asked) -> str:
    """“CD-2026-0012 Answer, stage 1”."""
    practice = "TRAINING: " if desk.training else ""
    who = f": {row.complainant}" if asked.details else ""
    words = f"{practice}{row.ref} {to_do(row.duty, row.stage)}{who}"
    return shorten(clean_line(words), _SUBJECT)


def _text(desk: Desk, row: QueueRow, asked: Asked) -> Iterator[str]:
    if row.due:
        yield f"Due on {in_words(row.due)}."
    if row.provisional:
        yield "This date is provisional."
    if row.beyond_calendar:
        yield "It was counted where bank holidays are not known: check it."
    if asked.details:
        yield shorten(clean_line(f"{row.complainant}: {row.summary}"), _TEXT)
    if desk.training:
        yield "Training desk: this case is invented."
    yield f"As the desk had it on {in_words(desk.today())}. Only the desk says what is due now."


def _name(desk: Desk) -> str:
    """Practice never replaces the file of a real desk."""
    return f"{'training' if desk.training else 'complaint'}-deadlines{ENDING}"
