"""The three sheets of a letter: its boxes, the letter itself, and what the Code asks of it.

Side by side where there is room, else one at a time; F2 goes from one to the next either way.
"""

from typing import Any

from textual import events, on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Static, TextArea

from screens.fields import FieldRow
from screens.letter_asked import AskedPanel
from screens.letter_preview import Preview
from screens.letter_words import sheet_names
from screens.task import TaskScreen

_WIDE = 120  # columns from which boxes and letter stand side by side
_BROAD = 160  # columns from which what the Code asks stands beside them too
_SHEETS = ("form", "preview", "asked")
_TALLEST = 10  # lines of a box, from which it scrolls


class SheetsScreen(TaskScreen):
    """A form with the letter that it makes. `box` is the box that was written in last."""

    BINDINGS = [
        Binding("f2", "turn", "Next view", id="turn",
                tooltip="Go from the boxes to the letter, and to what the Code asks"),
    ]  # fmt: skip

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.sheet, self.box = _SHEETS[0], ""

    def on_mount(self) -> None:
        self.lay_sheets()

    def on_resize(self) -> None:
        self.set_width()
        self.lay_sheets()

    def set_width(self) -> None:
        """Known before anything is laid out, so that nothing is laid out twice."""
        width = self.app.size.width
        self.set_class(width < _WIDE, "-narrow")
        self.set_class(_WIDE <= width < _BROAD, "-wide")
        self.set_class(width >= _BROAD, "-broad")

    def lay_sheets(self) -> None:
        wide = self.app.size.width >= _WIDE
        for name in _SHEETS:
            self.query_one(f"#{name}").display = wide or name == self.sheet
        names = self.query_one("#sheet-names", Static)
        names.display = not wide
        names.update(sheet_names(_SHEETS.index(self.sheet)))

    def action_turn(self) -> None:
        """On to the next of the boxes, the letter, and what the Code asks."""
        here = _SHEETS.index(self._sheet_of(self.focused) or self.sheet)
        self.show_sheet(_SHEETS[(here + 1) % len(_SHEETS)])

    def show_sheet(self, name: str) -> None:
        """Show one of the three, and go to it."""
        self.sheet = name
        self.lay_sheets()
        if name == "form":
            self.go_to(self.box)
        else:
            self.query_one("#preview" if name == "preview" else "#checks").focus()
            self.preview.follow(self.box)

    def _sheet_of(self, widget: Widget | None) -> str:
        ids = [node.id for node in widget.ancestors_with_self] if widget else []
        return next((name for name in _SHEETS if name in ids), "")

    @property
    def preview(self) -> Preview:
        return self.query_one(Preview)

    @property
    def asked(self) -> AskedPanel:
        return self.query_one(AskedPanel)

    def find_rows(self) -> None:
        """Boxes grow with what is in them: a letter's text is read, not only typed."""
        super().find_rows()
        for row in self.rows:
            for area in row.query(TextArea):
                area.styles.min_height, area.styles.max_height = row.spec.lines, _TALLEST
                area.styles.height = "auto"

    def go_to(self, name: str) -> None:
        if self.sheet != "form":
            self.sheet = "form"
            self.lay_sheets()
        super().go_to(name)

    @on(events.DescendantFocus)
    def note_box(self, event: events.DescendantFocus) -> None:
        """The letter follows to where the box is printed."""
        rows = [node for node in event.widget.ancestors if isinstance(node, FieldRow)]
        if rows and rows[0].spec.name != self.box:
            self.box = rows[0].spec.name
            self.preview.follow(self.box)
