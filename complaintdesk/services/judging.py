"""What due dates stand on besides the facts: the bank holidays, the desk's own days, its policy."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from complaintdesk import __version__
from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.services import bank_holidays
from complaintdesk.settings import DeskFile
from complaintdesk.store import SCHEMA
from complaintdesk.store.peek import Peek


def calendar_of(
    kept: Peek, closures: Iterable[date], closures_count: bool, added: Mapping[date, str]
) -> WorkingCalendar:
    """A calendar with these days of the desk's own, and the bank holidays that a store keeps."""
    meta = kept.meta
    known = bank_holidays.BankHolidays(
        kept.bank_holidays,
        date.fromisoformat(meta["covers_from"]),
        date.fromisoformat(meta["covers_to"]),
        meta["calendar_source"],
    )
    return bank_holidays.calendar(closures, closures_count, added, known)


def stands_on(file: DeskFile) -> str:
    """A fingerprint of everything that due dates are worked out from besides the facts."""
    stands = (
        __version__, SCHEMA, str(file.policy), file.closures, file.closures_count,
        sorted(file.bank_holidays.items()), bank_holidays.package_version(),
    )  # fmt: skip
    return sha256(repr(stands).encode()).hexdigest()


def fresh_meta(file: DeskFile, known: bank_holidays.BankHolidays) -> dict[str, str]:
    """What a store says of its desk and its calendar, but for what its dates stand on."""
    return {
        "desk": file.id,
        "training": str(file.training),
        "calendar_source": known.source,
        "covers_from": known.covers_from.isoformat(),
        "covers_to": known.covers_to.isoformat(),
    }
