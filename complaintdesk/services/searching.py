"""Finding cases by words: what is typed, the cases that have it, and where it stands in a case."""

from dataclasses import dataclass

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.searched import as_reference, folded, matches, typed_words
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.views import View
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.queries import as_rows, day_looked_at
from complaintdesk.store import finding, listing, search_index
from complaintdesk.store.finding import MOST
from complaintdesk.store.listed import listed

_AROUND = 40  # characters shown before a match
_LONGEST = 400  # characters of an excerpt; a screen cuts it to what it has room for


@dataclass(frozen=True, slots=True)
class Found:
    """The cases that were found, the best match first; `more` says that there were too many.

    `is_behind` says that not all words were looked through: the index is still being made.
    """

    rows: tuple[QueueRow, ...]
    more: bool = False
    is_behind: bool = False

    @property
    def in_words(self) -> str:
        """“3”, “over 1,000” or “3 so far”."""
        if self.more:
            return f"over {MOST:,}"
        return f"{len(self.rows):,} so far" if self.is_behind else f"{len(self.rows):,}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a case's words, and where in it the matches are."""

    text: str
    matches: tuple[tuple[int, int], ...]


def search(desk: Desk, view: View, typed: str) -> Found:
    """The cases of a list that have every word that is typed, and the one whose reference it is.

    No input is an error.
    """
    words = typed_words(typed)
    if not words:
        return Found(())
    hits = finding.find(desk.store_file, view, day_looked_at(desk), words)
    rows = as_rows(desk, hits.items)
    own = _own(desk, view, as_reference(typed))
    others = tuple(row for row in rows if row not in own)
    return Found((*own, *others)[:MOST], hits.is_more, hits.is_behind)


def find(desk: Desk, typed: str, most: int) -> tuple[QueueRow, ...]:
    """The best matches among all cases, the open ones first; () for nothing typed."""
    found = search(desk, View(), typed).rows + search(desk, View("closed"), typed).rows
    ref = as_reference(typed)
    return tuple(sorted(found, key=lambda row: row.ref != ref))[:most]


def is_there(desk: Desk, ref: str) -> bool:
    """Whether there is a case of this reference, open or closed."""
    return bool(listed(desk.store_file, [ref]))


def excerpt(desk: Desk, ref: str, typed: str) -> Excerpt | None:
    """Where in the case the words stand: the text that has most of them, from near the first."""
    words, best, most = typed_words(typed), Excerpt("", ()), 0
    for text in search_index.texts_of(desk.store_file, ref):
        line = clean_line(text)
        found = Excerpt(line, tuple(matches(line, words)))
        if (count := _count(found, words)) > most:
            best, most = found, count
    return _cut(best) if most else None


def refresh(desk: Desk) -> bool:
    """Bring the index up to what the store holds. Returns whether it now is."""
    try:
        search_index.refresh(desk.store_file)
    except DeskError:
        return False  # the store is just being made, or the disk is full: the next look does it
    return True


def _own(desk: Desk, view: View, ref: str) -> tuple[QueueRow, ...]:
    """The case of a reference, where it is in the list."""
    store, today = desk.store_file, day_looked_at(desk)
    if not ref or listing.place_of(store, view, today, ref) is None:
        return ()
    return as_rows(desk, listed(store, [ref]))


def _count(found: Excerpt, words: tuple[str, ...]) -> int:
    """How many of the words an excerpt has."""
    said = {folded(found.text[start:end]) for start, end in found.matches}
    return sum(any(word in each for each in said) for word in words)


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
