"""Invented people, one complete case for each Code, and the whole way to a letter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaintdesk.domain.case import (
    Case,
    Conflict,
    Intake,
    Person,
    Point,
    Responsibility,
    Stage,
)
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.deadlines import Policy
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.ruling import Moment
from complaintdesk.services import bank_holidays
from letters.blocks import Letter
from letters.facts import LetterFacts, Office
from letters.gathering import gather, typed
from letters.lacks import Lack, lacks
from letters.render import render

KIND = "stage1-acknowledgement"
SENT = date(2026, 12, 22)
OFFICE = Office(
    name="Marlow Vale Borough Council",
    team="Complaints Team",
    phone="01632 960100",
    email="complaints@marlowvale.example",
    address="Town Hall\nHigh Street\nMarlow Vale\nMV1 1AA",
    ombudsmen={code: profile.ombudsman for code, profile in PROFILES.items()},
)
MOMENT = Moment(SENT, bank_holidays.calendar(), Policy(), "Priya Nair")
POINTS = (
    Point(
        "The boiler has not worked since 2 December.",
        "A boiler that works.",
        Responsibility.OURS,
    ),
    Point(
        "Nobody rang back, though you asked three times.",
        "An apology.",
        Responsibility.PARTLY,
        "Calls in the evening are taken for us by Ringwell.",
    ),
)


def a_case(code: Code, **changes: Any) -> Case:
    """A complete case; `changes` are to what was typed at intake."""
    details = Intake(
        complainant=Person("Gloria Adeyemi", "14 Kestrel Court\nMarlow Vale\nMV2 3BB"),
        received_on=date(2026, 12, 20),
        code=code,
        points=POINTS,
        officer="Priya Nair",
        conflict=Conflict.NONE,
    )
    return Case(
        ref="CD-2026-0417",
        details=replace(details, **changes),
        logged_at=datetime(2026, 12, 21, 9, 30, tzinfo=UTC),
        stages=(Stage(date(2026, 12, 20)),),
    )


def written(
    case: Case, office: Office = OFFICE, *, kind: str = KIND, draft: bool = False, **boxes: str
) -> Letter:
    """A letter of any kind, with what is proposed in its boxes but for those given."""
    facts, missing = facts_of(case, office, kind=kind, **boxes)
    return render(kind, facts, missing, draft=draft)


def facts_of(
    case: Case, office: Office = OFFICE, *, kind: str = KIND, **boxes: str
) -> tuple[LetterFacts, tuple[Lack, ...]]:
    found = KINDS[kind]
    specs = found.fields(case, MOMENT)
    reader = typed(specs, boxes, MOMENT.today)
    missing = lacks(found, case, reader, MOMENT, office)
    return gather(found, case, reader, MOMENT, office), missing


@pytest.fixture(scope="session")
def make_case() -> Callable[..., Case]:
    return a_case


@pytest.fixture(scope="session")
def office() -> Office:
    return OFFICE


@pytest.fixture(scope="session")
def make_facts() -> Callable[..., LetterFacts]:
    return lambda *args, **named: facts_of(*args, **named)[0]


@pytest.fixture(scope="session")
def make_lacks() -> Callable[..., tuple[Lack, ...]]:
    return lambda *args, **named: facts_of(*args, **named)[1]


@pytest.fixture(scope="session")
def make_letter() -> Callable[..., Letter]:
    return written


@pytest.fixture(params=list(Code), ids=str)
def code(request: pytest.FixtureRequest) -> Code:
    return Code(request.param)
