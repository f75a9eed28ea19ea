"""One case on one page that scrolls, and the keys for what is done from it."""

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.parts import Document
from complaintdesk.domain.words import LINKS
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import CaseView
from screens import show
from screens.ask import ChooseScreen
from screens.base import off_loop
from screens.case_page import Part, stacked
from screens.case_page import page as _page
from screens.case_page import title as _title
from screens.doing import OneCaseScreen, case_keys, letter_keys
from screens.moving import letter_moves


class CaseScreen(OneCaseScreen):
    """The whole case on one page that scrolls."""

    CSS_PATH = "case.tcss"
    HELP = (
        "# A case\n\nWhat matters now stands first; parts with nothing in them are left out. Days "
        "are working days."
    )
    BINDINGS = [
        Binding("w", "why", "Why", id="why", tooltip="What each date is counted from"),
        Binding("e", "edit", "Edit", id="edit", tooltip="Correct or complete the details"),
        *letter_keys(acknowledge=False),
        *case_keys(),
        Binding("t", "timeline", "Timeline", id="timeline", tooltip="All that happened, by day"),
        Binding("f", "add_file", "File", id="add-file", tooltip="Add a file to this case"),
        Binding("o", "linked", "Other case", id="linked", show=False,
                tooltip="Open a case that belongs to it"),
        Binding("v", "verify", "Look at files", id="verify", show=False,
                tooltip="Whether each file is still the one that was added"),
        Binding("left_square_bracket", "part(-1)", "Part before", id="before", show=False,
                key_display="[", tooltip="Go to the part before"),
        Binding("right_square_bracket", "part(1)", "Part after", id="after", show=False,
                key_display="]", tooltip="Go to the next part"),
        *letter_moves("scroll('down')", "scroll('up')", "scroll('home')", "scroll('end')"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__(desk, ref)
        self.view: CaseView | None = None
        self.parts: tuple[Part, ...] = ()
        self.checked: dict[str, str] = {}  # what was found of each document, by its file

    def body(self) -> ComposeResult:
        yield Static(id="title", classes="title-bar", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="case", markup=False)

    def on_mount(self) -> None:
        self.query_one("#page").focus()

    def action_scroll(self, where: str) -> None:
        # A step is taken at once: put off to the next refresh, a second key before that would
        # begin where this one did. The ends need the refresh, which settles the page's height.
        step = where in ("up", "down")
        getattr(self.query_one("#page"), f"scroll_{where}")(animate=not step, immediate=step)

    def action_why(self) -> None:
        from screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.desk, self.ref))

    def action_edit(self) -> None:
        from screens.offer import open_form

        open_form(self, ref=self.ref)

    def action_timeline(self) -> None:
        if self.is_active:
            from screens.timeline import TimelineScreen

            self.app.push_screen(TimelineScreen(self.desk, self.ref))

    def action_add_file(self) -> None:
        from screens.document import open_document

        open_document(self, self.ref)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        case = self.view.file.case if self.view else None
        if action == "linked":
            return bool(case and case.links)
        return bool(case and case.documents) if action == "verify" else True

    def why_not(self, action: str) -> str:
        reasons = {
            "linked": "No other case belongs to this one.",
            "verify": "No file has been added to this case.",
        }
        return reasons.get(action, "")

    @work(exclusive=True, group="open-form")
    async def action_linked(self) -> None:
        links = self.view.file.case.links if self.view else ()
        ref: str | None = links[0].ref if links else None
        if len(links) > 1:
            answers = tuple((link.ref, f"{link.ref}: {LINKS[link.kind]}") for link in links)
            question = show.line(f"Cases linked to {self.ref}")
            ref = await self.app.push_screen_wait(ChooseScreen(question, answers))
        if ref and self.is_active:
            self.app.push_screen(CaseScreen(self.desk, ref))

    @work(exclusive=True, group="verify")
    async def action_verify(self) -> None:
        """Read each file again; only when asked, since it can take long over a slow line."""
        from complaintdesk.services import documents

        wrong, files = 0, self.view.file.case.documents if self.view else ()
        for document in files:
            self.say_checked(document, "reading it …")
            found = await off_loop(documents.verify_document, self.desk, self.ref, document)
            self.say_checked(document, found.words)
            wrong += not found.is_sound
        count = f"{len(files)} files" if len(files) > 1 else "one file"
        if wrong:
            self.refuse(DeskError(f"Not as added: {wrong} of {count}. See Documents."))
        else:
            self.tell(f"All as added: {count}.")

    def say_checked(self, document: Document, words: str) -> None:
        self.checked[document.file] = words
        self.show_page()

    def action_part(self, step: int) -> None:
        """Scroll to the heading before or after the line that is at the top."""
        page = self.query_one("#page")
        width = self.query_one("#case").size.width
        starts, at = [], 0
        for part in self.parts:
            starts.append(at + bool(part.heading))
            at += part.content.get_height({}, width)
        top = page.scroll_offset.y
        beyond = [y for y in starts if (y > top if step > 0 else y < top)]
        if beyond:
            # At once: a second key must begin where this one ends, however fast it comes.
            y = min(beyond) if step > 0 else max(beyond)
            page.scroll_to(y=y, animate=False, immediate=True)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            self.view = await off_loop(queries.case, self.desk, self.ref)
        except DeskError as error:
            self.refuse(error)
            return
        self.query_one("#title", Static).update(_title(self.view.file.case))
        self.show_page()
        self.refresh_bindings()

    def show_page(self) -> None:
        if self.view:
            self.parts = _page(self.view, self.checked)
            self.query_one("#case", Static).update(stacked(self.parts))
