"""What is said of marked cases: to whom they go by which name, what waits, what `u` takes back."""

from complaintdesk.services.briefing import briefing
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.marked import MarkedScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    choose,
    flat,
    focused,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    send,
    text_of,
    toasts,
    until,
    value,
    write,
)
from tests.ui.marked_keys import (
    chosen,
    done,
    fill_review,
    form_of,
    handlers,
    looked,
    out,
    review,
    to_officer,
    told,
)


async def test_an_officer_without_a_case_gives_marked_cases_to_themselves(desk: Desk) -> None:
    """On a first day: their name is the first to choose, and need not be typed."""
    refs = log(desk, *(intake(name, officer="Alex Moss") for name in ("Ann", "Bo")))
    async with opened(desk) as (app, pilot):
        await form_of(pilot, "officer", 2)
        assert focused(app) == "f-officer"
        await press(pilot, "enter", "down", "enter")
        assert value(app, "officer") == "Sam Patel"
        await done(pilot, await looked(pilot), 2)
        await out(pilot)
    assert handlers(desk, refs) == ["Sam Patel"] * 2


async def test_a_name_typed_otherwise_is_shown_as_it_is_known_before_anything_is_done(
    desk: Desk,
) -> None:
    log(desk, intake("Ann", officer="Siobhán O’Keeffe"), intake("Bo", officer="Siobhán O’Keeffe"))
    (ref,) = log(desk, intake("Cy"))
    async with opened(desk) as (app, pilot):
        await form_of(pilot, "officer", 3)
        screen: MarkedScreen = await to_officer(pilot, "siobhan o'keeffe")
        assert "Give to Siobhán O’Keeffe" in text_of(app)
        assert "from Sam Patel to Siobhán O’Keeffe" in told(screen)[ref]


async def test_what_waits_for_marked_cases_is_not_called_the_calendar(desk: Desk) -> None:
    log(desk, intake("Ann"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        await form_of(pilot, "officer", 2)
        await go_to(pilot, "other")
        await write(pilot, "Alex Moss")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        send(app, "M")
        await screen_is(pilot, ChooseScreen)
        await chosen(pilot, "review")
        await fill_review(pilot)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
    said = "a day to look again at marked cases, marked cases for another officer."
    assert briefing(desk).to_see_to == (f"2 forms are half written on this PC: {said}",)


async def test_undoing_reviews_of_several_says_no_number_or_officer_of_one(desk: Desk) -> None:
    """And what is said afterwards does not read as if the case had it now."""
    refs = log(desk, intake("Ann"), intake("Bo", officer="Inés Carrowby"))
    async with opened(desk) as (app, pilot):
        await done(pilot, await review(pilot, 2), 2)
        await out(pilot)
        await press(pilot, "u")
        question = await screen_is(pilot, ChooseScreen)
        asked = f"Undo this on 2 cases ({refs[0]}, {refs[1]}): Review promised: Ring her…?"
        assert asked in flat(str(question.question))
        await choose(pilot, "undo")
        await screen_is(pilot, QueueScreen)
        said = f"Undone on 2 cases ({refs[0]}, {refs[1]}): Review promised: Ring her…"
        await until(pilot, lambda: said in toasts(app), "the notice")
    assert [desk.store.case(ref).case.promises for ref in refs] == [(), ()]
