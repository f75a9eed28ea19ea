"""A queue as commands print it: as plain text it says what the screen says, JSON stays as it is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from complaintdesk.domain.views import EVERYTHING, View
from complaintdesk.domain.words import _DUTIES, to_do
from complaintdesk.plain import queue_as_json, queue_as_text
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueuePage
from tests.services.marked import close
from tests.ui.helpers import intake
from tests.ui.month_cases import row

ROW = row()
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
# Received on these days: to be acknowledged in five working days.
RECEIVED = {"overdue": 13, "today": 16, "tuesday": 17, "friday": 20, "next monday": 23}


@pytest.fixture
def on_monday(desk: Desk) -> Desk:
    desk._clock = lambda: MONDAY
    for name, day in RECEIVED.items():
        commands.log_complaint(desk, intake(name, date(2026, 11, day)))
    return desk


def test_plain_text_tells_this_week_from_later_without_colour(on_monday: Desk) -> None:
    lines = queue_as_text(queries.queue(on_monday)).splitlines()[1:]
    assert [line[:20].rstrip() for line in lines] == [
        "!! 1 day overdue", ">> due today", ">  this week, 1 day", ">  this week, 4 days",
        "   5 days left",
    ]  # fmt: skip


def test_what_plain_text_calls_this_week_is_the_queue_this_week(on_monday: Desk) -> None:
    rows = queue_as_text(queries.queue(on_monday)).splitlines()[1:]
    said = {line.split("CD-")[1][:9] for line in rows if line.startswith(">")}
    assert said == {row.ref[3:] for row in queries.queue(on_monday, View("this-week")).rows}


def test_on_a_sunday_nothing_is_left_of_the_week(on_monday: Desk) -> None:
    on_monday._clock = lambda: MONDAY.replace(day=29)
    text = queue_as_text(queries.queue(on_monday))
    assert "1 day left" in text
    assert "this week" not in text


def test_for_machines_a_state_is_what_it_was(on_monday: Desk) -> None:
    cases = queue_as_json(queries.queue(on_monday))["cases"]
    assert [case["state"] for case in cases] == ["overdue", "due_today", "due", "due", "due"]


def test_a_closed_case_is_printed_with_the_day_it_closed(desk: Desk) -> None:
    ref = commands.log_complaint(desk, intake()).ref
    close(desk, ref)
    text = queue_as_text(queries.queue(desk, View("closed")))
    assert "closed            Fri 20 Nov" in text
    assert "nothing due" not in text
    (case,) = queue_as_json(queries.queue(desk, View("closed")))["cases"]
    assert (case["state"], case["due"]) == (None, None)


@pytest.mark.parametrize("duty", [None, *_DUTIES])
def test_names_stand_in_line_whatever_there_is_to_do(duty: str | None) -> None:
    """The longest words widen their column for every line."""
    rows = [
        replace(ROW, duty=each, ref=ref, stage=stage)
        for each in ("acknowledge", duty)
        for ref in ("CD-2026-0001", "CD-2026-12345")
        for stage in (1, 2)
    ]
    page = QueuePage("Northmoor", False, MONDAY.date(), EVERYTHING, len(rows), tuple(rows))
    lines = queue_as_text(page).splitlines()[1:]
    assert len({line.index("Ann") for line in lines}) == 1
    assert len({line.index(" Sam ") for line in lines}) == 1
    assert all(to_do(row.duty, row.stage) in line for row, line in zip(rows, lines, strict=True))
