"""Why this date: what started each clock, the rule, and every weekday that did not count."""

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.words import to_do, when
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import CaseView
from screens import show
from screens.base import Question, off_loop


class WhyScreen(Question[None]):
    """Every duty of one case with its reasons, the one to be done next first."""

    CSS_PATH = "why.tcss"
    HELP = (
        "# Why this date\n\nWhat started each clock of the case, the rule and its provision, and "
        "each weekday that did not count. The arrows scroll."
    )
    BINDINGS = [
        Binding("escape,w", "dismiss(None)", "Back", id="back", key_display="Esc",
                tooltip="Go back"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__()
        self.desk, self.ref = desk, ref

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box"):
            yield Static(id="why")
            yield Static("Up and Down scroll, Esc goes back.", classes="note")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            view = await off_loop(queries.case, self.desk, self.ref)
        except DeskError as error:
            self.query_one("#why", Static).update(show.line(str(error)))
            return
        self.query_one("#why", Static).update(_reasons(view))


def _reasons(view: CaseView) -> Content:
    title = Content.assemble(("Why this date?  ", "bold"), show.line(view.file.case.ref))
    first = [d for d in view.duties if d == view.next_duty]
    rest = [d for d in view.duties if d != view.next_duty]
    pieces = [title]
    for duty in (*first, *rest):
        pieces += [Content(""), _heading(duty), *(_reason(sentence) for sentence in duty.why)]
    return show.stacked(pieces)


def _heading(duty: Duty) -> Content:
    style = show.STATE_STYLES.get(duty.state, "")
    due = in_words(duty.due) if duty.due else "no date"
    words = f"{to_do(duty.kind, duty.stage)}: {due}"
    state = when(duty.state, duty.working_days_left)
    provisional = " (provisional)" if duty.provisional else ""
    return Content.assemble((words, "bold underline"), f"{provisional}  ", (f"({state})", style))


def _reason(sentence: str) -> Content:
    return Content.assemble("  - ", show.line(sentence))
