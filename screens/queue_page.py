"""How a queue is drawn: its columns for a width, its rows, its tabs and the line about one case."""

from rich.text import Text
from textual.content import Content

from complaintdesk.domain.dates import in_words, short
from complaintdesk.domain.words import QUEUE_TITLES, sign, to_do, to_do_briefly, when
from complaintdesk.services.facts import QueuePage, QueueRow
from screens import show
from screens.marks import SIGN, Marks

# In the order of the tabs; number keys reach the first nine, brackets all of them.
SHOWN = tuple(QUEUE_TITLES)
NUMBERED = 9
# As wide as “!! 999 days overdue”.
COLUMNS = (("When", 19), ("Due", 10), ("Case", 12), ("To do", 14))
_BRIEF = dict(
    zip(
        SHOWN,
        ("Next", "Overdue", "Today", "Week", "Ack", "S1", "S2", "Actions", "Ombudsman", "Requests",
         "Closed"),
        strict=True,
    )
)  # fmt: skip
_WIDE = 120  # columns from which the queues' full names fit on one line
_NARROW = 80  # columns at which they must stand close


def columns(width: int) -> list[tuple[str, int]]:
    """The columns that fit: the summary and the officer come in on a wider terminal."""
    left = width - sum(size + 2 for _, size in COLUMNS) - 2  # the scroll bar takes two
    name = min(max(left - 2, 8), 22)
    columns = [*COLUMNS, ("Complainant", name)]
    left -= name + 2
    if left >= 50:
        columns += [("About", left - 20), ("Officer", 16)]
    elif left >= 16:
        columns.append(("About", left - 2))
    return columns


def cells(row: QueueRow, marks: Marks, count: int) -> list[object]:
    due = short(row.due) if row.due else ""
    cells: list[object] = [
        when_cell(row, marks),
        show.sign_cell(due, row.state),
        show.cell(row.ref),
        show.cell(to_do_briefly(row.duty, row.stage)),
        show.cell(row.complainant),
        show.cell(row.summary),
        show.cell(row.officer),
    ]
    return cells[:count]


def when_cell(row: QueueRow, marks: Marks) -> Text:
    """The mark takes the room between sign and words, so that no column moves."""
    mark = SIGN if row.ref in marks else " "
    words = f"{sign(row.state)}{mark}{when(row.state, row.working_days_left)}"
    return show.sign_cell(words, row.state)


def tabs(page: QueuePage, width: int) -> Content:
    """The queues with their counts, on as many lines as they need; a tab is never broken."""
    gap = "  " if width > _NARROW else " "
    lines: list[list[Content]] = [[]]
    used = 0
    for number, name in enumerate(SHOWN, 1):
        title = QUEUE_TITLES[name] if width >= _WIDE else _BRIEF[name]
        key = f"{number} " if number <= NUMBERED else ""
        words = f"{key}{title} {page.counts[name]}"
        if used + len(words) > width - 2:
            lines.append([])
            used = 0
        used += len(words) + len(gap)
        lines[-1].append(Content.styled(words, _tab_style(name, page)))
    return Content("\n").join(Content(gap).join(line) for line in lines)


def _tab_style(name: str, page: QueuePage) -> str:
    if name == page.queue:
        return "reverse bold"
    return "bold $text-error" if name == "overdue" and page.counts[name] else ""


def detail(row: QueueRow) -> Content:
    due = f": {in_words(row.due)}" if row.due else ""
    provisional = " (provisional)" if row.provisional else ""
    beyond = " (beyond the known calendar)" if row.beyond_calendar else ""
    words = f"{sign(row.state)} {when(row.state, row.working_days_left)}".strip()
    style = f"bold {show.state_style(row.state)}".strip()
    return Content.assemble(
        show.line(f"{row.complainant}: {row.summary}"), "\n", (words[0].upper() + words[1:], style),
        f"{due}{provisional}{beyond}. {to_do(row.duty, row.stage)}. {row.code.capitalize()}, ",
        show.line(row.service),
    )  # fmt: skip
