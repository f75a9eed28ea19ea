"""What is noted while a case is looked into: calls, visits, letters, talks."""

from collections.abc import Iterator

from complaintdesk.domain.case import Intake
from complaintdesk.domain.parts import Entry

Note = tuple[Entry, str]

_ON_SITE = frozenset({"Repairs", "Damp and mould", "Highways", "Tenancy and estates"})
_NO_CALLS = ("never by telephone", "e-mail only")
_NO_EMAIL = ("no e-mail", "not use e-mail")
_NO_LETTERS = ("e-mail only", "phone only", "phone rather than letters")
# In an order in which any of them can follow any earlier one.
_NOTES: tuple[Note, ...] = (
    (Entry.CALL, "Rang; no answer. Left a message to ring back."),
    (Entry.CALL, "Went through the points; nothing to add."),
    (Entry.NOTE, "Asked the service for its notes and for the recordings of the calls."),
    (Entry.EMAIL_IN, "Asks how long it will take. Sends the letters again, in order."),
    (Entry.NOTE, "Listened to the recordings. One call was cut off at our end."),
    (Entry.EMAIL_OUT, "Told who has been asked, and by when they are to reply."),
    (Entry.NOTE, "The service's notes came: full for the first month, blank for the second."),
    (Entry.MEETING, "Talk with the service manager; what was said is on file."),
    (Entry.LETTER_IN, "A page of dates, in a clear hand, and a stamped envelope."),
    (Entry.CALL, "Said where things stand; will ring again on Friday."),
)
_NOTES_ON_SITE: tuple[Note, ...] = (
    (Entry.CALL, "Rang; no answer. Left a message to ring back."),
    (Entry.CALL, "Went through the points; nothing to add."),
    (Entry.NOTE, "Asked for the job sheets."),
    (Entry.EMAIL_IN, "Sends six photographs. They show what the letter says."),
    (Entry.VISIT, "It is as described, if not worse. Photographs added to the file."),
    (Entry.NOTE, "Job sheets came. Their times do not match what we were told."),
    (Entry.EMAIL_OUT, "Told the day of the visit, and who will come."),
    (Entry.MEETING, "The manager says that the work is booked; asked for the date in writing."),
    (Entry.CALL, "Somebody came to look today. Still wants an answer."),
    (Entry.LETTER_OUT, "Copy of the survey sent, as was asked for."),
)


def pool(details: Intake) -> tuple[Note, ...]:
    """Notes that fit the service, and only such contact as the person can have and wants."""
    notes = _NOTES_ON_SITE if details.service in _ON_SITE else _NOTES
    barred = set(_barred(details))
    return tuple(note for note in notes if note[0] not in barred)


def _barred(details: Intake) -> Iterator[Entry]:
    person, needs = details.complainant, details.adjustments.lower()
    if not person.phone or any(words in needs for words in _NO_CALLS):
        yield Entry.CALL
    if not person.email or any(words in needs for words in _NO_EMAIL):
        yield from (Entry.EMAIL_IN, Entry.EMAIL_OUT)
    if not person.address or any(words in needs for words in _NO_LETTERS):
        yield from (Entry.LETTER_IN, Entry.LETTER_OUT)
