"""A letter's files: in every form, never overwritten, never outside the desk, never half there."""

import errno
import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.domain.case import Conflict, Kind
from complaintdesk.domain.errors import (
    BadInput,
    CaseNotFound,
    DeskError,
    DeskUnusable,
    LetterIncomplete,
    RuleBroken,
    ShareUnavailable,
)
from complaintdesk.domain.rules import new_case
from complaintdesk.services import commands, drafts, letter_files
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.letter_desk import draft_name, open_letter
from complaintdesk.services.letter_files import letter_file, write_draft, written
from complaintdesk.services.letter_sending import send
from complaintdesk.services.saving import save
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY
from tests.services.letters import ACK, letters_of, rows
from tests.storage.helpers import complete, contents, failing

FORMS = {"docx": b"PK", "pdf": b"%PDF", "txt": b"Northmoor Council", "md": b"**Northmoor Council**"}
GAP = replace(complete(), conflict=Conflict.UNCHECKED)


@pytest.fixture
def gap(desk: Desk) -> str:
    """A case whose letter has a gap."""
    return commands.log_complaint(desk, GAP).ref


def write(desk: Desk, ref: str, kind: str = ACK, **fields: str) -> list[Path]:
    """Every form of a letter as it stands, put in place."""
    files, trouble = written(desk, ref, open_letter(desk, ref, kind).view(fields))
    assert trouble == ""
    return [path for path, _ in files]


# Forms


@pytest.mark.parametrize("form", FORMS)
def test_a_letter_can_be_had_in_every_form_and_has_its_place_on_the_desk(
    desk: Desk, ref: str, form: str
) -> None:
    before = contents(desk.folder)
    made, path = letter_file(desk, ref, ACK, form, draft=False)
    assert made.startswith(FORMS[form])
    assert path == desk.folder / "letters" / ref / f"2026-11-20 {ACK}.{form}"
    assert contents(desk.folder) == before
    assert letter_file(desk, ref, ACK, form, draft=False)[0] == made


def test_a_letter_is_written_as_word_pdf_and_text_with_their_hashes(desk: Desk, ref: str) -> None:
    files, _ = written(desk, ref, open_letter(desk, ref, ACK).view({}))
    assert [path.name for path, _ in files] == [
        f"2026-11-20 {ACK}.{form}" for form in ("docx", "pdf", "txt")
    ]
    for path, digest in files:
        assert path.parent == desk.folder / "letters" / ref
        assert sha256(path.read_bytes()).hexdigest() == digest
    assert "Ann O'Brien" in files[2][0].read_text("utf-8")
    assert len(contents(desk.folder / "record")) == 2


def test_the_boxes_as_half_written_here_are_in_the_file(desk: Desk, ref: str) -> None:
    base = {**open_letter(desk, ref, ACK).proposals, "at_stage": "1"}
    fields = {**base, "questions": "Which bin do you mean?"}
    drafts.keep(desk, Draft("d1", fields, ref, 1, base, task=draft_name(ACK)))
    assert b"Which bin do you mean?" in letter_file(desk, ref, ACK, "txt", draft=False)[0]


def test_large_print_is_larger_in_word(desk: Desk) -> None:
    ref = commands.log_complaint(desk, replace(complete(), adjustments="Large print")).ref
    large, _ = letter_file(desk, ref, ACK, "docx", draft=False)
    work = open_letter(desk, ref, ACK)
    normal = letter_files.content(desk, work.view({"print": "normal"}).letter, "docx")
    assert large != normal


# Drafts and gaps


@pytest.mark.parametrize("form", FORMS)
def test_a_letter_with_a_gap_is_refused_by_the_field_and_is_written_as_a_draft(
    desk: Desk, gap: str, form: str
) -> None:
    with pytest.raises(LetterIncomplete, match="cannot go yet") as refused:
        letter_file(desk, gap, ACK, form, draft=False)
    assert refused.value.lacks == ("write.conflict",)
    made, path = letter_file(desk, gap, ACK, form, draft=True)
    assert path.name == f"2026-11-20 {ACK} DRAFT.{form}"
    if form in ("txt", "md"):
        assert made.count(b"DRAFT: not to be sent.") == 2
        assert "To complete: that the person dealing with it had no part" in " ".join(
            made.decode().replace("\\", "").split()
        )


def test_a_draft_is_a_word_file_that_says_so_and_nothing_is_recorded(desk: Desk, gap: str) -> None:
    head = desk.store.head()
    work = open_letter(desk, gap, ACK)
    path = write_draft(desk, work, work.view({}, draft=True))
    assert path.name == f"2026-11-20 {ACK} DRAFT.docx"
    assert list(letters_of(desk)) == [f"{gap}/{path.name}"]
    assert (desk.store.head(), rows(desk)) == (head, [])


@pytest.mark.parametrize(
    ("kind", "form", "error", "sentence"),
    [
        ("stage9-poem", "txt", BadInput, "There is no letter called “stage9-poem”"),
        ("stage1-response", "pdf", LetterIncomplete, "Say what is found on point 1"),
        ("stage2-response", "pdf", RuleBroken, "is one of stage 2"),
    ],
)
def test_what_cannot_be_made_is_refused(
    desk: Desk, ref: str, kind: str, form: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        letter_file(desk, ref, kind, form, draft=False)
    assert letters_of(desk) == {}


@pytest.mark.parametrize("draft", [False, True])
def test_a_letter_that_does_not_fit_is_not_written_even_as_a_draft(desk: Desk, draft: bool) -> None:
    ref = commands.log_complaint(desk, replace(complete(), kind=Kind.REQUEST)).ref
    with pytest.raises(RuleBroken, match=f"{ref} is a request for service"):
        letter_file(desk, ref, ACK, "txt", draft=draft)


# Names


def test_the_same_letter_written_twice_is_one_set_of_files(desk: Desk, ref: str) -> None:
    assert write(desk, ref) == write(desk, ref)
    assert len(letters_of(desk)) == 3


def test_other_words_under_the_name_stay_and_the_new_ones_get_a_number(
    desk: Desk, ref: str
) -> None:
    first = write(desk, ref)
    words = [path.read_bytes() for path in first]
    for number in (2, 3):
        paths = write(desk, ref, questions=f"Question {number}?")
        assert [p.stem for p in paths] == [f"2026-11-20 {ACK}-{number}"] * 3
        assert f"Question {number}?" in paths[2].read_text("utf-8")
    assert [path.read_bytes() for path in first] == words


HOSTILE_REFS = (
    "../../escaped", "/etc/escaped", "C:\\escaped", "CD-2026-0001/../..", "CD-2026-0001\n", ".",
    "CON", "CD-2026-0001:stream", "CD-2026-0001 ", "a\0b",
)  # fmt: skip


def test_a_reference_not_of_our_making_never_becomes_a_path(desk: Desk) -> None:
    """Only a record that was tampered with can hold one."""

    def work(writing: Writing) -> None:
        for hostile in HOSTILE_REFS:
            writing.save(new_case(hostile, complete(), NOW, TODAY))

    save(desk, "tamper", work)
    before = contents(desk.folder.parent)
    for hostile in HOSTILE_REFS:
        open_here = open_letter(desk, hostile, ACK)
        for verb in (
            lambda ref: write(desk, ref),
            lambda ref: letter_file(desk, ref, ACK, "txt", draft=True),
            lambda ref: send(desk, ref, 1, ACK, {}),
            lambda ref, work=open_here: write_draft(desk, work, work.view({}, draft=True)),
        ):
            with pytest.raises(DeskUnusable, match="not a reference of this desk"):
                verb(hostile)
    assert contents(desk.folder.parent) == before


def test_a_reference_that_is_not_there_is_a_sentence(desk: Desk) -> None:
    with pytest.raises(CaseNotFound, match="There is no case"):
        letter_file(desk, "../../etc/passwd", ACK, "txt", draft=True)


# Faults


@pytest.mark.parametrize("call", ["link", "fsync"])
def test_a_full_disk_leaves_no_file_and_is_a_sentence(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = contents(desk.folder)
    full = OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(getattr(os, call), full, after=False, times=99))
        with pytest.raises(ShareUnavailable, match=r"could not be written .*No space left"):
            write(desk, ref)
    assert contents(desk.folder) == before


def test_a_file_that_does_not_hold_what_was_written_is_told(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def garble(path: Path, content: bytes) -> None:
        path.write_bytes(content[:-1])

    monkeypatch.setattr(letter_files, "put_if_free", garble)
    with pytest.raises(DeskUnusable, match="does not hold what was written"):
        write(desk, ref)


def test_a_file_where_the_cases_folder_should_be_is_a_sentence(desk: Desk, ref: str) -> None:
    (desk.folder / "letters" / ref).write_text("x")
    with pytest.raises(ShareUnavailable, match="could not be written"):
        write(desk, ref)


@pytest.mark.parametrize("link", ["letters", "letters/CD-2026-0001"])
@pytest.mark.parametrize("target", ["outside", "loop", "none"])
def test_no_letter_is_written_where_a_link_leads(
    desk: Desk, ref: str, tmp_path: Path, link: str, target: str
) -> None:
    """A share is written by many, and a letter holds all that somebody told the council."""
    (tmp_path / "outside").mkdir()
    place = desk.folder / link
    if place.is_dir():
        place.rmdir()
    place.symlink_to(place if target == "loop" else tmp_path / target)
    with pytest.raises(DeskError, match=r"leads to another place|could not be written"):
        write(desk, ref)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_folder_where_the_letter_should_be_is_a_sentence(desk: Desk, ref: str) -> None:
    (desk.folder / "letters" / ref / f"2026-11-20 {ACK}.docx").mkdir(parents=True)
    with pytest.raises(ShareUnavailable, match="could not be written"):
        write(desk, ref)


# A PDF that cannot be made


def without_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letters.pdf.why_no_pdf", lambda: "This computer cannot make a PDF.")


def test_where_no_pdf_can_be_made_the_other_forms_are_written_and_it_is_said(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_pdf(monkeypatch)
    files, trouble = written(desk, ref, open_letter(desk, ref, ACK).view({}))
    assert [path.suffix for path, _ in files] == [".docx", ".txt"]
    assert trouble == "This computer cannot make a PDF."
    with pytest.raises(DeskUnusable, match="cannot make a PDF"):
        letter_file(desk, ref, ACK, "pdf", draft=False)


def test_a_character_that_no_font_has_stops_the_pdf_and_not_the_letter(desk: Desk) -> None:
    name = "Ann \U00012000\U00012001"  # cuneiform
    ref = commands.log_complaint(desk, complete(name)).ref
    files, trouble = written(desk, ref, open_letter(desk, ref, ACK).view({}))
    if trouble:  # a machine may have a font for it
        assert [path.suffix for path, _ in files] == [".docx", ".txt"]
        assert trouble.startswith("The PDF cannot show: ")
        assert "Send the Word version" in trouble
    assert name in files[-1][0].read_text("utf-8")
