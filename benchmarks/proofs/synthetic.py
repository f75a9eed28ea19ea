"""A large desk without the hours that it takes to type one."""

from dataclasses import replace
from pathlib import Path

from complaintdesk.domain.change import Change, Row
from complaintdesk.record.change import encode, place_of
from complaintdesk.record.folder import Record
from complaintdesk.store import SCHEMA


def fill(folder: Path, cases: int) -> int:
    """Give the desk, whose last change logged its first case, so many cases; returns its changes.

    Each is a copy of that change with ids and references of its own, sealed and chained as usual,
    but not synced one by one: nobody will miss this desk.
    """
    record = Record(folder / "record", SCHEMA)
    first = record.read(max(record.names()))
    assert first
    number, seal, last = first.number, first.seal, first
    for at in range(1, cases):
        last = _another(first, at, number + at, seal)
        data, seal = encode(last)
        path = folder / "record" / place_of(last.number)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return last.number


def _another(first: Change, at: int, number: int, previous: str) -> Change:
    ref = f"{first.about[:8]}{int(first.about[8:]) + at:04}"
    rows = tuple(_moved(row, at, ref) for row in first.rows)
    return replace(
        first, number=number, id=f"{first.id[:20]}{at:012}", about=ref, previous=previous, rows=rows
    )


def _moved(row: Row, at: int, ref: str) -> Row:
    values = dict(row.values or {})
    if row.table == "cases":
        values |= {"ref": ref, "complainant_name": f"Ann {at}"}
    else:
        values["case_id"] += at
    return Row(row.table, row.key + at, values)
