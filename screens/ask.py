"""Questions: each names the case it is about, and returns an answer for the screen to act on."""

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.dates import in_words, parse_day
from complaintdesk.domain.errors import BadInput
from screens import show
from screens.base import Question


class ChooseScreen(Question[str | None]):
    """A question with a few answers; Esc, or the answer None, changes nothing."""

    BINDINGS = [Binding("escape", "dismiss(None)", "Back", id="back")]

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


class AskDateScreen(Question[date | None]):
    """A question whose answer is a day, read back in words as it is typed."""

    BINDINGS = [Binding("escape", "dismiss(None)", "Back", id="back")]

    def __init__(self, question: Content, today: date, proposed: date) -> None:
        super().__init__()
        self.question, self.today, self.proposed = question, today, proposed

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.question)
            yield Static("")
            yield Input(f"{self.proposed:%d/%m/%Y}", id="day")
            yield Static(show.line(in_words(self.proposed)), id="read-back")
            yield Static("Enter records it, Esc goes back.", classes="note")

    @on(Input.Changed)
    def read_back(self, event: Input.Changed) -> None:
        try:
            said = in_words(parse_day(event.value, self.today)) if event.value.strip() else ""
        except BadInput as error:
            said = str(error)
        self.query_one("#read-back", Static).update(show.line(said))

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(parse_day(event.value, self.today))
        except BadInput as error:
            self.query_one("#read-back", Static).update(show.line(str(error), "$text-error"))
