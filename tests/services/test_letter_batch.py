"""One kind of letter for several cases: what each lacks first, then only the complete ones go."""

from dataclasses import replace
from pathlib import Path

import pytest

from complaintdesk.domain.case import Conflict
from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.services import commands, letter_batch, letter_sending, marked_cases
from complaintdesk.services import drafts as drafts_service
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.letter_batch import Result
from complaintdesk.services.letter_desk import draft_name, open_letter
from tests.conftest import NOW, TODAY
from tests.hands import dealt
from tests.storage.helpers import acknowledge_by_letter, complete, contents

KIND = "stage1-acknowledgement"


def logged(desk: Desk, *names: str, **changes: object) -> list[str]:
    made = (replace(complete(name), **changes) for name in names)  # type: ignore[arg-type]
    return [commands.log_complaint(desk, details).ref for details in made]


def begun(desk: Desk, ref: str, **boxes: str) -> Draft:
    """A letter half written on this PC."""
    work = open_letter(desk, ref, KIND)
    base = {**work.proposals, "at_stage": "1"}
    made = Draft(desk.make_id(), {**base, **boxes}, ref, 1, base, task=draft_name(KIND))
    drafts_service.keep(desk, made)
    return made


def acknowledged(desk: Desk, ref: str) -> bool:
    return desk.store.case(ref).case.current.acknowledged == TODAY


def head(desk: Desk) -> int:
    return desk.store.head()[0]


# The dry run


def test_a_dry_run_says_for_each_case_what_its_letter_lacks(desk: Desk) -> None:
    refs = [*logged(desk, "Ann", "Bo"), *logged(desk, "Cy", points=())]
    lines = letter_batch.dry_run(desk, refs, KIND)
    assert [(line.ref, line.complainant, line.is_ready) for line in lines] == [
        (refs[0], "Ann", True), (refs[1], "Bo", True), (refs[2], "Cy", False),
    ]  # fmt: skip
    assert lines[0].problems == ()
    assert any("point 1" in sentence for sentence in lines[2].problems)


def test_a_dry_run_changes_nothing_and_writes_no_file(desk: Desk) -> None:
    refs = [*logged(desk, "Ann"), *logged(desk, "Cy", points=())]
    before, files = head(desk), contents(desk.folder)
    letter_batch.dry_run(desk, refs, KIND)
    assert (head(desk), contents(desk.folder)) == (before, files)


def test_large_print_and_another_language_are_remarked_on_and_stop_nothing(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann", adjustments="Large print, and letters in Urdu please")
    (line,) = letter_batch.dry_run(desk, [ref], KIND)
    assert line.is_ready
    said = " ".join(line.remarks)
    assert "large print" in said
    assert "another language" in said


def test_a_case_that_the_letter_does_not_fit_says_why(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    acknowledge_by_letter(desk, ref, 1, TODAY)
    (line,) = letter_batch.dry_run(desk, [ref], KIND)
    assert not line.is_ready
    assert "acknowledged" in " ".join(line.problems)


def test_a_case_that_is_not_there_any_more_is_a_line_and_no_fault(desk: Desk) -> None:
    (line,) = letter_batch.dry_run(desk, ["CD-2026-0999"], KIND)
    assert not line.is_ready
    assert "CD-2026-0999" in " ".join(line.problems)


def test_an_unknown_kind_of_letter_is_said_on_every_line(desk: Desk) -> None:
    refs = logged(desk, "Ann", "Bo")
    lines = letter_batch.dry_run(desk, refs, "birthday-card")
    assert all("birthday-card" in " ".join(line.problems) for line in lines)


def test_what_asks_for_a_reason_is_left_to_be_written_by_itself(desk: Desk) -> None:
    """Nobody gives a reason for a departure ten times in one go."""
    (ref,) = logged(desk, "Ann")
    begun(desk, ref, questions="Which day was it? TBC")
    (line,) = letter_batch.dry_run(desk, [ref], KIND)
    assert "TBC" in line.problems[0]
    assert line.problems[-1] == "Write this one by itself."
    (result,) = letter_batch.send_ready(desk, [line], KIND)
    assert not result.is_sent


# The run


def test_only_the_complete_ones_go_and_the_result_says_which_and_why(desk: Desk) -> None:
    ann, cy, bo = *logged(desk, "Ann"), *logged(desk, "Cy", points=()), *logged(desk, "Bo")
    heard: list[Result] = []
    lines = letter_batch.dry_run(desk, [ann, cy, bo], KIND)
    results = letter_batch.send_ready(desk, lines, KIND, heard.append)
    assert list(results) == heard
    assert [(r.ref, r.is_sent) for r in results] == [(ann, True), (cy, False), (bo, True)]
    assert results[1].message == " ".join(lines[1].problems)
    assert "acknowledged on Friday 20 November 2026" in results[0].message
    assert [acknowledged(desk, ref) for ref in (ann, cy, bo)] == [True, False, True]
    written = {name.split("/")[0] for name in contents(desk.folder / "letters")}
    assert written == {ann, bo}


def test_each_letter_is_a_change_of_its_own(desk: Desk) -> None:
    """A fault in the fifth takes nothing back of the four before."""
    refs = logged(desk, "Ann", "Bo", "Cy")
    before = head(desk)
    letter_batch.send_ready(desk, letter_batch.dry_run(desk, refs, KIND), KIND)
    assert head(desk) == before + 3


def test_a_case_that_somebody_changed_meanwhile_stays_and_the_others_go(desk: Desk) -> None:
    refs = logged(desk, "Ann", "Bo", "Cy")
    lines = letter_batch.dry_run(desk, refs, KIND)
    details = desk.store.case(refs[1]).case.details
    commands.change_details(desk, refs[1], 1, replace(details, summary="Changed"))
    results = letter_batch.send_ready(desk, lines, KIND)
    assert [result.is_sent for result in results] == [True, False, True]
    assert "was changed by you yourself" in results[1].message
    assert not acknowledged(desk, refs[1])


def test_a_share_that_goes_away_stops_one_letter_with_its_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = logged(desk, "Ann", "Bo")
    lines = letter_batch.dry_run(desk, refs, KIND)
    real = letter_sending.keep_file
    gone = [True]

    def away(path: Path, made: bytes) -> Path:
        if gone:
            gone.clear()
            raise ShareUnavailable("The letter could not be written. Nothing was recorded.")
        return real(path, made)

    monkeypatch.setattr("complaintdesk.services.letter_files.keep_file", away)
    results = letter_batch.send_ready(desk, lines, KIND)
    assert [result.is_sent for result in results] == [False, True]
    assert "Nothing was recorded" in results[0].message


def test_the_same_run_twice_sends_nothing_twice(desk: Desk) -> None:
    refs = logged(desk, "Ann", "Bo")
    lines = letter_batch.dry_run(desk, refs, KIND)
    letter_batch.send_ready(desk, lines, KIND)
    again = letter_batch.send_ready(desk, lines, KIND)
    assert not any(result.is_sent for result in again)
    assert [len(desk.store.case(ref).letters) for ref in refs] == [1, 1]


def test_what_was_half_written_is_what_goes_and_it_is_done_with(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann", conflict=Conflict.UNCHECKED)
    assert not letter_batch.dry_run(desk, [ref], KIND)[0].is_ready
    begun(desk, ref, conflict=str(Conflict.NONE), questions="Which boiler is it?")
    lines = letter_batch.dry_run(desk, [ref], KIND)
    (result,) = letter_batch.send_ready(desk, lines, KIND)
    assert result.is_sent
    (letter,) = desk.store.case(ref).letters
    text = next(file for file in letter.files if file.endswith(".txt"))
    assert "Which boiler is it?" in (desk.folder / text).read_text("utf-8")
    assert drafts_service.unfinished(desk, ref, draft_name(KIND)) == ()


def test_a_look_at_another_day_sends_nothing(desk: Desk) -> None:
    (ref,) = logged(desk, "Ann")
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=TODAY)
    lines = letter_batch.dry_run(looking, [ref], KIND)
    (result,) = letter_batch.send_ready(looking, lines, KIND)
    assert not result.is_sent
    assert "nothing can be saved" in result.message
    assert contents(desk.folder / "letters") == {}
    looking.close()


def test_hostile_texts_go_through_or_are_refused_in_a_sentence(desk: Desk) -> None:
    refs = logged(desk, *(text[:300] for text in dealt(14)))
    results = letter_batch.send_ready(desk, letter_batch.dry_run(desk, refs, KIND), KIND)
    assert len(results) == len(refs)
    assert all(result.message for result in results)
    assert sum(result.is_sent for result in results) > len(refs) / 2


# Which letters fit the marked cases


def test_the_letters_that_fit_are_counted_and_the_one_due_next_in_most_cases_comes_first(
    desk: Desk,
) -> None:
    refs = logged(desk, "Ann", "Bo", "Cy")
    acknowledge_by_letter(desk, refs[0], 1, TODAY)
    found = {each.kind: each for each in marked_cases.letters_that_fit(desk, refs)}
    assert found[KIND].count == 2
    assert found["stage1-response"].count == 3
    assert next(iter(found)) == KIND
    assert "stage2-response" not in found


def test_of_cases_alike_the_letter_due_first_comes_first(desk: Desk) -> None:
    refs = logged(desk, "Ann", "Bo")
    assert marked_cases.letters_that_fit(desk, refs)[0].kind == KIND


def test_cases_that_are_gone_fit_no_letter(desk: Desk) -> None:
    assert marked_cases.letters_that_fit(desk, ["CD-2026-0999"]) == ()
