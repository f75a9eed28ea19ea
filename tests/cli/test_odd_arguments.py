"""Odd arguments end in a sentence, and nothing is made, replaced or written by the way."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.record import place
from complaintdesk.services.desk import Desk
from tests.cli.conftest import KIND, Call, line
from tests.storage.helpers import contents

POSIX = pytest.mark.skipif(os.name == "nt", reason="pipes and links as POSIX has them")
ODD = ("", " ", "-1", "9" * 400, "1e999", "NaN", "[/b]", "%s", "{x}", "日本", "٣", "²", "\x1b[2J")
DAYS = ("0001-01-01", "1901-01-01", "9999-12-31", "2026-02-30", "10000-01-01", *ODD)
EVENTS = (
    "received", "acknowledged", "extended", "answered", "escalated", "acknowledged2", "extended2",
    "answered2",
)  # fmt: skip


@pytest.fixture
def sensible(call: Call, capsys: pytest.CaptureFixture[str]) -> Callable[..., int]:
    """Runs a command with odd arguments; it is done, refused in one sentence, or wrong usage."""

    def run(*arguments: str) -> int:
        try:
            status, out, err = call(*arguments)
        except SystemExit as ended:
            assert ended.code == 2, arguments
            assert "Traceback" not in capsys.readouterr().err
            return 2
        assert status in (0, 1), arguments
        assert "Something went wrong" not in err, arguments
        assert status == 0 or len(err.splitlines()) == 1, (arguments, err)
        assert (out + err).replace("\n", "").isprintable(), arguments
        return status

    return run


@pytest.mark.parametrize("day", DAYS)
def test_any_day_may_be_looked_at(ref: str, sensible: Callable[..., int], day: str) -> None:
    for command in (("queue",), ("queue", "overdue"), ("queue", "this-week"), ("day",)):
        sensible(*command, f"--today={day}")
        sensible(*command, f"--today={day}", "--json")
    sensible("day", "--mine", f"--today={day}")


MORE = (":10", ":9999", ":99999999999", ":-1", "T24:00")


@pytest.mark.parametrize("day", DAYS)
def test_the_calculator_takes_or_refuses_any_day(sensible: Callable[..., int], day: str) -> None:
    """Each event with each day, and with one thing after it: for the next day it is another."""
    start = ("due-dates", "--code=housing", "--event=received=2026-11-02")
    for flag in ("--today", "--closure", "--bank-holiday", "--receipt", "--good-reason"):
        sensible(*start, f"{flag}={day}")
    sensible("due-dates", "--code=general", f"--event={day}")
    for number, name in enumerate(EVENTS, DAYS.index(day)):
        for more in ("", MORE[number % len(MORE)]):
            sensible(*start, f"--event={name}={day}{more}")


@pytest.mark.parametrize("odd", [*ODD, "x" * 5000, "~nobody-of-this-name/x"])
def test_any_word_will_do_for_a_name(
    desk: Desk, ref: str, sensible: Callable[..., int], odd: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = contents(desk.folder)
    for command in (
        ("queue", f"--out={odd}"), ("queue", "--", odd), ("ics", f"--days={odd}"),
        ("letter", odd, KIND), ("letter", ref, "--", odd), ("letters", "--", odd),
        ("letter", ref, KIND, f"--out={odd}"), ("letters", "fields", "--", odd),
        ("letter", ref, KIND, "--format=docx", f"--out={odd}"), ("letters", "check", "--", odd),
        ("letters", "diff", "--", odd), ("restore", "--", odd), ("log", "--", odd),
        ("ics", f"--out={odd}.ics"),
    ):  # fmt: skip
        sensible(*command)
    after = contents(desk.folder)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("odd", ["x" * 5000, "none", "~nobody-of-this-name/x", "\x1b[2J"])
@pytest.mark.parametrize("command", ["queue", "day", "ics", "backup", "tend", "where", "letters"])
def test_a_desk_that_is_none_is_refused_and_nothing_is_made_there(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    command: str, odd: str,
) -> None:  # fmt: skip
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert refused(command, f"--desk={odd}").strip().isprintable()
    assert not list((tmp_path / "here").iterdir())


def test_a_check_of_a_name_too_long_is_a_finding(call: Call) -> None:
    status, out, err = call("check", f"--desk={'x' * 5000}")
    assert (status, err) == (1, "1 fault: see above.\n")
    assert "is not there" in out


def test_a_backup_of_what_is_no_desk_makes_no_folder_in_it(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    folder = tmp_path / "photographs"
    folder.mkdir()
    assert "is not a desk" in refused("backup", "--desk", str(folder))
    assert not list(folder.iterdir())


@POSIX
@pytest.mark.parametrize("command", [("queue",), ("queue", "--csv"), ("letter",)])
def test_what_is_no_ordinary_file_is_never_replaced(
    refused: Callable[..., str], ref: str, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A device was: whoever ran it with an administrator's rights had no /dev/null any more."""
    pipe, link, real = tmp_path / "pipe", tmp_path / "link", tmp_path / "real.txt"
    os.mkfifo(pipe)
    real.write_text("kept")
    link.symlink_to(real)
    wanted = (*command, ref, KIND) if command == ("letter",) else command
    for path in (pipe, link, tmp_path):
        assert "it is not an ordinary file" in refused(*wanted, "--out", str(path))
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert link.is_symlink()
    assert real.read_text() == "kept"


# --read-only holds whatever command comes after it.


@pytest.mark.parametrize(
    "command", [("log", "FILE"), ("backup",), ("tend",), ("check",), ("restore", "FILE")]
)
def test_a_command_that_writes_is_refused_while_only_reading(
    desk: Desk, refused: Callable[..., str], handed: Callable[..., str], command: tuple[str, ...]
) -> None:
    file, before = handed(line(1)), contents(desk.folder)
    told = refused("--read-only", *(file if word == "FILE" else word for word in command))
    assert f"`{command[0]}` writes" in told
    assert "without --read-only" in told
    assert contents(desk.folder) == before


def test_what_only_reads_goes_with_read_only(
    desk: Desk, call: Call, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_read_only", set())
    before = contents(desk.folder)
    for command in (("queue",), ("day",), ("letters", ref), ("letter", ref, KIND)):
        assert call("--read-only", *command)[0] == 0
    # Without --out it would go into the desk's own letters/.
    status, _, err = call("--read-only", "letter", ref, KIND, "--format=docx")
    assert (status, len(err.splitlines())) == (1, 1)
    assert "open for reading only" in err
    assert contents(desk.folder) == before
    monkeypatch.setattr(place, "_read_only", set())
