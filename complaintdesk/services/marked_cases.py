"""What several marked cases have in common, so that one thing can be done for all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from complaintdesk.domain.errors import CaseNotFound
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.letter_desk import LetterOffer, offers
from complaintdesk.services.queries import as_rows
from complaintdesk.services.since import since
from complaintdesk.store.listed import listed


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a dry run: why it would stay as it is, a sentence each; none where it would not.

    `version` is that of the case that was looked at, and `fields` the form as it would be saved.
    `change_id` names the change that it would be, so that none is made twice. `remarks` say what
    will happen, or what else there is to know. `seen` is how many lines its history had.
    """

    ref: str
    complainant: str
    version: int
    fields: Mapping[str, str]
    change_id: str
    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    seen: int = 0

    @property
    def is_ready(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case of a run.

    `can_try_again` says that the desk's folder did not answer: the case itself refused nothing.
    """

    ref: str
    complainant: str
    is_done: bool
    message: str
    can_try_again: bool = False


@dataclass(frozen=True, slots=True)
class SharedLetter:
    """A kind of letter, and how many of the cases it fits now."""

    kind: str
    title: str
    count: int


def rows(desk: Desk, refs: Iterable[str]) -> tuple[QueueRow, ...]:
    """The cases as a queue has them, in the order given; one that is not there is left out."""
    return as_rows(desk, listed(desk.store_file, refs))


def letters_that_fit(desk: Desk, refs: Iterable[str]) -> tuple[SharedLetter, ...]:
    """The letters that fit at least one of the cases: the one that most are due next, first.

    A case that is not there any more fits none; a run says so of it by name.
    """
    fitting = [_fitting(desk, ref) for ref in refs]
    counts = Counter(offer.kind for of_case in fitting for offer in of_case)
    due_next = Counter(of_case[0].kind for of_case in fitting if of_case and of_case[0].by)
    order = sorted(counts, key=lambda kind: (-due_next[kind], -counts[kind]))
    return tuple(SharedLetter(kind, KINDS[kind].title, counts[kind]) for kind in order)


def _fitting(desk: Desk, ref: str) -> list[LetterOffer]:
    try:
        return [offer for offer in offers(desk, ref) if not offer.why_not]
    except CaseNotFound:
        return []


def changed_by(desk: Desk, line: Line) -> str:
    """Who changed the case since it was looked at, when and how; "" where that is not known."""
    news = since(desk, line.ref, line.seen)
    return news.sentence("since it was looked at here") if news.deeds else ""
