"""A letter as files: Word on the council's letterhead, tagged PDF, plain text; kept in letters/."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk.domain.errors import BadInput, DeskUnusable, LetterIncomplete, ShareUnavailable
from complaintdesk.record.place import put_if_free, read_whole, shared_folder
from complaintdesk.services import wordings
from complaintdesk.services.desk import Desk
from complaintdesk.services.inside import case_folder
from complaintdesk.services.letter_desk import LetterView, LetterWork, half_written, open_letter

if TYPE_CHECKING:
    from letters.blocks import Letter

SENT_FORMS = ("docx", "pdf", "txt")
_LARGEST = 50_000_000  # bytes of a letter's file; what is larger is none of ours


def letter_file(
    desk: Desk, ref: str, kind: str, form: str, *, draft: bool, standard: bool = False
) -> tuple[bytes, Path]:
    """A letter in one form with its boxes as half written here, and where it belongs on the desk.

    Raises LetterIncomplete for one with gaps, unless it is a draft.
    """
    work = open_letter(desk, ref, kind, standard=standard)
    begun = half_written(desk, work)
    view = work.view(begun.fields if begun else {}, draft=draft)
    if not draft:
        refuse_gaps(ref, view)
    return content(desk, view.letter, form), folder(desk, ref) / f"{stem(view)}.{form}"


def refuse_gaps(ref: str, view: LetterView) -> None:
    """Raise LetterIncomplete for a letter that lacks anything."""
    if missing := view.letter.missing:
        raise LetterIncomplete(
            f"This letter for {ref} cannot go yet. " + " ".join(lack.sentence for lack in missing),
            tuple(lack.field for lack in missing),
        )


def content(desk: Desk, letter: "Letter", form: str) -> bytes:
    """A letter in one form. Raises BadInput where this form cannot hold it."""
    from letters import outputs

    if form == "docx":
        return outputs.to_docx(letter, wordings.letterhead(desk, large=letter.large))
    if form == "pdf":
        return outputs.to_pdf(letter, wordings.logo(desk))
    made = outputs.to_markdown(letter) if form == "md" else outputs.to_text(letter)
    return made.encode()


def write_draft(desk: Desk, work: LetterWork, view: LetterView) -> Path:
    """Write a letter as it stands into letters/, in Word and marked as a draft; gaps and all."""
    made = content(desk, view.letter, "docx")
    return keep_file(folder(desk, work.case.ref) / f"{stem(view)}.docx", made)


def written(desk: Desk, ref: str, view: LetterView) -> tuple[list[tuple[Path, str]], str]:
    """The letter's files with their SHA-256, and a sentence where one form could not be made."""
    forms, trouble = _forms(desk, view.letter)
    kept = [
        (keep_file(folder(desk, ref) / f"{stem(view)}.{form}", made), sha256(made).hexdigest())
        for form, made in forms
    ]
    return kept, trouble


def _forms(desk: Desk, letter: "Letter") -> tuple[list[tuple[str, bytes]], str]:
    """Every form is made before any is written. Without a PDF the letter goes all the same."""
    made, trouble = [], ""
    for form in SENT_FORMS:
        try:
            made.append((form, content(desk, letter, form)))
        except (BadInput, DeskUnusable) as error:
            if form != "pdf":
                raise
            trouble = str(error)
    return made, trouble


def keep_file(path: Path, made: bytes) -> Path:
    """Put a letter's file in place without overwriting: other words under that name stay."""
    try:
        shared_folder(path.parent)
        return _put(path, made)
    except OSError as error:
        raise ShareUnavailable(
            f"The letter could not be written into {path.parent} "
            f"({error.strerror or type(error).__name__}). Nothing was recorded; try again."
        ) from None


def _put(path: Path, made: bytes) -> Path:
    number = 0
    while True:
        number += 1
        free = path.with_name(f"{path.stem}{'' if number == 1 else f'-{number}'}{path.suffix}")
        try:
            put_if_free(free, made)
        except FileExistsError:
            if read_whole(free, _LARGEST) != made:
                continue
        # Read back before it is named in a change: what counts is what is there.
        if read_whole(free, _LARGEST) != made:
            raise DeskUnusable(f"{free} does not hold what was written. Nothing was recorded.")
        return free


def stem(view: LetterView) -> str:
    """What a letter's files are called: the day, the kind, and whether it is a draft."""
    mark = " DRAFT" if view.letter.draft else ""
    return f"{view.sent_on.isoformat()} {view.letter.kind}{mark}"


def folder(desk: Desk, ref: str) -> Path:
    """The case's own folder for letters. Raises DeskUnusable for one that would be elsewhere."""
    return case_folder(desk.folder, "letters", ref)
