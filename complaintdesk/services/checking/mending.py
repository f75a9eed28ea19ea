"""This PC's store put right: the one made from the record in its place, the old one kept beside.

Only where the record is sound from its first change to its last: a store may hold what a damaged
record has lost, and is then the last copy of it. Forms half written are never touched.
"""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

from complaintdesk.services.checking.finding import Finding, why
from complaintdesk.services.checking.store_copy import AREA
from complaintdesk.services.checking.subject import Subject
from complaintdesk.services.checkpoints import began_from, refuse, unproved

# What belongs to a store and must go where it goes: SQLite's own, and the note of its damage.
_ITS_OWN = ("-journal", "-wal", "-shm", ".damaged", ".unproved")


def mend(subject: Subject) -> Iterator[Finding]:
    """Put the store that was made anew in the old one's place, where that is at fault."""
    store, rebuilt = subject.store_file, subject.rebuilt
    if store and subject.store.is_unproved and subject.is_proved:
        unproved(store).unlink(missing_ok=True)
        yield Finding("ok", AREA, "It was held against the record: changes can be saved again.")
    if not (subject.store.can_be_mended and store and rebuilt):
        return
    if reason := _why_not(subject):
        yield Finding("warning", AREA, f"The store was left as it is: {reason}")
        return
    if subject.differences:
        refuse(subject.folder, began_from(store))
    try:
        kept = _replace(store, rebuilt)
    except OSError as error:
        yield Finding("fault", AREA, f"The store could not be put in place ({why(error)}).",
                      "Close complaintdesk on this PC and try again.")  # fmt: skip
        return
    subject.store.is_mended = True
    yield Finding("ok", AREA, f"Mended: made again from the record. The old one is kept beside it "
                  f"as {kept.name}.")  # fmt: skip


def _why_not(subject: Subject) -> str:
    if not subject.record_is_sound:
        return (
            "the record has a fault, and the store may hold what it has lost. Bring the record "
            "back from a backup first."
        )
    if subject.rebuild_trouble or subject.rebuilt_to != subject.changes:
        return "a new one could not be made to the last change."
    return ""


def _replace(store: Path, rebuilt: Path) -> Path:
    """Returns where the old one is kept. Cut off in between, the next opening makes a new one."""
    fresh = store.with_name(f".{store.name}.{uuid4().hex}.tmp")
    kept = next(path for path in _names(store) if not os.path.lexists(path))
    try:
        shutil.copyfile(rebuilt, fresh)
        fresh.chmod(0o600)
        # A journal left beside would be played back into the new store, so it goes first.
        for ending in ("", *_ITS_OWN):
            old = store.with_name(store.name + ending)
            if os.path.lexists(old):
                old.rename(kept.with_name(kept.name + ending))
        fresh.rename(store)
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _names(store: Path) -> Iterator[Path]:
    return (store.with_name(f"{store.name}.before-repair-{number}") for number in count(1))
