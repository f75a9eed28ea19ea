"""Writing what a command was asked for into a file that somebody named."""

import stat
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.text import clean_line
from complaintdesk.record.place import replace_file
from complaintdesk.services.file_place import refuse_in_desk


def write_out(named: str, made: bytes) -> Path:
    """Put the bytes there, whole or not at all; returns the path.

    Raises BadInput for a place in a desk's folder, and DeskUnusable where it cannot be written.
    """
    path = Path(named)
    try:
        path = path.expanduser()
        refuse_in_desk(path)
        _refuse_no_file(path)
        replace_file(path, made)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise DeskUnusable(f"{clean_line(str(path))} could not be written ({why}).") from None
    return path


def _refuse_no_file(path: Path) -> None:
    """A device or a pipe would be gone, with a file in its place; and where does a link lead?"""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise DeskUnusable(
            f"{clean_line(str(path))} could not be written: it is not an ordinary file, and is "
            "left as it is. Name another."
        )
