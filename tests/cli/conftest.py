"""What the tests of the commands share: a command run in this process, and a case to name."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.cli import main
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings
from tests.storage.helpers import complete

Call = Callable[..., tuple[int, str, str]]
KIND = "stage1-acknowledgement"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command in this process: its status, output and complaint."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def refused(call: Call) -> Callable[..., str]:
    """The one sentence with which a command is refused: nothing on stdout, no traceback."""

    def run(*arguments: str) -> str:
        status, out, err = call(*arguments)
        assert (status, out) == (1, "")
        assert err.endswith("\n")
        assert len(err.splitlines()) == 1
        assert "Traceback" not in err
        assert "Something went wrong" not in err
        return err

    return run


@pytest.fixture
def ref(desk: Desk) -> str:
    """A case whose letter lacks nothing, on the desk that this PC remembers."""
    keep_settings(Settings(desk.folder, "Sam Patel"))
    return commands.log_complaint(desk, complete()).ref


def line(number: int, **more: object) -> str:
    """A complaint handed over, as another system writes it."""
    said = {
        "received": "2026-11-19", "complainant": {"name": f"Person {number}"},
        "summary": f"Bins {number}", "external_id": f"web-{number}", **more,
    }  # fmt: skip
    return json.dumps(said)


@pytest.fixture
def handed(desk: Desk, tmp_path: Path) -> Callable[..., str]:
    """A file with these lines, for the desk that this PC remembers."""
    keep_settings(Settings(desk.folder, "Sam Patel"))

    def write(*lines: str) -> str:
        path = tmp_path / "handed over.jsonl"
        path.write_text("\n".join(lines), "utf-8")
        return str(path)

    return write


def names(desk: Desk) -> list[str]:
    """Who complained, of every open case."""
    desk.catch_up()
    return [row.complainant for row in queries.queue(desk).rows]
