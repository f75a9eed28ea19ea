"""Letters as the officer deals with them: written without overwriting, sent once, kept provably."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk.domain.case import Conflict, Person
from complaintdesk.domain.errors import (
    BadInput,
    CaseChanged,
    CaseNotFound,
    DeskUnusable,
    LetterIncomplete,
    RuleBroken,
    ShareUnavailable,
)
from complaintdesk.domain.rules import new_case
from complaintdesk.services import commands, letter_desk, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import ACKNOWLEDGEMENT
from complaintdesk.services.saving import save
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY
from tests.storage.helpers import complete, contents, failing

ON = date(2026, 11, 18)


@pytest.fixture
def ref(desk: Desk) -> str:
    return commands.log_complaint(desk, complete()).ref


def letters_of(desk: Desk) -> dict[str, bytes]:
    return contents(desk.folder / "letters")


def letter_rows(desk: Desk) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(desk.store_file)) as store:
        return store.execute("SELECT file, sha256, template_sha256 FROM letter").fetchall()


# Writing


def test_a_letter_is_written_as_word_and_as_text_under_its_case(desk: Desk, ref: str) -> None:
    paths = letter_desk.write_files(desk, ref)
    names = ["2026-11-20 stage1-acknowledgement.docx", "2026-11-20 stage1-acknowledgement.txt"]
    assert [p.relative_to(desk.folder / "letters" / ref).as_posix() for p in paths] == names
    assert paths[0].read_bytes().startswith(b"PK")
    assert "Ann O'Brien" in paths[1].read_text("utf-8")
    assert len(contents(desk.folder / "record")) == 2


def test_the_same_letter_written_twice_is_one_pair_of_files(desk: Desk, ref: str) -> None:
    assert letter_desk.write_files(desk, ref) == letter_desk.write_files(desk, ref)
    assert len(letters_of(desk)) == 2


def test_other_words_under_the_name_stay_and_the_new_ones_get_a_number(
    desk: Desk, ref: str
) -> None:
    first = letter_desk.write_files(desk, ref)
    words = [path.read_bytes() for path in first]
    for version, number in ((1, 2), (2, 3)):
        commands.change_details(desk, ref, version, complete(f"Ann {number}"))
        paths = letter_desk.write_files(desk, ref)
        assert [p.stem for p in paths] == [f"2026-11-20 stage1-acknowledgement-{number}"] * 2
        assert f"Ann {number}" in paths[1].read_text("utf-8")
    assert [path.read_bytes() for path in first] == words


def test_a_letter_with_gaps_is_not_written_and_says_which_fields(desk: Desk) -> None:
    lacking = replace(complete(), conflict=Conflict.UNCHECKED, complainant=Person("Ann"))
    ref = commands.log_complaint(desk, lacking).ref
    with pytest.raises(LetterIncomplete, match="cannot go yet") as refusal:
        letter_desk.write_files(desk, ref)
    assert refusal.value.lacks == ("complainant.contact", "conflict")
    with pytest.raises(LetterIncomplete):
        letter_desk.send_acknowledgement(desk, ref, 1, ON)
    assert letters_of(desk) == {}
    assert letter_rows(desk) == []


def test_a_draft_may_have_gaps_and_says_that_it_is_one(desk: Desk) -> None:
    ref = commands.log_complaint(desk, replace(complete(), conflict=Conflict.UNCHECKED)).ref
    content, path = letter_desk.letter_file(desk, ref, ACKNOWLEDGEMENT, "txt", True)
    assert path == desk.folder / "letters" / ref / "2026-11-20 stage1-acknowledgement DRAFT.txt"
    assert b"DRAFT" in content
    with pytest.raises(LetterIncomplete):
        letter_desk.letter_file(desk, ref, ACKNOWLEDGEMENT, "txt", False)


@pytest.mark.parametrize(
    ("kind", "form", "error", "sentence"),
    [
        (ACKNOWLEDGEMENT, "pdf", BadInput, "PDF cannot be made yet"),
        ("stage9-poem", "txt", BadInput, "There is no letter called “stage9-poem”"),
    ],
)
def test_what_cannot_be_made_is_refused(
    desk: Desk, ref: str, kind: str, form: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        letter_desk.letter_file(desk, ref, kind, form, False)
    assert letters_of(desk) == {}


# Sending


def test_a_letter_sent_moves_the_case_and_keeps_its_files_hashes(desk: Desk, ref: str) -> None:
    outcome = letter_desk.send_acknowledgement(desk, ref, 1, ON)
    assert outcome.message == f"{ref} is acknowledged, on Wednesday 18 November 2026."
    rows = letter_rows(desk)
    assert [Path(file).suffix for file, _, _ in rows] == [".docx", ".txt"]
    for file, digest, template in rows:
        assert file.startswith(f"letters/{ref}/2026-11-18 ")
        assert sha256((desk.folder / file).read_bytes()).hexdigest() == digest
        assert len(template) == 64
    row = queries.queue(desk).rows[0]
    assert (row.duty, row.due) == ("respond", date(2026, 12, 2))
    text = (desk.folder / rows[1][0]).read_text("utf-8")
    assert "18 November 2026" in text
    assert "2 December 2026" in text


def test_a_letter_is_sent_once(desk: Desk, ref: str) -> None:
    letter_desk.send_acknowledgement(desk, ref, 1, ON)
    before = contents(desk.folder)
    with pytest.raises(RuleBroken, match="already acknowledged, on Wednesday 18 November"):
        letter_desk.send_acknowledgement(desk, ref, 2, ON)
    assert contents(desk.folder) == before


def test_a_letter_of_a_case_that_was_changed_since_is_read_again_first(
    desk: Desk, ref: str, other_pc: Callable[[Desk], Desk]
) -> None:
    commands.change_details(other_pc(desk), ref, 1, complete("Ann Obrien"))
    desk.catch_up()
    with pytest.raises(CaseChanged, match="Read it again"):
        letter_desk.send_acknowledgement(desk, ref, 1, ON)
    assert letters_of(desk) == {}


def test_a_letter_of_a_case_that_is_being_changed_is_not_recorded(
    desk: Desk, ref: str, other_pc: Callable[[Desk], Desk]
) -> None:
    """This PC has not yet heard of the change; the verb has, by the time that it runs."""
    commands.change_details(other_pc(desk), ref, 1, complete("Ann Obrien"))
    with pytest.raises(CaseChanged):
        letter_desk.send_acknowledgement(desk, ref, 1, ON)
    assert letter_rows(desk) == []
    assert queries.case(desk, ref).file.case.stages[0].acknowledged is None


@pytest.mark.parametrize("on", [date(2026, 11, 12), date(2026, 11, 21)])
def test_a_letter_sent_on_an_impossible_day_is_not_recorded(desk: Desk, ref: str, on: date) -> None:
    with pytest.raises((BadInput, RuleBroken)):
        letter_desk.send_acknowledgement(desk, ref, 1, on)
    assert letter_rows(desk) == []


@pytest.mark.parametrize("caught_up", [False, True], ids=["at once", "after catching up"])
def test_a_share_that_went_away_after_the_deed_has_it_sent_once(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch, caught_up: bool
) -> None:
    gone = failing(desk.record.append, ShareUnavailable("gone"), after=True)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    with pytest.raises(ShareUnavailable):
        letter_desk.send_acknowledgement(desk, ref, 1, ON, "letter-1")
    if caught_up:
        desk.catch_up()
    again = letter_desk.send_acknowledgement(desk, ref, 1, ON, "letter-1")
    assert again.message == f"{ref} is acknowledged, on Wednesday 18 November 2026."
    assert len(letter_rows(desk)) == len(letters_of(desk)) == 2
    assert len(contents(desk.folder / "record")) == 3


@pytest.mark.parametrize("call", ["link", "fsync"])
def test_a_folder_that_cannot_be_written_has_nothing_recorded(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = contents(desk.folder)
    full = OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(getattr(os, call), full, after=False, times=99))
        with pytest.raises(ShareUnavailable, match=r"could not be written .*No space left"):
            letter_desk.send_acknowledgement(desk, ref, 1, ON)
    assert contents(desk.folder) == before


def test_a_file_that_does_not_hold_what_was_written_is_not_named_in_a_change(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def garble(path: Path, content: bytes) -> None:
        path.write_bytes(content[:-1])

    monkeypatch.setattr(letter_desk, "put_if_free", garble)
    with pytest.raises(DeskUnusable, match="does not hold what was written"):
        letter_desk.send_acknowledgement(desk, ref, 1, ON)
    assert letter_rows(desk) == []


def test_a_file_where_the_cases_folder_should_be_is_a_sentence(desk: Desk, ref: str) -> None:
    (desk.folder / "letters" / ref).write_text("x")
    with pytest.raises(ShareUnavailable, match="could not be written"):
        letter_desk.write_files(desk, ref)


# References that would lead elsewhere

HOSTILE_REFS = (
    "../../escaped", "/etc/escaped", "C:\\escaped", "CD-2026-0001/../..", "CD-2026-0001\n", ".",
    "CON", "CD-2026-0001:stream", "CD-2026-0001 ", "CD-２０２６-0001", "a\0b",
)  # fmt: skip


def test_a_reference_not_of_our_making_never_becomes_a_path(desk: Desk) -> None:
    """Only a record that was tampered with can hold one."""

    def work(writing: Writing) -> None:
        for hostile in HOSTILE_REFS:
            writing.save(new_case(hostile, complete(), NOW, TODAY))

    save(desk, "tamper", work)
    before = contents(desk.folder.parent)
    for hostile in HOSTILE_REFS:
        with pytest.raises(DeskUnusable, match="not a reference of this desk"):
            letter_desk.write_files(desk, hostile)
        with pytest.raises(DeskUnusable, match="not a reference of this desk"):
            letter_desk.letter_file(desk, hostile, ACKNOWLEDGEMENT, "txt", True)
        with pytest.raises(DeskUnusable, match="not a reference of this desk"):
            letter_desk.send_acknowledgement(desk, hostile, 1, ON)
    assert contents(desk.folder.parent) == before


def test_a_reference_that_is_not_there_is_a_sentence(desk: Desk) -> None:
    with pytest.raises(CaseNotFound, match="There is no case"):
        letter_desk.letter(desk, "../../etc/passwd")
