"""Which cases a list shows and in which order: a queue, filters that stack on it, and a sort."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.words import QUEUE_TITLES

DEFAULT = "next-deadline"
_LONGEST_NAME = 40
# What a list can be sorted by, and how that is said. A closed case is sorted by the day it closed.
SORTS = {
    "deadline": "by deadline",
    "case": "by reference",
    "complainant": "by complainant",
    "received": "newest first",
    "officer": "by officer",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list; what is empty or False lets everything through.

    `officer` deals with the case now; `unassigned` is a case that nobody deals with, since no
    officer at all means any. `consent` is somebody's authority to speak for another
    person that is awaited.
    """

    officer: str = ""
    code: str = ""
    stage: str = ""
    service: str = ""
    ward: str = ""
    vulnerable: bool = False
    adjusted: bool = False
    consent: bool = False
    unassigned: bool = False

    def __bool__(self) -> bool:
        return bool(self.that_are_on)

    @property
    def that_are_on(self) -> dict[str, str | bool]:
        """The filters that narrow anything, by name."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in found.items() if value}

    @property
    def in_words(self) -> tuple[str, ...]:
        """Each filter that is on, as an officer would say it."""
        said = (
            (f"with {self.officer}", self.officer),
            ("with nobody", self.unassigned),
            (_code_words(self.code), self.code),
            (f"stage {self.stage}", self.stage),
            (f"service {self.service}", self.service),
            (f"ward {self.ward}", self.ward),
            ("vulnerable", self.vulnerable),
            ("with adjustments", self.adjusted),
            ("waiting for consent", self.consent),
        )
        return tuple(words for words, is_on in said if is_on)


@dataclass(frozen=True, slots=True)
class View:
    """A list of cases: which queue, what narrows it, how it is sorted; `name` if it is kept."""

    queue: str = DEFAULT
    filters: Filters = field(default_factory=Filters)
    sort: str = "deadline"
    name: str = ""

    @property
    def title(self) -> str:
        """What the list is called."""
        return self.name or QUEUE_TITLES[self.queue]


EVERYTHING = View()  # every open case, by due date, then by reference


def as_kept(view: View) -> dict[str, str | bool]:
    """A named view as it is kept in a file: only what is not as usual."""
    return {"name": view.name, "queue": view.queue, "sort": view.sort, **view.filters.that_are_on}


def from_kept(kept: Mapping[str, object]) -> View | None:
    """The view that a file says, or None where that is none of ours: it is left out."""
    name, queue = kept.get("name"), kept.get("queue", DEFAULT)
    sort = kept.get("sort", "deadline")
    if not (isinstance(name, str) and isinstance(queue, str) and isinstance(sort, str)):
        return None
    if queue not in QUEUE_TITLES or sort not in SORTS:
        return None
    filters = Filters()
    for each in fields(Filters):
        value = kept.get(each.name, getattr(filters, each.name))
        if type(value) is not type(getattr(filters, each.name)):
            return None
        value = clean_line(value) if isinstance(value, str) else value
        filters = replace(filters, **{each.name: value})  # type: ignore[arg-type]
    if filters.stage not in ("", "1", "2"):
        return None
    return View(queue, filters, sort, list_name(name))


def list_name(typed: str) -> str:
    """What a list of one's own is called, as it is typed."""
    return clean_line(typed)[:_LONGEST_NAME].rstrip()


def _code_words(code: str) -> str:
    return PROFILES[Code(code)].title if code in PROFILES else f"Code {code}"
