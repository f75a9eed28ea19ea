"""Files added to a case: found as dragged, copied whole or not at all, kept provably."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.domain.case import HistoryLine
from complaintdesk.domain.errors import (
    CaseNotFound,
    DeskUnusable,
    FormRefused,
    RuleBroken,
    ShareUnavailable,
)
from complaintdesk.domain.file_names import numbered, safe_name, size_in_words
from complaintdesk.domain.parts import Document, Entry
from complaintdesk.domain.text import clean
from complaintdesk.record import place
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, documents, queries, task_desk, undoing
from complaintdesk.services.desk import Desk
from complaintdesk.services.finding import find_file, ways_to_read
from tests.conftest import TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import complete, contents, failing

WORDS = b"A survey of the boiler.\n"


@pytest.fixture
def ref(desk: Desk) -> str:
    return commands.log_complaint(desk, complete()).ref


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    return made(tmp_path / "own files" / "Survey of the boiler.pdf")


def made(path: Path, content: bytes = WORDS) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content)
    return path


def files_of(desk: Desk) -> dict[str, bytes]:
    return contents(desk.folder / "documents")


def kept(desk: Desk, ref: str) -> tuple[Document, ...]:
    return queries.case(desk, ref).file.case.documents


def newest(desk: Desk, ref: str) -> HistoryLine:
    return queries.case(desk, ref).file.history[0]


# Adding


def test_a_file_is_copied_and_recorded_in_one_change(desk: Desk, ref: str, survey: Path) -> None:
    changes = len(contents(desk.folder / "record"))
    outcome = documents.add_document(desk, ref, str(survey), "From the contractor ")
    name = f"{ref}/Survey of the boiler.pdf"
    assert files_of(desk) == {name: WORDS}
    assert survey.read_bytes() == WORDS
    digest = sha256(WORDS).hexdigest()
    expected = Document(
        f"documents/{name}", survey.name, len(WORDS), digest, TODAY, "From the contractor"
    )
    assert kept(desk, ref) == (expected,)
    line = newest(desk, ref)
    assert line.kind is Entry.DOCUMENT
    assert line.entry == "File added: Survey of the boiler.pdf, 24 bytes. From the contractor"
    assert len(contents(desk.folder / "record")) == changes + 1
    assert "Survey of the boiler.pdf (24 bytes) is added" in outcome.message


def test_a_file_bigger_than_one_piece_arrives_whole(desk: Desk, ref: str, tmp_path: Path) -> None:
    big = made(tmp_path / "big.bin", os.urandom(3 * 1024 * 1024 + 17))
    documents.add_document(desk, ref, str(big))
    assert files_of(desk)[f"{ref}/big.bin"] == big.read_bytes()


def test_a_closed_case_takes_a_file_too(desk: Desk, ref: str, survey: Path) -> None:
    fields = {"on": "20/11/2026", "closing": "withdrawn", "note": "She rang."}
    task_desk.perform(desk, ref, 1, "close", fields)
    documents.add_document(desk, ref, str(survey))
    assert len(kept(desk, ref)) == 1


def test_undo_takes_it_off_the_case_and_adding_again_takes_the_same_copy(
    desk: Desk, ref: str, survey: Path
) -> None:
    documents.add_document(desk, ref, str(survey))
    undoing.undo(desk)
    assert kept(desk, ref) == ()
    documents.add_document(desk, ref, str(survey))
    assert list(files_of(desk)) == [f"{ref}/Survey of the boiler.pdf"]


# What is refused


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type where the file is"),
        ("   ", "Type where the file is"),
        ("no such file.pdf", "There is no file “no such file.pdf”"),
        ("~nobody-of-this-name/x.pdf", "There is no file"),
        ("nul\x00byte", "There is no file"),
        ("x" * 5000, "cannot be read"),
        ("{tmp}/folder", "This is a folder"),
        ("{tmp}/pipe", "not a file with something in it"),
        ("{tmp}/empty.txt", "This file is empty"),
        ("{tmp}/big.bin", "bigger than 100.0 MB"),
    ],
)
def test_what_is_no_file_to_add_is_refused_in_a_sentence(
    desk: Desk, ref: str, tmp_path: Path, typed: str, sentence: str
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    made(tmp_path / "empty.txt", b"")
    with (tmp_path / "big.bin").open("wb") as big:
        big.truncate(documents.LIMIT + 1)
    with pytest.raises(FormRefused, match=sentence) as refused:
        documents.add_document(desk, ref, typed.replace("{tmp}", str(tmp_path)))
    assert [problem.field for problem in refused.value.problems] == ["path"]
    assert files_of(desk) == {}
    assert kept(desk, ref) == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it(desk: Desk, ref: str, survey: Path) -> None:
    survey.chmod(0)
    with pytest.raises(FormRefused, match="cannot be read"):
        documents.add_document(desk, ref, str(survey))


def test_the_same_file_is_not_added_twice_under_any_name(
    desk: Desk, ref: str, survey: Path, tmp_path: Path
) -> None:
    documents.add_document(desk, ref, str(survey))
    again = made(tmp_path / "renamed.pdf")
    with pytest.raises(FormRefused, match=r"already: Survey of the boiler\.pdf, added on Friday"):
        documents.add_document(desk, ref, str(again))
    # Another case may have it.
    other = commands.log_complaint(desk, complete("Bea")).ref
    documents.add_document(desk, other, str(again))
    assert [len(kept(desk, r)) for r in (ref, other)] == [1, 1]


def test_a_colleague_who_was_first_is_named_by_their_file(
    desk: Desk, other_pc: object, ref: str, survey: Path
) -> None:
    there = other_pc(desk)  # type: ignore[operator]
    there.catch_up()
    documents.add_document(there, ref, str(survey))
    with pytest.raises(RuleBroken, match="already"):
        documents.add_document(desk, ref, str(survey))
    assert list(files_of(desk)) == [f"{ref}/Survey of the boiler.pdf"]


def test_a_file_that_changes_meanwhile_is_refused(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = place.written_beside

    def changes(*given: object) -> object:
        survey.write_bytes(b"other words")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "written_beside", changes)
    with pytest.raises(FormRefused, match="changed while it was copied"):
        documents.add_document(desk, ref, str(survey))
    assert files_of(desk) == {}


def test_a_reference_from_a_tampered_record_makes_no_path(desk: Desk, survey: Path) -> None:
    with pytest.raises(CaseNotFound):
        documents.add_document(desk, "../../etc", str(survey))
    found = documents.look(str(survey))
    with pytest.raises(DeskUnusable, match="not a reference"):
        documents._kept(desk, "../../etc", found, sha256(WORDS).hexdigest())


# Crashes and a share that fails


@pytest.mark.parametrize("step", ["written_beside", "name_if_free", "shared_folder"])
def test_a_share_that_fails_leaves_nothing_half_there(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    broken = OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(documents, step, failing(getattr(documents, step), broken, after=False))
        with pytest.raises(ShareUnavailable, match=r"No space left on device.*Nothing was"):
            documents.add_document(desk, ref, str(survey))
    assert files_of(desk) == {}
    assert kept(desk, ref) == ()
    documents.add_document(desk, ref, str(survey))
    assert files_of(desk) == {f"{ref}/Survey of the boiler.pdf": WORDS}


def test_a_crash_between_copy_and_record_leaves_a_file_that_is_taken_up(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(documents, "_record", failing(print, OSError("killed"), after=False))
        with pytest.raises(OSError, match="killed"):
            documents.add_document(desk, ref, str(survey))
    assert kept(desk, ref) == ()
    orphan = desk.folder / "documents" / ref / survey.name
    before = orphan.stat()
    documents.add_document(desk, ref, str(survey))
    assert list(files_of(desk)) == [f"{ref}/{survey.name}"]
    assert orphan.stat().st_ino == before.st_ino


@pytest.mark.parametrize("half", [WORDS[:5], b"x" * len(WORDS), b""])
def test_a_half_or_other_file_of_that_name_stays_and_ours_gets_a_number(
    desk: Desk, ref: str, survey: Path, half: bytes
) -> None:
    made(desk.folder / "documents" / ref / survey.name, half)
    documents.add_document(desk, ref, str(survey))
    stem = f"{ref}/Survey of the boiler"
    assert files_of(desk) == {f"{stem}.pdf": half, f"{stem}-2.pdf": WORDS}
    assert kept(desk, ref)[0].file == f"documents/{stem}-2.pdf"


def test_names_that_windows_cannot_tell_apart_are_kept_apart(
    desk: Desk, ref: str, tmp_path: Path
) -> None:
    for number, name in enumerate(("Report.pdf", "REPORT.PDF", "report.pdf")):
        documents.add_document(desk, ref, str(made(tmp_path / name, b"%d" % number)))
    assert sorted(files_of(desk)) == [
        f"{ref}/REPORT-2.PDF", f"{ref}/Report.pdf", f"{ref}/report-3.pdf",
    ]  # fmt: skip


def test_a_name_taken_in_the_same_instant_is_not_written_over(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, first = documents.name_if_free, [True]

    def colleague_first(beside: Path, path: Path) -> None:
        if first:
            first.clear()
            path.write_bytes(b"a colleague's")
        real(beside, path)

    monkeypatch.setattr(documents, "name_if_free", colleague_first)
    documents.add_document(desk, ref, str(survey))
    assert sorted(files_of(desk).values()) == [WORDS, b"a colleague's"]


def test_what_is_read_back_must_be_what_was_written(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = documents.name_if_free

    def damages(beside: Path, path: Path) -> None:
        real(beside, path)
        path.write_bytes(b"damaged by a bad line")

    with monkeypatch.context() as patch:
        patch.setattr(documents, "name_if_free", damages)
        with pytest.raises(DeskUnusable, match="does not hold what was written"):
            documents.add_document(desk, ref, str(survey))
    assert kept(desk, ref) == ()


def test_a_folder_that_knows_no_links(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = OSError(errno.EPERM, "Operation not permitted")
    monkeypatch.setattr(place.os, "link", failing(os.link, refused, after=False, times=99))
    folder = desk.folder / "documents"
    with monkeypatch.context() as patch:
        cut = OSError(errno.EIO, "Input/output error")
        patch.setattr(place.shutil, "copyfileobj", failing(print, cut, after=False))
        with pytest.raises(ShareUnavailable):
            documents.add_document(desk, ref, str(survey))
    assert contents(folder) == {}
    made(folder / ref / survey.name, b"taken")
    # The record itself needs links no more than this does.
    documents.add_document(desk, ref, str(survey))
    assert sorted(contents(folder).values()) == sorted([b"taken", WORDS])


def test_an_answer_that_was_lost_is_not_recorded_twice(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Record.append

    def lost(record: Record, change: object) -> str:
        real(record, change)  # type: ignore[arg-type]
        raise ShareUnavailable("It is not certain that this was saved. Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(Record, "append", lost)
        with pytest.raises(ShareUnavailable):
            documents.add_document(desk, ref, str(survey), "", "the-form")
    for _ in range(2):
        documents.add_document(desk, ref, str(survey), "", "the-form")
    assert len(kept(desk, ref)) == 1
    assert list(files_of(desk)) == [f"{ref}/{survey.name}"]


# Looking whether it is still there


def test_a_file_is_verified_only_against_what_was_added(desk: Desk, ref: str, survey: Path) -> None:
    documents.add_document(desk, ref, str(survey))
    (document,) = kept(desk, ref)
    path = desk.folder / document.file
    assert documents.verify_document(desk, ref, document).is_sound
    for damaged in (WORDS[:-1], WORDS.replace(b"boiler", b"cooker"), b""):
        path.write_bytes(damaged)
        found = documents.verify_document(desk, ref, document)
        assert not found.is_sound
        assert "CHANGED" in found.words
    path.unlink()
    assert "NOT THERE" in documents.verify_document(desk, ref, document).words
    path.mkdir()
    assert not documents.verify_document(desk, ref, document).is_sound


@pytest.mark.parametrize(
    "file",
    [
        "/etc/passwd", "documents/../desk.toml", "documents/{ref}/../../desk.toml", "desk.toml",
        "documents/CD-2026-9999/x.pdf", "documents/{ref}/a:stream", "documents/{ref}", "",
        "documents/{ref}/sub/x.pdf", "documents/{ref}/..\\..\\x",
    ],
)  # fmt: skip
def test_a_tampered_record_opens_no_other_file(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    def opened(path: Path) -> str:
        raise AssertionError(f"{path} was opened")

    monkeypatch.setattr(documents, "_hash", opened)
    made(desk.folder / "documents" / "CD-2026-9999" / "x.pdf")
    made(desk.folder / "documents" / ref / "sub" / "x.pdf")
    document = Document(file.replace("{ref}", ref), "x", len(WORDS), "0" * 64, TODAY)
    assert not documents.verify_document(desk, ref, document).is_sound


# Names


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("Survey.pdf", "Survey.pdf"),
        ("CON.txt", "file-CON.txt"),
        ("con .tar.gz", "file-con .tar.gz"),
        ("lpt1", "file-lpt1"),
        ("console.txt", "console.txt"),
        ("a:b*c?d<e>f|g\\h/i.txt", "a-b-c-d-e-f-g-h-i.txt"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "document"),
        ("", "document"),
        (".hidden", "hidden"),
        ("-rf.txt", "rf.txt"),
        ("trailing dots... ", "trailing dots"),
        ("a.txt:stream", "a.txt-stream"),
        ("bidi \u202egnp.exe", "bidi gnp.exe"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("bell\x07 \x1b]0;PWNED.txt", "bell ]0;PWNED.txt"),
        ("lone \ud800.txt", "lone.txt"),
        ("湿气和霉菌.docx", "湿气和霉菌.docx"),
        ("Ärger.PDF", "Ärger.PDF"),
        ("?.pdf", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("no.extension but long words here", "no.extension but long words here"),
    ],
)
def test_a_name_becomes_one_that_every_system_takes(name: str, kept_as: str) -> None:
    assert safe_name(name) == kept_as


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("pattern", ["{}", "{}.pdf", "name.{}", "CON{}.txt"])
def test_no_hostile_name_leaves_the_folder(text: str, pattern: str, tmp_path: Path) -> None:
    name = safe_name(pattern.format(text))
    assert name == safe_name(name) == clean(name)
    assert 0 < len(name) <= 105
    assert len(name.encode()) <= 200
    assert not set(name) & set('/\\:*?"<>|\x00\n')
    assert name[0] not in ". " and name[-1] not in ". "
    for number in (1, 2, 17):
        path = tmp_path / numbered(name, number)
        assert path.parent == tmp_path
        path.write_bytes(b"x")  # this system takes it


def test_sizes_in_words() -> None:
    sizes = (1, 2, 1023, 1024, 200_000, 1024 * 1024, 104_857_600)
    words = [size_in_words(size) for size in sizes]
    assert words == ["1 byte", "2 bytes", "1023 bytes", "1 KB", "195 KB", "1.0 MB", "100.0 MB"]


# Paths as terminals give them


@pytest.mark.parametrize(
    "form",
    [
        "{}", "  {}  ", "{}\n", "'{}'", '"{}"', "“{}”", "' {} '", "file://{url}",
        "file://localhost{url}", "'file://{url}'", "FILE://{url}", "{escaped}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "name", ["plain.pdf", "with blanks.pdf", "O'Brien #2 100%.pdf", "é[1].pdf"]
)
def test_a_dragged_file_is_found_in_every_form(tmp_path: Path, form: str, name: str) -> None:
    path = made(tmp_path / "own" / name)
    url = "".join(c if c.isalnum() or c in "/-_." else "".join(f"%{b:02x}" for b in c.encode())
                  for c in str(path))  # fmt: skip
    escaped = "".join(f"\\{c}" if c in " '#[]%" else c for c in str(path))
    if form == "'{}'":
        typed = "'" + str(path).replace("'", "'\\''") + "'"
    else:
        typed = form.replace("{url}", url).replace("{escaped}", escaped).replace("{}", str(path))
    assert find_file(typed) == (path, len(WORDS))


def test_home_and_names_that_a_field_does_not_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_file("~/" + made(tmp_path / "at home.pdf").name)[0].name == "at home.pdf"
    # As macOS writes é, with two blanks, with a mark that is not seen: fields keep none of it.
    for odd, typed in (("cafe\u0301.pdf", "caf\u00e9.pdf"), ("two  blanks.pdf", "two blanks.pdf"),
                       ("mark\u200e.pdf", "mark.pdf")):  # fmt: skip
        made(tmp_path / odd)
        assert find_file(str(tmp_path / typed))[0].name == odd
    # Two that read the same are not guessed between.
    made(tmp_path / "two   blanks.pdf")
    with pytest.raises(Exception, match="There is no file"):
        find_file(str(tmp_path / "two blanks.pdf"))


def test_quotes_that_belong_to_the_name_are_kept(tmp_path: Path) -> None:
    path = made(tmp_path / "'quoted'")
    assert find_file(str(path))[0] == path


def test_windows_paths_and_urls() -> None:
    read = [ways_to_read(t, on_windows=True)[-1] for t in (
        '"C:\\Users\\Sam Patel\\a.pdf"', "file:///C:/Users/Sam%20Patel/a.pdf",
        "file://server/share/a.pdf", "\\\\server\\share\\a.pdf",
    )]  # fmt: skip
    assert read == [
        "C:\\Users\\Sam Patel\\a.pdf", "C:/Users/Sam Patel/a.pdf", "//server/share/a.pdf",
        "\\\\server\\share\\a.pdf",
    ]  # fmt: skip
