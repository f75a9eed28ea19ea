"""Fields that several tasks ask for, so that the same thing is asked in the same words."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import short
from complaintdesk.domain.forms import Choices, FieldSpec, Reader, day_field
from complaintdesk.domain.parts import Promise

_E = TypeVar("_E", bound=StrEnum)

DAYS = "21/11/2026, 21 Nov, yesterday"


def day(name: str, label: str, value: date | None = None, hint: str = DAYS) -> FieldSpec:
    """A field for a day, read back in words."""
    return FieldSpec(name, label, hint, is_day=True, value=day_field(value))


def coming(name: str, label: str, value: date | None = None) -> FieldSpec:
    """A field for a day that lies ahead."""
    hint = "31/12/2026, 3 Mar, in 2 weeks"
    return FieldSpec(name, label, hint, is_day=True, ahead=True, value=day_field(value))


def choice(
    name: str, label: str, words: Mapping[_E, str], value: str = "", hint: str = ""
) -> FieldSpec:
    """A list to choose from."""
    return FieldSpec(name, label, hint, choices=choices(words), value=value)


def choices(words: Mapping[_E, str]) -> Choices:
    """A kind's words and values as a list to choose from."""
    return tuple((said[0].upper() + said[1:], str(value)) for value, said in words.items())


def why(label: str = "Why") -> FieldSpec:
    """The reason for a step."""
    return FieldSpec("why", label, lines=3)


def promise_choices(case: Case) -> Choices:
    """The open promises of a case, each by its number."""
    return tuple((_named(n, p), str(n)) for n, p in case.open_promises)


def which_promise(case: Case) -> FieldSpec:
    """Which open promise it is about; the first one due is proposed."""
    nearest = min(case.open_promises, key=_order, default=None)
    return FieldSpec(
        "promise", "Which", choices=promise_choices(case), value=str(nearest[0]) if nearest else ""
    )


def numbered(items: Iterable[tuple[int, str]]) -> Choices:
    """Numbered things as a list to choose from."""
    return tuple((f"{n}. {words[:60]}", str(n)) for n, words in items)


def needed_why(reader: Reader) -> str:
    """The reason, which cannot be left out."""
    return reader.needed("why", "Give the reason; it stays on record.")


def _named(number: int, promise: Promise) -> str:
    by = f", by {short(promise.due)}" if promise.due else ", no date"
    return f"{number}. {promise.what[:50]}{by}"


def _order(item: tuple[int, Promise]) -> tuple[bool, date]:
    due = item[1].due
    return due is None, due or date.max
