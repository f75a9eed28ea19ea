"""The `day` command: a page for a person, one document for a machine, good for a scheduled job."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.cli import main
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings
from tests.cli.conftest import Call
from tests.cli.test_hostile_text import assert_tame, logged
from tests.conftest import NOW
from tests.hostile import HOSTILE
from tests.storage.helpers import complete, contents

ROOT = Path(__file__).parents[2]
TODAY = ("--today", "2026-11-20")


def test_the_page_of_a_training_desk(call: Call, training_desk: Desk) -> None:
    status, out, err = call("day", *TODAY, "--desk", str(training_desk.folder))
    lines = out.rstrip("\n").split("\n")
    assert (status, err) == (0, "")
    assert lines[0] == "TRAINING DESK: invented cases."
    assert lines[1] == "   My day: Northmoor Council, Friday 20 November 2026"
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
    titles = [line.split(":")[0] for line in lines if line[:1].isalpha()]
    assert titles[1:3] == ["Overdue", "Due today"]


def test_the_same_for_a_machine_with_nothing_left_out(call: Call, training_desk: Desk) -> None:
    desk = ("--desk", str(training_desk.folder))
    status, out, err = call("day", "--json", *TODAY, *desk)
    found = json.loads(out)
    assert (status, err, found["today"], found["mine"]) == (0, "", "2026-11-20", False)
    assert (found["training"], found["away"]) == (True, False)
    assert (found["since"], found["until"]) == ("2026-11-19", "2026-11-29")
    for name, queue in (("overdue", "overdue"), ("due_today", "today")):
        listed = json.loads(call("queue", queue, "--json", *TODAY, *desk)[1])["cases"]
        assert found[name] == listed
    assert all("2026-11-20" < case["due"] <= "2026-11-29" for case in found["coming"])


def test_ones_own_page_has_ones_own_cases(call: Call, training_desk: Desk) -> None:
    keep_settings(Settings(training_desk.folder, "Robin Ashdown"))
    found = json.loads(call("day", "--mine", "--json", *TODAY)[1])
    officers = {case["officer"] for name in ("overdue", "due_today", "coming")
                for case in found[name]}  # fmt: skip
    assert officers == {"Robin Ashdown"}
    assert "The cases that Robin Ashdown handles." in call("day", "--mine", *TODAY)[1]


def test_ones_own_page_needs_to_know_who_one_is(
    refused: Callable[..., str], training_desk: Desk
) -> None:
    said = refused("day", "--mine", "--desk", str(training_desk.folder))
    assert "whose cases are meant" in said


def test_what_was_saved_is_told_with_who_and_when(call: Call, desk: Desk, ref: str) -> None:
    found = json.loads(call("day", "--json", *TODAY)[1])["changed"]
    assert found[0] == {
        "ref": ref, "complainant": "Ann O'Brien",
        "done": [{"at": NOW.isoformat(), "by": "Sam Patel", "verb": "log a complaint"}],
    }  # fmt: skip


def test_it_changes_nothing(call: Call, desk: Desk, ref: str) -> None:
    before = contents(desk.folder)
    for more in ((), ("--mine",), ("--json",)):
        assert call("day", "--today", "2027-03-01", *more)[0] == 0
    assert contents(desk.folder) == before


def test_a_day_that_is_no_day_of_the_calendar_is_a_sentence(
    refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        assert "Check the year" in refused("day", "--today", day)


def test_a_desk_whose_folder_is_away_is_told_from_this_pc(call: Call, desk: Desk, ref: str) -> None:
    elsewhere = desk.folder.with_name("elsewhere")
    desk.folder.rename(elsewhere)
    status, out, err = call("day", *TODAY)
    assert (status, err) == (0, "")
    assert "The desk's folder does not answer" in out
    assert ref in out
    assert json.loads(call("day", "--json", *TODAY)[1])["away"] is True
    assert call("queue")[0] == 1
    elsewhere.rename(desk.folder)


def test_help_tells_a_scheduled_job_how(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["day", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "Example: complaintdesk day --mine > my-day.txt" in said
    assert "scheduled job" in said
    assert "mail -s" in said


def test_it_loads_nothing_heavy(desk: Desk, ref: str) -> None:
    """A scheduled job on a busy PC, and the same page on the screen, wait for nothing of it."""
    desk.close()
    program = (
        "import sys\nfrom complaintdesk.cli import main\nassert main(['day']) == 0\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'holidays', 'jinja2', 'textual', 'tomlkit'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.stderr.strip() == "[]", done.stderr


def test_every_hostile_text_comes_out_tame(call: Call, desk: Desk) -> None:
    keep_settings(Settings(desk.folder, "Sam Patel"))
    refs = [ref for text in HOSTILE if (ref := logged(desk, text))]
    status, out, err = call("day", *TODAY)
    assert (status, err) == (0, "")
    assert_tame(out)
    assert len(out.rstrip("\n").split("\n")) <= 60
    found = json.loads(call("day", "--json", *TODAY)[1])
    assert {each["ref"] for each in found["changed"]} >= set(refs)


def test_the_day_of_an_officer_with_nothing_to_do(call: Call, desk: Desk) -> None:
    keep_settings(Settings(desk.folder, "Sam Patel"))
    assert "Enjoy the calm." in call("day", *TODAY)[1]
    commands.log_complaint(desk, complete())
    assert "1 due today" in " ".join(call("day", *TODAY)[1].split())
