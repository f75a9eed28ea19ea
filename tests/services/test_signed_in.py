"""Who did what is the system's word: nothing that can be typed or set changes it."""

import ctypes
import getpass
import os
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from complaintdesk.domain.text import clean_line
from complaintdesk.services import signed_in

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
