"""Marking cases in a list, and what is done for all that are marked."""

from textual.content import Content

from complaintdesk.services.desk import Desk
from screens.list_screen import ListScreen
from screens.marks import Marks


class MarkingScreen(ListScreen):
    """A list whose cases can be marked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.marks = Marks()

    def action_mark(self) -> None:
        """Mark the case under the cursor, or not, and go on to the next one."""
        if ref := self.current_ref:
            self.marks.toggle(ref)
            self.show_marks()
            self.list.action_move(1)

    def show_marks(self) -> None:
        """Say how many are marked, and draw the signs."""
        self.list.redraw()
        self.say_line("marked", Content.styled(self.marks.in_words, "bold"))

    def action_letters(self) -> None:
        if not self.marks:
            self.tell("Mark cases with Space first; then L writes the same letter for all of them.")
        elif self.is_active:
            from screens.batch import BatchScreen

            self.app.push_screen(BatchScreen(self.desk, self.marks.refs), self.unmark)

    def action_marked(self) -> None:
        from screens.marked import open_marked

        open_marked(self, self.marks.refs, self.unmark)

    def unmark(self, refs: tuple[str, ...] | None) -> None:
        """Take the marks of these cases away: what they were marked for is done."""
        self.marks.drop(refs or ())
        self.show_marks()
