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
from letters.blocks import Letter
from letters.facts import LetterFacts, Office, acknowledgement_facts
from letters.lacks import lacks
from letters.render import render

KIND = "stage1-acknowledgement"
SENT, DUE = date(2026, 12, 22), date(2027, 1, 8)
OFFICE = Office(
    name="Marlow Vale Borough Council",
    team="Complaints Team",
    phone="01632 960100",
    email="complaints@marlowvale.example",
    address="Town Hall\nHigh Street\nMarlow Vale\nMV1 1AA",
    ombudsmen={code: profile.ombudsman for code, profile in PROFILES.items()},
)
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


def facts_of(case: Case, office: Office = OFFICE) -> LetterFacts:
    return acknowledgement_facts(case, office, sent_on=SENT, response_due=DUE)


def letter_for(case: Case, office: Office = OFFICE, *, draft: bool = False) -> Letter:
    return render(KIND, facts_of(case, office), lacks(KIND, case, office), draft=draft)


@pytest.fixture(scope="session")
def make_case() -> Callable[..., Case]:
    return a_case


@pytest.fixture(scope="session")
def office() -> Office:
    return OFFICE


@pytest.fixture(scope="session")
def make_facts() -> Callable[..., LetterFacts]:
    return facts_of


@pytest.fixture(scope="session")
def make_letter() -> Callable[..., Letter]:
    return letter_for


@pytest.fixture(params=list(Code), ids=str)
def code(request: pytest.FixtureRequest) -> Code:
    return Code(request.param)
