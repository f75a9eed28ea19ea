"""Logging a complaint, or correcting one: points, the Code that the service proposes, old matters.

What is saved is read back in words first; a colleague's changes join the form.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Select, Static

from complaintdesk.domain.case import Case, Intake
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import form_alone
from complaintdesk.domain.intake_form import as_form, is_old, point_count, read_form
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import commands, drafts, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from screens import show
from screens.ask import ChooseScreen
from screens.base import off_loop
from screens.fields import FieldRow, set_typed, with_said
from screens.intake_fields import last_sections, point_fields, sections
from screens.joining import ON_COLLEAGUES, CaseNow, JoiningScreen
from screens.read_back import question as question_of

_WHOSE = {"complainant": "Complainant", "representative": "Representative"}


class IntakeScreen(JoiningScreen):
    """The form in which a complaint is logged or its details are corrected."""

    HELP = (
        "# The form\n\n`Tab` or `Enter` goes on, `Shift+Tab` back, `Enter` opens a list, where the "
        "first letters find. `F2` adds a point, `Ctrl+S` reads back and saves, `Esc` leaves and "
        "keeps what is typed. Dates: 21/11/2026, 21 Nov, yesterday.\n\nA request for service asks "
        "for something to be put right. Dissatisfaction, however it is said, is a complaint."
    ) + ON_COLLEAGUES
    BINDINGS = [
        Binding("ctrl+s", "save", "Save", id="save", tooltip="Read back, then save"),
        Binding("f2", "point", "Another point", id="point", priority=True,
                tooltip="Add a point of complaint"),
    ]  # fmt: skip

    def __init__(
        self, desk: Desk, draft: Draft, case: Case | None, today: date, focus: str
    ) -> None:
        super().__init__(desk, draft, today, focus)
        self.case = case
        self.again = f"Press {'e' if case else 'n'} to go on with it."
        self.points = max(1, point_count(draft.fields))
        self._proposed, self._overruled = "", False

    def heading(self) -> Content:
        if self.case:
            return show.line(f"Change the details of {self.draft.ref}")
        linked = self.draft.fields.get("link_ref", "")
        return show.line(f"Log a case linked to {linked}" if linked else "Log a complaint")

    def who_is_it(self) -> Content:
        name = self.case.details.complainant.name if self.case else ""
        return Content.assemble(self.heading(), "  ·  ", show.line(name))

    def called(self, spec: FieldSpec) -> str:
        """With whose it is: there may be two phones and two addresses."""
        whose = _WHOSE.get(spec.name.partition("_")[0])
        return f"{whose}: {spec.label}" if whose else super().called(spec)

    def asks(self) -> ComposeResult:
        for heading, specs in sections({s: s for s in self.desk.file.services}):
            yield Static(Content(heading), classes="section")
            yield from with_said(specs, self.draft.fields)
        yield Static("Points of complaint", classes="section", id="points")
        for number in range(1, self.points + 1):
            yield from self._point_rows(number)
        for heading, specs in last_sections():
            yield Static(Content(heading), classes="section")
            yield from with_said(specs, self.draft.fields)

    def begin(self) -> None:
        self.find_rows()
        code, service = self.fields["code"], self.fields["service"]
        self._proposed = self._proposal(service) if service else code
        self._overruled = code != self._proposed
        super().begin()

    @on(Select.Changed, "#f-service")
    def propose_code(self, event: Select.Changed) -> None:
        """The service proposes the Code, as long as nobody has overruled it."""
        if not self.is_ready:
            return
        self._proposed = self._proposal(str(event.value))
        if not self._overruled:
            self.query_one("#f-code", Select).value = self._proposed

    @on(Select.Changed, "#f-code")
    def note_overruling(self, event: Select.Changed) -> None:
        if self.is_ready:
            code = event.select
            self._overruled = not code.is_blank() and code.value != self._proposed

    def _proposal(self, service: str) -> str:
        return self.desk.file.services.get(service, Code.GENERAL).value

    async def action_point(self) -> None:
        """Add an empty point after the last one and go there."""
        last = self.query_one(f"#row-responsibility_note_{self.points}")
        self.points += 1
        await self.query_one("#form").mount_all(self._point_rows(self.points), after=last)
        self.find_rows()
        self.go_to(f"point_{self.points}")

    def understand(self) -> None:
        """Ask also for a decision on an old matter."""
        super().understand()
        fields = self.fields
        old = is_old(fields, self.today)
        for name in ("discretion", "discretion_reason"):
            self.query_one(f"#row-{name}").display = old or bool(fields[name])

    def understood(self, spec: FieldSpec, fields: Mapping[str, str]) -> str:
        words = super().understood(spec, fields)
        if spec.name != "matter" or not is_old(fields, self.today):
            return words
        code = PROFILES[Code(fields["code"] or Code.GENERAL)]
        return (
            f"{words}: over 12 months before it came in, so decide below "
            f"({code.cite(code.provision('twelve_months'))}). It is not refused by itself."
        )

    async def deed(self) -> Outcome | None:
        details, problems = read_form(form_alone(self.fields), self.today)
        self.show_problems(problems)
        if details is None:
            return None
        question = await off_loop(question_of, self.desk, details, self.case)
        answers = (("save", "Yes, save it"), ("back", "No, go back to the form"))
        if await self.app.push_screen_wait(ChooseScreen(question, answers)) != "save":
            return None
        return await off_loop(self._save, details)

    def _save(self, details: Intake) -> Outcome:
        if self.case:
            return commands.change_details(
                self.desk, self.case.ref, self.draft.version, details, self.draft.id
            )
        return commands.log_complaint(self.desk, details, self.draft.id, self._link())

    def _link(self) -> Link | None:
        """The case that this one comes out of, where it does."""
        ref, kind = (self.draft.fields.get(f"link_{part}", "") for part in ("ref", "kind"))
        return Link(ref, LinkKind(kind)) if ref and kind in set(LinkKind) else None

    async def go_on_after(self) -> str:
        """A complaint that is logged now has its details changed by what was typed since."""
        try:
            now = await off_loop(self.read_case_now)
        except DeskError as error:
            return str(error)
        self.draft = drafts.gone_on(self.draft, now.base, now.version, str(now.seen))
        self.case, self.again = now.of, "Press e on the case to go on with it."
        self.query_one(".title-bar", Static).update(self.heading())
        return ""

    def read_now(self, seen: int) -> CaseNow:
        case = queries.case(self.desk, self.draft.ref).file.case
        # A point that was taken out meanwhile is empty now: the form has a place for it still.
        base = {**dict.fromkeys(self.draft.base, ""), **as_form(case.details)}
        return CaseNow(base, case.version, seen, case)

    async def lay_now(self, now: CaseNow, fields: Mapping[str, str]) -> None:
        """Put what a colleague changed into the fields, with a row for each point of theirs."""
        ours = self.fields
        while self.points < point_count(fields):
            await self.action_point()
        for row in self.rows:
            if fields.get(row.spec.name, "") != ours.get(row.spec.name, ""):
                set_typed(row, fields.get(row.spec.name, ""))
        self.draft = replace(self.draft, fields=fields)

    def _point_rows(self, number: int) -> list[FieldRow]:
        return [FieldRow(s, self.draft.fields.get(s.name, "")) for s in point_fields(number)]
