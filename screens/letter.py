"""A letter being written: its boxes beside the letter itself, and what the Code asks of it.

The letter follows what is typed. It goes on record only when nothing is missing in it, and only
after a question; Esc keeps what is typed, as everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Select, Static, TextArea

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import letter_desk, letter_files, letter_sending
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from complaintdesk.services.letter_desk import LetterView, LetterWork
from complaintdesk.services.wordings import WordingRefused
from letters.lacks import Lack
from screens import show
from screens.ask import ChooseScreen
from screens.base import off_loop
from screens.joining import ON_COLLEAGUES
from screens.letter_asked import AskedPanel
from screens.letter_mending import box_for, mend
from screens.letter_opening import LetterForm, letter_form, takes_standard, viewed
from screens.letter_preview import Preview
from screens.letter_sheets import SheetsScreen
from screens.letter_words import question, remarks, state
from screens.task import open_task

_PAUSE = 0.15  # seconds after the last key until the letter is made anew
_TOLD = 3  # gaps told at once; the panel has them all


class LetterScreen(SheetsScreen):
    """The boxes, the letter and what the Code asks: side by side, or one at a time with F2."""

    CSS_PATH = ["form.tcss", "letter.tcss"]  # type: ignore[assignment]
    HELP = (
        "# A letter\n\nWrite in the boxes; the letter follows, and what the Code asks is ticked "
        "off. `Enter` there on what is missing goes to its box. Nothing is sent before nothing is "
        "missing and you say yes. A line that begins with `- ` or `1. ` makes a list."
    ) + ON_COLLEAGUES
    KEYS_OF = (Preview,)
    BINDINGS = [
        Binding("ctrl+s", "save", "Send", id="save",
                tooltip="Record the letter as sent, once you say yes"),
        Binding("f5", "write_draft", "To Word", id="write-draft",
                tooltip="Write it into letters/ as a Word file marked as a draft"),
        # Priority, since a box for longer text has these keys too.
        Binding("f6", "promise('remedy')", "Remedy", id="remedy", show=False,
                priority=True, tooltip="Add a remedy to the case, and so to this answer"),
        Binding("f7", "promise('action')", "Action", id="action", show=False,
                priority=True, tooltip="Add an action to the case, and so to this answer"),
    ]  # fmt: skip
    again = "It is there again when you open this letter."
    form: LetterForm

    def __init__(self, desk: Desk, form: LetterForm, draft: Draft, view: LetterView) -> None:
        super().__init__(desk, form, draft, form.work.moment.today)
        self.view = view
        self.seen: Mapping[str, str] = draft.fields  # the boxes that the letter is made from
        self._came = self._gaps_told = False
        self._pause: Timer | None = None

    @property
    def letter(self) -> LetterWork:
        """All that the letter is made from but the boxes."""
        return self.form.work

    def body(self) -> ComposeResult:
        self.set_width()
        yield Static(self.heading(), classes="title-bar")
        yield Static(id="sheet-names")
        yield Static(id="state")
        with Container(id="sheets"):
            with VerticalScroll(id="form", can_focus=False):
                yield from self.asks()
            yield Preview(self.view.letter.blocks)
            yield AskedPanel(self.case.profile.title)
        yield Static(id="problems", classes="problems")

    def on_mount(self) -> None:
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "promise":
            return "remedy" in self.letter.kind.boxes
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        none = "Remedies and actions belong to an answer, and this letter is none."
        return none if action == "promise" else super().why_not(action)

    def tell(self, sentence: str) -> None:
        """As elsewhere, for long enough to read where the files are."""
        self.notify(show.plain(sentence).plain, timeout=12, markup=False)

    # The letter follows what is typed.

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def typed_on(self) -> None:
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self.look_again)

    def look_again(self) -> None:
        """Make the letter anew where anything is typed; fields report that they are there, too."""
        if self.is_here and self.fields != self.seen:
            self.look()

    @work(exclusive=True, group="view")
    async def look(self) -> None:
        """Make the letter anew from what is typed."""
        fields = self.fields
        try:
            view = await off_loop(viewed, self.letter, fields)
        except DeskError as error:  # such as a day before the complaint came in
            said = show.line(f"!! {error}", "bold $text-warning")
            self.query_one("#state", Static).update(said)
        else:
            self.show_view(view)
        self.seen = fields

    @property
    def is_here(self) -> bool:
        """Whether the screen is still there: it may have been left while something was read."""
        return self in self.app.screen_stack

    def show_view(self, view: LetterView) -> None:
        self.view = view
        self.preview.show_blocks(view.letter.blocks)
        self._say()
        if self._gaps_told:
            self._tell_gaps(view.letter.missing)

    def _say(self) -> None:
        self.query_one("#state", Static).update(state(self.letter, self.view))
        self.asked.show_view(self.view, remarks(self.letter, self.view))

    # What is missing, and where it is mended.

    @on(OptionList.OptionSelected, "#checks")
    def mend(self) -> None:
        """Go to what is missing; of what is there, to its place in the letter."""
        line = self.asked.current
        if line and line.field:
            mend(self, line.field, line.sentences[0] if line.sentences else line.heading)
        elif line:
            self.show_sheet("preview")
            self.preview.show_part(line.part)

    def _tell_gaps(self, missing: Sequence[Lack]) -> None:
        """What keeps the letter here, below it until it is mended."""
        count = "One thing is" if len(missing) == 1 else f"{len(missing)} things are"
        told = [show.line(lack.sentence) for lack in missing[:_TOLD]]
        more = [Content("The rest is listed under what the Code asks: F2.")]
        first = Content(f"This letter cannot go yet. {count} missing:")
        self.tell_below([first, *told, *more[: len(missing) > _TOLD]] if missing else [])
        self._gaps_told = bool(missing)

    def _go_to_gap(self, missing: Sequence[Lack]) -> None:
        box = box_for(missing[0].field)
        if any(row.spec.name == box for row in self.rows):
            self.go_to(box)
        else:
            self.show_sheet("asked")
            self.asked.go_to(missing[0].field)

    def action_promise(self, name: str) -> None:
        """Add a remedy or an action; the letter shows it once it is on the case."""
        open_task(self, self.case.ref, name)

    def on_screen_resume(self) -> None:
        if self._came and not self.busy:
            self.read_anew()
        self._came = True

    @work(group="read-anew")
    async def read_anew(self) -> None:
        """Take over what was changed on another screen; what is typed here stays."""
        async with self.keeping:  # what is half laid out is not kept
            news = await self.news_so_far()
            try:
                met = await self.take_over(await off_loop(self.read_case_now))
            except DeskError as error:
                self.no_room(news, error)
                return
        if met.both or any(not deed.is_own for deed in news.deeds):
            self.say_joined(news, met)
        self.look()

    async def lay_fields(self, values: Mapping[str, str]) -> None:
        await super().lay_fields(values)
        self.look()

    def read_form(self) -> LetterForm:
        kind, standard = self.letter.kind.kind, self.form.standard
        return letter_form(self.desk, self.case.ref, kind, standard)

    # Drafts and sending.

    def action_write_draft(self) -> None:
        if self.is_ready and not self.busy:
            self.busy = True
            self.write_draft()

    @work(group="save")
    async def write_draft(self) -> None:
        try:
            path = await off_loop(self._write_draft, self.fields)
        except DeskError as error:
            self.refuse(error)
        else:
            self.tell(f"Written as a draft, which goes to nobody: {path.name} in {path.parent}")
        finally:
            self.busy = False

    def _write_draft(self, fields: Mapping[str, str]) -> Path:
        view = self.letter.view(fields, draft=True)
        return letter_files.write_draft(self.desk, self.letter, view)

    async def deed(self) -> Outcome | None:
        fields, self._gaps_told = self.shown(), False
        view = await off_loop(viewed, self.letter, fields)
        self.show_view(view)
        if view.letter.missing:
            self._tell_gaps(view.letter.missing)
            self._go_to_gap(view.letter.missing)
            return None
        await off_loop(self._rehearse, view, fields)
        answers = (("send", "Yes, record it as sent"), ("back", "No, go back to the letter"))
        asked = ChooseScreen(question(self.letter, view), answers)
        if await self.app.push_screen_wait(asked) != "send":
            return None
        return await off_loop(self._send, fields)

    def _rehearse(self, view: LetterView, fields: Mapping[str, str]) -> None:
        letter_desk.sent_day(self.letter, fields)
        letter_sending.rehearse(self.desk, self.letter, view, fields)

    def _send(self, fields: Mapping[str, str]) -> Outcome:
        return letter_sending.send(
            self.desk, self.case.ref, self.case.version, self.letter.kind.kind, fields,
            self.draft.id, standard=self.form.standard,
        )  # fmt: skip

    async def stopped(self, error: DeskError) -> None:
        """A wording that has become bad meanwhile is asked about; the rest as on any form."""
        if not isinstance(error, WordingRefused):
            await super().stopped(error)
        elif await takes_standard(self, error):
            self.form = replace(self.form, standard=True)
            self.read_anew()
            self.tell("The letter has the standard wording now. Read it, and send it then.")

    async def go_on_after(self) -> str:
        why_not = await super().go_on_after()
        self.look()
        return why_not

    def done_words(self, outcome: Outcome) -> str:
        folder = letter_files.folder(self.desk, outcome.ref)
        return f"{super().done_words(outcome)} The files are in {folder}"
