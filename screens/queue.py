"""The queue: what is due next, the overdue first, told by sign and words as well as colour."""

from collections.abc import Iterable

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import DataTable, Static

from complaintdesk.domain.dates import in_words, short
from complaintdesk.domain.errors import DeskError, ShareUnavailable, StoreBusy
from complaintdesk.domain.words import QUEUE_TITLES, sign, to_do, to_do_briefly, when
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueuePage, QueueRow
from screens import show
from screens.base import off_loop
from screens.doing import CASE_KEYS, DoesTasks, letter_keys
from screens.marks import SIGN, Marks

# In the order of the tabs; number keys reach the first nine, brackets all of them.
SHOWN = tuple(QUEUE_TITLES)
_NUMBERED = 9
# As wide as “!! 999 days overdue”.
_COLUMNS = (("When", 19), ("Due", 10), ("Case", 12), ("To do", 14))
_BRIEF = dict(
    zip(
        SHOWN,
        ("Next", "Overdue", "Today", "Week", "Ack", "S1", "S2", "Actions", "Ombudsman", "Requests",
         "Closed"),
        strict=True,
    )
)  # fmt: skip
_WIDE = 120  # columns from which the queues' full names fit on one line
_NARROW = 80  # columns at which they must stand close
_WARM_UP = 0.5  # seconds after the queue is shown
_BOTH = (
    "It is over six months since the details of both ombudsmen were checked. Look whether they are "
    "still right (Ctrl+P, Ombudsmen)."
)
_POLL = 2.0  # seconds between looks for colleagues' changes
_EMPTY = {
    "next-deadline": "No open cases. Press n to log the first complaint.",
    "overdue": "Nothing is overdue.",
    "today": "Nothing is due today.",
}


class QueueScreen(DoesTasks):
    """One queue at a time, read again after every change with the cursor kept on its case."""

    CSS_PATH = "queue.tcss"
    HELP = (
        "# The queue\n\n`!!` is overdue, `>>` due today; days are working days.\n\n"
        "`n` new complaint, `Enter` opens, `l` a case's letters, `a` the one that acknowledges "
        "it, `d` all else, `w` why this date, `u` undoes, `q` quits, `Space` marks, `L` one letter "
        "for those, `Ctrl+P` all by name, `1` to `9` `[` `]` queues, `j` `k` `g` `G` move."
    )
    BINDINGS = [
        Binding("escape", "back", "Back", id="back", show=False),
        Binding("n", "new", "New", id="new", tooltip="Log a complaint"),
        Binding("w", "why", "Why", id="why", tooltip="Why this date"),
        *letter_keys(acknowledge=True),
        *CASE_KEYS,
        *(Binding(str(n), f"queue({n - 1})", QUEUE_TITLES[name], id=f"queue-{n}", show=False,
                  tooltip=f"Show the queue: {QUEUE_TITLES[name]}")
          for n, name in enumerate(SHOWN[:_NUMBERED], 1)),
        Binding("left_square_bracket", "step(-1)", "Queue before", id="before", show=False,
                key_display="[", tooltip="Show the queue before this one"),
        Binding("right_square_bracket", "step(1)", "Queue after", id="after", show=False,
                key_display="]", tooltip="Show the queue after this one"),
        Binding("j", "move('cursor_down')", "Down", id="down", show=False),
        Binding("k", "move('cursor_up')", "Up", id="up", show=False),
        Binding("g", "move('scroll_top')", "First", id="first", show=False),
        Binding("G", "move('scroll_bottom')", "Last", id="last", show=False),
        Binding("space", "mark", "Mark", id="mark", show=False, tooltip="Mark this case, or not"),
        Binding("L", "letters", "Letters for the marked", id="letters", show=False,
                tooltip="Write the same kind of letter for every marked case"),
        Binding("q", "app.quit", "Quit", id="quit", tooltip="Leave the desk"),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.queue = SHOWN[0]
        self.page: QueuePage | None = None
        self.marks = Marks()
        self._reminded = False
        self._polling = False
        self._trouble = ""
        self._wanted: str | None = None

    def body(self) -> ComposeResult:
        yield Static(id="title", classes="title-bar", markup=False)
        yield Static(id="tabs", markup=False)
        yield DataTable(id="cases", cursor_type="row", zebra_stripes=False)
        yield Static(id="empty", markup=False)
        yield Static(id="kept", markup=False)
        yield Static(id="reminder", markup=False)
        yield Static(id="marked", markup=False)
        yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        self._line("empty", Content("Reading the desk …"))
        for name in ("kept", "reminder", "marked"):
            self._line(name, Content(""))
        self.query_one("#cases").focus()
        self.start()

    def on_screen_resume(self) -> None:
        if self.page:
            self.load()

    def action_back(self) -> None:
        """The queue is where everything begins: only q leaves it. Marks are cleared."""
        marked = self.marks.refs
        self.marks.clear()
        self.show_marks(marked)

    def action_mark(self) -> None:
        """Mark the case under the cursor, or not, and go on to the next one."""
        if ref := self.current_ref:
            self.marks.toggle(ref)
            self.show_marks((ref,))
            self.table.action_cursor_down()

    def show_marks(self, changed: Iterable[str]) -> None:
        """Say how many are marked, and put the sign into these rows or take it away."""
        for row in self.page.rows if self.page else ():
            if row.ref in changed:
                self.table.update_cell(row.ref, _COLUMNS[0][0], _when_cell(row, self.marks))
        self._line("marked", Content.styled(self.marks.in_words, "bold"))

    def action_letters(self) -> None:
        if not self.marks:
            self.tell("Mark cases with Space first; then L writes the same letter for all of them.")
        elif self.is_active:
            from screens.batch import BatchScreen

            self.app.push_screen(BatchScreen(self.desk, self.marks.refs), self.unmark)

    def unmark(self, refs: tuple[str, ...] | None) -> None:
        """Take the marks of these cases away: what they were marked for is done."""
        self.marks.drop(refs or ())
        self.show_marks(refs or ())

    def action_queue(self, number: int) -> None:
        self.queue = SHOWN[number]
        self.load()

    def action_step(self, step: int) -> None:
        self.action_queue((SHOWN.index(self.queue) + step) % len(SHOWN))

    def action_move(self, how: str) -> None:
        getattr(self.table, f"action_{how}")()

    def action_why(self) -> None:
        if ref := self.current_ref:
            from screens.why import WhyScreen

            self.app.push_screen(WhyScreen(self.desk, ref))

    def action_new(self) -> None:
        from screens.offer import open_form

        open_form(self, done=self.show_case)

    @on(DataTable.RowSelected)
    def open_case(self, event: DataTable.RowSelected) -> None:
        from screens.case import CaseScreen

        if event.row_key.value:
            self.app.push_screen(CaseScreen(self.desk, event.row_key.value))

    @on(DataTable.RowHighlighted)
    def show_detail(self) -> None:
        rows = self.page.rows if self.page else ()
        row = next((r for r in rows if r.ref == self.current_ref), None)
        self.query_one("#detail", Static).update(_detail(row) if row else "")

    @property
    def table(self) -> "DataTable[object]":
        return self.query_one("#cases", DataTable)

    @property
    def current_ref(self) -> str | None:
        """The reference under the cursor, or None in an empty queue."""
        if not self.table.row_count:
            return None
        return self.table.coordinate_to_cell_key(self.table.cursor_coordinate).row_key.value

    @property
    def case_ref(self) -> str | None:
        return self.current_ref

    def undone(self, ref: str) -> None:
        self.show_case(ref)

    def show_case(self, ref: str | None) -> None:
        """Read the queue again with the cursor on a case, in the first queue that has it."""
        if ref:
            self._wanted = ref
            self.load()

    @work(exclusive=True, group="start", exit_on_error=True)
    async def start(self) -> None:
        """Show what this PC has at once, then catch up with the record and look again and again."""
        if self.desk.is_ready:
            await self._load()
        changed = await self._catch_up()
        if changed is None:
            return
        if changed or self.page is None:
            await self._load()
        await self._offer_drafts()
        self.set_interval(_POLL, self.poll)
        self.set_timer(_WARM_UP, self.warm_up)

    @work(group="warm-up", exit_on_error=False)
    async def warm_up(self) -> None:
        """Load what the first case needs while the officer reads the queue."""
        await off_loop(self.desk.warm_up)

    @work(group="poll")
    async def poll(self) -> None:
        """Show what colleagues saved, and midnight when it passes.

        A share that hangs keeps its one look waiting; no second one is begun meanwhile.
        """
        if self._polling:
            return
        self._polling = True
        before, trouble = self.page.today if self.page else None, self._trouble
        changed = await self._catch_up()
        self._polling = False
        if changed or before != await off_loop(self.desk.today):
            await self._load()
        if trouble != self._trouble:
            await self._offer_drafts()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the queue again, then say what else there is to say."""
        await self._load()
        await self._offer_drafts()

    async def _catch_up(self) -> int | None:
        """How many changes came in, or None where the desk cannot be used."""
        try:
            count = await off_loop(self.desk.catch_up)
        except (ShareUnavailable, StoreBusy) as error:
            self._trouble = str(error)
            return 0
        except DeskError as error:
            self.app.stop(error)  # type: ignore[attr-defined]
            return None
        self._trouble = self.desk.trouble
        return count

    async def _load(self) -> None:
        """Read the queue; the cursor goes to the wanted case, or stays on the one it is on."""
        ref = self._wanted
        try:
            page = await off_loop(queries.queue, self.desk, self.queue)
            if ref and all(row.ref != ref for row in page.rows):
                self.queue = SHOWN[0]
                page = await off_loop(queries.queue, self.desk, self.queue)
        except DeskError as error:
            self.refuse(error)
            return
        # Another queue may have been asked for while this one was read.
        if page.queue == self.queue and ref == self._wanted:
            self._wanted = None
            self._fill(page, ref or self.current_ref)
        await self._remind()

    async def _remind(self) -> None:
        """Ask for a look at the ombudsmen's details when it is time: aloud once, then calmly."""
        from complaintdesk.services import ombudsmen

        found = await off_loop(ombudsmen.reminders, self.desk)
        said = "The ombudsmen's details are due a check: Ctrl+P, Ombudsmen." if found else ""
        self._line("reminder", Content.styled(said, "$text-muted"))
        if found and not self._reminded:
            self._reminded = True
            self.tell(found[0] if len(found) == 1 else _BOTH)

    async def _offer_drafts(self) -> None:
        """Say that the share is away, or else which forms are half written."""
        from complaintdesk.services import drafts

        try:
            kept = await off_loop(drafts.unfinished, self.desk)
        except (DeskError, OSError):
            return  # the next look says it; what is kept stays kept
        said = f"{len(kept)} half-written kept: press n to go on." if kept else ""
        self._line("kept", show.line(self._trouble or said, "$text-warning"))

    def _fill(self, page: QueuePage, keep: str | None) -> None:
        table, width = self.table, self.size.width
        is_same = self.page is not None and self.page.queue == page.queue
        row = table.cursor_row if is_same else 0
        self.page = page
        table.clear(columns=True)
        for label, size in _columns(width):
            table.add_column(label, width=size, key=label)
        for found in page.rows:
            table.add_row(*_cells(found, self.marks, len(table.columns)), key=found.ref)
        if keep in {found.ref for found in page.rows}:
            row = table.get_row_index(keep or "")
        # A case that left this queue leaves the cursor where it was, on the next one.
        table.move_cursor(row=min(row, len(page.rows) - 1))
        self._say(page)
        self.show_detail()

    def _say(self, page: QueuePage) -> None:
        where = show.line(f"{page.desk}  ·  {in_words(page.today)}  ·  {self.desk.officer}")
        self.query_one("#title", Static).update(where)
        self.query_one("#tabs", Static).update(_tabs(page, self.size.width))
        more = page.count - len(page.rows)
        empty = "" if page.rows else _EMPTY.get(page.queue, "No cases in this queue.")
        self._line("empty", Content(f"{more} more below these." if more else empty))

    def _line(self, name: str, words: Content) -> None:
        """A line that takes room only while it says something."""
        line = self.query_one(f"#{name}", Static)
        line.update(words)
        line.display = bool(words)

    def on_resize(self) -> None:
        if self.page:
            self._fill(self.page, self.current_ref)


def _columns(width: int) -> list[tuple[str, int]]:
    """The columns that fit: the summary and the officer come in on a wider terminal."""
    left = width - sum(size + 2 for _, size in _COLUMNS) - 2  # the scroll bar takes two
    name = min(max(left - 2, 8), 22)
    columns = [*_COLUMNS, ("Complainant", name)]
    left -= name + 2
    if left >= 50:
        columns += [("About", left - 20), ("Officer", 16)]
    elif left >= 16:
        columns.append(("About", left - 2))
    return columns


def _cells(row: QueueRow, marks: Marks, count: int) -> list[object]:
    due = short(row.due) if row.due else ""
    cells: list[object] = [
        _when_cell(row, marks),
        show.sign_cell(due, row.state),
        show.cell(row.ref),
        show.cell(to_do_briefly(row.duty, row.stage)),
        show.cell(row.complainant),
        show.cell(row.summary),
        show.cell(row.officer),
    ]
    return cells[:count]


def _when_cell(row: QueueRow, marks: Marks) -> Text:
    """The mark takes the room between sign and words, so that no column moves."""
    mark = SIGN if row.ref in marks else " "
    words = f"{sign(row.state)}{mark}{when(row.state, row.working_days_left)}"
    return show.sign_cell(words, row.state)


def _tabs(page: QueuePage, width: int) -> Content:
    """The queues with their counts, on as many lines as they need; a tab is never broken."""
    gap = "  " if width > _NARROW else " "
    lines: list[list[Content]] = [[]]
    used = 0
    for number, name in enumerate(SHOWN, 1):
        title = QUEUE_TITLES[name] if width >= _WIDE else _BRIEF[name]
        key = f"{number} " if number <= _NUMBERED else ""
        words = f"{key}{title} {page.counts[name]}"
        if used + len(words) > width - 2:
            lines.append([])
            used = 0
        used += len(words) + len(gap)
        lines[-1].append(Content.styled(words, _tab_style(name, page)))
    return Content("\n").join(Content(gap).join(line) for line in lines)


def _tab_style(name: str, page: QueuePage) -> str:
    if name == page.queue:
        return "reverse bold"
    return "bold $text-error" if name == "overdue" and page.counts[name] else ""


def _detail(row: QueueRow) -> Content:
    due = f": {in_words(row.due)}" if row.due else ""
    provisional = " (provisional)" if row.provisional else ""
    beyond = " (beyond the known calendar)" if row.beyond_calendar else ""
    words = f"{sign(row.state)} {when(row.state, row.working_days_left)}".strip()
    style = f"bold {show.state_style(row.state)}".strip()
    return Content.assemble(
        show.line(f"{row.complainant}: {row.summary}"), "\n", (words[0].upper() + words[1:], style),
        f"{due}{provisional}{beyond}. {to_do(row.duty, row.stage)}. {row.code.capitalize()}, ",
        show.line(row.service),
    )  # fmt: skip
