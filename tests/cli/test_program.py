"""The program as a process of its own: statuses, pipes and devices, and never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from tests.cli.conftest import KIND
from tests.storage.helpers import complete

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="pipes and devices as POSIX has them")


def real(*arguments: str, **more: object) -> "subprocess.CompletedProcess[str]":
    """The program itself, as a scheduler runs it."""
    command = [sys.executable, "-m", "complaintdesk", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("environment", {})}  # type: ignore[dict-item]
    given = {"capture_output": True, "text": True, "timeout": 60, "env": environment, **more}
    return subprocess.run(command, stdin=subprocess.DEVNULL, **given)  # type: ignore[call-overload, no-any-return]


def test_the_program_runs_a_command(desk: Desk, ref: str) -> None:
    done = real("queue", "--json", "--today", "2026-11-20")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["cases"][0]["ref"] == ref


def test_the_program_refuses_in_a_sentence() -> None:
    done = real()
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    done = real("queue", "--nonsense")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_any_encoding_of_a_pipe_will_do(desk: Desk, ref: str, encoding: str) -> None:
    name = "Łukasz “ﷺ” \u0645\u0631\u062d"
    commands.log_complaint(desk, complete(name))
    environment = {"PYTHONIOENCODING": encoding}
    for arguments in (
        ("queue",), ("queue", "--json"), ("letter", "CD-2026-0002", KIND), ("queue", "“none”"),
    ):  # fmt: skip
        done = real(*arguments, environment=environment, text=False)
        assert done.returncode == ("“none”" in arguments)
        assert b"Traceback" not in done.stderr
        assert b"Something went wrong" not in done.stderr
        assert done.stdout or done.stderr


@POSIX
def test_a_reader_that_went_away_is_no_fault(ref: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = real("where", capture_output=False, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_output_that_cannot_be_written_is_a_sentence(ref: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = real("where", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "No space left" in done.stderr


def test_a_real_process_of_ours_at_fault_leaves_no_traceback(tmp_path: Path, ref: str) -> None:
    script = (
        "from complaintdesk import cli\n"
        "def fail(chosen): name = 'Canary'; raise ValueError(name)\n"
        "cli._RUNS = {**cli._RUNS, 'queue': fail}\n"
        "raise SystemExit(cli.main(['queue']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "Canary" not in done.stderr
