"""This PC's store against one made anew from the record."""

from collections.abc import Iterator
from dataclasses import replace

from complaintdesk.services.checking.finding import Finding, counted
from complaintdesk.services.checking.store_copy import AREA, KEEP, REBUILD
from complaintdesk.services.checking.subject import Subject
from complaintdesk.store import examining
from complaintdesk.store.examining import Difference


def look(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the store itself, then how it differs from the record."""
    store = subject.store
    for difference in subject.differences or ():
        store.damaged(_told(difference))
    yield from (_advised(subject, finding) for finding in store.findings)
    if subject.rebuilt and subject.rebuilt_to:
        subject.cases = examining.count_cases(subject.rebuilt)
    if subject.rebuild_trouble:
        yield Finding("fault", AREA, "A store could not be made again from the record. "
                      f"{subject.rebuild_trouble}")  # fmt: skip
    if store.path is None:
        return
    if subject.differences is None:
        yield Finding("warning", AREA, "This PC's store could not be held against the record, "
                      f"which has a fault before the change where the store stands. {KEEP}"
                      )  # fmt: skip
    elif not store.findings:
        yield from _sound(subject)
        if store.is_unproved:
            yield Finding("note", AREA, "It began from a checkpoint, and nothing can be saved "
                          "from this PC until the program has held it against the record.",
                          "An open desk does so by itself; so does `complaintdesk tend`, and "
                          "`complaintdesk check --repair`.")  # fmt: skip


def _advised(subject: Subject, finding: Finding) -> Finding:
    """Nothing is made again from a record that has a fault, so that is not advised either."""
    if finding.remedy == REBUILD and not subject.record_is_sound:
        return replace(finding, remedy=KEEP)
    return finding


def _sound(subject: Subject) -> Iterator[Finding]:
    behind = subject.changes - subject.store.head
    waiting = f" {counted(behind, 'change waits', 'changes wait')} to be fetched." if behind else ""
    yield Finding("ok", AREA, "This PC's store is what the record adds up to, to the last row."
                  + waiting)  # fmt: skip
    if not subject.is_ready:
        yield Finding("note", AREA, "Its due dates are worked out again when the desk is opened: "
                      "the calendar, the desk's policy or the program is another than when they "
                      "were.")  # fmt: skip


def _told(difference: Difference) -> str:
    kinds = {
        "altered": difference.altered,
        "only in the store": difference.only_here,
        "missing from it": difference.only_there,
    }
    said = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items() if number)
    return f"This PC's store is not what the record says: rows of {difference.table}: {said}."
