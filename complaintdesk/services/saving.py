"""One function for every change: run the verb, append to the record, commit, or begin again.

The change counts once its file is in the record. So the rows are collected first, the file is put
in place, and only then is the local transaction committed; a colleague who was first makes this
start over on what is there now, where the verb may refuse in a sentence.

Where colleagues are saving too, turns are taken (`turns`), so that nobody waits for long.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import Change
from complaintdesk.domain.errors import DeskError, ShareUnavailable
from complaintdesk.record.folder import NumberTaken
from complaintdesk.services.desk import Desk, Done
from complaintdesk.services.turns import somebody_waits, turn

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

Work = Callable[["Writing"], Case | None]

_TRIES = 300  # each means that a colleague saved in the same instant
_CROWDED = 5.0  # seconds for which a desk on which one came second is taken to be crowded
_AT_ONCE = 1.0  # seconds from one change to the next within which no person saves twice


@dataclass(frozen=True, slots=True)
class Saved:
    """What is on record now: the case that the change is about, and whether by this try.

    `earlier` says that a try before this one had got there after all. Then what is on record is
    what that one held, whatever this one holds.
    """

    about: str
    earlier: bool


def save(desk: Desk, verb: str, work: Work, change_id: str | None = None) -> Saved:
    """Run a verb and make it count.

    `change_id` names this very change: saving it again, after a share that went away in the
    middle, does nothing twice. Raises what the verb refuses, or ShareUnavailable.
    """
    desk.refuse_writing()
    change_id = change_id or desk.make_id()
    desk.follower.own.add(change_id)
    with desk.writing_lock:
        for _ in range(_TRIES):
            try:
                with _turn(desk):
                    return _save_once(desk, verb, work, change_id)
            except NumberTaken:
                desk.crowded_until = time.monotonic() + _CROWDED
                desk.follower.doubt()
            except ShareUnavailable:
                desk.follower.doubt()  # it may have got there all the same
                raise
            except DeskError:
                if not desk.follower.doubt():
                    raise  # else it may be refused for what a colleague has changed since
    raise ShareUnavailable("Colleagues are saving all the time; nothing was lost. Try again.")


def _turn(desk: Desk) -> AbstractContextManager[None]:
    """One's turn, where others are saving at this very moment; else nothing is waited for."""
    now = time.monotonic()
    at_once = now - desk.saved_at < _AT_ONCE
    if now < desk.crowded_until or (at_once and somebody_waits(desk.folder)):
        return turn(desk.folder, desk.follower.take_in)
    return nullcontext()


def _save_once(desk: Desk, verb: str, work: Work, change_id: str) -> Saved:
    desk.follower.take_in()
    about = desk.store.saved_before(change_id)
    if about is not None:
        return Saved(about, earlier=True)
    return Saved(_try_once(desk, verb, work, change_id), earlier=False)


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
    desk.last_done, desk.saved_at = Done(about, rows, before), time.monotonic()
    return about
