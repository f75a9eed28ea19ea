"""The same kind of letter for every marked case: what each lacks first, then the complete ones go.

Letters are sent one after the other, each off the event loop and each a change of its own, so that
every line tells at once what became of it.
"""

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import letter_batch, marked_cases
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_batch import Line, Result
from screens import show
from screens.ask import ChooseScreen
from screens.base import DeskScreen, off_loop
from screens.moving import letter_moves


class BatchScreen(DeskScreen[tuple[str, ...]]):
    """A dry run, a question, then the run. It returns the cases whose letters went out."""

    CSS_PATH = "batch.tcss"
    HELP = (
        "# One letter for several cases\n\nEach case says whether its letter is ready or what it "
        "lacks; nothing is sent yet. `Enter` on one that is not ready opens its letter."
    )
    BINDINGS = [
        Binding("ctrl+s", "send", "Send", id="send", tooltip="Send the letters that are ready"),
        Binding("o", "open", "Open letter", id="open", tooltip="Open the letter of this case"),
        Binding("r", "look", "Look again", id="look", tooltip="Look again what each one lacks"),
        *letter_moves("move('cursor_down')", "move('cursor_up')", "move('first')", "move('last')"),
    ]

    def __init__(self, desk: Desk, refs: Sequence[str]) -> None:
        super().__init__(desk)
        self.refs = tuple(refs)
        self.kind = ""
        self.title_of_kind = ""
        self.lines: dict[str, Line] = {}
        self.results: dict[str, Result] = {}  # of this run; one that stayed is looked at again
        self.is_sending = False

    def body(self) -> ComposeResult:
        yield Static(_counted(len(self.refs), "marked case"), id="title", classes="title-bar")
        yield OptionList(id="lines", markup=False)
        yield Static(id="status")

    def on_mount(self) -> None:
        self.query_one("#lines").focus()
        self.say("Looking which letters fit …")
        self.choose_kind()

    @property
    def shown(self) -> OptionList:
        return self.query_one("#lines", OptionList)

    @property
    def sent(self) -> tuple[str, ...]:
        return tuple(ref for ref, result in self.results.items() if result.is_sent)

    @property
    def ready(self) -> tuple[Line, ...]:
        """The lines whose letters can go, and have not."""
        waiting = (line for ref, line in self.lines.items() if ref not in self.results)
        return tuple(line for line in waiting if line.is_ready)

    @property
    def current(self) -> str | None:
        """The case under the cursor."""
        option = self.shown.highlighted_option
        return option.id if option else None

    def action_back(self) -> None:
        if self.is_sending:
            self.tell("The letters are being sent. Wait for the last one.")
        else:
            self.dismiss(self.sent)

    def action_move(self, how: str) -> None:
        getattr(self.shown, f"action_{how}")()

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
        question = Content(f"Which letter, for {_counted(count, 'marked case')}?")
        kind = await self.app.push_screen_wait(ChooseScreen(question, answers))
        title = next((each.title for each in found if each.kind == kind), "")
        if kind is None:
            self.dismiss(())
            return
        self.kind, self.title_of_kind = kind, title
        words = show.line(f"{title}  ·  {_counted(count, 'case')}  ·  {self.desk.name}")
        self.query_one("#title", Static).update(words)
        self.look()

    def action_look(self) -> None:
        if self.kind and not self.busy:
            self.look()

    @work(exclusive=True, group="load")
    async def look(self) -> None:
        """A dry run of those that have not gone, with the cursor kept on its case."""
        refs = [ref for ref in self.refs if ref not in self.sent]
        found: list[Line] = []
        for number, ref in enumerate(refs, 1):
            self.say(f"Looking what each letter lacks: {number} of {len(refs)} …")
            found += await off_loop(letter_batch.dry_run, self.desk, (ref,), self.kind)
        if self.is_sending:
            return  # what is sent now tells more than what was looked at before
        self.lines |= {line.ref: line for line in found}
        self.results = {ref: self.results[ref] for ref in self.sent}
        self._fill()
        self.say(self._standing())

    @on(OptionList.OptionSelected)
    def chosen(self) -> None:
        """Enter sends from a line that is ready, and else opens the letter that is not."""
        if self.current in {line.ref for line in self.ready}:
            self.action_send()
        elif self.current not in self.sent:
            self.action_open()

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

    def action_send(self) -> None:
        if self.busy or not self.lines:
            return
        if not self.ready:
            self.tell("No letter here is ready to go. Enter on a case opens its letter.")
            return
        self.busy = True
        self.send()

    @work(group="save")
    async def send(self) -> None:
        """Ask, then send one after the other. Leaving the program stops before the next one."""
        try:
            ready = self.ready
            if await self._is_meant(len(ready)):
                self.is_sending = True
                for number, line in enumerate(ready, 1):
                    await self._send_one(line, f"Sending {number} of {len(ready)} …")
                self._go_to_what_stays()
        finally:
            self.busy = self.is_sending = False
        self.say(self._standing())

    async def _is_meant(self, count: int) -> bool:
        stay = len(self.refs) - len(self.sent) - count
        stays = f" {stay} {'stays' if stay == 1 else 'stay'}." if stay else ""
        letters = _counted(count, "letter")
        question = Content.assemble(
            (f"Send {letters} from ", "bold"), show.line(self.desk.name, "bold"), f"?{stays}\n",
            show.line(f"{self.title_of_kind}. Each case moves on as its letter says."),
        )  # fmt: skip
        answers = (("back", "No, go back to the list"), ("send", f"Yes, send {letters}"))
        return await self.app.push_screen_wait(ChooseScreen(question, answers)) == "send"

    async def _send_one(self, line: Line, words: str) -> None:
        self.say(words)
        self._show(line.ref, _head("sending …", "", line))
        (result,) = await off_loop(letter_batch.send_ready, self.desk, (line,), self.kind)
        self.results[line.ref] = result
        self._show(line.ref, self._told(line))
        self.shown.highlighted = self.shown.get_option_index(line.ref)

    def _go_to_what_stays(self) -> None:
        staying = [at for at, ref in enumerate(self.refs) if ref not in self.sent]
        if staying:
            self.shown.highlighted = staying[0]

    def say(self, words: str) -> None:
        """Words below the list."""
        self.query_one("#status", Static).update(show.line(words))

    def _standing(self) -> str:
        """Where it stands, counted."""
        counts = [(len(self.sent), "sent"), (len(self.ready), "ready")]
        rest = len(self.refs) - sum(count for count, _ in counts)
        counts.append((rest, "stays" if rest == 1 else "stay"))
        said = ", ".join(f"{count} {words}" for count, words in counts if count) + "."
        if self.ready:
            said += " Ctrl+S asks, then sends those that are ready."
        if rest:
            said += " Enter on one that stays opens its letter."
        return said

    def _fill(self) -> None:
        here = self.current
        options = [Option(self._told(self.lines[ref]), id=ref) for ref in self.refs]
        self.shown.clear_options()
        self.shown.add_options(options)
        at = self.refs.index(here) if here in self.refs else 0
        self.shown.highlighted = at

    def _show(self, ref: str, words: Content) -> None:
        self.shown.replace_option_prompt(ref, words)

    def _told(self, line: Line) -> Content:
        """One case, a line and what there is to say about it below."""
        result = self.results.get(line.ref)
        if result and result.is_sent:
            head = _head("SENT", "$text-success", line)
            about: Sequence[str] = (result.message.removeprefix(f"{line.ref}: "),)
        elif line.is_ready and not result:
            head, about = _head("READY", "$text-success", line), line.remarks
        else:
            head = _head("STAYS", "$text-warning", line)
            about = (result.message,) if result else (*line.problems, *line.remarks)
        return show.stacked([head, *(show.line(f"- {each}", "$text-muted") for each in about)])


def _head(word: str, style: str, line: Line) -> Content:
    """What became of it, in a column of its own, then the case."""
    who = show.line(f"{line.ref}  {line.complainant or '?'}", "bold")
    return Content.assemble((f"{word:<6}", f"bold {style}".strip()), who)


def _counted(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
