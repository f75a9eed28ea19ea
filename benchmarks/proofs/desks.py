"""Desks, PCs and officers for the proofs, and what must be true of them afterwards."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks.proofs.report import require
from complaintdesk.domain.case import Intake, Person, Point
from complaintdesk.domain.change import FIRST, Change
from complaintdesk.record.folder import Record
from complaintdesk.services.desk import Desk, utc_now
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.settings import Council
from complaintdesk.store import SCHEMA

COUNCIL = Council("Northmoor Council", "Complaints Team", "01632 960100", "c@example.org", "Square")
Dump = dict[str, list[tuple[object, ...]]]
Saved = tuple[str, str]  # the id of a change that was acknowledged, and the case it is about


@contextmanager
def at_pc(home: Path) -> Iterator[None]:
    """This process as the PC whose own folder this is."""
    before = os.environ.get("COMPLAINTDESK_HOME")
    os.environ["COMPLAINTDESK_HOME"] = str(home)
    try:
        yield
    finally:
        if before is None:
            del os.environ["COMPLAINTDESK_HOME"]
        else:
            os.environ["COMPLAINTDESK_HOME"] = before


def new_desk(root: Path, clock: Callable[[], datetime] = utc_now, home: Path | None = None) -> Path:
    """A desk with its first change, made from a PC that is not used again."""
    folder = root / "desk"
    make_desk(folder, COUNCIL)
    with opened(folder, home or root / "first-pc", clock) as desk:
        open_first(desk)
    return folder


@contextmanager
def opened(
    folder: Path, home: Path, clock: Callable[[], datetime] = utc_now, officer: str = ""
) -> Iterator[Desk]:
    """The desk as this PC has it open."""
    with at_pc(home):
        desk = Desk(folder, officer or home.name, clock=clock)
        try:
            yield desk
        finally:
            desk.close()


def details(desk: Desk, name: str) -> Intake:
    """A small complaint received today."""
    return Intake(Person(name), desk.today(), points=(Point("Bins missed"),))


def look_well(desk: Desk) -> None:
    """As often as it takes until a look is one that sees all of the folder."""
    for _ in range(5):
        desk.look()


def changes(folder: Path) -> list[Change]:
    """The whole record, in one chain; raises where it has a gap or does not follow."""
    record = Record(folder / "record", SCHEMA)
    found = list(record.since(0, FIRST))
    record.check_no_gap(len(found))
    require(record.names() == tuple(range(1, len(found) + 1)), "A number was skipped.")
    return found


def check_record(folder: Path, saved: Iterable[Saved]) -> list[Change]:
    """All that was acknowledged is in the record, about the case that was told, and once."""
    found = changes(folder)
    ids = [change.id for change in found]
    require(len(set(ids)) == len(ids), "A change is in the record twice.")
    logged = [c.about for c in found if c.verb == "log a complaint"]
    require(len(set(logged)) == len(logged), "Two complaints have one reference.")
    lost = set(saved) - {(change.id, change.about) for change in found}
    require(not lost, f"{len(lost)} acknowledged changes are not in the record: {sorted(lost)[:3]}")
    return found


def dump(store: Path) -> Dump:
    """Every row of every table of a store, sorted."""
    with closing(sqlite3.connect(store)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in found.fetchall()
        }


def caught_up(folder: Path, home: Path, clock: Callable[[], datetime] = utc_now) -> Dump:
    """The rows of a PC's store once it has followed the record to its end."""
    with opened(folder, home, clock) as desk:
        desk.catch_up()
    return dump(desk.store_file)


def check_stores(
    folder: Path, homes: Iterable[Path], fresh: Path, clock: Callable[[], datetime] = utc_now
) -> Dump:
    """The store of every PC and one made anew are the same row for row."""
    anew = caught_up(folder, fresh, clock)
    for home in homes:
        rows = caught_up(folder, home, clock)
        differ = [name for name in anew if rows.get(name) != anew[name]]
        require(not differ and rows.keys() == anew.keys(), f"{home.name} differs in {differ}.")
    return anew
