"""What every test stands on: a PC of its own, a clock that stands still, and the rebuild check."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.services.training import make_training_desk
from complaintdesk.settings import Council

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)  # a Friday, in the forenoon
TODAY = date(2026, 11, 20)
COUNCIL = Council(
    "Northmoor Council", "Complaints Team", "01632 960100", "complaints@example.org", "Market Place"
)


@pytest.fixture(autouse=True)
def this_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for the PC's part, so that no test meets another or the real desk."""
    home = tmp_path / "this-pc"
    monkeypatch.setenv("COMPLAINTDESK_HOME", str(home))
    monkeypatch.delenv("COMPLAINTDESK_DESK", raising=False)
    return home


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty real desk; whatever a test does to it must come out of the record again."""
    folder = tmp_path / "desk"
    make_desk(folder, COUNCIL)
    opened = Desk(folder, "Sam Patel", clock=lambda: NOW)
    open_first(opened)
    yield opened
    opened.close()
    assert_rebuilds(opened)


@pytest.fixture(scope="session")
def training_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training desk of 60 cases, made once; tests work on copies."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("training")
        patch.setenv("COMPLAINTDESK_HOME", str(folder / "pc"))
        return make_training_desk(folder / "desk", 60, TODAY, 1)


@pytest.fixture
def training_desk(training_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    """The training desk of 60 cases, opened by Robin Ashdown on Friday 20 November 2026."""
    folder = tmp_path / "training"
    shutil.copytree(training_folder, folder)
    opened = Desk(folder, "Robin Ashdown", clock=lambda: NOW)
    opened.catch_up()
    yield opened
    opened.close()
    assert_rebuilds(opened)


@pytest.fixture
def other_pc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Desk, str], Desk]]:
    """Opens the same desk as a colleague does on another PC, with a store of its own."""
    made: list[Desk] = []

    def open_there(desk: Desk, officer: str = "Alex Moss") -> Desk:
        with monkeypatch.context() as patch:
            patch.setenv("COMPLAINTDESK_HOME", str(tmp_path / f"pc-{len(made) + 2}"))
            made.append(Desk(desk.folder, officer, clock=lambda: NOW))
        return made[-1]

    yield open_there
    for desk in made:
        desk.close()


def dump(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a store, sorted."""
    with closing(sqlite3.connect(store)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in names
        }


def assert_rebuilds(desk: Desk) -> None:
    """Delete the store, open the desk again: the same to the last row."""
    desk.catch_up()
    desk.close()
    before = dump(desk.store_file)
    desk.store_file.unlink()
    fresh = Desk(desk.folder, desk.officer, clock=desk.now)
    fresh.catch_up()
    fresh.close()
    assert dump(fresh.store_file) == before
