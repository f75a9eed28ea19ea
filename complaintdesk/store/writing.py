"""One verb's transaction: what it reads and writes, and the rows that it has written."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from typing import Any

from sqlalchemy import event, func, inspect, text
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel, select

from complaintdesk.domain.case import Case, HistoryLine
from complaintdesk.domain.change import Change, Row
from complaintdesk.domain.errors import BadInput, CaseChanged, CaseNotFound
from complaintdesk.store.applying import (
    TABLES,
    apply_row,
    cases_of,
    note_change,
    owner_of,
    read_head,
    read_values,
)
from complaintdesk.store.believable import LONGEST, YEARS
from complaintdesk.store.facts import LetterSent
from complaintdesk.store.mapping import read_case, write_case
from complaintdesk.store.projecting import Judge, project
from complaintdesk.store.tables import CaseRow, HistoryRow, LetterRow

_ORDER = {name: place for place, name in enumerate(TABLES)}


class Writing:
    """One transaction: a verb's reads and writes, and the rows that it has written so far."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._written: dict[tuple[str, int], dict[str, Any] | None] = {}
        self._before: dict[tuple[str, int], dict[str, Any] | None] = {}
        event.listen(session, "after_flush", self._note)

    def load(self, ref: str) -> Case:
        """The case of this reference. Raises CaseNotFound."""
        return read_case(self._session, find_case(self._session, ref))

    def save(self, case: Case, expected_version: int | None = None) -> Case:
        """Keep a case. Raises CaseChanged where it is no longer at the version it is based on."""
        if case.id is not None:
            row = self._session.get(CaseRow, case.id)
            current = row.version if row else 0
            if current != (case.version if expected_version is None else expected_version):
                raise CaseChanged(
                    f"{case.ref} was changed by somebody else while you had it open. Nothing of "
                    "yours was lost: look at the case as it is now, and save again."
                )
        kept = replace(case, version=case.version + 1)
        return replace(kept, id=write_case(self._session, kept))

    def note(self, case: Case, line: HistoryLine) -> None:
        """Add a line to the case's history."""
        assert case.id is not None
        self._session.add(
            HistoryRow(
                case_id=case.id, at=line.at, by=line.by, entry=line.entry, kind=str(line.kind),
                happened_on=line.happened_on,
            )
        )  # fmt: skip

    def letter_sent(self, case: Case, sent: LetterSent) -> None:
        """Keep which files were sent, their hashes, and what they were made from."""
        assert case.id is not None
        for place, (file, digest) in enumerate(sent.files):
            self._session.add(
                LetterRow(
                    case_id=case.id, kind=sent.kind, stage=sent.stage, sent_on=sent.sent_on,
                    file=file, sha256=digest, template_sha256=sent.template_sha256,
                    program=sent.program, promised=sent.promised, template=sent.template,
                    source=sent.source, edited=sent.edited,
                    words="" if place else sent.words,
                )
            )  # fmt: skip

    def head(self) -> tuple[int, str]:
        """Number and seal of the last change applied; 0 and FIRST for a new store."""
        return read_head(self._session)

    def next_ref(self, year: int) -> str:
        """The next free reference of a year: CD-2026-0012."""
        stem = f"CD-{year}-"
        # One that somebody put in with a huge number would make every later one too long.
        query = text(
            "SELECT max(CAST(substr(ref, 9) AS INTEGER)) FROM cases "
            "WHERE ref LIKE :stem AND length(ref) <= 14"
        )
        found = self._session.execute(query, {"stem": f"{stem}%"}).scalar_one()
        return f"{stem}{(found or 0) + 1:04}"

    def rows(self) -> tuple[Row, ...]:
        """What was written, parents before their parts, removals last; dates as ISO text."""
        self._session.flush()
        items = sorted(
            self._written.items(), key=lambda i: (i[1] is None, _ORDER[i[0][0]], i[0][1])
        )
        rows = tuple(Row(table, key, values) for (table, key), values in items)
        for row in rows:
            _refuse_unbelievable(row)
        return rows

    def rows_before(self) -> tuple[Row, ...]:
        """What the written rows were before, None for those that are new; not the history."""
        self._session.flush()
        return tuple(
            Row(table, key, values)
            for (table, key), values in self._before.items()
            if table != "history"
        )

    def put_back(self, rows: Iterable[Row]) -> None:
        """Make rows as they were before a change; a case gets the next version all the same.

        A part that was taken out comes back under a new id: SQLite gives a freed one to the next
        row, which may be another case's. In the order of their old ids, so that points keep theirs.
        """
        rows = sorted(rows, key=lambda r: (r.values is not None, _ORDER[r.table], r.key))
        taken_out = [row for row in rows if self._is_taken_out(row)]  # before any is put back
        for row in rows:
            key = self._free_key(row.table) if row in taken_out else row.key
            values = row.values
            if row.table == "cases" and values is not None:
                current = self._session.get_one(CaseRow, row.key)
                values = {**values, "version": current.version + 1}
            apply_row(self._session, Row(row.table, key, values))
            self._written[row.table, key] = dict(values) if values is not None else None
        self._session.expire_all()

    def version(self, case_id: int) -> tuple[str, int]:
        """The reference and the version of the case with this id."""
        row = self._session.get_one(CaseRow, case_id)
        return row.ref, row.version

    def project(self, judge: Judge) -> None:
        """Work out the line in the lists of every case that was written."""
        number, _ = self.head()
        project(self._session, dict.fromkeys(cases_of(self.rows()), number + 1), judge)

    def note_change(self, change: Change) -> None:
        """Remember the head of the change that these rows belong to."""
        note_change(self._session, change)

    def _is_taken_out(self, row: Row) -> bool:
        """Whether a row to put back is gone; what has its id now may be another case's."""
        if row.table == "cases" or row.values is None:
            return False
        case_id: int = row.values["case_id"]
        return owner_of(self._session, row.table, row.key) != case_id

    def _free_key(self, table: str) -> int:
        highest = self._session.execute(select(func.max(TABLES[table].c.id))).scalar() or 0
        # Other PCs apply removals last, so an id that was freed just now is not free for them.
        return max([highest, *(key for name, key in self._written if name == table)]) + 1

    def _note(self, session: Session, _context: UOWTransaction) -> None:
        new, gone = session.new, session.deleted
        for row in (*session.new, *session.dirty, *session.deleted):
            if (table := _name(row)) not in TABLES:
                continue
            before = None if row in new else _values(row, before=True)
            self._before.setdefault((table, row.id), before)
            self._written[table, row.id] = None if row in gone else _values(row)


def find_case(session: Session, ref: str) -> CaseRow:
    """The row of a reference. Raises CaseNotFound."""
    known = select(CaseRow).where(CaseRow.ref == ref)
    row = session.exec(known).first() if ref.isascii() else None  # no other can be a reference
    if row is None:
        raise CaseNotFound(f"There is no case {ref[:40]} on this desk.")
    return row


def _refuse_unbelievable(row: Row) -> None:
    """Before it is in the record: colleagues' programs would refuse it and stop."""
    try:
        read_values(row)
    except ValueError:
        raise BadInput(
            f"This cannot be kept: a text is over {LONGEST:,} characters long, or a date lies "
            f"before {YEARS[0]} or after {YEARS[-1]}. Shorten it, or add it as a file."
        ) from None


def _name(row: SQLModel) -> str:
    return str(row.__tablename__)


def _values(row: SQLModel, *, before: bool = False) -> dict[str, Any]:
    names = [c.name for c in TABLES[_name(row)].columns if c.name != "id"]
    values = {name: _was(row, name) if before else getattr(row, name) for name in names}
    return {k: v.isoformat() if isinstance(v, (date, time)) else v for k, v in values.items()}


def _was(row: SQLModel, name: str) -> Any:
    """What a column held before this transaction, which the flush has not yet forgotten."""
    replaced = inspect(row).attrs[name].history.deleted
    return replaced[0] if replaced else getattr(row, name)
