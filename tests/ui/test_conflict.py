"""Two people on one case: the second to save sees both texts, chooses, and loses nothing."""

import pytest

from complaintdesk.domain.text import clean
from complaintdesk.services import drafts, queries
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from tests.hostile import HOSTILE, MARKUP, TERMINAL
from tests.ui.conflict_keys import (
    OURS,
    THEIRS,
    OtherPc,
    change,
    compare_again,
    compared,
    leave_to,
    point,
    read,
    retype,
)
from tests.ui.helpers import (
    MIDDLE,
    SMALL,
    flat,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    until,
    value,
)
from tests.ui.saving_steps import begin_edit, save, told

BOTH = f"{THEIRS}\n\n{OURS}"


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        (SMALL, {"y": OURS, "t": THEIRS, "b": BOTH}),
        (MIDDLE, {"space": BOTH, "right": OURS, "left": THEIRS}),
    ],
)
async def test_the_second_to_save_chooses_and_that_is_what_goes_on_record(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int], keys: dict[str, str]
) -> None:
    """Each key puts its text into the form; the last of them is saved."""
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk, size) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", OURS)
        await retype(pilot, "complainant_phone", "01632 960333")
        change(there, ref, points=point(THEIRS), vulnerability="A baby")
        await save(pilot, "save")
        shown = await compared(pilot)
        said = read(shown)
        assert "Alex Moss at 10:30" in said
        assert "Details changed: vulnerability, point 1." in said
        assert THEIRS in said and OURS in said
        assert "✓ Yours: into the form" in said
        assert "Taken over from the case: Vulnerability" in said
        assert "Kept as you typed: Complainant: Phone" in said
        assert "Ann O'Brien" in text_of(app)
        sides = [s.region for s in shown.query(".side").results()]
        assert (sides[0].y == sides[1].y) == (size == MIDDLE), "side by side where there is room"
        for key, kept in keys.items():
            await leave_to(pilot, form, key, "f8")
            assert value(app, "point_1") == kept, key
            assert value(app, "vulnerability") == "A baby"
            await compare_again(pilot)
        await leave_to(pilot, form, "f8")
        assert queries.case(desk, ref).file.case.version == 2, "nothing is saved by choosing"
        await save(pilot, "save")
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert details.points[0].complaint == kept
    assert (details.complainant.phone, details.vulnerability) == ("01632 960333", "A baby")
    assert drafts.unfinished(desk, ref) == ()


async def test_esc_leaves_the_form_as_it_was_and_f8_brings_the_comparison_back(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        form = await begin_edit(pilot)
        await press(pilot, "f8")
        assert app.screen is form, "there is nothing to compare yet"
        await retype(pilot, "point_1", OURS)
        change(there, ref, points=point(THEIRS))
        await save(pilot, "save")
        await compared(pilot)
        await leave_to(pilot, form, "t", "escape")
        assert value(app, "point_1") == OURS
        said = await told(pilot, form, "Alex Moss")
        assert f"{ref} was changed by Alex Moss at 10:30 while you had it open" in said
        assert "Nothing of yours was lost." in said
        assert "Yours stands; F8 compares again" in said
        # What is not chosen comes back, too, and what is typed after that is not in its way.
        await compare_again(pilot)
        await leave_to(pilot, form, "t", "f8")
        await retype(pilot, "point_1", "A third text")
        shown = await compare_again(pilot)
        assert "In the form, as you left it: into the form" in read(shown)
        await leave_to(pilot, form, "f8")
        assert value(app, "point_1") == "A third text"
        await compare_again(pilot)
        await leave_to(pilot, form, "y", "f8")
        assert value(app, "point_1") == OURS


async def test_where_nothing_clashes_nothing_is_asked_and_the_change_joins_the_form(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", OURS)
        change(there, ref, vulnerability="A baby")
        await save(pilot, "save")
        assert "Taken over: Vulnerability." in await told(pilot, form, "Alex Moss")
        assert app.screen is form
        await save(pilot, "save")
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert (details.points[0].complaint, details.vulnerability) == (OURS, "A baby")


async def test_a_second_colleague_is_met_as_well(desk: Desk, other_pc: OtherPc) -> None:
    (ref,) = log(desk, intake())
    alex, bo = other_pc(desk), other_pc(desk, "Bo Lee")
    async with opened(desk) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", OURS)
        change(alex, ref, points=point(THEIRS))
        await save(pilot, "save")
        await compared(pilot)
        await leave_to(pilot, form, "t", "f8")
        await retype(pilot, "point_1", "Then this")
        change(bo, ref, points=point("Bo's words"))
        await save(pilot, "save")
        said = read(await compared(pilot))
        assert "Bo Lee at 10:30" in said and "Alex Moss" not in said
        for text in ("Bo's words", "Then this", OURS):
            assert text in said, "what was typed before is still to be had"
        await leave_to(pilot, form, "f8")
        assert value(app, "point_1") == "Then this"
        await save(pilot, "save")
        await screen_is(pilot, CaseScreen)
    assert queries.case(desk, ref).file.case.details.points[0].complaint == "Then this"


LONG = "A very long line of words that goes on and on. " * 100 + "The end."


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_hostile_and_long_texts_of_both_sides_are_shown_whole(
    desk: Desk, other_pc: OtherPc, size: tuple[int, int]
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk, "Alex [/b] \x1b[2J")
    theirs = clean("\n".join(HOSTILE)) + f"\n{LONG}"
    async with opened(desk, size) as (app, pilot):
        form = await begin_edit(pilot)
        await retype(pilot, "point_1", "\n".join((*MARKUP, *TERMINAL)))
        await retype(pilot, "summary", "[@click=app.quit]x[/] \x1b]0;PWNED\x07")
        change(there, ref, points=point(theirs), summary="tail [/] here")
        await save(pilot, "save")
        shown = await compared(pilot)
        said = read(shown)
        for text in (*MARKUP, "The end.", "tail [/] here"):
            assert flat(text) in said
        assert "\x1b" not in said and "\x1b" not in text_of(app)
        # The arrows and pages reach the last word.
        page = shown.query_one("#compared")
        await until(pilot, lambda: page.max_scroll_y > 400, "all of it laid out")
        for _ in range(100):  # more is laid out while the keys come
            if page.scroll_offset.y < page.max_scroll_y:
                await press(pilot, "pagedown")
        assert page.scroll_offset.y == page.max_scroll_y
        await leave_to(pilot, form, *["pageup"] * 60, "down", "up", "tab", "b", "f8")
        assert app.is_running
