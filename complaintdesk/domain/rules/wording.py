"""Words that do not belong in anything said to the person: stages that cannot exist, and why."""

import re
from collections.abc import Iterator

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import Concern
from complaintdesk.domain.ruling import concern

EXTRA_STAGE = re.compile(
    r"\b(?:informal (?:complaint|stage)|stage (?:0|zero)\b|third stage"
    r"|stage (?:3|three)(?= (?:complaint|review|appeal|procedure|panel))"
    r"|(?:complaint|offer|reach|go|move|escalat\w+|ask|appeal) (?:\w+ ){0,3}stage (?:3|three)\b"
    r"|quick resolution (?:stage|process|procedure|scheme))",
    re.IGNORECASE,
)
ASKING_WHY = re.compile(
    r"\b(?:reasons? (?:for|why) (?:\w+ ){0,3}(?:escalat\w+|stage (?:2|two))"
    r"|tell us why|explain why you|give (?:us )?your reasons?"
    r"|why (?:do )?you (?:want|wish|ask|are|disagree)"
    r"|why are you (?:still )?(?:unhappy|dissatisfied|asking|not))",
    re.IGNORECASE,
)
# Within a sentence of ordinary length: an unbounded look would be slow in a very long text.
STALE_ROUTE = re.compile(
    r"\b(?:designated person|democratic filter"
    r"|(?:8|eight) weeks(?=[^.]{0,200}\bombudsman)|ombudsman[^.]{0,200}\b(?:8|eight) weeks)",
    re.IGNORECASE,
)


def wording_concerns(case: Case, text: str) -> Iterator[Concern]:
    """What in a text for the person departs from the Code."""
    if found := EXTRA_STAGE.search(text):
        yield concern(
            case,
            "extra_stage",
            "no_extra_stage",
            f"there are stages 1 and 2 and no others; the text says “{found[0]}”.",
        )
    if found := STALE_ROUTE.search(text):
        yield concern(
            case,
            "stale_route",
            "ombudsman",
            f"“{found[0]}” belongs to an old way to the ombudsman.",
        )


def why_concerns(case: Case, text: str) -> Iterator[Concern]:
    """H 6.12, L 6.13: nobody has to say why they want stage 2."""
    if found := ASKING_WHY.search(text):
        yield concern(
            case,
            "asks_why",
            "no_reasons",
            f"nobody has to say why they want stage 2; the text asks “{found[0]}”.",
        )
