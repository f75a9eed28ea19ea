"""Several PCs that save as fast as they can, on one desk."""

import tempfile
import time
from pathlib import Path

from benchmarks.proofs.crowd import officers
from benchmarks.proofs.desks import check_record, check_stores, new_desk
from benchmarks.proofs.report import Report, require, spread

LIMIT = 2.0  # seconds that no writer may wait for one save


def writers(
    report: Report, processes: int, changes: int, limit: float | None = LIMIT, first: str = ""
) -> None:
    """All that several PCs save at once is there once, in one order; nobody waits long."""
    each = changes // processes
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder, homes = new_desk(root), [root / f"pc-{n}" for n in range(1, processes + 1)]
        began = time.monotonic()
        with officers(folder, homes, each, str(report.seed), first) as started:
            told = [officer.finish() for officer in started]
        took = time.monotonic() - began
        complaints = [one.complained for one in told if one.complained]
        require(not complaints, f"An officer complained: {complaints[:1]}")
        again = sum(one.again for one in told)
        require(not again, f"Officers were told to try again, {again} times.")
        saved = [change for one in told for change in one.saved]
        require(len(saved) == each * processes, f"Only {len(saved)} changes were acknowledged.")
        found = check_record(folder, saved)
        require(len(found) == 1 + len(saved), "The record holds what nobody saved.")
        check_stores(folder, homes, root / "anew")
    half, most, longest = spread([seconds for one in told for seconds in one.seconds])
    report.figure("processes", processes)
    report.figure("changes acknowledged, each there once", len(saved))
    report.figure("lost, twice, or out of order", 0)
    report.figure("stores the same row for row, and one anew", processes + 1)
    report.figure("changes a second, all together", len(saved) / took)
    report.figure("one save, median", half * 1000, "ms")
    report.figure("one save, 95 of 100", most * 1000, "ms")
    report.figure("one save, longest", longest, "s", limit)
