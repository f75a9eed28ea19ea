"""Questions: each names the case it is about, and returns an answer for the screen to act on."""

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.base import Question
from screens.held_keys import Opening, held


class ChooseScreen(Question[str | None]):
    """A question with a few answers; Esc, or the answer None, changes nothing."""

    HELP = (
        "# A question\n\nIt names the case that it is about. `Up` and `Down` choose, `Enter` takes "
        "the answer; `Esc` changes nothing."
    )
    BINDINGS = [
        Binding(
            "escape", "dismiss(None)", "Back", id="back", tooltip="Go back; nothing is changed"
        ),
    ]

    def __init__(self, question: Content, answers: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.question, self.answers = question, answers
        self.opening: Opening | None = None  # what is opened once this is answered

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.question)
            yield Static("")
            yield OptionList(*(Option(Content(words), id=key) for key, words in self.answers))
            yield Static("Up and Down choose, Enter takes it, Esc goes back.", classes="note")

    def on_mount(self) -> None:
        if self.opening:
            self.opening.release()

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        if self.opening and self.is_active:
            self.opening.hold()
        return super().dismiss(result)

    async def on_key(self, event: events.Key) -> None:
        """Do each key in its turn; those behind the answer are meant for what it opens."""
        if not self.opening:
            return
        option = self.query_one(OptionList).highlighted_option
        if keys := held(self):
            keys.put_aside(event)
        elif event.key == "enter" and option:
            event.stop()
            self.dismiss(option.id)
        elif await self.app._check_bindings(event.key):
            event.stop()

    @on(OptionList.OptionSelected)
    def answer(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
