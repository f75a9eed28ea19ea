"""What the tests of backups share: a desk with files, a maker, and zips made by somebody else."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from complaintdesk.services import commands
from complaintdesk.services.backups.making import Made, Maker, make
from complaintdesk.services.backups.restoring import restore
from complaintdesk.services.desk import Desk
from tests.conftest import NOW, dump
from tests.services.conftest import made
from tests.storage.helpers import complete

MAKER = Maker("Sam Patel", "pc-1", NOW)


def maker(day: str = "2026-11-20", clock: str = "10:30") -> Maker:
    return Maker("Sam Patel", "pc-1", datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC))


def filled(desk: Desk) -> Path:
    """Two cases, a letter, a document and a template of the council's own."""
    for _ in range(2):
        commands.log_complaint(desk, complete())
    made(desk.folder / "letters/CD-2026-0001/2026-11-20 note.txt", b"Dear Ann")
    made(desk.folder / "documents/CD-2026-0002/boiler.pdf", b"%PDF boiler" * 1000)
    made(desk.folder / "templates/logo.png", b"\x89PNG")
    return desk.folder


def backed_up(desk: Desk) -> Made:
    return make(filled(desk), MAKER)


def opened_elsewhere(folder: Path, home: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the store of another PC adds up to, once it has opened this desk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(home))
        desk = Desk(folder, "Alex Moss", clock=lambda: NOW)
        desk.catch_up()
        desk.close()
        return dump(desk.store_file)


def restored(made: Made, into: Path) -> Path:
    assert restore(made.path, into).lost == ()
    return into


Members = dict[str, bytes]


def members(path: Path) -> Members:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def crafted(path: Path, found: Members) -> Path:
    """A zip of these members, as somebody else would make it."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return path


def with_manifest(found: Members, change: Callable[[dict[str, Any]], None]) -> Members:
    """The members with the list of files changed."""
    said = json.loads(found["manifest.json"])
    change(said)
    said["count"] = len(said["files"])
    return found | {"manifest.json": json.dumps(said).encode()}


@contextmanager
def patched(target: object, name: str, value: object) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, value)
        yield
