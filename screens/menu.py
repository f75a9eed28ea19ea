"""What can be done with a case: every task by its name, those that fit now first."""

from collections.abc import Iterable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import drafts, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.task_desk import Offer
from screens import show
from screens.base import DeskScreen, off_loop
from screens.task import open_task

_NOT_NOW = "Not now"
_MOVES = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}


class MenuScreen(DeskScreen[str | None]):
    """A list that letters narrow. It returns the case once a task was done on it."""

    CSS_PATH = "menu.tcss"
    HELP = (
        "# What to do\n\nType letters of what you look for; `Up` and `Down` move, `Enter` opens "
        "it, `Esc` goes back. What cannot be done now stands below, and why."
    )
    BINDINGS = [
        *(Binding(key, f"move('{how}')", how.replace("_", " "), id=key, show=False, priority=True)
          for key, how in _MOVES.items()),
        Binding("f1", "app.toggle_help", "Help", id="help-form", tooltip="The keys of this list"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__(desk)
        self.ref = ref
        self.offers: tuple[Offer, ...] = ()
        self.begun: frozenset[str] = frozenset()

    def body(self) -> ComposeResult:
        yield Static(show.line(f"What to do with {self.ref}"), classes="title-bar")
        yield Input(placeholder="letters narrow the list", id="narrow", compact=True)
        offers = OptionList(id="offers", markup=False)
        offers.can_focus = False  # letters belong to the line above, which moves this cursor
        yield offers
        yield Static(id="status")

    def on_screen_resume(self) -> None:
        if self.is_active:  # not when the task done on top of it has closed it too
            self.query_one("#narrow").focus()
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            self.offers = await off_loop(task_desk.offers, self.desk, self.ref)
            self.begun = await off_loop(drafts.tasks_begun, self.desk, self.ref)
        except DeskError as error:
            self.refuse(error)
            return
        self.show_offers()

    @property
    def current(self) -> Offer | None:
        """The task under the cursor."""
        option = self.query_one("#offers", OptionList).highlighted_option
        return next((o for o in self.offers if option and o.name == option.id), None)

    @on(Input.Changed)
    def show_offers(self) -> None:
        """Fill the list with what the letters leave, with the cursor on the same task if it can."""
        here = self.current
        found = list(narrowed(self.offers, self.query_one("#narrow", Input).value))
        shown = self.query_one("#offers", OptionList)
        shown.clear_options()
        shown.add_options(_options(found, self.begun))
        names = [option.id for option in shown.options]
        if here and here.name in names:
            shown.highlighted = names.index(here.name)
        elif found:
            shown.highlighted = 1  # a heading stands first
        self.say_status()

    @on(OptionList.OptionHighlighted)
    def say_status(self) -> None:
        self.query_one("#status", Static).update(_status(self.current, self.begun))

    def action_move(self, how: str) -> None:
        getattr(self.query_one("#offers"), f"action_{how}")()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def open_current(self) -> None:
        offer = self.current
        if offer and offer.why_not:
            self.tell(offer.why_not)
        elif offer:
            open_task(self, self.ref, offer.name, self.task_left)

    def task_left(self, ref: str | None) -> None:
        """Once a task is done this list has served; a form left with Esc comes back to it."""
        if ref:
            self.dismiss(ref)


def narrowed(offers: Iterable[Offer], typed: str) -> Iterable[Offer]:
    """The offers with every typed word in title or group: those that fit first, group by group."""
    words = typed.casefold().split()
    found = [o for o in offers if all(w in f"{o.group} {o.title}".casefold() for w in words)]
    groups = list(dict.fromkeys(offer.group for offer in found))
    return sorted(found, key=lambda o: (1, 0) if o.why_not else (0, groups.index(o.group)))


def _options(offers: Iterable[Offer], begun: frozenset[str]) -> Iterable[Option]:
    heading = ""
    for offer in offers:
        group = _NOT_NOW if offer.why_not else offer.group
        if group != heading:
            heading = group
            yield Option(show.line(heading, "bold $text-accent"), disabled=True)
        yield Option(_line(offer, offer.name in begun), id=offer.name)


def _line(offer: Offer, is_begun: bool) -> Content:
    words = f"  {show.line(offer.title).plain}{'  (half written)' if is_begun else ''}"
    return Content.styled(words, "$text-muted") if offer.why_not else Content(words)


def _status(offer: Offer | None, begun: frozenset[str]) -> Content:
    if offer is None:
        return Content("Nothing here has these letters. Backspace takes one away.")
    if offer.why_not:
        return Content.assemble(("Not now: ", "bold"), show.line(offer.why_not))
    if offer.name in begun:
        return Content("Enter goes on with what you typed.")
    return Content.assemble("Enter opens it: ", show.line(offer.title))
