"""A month of what falls due, with the cases of one day beside it or below it.

The cursor is on a day and stays there: what colleagues save, midnight, and a case that was opened
and left again only change what is shown.
"""

from datetime import date
from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import month as months
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.month import Month
from screens import show
from screens.base import DeskScreen, off_loop
from screens.month_page import (
    Shape,
    about,
    day_at,
    drawn,
    listed,
    notable,
    overdue,
    shape,
    title,
)
from screens.moving import letter_moves, move
from screens.watch import Seen

_MOST = 500  # cases of one day that are listed
_MARGINS = 4  # columns that a list leaves free, for its scroll bar too


class Days(Static, can_focus=True):
    """The days, drawn as one text; the screen's keys move the cursor."""


class Cases(OptionList):
    """The cases of the day under the cursor."""

    BINDINGS = [*letter_moves("cursor_down", "cursor_up", "first", "last")]


class MonthScreen(DeskScreen[None]):
    """One month. `day` is the day under the cursor; None until the desk has said what day it is."""

    CSS_PATH = "month.tcss"
    HELP = (
        "# The calendar\n\nWhat falls due on each day, once a case, at its nearest duty: a later "
        "one of the same case shows once that is done. `!!` is overdue, `>>` due today.\n\n"
        "Arrows or `h` `j` `k` `l` go from day to day, `[` `]` or `Page Up` and `Page Down` from "
        "month to month, `t` to today, `o` to the next day with something overdue. `Enter` goes "
        "to the day's cases and, on a case, opens it; `Esc` goes back to the days. `s` saves the "
        "deadlines as a file for Outlook."
    )
    BINDINGS = [
        # The list of cases has keys of its own for some of these.
        move("left,h", "day(-1)", "Day before", "Go to the day before"),
        move("right,l", "day(1)", "Next day", "Go to the next day"),
        move("up,k", "day(-7)", "Week before", "Go to the same day a week before"),
        move("down,j", "day(7)", "Next week", "Go to the same day a week later"),
        move("left_square_bracket,pageup", "month(-1)", "Month before", "Show the month before"),
        move("right_square_bracket,pagedown", "month(1)", "Next month", "Show the next month"),
        Binding("enter", "cases", "Its cases", id="cases",
                tooltip="Go to the cases of this day; on one of them, open it"),
        Binding("t", "today", "Today", id="today", tooltip="Go to today"),
        Binding("o", "overdue", "Overdue", id="overdue",
                tooltip="Go to the next day with something overdue"),
        Binding("s", "save_file", "Save for Outlook", id="save-file",
                tooltip="Save the deadlines as a calendar file that Outlook opens"),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.day: date | None = None
        self.month: Month | None = None
        self.form: Shape | None = None
        self._listed: tuple[object, ...] = ()

    def body(self) -> ComposeResult:
        yield Static("What falls due", id="title", classes="title-bar", markup=False)
        yield Static("Reading the desk …", id="overdue", markup=False)
        with Container(id="both"):
            with Vertical(id="whole"):
                yield Days(id="days", markup=False)
                yield Static(id="notable", markup=False)
            with Vertical(id="one"):
                yield Static(id="about", markup=False)
                yield Cases(id="cases", markup=False)

    def on_mount(self) -> None:
        self.query_one("#days").focus()

    def on_screen_resume(self) -> None:
        if self.is_active:
            self.load()

    def on_resize(self) -> None:
        self.show()

    def looked(self, seen: Seen, *, changed: bool) -> None:
        """Read again what colleagues changed, and when midnight passes; the cursor stays."""
        if changed and self.is_active:
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            self.month = await off_loop(months.month, self.desk, self.day)
        except DeskError as error:
            self.refuse(error)
            return
        self.day = self.day or self.month.today
        self.show()

    def show(self) -> None:
        """Draw the month and its day anew, for the room that there is."""
        if self.month is None or self.day is None:
            return
        self.form = shape(self.size.width, self.size.height, self.day)
        self.query_one("#both").set_class(self.form.is_beside, "-beside")
        self.query_one("#whole").styles.width = self.form.width if self.form.is_beside else "100%"
        words = show.line(f"What falls due  ·  {title(self.day)}  ·  {self.month.desk}")
        self.query_one("#title", Static).update(words)
        self.query_one("#overdue", Static).update(overdue(self.month))
        here = self.known
        self.query_one("#notable", Static).update(notable(here) if here else "")
        self.query_one("#days", Static).update(drawn(here, self.day, self.form))
        self._show_day()

    @property
    def known(self) -> Month | None:
        """The month that the cursor is in, once it has been read."""
        is_here = self.month and self.day and self.month.first == self.day.replace(day=1)
        return self.month if is_here else None

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The cases of the day under the cursor."""
        return self.known.on(self.day).rows if self.known and self.day else ()

    def _show_day(self) -> None:
        words = about(self.known, self.day) if self.known and self.day else Content("")
        self.query_one("#about", Static).update(words)
        cases = self.query_one("#cases", Cases)
        what = (self.day, self.rows, self.form)
        if what == self._listed:
            return
        here, at = cases.highlighted_option, cases.highlighted or 0
        is_same_day, self._listed = what[:1] == self._listed[:1], what
        cases.clear_options()
        cases.add_options(self._options())
        # On the case that it was on; where that is done with, on the one that took its place.
        refs = [row.ref for row in self.rows[:_MOST]]
        stays = here is not None and here.id in refs
        if refs:
            place = min(at, len(refs) - 1) if is_same_day else 0
            cases.highlighted = refs.index(here.id or "") if here and stays else place
        elif cases.has_focus:
            self.query_one("#days").focus()

    def _options(self) -> list[Option]:
        if self.form is None:
            return []
        beside = self.form.is_beside
        width = self.size.width - (self.form.width if beside else 0) - _MARGINS
        rows = self.rows
        options = [Option(listed(row, width, is_beside=beside), id=row.ref) for row in rows[:_MOST]]
        if more := len(rows) - len(options):
            options.append(Option(Content(f"and {more} more, in the queue"), disabled=True))
        return options

    def go_to(self, day: date) -> None:
        """The cursor onto a day; another month is read first, and shows its days meanwhile."""
        self.day = day
        self.show()
        if self.known is None:
            self.load()

    def action_day(self, step: int) -> None:
        if self.day:
            self.go_to(months.moved(self.day, days=step))

    def action_month(self, step: int) -> None:
        if self.day:
            self.query_one("#days").focus()
            self.go_to(months.moved(self.day, months=step))

    def action_today(self) -> None:
        if self.month:
            self.query_one("#days").focus()
            self.go_to(self.month.today)

    @work(exclusive=True, group="overdue")
    async def action_overdue(self) -> None:
        """On from the cursor to the next day with something overdue, then from the first again."""
        if self.day is None:
            return
        try:
            day = await off_loop(months.next_overdue, self.desk, self.day)
        except DeskError as error:
            self.refuse(error)
            return
        if day is None:
            self.tell("Nothing is overdue.")
        else:
            self.go_to(day)

    def action_cases(self) -> None:
        """Into the list of the day's cases."""
        if self.rows:
            self.query_one("#cases").focus()
        elif self.known:
            self.tell("Nothing falls due on this day.")

    def action_back(self) -> None:
        """From the cases to the days, and from there back to where it was opened."""
        if self.query_one("#cases").has_focus:
            self.query_one("#days").focus()
        else:
            self.dismiss()

    def action_save_file(self) -> None:
        from screens.month_file import open_month_file

        open_month_file(self)

    @on(OptionList.OptionSelected, "#cases")
    def open_case(self, event: OptionList.OptionSelected) -> None:
        from screens.case import CaseScreen

        if event.option.id and self.is_active:
            self.app.push_screen(CaseScreen(self.desk, event.option.id))

    @on(events.Click, "#days")
    def click(self, event: events.Click) -> None:
        if self.day and self.form and (day := day_at(event.x, event.y, self.day, self.form)):
            self.go_to(day)


def open_month(screen: DeskScreen[Any]) -> None:
    """Open the month that it is now."""
    if screen.is_active:  # a second key on its way opens no second month
        screen.app.push_screen(MonthScreen(screen.desk))
