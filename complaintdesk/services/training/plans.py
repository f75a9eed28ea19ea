"""What a training desk must show: sixty situations, each placed by its distance from today.

Days are working days. For an open case `day` is when the clock of its stage, or the review of a
request, falls due (negative: late); for one that has ended it is how long ago that was.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from complaintdesk.domain.codes import Code

H, G = Code.HOUSING, Code.GENERAL


class Step(Enum):
    """How far the case has come at the stage that it is at."""

    NEW = auto()
    ACKNOWLEDGED = auto()
    ANSWERED = auto()
    REFUSED = auto()
    CLOSED = auto()


class Manner(Enum):
    """When the complaint arrived, or which day off the case is laid across."""

    OFFICE = auto()
    EVENING = auto()
    WEEKEND = auto()
    BANK_HOLIDAY = auto()
    ACROSS_BANK_HOLIDAY = auto()


@dataclass(frozen=True, slots=True)
class Plan:
    """One situation. `None` leaves the number to chance, within the Code's time.

    `stage` 0 is a request for service. `after` counts from receipt to acknowledging, `taken` from
    there to the answer, `lay` from receipt to logging, `gap` from the answer to stage 1 to the
    request for stage 2. `lacks` names what the officer has still to find out; `story` pins one.
    `shows` names what else happens (scenes.py); two plans of one `tie` are linked cases (ties.py).
    """

    code: Code
    stage: int
    step: Step
    day: int
    manner: Manner = Manner.OFFICE
    after: int | None = None
    taken: int | None = None
    extensions: tuple[int, ...] = ()
    told_late: bool = False
    lay: int = 0
    gap: int | None = None
    lacks: str = ""
    story: str = ""
    shows: tuple[str, ...] = ()
    tie: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a clock still runs on it."""
        return self.step in (Step.NEW, Step.ACKNOWLEDGED)


def _new(code: Code, day: int, **more: Any) -> Plan:
    return Plan(code, 1, Step.NEW, day, **more)


def _waiting(code: Code, day: int, after: int | None = None, *shows: str, **more: Any) -> Plan:
    return Plan(code, 1, Step.ACKNOWLEDGED, day, after=after, shows=shows, **more)


def _ended(code: Code, step: Step, day: int, *shows: str, **more: Any) -> Plan:
    return Plan(code, 1, step, day, shows=shows, **more)


def _second(code: Code, step: Step, day: int, *shows: str, **more: Any) -> Plan:
    return Plan(code, 2, step, day, shows=shows, **more)


def _request(code: Code, step: Step, day: int, story: str, tie: str = "") -> Plan:
    return Plan(code, 0, step, day, story=story, tie=tie)


PLANS: tuple[Plan, ...] = (
    # not acknowledged yet: six need nothing more for their letter, seven lack something
    _new(H, 5, story="gate-lock", tie="issue-h"),
    _new(G, 0, manner=Manner.EVENING, story="old-address", tie="issue-g"),
    _new(G, -1, story="bailiffs"),
    _new(H, -3, lay=3, lacks="responsibility"),
    _new(G, 2, lacks="points", story="bins"),
    _new(H, 1),
    _new(G, 3, lacks="declared", story="crew-rota"),
    _new(H, 4, lacks="outcome"),
    _new(H, 0),
    _new(G, 5, lacks="officer"),
    _new(H, 2, lacks="points", story="heating"),
    _new(H, 3),
    _new(G, 2, lacks="contact", story="caddy-emoji"),
    # acknowledged, waiting for the answer
    _waiting(H, -12, 3, "joined", "updates"),
    _waiting(G, -1, None, "joined", "third party", story="leisure-refund"),
    _waiting(H, 1, 8, "half decided", story="lift-wheelchair"),
    _waiting(H, 2, None, "corrected", manner=Manner.WEEKEND),
    _waiting(G, 3, 0, story="bin-spoken", tie="asked-g"),
    _waiting(H, 5, None, "clarified", story="grass-verge"),
    _waiting(G, 7, 7, "corrected", "document", lay=3),
    _waiting(H, 8, 0, "document", story="hedge-uncut", tie="asked-h"),
    _waiting(G, 9, story="chasing-old"),
    _waiting(H, 4, 1, story="mixed-arrears", tie="mixed"),
    _waiting(G, 5, 2, "clarified", story="mixed-benefit", tie="mixed"),
    _waiting(H, 6, 2, "taken back", story="satellite"),
    _waiting(G, 6, 2, "taken back", story="branch"),
    # more time told: in time, too late, and a second time with good reason
    _waiting(H, -4, None, "third party", extensions=(10,), told_late=True,
             story="four-appointments"),
    _waiting(G, -2, None, "updates", "half decided", extensions=(10,), told_late=True,
             story="temporary-flat"),
    _waiting(H, 6, None, extensions=(10, 10), story="lifestyle", tie="issue-h"),
    _waiting(G, 14, None, extensions=(10, 15), story="banding", tie="issue-g"),
    # answered, and what was promised in every state
    _ended(H, Step.ANSWERED, 7, "settled"),
    _ended(G, Step.ANSWERED, 5, "money", "learning", "changed"),
    _ended(H, Step.ANSWERED, 12, "overdue", "changed", "learning", taken=13),
    _ended(G, Step.ANSWERED, 6, "undeliverable", "settled", taken=13, extensions=(10,),
           told_late=True),
    # closed at stage 1, one of them withdrawn
    _ended(G, Step.CLOSED, 24, "withdrawn"),
    _ended(H, Step.CLOSED, 40, "money", manner=Manner.BANK_HOLIDAY, taken=8),
    _ended(H, Step.CLOSED, 45, "unsupported", manner=Manner.ACROSS_BANK_HOLIDAY, taken=9),
    _ended(H, Step.CLOSED, 60, "learning", extensions=(10,), taken=18,
           story="stair-cleaning"),
    _ended(G, Step.CLOSED, 33, "money", "unsupported", manner=Manner.EVENING),
    # not accepted: one closed, one still open
    _ended(H, Step.REFUSED, 9, "closed", story="court-claim"),
    _ended(G, Step.REFUSED, 6, story="play-fall"),
    # complaints that were really requests, and requests
    _ended(H, Step.CLOSED, 8, "request", story="dripping", tie="really-h"),
    _ended(G, Step.CLOSED, 4, "request", story="lamp-first", tie="really-g"),
    _request(H, Step.CLOSED, 3, "dripping", "really-h"),
    _request(G, Step.NEW, 6, "lamp-first", "really-g"),
    _request(H, Step.NEW, 4, "ask-hedge", "asked-h"),
    _request(G, Step.CLOSED, 2, "ask-bin", "asked-g"),
    _request(G, Step.NEW, 0, "ask-bench"),
    # stage 2
    _second(H, Step.NEW, 1, "settled"),
    _second(G, Step.NEW, -2, "overdue", gap=45),
    _second(H, Step.ACKNOWLEDGED, -1, "undeliverable", "settled"),
    _second(G, Step.ACKNOWLEDGED, 4, "restricted", "settled", story="template-letter"),
    _second(H, Step.ACKNOWLEDGED, 27, "restricted", "settled", extensions=(20,), story="fire-door"),
    _second(G, Step.ACKNOWLEDGED, 26, "settled", extensions=(20,), gap=45, story="bsl"),
    _second(H, Step.ANSWERED, 70, "ombudsman decided", taken=17),
    _second(G, Step.ANSWERED, 75, "ombudsman decided", taken=19),
    _second(H, Step.CLOSED, 20, "lifted", story="exchange"),
    _second(G, Step.CLOSED, 30, "lifted", taken=24, story="one-word-name"),
    _second(H, Step.REFUSED, 18, "ombudsman open", "settled", story="rent-arrears-error"),
    _second(G, Step.REFUSED, 16, "ombudsman open", "settled", story="admissions"),
)  # fmt: skip
_STRIDE = 37  # shares no factor with 60, so that the first few are a mixture too
_DULL_BLOCKS = 4  # in a desk of more than sixty cases, only one block in four is so late
_LATE_SHOWS = {"overdue"}


def place_of(number: int) -> int:
    """Which of the plans the case with this number follows."""
    return number % len(PLANS) * _STRIDE % len(PLANS)


def plan_at(number: int) -> Plan:
    """The plan of the case with this number; after sixty they come round again, older and tamer."""
    plan, block = PLANS[place_of(number)], number // len(PLANS)
    return plan if block == 0 else _later(plan, block)


def _later(plan: Plan, block: int) -> Plan:
    if plan.tie:
        return plan
    if block % _DULL_BLOCKS:
        plan = _tamer(plan)
    if not plan.shows and plan.step is not Step.REFUSED:
        plan = replace(plan, story="")
    if plan.step is Step.CLOSED:
        plan = replace(plan, day=plan.day + block * 13 % 220)
    return plan


def _tamer(plan: Plan) -> Plan:
    """The plan with nothing late about it."""
    late = plan.gap is not None or not _LATE_SHOWS.isdisjoint(plan.shows)
    if plan.stage and plan.is_open and (plan.day <= 0 or late):
        return Plan(plan.code, plan.stage, Step.CLOSED, 18 + abs(plan.day))
    shows = tuple(s for s in plan.shows if s not in _LATE_SHOWS)
    return replace(plan, shows=shows, day=max(1, plan.day) if plan.stage == 0 else plan.day)
