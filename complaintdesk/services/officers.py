"""The officers that a desk knows by name, so that nobody is there twice by a slip of typing."""

from complaintdesk.domain.text import clean_line
from complaintdesk.services import naming, queries
from complaintdesk.services.desk import Desk
from complaintdesk.store import known_names


def offered(desk: Desk) -> tuple[str, ...]:
    """Whoever is signed in here, then the others who have open cases."""
    names = map(clean_line, (desk.officer, *queries.filter_choices(desk)["officer"]))
    return tuple(dict.fromkeys(name for name in names if name))


def as_known(desk: Desk, typed: str) -> str:
    """A name as this desk has it, however capitals, accents and apostrophes were typed.

    A name that it does not have stays as it was typed. Those who are offered come before whoever
    had a case once. Raises BadInput for a name that may be one of several.
    """
    name = clean_line(typed)
    if not name:
        return ""
    found = naming.meant(name, offered(desk))
    found = found or naming.meant(name, known_names.of_any_case(desk.store_file, "officer"))
    return clean_line(found or "") or name
