"""A list that letters narrow: what is typed stands above it, and arrows move in it meanwhile."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.searched import folded
from complaintdesk.services import drafts
from complaintdesk.services.desk import Desk
from screens import show
from screens.base import FORM_HELP, DeskScreen, LeavesOnce, off_loop
from screens.moving import move, page_moves
from screens.typed_line import TypedLine, TypedLineScreen

_T = TypeVar("_T")
_R = TypeVar("_R")


class NarrowedList(LeavesOnce[_R], TypedLineScreen[_R], Generic[_T, _R]):
    """The line for letters, the list and what is said below it, for whatever is in the list.

    A list says which of its `offers` letters leave (`found`), how those look (`options`,
    `status`) and what choosing one means (`choose`).
    """

    CSS_PATH = "narrowing.tcss"
    BINDINGS = [
        move("up", "move('cursor_up')", "Up", "One line up", priority=True),
        move("down", "move('cursor_down')", "Down", "One line down", priority=True),
        *page_moves("move('page_down')", "move('page_up')"),
        # The line takes the key, after the letters on their way; this is what it is called.
        Binding("enter", "open_current", "Open", id="open", show=False,
                tooltip="Take what the cursor is on"),
    ]  # fmt: skip
    offers: tuple[_T, ...] = ()

    def heading(self) -> str:
        """The title bar's words."""
        raise NotImplementedError

    def key(self, offer: _T) -> str:
        """What names an offer in the list."""
        raise NotImplementedError

    def found(self, typed: str) -> Sequence[_T]:
        """The offers that what is typed leaves, in their order."""
        raise NotImplementedError

    def options(self, found: Sequence[_T]) -> Iterable[Option]:
        """The list's lines; headings among them cannot be chosen."""
        raise NotImplementedError

    def status(self, offer: _T) -> Content:
        """What is said of the offer under the cursor."""
        raise NotImplementedError

    def choose(self, offer: _T) -> None:
        """Open what was chosen."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        yield Static(show.line(self.heading()), classes="title-bar")
        yield self.letters()
        offers = OptionList(id="offers", markup=False)
        offers.can_focus = False  # letters belong to the line above, which moves this cursor
        yield offers
        yield Static(id="status")

    def letters(self) -> TypedLine:
        """The line that letters go into."""
        return TypedLine(placeholder="letters narrow the list", id="narrow", compact=True)

    @property
    def typed(self) -> str:
        return self.query_one("#narrow", Input).value

    @property
    def current(self) -> _T | None:
        """What is under the cursor."""
        option = self.query_one("#offers", OptionList).highlighted_option
        return next((o for o in self.offers if option and self.key(o) == option.id), None)

    def stays_on(self) -> _T | None:
        """What the cursor stays on while letters narrow the list; None for the first that fits."""
        return self.current

    @on(Input.Changed)
    def show_offers(self) -> None:
        """Fill the list with what the letters leave, with the cursor on the same one if it can."""
        here, found = self.stays_on(), self.found(self.typed)
        shown = self.query_one("#offers", OptionList)
        shown.clear_options()
        shown.add_options(self.options(found))
        names = [option.id for option in shown.options]
        if here and self.key(here) in names:
            shown.highlighted = names.index(self.key(here))
        elif found:
            shown.action_first()
            shown.scroll_home(animate=False)  # so that the heading is seen too
        self.say_status()

    @on(OptionList.OptionHighlighted)
    def say_status(self) -> None:
        here = self.current
        nothing = Content("Nothing here has these letters. Backspace takes one away.")
        self.query_one("#status", Static).update(self.status(here) if here else nothing)

    def action_move(self, how: str) -> None:
        getattr(self.query_one("#offers"), f"action_{how}")()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def action_open_current(self) -> None:
        if offer := self.current:
            self.choose(offer)


class NarrowingScreen(DeskScreen[str | None], NarrowedList[_T, str | None]):
    """What is offered for a case. It returns the case once something was done on it.

    Besides what every such list says, it says what it offers (`read`).
    """

    BINDINGS = [FORM_HELP]

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__(desk)
        self.ref = ref
        self.begun: frozenset[str] = frozenset()

    def read(self) -> tuple[_T, ...]:
        """All that is offered; called off the event loop."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        # Named, since a screen of a desk has a body to be filled in too.
        yield from NarrowedList.body(self)

    def on_screen_resume(self) -> None:
        if self.is_active:  # not when what was done on top of it has closed it too
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            self.offers = await off_loop(self.read)
            self.begun = await off_loop(drafts.tasks_begun, self.desk, self.ref)
        except DeskError as error:
            self.refuse(error)
            return
        self.show_offers()

    def left(self, ref: str | None) -> None:
        """Once something is done this list has served; a form left with Esc comes back to it."""
        if ref:
            self.dismiss(ref)


def has_words(text: str, typed: str) -> bool:
    """Whether every typed word is in a text, also inside its words; both as the search has them."""
    letters = folded(text)
    return all(folded(word) in letters for word in typed.split())
