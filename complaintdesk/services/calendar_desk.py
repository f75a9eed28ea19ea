"""The desk's own calendar: shown, rehearsed before it is kept, and kept in desk.toml.

What a change would move is worked out first and changes nothing. Who changed the calendar, and
when, goes into the record; the days themselves stand in desk.toml, where people can read them.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.errors import CaseChanged, DeskError, ShareUnavailable
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.domain.rehearsal import Counting, Move, moves
from complaintdesk.domain.slips import Slip, likely_slips
from complaintdesk.services.desk import Desk, today_in_london
from complaintdesk.services.desk_toml import change_desk_file, section_of
from complaintdesk.services.saving import save
from complaintdesk.settings import DeskFile
from complaintdesk.store.last_change import last_change
from complaintdesk.store.sent_letters import promising_letters

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

VERB = "change the calendar"
_ON_ONE_LINE = 4  # closure days; more of them stand in desk.toml one under the other


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The desk's own calendar and the one it adds to; `off` are all bank holidays in force."""

    own: OwnCalendar
    closes_at: time
    calendar: WorkingCalendar
    today: date
    changed_by: str = ""
    changed_on: date | None = None

    @property
    def off(self) -> Mapping[date, str]:
        return self.calendar.bank_holidays


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """A letter already sent that quotes a date which is right today and would not be any more."""

    ref: str
    title: str
    sent_on: date
    promised: date
    becomes: date | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a change would do, with nothing done yet."""

    before: OwnCalendar
    after: OwnCalendar
    looked_at: int
    moves: tuple[Move, ...]
    letters: tuple[BrokenPromise, ...]
    slips: tuple[Slip, ...]
    off: Mapping[date, str]


def settings(desk: Desk) -> CalendarView:
    """The desk's own calendar as it is in force, and who changed it last."""
    desk.catch_up()
    changed = last_change(desk.store_file, VERB)
    return CalendarView(
        _own(desk.file),
        desk.file.policy.closes_at,
        desk.calendar,
        desk.today(),
        changed.by if changed else "",
        today_in_london(changed.at) if changed else None,
    )


def rehearse(desk: Desk, base: OwnCalendar, proposed: OwnCalendar) -> Rehearsal:
    """Which dates of open cases would move, and which letters would be wrong. Changes nothing.

    `base` is what the change was made from. Raises CaseChanged where that is in force no more.
    """
    desk.catch_up()
    own = _own(desk.file)
    _refuse_changed(own, base, proposed)
    today, before = desk.today(), Counting(desk.calendar, desk.file.policy)
    after = Counting(
        desk.calendar_with(proposed.closures, proposed.closures_count, proposed.bank_holidays),
        replace(desk.file.policy, receipt=proposed.receipt),
    )
    cases = desk.store.open_cases()
    found = [move for case in cases for move in moves(case, before, after, today)]
    return Rehearsal(
        own,
        proposed,
        len(cases),
        tuple(sorted(found, key=lambda m: (m.was or date.max, m.ref, m.stage, m.is_target))),
        tuple(_broken(desk, found)),
        likely_slips(own, proposed, desk.calendar, today),
        desk.calendar.bank_holidays,
    )


def keep(
    desk: Desk, base: OwnCalendar, proposed: OwnCalendar, change_id: str | None = None
) -> None:
    """Keep the desk's own calendar; this desk counts by it at once and the others follow.

    Raises CaseChanged as `rehearse` does. The same `change_id` again does nothing twice.
    """
    desk.refuse_writing()
    with desk.writing_lock:
        desk.catch_up()  # a share that is away is told before anything is written
        now = _own(desk.file)
        _refuse_changed(now, base, proposed)
        if now != proposed:
            change_desk_file(desk, lambda document: _write(document, now, proposed))
        try:
            save(desk, VERB, lambda _writing: None, change_id)
        except DeskError as error:
            raise ShareUnavailable(
                "The calendar is changed, and counts. That you changed it is not on record yet: "
                f"keep it once more. {error}"
            ) from None


def _refuse_changed(now: OwnCalendar, base: OwnCalendar, proposed: OwnCalendar) -> None:
    if now not in (base, proposed):
        raise CaseChanged(
            "A colleague has changed the calendar since it was shown here. Nothing of yours was "
            "lost: look at it as it is now, and save again."
        )


def _own(file: DeskFile) -> OwnCalendar:
    return OwnCalendar(
        tuple(sorted(set(file.closures))),
        file.closures_count,
        dict(sorted(file.bank_holidays.items())),
        file.policy.receipt,
    )


def _broken(desk: Desk, found: Iterable[Move]) -> Iterator[BrokenPromise]:
    """Letters that promised exactly the date which moves away from them."""
    moved = {(m.ref, m.stage, m.was): m.becomes for m in found if m.kind == "respond"}
    if not moved:
        return
    for sent in promising_letters(desk.store_file):
        place = (sent.ref, sent.stage, sent.promised)
        if place in moved:
            title = KINDS[sent.kind].title if sent.kind in KINDS else sent.kind
            yield BrokenPromise(sent.ref, title, sent.sent_on, sent.promised, moved[place])


def _write(document: "TOMLDocument", before: OwnCalendar, after: OwnCalendar) -> None:
    """Only what is new is written, so that what stands around the rest stays as it was."""
    section = section_of(document, "calendar")
    if before.closures != after.closures:
        _write_closures(section, after.closures)
    if before.closures_count != after.closures_count:
        section["closure_days_count"] = after.closures_count
    if before.receipt is not after.receipt:
        section["receipt"] = after.receipt.value
    if before.bank_holidays != after.bank_holidays:
        _write_bank_holidays(section_of(section, "bank_holidays"), after.bank_holidays)


def _write_closures(section: Any, days: tuple[date, ...]) -> None:
    import tomlkit

    if "closure_days" not in section:
        section["closure_days"] = tomlkit.array()
    array = section["closure_days"]
    for place in reversed(range(len(array))):
        if _day(array[place]) not in days:
            del array[place]
    there = [_day(value) for value in array]
    for day in days:
        if day not in there:
            place = bisect(there, day)
            array.insert(place, day)
            there.insert(place, day)
    if len(days) > _ON_ONE_LINE and "\n" not in array.as_string():
        array.multiline(True)


def _write_bank_holidays(section: Any, days: Mapping[date, str]) -> None:
    for key in list(section):
        if _day(key) not in days:
            del section[key]
    there = {_day(key): key for key in section}
    for day, name in days.items():
        key = there.get(day, day.isoformat())
        if section.get(key) != name:
            section[key] = name


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
