"""The list of cases: only the lines in sight are drawn, and only the pages in sight are read.

A key costs the same in a list of ten and of a million. What is not read yet shows as a dot until
its page is there; the cursor moves on meanwhile.
"""

from collections.abc import Callable

from textual import events, work
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from complaintdesk.domain.errors import DeskError
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.lists import Cases
from screens.base import off_loop
from screens.moving import move

_AHEAD = 64  # cases read beyond those in sight, so that a page down finds them there
_DRAWN = 1000  # lines kept as they were drawn
_AGAIN = 1.0  # seconds after which a page that could not be read is tried again
Line = Callable[[QueueRow], Content]  # how a case looks on its line


class CaseList(ScrollView, can_focus=True):
    """Cases on one line each, with a cursor."""

    COMPONENT_CLASSES = {"case-list--cursor"}
    # A line is cut to the width, so there is nothing to scroll to sideways.
    DEFAULT_CSS = "CaseList { overflow-x: hidden; }"
    BINDINGS = [
        Binding("enter", "select", "Open", id="open", tooltip="Open this case"),
        move("up", "move(-1)", "Up", "One line up"),
        move("down", "move(1)", "Down", "One line down"),
        move("pageup", "page(-1)", "Page up", "One page up"),
        move("pagedown", "page(1)", "Page down", "One page down"),
        move("home", "to_end(0)", "Home", "To the top"),
        move("end", "to_end(1)", "End", "To the end"),
    ]

    class Moved(Message):
        """The cursor is on another case, or on none."""

    class Chosen(Message):
        """A case is to be opened."""

        def __init__(self, ref: str) -> None:
            super().__init__()
            self.ref = ref

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.cases: Cases | None = None
        self.at = 0  # the place that the cursor is on
        self._line: Line = lambda row: Content(row.ref)
        self._drawn: dict[tuple[int, bool], Strip] = {}
        self._under: tuple[int, QueueRow] | None = None  # what the cursor was seen on, and where
        self._height = 0  # as it was laid out last

    @property
    def current(self) -> QueueRow | None:
        """The case under the cursor; None in an empty list, or while its page is read.

        Its page may have been let go since, where the list was scrolled far away from it.
        """
        if self.cases and (row := self.cases.row(self.at)):
            self._under = self.at, row
        return self._under[1] if self._under and self._under[0] == self.at else None

    @property
    def row_count(self) -> int:
        return self.cases.count if self.cases else 0

    def show(self, cases: Cases, line: Line, at: int, *, stays: bool = False) -> None:
        """Show this list with the cursor on a place, as far from the top as it stood before.

        `stays` is for a list that was read again: one that was scrolled away from the cursor stays
        there.
        """
        below = self.at - self.scroll_offset.y
        stays = stays and self._is_away
        self.cases, self._line, self._under = cases, line, None
        self.virtual_size = Size(self.size.width, cases.count)
        self.at = max(0, min(at, cases.count - 1))
        self.redraw()
        self.scroll_to(y=self.at - below, animate=False, immediate=True, force=True)
        self._settle(stays)
        self.post_message(self.Moved())

    def redraw(self) -> None:
        """Draw what is in sight again."""
        self._drawn.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        at, width = y + self.scroll_offset.y, self.size.width
        is_here = at == self.at and self.row_count > 0
        if strip := self._drawn.get((at, is_here)):
            return strip
        row = self.cases.row(at) if self.cases else None
        said = self._line(row) if row else Content("·" if at < self.row_count else "")
        name = "case-list--cursor"
        style = self.get_visual_style(name) if is_here else self.visual_style
        strip = Visual.to_strips(self, said, width, 1, style)[0]
        if len(self._drawn) >= _DRAWN:
            self._drawn.clear()
        if row:
            self._drawn[at, is_here] = strip
        return strip

    def action_move(self, step: int) -> None:
        self._go(self.at + step)

    def action_page(self, step: int) -> None:
        self._go(self.at + step * max(self.size.height - 1, 1))

    def action_to_end(self, end: int) -> None:
        self._go(self.row_count - 1 if end else 0)

    def action_select(self) -> None:
        if row := self.current:
            self.post_message(self.Chosen(row.ref))

    def on_click(self, event: events.Click) -> None:
        """The first click goes to a case, the second opens it."""
        at = event.y + self.scroll_offset.y
        if at == self.at:
            self.action_select()
        elif at < self.row_count:
            self._go(at)

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        self.read_pages()

    def on_resize(self) -> None:
        was_away, self._height = self._is_away, self.size.height
        self._drawn.clear()
        self.virtual_size = Size(self.size.width, self.row_count)
        self._settle(was_away)

    @property
    def _is_away(self) -> bool:
        """Whether the page was scrolled away from the cursor."""
        return not 0 <= self.at - self.scroll_offset.y < max(self._height, 1)

    def _settle(self, stays: bool) -> None:
        if stays:
            self.read_pages()
        else:
            self._see()

    def _go(self, at: int) -> None:
        before, self.at = self.at, max(0, min(at, self.row_count - 1))
        if self.at != before:
            self.refresh_lines(before, 1)
            self.refresh_lines(self.at, 1)
            self._see()
            self.post_message(self.Moved())

    def _see(self) -> None:
        """Scroll no further than the cursor needs, and read what comes into sight."""
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        wanted = min(max(top, self.at - height + 1), self.at)
        if wanted != top:
            # At once: put off to the next refresh, a second key would begin where this one did.
            self.scroll_to(y=wanted, animate=False, immediate=True, force=True)
        self.read_pages()

    def read_pages(self) -> None:
        """Read the pages in sight, and those beside them, unless they are there."""
        top = self.scroll_offset.y
        if self.cases and self.cases.missing(top - _AHEAD, top + self.size.height + _AHEAD):
            self._read_pages(self.cases)

    @work(exclusive=True, group="pages")
    async def _read_pages(self, cases: Cases) -> None:
        are_dots = True  # a reading that was called off may have been done all the same
        while cases is self.cases:
            top, height = self.scroll_offset.y, self.size.height
            in_sight = cases.missing(top, top + height - 1)
            if are_dots and not in_sight:
                self.refresh()
                self.post_message(self.Moved())
            are_dots = bool(in_sight)
            missing = in_sight or cases.missing(top - _AHEAD, top + height + _AHEAD)
            if not missing:
                return
            try:
                await off_loop(cases.read, missing[0])
            except DeskError:
                self.set_timer(_AGAIN, self.read_pages)  # another window is saving
                return
