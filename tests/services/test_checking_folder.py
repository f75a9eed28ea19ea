"""The folder of a desk: its rights, links, services that copy it about, saving, clock and room."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from complaintdesk.record import place
from complaintdesk.services.checking import folder as folder_look
from complaintdesk.services.checking import room_look, writing_look
from complaintdesk.services.checking.folder import folder_warnings
from tests.services.checked import AREAS, areas, bad, examined, faults, folder, warnings, whole
from tests.storage.helpers import POSIX, contents

__all__ = ["folder", "whole"]
PARTS = ("desk.toml", "record", "letters", "documents")


# Rights


@POSIX
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("mode", [0o644, 0o664, 0o777, 0o702])
def test_a_part_that_anybody_may_read_or_change_is_named(
    folder: Path, part: str, mode: int
) -> None:
    (folder / part).chmod(mode | 0o100)
    [said] = folder_warnings(folder)
    assert f"“{part}”" in said
    assert ("may change" in said) == bool(mode & 0o002)
    assert "Tell IT" in said


@POSIX
def test_a_part_that_only_the_group_may_use_is_in_order(folder: Path) -> None:
    for part in PARTS:
        (folder / part).chmod(0o770)
    assert folder_warnings(folder) == ()


@POSIX
def test_rights_do_not_fail_a_check(folder: Path) -> None:
    folder.chmod(0o777)
    found = examined(folder)
    assert [one.level for one in bad(found)] == ["warning"]
    assert "the desk's folder" in warnings(found, "folder")[0]


def test_on_windows_rights_are_left_to_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_look, "os", SimpleNamespace(**vars(os) | {"name": "nt"}))
    folder.chmod(0o777)
    assert folder_warnings(folder) == ()
    notes = [one.sentence for one in examined(folder) if one.area == "folder"]
    assert any("not seen from here: ask IT" in said for said in notes)


# Links


@POSIX
@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_a_link_is_named(folder: Path, tmp_path: Path, part: str) -> None:
    (folder / part).rename(tmp_path / "outside")
    (folder / part).symlink_to(tmp_path / "outside")
    [said] = folder_warnings(folder)
    assert f"“{part}”" in said


@POSIX
def test_a_link_that_leads_nowhere_or_round_in_a_circle_is_named(folder: Path) -> None:
    (folder / "backups").rmdir()
    (folder / "backups").symlink_to("backups")
    [said] = folder_warnings(folder)
    assert "“backups”" in said


@POSIX
def test_a_desk_that_is_itself_reached_by_a_link_is_in_order(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "drive").symlink_to(folder)
    assert folder_warnings(tmp_path / "drive") == ()
    assert bad(examined(tmp_path / "drive")) == []


@POSIX
def test_a_link_among_the_files_of_cases_is_a_warning(folder: Path, tmp_path: Path) -> None:
    (folder / "documents" / "elsewhere").symlink_to(tmp_path)
    assert ["elsewhere" in said for said in warnings(examined(folder), "files")] == [True]


@POSIX
@pytest.mark.parametrize(
    "part", ["presence", "backups/files", "backups/files/ab", "record/000001", "checkpoints/x"]
)
def test_a_link_further_down_is_named(folder: Path, tmp_path: Path, part: str) -> None:
    (tmp_path / "outside").mkdir()
    (folder / part).parent.mkdir(parents=True, exist_ok=True)
    (folder / part).symlink_to(tmp_path / "outside")
    [said] = warnings(examined(folder), "folder")
    assert f"“{part}”" in said


# Services that copy folders about


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Northmoor Council", "OneDrive"),
        ("Dropbox (Work)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Windows/CSC/v2.0.6/namespace", "Offline Files"),
    ],
)
def test_a_service_that_copies_the_folder_about_is_named(
    tmp_path: Path, parts: str, service: str
) -> None:
    place = tmp_path / parts / "desk"
    place.mkdir(parents=True, mode=0o700)
    [said] = folder_warnings(place)
    assert service in said


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial"])
def test_where_onedrive_says_it_is_is_believed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(folder.parent))
    [said] = folder_warnings(folder)
    assert "OneDrive" in said
    monkeypatch.setenv(variable, str(folder.parent / "other"))
    assert folder_warnings(folder) == ()


def test_a_folder_that_is_not_there_has_no_warnings(tmp_path: Path) -> None:
    assert folder_warnings(tmp_path / "nowhere") == ()


# Saving, tried for real


def refusing(number: int) -> Callable[..., object]:
    def refuse(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_folder_that_takes_nothing_is_a_fault_with_its_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = contents(folder)
    monkeypatch.setattr(writing_look, "put_if_free", refusing(number))
    found = examined(folder)
    assert [os.strerror(number) in said for said in faults(found, "saving")] == [True]
    assert set(AREAS) - {"clock"} <= set(areas(found))
    assert contents(folder) == before


def test_a_folder_in_which_no_folder_can_be_made_is_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_look, "shared_folder", refusing(errno.EROFS))
    assert len(faults(examined(folder), "saving")) == 1


def test_a_folder_that_lets_a_name_be_taken_twice_is_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_name", lambda beside, path, otherwise: beside.replace(path))
    said = faults(examined(folder), "saving")
    assert ["does not refuse a second file" in one for one in said] == [True]


def test_a_folder_that_gives_back_something_else_is_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lie(path: Path, data: bytes) -> None:
        if path.exists():
            raise FileExistsError
        path.write_bytes(data.upper())

    monkeypatch.setattr(writing_look, "put_if_free", lie)
    said = faults(examined(folder), "saving")
    assert ["something else than what was written" in one for one in said] == [True]


# Clock and room


@pytest.mark.parametrize(
    ("apart", "is_told"), [(60, False), (-60, False), (600, True), (-600, True)]
)
def test_a_clock_that_is_over_two_minutes_apart_is_a_warning(
    folder: Path, monkeypatch: pytest.MonkeyPatch, apart: int, is_told: bool
) -> None:
    real = writing_look.time.time
    monkeypatch.setattr(writing_look, "time", SimpleNamespace(time=lambda: real() + apart))
    said = warnings(examined(folder), "clock")
    assert ["10 minutes apart" in one for one in said] == [True] * is_told


@pytest.mark.parametrize(
    ("free", "level"),
    [
        (2 * 1024**3, "ok"), (1024**3, "ok"), (1024**3 - 1, "warning"),
        (50 * 1024**2, "warning"), (50 * 1024**2 - 1, "fault"), (0, "fault"),
    ],
)  # fmt: skip
def test_little_room_is_a_warning_and_hardly_any_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    found = [one.level for one in examined(folder) if one.area == "room"]
    assert found == [level, level]


def test_a_path_that_windows_cannot_open_is_a_warning(folder: Path) -> None:
    free = room_look.LONGEST - len(str(folder / "documents" / "CD-2026-0002")) - 1
    place = folder / "documents" / "CD-2026-0002"
    (place / ("x" * free)).write_text("fits")
    assert warnings(examined(folder), "room") == []
    (place / ("x" * (free + 1))).write_text("does not")
    assert ["Windows" in said for said in warnings(examined(folder), "room")] == [True]


def test_the_usual_name_of_a_letter_fits_below_a_usual_share() -> None:
    share = str(PureWindowsPath(r"\\server.northmoor.example.org\complaints\shared\team\desk"))
    assert len(share) + 1 + max(room_look._lengths(Path("nowhere"))) <= room_look.LONGEST
