"""Writing into desk.toml: people's own notes in it stay, and the desk counts by it at once."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.place import SHARED, replace_file
from complaintdesk.services.desk import Desk
from complaintdesk.settings import DESK_FILE, read_desk_file

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def change_desk_file(desk: Desk, change: Callable[["TOMLDocument"], None]) -> None:
    """Keep a change to desk.toml. Raises DeskUnusable, with the file as it was."""
    import tomlkit

    path = desk.folder / DESK_FILE
    read_desk_file(desk.folder)  # one that cannot be read is refused, and never written over
    try:
        document = tomlkit.parse(path.read_text("utf-8-sig"))
        change(document)
        replace_file(path, _sound(document, path), SHARED)
    except OSError as error:
        raise DeskUnusable(
            f"{path} could not be written ({error.strerror or type(error).__name__}). What you "
            "typed is still here; try again."
        ) from None
    desk.read_again()


def _sound(document: "TOMLDocument", path: Path) -> bytes:
    """The file's new content. tomlkit garbles some that people write (dotted keys): refused."""
    import tomlkit

    text = tomlkit.dumps(document)
    try:
        is_sound = tomllib.loads(text) == document.unwrap()
    except tomllib.TOMLDecodeError:
        is_sound = False
    if not is_sound:
        raise DeskUnusable(
            f"{path} is written in a way that cannot be changed from here. It was left as it was: "
            "change it in Notepad. The program follows it within seconds."
        )
    return text.encode()


def section_of(parent: Any, name: str) -> Any:
    """A section of desk.toml, made where there is none; tomlkit's own kinds of table differ."""
    import tomlkit

    if name not in parent:
        parent[name] = tomlkit.table()
    return parent[name]
