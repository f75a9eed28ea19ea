"""Attaching a letter that was edited in Word after it was written: both are kept.

What the edited letter no longer says is told in full before anything is kept.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import DeskError, Problem
from complaintdesk.domain.file_names import size_in_words
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.services import drafts, edited_letters, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.edited_letters import Attachable
from complaintdesk.services.facts import Outcome
from screens import show
from screens.base import DeskScreen, off_loop
from screens.fields import with_said
from screens.own_screens import ATTACH
from screens.path_form import PathFormScreen

TASK = "attach-letter"  # the name that its half-written form is kept by
_NOTE = (
    "The letter as it was written stays. The file you attach is kept beside it, once every part "
    "that the Code asks for is found in it."
)


class AttachScreen(PathFormScreen):
    """Which letter, and the file that came back. It returns the case, or None."""

    HELP = (
        "# Attach an edited letter\n\nChoose the letter, then drag the Word file onto this window, "
        "paste its path, or type it. `Ctrl+S` looks through it and keeps it; what is missing is "
        "said below, `Page Up` and `Page Down` scroll. `Esc` leaves and keeps what is typed."
    )
    again = "It is there again when you attach a letter to this case."

    def __init__(
        self, desk: Desk, case: Case, letters: Sequence[Attachable], draft: Draft, today: date
    ) -> None:
        super().__init__(desk, draft, today, focus="path")
        self.case, self.letters = case, letters

    def heading(self) -> Content:
        name = self.case.details.complainant.name
        return show.line(f"{self.case.ref}  ·  {ATTACH}  ·  {name}")

    def asks(self) -> ComposeResult:
        yield Static(_NOTE, markup=False, classes="note")
        yield Static("")
        yield from with_said(_fields(self.letters), self.draft.fields)
        yield Static(id="found", markup=False)

    def found_at(self, path: str) -> str:
        try:
            found = edited_letters.look(path)
        except DeskError as error:
            return str(error)
        return f"Ctrl+S looks through {found.name}, {size_in_words(found.size)}, from {found.path}"

    async def deed(self) -> Outcome | None:
        fields = self.fields
        self.workers.cancel_group(self, "look")  # it would say less than what is found now
        self.tell_below([show.line("Reading the letter …")])
        try:
            return await off_loop(
                edited_letters.attach, self.desk, self.case.ref, fields["letter"], fields["path"],
                self.draft.id,
            )  # fmt: skip
        finally:
            self.tell_below([])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What the letter lacks stands where the form scrolls, however much it is."""
        self.query_one("#found", Static).update(_verdict(problems) if problems[1:] else "")
        if not problems[1:]:
            super().show_problems(problems)
            return
        count = len(problems) - 1
        things = "one thing" if count == 1 else f"{count} things"
        said = f"Not kept: {things} to mend in Word. Page Up and Page Down scroll."
        self.tell_below([Content(said)])
        self.go_to("path")


def _verdict(problems: Sequence[Problem]) -> Content:
    said, *mend = (show.line(problem.sentence, "$text-error") for problem in problems)
    return show.stacked([Content(""), said, *(Content.assemble("- ", each) for each in mend)])


def _fields(letters: Sequence[Attachable]) -> tuple[FieldSpec, ...]:
    choices = tuple((_named(each, letters), each.file) for each in letters)
    return (
        FieldSpec("letter", "Letter", choices=choices, value=letters[0].file),
        FieldSpec("path", "Edited file", "drag it here, or type where it is"),
    )


def _named(letter: Attachable, letters: Sequence[Attachable]) -> str:
    """Its title and day, with its file's name where another one has both too."""
    twins = [each for each in letters if each.title == letter.title]
    which = f" ({letter.file.rpartition('/')[2]})" if len(twins) > 1 else ""
    return f"{letter.title}{which}{'; an edited one is kept' if letter.has_copy else ''}"


def open_attach(screen: DeskScreen[Any], ref: str) -> None:
    """Open the form for a case, with what was half written before put back."""

    async def open_it() -> None:
        try:
            case, letters, draft, today = await off_loop(_prepare, screen.desk, ref)
        except DeskError as error:
            screen.refuse(error)
            return
        if not letters:
            screen.tell(f"No letter has gone out for {ref}, so there is none that was edited.")
        elif screen.is_active:
            screen.app.push_screen(AttachScreen(screen.desk, case, letters, draft, today))

    # The function and not its coroutine: a second key press may cancel it before it begins.
    screen.run_worker(open_it, group="open-form", exclusive=True)  # type: ignore[arg-type]


def _prepare(desk: Desk, ref: str) -> tuple[Case, tuple[Attachable, ...], Draft, date]:
    desk.refuse_carrying_on()
    case = queries.case(desk, ref).file.case
    letters = edited_letters.attachable(desk, ref)
    empty = {"letter": letters[0].file if letters else "", "path": ""}
    fresh = Draft(desk.make_id(), empty, ref, case.version, empty, task=TASK)
    kept = drafts.unfinished(desk, ref, TASK)
    return case, letters, kept[0] if kept else fresh, desk.today()
