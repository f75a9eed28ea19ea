"""Where a file goes that somebody asked for: what they typed, or the usual place for it."""

import os
from pathlib import Path

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.settings import DESK_FILE


def usual_place(name: str) -> Path:
    """A file of this name in the user's documents, or in their home where those will not do."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return (folder if folder.is_dir() and not _is_in_desk(folder) else folder.parent) / name


def refuse_in_desk(path: Path) -> None:
    """Raise BadInput for a file that would lie in a desk's folder, this desk's or another's.

    What lies there is the program's own: a file put over a change, or under the next number, would
    be the end of the record.
    """
    if _is_in_desk(path.parent):
        raise BadInput(
            f"{clean_line(str(path))} is inside the desk's own folder. Choose a place outside it."
        )


def _is_in_desk(folder: Path) -> bool:
    """Looked for on the real way up, so that no link, drive or other spelling hides a desk."""
    try:
        real = Path(os.path.realpath(folder))
    except (OSError, ValueError):
        return False  # no place at all, which whoever writes there is told
    return any(_is_desk(each) for each in (real, *real.parents))


def _is_desk(folder: Path) -> bool:
    # A copy of desk.toml alone, which somebody mends in their documents, makes no desk of those.
    return all(os.path.lexists(folder / name) for name in (DESK_FILE, "record"))


def place(typed: str, name: str, why: str) -> Path:
    """The file that somebody typed; in a folder it gets this name.

    Raises BadInput unless it ends as the name does, with the reason why it has to: so nothing but
    a file of that kind is ever replaced. Raises it for a place in a desk's folder too.
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
    refuse_in_desk(path)
    return path


def is_there(path: Path) -> bool:
    """Whether a file is there that would be replaced, as far as can be told."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
