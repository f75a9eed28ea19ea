"""The desk under examination, as far as it can be known: of a damaged one that is less."""

import contextlib
import threading
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from complaintdesk.domain.errors import DeskError, DeskUnusable
from complaintdesk.record.folder import Record
from complaintdesk.record.links import leads_elsewhere
from complaintdesk.services import bank_holidays, judging
from complaintdesk.services.checking.store_copy import StoreCopy, take
from complaintdesk.services.desk import Desk, today_in_london
from complaintdesk.settings import DESK_FILE, DeskFile, desk_file_at, store_path
from complaintdesk.store import SCHEMA
from complaintdesk.store.examining import Difference

Told = Callable[[str, int, int], None]  # what is being done, how many of how many


class Subject:
    """What the looks are given: the folder, what desk.toml says, and room for private work."""

    def __init__(
        self, folder: Path, temp: Path | None, clock: Callable[[], datetime], told: Told
    ) -> None:
        self.folder, self.temp, self.clock, self.told = folder.absolute(), temp, clock, told
        self.record = Record(self.folder / "record", SCHEMA)
        self.changes = self.cases = self.files = 0  # for the last line of the report
        self.record_is_sound = False
        self.rebuilt = temp / "rebuilt.db" if temp else None  # a store made anew from the record
        self.rebuilt_to = 0  # the last change that it holds
        self.rebuild_trouble = ""
        self.differences: tuple[Difference, ...] | None = None  # None until they were compared

    @cached_property
    def file(self) -> DeskFile | DeskUnusable:
        """desk.toml as it is read, or why it is not."""
        try:
            return desk_file_at(self.folder / DESK_FILE)
        except DeskUnusable as error:
            return error

    @cached_property
    def identity(self) -> DeskFile | None:
        """Which desk this is: by desk.toml, or by its first change where that cannot be read."""
        if isinstance(self.file, DeskFile):
            return self.file
        if self.record_leads_elsewhere:
            return None
        with contextlib.suppress(DeskError, RecursionError):
            if first := self.record.read(1):
                return DeskFile(first.origin.desk, first.origin.training)
        return None

    @cached_property
    def record_leads_elsewhere(self) -> bool:
        """Whether record/ is a link, which is followed by nobody."""
        return leads_elsewhere(self.folder, self.record.folder)

    @property
    def store_file(self) -> Path | None:
        """This PC's store of the desk, whether it is there or not."""
        return store_path(self.identity, self.folder) if self.identity else None

    @cached_property
    def store(self) -> StoreCopy:
        """A copy of this PC's store, taken when first asked for."""
        return take(self.store_file, self.temp)

    @cached_property
    def desk(self) -> Desk:
        """The desk for looks that want one; nothing is opened or made by it."""
        return _Examined(self, self.identity or DeskFile("unknown", training=False))

    @property
    def is_ready(self) -> bool:
        """Whether the due dates in this PC's store stand on what the desk counts by now."""
        if not isinstance(self.file, DeskFile):
            return False
        return self.store.stands_on == judging.stands_on(self.file)

    @property
    def is_proved(self) -> bool:
        """Whether this PC's store is what the record says; False also where that is not known."""
        return not self.store.can_be_mended and self.differences == ()

    @property
    def today(self) -> date:
        return today_in_london(self.clock())


class _Examined(Desk):
    """The desk for looks that are written for one; neither it nor its store is opened by them.

    Not the parent's own beginning, which refuses a damaged desk and sets a damaged store aside.
    Where a look wants a store it gets the one that was made anew, in its private place.
    """

    def __init__(self, subject: Subject, file: DeskFile) -> None:
        self.folder, self.file, self.record = subject.folder, file, subject.record
        self.store_file = subject.rebuilt or store_path(file, subject.folder)
        self.officer, self.looking_on, self.read_only = "", None, True
        self.away = self.trouble = ""
        self.writing_lock = threading.RLock()
        self._clock, self._store, self._peek = subject.clock, None, None
        self._calendar = bank_holidays.calendar(
            file.closures, file.closures_count, file.bank_holidays
        )
