"""How a list of cases is drawn: its columns for a width, its lines, its tabs, a case in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.dates import in_words, short
from complaintdesk.domain.searched import matches
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.domain.words import QUEUE_TITLES, sign, to_do, to_do_briefly, when
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.searching import Excerpt
from screens import show
from screens.marks import SIGN, Marks

# In the order of the tabs; number keys reach the first nine, brackets all of them.
SHOWN = tuple(QUEUE_TITLES)
NUMBERED = 9
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
_GAP = 2  # between two columns
_BAR = 2  # columns that the scroll bar takes


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width, how far it may grow, and what it says of a case."""

    label: str
    width: int
    most: int
    said: Callable[[QueueRow], str]


def _day(row: QueueRow) -> str:
    return short(row.received_on) if row.received_on else ""


_ALL = 1000  # as wide as there is room
COLUMNS: dict[str, Column] = {
    # As wide as “!! 999 days overdue”.
    "when": Column("When", 19, 19, lambda r: when(r.state, r.working_days_left)),
    "due": Column("Due", 10, 10, lambda r: short(r.due) if r.due else ""),
    "case": Column("Case", 12, 12, lambda r: clean_line(r.ref)),
    "to-do": Column("To do", 14, 14, lambda r: to_do_briefly(r.duty, r.stage)),
    "complainant": Column("Complainant", 8, 22, lambda r: clean_line(r.complainant)),
    "about": Column("About", 28, _ALL, lambda r: clean_line(r.summary)),
    "officer": Column("Officer", 16, 20, lambda r: clean_line(r.officer)),
    "service": Column("Service", 16, 24, lambda r: clean_line(r.service)),
    "ward": Column("Ward", 12, 18, lambda r: clean_line(r.ward)),
    "received": Column("Received", 10, 10, _day),
    "code": Column("Code", 8, 8, lambda r: clean_line(r.code).capitalize()),
    "closed": Column("Closed", 10, 10, lambda r: short(r.closed_on) if r.closed_on else ""),
}
FIXED = ("when", "case")  # without these a line does not say what is due when on which case
USUAL = ("when", "due", "case", "to-do", "complainant", "about", "officer")
Layout = tuple[tuple[str, int], ...]  # the columns that are shown, each with its width


def layout(width: int, chosen: Sequence[str]) -> Layout:
    """The chosen columns that fit, from the left, and how wide each is."""
    # What was remembered by another version may be no column, or leave out what has to be there.
    names = [name for name in FIXED if name not in chosen]
    names += [name for name in chosen if name in COLUMNS]
    while _needed(names) > width - _BAR and (spare := set(names) - set(FIXED)):
        names.remove(next(name for name in reversed(names) if name in spare))
    left = max(width - _BAR - _needed(names), 0)
    sizes = {}
    # Names and places grow a little; what it is about takes all the rest.
    for name in sorted(names, key=lambda name: COLUMNS[name].most):
        column = COLUMNS[name]
        grown = min(left, column.most - column.width)
        sizes[name], left = column.width + grown, left - grown
    return tuple((name, sizes[name]) for name in names)


def head(shown: Layout) -> Content:
    """The headings."""
    cells = (COLUMNS[name].label.ljust(size) for name, size in shown)
    return Content.styled(" " + (" " * _GAP).join(cells), "bold $text-muted")


def line(row: QueueRow, shown: Layout, marks: Marks, words: tuple[str, ...] = ()) -> Content:
    """A case on one line, with what was looked for underlined."""
    cells = [
        _cell(text, size, () if name in ("when", "due") else words)
        for (name, size), text in zip(shown, texts(row, shown, marks), strict=True)
    ]
    body = Content(" " * _GAP).join(cells)
    style = f"bold {show.state_style(row.state)}" if show.state_style(row.state) else ""
    early = sum(size + _GAP for name, size in shown if name in ("when", "due"))
    is_first = [name for name, _ in shown[:2]] == ["when", "due"]
    return Content.assemble(" ", body.stylize(style, 0, early if is_first else shown[0][1]))


def texts(row: QueueRow, shown: Layout, marks: Marks) -> list[str]:
    """What each column says of a case, uncut."""
    said = [COLUMNS[name].said(row) for name, _ in shown]
    # The mark takes the room between sign and words, so that no column moves.
    mark = SIGN if row.ref in marks else " "
    return [
        f"{sign(row.state)}{mark}{text}" if name == "when" else text
        for (name, _), text in zip(shown, said, strict=True)
    ]


def _cell(text: str, size: int, words: tuple[str, ...]) -> Content:
    shown = Content(text)
    for start, end in matches(text[:size], words) if words else ():
        shown = shown.stylize("underline bold $text-accent", start, end)
    return shown.truncate(size, ellipsis=True, pad=True)


def _needed(names: Sequence[str]) -> int:
    return sum(COLUMNS[name].width + _GAP for name in names)


def tabs(
    here: str, counts: dict[str, int], kept: Sequence[tuple[str, bool]], width: int
) -> Content:
    """The queues with their counts, then the lists that are kept under a name.

    On as many lines as they need; a tab is never broken.
    """
    gap = "  " if width > _NARROW else " "
    lines: list[list[Content]] = [[]]
    used = 0
    for words, style in (*_queue_tabs(here, counts, width), *_kept_tabs(kept)):
        if used + len(words) > width - 2:
            lines.append([])
            used = 0
        used += len(words) + len(gap)
        lines[-1].append(Content.styled(words, style))
    return Content("\n").join(Content(gap).join(line) for line in lines)


def _queue_tabs(here: str, counts: Mapping[str, int], width: int) -> list[tuple[str, str]]:
    found = []
    for number, name in enumerate(SHOWN, 1):
        title = QUEUE_TITLES[name] if width >= _WIDE else _BRIEF[name]
        key = f"{number} " if number <= NUMBERED else ""
        count = counts.get(name)
        words = f"{key}{title} {'…' if count is None else count}"
        warns = "bold $text-error" if name == "overdue" and count else ""
        found.append((words, "reverse bold" if name == here else warns))
    return found


def _kept_tabs(kept: Sequence[tuple[str, bool]]) -> list[tuple[str, str]]:
    return [(f"“{shorten(name, 20)}”", "reverse bold" if here else "") for name, here in kept]


def detail(row: QueueRow) -> Content:
    """One case in two lines of words."""
    due = f": {in_words(row.due)}" if row.due else ""
    provisional = " (provisional)" if row.provisional else ""
    beyond = " (beyond the known calendar)" if row.beyond_calendar else ""
    words = f"{sign(row.state)} {when(row.state, row.working_days_left)}".strip()
    style = f"bold {show.state_style(row.state)}".strip()
    return Content.assemble(
        show.line(f"{row.complainant}: {row.summary}"), "\n", (words[0].upper() + words[1:], style),
        f"{due}{provisional}{beyond}. {to_do(row.duty, row.stage)}. {_code(row)}, ",
        show.line(row.service),
    )  # fmt: skip


def found_in(row: QueueRow, found: Excerpt) -> Content:
    """The case, and below it the words that were found with what stands around them."""
    text = Content(found.text)
    for start, end in found.matches:
        text = text.stylize("underline bold $text-accent", start, end)
    return show.stacked([show.line(f"{row.complainant}: {row.summary}"), text])


def _code(row: QueueRow) -> str:
    return PROFILES[Code(row.code)].title if row.code in set(Code) else row.code
