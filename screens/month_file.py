"""Saving the deadlines as a file for Outlook: where, whose, and whether with names."""

from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.text import clean
from complaintdesk.services import deadline_file, drafts, file_place
from complaintdesk.services.deadline_file import Asked
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from screens.base import DeskScreen, off_loop
from screens.fields import with_said
from screens.path_form import PathFormScreen

TASK = "deadline-file"  # the name that its half-written form is kept by
_NOTE = (
    "One all-day event for each open case, at its nearest duty. In Outlook, keep them in a "
    "calendar of their own and empty that before you open a later file: it is meant to move a "
    "case's event to the next duty, but takes nothing away, so what was closed since would stay. "
    "Your own cases ring at nine on the working day before. Whoever sees the calendar reads what "
    "is in it, so names are left out unless you ask for them."
)
_FIELDS = (
    FieldSpec("path", "File", "type where it is to be, ending in .ics"),
    FieldSpec("whose", "Whose cases", value="all", choices=(
        ("Every open case", "all"), ("Only mine", "mine"),
    )),
    FieldSpec("names", "What it says", value="no", choices=(
        ("Reference and what to do, no names", "no"), ("Names and summaries too", "yes"),
    )),
)  # fmt: skip


class MonthFileScreen(PathFormScreen):
    """The form of the file. It returns once the file is written."""

    HELP = (
        "# Save for Outlook\n\nThe path that stands there is in your documents; type another one, "
        "or only a folder. `Tab` goes on, `Ctrl+S` writes the file, `Esc` leaves."
    )
    again = "It is there again when you save the deadlines."

    def __init__(self, desk: Desk, draft: Draft, today: date) -> None:
        super().__init__(desk, draft, today)

    def heading(self) -> Content:
        return Content("Save the deadlines for Outlook")

    def asks(self) -> ComposeResult:
        yield Static(_NOTE, markup=False, classes="note")
        yield Static("")
        yield from with_said(_FIELDS, self.draft.fields)
        yield Static(id="found", markup=False)

    def found_at(self, path: str) -> str:
        try:
            found = deadline_file.place(self.desk, path)
        except DeskError as error:
            return str(error)
        does = "replaces the one that is there" if file_place.is_there(found) else "writes it"
        return f"Ctrl+S {does}: {clean(str(found))}"

    async def deed(self) -> Outcome | None:
        fields = self.fields
        asked = Asked(mine=fields["whose"] == "mine", details=fields["names"] == "yes")
        done = await off_loop(deadline_file.write, self.desk, fields["path"], asked)
        return Outcome("", f"Saved. {done.in_words}")


def open_month_file(screen: DeskScreen[Any]) -> None:
    """Open the form, with what was typed before put back."""

    async def open_it() -> None:
        try:
            draft, today = await off_loop(_prepare, screen.desk)
        except DeskError as error:
            screen.refuse(error)
            return
        if screen.is_active:
            screen.app.push_screen(MonthFileScreen(screen.desk, draft, today))

    # The function and not its coroutine: a second key press may cancel it before it begins.
    screen.run_worker(open_it, group="open-form", exclusive=True)  # type: ignore[arg-type]


def _prepare(desk: Desk) -> tuple[Draft, date]:
    empty = {spec.name: spec.value for spec in _FIELDS}
    empty["path"] = str(deadline_file.usual_place(desk))
    fresh = Draft(desk.make_id(), empty, base=empty, task=TASK)
    kept = drafts.unfinished(desk, "", TASK)
    return kept[0] if kept else fresh, desk.today()
