"""What a rule is given besides the case, and what it gives back."""

from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Case, Intake
from complaintdesk.domain.deadlines import Duty, Policy
from complaintdesk.domain.duties import case_duties
from complaintdesk.domain.errors import Concern
from complaintdesk.domain.parts import Entry, LinkKind


@dataclass(frozen=True, slots=True)
class Moment:
    """What a rule may know besides the case: the day, the calendar, the policy, and who asks."""

    today: date
    calendar: WorkingCalendar
    policy: Policy
    officer: str

    def duties(self, case: Case) -> tuple[Duty, ...]:
        """Every duty of a case as it stands at this moment."""
        return case_duties(case, self.calendar, self.today, self.policy)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What came of a rule: the case after it, its line of history, and what the Code asks else.

    `happened_on` is the day it is about, where that is not the day it is written down. `also` is
    a case to be logged along with it, and what this case is to that one.
    """

    case: Case
    entry: str
    concerns: tuple[Concern, ...] = ()
    kind: Entry = Entry.EVENT
    happened_on: date | None = None
    also: tuple[Intake, LinkKind] | None = None


def concern(case: Case, key: str, topic: str, sentence: str) -> Concern:
    """A concern by a topic of the case's Code; the sentence gets the provision in front."""
    return cited(case, key, case.profile.provision(topic), sentence)


def cited(case: Case, key: str, number: str, sentence: str) -> Concern:
    """A concern by the number of a provision of the case's Code."""
    return Concern(key, number, f"{case.profile.cite(number)}: {sentence}")
