"""Making a training desk: the same arguments give the same desk, to the last byte of its record."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import Author
from complaintdesk.record.place import put_if_free, shared_folder
from complaintdesk.services import bank_holidays
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.services.saving import save
from complaintdesk.services.training.cases import TrainingCase, training_cases
from complaintdesk.settings import Council, read_desk_file, store_path
from complaintdesk.store import search_index

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

OFFICER = "Robin Ashdown"
NORTHMOOR = Council(
    "Northmoor Council",
    "Complaints Team",
    "01632 960100",
    "complaints@northmoor.example.org",
    "Civic Offices, Market Place, Northmoor, NM1 1AA",
)
_CHANGES = 100  # more cases than this go several to a change, so that thousands stay quick


def make_training_desk(folder: Path, cases: int, today: date, seed: int) -> Path:
    """Make a training desk of invented cases in a new folder; returns the folder."""
    # First, since it refuses a day that the calendar does not know: then no folder is made.
    found = training_cases(cases, today, seed, bank_holidays.calendar())
    random = Random(f"desk {seed} {today} {cases}")
    made_at = datetime.combine(today, time(8), UTC)
    make_desk(folder, NORTHMOOR, training=True, desk_id=f"{random.getrandbits(128):032x}")
    # What this PC knew of a desk that stood here before is of no use to the new one.
    store = store_path(read_desk_file(folder), folder)
    store.unlink(missing_ok=True)
    search_index.remove(store)
    desk = Desk(
        folder,
        OFFICER,
        clock=lambda: made_at,
        make_id=lambda: f"{random.getrandbits(128):032x}",
        author=Author(OFFICER, "training", "training"),
    )
    open_first(desk)
    size = max(1, -(-len(found) // _CHANGES))
    for start in range(0, len(found), size):
        _save_group(desk, found[start : start + size])
    desk.close()
    return folder


def _save_group(desk: Desk, group: tuple[TrainingCase, ...]) -> None:
    def work(writing: "Writing") -> Case:
        kept = list(_write_group(writing, group))
        return kept[-1]

    for made in group:
        for path, content in made.files.items():
            _put(desk.folder / path, content)
    save(desk, "make training cases", work)


def _put(path: Path, content: bytes) -> None:
    """A file of a case, in place before the change that names it."""
    shared_folder(path.parent.parent)
    shared_folder(path.parent)
    put_if_free(path, content)


def _write_group(writing: "Writing", group: tuple[TrainingCase, ...]) -> Iterator[Case]:
    for made in group:
        kept = writing.save(made.case)
        for line in made.history:
            writing.note(kept, line)
        yield kept
