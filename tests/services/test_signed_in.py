"""Who did what is the system's word: nothing that can be typed or set changes it."""

import ctypes
import getpass
import os
import platform
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from complaintdesk.domain.change import Author
from complaintdesk.domain.text import clean_line
from complaintdesk.services import commands, queries, signed_in, task_desk
from complaintdesk.services.desk import Desk
from screens.timeline_page import entries, lay
from tests.conftest import NOW
from tests.storage.helpers import complete

POSIX = pytest.mark.skipif(os.name == "nt", reason="asks the password file")
HOUR = timedelta(hours=1)
TRUSTED_BY_PYTHON = ("LOGNAME", "USER", "LNAME", "USERNAME")


@pytest.fixture
def pretending(monkeypatch: pytest.MonkeyPatch) -> None:
    """What anybody can do before starting a program; Python's own way believes it."""
    for name in (*TRUSTED_BY_PYTHON, "USERDOMAIN", "HOME", "USERPROFILE"):
        monkeypatch.setenv(name, "chief.executive")
    assert getpass.getuser() == "chief.executive"


@POSIX
@pytest.mark.usefixtures("pretending")
def test_no_environment_variable_changes_the_account() -> None:
    import pwd

    assert signed_in.account() == pwd.getpwuid(os.getuid()).pw_name != "chief.executive"


@POSIX
@pytest.mark.usefixtures("pretending")
def test_an_account_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(_number: int) -> object:
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert signed_in.account() == f"uid {os.getuid()}"


class Windows:
    """What Windows answers, or that it does not."""

    def __init__(self, name: str) -> None:
        self.name = name

    def GetUserNameW(self, buffer: Any, _size: Any) -> int:  # noqa: N802 - its own name
        buffer.value = self.name
        return int(bool(self.name))


@pytest.mark.usefixtures("pretending")
@pytest.mark.parametrize(("said", "account"), [("NORTHMOOR.sam", "NORTHMOOR.sam"), ("", "unknown")])
def test_windows_is_asked_itself(monkeypatch: pytest.MonkeyPatch, said: str, account: str) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    api = SimpleNamespace(advapi32=Windows(said))
    monkeypatch.setattr(ctypes, "windll", api, raising=False)
    assert signed_in.account() == account


def test_what_it_says_is_one_tame_line() -> None:
    assert signed_in.account() == clean_line(signed_in.account()) != ""


def test_the_timeline_says_from_which_account_and_pc_whatever_the_name(desk: Desk) -> None:
    """An officer's name can be typed; two of one name are told apart by what cannot."""
    ref = commands.log_complaint(desk, complete()).ref
    other = Author(desk.officer, "NORTHMOOR.alex [/b]", "PC-0417")
    there = Desk(desk.folder, desk.officer, clock=lambda: NOW + HOUR, author=other)
    task_desk.perform(there, ref, 1, "contact", {"kind": "note", "on": "20/11/2026", "text": "Hi"})
    there.close()
    file = queries.case(desk, ref).file
    rows = [row.plain for _, laid in lay(entries(file), 120) for row in laid]
    here = f"({signed_in.account()} on {platform.node()})"
    assert any(row.endswith(f"Sam Patel {here}") for row in rows), rows
    assert any(row.endswith("Sam Patel (NORTHMOOR.alex [/b] on PC-0417)") for row in rows), rows
