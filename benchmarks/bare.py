"""A bare Textual program of the queue's size: what any start cannot be quicker than."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Static

ROWS = 60
FIRST, LAST = "CD-2026-0001", f"CD-2026-{ROWS:04}"


class Bare(App[None]):
    """The queue's shape with nothing behind it: two lines, a table of 60 rows and a footer."""

    BINDINGS = [("q", "quit", "Quit"), ("G", "last", "Last")]

    def compose(self) -> ComposeResult:
        yield Static("Bare")
        yield Static("1 Next 60")
        yield DataTable(cursor_type="row")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for label in ("When", "Due", "Case", "To do", "Complainant"):
            table.add_column(label, width=14)
        for number in range(1, ROWS + 1):
            ref = f"CD-2026-{number:04}"
            table.add_row("2 days left", "Tue 24 Nov", ref, "S1 answer", "Somebody", key=ref)

    def action_last(self) -> None:
        self.query_one(DataTable).move_cursor(row=ROWS - 1)


if __name__ == "__main__":
    Bare().run()
