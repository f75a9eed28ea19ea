"""`complaintdesk check`: what is found, as it is found, and one line at the end."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.text import clean_line
from complaintdesk.plain import as_json
from complaintdesk.services.checking.finding import Finding, counted
from complaintdesk.services.checking.running import Examination

_WORDS = {"ok": "ok", "note": "note", "warning": "WARNING", "fault": "FAULT"}
_EVERY = 100  # steps between two lines of progress


def check(folder: Path, chosen: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Examine the desk in `folder`. Raises DeskUnusable, with the last line, where it has a fault.

    Warnings do not fail: a scheduled check is to ring only where the desk cannot be trusted.
    """
    progress = _Progress()
    examination = Examination(folder, repair=chosen.repair, told=progress.tell)
    found: list[Finding] = []
    for finding in examination.findings():
        found.append(finding)
        progress.clear()
        if not chosen.json:
            say("\n".join(_as_text(finding)))
    progress.clear()
    if chosen.json:
        say(as_json([_as_json(finding) for finding in found]))
    last = _last_line(examination, found)
    if any(finding.level == "fault" for finding in found):
        raise DeskUnusable(last)
    if not chosen.json:
        say(last)
    return 0


def _as_text(finding: Finding) -> Iterator[str]:
    yield f"{_WORDS[finding.level]:<8} {finding.area:<10} {clean_line(finding.sentence)}"
    if finding.remedy:
        yield f"{'':<19} {clean_line(finding.remedy)}"


def _as_json(finding: Finding) -> dict[str, str]:
    return {
        "level": finding.level,
        "area": finding.area,
        "finding": clean_line(finding.sentence),
        "remedy": clean_line(finding.remedy),
    }


def _last_line(examination: Examination, found: list[Finding]) -> str:
    faults = sum(finding.level == "fault" for finding in found)
    warnings = sum(finding.level == "warning" for finding in found)
    if faults:
        said = counted(faults, "fault", "faults")
        if warnings:
            said += f" and {counted(warnings, 'warning', 'warnings')}"
        return f"{said}: see above."
    held = (
        f"{counted(examination.changes, 'change', 'changes')}, "
        f"{counted(examination.cases, 'case', 'cases')}, "
        f"{counted(examination.files, 'letter or document', 'letters and documents')}"
    )
    if warnings:
        return f"No fault, and {counted(warnings, 'warning', 'warnings')}: see above. {held}."
    return f"The desk is sound: {held}."


class _Progress:
    """How far a long look is, on one line of a terminal that is written over; else nothing."""

    def __init__(self) -> None:
        self._shown = 0
        self._stream = sys.stderr

    def tell(self, what: str, place: int, total: int) -> None:
        """Say how many of how many, now and then."""
        if not self._stream.isatty() or place % _EVERY:
            return
        words = f"{place:,} of {total:,} {what}"
        self._stream.write(f"\r{words:<{self._shown}}")
        self._stream.flush()
        self._shown = len(words)

    def clear(self) -> None:
        """Make room for a line of the report."""
        if self._shown:
            self._stream.write(f"\r{'':<{self._shown}}\r")
            self._stream.flush()
            self._shown = 0
