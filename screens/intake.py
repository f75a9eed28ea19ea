"""Logging a complaint, or correcting one: a form to be filled without a mouse.

What is typed is kept as a draft half a second after the last key, and offered again until it is
in the record: Esc by mistake, a crash or a closed terminal lose nothing.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Select, Static, TextArea

from complaintdesk.domain.case import Case, Intake
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.errors import CaseChanged, DeskError
from complaintdesk.domain.intake_form import (
    as_form,
    is_old,
    join,
    point_count,
    read_back,
    read_form,
    settle_days,
)
from complaintdesk.domain.rules import Problem
from complaintdesk.services import commands, drafts, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from screens import show
from screens.ask import ChooseScreen
from screens.base import FORM_KEYS, DeskScreen, off_loop
from screens.fields import (
    FieldRow,
    last_sections,
    point_fields,
    rows_of,
    sections,
    set_typed,
    typed,
    with_said,
)
from screens.read_back import question as question_of

_PAUSE = 0.5  # seconds after the last key until the draft is kept


class IntakeScreen(DeskScreen[str | None]):
    """The form. It returns the reference of the case that was saved, or None."""

    CSS_PATH = "intake.tcss"
    HELP = (
        "# The form\n\n`Tab` or `Enter` goes on, `Shift+Tab` back, `Enter` opens a list, where the "
        "first letters find. `F2` adds a point, `Ctrl+S` reads back and saves, `Esc` leaves and "
        "keeps what is typed. Dates: 21/11/2026, 21 Nov, yesterday."
    )
    BINDINGS = [
        *FORM_KEYS,
        Binding("ctrl+s", "save", "Save", id="save", tooltip="Read back, then save"),
        Binding("f2", "point", "Another point", id="point", tooltip="Add a point of complaint"),
        Binding("f1", "app.toggle_help", "Help", id="help-form", tooltip="The keys of this form"),
    ]  # fmt: skip

    def __init__(
        self, desk: Desk, draft: Draft, case: Case | None, today: date, focus: str
    ) -> None:
        super().__init__(desk)
        self.draft, self.case, self.today, self.first = draft, case, today, focus
        self.points = max(1, point_count(draft.fields))
        self._initial: dict[str, str] | None = None
        self._timer: Timer | None = None
        self._rows: tuple[FieldRow, ...] = ()  # found once: each key reads all of them
        self._said: dict[str, str] = {}
        self._keeping = asyncio.Lock()
        self._proposed, self._overruled = "", False

    def body(self) -> ComposeResult:
        title = f"Change the details of {self.draft.ref}" if self.case else "Log a complaint"
        yield Static(show.line(title), classes="title-bar")
        with VerticalScroll(id="form", can_focus=False):
            for heading, specs in sections({s: s for s in self.desk.file.services}):
                yield Static(Content(heading), classes="section")
                yield from with_said(specs, self.draft.fields)
            yield Static("Points of complaint", classes="section", id="points")
            for number in range(1, self.points + 1):
                yield from self._point_rows(number)
            for heading, specs in last_sections():
                yield Static(Content(heading), classes="section")
                yield from with_said(specs, self.draft.fields)
        yield Static(id="problems", classes="problems")

    def on_mount(self) -> None:
        self.app.clear_notifications()  # they would lie over the fields
        self.query_one("#problems").display = False
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._rows = tuple(rows_of(self))
        self._initial = self.fields
        code, service = self._initial["code"], self._initial["service"]
        self._proposed = self._proposal(service) if service else code
        self._overruled = code != self._proposed
        self._understand()
        self.query_one(f"#f-{self.first or 'received'}").focus()

    @property
    def fields(self) -> dict[str, str]:
        """The form as it stands."""
        return {row.spec.name: typed(row) for row in self._rows}

    @on(Input.Submitted)
    def go_on(self) -> None:
        self.focus_next()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def changed(self) -> None:
        if self._initial is None:
            return
        self._understand()
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self.keep)

    @on(Select.Changed, "#f-service")
    def propose_code(self, event: Select.Changed) -> None:
        """The service proposes the Code, as long as nobody has overruled it."""
        if self._initial is None:
            return
        self._proposed = self._proposal(str(event.value))
        if not self._overruled:
            self.query_one("#f-code", Select).value = self._proposed

    @on(Select.Changed, "#f-code")
    def note_overruling(self, event: Select.Changed) -> None:
        if self._initial is not None:
            code = event.select
            self._overruled = not code.is_blank() and code.value != self._proposed

    def _proposal(self, service: str) -> str:
        return self.desk.file.services.get(service, Code.GENERAL).value

    @work(group="draft")
    async def keep(self) -> None:
        await self.keep_now()

    async def keep_now(self) -> bool:
        """Keep what is typed, if anything is; False where this PC cannot."""
        if self._initial is None:
            return True
        try:
            async with self._keeping:
                await self._keep_fields(self.fields)
        except OSError as error:
            shown = self.query_one("#problems", Static)
            shown.update(
                show.line(f"This PC cannot keep a draft ({error.strerror}): save before you leave.")
            )
            shown.display = True
            return False
        return True

    async def _keep_fields(self, fields: dict[str, str]) -> None:
        if fields != self._initial:
            settled = settle_days(fields, self.today)
            kept = replace(self.draft, fields=settled)
            await off_loop(drafts.keep, self.desk, kept)
        elif not self.draft.saved_at:
            # All was taken back: there is nothing to offer again.
            await off_loop(drafts.discard, self.desk, self.draft.id)

    @work(group="back", exclusive=True)
    async def action_back(self) -> None:  # type: ignore[override]
        kept = await self.keep_now()
        if not kept and not await self._leave_all_the_same():
            return
        if kept and self.fields != self._initial:
            again = "e" if self.case else "n"
            self.tell(f"What you typed is kept. Press {again} to go on with it.")
        self.dismiss(None)

    async def _leave_all_the_same(self) -> bool:
        """Asked where a draft cannot be kept: nothing typed is lost without a yes."""
        question = Content("What you typed cannot be kept on this PC. Leave the form all the same?")
        answers = (("stay", "No, go back to the form"), ("leave", "Yes, leave and lose it"))
        return await self.app.push_screen_wait(ChooseScreen(question, answers)) == "leave"

    async def action_point(self) -> None:
        """Add an empty point after the last one and go there."""
        last = self.query_one(f"#row-responsibility_note_{self.points}")
        self.points += 1
        rows = self._point_rows(self.points)
        await self.query_one("#form").mount_all(rows, after=last)
        self._rows = tuple(rows_of(self))
        self.query_one(f"#f-point_{self.points}").focus()

    def action_save(self) -> None:
        if self.busy:
            return
        details, problems = read_form(self.fields, self.today)
        self._show_problems(problems)
        if details is not None:
            self.busy = True
            self.save(details)

    @work(group="save")
    async def save(self, details: Intake) -> None:
        try:
            question = await off_loop(question_of, self.desk, details, self.case)
            answers = (("save", "Yes, save it"), ("back", "No, go back to the form"))
            if await self.app.push_screen_wait(ChooseScreen(question, answers)) != "save":
                return
            outcome = await off_loop(self._save, details)
            await off_loop(drafts.discard, self.desk, self.draft.id)
        except DeskError as error:
            await self.keep_now()
            self.refuse(error)
            if isinstance(error, CaseChanged):
                await self._join()
            return
        finally:
            self.busy = False
        self._initial = self.fields
        self.tell(outcome.message)
        self.dismiss(outcome.ref)

    def _save(self, details: Intake) -> Outcome:
        if self.case:
            return commands.change_details(
                self.desk, self.case.ref, self.draft.version, details, self.draft.id
            )
        return commands.log_complaint(self.desk, details, self.draft.id)

    async def _join(self) -> None:
        """Take over what a colleague changed, and name what both did: ours stays, to be judged."""
        try:
            case = (await off_loop(queries.case, self.desk, self.draft.ref)).file.case
        except DeskError as error:
            self.refuse(error)
            return
        theirs, ours = as_form(case.details), self.fields
        joined, both = join(self.draft.base, ours, theirs)
        while self.points < point_count(joined):
            await self.action_point()
        for row in self._rows:
            if joined.get(row.spec.name, "") != ours.get(row.spec.name, ""):
                set_typed(row, joined.get(row.spec.name, ""))
        self.draft = replace(self.draft, base=theirs, version=case.version)
        self._say_joined(both, theirs)

    def _say_joined(self, both: tuple[str, ...], theirs: Mapping[str, str]) -> None:
        said = [Content("A colleague's changes are in the form now. Look, and save again.")]
        labels = {row.spec.name: row.spec.label for row in self._rows}
        for name in both:
            label = labels.get(name, name)
            said.append(show.line(f"{label}, theirs: “{theirs.get(name, '')}”. Yours stands."))
        shown = self.query_one("#problems", Static)
        shown.update(show.stacked(said))
        shown.display = True

    def _point_rows(self, number: int) -> list[FieldRow]:
        return [FieldRow(s, self.draft.fields.get(s.name, "")) for s in point_fields(number)]

    def _understand(self) -> None:
        """Say under each field what was understood, and ask for a decision on an old matter."""
        fields = self.fields
        for row in self._rows:
            if row.spec.is_day:
                self._say(row.spec.name, read_back(fields, row.spec.name, self.today))
        old = is_old(fields, self.today)
        for name in ("discretion", "discretion_reason"):
            self.query_one(f"#row-{name}").display = old or bool(fields[name])
        if old:
            code = PROFILES[Code(fields["code"] or Code.GENERAL)]
            self._say(
                "matter",
                f"{read_back(fields, 'matter', self.today)}: over 12 months before it came in, so "
                f"decide below ({code.cite(code.provision('twelve_months'))}). It is not refused "
                "by itself.",
            )

    def _say(self, name: str, words: str) -> None:
        said = self.query_one(f"#said-{name}", Static)
        if self._said.get(name) != words:
            self._said[name] = words
            said.update(show.line(words, "$text-muted"))
            said.display = bool(words)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        shown = self.query_one("#problems", Static)
        shown.display = bool(problems)
        if not problems:
            return
        count = f"{len(problems)} things to mend" if len(problems) > 1 else "One thing to mend"
        shown.update(
            show.stacked([Content(f"{count}:"), *(show.line(p.sentence) for p in problems[:4])])
        )
        for problem in problems:
            self.query_one(f"#row-{problem.field}").display = True
        self.query_one(f"#f-{problems[0].field}").focus()
