"""What the tests of letters share: cases as they stand on a desk, other days, what is kept."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from complaintdesk.domain.case import Case
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.store.writing import Writing
from tests.storage.helpers import contents

ACK = "stage1-acknowledgement"
ON = date(2026, 11, 18)


class Row(NamedTuple):
    """A letter's row as the store has it, for one of its files."""

    kind: str
    stage: int
    sent_on: str
    file: str
    sha256: str
    template_sha256: str
    program: str
    promised: str | None
    template: str
    source: str
    edited: int


def rows(desk: Desk) -> list[Row]:
    with closing(sqlite3.connect(desk.store_file)) as store:
        names = ", ".join(Row._fields)
        return [Row(*row) for row in store.execute(f"SELECT {names} FROM letter ORDER BY id")]


def place(desk: Desk, case: Case) -> str:
    """A case as it stands, under the desk's next reference."""

    def work(writing: Writing) -> Case:
        return writing.save(replace(case, ref=writing.next_ref(2026)))

    return save(desk, "place a case", work).about


def stand(desk: Desk, ref: str, change: Callable[[Case], Case]) -> None:
    """Have a case stand otherwise, as if that had been done to it."""

    def work(writing: Writing) -> Case:
        return writing.save(change(writing.load(ref)))

    save(desk, "stand otherwise", work)


def case(desk: Desk, ref: str) -> Case:
    return queries.case(desk, ref).file.case


@contextmanager
def on_day(desk: Desk, today: date) -> Iterator[Desk]:
    """The same desk on the same PC, opened on another day."""
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    opened = Desk(desk.folder, desk.officer, clock=lambda: noon)
    opened.catch_up()
    yield opened
    opened.close()


def letters_of(desk: Desk) -> dict[str, bytes]:
    return contents(desk.folder / "letters")


def put(desk: Desk, name: str, content: str | bytes) -> Path:
    """A file in the desk's templates/."""
    path = desk.folder / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
