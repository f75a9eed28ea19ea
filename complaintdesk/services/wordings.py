"""Whose words a letter has: ours, or the council's own copy in the desk's templates/.

A council's copy is a whole file under the name of ours. A bad one stops that letter, with what is
wrong and where; our own wording is taken in its place only where the officer says so. Nothing
outside the desk is ever read: a share is written by many.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk.domain.errors import BadInput, DeskError, ShareUnavailable
from complaintdesk.domain.text import clean_line
from complaintdesk.record.place import put_if_free, shared_folder
from complaintdesk.services import mirror
from complaintdesk.services.desk import Desk
from complaintdesk.services.inside import leads_elsewhere

if TYPE_CHECKING:
    from letters.template import Text, Wording

STANDARD, COUNCIL, STANDARD_ONCE = "standard", "council", "standard-once"
LETTERHEADS = ("letterhead.docx", "letterhead.dotx")
LARGE_LETTERHEADS = ("letterhead-large.docx", "letterhead-large.dotx")
LOGO = "logo.png"
_PNG = b"\x89PNG\r\n\x1a\n"
_HIDDEN = (".", "~$")  # what systems and Word leave lying about
_LONGEST = 200_000  # bytes of a wording
_LARGEST = 20_000_000  # bytes of a letterhead
_LARGEST_LOGO = 2_000_000
_MOST_PIXELS = 16_000_000  # of a logo: unpacked, each takes four bytes and more


class WordingRefused(BadInput):
    """The council's own wording has a fault, so the letter that it is for is not written."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of one file of wordings: whose it is, its fault if any, and odd marks."""

    name: str
    source: str
    fault: str
    odd: tuple[str, ...]


def wording(desk: Desk, kind: str, *, standard: bool = False) -> "tuple[Wording, str]":
    """The wording of a letter and whose it is. Raises WordingRefused for a bad copy.

    `standard` takes our own this once, whatever the council's says.
    """
    from letters.catalogue import END, TOP, template_name
    from letters.template import Wording, standard_wording

    names = (TOP, template_name(kind), END)
    own = [name for name in names if _own(desk, name)]
    if standard or not own:
        return standard_wording(kind), STANDARD_ONCE if own else STANDARD
    return Wording(*(_text(desk, name) for name in names)), COUNCIL


def look(desk: Desk, name: str) -> Looked:
    """One file as it would be used, with its fault if it has one."""
    from letters.lint import odd_marks
    from letters.template import read_text

    if not _own(desk, name):
        return Looked(name, STANDARD, "", ())
    try:
        text = _read(desk, name)
        read_text(name, text, _where(desk, name))
    except DeskError as error:
        return Looked(name, COUNCIL, str(error), ())
    return Looked(name, COUNCIL, "", tuple(odd_marks(text)))


def strangers(desk: Desk) -> tuple[str, ...]:
    """The files in templates/ that no letter is read from; Notepad likes to add a .txt."""
    known = {*file_names(), *LETTERHEADS, *LARGE_LETTERHEADS, LOGO}
    folder = _folder(desk)
    try:
        linked = leads_elsewhere(_root(desk), folder)
        found = [] if linked else sorted(path.name for path in folder.iterdir())
    except OSError:
        return ()
    strange = (name for name in found if name not in known and not name.startswith(_HIDDEN))
    return tuple(clean_line(name)[:100] for name in strange)  # each is told in one line


def file_names() -> tuple[str, ...]:
    """Every file of wordings, the top and the end of letters first."""
    from complaintdesk.domain.letter_kinds import KINDS
    from letters.catalogue import END, TOP, template_name

    return (TOP, END, *dict.fromkeys(template_name(kind) for kind in KINDS))


def copy_standard(desk: Desk, name: str) -> Path:
    """Put our wording into templates/ to be changed there; a copy that is there stays as it is."""
    from letters.template import standard_source

    place = _folder(desk) / name
    if _own(desk, name):
        raise BadInput(f"{place} is there already, and stays as it is. Change that one.")
    if leads_elsewhere(desk.folder, place):
        raise WordingRefused(f"{place} leads to another place, so nothing is written there.")
    try:
        shared_folder(place.parent)
        put_if_free(place, standard_source(name).encode())
    except OSError as error:
        raise ShareUnavailable(
            f"{place} could not be written ({error.strerror or type(error).__name__}). Try again."
        ) from None
    return place


def differences(desk: Desk, name: str) -> Iterator[str]:
    """How the council's copy differs from ours, line by line; nothing where there is none."""
    from letters.template import standard_source

    if _own(desk, name):
        ours, theirs = standard_source(name).splitlines(), _read(desk, name).splitlines()
        label = str(Path("templates") / name)
        yield from difflib.unified_diff(ours, theirs, "standard wording", label, lineterm="")


def letterhead(desk: Desk, *, large: bool = False) -> bytes | None:
    """The council's letterhead for Word, checked; None where the desk has none."""
    from letters.letterhead import read_letterhead

    names = (*LARGE_LETTERHEADS, *LETTERHEADS) if large else LETTERHEADS
    name = next((name for name in names if _own(desk, name)), None)
    return read_letterhead(name, _bytes(desk, name, _LARGEST)) if name else None


def logo(desk: Desk) -> tuple[str, bytes] | None:
    """The council's logo for the PDF, with the words that stand for it."""
    if not _own(desk, LOGO):
        return None
    picture = _bytes(desk, LOGO, _LARGEST_LOGO)
    if not picture.startswith(_PNG):
        raise WordingRefused(f"{_where(desk, LOGO)}: it is not a PNG picture.")
    if _pixels(picture) > _MOST_PIXELS:
        raise WordingRefused(f"{_where(desk, LOGO)}: it has too many pixels; save it smaller.")
    return desk.file.council.name or "The council", picture


def _pixels(png: bytes) -> int:
    """How large a picture says it is: a small file can unpack to more than a PC's memory."""
    width, height = png[16:20], png[20:24]
    return int.from_bytes(width, "big") * int.from_bytes(height, "big")


def paper_faults(desk: Desk) -> tuple[str, ...]:
    """What is wrong with the letterheads and the logo, a sentence each."""
    faults = []
    for look_at in (letterhead, partial(letterhead, large=True), logo):
        try:
            look_at(desk)
        except DeskError as error:
            faults.append(str(error))
    return tuple(dict.fromkeys(faults))


def _text(desk: Desk, name: str) -> "Text":
    from letters.template import read_text, standard_text

    if not _own(desk, name):
        return standard_text(name)
    try:
        return read_text(name, _read(desk, name), _where(desk, name))
    except BadInput as error:
        raise WordingRefused(str(error)) from None


def _read(desk: Desk, name: str) -> str:
    """Notepad may put a byte order mark in front, and ends lines in its own way."""
    try:
        text = _bytes(desk, name, _LONGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WordingRefused(
            f"{_where(desk, name)}: it is not saved as UTF-8. In Notepad: Save As, Encoding UTF-8."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(desk: Desk, name: str, most: int) -> bytes:
    path = _folder(desk) / name
    try:
        # A link would lead out of the desk, to a file that whoever made it cannot read itself.
        if leads_elsewhere(_root(desk), path):
            raise WordingRefused(f"{_where(desk, name)}: it is a link, and only a file is read.")
        if not path.is_file():
            raise WordingRefused(f"{_where(desk, name)}: it is not a file.")
        with path.open("rb") as file:
            found = file.read(most + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(found) > most:
        raise WordingRefused(f"{_where(desk, name)}: it is too large, over {most:,} bytes.")
    return found


def _own(desk: Desk, name: str) -> bool:
    """Whether there is anything of this name; what is no file is refused, not passed over.

    A share that does not answer is no reason to write to somebody in other words than usual.
    """
    path = _folder(desk) / name
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        if not _root(desk).is_dir():
            raise _unreadable(path, error) from None
        return False
    except OSError as error:
        raise _unreadable(path, error) from None
    return True


def _unreadable(path: Path, error: OSError) -> ShareUnavailable:
    return ShareUnavailable(
        f"{path} could not be read ({error.strerror or type(error).__name__}). Try again."
    )


def _where(desk: Desk, name: str) -> str:
    return f"templates/{name} (council copy)"


def _folder(desk: Desk) -> Path:
    return _root(desk) / "templates"


def _root(desk: Desk) -> Path:
    """The desk's folder, or this PC's copy while that does not answer: to look at a letter."""
    return mirror.root(desk) if desk.away else desk.folder
