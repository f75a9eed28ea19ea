"""Which columns a window has room for: names stay readable, and what has no room is said."""

import pytest

from complaintdesk.domain.views import View
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep, likes
from screens import queue_page
from screens.filter import FilterScreen
from screens.queue_page import COLUMNS, USUAL, layout, layout_of, without_room
from tests.ui.filtered import lines, mixed, switch
from tests.ui.helpers import LARGE, SMALL, flat, opened, press, screen_is, settle, text_of, until

WIDTHS = range(60, 221)
_READABLE = 16  # letters of a name that stay, however many columns come beside it
_FROM = 79  # columns from which names are shown in each window


def name_at(width: int, chosen: tuple[str, ...] = USUAL) -> int:
    return dict(layout(width, chosen)).get("complainant", 0)


@pytest.mark.parametrize("chosen", [USUAL, (*USUAL, "ward"), ("when", "case", "complainant")])
def test_no_column_is_narrower_than_its_heading_so_headings_stand_over_their_columns(
    chosen: tuple[str, ...],
) -> None:
    for width in WIDTHS:
        for name, size in layout(width, chosen):
            assert size >= len(COLUMNS[name].label), (width, name)
        assert len(queue_page.head(layout(width, chosen)).plain) < width


def test_a_wider_window_shows_no_less_of_a_name() -> None:
    assert name_at(80) >= 12
    for width in range(_FROM, WIDTHS.stop):
        for wider in range(width, WIDTHS.stop):
            assert name_at(wider) >= min(name_at(width), _READABLE), (width, wider)


def test_what_does_not_fit_is_known_by_its_heading() -> None:
    assert without_room("next-deadline", 220, ()) == ()
    assert set(without_room("next-deadline", 80, ())) == {"About", "Officer"}
    everything = tuple(COLUMNS)
    for width in WIDTHS:
        here = {COLUMNS[name].label for name, _ in layout_of("next-deadline", width, everything)}
        left = without_room("next-deadline", width, everything)
        assert here.isdisjoint(left)
        assert here | set(left) == {column.label for column in COLUMNS.values()}


def test_among_closed_cases_the_day_they_closed_is_not_called_missing() -> None:
    assert "Due" not in without_room("closed", 80, ())
    assert "Due" not in without_room("closed", 220, (*USUAL, "closed"))


async def test_a_column_that_another_one_drives_out_says_so(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk, SMALL) as (app, pilot):
        await press(pilot, "f", *"columns")
        await settle(pilot)
        assert "✓ Complainant, no room" not in flat(text_of(app))
        assert "✓ Officer, no room in this window" in flat(text_of(app))
        await press(pilot, "ctrl+u")
        await press(pilot, "escape")
        await switch(pilot, "columns ward")
        assert "Complainant" not in text_of(app)
        await press(pilot, "f", *"columns")
        await settle(pilot)
        shown = flat(text_of(app))
        assert "✓ Complainant, no room in this window" in shown
        assert "✓ Ward" in shown and "Ward, no room" not in shown
        assert "Service, no room" not in shown  # not ticked, so not missed
        await pilot.resize_terminal(*LARGE)
        await until(pilot, lambda: "no room" not in text_of(app), "the wider window")


async def test_a_queue_has_the_sort_that_the_officer_chose_again_after_a_list_of_their_own(
    desk: Desk,
) -> None:
    mixed(desk)
    own = View(sort="deadline", name="Mine")
    assert keep(desk, Likes(lists=(own,)), Likes())
    async with opened(desk, LARGE) as (app, pilot):
        await switch(pilot, "newest first")
        assert app.screen.view == View(sort="received")
        await press(pilot, "left_square_bracket")
        assert app.screen.view == own
        await press(pilot, "1")
        assert app.screen.view == View(sort="received")
        for back in ("right_square_bracket", "escape"):
            await press(pilot, "1", "left_square_bracket")
            assert app.screen.view == own
            await press(pilot, back)
            assert app.screen.view == View(sort="received")
        # A list that is forgotten leaves no sort behind either.
        await press(pilot, "left_square_bracket")
        await switch(pilot, "forget")
        await press(pilot, "2")
        assert app.screen.view == View("overdue", sort="received")
        assert likes(desk).sort == "received"


async def test_a_line_of_the_filter_keeps_the_cursor_when_its_words_change(desk: Desk) -> None:
    mixed(desk)
    async with opened(desk, SMALL) as (app, pilot):
        await press(pilot, "f", *"columns officer")
        screen = await screen_is(pilot, FilterScreen)
        await settle(pilot)
        for _ in range(2):
            assert screen.current and screen.current.label == "Officer"
            await press(pilot, "enter")
        assert lines(app)
