"""Adding a file to a case: where it is, a note, and what will be kept of it before it is.

What is typed or dragged is kept when it is refused, and offered again when the form was left.
"""

from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.file_names import size_in_words
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.services import documents, drafts, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from screens import show
from screens.base import DeskScreen, off_loop
from screens.fields import with_said
from screens.path_form import PathFormScreen

TASK = "document"  # the name that its half-written form is kept by
_FIELDS = (
    FieldSpec("path", "File", "drag it here, or type where it is"),
    FieldSpec("note", "Note", "what it is and who it is from", lines=3),
)
_NOTE = (
    "The file is copied into the desk's folder, where every colleague can open it. The original "
    "stays where it is and is not changed."
)


class DocumentScreen(PathFormScreen):
    """The form of one file. It returns the case that it was added to, or None."""

    HELP = (
        "# Add a file\n\nDrag the file onto this window, paste its path, or type it. What will be "
        "kept is said below. `Ctrl+S` adds it, `Esc` leaves and keeps what is typed."
    )
    again = "It is there again when you add a file to this case."

    def __init__(self, desk: Desk, case: Case, draft: Draft, today: date) -> None:
        super().__init__(desk, draft, today)
        self.case = case

    def heading(self) -> Content:
        name = self.case.details.complainant.name
        return show.line(f"{self.case.ref}  ·  Add a file  ·  {name}")

    def asks(self) -> ComposeResult:
        yield Static(_NOTE, markup=False, classes="note")
        yield Static("")
        yield from with_said(_FIELDS, self.draft.fields)
        yield Static(id="found", markup=False)

    def found_at(self, path: str) -> str:
        try:
            found = documents.look(path)
        except DeskError as error:
            return str(error)
        return f"It will be kept as {found.name}, {size_in_words(found.size)}, from {found.path}"

    async def deed(self) -> Outcome | None:
        fields = self.fields
        self.tell_below([show.line("Copying the file. It may take a while over a slow line.")])
        try:
            return await off_loop(
                documents.add_document, self.desk, self.case.ref, fields["path"], fields["note"],
                self.draft.id,
            )  # fmt: skip
        finally:
            self.tell_below([])


def open_document(screen: DeskScreen[Any], ref: str) -> None:
    """Open the form for a file, with what was half written before put back."""

    async def open_it() -> None:
        try:
            case, draft, today = await off_loop(_prepare, screen.desk, ref)
        except DeskError as error:
            screen.refuse(error)
            return
        if screen.is_active:
            screen.app.push_screen(DocumentScreen(screen.desk, case, draft, today))

    # The function and not its coroutine: a second key press may cancel it before it begins.
    screen.run_worker(open_it, group="open-form", exclusive=True)  # type: ignore[arg-type]


def _prepare(desk: Desk, ref: str) -> tuple[Case, Draft, date]:
    desk.refuse_carrying_on()
    case = queries.case(desk, ref).file.case
    empty = {spec.name: "" for spec in _FIELDS}
    fresh = Draft(desk.make_id(), empty, ref, case.version, empty, task=TASK)
    kept = drafts.unfinished(desk, ref, TASK)
    return case, kept[0] if kept else fresh, desk.today()
