"""What the tests of checkpoints share: one of three complaints, what others make of it, rows."""

import gzip
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.services import checkpoints, commands
from complaintdesk.services.desk import Desk
from tests.conftest import NOW, dump
from tests.storage.helpers import details

OtherPc = Callable[[Desk, str], Desk]
Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def three(empty_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three complaints and their checkpoint, made once; tests take both from it."""
    made = tmp_path_factory.mktemp("three")
    shutil.copytree(empty_desk / "desk", made / "desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(made / "this-pc"))
        opened = Desk(made / "desk", "Sam Patel", clock=lambda: NOW)
        for name in ("Ann", "Ben", "Cat"):
            commands.log_complaint(opened, details(name))
        checkpoints.make(opened)
        opened.close()
    return made / "desk"


@pytest.fixture
def checkpoint(three: Path, desk: Desk) -> Path:
    """One of a desk with three complaints."""
    for folder in ("record", checkpoints.FOLDER):
        shutil.copytree(three / folder, desk.folder / folder, dirs_exist_ok=True)
    assert desk.catch_up() == 3
    (made,) = (desk.folder / checkpoints.FOLDER).iterdir()
    return made


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each PC that was opened began from a checkpoint."""
    found, real = list[bool](), checkpoints.take_up

    def take_up(desk: Desk) -> bool:
        found.append(real(desk))
        return found[-1]

    monkeypatch.setattr(checkpoints, "take_up", take_up)
    yield found


def rows(desk: Desk) -> Rows:
    desk.catch_up()
    desk.close()
    return dump(desk.store_file)


def kept(desk: Desk) -> list[str]:
    return sorted(p.name for p in (desk.folder / checkpoints.FOLDER).iterdir())


# What somebody else may make of one


def rewritten(path: Path, data: bytes) -> Path:
    """The same checkpoint with other contents, under the name that these have."""
    packed = gzip.compress(data, 6, mtime=0)
    path.unlink()
    made = path.with_name(f"{path.name[:9]}-{sha256(packed).hexdigest()}.db.gz")
    made.write_bytes(packed)
    return made


def changed(path: Path, *statements: str) -> None:
    """Somebody alters the store in it and names it rightly."""
    place = path.with_name("copy.db")
    place.write_bytes(gzip.decompress(path.read_bytes()))
    with closing(sqlite3.connect(place)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    data = place.read_bytes()
    place.unlink()
    rewritten(path, data)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
