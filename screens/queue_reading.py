"""What a list is read into, off the event loop: its cases, the cursor's place, what was found."""

from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.searched import typed_words
from complaintdesk.domain.views import View
from complaintdesk.services.desk import Desk
from complaintdesk.services.lists import Cases, FoundList, QueueList
from complaintdesk.services.searching import search


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as it was read. `place` is the wanted case's, None where it is not in the list.

    `found` says “3 of 214” where words were looked for; `is_behind`, that some are not in the
    index of words yet.
    """

    view: View
    typed: str
    today: date
    cases: Cases
    place: int | None
    found: str = ""
    is_behind: bool = False


def read(desk: Desk, view: View, typed: str, ref: str | None) -> Shown:
    """Read a list, narrowed by what is typed. Raises DeskError."""
    every = QueueList(desk, view)
    cases: Cases = every
    found, is_behind = "", False
    if typed_words(typed):
        hits = search(desk, view, typed)
        cases, is_behind = FoundList(hits.rows), hits.is_behind
        found = f"{hits.in_words} of {every.count:,}"
    place = cases.place_of(ref) if ref else None
    if place is not None:
        # The case under the cursor is known from the start, also where another page is in sight.
        for number in cases.missing(place, place):
            cases.read(number)
    return Shown(view, typed, desk.today(), cases, place, found, is_behind)
