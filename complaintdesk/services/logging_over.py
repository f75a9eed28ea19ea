"""Logging what other systems hand over, safely again and again: `complaintdesk log`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from complaintdesk.domain.errors import DeskError, DeskUnusable, ShareUnavailable, StoreBusy
from complaintdesk.domain.handed_over import change_id, read_line
from complaintdesk.domain.text import clean_line
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk

_Tried = dict[str, int]  # by what names a change: the first line of a dry run that would make it


class Status(StrEnum):
    """What became of a line."""

    LOGGED = "logged"
    ALREADY = "already-logged"
    GOOD = "would-be-logged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line handed over: its number, the case it became, or why it was refused.

    In a dry run, where there is no case yet, `why` also names the line that would be it.
    """

    line: int
    status: Status
    ref: str = ""
    why: str = ""


def log_lines(desk: Desk, lines: Iterable[str], *, dry_run: bool = False) -> Iterator[LineResult]:
    """Log each line as a change of its own; a bad one is named and stops no other.

    One with an `external_id` that was logged before, on any PC, is not logged again. Raises
    ShareUnavailable, StoreBusy or DeskUnusable where the desk itself fails, which is no line's
    fault: what was told by then is logged.
    """
    tried: _Tried | None = {} if dry_run else None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _one(desk, number, line, tried)


def _one(desk: Desk, number: int, line: str, tried: _Tried | None) -> LineResult:
    try:
        return _logged(desk, number, line, tried)
    except (ShareUnavailable, StoreBusy, DeskUnusable):
        raise
    except DeskError as error:
        return LineResult(number, Status.REFUSED, why=clean_line(str(error)))


def _logged(desk: Desk, number: int, line: str, tried: _Tried | None) -> LineResult:
    details = read_line(line, desk.file.services, desk.today())
    # Every clock counts from there: refused before anything is tried, so in a dry run too.
    desk.calendar.add(details.received_on, 0)
    named = change_id(details.external_id) if details.external_id else None
    before = desk.store.saved_before(named) if named else None
    if before is not None:
        return LineResult(number, Status.ALREADY, before)
    if tried is not None:
        return _would_be(number, named, tried)
    outcome = log_complaint(desk, details, named)
    return LineResult(number, Status.ALREADY if outcome.earlier else Status.LOGGED, outcome.ref)


def _would_be(number: int, named: str | None, tried: _Tried) -> LineResult:
    """What a dry run says of a good line: the second of one id would not be logged again."""
    first = tried.setdefault(named, number) if named else number
    if first == number:
        return LineResult(number, Status.GOOD)
    return LineResult(number, Status.ALREADY, why=f"line {first} has the same external_id")
