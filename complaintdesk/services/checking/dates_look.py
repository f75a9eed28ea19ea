"""What is counted by and printed in letters: bank holidays ahead, and the ombudsmen's details."""

from collections.abc import Iterator

from complaintdesk.domain.dates import anniversary, in_words
from complaintdesk.services import bank_holidays, ombudsmen
from complaintdesk.services.checking.finding import Finding
from complaintdesk.services.checking.subject import Subject
from complaintdesk.settings import DeskFile

CALENDAR, OMBUDSMEN = "calendar", "ombudsmen"


def calendar(subject: Subject) -> Iterator[Finding]:
    """Whether the bank holidays are known for a year from today."""
    known_to = bank_holidays.COVERS_TO
    said = f"Bank holidays are known to {in_words(known_to)}"
    if known_to >= anniversary(subject.today):
        yield Finding("ok", CALENDAR, f"{said}.")
    else:
        yield Finding("warning", CALENDAR, f"{said}, less than a year ahead: later due dates skip "
                      "weekends alone.", "Update complaintdesk.")  # fmt: skip


def details(subject: Subject) -> Iterator[Finding]:
    """Whether somebody has looked at the ombudsmen's details in the last six months."""
    if not isinstance(subject.file, DeskFile):
        yield Finding("warning", OMBUDSMEN, "Their details were not looked at: they are in "
                      "desk.toml, which cannot be read.")  # fmt: skip
        return
    found = ombudsmen.reminders(subject.desk)
    yield from (Finding("warning", OMBUDSMEN, sentence) for sentence in found)
    if not found:
        yield Finding("ok", OMBUDSMEN, "Their details were looked at in the last six months.")
