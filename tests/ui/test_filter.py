"""What a list shows: filters that stack, the sort and the columns, and lists of one's own."""

import json
from datetime import date

import pytest
from textual.widgets import OptionList

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.views import SORTS, Filters, View
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep, likes
from screens.filter import Choice, FilterScreen, choices
from screens.queue import QueueScreen
from screens.queue_page import COLUMNS, FIXED, USUAL, layout
from tests.conftest import NOW
from tests.ui.filtered import columns, lines, mixed, shown, switch
from tests.ui.helpers import (
    LARGE,
    SMALL,
    flat,
    intake,
    log,
    opened,
    press,
    rows,
    settle,
    text_of,
    until,
    words_of,
    write,
)

KNOWN = {"service": ("Parking", "Repairs"), "ward": ("Mill",), "officer": ("Jo Price", "Sam")}


def narrowed(app: object) -> str:
    return words_of(app.screen, "#view")


def under_cursor(app: object) -> str:
    option = app.screen.query_one(OptionList).highlighted_option
    return str(option.prompt) if option else ""


# Filters


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_filters_stack_and_say_what_they_are(desk: Desk, size: tuple[int, int]) -> None:
    refs = mixed(desk)
    async with opened(desk, size) as (app, pilot):
        for typed, found, words in (
            ("vulnerable", [0, 3, 5], "vulnerable"),
            ("mine", [0, 3], "with Sam Patel · vulnerable"),
            ("adjustments", [3], "with Sam Patel · vulnerable · with adjustments"),
            ("vulnerable", [3], "with Sam Patel · with adjustments"),
            ("everything", [0, 1, 2, 3, 4, 5], ""),
            ("waiting for consent", [4], "waiting for consent"),
            ("stage 1", [4], "stage 1 · waiting for consent"),
        ):
            await switch(pilot, typed)
            assert shown(app) == [refs[n] for n in found], typed
            assert narrowed(app) == words
            if words:
                assert flat(words) in flat(text_of(app))
            # The tabs count what the filters leave.
            assert app.screen.counts["next-deadline"] == len(found)


@pytest.mark.parametrize(
    ("typed", "found", "words"),
    [
        ("mine with sam", [0, 2, 3, 4], "with Sam Patel"),
        ("with jo", [1, 5], "with Jo Price"),
        ("service parking", [2], "service Parking"),
        ("ward mill", [0], "ward Mill"),
        ("ward hill", [1], "ward Hill"),
        (PROFILES[Code.GENERAL].title, [2], PROFILES[Code.GENERAL].title),
        ("stage 2", [], "stage 2"),
    ],
)
async def test_each_filter_leaves_what_it_says(
    desk: Desk, typed: str, found: list[int], words: str
) -> None:
    refs = mixed(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, typed)
        assert shown(app) == [refs[n] for n in found]
        assert narrowed(app) == words


async def test_cases_that_nobody_has_are_one_line_away_and_no_officer_is_asked_too(
    desk: Desk,
) -> None:
    refs = mixed(desk)
    (alone,) = log(desk, intake("Orphan", date(2026, 11, 17), officer=""))
    async with opened(desk) as (app, pilot):
        for typed, found, words in (
            ("with nobody", [alone], "with nobody"),
            ("with jo", [refs[1], refs[5]], "with Jo Price"),
            ("with nobody", [alone], "with nobody"),
            ("vulnerable", [], "with nobody · vulnerable"),
        ):
            await switch(pilot, typed)
            assert (shown(app), narrowed(app)) == (found, words)


async def test_the_list_follows_at_once_and_the_cursor_stays_on_its_line(desk: Desk) -> None:
    refs = mixed(desk)
    async with opened(desk, LARGE) as (app, pilot):
        queue = app.screen
        await press(pilot, "f", *["down"] * 3)
        here = under_cursor(app)
        assert here.strip() == "Stage 1"
        await press(pilot, "enter")
        # A line came in above, “Everything again”: Enter again is for the same line all the same.
        assert under_cursor(app) == here.replace("   ", " ✓ ", 1)
        assert queue.view.filters == Filters(stage="1")
        await press(pilot, "enter")
        assert (under_cursor(app), queue.view.filters) == (here, Filters())
        await press(pilot, "down", "enter")
        assert queue.view.filters == Filters(stage="2")
        await until(pilot, lambda: queue.shown.cases.count == 0)
        await press(pilot, "enter", "escape")
        assert shown(app) == refs


async def test_letters_narrow_the_lines_and_enter_takes_the_first(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "f", *["down"] * 6)
        await write(pilot, "by off")
        await settle(pilot)
        assert [line.strip() for line in lines(app)] == ["Sort", "By officer"]
        await press(pilot, "enter", "escape")
        assert app.screen.view.sort == "officer"
        await press(pilot, "f")
        await write(pilot, "xyzzy\n")
        await settle(pilot)
        assert lines(app) == []
        assert isinstance(app.screen, FilterScreen)
        await press(pilot, "up", "down", "pageup", "pagedown", "enter")
        assert isinstance(app.screen, FilterScreen)


async def test_an_empty_result_says_how_to_get_out_and_esc_does(desk: Desk) -> None:
    refs = mixed(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, "stage 2", "ward mill")
        assert shown(app) == []
        assert "No case here fits. Esc shows more again." in flat(text_of(app))
        assert "stage 2 · ward Mill" in flat(text_of(app))
        await press(pilot, "j", "k", "G", "enter", "space")
        assert isinstance(app.screen, QueueScreen)
        await press(pilot, "escape")
        assert shown(app) == refs
        assert "No case here fits" not in text_of(app)


async def test_filters_stay_from_queue_to_queue(desk: Desk) -> None:
    refs = mixed(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, "with jo")
        await press(pilot, "5")
        assert shown(app) == [refs[1], refs[5]]
        await press(pilot, "2")
        assert set(shown(app)) <= {refs[1], refs[5]}
        assert narrowed(app) == "with Jo Price"


async def test_a_search_is_within_the_filters(desk: Desk) -> None:
    refs = mixed(desk)
    async with opened(desk) as (app, pilot):
        await switch(pilot, "with jo")
        await press(pilot, "slash", *"mill")
        await until(pilot, lambda: "2 of 2" in narrowed(app))
        assert narrowed(app) == "2 of 2: “mill” · with Jo Price"
        assert set(shown(app)) == {refs[1], refs[5]}


# Sort and columns


async def test_each_sort_shows_its_order_and_says_it(desk: Desk) -> None:
    refs = mixed(desk)
    orders = {
        "deadline": [0, 1, 2, 3, 4, 5],
        "case": [0, 1, 2, 3, 4, 5],
        "complainant": [5, 0, 1, 2, 3, 4],
        "received": [5, 4, 3, 2, 1, 0],
        "officer": [1, 5, 0, 2, 3, 4],
    }
    async with opened(desk) as (app, pilot):
        for name, order in orders.items():
            await switch(pilot, SORTS[name])
            assert shown(app) == [refs[n] for n in order], name
            assert narrowed(app) == ("" if name == "deadline" else SORTS[name])
        # Closed cases are sorted by the day they closed, and nothing else is claimed.
        await press(pilot, "right_square_bracket", *["1"], "left_square_bracket")
        assert app.screen.view.queue == "closed"
        assert narrowed(app) == "closed last stands first, whatever the sort"


async def test_sort_and_columns_are_remembered_over_a_restart_for_this_officer(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk, LARGE) as (app, pilot):
        await switch(pilot, "by complainant", "columns ward", "columns officer", "columns due")
        chosen = ("when", "case", "to-do", "complainant", "about", "ward")
        assert [name for name, _ in columns(app)] == list(chosen)
        assert "Ward" in text_of(app)
        assert "Mill" in text_of(app)
    async with opened(Desk(desk.folder, "Sam Patel", clock=lambda: NOW), LARGE) as (app, pilot):
        assert app.screen.view.sort == "complainant"
        assert app.screen.likes.columns == chosen
        assert "Hill" in text_of(app)
        assert "Officer" not in words_of(app.screen, "#columns")
        # Filters are for now, and gone.
        assert not app.screen.view.filters
        await switch(pilot, "usual columns", "by deadline")
    async with opened(Desk(desk.folder, "Jo Price", clock=lambda: NOW), LARGE) as (app, pilot):
        assert app.screen.likes == Likes()
    assert likes(desk) == Likes()


async def test_a_column_that_is_switched_off_and_on_is_there_again(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk, LARGE) as (app, pilot):
        for name, column in COLUMNS.items():
            if name in FIXED:
                continue
            for _ in range(2):
                was = name in (app.screen.likes.columns or USUAL)
                await switch(pilot, f"columns {column.label}")
                assert (name in (app.screen.likes.columns or USUAL)) != was
                head = words_of(app.screen, "#columns")
                assert (column.label in head) != was or column.label in ("Due", "When")
        assert "Columns" not in narrowed(app)


@pytest.mark.parametrize(
    "columns",
    [("foo",), ("about",), ("when", "case", "foo", "ward"), ("[/]", "ward"), ("due",) * 3, ("",)],
)
async def test_columns_that_there_are_not_are_passed_over(
    desk: Desk, columns: tuple[str, ...]
) -> None:
    (ref, *_) = mixed(desk)
    keep(desk, Likes(columns))
    async with opened(desk) as (app, pilot):
        assert ref in text_of(app)
        assert "overdue" in text_of(app)
        await press(pilot, "f", "escape", "j", "enter")
        assert app.is_running


@pytest.mark.parametrize("width", range(1, 210, 7))
@pytest.mark.parametrize("chosen", [USUAL, tuple(COLUMNS), ("when", "case"), (), ("about",)])
def test_columns_fit_whatever_the_width_and_say_what_is_due_when_on_which_case(
    width: int, chosen: tuple[str, ...]
) -> None:
    found = layout(width, chosen)
    names = [name for name, _ in found]
    assert set(FIXED) <= set(names) <= {*chosen, *FIXED}
    assert all(size >= COLUMNS[name].width for name, size in found)
    used = sum(size + 2 for _, size in found)
    assert used <= width or set(names) == set(FIXED)


async def test_the_smallest_terminal_ends_nothing(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk) as (app, pilot):
        for size in ((20, 6), (1, 1), (8, 3), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            await press(pilot, "j", "f", "down", "escape", "slash", "x", "escape")
        assert app.is_running
        assert len(rows(app)) == 6


# The lines, without a screen


def every(view: View | None = None, chosen: Likes | None = None) -> list[Choice]:
    return choices(view or View(), chosen or Likes(), "Sam", KNOWN)


def test_every_filter_sort_and_column_has_a_line() -> None:
    found = {(each.section, each.label) for each in every()}
    labels = {label for _, label in found}
    assert {"Service: Repairs", "Ward: Mill", "With Jo Price", "Mine: with Sam"} <= labels
    assert "With nobody" in labels
    assert "With Sam" not in labels
    assert {p.title for p in PROFILES.values()} <= labels
    assert {("Sort", words.capitalize()) for words in SORTS.values()} <= found
    assert {("Columns", c.label) for name, c in COLUMNS.items() if name not in FIXED} <= found
    assert len(found) == len(every())


def test_a_line_that_is_switched_twice_is_as_it_was() -> None:
    for choice in every():
        if choice.section not in ("Show only", "Columns"):
            continue
        after = every(choice.view, choice.likes)
        (same,) = [each for each in after if each.name == choice.name]
        assert same.is_on != choice.is_on
        assert same.view == View()
        assert set(same.likes.columns or USUAL) == set(USUAL)


def test_lines_are_on_where_the_list_is_so() -> None:
    mine = View("overdue", Filters(officer="Sam", ward="Mill"), "case", "Mine")
    on = {each.label for each in every(mine, Likes(lists=(mine, View(name="Other")))) if each.is_on}
    assert {"Mine: with Sam", "Ward: Mill", "By reference", "Mine"} <= on
    assert not on & {"Other", "Service: Repairs", "By deadline"}


def test_a_filter_that_changes_makes_a_list_without_a_name() -> None:
    mine = View("overdue", Filters(officer="Sam"), "case", "Mine")
    for each in every(mine, Likes(lists=(mine,))):
        if each.section == "Show only" or (each.section == "Sort" and not each.is_on):
            assert each.view.name == ""
        elif each.section == "Columns" or each.is_on:
            assert each.view == mine


def test_what_is_kept_is_json_that_people_can_read(desk: Desk) -> None:
    keep(desk, Likes(lists=(View(filters=Filters(ward="Mill"), name="Mill"),)))
    said = json.loads(desk.store_file.with_name("lists.json").read_bytes())
    assert said["Sam Patel"]["lists"][0]["ward"] == "Mill"


def test_what_nobody_has_is_kept_as_a_list_and_lists_kept_before_are_read(desk: Desk) -> None:
    kept = View(filters=Filters(unassigned=True), name="Nobody's")
    keep(desk, Likes(lists=(kept,)))
    assert likes(desk).lists == (kept,)
    before = {"Sam Patel": {"lists": [{"name": "Mine", "officer": "Sam Patel", "consent": True}]}}
    desk.store_file.with_name("lists.json").write_text(json.dumps(before))
    (view,) = likes(desk).lists
    assert view.filters == Filters(officer="Sam Patel", consent=True)


def test_closed_cases_have_one_order_so_none_is_offered() -> None:
    assert {line.section for line in every()} >= {"Sort", "Columns"}
    assert "Sort" not in {line.section for line in every(View("closed"))}
