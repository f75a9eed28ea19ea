"""All that happened with a case: one list, newest first, that keys narrow to a kind."""

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from complaintdesk.domain.case import Case, HistoryLine
from complaintdesk.domain.errors import DeskError
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from screens import show
from screens.base import off_loop
from screens.doing import OneCaseScreen, case_keys
from screens.rows import Rows
from screens.timeline_page import FILTERS, Laid, entries, lay, rows, said, tabs

_WIDE = 112  # columns from which the filters' full names fit on one line
_MARGINS = 4  # columns that the list leaves free, for its scroll bar too
_READABLE = 108  # columns beyond which lines are too long to follow


class TimelineScreen(OneCaseScreen):
    """Who wrote what and when; what is long wraps, so that all of it can be read."""

    CSS_PATH = "timeline.tcss"
    HELP = (
        "# The timeline\n\nNewest first: what kind of entry it is, when it was written down, the "
        "day it is about where that is another, and who wrote it."
    )
    KEYS_OF = (Rows,)
    BINDINGS = [
        Binding("c", "contact", "Log a contact", id="contact",
                tooltip="Log a call, visit, e-mail, letter or note"),
        Binding("f", "add_file", "File", id="add-file", tooltip="Add a file to this case"),
        *case_keys(),
        Binding("left_square_bracket", "step(-1)", "Kind before", id="before", show=False,
                key_display="[", tooltip="Show the kind before this one"),
        Binding("right_square_bracket", "step(1)", "Next kind", id="after", show=False,
                key_display="]", tooltip="Show the kind after this one"),
        *(Binding(str(n), f"narrow({n - 1})", each.title, id=f"kind-{n}", show=False,
                  tooltip=f"Show in the timeline: {each.title}")
          for n, each in enumerate(FILTERS, 1)),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__(desk, ref)
        self.chosen = FILTERS[0]
        self.case: Case | None = None
        self.entries: tuple[HistoryLine, ...] = ()
        self.laid: tuple[Laid, ...] = ()

    def body(self) -> ComposeResult:
        yield Static(show.line(f"Timeline of {self.ref}"), id="title", classes="title-bar")
        yield Static(id="tabs")
        yield Rows(id="entries")

    def on_mount(self) -> None:
        self.query_one("#entries").focus()

    def on_resize(self) -> None:
        if self.case:
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        width = min(self.size.width - _MARGINS, _READABLE)
        try:
            file = (await off_loop(queries.case, self.desk, self.ref)).file
        except DeskError as error:
            self.refuse(error)
            return
        self.case, self.entries = file.case, entries(file)
        self.laid = await off_loop(lay, self.entries, width)
        name = file.case.details.complainant.name
        self.query_one("#title", Static).update(show.line(f"{self.ref}  ·  Timeline  ·  {name}"))
        self.show_entries()

    def show_entries(self) -> None:
        """Show what the filter leaves, and say which one it is."""
        found, chosen, is_wide = self.entries, self.chosen, self.size.width >= _WIDE
        words = show.line(f"{said(found, chosen)}. [ and ] show other kinds.")
        both = show.stacked([tabs(found, chosen, is_wide=is_wide), words])
        self.query_one("#tabs", Static).update(both)
        self.query_one("#entries", Rows).show_rows(rows(self.laid, chosen))

    def action_narrow(self, number: int) -> None:
        self.chosen = FILTERS[number]
        self.show_entries()
        self.query_one("#entries").scroll_home(animate=False)

    def action_step(self, step: int) -> None:
        self.action_narrow((FILTERS.index(self.chosen) + step) % len(FILTERS))

    def action_contact(self) -> None:
        self.open_task("contact")

    def action_add_file(self) -> None:
        from screens.document import open_document

        open_document(self, self.ref)
