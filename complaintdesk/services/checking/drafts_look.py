"""Half-written forms on this PC that can no longer be offered again; none is ever touched."""

from collections.abc import Iterator

from complaintdesk.services import drafts
from complaintdesk.services.checking.finding import Finding, counted, listed
from complaintdesk.services.checking.subject import Subject
from complaintdesk.settings import drafts_path

AREA = "drafts"


def look(subject: Subject) -> Iterator[Finding]:
    """Every draft of this desk on this PC, read as it would be when offered."""
    if subject.identity is None:
        return
    folder = drafts_path(subject.identity, subject.folder)
    found = sorted(folder.glob("*.json")) if folder.is_dir() else []
    unreadable = [path.name for path in found if drafts.read(path) is None]
    if unreadable:
        yield Finding(
            "warning", AREA, f"{counted(len(unreadable), 'form', 'forms')} half written on this "
            f"PC cannot be read: {listed(unreadable)}.",
            f"The files were left as they are, in {folder}: a text editor may still show what was "
            "typed.",
        )  # fmt: skip
    else:
        many = counted(len(found), "form", "forms")
        yield Finding("ok", AREA, f"{many} half written on this PC, each of which can be read.")
