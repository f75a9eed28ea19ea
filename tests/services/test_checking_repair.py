"""`check --repair` makes again what the record holds, and never touches the record."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.record.folder import Record
from complaintdesk.services.checkpoints import unproved
from complaintdesk.services.desk import Desk
from complaintdesk.store import SCHEMA
from tests.conftest import NOW, dump
from tests.services.checked import (
    alter,
    bad,
    drafts_of,
    examined,
    faults,
    folder,
    store_of,
    warnings,
    whole,
)
from tests.services.test_checking import DAMAGES, EACH
from tests.storage.helpers import contents, no_waiting

__all__ = ["folder", "no_waiting", "whole"]
pytestmark = pytest.mark.usefixtures("no_waiting")

# Damage to this PC's store that making it again mends: all but a store that only looks too new.
MENDED = [name for name, (_, area, _) in DAMAGES.items() if area == "store" and "newer" not in name]


def facts(store: Path) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows for name, rows in dump(store).items() if name != "meta"}


@pytest.mark.parametrize("name", MENDED)
def test_a_damaged_store_is_made_again_from_the_record(folder: Path, name: str) -> None:
    sound = facts(store_of(folder))
    DAMAGES[name][0](folder)
    damaged = store_of(folder).read_bytes()
    found = examined(folder, repair=True)
    assert bad(found) == []
    assert any("Mended" in one.sentence for one in found if one.level == "ok")
    kept = store_of(folder).with_name("cases.db.before-repair-1")
    assert kept.read_bytes() == damaged
    assert facts(store_of(folder)) == sound
    assert bad(examined(folder)) == []


@pytest.mark.parametrize("name", EACH)
def test_repair_changes_no_byte_and_no_name_in_the_record(folder: Path, name: str) -> None:
    DAMAGES[name][0](folder)
    if (folder / "record").is_dir():
        (folder / "record" / ".000000007.json.0123.tmp").write_text("half")
    old(folder / "record")
    before = everything(folder / "record")
    examined(folder, repair=True)
    assert everything(folder / "record") == before


def test_a_store_that_began_from_a_checkpoint_is_held_against_the_record(folder: Path) -> None:
    unproved(store_of(folder)).touch()
    told = "nothing can be saved from this PC"
    assert any(told in one.sentence for one in examined(folder) if one.level == "note")
    assert unproved(store_of(folder)).exists()
    assert bad(examined(folder, repair=True)) == []
    assert not unproved(store_of(folder)).exists()
    assert not any(told in one.sentence for one in examined(folder))


def test_one_that_is_not_what_the_record_says_is_made_again_and_saves(folder: Path) -> None:
    sound = facts(store_of(folder))
    unproved(store_of(folder)).touch()
    alter(folder, "UPDATE cases SET complainant_name = 'Somebody else' WHERE id = 1")
    assert bad(examined(folder, repair=True)) == []
    assert facts(store_of(folder)) == sound
    assert not unproved(store_of(folder)).exists()


def test_nothing_is_taken_as_proved_while_the_record_has_a_fault(folder: Path) -> None:
    unproved(store_of(folder)).touch()
    DAMAGES["a change gone"][0](folder)
    examined(folder, repair=True)
    assert unproved(store_of(folder)).exists()


def everything(place: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file below a folder with its content, rights and time of change."""
    return {
        name: (data, (place / name).stat().st_mode, (place / name).stat().st_mtime_ns)
        for name, data in contents(place).items()
    } | {p.name: (b"", p.stat().st_mode, 0) for p in place.rglob("*") if p.is_dir()}


def old(place: Path, hours: float = 48) -> None:
    for path in place.rglob(".*"):
        os.utime(path, (time.time() - hours * 3600,) * 2)


RECORD = [name for name in EACH if DAMAGES[name][1] == "record"]


@pytest.mark.parametrize("name", RECORD)
def test_a_store_is_never_replaced_by_what_a_damaged_record_still_holds(
    folder: Path, name: str
) -> None:
    alter(folder, "DROP INDEX listing_due")  # a fault whatever the record still holds
    DAMAGES[name][0](folder)
    before = store_of(folder).read_bytes()
    found = examined(folder, repair=True)
    assert faults(found, "record")
    assert store_of(folder).read_bytes() == before
    assert sorted(p.name for p in store_of(folder).parent.iterdir()) == ["cases.db"]


def test_a_sound_store_is_left_as_it_is(folder: Path) -> None:
    before = store_of(folder).read_bytes()
    assert bad(examined(folder, repair=True)) == []
    assert store_of(folder).read_bytes() == before
    assert [p.name for p in store_of(folder).parent.iterdir()] == ["cases.db"]


def test_a_newer_programs_store_is_left_to_it(folder: Path) -> None:
    DAMAGES["a newer program's store"][0](folder)
    before = store_of(folder).read_bytes()
    assert faults(examined(folder, repair=True), "store")
    assert store_of(folder).read_bytes() == before


def test_a_journal_goes_with_its_store_and_each_repair_keeps_its_own(folder: Path) -> None:
    for number in (1, 2):
        alter(folder, "UPDATE cases SET summary = 'other' WHERE id = 2")
        store = store_of(folder)
        store.with_name("cases.db.damaged").write_text("")
        examined(folder, repair=True)
        assert store.with_name(f"cases.db.before-repair-{number}.damaged").exists()
        assert not store.with_name("cases.db.damaged").exists()
        assert store.with_name(f"cases.db.before-repair-{number}").exists()


def test_a_mended_desk_opens_with_every_case_and_its_dates(folder: Path) -> None:
    desk = Desk(folder, "Sam Patel", clock=lambda: NOW)
    desk.catch_up()
    before = dump(desk.store_file)
    desk.close()
    DAMAGES["no database"][0](folder)
    examined(folder, repair=True)
    desk = Desk(folder, "Sam Patel", clock=lambda: NOW)
    desk.catch_up()
    desk.close()
    assert dump(desk.store_file) == before


def test_a_store_that_cannot_be_put_in_place_is_told_and_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alter(folder, "UPDATE cases SET summary = 'other' WHERE id = 2")
    before = store_of(folder).read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("complaintdesk.services.checking.mending.shutil.copyfile", refuse)
    found = examined(folder, repair=True)
    assert any("could not be put in place" in said for said in faults(found, "store"))
    assert store_of(folder).read_bytes() == before


LEFT = ("letters/.a.tmp", "letters/CD-2026-0001/.b.tmp", "documents/.c.tmp", ".desk.toml.d.tmp",
        "templates/.e.tmp", "backups/.f.tmp")  # fmt: skip


@pytest.mark.parametrize(("hours", "is_cleared"), [(1, False), (23.9, False), (24.1, True)])
def test_left_over_files_go_once_they_are_over_a_day_old(
    folder: Path, hours: float, is_cleared: bool
) -> None:
    for name in LEFT:
        (folder / name).write_text("half")
        os.utime(folder / name, (time.time() - hours * 3600,) * 2)
    examined(folder)
    assert all((folder / name).exists() for name in LEFT)
    examined(folder, repair=True)
    assert [(folder / name).exists() for name in LEFT] == [not is_cleared] * len(LEFT)


def test_a_probe_that_was_cut_off_is_cleared_with_nothing_but_its_own(folder: Path) -> None:
    for name in (".complaintdesk-check-aa", ".complaintdesk-check-bb"):
        (folder / name).mkdir()
        (folder / name / "probe").write_text("first")
    (folder / ".complaintdesk-check-bb" / "somebody's").write_text("keep")
    old(folder)
    for name in (".complaintdesk-check-aa", ".complaintdesk-check-bb"):
        os.utime(folder / name, (time.time() - 48 * 3600,) * 2)
    examined(folder, repair=True)
    left = sorted(p.name for p in folder.glob(".complaintdesk-check-*"))
    assert left == [".complaintdesk-check-bb"]
    (folder / left[0] / "somebody's").unlink()
    (folder / left[0]).rmdir()


@pytest.mark.parametrize("name", ["no database", "line 1 of change 3", "a letter gone"])
def test_repair_touches_no_draft(folder: Path, name: str) -> None:
    drafts = drafts_of(folder)
    drafts.mkdir()
    (drafts / "abc.json").write_text("{half")
    (drafts / ".def.json.tmp").write_text("{half")
    old(drafts)
    DAMAGES[name][0](folder)
    before = everything(drafts)
    examined(folder, repair=True)
    assert everything(drafts) == before


def test_letters_and_documents_are_never_made_up(folder: Path) -> None:
    DAMAGES["a letter gone"][0](folder)
    before = contents(folder / "letters")
    found = examined(folder, repair=True)
    assert faults(found, "files")
    assert contents(folder / "letters") == before


@pytest.mark.parametrize("when", ["copying", "comparing"])
def test_the_private_copy_goes_whatever_happens(
    folder: Path, this_pc: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def stop(*_: object, **__: object) -> None:
        assert list(this_pc.glob("check-*"))
        raise KeyboardInterrupt

    name: dict[str, str] = {"copying": "take_copy", "comparing": "differences"}
    monkeypatch.setattr(f"complaintdesk.store.examining.{name[when]}", stop)
    with pytest.raises(KeyboardInterrupt):
        examined(folder)
    assert list(this_pc.glob("check-*")) == []


def test_the_private_copy_is_for_this_account_alone_and_an_abandoned_one_goes(
    folder: Path, this_pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    abandoned = this_pc / "check-old"
    abandoned.mkdir()
    (abandoned / "this-pc.db").write_text("cases")
    os.utime(abandoned, (time.time() - 48 * 3600,) * 2)
    modes: list[int] = []
    real: Callable[..., bool] = __import__(
        "complaintdesk.store.examining", fromlist=["take_copy"]
    ).take_copy

    def take(path: Path, to: Path) -> bool:
        modes.append(to.parent.stat().st_mode & 0o777)
        return real(path, to)

    monkeypatch.setattr("complaintdesk.store.examining.take_copy", take)
    examined(folder)
    assert modes == [0o700] or os.name == "nt"
    assert not abandoned.exists()


def test_without_room_on_this_pc_the_rest_is_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    found = examined(folder)
    assert [one.area for one in bad(found)] == ["store", "files"]
    assert warnings(found, "store")


def test_the_record_of_a_mended_desk_is_the_one_it_was(folder: Path) -> None:
    record = Record(folder / "record", SCHEMA)
    before = [record.read(number) for number in record.names()]
    DAMAGES["rows gone"][0](folder)
    examined(folder, repair=True)
    assert [record.read(number) for number in record.names()] == before
