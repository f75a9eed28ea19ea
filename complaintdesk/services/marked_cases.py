"""What several marked cases have in common, so that one thing can be done for all of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from complaintdesk.domain.errors import CaseNotFound
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import LetterOffer, offers


@dataclass(frozen=True, slots=True)
class SharedLetter:
    """A kind of letter, and how many of the cases it fits now."""

    kind: str
    title: str
    count: int


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
