"""Cases as CSV for a spreadsheet: RFC 4180, with columns named as in `queue --json`.

A spreadsheet runs a cell that begins with =, +, - or @ as a formula, also one that came from a
complainant's web form: it could send what is on the sheet elsewhere. Such a text gets an apostrophe
in front, and so is text again. Every cell is one clean line; numbers stay numbers.
"""

import csv
import unicodedata
from collections.abc import Iterable
from io import StringIO
from typing import Any

from complaintdesk.domain.text import clean_line
from complaintdesk.plain import row_as_json
from complaintdesk.services.facts import QueueRow

COLUMNS = (
    "ref", "kind", "code", "stage", "complainant", "summary", "service", "duty", "due",
    "working_days_left", "state", "provisional", "officer", "ward", "received", "closed",
)  # fmt: skip
_RUN = frozenset("=+-@")


def rows_as_csv(rows: Iterable[QueueRow]) -> str:
    """One line a case below the names of the columns; lines end in CR LF."""
    out = StringIO(newline="")
    # Texts in quotes, so that no spreadsheet takes what is in one for the end of a cell.
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for row in rows:
        found = row_as_json(row)
        writer.writerow([_cell(found[name]) for name in COLUMNS])
    return out.getvalue()


def for_file(text: str) -> bytes:
    """The bytes of a file: Excel takes one without a byte order mark for another encoding."""
    return text.encode("utf-8-sig")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: with an apostrophe in front where it would be a formula."""
    first = next((c for c in text if not _is_unseen(c)), "")
    # Wide forms of these signs are folded: spreadsheets of some languages run them too.
    return f"'{text}" if unicodedata.normalize("NFKC", first)[:1] in _RUN else text


def _cell(value: Any) -> str | int:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    return harmless(clean_line(value)) if value else ""


def _is_unseen(char: str) -> bool:
    """White space, and what takes no room at all, before the first character that is seen."""
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc")
