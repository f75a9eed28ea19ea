"""What keeps a letter from going, whatever stops it: no line in the record, and hardly a file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.domain.case import Case, Conflict, Kind, Person, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import (
    BadInput,
    CaseChanged,
    DeskError,
    DeskUnusable,
    LetterIncomplete,
    RuleBroken,
    Unconfirmed,
)
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.parts import PromiseKind
from complaintdesk.services import commands, letter_files, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_sending import send
from tests.conftest import NOW, TODAY
from tests.letter_text import whole_cases as cases
from tests.letter_text.whole_letters import EVERY, SPECIAL, Whole
from tests.services.letters import ACK, ON, case, letters_of, on_day, place, put, rows, stand
from tests.storage.helpers import acknowledge_by_letter, complete, contents

PLAIN = [whole for whole in EVERY if whole.name == "plain"]
PAST_LIMIT = next(whole for whole in SPECIAL if whole.name == "past-the-limit")


# What cannot go


def first(case: Case, **changes: date) -> Case:
    """A case whose stage 1 stands otherwise."""
    return replace(case, stages=(replace(case.stages[0], **changes), *case.stages[1:]))  # type: ignore[arg-type]


def asked_again(case: Case) -> Case:
    return replace(case, stages=(*case.stages, Stage(date(2026, 11, 17))))


NOT_NOW: dict[str, tuple[Callable[[Case], Case], str]] = {
    "closed": (lambda c: replace(c, closed_on=ON), "was closed on Wednesday 18 November"),
    "refused": (lambda c: first(c, refused=ON), "was not accepted, as told on Wednesday 18"),
    "answered": (lambda c: first(c, answered=ON), "Stage 1 was answered on Wednesday 18"),
    "at stage 2": (asked_again, "is at stage 2, and this letter is one of stage 1"),
    "at stage 2, all acknowledged": (
        lambda c: replace(first(asked_again(c), acknowledged=ON), closed_on=ON), "was closed on",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_NOW)
def test_what_cannot_go_now_leaves_no_file_and_no_line(desk: Desk, ref: str, name: str) -> None:
    """A file of a letter that never went would look as if it had gone."""
    otherwise, sentence = NOT_NOW[name]
    stand(desk, ref, otherwise)
    before = contents(desk.folder)
    with pytest.raises(RuleBroken, match=sentence):
        acknowledge_by_letter(desk, ref, 2, ON)
    assert contents(desk.folder) == before


def test_a_request_for_service_is_told_of_no_stage(desk: Desk) -> None:
    ref = commands.log_complaint(desk, replace(complete(), kind=Kind.REQUEST)).ref
    before = contents(desk.folder)
    with pytest.raises(RuleBroken, match=f"{ref} is a request for service"):
        acknowledge_by_letter(desk, ref, 1, ON)
    assert contents(desk.folder) == before


def test_a_letter_with_gaps_is_not_sent_and_says_which_fields(desk: Desk) -> None:
    lacking = replace(complete(), conflict=Conflict.UNCHECKED, complainant=Person("Ann"))
    ref = commands.log_complaint(desk, lacking).ref
    with pytest.raises(LetterIncomplete, match="cannot go yet") as refusal:
        acknowledge_by_letter(desk, ref, 1, ON)
    assert refusal.value.lacks == ("complainant.contact", "write.conflict")
    assert (letters_of(desk), rows(desk)) == ({}, [])


@pytest.mark.parametrize("whole", PLAIN[::2], ids=lambda w: w.kind)
def test_no_letter_goes_with_a_box_that_only_a_person_can_fill_left_blank(
    desk: Desk, whole: Whole
) -> None:
    """Every box of words emptied at once: whatever is needed of them is named."""
    ref = place(desk, whole.case)
    with on_day(desk, whole.today) as then:
        blank = {
            spec.name: "" for spec in KINDS[whole.kind].fields(whole.case, then.moment)
            if spec.lines > 1 or spec.is_day
        } | {"sent_on": ""}  # fmt: skip
        with pytest.raises(DeskError, match=r"\w\.( \(.+\))?$"):
            send(then, ref, 1, whole.kind, {**whole.boxes, **blank})
    assert (letters_of(desk), rows(desk)) == ({}, [])


@pytest.mark.parametrize("on", [date(2026, 11, 12), date(2026, 11, 21)])
def test_a_letter_sent_on_an_impossible_day_is_not_recorded(desk: Desk, ref: str, on: date) -> None:
    with pytest.raises((BadInput, RuleBroken)):
        acknowledge_by_letter(desk, ref, 1, on)
    assert (letters_of(desk), rows(desk)) == ({}, [])


@pytest.mark.parametrize("field", ["responsibility_1", "conflict"])
def test_a_choice_that_there_is_not_is_refused_in_a_sentence(
    desk: Desk, ref: str, field: str
) -> None:
    """A form may have been kept half written by an older program."""
    with pytest.raises(DeskError):
        send(desk, ref, 1, ACK, {field: "theirs"})
    assert (letters_of(desk), rows(desk)) == ({}, [])


def test_an_unknown_letter_is_a_sentence(desk: Desk, ref: str) -> None:
    with pytest.raises(BadInput, match=r"no letter called “\.\./\.\./x”"):
        send(desk, ref, 1, "../../x", {})


def test_a_look_at_another_day_sends_nothing_and_leaves_no_file(desk: Desk, ref: str) -> None:
    before = contents(desk.folder)
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=TODAY)
    with pytest.raises(RuleBroken, match="nothing can be saved here"):
        send(looking, ref, 1, ACK, {})
    looking.close()
    assert contents(desk.folder) == before


# Somebody was first


def test_a_letter_of_a_case_that_was_changed_since_is_read_again_first(
    desk: Desk, ref: str, other_pc: Callable[[Desk], Desk]
) -> None:
    """Whether this PC has heard of the change yet or not; and no file is left behind."""
    commands.change_details(other_pc(desk), ref, 1, complete("Ann Obrien"))
    with pytest.raises(CaseChanged, match="Read it again"):
        acknowledge_by_letter(desk, ref, 1, ON)
    assert (letters_of(desk), rows(desk)) == ({}, [])


def test_a_letter_of_a_case_that_is_being_changed_is_not_recorded(
    desk: Desk, ref: str, other_pc: Callable[[Desk], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague's change comes between the files and the record."""
    colleague, real = other_pc(desk), letter_files.keep_file

    def slow(path: Path, made: bytes) -> Path:
        if path.suffix == ".txt":
            commands.change_details(colleague, ref, 1, complete("Ann Obrien"))
        return real(path, made)

    monkeypatch.setattr(letter_files, "keep_file", slow)
    with pytest.raises(CaseChanged):
        acknowledge_by_letter(desk, ref, 1, ON)
    assert rows(desk) == []
    assert case(desk, ref).stages[0].acknowledged is None


def test_the_letter_of_stage_1_never_acknowledges_stage_2(
    desk: Desk, ref: str, other_pc: Callable[[Desk], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change itself refuses it: stage 2 may be asked for while the files are written."""
    colleague, real = other_pc(desk), letter_files.keep_file

    def slow(path: Path, made: bytes) -> Path:
        if path.suffix == ".txt":
            stand(colleague, ref, asked_again)
        return real(path, made)

    monkeypatch.setattr(letter_files, "keep_file", slow)
    with pytest.raises(RuleBroken, match="is at stage 2, and this letter is one of stage 1"):
        acknowledge_by_letter(desk, ref, 1, ON)
    assert [s.acknowledged for s in case(desk, ref).stages] == [None, None]
    assert rows(desk) == []


# Faults


def test_a_file_that_does_not_hold_what_was_written_is_not_named_in_a_change(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def garble(path: Path, content: bytes) -> None:
        path.write_bytes(content[:-1])

    monkeypatch.setattr(letter_files, "put_if_free", garble)
    with pytest.raises(DeskUnusable, match="does not hold what was written"):
        acknowledge_by_letter(desk, ref, 1, ON)
    assert rows(desk) == []


def test_where_no_pdf_can_be_made_the_letter_goes_all_the_same_and_it_is_said(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("letters.pdf.why_no_pdf", lambda: "This computer cannot make a PDF.")
    outcome = acknowledge_by_letter(desk, ref, 1, ON)
    assert outcome.message.endswith(" This computer cannot make a PDF.")
    assert [Path(row.file).suffix for row in rows(desk)] == [".docx", ".txt"]
    assert case(desk, ref).stages[0].acknowledged == ON


def test_a_letterhead_that_cannot_be_used_stops_it_before_any_file(desk: Desk, ref: str) -> None:
    put(desk, "letterhead.docx", b"not a Word file")
    with pytest.raises(DeskError, match=r"letterhead\.docx"):
        acknowledge_by_letter(desk, ref, 1, ON)
    assert (letters_of(desk), rows(desk)) == ({}, [])


# Departures


def test_what_the_code_asks_otherwise_needs_a_reason_and_is_kept_with_it(desk: Desk) -> None:
    """More time told of too late, on a day past the last."""
    ref = place(desk, cases.acknowledged(Code.HOUSING))
    boxes = {"reason": "The engineer was ill.", "until": "25/11/2026"}
    with pytest.raises(Unconfirmed) as asked:
        send(desk, ref, 1, "stage1-extension", boxes)
    (concern,) = asked.value.concerns
    assert concern.key == "extension_late"
    assert (letters_of(desk), rows(desk)) == ({}, [])
    send(desk, ref, 1, "stage1-extension", {**boxes, "why_extension_late": "He fell ill today."})
    (departure,) = case(desk, ref).departures
    assert (departure.key, departure.reason) == ("extension_late", "He fell ill today.")
    entries = [line.entry for line in queries.case(desk, ref).file.history]
    assert f"Breach confirmed. {concern.sentence} Reason: He fell ill today." in entries


def test_doubtful_words_in_the_letter_need_a_reason_too(desk: Desk, ref: str) -> None:
    boxes = {"questions": "Did you ask for stage 3?"}
    with pytest.raises(Unconfirmed, match="no others") as asked:
        send(desk, ref, 1, ACK, boxes)
    assert [concern.key for concern in asked.value.concerns] == ["extra_stage"]
    send(desk, ref, 1, ACK, {**boxes, "why_extra_stage": "She used those words."})
    assert [d.reason for d in case(desk, ref).departures] == ["She used those words."]


@pytest.mark.parametrize("nothing", ["", "   ", " \x00\n ", "\u202e"])
def test_a_reason_of_nothing_is_none(desk: Desk, ref: str, nothing: str) -> None:
    boxes = {"questions": "Did you ask for stage 3?", "why_extra_stage": nothing}
    with pytest.raises(Unconfirmed):
        send(desk, ref, 1, ACK, boxes)
    assert (letters_of(desk), rows(desk)) == ({}, [])


def test_a_good_reason_in_the_letter_itself_is_no_departure(desk: Desk) -> None:
    ref = place(desk, PAST_LIMIT.case)
    with on_day(desk, PAST_LIMIT.today) as then:
        send(then, ref, 1, PAST_LIMIT.kind, PAST_LIMIT.boxes)
        after = case(then, ref)
    assert after.departures == ()
    assert after.current.extensions[-1].good_reason == "The pipes hold asbestos."
    (update,) = (p for _, p in after.open_promises if p.kind is PromiseKind.UPDATE)
    assert update.every == 5
