"""Colleagues on one desk, with a clock that a test turns."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from complaintdesk.domain.change import Author
from complaintdesk.domain.colleagues import Colleague
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk
from complaintdesk.services.presence import Presence
from tests.conftest import COUNCIL, NOW

REF = "CD-2026-0012"


ALEX = Colleague("Alex Moss", "PC-Alex")


class Clock:
    """Seconds as a PC counts them, from a beginning of its own."""

    def __init__(self, start: float = 1000.0) -> None:
        self.seconds = start

    def __call__(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


Open = Callable[..., Presence]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk as it lies on the share; presence needs no store, so none is made."""
    folder = tmp_path / "desk"
    make_desk(folder, COUNCIL)
    opened = Desk(folder, "Sam Patel", clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def program(desk: Desk, clock: Clock) -> Open:
    """Opens the desk as an officer does on a PC; every PC counts its seconds by one clock."""

    def opened(name: str = "Sam Patel", pc: str = "", **more: object) -> Presence:
        author = Author(name, "account", pc or f"PC-{name.split()[0]}")
        given = {"clock": clock, "looking_on": None} | more
        there = Desk(desk.folder, name, author=author, looking_on=given["looking_on"])  # type: ignore[arg-type]
        return Presence(there, given["clock"])  # type: ignore[arg-type]

    return opened


def files(desk: Desk) -> list[Path]:
    return sorted((desk.folder / "presence").glob("*"))


def told(path: Path) -> dict[str, object]:
    found = json.loads(path.read_bytes())
    assert isinstance(found, dict)
    return found


def age(path: Path, seconds: float) -> None:
    """As if the server had written it so long ago."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then), follow_symlinks=False)


def leave_a_dead_one(desk: Desk, program: Open, seconds: float = 60.0) -> Path:
    """The file of a program that was killed so long ago."""
    before = set(files(desk))
    program("Dead Ghost").beat(REF)
    (path,) = set(files(desk)) - before
    age(path, seconds)
    return path
