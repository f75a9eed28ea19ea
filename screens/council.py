"""The council's details as letters print them, kept in desk.toml."""

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import change_council
from complaintdesk.settings import Council
from screens.base import FORM_HELP, FORM_KEYS, DeskScreen, off_loop
from screens.fields import FieldRow, rows_of, typed

_NOTE = (
    "These stand in every letter. They are kept in desk.toml, where the ombudsmen's details and "
    "the desk's targets and closure days can be changed too."
)


def council_fields() -> tuple[FieldSpec, ...]:
    """What a letter says of who writes it."""
    return (
        FieldSpec("name", "Council's name", "for example Northmoor Council"),
        FieldSpec("team", "Team", "for example Complaints Team"),
        FieldSpec("phone", "Phone", "for people who are sent a letter"),
        FieldSpec("email", "E-mail"),
        FieldSpec("address", "Address", lines=3),
    )


def council_of(values: dict[str, str]) -> Council:
    """The details as typed."""
    cleaned = {name: clean_line(value) for name, value in values.items()}
    return Council(**cleaned | {"address": clean(values["address"])})


class CouncilScreen(DeskScreen[None]):
    """A short form; it opens on the field that a letter was missing."""

    CSS_PATH = "form.tcss"
    HELP = (
        "# The council's details\n\nAs letters print them. `Tab` or `Enter` goes on, "
        "`Shift+Tab` back."
    )
    BINDINGS = [
        *FORM_KEYS,
        Binding("ctrl+s", "save", "Save", id="save", tooltip="Keep the details"),
        FORM_HELP,
    ]

    def __init__(self, desk: Desk, field: str = "name") -> None:
        super().__init__(desk)
        self.first = {"contact": "phone"}.get(field, field)

    def body(self) -> ComposeResult:
        yield Static("The council's details", classes="title-bar")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(_NOTE, classes="note")
            yield Static("")
            for spec in council_fields():
                yield FieldRow(spec, getattr(self.desk.file.council, spec.name))

    def on_mount(self) -> None:
        names = {spec.name for spec in council_fields()}
        first = self.first if self.first in names else "name"
        self.call_after_refresh(self.query_one(f"#f-{first}").focus)

    @on(Input.Submitted)
    def go_on(self) -> None:
        self.focus_next()

    def action_save(self) -> None:
        if not self.busy:
            self.busy = True
            self.save({row.spec.name: typed(row) for row in rows_of(self)})

    @work(group="save")
    async def save(self, values: dict[str, str]) -> None:
        try:
            await off_loop(change_council, self.desk, council_of(values))
        except DeskError as error:
            self.refuse(error)
            return
        finally:
            self.busy = False
        self.tell("The council's details are kept.")
        self.dismiss()
