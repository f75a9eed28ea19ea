"""The acknowledgement letter, shown as it will read, with what it still lacks above it."""

from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import DeskError
from complaintdesk.services import letter_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import LetterView
from letters.blocks import Block, Style
from screens import show
from screens.ask import AskDateScreen
from screens.base import DeskScreen, off_loop

_POINT_FIELDS = {
    "complaint": "point",
    "outcome_sought": "outcome",
    "responsibility": "responsibility",
    "responsibility_note": "responsibility_note",
}
_OTHER_FIELDS = {
    "points": "point_1",
    "complainant.name": "complainant_name",
    "complainant.contact": "complainant_address",
    "representative.name": "representative_name",
    "representative.contact": "representative_address",
}


class LetterScreen(DeskScreen[None]):
    """The letter word for word; sending it is recorded only when nothing is missing."""

    CSS_PATH = "letter.tcss"
    HELP = (
        "# The letter\n\nWhat is missing stands on top: `Enter` goes to the field. `s` records it "
        "as sent, `f` writes its Word and text files into the desk's letters folder, `e` edits "
        "the case, `w` says why, `Esc` goes back."
    )
    BINDINGS = [
        Binding("s", "send", "Record as sent", id="send",
                tooltip="Write the files and record the letter as sent on a day"),
        Binding("f", "files", "Write files", id="files",
                tooltip="Write it as a Word document and as plain text"),
        Binding("e", "edit", "Edit", id="edit", tooltip="Correct or complete the case's details"),
        Binding("w", "why", "Why", id="why", tooltip="Why these dates"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__(desk)
        self.ref = ref
        self.view: LetterView | None = None
        self.sent_on: date | None = None  # another day than today, once one is named
        self.change_id = desk.make_id()  # tried again after a share went away, it is done once

    def body(self) -> ComposeResult:
        yield Static(show.line(f"Stage 1 acknowledgement for {self.ref}"), classes="title-bar")
        yield Static(id="status", markup=False)
        yield OptionList(id="missing", markup=False)
        yield VerticalScroll(id="letter")

    def on_screen_resume(self) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sending and its files are offered only where the letter can go; the status says why."""
        if action in ("send", "files") and self.view and self.view.why_not:
            return False
        return super().check_action(action, parameters)

    def action_why(self) -> None:
        from screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.desk, self.ref))

    def action_edit(self) -> None:
        self._go_to("")

    @on(OptionList.OptionSelected, "#missing")
    def mend(self, event: OptionList.OptionSelected) -> None:
        """Go to the field that a missing thing belongs in."""
        field = str(event.option.id)
        if field.startswith(("council.", "ombudsman")):
            from screens.council import CouncilScreen

            self.app.push_screen(CouncilScreen(self.desk, field.removeprefix("council.")))
        else:
            self._go_to(form_field(field))

    def action_files(self) -> None:
        if not self.busy:
            self.busy = True
            self.write_files()

    def action_send(self) -> None:
        if self.view is None or self.busy:
            return
        if self.view.letter.missing:
            self.tell("This letter cannot go yet: what it lacks stands on top.")
            self.query_one("#missing").focus()
            return
        self.busy = True
        self.send(self.view)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            self.view = await off_loop(self._letter)
        except DeskError as error:
            self.sent_on = None  # a day that cannot be is not asked for again
            self.refuse(error)
            if self.view is None:
                self.dismiss()  # there is nothing to look at, as on a request for service
            return
        self.refresh_bindings()
        self._show_missing(self.view)
        page = self.query_one("#letter")
        await page.remove_children()
        await page.mount_all(_block(block) for block in self.view.letter.blocks)

    @work(group="save")
    async def write_files(self) -> None:
        try:
            paths = await off_loop(letter_desk.write_files, self.desk, self.ref, self.sent_on)
        except DeskError as error:
            self.refuse(error)
        else:
            names = " and ".join(path.name for path in paths)
            self.tell(f"Written into {paths[0].parent}: {names}")
        finally:
            self.busy = False

    @work(group="save")
    async def send(self, view: LetterView) -> None:
        try:
            on_day = await self._ask_day(view)
            if on_day is None:
                return
            if on_day != view.sent_on:
                await self._show_for(on_day)
                return
            outcome = await off_loop(
                letter_desk.send_acknowledgement,
                self.desk,
                self.ref,
                view.case.version,
                on_day,
                self.change_id,
            )
        except DeskError as error:
            self.refuse(error)
            self.load()
            return
        finally:
            self.busy = False
        self.tell(outcome.message)
        self.dismiss()

    async def _ask_day(self, view: LetterView) -> date | None:
        name = view.case.details.complainant.name
        question = show.stacked(
            [
                Content.styled("Record this letter as sent?", "bold"),
                show.line(f"{self.ref}, {name}"),
                Content("The letter carries the date it was sent, and the answer is due 10"),
                Content("working days after it. On which day did it go?"),
            ]
        )
        today = await off_loop(self.desk.today)
        return await self.app.push_screen_wait(AskDateScreen(question, today, view.sent_on))

    async def _show_for(self, on_day: date) -> None:
        """Show the letter as of another day first: what is recorded is what was read."""
        await off_loop(self._check_day, on_day)
        self.sent_on = on_day
        self.load()
        self.tell(
            f"The letter now carries {in_words(on_day)}, and its dates follow. Read it, and press "
            "s again to record it."
        )

    def _check_day(self, on_day: date) -> None:
        letter_desk.check_day(self.desk, self.desk.store.case(self.ref).case, on_day)

    def _letter(self) -> LetterView:
        return letter_desk.letter(self.desk, self.ref, sent_on=self.sent_on)

    def _go_to(self, field: str) -> None:
        from screens.offer import open_form

        open_form(self, ref=self.ref, focus=field)

    def _show_missing(self, view: LetterView) -> None:
        missing = self.query_one("#missing", OptionList)
        missing.clear_options()
        lacks = () if view.why_not else view.letter.missing
        missing.add_options([Option(show.line(k.sentence), id=k.field) for k in lacks])
        missing.display = bool(lacks)
        if lacks:
            missing.highlighted = 0  # so that Enter alone goes to the first field
        self.query_one("#status", Static).update(_status(view))
        (missing if missing.display else self.query_one("#letter")).focus()


def form_field(field: str) -> str:
    """The form's field for something that a letter lacks: `points.2.outcome_sought`."""
    parts = field.split(".")
    if len(parts) == 3 and parts[0] == "points":
        return f"{_POINT_FIELDS[parts[2]]}_{parts[1]}"
    return _OTHER_FIELDS.get(field, field)


def _status(view: LetterView) -> Content:
    if view.acknowledged:
        sent = f"Already sent, on {in_words(view.acknowledged)}."
        if view.case.stage == 2:
            sent += " The case is at stage 2, whose letters cannot be written here yet."
        return show.line(sent)
    if view.why_not:
        return Content.assemble(
            ("It cannot be sent now. ", "bold $text-warning"), show.line(view.why_not)
        )
    count = len(view.letter.missing)
    if count:
        things = "One thing is" if count == 1 else f"{count} things are"
        return Content.styled(
            f"!! {things} missing. Enter goes to the field.", "bold $text-warning"
        )
    return Content.assemble(
        ("Complete. ", "bold $text-success"),
        f"Sent on {in_words(view.sent_on)}, it promises an answer by "
        f"{in_words(view.response_due)}.",
    )


def _block(block: Block) -> Static:
    pieces: list[Content | str] = []
    if block.style is Style.NUMBERED:
        pieces.append(f"{block.number}. ")
    if block.style is Style.BULLET:
        pieces.append("- ")
    for run in block.runs:
        style = "reverse bold" if run.missing else "bold" if run.bold else ""
        pieces.append(show.run(run.text, style))
    return Static(Content.assemble(*pieces), classes=f"block {block.style.value}")
