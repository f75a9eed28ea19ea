"""What is done for all of the marked cases: which deed, its form, the dry run, then the run."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from textual.binding import Binding
from textual.content import Content

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import marked_deeds
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_cases import Line, Result
from complaintdesk.services.marked_deeds import Deed
from screens import show
from screens.ask import ChooseScreen
from screens.base import DeskScreen, off_loop
from screens.dry_run import DryRunScreen, counted
from screens.held_keys import Opening, open_above

Done = Callable[[tuple[str, ...] | None], None]
NONE_MARKED = "Mark cases with Space first; then M does one thing for all of them."
# By their names, for the question and for the palette: what each is called, and what it does.
DEEDS = {
    "officer": (
        "Give them to another officer",
        "Reassign the marked cases, each in a change of its own",
    ),
    "review": (
        "Set a day to look at them again",
        "A review for each of the marked cases, due in the queue on that day",
    ),
    "file": (
        "Export them to a file for a spreadsheet",
        "A CSV file for Excel and others, with a line for each of the marked cases",
    ),
    "letters": (
        "Write the same letter for them",
        "One kind of letter for each of the marked cases, after a look at what each lacks",
    ),
}


class MarkedScreen(DryRunScreen):
    """What the deed would do to each case, then what it did."""

    HELP = (
        "# One thing for several cases\n\nEach line says what will happen to its case, or why it "
        "stays as it is; nothing is changed yet. `Ctrl+S` or `Enter` asks, then does it."
    )
    BINDINGS = [
        Binding("ctrl+s", "run", "Do it", id="run",
                tooltip="Do it for every case that is ready, after a question"),
        Binding("o", "open", "Open case", id="open", tooltip="Open the case under the cursor"),
        Binding("r", "look", "Look again", id="look",
                tooltip="Look again what would happen to each"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, refs: Sequence[str], deed: Deed) -> None:
        super().__init__(desk, refs)
        self.deed = deed

    def on_mount(self) -> None:
        self.call_it(self.deed.title)
        self.look()

    def dry_run(self, ref: str) -> tuple[Line, ...]:
        return marked_deeds.dry_run(self.desk, (ref,), self.deed)

    def carry_out(self, lines: Sequence[Line]) -> tuple[Result, ...]:
        return marked_deeds.carry_out(self.desk, lines, self.deed)

    def batches(self, ready: Sequence[Line]) -> Sequence[Sequence[Line]]:
        return [ready] if self.deed.is_at_once else super().batches(ready)

    def question(self, count: int, stays: str) -> tuple[Content, str]:
        cases = counted(count, "case")
        words = Content.assemble(
            show.line(self.deed.title, "bold"), ("?\n", "bold"),
            show.line(f"{cases}, {self.deed.about}.{stays}"),
        )  # fmt: skip
        return words, f"Yes, for {cases}"

    def told(self, head: Content, about: Sequence[str]) -> Content:
        """On the case's own line: many are read at one look."""
        return Content.assemble(head, ": ", show.line(" ".join(about)))

    def action_open(self) -> None:
        if self.current and not self.busy and self.is_active:
            from screens.case import CaseScreen

            self.app.push_screen(CaseScreen(self.desk, self.current), self.case_left)

    def case_left(self, _: object) -> None:
        """The officer may have done there what kept it from being done here."""
        self.look()


def open_marked(screen: DeskScreen[Any], refs: Sequence[str], done: Done) -> None:
    """Ask what to do with the marked cases, and do it. `done` is told for which it was done."""
    open_deed(screen, refs, done, "")


def open_deed(screen: DeskScreen[Any], refs: Sequence[str], done: Done, kind: str) -> None:
    """Do one of DEEDS with the marked cases; without a `kind` it is asked which."""
    if not refs:
        screen.tell(NONE_MARKED)
    elif screen.is_active:
        open_above(screen, partial(_begin, screen, tuple(refs), done, kind))


async def _begin(
    screen: DeskScreen[Any], refs: tuple[str, ...], done: Done, kind: str, opening: Opening
) -> None:
    chosen = kind or await _ask(len(refs), opening)
    if chosen == "letters":
        from screens.batch import BatchScreen

        await opening.show(BatchScreen(screen.desk, refs), done)
    elif chosen:
        await _open_form(screen, chosen, refs, done, opening)


async def _ask(count: int, opening: Opening) -> str | None:
    question = Content(f"What is to be done for {counted(count, 'marked case')}?")
    answers = tuple((kind, title) for kind, (title, _) in DEEDS.items())
    return await opening.ask(ChooseScreen(question, answers))


async def _open_form(
    screen: DeskScreen[Any], kind: str, refs: tuple[str, ...], done: Done, opening: Opening
) -> None:
    from screens.marked_forms import FORMS, prepare

    try:
        asked, draft, today = await off_loop(prepare, screen.desk, kind)
    except DeskError as error:
        screen.refuse(error)
        return
    if screen.is_active:
        form = FORMS[kind](screen.desk, draft, today, refs, asked)
        await opening.show(form, lambda _: done(form.done))
