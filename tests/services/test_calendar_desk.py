"""The desk's own calendar: rehearsed with nothing changed, then kept, and followed everywhere."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import CaseChanged, RuleBroken
from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.domain.rules import judged
from complaintdesk.domain.views import View
from complaintdesk.services import calendar_desk, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.store.facts import LetterSent
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY
from tests.services.conftest import CLOSED, LATE, NOTHING, TUESDAY, OtherPc, log, sent, shown
from tests.storage.helpers import acknowledge, contents


def due(desk: Desk, ref: str) -> dict[str, date | None]:
    view = queries.case(desk, ref)
    return {f"{d.kind} {d.stage}": d.due for d in view.duties if d.kind != "twelve-weeks"}


@pytest.fixture
def reopened(desk: Desk) -> Iterator[Desk]:
    again = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    yield again
    again.close()


# The rehearsal


def test_a_rehearsal_tells_every_date_that_moves_and_changes_nothing(desk: Desk) -> None:
    new, waiting = log(desk), sent(desk)
    desk.catch_up()
    before = contents(desk.folder.parent)
    told = calendar_desk.rehearse(desk, NOTHING, CLOSED)
    assert told.looked_at == 2
    assert [(m.ref, m.kind, m.was, m.becomes) for m in told.moves] == [
        (new, "acknowledge", date(2026, 11, 26), date(2026, 11, 27)),
        (waiting, "respond", date(2026, 12, 4), date(2026, 12, 7)),
        (new, "respond", date(2026, 12, 10), date(2026, 12, 11)),
    ]
    assert contents(desk.folder.parent) == before
    assert due(desk, waiting)["respond 1"] == date(2026, 12, 4)


def test_a_rehearsal_tells_exactly_what_then_moves(training_desk: Desk) -> None:
    refs = [row.ref for row in queries.queue(training_desk).rows]
    refs += [row.ref for row in queries.queue(training_desk, View("closed")).rows]
    before = {ref: due(training_desk, ref) for ref in refs}
    base = calendar_desk.settings(training_desk).own
    told = calendar_desk.rehearse(training_desk, base, replace(CLOSED, receipt=base.receipt))
    calendar_desk.keep(training_desk, base, replace(CLOSED, receipt=base.receipt))
    after = {ref: due(training_desk, ref) for ref in refs}
    moved = {
        (ref, duty, was, after[ref][duty])
        for ref in refs
        for duty, was in before[ref].items()
        if was != after[ref][duty]
    }
    assert moved == {(m.ref, f"{m.kind} {m.stage}", m.was, m.becomes) for m in told.moves}
    assert len(moved) > 10
    assert len({row.ref for row in queries.queue(training_desk, View("closed")).rows}) > 3


def test_what_the_clocks_stand_on_is_read_as_the_cases_are(training_desk: Desk) -> None:
    """Read all at once for the rehearsal, one by one on the screen: the same cases, every stage."""
    found = training_desk.store.open_cases()
    for case in found:
        whole = training_desk.store.case(case.ref).case
        assert (case.code, case.stages) == (whole.code, whole.stages)
        assert whole.closed_on is None
    assert {c.ref for c in found} == {
        row.ref for row in queries.queue(training_desk).rows if row.kind == "complaint"
    }


def test_letters_that_quote_a_date_no_longer_right_are_named(desk: Desk) -> None:
    log(desk)
    ref = sent(desk)
    (told,) = calendar_desk.rehearse(desk, NOTHING, CLOSED).letters
    assert (told.ref, told.title) == (ref, "Stage 1 acknowledgement")
    assert (told.sent_on, told.promised, told.becomes) == (
        TODAY, date(2026, 12, 4), date(2026, 12, 7),
    )  # fmt: skip
    # What moves nothing breaks no promise; and what is broken already is not told again.
    assert calendar_desk.rehearse(desk, NOTHING, OwnCalendar((TUESDAY,))).letters == ()
    calendar_desk.keep(desk, NOTHING, CLOSED)
    more = replace(CLOSED, closures=(TUESDAY, date(2026, 11, 25)))
    assert calendar_desk.rehearse(desk, CLOSED, more).letters == ()
    assert len(calendar_desk.rehearse(desk, CLOSED, more).moves) > 0


def test_a_letter_from_before_promises_were_kept_is_passed_over(desk: Desk) -> None:
    ref = log(desk)
    acknowledge(desk, ref, 1, TODAY)
    old = LetterSent("stage1-acknowledgement", 1, TODAY, (("letters/x.txt", "0" * 64),), "0", "0")

    def work(writing: Writing) -> Case:
        case = writing.load(ref)
        writing.letter_sent(case, old)
        return case

    save(desk, "acknowledge", work)
    told = calendar_desk.rehearse(desk, NOTHING, CLOSED)
    assert (len(told.moves), told.letters) == (1, ())


def test_likely_slips_come_with_the_rehearsal(desk: Desk) -> None:
    told = calendar_desk.rehearse(desk, NOTHING, OwnCalendar((date(2026, 12, 26),)))
    assert [slip.day for slip in told.slips] == [date(2026, 12, 26)]


# Keeping


@pytest.mark.parametrize("proposed", [CLOSED, LATE], ids=["closed", "bank holiday"])
def test_what_is_kept_counts_at_once_and_after_the_next_start(
    desk: Desk, reopened: Desk, proposed: OwnCalendar
) -> None:
    new, waiting = log(desk), sent(desk)
    calendar_desk.keep(desk, NOTHING, proposed)
    for opened in (desk, reopened):
        opened.catch_up()
        assert due(opened, waiting)["respond 1"] == date(2026, 12, 7)
        assert shown(opened) == {new: date(2026, 11, 27), waiting: date(2026, 12, 7)}
    assert not reopened.catch_up()


def test_what_is_taken_back_counts_no_more(desk: Desk) -> None:
    ref = sent(desk)
    whole = tomllib.loads((desk.folder / "desk.toml").read_text("utf-8"))
    calendar_desk.keep(desk, NOTHING, LATE)
    calendar_desk.keep(desk, LATE, CLOSED)
    calendar_desk.keep(desk, CLOSED, NOTHING)
    assert shown(desk) == {ref: date(2026, 12, 4)}
    assert tomllib.loads((desk.folder / "desk.toml").read_text("utf-8")) == whole


def test_another_way_to_count_receipt_is_kept(desk: Desk) -> None:
    ref = log(desk, on=date(2026, 11, 14))
    calendar_desk.keep(desk, NOTHING, OwnCalendar(receipt=Receipt.NEXT_WORKING_DAY))
    assert shown(desk) == {ref: date(2026, 11, 23)}


def test_answered_and_closed_cases_keep_the_date_they_were_judged_by(training_desk: Desk) -> None:
    """The training desk has cases of every kind; a day inside every clock of the year is closed."""
    refs = [r.ref for name in ("next-deadline", "closed")
            for r in queries.queue(training_desk, View(name)).rows]  # fmt: skip
    days = tuple(
        day for n in range(1, 29) for month in (9, 10, 11)
        if (day := date(2026, month, n)).weekday() == 2
    )  # fmt: skip
    views = {ref: queries.case(training_desk, ref) for ref in refs}
    base = calendar_desk.settings(training_desk).own
    calendar_desk.keep(training_desk, base, replace(base, closures=days, closures_count=False))
    done = open_moved = 0
    for ref, before in views.items():
        after = queries.case(training_desk, ref)
        for was, now in zip(before.duties, after.duties, strict=True):
            if was.done:
                assert (was.due, was.state) == (now.due, now.state), ref
                done += 1
            else:
                open_moved += was.due != now.due
    assert done > 50
    assert open_moved > 5


def test_a_case_closed_without_an_answer_keeps_its_dates_until_it_is_opened_again(
    desk: Desk,
) -> None:
    ref = sent(desk)
    fields = {"on": "20/11/2026", "closing": "withdrawn", "note": "She rang.", "reasons": ""}
    task_desk.perform(desk, ref, 2, "close", fields)
    calendar_desk.keep(desk, NOTHING, CLOSED)
    assert due(desk, ref)["respond 1"] == date(2026, 12, 4)
    case = desk.store.case(ref).case
    running = judged(replace(case, closed_on=None), desk.duties(replace(case, closed_on=None)))
    assert running.stages[0].respond_by is None
    assert running.stages[0].acknowledge_by == date(2026, 11, 26)


def test_who_changed_the_calendar_and_when_is_on_record(desk: Desk) -> None:
    assert calendar_desk.settings(desk).changed_on is None
    calendar_desk.keep(desk, NOTHING, CLOSED)
    number, _ = desk.store.head()
    change = desk.record.read(number)
    assert change is not None
    assert (change.verb, change.rows, change.about) == ("change the calendar", (), "")
    assert (change.author.name, change.at) == ("Sam Patel", NOW)
    view = calendar_desk.settings(desk)
    assert (view.changed_by, view.changed_on, view.own) == ("Sam Patel", TODAY, CLOSED)


def test_a_look_at_another_day_changes_nothing(desk: Desk) -> None:
    looking = Desk(desk.folder, clock=lambda: NOW, looking_on=date(2030, 1, 1))
    before = contents(desk.folder)
    with pytest.raises(RuleBroken):
        calendar_desk.keep(looking, NOTHING, CLOSED)
    looking.close()
    assert contents(desk.folder) == before


# Colleagues


def test_a_colleagues_desk_follows_at_its_next_look(desk: Desk, other_pc: OtherPc) -> None:
    there = other_pc(desk)
    new, waiting = log(desk), sent(desk)
    there.catch_up()
    assert shown(there) == {new: date(2026, 11, 26), waiting: date(2026, 12, 4)}
    calendar_desk.keep(desk, NOTHING, CLOSED)
    assert there.catch_up() > 0
    assert shown(there) == {new: date(2026, 11, 27), waiting: date(2026, 12, 7)}
    assert due(there, waiting)["respond 1"] == date(2026, 12, 7)
    assert calendar_desk.settings(there).changed_by == "Sam Patel"
    assert there.catch_up() == 0


def test_a_colleagues_desk_follows_a_file_that_was_changed_by_hand(
    desk: Desk, other_pc: OtherPc
) -> None:
    there = other_pc(desk)
    ref = sent(desk)
    there.catch_up()
    path = desk.folder / "desk.toml"
    path.write_text(path.read_text("utf-8").replace(
        "[calendar.bank_holidays]", '[calendar.bank_holidays]\n2026-11-24 = "Royal"\n'
    ), "utf-8")  # fmt: skip
    assert there.catch_up() == 1
    assert shown(there) == {ref: date(2026, 12, 7)}
    # Only a change counts, and a desk that has just been opened needs none.
    assert there.catch_up() == 0
    path.touch()
    assert there.catch_up() == 0


def test_a_colleague_saves_by_the_new_calendar_without_having_looked(
    desk: Desk, other_pc: OtherPc
) -> None:
    there = other_pc(desk)
    there.catch_up()
    calendar_desk.keep(desk, NOTHING, CLOSED)
    assert shown(there) == {}
    ref = log(there)
    assert shown(there) == {ref: date(2026, 11, 27)}


def test_a_colleagues_change_is_never_written_over(desk: Desk, other_pc: OtherPc) -> None:
    there = other_pc(desk)
    calendar_desk.keep(desk, NOTHING, CLOSED)
    before = contents(desk.folder)
    for ask in (calendar_desk.rehearse, calendar_desk.keep):
        with pytest.raises(CaseChanged, match="A colleague has changed the calendar"):
            ask(there, NOTHING, LATE)
    assert contents(desk.folder) == before
