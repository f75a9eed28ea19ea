"""`check` finds what was done to a desk, names it, and looks at everything else all the same."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from complaintdesk.record.folder import Record
from complaintdesk.services import commands
from complaintdesk.services.checking.running import Examination
from complaintdesk.services.desk import Desk
from complaintdesk.store import SCHEMA
from letters.catalogue import TOP
from tests.conftest import NOW
from tests.services.checked import (
    AREAS,
    CASES,
    CHANGES,
    FILES,
    alter,
    areas,
    bad,
    drafts_of,
    examined,
    faults,
    folder,
    store_of,
    warnings,
    whole,
)
from tests.storage.helpers import POSIX, complete, contents, no_waiting
from tests.storage.test_verify import copied, cut, flip, remove, sealed, stranger

__all__ = ["folder", "no_waiting", "whole"]
pytestmark = pytest.mark.usefixtures("no_waiting")

Damage = Callable[[Path], object]


def test_a_sound_desk_has_no_fault_and_no_warning(folder: Path) -> None:
    examination = Examination(folder, clock=lambda: NOW)
    found = list(examination.findings())
    assert bad(found) == []
    assert set(AREAS) <= set(areas(found))
    assert (examination.changes, examination.cases, examination.files) == (CHANGES, CASES, FILES)


def test_a_check_changes_nothing_on_the_share_nor_on_this_pc(folder: Path, this_pc: Path) -> None:
    before = contents(folder), contents(this_pc)
    examined(folder)
    assert (contents(folder), contents(this_pc)) == before


def test_a_training_desk_is_sound_and_said_to_be_one(training_desk: Desk) -> None:
    found = examined(training_desk.folder)
    assert bad(found) == []
    assert any("TRAINING" in one.sentence for one in found if one.area == "desk")


def of_record(damage: Callable[[Record], object]) -> Damage:
    return lambda folder: damage(Record(folder / "record", SCHEMA))


def letter(folder: Path) -> Path:
    return next((folder / "letters").rglob("*.docx"))


def document(folder: Path) -> Path:
    return next((folder / "documents").rglob("*.pdf"))


def linked(path: Path) -> None:
    outside = path.parent.parent.parent.parent / "outside"
    path.rename(outside)
    path.symlink_to(outside)


def lost_index(folder: Path) -> None:
    """An index whose pages no longer say what the table does."""
    alter(
        folder,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, '(case_id)', '(entry)') "
        "WHERE name = 'ix_history_case_id'",
    )


def garbage(folder: Path) -> None:
    store_of(folder).write_bytes(b"no database" * 1000)


def broken_page(folder: Path) -> None:
    data = bytearray(store_of(folder).read_bytes())
    data[8192 : 8192 + 4096] = b"\xff" * 4096
    store_of(folder).write_bytes(bytes(data))


def newer_store(folder: Path) -> None:
    alter(folder, f"PRAGMA user_version = {SCHEMA + 1}")


# What is done to a sound desk, where it is found, and what the sentence says of it.
DAMAGES: dict[str, tuple[Damage, str, str]] = {
    **{
        f"line {line + 1} of change {number}": (
            of_record(flip(number, line)), "record", f"Change {number} is damaged",
        )
        for number in range(1, CHANGES + 1)
        for line in range(3)
    },
    "a change gone": (of_record(remove(3)), "record", "Change 3 is missing"),
    "the last change gone": (of_record(remove(6)), "record", "Change 6 is missing"),
    "a change cut short": (of_record(cut(3)), "record", "Change 3 is cut short"),
    "a change twice": (of_record(copied(6, 7)), "record", "Change 7 is damaged"),
    "another desk's change": (
        of_record(sealed(7, 6, desk="e" * 32)), "record", "Change 7 is from another desk",
    ),
    "a newer program's change": (
        of_record(sealed(7, 6, format=99)), "record", "Change 7 is written by a newer",
    ),
    "record gone": (
        lambda folder: (folder / "record").rename(folder / "was"), "record", "is not there",
    ),
    "record emptied": (
        lambda folder: [path.unlink() for path in (folder / "record").iterdir()],
        "record", "Changes 1 to 6 are each missing",
    ),
    "a row altered": (
        lambda folder: alter(folder, "UPDATE cases SET summary = 'other' WHERE id = 2"),
        "store", "rows of cases: 1 altered",
    ),
    "a due date altered": (
        lambda folder: alter(folder, "UPDATE listing SET due = '2030-01-01' WHERE case_id = 2"),
        "store", "rows of listing: 1 altered",
    ),
    "a bank holiday gone": (
        lambda folder: alter(folder, "DELETE FROM bank_holiday WHERE day = '2026-12-25'"),
        "store", "rows of bank_holiday: 1 missing from it",
    ),
    "rows gone": (
        lambda folder: alter(folder, "DELETE FROM history"), "store", "rows of history: ",
    ),
    "a row added": (
        lambda folder: alter(folder, "INSERT INTO bank_holiday VALUES ('2026-12-24', 'x')"),
        "store", "rows of bank_holiday: 1 only in the store",
    ),
    "a remembered seal altered": (
        lambda folder: alter(folder, "UPDATE change SET seal = 'x' WHERE number = 2"),
        "store", "rows of change: 1 altered",
    ),
    "a row of no case": (
        lambda folder: alter(folder, "UPDATE point SET case_id = 99 WHERE id = 1"),
        "store", "belongs to no row of cases",
    ),
    "an index gone": (
        lambda folder: alter(folder, "DROP INDEX listing_due"), "store", "not laid out",
    ),
    "a trigger put in": (
        lambda folder: alter(
            folder, "CREATE TRIGGER t AFTER INSERT ON cases BEGIN SELECT 1; END"
        ), "store", "not laid out",
    ),
    "an index broken": (lost_index, "store", "ix_history_case_id"),
    "a page broken": (broken_page, "store", "damaged"),
    "no database": (garbage, "store", "damaged, or is no store"),
    "a newer program's store": (newer_store, "store", "made by a newer complaintdesk"),
    "a letter altered": (
        lambda folder: letter(folder).write_bytes(b"other"), "files", "was changed since",
    ),
    "a letter gone": (lambda folder: letter(folder).unlink(), "files", "docx” is not there"),
    "a document altered": (
        lambda folder: document(folder).write_bytes(b"A survey of the bailer.\n"),
        "files", "was changed since",
    ),
    "documents gone": (
        lambda folder: shutil.rmtree(folder / "documents"), "files", "Survey.pdf” is not there",
    ),
    "desk.toml unreadable": (
        lambda folder: (folder / "desk.toml").write_text("id = "), "desk", "cannot be read",
    ),
    "desk.toml gone": (
        lambda folder: (folder / "desk.toml").unlink(), "desk", "cannot be read",
    ),
    "a wording at fault": (
        lambda folder: (folder / "templates" / TOP).write_bytes(b"\xff\xfe{{"),
        "wordings", TOP,
    ),
}  # fmt: skip

# One of each kind, for tests that need not see every line of every change.
EACH = [name for name in DAMAGES if "line" not in name or name == "line 2 of change 3"]


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_and_everything_else_is_looked_at(folder: Path, name: str) -> None:
    damage, area, words = DAMAGES[name]
    damage(folder)
    found = examined(folder)
    assert any(words in sentence for sentence in faults(found, area)), bad(found)
    assert set(AREAS) <= set(areas(found))
    # What is wrong elsewhere is not blamed on the record.
    assert area == "record" or not faults(found, "record")


@POSIX
@pytest.mark.parametrize("which", [letter, document])
def test_a_link_in_the_place_of_a_file_is_a_fault_and_not_opened(
    folder: Path, which: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = which(folder)
    linked(path)
    real, opened = os.open, []
    monkeypatch.setattr(
        os, "open", lambda path, *more, **named: opened.append(path) or real(path, *more, **named)
    )
    assert ["is a link" in said for said in faults(examined(folder), "files")] == [True]
    assert path not in opened


@POSIX
def test_a_link_on_the_way_to_a_file_is_a_fault(folder: Path, tmp_path: Path) -> None:
    (folder / "letters").rename(tmp_path / "outside")
    (folder / "letters").symlink_to(tmp_path / "outside")
    found = examined(folder)
    assert len(faults(found, "files")) == 3
    assert ["“letters”" in said for said in warnings(found, "folder")] == [True]


@pytest.mark.parametrize(
    "file",
    ["/etc/passwd", "../outside", "letters/../../outside", "letters/CD-2026-0002/x.docx",
     "record/CD-2026-0001/x", "letters/CD-2026-0001/..", "letters/CD-2026-0001/a:b", "", "\0"],
)  # fmt: skip
def test_a_path_that_leads_out_of_its_case_is_a_fault_and_not_opened(
    folder: Path, file: str
) -> None:
    (folder.parent / "outside").write_text("secret")
    (folder / "letters" / "CD-2026-0002").mkdir()
    (folder / "letters" / "CD-2026-0002" / "x.docx").write_text("another case's")
    Record(folder / "record", SCHEMA).path(6).unlink()  # so that this PC's own store is asked
    path = file.replace("'", "''")
    alter(folder, f"UPDATE letter SET file = '{path}' WHERE id = 1") if "\0" not in file else alter(
        folder, "UPDATE letter SET file = 'a' || char(0) WHERE id = 1"
    )
    said = faults(examined(folder), "files")
    assert any("no file of this case is kept" in one for one in said)


def test_a_stranger_in_the_record_is_a_warning(folder: Path) -> None:
    of_record(stranger("notes\x1b[31m.txt"))(folder)
    found = examined(folder)
    assert faults(found, "record") == []
    assert len(warnings(found, "record")) == 1


def test_left_over_files_are_noted_and_count_for_nothing(folder: Path) -> None:
    (folder / "record" / ".000000007.json.0123.tmp").write_text("half")
    (folder / "letters" / ".x.tmp").write_text("half")
    found = examined(folder)
    assert bad(found) == []
    notes = [one.area for one in found if one.level == "note"]
    assert notes == ["record", "left over"]


def test_a_pc_without_a_store_is_told_so_and_gets_none(folder: Path) -> None:
    store_of(folder).unlink()
    found = examined(folder)
    assert bad(found) == []
    assert not list(store_of_parent(folder).glob("cases.db"))


def store_of_parent(folder: Path) -> Path:
    return next(Path(os.environ["COMPLAINTDESK_HOME"]).glob("desks/*"))


def test_a_store_that_is_behind_is_sound_as_far_as_it_goes(folder: Path, this_pc: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(this_pc.with_name("other-pc")))
        colleague = Desk(folder, "Alex Moss", clock=lambda: NOW)
        commands.log_complaint(colleague, complete("Di"))
        colleague.close()
    found = examined(folder)
    assert bad(found) == []
    assert any("1 change waits" in one.sentence for one in found if one.area == "store")


def test_due_dates_by_another_calendar_are_a_note_until_the_desk_is_opened(folder: Path) -> None:
    toml = folder / "desk.toml"
    toml.write_text(toml.read_text().replace("closure_days = []", "closure_days = [2026-12-29]"))
    found = examined(folder)
    assert bad(found) == []
    assert any("worked out again" in one.sentence for one in found if one.area == "store")


def test_a_store_that_holds_more_than_a_damaged_record_is_to_be_kept(folder: Path) -> None:
    of_record(flip(3, 1))(folder)
    assert ["keep it" in said for said in warnings(examined(folder), "store")] == [True]


def test_files_that_no_case_names_are_noted_with_drafts_apart(folder: Path) -> None:
    (letter(folder).parent / "2026-11-20 stage1-response DRAFT.docx").write_text("draft")
    (letter(folder).parent / "\x1b[31mby hand.txt").write_text("x")
    notes = [one.sentence for one in examined(folder) if (one.level, one.area) == ("note", "files")]
    assert len(notes) == 2
    assert "1 file in letters/ marked DRAFT" in notes[0]
    assert "by hand.txt" in notes[1]
    assert "\x1b" not in notes[1]


def test_a_form_that_cannot_be_read_is_a_warning_and_stays(folder: Path) -> None:
    drafts = drafts_of(folder)
    drafts.mkdir()
    (drafts / "abc.json").write_text("{half")
    assert ["abc.json" in said for said in warnings(examined(folder), "drafts")] == [True]
    assert (drafts / "abc.json").read_text() == "{half"


def test_a_desk_that_was_long_without_a_backup_is_warned_of(folder: Path) -> None:
    later = NOW + timedelta(days=14)
    found = list(Examination(folder, clock=lambda: later).findings())
    assert [one.area for one in bad(found)] == ["backups"]


@pytest.mark.parametrize(
    ("on", "area"), [(date(2028, 2, 1), "calendar"), (date(2027, 9, 1), "ombudsmen")]
)
def test_what_grows_old_is_a_warning(folder: Path, on: date, area: str) -> None:
    later = datetime.combine(on, NOW.timetz())
    found = list(Examination(folder, clock=lambda: later).findings())
    assert warnings(found, area)
    assert "fault" not in {one.level for one in found}


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    found = examined(tmp_path / "nowhere")
    assert [(one.level, one.area) for one in found] == [("fault", "desk")]


def test_a_look_that_fails_is_a_finding_and_holds_nothing_personal(
    folder: Path, this_pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Ann O'Brien")

    monkeypatch.setattr("complaintdesk.services.ombudsmen.reminders", broken)
    found = examined(folder)
    assert len(faults(found, "ombudsmen")) == 1
    assert set(AREAS) <= set(areas(found))
    assert not any("Brien" in one.sentence for one in found)
    assert "Brien" not in (this_pc / "fault.txt").read_text()


def test_many_faults_alike_are_counted_after_the_first(folder: Path) -> None:
    for number in range(1, 200, 2):
        of_record(stranger(f"note-{number}.txt"))(folder)
    said = warnings(examined(folder), "record")
    assert len(said) == 21
    assert said[-1] == "There are 80 more like these."


def test_an_open_window_may_hold_the_store_while_it_is_checked(folder: Path) -> None:
    reader = sqlite3.connect(store_of(folder))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM cases").fetchone()
    assert bad(examined(folder)) == []
    reader.close()
