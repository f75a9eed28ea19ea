"""Undoing the last thing that this officer did here, as long as nobody has built on it.

What was done stays in the record and in the timeline; undoing adds the change that puts the
case's rows back.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import RuleBroken
from complaintdesk.domain.text import shorten
from complaintdesk.services.desk import Desk, Done
from complaintdesk.services.facts import Outcome
from complaintdesk.services.saving import save

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing


@dataclass(frozen=True, slots=True)
class Undoable:
    """The case and what was done to it, in the words of its history."""

    ref: str
    what: str


def last(desk: Desk) -> Undoable | None:
    """The last thing done here since the program was opened, where it can be undone."""
    done = desk.last_done
    if done is None or not done.about or _is_new_case(done):
        return None
    said = [str(r.values["entry"]) for r in done.rows if r.table == "history" and r.values]
    return Undoable(done.about, shorten(said[0], 200)) if said else None


def undo(desk: Desk) -> Outcome:
    """Put the case back as it was. Raises RuleBroken where somebody built on it."""
    done, undoable = desk.last_done, last(desk)
    if done is None or undoable is None:
        raise RuleBroken("There is nothing to undo.")

    def work(writing: "Writing") -> Case:
        _refuse_built_on(writing, done)
        writing.put_back(done.before)
        case = writing.load(done.about)
        writing.note(case, desk.line(f"Undone: {undoable.what}"))
        return case

    save(desk, "undo", work)
    desk.last_done = None
    return Outcome(done.about, f"{done.about}: undone. {undoable.what}")


def _is_new_case(done: Done) -> bool:
    """A case that was logged stays on record; it can be closed as logged in error."""
    return any(row.table == "cases" and row.values is None for row in done.before)


def _refuse_built_on(writing: "Writing", done: Done) -> None:
    for row in done.rows:
        if row.table == "cases" and row.values is not None:
            ref, version = writing.version(row.key)
            if version != row.values["version"]:
                raise RuleBroken(
                    f"{ref} was changed since, so this cannot be undone. A wrong date can be "
                    "corrected with its reason."
                )
