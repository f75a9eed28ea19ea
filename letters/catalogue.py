"""Which letters can be written, at which stage, and what each must contain, by Code provision.

The required parts live here and not in the wording, so that a council's own wording can say a
thing differently but cannot leave it out.
"""

from dataclasses import dataclass

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a letter must say, and the provision that asks for it."""

    name: str
    provision: str
    heading: str


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A letter that can be written; `template` is the file that holds its wording."""

    kind: str
    title: str
    stage: int
    template: str


KINDS: dict[str, LetterKind] = {
    "stage1-acknowledgement": LetterKind(
        "stage1-acknowledgement", "Stage 1 acknowledgement", 1, "stage1-acknowledgement.md"
    ),
}

# In the order of the letter. What is asked at acknowledgement is the same list for both Codes;
# only the provision behind each part differs.
_PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "stage1-acknowledgement": (
        ("received", "The day we received the complaint"),
        ("stage", "The stage the complaint is at"),
        ("definition", "What we understand the complaint to be"),
        ("outcomes", "What the person would like to happen"),
        ("responsibility", "What we are responsible for"),
        ("questions", "Please tell us if we have got this wrong"),
        ("response_due", "When we will answer"),
        ("impartial", "Who is dealing with it"),
        ("adjustments", "Help and support"),
        ("vulnerability", "Anything that makes life harder just now"),
        ("representative", "Somebody to help or speak for you"),
        ("next_step", "If you are not happy with our answer"),
        ("ombudsman", "The Ombudsman"),
    ),
}


def letter_kind(kind: str) -> LetterKind:
    """The kind by its name. Raises BadInput naming the kinds that can be written."""
    if kind not in KINDS:
        raise BadInput(
            f"There is no letter called “{kind[:40]}” that can be written now. "
            f"Letters that can: {', '.join(KINDS)}."
        )
    return KINDS[kind]


def parts(kind: str, code: Code) -> tuple[Part, ...]:
    """What this letter must say under this Code, in the order of the letter."""
    listed = _PARTS[letter_kind(kind).kind]
    provision = PROFILES[code].provision
    return tuple(Part(name, provision(name), heading) for name, heading in listed)
