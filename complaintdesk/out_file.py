"""Writing what a command was asked for into a file that somebody named."""

from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.place import replace_file


def write_out(named: str, made: bytes) -> Path:
    """Put the bytes there, whole or not at all; returns the path. Raises DeskUnusable."""
    path = Path(named)
    try:
        path = path.expanduser()
        replace_file(path, made)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise DeskUnusable(f"{path} could not be written ({why}).") from None
    return path
