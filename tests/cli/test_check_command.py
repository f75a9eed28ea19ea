"""`complaintdesk check`: a plain report, one line at the end, and an exit status to build on."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaintdesk.services.checking import running
from tests.cli.conftest import Call
from tests.conftest import NOW
from tests.services.checked import folder as checked_folder
from tests.services.checked import whole
from tests.services.test_checking import DAMAGES, EACH
from tests.storage.helpers import contents, no_waiting

__all__ = ["checked_folder", "no_waiting", "whole"]
pytestmark = pytest.mark.usefixtures("no_waiting", "on_the_day")

SOUND = "The desk is sound: 6 changes, 3 cases, 4 letters and documents."


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command asks the clock; on another day the ombudsmen's details would be old."""
    defaults = running.Examination.__init__.__kwdefaults__
    monkeypatch.setitem(defaults, "clock", lambda: NOW)
    yield


@pytest.fixture
def folder(checked_folder: Path) -> Path:
    return checked_folder


def test_a_sound_desk_ends_with_one_line_that_says_so(folder: Path, call: Call) -> None:
    status, out, err = call("check", "--desk", str(folder))
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == SOUND
    assert re.search(r"^ok +record +6 changes", out, re.MULTILINE)


def test_faults_end_with_one_line_on_stderr_and_status_1(folder: Path, call: Call) -> None:
    DAMAGES["a row altered"][0](folder)
    DAMAGES["a letter gone"][0](folder)
    (folder / "record" / "notes.txt").write_text("x")
    status, out, err = call("check", "--desk", str(folder))
    assert (status, err) == (1, "2 faults and 1 warning: see above.\n")
    assert len([line for line in out.splitlines() if line.startswith("FAULT")]) == 2
    assert "check --repair" in out


def test_warnings_do_not_fail(folder: Path, call: Call) -> None:
    (folder / "record" / "notes.txt").write_text("x")
    status, out, err = call("check", "--desk", str(folder))
    assert (status, err) == (0, "")
    assert out.splitlines()[-1].startswith("No fault, and 1 warning: see above.")


def test_json_is_one_list_and_nothing_else(folder: Path, call: Call) -> None:
    DAMAGES["a letter gone"][0](folder)
    status, out, err = call("check", "--json", "--desk", str(folder))
    found = json.loads(out)
    assert status == 1
    assert len(err.splitlines()) == 1
    assert all(set(one) == {"level", "area", "finding", "remedy"} for one in found)
    assert {one["level"] for one in found} <= {"ok", "note", "warning", "fault"}
    assert [one["area"] for one in found if one["level"] == "fault"] == ["files"]


def test_json_of_a_sound_desk_leaves_stderr_empty(folder: Path, call: Call) -> None:
    status, out, err = call("check", "--json", "--desk", str(folder))
    assert (status, err) == (0, "")
    assert json.loads(out)


def test_repair_says_what_it_did_and_the_desk_is_sound_again(folder: Path, call: Call) -> None:
    DAMAGES["no database"][0](folder)
    status, out, err = call("check", "--repair", "--desk", str(folder))
    assert (status, err) == (0, "")
    assert "Mended: made again from the record" in out
    assert out.splitlines()[-1] == SOUND
    assert call("check", "--desk", str(folder))[1].splitlines()[-1] == SOUND


def test_what_repair_cannot_mend_is_said_with_where_to_get_it(folder: Path, call: Call) -> None:
    DAMAGES["line 2 of change 3"][0](folder)
    before = contents(folder / "record")
    status, out, _ = call("check", "--repair", "--desk", str(folder))
    assert status == 1
    assert "from a backup of the folder: nothing here changes the record" in out
    assert contents(folder / "record") == before


def test_a_desk_that_is_not_there_is_one_fault(tmp_path: Path, call: Call) -> None:
    status, out, err = call("check", "--desk", str(tmp_path / "nowhere"))
    assert (status, err) == (1, "1 fault: see above.\n")
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize("name", EACH)
def test_no_damage_makes_a_traceback_or_prints_a_personal_word(
    folder: Path, call: Call, name: str
) -> None:
    DAMAGES[name][0](folder)
    status, out, err = call("check", "--desk", str(folder))
    assert status == 1
    assert len(err.splitlines()) == 1
    said = out + err
    assert "Traceback" not in said
    assert "went wrong" not in said
    # The complainants' names and address, the summary, and what was put into a file.
    assert not re.search(r"\b(Ann|Bo|Cy|High Street|missed|bailer)\b", said)


def test_names_from_the_share_cannot_command_the_terminal(folder: Path, call: Call) -> None:
    for place in ("record", "letters", "documents", "templates"):
        (folder / place / "\x1b]0;owned\x07\u202e[red].txt").write_text("x")
    _, out, err = call("check", "--desk", str(folder))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out + err)


def test_progress_is_shown_on_a_terminal_alone(
    folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaintdesk.check_command._EVERY", 1)
    assert call("check", "--desk", str(folder))[2] == ""
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True, raising=False)
    assert "6 of 6 changes read" in call("check", "--json", "--desk", str(folder))[2]
