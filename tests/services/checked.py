"""What the tests of `check` share: a whole small desk to be damaged, and a check of it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from complaintdesk.services import commands, documents
from complaintdesk.services.checking.finding import Finding
from complaintdesk.services.checking.running import Examination
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.settings import drafts_path
from tests.conftest import COUNCIL, NOW, TODAY
from tests.storage.helpers import acknowledge_by_letter, complete

# Every look, in its order. Whatever is wrong with a desk, none of the others is left out.
AREAS = (
    "desk", "record", "store", "files", "folder", "saving", "clock", "room", "calendar",
    "ombudsmen", "wordings", "backups", "drafts",
)  # fmt: skip
CHANGES, CASES, FILES = 6, 3, 4  # the making, three complaints, a letter in three forms, a document


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with cases, a letter and a document, and this PC's part beside it; made once."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(folder / "pc"))
        make_desk(folder / "desk", COUNCIL)
        desk = Desk(folder / "desk", "Sam Patel", clock=lambda: NOW)
        open_first(desk)
        first = [commands.log_complaint(desk, complete(name)).ref for name in ("Ann", "Bo", "Cy")]
        acknowledge_by_letter(desk, first[0], 1, TODAY)
        survey = folder / "Survey.pdf"
        survey.write_bytes(b"A survey of the boiler.\n")
        documents.add_document(desk, first[1], str(survey))
        desk.close()
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path, this_pc: Path) -> Iterator[Path]:
    """A copy of that desk, which this PC has followed to its end."""
    shutil.copytree(whole / "desk", tmp_path / "desk")
    shutil.copytree(whole / "pc", this_pc)
    yield tmp_path / "desk"
    # Whatever was found, no private copy of a case stays behind.
    assert list(this_pc.glob("check-*")) == []
    assert list((tmp_path / "desk").glob(".complaintdesk-check-*")) == []


def store_of(folder: Path) -> Path:
    """This PC's store of a sound desk."""
    return next(Path(os.environ["COMPLAINTDESK_HOME"]).glob("desks/*/cases.db"))


def drafts_of(folder: Path) -> Path:
    return drafts_path(Desk(folder).file, folder)


def alter(folder: Path, *statements: str) -> None:
    """Have this PC's store hold something else than what the record says."""
    with closing(sqlite3.connect(store_of(folder))) as store, store:
        for statement in statements:
            store.execute(statement)


def examined(folder: Path, *, repair: bool = False) -> list[Finding]:
    return list(Examination(folder, repair=repair, clock=lambda: NOW).findings())


def bad(found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.level in ("warning", "fault")]


def faults(found: list[Finding], area: str) -> list[str]:
    return [one.sentence for one in found if (one.level, one.area) == ("fault", area)]


def warnings(found: list[Finding], area: str) -> list[str]:
    return [one.sentence for one in found if (one.level, one.area) == ("warning", area)]


def areas(found: list[Finding]) -> tuple[str, ...]:
    """The looks that said something, each once, in their order."""
    return tuple(dict.fromkeys(one.area for one in found))
