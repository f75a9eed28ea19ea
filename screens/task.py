"""One task on a case: its form, and where the Code asks otherwise the reasons for going on.

What was half written before is simply there again when the task is opened; F4 starts afresh.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import Concern, DeskError, Unconfirmed
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import SEEN, form_alone
from complaintdesk.domain.tasks.linked import LINKED
from complaintdesk.services import drafts, task_desk
from complaintdesk.services.desk import Desk, today_in_london
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from complaintdesk.services.task_desk import TaskForm
from screens import show
from screens.base import DeskScreen, off_loop
from screens.fields import FieldRow, with_said
from screens.held_keys import Opening, open_above
from screens.joining import ON_COLLEAGUES, CaseNow, JoiningScreen
from screens.kept import refuse_or_show
from screens.task_draft import base_of, begun, fresh_draft, joined

_WHY = "why_"  # in front of a concern's key: the field that its reason is typed in
_FORCE = {"must": "a breach", "should": "a departure"}


class TaskScreen(JoiningScreen):
    """The form of one task. It returns the case that was changed, or None."""

    HELP = (
        "# A task\n\n`Tab` or `Enter` goes on, `Shift+Tab` back, `Enter` opens a list, where the "
        "first letters find. `Ctrl+S` does it, `Esc` leaves and keeps what is typed, `F4` starts "
        "afresh where something was half written. Dates: 21/11/2026, 21 Nov, yesterday."
    ) + ON_COLLEAGUES
    BINDINGS = [
        Binding("ctrl+s", "save", "Do it", id="save", tooltip="Do what this form is for"),
        Binding("f4", "afresh", "Afresh", id="afresh", show=False,
                tooltip="Put what is typed aside, or bring it back"),
    ]  # fmt: skip
    again = "It is there again when you choose this task."

    def __init__(self, desk: Desk, form: TaskForm, draft: Draft, today: date) -> None:
        super().__init__(desk, draft, today)
        self.form, self.case = form, form.case
        self._aside: _Half | None = None
        self._refused_once = False
        self._asked: set[str] = set()  # the reasons that were asked for, so seen, on this form
        if draft.saved_at:
            self._aside = (fresh_draft(desk, form, draft.fields[SEEN]), None, False)

    def heading(self) -> Content:
        name = self.case.details.complainant.name
        return show.line(f"{self.case.ref}  ·  {self.form.title}  ·  {name}")

    def asks(self) -> ComposeResult:
        yield Static(show.plain(self.form.note), classes="note", id="note")
        yield Static(_again(self.draft), id="again")
        yield Vertical(*with_said(self.form.fields, self.draft.fields), id="fields")
        yield Vertical(id="concerns")

    def on_mount(self) -> None:
        self.query_one("#again").display = bool(self._aside)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "afresh":
            return self._aside is not None
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        none = "Nothing was half written when this form was opened."
        return none if action == "afresh" else super().why_not(action)

    async def action_afresh(self) -> None:
        """Put what is typed aside for a fresh form; once more brings it back."""
        if self.busy or self._aside is None or not await self.keep_now():
            return
        async with self.keeping:  # what is half laid out is not kept
            typed = replace(self.draft, fields=self.fields)
            here = (typed, self.initial, self.kept)
            (self.draft, self.initial, self.kept), self._aside = self._aside, here
            self._catch_up_draft(typed)
            values = self.draft.fields
            self._asked.clear()
            await self._lay("#concerns", (), values)
            await self.lay_fields(values)
            self.initial = self.initial or self.fields
        self.query_one("#again", Static).update(_again(self.draft, typed))
        self.refresh_bindings()
        self.compare_waiting()

    def _catch_up_draft(self, other: Draft) -> None:
        """Join what lay aside to the case, where a colleague changed it in the meantime."""
        if self.draft.version != self.case.version:
            fresh = fresh_draft(self.desk, self.form, other.fields[SEEN])
            self.draft = joined(self.draft, fresh)

    async def deed(self) -> Outcome | None:
        return await off_loop(self._perform, self.shown())

    def shown(self) -> dict[str, str]:
        """What goes with the deed: no reason from another day that was not asked for now."""
        fields = form_alone(self.fields).items()
        return {n: t for n, t in fields if n in self._asked or not n.startswith(_WHY)}

    def _perform(self, fields: dict[str, str]) -> Outcome:
        case, name = self.case, self.form.name
        return task_desk.perform(self.desk, case.ref, case.version, name, fields, self.draft.id)

    async def go_on_after(self) -> str:
        try:
            now = await off_loop(self.read_case_now)
        except DeskError as error:
            return str(error)
        self.draft = drafts.gone_on(self.draft, now.base, now.version, str(now.seen))
        if self.draft.version == now.version:
            self.form, self.case = now.of, now.of.case
        return ""

    async def let_go(self) -> None:
        if self._aside:
            await off_loop(drafts.discard, self.desk, self._aside[0].id)
        await super().let_go()

    def done_words(self, outcome: Outcome) -> str:
        return f"{outcome.message.rstrip('.')}. u undoes it."

    async def stopped(self, error: DeskError) -> None:
        if isinstance(error, Unconfirmed):
            await self._ask_reasons(error.concerns)
        else:
            await super().stopped(error)

    async def _ask_reasons(self, concerns: Sequence[Concern]) -> None:
        """Show what the Code asks, each with a field.

        A reason that is not asked for any more stays in the draft: it may be asked for again.
        """
        fields = self.fields
        await self._lay("#concerns", _reasons(self.case, concerns, fields), fields)
        names = [_WHY + concern.key for concern in concerns]
        self._asked.update(names)
        empty = [name for name in names if not fields.get(name, "").strip()]
        again = self._refused_once and bool(empty)
        self._refused_once = True
        if again:
            self.tell_below([Content("Give a reason at each, or change what you typed.")])
        self.go_to((empty or names)[0])

    def read_form(self) -> TaskForm:
        """The form as the case is now; called off the event loop."""
        return task_desk.form(self.desk, self.case.ref, self.form.name)

    def read_now(self, seen: int) -> CaseNow:
        form = self.read_form()
        return CaseNow(base_of(form), form.case.version, seen, form)

    async def lay_now(self, now: CaseNow, fields: Mapping[str, str]) -> None:
        """The fields anew, unless they are the same and hold the same."""
        ours, form = self.fields, now.of
        names = [spec.name for spec in form.fields]
        is_same = form.fields == self.form.fields and all(fields[n] == ours.get(n) for n in names)
        self.form, self.case = form, form.case
        self.draft = replace(self.draft, fields=fields)
        if not is_same:
            await self.lay_fields(fields)

    async def lay_fields(self, values: Mapping[str, str]) -> None:
        """Lay the fields out anew with these values, and stay on the same one."""
        here = self.focused.id if self.focused else ""
        self.said.clear()
        await self._lay("#fields", with_said(self.form.fields, values), values)
        self.understand()
        names = [row.spec.name for row in self.rows]
        self.go_to(next((n for n in names if f"f-{n}" == here), names[0] if names else ""))

    async def _lay(self, part: str, widgets: Iterable[Widget], values: Mapping[str, str]) -> None:
        """Put a part of the form anew; until it is there the draft holds what is typed."""
        self.draft, self.rows = replace(self.draft, fields=values), ()
        place = self.query_one(part)
        async with self.batch():  # a field half taken away cannot be painted
            await place.remove_children()
            await place.mount_all(widgets)
        self.find_rows()


# A draft that is on the screen or aside, what it began with, and whether it is on the disk.
_Half = tuple[Draft, dict[str, str] | None, bool]


def open_task(
    screen: DeskScreen[Any],
    ref: str,
    name: str,
    done: Callable[[str | None], None] | None = None,
) -> None:
    """Open the form of a task on a case, with what was half written before put back."""
    if name in LINKED:
        from screens.offer import open_linked

        open_linked(screen, ref, name, done)
        return

    async def open_it(opening: Opening) -> None:
        try:
            form, draft, today = await off_loop(_prepare, screen.desk, ref, name)
        except DeskError as error:
            await refuse_or_show(screen, ref, name, error)
            return
        if screen.is_active:
            await opening.show(TaskScreen(screen.desk, form, draft, today), done)

    open_above(screen, open_it)


def _prepare(desk: Desk, ref: str, name: str) -> tuple[TaskForm, Draft, date]:
    desk.refuse_carrying_on()
    form = task_desk.form(desk, ref, name)
    return form, begun(desk, form), desk.today()


def _reasons(case: Case, concerns: Sequence[Concern], fields: Mapping[str, str]) -> list[Widget]:
    profile = case.profile
    asks = (
        f"The {profile.title} asks otherwise: give a reason to go on, it goes on record as "
        f"{_FORCE[profile.force]}."
    )
    widgets: list[Widget] = [Static(Content(asks), classes="section")]
    for concern in concerns:
        name = _WHY + concern.key
        spec = FieldSpec(name, "Reason", "why it is done all the same", lines=2)
        widgets.append(Static(show.plain(concern.sentence)))
        widgets.append(FieldRow(spec, fields.get(name, "")))
    return widgets


def _again(draft: Draft, aside: Draft | None = None) -> Content:
    if draft.saved_at:
        return show.line(f"What you typed {_day(draft)} is here again. F4 starts afresh.")
    if aside is None:
        return Content("")
    return show.line(
        f"Afresh. F4 brings back what you typed {_day(aside)}; doing this lets that go."
    )


def _day(draft: Draft) -> str:
    """The day on which it was kept; a damaged file may name none."""
    try:
        return f"on {in_words(today_in_london(datetime.fromisoformat(draft.saved_at)))}"
    except (ValueError, OverflowError):
        return "before"
