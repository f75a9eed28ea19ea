"""What the commands print: plain text for people and pipes, JSON for machines.

Text is cleaned again on its way out, since a record on a share can be tampered with. JSON stays
in ASCII, so that it survives any console's encoding.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from complaintdesk.domain.dates import in_words, short
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.domain.views import EVERYTHING, SORTS
from complaintdesk.domain.words import sign, to_do, when_listed
from complaintdesk.services.facts import QueuePage, QueueRow

# Machines tell the week by the date; for them a state is as contracts.md has it.
_FOR_MACHINES = {State.DUE_THIS_WEEK: State.DUE}
_USUAL = (2, 17, 10, 12, 20, 24, 16)  # how wide the columns of a list are, but for its last
_LONGEST = 20  # characters of a reference; a record can be tampered with


def as_json(value: Any) -> str:
    """One JSON document."""
    return json.dumps(value, indent=2)


def queue_as_json(page: QueuePage) -> dict[str, Any]:
    """The document of contracts.md, `queue`, and what narrows and sorts the list."""
    return {
        "desk": page.desk,
        "training": page.training,
        "today": page.today.isoformat(),
        "queue": page.view.queue,
        "list": page.view.name,
        "filters": page.view.filters.that_are_on,
        "sort": _order(page),
        "words": page.words,
        "count": page.count,
        "cases": [row_as_json(row) for row in page.rows],
    }


def queue_as_text(page: QueuePage) -> str:
    """A line a case, in the order of the screen, the most urgent first."""
    title = f"{clean_line(page.view.title)}: {page.count} of {clean_line(page.desk)}"
    head = ", ".join((title, in_words(page.today), *_narrowed_by(page)))
    lines = [head, *_in_columns([_cells(row) for row in page.rows])]
    if page.training:
        lines.insert(0, "TRAINING DESK: invented cases.")
    return "\n".join(lines)


def row_as_json(row: QueueRow) -> dict[str, Any]:
    """A case of a queue, as every command prints it for machines."""
    return {
        "ref": row.ref,
        "kind": row.kind,
        "code": row.code,
        "stage": row.stage,
        "complainant": row.complainant,
        "summary": row.summary,
        "service": row.service,
        "duty": row.duty,
        "due": _iso(row.due),
        "working_days_left": row.working_days_left,
        "state": _FOR_MACHINES.get(row.state, row.state).value if row.state else None,
        "provisional": row.provisional,
        "officer": row.officer,
        "ward": row.ward,
        "received": _iso(row.received_on),
        "closed": _iso(row.closed_on),
    }


def _order(page: QueuePage) -> str:
    """What the cases are really sorted by."""
    if page.words:
        return "best-match"
    return "closed" if page.view.queue == "closed" else page.view.sort


def _narrowed_by(page: QueuePage) -> list[str]:
    """What the list's head says besides its name: each filter, words, and an unusual order."""
    said = list(page.view.filters.in_words)
    if page.words:
        said += [f"with “{page.words}”", "best match first"]
    elif (order := _order(page)) != EVERYTHING.sort and order in SORTS:
        said.append(SORTS[order])
    return [clean_line(each) for each in said]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cells(row: QueueRow) -> tuple[str, ...]:
    """Sign, when, day, reference, what to do, complainant, officer, what it is about."""
    day = row.closed_on or row.due
    said = when_listed(row.state, row.working_days_left, is_closed=row.closed_on is not None)
    return (
        sign(row.state), said, short(day) if day else "", shorten(clean_line(row.ref), _LONGEST),
        to_do(row.duty, row.stage), shorten(clean_line(row.complainant), 24),
        shorten(clean_line(row.officer) or "nobody", 16), clean_line(row.summary),
    )  # fmt: skip


def _in_columns(lines: Sequence[Sequence[str]]) -> list[str]:
    """Each column as wide as its longest cell, as is usual at least; the last is as it comes."""
    sizes = [max([usual, *(len(cells[n]) for cells in lines)]) for n, usual in enumerate(_USUAL)]
    return [" ".join(map(str.ljust, cells, (*sizes, 0))).rstrip() for cells in lines]
