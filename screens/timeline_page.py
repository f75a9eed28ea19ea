"""The entries of a timeline: one for each thing that was written down, with the letters in place.

Pure: from what was read to what is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from textual.content import Content

from complaintdesk.domain.case import CaseFile, HistoryLine, SentLetter
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.parts import Entry
from complaintdesk.domain.who import in_full
from screens import case_words as words
from screens import show

KINDS = {
    Entry.EVENT: "Done",
    Entry.CALL: "Call",
    Entry.VISIT: "Visit",
    Entry.MEETING: "Meeting",
    Entry.EMAIL_IN: "E-mail in",
    Entry.EMAIL_OUT: "E-mail out",
    Entry.LETTER_IN: "Letter in",
    Entry.LETTER_OUT: "Letter out",
    Entry.NOTE: "Note",
    Entry.DOCUMENT: "Document",
}
_INDENT = 2
Laid = tuple[HistoryLine, tuple[Content, ...]]
_LETTERS = (Entry.EMAIL_IN, Entry.EMAIL_OUT, Entry.LETTER_IN, Entry.LETTER_OUT)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which kinds of entry are shown, in full and in a word for a narrow terminal."""

    title: str
    brief: str
    kinds: tuple[Entry, ...]


FILTERS = (
    Filter("Everything", "All", tuple(Entry)),
    Filter("Calls and visits", "Calls", (Entry.CALL, Entry.VISIT, Entry.MEETING)),
    Filter("E-mails and letters", "Mail", _LETTERS),
    Filter("Notes", "Notes", (Entry.NOTE,)),
    Filter("Documents", "Files", (Entry.DOCUMENT,)),
    Filter("What was done", "Done", (Entry.EVENT,)),
)


def entries(file: CaseFile) -> tuple[HistoryLine, ...]:
    """Every entry, newest first; a line that records a letter is that letter's entry.

    A letter that no line names stands at the end of the day on which it was sent.
    """
    unnamed = list(file.letters)
    found = []
    for line in file.history:
        letter = next((one for one in unnamed if _names(line, one)), None)
        if letter:
            unnamed.remove(letter)
            line = _with_letter(line, letter)
        found.append(line)
    found += [_with_letter(HistoryLine(_end_of(one.sent_on), "", ""), one) for one in unnamed]
    # The lines are newest first already; the sort keeps those of one second as they stand.
    return tuple(sorted(found, key=lambda line: line.at, reverse=True))


def _names(line: HistoryLine, letter: SentLetter) -> bool:
    """Whether a line records a letter. An officer's own words may name its file; they do not."""
    is_of_its_day = line.kind is Entry.LETTER_OUT and line.happened_on == letter.sent_on
    # Older records have the line as something done, without the day.
    if not (is_of_its_day or line.kind is Entry.EVENT):
        return False
    return any(f"({file})" in line.entry for file in letter.files)


def _with_letter(line: HistoryLine, letter: SentLetter) -> HistoryLine:
    files = "; ".join(letter.files)
    said = f"{line.entry}\n{words.letter_line(letter)}. Files: {files}".strip()
    return replace(line, entry=said, kind=Entry.LETTER_OUT, happened_on=letter.sent_on)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)


def shown(found: tuple[HistoryLine, ...], chosen: Filter) -> tuple[HistoryLine, ...]:
    """The entries that a filter leaves."""
    return tuple(line for line in found if line.kind in chosen.kinds)


def tabs(found: tuple[HistoryLine, ...], chosen: Filter, *, is_wide: bool) -> Content:
    """Every filter with its number and how many entries it has; the chosen one in brackets."""
    parts: list[Content | tuple[str, str]] = []
    for number, each in enumerate(FILTERS, 1):
        name = each.title if is_wide else each.brief
        said = f"{number} {name} {len(shown(found, each))}"
        is_chosen = each is chosen
        parts.append((f"[{said}]", "reverse bold") if is_chosen else (f" {said} ", ""))
    return Content.assemble(*parts)


def lay(found: tuple[HistoryLine, ...], width: int) -> tuple[Laid, ...]:
    """Each entry with its rows for this many columns; done once, since wrapping takes longest."""
    return tuple((line, tuple(_rows(line, width))) for line in found)


def rows(laid: tuple[Laid, ...], chosen: Filter) -> list[Content]:
    """The rows of the entries that a filter leaves, one under the other."""
    left = [row for line, rows in laid if line.kind in chosen.kinds for row in rows]
    return left or [Content("Nothing here yet. c logs a contact, f adds a file.")]


def said(found: tuple[HistoryLine, ...], chosen: Filter) -> str:
    """What is shown, in words."""
    count = len(shown(found, chosen))
    if chosen is FILTERS[0]:
        return f"Everything, newest first: {count} {'entry' if count == 1 else 'entries'}"
    return f"Only {chosen.title.lower()}, newest first: {count} of {len(found)}"


def _rows(line: HistoryLine, width: int) -> Iterator[Content]:
    """What kind, when and who; then the text, set in, so that none of it looks like an entry."""
    happened = ""
    if line.happened_on and line.happened_on != words.day_written(line.at):
        happened = f", about {in_words(line.happened_on)}"
    written = f"  {words.moment(line.at)}{happened}  "
    who = in_full(line.by, line.account, line.pc)
    yield Content.assemble((KINDS[line.kind], "bold"), written, show.line(who))
    for row in show.plain(line.entry).wrap(max(width - _INDENT, 10)):
        yield Content.assemble(" " * _INDENT, row)
    yield Content("")
