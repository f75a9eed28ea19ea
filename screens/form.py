"""What every form about a case shares beside its fields and its draft: it is saved.

What is typed while a save runs is in no change yet: it stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from textual import events, on, work
from textual.binding import Binding
from textual.content import Content

from complaintdesk.domain.errors import (
    DeskError,
    DeskUnusable,
    FormRefused,
    Problem,
    ShareUnavailable,
    StoreBusy,
)
from complaintdesk.domain.half_written import (
    form_alone,
    is_beside,
    tried_too,
)
from complaintdesk.services import drafts
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from screens import show
from screens.base import off_loop
from screens.kept_form import KeptForm

_TOLD = 4  # problems told at once; the rest would push the fields off a small terminal
_SLOW = 1.0  # seconds of saving after which it is said that it goes on
_SAVING = [Content("One moment … The desk's folder takes its time.")]
WAITS = (ShareUnavailable, StoreBusy)  # what passes by itself, so that it is only tried again
_UNCERTAIN = (ShareUnavailable, DeskUnusable)  # after these a change may be in the record


class FormScreen(KeptForm):
    """A form that is for one deed (`deed`). It returns the case that was saved, or None."""

    BINDINGS = [
        Binding("ctrl+s", "save", "Save", id="save", tooltip="Save what is typed"),
        Binding("f9", "try_again", "Try again", id="try-again",
                tooltip="Save what could not be saved before"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, draft: Draft, today: date, focus: str = "") -> None:
        super().__init__(desk, draft, today, focus)
        self.waits = False  # whether a save waits for the share, or for another window

    async def deed(self) -> Outcome | None:
        """Do what the form is for; None where the officer thought better of it."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "try_again":
            return self.waits
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        nothing = "Nothing waits to be saved again."
        return nothing if action == "try_again" else super().why_not(action)

    def action_try_again(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        if self.is_ready and not self.busy:
            self.busy = True
            self.save()

    @work(group="save")
    async def save(self) -> None:
        slow = self.set_interval(_SLOW, self._say_saving)
        try:
            await self._save_once()
        finally:
            slow.stop()
            self.busy = False
            self._unsay_saving()

    def _say_saving(self) -> None:
        """Not behind a question, which waits for the officer, nor over what says more."""
        if self.is_active and not self.below:
            self.tell_below(_SAVING, calm=True)

    @on(events.ScreenSuspend)
    def _unsay_saving(self) -> None:
        """Once it is done, or where a question is asked first."""
        if self.below == _SAVING and self.query("#problems"):
            self.tell_below([])

    async def _save_once(self) -> None:
        sent, before = self.sent(), self.draft.tried
        self.draft = replace(self.draft, tried=tried_too(before, sent))
        self.wait(False)
        try:
            self.show_problems(())
            outcome = await self.deed()
        except DeskError as error:
            if not isinstance(error, _UNCERTAIN):
                self.draft = replace(self.draft, tried=before)
            await self.keep_now()
            await self.refused(error)
            return
        if outcome is None:
            self.draft = replace(self.draft, tried=before)
        else:
            # An earlier try holds what went out then, whatever stands here now.
            await self._done(outcome, sent if before is None or not outcome.earlier else before)

    def sent(self) -> dict[str, str]:
        """The form as it goes out, without what is only kept beside it."""
        return form_alone(self.settled(self.fields))

    async def _done(self, outcome: Outcome, on_record: Mapping[str, str]) -> None:
        """Leave, but not with anything that was typed after what is on record now."""
        if self.sent() == on_record:
            await self.let_go()
        if self.sent() == on_record:
            self.leave(outcome)
        else:
            await self._stay(outcome, on_record)

    async def _stay(self, outcome: Outcome, on_record: Mapping[str, str]) -> None:
        """Go on with what was typed since, which is the draft of another change from now on."""
        old, self.on_record = self.draft, outcome.ref
        counted = replace(old, tried=on_record, saved_at="")
        self.draft = drafts.typed_since(counted, outcome.ref, self.today, self.desk.make_id())
        why_not = await self.go_on_after()
        beside = {name: text for name, text in self.fields.items() if is_beside(name)}
        self.initial = {**beside, **on_record}
        if kept := await self.keep_now():
            await off_loop(drafts.discard, self.desk, old.id)
        before = f"{outcome.ref} was saved by the try before."
        said = [show.line(before if outcome.earlier else outcome.message)]
        stays = "It stays here and is kept" if kept else "It stays here"
        said.append(Content(f"What you typed since is not in it. {stays}, not saved yet."))
        self.tell_below([*said, *([show.line(why_not)] if why_not else [])], calm=True)

    async def go_on_after(self) -> str:
        """Take over what the save changed; why what was typed since cannot be saved, or ""."""
        return ""

    async def refused(self, error: DeskError) -> None:
        """Say why it was not done; the form stays as typed."""
        if isinstance(error, FormRefused):
            self.show_problems(error.problems)
            return
        said = [show.line(str(error))]
        if isinstance(error, WAITS):
            self.wait(True)
            lost = "" if self.unkept else " and nothing is lost"
            said.append(Content(f"What you typed waits here{lost}. F9 tries again."))
        self.tell_below(said, calm=self.waits)

    def wait(self, waits: bool) -> None:
        """Offer the key that tries again, for as long as there is something to try again."""
        self.waits = waits
        self.refresh_bindings()

    async def saved(self, outcome: Outcome) -> None:
        """Let the draft go, say what was done and leave."""
        await self.let_go()
        self.leave(outcome)

    async def let_go(self) -> None:
        """Take the draft away, and keep none any more."""
        async with self.keeping:
            self.initial = None
            await off_loop(drafts.discard, self.desk, self.draft.id)

    def leave(self, outcome: Outcome) -> None:
        self.tell(self.done_words(outcome))
        self.dismiss(outcome.ref)

    def done_words(self, outcome: Outcome) -> str:
        """What is said once it is done."""
        return outcome.message

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Name what stops the form, below it, and go to the first field that has to be mended."""
        count = f"{len(problems)} things to mend:" if len(problems) > 1 else "One thing to mend:"
        told = [show.line(problem.sentence) for problem in problems[:_TOLD]]
        self.tell_below([Content(count), *told] if told else [])
        names = {row.spec.name for row in self.rows}
        mend = [problem.field for problem in problems if problem.field in names]
        for name in reversed(mend):
            self.go_to(name)
