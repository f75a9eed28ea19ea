"""What the screens of a case share: the menu of what can be done, a task by name, and undo."""

from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.binding import Binding
from textual.content import Content

from complaintdesk.domain.errors import DeskError
from complaintdesk.services.following import in_one_line
from screens import show
from screens.ask import ChooseScreen
from screens.base import DeskScreen, off_loop
from screens.held_keys import Opening, held, open_above

if TYPE_CHECKING:
    from complaintdesk.services.desk import Desk
    from screens.watch import Seen


def case_keys(*, undo: bool = True) -> tuple[Binding, ...]:
    """What can be done with a case; whether the footer has room for undoing it."""
    return (
        Binding("d", "do", "Do…", id="do", tooltip="Everything that can be done with this case"),
        Binding("u", "undo", "Undo", id="undo", show=undo,
                tooltip="Undo the last thing you did"),
    )  # fmt: skip


def letter_keys(*, acknowledge: bool) -> tuple[Binding, ...]:
    """The keys of letters; whether the footer has room for the one that acknowledges."""
    return (
        Binding("a", "acknowledge", "Acknowledge", id="acknowledge", show=acknowledge,
                tooltip="The letter that acknowledges this case at its stage"),
        Binding("l", "case_letters", "Letters", id="case-letters",
                tooltip="Every letter, those that fit now first, and by when they go"),
    )  # fmt: skip


_ANSWERS = (("back", "No, leave it as it is"), ("undo", "Yes, undo it"))


class DoesTasks(DeskScreen[Any]):
    """A screen with a case on it. It reads again by itself when it is on top again."""

    @property
    def case_ref(self) -> str | None:
        """The case that a task is done on, or None where there is none."""
        raise NotImplementedError

    def undone(self, ref: str) -> None:
        """Show the case on which something was undone."""
        raise NotImplementedError

    async def on_key(self, event: events.Key) -> None:
        """Do each key in its turn; those behind one that opened a screen are meant for that."""
        keys, way = held(self), self.focused
        if keys:
            keys.put_aside(event)
        elif not self.is_active:
            keys.send_back(event)
        elif await self.app._check_bindings(event.key):
            event.stop()
            event.prevent_default()
            if self.app.screen is not self or self.focused is not way:
                keys.hold_behind(self, way)

    def action_do(self) -> None:
        if self.case_ref and self.is_active:  # a second key on its way opens no second list
            from screens.menu import MenuScreen

            self.app.push_screen(MenuScreen(self.desk, self.case_ref))

    def open_task(self, name: str) -> None:
        """Open a task by its name; the palette does."""
        if self.case_ref:
            from screens.task import open_task

            open_task(self, self.case_ref, name)

    def action_case_letters(self) -> None:
        if self.case_ref:
            self._list_letters(self.case_ref)

    def _list_letters(self, ref: str) -> None:
        if self.is_active:
            from screens.letters import LettersScreen

            self.app.push_screen(LettersScreen(self.desk, ref))

    def open_letter(self, kind: str) -> None:
        """Open a letter by its kind; the palette does."""
        if self.case_ref:
            from screens.letter_opening import open_letter

            open_letter(self, self.case_ref, kind)

    def action_acknowledge(self) -> None:
        """The letter that acknowledges the stage; where none fits now, the list says why."""
        if ref := self.case_ref:
            # Of the case that it was asked for, wherever the cursor is by then.
            open_above(self, partial(self._acknowledge, ref))

    async def _acknowledge(self, ref: str, opening: Opening) -> None:
        from complaintdesk.services import letter_desk
        from screens.letter_opening import show_letter

        try:
            kind = await off_loop(letter_desk.acknowledgement, self.desk, ref)
        except DeskError as error:
            self.refuse(error)
            return
        if kind:
            await show_letter(self, ref, kind, None, opening)
        else:
            self._list_letters(ref)

    def action_undo(self) -> None:
        if not self.busy:
            self.busy = True
            open_above(self, self._undo, group="save", exclusive=False)

    async def _undo(self, opening: Opening) -> None:
        from complaintdesk.services import undoing

        try:
            last = await off_loop(undoing.last, self.desk)
            if last is None:
                self.tell("Nothing that you did here since you began is left to undo.")
                return
            question = _question(last.ref, last.what)
            answer = await opening.ask(ChooseScreen(question, _ANSWERS))
            opening.release()
            if answer != "undo":
                return
            outcome = await off_loop(undoing.undo, self.desk)
        except DeskError as error:
            self.refuse(error)
            return
        finally:
            self.busy = False
        self.tell(outcome.message)
        self.undone(outcome.ref)


class OneCaseScreen(DoesTasks):
    """A screen of one case. What a colleague does to it is shown at once, and said with who."""

    def __init__(self, desk: "Desk", ref: str) -> None:
        super().__init__(desk)
        self.ref = ref

    def load(self) -> object:
        """Read the case again and show it; the page stays where it is."""
        raise NotImplementedError

    @property
    def case_ref(self) -> str | None:
        return self.ref

    @property
    def open_ref(self) -> str:
        return self.ref

    def undone(self, ref: str) -> None:
        self.load()

    def on_screen_resume(self) -> None:
        self.load()

    def looked(self, seen: "Seen", *, changed: bool) -> None:
        if not (changed and self.is_active):
            return
        self.load()
        if theirs := tuple(each for each in seen.news if each.about == self.ref):
            self.tell(f"{in_one_line(theirs)}. It is shown here now.")


def _question(ref: str, what: str) -> Content:
    about = show.line(f"{ref}: {what.rstrip('.')}?")
    return Content.assemble(("Undo this on ", "bold"), about)
