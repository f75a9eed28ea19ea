"""Queues: which cases each holds, in which order, and how their dates are said."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaintdesk.domain.deadlines import CLOCKS
from complaintdesk.domain.duties import open_duties
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.views import Filters, View
from complaintdesk.domain.words import QUEUE_TITLES, when
from complaintdesk.plain import queue_as_json, queue_as_text
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.store.listing import QUEUES
from tests.conftest import NOW, TODAY
from tests.services.test_task_desk import do, log
from tests.storage.helpers import contents, details

NAMES = (
    "next-deadline", "overdue", "today", "this-week", "to-acknowledge", "stage-1", "stage-2",
    "actions", "ombudsman", "service-requests", "closed",
)  # fmt: skip


OPENED: list[Desk] = []  # the desk that a table of conditions asks


@pytest.fixture(scope="module")
def sixty(training_folder: Path) -> Iterator[Desk]:
    """The training desk of 60 cases, for reading only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(training_folder.parent / "pc"))
        desk = Desk(training_folder, "Robin Ashdown", clock=lambda: NOW)
        desk.catch_up()
        OPENED[:] = [desk]
        yield desk
        desk.close()


def everything(desk: Desk, name: str = "next-deadline") -> tuple[QueueRow, ...]:
    return queries.queue(desk, View(name), limit=1000).rows


def test_the_names_of_the_queues_are_those_of_the_contract() -> None:
    assert tuple(QUEUES) == NAMES
    assert tuple(QUEUE_TITLES) == NAMES


@pytest.mark.parametrize("name", [n for n in NAMES if n != "closed"])
def test_an_open_queue_is_sorted_by_due_date_then_reference(sixty: Desk, name: str) -> None:
    rows = everything(sixty, name)
    assert list(rows) == sorted(rows, key=lambda r: (r.due is None, r.due or date.max, r.ref))


def test_closed_cases_are_sorted_by_the_day_they_were_closed(sixty: Desk) -> None:
    rows = everything(sixty, "closed")
    closed = [(queries.case(sixty, r.ref).file.case.closed_on, r.ref) for r in rows]
    assert len(rows) > 3
    assert closed == sorted(closed, key=lambda c: (-(c[0] or date.min).toordinal(), c[1]))


def owes(row: QueueRow, *kinds: str) -> bool:
    """Whether the case has an open duty of one of these kinds, worked out anew."""
    view = queries.case(OPENED[0], row.ref)
    return any(d.kind in kinds for d in open_duties(view.file.case, view.duties))


def reached(row: QueueRow) -> int:
    """The stage that the case is at, whichever one its next duty belongs to."""
    return queries.case(OPENED[0], row.ref).file.case.stage


HOLDS: dict[str, Callable[[QueueRow], bool]] = {
    "next-deadline": lambda r: True,
    "overdue": lambda r: r.due is not None and r.due < TODAY,
    "today": lambda r: r.due == TODAY,
    "this-week": lambda r: r.due is not None and TODAY <= r.due <= date(2026, 11, 22),
    "to-acknowledge": lambda r: owes(r, "acknowledge"),
    "stage-1": lambda r: reached(r) == 1,
    "stage-2": lambda r: reached(r) == 2,
    "actions": lambda r: owes(r, "action", "remedy"),
    "ombudsman": lambda r: owes(r, "order", "enquiry"),
    "service-requests": lambda r: r.kind == "service-request",
}


@pytest.mark.parametrize("name", HOLDS)
def test_a_queue_holds_the_open_cases_that_its_name_says(sixty: Desk, name: str) -> None:
    expected = [row for row in everything(sixty) if HOLDS[name](row)]
    page = queries.queue(sixty, View(name), limit=1000)
    assert list(page.rows) == expected
    assert page.count == len(expected)
    assert expected


def test_open_and_closed_are_all_there_are(sixty: Desk) -> None:
    refs = [row.ref for name in ("next-deadline", "closed") for row in everything(sixty, name)]
    assert len(refs) == len(set(refs)) == 60


@pytest.mark.parametrize("name", NAMES)
def test_the_counts_are_of_what_each_queue_shows(sixty: Desk, name: str) -> None:
    counts = queries.counts(sixty, Filters())
    assert counts[name] == len(everything(sixty, name))
    assert tuple(counts) == NAMES


def test_a_page_is_the_first_rows_and_says_how_many_there_are(sixty: Desk) -> None:
    whole, page = everything(sixty), queries.queue(sixty, limit=7)
    assert page.rows == whole[:7]
    assert page.count == len(whole)


@pytest.mark.parametrize(
    "name", ["", "Overdue", "next deadline", "cases; DROP TABLE cases", "[/b]"]
)
def test_an_unknown_queue_is_refused_with_the_names_there_are(sixty: Desk, name: str) -> None:
    with pytest.raises(BadInput, match=r"There is no queue .* next-deadline, overdue"):
        queries.queue(sixty, View(name))


def test_each_row_says_what_the_engine_says(sixty: Desk) -> None:
    for row in everything(sixty):
        view = queries.case(sixty, row.ref)
        duty = view.next_duty
        assert row.due == (duty.act_by if duty else None)
        assert row.duty == (duty.kind if duty else None)
        assert row.working_days_left == (duty.working_days_left if duty else None)
        assert row.state == (duty.state if duty else None)
        of_stage = duty is not None and duty.kind in CLOCKS
        assert row.stage == (duty.stage if duty and of_stage else view.file.case.stage)


def test_a_duty_left_from_stage_1_is_named_so_at_stage_2(desk: Desk) -> None:
    """Nobody acknowledged stage 1, and it is overdue: to do first, under its own stage."""
    ref = log(desk)
    do(desk, ref, "escalate", reviewer="Alex Moss", why_stage_1_unanswered="Nobody dealt with it")
    (row,) = everything(desk)
    assert (row.duty, row.stage, row.state) == ("acknowledge", 1, "overdue")
    (shown,) = queue_as_json(queries.queue(desk))["cases"]
    assert (shown["duty"], shown["stage"]) == ("acknowledge", 1)
    assert "Acknowledge, stage 1" in queue_as_text(queries.queue(desk))
    assert (everything(desk, "stage-1"), everything(desk, "stage-2")) == ((), (row,))
    do(desk, ref, "action", what="Mend the door", who="Sam Patel", due="4/11/2026")
    (row,) = everything(desk)
    assert (row.duty, row.stage) == ("action", 2)


def test_a_closed_case_has_nothing_due(sixty: Desk) -> None:
    for row in everything(sixty, "closed"):
        assert (row.duty, row.due, row.working_days_left) == (None, None, None)
        assert queries.case(sixty, row.ref).next_duty is None


# The acknowledgement of a complaint received on Friday 13 November is due on Friday 20.
SAID = {
    date(2026, 11, 13): "5 days left",
    date(2026, 11, 14): "5 days left",
    date(2026, 11, 19): "1 day left",
    date(2026, 11, 20): "due today",
    date(2026, 11, 21): "1 day overdue",
    date(2026, 11, 22): "1 day overdue",
    date(2026, 11, 23): "1 day overdue",
    date(2026, 11, 24): "2 days overdue",
}


@pytest.mark.parametrize("day", SAID)
def test_the_words_for_a_date_follow_the_day(desk: Desk, day: date) -> None:
    commands.log_complaint(desk, details())
    before = contents(desk.folder)
    looking = Desk(desk.folder, "Sam Patel", looking_on=day)
    row = queries.queue(looking).rows[0]
    assert when(row.state, row.working_days_left) == SAID[day]
    assert row.due == TODAY
    assert [r.ref for r in everything(looking, "overdue")] == (["CD-2026-0001"] * (day > TODAY))
    assert contents(desk.folder) == before
    looking.close()


def test_it_is_today_in_london_whatever_the_clock_is_set_to(desk: Desk) -> None:
    summer = NOW.replace(month=7, hour=23, minute=30)
    assert Desk(desk.folder, clock=lambda: summer).today() == date(2026, 7, 21)
    assert Desk(desk.folder, clock=lambda: NOW.replace(hour=23)).today() == TODAY


def test_the_day_to_acknowledge_by_is_known_before_saving(desk: Desk) -> None:
    assert queries.first_duty(desk, details()).due == TODAY
    assert queries.queue(desk).count == 0


def test_a_store_that_is_behind_is_not_current(desk: Desk) -> None:
    reopened = Desk(desk.folder, "Sam Patel", clock=lambda: NOW + timedelta(minutes=1))
    assert reopened.is_current()
    commands.log_complaint(desk, details())
    assert not reopened.is_current()
