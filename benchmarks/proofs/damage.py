"""Damage to the record: each kind is refused in a sentence that names it."""

import shutil
import tempfile
from pathlib import Path

from benchmarks.proofs.calls import quick
from benchmarks.proofs.desks import details, new_desk, opened
from benchmarks.proofs.report import Report, require
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.verify import verify
from complaintdesk.services.commands import log_complaint
from tests.storage.helpers import contents
from tests.storage.test_record_damage import DAMAGES


def damage(report: Report) -> None:
    """A change damaged, missing, moved, foreign or from the future is refused and named.

    What is cut short is read again for a while, since it may only be slow; here for a moment.
    """
    found = 0
    with tempfile.TemporaryDirectory() as place, quick():
        root = Path(place)
        folder = new_desk(root)
        with opened(folder, root / "pc") as desk:
            for name in ("Ann", "Ben", "Cat"):
                log_complaint(desk, details(desk, name))
        for name, (spoil, sentence, number) in DAMAGES.items():
            spoiled = root / "spoiled"
            shutil.copytree(folder, spoiled)
            spoil(spoiled / "record")
            before = contents(spoiled)
            said = _refusal(spoiled, root / f"pc-{found}")
            require(sentence in said, f"{name}: said {said!r}")
            require(not number or f"Change {number} " in said, f"{name}: the number is not named.")
            require(contents(spoiled) == before, f"{name}: the record was touched.")
            shutil.rmtree(spoiled)
            found += 1
            report.say(f"{name}: {sentence}")
    report.figure("damages", len(DAMAGES))
    report.figure("named, and refused rather than guessed", found)


def _refusal(folder: Path, home: Path) -> str:
    """What an officer on a new PC is told; `check` is to see it too."""
    with opened(folder, home) as desk:
        faults = verify(desk.record, desk.file.id, {}, training=desk.training).faults
        require(faults, "The whole record looked at again shows nothing.")
        try:
            desk.catch_up()
        except DeskUnusable as told:
            return str(told)
    raise AssertionError("The desk was opened all the same.")
