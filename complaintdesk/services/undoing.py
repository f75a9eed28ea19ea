"""Undoing the last thing that this officer did here, as long as nobody has built on it.

What was done stays in the record and in the timeline; undoing adds the change that puts the
case's rows back. What was done for many cases in one run is undone for all of them, case by case.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import DeskError, RuleBroken, ShareUnavailable, StoreBusy
from complaintdesk.domain.text import sentence, shorten
from complaintdesk.services.desk import Desk, Done
from complaintdesk.services.facts import Outcome
from complaintdesk.services.saving import save

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

_BEGUN_BRACKET = re.compile(r"\([^)]*$")
_NAMED = 5  # cases named in one sentence; of more, the others are counted


@dataclass(frozen=True, slots=True)
class Undoable:
    """What was done, in the words of its history, and on which case; of many, what all share."""

    ref: str
    what: str


@contextmanager
def part_of(desk: Desk, run: str) -> Iterator[None]:
    """What is done meanwhile for one case is part of a run for many, and is undone with it."""
    last = desk.last_done
    yield
    if desk.last_done and desk.last_done is not last:
        desk.last_done = desk.last_done.after(last, run)


def last(desk: Desk) -> Undoable | None:
    """The last thing done here since the program was opened, where it can be undone."""
    run = _run(desk)
    return Undoable(_cases(run), _of_all(run)) if run else None


def undo(desk: Desk) -> Outcome:
    """Put the case back as it was; after a run for many, each case in a change of its own.

    Raises RuleBroken where somebody built on it. Of many, those stay, and are named. Where the
    folder goes away in between, what is left is the last thing done, to be undone again.
    """
    if not (run := _run(desk)):
        raise RuleBroken("There is nothing to undo.")
    undone, refused = _undo_in_turn(desk, run)
    if not undone:
        raise refused[-1]
    stay = sum(isinstance(error, RuleBroken) for error in refused)
    left = run[: len(run) - len(undone) - stay]
    desk.last_done = replace(left[-1], others=left[:-1]) if left else None
    said = [sentence(f"Undone on {_cases(undone)}: {_of_all(undone)}")]
    said += [str(error) for error in refused[-_NAMED:]]
    said += [f"{len(refused) - _NAMED} more stay."] if refused[_NAMED:] else []
    said += [f"Undo again for {_cases(left)}."] if left else []
    return Outcome(undone[0].about, " ".join(said))


def _undo_in_turn(desk: Desk, run: Sequence[Done]) -> tuple[list[Done], list[DeskError]]:
    """From the last to the first: what was undone, and why the others were not."""
    undone: list[Done] = []
    refused: list[DeskError] = []
    for done in reversed(run):
        try:
            _undo(desk, done)
            undone.append(done)
        except RuleBroken as error:
            refused.append(error)
        except (ShareUnavailable, StoreBusy) as error:
            refused.append(error)
            break  # the others would not get there
    return undone, refused


def _undo(desk: Desk, done: Done) -> None:
    """One change of its own, under a name of its own: tried again, it does nothing twice."""

    def work(writing: "Writing") -> Case:
        _refuse_built_on(writing, done)
        writing.put_back(done.before)
        case = writing.load(done.about)
        writing.note(case, desk.line(f"Undone: {_what(done)}"))
        return case

    save(desk, "undo", work, done.undo_id)


def _run(desk: Desk) -> tuple[Done, ...]:
    """What is undone together: the last thing done, after what was done before it in its run."""
    last = desk.last_done
    return tuple(done for done in (*last.others, last) if _can_be_undone(done)) if last else ()


def _can_be_undone(done: Done) -> bool:
    """A case that was logged stays on record; it can be closed as logged in error."""
    is_new = any(row.table == "cases" and row.values is None for row in done.before)
    return bool(done.about and _what(done) and not is_new)


def _what(done: Done) -> str:
    said = [str(r.values["entry"]) for r in done.rows if r.table == "history" and r.values]
    return shorten(said[0], 200) if said else ""


def _of_all(run: Sequence[Done]) -> str:
    """What is so of each: its words, or how they begin where a name or a number differs later."""
    said = [_what(done) for done in run]
    if len(set(said)) == 1:
        return said[0]
    alike = takewhile(lambda words: len(set(words)) == 1, zip(*map(str.split, said), strict=False))
    begins = " ".join(words[0] for words in alike)
    begins = _BEGUN_BRACKET.sub("", begins).rstrip(" ,;:.")
    return f"{begins}…" if begins else "what was done for each."


def _cases(run: Sequence[Done]) -> str:
    """“CD-2026-0001”, “2 cases (CD-2026-0001, CD-2026-0002)”."""
    refs = [done.about for done in run]
    if not refs[1:]:
        return refs[0]
    more = [f"{len(refs) - _NAMED} more"] if refs[_NAMED:] else []
    return f"{len(refs)} cases ({', '.join([*sorted(refs)[:_NAMED], *more])})"


def _refuse_built_on(writing: "Writing", done: Done) -> None:
    for row in done.rows:
        if row.table == "cases" and row.values is not None:
            ref, version = writing.version(row.key)
            if version != row.values["version"]:
                raise RuleBroken(
                    f"{ref} was changed since, so this cannot be undone. A wrong date can be "
                    "corrected with its reason."
                )
