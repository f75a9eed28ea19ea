"""A fault inside a screen: the program ends with a sentence, and tells nothing of anybody."""

import subprocess
import sys
from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from complaintdesk.settings import home
from screens.case import CaseScreen
from screens.queue import QueueScreen
from tests.ui.helpers import intake, log, opened, press, until

CANARY = "Zebediah Quillfeather"

_PROGRAM = """
import asyncio, sys
from pathlib import Path
from complaintdesk.services.desk import Desk
from screens.app import DeskApp
import screens.case

def breaks(view, *_):
    secret = view.file.case.details.complainant.name
    raise ValueError(f"cannot show {secret}")

screens.case._page = breaks

async def drive(pilot):
    while not pilot.app.desk.is_warm or not pilot.app.screen.shown:
        await asyncio.sleep(0.02)
    await pilot.press("enter")
    while pilot.app._exception is None:
        await asyncio.sleep(0.02)

app = DeskApp(Desk(Path(sys.argv[1]), "Sam Patel"))
app.run(headless=True, auto_pilot=drive)
print("FAULT:", app.fault)
sys.exit(app.return_code or 0)
"""


def test_a_crash_tells_no_names(desk: Desk, tmp_path: Path) -> None:
    """In a process of its own, since `run_test` would raise the error into the test."""
    log(desk, intake(CANARY))
    desk.close()
    found = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(desk.folder)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        env=_environment(),
    )
    fault = (home() / "fault.txt").read_text()
    assert found.returncode == 1, found.stderr
    assert "Something went wrong inside complaintdesk" in found.stdout
    for said in (found.stdout, found.stderr, fault):
        assert "Zebediah" not in said
        assert "Quillfeather" not in said
        assert "Traceback" not in said
        assert "locals" not in said
    assert "ValueError" in fault


def _environment() -> dict[str, str]:
    import os

    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root}


@pytest.mark.parametrize("place", ["compose", "worker", "handler"])
async def test_every_kind_of_fault_ends_with_status_1(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, loop_guard: list[str], place: str
) -> None:
    log(desk, intake(CANARY))

    def breaks(*_: object) -> None:
        raise ValueError(f"cannot show {CANARY}")

    if place == "compose":
        monkeypatch.setattr(CaseScreen, "body", breaks)
    elif place == "worker":
        monkeypatch.setattr("screens.case._title", breaks)
    else:
        monkeypatch.setattr(QueueScreen, "action_why", breaks)
    with pytest.raises(Exception, match=r"cannot show|raised an exception"):
        async with opened(desk) as (app, pilot):
            await press(pilot, "w" if place == "handler" else "enter")
            await until(pilot, lambda: False)
    assert app.return_code == 1
    assert "Zebediah" not in app.fault
    assert "fault.txt" in app.fault
    loop_guard.clear()  # the program is over: that it notes where is all that it still does
