"""`check` never calls a desk sound that nobody can open, and advises what can be done."""

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.change import Row
from complaintdesk.domain.errors import DeskError
from complaintdesk.record.change import encode
from complaintdesk.record.folder import Record
from complaintdesk.services.checking.finding import Finding
from complaintdesk.services.desk import Desk
from complaintdesk.store import SCHEMA
from tests.conftest import NOW
from tests.services.checked import (
    CHANGES,
    alter,
    bad,
    examined,
    faults,
    folder,
    store_of,
    whole,
)
from tests.storage.helpers import POSIX, contents, no_waiting

__all__ = ["folder", "no_waiting", "whole"]
pytestmark = pytest.mark.usefixtures("no_waiting")
REPAIR = "check --repair"
KEEP = "It may hold what the record has lost: keep it."


def remedies(found: list[Finding], area: str) -> set[str]:
    return {one.remedy for one in found if (one.level, one.area) == ("fault", area)}


def opens(folder: Path) -> bool:
    try:
        Desk(folder, clock=lambda: NOW).catch_up()
    except DeskError:
        return False
    return True


# A record that leads elsewhere


@POSIX
@pytest.mark.parametrize("has_toml", [True, False])
@pytest.mark.parametrize("has_store", [True, False])
def test_a_record_that_is_a_link_is_a_fault_and_not_followed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_toml: bool, has_store: bool
) -> None:
    (folder / "record").rename(tmp_path / "outside")
    (folder / "record").symlink_to(tmp_path / "outside")
    if not has_store:
        store_of(folder).unlink()
    if not has_toml:
        (folder / "desk.toml").unlink()
    real, opened = os.open, []

    def seen(path: Any, *more: Any, **named: Any) -> int:
        opened.append(str(path))
        return real(path, *more, **named)

    monkeypatch.setattr(os, "open", seen)
    found = examined(folder)
    [said] = faults(found, "record")
    assert "is a link" in said
    assert "not read" in said
    assert not [path for path in opened if "outside" in path or "/record/" in path]
    assert not [one for one in found if one.level == "ok" and one.area in ("record", "store")]
    assert not opens(folder)


@POSIX
def test_a_thousand_that_is_a_link_is_a_fault(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (folder / "record" / "000001").symlink_to(tmp_path / "outside")
    [said] = faults(examined(folder), "record")
    assert "record/000001" in said
    assert "link" in said
    assert not opens(folder)


# A record that was written anew


def rewrite(record: Record) -> None:
    """Somebody alters a name in the record and seals every change after it anew."""
    previous = ""
    for number in range(1, CHANGES + 1):
        change = record.read(number)
        assert change
        rows = tuple(_altered(row) for row in change.rows)
        change = replace(change, rows=rows, previous=previous or change.previous)
        data, previous = encode(change)
        record.path(number).write_bytes(data)


def _altered(row: Row) -> Row:
    if not row.values or row.values.get("complainant_name") != "Ann":
        return row
    return replace(row, values={**row.values, "complainant_name": "Zoe"})


def test_no_repair_is_advised_while_the_record_has_a_fault(folder: Path) -> None:
    """It was, four times over, and then refused."""
    rewrite(Record(folder / "record", SCHEMA))
    found = examined(folder)
    assert any("not the one that this PC has seen" in said for said in faults(found, "record"))
    assert any("rows of cases" in said for said in faults(found, "store")), found
    assert remedies(found, "store") == {KEEP}
    before = contents(store_of(folder).parent)
    assert remedies(examined(folder, repair=True), "store") == {KEEP}
    assert contents(store_of(folder).parent) == before


def test_a_damaged_store_beside_a_damaged_record_is_to_be_kept(folder: Path) -> None:
    alter(folder, "DROP INDEX listing_due")
    Record(folder / "record", SCHEMA).path(3).unlink()
    assert remedies(examined(folder), "store") == {KEEP}


def test_beside_a_sound_record_the_repair_is_advised(folder: Path) -> None:
    alter(folder, "DROP INDEX listing_due")
    [remedy] = remedies(examined(folder), "store")
    assert REPAIR in remedy


# What is there and says nothing


def test_an_empty_store_is_called_empty_and_made_anew(folder: Path) -> None:
    """As a full disk leaves one: it was called one of an older program."""
    store_of(folder).write_bytes(b"")
    found = examined(folder)
    assert bad(found) == []
    [said] = [one.sentence for one in found if (one.level, one.area) == ("note", "store")]
    assert "is empty" in said
    assert "older" not in said
    assert opens(folder)
    assert store_of(folder).stat().st_size


# What this account may not read


def forbid(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """The tests may run as root, who may read everything: the system's answer is made up."""
    for name in ("open", "scandir", "listdir"):
        monkeypatch.setattr(os, name, _refusing(getattr(os, name), str(place)))


def _refusing(real: Callable[..., Any], place: str) -> Callable[..., Any]:
    def call(path: Any, *more: Any, **named: Any) -> Any:
        if str(path) == place:
            raise PermissionError(errno.EACCES, "Permission denied", place)
        return real(path, *more, **named)

    return call


@pytest.mark.parametrize("what", ["record", "record/000000003.json"])
def test_what_this_account_may_not_read_is_for_it_to_allow(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """It was told as a share that is away, and then as a file to bring back from a backup."""
    forbid(monkeypatch, folder / what)
    found = examined(folder)
    said = [one for one in found if (one.level, one.area) == ("fault", "record")]
    assert len(said) == 1
    assert what in said[0].sentence
    assert "may not read" in said[0].sentence + said[0].remedy
    assert "Ask IT for the right" in said[0].remedy
    assert "backup" not in said[0].remedy
    assert "reached" not in said[0].sentence


def test_a_seal_is_that_of_the_head_that_was_written(folder: Path) -> None:
    """What `rewrite` makes is sound by itself: only this PC's memory tells."""
    record = Record(folder / "record", SCHEMA)
    rewrite(record)
    head, _, seal = record.path(3).read_bytes().splitlines(keepends=True)
    assert sha256(head).hexdigest().encode() + b"\n" == seal
    store_of(folder).unlink()
    assert bad(examined(folder)) == []
    assert json.loads(head)["number"] == 3
