"""Zips that somebody else made, or that a disk spoilt: refused in a sentence, nothing written."""

import json
import struct
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.services.backups.names import is_member
from complaintdesk.services.backups.restoring import restore
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from tests.conftest import COUNCIL, NOW
from tests.services.backup_helpers import Members, backed_up, crafted, members, with_manifest
from tests.storage.helpers import POSIX, contents, seal_of

Change = Callable[[Members], Members]
OUTSIDE = (
    "../evil.txt", "letters/../../evil.txt", "/etc/evil", "C:/evil.txt", "C:evil.txt",
    "letters\\..\\evil.txt", "letters/CD-2026-0001/..", "letters/CD-2026-0001/a\\..\\b",
    "letters/CD-2026-0001/C:x", "letters/CD-2026-0001/a.txt:stream", "letters/CD-2026-0001/CON.txt",
    "letters/CD-2026-0001/nul", "letters/CD-2026-0001/ends.", "letters/CD-2026-0001/ends ",
    "letters/CD-2026-0001/\x1b[31m", "letters/CD-2026-0001/a\nb", "letters/CD-2026-0001/",
    "letters/CD-2026-0001/x/y", "letters/../CD-2026-0001/x", "letters/CD-2026-1/x", "letters/x",
    "letters//x", "templates/../desk.toml", "templates/.hidden", "record/../desk.toml",
    "record/000000000.json", "record/000001/000000001.json", "record/000001000.json",
    "record/1.json", "record/000000001.json.bak", "backups/x.zip", "checkpoints/x", "desk.toml/x",
    "DESK.TOML", "", ".", "..", "letters/CD-2026-0001/" + "x" * 300,
    "record/\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669.json",
)  # fmt: skip


def refused(desk: Desk, tmp_path: Path, change: Change) -> str:
    """What restoring a changed backup says; nothing may have been written."""
    made = backed_up(desk)
    zipped = crafted(tmp_path / "crafted.zip", change(members(made.path)))
    return not_taken(zipped, tmp_path)


def not_taken(zipped: Path, tmp_path: Path) -> str:
    before = contents(tmp_path)
    with pytest.raises(DeskUnusable) as told:
        restore(zipped, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert contents(tmp_path) == before
    said = str(told.value)
    assert said.isprintable()
    return said


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    assert not is_member(name)


@pytest.mark.parametrize(
    "name",
    ["desk.toml", "record/000000001.json", "record/000000999.json", "record/000001/000001000.json",
     "letters/CD-2026-0001/2026-11-20 stage1-acknowledgement DRAFT-2.docx",
     "documents/CD-2026-123456789/Brief (März), Ann’s 50%.pdf", "templates/letterhead.docx"],
)  # fmt: skip
def test_the_names_that_a_desk_has_are_taken(name: str) -> None:
    assert is_member(name)


@pytest.mark.parametrize(
    "name", [name for name in OUTSIDE if name]
)  # Python writes no zip with an empty one
def test_a_member_that_leads_elsewhere_refuses_the_whole(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    entry = {"path": name, "size": 4, "sha256": sha256(b"evil").hexdigest(), "changed": 0,
             "read": ""}  # fmt: skip

    def change(found: Members) -> Members:
        return with_manifest(found, lambda s: s["files"].append(entry)) | {name: b"evil"}

    assert "no desk" in refused(desk, tmp_path, change)


def test_a_member_that_is_not_in_the_list_refuses_the_whole(desk: Desk, tmp_path: Path) -> None:
    said = refused(desk, tmp_path, lambda m: m | {"../../evil.txt": b"evil"})
    assert "not those of its list" in said


@pytest.mark.parametrize("name", ["desk.toml", "manifest.json"])
def test_a_member_that_is_there_twice_refuses_the_whole(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    made = backed_up(desk)
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        ZipFile(made.path, "a") as archive,
    ):
        archive.writestr(name, b"other")
    assert "twice" in not_taken(made.path, tmp_path)


def test_a_name_twice_in_the_list_refuses_the_whole(desk: Desk, tmp_path: Path) -> None:
    def twice(said: dict[str, Any]) -> None:
        said["files"].append(said["files"][0])

    assert "twice" in refused(desk, tmp_path, lambda m: with_manifest(m, twice))


@pytest.mark.parametrize("name", ["record/000000002.json", "desk.toml", "templates/logo.png"])
def test_a_file_that_is_not_what_was_put_in_refuses_the_whole(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    said = refused(desk, tmp_path, lambda m: m | {name: m[name][:-1] + b" "})
    assert f"{name} is not what was put in" in said


def listed_anew(found: Members, *names: str) -> Members:
    """The list says what these members are now, as a careful forger would make it."""

    def change(said: dict[str, Any]) -> None:
        for entry in said["files"]:
            if entry["path"] in names:
                data = found[entry["path"]]
                entry["size"], entry["sha256"] = len(data), sha256(data).hexdigest()

    return with_manifest(found, change)


SECOND, THIRD = "record/000000002.json", "record/000000003.json"


def test_two_changes_swapped_refuse_the_whole(desk: Desk, tmp_path: Path) -> None:
    def swap(found: Members) -> Members:
        return listed_anew(found | {SECOND: found[THIRD], THIRD: found[SECOND]}, SECOND, THIRD)

    assert "Change 2 in the desk's record is damaged" in refused(desk, tmp_path, swap)


def forged(data: bytes, **what: Any) -> bytes:
    """A change with another head and a seal that fits."""
    head, payload, _ = data.splitlines(keepends=True)
    said = json.loads(head) | what
    new = json.dumps(said, separators=(",", ":"), sort_keys=True).encode() + b"\n"
    return new + payload + seal_of(new)


@pytest.mark.parametrize(
    ("name", "what", "told"),
    [
        (SECOND, {"by": "Somebody Else"}, "change 3 does not follow"),
        (THIRD, {"by": "Somebody Else"}, "change 3 is not the one that the backup ends with"),
        (SECOND, {"desk": "e" * 32}, "another desk"),
        (SECOND, {"training": True}, "another desk"),
        (SECOND, {"schema": 999}, "newer complaintdesk"),
        (SECOND, {"format": 999}, "newer complaintdesk"),
    ],
)
def test_a_change_that_was_made_anew_refuses_the_whole(
    desk: Desk, tmp_path: Path, name: str, what: dict[str, Any], told: str
) -> None:
    said = refused(desk, tmp_path, lambda m: listed_anew(m | {name: forged(m[name], **what)}, name))
    assert told in said


@pytest.mark.parametrize(
    "row",
    [["cases", 1, {"code": "no such Code"}], ["cases", 10**30, {}], ["meta", 1, {}], ["cases", 1],
     ["cases", 1, 5], [["cases"], 1, {}], ["cases", {"a": 1}, {"ref": {}}]],
)  # fmt: skip
def test_rows_that_cannot_be_refuse_the_whole(desk: Desk, tmp_path: Path, row: list[Any]) -> None:
    """Every hash, seal and link of the chain fits; only the rebuild can tell."""

    def change(found: Members) -> Members:
        payload = json.dumps({"rows": [row]}).encode() + b"\n"
        head = json.loads(found[THIRD].splitlines()[0]) | {"payload": sha256(payload).hexdigest()}
        first = json.dumps(head, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        made = found | {THIRD: first + payload + seal_of(first)}
        ends = seal_of(first).decode().strip()
        return with_manifest(listed_anew(made, THIRD), lambda said: said.update(seal=ends))

    assert refused(desk, tmp_path, change)


def test_the_desk_toml_of_another_desk_refuses_the_whole(desk: Desk, tmp_path: Path) -> None:
    def change(found: Members) -> Members:
        other = found["desk.toml"].replace(desk.file.id.encode(), b"f" * 32)
        return listed_anew(found | {"desk.toml": other}, "desk.toml")

    assert "desk.toml is that of another desk" in refused(desk, tmp_path, change)


@pytest.mark.parametrize("name", [SECOND, THIRD, "desk.toml", "templates/logo.png",
                                  "manifest.json"])  # fmt: skip
def test_a_member_taken_out_refuses_the_whole(desk: Desk, tmp_path: Path, name: str) -> None:
    said = refused(desk, tmp_path, lambda m: {k: v for k, v in m.items() if k != name})
    assert "list" in said


@pytest.mark.parametrize("name", [SECOND, THIRD, "desk.toml"])
def test_a_member_taken_out_of_the_list_too_refuses_the_whole(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    def without(said: dict[str, Any]) -> None:
        said["files"] = [entry for entry in said["files"] if entry["path"] != name]

    said = refused(
        desk, tmp_path, lambda m: with_manifest({k: v for k, v in m.items() if k != name}, without)
    )
    assert "lacks a change" in said or "no desk.toml" in said


BAD_LISTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "newer format": lambda s: s.update(format=2),
    "newer schema": lambda s: s.update(schema=999),
    "head a text": lambda s: s.update(head="3"),
    "head true": lambda s: s.update(head=True),
    "head beyond": lambda s: s.update(head=10**12),
    "head below": lambda s: s.update(head=-1),
    "seal short": lambda s: s.update(seal="ab"),
    "no desk": lambda s: s.pop("desk"),
    "files a number": lambda s: s.update(files=[3]),
    "size below nothing": lambda s: s["files"][0].update(size=-1),
    "size a fraction": lambda s: s["files"][0].update(size=1.5),
    "size beyond reason": lambda s: s["files"][0].update(size=10**20),
    "hash a path": lambda s: s["files"][0].update(sha256="../../evil"),
    "made never": lambda s: s.update(made_at="yesterday"),
    "made before time": lambda s: s.update(made_at="0001-01-01T00:00:00+23:59"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_list_that_cannot_be_refuses_the_whole(desk: Desk, tmp_path: Path, name: str) -> None:
    def change(said: dict[str, Any]) -> None:
        BAD_LISTS[name](said)

    refused(desk, tmp_path, lambda m: with_manifest(m, change))


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"[" * 100_000, b"\xff\xfe", b"3"])
def test_a_list_that_is_none_refuses_the_whole(desk: Desk, tmp_path: Path, data: bytes) -> None:
    refused(desk, tmp_path, lambda m: m | {"manifest.json": data})


# Bombs, and zips that are none


def test_a_member_that_would_swell_is_not_unpacked(desk: Desk, tmp_path: Path) -> None:
    logo, bomb = "templates/logo.png", b"\0" * 50_000_000
    said = refused(desk, tmp_path, lambda m: listed_anew(m | {logo: bomb}, logo))
    assert "would swell" in said


def test_many_members_that_would_swell_together_are_not_unpacked(
    desk: Desk, tmp_path: Path
) -> None:
    made = backed_up(desk)
    with ZipFile(made.path, "a", ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"templates/{number}.png", b"\0" * 1_000_000)
    assert "would swell" in not_taken(made.path, tmp_path)


@pytest.mark.parametrize("keep", [0, 1, 21, 100, 0.5, -1, -23])
def test_a_zip_cut_short_is_refused(desk: Desk, tmp_path: Path, keep: float) -> None:
    made = backed_up(desk)
    data = made.path.read_bytes()
    made.path.write_bytes(data[: int(len(data) * keep) if keep == 0.5 else int(keep)])
    assert "the zip is damaged, or is none" in not_taken(made.path, tmp_path)


@pytest.mark.parametrize("every", [53, 211])
def test_a_zip_with_a_byte_altered_anywhere_is_refused_or_is_whole_all_the_same(
    desk: Desk, tmp_path: Path, every: int
) -> None:
    """Bytes that mean nothing, such as a member's time, may differ; what comes back may not."""
    made = backed_up(desk)
    data = made.path.read_bytes()
    good = contents(restore(made.path, tmp_path / "good").folder)
    for number, place in enumerate(range(every, len(data), every * 7)):
        made.path.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
        into = tmp_path / f"back-{number}"
        try:
            restore(made.path, into)
        except DeskUnusable:
            assert not into.exists()
        else:
            assert contents(into) == good


def test_a_zip_that_is_packed_or_locked_otherwise_is_refused(desk: Desk, tmp_path: Path) -> None:
    found = members(backed_up(desk).path)
    other, locked = tmp_path / "other.zip", tmp_path / "locked.zip"
    with ZipFile(other, "w", ZIP_BZIP2) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    assert "packed in a way" in not_taken(other, tmp_path)
    data = bytearray(crafted(locked, found).read_bytes())
    start = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, start + 8, 1)  # the flag of a member with a password
    locked.write_bytes(data)
    assert "packed in a way" in not_taken(locked, tmp_path)


@POSIX
def test_what_is_no_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.zip").symlink_to(made.path)
    for path in (tmp_path / "folder", tmp_path / "link.zip", tmp_path / "none.zip"):
        assert "cannot be read" in not_taken(path, tmp_path)


def test_a_link_inside_a_zip_comes_back_as_no_link(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk)
    found, zipped = members(made.path), tmp_path / "link.zip"
    with ZipFile(zipped, "w") as archive:
        for name, data in found.items():
            info = ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, data)
    restore(zipped, tmp_path / "back")
    assert not [p for p in (tmp_path / "back").rglob("*") if p.is_symlink()]


def test_a_backup_of_another_desk_comes_back_as_that_desk(desk: Desk, tmp_path: Path) -> None:
    from complaintdesk.services.backups.making import make
    from tests.services.backup_helpers import MAKER

    make_desk(tmp_path / "other", COUNCIL)
    other = Desk(tmp_path / "other", "Alex Moss", clock=lambda: NOW)
    open_first(other)
    other.close()
    done = restore(make(other.folder, MAKER).path, tmp_path / "back")
    assert done.manifest.desk == other.file.id != desk.file.id
