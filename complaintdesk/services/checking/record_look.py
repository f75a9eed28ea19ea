"""The record from its first change; from the same reading this PC's store is made anew.

On a share each file costs a round trip, so nothing of the record is read twice.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from complaintdesk.domain.errors import DeskError
from complaintdesk.record.folder import Record
from complaintdesk.record.links import is_link
from complaintdesk.record.place import read_whole
from complaintdesk.record.verify import Fault, Kind, Verified, verify
from complaintdesk.services.checking.finding import Finding, counted, first_of
from complaintdesk.services.checking.rebuilding import Rebuilding
from complaintdesk.services.checking.subject import Subject
from complaintdesk.settings import DeskFile
from complaintdesk.store import examining

AREA = "record"
_FROM_BACKUP = "Bring it back from a backup of the folder: nothing here changes the record."
_LINK = "Ask IT who made it and why. Bring the folder itself back, from a backup or from there."
_RIGHT = "This account may not read it. Ask IT for the right."
_UPDATE = "Update complaintdesk on this PC, then run the check again."
_WORKED_OUT = ("listing", "bank_holiday", "meta")  # by what each PC counts by


def look(subject: Subject) -> Iterator[Finding]:
    """Every change read, held against the one before it and against what this PC remembers."""
    if closed := _closed(subject):
        yield closed
        return
    rebuilding = _begin(subject)
    try:
        verified = _verified(subject, rebuilding)
    finally:
        if rebuilding:
            rebuilding.close()
            subject.rebuilt_to, subject.rebuild_trouble = rebuilding.head, rebuilding.trouble
    subject.changes = verified.count
    found = [_told(subject.record, fault) for fault in verified.faults]
    at_fault = any(finding.level == "fault" for finding in found)
    subject.record_is_sound = not at_fault and verified.count > 0
    yield from first_of(found)
    if not verified.count:
        yield Finding("fault", AREA, "The record is empty: not even its making is there.",
                      _FROM_BACKUP)  # fmt: skip
    elif not at_fault:
        words = counted(verified.count, "change", "changes, each following the one before it")
        yield Finding("ok", AREA, f"{words}; none altered, missing or put in.")
    yield from _left_over(subject)


def _closed(subject: Subject) -> Finding | None:
    """Why nothing of the record is read; None where it is."""
    place = subject.record.folder
    if subject.record_leads_elsewhere:
        return Finding("fault", AREA, "The desk's record/ is a link to another place, so it was "
                       "not read, and nobody can open the desk.", _LINK)  # fmt: skip
    if not place.is_dir():
        return Finding("fault", AREA, "The desk's record/ is not there.", _FROM_BACKUP)
    try:
        os.scandir(place).close()
    except PermissionError:
        return Finding("fault", AREA, "The desk's record/ cannot be looked into.", _RIGHT)
    return None


def _verified(subject: Subject, rebuilding: Rebuilding | None) -> Verified:
    known = subject.identity if isinstance(subject.file, DeskFile) else None
    return verify(
        subject.record,
        known.id if known else "",
        subject.store.seals,
        training=known.training if known else None,
        each=rebuilding.take if rebuilding else lambda _: None,
        told=lambda place, total: subject.told("changes read", place, total),
    )


def _told(record: Record, fault: Fault) -> Finding:
    if fault.kind is Kind.NEWER:
        return Finding("fault", AREA, fault.words, _UPDATE)
    if fault.kind is Kind.UNREADABLE and _may_not_read(record.path(fault.number)):
        return Finding("fault", AREA, fault.words, _RIGHT)
    if fault.kind is Kind.STRANGER and _stands_for_a_thousand(record.folder / fault.name):
        return Finding("fault", AREA, f"record/{fault.name} is a link to another place, so nothing "
                       "in it was read, and nobody can open the desk.", _LINK)  # fmt: skip
    if fault.kind is Kind.STRANGER:
        remedy = "Ask who put it there; it is not read, and counts for nothing."
        return Finding("warning", AREA, fault.words, remedy)
    return Finding("fault", AREA, fault.words, _FROM_BACKUP)


def _may_not_read(path: Path) -> bool:
    try:
        read_whole(path, 0)
    except PermissionError:
        return path.is_file()  # Windows says the same of a folder
    except OSError:
        pass
    return False


def _stands_for_a_thousand(path: Path) -> bool:
    """Whether this is a link in the place of a folder of the record."""
    name = path.name
    return len(name) == 6 and name.isascii() and name.isdecimal() and is_link(path)


def _left_over(subject: Subject) -> Iterator[Finding]:
    found = subject.record.left_over()
    if found:
        many = counted(len(found), "file", "files")
        yield Finding("note", AREA, f"{many} left over from a PC that went down while saving, "
                      f"the oldest {_age(found)}. They never counted, and are cleared away when "
                      "the desk is next opened or backed up.")  # fmt: skip


def _age(paths: tuple[Path, ...]) -> str:
    oldest = min(path.lstat().st_mtime for path in paths)
    hours = max(0, int((time.time() - oldest) / 3600))
    return f"{counted(hours // 24, 'day', 'days')} old" if hours >= 24 else f"{hours} hours old"


def _begin(subject: Subject) -> Rebuilding | None:
    """The store to be made anew; None where there is no room or it is not known which desk."""
    if subject.rebuilt is None or subject.identity is None:
        return None
    store = subject.store  # a copy of it is taken now, before the record is read

    def compare() -> None:
        if store.path and subject.rebuilt:
            passed_over = () if subject.is_ready else _WORKED_OUT
            try:
                subject.differences = examining.differences(
                    store.path, subject.rebuilt, passed_over
                )
            except DeskError as error:
                store.damaged(f"This PC's store could not be compared. {error}")

    try:
        return Rebuilding(subject.rebuilt, subject.identity, subject.today, store.head, compare)
    except DeskError as error:
        subject.rebuild_trouble = str(error)
        return None
