"""An error never means “it failed”: (faults) of complaintdesk/record/__init__.py's invariants."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.change import FIRST
from complaintdesk.domain.errors import DeskError, ShareUnavailable
from complaintdesk.record import folder as record_folder
from complaintdesk.record import place
from complaintdesk.record.change import file_name
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from tests.storage.helpers import POSIX, change, contents, details, failing, no_waiting, record_of

__all__ = ["no_waiting"]
pytestmark = pytest.mark.usefixtures("no_waiting")
ERRNOS = (
    errno.EINVAL, errno.EIO, errno.ENOSPC, errno.EACCES, errno.EEXIST, errno.ENOENT, errno.EROFS,
    errno.ETIMEDOUT, errno.ESTALE, errno.EHOSTUNREACH, errno.EPERM, errno.EDQUOT, errno.EBUSY,
)  # fmt: skip
CALLS = ("link", "open", "fsync", "fdopen", "unlink")


def fault(
    monkeypatch: pytest.MonkeyPatch, call: str, number: int, after: bool, times: float
) -> None:
    """Let one call of the append path report an error."""
    error = OSError(number, os.strerror(number))
    owner: Any = Path if call == "unlink" else os
    if after and call in ("open", "fdopen"):
        after = False  # what was opened cannot be closed by those who never got it
    monkeypatch.setattr(owner, call, failing(getattr(owner, call), error, after=after, times=times))


@POSIX
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", ERRNOS, ids=lambda n: errno.errorcode[n])
@pytest.mark.parametrize("call", CALLS)
def test_faults_that_pass_are_not_noticed(
    tmp_path: Path, call: str, number: int, after: bool
) -> None:
    record = record_of(tmp_path / "record", 1)
    first = next(record.since(0, FIRST))
    with pytest.MonkeyPatch.context() as patch:
        fault(patch, call, number, after, 1)
        seal = record.append(change(2, first.seal))
    assert [c.seal for c in record.since(1, first.seal)] == [seal]


@POSIX
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", ERRNOS, ids=lambda n: errno.errorcode[n])
@pytest.mark.parametrize("call", CALLS)
def test_faults_that_stay_end_in_once_or_in_a_sentence(
    tmp_path: Path, call: str, number: int, after: bool
) -> None:
    record, made = record_of(tmp_path / "record", 0), change(1)
    with pytest.MonkeyPatch.context() as patch:
        fault(patch, call, number, after, float("inf"))
        try:
            record.append(made)
        except ShareUnavailable as error:
            told = str(error)
            # “Nothing was saved” is said only where that is so.
            assert ("not certain" in told) != ("Nothing was saved" in told)
            assert "not certain" in told or not (record.folder / file_name(1)).exists()
        else:
            assert (record.folder / file_name(1)).exists()
    seal = record.append(made)
    assert [c.seal for c in record.since(0, FIRST)] == [seal]


@pytest.fixture
def folder_syncs(monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[str]]:
    """Errors that syncing a folder is to end in, one after the other, and how each went."""
    errors, told, real = list[int](), list[str](), os.fsync

    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            told.append(errno.errorcode[errors[0]] if errors else "synced")
            if errors:
                raise OSError(errors.pop(0), "as the test has it")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    return errors, told


@POSIX
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.ESTALE, errno.ETIMEDOUT])
def test_faults_in_syncing_the_name_are_made_good_before_it_is_told_as_saved(
    tmp_path: Path, folder_syncs: tuple[list[int], list[str]], number: int
) -> None:
    errors, told = folder_syncs
    record = record_of(tmp_path / "record", 0)
    errors[:], told[:] = [number, number], []
    record.append(change(1))
    assert told == [errno.errorcode[number]] * 2 + ["synced"]


@POSIX
def test_faults_in_syncing_that_stay_leave_it_uncertain_until_it_is_tried_again(
    tmp_path: Path, folder_syncs: tuple[list[int], list[str]]
) -> None:
    errors, told = folder_syncs
    record, made = record_of(tmp_path / "record", 0), change(1)
    errors[:] = [errno.EIO] * 50
    with pytest.raises(ShareUnavailable, match="not certain"):
        record.append(made)
    errors[:], told[:] = [], []
    seal = record.append(made)
    assert told == ["synced"]
    assert [c.seal for c in record.since(0, FIRST)] == [seal]


@POSIX
def test_a_folder_that_knows_no_syncing_is_asked_once(
    tmp_path: Path, folder_syncs: tuple[list[int], list[str]]
) -> None:
    errors, told = folder_syncs
    record = record_of(tmp_path / "record", 0)
    errors[:], told[:] = [errno.EINVAL], []
    second = change(2, record.append(change(1)))
    record.append(second)
    assert told == ["EINVAL"]


@POSIX
def test_the_name_of_a_new_folder_is_synced_as_well(
    tmp_path: Path, folder_syncs: tuple[list[int], list[str]]
) -> None:
    _, told = folder_syncs
    place.shared_folder(tmp_path / "000001")
    assert told == ["synced"]


@POSIX
@pytest.mark.parametrize("number", ERRNOS, ids=lambda n: errno.errorcode[n])
def test_faults_reported_after_the_link_was_made_count_as_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    record = record_of(tmp_path / "record", 0)
    fault(monkeypatch, "link", number, True, float("inf"))
    seal = record.append(change(1))
    assert [c.seal for c in record.since(0, FIRST)] == [seal]


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.EHOSTUNREACH, errno.EINVAL])
def test_faults_of_reading_that_pass_are_not_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    record = record_of(tmp_path / "record", 1)
    fail = failing(record_folder.read_whole, OSError(number, "no"), after=False, times=3)
    monkeypatch.setattr(record_folder, "read_whole", fail)
    assert [c.number for c in record.since(0, FIRST)] == [1]


def test_faults_of_reading_back_leave_it_uncertain_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link may have been made: “nothing was saved” would be a guess."""
    record = record_of(tmp_path / "record", 0)
    fault(monkeypatch, "link", errno.EIO, True, float("inf"))
    fail = failing(
        record_folder.read_whole, OSError(errno.EIO, "no"), after=False, times=float("inf")
    )
    monkeypatch.setattr(record_folder, "read_whole", fail)
    with pytest.raises(ShareUnavailable, match="not certain"):
        record.append(change(1))


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOENT, errno.EHOSTUNREACH])
@pytest.mark.parametrize("call", ["stat", "iterdir"])
def test_faults_of_looking_at_the_folder_are_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    record = record_of(tmp_path / "record", 1)
    fail = failing(getattr(Path, call), OSError(number, "no"), after=False, times=float("inf"))
    monkeypatch.setattr(Path, call, fail)
    with pytest.raises(ShareUnavailable):
        list(record.since(0, FIRST))
        record.check_no_gap(1)


def test_faults_of_a_folder_that_went_away_are_a_sentence(tmp_path: Path) -> None:
    record = record_of(tmp_path / "record", 1)
    record.folder.rename(tmp_path / "elsewhere")
    for look in (lambda: record.read(1), lambda: record.append(change(2)), record.check_no_gap):
        with pytest.raises(ShareUnavailable):
            look(*([1] if look == record.check_no_gap else []))


@POSIX
@pytest.mark.parametrize("call", ["link", "fsync", "open"])
def test_faults_that_stay_change_nothing_and_the_same_form_is_saved_once_later(
    desk: Desk, call: str
) -> None:
    commands.log_complaint(desk, details("Ann"))
    before = contents(desk.folder), queries.queue(desk).rows
    real = getattr(os, call)

    def fail(*given: Any, **named: Any) -> Any:
        if call != "open" or given[1] & os.O_CREAT:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(DeskError, match=r"(?i)what you typed is kept"):
            commands.log_complaint(desk, details("Ben"), "form-1")
    assert (contents(desk.folder), queries.queue(desk).rows) == before
    for _ in range(2):
        commands.log_complaint(desk, details("Ben"), "form-1")
    assert [row.complainant for row in queries.queue(desk).rows] == ["Ann", "Ben"]


@POSIX
@pytest.mark.parametrize("call", ["link", "fsync", "unlink"])
def test_faults_after_the_deed_leave_one_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fault(patch, call, errno.EINVAL, True, 1)
        commands.log_complaint(desk, details("Ann"))
    assert queries.queue(desk).count == 1
    assert len(contents(desk.folder / "record")) == 2
