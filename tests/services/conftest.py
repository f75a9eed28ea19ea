"""What several files of these tests share: files added to a case, and a desk's own calendar."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.domain.case import Conflict, Intake, Person, Point, Responsibility
from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.domain.parts import Document
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.storage.helpers import acknowledge_by_letter, complete, contents

WORDS = b"A survey of the boiler.\n"
NOTHING = OwnCalendar()
TUESDAY = date(2026, 11, 24)
CLOSED = OwnCalendar((TUESDAY,), closures_count=False)
LATE = OwnCalendar(bank_holidays={TUESDAY: "Royal occasion"})
OtherPc = Callable[..., Desk]


# Files added to a case


@pytest.fixture
def ref(desk: Desk) -> str:
    return commands.log_complaint(desk, complete()).ref


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    return made(tmp_path / "own files" / "Survey of the boiler.pdf")


def made(path: Path, content: bytes = WORDS) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content)
    return path


def files_of(desk: Desk) -> dict[str, bytes]:
    return contents(desk.folder / "documents")


def kept(desk: Desk, ref: str) -> tuple[Document, ...]:
    return queries.case(desk, ref).file.case.documents


# The desk's own calendar


def complaint(name: str, on: date) -> Intake:
    return Intake(
        Person(name, "1 Mill Lane"), on, officer="Sam Patel", conflict=Conflict.NONE,
        points=(Point("Bins", "An apology", Responsibility.OURS),),
    )  # fmt: skip


def log(desk: Desk, name: str = "Ann", on: date = date(2026, 11, 19)) -> str:
    return commands.log_complaint(desk, complaint(name, on)).ref


def sent(desk: Desk, name: str = "Bo", on: date = date(2026, 11, 19)) -> str:
    """A case that was acknowledged today, so that the answer is due on Friday 4 December."""
    ref = log(desk, name, on)
    acknowledge_by_letter(desk, ref, 1, TODAY)
    return ref


def shown(desk: Desk) -> dict[str, date | None]:
    return {row.ref: row.due for row in queries.queue(desk).rows}
