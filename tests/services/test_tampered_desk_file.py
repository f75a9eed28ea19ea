"""A desk.toml, or a record, that somebody else put there."""

import os
import time
from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from tests.services.tampered_desk import Seen, made
from tests.services.tampered_desk import desk as _desk
from tests.services.tampered_desk import seen as _seen

__all__ = ["made"]
desk = _desk
seen = _seen

TOMLS: dict[str, str] = {
    "a number of thousands of digits": "x = " + "9" * 5000,
    "deeply nested": "x = " + "[" * 5000 + "]" * 5000,
    "a megabyte": "# " + "x" * 1_100_000,
    "an id that leads out": 'id = "../../x"\ntraining = false',
    "an id that is a device": 'id = "NUL"\ntraining = false',
    "an id in other letters": 'id = "\u0661\u0662\u0663\u0664\u0665"\ntraining = false',
    "an id without end": f'id = "{"a" * 65}"\ntraining = false',
    "a number for an id": "id = 5\ntraining = false",
    "a number for training": "training = 0",
    "a list for the council": "[[council]]\nname = 'x'",
    "a number for a name": "[council]\nname = 5",
    "targets without end": "[targets]\nrespond_stage_1 = 999999999",
    "targets that are no number": "[targets]\nrespond_stage_1 = inf",
    "a truth for a target": "[targets]\nrespond_stage_1 = true",
    "a service of no Code": '[services]\nBins = "[/b]"',
    "a day with a time": "[calendar]\nclosure_days = [2026-11-26T10:00:00]",
    "a day that is none": '[calendar]\nclosure_days = ["[/b]\\u001b"]',
    "a holiday that is none": '[calendar.bank_holidays]\n"\\u001b]0;x" = "y"',
    "NUL": "x = '\x00'",
}  # fmt: skip


def say(desk: Desk, text: str) -> Path:
    """desk.toml saying this, below its id and what kind of desk it is unless it says its own."""
    path = desk.folder / "desk.toml"
    top = f'id = "{desk.file.id}"\ntraining = false\n'
    own = [line for line in top.splitlines() if line.split()[0] not in text.split()[:1]]
    path.write_text(text if text.startswith("id") else "\n".join([*own, text]), "utf-8")
    return path


@pytest.mark.parametrize("name", TOMLS)
def test_a_desk_file_that_cannot_be_is_refused(desk: Desk, seen: Seen, name: str) -> None:
    say(desk, TOMLS[name])
    status, said = seen("queue")
    assert status == 1, said
    assert "desk.toml" in said


@pytest.mark.skipif(os.name == "nt", reason="links and pipes as POSIX has them")
@pytest.mark.parametrize("target", ["link", "device", "pipe"])
def test_a_desk_file_that_is_no_file_is_neither_read_nor_waited_for(
    desk: Desk, seen: Seen, tmp_path: Path, target: str
) -> None:
    path = desk.folder / "desk.toml"
    path.rename(tmp_path / "elsewhere.toml")
    if target == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(tmp_path / "elsewhere.toml" if target == "link" else "/dev/zero")
    status, said = seen("queue")
    assert status == 1, said
    assert "desk.toml" in said


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_record_that_is_a_link_is_not_written_through(
    desk: Desk, seen: Seen, tmp_path: Path
) -> None:
    (desk.folder / "record").rename(tmp_path / "elsewhere")
    (desk.folder / "record").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    status, said = seen("queue")
    assert status == 1
    assert "record/" in said


def test_days_far_away_in_the_desk_file_take_no_time(desk: Desk, seen: Seen) -> None:
    days = '"9999-12-31" = "x"\n"0001-01-01" = "y"'
    closed_on = 'closure_days = ["9999-12-31", "0001-01-01"]'
    say(desk, f"[calendar]\n{closed_on}\n[calendar.bank_holidays]\n{days}")
    began = time.monotonic()
    assert seen("queue")[0] in (0, 1)
    assert time.monotonic() - began < 10
