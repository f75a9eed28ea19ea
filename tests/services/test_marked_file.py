"""The marked cases as a file for a spreadsheet: a line each, where it goes, what cannot be."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from complaintdesk import marked_csv
from complaintdesk.domain.errors import BadInput
from complaintdesk.services import marked_cases, marked_deeds
from complaintdesk.services.desk import Desk
from complaintdesk.store.listed import QUERY
from complaintdesk.store.peek import reading
from tests.hostile import HOSTILE
from tests.services.marked import close, logged, run, to_alex


def read(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def export(desk: Desk, path: Path) -> marked_csv.Export:
    return marked_csv.read_export(desk, {"path": str(path)})


def test_the_marked_cases_are_a_line_each_in_the_order_marked(desk: Desk, tmp_path: Path) -> None:
    refs, made = logged(desk, "Ann", "Bo", "=1+1"), export(desk, tmp_path)
    close(desk, refs[0])
    refs = [refs[2], refs[0], refs[1]]
    lines = marked_deeds.dry_run(desk, [*refs, "CD-2026-0999"], made)
    assert [(line.complainant, line.is_ready) for line in lines] == [
        ("=1+1", True), ("Ann", True), ("Bo", True), ("", False),
    ]  # fmt: skip
    assert lines[1].remarks == ("a line in the file, closed",)
    assert not list(tmp_path.glob("*.csv"))
    results = marked_deeds.carry_out(desk, lines, made)
    assert [r.is_done for r in results] == [True, True, True, False]
    assert "There is no case CD-2026-0999" in results[3].message
    names, *rows = read(tmp_path / "complaint-cases.csv")
    assert [row[names.index("ref")] for row in rows] == refs
    assert rows[0][names.index("complainant")] == "'=1+1"


def test_the_file_says_what_is_true_when_it_is_written(desk: Desk, tmp_path: Path) -> None:
    refs, made = logged(desk, "Ann"), export(desk, tmp_path / "mine.csv")
    lines = marked_deeds.dry_run(desk, refs, made)
    run(desk, refs, to_alex(desk))
    marked_deeds.carry_out(desk, lines, made)
    names, row = read(tmp_path / "mine.csv")
    assert row[names.index("officer")] == "Alex Moss"


def test_a_place_that_will_not_do_is_refused_and_one_that_is_there_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=r"must end in \.csv: a spreadsheet"):
        export(desk, tmp_path / "cases.docx")
    with pytest.raises(BadInput, match="not a place"):
        marked_csv.read_export(desk, {"path": "~nobody-of-this-name/x"})
    with pytest.raises(BadInput, match="inside the desk's own folder"):
        export(desk, desk.folder / "record" / "cases.csv")
    assert export(desk, tmp_path / "cases").path == tmp_path / "cases.csv"
    (tmp_path / "cases.csv").write_text("old", "utf-8")
    assert "the file that is there is replaced" in export(desk, tmp_path / "cases").about
    assert "replaced" not in export(desk, tmp_path / "other").about


def test_a_folder_that_cannot_be_written_leaves_every_case_to_be_tried_again(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "away").write_text("a file and no folder", "utf-8")
    refs, made = logged(desk, "Ann", "Bo"), export(desk, tmp_path / "away" / "cases.csv")
    lines = marked_deeds.dry_run(desk, refs, made)
    results = marked_deeds.carry_out(desk, lines, made)
    assert [(r.is_done, r.can_try_again) for r in results] == [(False, True)] * 2
    assert "could not be written" in results[0].message
    (tmp_path / "away").unlink()
    assert all(r.is_done for r in marked_deeds.carry_out(desk, lines, made))


def test_practice_has_a_file_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(desk, "file", replace(desk.file, training=True))
        assert marked_csv.usual_place(desk).name == "training-cases.csv"


def test_hostile_cases_are_read_back_as_they_are_shown(desk: Desk, tmp_path: Path) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in HOSTILE]
    refs = [ref for text in texts for ref in logged(desk, text[:200].strip() or "-")]
    made = export(desk, tmp_path)
    assert all(r.is_done for r in run(desk, refs, made))
    _, *rows = read(made.path)
    assert [row[0] for row in rows] == refs


def test_chosen_cases_are_found_by_an_index(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    with reading(desk.store_file) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {QUERY}", (ref,)).fetchall()
    assert not [row for row in plan if str(row[3]).startswith("SCAN")]
    assert [row.ref for row in marked_cases.rows(desk, [ref, "CD-1"])] == [ref]
