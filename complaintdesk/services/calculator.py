"""The work of `due-dates`: from events typed as NAME=WHEN to every duty, as text or JSON.

No case, no desk, nothing stored. Events may lie ahead of `today`, since people also ask "what if
we acknowledge it on Monday?"; what cannot have happened in that order is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from textwrap import fill

from complaintdesk.domain.calendar import Receipt, WorkingCalendar
from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import Duty, Policy, State, duties
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.services.bank_holidays import BankHolidays
from complaintdesk.services.bank_holidays import calendar as working_calendar

WIDTH = 80

# For each stage: what starts it, its acknowledgement, its extensions and its answer.
_EVENTS = {
    1: ("received", "acknowledged", "extended", "answered"),
    2: ("escalated", "acknowledged2", "extended2", "answered2"),
}
_NAMES = tuple(name for names in _EVENTS.values() for name in names)
_EXTENSIONS = ("extended", "extended2")
_WHEN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?(?::(\d{1,6}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _When:
    """One event's day, its time where it was given, and an extension's working days."""

    day: date
    at: time | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Every duty that follows from the events, on the day asked about."""

    code: Code
    today: date
    calendar: WorkingCalendar
    duties: tuple[Duty, ...]

    def as_json(self) -> dict[str, object]:
        """The document of contracts.md, `due-dates`; dates as YYYY-MM-DD."""
        return {
            "code": self.code.value,
            "today": self.today.isoformat(),
            "calendar": {
                "source": self.calendar.source,
                "covers_to": self.calendar.covers_to.isoformat(),
            },
            "duties": [_duty_as_json(duty) for duty in self.duties],
        }

    def as_text(self) -> str:
        """The same for people: a paragraph a duty, at 80 columns, ending in a newline."""
        blocks = ["\n".join(_heading(self)), *("\n".join(_lines(self, d)) for d in self.duties)]
        return "\n\n".join(blocks) + "\n"


def due_dates(
    code: Code,
    events: Iterable[str],
    today: date,
    *,
    closures: Iterable[date] = (),
    bank_holidays: Iterable[date] = (),
    receipt: Receipt = Receipt.SAME_DAY,
    good_reason: str = "",
    known: BankHolidays | None = None,
) -> Answer:
    """What is due from these events. Raises BadInput, RuleBroken or CalendarError, a sentence each.

    A closure given here is a day not to be counted. `good_reason` covers every extension given.
    """
    stages = parse_events(code, events, good_reason)
    added = dict.fromkeys(bank_holidays, "bank holiday added")
    days = working_calendar(closures, closures_count=False, added=added, known=known)
    found = duties(code, stages, days, today, Policy(receipt=receipt))
    return Answer(code, today, days, found)


def parse_events(code: Code, events: Iterable[str], good_reason: str = "") -> tuple[Stage, ...]:
    """The stages that events such as `received=2025-12-18` tell of.

    The Code is needed because an extension without a number takes that stage's limit. Stage 2
    exists where any of its events is given.
    """
    found: dict[str, list[_When]] = {}
    for event in events:
        name, when = _event(event)
        if name in found and name not in _EXTENSIONS:
            raise BadInput(f"“{name}” is given twice; only extensions may be repeated.")
        found.setdefault(name, []).append(when)
    if not found:
        raise BadInput("Give at least one event, such as received=2025-12-18.")
    last = 2 if any(name in found for name in _EVENTS[2]) else 1
    return tuple(_stage(code, n, found, clean_line(good_reason)) for n in range(1, last + 1))


def _event(event: str) -> tuple[str, _When]:
    typed, equals, when = event.partition("=")
    name, shown = typed.strip().lower(), shorten(clean_line(typed), 40)
    if name not in _NAMES:
        raise BadInput(f"“{shown}” is not an event. The events are {', '.join(_NAMES)}.")
    if not equals:
        raise BadInput(f"“{name}” has no date. Write it like {_example(name)}.")
    return name, _when(name, when.strip())


def _when(name: str, when: str) -> _When:
    unreadable = BadInput(
        f"“{shorten(clean_line(when), 40)}” is not a date for {name}. "
        f"Write it like {_example(name)}."
    )
    found = _WHEN.fullmatch(when)
    if not found or (found[3] and name not in _EXTENSIONS):
        raise unreadable
    try:
        at = time.fromisoformat(found[2]) if found[2] else None
        return _When(date.fromisoformat(found[1]), at, int(found[3]) if found[3] else None)
    except ValueError:
        raise unreadable from None


def _example(name: str) -> str:
    if name in _EXTENSIONS:
        return f"{name}=2026-01-09:10 (the day they were told, and how many working days)"
    return f"{name}=2025-12-18 or {name}=2025-12-18T18:40"


def _stage(code: Code, number: int, found: dict[str, list[_When]], good_reason: str) -> Stage:
    started, acknowledged, extended, answered = (found.get(n, []) for n in _EVENTS[number])
    most = PROFILES[code].stages[number].extension_days
    return Stage(
        started=_day(started),
        started_at=started[0].at if started else None,
        acknowledged=_day(acknowledged),
        extensions=tuple(
            Extension(e.day, most if e.days is None else e.days, good_reason=good_reason)
            for e in extended
        ),
        answered=_day(answered),
    )


def _day(whens: list[_When]) -> date | None:
    return whens[0].day if whens else None


def _duty_as_json(duty: Duty) -> dict[str, object]:
    document: dict[str, object] = {
        "stage": duty.stage,
        "duty": duty.kind,
        "provision": duty.provision,
        "due": _iso(duty.due),
    }
    if duty.kind == "respond":
        document |= {
            "unextended_due": _iso(duty.unextended_due),
            "latest_extension": _iso(duty.latest_extension),
            "extension_notice": duty.extension_notice,
            "backstop": _iso(duty.backstop),
        }
    return document | {
        "done": _iso(duty.done),
        "state": duty.state.value,
        "provisional": duty.provisional,
        "beyond_calendar": duty.beyond_calendar,
        "why": list(duty.why),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _heading(answer: Answer) -> Iterator[str]:
    yield f"{PROFILES[answer.code].title}, on {in_words(answer.today)}"
    yield fill(
        f"Calendar: {answer.calendar.source}; bank holidays are known up to "
        f"{in_words(answer.calendar.covers_to)}.",
        WIDTH,
    )


def _lines(answer: Answer, duty: Duty) -> Iterator[str]:
    cited = PROFILES[answer.code].cite(duty.provision)
    yield f"Stage {duty.stage}: {duty.kind} ({cited})"
    for label, words in _facts(answer, duty):
        yield _indented(f"{label}:".ljust(7) + words, 2, 9)
    yield "  Why:"
    for sentence in duty.why:
        yield _indented(sentence, 4, 6)


def _facts(answer: Answer, duty: Duty) -> Iterator[tuple[str, str]]:
    if duty.due:
        yield "Due", in_words(duty.due) + (" (provisional)" if duty.provisional else "")
    else:
        yield "Due", "no date can be given"
    if duty.done:
        ahead = ", still to come" if duty.done > answer.today else ""
        yield "Done", in_words(duty.done) + ahead
    else:
        yield "Done", "not recorded"
    yield "State", _state_in_words(answer, duty)
    if more := _more_time(duty):
        yield "More", more


def _state_in_words(answer: Answer, duty: Duty) -> str:
    if duty.state is State.WAITING:
        return "cannot be judged without a due date" if duty.done else "waiting"
    left = duty.working_days_left or 0
    if duty.state is State.DUE:
        return f"due in {_working_days(left)}"
    if duty.state is State.OVERDUE:
        return f"overdue by {_working_days(-left)}"
    if duty.state is State.DONE_LATE and duty.due and duty.done:
        late = -answer.calendar.working_days_left(duty.done, duty.due)
        return f"done late, by {_working_days(late)}"
    return duty.state.value.replace("_", " ")


def _more_time(duty: Duty) -> str:
    """How an extension stands, or how far the Code would let one go."""
    if duty.extension_notice and duty.due != duty.unextended_due and duty.unextended_due:
        late = "; a later notice came too late" if duty.extension_notice == "late" else ""
        return f"extended from {in_words(duty.unextended_due)}, told in time{late}"
    if duty.extension_notice:
        return "more time was told too late, so the date stands"
    if duty.done or not (duty.due and duty.latest_extension):
        return ""
    return (
        f"can be extended to {in_words(duty.latest_extension)} at the latest, if told by "
        f"{in_words(duty.due)}"
    )


def _working_days(days: int) -> str:
    return "1 working day" if days == 1 else f"{days} working days"


def _indented(text: str, first: int, rest: int) -> str:
    return fill(text, WIDTH, initial_indent=" " * first, subsequent_indent=" " * rest)
