"""How a month is drawn: its shape for a terminal, a cell for each day, and what is said below.

What falls due is told by sign and words as well as colour. A cell says what it has room for; the
lines below the month say all of it.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from textual.content import Content

from complaintdesk.domain.dates import DAYS, MONTHS, in_words, short
from complaintdesk.domain.own_calendar import runs
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.domain.words import sign, to_do, to_do_briefly
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.month import Month, MonthDay
from screens import show

_BESIDE = 120  # columns from which a day's cases stand beside the month
_AROUND = 7  # lines that are never a day's: banner, title, overdue, weekdays, two below, footer
_LISTED = 5  # lines that the list below the month keeps: what day it is, and four cases
_LEAST, _MOST = 2, 8  # lines of a day
_REFERENCE = 12  # columns that a reference needs
_IN_FULL = len("CD-2026-0001 S1 acknowledge")  # and one with what there is to do
_ONCE = "Each case stands only at its nearest duty."
_NAME = 40  # characters of a bank holiday's name in the line below


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns of a weekday and of a weekend's day, lines of both; where the cases are listed."""

    weekday: int
    weekend: int
    height: int
    is_beside: bool

    @property
    def width(self) -> int:
        return 5 * self.weekday + 2 * self.weekend

    def columns(self, weekday: int) -> int:
        return self.weekend if weekday >= 5 else self.weekday


def shape(width: int, height: int, month: date) -> Shape:
    """The room that a month has in a terminal of this size."""
    is_beside = width >= _BESIDE
    room = width - width * 31 // 100 if is_beside else width
    weekday = room * 13 // 83
    weekend = min((room - 5 * weekday) // 2, weekday - 2)
    lines = height - _AROUND - (0 if is_beside else _LISTED)
    tall = min(max(lines // len(_weeks(month)), _LEAST), _MOST)
    return Shape(weekday, weekend, tall, is_beside)


def title(day: date) -> str:
    """November 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def drawn(month: Month | None, chosen: date, form: Shape) -> Content:
    """The weekdays' names, then a row of cells for each week; without `month`, only the days."""
    names = Content("").join(
        _fitted(Content(f" {name[:3]}"), form.columns(n)) for n, name in enumerate(DAYS)
    )
    lines = [names.stylize("$text-muted")]
    for week in _weeks(chosen):
        cells = [_cell(month, day, chosen, form) for day in week]
        lines += [Content("").join(parts) for parts in zip(*cells, strict=True)]
    return show.stacked(lines)


def day_at(x: int, y: int, chosen: date, form: Shape) -> date | None:
    """The day that is drawn there, for a mouse."""
    weeks, week = _weeks(chosen), (y - 1) // form.height
    if y < 1 or week >= len(weeks):
        return None
    for number, day in enumerate(weeks[week]):
        x -= form.columns(number)
        if x < 0:
            return day if day.month == chosen.month else None
    return None


def overdue(month: Month) -> Content:
    """How many cases are overdue, in this month and elsewhere, so that none is out of sight."""
    here, elsewhere = month.overdue_here, month.overdue - month.overdue_here
    if not month.overdue:
        return Content.styled("Nothing is overdue.", "$text-muted")
    others = "in other months" if month.last < month.today else "from before"
    where = f"{here} in this month, {elsewhere} {others}" if here else f"all {others}"
    where = where if elsewhere else "all in this month"
    return Content.assemble(
        (f"!! {month.overdue} overdue", "bold $text-error"), f": {where}. o goes to the next."
    )


def notable(month: Month) -> Content:
    """The month's bank holidays and closure days by name, and whether closure days count."""
    holidays = [_holiday(each) for each in month.days if each.bank_holiday]
    closed = _closed(month)
    said = []
    if holidays:
        said.append(f"Bank holidays: {'; '.join(holidays)}.")
    if closed:
        counted = "count as working days" if month.closures_count else "do not count"
        said.append(f"Closure days, which {counted}: {'; '.join(closed)}.")
    if month.last > month.covers_to:
        said.append(f"Bank holidays are not known after {in_words(month.covers_to)}.")
    words = " ".join(said) or "No bank holidays or closure days in this month."
    return show.line(f"{words} {_ONCE}", "$text-muted")


def about(month: Month, day: date) -> Content:
    """A day in words: which it is, whether it is like others, and how much falls due on it."""
    found = month.on(day)
    today = ", today" if day == month.today else ""
    special = [f"{found.bank_holiday}, a bank holiday."] if found.bank_holiday else []
    if found.is_closed:
        counted = "counts as a working day" if month.closures_count else "does not count"
        special.append(f"A closure day, which {counted}.")
    words = show.line(f"{in_words(day)}{today}: {' '.join(special)}")
    nothing = "Nothing due" if special else "nothing due"
    due = _counted(found, month.today)[0] if found.rows else nothing
    return Content.assemble(words, " ", (due, f"bold {_style(found, month.today)}".strip()), ".")


def listed(row: QueueRow, width: int, *, is_beside: bool) -> Content:
    """A case of the day that is chosen: one line below the month, two beside it."""
    style = show.state_style(row.state)
    who = ": ".join(filter(None, map(clean_line, (row.complainant, row.summary))))
    if is_beside:
        start = f"{sign(row.state)} {clean_line(row.ref)}  "
        does = (to_do(row.duty, row.stage), to_do_briefly(row.duty, row.stage))
        first = show.run(start + _fitting(does, width - len(start)))
        lines = (first.stylize(style) if style else first, Content(f"   {show.line(who).plain}"))
        return show.stacked([line.truncate(width, ellipsis=True) for line in lines])
    words = f"{clean_line(row.ref):<12}  {to_do_briefly(row.duty, row.stage):<14}  "
    head = Content.styled(f"{sign(row.state)} {words}", style)
    return Content.assemble(head, show.line(who)).truncate(width, ellipsis=True)


def _weeks(day: date) -> list[list[date]]:
    """The weeks of a month, Monday to Sunday; the first and last hold days of its neighbours."""
    first = day.replace(day=1)
    monday, weeks = first - timedelta(days=first.weekday()), []
    for week in range(6):
        days = [monday + timedelta(days=7 * week + n) for n in range(7)]
        if any(each.month == day.month for each in days):
            weeks.append(days)
    return weeks


def _cell(month: Month | None, day: date, chosen: date, form: Shape) -> list[Content]:
    """The lines of one day, all of one width; a day of another month is left blank."""
    width = form.columns(day.weekday())
    if day.month != chosen.month:
        return [Content(" " * width)] * form.height
    found = month.on(day) if month else MonthDay(day)
    lines = [_head(found, month, day == chosen, width - 1)]
    lines += _body(found, month, width - 1, form.height - 1) if month else []
    lines += [Content("")] * (form.height - len(lines))
    padded = [_fitted(line, width - 1) for line in lines]
    if day == chosen:
        padded = [line.stylize("reverse") for line in padded]
    return [Content.assemble(line, " ") for line in padded]


def _head(found: MonthDay, month: Month | None, is_chosen: bool, width: int) -> Content:
    """The day's number, in brackets where it is chosen, and a word for a day unlike others."""
    number = f"[{found.day.day:2}] " if is_chosen else f" {found.day.day:2} "
    is_today = month is not None and found.day == month.today
    words: tuple[str, ...] = ("",)
    if is_today:
        words = ("today", "now")
    elif found.bank_holiday:
        words = ("bank holiday", "holiday", "hol.")
    elif found.is_closed:
        words = ("closure day", "closed", "shut")
    is_off = found.day.weekday() >= 5 or found.bank_holiday
    style = "bold" if is_today else "$text-muted" if is_off else ""
    return Content.styled(number + _fitting(words, width - len(number)), style)


def _body(found: MonthDay, month: Month, width: int, lines: int) -> list[Content]:
    """How much falls due, then the day's name, then the cases while there is room."""
    said = [*_due(found, month, width), *_named(found, month, width)][:lines]
    left = lines - len(said)
    # With one line left for several cases none is listed, and “24 more” would be said of none.
    if width < _REFERENCE or left < min(len(found.rows), 2):
        return said
    rows = found.rows if len(found.rows) <= left else found.rows[: left - 1]
    words = [_case(row, width) for row in rows]
    if more := len(found.rows) - len(rows):
        words.append(f"and {more} more")
    return said + [Content.styled(each, _style(found, month.today)) for each in words]


def _case(row: QueueRow, width: int) -> str:
    """A case and what there is to do, which says more than the beginning of its reference."""
    ref = clean_line(row.ref)
    short_ref = ref if width >= _IN_FULL else ref.rpartition("-")[2]
    return _fitting((f"{short_ref} {to_do_briefly(row.duty, row.stage)}", ref), width)


def _due(found: MonthDay, month: Month, width: int) -> Iterator[Content]:
    if found.rows:
        words = _fitting(_counted(found, month.today), width)
        yield Content.styled(words, f"bold {_style(found, month.today)}".strip())


def _named(found: MonthDay, month: Month, width: int) -> Iterator[Content]:
    if found.bank_holiday:
        name = textwrap.wrap(clean_line(found.bank_holiday), width)
        yield from (Content.styled(line, "$text-accent") for line in name)
    if found.is_closed:
        does, not_ = ("counts as a working day", "still counts"), ("does not count", "not counted")
        words = (*does, "counts") if month.closures_count else (*not_, "off")
        yield Content.styled(_fitting(words, width), "$text-accent")


def _counted(found: MonthDay, today: date) -> tuple[str, ...]:
    """How many cases are due, in words, the fullest first."""
    count = len(found.rows)
    if found.day < today:
        return (
            f"!! {count} overdue", f"!!{count} overdue", f"!! {count} late", f"!!{count} late",
            f"!!{count}",
        )  # fmt: skip
    if found.day == today:
        return f">> {count} due today", f">> {count} today", f">>{count} today", f">>{count}"
    return f"{count} due", f"{count}"


def _style(found: MonthDay, today: date) -> str:
    return show.state_style(found.rows[0].state) if found.rows and found.day <= today else ""


def _fitting(words: Sequence[str], width: int) -> str:
    """The first of these that fits, else the last."""
    return next((each for each in words if len(each) <= width), words[-1])


def _fitted(line: Content, width: int) -> Content:
    return line.truncate(width, ellipsis=True, pad=True)


def _holiday(found: MonthDay) -> str:
    return f"{short(found.day)[:6].strip()} {shorten(clean_line(found.bank_holiday), _NAME)}"


def _closed(month: Month) -> list[str]:
    """The closure days of the month, those that follow each other as one."""
    off = [each.day for each in month.days if each.bank_holiday]
    days = [each.day for each in month.days if each.is_closed]
    return [
        short(first)[:6] if first == last else f"{short(first)[:6]} to {short(last)[:6]}"
        for first, last, _ in runs(days, off)
    ]
