"""What the tests of the record and the store share: changes made by hand, and looks at folders."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.case import Conflict, Intake, Person, Point, Responsibility
from complaintdesk.domain.change import FIRST, Author, Change, Origin, Row
from complaintdesk.domain.forms import day_field
from complaintdesk.record import folder as record_folder
from complaintdesk.record.folder import Record
from complaintdesk.services import letter_sending, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.store import SCHEMA

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
ORIGIN = Origin("d" * 32, False, "0.1.0", SCHEMA)
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows renames; it never links")


def details(name: str = "Ann O'Brien", **more: Any) -> Intake:
    """What is typed for a small complaint received on Friday 13 November 2026."""
    return Intake(Person(name), date(2026, 11, 13), points=(Point("Bins missed"),), **more)


def complete(name: str = "Ann O'Brien", summary: str = "Bins missed") -> Intake:
    """A complaint whose letter lacks nothing."""
    return Intake(
        Person(name, "1 High Street\nNorthmoor"), date(2026, 11, 13), summary=summary,
        points=(Point("Bins missed", "An apology", Responsibility.OURS),),
        officer="Sam Patel", conflict=Conflict.NONE,
    )  # fmt: skip


def acknowledge(desk: Desk, ref: str, version: int, on: date) -> Outcome:
    """The current stage acknowledged, with a reason for all that the Code asks and is not there."""
    why = {
        f"why_{key}": "Told on the phone." for key in ("definition", "outcomes", "responsibility")
    }
    fields = {"on": day_field(on), **why}
    return task_desk.perform(desk, ref, version, "acknowledge", fields)


def acknowledge_by_letter(
    desk: Desk, ref: str, version: int, on: date, change_id: str | None = None
) -> Outcome:
    """The stage 1 acknowledgement sent with its files, as proposed by the case."""
    fields = {"sent_on": day_field(on)}
    return letter_sending.send(desk, ref, version, "stage1-acknowledgement", fields, change_id)


def change(number: int = 1, previous: str = FIRST, **more: Any) -> Change:
    """A change as a PC would write it."""
    row = Row("history", number, {"entry": "Something was done.", "by": "Sam Patel"})
    made = Change(
        number, f"id-{number}", ORIGIN, Author("Sam Patel", "sam", "pc-1"), AT, "do something",
        f"CD-2026-{number:04}", previous, (row,),
    )  # fmt: skip
    return replace(made, **more)


def record_of(folder: Path, count: int) -> Record:
    """A record with this many changes, each following the one before."""
    folder.mkdir(exist_ok=True)
    record, seal = Record(folder, SCHEMA), FIRST
    for number in range(1, count + 1):
        seal = record.append(change(number, seal))
    return record


def seal_of(head: bytes) -> bytes:
    """The last line of a change file whose first line this is."""
    return sha256(head).hexdigest().encode() + b"\n"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, to the byte; who is there just now is not of the desk itself."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.parent != folder / "presence"
    }


def failing(
    real: Callable[..., Any], error: OSError, *, after: bool, times: float = 1
) -> Callable[..., Any]:
    """`real`, but it reports an error, before or after doing its work, so many times."""
    left = [times]

    def call(*given: Any, **named: Any) -> Any:
        if left[0] <= 0:
            return real(*given, **named)
        left[0] -= 1
        if after:
            real(*given, **named)
        raise error

    return call


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once, and waits hardly at all for a file that is being written."""
    monkeypatch.setattr(record_folder, "_PAUSE", 0.001)
    monkeypatch.setattr(record_folder, "_UNFINISHED", 0.005)
