"""The history of an invented case: each line at an hour when somebody would have written it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from complaintdesk.domain.case import HistoryLine, Intake
from complaintdesk.services.training.dates import Days, Timeline
from complaintdesk.services.training.people import OFFICERS
from complaintdesk.services.training.script import Said, logged

_LONDON = ZoneInfo("Europe/London")
_OPENS, _CLOSES = 8 * 60 + 25, 17 * 60 + 10
_THIS_MORNING = 8 * 60 + 50  # nothing of today is later: the desk may be opened at nine
_ROOM = 15  # minutes, at least, between a receipt and what the desk does about it
_WEBSITE, _POST_ROOM = "Website", "Post room"


def tell(
    details: Intake, line: Timeline, said: tuple[Said, ...], days: Days, rng: Random
) -> tuple[datetime, tuple[HistoryLine, ...]]:
    """When the case was logged, and its history, oldest first."""
    arrival = list(_arrival(details, line, days))
    lines = tuple(_timed([*arrival, *said], details, days.today, rng))
    return lines[len(arrival) - 1].at, lines


def _arrival(details: Intake, line: Timeline, days: Days) -> Iterator[Said]:
    received, at = details.received_on, details.received_time
    waited = line.logged_on > received
    if waited and details.channel == "web":
        yield Said(received, _WEBSITE, "Web form received; automatic receipt sent.", at)
    elif waited and details.channel == "letter":
        yield Said(received, _POST_ROOM, "Letter opened; sent to the service it names.")
    lay = days.between(received, line.logged_on) if line.stages else 0
    yield Said(line.logged_on, details.officer or OFFICERS[0], logged(details, lay))


def _timed(events: list[Said], details: Intake, today: date, rng: Random) -> Iterator[HistoryLine]:
    """A minute for each event, in order within its day and after the receipt."""
    for day, group in groupby(events, key=lambda event: event.day):
        same = list(group)
        opens, closes = _OPENS, _THIS_MORNING if day == today else _CLOSES
        if day == details.received_on and details.received_time:
            opens = max(opens, _minutes(details.received_time) + _ROOM)
        loose = [event for event in same if event.at is None]
        minutes = iter(sorted(rng.sample(range(opens, closes), len(loose))) if loose else ())
        for event in same:
            local = event.at or time(*divmod(next(minutes), 60), rng.randint(0, 59))
            yield HistoryLine(
                _utc(day, local), event.by, event.entry, event.kind, event.happened_on
            )


def _utc(day: date, local: time) -> datetime:
    return datetime.combine(day, local, _LONDON).astimezone(UTC)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
