"""The shape of an invented complaint, before people, dates and places are filled in.

Texts are `string.Template`s: `$street` is replaced, while braces and per cent signs stay as
complainants type them. `training_details.py` lists what can be filled in.
"""

from dataclasses import dataclass

from complaintdesk.domain.case import Authority, Point, Responsibility
from complaintdesk.domain.codes import SERVICES, Code

PARTLY, NOT_OURS = Responsibility.PARTLY, Responsibility.NOT_OURS


@dataclass(frozen=True, slots=True)
class Acting:
    """Who writes for the complainant, by what authority; `name` where the story needs one."""

    relationship: str
    authority: Authority
    name: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One complaint as somebody made it. `age` is how old the matter is, in days at receipt.

    `discretion_reason` is given where the matter is older than 12 months, `conflict_note` where
    the officer has to declare a part in it.
    """

    key: str
    service: str
    channel: str
    age: tuple[int, int]
    summary: str
    points: tuple[Point, ...]
    name: str = ""
    acting: Acting | None = None
    adjustments: str = ""
    vulnerability: str = ""
    questions: str = ""
    discretion_reason: str = ""
    conflict_note: str = ""

    @property
    def code(self) -> Code:
        return SERVICES[self.service]


def point(
    complaint: str,
    outcome_sought: str,
    whose: Responsibility = Responsibility.OURS,
    note: str = "",
) -> Point:
    """One point of complaint; ours to answer for unless the story says otherwise."""
    return Point(complaint, outcome_sought, whose, note)
