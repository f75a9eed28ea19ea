"""Finding cases by words: what is typed, the cases that have it, and where it stands in a case."""

from dataclasses import dataclass

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.searched import as_reference, matches, typed_words
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.views import View
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.queries import as_rows, day_looked_at
from complaintdesk.store import search_index
from complaintdesk.store.search_index import MOST

_AROUND = 40  # characters shown before a match
_LONGEST = 400  # characters of an excerpt; a screen cuts it to what it has room for


@dataclass(frozen=True, slots=True)
class Found:
    """The cases that were found, the best match first; `more` says that there were too many."""

    rows: tuple[QueueRow, ...]
    more: bool = False

    @property
    def in_words(self) -> str:
        """“3”, or “over 1,000”."""
        return f"over {MOST:,}" if self.more else f"{len(self.rows):,}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a case's words, and where in it the matches are."""

    text: str
    matches: tuple[tuple[int, int], ...]


def search(desk: Desk, view: View, typed: str) -> Found:
    """The cases of a list that have every word that is typed. No input is an error."""
    words, ref = typed_words(typed), as_reference(typed)
    if not words:
        return Found(())
    looked_for = typed_words(ref) if ref else words
    today = day_looked_at(desk)
    items, count = search_index.find(desk.store_file, view, today, looked_for)
    rows = as_rows(desk, items)
    return Found(tuple(sorted(rows, key=lambda row: row.ref != ref)), count > MOST)


def find(desk: Desk, typed: str, most: int) -> tuple[QueueRow, ...]:
    """The best matches among all cases, the open ones first; () for nothing typed."""
    found = search(desk, View(), typed).rows + search(desk, View("closed"), typed).rows
    ref = as_reference(typed)
    return tuple(sorted(found, key=lambda row: row.ref != ref))[:most]


def excerpt(desk: Desk, ref: str, typed: str) -> Excerpt | None:
    """Where in the case the words stand: the text that has most of them, from near the first."""
    words, best, most = typed_words(typed), "", 0
    for text in search_index.texts_of(desk.store_file, ref):
        line = clean_line(text)
        found = [word for word in words if matches(line, (word,))]
        if len(found) > most:
            best, most = line, len(found)
    return _cut(Excerpt(best, tuple(matches(best, words)))) if most else None


def refresh(desk: Desk) -> int:
    """Bring the index up to what the store holds. Returns how many cases were put in."""
    try:
        return search_index.refresh(desk.store_file)
    except (DeskError, OSError):
        return 0  # the store is just being made, or the disk is full: the next look does it


def _cut(found: Excerpt) -> Excerpt:
    first = found.matches[0][0]
    begin = max(0, first - _AROUND)
    if begin:
        begin = found.text.find(" ", begin, first) + 1 or begin
    before = "…" if begin else ""
    text = f"{before}{found.text[begin : begin + _LONGEST]}"
    moved = len(before) - begin
    kept = ((start + moved, end + moved) for start, end in found.matches)
    return Excerpt(text, tuple((start, end) for start, end in kept if end <= len(text)))
