"""What a training desk must show: sixty situations, each placed by its distance from today.

Days are working days. For an open case `day` is when its next duty falls due (negative: late);
for an answered or closed one it is how long ago that was.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from complaintdesk.domain.codes import Code

H, G = Code.HOUSING, Code.GENERAL


class Step(Enum):
    """How far the case has come at the stage that it is at."""

    NEW = auto()
    ACKNOWLEDGED = auto()
    ANSWERED = auto()
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

    `acknowledged_after` counts from receipt, `taken` from acknowledging to the answer, `lay` from
    receipt to logging. `lacks` names what the officer has still to find out; `story` pins one.
    """

    code: Code
    stage: int
    step: Step
    day: int
    manner: Manner = Manner.OFFICE
    acknowledged_after: int | None = None
    taken: int | None = None
    extensions: tuple[int, ...] = ()
    told_late: bool = False
    lay: int = 0
    lacks: str = ""
    story: str = ""


def _new(code: Code, day: int, manner: Manner = Manner.OFFICE, *, lay: int = 0,
         lacks: str = "", story: str = "") -> Plan:  # fmt: skip
    return Plan(code, 1, Step.NEW, day, manner, lay=lay, lacks=lacks, story=story)


def _waiting(code: Code, day: int, after: int | None = None, manner: Manner = Manner.OFFICE,
             *, lay: int = 0, story: str = "") -> Plan:  # fmt: skip
    return Plan(code, 1, Step.ACKNOWLEDGED, day, manner, after, lay=lay, story=story)


def _extended(code: Code, day: int, *extensions: int, late: bool = False) -> Plan:
    return Plan(code, 1, Step.ACKNOWLEDGED, day, extensions=extensions, told_late=late)


def _ended(code: Code, step: Step, day: int, taken: int | None = None,
           manner: Manner = Manner.OFFICE, extensions: tuple[int, ...] = (),
           late: bool = False) -> Plan:  # fmt: skip
    return Plan(code, 1, step, day, manner, taken=taken, extensions=extensions, told_late=late)


def _second(code: Code, step: Step, day: int, *extensions: int, after: int | None = None,
            taken: int | None = None) -> Plan:  # fmt: skip
    return Plan(code, 2, step, day, acknowledged_after=after, taken=taken, extensions=extensions)


PLANS: tuple[Plan, ...] = (
    # not acknowledged yet: seven need nothing more for their letter, eight lack something
    _new(H, 5),
    _new(G, 0, Manner.EVENING),
    _new(G, -1, story="bailiffs"),
    _new(H, -3, lay=3, lacks="responsibility"),
    _new(G, 2, lacks="points", story="bins"),
    _new(H, 1),
    _new(G, 3, lacks="declared", story="crew-rota"),
    _new(G, 4, Manner.WEEKEND, lacks="conflict"),
    _new(H, 4, lacks="outcome"),
    _new(G, 1, Manner.EVENING),
    _new(H, 0),
    _new(G, 5, lacks="officer"),
    _new(H, 2, lacks="points", story="heating"),
    _new(H, 3),
    _new(G, 2, lacks="contact"),
    # acknowledged, waiting for the answer
    _waiting(H, -12, 3),
    _waiting(G, -1),
    _waiting(G, 0),
    _waiting(H, 1, 8),
    _waiting(H, 2, None, Manner.WEEKEND),
    _waiting(G, 3, 0),
    _waiting(G, 4, 7),
    _waiting(H, 5, story="grass-verge"),
    _waiting(G, 6, None, Manner.EVENING),
    _waiting(G, 7, 4, lay=3),
    _waiting(H, 8, 0),
    _waiting(G, 9, story="chasing-old"),
    _waiting(H, 10),
    # more time told: in time, too late, and a second time with good reason
    _extended(H, 2, 10),
    _extended(G, 5, 10),
    _extended(H, 9, 10),
    _extended(H, -4, 10, late=True),
    _extended(G, -2, 10, late=True),
    _extended(H, 6, 10, 10),
    _extended(G, 14, 10, 15),
    # answered, and nothing open until the complainant says something
    _ended(H, Step.ANSWERED, 2),
    _ended(G, Step.ANSWERED, 5),
    _ended(G, Step.ANSWERED, 9, 14),
    _ended(H, Step.ANSWERED, 12, 13),
    _ended(G, Step.ANSWERED, 6, 13, Manner.OFFICE, (10,), True),
    # closed at stage 1
    _ended(H, Step.CLOSED, 15),
    _ended(G, Step.CLOSED, 24),
    _ended(H, Step.CLOSED, 40, 8, Manner.BANK_HOLIDAY),
    _ended(H, Step.CLOSED, 45, 9, Manner.ACROSS_BANK_HOLIDAY),
    _ended(H, Step.CLOSED, 60, 18, Manner.OFFICE, (10,)),
    _ended(G, Step.CLOSED, 33, None, Manner.EVENING),
    # stage 2
    _second(H, Step.NEW, 1),
    _second(G, Step.NEW, -2),
    _second(G, Step.NEW, 5),
    _second(H, Step.ACKNOWLEDGED, -1),
    _second(G, Step.ACKNOWLEDGED, 4),
    _second(H, Step.ACKNOWLEDGED, 11, after=8),
    _second(G, Step.ACKNOWLEDGED, 18),
    _second(H, Step.ACKNOWLEDGED, 27, 20),
    _second(G, Step.ACKNOWLEDGED, 8, 20),
    _second(G, Step.ACKNOWLEDGED, 26, 20, 15),
    _second(H, Step.ANSWERED, 3, taken=17),
    _second(G, Step.ANSWERED, 6, taken=19),
    _second(H, Step.CLOSED, 20),
    _second(G, Step.CLOSED, 30, taken=24),
)
_STRIDE = 37  # shares no factor with 60, so that the first few are a mixture too
_DULL_BLOCKS = 4  # in a desk of more than sixty cases, only one block in four is so late


def plan_at(number: int) -> Plan:
    """The plan of the case with this number; after sixty they come round again, older and tamer."""
    block, place = divmod(number, len(PLANS))
    plan = PLANS[place * _STRIDE % len(PLANS)]
    return plan if block == 0 else _later(plan, block)


def _later(plan: Plan, block: int) -> Plan:
    plan = replace(plan, story="")
    is_open = plan.step in (Step.NEW, Step.ACKNOWLEDGED)
    if is_open and plan.day <= 0 and block % _DULL_BLOCKS:
        plan = Plan(plan.code, plan.stage, Step.CLOSED, 18 - plan.day)
    if plan.step is Step.CLOSED:
        plan = replace(plan, day=plan.day + block * 13 % 220)
    return plan
