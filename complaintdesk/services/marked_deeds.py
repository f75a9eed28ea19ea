"""One thing done for each of several marked cases: what would happen to it, then what did.

Each case is looked at and changed by itself, under the rule that holds for it alone: what the rule
refuses, or asks a reason for, is left to be done one by one. A reason is never given for a crowd.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case, Conflict, Kind
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import (
    CaseChanged,
    Concern,
    DeskError,
    RuleBroken,
    ShareUnavailable,
    StoreBusy,
    Unconfirmed,
)
from complaintdesk.domain.forms import Reader
from complaintdesk.domain.parts import Promise, PromiseKind
from complaintdesk.domain.rules import promises
from complaintdesk.domain.rules.common import REQUEST, same_person
from complaintdesk.domain.ruling import Ruling
from complaintdesk.domain.tasks import TASKS
from complaintdesk.domain.text import shorten
from complaintdesk.services import task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_cases import Line, Result, changed_by
from complaintdesk.services.saving import save

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

ALONE = "Do this one by itself."
BEFORE = "It is done: the try before this one got there."
_SHOWN = 80  # characters of a name or a subject on one line


class Deed(ABC):
    """What is done for marked cases. `is_at_once`: for all of them together, or for none."""

    is_at_once = False

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is, as a question could ask it: “Give to Alex Moss”."""

    @property
    def about(self) -> str:
        """How it is done, for the question."""
        return "each a change of its own"

    @abstractmethod
    def look(self, desk: Desk, ref: str) -> Line:
        """What would happen to a case. Changes nothing."""

    @abstractmethod
    def do(self, desk: Desk, lines: Sequence[Line]) -> tuple[Result, ...]:
        """Do it for these, all of them ready; says for each what became of it."""


def dry_run(desk: Desk, refs: Iterable[str], deed: Deed) -> tuple[Line, ...]:
    """What a run would do, case by case. Changes nothing."""
    return tuple(deed.look(desk, ref) for ref in refs)


def carry_out(desk: Desk, lines: Sequence[Line], deed: Deed) -> tuple[Result, ...]:
    """Do it for the cases that are ready; the others stay. One that is refused stops no other."""
    done = {result.ref: result for result in deed.do(desk, [ln for ln in lines if ln.is_ready])}
    return tuple(done.get(line.ref) or stayed(line, *line.problems) for line in lines)


def stayed(line: Line, *why: str, can_try_again: bool = False) -> Result:
    """A case that is as it was, and why."""
    return Result(line.ref, line.complainant, False, " ".join(why), can_try_again)


@dataclass(frozen=True)
class EachCase(Deed):
    """A change of its own for every case. `id` names this run: saved again, it does nothing twice.

    `otherwise` says what to do where the Code asks for a reason.
    """

    id: str
    otherwise = ALONE

    @abstractmethod
    def rehearse(self, desk: Desk, case: Case) -> str:
        """What will happen to a case, in words. Raises what doing it would raise."""

    @abstractmethod
    def fields(self, case: Case) -> dict[str, str]:
        """The form of the task as it will be saved for this case."""

    @abstractmethod
    def change(self, desk: Desk, line: Line) -> str:
        """Make the change; returns the words of its history, "" where a try before made it."""

    def look(self, desk: Desk, ref: str) -> Line:
        name, version, change_id = "", 0, f"{self.id}-{ref}"
        try:
            file = desk.store.case(ref)
            case, seen = file.case, len(file.history)
            name, version = case.details.complainant.name, case.version
            if desk.store.saved_before(change_id) is not None:
                return Line(ref, name, version, {}, change_id, (), (BEFORE,))
            will = self.rehearse(desk, case)
        except DeskError as error:
            return Line(ref, name, version, {}, change_id, self._why_not(error))
        return Line(ref, name, version, self.fields(case), change_id, (), (will,), seen)

    def do(self, desk: Desk, lines: Sequence[Line]) -> tuple[Result, ...]:
        return tuple(self._one(desk, line) for line in lines)

    def _one(self, desk: Desk, line: Line) -> Result:
        try:
            said = self.change(desk, line)
        except (ShareUnavailable, StoreBusy) as error:
            return stayed(line, str(error), can_try_again=True)
        except CaseChanged as error:
            return stayed(line, changed_by(desk, line) or str(error))
        except DeskError as error:
            return stayed(line, *self._why_not(error))
        return Result(line.ref, line.complainant, True, said or BEFORE)

    def _why_not(self, error: DeskError) -> tuple[str, ...]:
        if isinstance(error, Unconfirmed):
            return (*(concern.sentence for concern in error.concerns), self.otherwise)
        return (str(error),)


@dataclass(frozen=True)
class Assign(EachCase):
    """Cases given to another officer, by the task that hands over one.

    `conflict` is what is known of a part that this officer had in any of them.
    """

    handler: str
    conflict: Conflict = Conflict.UNCHECKED

    @property
    def title(self) -> str:
        return f"Give to {shorten(self.handler, _SHOWN)}"

    def fields(self, case: Case) -> dict[str, str]:
        responder = case.current.responder if case.stages else ""
        return {
            "handler": self.handler, "responder": responder, "conflict": str(self.conflict),
            "conflict_note": case.details.conflict_note,
        }  # fmt: skip

    def rehearse(self, desk: Desk, case: Case) -> str:
        ruling = self._ruling(desk, case)
        self._refuse_unfitting(case)
        _refuse_concerns(ruling.concerns)
        if not same_person(ruling.case.handler, self.handler):
            raise RuleBroken(
                f"Stage {case.stage} has ended, and that {case.handler} dealt with it stays on "
                "record."
            )
        is_lost = case.details.conflict is Conflict.NONE and not self.conflict
        anew = "; conflict of interest to be checked anew" if is_lost else ""
        was = shorten(case.handler, _SHOWN) or "nobody"
        return f"from {was} to {shorten(self.handler, _SHOWN)}{anew}"

    def change(self, desk: Desk, line: Line) -> str:
        outcome = task_desk.perform(
            desk, line.ref, line.version, "assign", line.fields, line.change_id
        )
        return "" if outcome.earlier else outcome.message.removeprefix(f"{line.ref}: ")

    def _refuse_unfitting(self, case: Case) -> None:
        if same_person(case.handler, self.handler):
            raise RuleBroken(f"{case.handler} has it already.")
        if case.details.conflict is Conflict.DECLARED or case.details.conflict_note:
            raise RuleBroken(f"A conflict of interest is noted on it. {ALONE}")

    def _ruling(self, desk: Desk, case: Case) -> Ruling:
        task = TASKS["assign"]
        if problem := task.fits(case):
            raise RuleBroken(problem)
        return task.rule(case, Reader(self.fields(case), desk.today()), desk.moment)


@dataclass(frozen=True)
class Review(EachCase):
    """A day on which each case is looked at again, and what for.

    What is promised to the person is an action, which its letters tell of; this is not.
    """

    due: date
    what: str
    otherwise = "Say it in other words."

    @property
    def title(self) -> str:
        return f"Look again on {in_words(self.due)}: {shorten(self.what, _SHOWN)}"

    def fields(self, case: Case) -> dict[str, str]:
        return {"due": self.due.isoformat(), "what": self.what}

    def rehearse(self, desk: Desk, case: Case) -> str:
        ruling = self._ruling(case)
        made = ruling.case.promises[-1]
        reviews = [p for _, p in case.open_promises if p.kind is PromiseKind.REVIEW]
        if any((p.due, p.what) == (made.due, made.what) for p in reviews):
            raise RuleBroken("It has this review already.")
        days = [p.due for p in reviews if p.due]
        also = f"; one is set for {in_words(min(days))} too" if days else ""
        on = f"{in_words(self.due)}{_off(desk, self.due)}"
        return f"review on {on}: {shorten(self.what, _SHOWN)}{also}"

    def change(self, desk: Desk, line: Line) -> str:
        said = ""

        def work(writing: "Writing") -> Case:
            nonlocal said
            ruling = self._ruling(writing.load(line.ref))
            said = ruling.entry
            return task_desk.carry_out(desk, writing, ruling, {}, line.version, desk.line(said))

        done = save(desk, "set a review", work, line.change_id)
        return "" if done.earlier else said

    def _ruling(self, case: Case) -> Ruling:
        """A request's review ends with the request, as the one that it began with."""
        about = REQUEST if case.kind is Kind.REQUEST else ""
        made = Promise(PromiseKind.REVIEW, self.what, self.due, case.handler, about=about)
        ruling = promises.promise(case, made)
        _refuse_concerns(ruling.concerns)
        return ruling


def _off(desk: Desk, day: date) -> str:
    """A word on a day on which nobody works."""
    if desk.calendar.is_working_day(day):
        return ""
    name = desk.calendar.bank_holidays.get(day)
    if name:
        return f", a bank holiday ({shorten(name, _SHOWN)})"
    return ", a weekend" if day.weekday() > 4 else ", a closure day"


def _refuse_concerns(concerns: tuple[Concern, ...]) -> None:
    if concerns:
        raise Unconfirmed(concerns)
