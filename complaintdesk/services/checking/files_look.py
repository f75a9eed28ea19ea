"""Letters and documents against the hashes that they were kept with.

Which files there are is asked of the store that was made anew from the record, and of this PC's
where that could not be done. The record may have been tampered with: a path is judged before it is
followed, and a link is never opened.
"""

import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from complaintdesk.domain.file_names import safe_name
from complaintdesk.record.place import is_left_over
from complaintdesk.services.checking.finding import Finding, counted, first_of, listed, shown, why
from complaintdesk.services.checking.subject import Subject
from complaintdesk.services.inside import leads_elsewhere
from complaintdesk.store.examining import NamedFile, named_files

AREA = "files"
FOLDERS = ("letters", "documents")
_CHUNK = 1024 * 1024
_HIDDEN = (".", "~$")  # what systems and Word leave lying about
_DRAFT = " DRAFT"
_BACKUP = "Bring it back from a backup of the folder."


def look(subject: Subject) -> Iterator[Finding]:
    """Every file that a case names: there, in the desk, and as it was kept."""
    named = _named(subject)
    if named is None:
        yield Finding("warning", AREA, "Letters and documents were not looked at: neither the "
                      "record nor this PC's store can say which there are.")  # fmt: skip
        return
    subject.files = len(named)
    faults = list(_faults(subject, sorted(named, key=lambda one: (one.ref, one.file))))
    yield from first_of(faults)
    if not faults:
        many = counted(len(named), "letter or document", "letters and documents")
        yield Finding("ok", AREA, f"{many}, every one as it was kept.")
    if subject.record_is_sound:
        yield from _unnamed(subject, {one.file for one in named})


def _named(subject: Subject) -> frozenset[NamedFile] | None:
    """What the record says; with it this PC's store, where the record has a fault."""
    known = [subject.rebuilt] if subject.rebuilt and subject.rebuilt_to else []
    if subject.store.path and not subject.record_is_sound:
        known.append(subject.store.path)
    return frozenset().union(*map(named_files, known)) if known else None


def _faults(subject: Subject, named: list[NamedFile]) -> Iterator[Finding]:
    for place, one in enumerate(named, 1):
        subject.told("letters and documents read", place, len(named))
        if trouble := _trouble(subject.folder, one):
            yield Finding("fault", AREA, f"{one.ref}: {shown(one.file)} {trouble}.", _BACKUP)


def _trouble(folder: Path, one: NamedFile) -> str:
    """What is wrong with a file, in words that follow its name; "" where nothing is."""
    parts = PurePosixPath(one.file).parts
    if len(parts) != 3 or parts[0] not in FOLDERS or parts[1] != one.ref or not _is_plain(parts):
        return "is a place where no file of this case is kept, so it was not opened"
    path = folder.joinpath(*parts)
    if leads_elsewhere(folder, path):
        return "is a link, or behind one, and leads to another place, so it was not opened"
    try:
        size, digest = _read(path)
    except FileNotFoundError:
        return "is not there"
    except OSError as error:
        return f"cannot be read ({why(error)})"
    is_as_kept = digest == one.sha256 and one.size in (None, size)
    return "" if is_as_kept else "was changed since it was kept"


def _is_plain(parts: tuple[str, ...]) -> bool:
    return safe_name(parts[1]) == parts[1] and safe_name(parts[2]) == parts[2]


def _read(path: Path) -> tuple[int, str]:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    digest, size = sha256(), 0
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, "it is no file")
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _unnamed(subject: Subject, named: set[str]) -> Iterator[Finding]:
    found, links = _present(subject.folder)
    spare = [name for name in found if name not in named]
    drafts = [name for name in spare if _DRAFT in name.rpartition("/")[2]]
    others = [name for name in spare if name not in drafts]
    if drafts:
        many = counted(len(drafts), "file", "files")
        yield Finding("note", AREA, f"{many} in letters/ marked DRAFT: nobody was sent these.")
    if others:
        many = counted(len(others), "file", "files")
        yield Finding("note", AREA, f"{many} that no case names: left over from saving that was "
                      f"cut off, or put there by hand: {listed(others)}.")  # fmt: skip
    if links:
        many = counted(len(links), "link", "links")
        yield Finding("warning", AREA, f"{many} to other places, which nothing here follows: "
                      f"{listed(links)}.", "Ask IT who made them and why.")  # fmt: skip


def _present(folder: Path) -> tuple[list[str], list[str]]:
    """The files in the folders of cases and the links, each by its path in the desk."""
    found: list[str] = []
    links: list[str] = []
    waiting = [folder / kind for kind in FOLDERS if (folder / kind).is_dir()]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                name = Path(entry.path).relative_to(folder).as_posix()
                if entry.is_symlink():
                    links.append(name)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                elif not (is_left_over(entry.name) or entry.name.startswith(_HIDDEN)):
                    found.append(name)
    return sorted(found), sorted(links)
