"""What a list shows: filters that stack, the sort, the columns, and lists kept under a name.

Each line is switched on and off with Enter, and counts at once: the list behind it follows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.views import SORTS, Filters, View, list_name
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes
from screens import show
from screens.base import Question, off_loop
from screens.moving import move, page_moves
from screens.narrowing import has_words
from screens.queue_page import COLUMNS, FIXED, USUAL, without_room
from screens.typed_line import TypedLine, TypedLineScreen

Known = Mapping[str, Sequence[str]]  # the services, wards and officers that open cases have
# Nobody's cases are no officer's: of these two only one is ever on.
_INSTEAD_OF = {"officer": "unassigned", "unassigned": "officer"}
_COLUMNS = "Columns"
_YES_OR_NO = {
    "vulnerable": "Vulnerable",
    "adjusted": "With adjustments",
    "consent": "Waiting for consent",
    "unassigned": "With nobody",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: whether it is on, and what the list is and shows once it is switched."""

    section: str
    label: str
    is_on: bool
    view: View
    likes: Likes
    asks_name: bool = False

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from the other lines, on or off."""
        return self.section, self.label


def choices(view: View, likes: Likes, officer: str, known: Known) -> list[Choice]:
    """Every line that can be switched, in its order. `known` has the services, wards, officers."""
    return [
        *_filters(view, likes, officer, known),
        *_sorts(view, likes),
        *_columns(view, likes),
        *_kept(view, likes),
    ]


def _filters(view: View, likes: Likes, officer: str, known: Known) -> Iterator[Choice]:
    def line(label: str, name: str, value: str | bool) -> Choice:
        is_on = getattr(view.filters, name) == value
        off = {each: getattr(Filters(), each) for each in (name, _INSTEAD_OF.get(name, name))}
        chosen = off if is_on else off | {name: value}
        filters = replace(view.filters, **chosen)
        return Choice("Show only", label, is_on, replace(view, filters=filters, name=""), likes)

    if view.filters:
        yield Choice("Show only", "Everything again: no filter", False,
                     replace(view, filters=Filters(), name=""), likes)  # fmt: skip
    yield line(f"Mine: with {officer}", "officer", officer)
    yield from (line(p.title, "code", str(c)) for c, p in PROFILES.items())
    yield from (line(f"Stage {n}", "stage", n) for n in ("1", "2"))
    yield from (line(label, name, True) for name, label in _YES_OR_NO.items())
    yield from (line(f"Service: {each}", "service", each) for each in known["service"])
    yield from (line(f"Ward: {each}", "ward", each) for each in known["ward"])
    others = (each for each in known["officer"] if each != officer)
    yield from (line(f"With {each}", "officer", each) for each in others)


def _sorts(view: View, likes: Likes) -> Iterator[Choice]:
    if view.queue == "closed":
        return  # always as they closed
    for name, label in SORTS.items():
        # A list of one's own is kept with its sort: another sort is another list.
        chosen = view if view.sort == name else replace(view, sort=name, name="")
        yield Choice("Sort", label.capitalize(), view.sort == name, chosen,
                     replace(likes, sort=name))  # fmt: skip


def _columns(view: View, likes: Likes) -> Iterator[Choice]:
    shown = likes.columns or USUAL
    for name, column in COLUMNS.items():
        if name not in FIXED:
            is_on = name in shown
            wanted = tuple(each for each in shown if each != name) if is_on else (*shown, name)
            yield Choice(_COLUMNS, column.label, is_on, view, replace(likes, columns=wanted))
    if likes.columns:
        yield Choice(_COLUMNS, "The usual columns", False, view, replace(likes, columns=()))


def _kept(view: View, likes: Likes) -> Iterator[Choice]:
    if view.name:
        gone = replace(view, name="")
        yield Choice("Lists of your own", f"Forget “{view.name}”", False, gone,
                     likes.without_list(view.name))  # fmt: skip
    else:
        yield Choice("Lists of your own", "Keep this list under a name …", False, view, likes, True)
    for each in likes.lists:
        yield Choice("Lists of your own", each.name, each == view, each, likes)


class FilterScreen(Question[None], TypedLineScreen[None]):
    """The lines, narrowed by letters. `changed` is told each time that something is switched."""

    CSS_PATH = "filter.tcss"
    HELP = (
        "# Filter\n\nFilters stack: a list shows what all of them let through. Sort and columns "
        "are remembered for you. A list kept under a name stands beside the queues; `[` and `]` "
        "reach it."
    )
    BINDINGS = [
        Binding("escape", "back", "Back", id="back", tooltip="Back to the list"),
        move("up", "move('cursor_up')", "Up", "One line up", priority=True),
        move("down", "move('cursor_down')", "Down", "One line down", priority=True),
        *page_moves("move('page_down')", "move('page_up')"),
    ]

    def __init__(
        self, desk: Desk, view: View, likes: Likes, changed: Callable[[View, Likes], None]
    ) -> None:
        super().__init__()
        self.desk, self.view, self.likes, self.changed = desk, view, likes, changed
        self.known: Known = {"service": (), "ward": (), "officer": ()}
        self.found: list[Choice] = []
        self.naming = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("What this list shows", classes="asked")
            yield TypedLine(placeholder="letters narrow these lines", id="narrow", compact=True)
            lines = OptionList(id="offers", markup=False)
            lines.can_focus = False  # letters belong to the line above, which moves this cursor
            yield lines
            yield Static("Enter switches a line on or off, Esc goes back to the list.",
                         classes="note")  # fmt: skip

    def on_mount(self) -> None:
        self.load()

    def on_resize(self) -> None:
        self.fill()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        self.fill()
        with suppress(DeskError):  # the store is busy: the lines that need nothing of it are there
            self.known = await off_loop(queries.filter_choices, self.desk)
            self.fill()

    @on(Input.Changed)
    def fill(self) -> None:
        """Show the lines that the letters leave, with the cursor on the same line if it can."""
        if self.naming:
            return
        shown, here = self.query_one("#offers", OptionList), self.current
        typed = self.query_one("#narrow", Input).value
        lines = choices(self.view, self.likes, self.desk.officer, self.known)
        self.found = [c for c in lines if has_words(f"{c.section} {c.label}", typed)]
        shown.clear_options()
        width = self.app.size.width
        hidden = without_room(self.view.queue, width, self.likes.columns)
        shown.add_options(_options(self.found, hidden))
        names = [each.name for each in self.found]
        at = names.index(here.name) if here and here.name in names else 0
        shown.highlighted = shown.get_option_index(str(at)) if self.found else None

    @property
    def current(self) -> Choice | None:
        """The line under the cursor."""
        option = self.query_one("#offers", OptionList).highlighted_option
        return self.found[int(option.id)] if option and option.id else None

    def action_move(self, how: str) -> None:
        getattr(self.query_one("#offers"), f"action_{how}")()

    def action_back(self) -> None:
        if self.naming:
            self.stop_naming()
        else:
            self.dismiss(None)

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Switch the line under the cursor, or keep the list under the name that is typed."""
        if self.naming:
            self.keep_named(list_name(event.value))
        else:
            self.fill()  # the last letters may be told of after Enter
            self.switch()

    @on(OptionList.OptionSelected)
    def click(self) -> None:
        if self.naming:
            self.stop_naming()
        self.switch()

    def switch(self) -> None:
        choice = self.current
        if choice and choice.asks_name:
            self.begin_naming()
        elif choice:
            self.take(choice.view, choice.likes)

    def take(self, view: View, likes: Likes) -> None:
        self.view, self.likes = view, likes
        self.changed(view, likes)
        self.fill()

    def begin_naming(self) -> None:
        self.naming = True
        typed = self.query_one("#narrow", Input)
        typed.value, typed.placeholder = "", "a name for this list, then Enter"

    def stop_naming(self) -> None:
        self.naming = False
        typed = self.query_one("#narrow", Input)
        typed.value, typed.placeholder = "", "letters narrow these lines"
        self.fill()

    def keep_named(self, name: str) -> None:
        self.stop_naming()
        if name:
            named = replace(self.view, name=name)
            self.take(named, self.likes.with_list(named))


def _options(found: Iterable[Choice], hidden: Sequence[str]) -> Iterator[Option]:
    """The lines; of a column that is ticked and `hidden` it is said why it cannot be seen."""
    section = ""
    for number, choice in enumerate(found):
        if choice.section != section:
            section = choice.section
            yield Option(Content.styled(section, "bold"), disabled=True)
        sign = "✓" if choice.is_on else " "
        is_hidden = section == _COLUMNS and choice.is_on and choice.label in hidden
        label = f"{choice.label}, no room in this window" if is_hidden else choice.label
        yield Option(Content.assemble(f" {sign} ", show.line(label)), id=str(number))
