"""Files added to a case: found as typed or dragged, copied into the desk's folder, recorded.

The copy is written beside, named only if the name is free, and read back before it is named in a
change. A crash in between leaves a file that no change names; the next try takes it up again. The
original is only ever read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import (
    BadInput,
    DeskUnusable,
    FormRefused,
    Problem,
    ShareUnavailable,
)
from complaintdesk.domain.file_names import numbered, safe_name, size_in_words
from complaintdesk.domain.parts import Document
from complaintdesk.domain.rules.documents import add_document as added
from complaintdesk.domain.rules.documents import why_there_already
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.record.place import name_if_free, shared_folder, written_beside
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.services.finding import find_file
from complaintdesk.services.inside import case_folder, is_own_file
from complaintdesk.services.saving import Saved, save

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

FOLDER = "documents"
LIMIT = 100 * 1024 * 1024  # bytes; a desk's folder is copied into backups whole
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that can be added: where it is, what it is called, how it will be named, its size."""

    path: Path
    original: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Whether the copy on the share is still the file that was added, in words."""

    is_sound: bool
    words: str


def look(typed: str) -> Incoming:
    """The file that was typed, if it can be added. Raises FormRefused naming `path`."""
    try:
        path, size = find_file(typed)
        _refuse_size(size)
    except BadInput as error:
        raise _refused(str(error)) from None
    return Incoming(path, clean_line(path.name)[:255], safe_name(path.name), size)


def add_document(
    desk: Desk, ref: str, typed: str, note: str = "", change_id: str | None = None
) -> Outcome:
    """Copy a file into the desk and record it on a case; one change.

    Raises FormRefused where the file cannot be taken, ShareUnavailable where it cannot be copied.
    """
    if change_id and (about := desk.store.saved_before(change_id)) is not None:
        return Outcome(about, f"The file is on {about}.", earlier=True)
    case = desk.store.case(ref).case
    found, digest = _measured(look(typed))
    if problem := why_there_already(case, digest):
        raise _refused(problem)
    desk.refuse_writing()
    path = _kept(desk, ref, found, digest)
    document = Document(
        path.relative_to(desk.folder).as_posix(), found.original, found.size, digest,
        desk.today(), clean(note),
    )  # fmt: skip
    if _record(desk, ref, document, change_id).earlier:
        return Outcome(ref, f"The file is on {ref}.", earlier=True)
    size = size_in_words(found.size)
    return Outcome(ref, f"{ref}: {path.name} ({size}) is added. The original stays where it is.")


def verify_document(desk: Desk, ref: str, document: Document) -> FileCheck:
    """Whether the file on the share still has the size and the hash that it was added with."""
    parts = PurePosixPath(document.file).parts
    # A record on a share can be tampered with: only a file of this case is ever opened.
    if len(parts) != 3 or parts[:2] != (FOLDER, ref) or safe_name(parts[2]) != parts[2]:
        return FileCheck(False, "the record names a place where no file of this case is kept")
    path = desk.folder.joinpath(*parts)
    try:
        if not is_own_file(desk.folder, path):
            return FileCheck(False, "NOT THE FILE: a link or a folder is in its place")
        if path.stat().st_size == document.size and _hash(path) == document.sha256:
            return FileCheck(True, "still the file that was added")
        return FileCheck(False, "CHANGED since it was added: bring it back from a backup")
    except FileNotFoundError:
        if desk.folder.is_dir():
            return FileCheck(False, "NOT THERE any more: bring it back from a backup")
        return FileCheck(False, "not looked at: the desk's folder does not answer")
    except OSError as error:
        return FileCheck(False, f"cannot be read just now ({_reason(error)})")


def _record(desk: Desk, ref: str, document: Document, change_id: str | None) -> Saved:
    def work(writing: "Writing") -> Case:
        ruling = added(writing.load(ref), document)
        saved = writing.save(ruling.case)
        writing.note(saved, desk.line(ruling.entry, kind=ruling.kind))
        return saved

    return save(desk, "add a file", work, change_id)


def _kept(desk: Desk, ref: str, found: Incoming, digest: str) -> Path:
    """The file's copy in the case's folder: one that a try before left there, or a new one."""
    folder = case_folder(desk.folder, FOLDER, ref)
    try:
        shared_folder(folder.parent)
        shared_folder(folder)
        path = _left_over(desk, folder, found, digest) or _copied(folder, found, digest)
        if _hash(path) != digest:  # what counts is what is there
            raise DeskUnusable(f"{path} does not hold what was written. Nothing was recorded.")
        return path
    except OSError as error:
        raise ShareUnavailable(
            f"The file could not be copied into {folder} ({_reason(error)}). Nothing was "
            "recorded, and your file is as it was. Try again."
        ) from None


def _copied(folder: Path, found: Incoming, digest: str) -> Path:
    with written_beside(folder, _source(found.path)) as beside:
        if _hash(beside) != digest:
            raise _refused("The file changed while it was copied. Close it elsewhere, try again.")
        for path in _names(folder, found.name):
            if path.name.casefold() in _taken(folder):
                continue
            try:
                name_if_free(beside, path)
            except FileExistsError:
                continue
            return path
    raise AssertionError("the numbers of a name do not end")


def _left_over(desk: Desk, folder: Path, found: Incoming, digest: str) -> Path | None:
    """A copy of this very file that no change names: a try before was cut off after it."""
    taken = _taken(folder)
    for path in _names(folder, found.name):
        if path.name.casefold() not in taken:
            return None
        try:
            is_own = is_own_file(desk.folder, path)
            if is_own and path.stat().st_size == found.size and _hash(path) == digest:
                return path
        except FileNotFoundError:
            continue  # taken by a name in other letters: Windows tells the two not apart
    return None


def _names(folder: Path, name: str) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield folder / numbered(name, number)


def _taken(folder: Path) -> frozenset[str]:
    return frozenset(path.name.casefold() for path in folder.iterdir())


def _hash(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _measured(found: Incoming) -> tuple[Incoming, str]:
    """The file with the size that it has when it is read, and its hash."""
    digest, size = sha256(), 0
    for chunk in _source(found.path):
        digest.update(chunk)
        size += len(chunk)
    return replace(found, size=size), digest.hexdigest()


def _source(path: Path) -> Iterator[bytes]:
    """The officer's file, piece by piece; what is wrong with it is not the share's fault."""
    size = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                _refuse_size(size)
                yield chunk
    except OSError as error:
        raise _refused(f"This file cannot be read ({_reason(error)}).") from None


def _refuse_size(size: int) -> None:
    if size == 0:
        raise _refused("This file is empty, so there is nothing to add.")
    if size > LIMIT:
        most = size_in_words(LIMIT)
        raise _refused(
            f"This file is bigger than {most}. Add a smaller one, or a note of where it is kept."
        )


def _refused(sentence: str) -> FormRefused:
    return FormRefused((Problem("path", sentence),))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
