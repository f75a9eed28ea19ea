"""The day's own backup, and the one before a migration; each made by whichever PC comes first."""

import contextlib
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.record.place import put_if_free, shared_folder
from complaintdesk.services import bank_holidays
from complaintdesk.services.backups.keeping import tidy
from complaintdesk.services.backups.looking import head_of, reason
from complaintdesk.services.backups.making import Made, Maker, NameTaken, make
from complaintdesk.services.backups.names import FOLDER, Backup, backups_in
from complaintdesk.settings import DeskFile, read_desk_file, store_path
from complaintdesk.store import SCHEMA
from complaintdesk.store.peek import refuse_foreign

_CLAIM = re.compile(r"(\d{4}-\d\d-\d\d) being made (\d)\.txt", re.ASCII)
_CLAIMS = 3  # PCs that may go down while making the backup of one day
_FRESH = 3600.0  # seconds for which a claim is believed


def daily(desk: Path, maker: Maker) -> Made | None:
    """Make today's backup where it is due and no other PC has made it, or is making it."""
    file = read_desk_file(desk)
    if not is_due(desk, file, maker.today):
        return None
    with _claimed(desk, maker) as is_ours:
        # Asked once more: whoever had the claim before may just have finished.
        if not is_ours or not is_due(desk, file, maker.today):
            return None
        try:
            made = make(desk, maker, thorough=False, only_first=True)
        except NameTaken:
            return None
    tidy(desk, made.path, maker.today, file.backups)
    Record(desk / "record", SCHEMA).clear_all()
    return made


def is_due(desk: Path, file: DeskFile, today: date) -> bool:
    """Whether this is a working day of a real desk that has no verified backup yet."""
    if file.training or not file.backups.each_working_day:
        return False
    if not calendar_of(file).is_working_day(today):
        return False
    return not any(b.is_verified and b.day == today for b in _listed(desk))


def before_migration(desk: Path, maker: Maker) -> Made | None:
    """Make a backup where this PC's store is about to be brought to a newer layout.

    None where it is not, or where a verified backup of this very head is there. To be called
    before the store is opened. Raises DeskError where it is wanted and cannot be made.
    """
    file = read_desk_file(desk)
    store = store_path(file, desk)
    if not store.exists() or not 0 < refuse_foreign(store) < SCHEMA:
        return None
    head, _ = head_of(Record(desk / "record", SCHEMA))
    if any(b.is_verified and b.head == head for b in _listed(desk)):
        return None
    return make(desk, maker)


def calendar_of(file: DeskFile) -> WorkingCalendar:
    """The working days of a desk, by its desk.toml."""
    return bank_holidays.calendar(file.closures, file.closures_count, file.bank_holidays)


def _listed(desk: Path) -> tuple[Backup, ...]:
    try:
        return backups_in(desk)
    except OSError as error:
        raise ShareUnavailable(
            f"{desk / FOLDER} cannot be looked into ({reason(error)}). No backup was made."
        ) from None


@contextlib.contextmanager
def _claimed(desk: Path, maker: Maker) -> Iterator[bool]:
    """Whether today's backup is for this PC to make. Two that think so waste work, no more."""
    try:
        claim = _claim(desk / FOLDER, maker)
        _clear_claims(desk / FOLDER, maker.today)
    except OSError as error:
        raise ShareUnavailable(
            f"{desk / FOLDER} cannot be written ({reason(error)}). No backup was made."
        ) from None
    try:
        yield claim is not None
    finally:
        if claim:
            with contextlib.suppress(OSError):
                claim.unlink()


def _claim(folder: Path, maker: Maker) -> Path | None:
    """This PC's claim; None where another holds a fresh one, or all are used up."""
    shared_folder(folder)
    for number in range(1, _CLAIMS + 1):
        path = folder / f"{maker.today} being made {number}.txt"
        try:
            put_if_free(path, f"by {maker.pc} at {maker.at.isoformat()}\n".encode())
        except FileExistsError:
            if _is_fresh(path):
                return None
            continue
        return path
    return None


def _is_fresh(path: Path) -> bool:
    try:
        return abs(time.time() - path.stat().st_mtime) < _FRESH
    except FileNotFoundError:
        return True  # its PC has just finished


def _clear_claims(folder: Path, today: date) -> None:
    """Take away the claims of days gone by, which PCs that went down have left."""
    for path in folder.iterdir():
        said = _CLAIM.fullmatch(path.name)
        if said and said[1] < (today - timedelta(days=1)).isoformat():
            path.unlink(missing_ok=True)
