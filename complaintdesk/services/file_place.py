"""Where a file goes that somebody asked for: what they typed, or the usual place for it."""

from pathlib import Path

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean_line, shorten


def usual_place(name: str) -> Path:
    """A file of this name in the user's documents, or in their home where there are none."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return (folder if folder.is_dir() else folder.parent) / name


def place(typed: str, name: str, why: str) -> Path:
    """The file that somebody typed; in a folder it gets this name.

    Raises BadInput unless it ends as the name does, with the reason why it has to: so nothing but
    a file of that kind is ever replaced.
    """
    ending, bare = Path(name).suffix, typed.strip().strip('"“”')
    try:
        path = Path(bare).expanduser().absolute()
        path = path / name if path.is_dir() else path
    except (RuntimeError, OSError, ValueError):
        raise BadInput(f"“{shorten(clean_line(bare), 80)}” is not a place on this PC.") from None
    if "." not in path.name:
        path = path.with_name(path.name + ending)
    if path.suffix.lower() != ending:
        raise BadInput(f"“{shorten(clean_line(path.name), 80)}” must end in {ending}: {why}")
    return path


def is_there(path: Path) -> bool:
    """Whether a file is there that would be replaced, as far as can be told."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
