"""Forms about a case that a colleague may change meanwhile: nothing typed is lost by either.

A save that a colleague's change came before is refused. The form is then read again and joined to
what is typed; of what both changed the officer is shown both texts and chooses, and saves after
that. Whatever is not chosen stays beside the form, in the draft too, until it is saved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textual import work
from textual.binding import Binding
from textual.content import Content

from complaintdesk.domain import half_written
from complaintdesk.domain.errors import CaseChanged, DeskError
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import COMPARED_FROM, SEEN, TO_COMPARE, Meeting, Side
from complaintdesk.services.since import News, lines_seen, since
from screens import show
from screens.base import off_loop
from screens.conflict import Compared, Comparison, ConflictScreen
from screens.fields import set_typed
from screens.form import WAITS, FormScreen

ON_COLLEAGUES = (
    "\n\nWhere a colleague saved the case first, you are shown both texts and choose; `F8` shows "
    "them again until you save. After a save that did not get through, `F9` tries again."
)
_NAMED = 6  # fields named in one line


@dataclass(frozen=True, slots=True)
class CaseNow:
    """The case as it is now: what its form proposes, at which version, and how far it was read.

    `of` is whatever the form was made from.
    """

    base: Mapping[str, str]
    version: int
    seen: int
    of: Any


class JoiningScreen(FormScreen):
    """A form of a case: how that is read again (`read_now`) and put into the form (`lay_now`)."""

    BINDINGS = [
        Binding("f8", "compare", "Compare", id="compare",
                tooltip="Your texts beside a colleague's, to choose from"),
    ]  # fmt: skip

    def read_now(self, seen: int) -> CaseNow:
        """The case as it is now, for this form; called off the event loop."""
        raise NotImplementedError

    async def lay_now(self, now: CaseNow, fields: Mapping[str, str]) -> None:
        """Put these values into the form, as the case now is."""
        raise NotImplementedError

    async def stopped(self, error: DeskError) -> None:
        """Say why it was not done, where no colleague has to do with it."""
        await super().refused(error)

    def who_is_it(self) -> Content:
        """The case and the complainant, above the question."""
        return self.heading()

    def called(self, spec: FieldSpec) -> str:
        """What a field is called where it does not stand among its neighbours in the form."""
        label, number = spec.label.strip(), spec.name.rpartition("_")[2]
        is_named = label.startswith("Point") or not number.isdecimal()
        return label if is_named else f"Point {number}: {label}"

    def begin(self) -> None:
        super().begin()
        self.compare_waiting()

    def compare_waiting(self) -> None:
        """Ask, where both changed something and nobody has looked at it yet."""
        if self.draft.fields.get(TO_COMPARE):
            self.action_compare()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "compare":
            return bool(half_written.sides(self.draft.fields))
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        none = "No colleague has changed what you changed here."
        return none if action == "compare" else super().why_not(action)

    # A save that a colleague's change came before.

    async def refused(self, error: DeskError) -> None:
        is_away = isinstance(error, WAITS) or not self.draft.ref
        news = News("", ()) if is_away else await self.news_so_far()
        if news.deeds or isinstance(error, CaseChanged):
            await self._join(news)
        else:
            await self.stopped(error)

    async def news_so_far(self) -> News:
        """What was done to the case since it was read for this form; it may be why it refused."""
        return await self._since(self.fields.get(SEEN, ""))

    async def _since(self, seen: str) -> News:
        ref = self.draft.ref
        try:
            return await off_loop(since, self.desk, ref, int(seen)) if seen else News(ref, ())
        except (DeskError, ValueError):  # a damaged draft, or a store that is just being written
            return News(ref, ())

    async def _join(self, news: News) -> None:
        """Take over the case as it is now; what is typed stays and is joined to it."""
        try:
            now = await off_loop(self.read_case_now)
        except DeskError as error:
            self.no_room(news, error)
            return
        met = await self.take_over(now)
        chosen = await self._ask(news, met.kept) if met.both or met.homeless else False
        self.say_joined(news, met, chosen=chosen)
        await self.keep_now()

    def no_room(self, news: News, error: DeskError) -> None:
        """It cannot be done any more: say who did what, and what becomes of the text."""
        kept = "" if self.unkept else " and is kept as a draft, to be read and copied"
        self.tell_below(
            [
                show.line(news.sentence()),
                show.line(str(error)),
                Content(f"What you typed stays here{kept}."),
            ]
        )

    def read_case_now(self) -> CaseNow:
        """The case as it is now, with how far its history was read; called off the event loop."""
        # The history first: a change between the two is told twice rather than never.
        return self.read_now(lines_seen(self.desk, self.draft.ref))

    async def take_over(self, now: CaseNow) -> Meeting:
        """Join what is typed to the case as it is now; what both changed stays beside the form."""
        met = half_written.meet(self.draft.base, self.fields, now.base)
        fields = half_written.with_sides(met, now.base) | {SEEN: str(now.seen)}
        self.initial = {**self.fields, **now.base, SEEN: str(now.seen)}
        await self.lay_now(now, fields)
        self.draft = replace(self.draft, base=now.base, version=now.version)
        self.refresh_bindings()
        return met

    def say_joined(self, news: News, met: Meeting, *, chosen: bool = False) -> None:
        """Say below the form who changed the case, and what became of it here."""
        said, taken = [show.line(news.sentence())], self.labels(met.taken)
        if taken:
            more = f" and {len(taken) - _NAMED} more" if len(taken) > _NAMED else ""
            said.append(show.line(f"Taken over: {', '.join(taken[:_NAMED])}{more}."))
        if met.both or met.homeless:
            stands = "Your choice is in the form" if chosen else "Yours stands"
            said.append(Content(f"{stands}; F8 compares again. Look, and save again."))
        else:
            said.append(Content("It is joined to what you typed. Look, and save again."))
        self.tell_below(said, calm=True)

    def labels(self, names: Sequence[str]) -> tuple[str, ...]:
        """What fields are called on this form; those that it does not show are left out."""
        called = {row.spec.name: self.called(row.spec) for row in self.rows}
        return tuple(called[name] for name in names if name in called)

    # Both texts side by side.

    def action_compare(self) -> None:
        if self.is_ready and not self.busy:
            self.busy = True
            self.compare()

    @work(group="save")
    async def compare(self) -> None:
        """Show both texts again, and put what is chosen into the form."""
        try:
            fields = self.draft.fields
            news = await self._since(fields.get(COMPARED_FROM, ""))
            changed = [n for n, text in self.draft.base.items() if self.fields.get(n, "") != text]
            beside = {side.name for side in half_written.sides(fields)}
            await self._ask(news, [name for name in changed if name not in beside])
            await self.keep_now()
        finally:
            self.busy = False

    async def _ask(self, news: News, kept: Sequence[str]) -> bool:
        """Let the officer choose; whether anything in the form is another text after it."""
        shown = self._comparison(news, kept)
        chosen = await self.app.push_screen_wait(ConflictScreen(shown)) or {}
        fields = {k: v for k, v in self.draft.fields.items() if k != TO_COMPARE}
        self.draft = replace(self.draft, fields=fields)
        for row in self.rows:
            if row.spec.name in chosen:
                set_typed(row, chosen[row.spec.name])
        return bool(chosen)

    def _comparison(self, news: News, kept: Sequence[str]) -> Comparison:
        fields, specs = self.fields, {row.spec.name: row.spec for row in self.rows}
        found = half_written.sides(fields)
        here = {side.name: side for side in found if side.name in specs}
        return Comparison(
            self.who_is_it(),
            news,
            tuple(self._compared(here[n], spec, fields) for n, spec in specs.items() if n in here),
            tuple((_named(side.name), side.yours) for side in found if side.name not in specs),
            self.labels(half_written.taken_over(fields)),
            self.labels(kept),
            self.desk.training,
        )

    def _compared(self, side: Side, spec: FieldSpec, fields: Mapping[str, str]) -> Compared:
        now, theirs = fields.get(side.name, ""), side.theirs or ""
        return Compared(self.called(spec), spec, theirs, side.yours, side.before, now)


def _named(name: str) -> str:
    """A field that no form has any more, by the name it was kept under."""
    return name.replace("_", " ").capitalize()
