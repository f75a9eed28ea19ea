"""One thing for several marked cases, each once: what colleagues, faults and odd texts do to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle

import pytest

from complaintdesk.domain.errors import FormRefused, ShareUnavailable
from complaintdesk.services import commands, marked_deeds
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_cases import Line
from complaintdesk.services.marked_deeds import BEFORE, Deed
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.services.marked import case, close, head, logged, review, run, to_alex, version, will
from tests.storage.helpers import failing

OtherPc = Callable[..., Desk]


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


def is_taken(desk: Desk, text: str) -> bool:
    """Whether the forms take it as a subject and as a name; else they refuse it in a sentence."""
    try:
        review(desk, text)
        to_alex(desk, other=text)
    except FormRefused as error:
        assert str(error)
        return False
    return True


def in_hundreds(texts: list[str]) -> Iterator[str]:
    """Texts one after the other, as many as a name has room for."""
    packed = ""
    for text in texts:
        if packed and len(packed) + len(text) >= 100:
            yield packed
            packed = ""
        packed = f"{packed} {text}".strip()
    yield packed


def test_hostile_names_and_subjects_go_through_or_are_refused_in_a_sentence(desk: Desk) -> None:
    """Each is typed; those that the forms take are saved, several in one, on six cases in turn."""
    refs = logged(desk, *"ABCDEF")
    taken = [text for text in HOSTILE if is_taken(desk, text)]
    assert len(taken) > 60
    for ref, text in zip(cycle(refs), in_hundreds(taken), strict=False):
        for made in (review(desk, text), to_alex(desk, other=text)):
            lines = marked_deeds.dry_run(desk, [ref], made)
            assert all(len(said) < 1000 for said in (*lines[0].problems, *lines[0].remarks))
            (result,) = marked_deeds.carry_out(desk, lines, made)
            assert result.is_done, result.message
