"""Cases as CSV: what is read back is what was there, and no spreadsheet runs any of it."""

import csv
import io
import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.deadlines import State
from complaintdesk.domain.text import clean_line
from complaintdesk.plain import row_as_json
from complaintdesk.queue_csv import COLUMNS, for_file, harmless, rows_as_csv
from complaintdesk.services.facts import QueueRow
from tests.hostile import HOSTILE

ROW = QueueRow(
    "CD-2026-0012", "complaint", "housing", 1, "Ann O'Brien, of “Hill House”", 'Said "no"; left',
    "Repairs", "Sam Patel", "acknowledge", date(2026, 11, 17), -3, State.OVERDUE, False,
)  # fmt: skip


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_the_columns_are_those_of_the_json() -> None:
    assert tuple(row_as_json(ROW)) == COLUMNS
    assert read(rows_as_csv([]))[0] == list(COLUMNS)


def test_a_row_is_read_back_as_it_was() -> None:
    (_, row) = read(rows_as_csv([ROW]))
    assert dict(zip(COLUMNS, row, strict=True)) == {
        "ref": "CD-2026-0012", "kind": "complaint", "code": "housing", "stage": "1",
        "complainant": "Ann O'Brien, of “Hill House”", "summary": 'Said "no"; left',
        "service": "Repairs", "duty": "acknowledge", "due": "2026-11-17",
        "working_days_left": "-3", "state": "overdue", "provisional": "false",
        "officer": "Sam Patel", "ward": "", "received": "", "closed": "",
    }  # fmt: skip


def test_lines_end_as_the_standard_has_it_and_numbers_stay_numbers() -> None:
    text = rows_as_csv([ROW, replace(ROW, due=None, duty=None, state=None, working_days_left=None)])
    assert text.count("\r\n") == text.count("\n") == 3
    assert ",-3," in text
    assert ',"","","",' in text


def test_a_file_begins_with_the_mark_that_excel_looks_for() -> None:
    made = for_file(rows_as_csv([ROW]))
    assert made.startswith(b'\xef\xbb\xbf"ref"')
    assert made.decode("utf-8-sig") == rows_as_csv([ROW])


FORMULAS = (
    "=1+1", "+44 1632 960001", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1+1", "\r=1+1",
    "  =1+1", "\n\n@x", "\u00a0=1+1", "\u200b=1+1", "\u00ad\u2060-1", "\u3000+1", "\ufeff=1",
    "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)", "\u202e=1",
    '=HYPERLINK("https://example.org/?"&A1,"see")', "=", "-",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    for name in ("ref", "complainant", "summary", "service", "officer", "duty"):
        (_, row) = read(rows_as_csv([replace(ROW, **{name: text})]))
        assert row[COLUMNS.index(name)] == f"'{clean_line(text)}"


@pytest.mark.parametrize("text", ["", "a=b", "1-2", "O'Brien", "'=1", '"=1"', "3 + 4"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_tame_cell(text: str) -> None:
    row = replace(ROW, complainant=text, summary=text, officer=text)
    rows = read(rows_as_csv([row, ROW]))
    assert [len(each) for each in rows] == [len(COLUMNS)] * 3
    found = rows[1][COLUMNS.index("summary")]
    assert found.removeprefix("'") == clean_line(text).removeprefix("'")
    assert not [c for c in found if unicodedata.category(c) in ("Cc", "Cs", "Co")]
    assert unicodedata.normalize("NFKC", found.lstrip())[:1] not in tuple("=+-@")
    for_file(rows_as_csv([row]))
