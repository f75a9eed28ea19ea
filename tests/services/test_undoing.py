"""`u`: the last thing done here is put back, row by row, while nobody has built on it."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace

import pytest

from complaintdesk.domain.case import Case, Point
from complaintdesk.domain.change import Change, Row
from complaintdesk.domain.errors import DeskUnusable, RuleBroken, ShareUnavailable
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import commands, queries, undoing
from complaintdesk.services.desk import Desk
from tests.conftest import NOW, dump
from tests.rules.whole_case import ACK, ANSWERED, FOUND, REMEDY, STAGE_2, Steps
from tests.services.test_task_desk import INTAKE, case, do, entries, log, steps
from tests.storage.helpers import change, failing

LIMIT = {
    "what": "Only by e-mail", "reason": "Abuse", "remains": "E-mail", "evidence": "Calls",
    "equality": "Considered", "ends": "1/2/2027", "review_on": "4/1/2027", "told_on": "20/11/2026",
}  # fmt: skip
FAR = {"told_on": "18/11/2026", "until": "4/12/2026", "reason": "Asbestos", "every": "5",
       "why_extension_limit": "Asbestos"}  # fmt: skip
REFUSAL = {"ground": "already-considered", "reasoning": "As in May", "evidence": "Our letter"}
OMBUDSMAN: Steps = (("ombudsman", {"reference": "2026-1", "reply_by": "27/11/2026"}),)
# Each kind of row that a task writes, changes or takes away.
UNDONE: dict[str, tuple[Steps, str, Mapping[str, str]]] = {
    "acknowledge": ((), "acknowledge", {"on": "4/11/2026"}),
    "clarify": ((), "clarify", {"questions": "Which rooms?"}),
    "extend, with a breach": (ACK, "extend", FAR),
    "decide": (ACK, "decide", dict(FOUND[0][1])),
    "decide again": ((*ACK, *FOUND), "decide", {"finding_1": "upheld"}),
    "answer": ((*ACK, *FOUND), "answer", {}),
    "escalate": (ANSWERED, "escalate", {"reviewer": "Alex Moss", "outstanding_1": "no"}),
    "new issue": ((), "new-issue", {"point": "The gutter", "responsibility": "ours"}),
    "hand over": (STAGE_2, "assign", {"handler": "Jo Price"}),
    "remedy": ((), *REMEDY[0]),
    "done": (REMEDY, "done", {"outcome": "Posted"}),
    "change": (REMEDY, "change", {"due": "7/12/2026", "why": "Ill", "told_on": "today"}),
    "refuse": (ACK, "refuse", REFUSAL),
    "accept after all": ((("refuse", REFUSAL),), "accept-after-all", {"why": "New evidence"}),
    "limit contact": ((), "restrict", LIMIT),
    "lift": ((("restrict", LIMIT),), "lift", {"why": "All is calm"}),
    "ombudsman": (ANSWERED, *OMBUDSMAN[0]),
    "order": (OMBUDSMAN, "order", {"what": "Pay", "due": "1/12/2026"}),
    "close, with a promise left": (
        (*REMEDY, *ANSWERED), "close", {"why_open_promises": "She moved"},
    ),
    "correct": (ANSWERED, "correct", {"fact": "answered_1", "day": "12/11/2026", "why": "A slip"}),
    "take an extension out": (
        (*ACK, ("extend", FAR)), "correct",
        {"fact": "extension_1_1", "day": "", "why": "Wrong case"},
    ),
    "triage": ((), "triage", {"complexity": "early"}),
}  # fmt: skip


def unversioned(case: Case) -> Case:
    return replace(case, version=0)


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the store but for the history, the changes, and the case's version."""
    found = dump(desk.store_file)
    for table in ("history", "change", "meta"):
        found.pop(table)
    return found


@pytest.mark.parametrize("name", UNDONE)
def test_undoing_puts_every_row_back(desk: Desk, name: str) -> None:
    before_it, task, fields = UNDONE[name]
    ref = log(desk)
    steps(desk, ref, before_it)
    before, lines, kept = case(desk, ref), entries(desk, ref), rows(desk)
    do(desk, ref, task, **fields)
    done = entries(desk, ref)
    assert unversioned(case(desk, ref)) != unversioned(before)
    undoing.undo(desk)
    after = case(desk, ref)
    assert unversioned(after) == unversioned(before)
    assert after.version == before.version + 2
    now = rows(desk)
    # The case's version, and which change touched it last.
    assert {table for table in kept if now[table] != kept[table]} == {"cases", "listing"}
    # Both lines stay: what was done, and that it was undone.
    assert entries(desk, ref)[1:] == done
    assert done[-len(lines) :] == lines
    assert entries(desk, ref)[0].startswith("Undone: ")


def test_it_says_what_is_undone_in_the_words_of_the_history(desk: Desk) -> None:
    ref = log(desk)
    assert do(desk, ref, "acknowledge", on="4/11/2026")
    said = "Stage 1 acknowledged on Wednesday 4 November 2026."
    assert undoing.last(desk) == undoing.Undoable(ref, said)
    outcome = undoing.undo(desk)
    assert (outcome.ref, outcome.message) == (ref, f"Undone on {ref}: {said}")
    assert entries(desk, ref)[:2] == [f"Undone: {said}", said]


def test_the_queue_follows(desk: Desk) -> None:
    ref = log(desk)
    before = queries.queue(desk).rows
    do(desk, ref, "acknowledge", on="4/11/2026")
    assert queries.queue(desk).rows != before
    undoing.undo(desk)
    assert queries.queue(desk).rows == before


def test_an_undo_is_a_change_of_its_own_in_the_record(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "acknowledge", on="4/11/2026")
    undoing.undo(desk)
    change = desk.record.read(desk.store.head()[0])
    assert change is not None
    assert (change.verb, change.about) == ("undo", ref)
    assert "cases" in {row.table for row in change.rows}


def test_a_change_of_the_details_and_a_note_are_undone_too(desk: Desk) -> None:
    ref = log(desk)
    before = case(desk, ref)
    commands.change_details(desk, ref, 1, replace(INTAKE, summary="Cold", officer="Jo Price"))
    undoing.undo(desk)
    assert unversioned(case(desk, ref)) == unversioned(before)
    do(desk, ref, "contact", text="She rang", kind="call")
    undoing.undo(desk)
    assert unversioned(case(desk, ref)) == unversioned(before)
    assert entries(desk, ref)[:2] == ["Undone: Ann O'Brien: She rang", "Ann O'Brien: She rang"]


def test_after_an_undo_the_task_can_be_done_right(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "acknowledge", on="4/11/2026")
    undoing.undo(desk)
    do(desk, ref, "acknowledge", on="5/11/2026")
    found = case(desk, ref).current.acknowledged
    assert found is not None
    assert found.day == 5


# What cannot be undone


def test_nothing_done_nothing_undone_and_no_second_time(desk: Desk) -> None:
    with pytest.raises(RuleBroken, match="There is nothing to undo"):
        undoing.undo(desk)
    ref = log(desk)
    do(desk, ref, "triage", complexity="early")
    undoing.undo(desk)
    assert undoing.last(desk) is None
    with pytest.raises(RuleBroken, match="There is nothing to undo"):
        undoing.undo(desk)


def test_a_colleague_who_built_on_it_keeps_it(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    ref = log(desk)
    do(desk, ref, "acknowledge", on="4/11/2026")
    theirs = other_pc(desk, "Alex Moss")
    theirs.catch_up()
    do(theirs, ref, "contact", text="She rang", kind="call")
    with pytest.raises(RuleBroken, match=f"{ref} was changed since, so this cannot be undone"):
        undoing.undo(desk)
    found = case(desk, ref)
    assert found.current.acknowledged is not None
    assert entries(desk, ref)[0] == "Ann O'Brien: She rang"


def test_a_colleague_on_another_case_is_in_nobodys_way(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    ref, other = log(desk), log(desk)
    do(desk, ref, "acknowledge", on="4/11/2026")
    theirs = other_pc(desk, "Alex Moss")
    theirs.catch_up()
    do(theirs, other, "acknowledge", on="5/11/2026")
    undoing.undo(desk)
    assert case(desk, ref).current.acknowledged is None
    assert case(desk, other).current.acknowledged is not None


def test_what_a_colleague_did_is_not_ours_to_undo(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    ref = log(desk)
    do(desk, ref, "triage", complexity="early")
    theirs = other_pc(desk, "Alex Moss")
    theirs.catch_up()
    assert undoing.last(theirs) is None
    with pytest.raises(RuleBroken, match="There is nothing to undo"):
        undoing.undo(theirs)


def test_it_is_only_what_was_done_since_the_program_was_opened(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "triage", complexity="early")
    again = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    again.catch_up()
    assert undoing.last(again) is None
    again.close()


def test_a_case_that_was_logged_stays_on_record(desk: Desk) -> None:
    ref = log(desk)
    assert undoing.last(desk) is None
    with pytest.raises(RuleBroken, match="There is nothing to undo"):
        undoing.undo(desk)
    assert case(desk, ref).version == 1


def test_a_linked_case_that_was_logged_stays_on_record_with_its_link(desk: Desk) -> None:
    ref = log(desk)
    new = commands.log_complaint(desk, INTAKE, link=Link(ref, LinkKind.NEW_ISSUE)).ref
    with pytest.raises(RuleBroken, match="There is nothing to undo"):
        undoing.undo(desk)
    assert [link.ref for link in case(desk, ref).links] == [new]


def test_what_logged_another_case_along_with_it_stays_on_record_too(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "was-a-request", why="A repair")
    with pytest.raises(RuleBroken, match="There is nothing to undo"):
        undoing.undo(desk)
    assert case(desk, ref).closed_why == "was-a-request"


def test_a_refused_task_leaves_the_last_thing_done_to_be_undone(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "triage", complexity="early")
    with pytest.raises(RuleBroken):
        do(desk, ref, "accept-after-all", why="x")
    assert undoing.undo(desk).message == f"Undone on {ref}: Triage: can be answered early."


# What was done for many cases in one run

ALEX = {"handler": "Alex Moss", "conflict": ""}


def give(desk: Desk, refs: list[str], run: str = "run") -> None:
    """Each case given to Alex Moss, as one of a run."""
    for ref in refs:
        with undoing.part_of(desk, run):
            do(desk, ref, "assign", **ALEX)


def handlers(desk: Desk, refs: list[str]) -> list[str]:
    return [case(desk, ref).handler for ref in refs]


def test_what_was_done_for_many_is_undone_for_all_each_in_a_change_of_its_own(desk: Desk) -> None:
    refs = [log(desk) for _ in range(3)]
    give(desk, refs)
    before = desk.store.head()[0]
    found = undoing.last(desk)
    assert found == undoing.Undoable(f"3 cases ({', '.join(refs)})", "Handled by Alex Moss.")
    outcome = undoing.undo(desk)
    assert outcome.message == f"Undone on 3 cases ({', '.join(refs)}): Handled by Alex Moss."
    assert handlers(desk, refs) == ["Sam Patel"] * 3
    made = [desk.record.read(before + n) for n in (1, 2, 3)]
    assert sorted((c.verb, c.about) for c in made if c) == [("undo", ref) for ref in refs]
    assert undoing.last(desk) is None


def look_again(desk: Desk, ref: str, who: str) -> None:
    with undoing.part_of(desk, "run"):
        do(desk, ref, "action", what="Check the mould", who=who, due="4/12/2026")


def test_of_many_only_that_is_said_which_is_so_of_all(desk: Desk) -> None:
    """The number and the officer of one promise are not those of the next."""
    ann, bo = log(desk), log(desk)
    do(desk, bo, "action", what="Ring her", who="Sam", due="4/12/2026")
    look_again(desk, ann, "Sam Patel")
    look_again(desk, bo, "Inés Carrowby")
    found = undoing.last(desk)
    assert found == undoing.Undoable(f"2 cases ({ann}, {bo})", "Action promised: Check the mould…")
    said = undoing.undo(desk).message
    assert said == f"Undone on 2 cases ({ann}, {bo}): Action promised: Check the mould…"
    # The timeline has each in its own words.
    assert [entries(desk, ref)[0] for ref in (ann, bo)] == [
        "Undone: Action promised: Check the mould (1, Sam Patel, by Friday 4 December 2026).",
        "Undone: Action promised: Check the mould (2, Inés Carrowby, by Friday 4 December 2026).",
    ]


def test_of_many_with_nothing_in_common_no_ones_words_are_said_of_all(desk: Desk) -> None:
    refs = [log(desk) for _ in range(2)]
    with undoing.part_of(desk, "run"):
        do(desk, refs[0], "triage", complexity="early")
    with undoing.part_of(desk, "run"):
        do(desk, refs[1], "assign", **ALEX)
    found = undoing.last(desk)
    assert found and found.what == "what was done for each."
    said = undoing.undo(desk).message
    assert said == f"Undone on 2 cases ({', '.join(refs)}): what was done for each."


def test_of_many_what_a_colleague_changed_since_stays_and_is_named(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    refs, theirs = [log(desk) for _ in range(3)], other_pc(desk, "Alex Moss")
    give(desk, refs)
    theirs.catch_up()
    do(theirs, refs[1], "contact", text="She rang", kind="call")
    said = undoing.undo(desk).message
    assert said.startswith(f"Undone on 2 cases ({refs[0]}, {refs[2]}): Handled by Alex Moss.")
    assert f"{refs[1]} was changed since" in said
    assert handlers(desk, refs) == ["Sam Patel", "Alex Moss", "Sam Patel"]
    assert undoing.last(desk) is None


def test_many_that_were_all_built_on_are_refused(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    refs, theirs = [log(desk) for _ in range(2)], other_pc(desk, "Alex Moss")
    give(desk, refs)
    theirs.catch_up()
    for ref in refs:
        do(theirs, ref, "contact", text="She rang", kind="call")
    with pytest.raises(RuleBroken, match="was changed since"):
        undoing.undo(desk)
    assert handlers(desk, refs) == ["Alex Moss"] * 2


def test_only_the_last_run_is_undone_and_what_came_before_it_stays(desk: Desk) -> None:
    refs = [log(desk) for _ in range(4)]
    give(desk, refs[:2], "first")
    give(desk, refs[2:], "second")
    undoing.undo(desk)
    assert handlers(desk, refs) == ["Alex Moss", "Alex Moss", "Sam Patel", "Sam Patel"]
    give(desk, refs[2:3], "third")
    do(desk, refs[3], "triage", complexity="early")
    found = undoing.last(desk)
    assert found and found.ref == refs[3]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("away", [1, 2])
def test_a_folder_that_goes_away_while_many_are_undone_leaves_the_rest_to_be_undone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, away: int, after: bool
) -> None:
    """Whether or not the change got there before the folder went: each is undone once."""
    refs = [log(desk) for _ in range(3)]
    give(desk, refs)
    real, count, before = desk.record.append, [0], desk.store.head()[0]
    gone = failing(real, ShareUnavailable("No answer."), after=after)

    def append(made: Change) -> str:
        count[0] += 1
        return str((gone if count[0] == away else real)(made))

    with monkeypatch.context() as patch:
        patch.setattr(desk.record, "append", append)
        if away == 1:
            with pytest.raises(ShareUnavailable):
                undoing.undo(desk)
        else:
            said = undoing.undo(desk).message
            assert said.startswith(f"Undone on {refs[2]}: Handled by Alex Moss.")
            assert said.endswith(f"No answer. Undo again for 2 cases ({refs[0]}, {refs[1]}).")
    undoing.undo(desk)
    desk.catch_up()
    assert handlers(desk, refs) == ["Sam Patel"] * 3
    assert desk.store.head()[0] == before + 3
    assert undoing.last(desk) is None


def test_of_very_many_a_few_are_named_and_the_others_counted(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    refs = [log(desk) for _ in range(7)]
    give(desk, refs)
    found = undoing.last(desk)
    assert found and found.ref == f"7 cases ({', '.join(refs[:5])}, 2 more)"
    theirs = other_pc(desk, "Alex Moss")
    theirs.catch_up()
    for ref in refs[1:]:
        do(theirs, ref, "contact", text="She rang", kind="call")
    said = undoing.undo(desk).message
    assert said.count("was changed since") == 5
    assert said.endswith("1 more stay.")


# A part that was taken out, whose id is another case's by the time it comes back

THREE = (*INTAKE.points, Point("The gutter leaks"))


def ids(desk: Desk, table: str, ref: str) -> list[int]:
    """The ids that a case's rows of one table have."""
    with closing(sqlite3.connect(desk.store_file)) as connection:
        query = f"SELECT id FROM {table} WHERE case_id = ? ORDER BY id"
        return [key for (key,) in connection.execute(query, (case(desk, ref).id,))]


def assert_same(desk: Desk, theirs: Desk) -> None:
    """Both PCs hold the same rows."""
    desk.catch_up()
    theirs.catch_up()
    assert dump(theirs.store_file) == dump(desk.store_file)


@pytest.mark.parametrize("left", [1, 2])
@pytest.mark.parametrize("logged", [1, 2, 3])
def test_a_point_comes_back_and_another_case_keeps_its_own(
    desk: Desk, other_pc: Callable[[Desk, str], Desk], left: int, logged: int
) -> None:
    ref, theirs = log(desk, points=THREE), other_pc(desk, "Bea Hart")
    before, freed = case(desk, ref), ids(desk, "point", ref)[left:]
    commands.change_details(desk, ref, 1, replace(INTAKE, points=THREE[:left]))
    other = log(theirs, points=THREE[::-1][:logged])
    assert freed[0] in ids(theirs, "point", other)  # or this test would prove nothing
    kept = case(theirs, other)
    undoing.undo(desk)
    assert case(desk, other) == kept
    assert unversioned(case(desk, ref)) == unversioned(before)
    assert_same(desk, theirs)
    # Each PC goes on from there.
    do(theirs, ref, "new-issue", point="The door", responsibility="ours")
    assert [p.complaint for p in case(theirs, ref).details.points[:3]] == [
        p.complaint for p in THREE
    ]
    assert_same(desk, theirs)


def test_an_extension_comes_back_and_another_case_keeps_its_own(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    ref, other, theirs = log(desk), log(desk), other_pc(desk, "Bea Hart")
    steps(desk, ref, (*ACK, ("extend", FAR)))
    steps(desk, other, ACK)
    before, freed = case(desk, ref), ids(desk, "extension", ref)
    do(desk, ref, "correct", fact="extension_1_1", day="", why="Wrong case")
    theirs.catch_up()
    do(theirs, other, "extend", **FAR)
    assert freed == ids(theirs, "extension", other)  # or this test would prove nothing
    kept = case(theirs, other)
    assert len(kept.current.extensions) == 1
    undoing.undo(desk)
    assert case(desk, other) == kept
    assert unversioned(case(desk, ref)) == unversioned(before)
    assert_same(desk, theirs)


def test_a_record_that_would_move_a_part_to_another_case_is_refused(desk: Desk) -> None:
    ref, other = log(desk), log(desk)
    number, seal = desk.store.head()
    logged = desk.record.read(number)
    assert logged is not None
    row = next(r for r in logged.rows if r.table == "point")
    stolen = Row("point", ids(desk, "point", ref)[0], {**(row.values or {}), "position": 9})
    before = dump(desk.store_file)
    with pytest.raises(DeskUnusable, match=f"Change {number + 1} in .* holds what cannot be"):
        desk.store.apply([change(number + 1, seal, rows=(stolen,))], desk.judge)
    assert dump(desk.store_file) == before
    assert case(desk, other).details.points == case(desk, ref).details.points
