"""Power that fails while a PC writes its store: the states that a disk can be found in."""

import contextlib
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from benchmarks.proofs.desks import Saved, caught_up, check_record, new_desk, opened
from benchmarks.proofs.report import Report, require
from benchmarks.proofs.verbs import REFUSED, Hand
from complaintdesk.services.desk import Desk

_PAGE = 4096  # bytes; what SQLite writes at a time
_JOURNAL = "cases.db-journal"
_STATES = ("torn", "before", "journal back", "journal cut", "cut", "empty", "gone")


def power(report: Report, losses: int) -> None:
    """Whatever a power cut leaves of a store, no acknowledged change is lost, and nobody asked."""
    chance, tally, saved = random.Random(report.seed), Counter[str](), list[Saved]()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder, home = new_desk(root), root / "pc"
        for at in range(losses):
            with opened(folder, home) as desk:
                desk.catch_up()
                hand = Hand(desk, chance, logged=[ref for _, ref in saved])
                states = root / "states"
                saved.append(_save_watched(hand, states, f"change-{at}"))
                store = desk.store_file.parent
            kind = _STATES[at % len(_STATES)]
            shutil.rmtree(store)
            shutil.copytree(_state(kind, states, chance), store)
            tally[kind] += 1
            shutil.rmtree(states)
            _check_opens(kind, folder, home, root / "anew", tally)
        check_record(folder, saved)
    report.figure("power cuts", losses)
    for name in sorted(tally):
        report.figure(name, tally[name])
    report.figure("acknowledged changes lost", 0)
    report.figure("stores that differ from one made anew", 0)


def _save_watched(hand: Hand, states: Path, change_id: str) -> Saved:
    """Save something, with the store as it was before, in the middle, and after."""
    store = hand.desk.store_file.parent
    shutil.copytree(store, states / "before")
    with _in_the_middle(hand.desk, states / "middle"):
        ref = ""
        while not ref:
            try:
                ref = hand.act(change_id)
            except REFUSED:
                shutil.rmtree(states / "middle", ignore_errors=True)
    shutil.copytree(store, states / "after")
    return change_id, ref


@contextmanager
def _in_the_middle(desk: Desk, to: Path) -> Iterator[None]:
    """Copy the store and its journal just before each local commit, the pages partly written.

    Another name keeps the journal as it is when the commit takes it away.
    """

    def small(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA cache_size = 1")  # so that pages are written before the commit

    real = Session.commit

    def commit(session: Session) -> None:
        session.flush()
        shutil.copytree(desk.store_file.parent, to, dirs_exist_ok=True)
        whole = to.with_name(_JOURNAL)
        whole.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):  # nothing was written
            whole.hardlink_to(desk.store_file.with_name(_JOURNAL))
        real(session)

    engine = desk.store._engine
    event.listen(engine, "connect", small)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Session, "commit", commit)
            yield
    finally:
        event.remove(engine, "connect", small)


def _state(kind: str, states: Path, chance: random.Random) -> Path:
    """A folder as a power cut may leave it; only a disk that lies leaves the last three."""
    before, middle, after = (states / name for name in ("before", "middle", "after"))
    if kind == "before":
        return before
    found = states / "found"
    shutil.copytree(middle if kind == "torn" else after, found)
    store, journal = found / "cases.db", found / _JOURNAL
    if kind == "torn":
        _mix(store, before / "cases.db", chance)
    elif kind == "journal back":
        # The commit was written; that its journal is gone was not.
        shutil.copy(states / _JOURNAL, journal)
    elif kind == "journal cut":
        shutil.copy(before / "cases.db", store)
        data = (middle / _JOURNAL).read_bytes() if (middle / _JOURNAL).exists() else b""
        journal.write_bytes(data[: chance.randint(0, len(data))])
    elif kind == "gone":
        store.unlink()
    elif kind in ("cut", "empty"):
        os.truncate(store, chance.randrange(1, store.stat().st_size) if kind == "cut" else 0)
    return found


def _mix(store: Path, before: Path, chance: random.Random) -> None:
    """Of the pages that were being written, each is there or is not; the journal has them all."""
    new, old = store.read_bytes(), before.read_bytes()
    pages = [
        new[at : at + _PAGE] if at >= len(old) or chance.random() < 0.5 else old[at : at + _PAGE]
        for at in range(0, len(new), _PAGE)
    ]
    store.write_bytes(b"".join(pages))


def _check_opens(kind: str, folder: Path, home: Path, fresh: Path, tally: Counter[str]) -> None:
    """The next start works, nobody is asked, and the store is what the record says."""
    rows = caught_up(folder, home)
    aside = list(home.rglob("*.set-aside-*"))
    tally["of these, made anew"] += bool(aside)
    for path in aside:
        path.unlink()
    shutil.rmtree(fresh, ignore_errors=True)
    anew = caught_up(folder, fresh)
    differ = [name for name in anew if rows.get(name) != anew[name]]
    require(not differ, f"{kind}: the store is not what the record says: {differ}")
