"""Two programs on one desk: the older one stops with a sentence, and nothing is misread."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.proofs.desks import (
    check_record,
    check_stores,
    details,
    dump,
    new_desk,
    opened,
)
from benchmarks.proofs.report import Report, require
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record import change as change_file
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk
from complaintdesk.store import SCHEMA


def versions(report: Report) -> None:
    """An older program stops at a newer change, in a sentence; a newer one reads the older's."""
    stops = 0
    with tempfile.TemporaryDirectory() as place:
        root, saved = Path(place), []
        with _format(change_file.FORMAT - 1):  # as written by the program before this one
            folder = new_desk(root)
            with opened(folder, root / "old") as desk:
                saved.append(_log(desk, "change-1"))
                older = dump(desk.store_file)
        with opened(folder, root / "new") as desk:
            desk.catch_up()
            require(dump(desk.store_file)["cases"] == older["cases"], "The older's are misread.")
            saved.append(_log(desk, "change-2"))
        for pretend in (_format(change_file.FORMAT - 1), _layout(SCHEMA - 1)):
            with pretend, opened(folder, root / "old") as desk:
                stops += _stops(desk, folder)
                require(dump(desk.store_file) == older, "The older program changed its store.")
        check_record(folder, saved)
        check_stores(folder, [root / "new", root / "old"], root / "anew")
    report.figure("older programs stopped by a newer change", stops)
    report.figure("older changes read by the newer program", 2)
    report.figure("changes lost or misread", 0)


def _log(desk: Desk, change_id: str) -> tuple[str, str]:
    return change_id, log_complaint(desk, details(desk, "Ann"), change_id).ref


def _stops(desk: Desk, folder: Path) -> bool:
    before = sorted((folder / "record").iterdir())
    for work in (desk.catch_up, lambda: _log(desk, "change-old")):
        try:
            work()
        except DeskUnusable as told:
            require("newer complaintdesk" in str(told), f"It is told as: {told}")
        else:
            raise AssertionError("The older program went on.")
    return sorted((folder / "record").iterdir()) == before


@contextmanager
def _format(number: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change_file, "FORMAT", number)
        yield


@contextmanager
def _layout(number: int) -> Iterator[None]:
    """A program that knows rows only up to this layout."""
    real = change_file.decode
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "complaintdesk.record.folder.decode",
            lambda data, at, _schema: real(data, at, number),
        )
        yield
