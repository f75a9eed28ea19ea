"""Files that belong to a case, as part of its full record (H 5.12, L 5.8)."""

from dataclasses import replace

from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import RuleBroken
from complaintdesk.domain.file_names import size_in_words
from complaintdesk.domain.parts import Document, Entry
from complaintdesk.domain.ruling import Ruling


def name_of(document: Document) -> str:
    """The name that its copy has in the desk's folder."""
    return document.file.rpartition("/")[2]


def why_there_already(case: Case, sha256: str) -> str:
    """Why a file is not added a second time; empty where the case does not have it."""
    found = next((d for d in case.documents if d.sha256 == sha256), None)
    if found is None:
        return ""
    return (
        f"{case.ref} has this very file already: {name_of(found)}, added on "
        f"{in_words(found.added_on)}."
    )


def add_document(case: Case, document: Document) -> Ruling:
    """A file added to a case, also to a closed one: its record may be completed at any time."""
    if problem := why_there_already(case, document.sha256):
        raise RuleBroken(problem)
    name = name_of(document)
    called = f", which was called “{document.original}”" if document.original != name else ""
    note = f" {document.note}" if document.note else ""
    entry = f"File added: {name}{called}, {size_in_words(document.size)}.{note}"
    after = replace(case, documents=(*case.documents, document))
    return Ruling(after, entry, kind=Entry.DOCUMENT)
