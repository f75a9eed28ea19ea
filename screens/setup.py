"""The first start: where the desk should live, who the officer is, and an empty queue follows."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from complaintdesk.domain.errors import DeskError, DeskUnusable
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings, make_desk, open_first
from complaintdesk.settings import DESK_FILE, Settings, read_settings
from screens import show
from screens.base import FORM_HELP, FORM_KEYS, LeavesOnce, off_loop
from screens.council import council_fields, council_of
from screens.fields import FieldRow, rows_of, typed
from screens.footer import KeyLine

_NOTE = (
    "Welcome. A desk is one folder: put it on the file server if colleagues share it, or on this "
    "PC if you work alone. If a colleague made it already, name its folder and it is opened."
)
_LATER = "The council's details stand in letters. They can be filled in later."


class SetupScreen(LeavesOnce[Desk | None]):
    """Asks for what a first start needs; with a desk given, only for the officer's name."""

    CSS_PATH = "form.tcss"
    HELP = (
        "# The first start\n\nWhere the desk is to live, and who you are. A folder that holds a "
        "desk is opened; in any other one is made. `Tab` or `Enter` goes on, `Shift+Tab` back."
    )
    BINDINGS = [
        *FORM_KEYS,
        Binding("ctrl+s", "save", "Make or open the desk", id="save",
                tooltip="Make the desk, or open the one that is there"),
        Binding("escape", "dismiss(None)", "Leave", id="back", tooltip="Leave; nothing is made"),
        FORM_HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk | None = None) -> None:
        super().__init__()
        self.desk, self.busy = desk, False

    def compose(self) -> ComposeResult:
        yield Static("complaintdesk: the first start", classes="title-bar")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(_NOTE if self.desk is None else "Who are you?", classes="note")
            yield Static("")
            if self.desk is None:
                hint = "for example S:\\Complaints desk"
                yield FieldRow(FieldSpec("folder", "Folder", hint), "")
            yield FieldRow(FieldSpec("officer", "Your name", "as colleagues know you"), "")
            if self.desk is None:
                yield Static(_LATER, classes="section")
                yield from (FieldRow(spec, "") for spec in council_fields())
        yield Static(id="problems", classes="problems")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#problems").display = False
        first = "officer" if self.desk else "folder"
        self.call_after_refresh(self.query_one(f"#f-{first}").focus)

    async def on_input_submitted(self) -> None:
        self.focus_next()

    def action_save(self) -> None:
        values = {row.spec.name: typed(row) for row in rows_of(self)}
        for name, asked in (("folder", "Name the desk's folder."), ("officer", "Give your name.")):
            if name in values and not clean_line(values[name]):
                self._refuse(asked)
                self.query_one(f"#f-{name}").focus()
                return
        if not self.busy:
            self.busy = True
            self.make(values)

    @work(group="save")
    async def make(self, values: dict[str, str]) -> None:
        try:
            desk = await off_loop(_make_or_open, self.desk, values)
        except DeskError as error:
            self._refuse(str(error))
            return
        finally:
            self.busy = False
        self.dismiss(desk)

    def _refuse(self, sentence: str) -> None:
        problems = self.query_one("#problems", Static)
        problems.display = True
        problems.update(show.line(sentence))


def _make_or_open(desk: Desk | None, values: dict[str, str]) -> Desk:
    """Make the desk, or open the one that is there; then remember it on this PC."""
    officer = clean_line(values["officer"])
    if desk is not None:
        desk.officer = officer
        keep_settings(Settings(read_settings().desk, officer))
        return desk
    folder, is_new = _folder(clean(values.pop("folder")))
    values.pop("officer")
    if is_new:
        make_desk(folder, council_of(values))
    opened = Desk(folder, officer)
    if is_new:
        open_first(opened)
    keep_settings(Settings(folder, officer))
    return opened


def _folder(named: str) -> tuple[Path, bool]:
    """The folder as typed, and whether a desk has yet to be made in it."""
    try:
        folder = Path(named).expanduser().absolute()
        return folder, not (folder / DESK_FILE).exists()
    except (OSError, RuntimeError, ValueError):
        raise DeskUnusable(f"“{named[:60]}” cannot be a folder. Check how it is typed.") from None
