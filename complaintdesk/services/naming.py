"""A name typed on the command line: which of those there are is meant, or a refusal that says them.

Somebody's scheduled job is not to send an empty list for ever because a name was mistyped once.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.searched import folded
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.services.desk import Desk
from complaintdesk.store import known_names, listing

NAMED = known_names.COLUMNS  # the filters that are a name
_MOST = 5  # names that one sentence says
_WIDTH = 40  # characters of each


def meant(typed: str, known: Iterable[str]) -> str | None:
    """The name as it is written, however it was typed; None where there is no such name.

    Capitals, accents and the kind of apostrophe make no difference, unless names differ in nothing
    else: then it is the exact one. Raises BadInput where it could be more than one.
    """
    names = tuple(dict.fromkeys(known))
    if typed in names:
        return typed
    alike = [name for name in names if _key(name) == _key(typed)]
    if len(alike) > 1:
        raise BadInput(
            f"“{shorten(typed, _WIDTH)}” may be one of these: {_said(alike)}. Type it just as it "
            "is written."
        )
    return alike[0] if alike else None


def filtered_by(desk: Desk, column: str, typed: str) -> str:
    """The service, ward or officer that is meant. Raises BadInput for one this desk knows not."""
    own = {"service": tuple(desk.file.services), "officer": (desk.officer,)}.get(column, ())
    if typed in own or typed in listing.choices(desk.store_file, column):
        return typed  # as nearly always: nothing else needs to be looked at
    known = {*filter(None, own), *known_names.of_any_case(desk.store_file, column)}
    if (name := meant(typed, sorted(known))) is not None:
        return name
    there = f"There are: {_said(_likeliest(typed, known))}." if known else "None has any yet."
    raise BadInput(f"No case on this desk has the {column} “{shorten(typed, _WIDTH)}”. {there}")


def _key(name: str) -> str:
    return folded(clean_line(name))


def _likeliest(typed: str, known: Iterable[str]) -> list[str]:
    """Names that hold what was typed, then the others, each time the most alike first."""
    wanted = _key(typed)[:_WIDTH]

    def unlike(name: str) -> tuple[bool, float, str]:
        key = _key(name)[:_WIDTH]
        return wanted not in key, -SequenceMatcher(None, wanted, key).ratio(), key

    return sorted(known, key=unlike)


def _said(names: Sequence[str]) -> str:
    """A handful of names, and how many more there are."""
    said = ", ".join(f"“{shorten(clean_line(name), _WIDTH)}”" for name in names[:_MOST])
    more = len(names) - _MOST
    return f"{said} and {more} more" if more > 0 else said
