"""What the queue's lines say on their own: this week, the filters, the counts, who and when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from complaintdesk.domain.case import Authority, Person, Representative
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.views import Filters, View
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from complaintdesk.services.kept_lists import Likes, keep
from screens import queue_page
from screens.marks import Marks
from screens.queue_page import COLUMNS, USUAL, layout
from tests.services.marked import close
from tests.ui.filtered import mixed, shown, switch
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    flat,
    intake,
    log,
    opened,
    press,
    rows,
    text_of,
    until,
    words_of,
    write,
)

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LONG = "Łukasz Wiśniowiecki-Brzęczyszczykiewicz"


def line_of(app: object, ref: str) -> str:
    return next(line for line in text_of(app).splitlines() if f" {ref} " in line)


def tabs(app: object) -> str:
    return flat(words_of(app.screen, "#tabs"))


def narrowed(app: object) -> str:
    return words_of(app.screen, "#view")


async def test_the_queues_stand_apart_on_the_smallest_terminal(desk: Desk) -> None:
    """Each is a key, a name and a count: any closer, nobody could tell whose number is whose."""
    log(desk, intake())
    async with opened(desk) as (app, _):
        said = words_of(app.screen, "#tabs")
        assert "1 Next 1  2 Overdue 0  3 Today 0  4 Week" in said
        assert len(said.splitlines()) == 2


# This week and later


async def test_this_week_and_later_are_told_apart_by_sign_and_words(desk: Desk) -> None:
    """On a Monday: what is due on Tuesday, on Friday, and the week after."""
    desk._clock = lambda: MONDAY
    soon, friday, later = log(
        desk,
        intake("Ann", date(2026, 11, 17)),
        intake("Bo", date(2026, 11, 20)),
        intake("Cy", date(2026, 11, 23)),
    )
    async with opened(desk) as (app, pilot):
        assert ">  this week, 1 day " in line_of(app, soon)
        assert ">  this week, 4 days " in line_of(app, friday)
        assert "  5 days left " in line_of(app, later)
        assert ">" not in line_of(app, later)
        # The same week as the queue's own.
        await press(pilot, "4")
        assert shown(app) == [soon, friday]
        assert all("this week" in row[0] for row in rows(app))


def test_each_state_of_an_open_case_has_a_colour_of_its_own(training_desk: Desk) -> None:
    row = queries.queue(training_desk).rows[0]
    states = (State.OVERDUE, State.DUE_TODAY, State.DUE_THIS_WEEK, State.DUE)
    styles = [_style(replace(row, state=state)) for state in states]
    assert len(set(styles)) == len(states)


def _style(row: QueueRow) -> str:
    spans = queue_page.line(row, layout(80, USUAL), Marks()).spans
    return str(spans[0].style) if spans else ""


async def test_the_week_is_told_without_colour_in_the_line_below_too(desk: Desk) -> None:
    desk._clock = lambda: MONDAY
    log(desk, intake("Ann", date(2026, 11, 17)))
    async with opened(desk) as (app, _):
        assert words_of(app.screen, "#detail").splitlines()[1].startswith("> this week, 1 day")


# What narrows the list


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_filter_that_is_on_can_be_read(desk: Desk, size: tuple[int, int]) -> None:
    service = "Repairs and planned maintenance"
    acting = Representative(Person("Al"), "son", Authority.AWAITED)
    log(desk, intake(service=service, ward="Mill and Northmoor", representative=acting,
                     adjustments="Large print", vulnerability="Ill"))  # fmt: skip
    on = ("mine", "housing code", "stage 1", "vulnerable", "adjustments", "consent",
          f"service: {service}", "ward: mill")  # fmt: skip
    async with opened(desk, size) as (app, pilot):
        await switch(pilot, *on, "newest first")
        seen = flat(text_of(app))
        assert len(app.screen.view.filters.in_words) == len(on)
        for words in (*app.screen.view.filters.in_words, "newest first"):
            assert words in seen
        assert rows(app)


async def test_how_many_are_found_stands_before_the_words_however_many(desk: Desk) -> None:
    words = "boiler " + "heating " * 20
    log(desk, intake(summary=f"{words}at last"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        await switch(pilot, "mine")
        await press(pilot, "slash")
        await write(pilot, words)
        await press(pilot, "tab")
        assert narrowed(app).startswith("1 of 2: “boiler heating")
        said = flat(text_of(app))
        assert "1 of 2: “boiler" in said
        assert "with Sam Patel" in said


async def test_no_more_than_three_lines_say_what_narrows(desk: Desk) -> None:
    ward = "The ward with a name that is very long indeed " * 5
    log(desk, intake(ward=ward, service=ward, officer=ward))
    async with opened(desk) as (app, pilot):
        await switch(pilot, "ward:", "service:", "with the ward", "stage 1", "housing code")
        assert app.screen.query_one("#view").size.height <= 3
        assert "stage 1" in text_of(app)
        assert "Housing Code" in text_of(app)


# The counts, and lists of one's own


async def test_in_a_kept_list_the_tabs_count_what_their_keys_show(desk: Desk) -> None:
    mixed(desk)
    keep(desk, Likes(lists=(View(filters=Filters(ward="Mill"), name="By the mill"),)))
    async with opened(desk) as (app, pilot):
        assert "“By the mill” 1" in tabs(app)
        await press(pilot, "left_square_bracket")
        assert len(shown(app)) == 1
        counts = dict(app.screen.counts)
        assert counts["overdue"] == queries.counts(desk, Filters())["overdue"]
        await press(pilot, "2")
        assert len(shown(app)) == counts["overdue"]
        # Filters of one queue stay in the others, and so the counts are of what they leave.
        await switch(pilot, "ward hill")
        assert app.screen.counts["overdue"] == 1
        assert "“By the mill” 1" in tabs(app)


async def test_a_kept_list_is_counted_again_when_it_is_another(desk: Desk) -> None:
    mixed(desk)
    keep(desk, Likes(lists=(View(filters=Filters(ward="Mill"), name="Mill"),)))
    async with opened(desk) as (app, pilot):
        assert "“Mill” 1" in tabs(app)
        log(desk, intake("Zed", date(2026, 11, 9), ward="Mill"))
        app.screen.load()  # type: ignore[attr-defined]
        await until(pilot, lambda: "“Mill” 2" in tabs(app), "the count")


async def test_a_kept_list_says_which_queue_it_is_of(desk: Desk) -> None:
    mixed(desk)
    mine = View("overdue", Filters(ward="Mill"), name="Mill, late")
    keep(desk, Likes(lists=(mine, View("to-acknowledge", name="All to acknowledge"))))
    async with opened(desk) as (app, pilot):
        assert narrowed(app) == ""
        await press(pilot, "left_square_bracket")
        assert narrowed(app) == "To acknowledge"
        await press(pilot, "left_square_bracket")
        assert narrowed(app) == "Overdue · ward Mill"


# Columns


@pytest.mark.parametrize("label", ["Ward", "Service", "Received", "Code"])
async def test_a_column_that_is_ticked_is_seen_on_the_smallest_terminal(
    desk: Desk, label: str
) -> None:
    mixed(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, f"columns {label}")
        assert label in words_of(app.screen, "#columns").split()
        assert "When" in words_of(app.screen, "#columns")


def test_a_usual_column_gives_way_to_one_that_was_chosen() -> None:
    for name in (*USUAL[::-1], "ward", "service"):
        if name in ("when", "case", USUAL[-1]):
            continue  # always there; and, last of the usual ones, in its place again
        chosen = (*(each for each in USUAL if each != name), name)
        assert name in [each for each, _ in layout(80, chosen)], name
    # Of two that were chosen, the one chosen last.
    assert "service" in [name for name, _ in layout(62, (*USUAL, "ward", "service"))]
    # With room for all, all are there in their order.
    assert [name for name, _ in layout(200, (*USUAL, "ward"))] == [*USUAL, "ward"]


async def test_the_line_below_says_who_handles_the_case_on_the_smallest_terminal(
    desk: Desk,
) -> None:
    summary = "No heating or hot water for three weeks, with a baby of two months in the house"
    log(desk, intake(on=date(2026, 9, 1), officer="Jo Price", summary=summary))
    async with opened(desk) as (app, _):
        seen = flat(text_of(app))
        assert "Jo Price" in seen
        assert "Acknowledge, stage 1, Jo Price." in seen
        assert f"Ann O'Brien: {summary}" in seen


def test_at_200_columns_long_names_are_whole() -> None:
    sizes = dict(layout(200, USUAL))
    assert sizes["complainant"] >= len(LONG[:36])
    assert sizes["officer"] >= 30
    assert sizes["about"] >= 60
    assert sum(sizes.values()) + 2 * len(sizes) <= 200
    # What it is about is not starved for them where there is less room.
    assert dict(layout(150, USUAL))["about"] > COLUMNS["about"].width


# What is closed


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
@pytest.mark.parametrize("columns", [(), (*USUAL, "closed"), ("when", "case", "about")])
async def test_what_is_closed_says_so_and_when(
    desk: Desk, columns: tuple[str, ...], size: tuple[int, int]
) -> None:
    keep(desk, Likes(columns))
    (ref,) = log(desk, intake())
    close(desk, ref)
    async with opened(desk, size) as (app, pilot):
        await press(pilot, "1", "left_square_bracket")
        said = line_of(app, ref)
        assert "closed" in said
        assert "nothing due" not in text_of(app).lower()
        head = words_of(app.screen, "#columns").split()
        assert head.count("Closed") == (1 if "due" in (columns or USUAL) else 0)
        assert "Due" not in head
        if "Closed" in head:
            assert "Fri 20 Nov" in said
        assert "Closed on Friday 20 November 2026" in flat(text_of(app))


async def test_a_sort_that_changes_nothing_is_not_claimed_of_what_is_closed(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, "by officer")
        assert narrowed(app) == "by officer"
        await press(pilot, "left_square_bracket")
        assert app.screen.view.queue == "closed"
        assert narrowed(app) == "closed last stands first, whatever the sort"
