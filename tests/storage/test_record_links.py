"""A folder of the record that leads elsewhere is neither read nor written."""

import os
from pathlib import Path

import pytest

from complaintdesk.domain.change import FIRST
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record import change as record_change
from complaintdesk.record.folder import Record
from complaintdesk.store import SCHEMA
from tests.storage.helpers import POSIX, change, contents, no_waiting, record_of
from tests.storage.operations import counted

__all__ = ["no_waiting"]
pytestmark = [pytest.mark.usefixtures("no_waiting"), POSIX]
ELSEWHERE = "is a link to another place"


@pytest.fixture(autouse=True)
def tens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder holds ten changes, so that a test need not write thousands."""
    monkeypatch.setattr(record_change, "_PER_FOLDER", 10)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    place = tmp_path / "outside"
    place.mkdir()
    return place


def linked(record: Record, outside: Path) -> None:
    """The first folder of ten is brought elsewhere, and a link put where it was."""
    ten = record.folder / "000001"
    if ten.is_dir():
        ten.rename(outside / "ten")
    ten.symlink_to(outside / "ten")
    (outside / "ten").mkdir(exist_ok=True)


@pytest.mark.parametrize("count", [9, 12])
def test_no_change_is_put_where_a_link_leads(tmp_path: Path, outside: Path, count: int) -> None:
    record = record_of(tmp_path / "record", count)
    before = record.read(count)
    assert before
    linked(record, outside)
    there = contents(outside)
    with pytest.raises(DeskUnusable, match=ELSEWHERE):
        record.append(change(count + 1, before.seal))
    assert contents(outside) == there


def test_no_change_is_read_from_where_a_link_leads(tmp_path: Path, outside: Path) -> None:
    linked(record_of(tmp_path / "record", 12), outside)
    record = Record(tmp_path / "record", SCHEMA)
    with pytest.raises(DeskUnusable, match=ELSEWHERE):
        list(record.since(0, FIRST))
    with pytest.raises(DeskUnusable, match=ELSEWHERE):
        record.read(11, glance=True)


def test_what_is_behind_a_link_is_not_listed(tmp_path: Path, outside: Path) -> None:
    linked(record_of(tmp_path / "record", 12), outside)
    record = Record(tmp_path / "record", SCHEMA)
    assert record.names() == tuple(range(1, 10))
    assert record.strangers() == ("000001",)
    with pytest.raises(DeskUnusable, match=ELSEWHERE):
        record.check_no_gap(9)


def test_nothing_is_cleared_away_behind_a_link(tmp_path: Path, outside: Path) -> None:
    record = record_of(tmp_path / "record", 12)
    left = record.folder / "000001" / ".000000013.json.abc.tmp"
    left.write_bytes(b"half")
    linked(record, outside)
    there = contents(outside)
    os.utime(outside / "ten" / left.name, (1, 1))
    with pytest.raises(DeskUnusable, match=ELSEWHERE):
        Record(record.folder, SCHEMA).clear(12)
    assert contents(outside) == there


def test_a_look_into_a_folder_that_is_known_costs_no_more(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 12)
    assert record.read(13, glance=True) is None
    with counted(tmp_path) as calls:
        assert record.read(13, glance=True) is None
    assert calls == ["open"]
