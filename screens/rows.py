"""A long list of rows that scrolls: only those in sight are drawn, however many there are."""

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from screens.moving import letter_moves


class Rows(ScrollView, can_focus=True):
    """Rows of literal text, wrapped already to the columns that there are."""

    BINDINGS = [*letter_moves("scroll_down", "scroll_up", "scroll_home", "scroll_end")]

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: list[Content] = []

    def show_rows(self, rows: list[Content]) -> None:
        """Show other rows, from where the list is scrolled to."""
        self.rows = rows
        self.virtual_size = Size(1, len(rows))  # no row is wider than what there is
        self.refresh()

    def action_scroll_down(self) -> None:
        self._step(1)

    def action_scroll_up(self) -> None:
        self._step(-1)

    def action_page_down(self) -> None:
        self._step(self.scrollable_content_region.height)

    def action_page_up(self) -> None:
        self._step(-self.scrollable_content_region.height)

    def _step(self, rows: int) -> None:
        # At once: put off to the next refresh, a second key before that would begin where this did.
        self.scroll_to(y=self.scroll_target_y + rows, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        at, width = y + self.scroll_offset.y, self.size.width
        row = self.rows[at] if at < len(self.rows) else Content("")
        return Visual.to_strips(self, row, width, 1, self.visual_style)[0]
