"""One function for every change: run the verb, append to the record, commit, or begin again.

The change counts once its file is in the record. So the rows are collected first, the file is put
in place, and only then is the local transaction committed; a colleague who was first makes this
start over on what is there now, where the verb may refuse in a sentence.

Whoever asks first gets the number, so a PC that saves one change after the other could always be
first. Where colleagues are saving too, it therefore leaves them a moment between two of its own.
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import Change
from complaintdesk.domain.errors import DeskError, ShareUnavailable
from complaintdesk.record.folder import NumberTaken
from complaintdesk.services.desk import Desk, Done

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

Work = Callable[["Writing"], Case | None]

_TRIES = 300  # each means that a colleague saved in the same instant
# From one change to the next while colleagues save too: seconds, or as long as so many attempts
# where this PC or the share is slow, since a colleague's is slow too.
_MOMENT, _ATTEMPTS, _LONGEST = 0.3, 3, 2.0
_next_turn: WeakKeyDictionary[Desk, float] = WeakKeyDictionary()


def save(desk: Desk, verb: str, work: Work, change_id: str | None = None) -> str:
    """Run a verb and make it count; returns the reference of the case that it is about.

    `change_id` names this very change: saving it again, after a share that went away in the
    middle, does nothing twice. Raises what the verb refuses, or ShareUnavailable.
    """
    desk.refuse_writing()
    change_id = change_id or desk.make_id()
    desk.follower.own.add(change_id)
    _wait_for_turn(desk)
    with desk.writing_lock:
        crowded = False
        for attempt in range(_TRIES):
            began = time.monotonic()
            crowded |= desk.catch_up() > 0 or attempt > 0
            about = desk.store.saved_before(change_id)
            if about is not None:
                return about
            try:
                about = _try_once(desk, verb, work, change_id)
            except NumberTaken:
                continue
            if crowded:
                _leave_turn(desk, time.monotonic() - began)
            return about
    raise ShareUnavailable("Colleagues are saving all the time; nothing was lost. Try again.")


def _wait_for_turn(desk: Desk) -> None:
    """Leave colleagues the rest of a moment; after a pause of one's own there is nothing left."""
    if (left := _next_turn.pop(desk, 0.0) - time.monotonic()) > 0:
        time.sleep(left)


def _leave_turn(desk: Desk, took: float) -> None:
    # Never the same moment for all: those who wait would all come back in the same instant.
    moment = min(max(_MOMENT, _ATTEMPTS * took), _LONGEST) * random.uniform(0.5, 1)
    _next_turn[desk] = time.monotonic() + moment


def _try_once(desk: Desk, verb: str, work: Work, change_id: str) -> str:
    counts, about = False, ""
    try:
        with desk.store.writing() as writing:
            case = work(writing)
            about = case.ref if case else ""
            number, seal = writing.head()
            rows, before = writing.rows(), writing.rows_before()
            writing.project(desk.judge)
            change = Change(
                number + 1, change_id, desk.origin, desk.author(), desk.now(), verb, about,
                seal, rows,
            )  # fmt: skip
            change = replace(change, seal=desk.record.append(change))
            counts = True
            writing.note_change(change)
    except DeskError:
        # In the record it counts, whatever became of this PC's copy: that catches up later.
        if not counts:
            raise
    desk.last_done = Done(about, rows, before)
    return about
