"""Following the record: what colleagues saved comes into this PC's store, in order and once."""

import contextlib
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from complaintdesk.domain.change import Change, Head
from complaintdesk.domain.errors import DeskError, DeskUnusable, ShareUnavailable, StoreDamaged
from complaintdesk.domain.text import clean_line
from complaintdesk.services import checkpoints, mirror

if TYPE_CHECKING:
    from complaintdesk.services.desk import Desk

_BATCH = 200  # changes applied in one local transaction while catching up
_SURE = 5  # every so many looks the whole folder is looked at, and desk.toml
_MOMENT = 3.0  # seconds for which a look is believed: two of them, as screens look
_SELDOM = 30  # every so many looks the council's wordings are copied, where they changed
_TOLD = 20  # of what colleagues did at once; the rest is in the queue


def in_one_line(news: Sequence[Head]) -> str:
    """“14:32 Alex Moss: acknowledge (CD-2026-0012), and 3 more”; empty where there is none."""
    if not news:
        return ""
    last, more = news[-1], len(news) - 1
    at = last.at.astimezone(ZoneInfo("Europe/London"))
    about = f" ({last.about})" if last.about else ""
    said = f"{at:%H:%M} {last.by or 'Somebody'}: {last.verb}{about}"
    return clean_line(said + (f", and {more} more" if more else ""))


def _refuse_emptied(folder: Path) -> None:
    """Refuse to begin again from the first change where there is what only cases leave behind.

    A reference that was given once would be given to somebody else. A PC that knows the desk
    refuses it anyway.
    """
    for name in ("letters", "documents"):  # what they hold is in a folder of each case
        with contextlib.suppress(FileNotFoundError):
            if any(path.is_dir() for path in (folder / name).iterdir()):
                raise DeskUnusable(
                    f"The desk's record is empty, though there are {name} of its cases. Nothing "
                    "was changed here. Bring back the folder's record/ from a backup."
                )


class Follower:
    """How far this program has followed a desk's record. Its lock is the desk's."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._checked = False
        self._looks = 0
        self._head: int | None = None  # the last change that was told, or need not be
        self._news: list[Head] = []
        self._looked_at = float("-inf")  # by the monotonic clock
        self.own: set[str] = set()  # the ids of changes made here, which are no news

    def catch_up(self) -> int:
        """Apply what the record holds beyond the store, and verify where it goes on from."""
        try:
            if not self._desk.is_damaged:
                return self._catch_up()
        except StoreDamaged:
            pass  # its own sentence would only say what is done now
        self._desk.set_store_aside()
        self._checked = False
        return self._catch_up()

    def take_in(self) -> None:
        """Bring the store up to date just before a change: what is not there now is no matter,
        since the change is refused its number where something came meanwhile.

        So nobody waits for the share where it was looked at a moment ago.
        """
        desk = self._desk
        sound = self._checked and not (desk.away or desk.is_damaged)
        if sound and desk.is_warm and desk.is_ready and self._is_fresh():
            return
        desk.follow_file()
        if sound and desk.is_warm and desk.is_ready:
            self._glance()
        else:
            self.catch_up()

    def _is_fresh(self) -> bool:
        now = time.monotonic()
        return now - self._looked_at < _MOMENT and now >= self._desk.crowded_until

    def look(self) -> bool:
        """Whether anything changed since the last look. Where nothing did, that costs one
        operation on the folder; now and then all of it is looked at.

        A folder that does not answer is noted in `desk.away` and is no error.
        """
        desk = self._desk
        try:
            changed = self.catch_up() > 0 if self._must_be_sure() else self._glance()
        except ShareUnavailable as error:
            was, desk.away = desk.away, str(error)
            self._looked_at = float("-inf")
            return not was
        came_back, desk.away = bool(desk.away), ""
        self._looked_at = time.monotonic()
        if self._looks % _SELDOM == 1:
            mirror.keep_up(desk)
        return self._note_news() or changed or came_back

    def doubt(self) -> bool:
        """Look again before the next change; whether the last look was believed until now."""
        was_believed = self._is_fresh()
        self._looked_at = float("-inf")
        return was_believed

    def _must_be_sure(self) -> bool:
        self._looks += 1
        desk = self._desk
        unsure = bool(desk.away) or not desk.is_warm or not self._checked or desk.is_damaged
        return unsure or self._looks % _SURE == 0

    def _glance(self) -> bool:
        return self._apply_since(*self._desk.store.head(), glance=True) > 0

    def take_news(self) -> tuple[Head, ...]:
        """What others did since this was last asked, oldest first."""
        taken, self._news = tuple(self._news), []
        return taken

    def _catch_up(self) -> int:
        desk = self._desk
        followed = desk.follow_file()
        if not desk.is_warm and desk.is_current():
            return int(followed)
        if not self._checked and desk.is_new_here:
            checkpoints.take_up(desk)
        desk.settle_calendar()
        number, seal = desk.store.head()
        # Each time: a folder may come back as it was yesterday, or without one of its files. What
        # was saved on top of that would be lost with it.
        desk.record.verify_head(number, seal)
        applied = self._apply_since(number, seal)
        desk.record.check_no_gap(number + applied)
        if not number + applied:
            _refuse_emptied(desk.folder)
        if not self._checked:
            desk.record.clear(number + applied)
            self._checked = True
            self._head = number + applied  # what was there at the beginning is no news
        desk.away = ""
        return applied + followed

    def _apply_since(self, number: int, seal: str, *, glance: bool = False) -> int:
        applied, fault, desk = 0, None, self._desk
        changes = desk.record.since(number, seal, glance=glance)
        while fault is None:
            batch: list[Change] = []
            try:
                for change in islice(changes, _BATCH):
                    self._refuse_foreign(change)
                    batch.append(change)
            except DeskError as error:
                fault = error
            if not batch:
                break
            applied += desk.store.apply(batch, desk.judge)
            desk.progress(number + applied)
        if fault:
            raise fault
        return applied

    def _note_news(self) -> bool:
        """Take down what was saved since the last look, here by another window too."""
        if not self._desk.is_warm:
            return False
        store = self._desk.store
        before, self._head = self._head, store.head()[0]
        if before is None or before == self._head:
            return False
        found = store.changes_after(before, _TOLD)
        self._news += [change for change in found if change.id not in self.own]
        del self._news[:-_TOLD]
        return True

    def _refuse_foreign(self, change: Change) -> None:
        desk = self._desk
        if change.origin.desk != desk.file.id:
            raise DeskUnusable(
                f"Change {change.number} in {desk.record.folder} is from another desk. Nothing "
                "was changed here. Bring back the folder's record/ from a backup."
            )
        if change.origin.training != desk.training:
            raise desk.other_kind()
