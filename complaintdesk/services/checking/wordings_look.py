"""The council's own wordings, letterheads and logo: those that cannot be used."""

from collections.abc import Iterator

from complaintdesk.services import wordings
from complaintdesk.services.checking.finding import Finding, counted, listed
from complaintdesk.services.checking.subject import Subject

AREA = "wordings"
_LETTERS = "See `complaintdesk letters check`."


def look(subject: Subject) -> Iterator[Finding]:
    """Each council copy as it would be used for a letter."""
    looked = [wordings.look(subject.desk, name) for name in wordings.file_names()]
    faults = [one.fault for one in looked if one.fault] + [*wordings.paper_faults(subject.desk)]
    yield from (Finding("fault", AREA, fault, _LETTERS) for fault in faults)
    if odd := wordings.strangers(subject.desk):
        yield Finding("warning", AREA, f"No letter is read from {listed(odd)} in templates/.",
                      _LETTERS)  # fmt: skip
    if not faults:
        own = sum(one.source == wordings.COUNCIL for one in looked)
        yield Finding("ok", AREA, "Every letter can be written: "
                      f"{counted(own, 'wording', 'wordings')} of the council's own.")  # fmt: skip
