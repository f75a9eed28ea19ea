"""Keys pressed twice: a second Enter or Esc closes nothing more and saves nothing more."""

from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.intake import IntakeScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    go_to,
    intake,
    log,
    opened,
    press,
    rows,
    screen_is,
    send,
    toasts,
    until,
    write,
)


async def test_esc_pressed_again_leaves_the_form_once_and_keeps_it(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        await screen_is(pilot, IntakeScreen)
        await write(pilot, "x")
        send(app, "escape", "escape", "escape")
        await screen_is(pilot, CaseScreen)
        assert "is kept" in toasts(app)


async def test_a_second_enter_saves_once_and_is_told(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        send(app, "n", "n")
        await screen_is(pilot, IntakeScreen)
        assert len([s for s in app.screen_stack if isinstance(s, IntakeScreen)]) == 1
        await press(pilot, "backspace")  # the second one was typed for the form
        await write(pilot, "today")
        await go_to(pilot, "complainant_name")
        await write(pilot, "Ann")
        await go_to(pilot, "point_1")
        await write(pilot, "Bins")
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        assert len([s for s in app.screen_stack if isinstance(s, ChooseScreen)]) == 1
        send(app, "enter", "enter", "enter")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: len(rows(app)) == 1)
        assert "is logged" in toasts(app)
    assert queries.queue(desk).count == 1
