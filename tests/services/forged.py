"""Changes as somebody else can write them into the record: sound seals, whatever they say."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from complaintdesk.domain.case import Case
from complaintdesk.domain.change import FIRST, Row
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.store.facts import LetterSent
from complaintdesk.store.writing import Writing
from tests.conftest import TODAY
from tests.ui.whole_case import WHOLE

# What only some words may stand in, what is counted, and what ties rows together.
NOT_FREE = {
    "code", "kind", "conflict", "discretion", "representative_authority", "responsibility",
    "finding", "ended", "ground", "remedy", "decision", "outstanding", "version", "case_id",
}  # fmt: skip


def whole_case(desk: Desk) -> str:
    """A case with a row of every kind in the record; its reference."""

    def work(writing: Writing) -> Case:
        saved = writing.save(replace(WHOLE, ref=writing.next_ref(2026), version=0))
        writing.note(saved, desk.line("Something was done."))
        files = ((f"letters/{saved.ref}/ack.docx", "0" * 64),)
        kind = next(iter(KINDS))
        writing.letter_sent(saved, LetterSent(kind, 1, TODAY, files, "0" * 64, "0.1.0", TODAY))
        return saved

    return save(desk, "place a case", work).about


def rows_of(desk: Desk) -> list[Row]:
    """The rows of the last change in the record."""
    *_, last = desk.record.since(0, FIRST)
    return list(last.rows)


def with_text(row: Row, text: str, *, key: int = 0) -> Row:
    """A row with this text in each of its columns that takes any text."""
    values = {
        name: text if isinstance(value, str) and name not in NOT_FREE and not _is_day(value)
        else value
        for name, value in (row.values or {}).items()
    }  # fmt: skip
    return Row(row.table, key or row.key, values)


def _is_day(value: str) -> bool:
    """A day, a moment or a time of day."""
    return bool(re.match(r"\d{4}-\d\d-\d\d|\d\d:\d\d:", value))


def head_of(desk: Desk, **said: Any) -> dict[str, Any]:
    """The head of the change that comes next, as this program would write it."""
    *_, last = desk.record.since(0, FIRST)
    return {
        "format": 1, "number": last.number + 1, "id": "f" * 32, "desk": desk.file.id,
        "training": False, "program": "0.1.0", "schema": desk.origin.schema,
        "at": "2026-11-20T10:31:00+00:00", "by": "Alex Moss", "account": "alex", "pc": "pc-2",
        "verb": "tamper", "about": "CD-2026-0001", "previous": last.seal,
    } | said  # fmt: skip


def forge(desk: Desk, rows: list[Row], **said: Any) -> Path:
    """Put a change of these rows at the end of the record; `said` is in its head."""
    payload = {"rows": [[r.table, r.key, r.values] for r in rows]}
    return forge_lines(desk, as_line(payload), said)


def forge_lines(desk: Desk, payload: bytes, said: Mapping[str, Any] = {}) -> Path:
    """The same for a payload to the byte."""
    head = as_line({**head_of(desk, **said), "payload": sha256(payload).hexdigest()})
    return put_at_end(desk, head + payload)


def put_at_end(desk: Desk, head_and_payload: bytes) -> Path:
    """The file of the next number, with the seal of its first line."""
    *_, last = desk.record.since(0, FIRST)
    head = head_and_payload.split(b"\n")[0] + b"\n"
    path = desk.record.folder / f"{last.number + 1:09}.json"
    path.write_bytes(head_and_payload + sha256(head).hexdigest().encode() + b"\n")
    return path


def as_line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode() + b"\n"
