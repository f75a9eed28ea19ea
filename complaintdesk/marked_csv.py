"""The marked cases as a file for a spreadsheet: which of them go into it, and writing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaintdesk.domain.errors import CaseNotFound, DeskError, RuleBroken
from complaintdesk.domain.text import clean_line
from complaintdesk.out_file import write_out
from complaintdesk.queue_csv import for_file, rows_as_csv
from complaintdesk.services import file_place
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.marked_cases import Line, Result, rows
from complaintdesk.services.marked_deeds import Deed, stayed

_WHY = "a spreadsheet knows it by that."


def usual_place(desk: Desk) -> Path:
    """Where the file goes unless something else is typed."""
    return file_place.usual_place(_name(desk))


def place(desk: Desk, typed: str) -> Path:
    """The file that somebody typed, or the usual one. Raises BadInput."""
    return file_place.place(typed, _name(desk), _WHY) if typed.strip() else usual_place(desk)


def read_export(desk: Desk, fields: Mapping[str, str]) -> "Export":
    """What the form of the file asks for. Raises BadInput."""
    path = place(desk, fields.get("path", ""))
    return Export(path, file_place.is_there(path))


@dataclass(frozen=True)
class Export(Deed):
    """One file with a line for each case; it is written whole or not at all."""

    path: Path
    replaces: bool = False  # whether a file was there when this was asked for
    is_at_once = True

    @property
    def title(self) -> str:
        return f"Export to {clean_line(str(self.path))}"

    @property
    def about(self) -> str:
        replaced = "; the file that is there is replaced" if self.replaces else ""
        return f"all in one file, with names and summaries{replaced}"

    def look(self, desk: Desk, ref: str) -> Line:
        try:
            row = _row(desk, ref)
        except DeskError as error:
            return Line(ref, "", 0, {}, "", (str(error),))
        said = "a line in the file" + (", closed" if row.closed_on else "")
        return Line(ref, row.complainant, 0, {}, "", (), (said,))

    def do(self, desk: Desk, lines: Sequence[Line]) -> tuple[Result, ...]:
        """As the cases are at this moment. One that went meanwhile stays out, and is named."""
        try:
            found = {row.ref: row for row in rows(desk, [line.ref for line in lines])}
            if not found:
                raise RuleBroken("None of these is there any more, so no file was written.")
            write_out(str(self.path), for_file(rows_as_csv(found.values())))
        except DeskError as error:
            return tuple(stayed(line, str(error), can_try_again=True) for line in lines)
        return tuple(_written(line) if line.ref in found else _gone(line) for line in lines)


def _row(desk: Desk, ref: str) -> QueueRow:
    found = rows(desk, [ref])
    if not found:
        raise CaseNotFound(f"There is no case {ref} on this desk.")
    return found[0]


def _written(line: Line) -> Result:
    return Result(line.ref, line.complainant, True, "in the file")


def _gone(line: Line) -> Result:
    return stayed(line, "It is not there any more.")


def _name(desk: Desk) -> str:
    """Practice never replaces the file of a real desk."""
    return f"{'training' if desk.training else 'complaint'}-cases.csv"
