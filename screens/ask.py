"""Questions: each names the case it is about, and returns an answer for the screen to act on."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.base import Question


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

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.question)
            yield Static("")
            yield OptionList(*(Option(Content(words), id=key) for key, words in self.answers))
            yield Static("Up and Down choose, Enter takes it, Esc goes back.", classes="note")

    @on(OptionList.OptionSelected)
    def answer(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
