"""The app: one desk, its screens, the keys that work everywhere, and what happens in a crash."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.command import Provider
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.text import clean_line, clean_stretch
from complaintdesk.faults import report
from complaintdesk.services.desk import Desk
from screens.actions import in_palette
from screens.base import DeskScreen
from screens.held_keys import HeldKeys
from screens.queue import QueueScreen
from screens.watch import Watch

# Checked for contrast of 4.5 to 1 and more between text and what is behind it.
THEME = Theme(
    name="complaintdesk",
    dark=True,
    primary="#7aa2d6",
    secondary="#9db4d0",
    accent="#f0c674",
    foreground="#e6e6e6",
    background="#15191f",
    surface="#1c222b",
    panel="#252d38",
    error="#ff8a80",
    warning="#ffd166",
    success="#9ccc9c",
)
# The palette itself, and leaving: that has a line of its own.
_SAID_ELSEWHERE = {"command_palette", "quit", "app.quit"}


def _tasks_of_case() -> type[Provider]:
    """Loaded when the palette first opens: no queue needs it."""
    from screens.palette import TasksOfCase

    return TasksOfCase


def _cases_of_desk() -> type[Provider]:
    from screens.palette import CasesOfDesk

    return CasesOfDesk


def _open_calendar(screen: DeskScreen[Any]) -> None:
    from screens.calendar import open_calendar

    open_calendar(screen)


class DeskApp(App[None]):
    """Opens a desk, or asks for one first. `fault` is what to say after a crash or a refusal.

    A `tended` desk has its daily backup and its checkpoints made while it is open. `read_only`: the
    desk that is asked for is opened for reading, and none is made.
    """

    TITLE = "complaintdesk"
    CSS_PATH = "app.tcss"
    COMMANDS = App.COMMANDS | {_tasks_of_case, _cases_of_desk}
    BINDINGS = [
        # Priority, so that a question on top does not keep anybody in.
        Binding("ctrl+q", "quit", "Quit", id="quit-now", show=False, priority=True,
                tooltip="Leave the desk"),
        Binding("ctrl+p", "command_palette", "Commands", id="palette", show=False, priority=True,
                tooltip="Find any command by its name, and any case"),
    ]  # fmt: skip

    def __init__(self, desk: Desk | None, *, tended: bool = False, read_only: bool = False) -> None:
        super().__init__()
        self.desk, self.tended, self.read_only = desk, tended, read_only
        self.fault = ""
        self.desk_watch: Watch | None = None
        self.held = HeldKeys(self, super().on_event)
        self.register_theme(THEME)
        self.theme = THEME.name

    async def on_mount(self) -> None:
        if self.desk is None or not self.desk.officer:
            from screens.setup import SetupScreen

            self.push_screen(SetupScreen(self.desk, read_only=self.read_only), self._opened)
        else:
            self.push_screen(QueueScreen(self.desk))

    def keep_watch(self) -> None:
        """Look for colleagues from now on: the desk is up to date for the first time."""
        if self.desk_watch is None and self.desk is not None:
            self.desk_watch = Watch(self, self.desk)
            self.desk_watch.begin()

    def on_unmount(self) -> None:
        if self.desk_watch:
            self.desk_watch.end()

    async def on_event(self, event: events.Event) -> None:
        """Clean what is pasted: fields send what is in them to the terminal as it is.

        What is typed while a screen is being opened waits for that screen.
        """
        if isinstance(event, events.Paste):
            event.text = clean_stretch(event.text)
        if not self.held.takes(event):
            await super().on_event(event)

    def action_toggle_help(self) -> None:
        """Show the keys of this screen, to look through and to run; or go back to it."""
        from screens.keys import toggle_keys

        toggle_keys(self, training=self.desk is not None and self.desk.training)

    def action_command_palette(self) -> None:
        """Every command by its name, and every case."""
        from screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(
                Palette(placeholder="A command, a name, a reference …", id="--command-palette")
            )

    async def action_quit(self) -> None:
        """Leave, once the keys on their way are handled and a half-written form is kept."""
        (self.focused or self.screen).call_later(self._keep_and_leave)

    async def _keep_and_leave(self) -> None:
        if await self._all_kept():
            self.exit()

    async def _all_kept(self) -> bool:
        """Keep every form that is open; False where this PC cannot, so that nobody leaves it."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_now", None)
            if keep and not await keep():
                return False
        return True

    def stop(self, error: DeskError) -> None:
        """End because the desk cannot be used; the sentence goes to the terminal.

        A form that cannot be kept stays, to be copied: the end comes once it was left.
        """
        said = clean_line(str(error))  # it may quote what somebody else wrote
        (self.focused or self.screen).call_later(self._keep_and_stop, said)

    async def _keep_and_stop(self, said: str) -> None:
        is_new, self.fault = self.fault != said, said
        if await self._all_kept():
            self.exit(return_code=1)
        elif is_new:
            self.notify(said, severity="error", timeout=60, markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command of the screen by its name, then leaving."""
        for action in in_palette(screen):
            if action.binding.action not in _SAID_ELSEWHERE:
                name = f"{action.name} ({action.keys[0]})"
                run = _Run(self, action.binding.action, action.node)
                yield SystemCommand(name, action.does, run)
        # Not over a form, where Esc would lead somewhere unexpected.
        if isinstance(screen, DeskScreen) and not hasattr(screen, "keep_now"):
            yield SystemCommand(
                "Calendar: closure days and bank holidays",
                "See which dates a change would move before it is kept",
                partial(_open_calendar, screen),
            )
        yield SystemCommand("Quit", "Leave the desk", self.action_quit)

    def _opened(self, desk: Desk | None) -> None:
        if desk is None:
            self.exit()
        else:
            self.desk = desk
            self.push_screen(QueueScreen(desk))

    def _fatal_error(self) -> None:
        """Say one sentence. Textual's own report prints local variables, so people's names.

        Private in Textual 8: the test of a crash in a screen guards it.
        """
        error = self._exception or RuntimeError()
        # A worker's own error says where it went wrong; Textual's wrapping of it does not.
        self.fault = report(error.error if isinstance(error, WorkerFailed) else error)
        self._close_messages_no_wait()


class _Run:
    """A binding's action, to be called from the palette."""

    def __init__(self, app: DeskApp, action: str, node: object) -> None:
        self.app, self.action, self.node = app, action, node

    async def __call__(self) -> None:
        await self.app.run_action(self.action, self.node)  # type: ignore[arg-type]
