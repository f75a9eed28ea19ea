"""Whether the desk's backups are as they should be, in the words of whoever makes them."""

from collections.abc import Iterator

from complaintdesk.services.backups.newest import standing
from complaintdesk.services.checking.finding import Finding
from complaintdesk.services.checking.subject import Subject

AREA = "backups"


def look(subject: Subject) -> Iterator[Finding]:
    """One sentence where something is to be done about them."""
    if subject.record_leads_elsewhere:  # the first change says since when there could be one
        yield Finding("warning", AREA, "They were not looked at, since record/ is a link.")
    elif said := standing(subject.desk):
        yield Finding("warning", AREA, said)
    else:
        yield Finding("ok", AREA, "Nothing is to be done about them.")
