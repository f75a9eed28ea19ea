"""`complaintdesk queue`: the list that the screen shows, as plain text, JSON or CSV."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from complaintdesk.domain.errors import BadInput, StoreBusy
from complaintdesk.domain.searched import typed_words
from complaintdesk.domain.text import clean
from complaintdesk.domain.views import DEFAULT, Filters, View
from complaintdesk.out_file import write_out
from complaintdesk.plain import as_json, queue_as_json, queue_as_text
from complaintdesk.queue_csv import for_file, rows_as_csv
from complaintdesk.services import kept_lists, naming, queries, searching
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueuePage

_FILTERS = tuple(each.name for each in fields(Filters))


def queue(desk: Desk, chosen: argparse.Namespace, say: Callable[..., None]) -> int:
    """Print the list that was asked for, or write it to the file that was named."""
    page = _page(desk, _view(desk, chosen), chosen.find)
    if chosen.csv:
        said = rows_as_csv(page.rows)
        made = for_file(said)
    else:
        said = as_json(queue_as_json(page)) if chosen.json else queue_as_text(page)
        made = f"{said}\n".encode()
    if chosen.out:
        say(f"Written: {clean(str(write_out(chosen.out, made)))}")
    else:
        say(said, exactly=chosen.csv)
    return 0


def _page(desk: Desk, view: View, words: str | None) -> QueuePage:
    """The whole list, or what of it has these words."""
    if words is None:
        return queries.queue(desk, view, limit=sys.maxsize)
    if not typed_words(words):
        raise BadInput(f"There is no word in “{words}” to look for.")
    searching.refresh(desk)
    found = searching.search(desk, view, words)
    if found.is_behind:
        raise StoreBusy("The words of this desk cannot all be looked through just now. Try again.")
    if found.more:
        raise BadInput(f"Cases found: {found.in_words}, too many to print the best. Name more "
                       "words, or a queue or filter that leaves fewer.")  # fmt: skip
    page = queries.queue(desk, view, limit=1)
    return replace(page, count=len(found.rows), rows=found.rows, words=words)


def _view(desk: Desk, chosen: argparse.Namespace) -> View:
    """A queue or a kept list, narrowed further by the filters that are named."""
    view = _kept(desk, chosen) if chosen.list else View(chosen.name or DEFAULT)
    on: dict[str, Any] = {name: value for name in _FILTERS if (value := getattr(chosen, name))}
    on |= {name: naming.filtered_by(desk, name, on[name]) for name in naming.NAMED if name in on}
    if chosen.mine:
        on["officer"] = queries.own_name(desk)
    for name, value in on.items():
        _refuse_other(view, name, value)
    filters = replace(view.filters, **on)
    if filters.unassigned and filters.officer:
        raise BadInput("A case cannot be with nobody and with somebody. Name one of the two.")
    if chosen.sort and view.queue == "closed":
        raise BadInput("Closed cases are listed as they closed, the last first. Leave out --sort.")
    if chosen.sort and chosen.find:
        raise BadInput("What has the words is listed best match first. Leave out --sort.")
    name = view.name if filters == view.filters else ""
    return View(view.queue, filters, chosen.sort or view.sort, name)


def _refuse_other(view: View, name: str, value: object) -> None:
    """A list of one's own is narrowed further, never turned into another."""
    if getattr(view.filters, name) not in ("", False, value):
        own = ", ".join(view.filters.in_words)
        raise BadInput(f"“{view.name}” is already narrowed: {own}. Leave out the {name}.")


def _kept(desk: Desk, chosen: argparse.Namespace) -> View:
    if chosen.name:
        raise BadInput("A list of your own has its queue. Name the list or a queue, not both.")
    kept = {view.name: view for view in kept_lists.likes(desk).lists}
    name = naming.meant(chosen.list, kept)
    if name is None:
        there = f"There are: {', '.join(kept)}." if kept else "There is none yet."
        raise BadInput(
            f"No list “{chosen.list}” is kept on this PC for {desk.officer or 'nobody'}. {there} "
            "On the queue's screen, f keeps one."
        )
    return kept[name]
