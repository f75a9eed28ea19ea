"""A store that is damaged, gone or from an older program, and checkpoints that are not sound."""

import gzip
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from benchmarks.proofs.desks import Dump, caught_up, details, dump, new_desk, opened
from benchmarks.proofs.report import Report, require
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import checkpoints
from complaintdesk.services.checking.proving import prove
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk
from complaintdesk.store import engine
from complaintdesk.store.engine import open_engine


def _gone(store: Path) -> None:
    store.unlink()


def _empty(store: Path) -> None:
    store.write_bytes(b"")


def _half(store: Path) -> None:
    data = store.read_bytes()
    store.write_bytes(data[: len(data) // 2])


def _nonsense(store: Path) -> None:
    store.write_bytes(b"This is no store. " * 500)


def _header(store: Path) -> None:
    store.write_bytes(b"SQLite format 4" + store.read_bytes()[15:])


def _pages(store: Path) -> None:
    """Every second page from the third is another's."""
    data = bytearray(store.read_bytes())
    for at in range(2 * 4096, len(data), 8192):
        data[at : at + 4096] = b"\x07" * 4096
    store.write_bytes(bytes(data[: store.stat().st_size]))


def _other_program(store: Path) -> None:
    store.unlink()
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("CREATE TABLE bins (day TEXT)")
        connection.commit()


def _no_table(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DROP TABLE listing")
        connection.commit()


def _older(layout: int) -> Callable[[Path], None]:
    """The same rows as an older program laid them out."""

    def make(store: Path) -> None:
        newer = store.with_name("newer.db")
        store.rename(newer)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "SCHEMA", layout)
            open_engine(store).dispose()
        with closing(sqlite3.connect(store)) as connection:
            connection.execute("ATTACH ? AS newer", (str(newer),))
            for table in _tables(connection, "main") & _tables(connection, "newer"):
                columns = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
                names = ", ".join(f'"{column[1]}"' for column in columns)
                connection.execute(
                    f"INSERT INTO {table} ({names}) SELECT {names} FROM newer.{table}"
                )
            connection.commit()
        newer.unlink()

    return make


def _tables(connection: sqlite3.Connection, side: str) -> set[str]:
    found = connection.execute(f"SELECT name FROM {side}.sqlite_master WHERE type = 'table'")
    return {name for (name,) in found.fetchall()}


FAULTS: dict[str, Callable[[Path], None]] = {
    "gone": _gone,
    "empty": _empty,
    "cut in half": _half,
    "nonsense": _nonsense,
    "no header": _header,
    "pages of another file": _pages,
    "another program's": _other_program,
    "a table missing": _no_table,
    "an older program's, layout 1": _older(1),
    "an older program's, layout 2": _older(2),
    "an older program's, layout 3": _older(3),
}


def stores(report: Report, cases: int) -> None:
    """A store that is damaged, gone or older is made anew from the record, and nobody is asked."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = new_desk(root)
        with opened(folder, root / "pc") as desk:
            for number in range(cases):
                log_complaint(desk, details(desk, f"Ann {number}"))
            # One change, two cases: the first is touched by one that is not about it.
            first = Link(f"CD-{desk.today().year}-0001", LinkKind.OTHER_PART)
            log_complaint(desk, details(desk, "Ben"), link=first)
            store = desk.store_file
        right = dump(store)
        for name, spoil in FAULTS.items():
            spoil(store)
            require(caught_up(folder, root / "pc") == right, f"{name}: not the same rows.")
            report.say(f"{name}: made anew, the same row for row")
        report.figure("ways to spoil a store, made anew without asking", len(FAULTS))
        _from_checkpoints(report, folder, root, right)


def _from_checkpoints(report: Report, folder: Path, root: Path, right: Dump) -> None:
    with opened(folder, root / "pc") as desk:
        desk.catch_up()
        desk.warm_up()
        path = checkpoints.make(desk)
    with _counted() as taken:
        require(caught_up(folder, root / "new") == right, "From a checkpoint: other rows.")
    require(taken == [True], "The sound checkpoint was not used.")
    path = _forged(path)
    with opened(folder, root / "deceived") as desk:
        desk.catch_up()
        require(dump(desk.store_file) != right, "The checkpoint was not made up.")
        require(prove(desk) is False, "A checkpoint that was made up was proved.")
    require(
        caught_up(folder, root / "deceived") == right, "After one that was made up: other rows."
    )
    report.figure("checkpoints that were made up, found against the record", 1)
    require(checkpoints.refused(folder), "The one that was made up was not set aside.")
    set_aside = path.with_name(checkpoints.refused(folder)[0])
    path.write_bytes(set_aside.read_bytes()[:-200] + b"\0" * 200)
    with _counted() as taken:
        require(caught_up(folder, root / "newer") == right, "Past a damaged one: other rows.")
    require(taken == [False], "The damaged checkpoint was used.")
    report.figure("checkpoints used where sound, else passed over", 2)


def _forged(path: Path) -> Path:
    """The same checkpoint with a name altered in it, rightly named by its hash."""
    store = path.with_name("copy.db")
    store.write_bytes(gzip.decompress(path.read_bytes()))
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE cases SET complainant_name = 'Somebody else' WHERE id = 1")
        connection.commit()
    packed = gzip.compress(store.read_bytes())
    store.unlink()
    path.unlink()
    made = path.with_name(f"{path.name[:9]}-{sha256(packed).hexdigest()}.db.gz")
    made.write_bytes(packed)
    return made


@contextmanager
def _counted() -> Iterator[list[bool]]:
    """Whether each new PC began from a checkpoint."""
    taken, real = list[bool](), checkpoints.take_up

    def take_up(desk: Desk) -> bool:
        taken.append(real(desk))
        return taken[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "take_up", take_up)
        yield taken
