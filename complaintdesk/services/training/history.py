"""What the history of an invented case says: who did what, at an hour when they would have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from complaintdesk.domain.case import HistoryLine, Intake, Stage
from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.dates import in_words, in_words_without_year
from complaintdesk.services.training.dates import Days, Timeline
from complaintdesk.services.training.people import OFFICERS

_LONDON = ZoneInfo("Europe/London")
_OPENS, _CLOSES = 8 * 60 + 25, 17 * 60 + 10
_THIS_MORNING = 8 * 60 + 50  # nothing of today is later: the desk may be opened at nine
_ROOM = 15  # minutes, at least, between a receipt and what the desk does about it
_WEBSITE, _POST_ROOM = "Website", "Post room"
_ON_SITE = frozenset({"Repairs", "Damp and mould", "Highways", "Tenancy and estates"})
_NO_CALLS = ("never by telephone", "e-mail only")
# In an order in which any of them can follow any earlier one.
_NOTES = (
    "Rang; no answer. Left a message to ring back.",
    "Rang to go through the points; nothing to add.",
    "Asked the service for its notes and for the recordings of the calls.",
    "Listened to the recordings. One call was cut off at our end.",
    "Chased the service for its side of the story.",
    "The service's notes came: full for the first month, blank for the second.",
    "Service manager interviewed; notes on file.",
    "Rang to say where things stand; will ring again on Friday.",
)
_NOTES_ON_SITE = (
    "Rang; no answer. Left a message to ring back.",
    "Rang to go through the points; nothing to add.",
    "Asked for the job sheets.",
    "Visited. It is as described, if not worse. Photographs added to the file.",
    "Job sheets came. Their times do not match what we were told.",
    "The manager says that the work is booked; asked for the date in writing.",
    "Rang to say where things stand; will ring again on Friday.",
    "Complainant rang: somebody came to look today. Still wants an answer.",
)
_ANSWERS = (
    "upheld, with an apology and a payment",
    "partly upheld; apology for the delay",
    "upheld; three actions promised",
    "not upheld, with reasons for each point",
    "partly upheld; records to be put right",
)
_ASKED = (
    "Asked for stage 2: says that the answer is about something else.",
    "Asked for stage 2. Gave no reasons, and need not.",
    "Asked for stage 2: does not recognise what happened in the answer.",
)
_CLOSINGS = (
    "Closed. All that was to be done is done.",
    "Closed. Nothing more heard since the answer.",
    "Closed. Nothing is outstanding.",
)


@dataclass(frozen=True, slots=True)
class _Event:
    day: date
    by: str
    entry: str
    at: time | None = None


def tell(
    details: Intake, line: Timeline, days: Days, rng: Random
) -> tuple[datetime, tuple[HistoryLine, ...]]:
    """When the case was logged, and its history, oldest first."""
    events = [*_arrival(details, line, days)]
    logged = len(events) - 1
    for number, stage in enumerate(line.stages, 1):
        events += _stage_events(number, stage, details, days, rng)
    if line.closed_on:
        closer = line.stages[-1].handler or OFFICERS[0]
        events.append(_Event(line.closed_on, closer, rng.choice(_CLOSINGS)))
    events.sort(key=lambda event: event.day)
    lines = tuple(_timed(events, details, days.today, rng))
    return lines[logged].at, lines


def _arrival(details: Intake, line: Timeline, days: Days) -> Iterator[_Event]:
    received, at = details.received_on, details.received_time
    waited = line.logged_on > received
    if waited and details.channel == "web":
        yield _Event(received, _WEBSITE, "Web form received; automatic receipt sent.", at)
    elif waited and details.channel == "letter":
        yield _Event(received, _POST_ROOM, "Letter opened; sent to the service it names.")
    lay = days.between(received, line.logged_on)
    late = f" It had lain in another team for {lay} working days." if lay > 1 else ""
    entry = f"Complaint logged; it was received on {in_words(received)}.{late}"
    yield _Event(line.logged_on, details.officer or OFFICERS[0], entry)


def _stage_events(
    number: int, stage: Stage, details: Intake, days: Days, rng: Random
) -> Iterator[_Event]:
    by = stage.handler or OFFICERS[0]
    if number == 2 and stage.started:
        yield _Event(stage.started, _somebody_else(by), rng.choice(_ASKED))
    if stage.acknowledged is None:
        return
    limits = PROFILES[details.code].stages[number]
    unextended = days.ahead(stage.acknowledged, limits.respond_days)
    yield _Event(
        stage.acknowledged, by,
        f"Stage {number} acknowledged: letter sent on {in_words(stage.acknowledged)}. Answer due "
        f"{in_words_without_year(unextended)}.",
    )  # fmt: skip
    yield from _told(stage, unextended, by, days)
    yield from _notes(stage, stage.acknowledged, details, by, days, rng)
    if stage.answered:
        kind = "Stage 1 answer" if number == 1 else "Final answer, stage 2,"
        yield _Event(stage.answered, by, f"{kind} sent: {rng.choice(_ANSWERS)}.")


def _somebody_else(handler: str) -> str:
    """Whoever is not the reviewer: a request for stage 2 reaches somebody else first."""
    return OFFICERS[0] if handler != OFFICERS[0] else OFFICERS[1]


def _told(stage: Stage, unextended: date, by: str, days: Days) -> Iterator[_Event]:
    total = 0
    for extension in stage.extensions:
        total += extension.working_days
        until = in_words_without_year(days.ahead(unextended, total))
        entry = f"More time letter sent, to {until}. {extension.reason}"
        yield _Event(extension.told_on, by, entry)


def _notes(
    stage: Stage, acknowledged: date, details: Intake, by: str, days: Days, rng: Random
) -> Iterator[_Event]:
    """Up to three notes on working days between acknowledging and the answer, or today."""
    room = days.between(acknowledged, stage.answered or days.last)
    count = min(rng.randint(0, 3), room // 2)
    offsets = sorted(rng.sample(range(1, room), count)) if count else []
    pool = _pool(details)
    chosen = sorted(rng.sample(range(len(pool)), count))
    for offset, note in zip(offsets, chosen, strict=True):
        yield _Event(days.ahead(acknowledged, offset), by, pool[note])


def _pool(details: Intake) -> tuple[str, ...]:
    """Notes that fit the service, and no calls to people who asked not to be rung."""
    pool = _NOTES_ON_SITE if details.service in _ON_SITE else _NOTES
    if any(words in details.adjustments.lower() for words in _NO_CALLS):
        return tuple(note for note in pool if "rang" not in note.lower())
    return pool


def _timed(
    events: list[_Event], details: Intake, today: date, rng: Random
) -> Iterator[HistoryLine]:
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
            yield HistoryLine(_utc(day, local), event.by, event.entry)


def _utc(day: date, local: time) -> datetime:
    return datetime.combine(day, local, _LONDON).astimezone(UTC)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
