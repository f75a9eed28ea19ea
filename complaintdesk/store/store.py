"""The store as the services use it: read, run a verb's writes, apply changes from the record."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import delete, insert, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session, col, select

from complaintdesk.domain.case import CaseFile
from complaintdesk.domain.change import Change, Head
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import (
    BadInput,
    CalendarError,
    DeskUnusable,
    RuleBroken,
    StoreDamaged,
)
from complaintdesk.domain.rehearsal import OpenCase
from complaintdesk.store.applying import apply_row, cases_of, note_change, read_head
from complaintdesk.store.engine import open_engine, plain_faults
from complaintdesk.store.mapping import as_utc, read_case, read_history, read_letters, read_stages
from complaintdesk.store.parts import table_by_table
from complaintdesk.store.peek import mark_damaged
from complaintdesk.store.projecting import Judge, Told, project, project_all, refuse_stageless
from complaintdesk.store.tables import CaseRow
from complaintdesk.store.worked_out_tables import BankHolidayRow, ChangeRow, MetaRow
from complaintdesk.store.writing import Writing, find_case

_IMPOSSIBLE = (
    IntegrityError, StatementError, RuleBroken, CalendarError, BadInput, ValueError, LookupError,
    TypeError, ArithmeticError, AttributeError,
)  # fmt: skip


class Store:
    """The SQLite store at `path`. Every method opens and closes its own transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = open_engine(path)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A verb's transaction: kept when the block ends, rolled back when it raises."""
        with self._session(writing=True) as session:
            yield Writing(session)
            session.commit()

    def case(self, ref: str) -> CaseFile:
        """A case with its history and the letters that were sent. Raises CaseNotFound."""
        with self._session() as session:
            row = find_case(session, ref)
            assert row.id is not None
            history, letters = read_history(session, row.id), read_letters(session, row.id)
            return CaseFile(read_case(session, row), history, letters)

    def open_cases(self) -> tuple[OpenCase, ...]:
        """What the clocks of every open complaint stand on, in the order of their references."""
        with self._session() as session:
            query = select(CaseRow.id, CaseRow.ref, CaseRow.code).where(text("closed_on IS NULL"))
            rows = table_by_table(session)
            found = (
                OpenCase(ref, Code(code), stages)
                for key, ref, code in session.exec(query).all()
                if key and (stages := read_stages(key, rows))
            )
            return tuple(sorted(found, key=lambda case: case.ref))

    def head(self) -> tuple[int, str]:
        """Number and seal of the last change applied; 0 and FIRST for a new store."""
        with self._session() as session:
            return read_head(session)

    def changes_after(self, number: int, most: int) -> tuple[Head, ...]:
        """The heads of the newest changes after this one, oldest first."""
        with self._session() as session:
            newest = select(ChangeRow).where(ChangeRow.number > number)
            found = session.exec(newest.order_by(col(ChangeRow.number).desc()).limit(most)).all()
            return tuple(
                Head(c.id, c.by, c.pc, as_utc(c.at), c.verb, c.about) for c in reversed(found)
            )

    def saved_before(self, change_id: str) -> str | None:
        """What the change of this id was about, if it is applied: nothing is done twice."""
        with self._session() as session:
            row = session.exec(select(ChangeRow).where(ChangeRow.id == change_id)).first()
            return row.about if row else None

    def apply(self, changes: Iterable[Change], judge: Judge) -> int:
        """Apply changes from the record in one transaction; returns how many there were.

        One that another window on this PC applied since they were read is passed over.
        """
        count, touched = 0, dict[int, int]()
        with self._session(writing=True) as session:
            head, _ = read_head(session)
            for change in changes:
                count += 1
                if change.number <= head:
                    continue
                with _faults_of(f"Change {change.number}"):
                    note_change(session, change)
                    for row in change.rows:
                        apply_row(session, row)
                    touched |= dict.fromkeys(cases_of(change.rows), change.number)
            with _faults_of("A case"):
                refuse_stageless(session, touched)
                project(session, touched, judge)
            session.commit()
        return count

    def project_all(self, judge: Judge, meta: Mapping[str, str], told: Told) -> None:
        """Work out every open case again, after the calendar or the policy changed."""
        with self._session(writing=True) as session:
            with _uncollected():
                project_all(session, judge, told)
            _keep_meta(session, meta)
            session.commit()

    def keep_calendar(self, days: Mapping[date, str], meta: Mapping[str, str]) -> None:
        """Keep the bank holidays and where they are from."""
        with self._session(writing=True) as session:
            session.execute(delete(BankHolidayRow))
            rows = [{"day": day, "name": name} for day, name in sorted(days.items())]
            session.execute(insert(BankHolidayRow), rows)
            _keep_meta(session, meta)
            session.commit()

    @contextmanager
    def _session(self, writing: bool = False) -> Iterator[Session]:
        bound = self._engine.execution_options(writing=writing)
        try:
            with plain_faults(), Session(bound, expire_on_commit=False) as session:
                yield session
        except StoreDamaged:
            mark_damaged(self.path)
            raise


@contextmanager
def _faults_of(what: str) -> Iterator[None]:
    """A record that was tampered with may carry sound seals and impossible rows all the same."""
    try:
        yield
    except _IMPOSSIBLE as error:
        if isinstance(error, OperationalError):
            raise
        raise DeskUnusable(
            f"{what} in the desk's record holds what cannot be ({type(error).__name__}). It was "
            "not written by this program. Nothing was changed here. Bring back the folder's "
            "record/ from a backup."
        ) from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Thousands of cases are made and soon let go: looking for circles meanwhile finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _keep_meta(session: Session, meta: Mapping[str, str]) -> None:
    session.execute(delete(MetaRow).where(col(MetaRow.key).in_(meta)))
    session.execute(insert(MetaRow), [{"key": k, "value": v} for k, v in meta.items()])
