"""The ombudsmen's details in desk.toml, and whether somebody has looked at them lately."""

from datetime import timedelta
from typing import TYPE_CHECKING

from complaintdesk.domain.codes import Code, Ombudsman
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.text import clean_line
from complaintdesk.services.desk import Desk
from complaintdesk.services.desk_toml import change_desk_file, section_of

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_FRESH = timedelta(days=183)  # half a year


def reminders(desk: Desk, code: Code | None = None) -> tuple[str, ...]:
    """A sentence for each ombudsman whose details nobody has checked in the last six months."""
    return tuple(
        f"The details of the {found.name} were last checked on {in_words(found.last_checked)}. "
        "Look whether they are still right (Ctrl+P, Ombudsmen)."
        for each, found in desk.file.ombudsmen.items()
        # A day far ahead is a slip in the year, and says nothing of when somebody looked.
        if code in (None, each) and abs(desk.today() - found.last_checked) > _FRESH
    )


def keep(desk: Desk, code: Code, details: Ombudsman) -> None:
    """Keep an ombudsman's details in desk.toml, as looked at today; notes in the file stay."""

    def change(document: "TOMLDocument") -> None:
        section = section_of(section_of(document, "ombudsman"), str(code))
        section.update(
            {
                "name": clean_line(details.name),
                "phone": clean_line(details.phone),
                "website": clean_line(details.website),
                "address": clean_line(details.address),
                "last_checked": details.last_checked,
            }
        )

    change_desk_file(desk, change)
