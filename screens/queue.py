"""The queue: what is due next, the overdue first, told by sign and words as well as colour."""

import asyncio
import gc
from dataclasses import replace
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.searched import typed_words
from complaintdesk.domain.views import Filters, View
from complaintdesk.domain.words import QUEUE_TITLES
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep, likes
from screens import queue_page, show
from screens.base import off_loop
from screens.caring import CaringScreen
from screens.case_list import CaseList
from screens.doing import case_keys, letter_keys
from screens.finding import FindingScreen, SearchInput
from screens.marking import MarkingScreen
from screens.moving import letter_moves
from screens.queue_page import NUMBERED, SHOWN
from screens.queue_reading import Shown, read
from screens.watch import Seen

_PROGRESS = 0.25  # seconds between words on how far a first reading is
_NOTHING_YET = (
    "This PC has nothing of the desk yet, and its folder does not answer. It is tried again."
)
_STILL_READING = "No case here fits so far: the words of this desk are still being read."
_EMPTY = {
    "next-deadline": "No open cases. Press n to log the first complaint.",
    "overdue": "Nothing is overdue.",
    "today": "Nothing is due today.",
}


class QueueScreen(FindingScreen, MarkingScreen, CaringScreen):
    """One list at a time, read again after every change with the cursor kept on its case."""

    CSS_PATH = "queue.tcss"
    HELP = (
        "# The queue\n\n`!!` is overdue, `>>` due today, `>` this week; days are working days.\n\n"
        "`Enter` opens a case, `n` logs a new one, `d` is all that can be done with it. `/` finds "
        "by any words, `f` says what is shown, `Space` marks, `q` quits."
    )
    BINDINGS = [
        Binding("escape", "back", "Back", id="back", show=False,
                tooltip="Clear the search, the marks, or the filters"),
        Binding("n", "new", "New", id="new", tooltip="Log a complaint"),
        Binding("slash", "search", "Find", id="search", key_display="/",
                tooltip="Find cases by reference, name, address or any of their words"),
        Binding("f", "filter", "List", id="filter",
                tooltip="What is shown: filters, the sort, columns, lists of your own"),
        Binding("y", "day", "My day", id="day", show=False,
                tooltip="One page: what is overdue and due, what changed, what needs a look"),
        Binding("m", "month", "Month", id="month", show=False,
                tooltip="The calendar: a month of what falls due, as an .ics file for Outlook too"),
        Binding("w", "why", "Why", id="why", show=False, tooltip="Why this date"),
        *letter_keys(acknowledge=True),
        *case_keys(undo=False),
        *(Binding(str(n), f"queue({n - 1})", QUEUE_TITLES[name], id=f"queue-{n}", show=False,
                  tooltip=f"Show the queue: {QUEUE_TITLES[name]}")
          for n, name in enumerate(SHOWN[:NUMBERED], 1)),
        Binding("left_square_bracket", "step(-1)", "List before", id="before", show=False,
                key_display="[", tooltip="Show the list before this one"),
        Binding("right_square_bracket", "step(1)", "List after", id="after", show=False,
                key_display="]", tooltip="Show the list after this one"),
        *letter_moves("move_list('move(1)')", "move_list('move(-1)')",
                      "move_list('to_end(0)')", "move_list('to_end(1)')"),
        Binding("space", "mark", "Mark", id="mark", show=False, tooltip="Mark this case, or not"),
        Binding("L", "letters", "Letters for the marked", id="letters", show=False,
                tooltip="Write the same kind of letter for every marked case"),
        Binding("M", "marked", "More for the marked", id="marked", show=False,
                tooltip="Give the marked cases to an officer, set a review, export or write"),
        Binding("q", "app.quit", "Quit", id="quit", tooltip="Leave the desk"),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view, self.likes = View(), Likes()
        self._kept = Likes()  # what was read or kept last: another window may have kept more
        self.counts: dict[str, int] = {}
        self.sizes: dict[str, int] = {}  # of the officer's own lists, by their names
        self._is_followed = False  # whether the record was reached since the desk was opened
        self._wanted: str | None = None
        self._remembering = asyncio.Lock()

    def body(self) -> ComposeResult:
        yield Static(id="title", classes="title-bar", markup=False)
        yield Static(id="tabs", markup=False)
        yield SearchInput(placeholder="reference, name, address or any words", id="search",
                          compact=True)  # fmt: skip
        yield Static(id="view", markup=False)
        yield Static(id="columns", markup=False)
        yield CaseList(id="cases")
        for name in ("empty", "told", "kept", "reminder", "warned", "marked", "detail"):
            yield Static(id=name, markup=False)

    def on_mount(self) -> None:
        self.say_line("empty", Content("Reading the desk …"))
        for name in ("view", "told", "kept", "reminder", "warned", "marked"):
            self.say_line(name, Content(""))
        self.query_one("#search").display = False
        self.list.focus()
        self.start()

    def on_screen_resume(self) -> None:
        if self.shown:
            self.load()

    # Which list is shown

    def action_queue(self, number: int) -> None:
        """Another queue; what narrows this one stays, unless it is a list of one's own.

        Such a list has a sort of its own, the queues have the one that the officer chose.
        """
        kept = View() if self.view.name else self.view
        self.go_to(replace(kept, queue=SHOWN[number], name="", sort=self.likes.sort))

    def action_step(self, step: int) -> None:
        """The list before or after this one: the queues, then the officer's own lists."""
        own = self.likes.lists
        here = len(SHOWN) + own.index(self.view) if self.view in own else self._number
        wanted = (here + step) % (len(SHOWN) + len(own))
        if wanted < len(SHOWN):
            self.action_queue(wanted)
        else:
            self.go_to(own[wanted - len(SHOWN)])

    @property
    def _number(self) -> int:
        return SHOWN.index(self.view.queue)

    def go_to(self, view: View) -> None:
        self.view = view
        self.load()

    def action_filter(self) -> None:
        if self.is_active and self.shown:
            from screens.filter import FilterScreen

            self.app.push_screen(FilterScreen(self.desk, self.view, self.likes, self.changed))

    def changed(self, view: View, likes: Likes) -> None:
        """Show what was chosen at once, and remember it for this officer."""
        if likes != self.likes:
            self.likes = likes
            self.remember()
        self.go_to(view)

    @work(group="remember")
    async def remember(self) -> None:
        async with self._remembering:  # the last that was chosen is written last
            chosen = self.likes
            if await off_loop(keep, self.desk, chosen, self._kept):
                self._kept = chosen

    def action_back(self) -> None:
        """The queue is where everything begins: Esc clears a search, marks, then filters."""
        search = self.query_one("#search", SearchInput)
        if search.display:
            search.value, search.display = "", False
            self.list.focus()
        elif self.marks:
            self.marks.clear()
            self.show_marks()
        elif self.view.filters or self.view.name:
            self.go_to(View(self.view.queue, sort=self.likes.sort))

    # The cursor, and what is done with the case under it

    def action_day(self) -> None:
        from screens.day import open_day

        open_day(self)

    def action_month(self) -> None:
        from screens.month import open_month

        open_month(self)

    def action_new(self) -> None:
        from screens.offer import open_form

        open_form(self, done=self.show_case)

    @on(CaseList.Moved)
    def show_detail(self) -> None:
        """The case under the cursor in words; where one is looked for, the words around it."""
        row = self.list.current
        self.query_one("#detail", Static).update(
            queue_page.detail(row, self.size.width - 2) if row else "", layout=False
        )
        if row and self.shown and self.shown.found:
            self.show_excerpt(row.ref, self.shown.typed)

    def undone(self, ref: str) -> None:
        self.show_case(ref)

    def show_case(self, ref: str | None) -> None:
        """Read the list again with the cursor on a case, in the first queue that has it."""
        if ref:
            self._wanted = ref
            self.load()

    # Reading

    @work(exclusive=True, group="start", exit_on_error=True)
    async def start(self) -> None:
        """Show what this PC has at once; then the watch catches up, and looks again and again."""
        self.likes = self._kept = await off_loop(likes, self.desk)
        self.view = View(sort=self.likes.sort)
        if await off_loop(getattr, self.desk, "is_ready"):
            await self._load()
        else:
            self._show_progress()
        if not gc.isenabled():  # put off at the start of the program: see cli.py
            gc.freeze()
            gc.enable()
        self.app.keep_watch()  # type: ignore[attr-defined]

    def _show_progress(self) -> None:
        """Say how far a first reading is, until the queue is there."""
        far = [0]
        self.desk.progress = lambda number: far.__setitem__(0, number)

        def say() -> None:
            if self.shown is None and far[0]:
                said = f"Reading the desk for the first time on this PC: {far[0]:,} changes so far"
                self.say_line("empty", Content(f"{said} …"))

        self.set_interval(_PROGRESS, say)

    def looked(self, seen: Seen, *, changed: bool) -> None:
        """Show what colleagues saved, and midnight when it passes."""
        is_first = self.shown is None or not self._is_followed
        troubled, self.trouble = seen.trouble != self.trouble, seen.trouble
        self.say_line("told", show.line(_told(seen), "$text-muted"))
        if is_first and not seen.away:
            self._is_followed = True
            self.begin_care()
        if seen.away and self.shown is None:
            self.say_line("empty", Content(_NOTHING_YET))
        elif is_first or changed or troubled:
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the list again, then say what else there is to say."""
        await self._load()
        self.learn_words()
        await self.say_drafts()

    async def _load(self) -> None:
        """Read the list and its counts, and say what else is due."""
        try:
            await self._read_list()
            # A number key leaves a list of one's own with its filters, and keeps others.
            filters = Filters() if self.view.name else self.view.filters
            self.counts = await off_loop(queries.counts, self.desk, filters)
            self.sizes = await off_loop(queries.sizes, self.desk, self.likes.lists)
        except DeskError as error:
            self.opens = ""
            self.refuse(error)
            return
        self._say_counts()
        if self._is_followed:
            await self.warn()
        await self.remind()

    async def _read_list(self) -> None:
        """The cursor goes to the wanted case, or stays on the one it is on."""
        ref, began = self._wanted, self.list.at
        view, typed = self.view, self.typed
        shown = await off_loop(read, self.desk, view, typed, ref or self.stays_on(typed))
        if ref and shown.place is None:
            view, typed = View(sort=self.likes.sort), ""
            shown = await off_loop(read, self.desk, view, typed, ref)
        if ref == self._wanted and (ref or (view, typed) == (self.view, self.typed)):
            self._wanted = None
            if typed != self.typed:
                self.drop_search()
            self.view, self.typed = view, typed
            # Keys pressed while it was read count from where the cursor stood.
            self._fill(shown, is_wanted=bool(ref), moved=self.list.at - began)

    # Showing

    def _fill(self, shown: Shown, *, is_wanted: bool, moved: int) -> None:
        if not self.children:
            return  # the desk was left while it was read
        before, self.shown = self.shown, shown
        is_same = before and (before.view, before.typed) == (shown.view, shown.typed)
        # A case that left this list leaves the cursor where it was, on the next one.
        stays = self.list.at if is_same else 0
        is_same = bool(is_same) and not is_wanted
        at = stays if shown.place is None else shown.place + (moved if is_same else 0)
        self._lay(at, stays=is_same)
        where = f"{self.desk.name}  ·  {in_words(shown.today)}  ·  {self.desk.officer}"
        self.query_one("#title", Static).update(show.line(where))
        narrowed = queue_page.narrowed(shown.view, shown.typed, shown.found)
        self.say_line("view", narrowed)
        empty = _EMPTY.get(shown.view.queue, "No cases in this queue.")
        if shown.found or shown.view.filters:
            empty = "No case here fits. Esc shows more again."
        if shown.is_behind:
            empty = _STILL_READING
        self.say_line("empty", Content("" if shown.cases.count else empty))
        if shown.found and not (shown.cases.count or shown.is_behind):
            self.look_elsewhere(shown)
        if self.opens and self.opens == shown.typed:
            self.opens = ""
            self.open_best()

    def _lay(self, at: int, *, stays: bool) -> None:
        """Draw the list with the columns that there is room for."""
        assert self.shown
        queue = self.shown.view.queue
        shown = queue_page.layout_of(queue, self.size.width, self.likes.columns)
        words = typed_words(self.shown.typed)
        self.query_one("#columns", Static).update(queue_page.head(shown))
        line = partial(queue_page.line, shown=shown, marks=self.marks, words=words)
        self.list.show(self.shown.cases, line, at, stays=stays)

    def _say_counts(self) -> None:
        tabs = queue_page.tabs(
            self.view, self.counts, self.likes.lists, self.sizes, self.size.width
        )
        for line in self.query("#tabs").results(Static):  # gone where the desk was left meanwhile
            line.update(tabs)

    def on_resize(self) -> None:
        if self.shown:
            self._lay(self.list.at, stays=True)
            self._say_counts()


def _told(seen: Seen) -> str:
    """What somebody saved last, and who else is here."""
    return "  ".join(filter(None, (seen.told, seen.also_here)))
