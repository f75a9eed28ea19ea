"""`complaintdesk backup` and `complaintdesk restore`, as typed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.services import commands
from complaintdesk.services.backups.names import backups_in
from complaintdesk.services.desk import Desk, today_in_london, utc_now
from complaintdesk.settings import read_desk_file
from tests.cli.conftest import Call
from tests.services.backup_helpers import filled, members
from tests.storage.helpers import complete, contents

Refused = Callable[..., str]


def test_backup_says_what_it_holds_and_restore_what_differs(
    desk: Desk, ref: str, call: Call
) -> None:
    assert ref
    filled(desk)
    status, out, err = call("backup")
    (made,) = backups_in(desk.folder)
    assert (status, err) == (0, "")
    assert out.startswith(f"Backup made and proved by rebuilding the desk from it: {made.path} (")
    assert "up to change 4, with 2 letters and documents." in out
    commands.log_complaint(desk, complete())
    status, out, err = call("restore", str(made.path))
    into = desk.folder.parent / f"{desk.folder.name} restored {today_in_london(utc_now())}"
    assert (status, err) == (0, "")
    for part in (
        f"Restored into {into}: the desk as it was at change 4, backed up on ",
        " by Sam Patel. The present desk was not touched.",
        "Not in the backup: change 5 of the present desk.",
        "change 5: Sam Patel, Friday 20 November 2026 at 10:30, log a complaint, CD-2026-0004",
        "never work in both",
        "A PC that has seen changes after change 4 then refuses to open it",
        "move away the file that `complaintdesk where` names as the store",
    ):
        assert part in out
    assert read_desk_file(into).id == desk.file.id


def test_a_pc_ahead_is_told_when_it_opens_the_restored_desk(
    desk: Desk, ref: str, call: Call, refused: Refused
) -> None:
    call("backup")
    commands.log_complaint(desk, complete())
    into = desk.folder.parent / "back"
    assert call("restore", str(backups_in(desk.folder)[0].path), "--into", str(into))[0] == 0
    said = refused("queue", "--desk", str(into))
    assert "ends before change 3, which this PC has already seen" in said
    assert ref


def test_a_whole_backup_away_from_the_desk_is_restored_beside_itself(
    desk: Desk, ref: str, call: Call, tmp_path: Path
) -> None:
    filled(desk)
    (tmp_path / "stick").mkdir()
    out = tmp_path / "stick" / "desk.zip"
    assert call("backup", "--out", str(out))[0] == 0
    assert "documents/CD-2026-0002/boiler.pdf" in members(out)
    status, said, _ = call("restore", str(out))
    into = tmp_path / "stick" / f"desk restored {today_in_london(utc_now())}"
    assert (status, "Nothing differs from the present desk" in said) == (0, True)
    assert (into / "documents/CD-2026-0002/boiler.pdf").exists()
    assert ref


def test_the_zip_alone_comes_back_without_its_letters_and_says_which(
    desk: Desk, ref: str, call: Call, tmp_path: Path
) -> None:
    filled(desk)
    call("backup")
    made = backups_in(desk.folder)[0].path
    (tmp_path / "stick").mkdir()
    alone = made.rename(tmp_path / "stick" / made.name)
    status, said, _ = call("restore", str(alone))
    assert status == 1
    assert "These letters and documents could not be brought back" in said
    assert "  documents/CD-2026-0002/boiler.pdf" in said
    assert ref


def test_restore_never_overwrites(
    desk: Desk, ref: str, call: Call, refused: Refused, tmp_path: Path
) -> None:
    call("backup")
    made = str(backups_in(desk.folder)[0].path)
    (tmp_path / "desk.docx").write_bytes(b"PK, but no zip")
    before = contents(tmp_path)
    assert "in use" in refused("restore", made, "--into", str(desk.folder))
    assert "cannot be read" in refused("restore", str(tmp_path / "none.zip"))
    assert "or is none" in refused("restore", str(tmp_path / "desk.docx"))
    assert contents(tmp_path) == before
    for number in ("", " 2", " 3"):
        assert call("restore", made)[0] == 0
        today = today_in_london(utc_now())
        assert (desk.folder.parent / f"desk restored {today}{number}" / "desk.toml").exists()
    assert ref


def test_out_never_overwrites_and_wants_a_folder(
    desk: Desk, ref: str, refused: Refused, tmp_path: Path
) -> None:
    (tmp_path / "x.zip").write_bytes(b"somebody's")
    assert "is there already" in refused("backup", "--out", str(tmp_path / "x.zip"))
    assert "is not a folder" in refused("backup", "--out", str(tmp_path / "none" / "x.zip"))
    assert "inside the desk" in refused("backup", "--out", str(desk.folder / "x.zip"))
    assert (tmp_path / "x.zip").read_bytes() == b"somebody's"
    assert ref


def test_daily_says_so_where_nothing_is_due(
    training_desk: Desk, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINTDESK_DESK", str(training_desk.folder))
    assert call("backup", "--daily") == (0, "No backup is due from this PC today.\n", "")
    assert backups_in(training_desk.folder) == ()


def test_a_training_desk_is_backed_up_by_hand_and_needs_no_advice(
    training_desk: Desk, call: Call
) -> None:
    assert call("backup", "--desk", str(training_desk.folder))[0] == 0
    _, said, _ = call("restore", str(backups_in(training_desk.folder)[0].path))
    assert said.splitlines()[1:] == [
        f"Nothing differs from the present desk in {training_desk.folder}."
    ]
