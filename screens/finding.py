"""Finding cases in a list by words that are typed above it."""

import asyncio
from collections.abc import Sequence

from textual import on, work
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.searched import as_reference, typed_words
from complaintdesk.services import searching
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from screens import queue_page
from screens.base import off_loop
from screens.list_screen import ListScreen
from screens.moving import move, page_moves
from screens.queue_reading import Shown
from screens.typed_line import TypedLine
from screens.watch import aside

_RESTED = 0.4  # seconds without a letter after which other lists are looked through too
_MANY = 100  # cases of other lists that are counted
_SETTLED = 0.08  # seconds that the cursor rests on a case before its words are looked through


class SearchInput(TypedLine):
    """Words to find cases by; the arrows move in the list below meanwhile."""

    BINDINGS = [
        move("up", "screen.move_list('move(-1)')", "Up", "One case up", priority=True),
        move("down", "screen.move_list('move(1)')", "Down", "One case down", priority=True),
        *page_moves("screen.move_list('page(1)')", "screen.move_list('page(-1)')"),
        Binding("enter", "submit", "Open", id="search-open",
                tooltip="Open the best match, or the case of this reference"),
        Binding("tab", "screen.to_list", "To the list", id="to-the-list", priority=True,
                tooltip="From the words to the list, which stays as it is"),
        Binding("escape", "screen.back", "Clear", id="search-clear",
                tooltip="Take the words away again"),
    ]  # fmt: skip


class FindingScreen(ListScreen):
    """A list that words narrow. `shown` is the list as it was read, `typed` what is looked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.typed = ""
        self.shown: Shown | None = None
        self.opens = ""  # what is opened once it is found: Enter came before
        self._is_learning = False

    def load(self) -> object:
        """Read the list again."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # Its key comes before all others, and is a letter where it leads.
        return not (action == "search" and isinstance(self.focused, SearchInput))

    def action_search(self) -> None:
        search = self.query_one("#search", SearchInput)
        search.display = True
        self.set_focus(search)  # at once, as for Tab: letters are on their way

    def action_to_list(self) -> None:
        self.set_focus(self.list)

    @on(Input.Changed, "#search")
    def narrow(self, event: Input.Changed) -> None:
        self.typed = event.value
        # The last letters may be told of after Enter; others take it back.
        if not (event.value and self.opens.startswith(event.value)):
            self.opens = ""
        self.load()

    @on(Input.Submitted, "#search")
    def open_found(self, event: Input.Submitted) -> None:
        """A reference goes straight to its case, wherever that is; else the best match opens."""
        if ref := as_reference(event.value):
            self.jump(ref)
        elif self.shown and self.shown.typed == event.value:
            self.open_best()
        else:
            self.opens = event.value

    def open_best(self) -> None:
        if self.list.row_count:
            self.list.focus()
            self.list.action_select()

    @work(exclusive=True, group="jump")
    async def jump(self, ref: str) -> None:
        try:
            is_there = await off_loop(searching.is_there, self.desk, ref)
        except DeskError as error:
            self.refuse(error)
            return
        if is_there:
            self.list.focus()
            self.open_ref_here(ref)
        else:
            self.tell(f"There is no case {ref} on this desk.")

    @work(exclusive=True, group="excerpt")
    async def show_excerpt(self, ref: str, typed: str) -> None:
        await asyncio.sleep(_SETTLED)
        try:
            found = await off_loop(searching.excerpt, self.desk, ref, typed)
        except DeskError:
            return  # the case is told without it
        row = self.list.current
        if found and row and row.ref == ref and self.shown and self.shown.typed == typed:
            said = queue_page.found_in(row, found, self.size.width - 2)
            self.query_one("#detail", Static).update(said, layout=False)

    @work(exclusive=True, group="elsewhere")
    async def look_elsewhere(self, shown: Shown) -> None:
        """Say how many cases of other lists fit, once typing rests: nothing here does."""
        await asyncio.sleep(_RESTED)
        try:
            found = await off_loop(searching.find, self.desk, shown.typed, _MANY)
        except DeskError:
            return  # what is said of this list stands
        if found and self.shown is shown:
            self.say_line("empty", Content(_elsewhere(found, shown.typed)))

    @work(group="words")
    async def learn_words(self) -> None:
        """Put what changed into the index of words; a search made before that is made again.

        By one thread at a time, and one that nobody waits for who leaves: the first takes minutes.
        """
        if self._is_learning:
            return
        self._is_learning = True
        try:
            is_current = await aside(searching.refresh, self.desk)
        finally:
            self._is_learning = False
        if is_current and self.shown and self.shown.is_behind:
            self.load()

    def stays_on(self, typed: str) -> str | None:
        """The case to stay on. What is newly looked for begins with the best match."""
        if typed_words(typed) and self.shown:
            is_unmoved = self.shown.is_behind and self.list.at == 0
            if is_unmoved or self.shown.typed != typed:
                return None
        return self.current_ref

    def drop_search(self) -> None:
        search = self.query_one("#search", SearchInput)
        with self.prevent(Input.Changed):
            search.value = ""
        search.display = False
        self.list.focus()


def _elsewhere(found: Sequence[QueueRow], typed: str) -> str:
    """What is said where the words fit no case of this list."""
    count = len(found)
    if found[0].ref == as_reference(typed):
        return "No case here fits, but one in another list has this reference: Enter opens it."
    if count == 1:
        return "No case here fits, but 1 in another list does: Ctrl+P finds it."
    many = f"{_MANY} or more" if count == _MANY else f"{count}"
    return f"No case here fits, but {many} in other lists do: Ctrl+P finds them."
