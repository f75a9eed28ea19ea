"""An invented case as a script: what somebody did on which day, played through the real rules.

So a training desk has no case that the program itself would not make, and its timeline is in the
rules' own words. A step that departs from a Code is taken with a reason, as an officer would.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial

from complaintdesk.domain.case import Case, Intake, Kind
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import Concern
from complaintdesk.domain.parts import Departure, Entry
from complaintdesk.domain.rules import judged, new_case
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.services.training.dates import Days, Timeline

Act = Callable[[Case, Moment], Ruling]

# The order of what happens on one day; a step has its place by the day first.
LOGGED, BEGUN, TOLD, BETWEEN, DECIDED, ANSWERED, AFTER, CLOSED = range(0, 80, 10)
_REASONS = {
    "extension_late": "The answer was not ready and the date was missed; an apology was given.",
    "extension_limit": "Nothing can be answered before the outside report is in; it was agreed.",
    "open_promises": "The person asked for it to be left there.",
}
_ANY_REASON = "It could not be done otherwise on that day; noted for the next team meeting."


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that somebody did; `at` is the hour where it is known."""

    day: date
    by: str
    act: Act
    order: int = BETWEEN
    at: time | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A line of history that still needs its minute."""

    day: date
    by: str
    entry: str
    at: time | None = None
    kind: Entry = Entry.EVENT
    happened_on: date | None = None


@dataclass(slots=True)
class Script:
    """Everything that is done in one case after it is logged, in any order of writing."""

    steps: list[Doing] = field(default_factory=list)

    def add(self, day: date, by: str, act: Act, order: int = BETWEEN, *, reason: str = "") -> None:
        """One more thing, by the day and the order in which it happens."""
        self.steps.append(Doing(day, by, act, order, reason=reason))

    def in_order(self) -> list[Doing]:
        """By day, then by order, then as written."""
        return sorted(self.steps, key=lambda doing: (doing.day, doing.order))


def play(
    details: Intake, line: Timeline, script: Script, days: Days
) -> tuple[Case, tuple[Said, ...]]:
    """The case as it stands in the end, and what its history says of each step."""
    moment = partial(Moment, calendar=days.calendar, policy=days.policy)
    logged_at = datetime.combine(line.logged_on, time(9))  # its minute comes with the history
    case = new_case("", details, logged_at, line.logged_on, line.review_on)
    said: list[Said] = []
    for doing in script.in_order():
        ruling = doing.act(case, moment(doing.day, officer=doing.by))
        case, departed = _departing(ruling, doing)
        said.append(
            Said(doing.day, doing.by, ruling.entry, doing.at, ruling.kind, ruling.happened_on)
        )
        said += [Said(doing.day, doing.by, _confirmed(departure)) for departure in departed]
    return judged(case, moment(days.today, officer="").duties(case)), tuple(said)


def logged(details: Intake, lay: int) -> str:
    """What the history says of logging, as the program says it."""
    what = "Complaint" if details.kind is Kind.COMPLAINT else "Request for service"
    late = f" It had lain in another team for {lay} working days." if lay > 1 else ""
    return f"{what} logged; it was received on {in_words(details.received_on)}.{late}"


def _departing(ruling: Ruling, doing: Doing) -> tuple[Case, tuple[Departure, ...]]:
    """The case with each step that departs from the Code, and its reason."""
    case = ruling.case
    made = tuple(
        Departure(
            doing.day, case.stage, c.key, c.provision, c.sentence, doing.reason or _reason(c),
            case.code is Code.HOUSING,
        )
        for c in ruling.concerns
    )  # fmt: skip
    return replace(case, departures=(*case.departures, *made)), made


def _reason(concern: Concern) -> str:
    return _REASONS.get(concern.key, _ANY_REASON)


def _confirmed(departure: Departure) -> str:
    kind = "Breach" if departure.breach else "Departure"
    return f"{kind} confirmed. {departure.asked} Reason: {departure.reason}"
