"""Whether a SQLite file has the tables that our migrations make, and nothing besides.

A store or a checkpoint may have been made by somebody else: a trigger or a view in it would run
with our own reads and writes. So its schema is held against ours before anything else is asked of
it; whatever differs is treated as damaged, and made again from the record. sqlite3 alone, since
this is on the way to the first queue.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from complaintdesk.domain.errors import StoreBusy
from complaintdesk.store import APPLICATION_ID, SCHEMA

# Of each layout, by `fingerprint`. A test makes them anew from the migrations.
FINGERPRINTS = (
    "",  # layout 0 is none
    "3f9c9c15b435f42d44faddb6f0a929440d8a4232ea27091329e6f006e980be88",
    "9241b708c20b79d505fbecabb62e3ed3bda84c24496e126a11aef72da514187a",
    "567ef1161de0c4af3e2fbabe8368ad584d2630adeca4b023679b8b8d8fbe206c",
    "b027b44828a10a3d9dd54a07bf4aac8ddbc02ec83f0411b51146fda955494621",
)
_BUSY = 5.0  # seconds to wait for another window's write
_MOST_ENTRIES, _LONGEST = 500, 1_000_000  # far beyond ours: a huge schema is not read to its end
_ENTRIES = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def is_ours(path: Path) -> bool:
    """Whether the file has the schema of one of our layouts, or nothing in it yet.

    Only looks, and runs nothing that the file holds. A file that a crash left half written is to
    be mended first, as `peek.refuse_foreign` does. Raises StoreBusy while another window saves.
    """
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY)) as connection:
            return _has_our_schema(connection)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            return False
        raise StoreBusy(
            "Another complaintdesk window on this PC is saving just now; try again."
        ) from None
    except (sqlite3.DatabaseError, ValueError):
        return False


def _has_our_schema(connection: sqlite3.Connection) -> bool:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {setting}")
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    entries = connection.execute(_ENTRIES).fetchmany(_MOST_ENTRIES)
    if version == 0:  # being made by another window, or was when the PC went down
        return not entries
    if not ours or not 0 < version <= SCHEMA:
        return False
    found = fingerprint(entries)
    # Another SQLite may write what an ALTER made in another way: then ours here decides.
    return found in FINGERPRINTS[version : version + 1] or found == made_here(version)


def fingerprint(entries: Iterable[tuple[str | None, ...]]) -> str:
    """What tells one schema from another, whatever the order of its entries."""
    return sha256(repr(sorted(entries, key=repr)).encode()).hexdigest()


@cache
def made_here(version: int) -> str:
    """The fingerprint of a new store with this layout, as this PC's SQLite makes it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for number in range(1, version + 1):
            connection.executescript(migration(number))
        return fingerprint(connection.execute(_ENTRIES).fetchall())


def migration(number: int) -> str:
    """The SQL that takes a store from one layout to the next."""
    folder = files("complaintdesk.store") / "migrations"
    script = next(f for f in folder.iterdir() if f.name.startswith(f"{number:04}_"))
    return script.read_text("utf-8")
