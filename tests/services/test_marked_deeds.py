"""One thing for several marked cases: each under its own rule, each once, and said for each."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaintdesk import marked_csv
from complaintdesk.domain.case import Case, Conflict, Kind
from complaintdesk.domain.errors import BadInput, FormRefused, ShareUnavailable, Unconfirmed
from complaintdesk.domain.parts import PromiseKind
from complaintdesk.services import (
    commands,
    marked_cases,
    marked_deeds,
    marked_forms,
    queries,
    task_desk,
)
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_cases import Line, Result
from complaintdesk.services.marked_deeds import ALONE, BEFORE, Assign, Deed, Review
from complaintdesk.store.listed import QUERY
from complaintdesk.store.peek import reading
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import complete, contents, failing

OtherPc = Callable[..., Desk]
FRIDAY = date(2026, 12, 4)


def logged(desk: Desk, *names: str, **changes: object) -> list[str]:
    made = (replace(complete(name), **changes) for name in names)  # type: ignore[arg-type]
    return [commands.log_complaint(desk, details).ref for details in made]


def case(desk: Desk, ref: str) -> Case:
    return desk.store.case(ref).case


def version(desk: Desk, ref: str) -> int:
    return case(desk, ref).version


def head(desk: Desk) -> int:
    return desk.store.head()[0]


def to_alex(desk: Desk, **more: str) -> Assign:
    return marked_forms.read_officer(desk, {"other": "Alex Moss", **more})


def review(desk: Desk, what: str = "Did the roofer come?", due: str = "4 Dec") -> Review:
    return marked_forms.read_review(desk, {"due": due, "what": what})


def will(desk: Desk, ref: str, deed: Deed) -> str:
    """The one line on what would happen, or why not."""
    (line,) = marked_deeds.dry_run(desk, [ref], deed)
    return " ".join((*line.problems, *line.remarks))


def run(desk: Desk, refs: list[str], deed: Deed) -> tuple[Result, ...]:
    return marked_deeds.carry_out(desk, marked_deeds.dry_run(desk, refs, deed), deed)


def do(desk: Desk, ref: str, name: str, **fields: str) -> None:
    """A task as one case's form opens, with a reason for all that the Code asks else."""
    form = task_desk.form(desk, ref, name)
    typed = {spec.name: spec.value for spec in form.fields} | fields
    try:
        task_desk.perform(desk, ref, form.case.version, name, typed)
    except Unconfirmed as error:
        why = {f"why_{concern.key}": "It is so." for concern in error.concerns}
        task_desk.perform(desk, ref, form.case.version, name, typed | why)


def close(desk: Desk, ref: str) -> None:
    do(desk, ref, "close", closing="withdrawn", note="She rang today.")


def at_stage_2(desk: Desk, reviewer: str = "Robin Ashdown") -> str:
    (ref,) = logged(desk, "Eve")
    do(desk, ref, "answer")
    do(desk, ref, "escalate", reviewer=reviewer)
    return ref


# Another officer


def test_a_dry_run_says_from_whom_to_whom_and_changes_nothing(desk: Desk) -> None:
    refs = [*logged(desk, "Ann"), *logged(desk, "Bo", officer="", conflict=Conflict.UNCHECKED)]
    before, files = head(desk), contents(desk.folder)
    lines = marked_deeds.dry_run(desk, refs, to_alex(desk, conflict="none"))
    assert [(line.ref, line.complainant, line.is_ready) for line in lines] == [
        (refs[0], "Ann", True), (refs[1], "Bo", True),
    ]  # fmt: skip
    assert [line.remarks for line in lines] == [
        ("from Sam Patel to Alex Moss",), ("from nobody to Alex Moss",),
    ]  # fmt: skip
    assert (head(desk), contents(desk.folder)) == (before, files)


def test_each_case_is_given_in_a_change_of_its_own_by_the_task_for_one(desk: Desk) -> None:
    refs = logged(desk, "Ann", "Bo")
    before = head(desk)
    results = run(desk, refs, to_alex(desk, conflict="none"))
    assert [(r.ref, r.is_done, r.message) for r in results] == [
        (ref, True, "Handled by Alex Moss.") for ref in refs
    ]
    assert head(desk) == before + 2
    assert [case(desk, ref).handler for ref in refs] == ["Alex Moss"] * 2
    assert [case(desk, ref).details.conflict for ref in refs] == [Conflict.NONE] * 2
    assert {row.officer for row in queries.queue(desk).rows} == {"Alex Moss"}


def test_what_was_checked_of_one_officer_is_not_claimed_of_the_next(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    assert will(desk, ref, to_alex(desk)).endswith("; conflict of interest to be checked anew")
    run(desk, [ref], to_alex(desk))
    assert case(desk, ref).details.conflict is Conflict.UNCHECKED


def test_a_third_party_that_answers_for_us_stays_on_the_case(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    do(desk, ref, "assign", responder="Weir Homes")
    run(desk, [ref], to_alex(desk))
    assert case(desk, ref).current.responder == "Weir Homes"


def test_a_request_for_service_is_given_too(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann", kind=Kind.REQUEST)
    (result,) = run(desk, [ref], to_alex(desk))
    assert result.is_done
    assert case(desk, ref).handler == "Alex Moss"


@pytest.mark.parametrize("name", ["Sam Patel", "  sam   PATEL "])
def test_a_case_that_they_have_already_stays(desk: Desk, name: str) -> None:
    (ref,) = logged(desk, "Ann")
    assert will(desk, ref, to_alex(desk, other=name)) == "Sam Patel has it already."


def test_stage_2_is_not_given_to_whoever_dealt_with_stage_1(desk: Desk) -> None:
    ref = at_stage_2(desk)
    said = will(desk, ref, to_alex(desk, other="Sam Patel"))
    assert "Sam Patel dealt with stage 1, so somebody else is to review it." in said
    assert said.endswith(ALONE)
    (result,) = run(desk, [ref], to_alex(desk, other="Sam Patel"))
    assert not result.is_done
    assert case(desk, ref).handler == "Robin Ashdown"
    (result,) = run(desk, [ref], to_alex(desk))
    assert result.is_done
    assert (case(desk, ref).handler, case(desk, ref).details.officer) == ("Alex Moss", "Sam Patel")


@pytest.mark.parametrize(
    "noted", [{"conflict": Conflict.DECLARED}, {"conflict_note": "Her cousin lives there."}]
)
def test_a_noted_conflict_of_interest_is_left_to_be_seen_to_by_itself(
    desk: Desk, noted: dict[str, object]
) -> None:
    (ref,) = logged(desk, "Ann", **noted)
    assert will(desk, ref, to_alex(desk)) == f"A conflict of interest is noted on it. {ALONE}"
    assert case(desk, ref).handler == "Sam Patel"


def test_who_dealt_with_a_stage_that_has_ended_stays_on_record(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    do(desk, ref, "answer")
    said = "Stage 1 has ended, and that Sam Patel dealt with it stays on record."
    assert will(desk, ref, to_alex(desk)) == said
    (result,) = run(desk, [ref], to_alex(desk))
    assert not result.is_done


@pytest.mark.parametrize("deed", [to_alex, review])
def test_a_closed_case_and_one_that_is_gone_say_so(desk: Desk, deed: Callable[..., Deed]) -> None:
    (ref,) = logged(desk, "Ann")
    close(desk, ref)
    assert "was closed on Friday 20 November 2026" in will(desk, ref, deed(desk))
    assert "CD-2026-0999" in will(desk, "CD-2026-0999", deed(desk))


def test_a_form_without_an_officer_or_with_two_is_refused(desk: Desk) -> None:
    for fields, said in (
        ({}, "Say who is to have them."),
        ({"officer": "Sam Patel", "other": "Alex Moss"}, "not both"),
        ({"other": "x" * 101}, "at most 100"),
        ({"other": "Alex Moss", "conflict": "declared"}, "does not get it"),
        ({"other": "Alex Moss", "conflict": "zzz"}, "not a choice"),
    ):
        with pytest.raises(FormRefused, match=said):
            marked_forms.read_officer(desk, fields)


def test_the_officers_to_choose_from_are_those_with_open_cases_in_plain_text(desk: Desk) -> None:
    assert [spec.name for spec in marked_forms.officer_fields(desk)] == ["other", "conflict"]
    logged(desk, "Ann", "Bo")
    logged(desk, "Cy", officer="[b]Kim[/] \x1b[2J")
    (spec, *_) = marked_forms.officer_fields(desk)
    assert [value for _, value in spec.choices] == ["Sam Patel", "[b]Kim[/] [2J"]


# A day to look again


def test_a_review_is_due_in_the_queue_on_its_day(desk: Desk) -> None:
    refs = [*logged(desk, "Ann"), *logged(desk, "Bo", kind=Kind.REQUEST)]
    said = "review on Friday 4 December 2026: Did the roofer come?"
    assert will(desk, refs[0], review(desk)) == said
    assert will(desk, refs[1], review(desk)) == f"{said}; one is set for {BEGUN} too"
    results = run(desk, refs, review(desk))
    assert all(r.is_done and "by Friday 4 December 2026" in r.message for r in results)
    for ref in refs:
        made = case(desk, ref).promises[-1]
        assert (made.kind, made.due, made.who) == (PromiseKind.REVIEW, FRIDAY, "Sam Patel")
        assert made.what == "Did the roofer come?"
    duties = queries.case(desk, refs[0]).duties
    assert (FRIDAY, "review") in [(duty.due, duty.kind) for duty in duties]


BEGUN = "Friday 4 December 2026"  # ten working days on: the review that a request begins with


def test_the_review_of_a_request_ends_with_the_request(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann", kind=Kind.REQUEST)
    run(desk, [ref], review(desk))
    do(desk, ref, "request-done", outcome="Mended.", satisfied="yes")
    assert case(desk, ref).closed_on == TODAY
    assert not case(desk, ref).open_promises


def test_the_same_review_is_not_set_twice(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    run(desk, [ref], review(desk))
    assert will(desk, ref, review(desk)) == "It has this review already."
    assert "one is set for Friday 4 December 2026 too" in will(desk, ref, review(desk, "Ring her"))


def test_words_that_a_code_speaks_against_are_to_be_said_otherwise(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    said = will(desk, ref, review(desk, "Offer her an informal stage"))
    assert "informal stage" in said
    assert said.endswith("Say it in other words.")


def test_a_form_without_a_day_to_come_or_a_subject_is_refused(desk: Desk) -> None:
    for fields, said in (
        ({"what": "Ring her"}, "Say on which day."),
        ({"due": "4 Dec"}, "Say what is to be looked at."),
        ({"due": "19/11/2026", "what": "Ring her"}, "Thursday 19 November 2026 has passed"),
        ({"due": "soon", "what": "Ring her"}, "not a date"),
        ({"due": "4/12/2099", "what": "Ring her"}, "more than ten years"),
    ):
        with pytest.raises(FormRefused, match=said):
            marked_forms.read_review(desk, fields)


# What happens in between


@pytest.mark.parametrize("deed", [to_alex, review])
def test_a_case_that_a_colleague_changed_in_between_stays_and_the_others_go(
    desk: Desk, other_pc: OtherPc, deed: Callable[..., Deed]
) -> None:
    refs, there = logged(desk, "Ann", "Bo", "Cy", "Di"), other_pc(desk)
    made = deed(desk)
    lines = marked_deeds.dry_run(desk, refs, made)
    there.catch_up()
    changed = replace(case(there, refs[1]).details, summary="Changed")
    commands.change_details(there, refs[1], 1, changed)
    close(there, refs[2])
    results = marked_deeds.carry_out(desk, lines, made)
    assert [r.is_done for r in results] == [True, False, False, True]
    # By whom, when and how; without it nobody knows whom to ask.
    assert results[1].message == (
        f"{refs[1]} was changed by Alex Moss at 10:30 since it was looked at here: "
        "Details changed: summary. Nothing of yours was lost."
    )
    assert "was closed" in results[2].message
    assert not any(r.can_try_again for r in results)
    # Looked at again, the one that was only changed is ready.
    assert [r.is_done for r in run(desk, refs[1:2], made)] == [True]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("deed", [to_alex, review])
def test_a_share_that_goes_away_in_the_middle_does_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, deed: Callable[..., Deed], after: bool
) -> None:
    """Whether or not the change got there before the share went."""
    refs, made = logged(desk, "Ann", "Bo"), deed(desk)
    lines, before = marked_deeds.dry_run(desk, refs, made), head(desk)
    gone = failing(desk.record.append, ShareUnavailable("No answer."), after=after)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    results = marked_deeds.carry_out(desk, lines, made)
    assert [(r.is_done, r.can_try_again) for r in results] == [(False, True), (True, False)]
    assert results[0].message == "No answer."
    (again,) = marked_deeds.carry_out(desk, lines[:1], made)
    assert again.is_done
    assert (again.message == BEFORE) is after
    desk.catch_up()
    assert head(desk) == before + 2
    assert [len(case(desk, ref).promises) for ref in refs] in ([0, 0], [1, 1])


def test_what_a_try_before_did_is_known_when_it_is_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs, made = logged(desk, "Ann"), review(desk)
    gone = failing(desk.record.append, ShareUnavailable("No answer."), after=True)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    run(desk, refs, made)
    desk.catch_up()
    assert will(desk, refs[0], made) == BEFORE
    (result,) = run(desk, refs, made)
    assert (result.is_done, result.message) == (True, BEFORE)
    assert len(case(desk, refs[0]).promises) == 1


@pytest.mark.parametrize("deed", [to_alex, review])
def test_the_same_run_again_does_nothing_twice(desk: Desk, deed: Callable[..., Deed]) -> None:
    refs, made = logged(desk, "Ann", "Bo"), deed(desk)
    lines = marked_deeds.dry_run(desk, refs, made)
    marked_deeds.carry_out(desk, lines, made)
    before = head(desk)
    assert [r.message for r in marked_deeds.carry_out(desk, lines, made)] == [BEFORE, BEFORE]
    assert head(desk) == before


def test_a_line_that_is_not_ready_is_left_alone(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    line = Line(ref, "Ann", 1, {}, "x", ("Not this one.",))
    (result,) = marked_deeds.carry_out(desk, [line], to_alex(desk))
    assert (result.is_done, result.message) == (False, "Not this one.")


def test_a_look_at_another_day_changes_nothing(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=TODAY)
    (result,) = run(looking, [ref], to_alex(looking))
    assert "nothing can be saved" in result.message
    assert version(desk, ref) == 1
    looking.close()


def test_hostile_names_and_subjects_go_through_or_are_refused_in_a_sentence(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    for text in HOSTILE:
        try:
            deeds: list[Deed] = [review(desk, text), to_alex(desk, other=text)]
        except FormRefused as error:
            assert str(error)
            continue
        for made in deeds:
            assert len(will(desk, ref, made)) < 1000
            (result,) = run(desk, [ref], made)
            assert result.message
            assert result.is_done or not result.can_try_again


# The file


def read(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def export(desk: Desk, path: Path) -> marked_csv.Export:
    return marked_csv.read_export(desk, {"path": str(path)})


def test_the_marked_cases_are_a_line_each_in_the_order_marked(desk: Desk, tmp_path: Path) -> None:
    refs, made = logged(desk, "Ann", "Bo", "=1+1"), export(desk, tmp_path)
    close(desk, refs[0])
    refs = [refs[2], refs[0], refs[1]]
    lines = marked_deeds.dry_run(desk, [*refs, "CD-2026-0999"], made)
    assert [(line.complainant, line.is_ready) for line in lines] == [
        ("=1+1", True), ("Ann", True), ("Bo", True), ("", False),
    ]  # fmt: skip
    assert lines[1].remarks == ("a line in the file, closed",)
    assert not list(tmp_path.glob("*.csv"))
    results = marked_deeds.carry_out(desk, lines, made)
    assert [r.is_done for r in results] == [True, True, True, False]
    assert "There is no case CD-2026-0999" in results[3].message
    names, *rows = read(tmp_path / "complaint-cases.csv")
    assert [row[names.index("ref")] for row in rows] == refs
    assert rows[0][names.index("complainant")] == "'=1+1"


def test_the_file_says_what_is_true_when_it_is_written(desk: Desk, tmp_path: Path) -> None:
    refs, made = logged(desk, "Ann"), export(desk, tmp_path / "mine.csv")
    lines = marked_deeds.dry_run(desk, refs, made)
    run(desk, refs, to_alex(desk))
    marked_deeds.carry_out(desk, lines, made)
    assert read(tmp_path / "mine.csv")[1][-1] == "Alex Moss"


def test_a_place_that_will_not_do_is_refused_and_one_that_is_there_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=r"must end in \.csv: a spreadsheet"):
        export(desk, tmp_path / "cases.docx")
    with pytest.raises(BadInput, match="not a place"):
        marked_csv.read_export(desk, {"path": "~nobody-of-this-name/x"})
    assert export(desk, tmp_path / "cases").path == tmp_path / "cases.csv"
    (tmp_path / "cases.csv").write_text("old", "utf-8")
    assert "the file that is there is replaced" in export(desk, tmp_path / "cases").about
    assert "replaced" not in export(desk, tmp_path / "other").about


def test_a_folder_that_cannot_be_written_leaves_every_case_to_be_tried_again(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "away").write_text("a file and no folder", "utf-8")
    refs, made = logged(desk, "Ann", "Bo"), export(desk, tmp_path / "away" / "cases.csv")
    lines = marked_deeds.dry_run(desk, refs, made)
    results = marked_deeds.carry_out(desk, lines, made)
    assert [(r.is_done, r.can_try_again) for r in results] == [(False, True)] * 2
    assert "could not be written" in results[0].message
    (tmp_path / "away").unlink()
    assert all(r.is_done for r in marked_deeds.carry_out(desk, lines, made))


def test_practice_has_a_file_of_its_own(training_desk: Desk) -> None:
    assert marked_csv.usual_place(training_desk).name == "training-cases.csv"


def test_hostile_cases_are_read_back_as_they_are_shown(desk: Desk, tmp_path: Path) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in HOSTILE]
    refs = [ref for text in texts for ref in logged(desk, text[:200].strip() or "-")]
    made = export(desk, tmp_path)
    assert all(r.is_done for r in run(desk, refs, made))
    _, *rows = read(made.path)
    assert [row[0] for row in rows] == refs


def test_chosen_cases_are_found_by_an_index(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    with reading(desk.store_file) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {QUERY}", (ref,)).fetchall()
    assert not [row for row in plan if str(row[3]).startswith("SCAN")]
    assert [row.ref for row in marked_cases.rows(desk, [ref, "CD-1"])] == [ref]
