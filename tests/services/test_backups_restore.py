"""A backup brought back is the same desk, beside the real one and never over it."""

import errno
import os
from pathlib import Path

import pytest

from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable, ShareUnavailable
from complaintdesk.services import commands
from complaintdesk.services.backups import restoring
from complaintdesk.services.backups.differing import differences
from complaintdesk.services.backups.making import Made, make, make_whole
from complaintdesk.services.backups.restoring import free_folder, restore
from complaintdesk.services.desk import Desk
from complaintdesk.settings import read_desk_file
from tests.conftest import NOW
from tests.services.backup_helpers import (
    MAKER,
    backed_up,
    filled,
    opened_elsewhere,
    patched,
    restored,
)
from tests.services.conftest import made as file_made
from tests.storage.helpers import POSIX, complete, contents


def said(desk: Desk, made: Made, into: Path) -> str:
    return "\n".join(differences(into, made.manifest, desk.folder))


@pytest.mark.parametrize("whole", [False, True])
def test_a_restored_training_desk_adds_up_to_the_same_on_another_pc(
    training_desk: Desk, tmp_path: Path, whole: bool
) -> None:
    into, out = tmp_path / "back", tmp_path / "away.zip"
    made = (
        make_whole(training_desk.folder, MAKER, out) if whole else make(training_desk.folder, MAKER)
    )
    restored(made, into)
    there = opened_elsewhere(training_desk.folder, tmp_path / "pc-8")
    assert opened_elsewhere(into, tmp_path / "pc-9") == there
    assert len(there["cases"]) == 60
    names = ("letters", "documents", "record")
    assert all(contents(into / n) == contents(training_desk.folder / n) for n in names)


def test_colleagues_can_go_on_in_the_restored_desk(desk: Desk, tmp_path: Path) -> None:
    into = restored(backed_up(desk), tmp_path / "back")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(tmp_path / "pc-9"))
        other = Desk(into, "Alex Moss", clock=lambda: NOW)
        assert commands.log_complaint(other, complete()).ref == "CD-2026-0003"
        other.close()


@pytest.mark.parametrize(
    "name", ["desk", "used", "a file", pytest.param("a link", marks=POSIX), "inside"]
)
def test_restore_never_touches_a_folder_that_is_in_use(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    made = backed_up(desk)
    (tmp_path / "used").mkdir()
    file_made(tmp_path / "used" / "x.txt", b"x")
    file_made(tmp_path / "a file", b"x")
    (tmp_path / "empty").mkdir()
    if name == "a link":
        (tmp_path / "a link").symlink_to(tmp_path / "empty")
    into = desk.folder / "letters" / "new" if name == "inside" else tmp_path / name
    before = contents(tmp_path)
    with pytest.raises(BadInput, match=r"in use|inside the desk|cannot be looked into"):
        restore(made.path, into)
    assert contents(tmp_path) == before


def test_an_empty_folder_will_do_and_a_name_in_use_gets_a_number(
    desk: Desk, tmp_path: Path
) -> None:
    made = backed_up(desk)
    (tmp_path / "empty").mkdir()
    restored(made, tmp_path / "empty")
    assert free_folder(tmp_path, "empty") == tmp_path / "empty 2"


def test_desk_toml_comes_last_so_that_a_restore_cut_short_is_no_desk(
    desk: Desk, tmp_path: Path
) -> None:
    made, order = backed_up(desk), list[str]()
    real = restoring.put_if_free

    def put(path: Path, data: bytes) -> None:
        order.append(path.name)
        real(path, data)

    with patched(restoring, "put_if_free", put):
        restore(made.path, tmp_path / "back")
    assert order[-1] == "desk.toml"
    assert order.count("desk.toml") == 1
    letters = (tmp_path / "back/letters").rglob("*.txt")
    desk_toml = (tmp_path / "back/desk.toml").stat().st_mtime_ns
    assert all(path.stat().st_mtime_ns <= desk_toml for path in letters)


@pytest.mark.parametrize("after", range(4))
def test_a_disk_that_is_full_in_the_middle_is_a_sentence_and_no_desk(
    desk: Desk, tmp_path: Path, after: int
) -> None:
    made, real, left = backed_up(desk), restoring.put_if_free, [after]

    def put(path: Path, data: bytes) -> None:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        real(path, data)

    with (
        patched(restoring, "put_if_free", put),
        pytest.raises(ShareUnavailable, match=r"No space left on device.*is no desk"),
    ):
        restore(made.path, tmp_path / "back")
    with pytest.raises(DeskUnusable, match="is not a desk"):
        read_desk_file(tmp_path / "back")


def test_a_share_that_alters_the_record_while_it_is_written_gets_no_desk(
    desk: Desk, tmp_path: Path
) -> None:
    made, real = backed_up(desk), restoring.put_if_free

    def put(path: Path, data: bytes) -> None:
        real(path, data.replace(b"Sam Patel", b"Sam Patal") if "record" in path.parts else data)

    with patched(restoring, "put_if_free", put), pytest.raises(DeskUnusable, match="each damaged"):
        restore(made.path, tmp_path / "back")
    assert not (tmp_path / "back/desk.toml").exists()


def test_a_share_that_alters_a_letter_while_it_is_written_does_not_pass_it_off(
    desk: Desk, tmp_path: Path
) -> None:
    made, real = backed_up(desk), restoring.name_if_free

    def name(beside: Path, path: Path) -> None:
        real(beside, path)
        path.write_bytes(b"other")

    with patched(restoring, "name_if_free", name):
        done = restore(made.path, tmp_path / "back")
    assert len(done.lost) == 2
    assert not any(path in contents(tmp_path / "back") for path in done.lost)


def test_somebody_else_restoring_into_the_same_folder_is_noticed(
    desk: Desk, tmp_path: Path
) -> None:
    made, real = backed_up(desk), restoring.put_if_free

    def put(path: Path, data: bytes) -> None:
        if path.name == "000000002.json":
            path.write_bytes(b"theirs")
        real(path, data)

    with patched(restoring, "put_if_free", put), pytest.raises(DeskUnusable, match="Somebody else"):
        restore(made.path, tmp_path / "back")
    assert (tmp_path / "back/record/000000002.json").read_bytes() == b"theirs"


@pytest.mark.parametrize("harm", ["lost", "altered", "cut", pytest.param("a link", marks=POSIX)])
def test_a_letter_that_is_not_kept_any_more_is_named_and_the_rest_comes_back(
    desk: Desk, tmp_path: Path, harm: str
) -> None:
    made = backed_up(desk)
    entry = next(e for e in made.manifest.beside if e.path.startswith("documents/"))
    stored = desk.folder / "backups/files" / entry.sha256[:2] / entry.sha256
    data = stored.read_bytes()
    stored.unlink()
    if harm == "a link":
        stored.symlink_to(file_made(tmp_path / "elsewhere", data))
    elif harm != "lost":
        stored.write_bytes(data[:-1] + b"x" if harm == "altered" else data[:9])
    done = restore(made.path, tmp_path / "back")
    assert done.lost == (entry.path,)
    back = contents(tmp_path / "back")
    assert entry.path not in back
    assert "letters/CD-2026-0001/2026-11-20 note.txt" in back
    assert not [name for name in back if name.endswith(".tmp")]
    read_desk_file(tmp_path / "back")


# What differs


def test_nothing_differs_right_after_a_backup(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk)
    assert said(desk, made, restored(made, tmp_path / "back")).startswith("Nothing differs")


def test_what_was_done_since_is_told_with_who_when_and_which_case(
    desk: Desk, tmp_path: Path
) -> None:
    made = backed_up(desk)
    commands.log_complaint(desk, complete())
    commands.log_complaint(desk, complete())
    found = said(desk, made, restored(made, tmp_path / "back"))
    assert "Not in the backup: changes 4 to 5 of the present desk" in found
    assert "change 4: Sam Patel, Friday 20 November 2026 at 10:30, " in found
    assert ", CD-2026-0003" in found


def test_a_record_that_ends_sooner_or_was_damaged_is_told_from_where(
    desk: Desk, tmp_path: Path
) -> None:
    made = backed_up(desk)
    into, third = restored(made, tmp_path / "back"), desk.folder / "record/000000003.json"
    kept = third.read_bytes()
    third.unlink()
    assert "Only in the backup: change 3. The present desk's record ends at change 2." in said(
        desk, made, into
    )
    third.write_bytes(kept.replace(b"Ann", b"Ben"))
    assert "can be read up to change 2: Change 3 in the desk's record is damaged" in said(
        desk, made, into
    )
    third.write_bytes(kept)


def test_two_records_that_part_are_told_from_where(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk)
    into = restored(made, tmp_path / "back")
    forked = tmp_path / "forked"
    restored(made, forked)
    (forked / "record/000000003.json").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(tmp_path / "pc-9"))
        other = Desk(forked, "Alex Moss", clock=lambda: NOW)
        commands.log_complaint(other, complete())
        other.close()
    found = "\n".join(differences(into, made.manifest, forked))
    assert "The two records part at change 3" in found
    assert "in the present desk: change 3: Alex Moss" in found


def test_files_and_policy_that_differ_are_named(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk)
    into = restored(made, tmp_path / "back")
    toml = desk.folder / "desk.toml"
    text = toml.read_text("utf-8").replace("01632 960100", "01632 960199")
    text = text.replace('closes_at = "17:00"', "")
    toml.write_text(text.replace("[targets] ", "[targets]\nacknowledge_stage_1 = 3\n"), "utf-8")
    file_made(desk.folder / "letters/CD-2026-0001/new.txt", b"new")
    (desk.folder / "documents/CD-2026-0002/boiler.pdf").write_bytes(b"other")
    (desk.folder / "templates/logo.png").write_bytes(b"other")
    (desk.folder / "letters/CD-2026-0001/2026-11-20 note.txt").unlink()
    found = said(desk, made, into)
    for part in (
        "desk.toml, council.phone: “01632 960100” in the backup, “01632 960199” now.",
        "desk.toml, calendar.closes_at: “17:00” in the backup, nothing now.",
        "desk.toml, targets.acknowledge_stage_1: nothing in the backup, “3” now.",
        "Not in the backup, of letters, documents and templates:\n  letters/CD-2026-0001/new.txt",
        "Only in the backup, of letters, documents and templates:\n  letters/CD-2026-0001/2026-11",
        "Of another size than in the backup, of letters, documents and templates:\n  documents/",
        "Other than in the backup, of letters, documents and templates:\n  templates/logo.png",
    ):
        assert part in found


def test_a_desk_that_is_gone_or_another_is_said_and_not_compared(
    desk: Desk, training_desk: Desk, tmp_path: Path
) -> None:
    made = backed_up(desk)
    into = restored(made, tmp_path / "back")
    assert "could not be compared" in "".join(differences(into, made.manifest, tmp_path / "none"))
    assert "is another one" in "".join(differences(into, made.manifest, training_desk.folder))


# Two folders of one id


def test_a_pc_that_has_seen_more_refuses_the_restored_desk_and_harms_neither(
    desk: Desk, tmp_path: Path
) -> None:
    into = restored(backed_up(desk), tmp_path / "back")
    commands.log_complaint(desk, complete())
    desk.close()
    before, store = contents(into), desk.store_file.read_bytes()
    other = Desk(into, "Sam Patel", clock=lambda: NOW)
    for act in (other.catch_up, lambda: commands.log_complaint(other, complete())):
        with pytest.raises(DeskUnusable, match="ends before change 4, which this PC"):
            act()
    other.close()
    assert contents(into) == before
    assert desk.store_file.read_bytes() == store


def test_a_pc_that_went_on_in_the_restored_desk_refuses_the_old_one(
    desk: Desk, tmp_path: Path
) -> None:
    """Both go on from the backup: the seals tell the two apart, so nothing is ever mixed."""
    into = restored(backed_up(desk), tmp_path / "back")
    store = desk.store_file
    desk.close()
    kept = store.read_bytes()
    other = Desk(into, "Alex Moss", clock=lambda: NOW)
    commands.log_complaint(other, complete("Ben Cole"))
    other.close()
    ahead = store.read_bytes()
    store.write_bytes(kept)
    commands.log_complaint(desk, complete("Cal Dean"))
    desk.close()
    kept = store.read_bytes()
    store.write_bytes(ahead)
    before = contents(desk.folder)
    again = Desk(desk.folder, "Alex Moss", clock=lambda: NOW)
    with pytest.raises(DeskUnusable, match=r"Change 4 .* is not the one that this PC has seen"):
        again.catch_up()
    again.close()
    assert contents(desk.folder) == before
    store.write_bytes(kept)


def test_the_old_store_moved_away_opens_the_restored_desk(desk: Desk, tmp_path: Path) -> None:
    into = restored(backed_up(desk), tmp_path / "back")
    commands.log_complaint(desk, complete())
    desk.close()
    desk.store_file.rename(tmp_path / "old.db")
    other = Desk(into, "Sam Patel", clock=lambda: NOW)
    other.catch_up()
    assert other.store.head()[0] == 3
    other.close()
    (tmp_path / "old.db").replace(desk.store_file)


@pytest.mark.parametrize("name", ["put_if_free", "written_beside", "name_if_free", "shared_folder"])
def test_every_fault_of_the_folder_is_a_sentence_and_no_desk(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    made = make(filled(desk), MAKER)

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with patched(restoring, name, fail), pytest.raises(DeskError, match="is no desk"):
        restore(made.path, tmp_path / "back")
    assert not (tmp_path / "back/desk.toml").exists()
