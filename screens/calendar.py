"""The desk's own calendar: closure days, and bank holidays that were announced late.

Nothing is kept from here alone: what a change would move is shown first, on a screen of its own.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import CaseChanged, DeskError, FormRefused, Problem
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.own_calendar import (
    OwnCalendar,
    bank_holidays_as_text,
    closures_as_text,
    in_runs,
    joined,
    read_bank_holidays,
    read_closures,
)
from complaintdesk.domain.text import shorten
from complaintdesk.services import calendar_desk, drafts
from complaintdesk.services.calendar_desk import CalendarView
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from screens import show
from screens.ask import ChooseScreen
from screens.base import DeskScreen, off_loop
from screens.fields import FieldRow, set_typed
from screens.form import FormScreen
from screens.rehearsal import RehearsalScreen

TASK = "calendar"  # the name under which a half-written form is kept
_COUNTED = (("Yes, they count as working days", "yes"), ("No, they do not count", "no"))
_SAID = 400  # characters read back under a field
_PROGRESS = 0.25  # seconds between words on how far it is


class CalendarScreen(FormScreen):
    """The form. Ctrl+S shows what it would move; only from there it is kept."""

    HELP = (
        "# Closure days and bank holidays\n\nClosure days: one, or a span, a line: 29/12/2026, "
        "or 24 Dec to 31 Dec "
        "2026. A bank holiday announced late: its date, then its name.\n\n`Tab` goes on, "
        "`Shift+Tab` back. `Ctrl+S` shows which dates would move, and keeps nothing yet. `Esc` "
        "leaves and keeps what is typed."
    )
    BINDINGS = [
        Binding("ctrl+s", "save", "Rehearse", id="save",
                tooltip="See which dates would move; nothing is kept yet"),
    ]  # fmt: skip
    again = "It is there again when you open the calendar."

    def __init__(self, desk: Desk, view: CalendarView, draft: Draft) -> None:
        super().__init__(desk, draft, view.today)
        self.view = view
        self.base, _ = read_form(draft.base, view)
        if draft.base == as_form(view.own, view.off):
            self.base = view.own

    def heading(self) -> Content:
        return Content("Calendar: closure days and bank holidays")

    def asks(self) -> ComposeResult:
        yield Static(_about(self.view), classes="note")
        for spec in _fields(self.view):
            yield FieldRow(spec, self.draft.fields.get(spec.name, ""))
            yield Static(id=f"said-{spec.name}", classes="said", markup=False)

    def understand(self) -> None:
        """Each list read back in words, or what cannot be read in it."""
        fields = self.fields
        self.say("closures", _closures_in_words(fields, self.view))
        self.say("bank_holidays", _bank_holidays_in_words(fields, self.view))

    async def deed(self) -> Outcome | None:
        own, problems = read_form(self.fields, self.view)
        if problems:
            raise FormRefused(problems)
        rehearsal = await off_loop(calendar_desk.rehearse, self.desk, self.base, own)
        if own == self.base == rehearsal.before:
            self.tell("Nothing is changed.")
            return None
        # A second try at what is in force already: only the record still lacks it.
        if own != rehearsal.before and not await self.app.push_screen_wait(
            RehearsalScreen(self.desk, rehearsal)
        ):
            return None
        telling = self._tell_how_far()
        try:
            await off_loop(calendar_desk.keep, self.desk, self.base, own, self.draft.id)
        finally:
            telling.stop()
        count = len({move.ref for move in rehearsal.moves})
        cases = "1 case has" if count == 1 else f"{count} cases have"
        return Outcome("", f"The calendar is kept, and counts from now on. {cases} new dates.")

    def _tell_how_far(self) -> Timer:
        """Say below the form how many cases have their dates worked out anew."""
        far = [0, 0]

        def heard(done: int, of: int) -> None:
            far[:] = done, of

        def say() -> None:
            if far[1]:
                said = f"Working out the dates: {far[0]:,} of {far[1]:,} open cases …"
                self.tell_below([Content(said)], calm=True)

        self.desk.judging = heard
        return self.set_interval(_PROGRESS, say)

    async def refused(self, error: DeskError) -> None:
        await super().refused(error)
        if isinstance(error, CaseChanged):
            await self._join()

    async def _join(self) -> None:
        """Put what a colleague changed into the form; what is typed stands on top of it."""
        try:
            view = await off_loop(calendar_desk.settings, self.desk)
        except DeskError as error:
            self.refuse(error)
            return
        ours, _ = read_form(self.fields, self.view)
        fields = as_form(joined(self.base, ours, view.own), view.off)
        self.view, self.base = view, view.own
        for row in self.rows:
            set_typed(row, fields[row.spec.name])
        who = view.changed_by or "somebody"
        self.tell_below(
            [show.line(f"What {who} changed is in the form now. Look, and save again.")]
        )


def read_form(
    fields: Mapping[str, str], view: CalendarView
) -> tuple[OwnCalendar, tuple[Problem, ...]]:
    """What the form says, and what cannot be read in it."""
    closures, unread = read_closures(fields.get("closures", ""), view.today, view.off)
    added, unnamed = read_bank_holidays(fields.get("bank_holidays", ""), view.today)
    own = OwnCalendar(
        closures,
        fields.get("closures_count") != "no",
        added,
        _receipt(fields.get("receipt", "")),
    )
    return own, (
        *(Problem("closures", f"Closure days. {sentence}") for sentence in unread),
        *(Problem("bank_holidays", f"Bank holidays. {sentence}") for sentence in unnamed),
    )


def as_form(own: OwnCalendar, off: Mapping[date, str]) -> dict[str, str]:
    """The desk's own calendar as it stands in the form."""
    return {
        "closures": closures_as_text(own.closures, off),
        "closures_count": "yes" if own.closures_count else "no",
        "bank_holidays": bank_holidays_as_text(own.bank_holidays),
        "receipt": own.receipt.value,
    }


def open_calendar(screen: DeskScreen[Any]) -> None:
    """Open the form, offering what was half written first."""
    desk = screen.desk

    async def open_it() -> None:
        try:
            view = await off_loop(calendar_desk.settings, desk)
            draft = await _choose_draft(screen, view)
        except DeskError as error:
            screen.refuse(error)
            return
        if draft is not None:
            screen.app.push_screen(CalendarScreen(desk, view, draft))

    # The function and not its coroutine: a second key press may cancel it before it begins.
    screen.run_worker(open_it, group="open-form", exclusive=True)  # type: ignore[arg-type]


async def _choose_draft(screen: DeskScreen[Any], view: CalendarView) -> Draft | None:
    desk, fields = screen.desk, as_form(view.own, view.off)
    fresh = Draft(desk.make_id(), fields, base=fields, task=TASK)
    kept = await off_loop(drafts.unfinished, desk, "", TASK)
    if not kept:
        return fresh
    question = Content("Changes to the calendar are half written and not kept yet.")
    answers = (("go-on", "Go on with them"), ("discard", "Throw them away and start afresh"))
    chosen = await screen.app.push_screen_wait(ChooseScreen(question, answers))
    if chosen == "discard":
        for draft in kept:
            await off_loop(drafts.discard, desk, draft.id)
    return {"go-on": kept[0], "discard": fresh}.get(chosen or "")


def _fields(view: CalendarView) -> tuple[FieldSpec, ...]:
    later = f"The next working day, at a weekend or from {view.closes_at:%H:%M}"
    return (
        FieldSpec("closures", "Closure days", "24 Dec to 31 Dec 2026, or a day a line", 5),
        FieldSpec("closures_count", "Do they count?", choices=_COUNTED),
        FieldSpec("bank_holidays", "Bank holidays announced late", "10/05/2027 Royal occasion", 3),
        FieldSpec("receipt", "Day 0 is", choices=(
            ("The day it came in, whatever the hour", Receipt.SAME_DAY.value),
            (later, Receipt.NEXT_WORKING_DAY.value),
        )),
    )  # fmt: skip


def _about(view: CalendarView) -> Content:
    covers = (
        "Bank holidays of England and Wales are known up to "
        f"{in_words(view.calendar.covers_to)}; only what they lack is added here. Ctrl+S shows "
        "which dates would move before anything is kept."
    )
    if view.changed_on is None:
        return Content(covers)
    by = show.line(view.changed_by or "somebody").plain
    return Content(f"{covers} Last changed on {in_words(view.changed_on)} by {by}.")


def _closures_in_words(fields: Mapping[str, str], view: CalendarView) -> str:
    days, problems = read_closures(fields["closures"], view.today, view.off)
    return shorten(" ".join(problems) or "; ".join(in_runs(days, view.off)), _SAID)


def _bank_holidays_in_words(fields: Mapping[str, str], view: CalendarView) -> str:
    days, problems = read_bank_holidays(fields["bank_holidays"], view.today)
    told = (f"{in_words(day)}: {name}" for day, name in days.items())
    return shorten(" ".join(problems) or "; ".join(told), _SAID)


def _receipt(word: str) -> Receipt:
    return Receipt(word) if word in set(Receipt) else Receipt.SAME_DAY
