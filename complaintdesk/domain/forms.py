"""Forms as plain text: the fields that a task asks for, and a reader of what was typed into them.

A form is a mapping of field name to text, which is also how a half-finished one is kept. A field's
name is letters, digits and underscores.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from complaintdesk.domain.dates import in_words, parse_day
from complaintdesk.domain.errors import BadInput, FormRefused, Problem
from complaintdesk.domain.text import clean, clean_line, shorten

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
_FAR = 3660  # days

Choices = tuple[tuple[str, str], ...]  # what is shown, and the word that is kept


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: `choices` makes it a list to choose from, `lines` a box for longer text.

    `is_day` fields are read back in words as they are typed; of those that are `ahead`, a date
    without a year is one to come. `value` is what is proposed.
    """

    name: str
    label: str
    hint: str = ""
    lines: int = 1
    choices: Choices = ()
    is_day: bool = False
    ahead: bool = False
    value: str = ""


@dataclass(slots=True)
class Reader:
    """Reads fields one by one, so that all problems are told at once and not only the first."""

    fields: Mapping[str, str]
    today: date
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return clean(self.fields.get(name, ""))

    def line(self, name: str) -> str:
        return clean_line(self.fields.get(name, ""))

    def needed(self, name: str, sentence: str) -> str:
        """Text that cannot be left empty; the sentence asks for it."""
        typed = self.text(name)
        if not typed:
            self.problem(name, sentence)
        return typed

    def read(self, name: str, parse: Callable[[str], _T]) -> _T | None:
        """The field parsed, or None where it is empty or cannot be read (noted)."""
        typed = self.line(name)
        if not typed:
            return None
        try:
            return parse(typed)
        except BadInput as error:
            self.problem(name, str(error))
            return None

    def choice(self, name: str, kind: type[_E], otherwise: str = "") -> _E:
        """One of the choices of a kind; an older program's draft may hold one no longer known."""
        chosen = self.line(name) or otherwise
        if chosen in set(kind):
            return kind(chosen)
        sentence = "Choose one." if not chosen else (
            f"“{shorten(chosen, 40)}” is not a choice here. Choose again."
        )  # fmt: skip
        self.problem(name, sentence)
        return next(iter(kind))

    def day(self, name: str) -> date | None:
        return self.read(name, lambda typed: parse_day(typed, self.today))

    def coming(self, name: str) -> date | None:
        """A day that lies ahead, so that one without a year is the next; ten years off at most."""
        found = self.read(name, lambda typed: parse_day(typed, self.today, ahead=True))
        if found and abs((found - self.today).days) > _FAR:
            self.problem(name, f"{in_words(found)} is more than ten years away. Check the year.")
        return found

    def needed_day(self, name: str, sentence: str) -> date:
        """A day that cannot be left empty; today stands in for it until the form is refused."""
        found = self.day(name)
        if found is None and not self.line(name):
            self.problem(name, sentence)
        return found or self.today

    def past_day(self, name: str, sentence: str) -> date:
        """A needed day on which something happened, so not one that is still to come."""
        found = self.needed_day(name, sentence)
        if found > self.today:
            self.problem(name, "That day has not come yet. Say when it happened.")
        return found

    def number(self, name: str, otherwise: int = 0) -> int:
        """A whole number, 0 to 9999; `otherwise` where nothing is typed."""
        found = self.read(name, _whole_number)
        return otherwise if found is None else found

    def problem(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(name, sentence))

    def check(self) -> None:
        """Refuse the form where anything in it could not be read. Raises FormRefused."""
        if self.problems:
            raise FormRefused(tuple(self.problems))


def day_field(day: date | None) -> str:
    """A day as it stands in a form: 21/11/2026."""
    return f"{day.day:02}/{day.month:02}/{day.year}" if day else ""


def _whole_number(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        raise BadInput(f"“{shorten(typed, 20)}” is not a whole number.")
    return int(typed)
