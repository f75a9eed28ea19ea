"""My day as plain text that fits one page, for a screen, a printer or a mail; and as JSON.

A page is sections, each with a title and its lines, wrapped and cut to the columns that there are.
What is most pressing gets the room that others leave; a list that had to be cut says how many more
there are, and which command prints them, or on a screen which key shows them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from textwrap import wrap
from typing import Any

from complaintdesk.domain.dates import DAYS, in_words, in_words_without_year
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.domain.words import sign, to_do_briefly, when
from complaintdesk.plain import row_as_json
from complaintdesk.services.briefing import Briefing, CaseChanged, Deed
from complaintdesk.services.facts import QueueRow

WIDTH, LINES = 80, 60
_HEAD = 7  # lines of the first section, at most
_APART = 3  # lines that a section takes beside its own: a blank one, its title, “and 12 more”
# At least so many lines for each section on a page of 60, if it has them.
_LEAST = (10, 7, 7, 6, 8)
_INDENT = "   "  # where the lists have their sign
AWAY = "The desk's folder does not answer: this is what this PC last had of it."
_LEGEND = "Days are working days; S1 and S2 are stages 1 and 2."


@dataclass(frozen=True, slots=True)
class Section:
    """A title and its lines; none begins with a letter, so that a line never looks like a title."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _List:
    """A section before it is cut: its title, all its lines, and the command that prints all."""

    title: str
    lines: Sequence[str]
    all_of_it: str


def as_page(
    found: Briefing, width: int = WIDTH, lines: int | None = LINES, *, more: str = ""
) -> tuple[Section, ...]:
    """The briefing in sections that take at most so many lines and columns; None: all there are.

    `more` is said of what is left out, in place of the command that prints it.
    """
    lists = _lists(found, width)
    shares = [len(each.lines) for each in lists]
    if lines is not None:
        # That nothing changed is said too.
        titles = sum(map(bool, shares)) + (not found.changed)
        shares = _shares(shares, lines - _HEAD - _APART * titles)
    cut = (_cut(each, share, more) for each, share in zip(lists, shares, strict=True) if each.lines)
    nothing = () if found.changed else (Section(f"Nothing was saved since {_since(found)}."),)
    return (_head(found, width), *cut, *nothing)


def as_text(page: Sequence[Section]) -> str:
    """The page as one text."""
    return "\n\n".join("\n".join((section.title, *section.lines)) for section in page)


def day_as_json(found: Briefing) -> dict[str, Any]:
    """The whole briefing, nothing cut; cases are as `queue --json` has them."""
    return {
        "desk": found.desk,
        "training": found.training,
        "today": found.today.isoformat(),
        "officer": found.officer,
        "mine": found.mine,
        "away": found.is_away,
        "overdue": [row_as_json(row) for row in found.overdue],
        "due_today": [row_as_json(row) for row in found.due_today],
        "coming": [row_as_json(row) for row in found.coming],
        "until": found.until.isoformat(),
        "since": found.since.isoformat(),
        "changed": [_changed_as_json(each) for each in found.changed],
        "to_see_to": list(found.to_see_to),
        "with_nobody": [row_as_json(row) for row in found.with_nobody],
    }


def _changed_as_json(changed: CaseChanged) -> dict[str, Any]:
    deeds = ({"at": d.at.isoformat(), "by": d.who, "verb": d.verb} for d in changed.deeds)
    return {
        "ref": changed.ref or None, "complainant": changed.complainant or None,
        "done": list(deeds),
    }  # fmt: skip


def _head(found: Briefing, width: int) -> Section:
    """Whose day it is, where and when, and how much there is; a training desk says so first."""
    name = shorten(clean_line(found.desk), 40)
    title = shorten(f"My day: {name}, {in_words(found.today)}", width)
    said = f"{_whose(found)} {_counts(found)} {_LEGEND}"
    lines = [_INDENT + line for line in wrap(said, width - len(_INDENT))]
    lines += _with_nobody(found)
    if found.is_away:
        lines.append(shorten(f"!! {AWAY}", width))
    if found.training:
        return Section("TRAINING DESK: invented cases.", (f"{_INDENT}{title}", *lines))
    return Section(title, tuple(lines))


def _whose(found: Briefing) -> str:
    officer = shorten(clean_line(found.officer), 40)
    if found.mine:
        return f"The cases that {officer} handles."
    return f"For {officer}: everybody's cases." if officer else "Everybody's cases."


def _counts(found: Briefing) -> str:
    coming = _coming(found).lower()
    if not (found.overdue or found.due_today or found.coming):
        week = "today or this week" if _is_this_week(found) else "today or next week"
        if found.mine:
            # Of the rest of the desk this page does not know.
            calm = "" if found.with_nobody else " Enjoy the calm."
            return f"None of them is overdue or due {week}.{calm}"
        return f"Nothing is overdue and nothing is due {week}. Enjoy the calm."
    said = ((found.overdue, "overdue"), (found.due_today, "due today"), (found.coming, coming))
    return ", ".join(f"{len(rows) or 'none'} {what}" for rows, what in said).capitalize() + "."


def _with_nobody(found: Briefing) -> list[str]:
    """A line for what no officer would see on a page of their own; none where there is nothing."""
    if not found.with_nobody:
        return []
    days = [row.due for row in found.with_nobody if row.due]
    counts = (
        (sum(day < found.today for day in days), "overdue"),
        (sum(day == found.today for day in days), "due today"),
        (sum(day > found.today for day in days), _coming(found).lower()),
    )
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    return [f"{_sign(found.with_nobody[0], found.today)} With nobody: {said}."]


def _is_this_week(found: Briefing) -> bool:
    return (found.until - found.today).days < 7


def _coming(found: Briefing) -> str:
    return "Later this week" if _is_this_week(found) else "Next week"


def _since(found: Briefing) -> str:
    return in_words_without_year(found.since)


def _lists(found: Briefing, width: int) -> tuple[_List, ...]:
    """Every section in its order, all of its lines; those without any are there too."""
    lined, own = _columns(found, width), " --mine" if found.mine else ""
    # No queue begins tomorrow and ends with this week or the next; the whole day as JSON has it.
    whole = f"complaintdesk day{own} --json"
    due = (
        ("Overdue", found.overdue, f"complaintdesk queue overdue{own}"),
        ("Due today", found.due_today, f"complaintdesk queue today{own}"),
        (_coming(found), found.coming, whole),
    )
    return (
        *(_List(f"{title}: {len(rows)}", [lined(row) for row in rows], command)
          for title, rows, command in due),
        _List(f"Changed since {_since(found)}", [_changed(each, width) for each in found.changed],
              whole),
        _List("Needs a look", list(_seen_to(found, width)), whole),
    )  # fmt: skip


def _shares(wanted: Sequence[int], room: int) -> list[int]:
    """How many lines each section gets: its least first, then what is left, in their order."""
    given = [min(want, least) for want, least in zip(wanted, _LEAST, strict=True)]
    for at, want in enumerate(wanted):
        given[at] += max(min(want - given[at], room - sum(given)), 0)
    return given


def _cut(whole: _List, share: int, more: str) -> Section:
    left = len(whole.lines) - share
    if left <= 0:
        return Section(whole.title, tuple(whole.lines))
    rest = f"{_INDENT}and {left} more: {more or whole.all_of_it}"
    return Section(whole.title, (*whole.lines[:share], rest))


def _columns(found: Briefing, width: int) -> Callable[[QueueRow], str]:
    """How a case is put into one line, in columns that serve all of the page's cases."""
    rows = (*found.overdue, *found.due_today, *found.coming)
    cells = [_cells(row, found.today) for row in rows]
    widest = [max((len(each[at]) for each in cells), default=0) for at in range(5)]
    left = width - len(_INDENT) - sum(size + 2 for size in widest[:3])
    handler = 0 if found.mine else min(widest[4], left * 2 // 5)
    sizes = (*widest[:3], max(left - (handler and handler + 2), 8), handler)

    def line(row: QueueRow) -> str:
        parts = zip(_cells(row, found.today), sizes, strict=True)
        said = "  ".join(shorten(text, size).ljust(size) for text, size in parts if size)
        return f"{_sign(row, found.today)} {said}".rstrip()

    return line


def _sign(row: QueueRow, today: date) -> str:
    return "  " if _is_to_come(row, today) else sign(row.state)


def _is_to_come(row: QueueRow, today: date) -> bool:
    """A day off that lies ahead has no working day before it, and is not today all the same."""
    return row.due is not None and row.due > today


def _cells(row: QueueRow, today: date) -> tuple[str, ...]:
    """Reference, what to do, when, complainant, handler."""
    return (
        shorten(clean_line(row.ref), 14), to_do_briefly(row.duty, row.stage), _when(row, today),
        clean_line(row.complainant), clean_line(row.officer),
    )  # fmt: skip


def _when(row: QueueRow, today: date) -> str:
    """“3 days overdue”, “due today”, “Wed, 4 days left”."""
    said = when(row.state, row.working_days_left)
    if row.due is None or not _is_to_come(row, today):
        return said
    return f"{DAYS[row.due.weekday()][:3]}, {said if row.working_days_left else '0 days left'}"


def _changed(changed: CaseChanged, width: int) -> str:
    ref = shorten(clean_line(changed.ref), 14)
    name = shorten(clean_line(changed.complainant), 18)
    about = f"{ref:<12}  {name:<18}" if ref else f"{'The desk':<12}"
    return _cut_off(f"{_INDENT}{about}  {_done(changed.deeds)}", width)


def _cut_off(line: str, width: int) -> str:
    """A line cut at its end; the blanks between its columns stay."""
    return line.rstrip() if len(line) <= width else line[: width - 1].rstrip() + "…"


def _done(deeds: Sequence[Deed]) -> str:
    """“Sam Patel: undo; add a file (2 times). Alex Moss: acknowledge”."""
    by_officer = groupby(deeds, lambda deed: deed.who)
    return ". ".join(f"{who}: {_verbs([d.verb for d in some])}" for who, some in by_officer)


def _verbs(verbs: Sequence[str]) -> str:
    times = Counter(verbs)
    return "; ".join(f"{verb} ({n} times)" if n > 1 else verb for verb, n in times.items())


def _seen_to(found: Briefing, width: int) -> Iterator[str]:
    for sentence in found.to_see_to:
        yield from (_INDENT + line for line in wrap(sentence, width - len(_INDENT)))
