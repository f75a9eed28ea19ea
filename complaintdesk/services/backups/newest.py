"""The sentence on the screen where a desk has had no verified backup for too long."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import DeskError
from complaintdesk.services.backups.names import backups_in
from complaintdesk.services.desk import Desk

_TOO_OLD = 2  # working days


def standing(desk: Desk) -> str:
    """Where the newest verified backup is over two working days old: that, with what to do.

    "" otherwise, for a training desk, and where desk.toml leaves backups to others. It costs a
    listing of one folder and never raises: a share that is away is told elsewhere.
    """
    try:
        file = desk.file
        if file.training or not file.backups.each_working_day:
            return ""
        return _standing(desk, desk.today())
    except (DeskError, OSError, ValueError):
        return ""


def _standing(desk: Desk, today: date) -> str:
    # One from the future was made by a clock that is wrong, and would hide this for ever.
    days = [b.day for b in backups_in(desk.folder) if b.is_verified and b.day <= today]
    since = max(days) if days else _first_day(desk)
    if since is None or desk.calendar.between(since, today) <= _TOO_OLD:
        return ""
    found = f"The newest backup is of {in_words(since)}" if days else "This desk has no backup yet"
    return f"{found}: run `complaintdesk backup`, or ask whoever looks after the folder."


def _first_day(desk: Desk) -> date | None:
    first = desk.record.read(1)
    return _day(first.at) if first else None


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo("Europe/London")).date()
