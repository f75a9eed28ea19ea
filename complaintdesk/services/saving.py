"""One function for every change: run the verb, append to the record, commit, or begin again.

The change counts once its file is in the record. So the rows are collected first, the file is put
in place, and only then is the local transaction committed; a colleague who was first makes this
start over on what is there now, where the verb may refuse in a sentence.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import Change
from complaintdesk.domain.errors import DeskError, ShareUnavailable
from complaintdesk.record.folder import NumberTaken
from complaintdesk.services.desk import Desk, Done

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

Work = Callable[["Writing"], Case | None]

_TRIES = 300  # each means that a colleague saved in the same instant


def save(desk: Desk, verb: str, work: Work, change_id: str | None = None) -> str:
    """Run a verb and make it count; returns the reference of the case that it is about.

    `change_id` names this very change: saving it again, after a share that went away in the
    middle, does nothing twice. Raises what the verb refuses, or ShareUnavailable.
    """
    desk.refuse_writing()
    change_id = change_id or desk.make_id()
    desk.follower.own.add(change_id)
    with desk.writing_lock:
        for _ in range(_TRIES):
            desk.catch_up()
            about = desk.store.saved_before(change_id)
            if about is not None:
                return about
            try:
                return _try_once(desk, verb, work, change_id)
            except NumberTaken:
                continue
    raise ShareUnavailable("Colleagues are saving all the time; nothing was lost. Try again.")


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
