"""No folder of the record grows large, looking costs little, and nothing strange is read."""

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.change import FIRST
from complaintdesk.domain.errors import DeskUnusable, ShareUnavailable
from complaintdesk.record import change as record_change
from complaintdesk.record import folder as record_folder
from complaintdesk.record import place
from complaintdesk.record.folder import Record
from complaintdesk.store import SCHEMA
from tests.storage.helpers import POSIX, change, contents, no_waiting, record_of
from tests.storage.operations import counted

__all__ = ["no_waiting"]
pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def tens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder holds ten changes, so that a test need not write thousands."""
    monkeypatch.setattr(record_change, "_PER_FOLDER", 10)


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (1, "000000001.json"),
        (999, "000000999.json"),
        (1000, "000001/000001000.json"),
        (1999, "000001/000001999.json"),
        (123_456, "000123/000123456.json"),
    ],
)
def test_a_change_has_one_place(number: int, place: str) -> None:
    assert record_change.place_of(number) == place


@pytest.mark.usefixtures("tens")
def test_no_folder_holds_more_than_its_share(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 35)
    assert record.names() == tuple(range(1, 36))
    assert [c.number for c in record.since(0, FIRST)] == list(range(1, 36))
    folders = [tmp_path / "record", *(tmp_path / "record").glob("0*/")]
    assert len(folders) == 4
    assert max(len(list(f.glob("*.json"))) for f in folders) == 10
    assert record.strangers() == ()


@pytest.mark.usefixtures("tens")
@pytest.mark.parametrize("gone", [9, 10, 19, 20, 25, 30])
def test_a_gap_is_seen_whatever_folder_it_is_in(tmp_path: Path, gone: int) -> None:
    record = record_of(tmp_path / "record", 35)
    record.path(gone).unlink()
    with pytest.raises(DeskUnusable, match=f"Change {gone} is missing"):
        record.check_no_gap(gone - 1)


@pytest.mark.usefixtures("tens")
@pytest.mark.parametrize("thousand", [1, 2])
def test_a_folder_that_is_gone_is_a_gap(tmp_path: Path, thousand: int) -> None:
    record = record_of(tmp_path / "record", 35)
    (record.folder / f"{thousand:06}").rename(tmp_path / "elsewhere")
    with pytest.raises(DeskUnusable, match=f"Change {thousand * 10} is missing"):
        record.check_no_gap(thousand * 10 - 1)


@pytest.mark.usefixtures("tens")
def test_a_share_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    """Where a drive is not mounted its folder may be there and empty: nothing goes into it."""
    record = record_of(tmp_path / "record", 9)
    record.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(ShareUnavailable):
        record.append(change(10))
    assert not record.folder.exists()


@pytest.mark.usefixtures("tens")
def test_a_change_in_the_wrong_folder_is_a_stranger(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 12)
    (record.folder / "000001" / "000000003.json").write_bytes(b"")
    (record.folder / "000000012.json").write_bytes(b"")
    (record.folder / "notes.txt").write_bytes(b"")
    assert record.names() == tuple(range(1, 13))
    assert record.strangers() == ("000000012.json", "000001/000000003.json", "notes.txt")


@POSIX
def test_a_glance_that_finds_nothing_new_is_one_operation_on_the_folder(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 3)
    with counted(tmp_path) as calls:
        assert record.read(4, glance=True) is None
    assert calls == ["open"]


LEFT = {"over an hour ago": (7200.0, False), "just now": (0.0, True)}


@pytest.mark.parametrize("when", LEFT)
def test_what_was_left_over_is_taken_away_once_nobody_can_be_writing_it(
    tmp_path: Path, when: str
) -> None:
    record = record_of(tmp_path / "record", 2)
    ago, stays = LEFT[when]
    left = record.folder / ".000000003.json.abc.tmp"
    left.write_bytes(b"half")
    os.utime(left, (time.time() - ago,) * 2)
    before = contents(record.folder)
    record.clear(2)
    assert left.exists() == stays
    assert contents(record.folder) == {n: d for n, d in before.items() if stays or n != left.name}


@POSIX
def test_a_file_taken_away_while_it_was_written_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that is wrong by hours makes one PC clear what another is writing."""
    record, real, taken = record_of(tmp_path / "record", 1), os.link, []

    def link(source: Path, to: Path) -> None:
        if not taken:
            taken.append(source)
            Path(source).unlink()
        real(source, to)

    monkeypatch.setattr(os, "link", link)
    seal = record.append(change(2, record.read(1).seal))  # type: ignore[union-attr]
    assert [c.seal for c in record.since(0, FIRST)][1:] == [seal]


def big(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**9)


STRANGE: dict[str, Callable[[Path], None]] = {
    "a link to elsewhere": lambda path: path.symlink_to("/etc/hostname"),
    "a link to what has no end": lambda path: path.symlink_to("/dev/zero"),
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": Path.mkdir,
    "a gigabyte": big,
}


@POSIX
@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_plain_file_is_never_read(tmp_path: Path, name: str) -> None:
    record = record_of(tmp_path / "record", 1)
    STRANGE[name](record.path(2))
    with pytest.raises(DeskUnusable, match=r"Change 2 .* damaged"):
        record.read(2)


def test_a_desk_opened_to_be_read_is_written_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_read_only", set())
    record = record_of(tmp_path / "record", 1)
    (record.folder / ".000000002.json.abc.tmp").write_bytes(b"half")
    os.utime(record.folder / ".000000002.json.abc.tmp", (0, 0))
    before = contents(tmp_path)
    place.protect(tmp_path)
    writes: dict[str, Callable[[], object]] = {
        "append": lambda: record.append(change(2)),
        "put": lambda: place.put_if_free(tmp_path / "letters" / "x", b"x"),
        "replace": lambda: place.replace_file(tmp_path / "desk.toml", b"x"),
        "folder": lambda: place.shared_folder(tmp_path / "documents"),
    }
    for name, write in writes.items():
        with pytest.raises((OSError, ShareUnavailable)) as refused:
            write()
        assert getattr(refused.value, "errno", errno.EROFS) == errno.EROFS, name
    with pytest.raises(OSError, match="reading only"), place.written_beside(tmp_path, [b"x"]):
        pass
    record.clear(1)
    assert contents(tmp_path) == before
    assert Record(record.folder, SCHEMA).names() == (1,)


def test_a_change_too_big_to_be_ours_is_not_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = record_of(tmp_path / "record", 1)
    monkeypatch.setattr(record_folder, "_LARGEST", record.path(1).stat().st_size - 1)
    with pytest.raises(DeskUnusable, match=r"Change 1 .* damaged"):
        record.read(1)
