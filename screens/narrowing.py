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
from complaintdesk.services import drafts
from complaintdesk.services.desk import Desk
from screens import show
from screens.base import DeskScreen, off_loop

_T = TypeVar("_T")
_MOVES = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}


class NarrowingScreen(DeskScreen[str | None], Generic[_T]):
    """What is offered for a case. It returns the case once something was done on it.

    A list says what it offers (`read`), which of it letters leave (`found`), how that looks
    (`options`, `status`) and what choosing one means (`choose`).
    """

    CSS_PATH = "narrowing.tcss"
    BINDINGS = [
        *(Binding(key, f"move('{how}')", how.replace("_", " "), id=key, show=False, priority=True)
          for key, how in _MOVES.items()),
        Binding("f1", "app.toggle_help", "Help", id="help-form", tooltip="The keys of this list"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__(desk)
        self.ref = ref
        self.offers: tuple[_T, ...] = ()
        self.begun: frozenset[str] = frozenset()

    def heading(self) -> str:
        """The title bar's words."""
        raise NotImplementedError

    def read(self) -> tuple[_T, ...]:
        """All that is offered; called off the event loop."""
        raise NotImplementedError

    def key(self, offer: _T) -> str:
        """What names an offer in the list."""
        raise NotImplementedError

    def found(self, typed: str) -> Sequence[_T]:
        """The offers that what is typed leaves, in their order."""
        raise NotImplementedError

    def options(self, found: Sequence[_T]) -> Iterable[Option]:
        """The list's lines; a heading stands first."""
        raise NotImplementedError

    def status(self, offer: _T) -> Content:
        """What is said of the offer under the cursor."""
        raise NotImplementedError

    def choose(self, offer: _T) -> None:
        """Open what was chosen."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        yield Static(show.line(self.heading()), classes="title-bar")
        yield Input(placeholder="letters narrow the list", id="narrow", compact=True)
        offers = OptionList(id="offers", markup=False)
        offers.can_focus = False  # letters belong to the line above, which moves this cursor
        yield offers
        yield Static(id="status")

    def on_screen_resume(self) -> None:
        if self.is_active:  # not when what was done on top of it has closed it too
            self.query_one("#narrow").focus()
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

    @property
    def current(self) -> _T | None:
        """What is under the cursor."""
        option = self.query_one("#offers", OptionList).highlighted_option
        return next((o for o in self.offers if option and self.key(o) == option.id), None)

    @on(Input.Changed)
    def show_offers(self) -> None:
        """Fill the list with what the letters leave, with the cursor on the same one if it can."""
        here = self.current
        found = self.found(self.query_one("#narrow", Input).value)
        shown = self.query_one("#offers", OptionList)
        shown.clear_options()
        shown.add_options(self.options(found))
        names = [option.id for option in shown.options]
        if here and self.key(here) in names:
            shown.highlighted = names.index(self.key(here))
        elif found:
            shown.highlighted = 1
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
    def open_current(self) -> None:
        if offer := self.current:
            self.choose(offer)

    def left(self, ref: str | None) -> None:
        """Once something is done this list has served; a form left with Esc comes back to it."""
        if ref:
            self.dismiss(ref)


def has_words(text: str, typed: str) -> bool:
    """Whether every typed word is in a text."""
    return all(word in text.casefold() for word in typed.casefold().split())
