"""What colleagues did to a case while somebody had it open: who, when, from which PC, the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import in_words_without_year
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.services.desk import Desk
from complaintdesk.store.done_since import LineSince, count_lines, lines_since

_LONDON = ZoneInfo("Europe/London")
_WORDS = 160  # characters of what was done, in one sentence
OPEN, TYPED = "while you had it open", "since you typed this"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done: `when` is the time in London, with the day where it is another.

    `is_own` says that it was done under the name of the officer who is told of it.
    """

    who: str
    when: str
    pc: str
    verb: str
    words: tuple[str, ...]
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What was done to a case since it was looked at, oldest first; nothing is an empty tuple."""

    ref: str
    deeds: tuple[Deed, ...]

    def sentence(self, span: str = OPEN) -> str:
        """Who changed the case, when and how; `span` says since when that counts."""
        if not self.deeds:
            return f"{self.ref} was changed {span}. Nothing of yours was lost."
        newest = self.deeds[-1].words[-1].rstrip(". ")
        what = f"{shorten(newest, _WORDS)}. " if newest else ""
        by = _listed([f"by {deed.who} {deed.when}" for deed in _last_of_each(self.deeds)])
        return f"{self.ref} was changed {by} {span}: {what}Nothing of yours was lost."


def lines_seen(desk: Desk, ref: str) -> int:
    """How far the history of a case goes that is being looked at now; `since` counts from it."""
    return count_lines(desk.store_file, ref)


def since(desk: Desk, ref: str, seen: int) -> News:
    """What was done to a case after the first `seen` lines of its history, as this PC knows it."""
    lines = lines_since(desk.store_file, ref, seen)
    told = [(_who(desk, line), _when(desk, line.at), line) for line in lines]
    deeds = (_deed(desk, list(lines)) for _, lines in groupby(told, lambda t: (*t[:2], t[2].verb)))
    return News(ref, tuple(deeds))


def _deed(desk: Desk, told: Sequence[tuple[str, str, LineSince]]) -> Deed:
    who, when, line = told[0]
    words = tuple(clean_line(one.entry) for *_, one in told)
    pc, verb, is_own = clean_line(line.pc), clean_line(line.verb), _is_own(desk, line)
    return Deed(who, when, pc, verb, words, is_own)


def _who(desk: Desk, line: LineSince) -> str:
    name, pc = clean_line(line.by), clean_line(line.pc)
    if not _is_own(desk, line):
        return name or "somebody"
    # The same name at two PCs, or in two windows: it must not look like a stranger.
    return f"you yourself (on {pc})" if pc else "you yourself"


def _is_own(desk: Desk, line: LineSince) -> bool:
    return clean_line(line.by) == desk.officer


def _when(desk: Desk, at: datetime) -> str:
    here = at.astimezone(_LONDON)
    day = "" if here.date() == desk.today() else f"on {in_words_without_year(here.date())} "
    return f"{day}at {here:%H:%M}"


def _last_of_each(deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    return tuple({deed.who: deed for deed in deeds}.values())


def _listed(pieces: Sequence[str]) -> str:
    return " and ".join([", ".join(pieces[:-1]), pieces[-1]] if pieces[1:] else pieces)
