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

from complaintdesk.domain.case import Case, Conflict, Kind, Person, Stage
from complaintdesk.domain.errors import (
    BadInput,
    CaseChanged,
    CaseNotFound,
    DeskUnusable,
    LetterIncomplete,
    RuleBroken,
    ShareUnavailable,
)
from complaintdesk.domain.parts import Entry
from complaintdesk.domain.rules import new_case
from complaintdesk.services import commands, letter_desk, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import ACKNOWLEDGEMENT
from complaintdesk.services.saving import save
from complaintdesk.store.facts import LetterSent
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY
from tests.storage.helpers import complete, contents, failing

ON = date(2026, 11, 18)


@pytest.fixture
def ref(desk: Desk) -> str:
    return commands.log_complaint(desk, complete()).ref


def letters_of(desk: Desk) -> dict[str, bytes]:
    return contents(desk.folder / "letters")


def stand(desk: Desk, ref: str, case: Callable[[Case], Case]) -> None:
    """Have a case stand otherwise, as if that had been done to it."""

    def work(writing: Writing) -> Case:
        return writing.save(case(writing.load(ref)))

    save(desk, "stand otherwise", work)


def first(case: Case, **changes: date) -> Case:
    """A case whose stage 1 stands otherwise."""
    return replace(case, stages=(replace(case.stages[0], **changes), *case.stages[1:]))  # type: ignore[arg-type]


def at_stage_2(case: Case) -> Case:
    return replace(case, stages=(*case.stages, Stage(date(2026, 11, 17))))


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


NOT_NOW: dict[str, tuple[Callable[[Case], Case], str]] = {
    "closed": (lambda c: replace(c, closed_on=ON), "was closed on Wednesday 18 November"),
    "refused": (lambda c: first(c, refused=ON), "was not accepted, as told on Wednesday 18"),
    "answered": (lambda c: first(c, answered=ON), "Stage 1 was answered on Wednesday 18"),
    "at stage 2": (at_stage_2, "“Record an acknowledgement sent another way”"),
    "at stage 2, stage 1 refused": (
        lambda c: at_stage_2(first(c, refused=date(2026, 11, 16))), "recorded with d",
    ),
    "at stage 2, all acknowledged": (
        lambda c: replace(first(at_stage_2(c), acknowledged=ON), closed_on=ON), "was closed on",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_NOW)
def test_what_cannot_go_now_leaves_no_file_and_no_line_and_can_be_looked_at(
    desk: Desk, ref: str, name: str
) -> None:
    """A file of a letter that never went would look as if it had gone."""
    otherwise, sentence = NOT_NOW[name]
    stand(desk, ref, otherwise)
    before = contents(desk.folder)
    with pytest.raises(RuleBroken, match=sentence):
        letter_desk.send_acknowledgement(desk, ref, 2, ON)
    with pytest.raises(RuleBroken, match=sentence):
        letter_desk.write_files(desk, ref)
    assert contents(desk.folder) == before
    view = letter_desk.letter(desk, ref, sent_on=ON)
    assert sentence in view.why_not
    assert view.response_due == date(2026, 12, 2)


def test_the_letter_of_stage_1_never_acknowledges_stage_2(desk: Desk, ref: str) -> None:
    """The verb itself refuses it: a colleague may ask for stage 2 after the letter was read."""
    stand(desk, ref, at_stage_2)
    sent = LetterSent(ACKNOWLEDGEMENT, 1, ON, (("letters/x.txt", "0" * 64),), "0" * 64, "1")
    with pytest.raises(RuleBroken, match="at stage 2, and this letter acknowledges stage 1"):
        commands.acknowledge(desk, ref, 2, ON, sent)
    assert [s.acknowledged for s in queries.case(desk, ref).file.case.stages] == [None, None]
    assert letter_rows(desk) == []


def test_the_letter_of_an_ended_stage_keeps_the_day_that_it_promised(desk: Desk, ref: str) -> None:
    """The date by which the answer was judged may be a later one, after more time."""
    letter_desk.send_acknowledgement(desk, ref, 1, ON)
    stand(desk, ref, lambda c: first(c, answered=ON, respond_by=date(2026, 12, 16)))
    assert letter_desk.letter(desk, ref).response_due == date(2026, 12, 2)


def test_a_request_for_service_has_no_letter_and_says_so(desk: Desk) -> None:
    ref = commands.log_complaint(desk, replace(complete(), kind=Kind.REQUEST)).ref
    before = contents(desk.folder)
    for verb in (
        lambda: letter_desk.letter(desk, ref),
        lambda: letter_desk.letter_file(desk, ref, ACKNOWLEDGEMENT, "txt", True),
        lambda: letter_desk.write_files(desk, ref),
        lambda: letter_desk.send_acknowledgement(desk, ref, 1, ON),
    ):
        with pytest.raises(RuleBroken, match=f"{ref} is a request for service"):
            verb()
    assert contents(desk.folder) == before


def test_a_letter_sent_is_a_letter_in_the_timeline_on_its_day(desk: Desk, ref: str) -> None:
    letter_desk.send_acknowledgement(desk, ref, 1, ON)
    line = queries.case(desk, ref).file.history[0]
    assert (line.kind, line.happened_on) == (Entry.LETTER_OUT, ON)
    assert "Stage 1 acknowledged: letter sent" in line.entry


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
    assert letters_of(desk) == {}


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
