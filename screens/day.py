"""My day: what is overdue, due today and this week, what changed, and what needs a look."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from complaintdesk.day_text import LINES, Section, as_page
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.words import sign
from complaintdesk.services.briefing import Briefing, briefing
from complaintdesk.services.desk import Desk
from screens import show
from screens.base import DeskScreen, off_loop
from screens.rows import Rows
from screens.watch import Seen

_MARGINS = 4  # columns that the page leaves free, for its scroll bar too
_READABLE = 108  # columns beyond which lines are too long to follow
MORE = "a shows all"  # said of what one page leaves out
_STYLES = {sign(state): show.state_style(state) for state in (State.OVERDUE, State.DUE_TODAY)}


class DayScreen(DeskScreen[None]):
    """The page that `complaintdesk day` prints, read again whenever the desk changes."""

    CSS_PATH = "day.tcss"
    HELP = (
        "# My day\n\nWhat is overdue, due today and due later this week, what was saved since the "
        "last working day, and what needs a look. `!!` is overdue, `>>` due today; days are "
        "working days. Cases that nobody handles are counted on everybody's own page; `m` lists "
        "them, and so does the queue with `f`, With nobody. Long lists are cut to what one page "
        "holds; `a` shows all of each. `complaintdesk day` prints this page."
    )
    KEYS_OF = (Rows,)
    BINDINGS = [
        Binding("m", "whose", "Mine or all", id="whose",
                tooltip="Show the cases that you handle, or everybody's"),
        Binding("a", "whole", "All of it", id="whole",
                tooltip="Show every line of each list, or one page again"),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.mine = bool(desk.officer)
        self.found: Briefing | None = None
        self.is_away = self.is_whole = False

    def body(self) -> ComposeResult:
        yield Static(id="title", classes="title-bar", markup=False)
        yield Rows(id="page")

    def on_mount(self) -> None:
        self.is_away = bool(self.desk_watch and self.desk_watch.seen.away)
        self.query_one("#page").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_resize(self) -> None:
        self.show_page()

    def looked(self, seen: Seen, *, changed: bool) -> None:
        """Midnight, what anybody saved, and a folder that goes or comes back make another page."""
        was, self.is_away = self.is_away, bool(seen.away)
        if changed or was != self.is_away:
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            asked = partial(briefing, self.desk, mine=self.mine, is_away=self.is_away)
            self.found = await off_loop(asked)
        except DeskError as error:
            self.refuse(error)
            return
        self.show_page()

    def show_page(self) -> None:
        """Lay the page out for the columns that there are."""
        if self.found is None:
            return
        whose = "your cases" if self.found.mine else "everybody's cases"
        self.query_one("#title", Static).update(show.line(f"My day  ·  {whose}"))
        width = min(self.size.width - _MARGINS, _READABLE)
        page = as_page(self.found, width, None if self.is_whole else LINES, more=MORE)
        self.query_one("#page", Rows).show_rows(list(_rows(page)))

    def action_whose(self) -> None:
        self.mine = not self.mine and bool(self.desk.officer)
        self.query_one("#page").scroll_home(animate=False)
        self.load()

    def action_whole(self) -> None:
        self.is_whole = not self.is_whole
        self.show_page()


def open_day(screen: DeskScreen[Any]) -> None:
    """Open the page on top of a screen."""
    if screen.is_active:
        screen.app.push_screen(DayScreen(screen.desk))


def _rows(page: tuple[Section, ...]) -> Iterator[Content]:
    for number, section in enumerate(page):
        if number:
            yield Content("")
        yield show.run(section.title, "bold")
        for line in section.lines:
            yield show.run(line, _STYLES.get(line[:2], ""))
