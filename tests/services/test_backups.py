"""A backup holds a whole beginning of the desk, is proved by rebuilding, and lies about nothing."""

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable
from complaintdesk.record import place
from complaintdesk.services import commands
from complaintdesk.services.backups import contents, looking, making, proving
from complaintdesk.services.backups.archive import open_archive
from complaintdesk.services.backups.making import make, make_whole
from complaintdesk.services.backups.names import backups_in, is_member
from complaintdesk.services.desk import Desk
from tests.services.backup_helpers import (
    MAKER,
    backed_up,
    filled,
    maker,
    members,
    patched,
    restored,
)
from tests.services.conftest import made as file_made
from tests.storage.helpers import POSIX, complete
from tests.storage.helpers import contents as files_in

LETTER = "letters/CD-2026-0001/2026-11-20 note.txt"


def test_a_backup_is_named_by_day_time_and_head_and_has_its_proof_beside_it(desk: Desk) -> None:
    made = backed_up(desk)
    assert made.path.name == "2026-11-20 1030 change 000000003.zip"
    proof = json.loads(made.path.with_name(made.path.name + ".verified").read_bytes())
    assert proof["sha256"] == sha256(made.path.read_bytes()).hexdigest()
    assert (proof["head"], proof["compared_with_store"]) == (3, True)
    (found,) = backups_in(desk.folder)
    assert (found.head, found.is_verified) == (3, True)


def test_it_holds_every_file_and_letters_and_documents_once_by_content(desk: Desk) -> None:
    made = backed_up(desk)
    assert set(members(made.path)) == {
        "desk.toml", "record/000000001.json", "record/000000002.json", "record/000000003.json",
        "templates/logo.png", "manifest.json",
    }  # fmt: skip
    stored = files_in(desk.folder / "backups/files")
    assert len(stored) == 2
    assert all(
        path == f"{(h := sha256(data).hexdigest())[:2]}/{h}" for path, data in stored.items()
    )
    before = {p: p.stat().st_mtime_ns for p in (desk.folder / "backups/files").rglob("*")}
    make(desk.folder, maker(clock="11:00"))
    assert before == {p: p.stat().st_mtime_ns for p in (desk.folder / "backups/files").rglob("*")}


def test_a_whole_backup_is_one_file_and_never_over_another(desk: Desk, tmp_path: Path) -> None:
    filled(desk)
    out = tmp_path / "away.zip"
    make_whole(desk.folder, MAKER, out)
    assert members(out)[LETTER] == b"Dear Ann"
    before = out.read_bytes()
    with pytest.raises(BadInput, match="is there already"):
        make_whole(desk.folder, MAKER, out)
    assert out.read_bytes() == before
    if os.name != "nt":
        assert out.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("inside", ["x.zip", "record/x.zip", "letters/../x.zip"])
def test_a_whole_backup_is_not_put_into_the_desk_itself(desk: Desk, inside: str) -> None:
    before = files_in(desk.folder)
    with pytest.raises(BadInput, match="inside the desk"):
        make_whole(desk.folder, MAKER, desk.folder / inside)
    assert files_in(desk.folder) == before


def test_two_in_the_same_minute_have_a_name_each(desk: Desk) -> None:
    backed_up(desk)
    assert make(desk.folder, MAKER).path.name == "2026-11-20 1030 change 000000003-2.zip"
    assert [b.is_verified for b in backups_in(desk.folder)] == [True, True]


def test_what_is_half_written_or_hidden_or_a_backup_is_not_taken(desk: Desk) -> None:
    folder = filled(desk)
    for name in ("letters/CD-2026-0001/.x.tmp", "letters/CD-2026-0001/~$note.docx",
                 "templates/.hidden", "record/.000000004.json.ab.tmp", "checkpoints/x.db",
                 "documents/CD-2026-0002/Thumbs.db"):  # fmt: skip
        file_made(folder / name, b"x")
    made = make(folder, MAKER)
    assert made.left_out == ()
    paths = {entry.path for entry in made.manifest.files}
    assert all(is_member(path) for path in paths)
    assert len(paths) == 7


@POSIX
def test_links_and_names_that_no_restore_takes_are_left_out_and_named(
    desk: Desk, tmp_path: Path
) -> None:
    folder = filled(desk)
    secret = file_made(tmp_path / "secret" / "key.txt", b"secret")
    (folder / "letters/CD-2026-0001/link.txt").symlink_to(secret)
    (folder / "letters/CD-2026-0003").symlink_to(secret.parent)
    (folder / "templates/link.png").symlink_to(secret)
    file_made(folder / "documents/CD-2026-0002/a:b.pdf", b"x")
    file_made(folder / "documents/stray.pdf", b"x")
    file_made(folder / "documents/elsewhere/x.pdf", b"x")
    made = make(folder, MAKER)
    assert set(made.left_out) == {
        "letters/CD-2026-0001/link.txt", "letters/CD-2026-0003", "templates/link.png",
        "documents/CD-2026-0002/a:b.pdf", "documents/stray.pdf", "documents/elsewhere/x.pdf",
    }  # fmt: skip
    assert b"secret" not in b"".join(files_in(folder / "backups").values())


@POSIX
@pytest.mark.parametrize("name", ["letters", "documents", "templates"])
def test_a_folder_of_the_desk_that_leads_elsewhere_stops_the_backup(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    folder = filled(desk)
    (folder / name).rename(tmp_path / "moved")
    (folder / name).symlink_to(tmp_path / "moved")
    with pytest.raises(DeskError, match="is a link"):
        make(folder, MAKER)
    assert backups_in(folder) == ()


def changing(path: Path, how: Callable[[Path], object]) -> Callable[..., object]:
    """`pieces`, but this file changes once its first piece was read."""
    real = looking.pieces

    def pieces(desk: Path, name: str) -> object:
        for piece in real(desk, name):
            if desk / name == path and path.exists():
                how(path)
            yield piece

    return pieces


@pytest.mark.parametrize(
    "how",
    [lambda p: p.write_bytes(b"Dear Ann, and more"), lambda p: p.write_bytes(b""),
     lambda p: os.utime(p, (1, 1))],
    ids=["longer", "cut", "touched"],
)  # fmt: skip
@pytest.mark.parametrize("whole", [False, True])
def test_a_letter_that_changes_while_it_is_read_is_named_and_nothing_is_made(
    desk: Desk, tmp_path: Path, how: Callable[[Path], object], whole: bool
) -> None:
    folder = filled(desk)
    pieces = changing(folder / LETTER, how)
    from complaintdesk.services.backups import packing

    with (
        patched(contents, "pieces", pieces), patched(packing, "pieces", pieces),
        pytest.raises(DeskUnusable, match=r"2026-11-20 note\.txt changed while it was read"),
    ):  # fmt: skip
        make_whole(folder, MAKER, tmp_path / "o.zip") if whole else make(folder, MAKER)
    assert backups_in(folder) == ()
    assert not (tmp_path / "o.zip").exists()


def test_a_letter_written_anew_between_two_readings_is_named_and_nothing_is_kept(
    desk: Desk,
) -> None:
    folder, real, read = filled(desk), looking.pieces, list[str]()

    def pieces(desk: Path, name: str) -> object:
        read.append(name)
        if name == LETTER and read.count(LETTER) == 2:
            (folder / LETTER).write_bytes(b"Dear Ben")
        return real(desk, name)

    with (
        patched(contents, "pieces", pieces),
        pytest.raises(DeskUnusable, match=r"2026-11-20 note\.txt changed while it was read"),
    ):
        make(folder, MAKER)
    assert b"Dear Ben" not in files_in(folder / "backups").values()


def test_a_document_that_vanishes_meanwhile_is_named_and_nothing_is_made(desk: Desk) -> None:
    folder, real = filled(desk), looking.look

    def look(desk: Path, head: int) -> looking.Looked:
        found = real(desk, head)
        (folder / "documents/CD-2026-0002/boiler.pdf").unlink()
        return found

    with (
        patched(looking, "look", look),
        pytest.raises(DeskUnusable, match=r"boiler\.pdf could not be read"),
    ):
        make(folder, MAKER)
    assert backups_in(folder) == ()


def test_a_record_with_a_gap_is_not_backed_up(desk: Desk) -> None:
    folder = filled(desk)
    second = folder / "record/000000002.json"
    kept = second.read_bytes()
    second.unlink()
    with pytest.raises(DeskUnusable, match="missing"):
        make(folder, MAKER)
    assert backups_in(folder) == ()
    second.write_bytes(kept)


def test_a_record_that_lost_what_this_pc_has_seen_is_not_backed_up(desk: Desk) -> None:
    folder = filled(desk)
    third = folder / "record/000000003.json"
    kept = third.read_bytes()
    third.unlink()
    with pytest.raises(DeskUnusable, match="ends before change 3"):
        make(folder, MAKER)
    assert backups_in(folder) == ()
    third.write_bytes(kept)


def test_a_store_that_is_not_what_the_record_adds_up_to_stops_the_proof(desk: Desk) -> None:
    """Without the comparison a store that lies would stand beside a backup called verified."""
    import sqlite3

    folder = filled(desk)
    desk.close()
    kept = desk.store_file.read_bytes()
    connection = sqlite3.connect(desk.store_file)
    with connection:
        connection.execute("UPDATE cases SET summary = 'something else' WHERE id = 1")
    connection.close()
    with pytest.raises(DeskUnusable, match=r"differs in cases.*check --repair"):
        make(folder, MAKER)
    assert backups_in(folder) == ()
    desk.store_file.write_bytes(kept)


def test_a_store_behind_the_record_is_compared_all_the_same(
    desk: Desk, other_pc: Callable[[Desk], Desk]
) -> None:
    filled(desk)
    commands.log_complaint(other_pc(desk), complete("Ben Cole"))
    made = make(desk.folder, MAKER)
    assert (made.manifest.head, made.proof.was_compared) == (4, True)
    assert desk.store.head()[0] == 3


def test_a_pc_without_a_store_says_that_nothing_was_compared(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(desk)
    with monkeypatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(tmp_path / "new-pc"))
        assert not make(desk.folder, MAKER).proof.was_compared


def test_a_file_that_the_record_names_and_the_desk_lost_is_said(training_desk: Desk) -> None:
    documents = sorted((training_desk.folder / "documents").rglob("*.*"))
    documents[0].unlink()
    lacking = make(training_desk.folder, MAKER).proof.lacking
    assert lacking == (documents[0].relative_to(training_desk.folder).as_posix(),)


def test_the_proof_leaves_nothing_on_this_pc(desk: Desk, this_pc: Path) -> None:
    rights = []
    real = proving.prove

    def prove(archive: object, place: Path, *more: object) -> object:
        rights.append(place.stat().st_mode & 0o777)
        return real(archive, place, *more)  # type: ignore[arg-type]

    with patched(proving, "prove", prove):
        backed_up(desk)
    assert list((this_pc / "rebuilding").iterdir()) == []
    assert os.name == "nt" or rights == [0o700]


def test_what_a_dead_proof_left_is_taken_away_after_a_day(desk: Desk, this_pc: Path) -> None:
    old, new = (this_pc / "rebuilding" / name for name in ("old", "new"))
    for folder in (old, new):
        file_made(folder / "rebuilt.db", b"personal")
    os.utime(old, (1, 1))
    backed_up(desk)
    assert (old.exists(), new.exists()) == (False, True)


# Letters and documents


def test_what_nobody_touched_is_not_read_each_day_but_now_and_then(desk: Desk) -> None:
    backed_up(desk)
    read: list[str] = []
    real = looking.pieces

    def pieces(desk: Path, name: str) -> object:
        read.append(name)
        return real(desk, name)

    with patched(contents, "pieces", pieces):
        make(desk.folder, maker("2026-11-23"), thorough=False)
        assert read == []
        made = make(desk.folder, maker("2026-11-27"), thorough=False)
        assert len(read) == 2
    assert {entry.read for entry in made.manifest.beside} == {"2026-11-27"}


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize("harm", [lambda p: p.unlink(), lambda p: p.write_bytes(b"half")])
def test_a_stored_content_that_is_lost_or_cut_short_is_stored_again(
    desk: Desk, tmp_path: Path, thorough: bool, harm: Callable[[Path], object]
) -> None:
    backed_up(desk)
    before = files_in(desk.folder / "backups/files")
    for name in before:
        harm(desk.folder / "backups/files" / name)
    made = make(desk.folder, maker("2026-11-23"), thorough=thorough)
    assert files_in(desk.folder / "backups/files") == before
    restored(made, tmp_path / "back")


def test_a_stored_content_altered_to_the_same_size_is_found_by_a_thorough_one(desk: Desk) -> None:
    backed_up(desk)
    before = files_in(desk.folder / "backups/files")
    for name, data in before.items():
        (desk.folder / "backups/files" / name).write_bytes(b"x" * len(data))
    make(desk.folder, maker("2026-11-23"))
    assert files_in(desk.folder / "backups/files") == before


# What is written is read back


def test_a_share_that_alters_what_is_written_gets_no_verified_backup(desk: Desk) -> None:
    folder, real = filled(desk), place.name_if_free

    def name_and_alter(beside: Path, path: Path) -> None:
        real(beside, path)
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data[:-9] + b"\0" + data[-8:])

    with (
        patched(making, "name_if_free", name_and_alter),
        pytest.raises(DeskUnusable, match="does not hold what was written"),
    ):
        make(folder, MAKER)
    assert backups_in(folder) == ()


def test_a_backup_reads_the_same_as_the_desk_that_it_was_made_of(
    desk: Desk, tmp_path: Path
) -> None:
    made = backed_up(desk)
    back = files_in(restored(made, tmp_path / "back"))
    there = files_in(desk.folder)
    assert back == {k: v for k, v in there.items() if not k.startswith("backups/")}
    with open_archive(made.path) as archive:
        assert len(list(archive.changes())) == 3
