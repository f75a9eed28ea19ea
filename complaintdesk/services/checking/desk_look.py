"""desk.toml: whether it can be read, and what kind of desk it says this is."""

from collections.abc import Iterator

from complaintdesk.services.checking.finding import Finding
from complaintdesk.services.checking.subject import Subject
from complaintdesk.settings import DESK_FILE, FOLDERS, DeskFile

AREA = "desk"


def look(subject: Subject) -> Iterator[Finding]:
    """The desk's own file, and the folders that belong to it."""
    if not isinstance(subject.file, DeskFile):
        yield Finding("fault", AREA, str(subject.file),
                      "Mend it, or bring it back from a backup of the folder.")  # fmt: skip
    elif subject.file.training:
        yield Finding("note", AREA, "This is a TRAINING desk: its cases are invented.")
    else:
        yield Finding("ok", AREA, f"{DESK_FILE} can be read.")
    gone = [name for name in FOLDERS[1:] if not (subject.folder / name).is_dir()]
    if gone:
        yield Finding("note", AREA, f"Not there yet, and made when needed: {', '.join(gone)}.")
