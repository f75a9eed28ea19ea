"""The one function that saves: a change counts once its file is in the record, and only once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from complaintdesk.domain.case import Case, Extension, Point
from complaintdesk.domain.change import Change
from complaintdesk.domain.errors import (
    CaseChanged,
    DeskUnusable,
    RuleBroken,
    ShareUnavailable,
    StoreBusy,
)
from complaintdesk.record.change import file_name
from complaintdesk.record.folder import NumberTaken
from complaintdesk.services import commands, queries, saving
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY, dump
from tests.storage.helpers import acknowledge, contents, details, failing, no_waiting

__all__ = ["no_waiting"]

OtherPc = Callable[[Desk], Desk]


def names(desk: Desk) -> list[str]:
    desk.catch_up()
    return [row.complainant for row in queries.queue(desk).rows]


def first_lets(desk: Desk, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let something happen between the verb and its append; returns the numbers tried."""
    real, tried = desk.record.append, list[int]()

    def append(change: Change) -> str:
        tried.append(change.number)
        if len(tried) == 1:
            act()
        return real(change)

    monkeypatch.setattr(desk.record, "append", append)
    return tried


# A colleague was first


def test_a_colleague_who_was_first_makes_the_verb_run_again_on_what_is_there(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = other_pc(desk)
    tried = first_lets(desk, lambda: commands.log_complaint(colleague, details("Ann")), monkeypatch)
    assert commands.log_complaint(desk, details("Ben")).ref == "CD-2026-0002"
    assert tried == [2, 3]
    assert names(desk) == names(colleague) == ["Ann", "Ben"]
    assert dump(desk.store_file) == dump(colleague.store_file)


def test_a_colleague_who_acknowledged_first_makes_the_second_a_refusal(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague, ref = other_pc(desk), commands.log_complaint(desk, details()).ref
    first_lets(desk, lambda: acknowledge(colleague, ref, 1, TODAY), monkeypatch)
    with pytest.raises(RuleBroken, match="already acknowledged"):
        acknowledge(desk, ref, 1, TODAY)
    assert len(contents(desk.folder / "record")) == 3
    assert queries.case(desk, ref).file.case.version == 2


def test_a_colleague_who_changed_the_details_first_makes_the_second_look_again(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague, ref = other_pc(desk), commands.log_complaint(desk, details()).ref
    theirs, mine = details(summary="Theirs"), details(summary="Mine")
    first_lets(desk, lambda: commands.change_details(colleague, ref, 1, theirs), monkeypatch)
    with pytest.raises(CaseChanged, match="changed by somebody else"):
        commands.change_details(desk, ref, 1, mine)
    assert queries.case(desk, ref).file.case.details.summary == "Theirs"
    commands.change_details(desk, ref, 2, mine)
    colleague.catch_up()
    assert queries.case(colleague, ref).file.case.details.summary == "Mine"


def test_colleagues_who_are_always_first_end_in_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(change: Change) -> str:
        raise NumberTaken(change.number)

    monkeypatch.setattr(saving, "_TRIES", 3)
    with monkeypatch.context() as patch:
        patch.setattr(desk.record, "append", taken)
        with pytest.raises(ShareUnavailable, match="nothing was lost"):
            commands.log_complaint(desk, details())
    assert names(desk) == []


@pytest.mark.parametrize("version", [0, 1, 3, 99])
def test_only_the_version_that_was_shown_can_be_changed(desk: Desk, version: int) -> None:
    ref = commands.log_complaint(desk, details()).ref
    commands.change_details(desk, ref, 1, details("Ann B"))
    before = contents(desk.folder)
    with pytest.raises(CaseChanged):
        commands.change_details(desk, ref, version, details("Ann C"))
    with pytest.raises(CaseChanged):
        acknowledge(desk, ref, version, TODAY)
    assert contents(desk.folder) == before


# Once


def test_the_same_change_asked_for_twice_is_done_once(desk: Desk) -> None:
    first = commands.log_complaint(desk, details(), "form-1")
    again = commands.log_complaint(desk, details("Somebody else"), "form-1")
    assert again.ref == first.ref
    assert names(desk) == ["Ann O'Brien"]


def test_the_same_change_asked_for_on_another_pc_is_done_once(
    desk: Desk, other_pc: OtherPc
) -> None:
    ref = commands.log_complaint(desk, details(), "form-1").ref
    assert commands.log_complaint(other_pc(desk), details(), "form-1").ref == ref


def test_a_share_that_went_away_after_the_deed_is_asked_again_and_saves_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk.record.append
    gone = failing(real, ShareUnavailable("The desk's folder did not answer."), after=True)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    with pytest.raises(ShareUnavailable):
        commands.log_complaint(desk, details(), "form-1")
    assert commands.log_complaint(desk, details(), "form-1").ref == "CD-2026-0001"
    assert names(desk) == ["Ann O'Brien"]
    assert len(contents(desk.folder / "record")) == 2


def test_a_try_that_got_there_and_is_seen_late_is_told_for_what_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the new text would be told as saved, where the record holds the one before."""
    real, since, blind = desk.record.append, desk.record.since, [True]
    gone = failing(real, ShareUnavailable("The desk's folder did not answer."), after=True)  # type: ignore[arg-type]

    def seen_late(*given: object, **named: object) -> object:
        return iter(()) if blind and blind.pop() else since(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.record, "append", gone)
    with pytest.raises(ShareUnavailable):
        commands.log_complaint(desk, details(), "form-1")
    monkeypatch.setattr(desk.record, "since", seen_late)
    outcome = commands.log_complaint(desk, details("Somebody else"), "form-1")
    assert not blind
    assert outcome.earlier
    assert names(desk) == ["Ann O'Brien"]


def test_a_share_that_went_away_before_the_deed_is_asked_again_and_saves_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk.record.append
    gone = failing(real, ShareUnavailable("The desk's folder did not answer."), after=False)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    before = dump(desk.store_file)
    with pytest.raises(ShareUnavailable):
        commands.log_complaint(desk, details(), "form-1")
    assert dump(desk.store_file) == before
    commands.log_complaint(desk, details(), "form-1")
    assert names(desk) == ["Ann O'Brien"]


# This PC's copy


def locked() -> OperationalError:
    return OperationalError("COMMIT", {}, Exception("disk I/O error"))


def test_what_is_in_the_record_counts_though_this_pc_could_not_keep_its_copy(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fail = failing(Session.commit, locked(), after=False)  # type: ignore[arg-type]
        patch.setattr(Session, "commit", fail)
        assert commands.log_complaint(desk, details(), "form-1").ref == "CD-2026-0001"
    assert desk.store.head()[0] == 1
    assert desk.catch_up() == 1
    assert commands.log_complaint(desk, details(), "form-1").ref == "CD-2026-0001"
    assert names(desk) == ["Ann O'Brien"]


def test_what_is_not_in_the_record_does_not_count(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        busy = failing(Writing.rows, StoreBusy("Another window."), after=False)  # type: ignore[arg-type]
        patch.setattr(Writing, "rows", busy)
        with pytest.raises(StoreBusy):
            commands.log_complaint(desk, details())
    assert names(desk) == []
    assert len(contents(desk.folder / "record")) == 1


@pytest.mark.parametrize("fault", [RuleBroken("No."), ValueError("a mistake of ours")])
def test_a_verb_that_stops_half_way_leaves_nothing(desk: Desk, fault: Exception) -> None:
    def work(writing: Writing) -> Case:
        logged(writing)
        raise fault

    before = dump(desk.store_file), contents(desk.folder)
    with pytest.raises(type(fault)):
        save(desk, "try", work)
    assert (dump(desk.store_file), contents(desk.folder)) == before


def logged(writing: Writing) -> Case:
    from complaintdesk.domain.rules import new_case

    return writing.save(new_case(writing.next_ref(2026), details(), NOW, TODAY))


def test_another_window_that_applied_a_change_first_is_no_fault(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague, second = other_pc(desk), Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    commands.log_complaint(colleague, details())
    real = second.store.apply

    def after_the_other(changes: list[Change], judge: object) -> int:
        desk.catch_up()
        return real(changes, judge)  # type: ignore[arg-type]

    monkeypatch.setattr(second.store, "apply", after_the_other)
    second.catch_up()
    assert names(second) == ["Ann O'Brien"]
    second.close()


def test_nothing_is_saved_while_looking_at_another_day(desk: Desk) -> None:
    commands.log_complaint(desk, details())
    before = contents(desk.folder)
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=date(2027, 1, 4))
    with pytest.raises(RuleBroken, match="look at the desk on another day"):
        commands.log_complaint(looking, details())
    assert queries.queue(looking).rows[0].state == "overdue"
    assert contents(desk.folder) == before
    looking.close()


# Catching up


@pytest.mark.usefixtures("no_waiting")
def test_what_came_before_a_damaged_file_is_kept(desk: Desk, other_pc: OtherPc) -> None:
    colleague = other_pc(desk)
    for name in ("Ann", "Ben", "Cat"):
        commands.log_complaint(colleague, details(name))
    third = desk.folder / "record" / file_name(4)
    whole = third.read_bytes()
    third.write_bytes(whole[:-70])
    for _ in range(2):
        with pytest.raises(DeskUnusable, match="Change 4"):
            desk.catch_up()
    assert [row.complainant for row in queries.queue(desk).rows] == ["Ann", "Ben"]
    third.write_bytes(whole)
    assert names(desk) == ["Ann", "Ben", "Cat"]


def test_more_changes_than_one_transaction_takes_are_all_applied(
    desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaintdesk.services.following._BATCH", 2)
    colleague = other_pc(desk)
    for n in range(5):
        commands.log_complaint(colleague, details(f"Person {n}"))
    assert desk.catch_up() == 5
    assert desk.catch_up() == 0


def test_a_clock_with_fractions_of_a_second_rebuilds_the_same(desk: Desk) -> None:
    ticking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW.replace(microsecond=123456))
    commands.log_complaint(ticking, details())
    ticking.close()


# A case is kept whole, whatever it was before

DAY = date(2026, 11, 16)
MORE, LESS = Extension(DAY, 3), Extension(DAY, 2)
Parts = tuple[tuple[Extension, ...], tuple[Extension, ...], int]
SHAPES: tuple[Parts, ...] = (
    ((), (), 1),
    ((MORE,), (), 2),
    ((MORE, LESS), (MORE,), 3),
    ((MORE,), (MORE, LESS), 1),
    ((), (LESS, MORE), 0),
    ((LESS, MORE, LESS), (), 2),
)


@pytest.mark.parametrize("before", SHAPES)
def test_a_case_reads_back_as_it_was_saved_whatever_it_was_before(
    desk: Desk, before: Parts
) -> None:
    save(desk, "log", logged)
    for after in SHAPES:
        for parts in (before, after):
            kept = reshape(desk, parts)
            assert desk.store.case(kept.ref).case == kept


def reshape(desk: Desk, parts: Parts) -> Case:
    saved = []

    def work(writing: Writing) -> Case:
        saved.append(writing.save(shaped(writing.load("CD-2026-0001"), parts)))
        return saved[-1]

    save(desk, "shape", work)
    return saved[-1]


def shaped(case: Case, parts: Parts) -> Case:
    first, second, points = parts
    told = tuple(Point(f"Point {n}") for n in range(points)) or (Point("One"),)
    one = replace(case.stages[0], acknowledged=DAY, answered=DAY, extensions=first)
    two = replace(case.stages[0], started=DAY, extensions=second)
    return replace(
        case,
        stages=(one, two) if second else (one,),
        details=replace(case.details, points=told),
    )


def test_the_record_has_the_rows_of_a_change_and_nothing_worked_out(desk: Desk) -> None:
    commands.log_complaint(desk, details())
    change = desk.record.read(2)
    assert change is not None
    assert [row.table for row in change.rows] == ["cases", "point", "stage", "history"]
    assert (change.verb, change.about) == ("log a complaint", "CD-2026-0001")
    assert change.author.name == "Sam Patel"
    assert Path(desk.folder / "record" / file_name(2)).exists()
