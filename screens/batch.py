"""The same kind of letter for every marked case: what each lacks, then the complete ones go."""

from collections.abc import Sequence

from textual import work
from textual.binding import Binding
from textual.content import Content

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import letter_batch, marked_cases
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_batch import Line, Result
from screens import show
from screens.ask import ChooseScreen
from screens.base import off_loop
from screens.dry_run import DryRunScreen, counted


class BatchScreen(DryRunScreen):
    """Which letter, then the dry run. It returns the cases whose letters went out."""

    HELP = (
        "# One letter for several cases\n\nEach case says whether its letter is ready or what it "
        "lacks; nothing is sent yet. `Enter` on one that is not ready opens its letter."
    )
    BINDINGS = [
        Binding("ctrl+s", "run", "Send", id="send", tooltip="Send the letters that are ready"),
        Binding("o", "open", "Open letter", id="open", tooltip="Open the letter of this case"),
        Binding("r", "look", "Look again", id="look", tooltip="Look again what each one lacks"),
    ]
    LOOKING, DOING, DONE = "Looking what each letter lacks", "Sending", "sent"
    READY = "Ctrl+S asks, then sends those that are ready."
    STAYING = "Enter on one that stays opens its letter."
    WAIT = "The letters are being sent. Wait for the last one."
    NONE_READY = "No letter here is ready to go. Enter on a case opens its letter."
    YES = "send"

    def __init__(self, desk: Desk, refs: Sequence[str]) -> None:
        super().__init__(desk, refs)
        self.kind = ""
        self.title_of_kind = ""

    def on_mount(self) -> None:
        self.say("Looking which letters fit …")
        self.choose_kind()

    @property
    def sent(self) -> tuple[str, ...]:
        return self.done

    @property
    def can_begin(self) -> bool:
        return bool(self.kind)

    def dry_run(self, ref: str) -> tuple[Line, ...]:
        return letter_batch.dry_run(self.desk, (ref,), self.kind)

    def carry_out(self, lines: Sequence[Line]) -> tuple[Result, ...]:
        return letter_batch.send_ready(self.desk, tuple(lines), self.kind)

    @work(exclusive=True, group="open-form")
    async def choose_kind(self) -> None:
        """Ask which letter, of those that fit at least one of the cases; then look."""
        try:
            found = await off_loop(marked_cases.letters_that_fit, self.desk, self.refs)
        except DeskError as error:
            self.refuse(error)
            self.say(str(error))
            return
        if not found:
            self.say("No letter fits any of these cases now. Esc goes back.")
            return
        count = len(self.refs)
        answers = tuple((e.kind, f"{e.title} (fits {e.count} of {count})") for e in found)
        question = Content(f"Which letter, for {counted(count, 'marked case')}?")
        kind = await self.app.push_screen_wait(ChooseScreen(question, answers))
        if kind is None:
            self.dismiss(())
            return
        self.kind = kind
        self.title_of_kind = next(each.title for each in found if each.kind == kind)
        self.call_it(self.title_of_kind)
        self.look()

    def action_open(self) -> None:
        if self.current and self.kind and not self.busy and self.is_active:
            from screens.letter_opening import open_letter

            open_letter(self, self.current, self.kind, self.letter_left)

    def letter_left(self, ref: str | None) -> None:
        """The officer may have filled what it lacked, or sent it by itself."""
        if ref in self.lines:
            who = self.lines[ref].complainant
            self.results[ref] = Result(ref, who, True, f"{self.title_of_kind}: sent by itself.")
        self.look()

    def question(self, count: int, stays: str) -> tuple[Content, str]:
        letters = counted(count, "letter")
        words = Content.assemble(
            (f"Send {letters} from ", "bold"), show.line(self.desk.name, "bold"), f"?{stays}\n",
            show.line(f"{self.title_of_kind}. Each case moves on as its letter says."),
        )  # fmt: skip
        return words, f"Yes, send {letters}"
