"""What each letter must say, by Code provision, and the file that holds its wording.

The required parts live here and not in the wording, so that a council's own wording can say a
thing differently but cannot leave it out. What a letter asks of its writer, and what sending it
does to a case, is in `complaintdesk.domain.letter_kinds`.
"""

from dataclasses import dataclass

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.letter_kinds import KINDS, LetterKind

# Wrapped round every letter: who writes to whom, and how it ends.
TOP, END = "letter-top.md", "letter-end.md"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a letter must say, and the provision that asks for it."""

    name: str
    provision: str
    heading: str


# Name, provision of the Housing Code and of the General Code, and what it is; in the order of
# the letter. What the General Code does not ask at that moment is said all the same (codes.md C):
# then the provision is the one that it serves.
_Listed = tuple[tuple[str, str, str, str], ...]
_OMBUDSMAN = ("ombudsman", "3.7", "3.7", "The Ombudsman")
_HELP = (
    ("adjustments", "5.10", "5.6", "Help and support"),
    ("vulnerability", "6.1", "6.1", "Anything that makes life harder just now"),
    ("representative", "3.6", "3.6", "Somebody to help or speak for you"),
)
_FIRST: _Listed = (
    ("received", "5.12", "5.8", "The day we received the complaint"),
    ("stage", "6.2", "6.2", "The stage the complaint is at"),
    ("definition", "5.6", "5.4", "What we understand the complaint to be"),
    ("outcomes", "5.6", "5.4", "What the person would like to happen"),
    ("responsibility", "5.7", "6.7", "What we are responsible for"),
    ("questions", "5.6", "5.4", "Please tell us if we have got this wrong"),
    ("response_due", "6.3", "6.3", "When we will answer"),
    ("impartial", "5.8", "5.4", "Who is dealing with it"),
    *_HELP,
    ("next_step", "6.10", "6.11", "If you are not happy with our answer"),
    _OMBUDSMAN,
)
_SECOND: _Listed = (
    ("received", "5.12", "5.8", "The day stage 2 was asked for"),
    ("stage", "6.11", "6.12", "The stage the complaint is at"),
    ("definition", "5.6", "6.12", "What is still in dispute"),
    ("outcomes", "5.6", "6.12", "What the person would like to happen"),
    ("responsibility", "5.7", "6.7", "What we are responsible for"),
    ("questions", "5.6", "6.13", "Please tell us if we have got this wrong"),
    ("reviewer", "6.13", "6.14", "Who looks at it now"),
    ("response_due", "6.14", "6.15", "When we will answer"),
    *_HELP,
    _OMBUDSMAN,
)


def _more_time(stage: int) -> _Listed:
    """Of a stage: the extension's own provision, and the one about the ombudsman after it."""
    limits = [PROFILES[code].stages[stage] for code in (Code.HOUSING, Code.GENERAL)]
    housing, general = (limit.extend for limit in limits)
    return (
        ("stage", housing, general, "The stage the complaint is at"),
        ("old_date", housing, general, "The day we said before"),
        ("reason", housing, general, "Why we need more time"),
        ("new_date", housing, general, "The new day"),
        ("updates", "5.9", "5.5", "How we keep you informed"),
        ("ombudsman", limits[0].extension_ombudsman, limits[1].extension_ombudsman,
         "The Ombudsman"),
    )  # fmt: skip


def _response(housing: str, general: str, points: tuple[str, str], next_step: str) -> _Listed:
    """The seven things of each list (H 6.9, 6.19; L 6.8, 6.18), by their letters."""
    h, g = housing, general
    return (
        ("stage", f"{h}a", f"{g}a", "The stage the complaint is at"),
        ("definition", f"{h}b", f"{g}b", "What the complaint is about"),
        ("decision", f"{h}c", f"{g}c", "What we decided"),
        ("reasons", f"{h}d", f"{g}d", "Why we decided that"),
        ("responsibility", points[0], points[1], "What we are responsible for"),
        ("remedy", f"{h}e", f"{g}e", "What we will do to put it right"),
        ("outstanding", f"{h}f", f"{g}f", "What is still to be done"),
        ("next_step", f"{h}g", f"{g}g", next_step),
        _OMBUDSMAN,
    )


_REFUSED: _Listed = (
    ("received", "5.12", "5.8", "The day we received it"),
    ("ground", "2.2", "2.3", "Why we cannot take it on"),
    ("reasons", "2.5", "2.5", "The reasons in your case"),
    ("discretion", "2.3", "2.2", "Whether we could take it on all the same"),
    ("other_route", "2.4", "2.4", "Where you can go instead"),
    ("ombudsman", "2.4", "2.4", "You can take this to the Ombudsman"),
)
_PARTS: dict[str, _Listed] = {
    "stage1-acknowledgement": _FIRST,
    "request-to-complaint": (("request", "1.5", "1.7", "Your request for service"), *_FIRST),
    "stage2-acknowledgement": _SECOND,
    "stage1-extension": _more_time(1),
    "stage2-extension": _more_time(2),
    "stage1-response": _response("6.9", "6.8", ("6.7", "6.7"), "If you are not happy with this"),
    "stage2-response": _response("6.19", "6.18", ("6.18", "6.7"), "This is our final answer"),
    "not-accepted": _REFUSED,
    "not-escalated": (
        _REFUSED[0],
        ("stage1", "5.11", "5.7", "Our answer at stage 1 stands"),
        ("ground", "5.11", "5.7", "Why we cannot look at it again"),
        *_REFUSED[2:],
    ),
    "clarification": (
        ("questions", "5.6", "5.4", "What we would like to ask"),
        ("reply_by", "5.6", "5.4", "How and when to answer"),
        ("clock", "6.3", "6.3", "It does not hold things up"),
        _OMBUDSMAN,
    ),
    "authority-request": (
        ("who", "3.6", "3.6", "Who would like to act for you"),
        ("means", "3.6", "3.6", "What it means"),
        ("how", "3.6", "3.6", "How to tell us"),
        ("clock", "6.2", "6.2", "It does not hold things up"),
        _OMBUDSMAN,
    ),
    "keeping-informed": (
        ("stage", "5.9", "5.5", "The stage the complaint is at"),
        ("position", "5.9", "5.5", "Where your complaint stands"),
        ("reason", "5.9", "5.5", "Why it is taking longer"),
        ("expected", "5.9", "5.5", "When to expect our answer"),
        ("next_update", "5.9", "5.5", "When we will write again"),
        _OMBUDSMAN,
    ),
    "actions-update": (
        ("progress", "6.6", "6.6", "How it is going"),
        ("actions", "6.6", "6.6", "What we said we would do"),
        ("next_update", "6.6", "6.6", "When we will write again"),
        _OMBUDSMAN,
    ),
    "remedy-changed": (
        ("change", "7.3", "7.4", "What has changed, and why"),
        ("sorry", "7.1", "7.1", "We are sorry"),
        ("instead", "7.3", "7.4", "What we will do now, and by when"),
        ("ombudsman", "7.3", "7.4", "Your right to go to the Ombudsman"),
    ),
    "contact-restriction": (
        ("behaviour", "5.14", "5.10", "Why we are writing"),
        ("limit", "5.14", "5.10", "What the limit is"),
        ("dates", "5.14", "5.10", "From when and until when"),
        ("review", "5.14", "5.10", "When we look at it again"),
        ("remains", "5.15", "5.11", "How you can still reach us"),
        ("fair", "5.15", "5.11", "How we weighed it"),
        ("challenge", "5.14", "5.10", "If you think this is wrong"),
        _OMBUDSMAN,
    ),
}  # fmt: skip
# Kinds that share a wording, since the difference is small.
_SHARED = {
    "request-to-complaint": "stage1-acknowledgement",
    "stage1-extension": "more-time",
    "stage2-extension": "more-time",
}


def letter_kind(kind: str) -> LetterKind:
    """The kind by its name. Raises BadInput naming the kinds that there are."""
    if kind not in KINDS:
        raise BadInput(
            f"There is no letter called “{kind[:40]}”. The letters are: {', '.join(KINDS)}."
        )
    return KINDS[kind]


def template_name(kind: str) -> str:
    """The file that holds the wording of this kind of letter."""
    return f"{_SHARED.get(kind, letter_kind(kind).kind)}.md"


def kinds_of(template: str) -> tuple[str, ...]:
    """The kinds whose wording a file holds; every one for the top and the end of letters."""
    return tuple(k for k in KINDS if template in (template_name(k), TOP, END))


def parts(kind: str, code: Code) -> tuple[Part, ...]:
    """What this letter must say under this Code, in the order of the letter."""
    listed = _PARTS[letter_kind(kind).kind]
    return tuple(
        Part(name, housing if code is Code.HOUSING else general, heading)
        for name, housing, general, heading in listed
    )
