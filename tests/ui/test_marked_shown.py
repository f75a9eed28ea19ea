"""The dry run for marked cases as it is read: whole at every size, hostile texts as typed."""

from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.marked import MarkedScreen
from tests.hostile import HOSTILE
from tests.ui.helpers import (
    LARGE,
    SMALL,
    begin_task,
    choose,
    flat,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    until,
    words_of,
    write,
)
from tests.ui.marked_keys import form_of, handlers, to_alex, to_officer, told
from tests.ui.test_hostile_screens import no_commands


async def test_every_word_of_every_line_comes_into_sight(desk: Desk) -> None:
    refs = log(desk, *(intake(f"Person {n} [URGENT] of the Long Row") for n in range(12)))
    async with opened(desk, SMALL) as (app, pilot):
        screen = await to_alex(pilot, 12)
        for size in (SMALL, (60, 24), LARGE):
            await pilot.resize_terminal(*size)
            lines, seen = told(screen), ""
            await press(pilot, "g")
            for _ in refs:
                seen += " " + flat(text_of(app).replace("▇", " ").replace("▁", " "))
                await press(pilot, "j")
            for ref in refs:
                assert set(lines[ref].split()) <= set(seen.split()), (ref, size)


async def test_enter_on_one_that_stays_opens_it_and_looks_again_after(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bo", conflict_note="Her cousin lives there."))
    async with opened(desk) as (_, pilot):
        screen = await to_alex(pilot, 2)
        assert "Do this one by itself." in told(screen)[refs[1]]
        await press(pilot, "g", "j", "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[1]
        form = await begin_task(pilot, "Hand it to somebody")
        await go_to(pilot, "handler")
        await press(pilot, "end", "ctrl+u")
        await write(pilot, "Alex Moss")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not form, "the case")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "escape")
        assert await screen_is(pilot, MarkedScreen) is screen
        await until(pilot, lambda: "has it already" in told(screen)[refs[1]], "the second look")
        assert screen.current == refs[1]


def hostile_names() -> list[str]:
    """The hostile texts that fit into a line, two and two: that takes half of the cases."""
    fit = [text for text in HOSTILE if len(text) < 300 and text.strip().isprintable()]
    plain = [text.encode("utf-8", "ignore").decode() for text in fit]
    return [" ".join(plain[at : at + 2]) for at in range(0, len(plain), 2)]


async def test_hostile_names_subjects_and_officers_are_shown_as_typed(desk: Desk) -> None:
    names = hostile_names()
    refs = log(desk, *(intake(name, officer=name) for name in names))
    evil = "[@click=app.quit]Refund[/] [/] 100%"
    async with opened(desk) as (app, pilot):
        form = await form_of(pilot, "officer", len(refs))
        no_commands(app)
        screen = await to_officer(pilot, evil)
        assert f"Give to {evil}" in words_of(screen, "#title")
        assert any(f"from {evil[:17]}" in line for line in told(screen).values())
        for _ in range(len(refs) // 12 + 1):
            no_commands(app)
            await press(pilot, "pagedown")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        no_commands(app)
        await choose(pilot, "yes")
        await until(pilot, lambda: len(screen.results) == len(screen.lines), "the run")
        no_commands(app)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is not screen and app.screen is not form)
        no_commands(app)
    assert set(handlers(desk, refs)) == {evil}
