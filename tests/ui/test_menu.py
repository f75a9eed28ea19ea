"""What can be done with a case: found by letters or in the palette, and undone with u."""

from collections.abc import Callable

from textual.widgets import OptionList

from complaintdesk.services import queries, task_desk
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.menu import MenuScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen
from tests.ui.helpers import (
    begin_task,
    choose,
    cursor,
    flat,
    intake,
    log,
    move_to,
    opened,
    press,
    screen_is,
    settle,
    text_of,
    toasts,
    until,
    words_of,
    write,
)

OtherPc = Callable[..., Desk]
NOTE = "Log a call, visit, e-mail or note"


def names(menu: MenuScreen) -> list[str | None]:
    """The tasks in the list, without its headings."""
    return [o.id for o in menu.query_one(OptionList).options if not o.disabled]


async def test_every_task_is_in_the_list_those_that_fit_first(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    offers = task_desk.offers(desk, ref)
    fit = [o.name for o in offers if not o.why_not]
    assert len(offers) > 25
    async with opened(desk) as (app, pilot):
        await press(pilot, "d")
        menu = await screen_is(pilot, MenuScreen)
        await until(pilot, lambda: menu.offers, "the list")
        assert names(menu)[: len(fit)] == fit
        assert len(names(menu)) == len(offers)
        assert menu.current is not None
        assert menu.current.name == fit[0]
        shown = text_of(app)
        assert f"What to do with {ref}" in shown
        assert offers[0].group in shown
        # Every one is reached with keys, and what does not fit says why.
        seen = []
        for _ in offers:
            seen.append(menu.current.name)
            assert menu.current.title in text_of(app)
            assert flat(menu.current.why_not or "Enter opens it") in flat(words_of(menu, "#status"))
            await press(pilot, "down")
        assert seen == names(menu)
        await press(pilot, "up")
        await press(pilot, "enter")
        assert app.screen is menu
        assert menu.current.why_not
        assert menu.current.why_not in flat(toasts(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, QueueScreen)


async def test_letters_narrow_the_list(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter", "d")
        menu = await screen_is(pilot, MenuScreen)
        await until(pilot, lambda: menu.offers, "the list")
        await write(pilot, "TIME more")
        await until(pilot, lambda: names(menu) == ["extend"])
        await write(pilot, " [/] ?")
        await until(pilot, lambda: names(menu) == [])
        assert "Nothing here has these letters" in text_of(app)
        await press(pilot, "enter")
        assert app.screen is menu
        await press(pilot, *["backspace"] * 15)
        await until(pilot, lambda: len(names(menu)) == len(menu.offers))
        assert menu.current is not None
        await press(pilot, "escape")
        assert isinstance(app.screen, CaseScreen)


async def test_the_palette_finds_the_tasks_of_the_case(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"))
    async with opened(desk) as (app, pilot):
        await move_to(pilot, refs[1])
        for words, name in (("Log a call", "contact"), ("Hand it to", "assign")):
            await press(pilot, "ctrl+p")
            await write(pilot, words)
            found = lambda w=words: w in text_of(app).partition("\n")[2].replace("🔎", "")  # noqa: E731
            await until(pilot, found, words)
            await settle(pilot)
            await until(pilot, lambda: app.screen.query_one(OptionList).option_count, "a hit")
            await press(pilot, "down", "enter")
            form = await screen_is(pilot, TaskScreen)
            assert (form.case.ref, form.form.name) == (refs[1], name)
            await press(pilot, "escape")
            await screen_is(pilot, QueueScreen)
        # What does not fit is found too, and says why not.
        await press(pilot, "ctrl+p")
        await write(pilot, "something promised is done")
        await until(pilot, lambda: "(not now)" in text_of(app))
        await press(pilot, "down", "enter")
        await until(pilot, lambda: "Nothing promised is open." in toasts(app))
        assert isinstance(app.screen, QueueScreen)


async def test_undo_asks_names_the_case_and_undoes(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"))
    desk.last_done = None
    async with opened(desk) as (app, pilot):
        await press(pilot, "u")
        await until(pilot, lambda: "undo" in toasts(app))
        assert isinstance(app.screen, QueueScreen)
        await move_to(pilot, refs[1])
        await begin_task(pilot, "Record an acknowledgement sent another way")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "g", "u")
        await screen_is(pilot, ChooseScreen)
        assert f"Undo this on {refs[1]}: Stage 1 acknowledged" in flat(text_of(app))
        # Enter by mistake changes nothing.
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
        assert queries.case(desk, refs[1]).file.case.current.acknowledged
        await press(pilot, "u", "u")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "undo")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: "Undone" in toasts(app))
        await until(pilot, lambda: cursor(app) == refs[1])
    assert queries.case(desk, refs[1]).file.case.current.acknowledged is None


async def test_undo_on_a_case_shows_it_as_it_was(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await begin_task(pilot, "Record an acknowledgement sent another way")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "done on time" in words_of(case, "#case"))
        await press(pilot, "u")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "undo")
        await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "done on time" not in words_of(case, "#case"))
        assert "Undone" in words_of(case, "#case")


async def test_what_a_colleague_built_on_is_not_undone(desk: Desk, other_pc: OtherPc) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await begin_task(pilot, "Record an acknowledgement sent another way")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        there.catch_up()
        version = queries.case(there, ref).file.case.version
        noted = {"kind": "call", "on": "20/11/2026", "text": "Rang"}
        task_desk.perform(there, ref, version, "contact", noted)
        await press(pilot, "u")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "undo")
        await until(pilot, lambda: "was changed since" in toasts(app))
    assert queries.case(desk, ref).file.case.current.acknowledged
