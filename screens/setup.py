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
_READING = (
    "Welcome. This start is for reading only: name the folder of a desk that is there. Nothing is "
    "written to it."
)
_LATER = "The council's details stand in letters. They can be filled in later."


class SetupScreen(LeavesOnce[Desk | None]):
    """Asks for what a first start needs; with a desk given, only for the officer's name.

    With `read_only` a desk that is there is opened to be read, and none is made.
    """

    CSS_PATH = "form.tcss"
    HELP = (
        "# The first start\n\nWhere the desk is to live, and who you are. A folder that holds a "
        "desk is opened; in any other one is made (with `--read-only` none is). `Tab` or `Enter` "
        "goes on, `Shift+Tab` back."
    )
    BINDINGS = [
        *FORM_KEYS,
        Binding("ctrl+s", "save", "Make or open the desk", id="save",
                tooltip="Make the desk, or open the one that is there"),
        Binding("escape", "dismiss(None)", "Leave", id="back", tooltip="Leave; nothing is made"),
        FORM_HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk | None = None, *, read_only: bool = False) -> None:
        super().__init__()
        self.desk, self.read_only, self.busy = desk, read_only, False

    def compose(self) -> ComposeResult:
        yield Static("complaintdesk: the first start", classes="title-bar")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(self._note(), classes="note")
            yield Static("")
            if self.desk is None:
                hint = "for example S:\\Complaints desk"
                yield FieldRow(FieldSpec("folder", "Folder", hint), "")
            yield FieldRow(FieldSpec("officer", "Your name", "as colleagues know you"), "")
            if self.desk is None and not self.read_only:
                yield Static(_LATER, classes="section")
                yield from (FieldRow(spec, "") for spec in council_fields())
        yield Static(id="problems", classes="problems")
        yield KeyLine()

    def _note(self) -> str:
        if self.desk is not None:
            return "Who are you?"
        return _READING if self.read_only else _NOTE

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
            desk = await off_loop(self._opened, values)
        except DeskError as error:
            self._refuse(str(error))
            return
        finally:
            self.busy = False
        self.dismiss(desk)

    def _opened(self, values: dict[str, str]) -> Desk:
        """The desk that was asked for, remembered on this PC with the officer's name."""
        officer = clean_line(values.pop("officer"))
        if self.desk is not None:
            self.desk.officer = officer
            keep_settings(Settings(read_settings().desk, officer))
            return self.desk
        folder, is_new = _folder(clean(values.pop("folder")))
        if is_new and self.read_only:
            raise _none_to_read(folder)
        if is_new:
            opened = _made(folder, officer, values)
        else:
            opened = Desk(folder, officer, read_only=self.read_only)
        keep_settings(Settings(folder, officer))
        return opened

    def _refuse(self, sentence: str) -> None:
        problems = self.query_one("#problems", Static)
        problems.display = True
        problems.update(show.line(sentence))


def _made(folder: Path, officer: str, values: dict[str, str]) -> Desk:
    make_desk(folder, council_of(values))
    desk = Desk(folder, officer)
    open_first(desk)
    return desk


def _none_to_read(folder: Path) -> DeskUnusable:
    return DeskUnusable(
        f"{folder} is not a desk, or cannot be reached, and none is made while only reading. Name "
        "a desk's folder, or leave and start complaintdesk without --read-only to make one."
    )


def _folder(named: str) -> tuple[Path, bool]:
    """The folder as typed, and whether a desk has yet to be made in it."""
    try:
        folder = Path(named).expanduser().absolute()
        return folder, not (folder / DESK_FILE).exists()
    except (OSError, RuntimeError, ValueError):
        raise DeskUnusable(f"“{named[:60]}” cannot be a folder. Check how it is typed.") from None
