"""The short forms of what is done for the marked cases. `Ctrl+S` shows what it would do to each."""

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from complaintdesk import marked_csv
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.text import clean
from complaintdesk.services import drafts, file_place, marked_forms
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from complaintdesk.services.marked_deeds import Deed
from screens.base import off_loop
from screens.dry_run import counted
from screens.fields import with_said
from screens.form import FormScreen
from screens.marked import MarkedScreen
from screens.path_form import PathFormScreen


class MarkedForm(FormScreen):
    """A form that leads to a dry run. It closes once something was done for any of the cases."""

    BINDINGS = [
        Binding("ctrl+s", "save", "What it does", id="save",
                tooltip="See what it would do to each case; it asks before it does it"),
    ]  # fmt: skip
    CALLED = NOTE = ""
    again = "It is there again when you choose this for marked cases."

    def __init__(
        self, desk: Desk, draft: Draft, today: date, refs: Sequence[str], asked: Sequence[FieldSpec]
    ) -> None:
        super().__init__(desk, draft, today)
        self.refs, self.asked = tuple(refs), asked
        self.done: tuple[str, ...] = ()

    def heading(self) -> Content:
        return Content(f"{self.CALLED}  ·  {counted(len(self.refs), 'marked case')}")

    def asks(self) -> ComposeResult:
        yield Static(self.NOTE, markup=False, classes="note")
        yield Static("")
        yield from with_said(self.asked, self.draft.fields)

    def read(self, fields: dict[str, str]) -> Deed:
        """What was asked for; off the event loop. Raises FormRefused or BadInput."""
        raise NotImplementedError

    async def deed(self) -> Outcome | None:
        """Show what it would do to each case; nothing is saved from here."""
        deed = await off_loop(self.read, self.fields)
        if self.is_active:
            self.app.push_screen(MarkedScreen(self.desk, self.refs, deed), self.left)
        return None

    def left(self, done: tuple[str, ...] | None) -> None:
        """Nothing was done: the form is there to be changed. Else it has served."""
        if done:
            self.done = done
            stay = len(self.refs) - len(done)
            said = f"Done for {counted(len(done), 'case')}." + (
                f" {counted(stay, 'case')} as before, still marked." if stay else ""
            )
            self.run_worker(self.saved(Outcome("", said)), group="save")


class OfficerForm(MarkedForm):
    """Which officer the cases are given to."""

    HELP = (
        "# Give marked cases to another officer\n\nChoose an officer, or type a name. `Ctrl+S` "
        "shows what that would do to each case; it asks before anything is changed."
    )
    CALLED = "Give to another officer"
    NOTE = (
        "Whoever handles a case had no part in the matter, and stage 2 is not for whoever dealt "
        "with stage 1. A case that this speaks against is left for you to do by itself."
    )

    def read(self, fields: dict[str, str]) -> Deed:
        return marked_forms.read_officer(self.desk, fields)


class ReviewForm(MarkedForm):
    """On which day the cases are looked at again, and what for."""

    HELP = (
        "# Set a day to look at marked cases again\n\nA day and what to look at, the same for each "
        "case. `Ctrl+S` shows what that would do; it asks before anything is changed."
    )
    CALLED = "Set a day to look again"
    NOTE = (
        "Each case gets a review, due in the queue on that day. No clock of a Code moves for it, "
        "and no letter tells of it."
    )

    def read(self, fields: dict[str, str]) -> Deed:
        return marked_forms.read_review(self.desk, fields)


class ExportForm(MarkedForm, PathFormScreen):
    """Where the file goes."""

    HELP = (
        "# Export marked cases to a file\n\nThe path that stands there is in your documents; type "
        "another one, or only a folder. `Ctrl+S` shows what goes into the file, then asks."
    )
    CALLED = "Export to a file"
    NOTE = (
        "One line for each case, with the columns of `complaintdesk queue --csv`, for Excel and "
        "others. It holds names and summaries: keep it where only your team can read it."
    )

    def asks(self) -> ComposeResult:
        yield from super().asks()
        yield Static(id="found", markup=False)

    def found_at(self, path: str) -> str:
        try:
            place = marked_csv.place(self.desk, path)
        except DeskError as error:
            return str(error)
        does = "the one that is there is replaced" if file_place.is_there(place) else "a new file"
        return f"{clean(str(place))}: {does}."

    def read(self, fields: dict[str, str]) -> Deed:
        return marked_csv.read_export(self.desk, fields)


FORMS: dict[str, type[MarkedForm]] = {
    "officer": OfficerForm,
    "review": ReviewForm,
    "file": ExportForm,
}


def prepare(desk: Desk, kind: str) -> tuple[tuple[FieldSpec, ...], Draft, date]:
    """What a form asks for, with what was half written in it; off the event loop."""
    asked, task = _asked(desk, kind), f"marked-{kind}"
    empty = {spec.name: spec.value for spec in asked}
    kept = drafts.unfinished(desk, "", task)
    fresh = Draft(desk.make_id(), empty, base=empty, task=task)
    return asked, kept[0] if kept else fresh, desk.today()


def _asked(desk: Desk, kind: str) -> tuple[FieldSpec, ...]:
    if kind == "officer":
        return marked_forms.officer_fields(desk)
    if kind == "review":
        return marked_forms.REVIEW_FIELDS
    usual = str(marked_csv.usual_place(desk))
    return (FieldSpec("path", "File", "ending in .csv", value=usual),)
