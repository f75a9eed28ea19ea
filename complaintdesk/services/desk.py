"""The Desk: what screens and commands are given. The clock, the calendar and both stores live here.

Opening one reads desk.toml and peeks into the store with the standard library alone, so that a
queue is seen before SQLModel is loaded. No method may be called on a terminal's event loop: each
may read the disk or the share.
"""

import platform
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from complaintdesk import __version__
from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Case, HistoryLine
from complaintdesk.domain.change import Author, Head, Origin, Row
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.duties import case_duties, open_duties
from complaintdesk.domain.errors import DeskUnusable, RuleBroken, StoreDamaged
from complaintdesk.domain.ruling import Moment
from complaintdesk.domain.text import clean_line
from complaintdesk.record.folder import Record
from complaintdesk.record.place import protect
from complaintdesk.services import bank_holidays, judging, signed_in
from complaintdesk.services.checkpoints import refuse_unproved, unproved
from complaintdesk.services.following import Follower
from complaintdesk.services.opening import keep_copy, open_file
from complaintdesk.settings import DESK_FILE, DeskFile, read_desk_file, store_path
from complaintdesk.store import SCHEMA
from complaintdesk.store.peek import Peek, is_marked, peek, set_aside

if TYPE_CHECKING:
    from complaintdesk.store.store import Store


def utc_now() -> datetime:
    """The one reading of the clock."""
    return datetime.now(UTC)


def today_in_london(at: datetime) -> date:
    """Which day an instant falls on, decided here and nowhere else."""
    return at.astimezone(ZoneInfo("Europe/London")).date()


def new_id() -> str:
    """An id that no other PC gives."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Done:
    """The last change made here: the case it is about, its rows, and what they were before.

    Where it was one of many, each for another case, `run` names the deed that they were made by,
    and `others` are those made before it: they are undone together.
    """

    about: str
    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    run: str = ""
    others: tuple["Done", ...] = ()
    undo_id: str = field(default_factory=new_id)  # names the change that undoes it

    def after(self, last: "Done | None", run: str) -> "Done":
        """This change as one of a run; `last` was done here before it, perhaps in the same run."""
        others = (*last.others, replace(last, others=())) if last and last.run == run else ()
        return replace(self, run=run, others=others)


class Desk:
    """One desk as one officer has it open on this PC.

    `looking_on` shows the desk as on another day; nothing can be saved then. `read_only` writes
    nothing at all below the desk's folder. `away` says why the folder does not answer.
    """

    def __init__(
        self,
        folder: Path,
        officer: str = "",
        *,
        clock: Callable[[], datetime] = utc_now,
        make_id: Callable[[], str] = new_id,
        author: Author | None = None,
        looking_on: date | None = None,
        read_only: bool = False,
    ) -> None:
        self.folder, self.officer, self.make_id = folder.absolute(), officer, make_id
        self.looking_on, self.read_only = looking_on, read_only
        if read_only:
            protect(folder)
        self._clock = clock
        self._author = author
        self.writing_lock = threading.RLock()
        self._store: Store | None = None
        self._calendar: WorkingCalendar | None = None
        self.trouble = ""  # why desk.toml, changed meanwhile, is not followed
        self._mark = _mark(folder)  # looked at first: a change while it is read is seen later
        opened = open_file(folder)
        self.file: DeskFile = opened.file
        self.away = opened.away
        self.store_file = store_path(self.file, folder)
        self.record = Record(folder / "record", SCHEMA)
        self.progress: Callable[[int], None] = lambda number: None  # told while catching up
        self.judging: Callable[[int, int], None] = lambda done, of: None  # told likewise
        self.last_done: Done | None = None
        # By the monotonic clock: colleagues are saving too; when the last change was saved here.
        self.crowded_until, self.saved_at = 0.0, float("-inf")
        self.follower = Follower(self)
        self._peek = self._look_into_store()
        self._refuse_other_kind(self._peek)

    @property
    def training(self) -> bool:
        return self.file.training

    @property
    def name(self) -> str:
        return self.file.council.name or self.folder.name

    @property
    def is_ready(self) -> bool:
        """Whether the queue can be shown before catching up with the record."""
        kept = self._peek
        return kept is not None and kept.meta.get("stands_on") == judging.stands_on(self.file)

    @property
    def is_new_here(self) -> bool:
        """Whether this PC has nothing of the desk yet."""
        return not self.store_file.exists() or not self.store_file.stat().st_size

    @property
    def is_outdated_here(self) -> bool:
        """Whether this PC's store was laid out by an older program."""
        return self._peek is None and not self.is_new_here

    @property
    def origin(self) -> Origin:
        return Origin(self.file.id, self.training, __version__, SCHEMA)

    def now(self) -> datetime:
        """This instant, to the second, as the record keeps it; in UTC."""
        return self._clock().replace(microsecond=0)

    def today(self) -> date:
        """The day it is on this desk."""
        return self.looking_on or today_in_london(self._clock())

    def author(self) -> Author:
        """Who a change is by: the officer's name, with the account and PC that the system gives."""
        if self._author:
            return self._author
        return Author(self.officer, clean_line(signed_in.account()), clean_line(platform.node()))

    @property
    def store(self) -> "Store":
        """The store, made or migrated when first asked for. Loads SQLModel."""
        from complaintdesk.store.store import Store

        if self._store is not None:
            return self._store
        # One lock and no other: two threads may ask in their first moments.
        with self.writing_lock:
            if self._store is None:
                self._store = Store(self.store_file)
            return self._store

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days that this desk counts by."""
        if self._calendar is None:
            self._calendar = self._make_calendar()
        return self._calendar

    def _make_calendar(self) -> WorkingCalendar:
        if self._peek is None:
            self.catch_up()
        assert self._peek is not None
        file = self.file
        return self.calendar_with(file.closures, file.closures_count, file.bank_holidays)

    def calendar_with(
        self, closures: Iterable[date], closures_count: bool, added: Mapping[date, str]
    ) -> WorkingCalendar:
        """The calendar as it would be with other days of the desk's own."""
        if self._peek is None:
            self.catch_up()
        assert self._peek is not None
        return judging.calendar_of(self._peek, closures, closures_count, added)

    def read_again(self) -> bool:
        """Follow desk.toml as it is now; returns whether it says anything new.

        The dates in the store follow with the next `catch_up`. A file that cannot be read, as one
        that somebody is just mending, is not followed: the desk counts on as before, and
        `trouble` says why.
        """
        with self.writing_lock:
            mark = _mark(self.folder)
            try:
                found = read_desk_file(self.folder)
                self._refuse_other_desk(found)
            except DeskUnusable as error:
                self.trouble = f"{error} Until then the desk counts as before."
                return False
            self.trouble, self._mark = "", mark
            keep_copy(self.folder)
            if found == self.file:
                return False
            self.file, self._calendar = found, None
            return True

    @property
    def moment(self) -> Moment:
        """What the rules may know of this desk now."""
        return Moment(self.today(), self.calendar, self.file.policy, self.officer)

    def line(self, entry: str, **about: Any) -> HistoryLine:
        """A line of history that the officer of this desk writes now."""
        return HistoryLine(self.now(), self.officer, entry, **about)

    def duties(self, case: Case) -> tuple[Duty, ...]:
        """Every duty of a case as it stands today."""
        return case_duties(case, self.calendar, self.today(), self.file.policy)

    def judge(self, case: Case) -> tuple[Duty, ...]:
        """What is still to be done on a case, the first of it first."""
        return open_duties(case, self.duties(case))

    def is_current(self) -> bool:
        """Whether this store holds all of the record, told without loading SQLModel."""
        if self._peek is None or not self.is_ready:
            return False
        self.record.verify_head(self._peek.head, self._peek.seal)
        if self.record.read(self._peek.head + 1) is not None:
            return False
        self.record.check_no_gap(self._peek.head)
        return True

    def catch_up(self) -> int:
        """Apply what the record holds beyond this store; returns how many changes that was.

        A changed desk.toml is followed too, and counts as one. Raises DeskUnusable where the
        record is damaged, from another desk or from a newer program; what came before the fault
        is kept.
        """
        with self.writing_lock:
            return self.follower.catch_up()

    def look(self) -> bool:
        """Whether there is anything new to show; see Follower.look."""
        with self.writing_lock:
            return self.follower.look()

    def take_news(self) -> tuple[Head, ...]:
        """What colleagues saved since this was last asked, oldest first."""
        return self.follower.take_news()

    def follow_file(self) -> bool:
        """Read desk.toml again where it was changed; whether it says anything new."""
        return _mark(self.folder) not in (None, self._mark) and self.read_again()

    def refuse_writing(self) -> None:
        """Raise RuleBroken where this desk is open for looking only, and StoreBusy while this PC
        still holds what it began from against the record.
        """
        if self.looking_on:
            raise RuleBroken(
                "This is a look at the desk on another day; nothing can be saved here."
            )
        if self.read_only:
            raise RuleBroken("The desk is open for reading only; nothing can be saved here.")
        refuse_unproved(self)

    def is_unproved(self) -> bool:
        """Whether what this PC began from is still to be held against the record."""
        return not (self.looking_on or self.read_only) and unproved(self.store_file).exists()

    def refuse_carrying_on(self) -> None:
        """Raise StoreBusy while a form with what a case says might carry on what was made up."""
        if self.is_unproved():
            refuse_unproved(self)

    @property
    def is_warm(self) -> bool:
        """Whether the store has been opened, and so SQLModel been loaded."""
        return self._store is not None

    def warm_up(self) -> None:
        """Open the store ahead of need, so that the first case opens at once."""
        with self.writing_lock:
            self.store.head()

    def close(self) -> None:
        """Let go of the store's file."""
        if self.is_warm:
            self.store.close()

    def settle_calendar(self) -> None:
        """Load the bank holidays where the store has none, and judge anew where they changed."""
        if self.is_ready:
            return
        known = bank_holidays.england_and_wales()
        meta = judging.fresh_meta(self.file, known)
        self.store.keep_calendar(known.days, meta)
        self._peek, self._calendar = Peek(0, "", meta, dict(known.days)), None
        meta["stands_on"] = judging.stands_on(self.file)
        self.store.project_all(self.judge, meta, lambda done, of: self.judging(done, of))

    def set_store_aside(self) -> None:
        """Keep a damaged store under another name; it is made anew from the record."""
        self.close()
        set_aside(self.store_file)
        self._store = self._peek = self._calendar = None

    @property
    def is_damaged(self) -> bool:
        """Whether the store was found not to be sound while it was in use."""
        return is_marked(self.store_file)

    def look_again(self) -> None:
        """Take note of a store that was put in place meanwhile, from a checkpoint."""
        self._peek, self._calendar = peek(self.store_file), None
        self._refuse_other_kind(self._peek)

    def _look_into_store(self) -> Peek | None:
        try:
            return peek(self.store_file)
        except StoreDamaged:
            set_aside(self.store_file)
            return None

    def _refuse_other_kind(self, found: Peek | None) -> None:
        said = found.meta.get("training") if found else None
        if said is not None and said != str(self.training):
            raise self.other_kind()

    def _refuse_other_desk(self, found: DeskFile) -> None:
        if (found.id, found.training) != (self.file.id, self.file.training):
            raise DeskUnusable(
                f"{self.folder / DESK_FILE} is now that of another desk. Bring it back from a "
                "backup."
            )

    def other_kind(self) -> DeskUnusable:
        """The refusal of a training desk as a real one, or the other way round."""
        claims, is_one = ("training", "real") if self.training else ("real", "training")
        return DeskUnusable(
            f"{self.folder / 'desk.toml'} says that this is a {claims} desk, but its record is "
            f"that of a {is_one} desk. It is not opened. Bring desk.toml back from a backup."
        )


def _mark(folder: Path) -> tuple[int, int, int] | None:
    """What changes when desk.toml does; None where it cannot be looked at just now."""
    try:
        found = (folder / DESK_FILE).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
