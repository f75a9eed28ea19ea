"""How a list of cases is drawn: its columns for a width, its lines, its tabs, a case in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.dates import in_words, short
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.searched import matches
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.domain.views import SORTS, View
from complaintdesk.domain.words import QUEUE_TITLES, sign, to_do, to_do_briefly, when_listed
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
_GAP = 2  # between two columns, and between two queues
_BAR = 2  # columns that the scroll bar takes
_LONGEST = 40  # characters of one piece of what narrows a list
_BROKEN = 20  # columns that two lines may lose where words are kept whole
_BY_CLOSING = "closed last stands first, whatever the sort"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how wide it is, and what it says of a case.

    It has `width` at least; where there is room it grows to `good`, then to `most`. Others are let
    in beside it only where it has `keeps`.
    """

    label: str
    width: int
    good: int
    most: int
    said: Callable[[QueueRow], str]
    keeps: int = 0


def _fixed(label: str, width: int, said: Callable[[QueueRow], str]) -> Column:
    return Column(label, width, width, width, said)


def _when(row: QueueRow) -> str:
    return when_listed(row.state, row.working_days_left, is_closed=row.closed_on is not None)


def _short(day: date | None) -> str:
    return short(day) if day else ""


_ALL = 1000  # as wide as there is room
_UNBOUND = 10_000  # a window in which every column fits
COLUMNS: dict[str, Column] = {
    # As wide as “>   this week, 2 days”.
    "when": _fixed("When", 20, _when),
    "due": _fixed("Due", 10, lambda r: _short(r.due)),
    "case": _fixed("Case", 12, lambda r: clean_line(r.ref)),
    "to-do": _fixed("To do", 14, lambda r: to_do_briefly(r.duty, r.stage)),
    "complainant": Column("Complainant", 11, 22, 40, lambda r: clean_line(r.complainant), 16),
    "about": Column("About", 28, 60, _ALL, lambda r: clean_line(r.summary)),
    "officer": Column("Officer", 16, 20, 32, lambda r: clean_line(r.officer)),
    "service": Column("Service", 16, 24, 40, lambda r: clean_line(r.service)),
    "ward": Column("Ward", 12, 18, 30, lambda r: clean_line(r.ward)),
    "received": _fixed("Received", 10, lambda r: _short(r.received_on)),
    "code": _fixed("Code", 8, lambda r: clean_line(r.code).capitalize()),
    "closed": _fixed("Closed", 10, lambda r: _short(r.closed_on)),
}
_DATES = ("when", "due")
FIXED = ("when", "case")  # without these a line does not say what is due when on which case
USUAL = ("when", "due", "case", "to-do", "complainant", "about", "officer")
Layout = tuple[tuple[str, int], ...]  # the columns that are shown, each with its width


def layout_of(queue: str, width: int, chosen: Sequence[str]) -> Layout:
    """The columns for a queue; what is closed shows the day it closed where others show Due."""
    names = tuple(chosen) or USUAL
    if queue != "closed":
        return layout(width, names)
    if "closed" in names:
        names = tuple(name for name in names if name != "due")
    return tuple(("closed" if name == "due" else name, size) for name, size in layout(width, names))


def without_room(queue: str, width: int, chosen: Sequence[str]) -> tuple[str, ...]:
    """The headings of those columns that are ticked and do not fit."""
    here = {name for name, _ in layout_of(queue, width, chosen)}
    left = [name for name, _ in layout_of(queue, _UNBOUND, chosen) if name not in here]
    if "closed" in left and "closed" not in chosen:
        left.append("due")  # whose place it takes
    return tuple(COLUMNS[name].label for name in left)


def layout(width: int, chosen: Sequence[str]) -> Layout:
    """The chosen columns that fit, in their order, and how wide each is."""
    # What was remembered by another version may be no column, or leave out what has to be there.
    names = [name for name in FIXED if name not in chosen]
    names += [name for name in chosen if name in COLUMNS]
    room = width - _BAR
    kept = list(FIXED)
    for name in _most_wanted(names):
        if name not in kept and _beside_another(kept) + _needed([name]) <= room:
            kept.append(name)
    names = [name for name in names if name in kept]
    sizes = _grown(names, max(room - _needed(names), 0))
    return tuple((name, sizes[name]) for name in names)


def _most_wanted(names: Sequence[str]) -> list[str]:
    """What was ticked comes before what is usual, the latest first; see `Choice` in filter.py.

    What is ticked is put at the end, so the usual columns that nobody touched stand in front.
    """
    places = [USUAL.index(name) if name in USUAL else -1 for name in names]
    untouched = 0
    while untouched < len(names) and places[untouched] > max(places[:untouched], default=-1):
        untouched += 1
    return [*reversed(names[untouched:]), *names[:untouched]]


def _grown(names: Sequence[str], left: int) -> dict[str, int]:
    """How wide each is: a name is read first, then all grow a little, then names, then the rest."""
    sizes = {name: COLUMNS[name].width for name in names}
    in_turn = sorted(names, key=lambda name: COLUMNS[name].most)
    kept = [(name, max(COLUMNS[name].keeps, sizes[name])) for name in in_turn]
    good = [(name, COLUMNS[name].good) for name in in_turn]
    most = [(name, COLUMNS[name].most) for name in in_turn]
    for name, limit in (*kept, *good, *most):
        grown = min(left, limit - sizes[name])
        sizes[name], left = sizes[name] + grown, left - grown
    return sizes


def head(shown: Layout) -> Content:
    """The headings."""
    cells = (COLUMNS[name].label.ljust(size) for name, size in shown)
    return Content.styled(" " + (" " * _GAP).join(cells), "bold $text-muted")


def line(row: QueueRow, shown: Layout, marks: Marks, words: tuple[str, ...] = ()) -> Content:
    """A case on one line, with what was looked for underlined."""
    cells = [
        _cell(text, size, () if name in _DATES else words)
        for (name, size), text in zip(shown, texts(row, shown, marks), strict=True)
    ]
    body = Content(" " * _GAP).join(cells)
    early = sum(size + _GAP for name, size in shown if name in _DATES)
    is_first = [name for name, _ in shown[:2]] == list(_DATES)
    return Content.assemble(
        " ", body.stylize(_style(row.state), 0, early if is_first else shown[0][1])
    )


def _style(state: State | None) -> str:
    """Overdue, today and this week each have a colour; what is later has none."""
    colour = show.state_style(state)
    return f"bold {colour}" if colour else ""


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


def _beside_another(names: Sequence[str]) -> int:
    """What they need so that one more may be let in."""
    return sum(max(COLUMNS[name].width, COLUMNS[name].keeps) + _GAP for name in names)


def tabs(
    view: View,
    counts: Mapping[str, int],
    kept: Sequence[View],
    sizes: Mapping[str, int],
    width: int,
) -> Content:
    """The queues with their counts, then the lists that are kept under a name with theirs.

    On as many lines as they need; a tab is never broken.
    """
    here = "" if view.name else view.queue
    own = [_kept_tab(each, sizes.get(each.name), each == view) for each in kept]
    lines: list[list[Content]] = [[]]
    used = 0
    for words, style in (*_queue_tabs(here, counts, width), *own):
        if used + len(words) > width - 2:
            lines.append([])
            used = 0
        used += len(words) + _GAP
        lines[-1].append(Content.styled(words, style))
    return Content("\n").join(Content(" " * _GAP).join(line) for line in lines)


def _queue_tabs(here: str, counts: Mapping[str, int], width: int) -> list[tuple[str, str]]:
    found = []
    for number, name in enumerate(SHOWN, 1):
        title = QUEUE_TITLES[name] if width >= _WIDE else _BRIEF[name]
        key = f"{number} " if number <= NUMBERED else ""
        count = counts.get(name)
        words = f"{key}{title} {_counted(count)}"
        warns = "bold $text-error" if name == "overdue" and count else ""
        found.append((words, "reverse bold" if name == here else warns))
    return found


def _kept_tab(view: View, count: int | None, is_here: bool) -> tuple[str, str]:
    return f"“{shorten(view.name, 20)}” {_counted(count)}", "reverse bold" if is_here else ""


def _counted(count: int | None) -> str:
    return "…" if count is None else str(count)


def narrowed(view: View, typed: str, found: str) -> Content:
    """What narrows a list, and how it is sorted where that is not as usual.

    How many are found comes first: it stays in its place whatever is typed. A list of one's own
    begins with the queue that it was kept in, since no tab says that.
    """
    said = [f"{found}: “{_cut(typed.strip())}”"] if found else []
    said += [QUEUE_TITLES[view.queue]] if view.name else []
    said += [_cut(words) for words in view.filters.in_words]
    if view.sort != "deadline":
        said.append(_BY_CLOSING if view.queue == "closed" else SORTS[view.sort])
    return show.line("  ·  ".join(said), "$text-accent")


def _cut(words: str) -> str:
    return shorten(words, _LONGEST)


def detail(row: QueueRow, width: int) -> Content:
    """One case in words: what it is about, then what is to be done and who does it.

    On three lines of this width. What stands elsewhere too comes last, where it may be cut.
    """
    words = _about(row, 2 * width - _BROKEN)
    said = _due_words(row)
    if len(words) > width:
        said = said.truncate(width, ellipsis=True)
    return show.stacked([words, said])


def _due_words(row: QueueRow) -> Content:
    provisional = " (provisional)" if row.provisional else ""
    beyond = " (beyond the known calendar)" if row.beyond_calendar else ""
    who = f", {clean_line(row.officer)}" if row.officer else ""
    due = f" {in_words(row.due)}." if row.due else ""
    words = f"{sign(row.state).strip()} {_when(row)}".strip()
    if row.closed_on:
        words = f"closed on {in_words(row.closed_on)}"
    return Content.assemble(
        (words[0].upper() + words[1:], _style(row.state) or "bold"),
        show.run(f"{provisional}{beyond}. {to_do(row.duty, row.stage)}{who}.{due} "),
        show.line(", ".join(filter(None, (_code(row), clean_line(row.service))))),
    )


def found_in(row: QueueRow, found: Excerpt, width: int) -> Content:
    """The case, and below it the words that were found with what stands around them."""
    text = Content(found.text)
    for start, end in found.matches:
        text = text.stylize("underline bold $text-accent", start, end)
    return show.stacked([_about(row, width), text])


def _about(row: QueueRow, most: int) -> Content:
    return show.line(shorten(clean_line(f"{row.complainant}: {row.summary}"), max(most, 1)))


def _code(row: QueueRow) -> str:
    return PROFILES[Code(row.code)].title if row.code in set(Code) else row.code
