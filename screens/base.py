"""What every screen of a desk shares: the training banner, plain refusals, work off the loop."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Static
from textual.worker import active_worker

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.text import clean
from screens.footer import KeyLine
from screens.held_keys import held, let_go
from screens.moving import MOVING

if TYPE_CHECKING:
    from complaintdesk.services.desk import Desk
    from screens.watch import Seen, Watch

_T = TypeVar("_T")
_R = TypeVar("_R")
# On forms. Priority, so that what is typed right after Tab goes to the next field on a slow PC too.
FORM_KEYS = (
    Binding("tab", "app.focus_next", "Next field", id="next-field", show=False, priority=True,
            tooltip="Go to the next field", group=MOVING),
    Binding("shift+tab", "app.focus_previous", "Field before", id="field-before", show=False,
            priority=True, tooltip="Go to the field before", group=MOVING),
)  # fmt: skip
_HELP = "The keys of this screen, to look through and to run"
# Where letters are typed, since `?` is one there.
FORM_HELP = Binding("f1", "app.toggle_help", "Help", id="help-form", tooltip=_HELP)
TRAINING = "TRAINING DESK  ·  invented cases, not real people  ·  TRAINING DESK"


async def off_loop(work: Callable[..., _T], *arguments: object) -> _T:
    """Run something that may touch the disk, the share or the clock in a thread."""
    return await asyncio.to_thread(work, *arguments)


class LeavesOnce(Screen[_R]):
    """A screen that closes itself and never the one below.

    Textual closes whatever is on top: a second Enter or Esc on its way would take the next screen
    away too, and with it the work that has just been asked for. What is still being read for this
    screen is let go first: it would be shown on widgets that are there no more.
    """

    def dismiss(self, result: _R | None = None) -> AwaitComplete:
        if not self.is_active:
            return AwaitComplete()
        here = active_worker.get(None)  # the one that leaves; it ends by itself
        for worker in [w for w in self.app.workers if w.node is self and w is not here]:
            worker.cancel()
        let_go(self)
        return super().dismiss(result)

    def why_not(self, action: str) -> str:
        """Why an action that the screen has a key for cannot be done now; "" for no reason."""
        return ""


class Question(ModalScreen[_R], LeavesOnce[_R]):
    """A screen on top of another one. Textual takes the style of the first class named here."""

    BINDINGS = [
        Binding("question_mark,f1", "app.toggle_help", "Help", id="help", show=False,
                tooltip=_HELP),
    ]  # fmt: skip


class DeskScreen(LeavesOnce[_R]):
    """A screen of one desk. `busy` keeps a second key press from saving twice."""

    BINDINGS = [
        Binding("escape", "back", "Back", id="back", tooltip="Go back; nothing typed is lost"),
        Binding("question_mark", "app.toggle_help", "Help", id="help", key_display="?",
                tooltip=_HELP),
    ]  # fmt: skip

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk = desk
        self.busy = False
        self._stands = ""

    is_writing = False  # whether something is typed here about the case that is open

    async def until_ready(self) -> None:
        """Wait until what is typed is taken here."""

    async def on_key(self, event: events.Key) -> None:
        """A key that was on its way when something began to be opened is meant for that."""
        if keys := held(self):
            keys.put_aside(event)

    async def on_paste(self, event: events.Paste) -> None:
        """As for a key."""
        if keys := held(self):
            keys.put_aside(event)

    @property
    def open_ref(self) -> str:
        """The case that is open here, which colleagues are told of; "" for none."""
        return ""

    def looked(self, seen: "Seen", *, changed: bool) -> None:
        """What a look at the desk found, every two seconds; most screens need nothing of it."""

    @property
    def desk_watch(self) -> "Watch | None":
        """The app's watch over the desk; None until it has begun."""
        return getattr(self.app, "desk_watch", None)

    @on(events.ScreenResume)
    def show_standing(self) -> None:
        """What has to be known on every screen, in a line that is there only while it is so."""
        said = self.desk_watch.standing(self.open_ref) if self.desk_watch else ""
        for line in self.query("#standing").results(Static):
            if said != self._stands:
                line.update(clean(said))
            line.display = bool(said)
        self._stands = said

    def compose(self) -> ComposeResult:
        if self.desk.training:
            yield Static(TRAINING, markup=False, classes="training-banner")
        yield Static(id="standing", markup=False)
        yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The screen's own widgets, between the banner and the footer."""
        raise NotImplementedError

    def action_back(self) -> None:
        self.dismiss()

    def refuse(self, error: DeskError) -> None:
        """Say why something was not done, in the error's own sentence."""
        self.notify(clean(str(error)), severity="error", timeout=12, markup=False)

    def tell(self, sentence: str) -> None:
        """Say that something was done."""
        self.notify(clean(sentence), markup=False)
