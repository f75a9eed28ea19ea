"""When the program itself is at fault: where it went wrong is kept, and nothing personal is."""

import traceback
from pathlib import PurePath

from complaintdesk.record.place import replace_file
from complaintdesk.settings import home


def _place(filename: str) -> str:
    """The end of a path: its beginning may hold the name of whoever is signed in."""
    return "/".join(PurePath(filename).parts[-3:])


def report(error: BaseException) -> str:
    """Keep the places an error passed through; returns the sentence for the person.

    Neither values nor messages are kept, since both may hold what somebody typed.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [type(error).__name__, *(f"{_place(f.filename)}:{f.lineno} {f.name}" for f in frames)]
    path = home() / "fault.txt"
    try:
        replace_file(path, "\n".join(lines).encode())
        noted = f"Where it went wrong is noted in {path}, without personal data."
    except OSError:
        noted = "Where it went wrong could not be noted on this PC."
    return (
        "Something went wrong inside complaintdesk. Nothing that was saved is lost, and what was "
        f"typed is offered again. {noted}"
    )
