"""A record that this account may not read is told as that, and not as a share that went away."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from tests.storage.helpers import no_waiting, record_of

__all__ = ["no_waiting"]
pytestmark = pytest.mark.usefixtures("no_waiting")

CALLS: dict[str, Callable[[Record], object]] = {
    "one that is known": lambda record: record.read(2),
    "the last one": lambda record: record.verify_head(2, "x"),
    "a look for the next": lambda record: record.check_no_gap(3),
}


def forbid(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """The tests may run as root, who may read everything: the system's answer is made up."""
    for name in ("open", "scandir", "listdir"):
        monkeypatch.setattr(os, name, _refusing(getattr(os, name), str(place)))


def _refusing(real: Callable[..., Any], place: str) -> Callable[..., Any]:
    def call(path: Any, *more: Any, **named: Any) -> Any:
        if str(path).startswith(place):
            raise PermissionError(errno.EACCES, "Permission denied", place)
        return real(path, *more, **named)

    return call


@pytest.mark.parametrize("name", CALLS)
def test_a_record_that_may_not_be_read_is_for_it_to_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    record = record_of(tmp_path / "record", 3)
    forbid(monkeypatch, record.folder)
    with pytest.raises(ShareUnavailable, match="This account may not read"):
        CALLS[name](record)


def test_one_change_that_may_not_be_read_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = record_of(tmp_path / "record", 3)
    forbid(monkeypatch, record.path(2))
    with pytest.raises(ShareUnavailable, match="Ask IT for the right"):
        record.read(2)
