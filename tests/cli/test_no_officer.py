"""Where a PC has no officer's name set, nothing is told with a blank in the place of one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.text import clean_line
from complaintdesk.domain.who import in_full, shortly
from complaintdesk.services import signed_in
from complaintdesk.services.backups.names import backups_in
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings
from tests.cli.conftest import Call, line
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("by", "account", "pc", "full", "short"),
    [
        ("Ann", "ann", "pc-1", "Ann (ann on pc-1)", "Ann"),
        ("Ann", "", "", "Ann", "Ann"),
        ("", "root", "vm", "not recorded (root on vm)", "not recorded (root on vm)"),
        ("", "", "vm", "not recorded (vm)", "not recorded (vm)"),
        (" \x07\n", "", "", "not recorded", "not recorded"),
    ],
)
def test_who_did_what_is_told_in_one_way(
    by: str, account: str, pc: str, full: str, short: str
) -> None:
    assert (in_full(by, account, pc), shortly(by, account, pc)) == (full, short)


@pytest.mark.parametrize("text", HOSTILE)
def test_it_is_one_clean_line_whatever_a_record_says(text: str) -> None:
    for said in (in_full(text, text, text), shortly(text, text, text), shortly("", text, text)):
        assert said == clean_line(said) != ""


def test_what_a_scheduled_job_did_is_told_with_its_account(
    call: Call, desk: Desk, handed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_in, "account", lambda: "svc-log")
    monkeypatch.setattr("platform.node", lambda: "vm-7")
    file = handed(line(1))
    keep_settings(Settings(desk.folder, ""))
    assert call("backup")[0] == 0
    assert call("log", file)[0] == 0
    (made,) = backups_in(desk.folder)
    status, out, _ = call("restore", str(made.path))
    assert status == 0
    assert re.search(r"change \d+: not recorded \(svc-log on vm-7\), ", out), out
    assert re.search(r" at \d\d:\d\d, by whom is not recorded \(vm-7\)\. The present desk", out)
    assert "not said" not in out


def test_a_backup_made_before_names_whoever_it_names(
    call: Call, desk: Desk, ref: str, tmp_path: Path
) -> None:
    assert ref
    assert call("backup")[0] == 0
    (made,) = backups_in(desk.folder)
    _, out, _ = call("restore", str(made.path), "--into", str(tmp_path / "back"))
    assert re.search(r" at \d\d:\d\d by Sam Patel\. The present desk", out)
