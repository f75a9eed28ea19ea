"""Checkpoints that a PC found not to be what the record says."""

from collections.abc import Iterator

from complaintdesk.services.checking.finding import Finding
from complaintdesk.services.checking.subject import Subject
from complaintdesk.services.checkpoints import in_words, refused

AREA = "checkpoints"


def look(subject: Subject) -> Iterator[Finding]:
    """One warning each; the desk itself is as sound as its record."""
    for name in refused(subject.folder):
        yield Finding(
            "warning", AREA, in_words(name), "Once IT knows who wrote it, the file can be deleted."
        )
