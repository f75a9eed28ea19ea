"""The `ics` command: a file that Outlook opens, nobody's name in it, and words for what it did."""

import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from complaintdesk.services.desk import Desk
from tests.cli.conftest import Call
from tests.storage.helpers import contents

ROOT = Path(__file__).parents[2]


def subjects(path: Path) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")]


def test_it_writes_the_file_and_says_where_and_how_many(
    call: Call, desk: Desk, ref: str, tmp_path: Path
) -> None:
    before, path = contents(desk.folder), tmp_path / "deadlines.ics"
    status, out, err = call("ics", "--out", str(path))
    assert (status, err) == (0, "")
    assert out.startswith("Written: 1 deadline")
    assert out.endswith(f": {path}\n")
    assert subjects(path) == [f"{ref} Acknowledge, stage 1"]
    assert contents(desk.folder) == before


def test_names_are_in_it_only_when_they_are_asked_for(call: Call, ref: str, tmp_path: Path) -> None:
    path = tmp_path / "deadlines.ics"
    assert call("ics", "--out", str(path))[0] == 0
    assert b"Brien" not in path.read_bytes()
    assert call("ics", "--out", str(path), "--details")[0] == 0
    assert subjects(path) == [f"{ref} Acknowledge, stage 1: Ann O'Brien"]


def test_its_help_says_what_details_mean_and_gives_an_example(
    capsys: pytest.CaptureFixture[str], call: Call
) -> None:
    with pytest.raises(SystemExit) as ended:
        call("ics", "--help")
    said = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    assert "personal data: they leave the desk" in said
    assert "Example: complaintdesk ics" in said


def test_without_out_it_is_in_the_users_documents(
    call: Call, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    assert call("ics")[0] == 0
    assert subjects(tmp_path / "complaint-deadlines.ics") == [f"{ref} Acknowledge, stage 1"]


def test_a_training_desk_says_so_in_every_event(
    call: Call, training_desk: Desk, tmp_path: Path
) -> None:
    status, out, _ = call("ics", "--out", str(tmp_path), "--desk", str(training_desk.folder))
    found = subjects(tmp_path / "training-deadlines.ics")
    assert status == 0
    assert f"{len(found)} deadlines, " in out
    assert all(subject.startswith("TRAINING: CD-") for subject in found)


@pytest.mark.usefixtures("ref")
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--out", "report.docx"), "must end in .ics"),
        (("--out", "/dev/null/x/deadlines.ics"), "could not be written"),
        (("--out", "a\x1b]0;PWNED\x07.txt"), "must end in .ics"),
    ],
)
def test_it_refuses_with_a_sentence(refused: object, arguments: tuple[str, ...], why: str) -> None:
    said = refused("ics", *arguments)  # type: ignore[operator]
    assert why in said
    assert "\x1b" not in said


@pytest.mark.usefixtures("desk")
def test_an_empty_desk_has_a_file_without_events(call: Call, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    said = call("ics", "--out", str(path), "--desk", str(desk.folder))[:2]
    assert said == (0, f"Written: 0 deadlines, nothing is due then: {path}\n")
    assert subjects(path) == []


@pytest.mark.parametrize("days", ["-1", "soon", "99999", "1.5", "٣"])
def test_days_that_are_no_number_are_wrong_usage(call: Call, days: str) -> None:
    with pytest.raises(SystemExit) as ended:
        call("ics", "--days", days)
    assert ended.value.code == 2


def test_nothing_of_it_is_loaded_when_the_desk_opens() -> None:
    code = "import sys, complaintdesk.cli, screens.app; print('icalendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr
