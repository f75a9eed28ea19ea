"""The letters that a council writes about a case, each with its boxes and what sending it means.

A letter's words are in the `letters` package; here is what they need and what they do.
"""

from complaintdesk.domain.letter_kinds import (
    acknowledging,
    answering,
    informing,
    people,
    promising,
    refusing,
)
from complaintdesk.domain.letter_kinds.kind import LetterKind, Need

KINDS: dict[str, LetterKind] = {
    kind.kind: kind
    for module in (acknowledging, informing, answering, refusing, promising, people)
    for kind in module.KINDS
}

__all__ = ["KINDS", "LetterKind", "Need"]
