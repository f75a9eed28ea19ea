"""Turns: who came first goes first, nobody waits for a PC that is gone, and advice never fails."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.services import turns
from complaintdesk.services.turns import somebody_waits, turn
from tests.storage.helpers import POSIX

_OFTEN = 300  # looks of a waiting PC, at most


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "record").mkdir()
    monkeypatch.setattr(turns, "_stuck", set())
    return tmp_path


def put_ticket(desk: Path, name: str, age: float) -> Path:
    """A colleague's ticket that has been there for so many seconds; below 0 it comes later."""
    folder = desk / turns.FOLDER
    folder.mkdir(exist_ok=True)
    ticket = folder / f".turn-{name}.tmp"
    ticket.touch()
    put = time.time() - age
    os.utime(ticket, (put, put))
    return ticket


def looks(monkeypatch: pytest.MonkeyPatch, *steps: Callable[[], object]) -> list[int]:
    """Let something happen after each look of a PC that waits; returns how often it looked."""
    count, left = [0], list(steps)

    def sleep(_seconds: float) -> None:
        count[0] += 1
        assert count[0] < _OFTEN, "it waits for ever"
        if left:
            left.pop(0)()

    monkeypatch.setattr("complaintdesk.services.turns.time.sleep", sleep)
    return count


def nothing() -> None:
    """A look at which nothing has changed."""


def test_alone_one_goes_at_once_and_leaves_nothing(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = looks(monkeypatch)
    with turn(shared, nothing):
        assert somebody_waits(shared)
    assert count == [0]
    assert not somebody_waits(shared)
    assert list((shared / turns.FOLDER).iterdir()) == []


def test_who_came_first_goes_first_and_the_next_one_gets_ready(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = put_ticket(shared, "z", 20), put_ticket(shared, "a", 10)
    done: list[str] = []
    looks(
        monkeypatch, nothing, first.unlink, lambda: done.append("second's turn"), second.unlink
    )  # fmt: skip
    with turn(shared, lambda: done.append("get ready")):
        done.append("save")
    # Not when the first went: another was the next then, and would be taken in once more.
    assert done == ["get ready", "second's turn", "save"]


def test_who_came_later_is_not_waited_for(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_ticket(shared, "a", -60)
    count = looks(monkeypatch)
    with turn(shared, nothing):
        assert count == [0]


def test_a_pc_that_went_down_is_waited_for_a_second(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead, now = put_ticket(shared, "a", 10), [100.0]
    monkeypatch.setattr("complaintdesk.services.turns.time.monotonic", lambda: now[0])
    count = looks(monkeypatch, *[lambda: now.__setitem__(0, now[0] + 0.3)] * 20)
    with turn(shared, nothing):
        assert not dead.exists()
    assert count[0] == 5


def test_what_cannot_be_taken_away_is_waited_for_once(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of that name, or a colleague's ticket where one may not delete others' files."""
    (shared / turns.FOLDER / ".turn-0.tmp").mkdir(parents=True)
    now = [100.0]
    monkeypatch.setattr("complaintdesk.services.turns.time.monotonic", lambda: now[0])
    count = looks(monkeypatch, *[lambda: now.__setitem__(0, now[0] + 0.3)] * 20)
    os.utime(shared / turns.FOLDER / ".turn-0.tmp", (1, 1))
    for _ in range(3):
        with turn(shared, nothing):
            assert count[0] == 5
    assert not somebody_waits(shared)


def test_a_ticket_is_taken_away_where_getting_ready_fails(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = put_ticket(shared, "z", 20)
    looks(monkeypatch)

    def away() -> None:
        raise ShareUnavailable("The desk's folder does not answer.")

    with pytest.raises(ShareUnavailable), turn(shared, away):
        pass
    assert list((shared / turns.FOLDER).iterdir()) == [first]


@POSIX
def test_no_ticket_is_put_or_looked_for_where_a_link_leads(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / ".turn-a.tmp").touch()
    (shared / turns.FOLDER).symlink_to(elsewhere)
    assert not somebody_waits(shared)
    with turn(shared, nothing):
        assert [path.name for path in elsewhere.iterdir()] == [".turn-a.tmp"]
    assert [path.name for path in elsewhere.iterdir()] == [".turn-a.tmp"]


def test_who_was_taken_for_dead_goes_at_once(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = put_ticket(shared, "a", 10)

    def take_away() -> None:
        for ticket in set((shared / turns.FOLDER).iterdir()) - {before}:
            ticket.unlink()

    count = looks(monkeypatch, nothing, take_away)
    with turn(shared, nothing):
        assert before.exists()
    assert count == [2]


def test_a_crowd_that_never_ends_is_left_after_a_while(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every ticket before one's own is soon another's, whatever the reason."""
    now, names = [100.0], iter(range(_OFTEN))
    put_ticket(shared, "begin", 10)

    def another() -> None:
        now[0] += 0.5
        for ticket in (shared / turns.FOLDER).glob(".turn-*"):
            if ticket.stat().st_mtime < time.time() - 5:
                ticket.unlink()
        put_ticket(shared, str(next(names)), 10)

    monkeypatch.setattr("complaintdesk.services.turns.time.monotonic", lambda: now[0])
    looks(monkeypatch, *[another] * 40)
    with turn(shared, nothing):
        assert 115 <= now[0] < 116


def test_a_folder_that_is_not_there_is_not_made_and_nothing_fails(tmp_path: Path) -> None:
    with turn(tmp_path, nothing):
        pass
    assert list(tmp_path.iterdir()) == []
    assert not somebody_waits(tmp_path)
