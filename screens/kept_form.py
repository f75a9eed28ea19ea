"""What is typed in a form about a case, and the draft that keeps it.

What is typed is kept as a draft half a second after the last key, or after two seconds of typing
without a pause, and offered again until it is in the record: Esc by mistake, a crash or a closed
terminal lose no more than that.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Select, Static, TextArea

from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import (
    read_back,
    settle_days,
)
from complaintdesk.services import drafts
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.following import in_one_line
from screens import show
from screens.ask import ChooseScreen
from screens.base import FORM_HELP, FORM_KEYS, DeskScreen, off_loop
from screens.fields import FieldRow, rows_of, typed
from screens.held_keys import held
from screens.moving import MOVING
from screens.typed_line import TypedLine
from screens.watch import Seen

_PAUSE = 0.5  # seconds after the last key until the draft is kept
_OPENS = ("enter", "space", "down", "up")  # a list to choose from
_LONGEST = 2.0  # seconds of typing without such a pause until it is kept all the same


class KeptForm(DeskScreen[str | None]):
    """Fields to be filled without a mouse. It says what it is (`heading`) and asks for (`asks`)."""

    CSS_PATH = "form.tcss"
    BINDINGS = [
        *FORM_KEYS,
        # As Tab: what is typed right after it goes to the next field on a slow PC too.
        Binding("enter", "next_line", "Next line", id="next-line", show=False, priority=True,
                tooltip="From a line to the next field", group=MOVING),
        FORM_HELP,
    ]  # fmt: skip
    is_writing = True
    again = ""  # how to go on with what was kept, said when the form is left

    def __init__(self, desk: Desk, draft: Draft, today: date, focus: str = "") -> None:
        super().__init__(desk)
        self.draft, self.today, self.first = draft, today, focus
        self.rows: tuple[FieldRow, ...] = ()  # found once: each key reads all of them
        # The fields before anything was typed; None until they are there, and once all is saved.
        self.initial: dict[str, str] | None = None
        self.kept = False  # whether what is typed here was written to the disk
        self.on_record: str | None = None  # the case, once a form that stays open was saved
        self._timer: Timer | None = None
        self._typed_since = 0.0  # when the first key came that is in no draft yet
        self.below, self._calm = list[Content](), False  # what is said below the form
        self.unkept = ""  # why this PC cannot keep a draft
        self.said: dict[str, str] = {}
        self.keeping = asyncio.Lock()
        self._is_taken_up = asyncio.Event()

    def heading(self) -> Content:
        """The title bar's words."""
        raise NotImplementedError

    def asks(self) -> ComposeResult:
        """What stands in the form, from top to bottom."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        yield Static(self.heading(), classes="title-bar")
        with VerticalScroll(id="form", can_focus=False):
            yield from self.asks()
        yield Static(id="problems", classes="problems")

    def on_mount(self) -> None:
        self.app.clear_notifications()  # they would lie over the fields
        self.query_one("#problems").display = False
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Take up the work once every field is there."""
        self.find_rows()
        # What the draft gave, and not what stands there: somebody may have typed already.
        given = {row.spec.name: row.initial for row in self.rows}
        self.initial = {**self.draft.fields, **given}
        self.understand()
        self.go_to(self.first or (self.rows[0].spec.name if self.rows else ""))
        if self.fields != self.initial:
            self.changed()
        self._is_taken_up.set()

    def on_unmount(self) -> None:
        self._is_taken_up.set()  # nobody waits for a form that was left

    async def until_ready(self) -> None:
        await self._is_taken_up.wait()

    @property
    def fields(self) -> dict[str, str]:
        """The form as it stands, with what the draft holds and no field here shows."""
        return {**self.draft.fields, **{row.spec.name: typed(row) for row in self.rows}}

    @property
    def open_ref(self) -> str:
        return self.draft.ref or ""

    def looked(self, seen: Seen, *, changed: bool) -> None:
        """Say at once that a colleague saved something on this case; the form stays as it is."""
        theirs = tuple(each for each in seen.news if each.about and each.about == self.open_ref)
        if theirs and self.is_active and self.is_ready:
            self.tell(f"{in_one_line(theirs)}. What you type stays; saving shows you both.")

    @property
    def is_ready(self) -> bool:
        """Whether the fields are there and what is typed in them is not saved yet."""
        return self.initial is not None

    def find_rows(self) -> None:
        """Look for the rows anew, after some came or went."""
        self.rows = tuple(rows_of(self))

    def go_to(self, name: str) -> None:
        """Focus a field, shown if it was hidden; a name that no field has changes nothing."""
        for row in self.rows:
            if row.spec.name == name:
                row.display = True
                field = row.query_one(f"#f-{name}")
                self.set_focus(field)  # at once: what is typed next is for it
                # Once more when what was laid out anew has its place: else it stays out of sight.
                self.call_after_refresh(field.scroll_visible, animate=False)

    def action_next_line(self) -> None:
        self.focus_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "next_line" or isinstance(self.focused, TypedLine)

    def why_not(self, action: str) -> str:
        here = "Enter goes on from a line; here it opens a list, or begins a line."
        return here if action == "next_line" else super().why_not(action)

    async def on_key(self, event: events.Key) -> None:
        """Open a list in its turn: letters right behind the key that opens it are meant for it."""
        here, keys = self.focused, held(self)
        if isinstance(here, Select) and event.key in _OPENS and not (here.expanded or keys):
            event.stop()
            event.prevent_default()
            here.action_show_overlay()
            keys.hold_behind(self, here)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def changed(self) -> None:
        if not self.is_ready:
            return
        self.understand()
        if self._timer:
            self._timer.stop()
        now = time.monotonic()
        self._typed_since = self._typed_since or now
        pause = min(_PAUSE, self._typed_since + _LONGEST - now)
        self._timer = self.set_timer(max(pause, 0.01), self.keep)

    def understand(self) -> None:
        """Say under each day what was understood."""
        fields = self.fields
        for spec in (row.spec for row in self.rows if row.spec.is_day):
            self.say(spec.name, self.understood(spec, fields))

    def understood(self, spec: FieldSpec, fields: Mapping[str, str]) -> str:
        """A day in words."""
        return read_back(fields[spec.name], self.today, ahead=spec.ahead)

    def say(self, name: str, words: str) -> None:
        """Words under a field."""
        if self.said.get(name) != words:
            self.said[name] = words
            said = self.query_one(f"#said-{name}", Static)
            said.update(show.line(words, "$text-muted"))
            said.display = bool(words)

    @work(group="draft")
    async def keep(self) -> None:
        await self.keep_now()

    async def keep_now(self) -> bool:
        """Keep what is typed, if anything is; False where this PC cannot."""
        self._typed_since = 0.0
        try:
            async with self.keeping:
                if self.is_ready:
                    await self._keep_fields(self.fields)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._say_unkept(f"This PC cannot keep a draft ({why}): save before you leave.")
            return False
        self._say_unkept("")
        return True

    def _say_unkept(self, why: str) -> None:
        """Stays below the form, whatever else is said there, until a draft is kept again."""
        if self.unkept != why:
            self.unkept = why
            self.tell_below(self.below, calm=self._calm)

    async def _keep_fields(self, fields: dict[str, str]) -> None:
        if fields != self.initial or (self.kept and self.draft.saved_at):
            self.kept = True
            await off_loop(drafts.keep, self.desk, replace(self.draft, fields=self.settled(fields)))
        elif not self.draft.saved_at:
            # All was taken back: there is nothing to offer again.
            await off_loop(drafts.discard, self.desk, self.draft.id)

    def settled(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The fields as a draft keeps them."""
        return settle_days(fields, [row.spec for row in self.rows], self.today)

    @work(group="back", exclusive=True)
    async def action_back(self) -> None:  # type: ignore[override]
        kept = await self.keep_now()
        if not kept and not await self._leave_all_the_same():
            return
        if kept and self.is_ready and self.fields != self.initial:
            self.tell(f"What you typed is kept. {self.again}")
        self.dismiss(self.on_record)

    async def _leave_all_the_same(self) -> bool:
        """Asked where a draft cannot be kept: nothing typed is lost without a yes."""
        question = Content("What you typed cannot be kept on this PC. Leave the form all the same?")
        answers = (("stay", "No, go back to the form"), ("leave", "Yes, leave and lose it"))
        return await self.app.push_screen_wait(ChooseScreen(question, answers)) == "leave"

    def tell_below(self, lines: list[Content], *, calm: bool = False) -> None:
        """Words between the form and the footer; none take no room. `calm` ones shout not."""
        self.below, self._calm = lines, calm
        lines = [*lines, show.line(self.unkept)] if self.unkept else lines
        shown = self.query_one("#problems", Static)
        shown.set_class(calm and not self.unkept, "-calm")
        shown.update(show.stacked(lines))
        shown.display = bool(lines)
