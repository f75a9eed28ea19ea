"""What a changed calendar would do, read before it is kept: slips, dates that move, letters."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.own_calendar import in_runs
from complaintdesk.domain.rehearsal import Move
from complaintdesk.domain.words import to_do
from complaintdesk.services.calendar_desk import BrokenPromise, Rehearsal
from complaintdesk.services.desk import Desk
from screens import show
from screens.base import TRAINING, Question
from screens.moving import letter_moves, page_moves

SHOWN = 500  # moves told one by one; a Code's clock moves by the same days in the rest
_DAY_ZERO = {
    Receipt.SAME_DAY: "Day 0 is the day that something came in, whatever the hour.",
    Receipt.NEXT_WORKING_DAY: "Day 0 is the next working day for what comes in out of hours.",
}


class RehearsalScreen(Question[bool]):
    """True where the change is to be kept; Esc is no."""

    CSS_PATH = "rehearsal.tcss"
    HELP = (
        "# A rehearsal of the calendar\n\nWhich dates a changed calendar would move, and which "
        "letters quote one that is no longer right. Nothing is changed until `Keep it` is taken."
    )
    BINDINGS = [
        Binding("escape", "dismiss(False)", "Back", id="back", tooltip="Go back; nothing is kept"),
        *page_moves("scroll('page_down')", "scroll('page_up')"),
        *letter_moves("scroll('down')", "scroll('up')", "scroll('home')", "scroll('end')",
                      priority=True),
    ]  # fmt: skip

    def __init__(self, desk: Desk, rehearsal: Rehearsal) -> None:
        super().__init__()
        self.desk, self.rehearsal = desk, rehearsal

    def compose(self) -> ComposeResult:
        if self.desk.training:
            yield Static(TRAINING, markup=False, classes="training-banner")
        with Vertical(classes="box"):
            yield Static("Rehearsal: nothing is changed yet", classes="title-bar")
            with VerticalScroll(id="page"):
                yield Static(show.stacked(list(_page(self.rehearsal))), id="rehearsal")
            yield OptionList(
                Option(Content("Keep it"), id="keep"),
                Option(Content("Back, change nothing"), id="back"),
                id="answers",
            )
            yield Static(
                "Page Up and Page Down read, Up and Down choose, Enter takes it, Esc goes back.",
                classes="note",
            )

    def on_mount(self) -> None:
        answers = self.query_one("#answers", OptionList)
        # Where a slip is likely, one key more is asked for.
        answers.highlighted = 1 if self.rehearsal.slips else 0
        answers.focus()

    def action_scroll(self, where: str) -> None:
        # As on a case: a line is taken at once, the rest needs the next refresh.
        line = where in ("up", "down")
        how = {"immediate": True} if line else {}
        getattr(self.query_one("#page"), f"scroll_{where}")(animate=False, **how)

    @on(OptionList.OptionSelected, "#answers")
    def answer(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id == "keep")


def _page(rehearsal: Rehearsal) -> Iterator[Content]:
    for slip in rehearsal.slips:
        yield show.line(f"!! {slip.sentence}", "bold $text-warning")
    if rehearsal.slips:
        yield Content("")
    yield from _section("What changes", list(_changes(rehearsal)))
    yield Content("")
    yield from _moves(rehearsal)
    if rehearsal.letters:
        yield Content("")
        yield from _section("Letters already sent that quote a date no longer right",
                            [_letter(letter) for letter in rehearsal.letters])  # fmt: skip
    yield Content("")
    yield Content("Answered and closed cases keep the date they were judged by.")


def _section(title: str, lines: list[str]) -> Iterator[Content]:
    yield Content.styled(title, "bold $text-accent")
    yield from (show.line(line) for line in lines)


def _changes(rehearsal: Rehearsal) -> Iterator[str]:
    before, after, off = rehearsal.before, rehearsal.after, rehearsal.off
    was, now = set(before.closures), set(after.closures)
    yield from (f"Closure day added: {days}." for days in in_runs(now - was, off))
    yield from (f"Closure day taken away: {days}." for days in in_runs(was - now, off))
    for day, name in after.bank_holidays.items():
        if before.bank_holidays.get(day) != name:
            yield f"Bank holiday added: {in_words(day)}, {name}."
    for day in sorted(set(before.bank_holidays) - set(after.bank_holidays)):
        yield f"Bank holiday taken away: {in_words(day)}, {before.bank_holidays[day]}."
    if after.closures and after.closures_count:
        yield "Closure days count as working days, so they move no date."
    elif before.closures_count != after.closures_count:
        yield "Closure days do not count as working days from now on."
    if before.receipt is not after.receipt:
        yield _DAY_ZERO[after.receipt]


def _moves(rehearsal: Rehearsal) -> Iterator[Content]:
    looked_at, found = rehearsal.looked_at, rehearsal.moves
    looked = "1 open case was looked at" if looked_at == 1 else (
        f"{looked_at} open cases were looked at"
    )  # fmt: skip
    cases = len({move.ref for move in found})
    moved = "dates of 1 case move" if cases == 1 else f"dates of {cases} cases move"
    yield Content.styled(f"{looked}; {moved if found else 'no date moves'}.", "bold $text-accent")
    yield from (show.line(_move(move)) for move in found[:SHOWN])
    if len(found) > SHOWN:
        yield Content(f"And {len(found) - SHOWN} more dates like these.")


def _move(move: Move) -> str:
    what = to_do(move.kind, move.stage) + (", this desk's own target" if move.is_target else "")
    was, becomes = (in_words(d) if d else "no date" for d in (move.was, move.becomes))
    beyond = " (beyond the known calendar: check it)" if move.beyond_calendar else ""
    return f"{move.ref} {what}: {was} -> {becomes}{beyond}"


def _letter(letter: BrokenPromise) -> str:
    becomes = letter.becomes
    told = f"{letter.ref} {letter.title}, sent on {in_words(letter.sent_on)}: it says "
    told += f"{in_words(letter.promised)}, the Code's date becomes "
    told += f"{in_words(becomes)}." if becomes else "none."
    if becomes and becomes < letter.promised:
        return f"{told} Answer by the earlier one, or write again."
    return f"{told} The date it says can still be kept."
