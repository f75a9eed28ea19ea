"""Going through the looks, each for itself: one that cannot be finished is a finding itself."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from complaintdesk.domain.errors import DeskError
from complaintdesk.faults import report
from complaintdesk.services.checking import (
    backups_look,
    checkpoints_look,
    dates_look,
    desk_look,
    drafts_look,
    files_look,
    folder,
    left_over,
    mending,
    record_look,
    room_look,
    store_copy,
    store_look,
    wordings_look,
    writing_look,
)
from complaintdesk.services.checking.finding import Finding, why
from complaintdesk.services.checking.subject import Subject, Told
from complaintdesk.services.desk import utc_now
from complaintdesk.settings import home

Look = Callable[[Subject], Iterator[Finding]]

_LOOKS: tuple[tuple[str, Look], ...] = (
    (desk_look.AREA, desk_look.look),
    (record_look.AREA, record_look.look),
    (store_copy.AREA, store_look.look),
    (files_look.AREA, files_look.look),
    (checkpoints_look.AREA, checkpoints_look.look),
    (left_over.AREA, left_over.look),
    (folder.AREA, folder.look),
    (writing_look.AREA, writing_look.look),
    (room_look.AREA, room_look.look),
    (dates_look.CALENDAR, dates_look.calendar),
    (dates_look.OMBUDSMEN, dates_look.details),
    (wordings_look.AREA, wordings_look.look),
    (backups_look.AREA, backups_look.look),
    (drafts_look.AREA, drafts_look.look),
)
_MENDS: dict[str, Look] = {store_copy.AREA: mending.mend, left_over.AREA: left_over.clear}
_PRIVATE = "check-"
_ABANDONED = 24 * 3600.0  # seconds after which no check is still running


def _quiet(_what: str, _place: int, _total: int) -> None:
    """Progress where nobody watches."""


class Examination:
    """One check of a desk. `changes`, `cases` and `files` are known once it has been gone through.

    With `repair` what can be made again is, where its look found it at fault.
    """

    def __init__(
        self,
        folder: Path,
        *,
        repair: bool = False,
        clock: Callable[[], datetime] = utc_now,
        told: Told = _quiet,
    ) -> None:
        self.folder, self.repair, self._clock, self._told = folder, repair, clock, told
        self.changes = self.cases = self.files = 0

    def findings(self) -> Iterator[Finding]:
        """Each thing found, as it is found."""
        if not _is_there(self.folder):
            yield Finding("fault", desk_look.AREA, f"The desk's folder {self.folder} is not there, "
                          "or cannot be reached from this PC.", "Check its name, and that the "
                          "network drive is connected.")  # fmt: skip
            return
        with private_folder() as temp:
            subject = Subject(self.folder, temp, self._clock, self._told)
            for area, look in _LOOKS:
                if self.repair and area in _MENDS:
                    yield from _mended(area, look, _MENDS[area], subject)
                else:
                    yield from _looked(area, look, subject)
            self.changes, self.cases, self.files = subject.changes, subject.cases, subject.files


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # a name that is too long, for one
        return False


def _mended(area: str, look: Look, mend: Look, subject: Subject) -> Iterator[Finding]:
    """What was found and what was done about it. A fault that was mended is one no longer."""
    found = list(_looked(area, look, subject))
    done = list(_looked(area, mend, subject))
    was_mended = area == store_copy.AREA and subject.store.is_mended
    for finding in found:
        is_past = was_mended and finding.level == "fault"
        yield replace(finding, level="note", remedy="") if is_past else finding
    yield from done


def _looked(area: str, look: Look, subject: Subject) -> Iterator[Finding]:
    try:
        yield from look(subject)
    except DeskError as error:
        yield Finding("fault", area, str(error))
    except OSError as error:
        yield Finding("fault", area, f"This could not be looked at to the end ({why(error)}).")
    except Exception as error:  # noqa: BLE001 - whatever a damaged desk does, the others go on
        report(error)  # where it went wrong, for whoever mends the program
        yield Finding("fault", area, "This could not be looked at to the end "
                      f"({type(error).__name__}). Where it went wrong is noted in fault.txt in "
                      "this PC's folder, without personal data.")  # fmt: skip


@contextlib.contextmanager
def private_folder() -> Iterator[Path | None]:
    """A folder on this PC that nobody else may read, gone afterwards; None where there is no room.

    It holds a copy of the store, so what a check that was killed left behind goes too.
    """
    try:
        home().mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(home())
        made = Path(tempfile.mkdtemp(prefix=_PRIVATE, dir=home()))
    except OSError:
        yield None
        return
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _sweep(place: Path) -> None:
    for path in place.glob(f"{_PRIVATE}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > _ABANDONED and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
