"""The queue: what is due next, the overdue first, told by sign and words as well as colour."""

from collections.abc import Iterable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import DataTable, Static

from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.words import QUEUE_TITLES
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueuePage
from complaintdesk.services.reminders import Reminders
from screens import show
from screens.base import off_loop
from screens.doing import CASE_KEYS, DoesTasks, letter_keys
from screens.marks import Marks
from screens.queue_page import COLUMNS, NUMBERED, SHOWN, cells, columns, detail, tabs, when_cell
from screens.watch import Seen

_WARM_UP = 0.5  # seconds after the queue is shown
_BOTH = (
    "It is over six months since the details of both ombudsmen were checked. Look whether they are "
    "still right (Ctrl+P, Ombudsmen)."
)
_TEND = 20.0  # seconds after which what the desk does by itself may begin
_PROGRESS = 0.25  # seconds between words on how far a first reading is
_NOTHING_YET = (
    "This PC has nothing of the desk yet, and its folder does not answer. It is tried again."
)
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
          for n, name in enumerate(SHOWN[:NUMBERED], 1)),
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
        self._trouble = ""
        self.reminders = Reminders(desk)
        self._is_followed = False  # whether the record was reached since the desk was opened
        self._wanted: str | None = None

    def body(self) -> ComposeResult:
        yield Static(id="title", classes="title-bar", markup=False)
        yield Static(id="tabs", markup=False)
        yield DataTable(id="cases", cursor_type="row", zebra_stripes=False)
        yield Static(id="empty", markup=False)
        yield Static(id="told", markup=False)
        yield Static(id="kept", markup=False)
        yield Static(id="reminder", markup=False)
        yield Static(id="warned", markup=False)
        yield Static(id="marked", markup=False)
        yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        self._line("empty", Content("Reading the desk …"))
        for name in ("told", "kept", "reminder", "warned", "marked"):
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
                self.table.update_cell(row.ref, COLUMNS[0][0], when_cell(row, self.marks))
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
        self.query_one("#detail", Static).update(detail(row) if row else "")

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
        """Show what this PC has at once; then the watch catches up, and looks again and again."""
        if await off_loop(getattr, self.desk, "is_ready"):
            await self._load()
        else:
            self._show_progress()
        self.app.keep_watch()  # type: ignore[attr-defined]

    def _show_progress(self) -> None:
        """Say how far a first reading is, until the queue is there."""
        far = [0]
        self.desk.progress = lambda number: far.__setitem__(0, number)

        def say() -> None:
            if self.page is None and far[0]:
                said = f"Reading the desk for the first time on this PC: {far[0]:,} changes so far"
                self._line("empty", Content(f"{said} …"))

        self.set_interval(_PROGRESS, say)

    @work(group="warm-up", exit_on_error=False)
    async def warm_up(self) -> None:
        """Load what the first case needs while the officer reads the queue."""
        await off_loop(self.desk.warm_up)

    @work(group="tend", exit_on_error=False)
    async def tend(self) -> None:
        """Have backup and checkpoint made, once a day and only for a desk that is really used."""
        if self.app.tended and self.desk_watch:  # type: ignore[attr-defined]
            await off_loop(self.desk_watch.tend)

    def looked(self, seen: Seen, *, changed: bool) -> None:
        """Show what colleagues saved, and midnight when it passes."""
        is_first = self.page is None or not self._is_followed
        troubled, self._trouble = seen.trouble != self._trouble, seen.trouble
        self._line("told", show.line(_told(seen), "$text-muted"))
        if is_first and not seen.away:
            self._is_followed = True
            self.set_timer(_WARM_UP, self.warm_up)
            self.set_timer(_TEND, self.tend)
        if seen.away and self.page is None:
            self._line("empty", Content(_NOTHING_YET))
        elif is_first or changed or troubled:
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the queue again, then say what else there is to say."""
        await self._load()
        await self._offer_drafts()

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

        if self._is_followed:
            warned = await off_loop(self.reminders.now)
            self._line("warned", show.line(warned[0] if warned else "", "$text-warning"))
        found = await off_loop(ombudsmen.reminders, self.desk)
        said = "The ombudsmen's details are due a check: Ctrl+P, Ombudsmen." if found else ""
        self._line("reminder", Content.styled(said, "$text-muted"))
        if found and not self._reminded:
            self._reminded = True
            self.tell(found[0] if len(found) == 1 else _BOTH)

    async def _offer_drafts(self) -> None:
        """Say what is wrong with desk.toml, or else which forms are half written."""
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
        for label, size in columns(width):
            table.add_column(label, width=size, key=label)
        for found in page.rows:
            table.add_row(*cells(found, self.marks, len(table.columns)), key=found.ref)
        if keep in {found.ref for found in page.rows}:
            row = table.get_row_index(keep or "")
        # A case that left this queue leaves the cursor where it was, on the next one.
        table.move_cursor(row=min(row, len(page.rows) - 1))
        self._say(page)
        self.show_detail()

    def _say(self, page: QueuePage) -> None:
        where = show.line(f"{page.desk}  ·  {in_words(page.today)}  ·  {self.desk.officer}")
        self.query_one("#title", Static).update(where)
        self.query_one("#tabs", Static).update(tabs(page, self.size.width))
        more = page.count - len(page.rows)
        empty = "" if page.rows else _EMPTY.get(page.queue, "No cases in this queue.")
        self._line("empty", Content(f"{more} more below these." if more else empty))

    def _line(self, name: str, words: Content) -> None:
        """A line that takes room only while it says something."""
        # What is still being read when the desk is left finds its lines gone.
        for line in self.query(f"#{name}").results(Static):
            line.update(words)
            line.display = bool(words)

    def on_resize(self) -> None:
        if self.page:
            self._fill(self.page, self.current_ref)


def _told(seen: Seen) -> str:
    """What somebody saved last, and who else is here."""
    return "  ".join(filter(None, (seen.told, seen.also_here)))
