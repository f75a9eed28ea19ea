"""A store made anew, in a private place, from the very changes that are being verified.

It takes only what follows without a fault from the first change on. At the change where this PC's
own store stands it stops for a moment, so that the two can be compared.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import Change
from complaintdesk.domain.deadlines import Duty
from complaintdesk.domain.duties import case_duties, open_duties
from complaintdesk.domain.errors import DeskError
from complaintdesk.services import bank_holidays, judging
from complaintdesk.settings import DeskFile
from complaintdesk.store.store import Store

_BATCH = 200  # changes applied in one transaction


class Rebuilding:
    """A store that grows to `path` as it is given changes; `trouble` says why it went no further.

    `at` is a change's number and `pause` is called once, when the store stands there.
    """

    def __init__(
        self, path: Path, file: DeskFile, today: date, at: int, pause: Callable[[], None]
    ) -> None:
        self.path, self.head, self.trouble = path, 0, ""
        self._at, self._pause = at, pause
        self._judge = judge_of(file, today)
        self._batch: list[Change] = []
        self._store = Store(path)
        known = bank_holidays.england_and_wales()
        self._store.keep_calendar(known.days, judging.fresh_meta(file, known))

    def take(self, change: Change) -> None:
        """The next sound change. One that does not follow, after a fault, is left out."""
        if self.trouble or change.number != self.head + len(self._batch) + 1:
            return
        self._batch.append(change)
        if len(self._batch) == _BATCH or change.number == self._at:
            self.flush()

    def flush(self) -> None:
        """Apply what is waiting."""
        batch, self._batch = self._batch, []
        if not batch or self.trouble:
            return
        try:
            self._store.apply(batch, self._judge)
        except DeskError as error:
            self.trouble = str(error)
        except Exception as error:  # noqa: BLE001 - rows of a tampered record can be anything
            self.trouble = f"The record holds what cannot be ({type(error).__name__})."
        else:
            self.head = batch[-1].number
            if self.head == self._at:
                self._pause()

    def close(self) -> None:
        self.flush()
        self._store.close()


def judge_of(file: DeskFile, today: date) -> Callable[[Case], tuple[Duty, ...]]:
    """What is to be done on a case, as this desk counts: for a store that no desk has open."""
    calendar = bank_holidays.calendar(file.closures, file.closures_count, file.bank_holidays)

    def judge(case: Case) -> tuple[Duty, ...]:
        return open_duties(case, case_duties(case, calendar, today, file.policy))

    return judge
