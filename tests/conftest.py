"""What every test stands on: a PC of its own, a clock that stands still, and the rebuild check."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.services.training import make_training_desk
from complaintdesk.settings import Council, read_desk_file, store_path
from tests.effort import begin_long_run
from tests.stores import assert_rebuilds, share_compiled_statements
from tests.stores import dump as dump

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)  # a Friday, in the forenoon
TODAY = date(2026, 11, 20)
COUNCIL = Council(
    "Northmoor Council", "Complaints Team", "01632 960100", "complaints@example.org", "Market Place"
)

_IN_MEMORY = Path("/dev/shm")
_ENOUGH = 2 << 30  # bytes; a run keeps the folders of tests that failed, and no others

share_compiled_statements()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="try every combination and all examples")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        begin_long_run()
    # Where a file system in memory has room, no test waits for a disk to have synced.
    if _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))


def pytest_collection_finish() -> None:
    """Spare the collector what stays for the whole run, and let it look less often: a tenth."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def this_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for the PC's part, so that no test meets another or the real desk."""
    home = tmp_path / "this-pc"
    monkeypatch.setenv("COMPLAINTDESK_HOME", str(home))
    monkeypatch.delenv("COMPLAINTDESK_DESK", raising=False)
    return home


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty real desk with this PC's part beside it, made once; tests work on copies."""
    made = tmp_path_factory.mktemp("empty")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(made / "this-pc"))
        make_desk(made / "desk", COUNCIL)
        opened = Desk(made / "desk", "Sam Patel", clock=lambda: NOW)
        open_first(opened)
        opened.close()
    return made


@pytest.fixture
def desk(empty_desk: Path, tmp_path: Path) -> Iterator[Desk]:
    """An empty real desk; whatever a test does to it must come out of the record again."""
    # What this PC knows of desks by their folders is not true of a copy.
    by_folder = shutil.ignore_patterns("known")
    shutil.copytree(empty_desk, tmp_path, dirs_exist_ok=True, ignore=by_folder)
    opened = Desk(tmp_path / "desk", "Sam Patel", clock=lambda: NOW)
    opened.warm_up()
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


@pytest.fixture(scope="session")
def training_store(training_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that follows from the training desk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(tmp_path_factory.mktemp("training-pc")))
        opened = Desk(training_folder, "Robin Ashdown", clock=lambda: NOW)
        opened.catch_up()
        opened.close()
        return opened.store_file


@pytest.fixture
def training_desk(training_folder: Path, training_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """The training desk of 60 cases, opened by Robin Ashdown on Friday 20 November 2026."""
    folder = tmp_path / "training"
    shutil.copytree(training_folder, folder)
    store = store_path(read_desk_file(folder), folder)
    store.parent.mkdir(parents=True, mode=0o700)
    shutil.copy2(training_store, store)
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
