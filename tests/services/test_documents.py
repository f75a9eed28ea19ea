"""Files added to a case: what is taken and what is refused, and whether it is still there."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.domain.case import HistoryLine
from complaintdesk.domain.errors import CaseNotFound, DeskUnusable, FormRefused, RuleBroken
from complaintdesk.domain.parts import Document, Entry
from complaintdesk.record import place
from complaintdesk.services import commands, documents, queries, task_desk, undoing
from complaintdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.services.conftest import WORDS, files_of, kept, made
from tests.storage.helpers import complete, contents


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
