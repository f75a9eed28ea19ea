"""Letters edited in Word after they were written here: which one, and the file that came back.

The officer's own file is only ever read; what is kept is a copy beside the letter as it was
written (`letter_sending.attach_edited`).
"""

from dataclasses import dataclass
from pathlib import Path

from complaintdesk.domain.case import SentLetter
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, FormRefused, Problem
from complaintdesk.domain.file_names import size_in_words
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.services.finding import find_file
from complaintdesk.services.letter_sending import attach_edited

LIMIT = 20 * 1024 * 1024  # bytes; a letter with a logo has some hundred thousand
_SHOWN = 60  # characters of a file's name in a sentence


@dataclass(frozen=True, slots=True)
class Attachable:
    """A letter that went out, named by its Word file; `has_copy` where an edited one is kept."""

    file: str
    title: str
    letter: SentLetter
    has_copy: bool


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file as the officer named it."""

    path: Path
    name: str
    size: int


def attachable(desk: Desk, ref: str) -> tuple[Attachable, ...]:
    """The letters of a case that an edited file can belong to, the latest first."""
    letters = desk.store.case(ref).letters
    copies = {(one.kind, one.stage, one.sent_on) for one in letters if one.edited}
    found = [
        Attachable(file, _title(one), one, (one.kind, one.stage, one.sent_on) in copies)
        for one in letters
        if not one.edited and (file := _word_file(one))
    ]
    return tuple(sorted(found, key=lambda each: each.letter.sent_on)[::-1])


def look(typed: str) -> WordFile:
    """The file that was typed or dragged, if it may be a letter. Raises FormRefused for `path`."""
    try:
        path, size = find_file(typed)
    except BadInput as error:
        raise _refused(str(error)) from None
    name = shorten(clean_line(path.name), _SHOWN)
    if path.suffix.lower() != ".docx":
        raise _refused(
            f"{name} is not a Word document of the kind that is kept (.docx). In Word: File, Save "
            "As, Word Document (.docx)."
        )
    _refuse_size(name, size)
    return WordFile(path, name, size)


def attach(desk: Desk, ref: str, file: str, typed: str, change_id: str | None = None) -> Outcome:
    """Keep the file that was typed as the edited copy of the letter whose Word file is `file`.

    Raises FormRefused naming `letter` or `path`, with a problem for each part that is missing.
    """
    chosen = next((one for one in attachable(desk, ref) if one.file == file), None)
    if chosen is None:
        raise FormRefused((Problem("letter", "Choose which letter was edited."),))
    found = look(typed)
    try:
        return attach_edited(desk, ref, chosen.letter, found.name, _read(found), change_id)
    except FormRefused:
        raise
    except BadInput as error:
        raise _refused(str(error)) from None


def _read(found: WordFile) -> bytes:
    try:
        with found.path.open("rb") as file:
            made = file.read(LIMIT + 1)
    except OSError as error:
        raise _refused(
            f"{found.name} cannot be read ({error.strerror or type(error).__name__}). If it is "
            "open in Word, save and close it there, then try again."
        ) from None
    _refuse_size(found.name, len(made))
    return made


def _refuse_size(name: str, size: int) -> None:
    if size == 0:
        raise _refused(f"{name} is empty.")
    if size > LIMIT:
        most = size_in_words(LIMIT)
        raise _refused(f"{name} is bigger than {most}, which no letter is. Is it another file?")


def _title(letter: SentLetter) -> str:
    title = KINDS[letter.kind].title if letter.kind in KINDS else letter.kind
    return f"{title}, sent on {in_words(letter.sent_on)}"


def _word_file(letter: SentLetter) -> str:
    return next((file for file in letter.files if file.endswith(".docx")), "")


def _refused(sentence: str) -> FormRefused:
    return FormRefused((Problem("path", sentence),))
