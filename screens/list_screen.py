"""What a screen with a list of cases on it shares: the case under the cursor, and opening it."""

from textual import on
from textual.content import Content
from textual.widgets import Static

from screens.case_list import CaseList
from screens.doing import DoesTasks


class ListScreen(DoesTasks):
    """A screen that has a `CaseList` called cases, and lines of words around it."""

    KEYS_OF = (CaseList,)

    @property
    def list(self) -> CaseList:
        return self.query_one("#cases", CaseList)

    @property
    def current_ref(self) -> str | None:
        """The reference under the cursor, or None in an empty list."""
        row = self.list.current
        return row.ref if row else None

    @property
    def case_ref(self) -> str | None:
        return self.current_ref

    def action_move_list(self, how: str) -> None:
        name, _, step = how.rstrip(")").partition("(")
        getattr(self.list, f"action_{name}")(int(step))

    def action_why(self) -> None:
        if ref := self.current_ref:
            from screens.why import WhyScreen

            self.app.push_screen(WhyScreen(self.desk, ref))

    @on(CaseList.Chosen)
    def open_case(self, event: CaseList.Chosen) -> None:
        self.open_ref_here(event.ref)

    def open_ref_here(self, ref: str) -> None:
        from screens.case import CaseScreen

        if self.is_active:
            self.app.push_screen(CaseScreen(self.desk, ref))

    def say_line(self, name: str, words: Content) -> None:
        """A line that takes room only while it says something."""
        # What is still being read when the desk is left finds its lines gone.
        for line in self.query(f"#{name}").results(Static):
            line.update(words)
            line.display = bool(words)
