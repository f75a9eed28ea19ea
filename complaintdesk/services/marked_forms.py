"""What is asked once for all of the marked cases, and the deed that the answers make."""

from collections.abc import Mapping
from datetime import date

from complaintdesk.domain.case import Conflict
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.tasks import asking
from complaintdesk.services import officers
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_deeds import Assign, Review

_LONGEST = 100  # characters of a name
_PARTS = (("Not yet checked", ""), ("None, in any of these", str(Conflict.NONE)))


def officer_fields(desk: Desk) -> tuple[FieldSpec, ...]:
    """Which officer: whoever is signed in, one of those who have open cases, or any by name."""
    known = tuple((name, name) for name in officers.offered(desk))
    chosen = (FieldSpec("officer", "Officer", choices=known),) if known else ()
    return (
        *chosen,
        FieldSpec("other", "Or somebody else" if known else "Officer", "a name"),
        FieldSpec("conflict", "Their part in them", choices=_PARTS),
    )


def read_officer(desk: Desk, fields: Mapping[str, str]) -> Assign:
    """Raises FormRefused."""
    reader = Reader(fields, desk.today())
    chosen, other = reader.line("officer"), _other(desk, reader)
    if chosen and other and chosen != other:
        reader.problem("other", "Choose an officer or type another name, not both.")
    if not (chosen or other):
        reader.problem("other", "Say who is to have them.")
    if len(chosen or other) > _LONGEST:
        reader.problem("other", f"A name has at most {_LONGEST} characters here.")
    conflict = reader.choice("conflict", Conflict)
    if conflict is Conflict.DECLARED:
        reader.problem("conflict", "Whoever had a part in a matter does not get it.")
    reader.check()
    return Assign(desk.make_id(), chosen or other, conflict)


def _other(desk: Desk, reader: Reader) -> str:
    """The name that was typed, as the desk has it."""
    typed = reader.line("other")
    try:
        return officers.as_known(desk, typed)
    except BadInput as error:
        reader.problem("other", str(error))
        return typed


REVIEW_FIELDS = (
    asking.coming("due", "On"),
    FieldSpec("what", "What to look at", lines=3),
)


def read_review(desk: Desk, fields: Mapping[str, str]) -> Review:
    """Raises FormRefused."""
    reader, today = Reader(fields, desk.today()), desk.today()
    due = reader.coming("due")
    if due is None and not reader.line("due"):
        reader.problem("due", "Say on which day.")
    if due and due < today:
        reader.problem("due", f"{in_words(due)} has passed. Choose a day to come.")
    what = reader.needed("what", "Say what is to be looked at.")
    reader.check()
    return Review(desk.make_id(), due or date.max, what)
