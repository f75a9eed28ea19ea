"""One case while it is being invented: who, what, when, and the script of what was done."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from complaintdesk.domain.case import Case, Intake
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.parts import Promise
from complaintdesk.domain.rules import promises
from complaintdesk.services.training.dates import Days, Timeline
from complaintdesk.services.training.details import Filler
from complaintdesk.services.training.people import OFFICERS
from complaintdesk.services.training.plans import Plan
from complaintdesk.services.training.script import AFTER, Act, Script
from complaintdesk.services.training.story import Story

AGAIN_CLOSED_AFTER = 8  # working days from a final answer to closing, where the ombudsman follows


@dataclass(slots=True)
class Draft:
    """A case in the making.

    `outstanding` are the points still in dispute at stage 2, all of them where it is empty;
    `files` are those that are added to it, by their paths in the desk.
    """

    number: int
    plan: Plan
    story: Story
    line: Timeline
    details: Intake
    fill: Filler
    days: Days
    rng: Random
    reviewer: str
    outstanding: tuple[int, ...] = ()
    script: Script = field(default_factory=Script)
    files: dict[str, bytes] = field(default_factory=dict)

    def shows(self, what: str) -> bool:
        """Whether the plan asks for this."""
        return what in self.plan.shows

    def handler(self, stage: int = 0) -> str:
        """Who deals with a stage, or with the one that it is at."""
        stage = stage or self.plan.stage
        return self.reviewer if stage == 2 else self.details.officer or OFFICERS[0]

    @property
    def mark(self) -> str:
        """What stands for its reference until all cases are numbered."""
        return f"@{self.number}@"

    @property
    def closing(self) -> date | None:
        """The day on which it is closed, for good or until the ombudsman takes it up."""
        last = self.line.stages[-1] if self.line.stages else None
        if last and last.answered and self.shows("ombudsman decided"):
            return self.days.ahead(last.answered, AGAIN_CLOSED_AFTER)
        return self.line.closed_on

    def after(self, offset: int, stage: int = 0) -> date:
        """So many working days into a stage, but on a day when it still ran."""
        found = self.line.stages[(stage or self.plan.stage) - 1]
        begun = found.acknowledged or found.started
        assert begun is not None
        end = self.days.back(found.answered, 1) if found.answered else self.days.last
        if self.line.closed_on and not found.answered:
            end = self.days.back(self.line.closed_on, 1)
        return max(begun, min(self.days.ahead(begun, offset), end))


def the_promise(case: Case, what: str) -> int:
    """The number of the open promise with these words."""
    for number, promise in case.open_promises:
        if promise.what == what:
            return number
    raise BadInput(f"Nothing open is called “{what}”.")


def promised(made: Promise) -> Act:
    """A promise made."""
    return lambda case, moment: promises.promise(case, made)


def kept(what: str, outcome: str) -> Act:
    """The promise with these words kept, on the day it is written down."""
    return lambda case, moment: promises.keep(
        case, the_promise(case, what), moment.today, outcome, moment
    )


def keep_on(draft: Draft, day: date, by: str, what: str, outcome: str) -> None:
    """A promise kept on a day."""
    draft.script.add(day, by, kept(what, outcome), AFTER)
