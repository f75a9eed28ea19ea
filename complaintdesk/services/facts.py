"""What the services hand to screens and commands: frozen facts, never rows."""

from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.case import CaseFile
from complaintdesk.domain.deadlines import Duty, State
from complaintdesk.domain.views import View


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in a queue, at its nearest duty; with nothing left to do, no duty and no state.

    `working_days_left` is 0 on the day and negative when overdue; `beyond_calendar` says that the
    date was counted where bank holidays are not known. `stage` is that of a stage's own duty, which
    can be an earlier one than the case is at; with any other duty it is the case's.
    """

    ref: str
    kind: str
    code: str
    stage: int
    complainant: str
    summary: str
    service: str
    officer: str
    duty: str | None
    due: date | None
    working_days_left: int | None
    state: State | None
    provisional: bool
    beyond_calendar: bool = False
    ward: str = ""
    received_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The first rows of a list, in its order, and how many it has in all.

    With `words`, those of them that have these words, the best match first.
    """

    desk: str
    training: bool
    today: date
    view: View
    count: int
    rows: tuple[QueueRow, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its screen shows it."""

    file: CaseFile
    duties: tuple[Duty, ...]
    next_duty: Duty | None
    today: date
    ombudsman: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a verb: the case it is about and a sentence for the officer.

    `earlier` says that a try before this one had got there after all, and this one did nothing.
    """

    ref: str
    message: str
    earlier: bool = False
