"""A list of cases that is read as it is looked at: a page at a time, whatever its length.

Of what was read, the pages around the last one are kept, so that a long list takes no more memory
than a short one. A page beside one that was read is read from where that ends; one far away is
counted off along the index.
"""

from typing import Protocol

from complaintdesk.domain.views import View
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.queries import as_rows, day_looked_at
from complaintdesk.store import listing
from complaintdesk.store.listing import MANY, PAGE, From, Key

_KEPT = 32  # pages; a screen shows three at most


class Cases(Protocol):
    """What a list on a screen is drawn from; only `read` and `place_of` touch the disk."""

    count: int

    def row(self, at: int) -> QueueRow | None:
        """The case at a place, from 0, or None where its page is not read yet."""

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        """The pages that are still to be read to show these places."""

    def read(self, number: int) -> None:
        """Read one page."""

    def place_of(self, ref: str) -> int | None:
        """How many cases stand before this one; None where it is not in the list."""


class QueueList:
    """A queue, narrowed and sorted as a view says. Made off the event loop: it reads page one."""

    def __init__(self, desk: Desk, view: View) -> None:
        self._desk, self._view, self._today = desk, view, day_looked_at(desk)
        self._pages: dict[int, tuple[QueueRow, ...]] = {}
        self._edges: dict[int, tuple[Key, Key]] = {}  # the keys of a page's first and last case
        self.count = listing.count(desk.store_file, view, self._today)
        self.read(0)

    def row(self, at: int) -> QueueRow | None:
        rows = self._pages.get(at // PAGE, ())
        return rows[at % PAGE] if at % PAGE < len(rows) else None

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        wanted = range(max(first, 0) // PAGE, min(last, self.count - 1) // PAGE + 1)
        return tuple(number for number in wanted if number not in self._pages)

    def read(self, number: int) -> None:
        if number not in self._pages:
            items = listing.page(
                self._desk.store_file, self._view, self._today, *self._how(number),
                of_many=self.count > MANY,
            )  # fmt: skip
            if items:
                self._edges[number] = items[0].key, items[-1].key
            self._pages[number] = as_rows(self._desk, items)
            if len(self._pages) > _KEPT:
                self._pages.pop(max(self._pages, key=lambda kept: abs(kept - number)))

    def place_of(self, ref: str) -> int | None:
        return listing.place_of(self._desk.store_file, self._view, self._today, ref)

    def _how(self, number: int) -> tuple[From, int]:
        """Where a page begins, told by what is known of its neighbours, and its size."""
        size = min(PAGE, self.count - number * PAGE)
        if before := self._edges.get(number - 1):
            return From(after=before[1]), PAGE
        if after := self._edges.get(number + 1):
            return From(before=after[0]), PAGE
        if number and number == (self.count - 1) // PAGE:
            return From(at_end=True), size
        return From(skipping=number * PAGE), PAGE


class FoundList:
    """What was found by its words: a list that is known whole, the best match first."""

    def __init__(self, rows: tuple[QueueRow, ...]) -> None:
        self._rows, self.count = rows, len(rows)

    def row(self, at: int) -> QueueRow | None:
        return self._rows[at] if at < len(self._rows) else None

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        return ()

    def read(self, number: int) -> None:
        return None

    def place_of(self, ref: str) -> int | None:
        return next((at for at, row in enumerate(self._rows) if row.ref == ref), None)
