"""A PC that began from a checkpoint: cases are seen at once, forms on them wait for the proof."""

from collections.abc import Callable

import pytest

from complaintdesk.services import checkpoints, commands
from complaintdesk.services.checking.proving import prove
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.intake import IntakeScreen
from screens.menu import MenuScreen
from screens.task import TaskScreen
from screens.watch import Watch
from tests.ui.helpers import intake, opened, press, screen_is, settle, toasts, until, write

OtherPc = Callable[..., Desk]


@pytest.fixture
def new_pc(desk: Desk, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A PC that has begun from a checkpoint which nothing holds against the record meanwhile."""
    commands.log_complaint(desk, intake("Ann Carer"))
    checkpoints.make(desk)
    monkeypatch.setattr(Watch, "tend", lambda _: None)
    there = other_pc(desk)
    there.catch_up()
    assert there.is_unproved()
    return there


async def test_forms_that_carry_what_a_case_says_wait_until_it_is_proved(new_pc: Desk) -> None:
    async with opened(new_pc) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        await settle(pilot)
        assert app.screen is case
        assert "nothing can be changed or logged" in toasts(app)
        await press(pilot, "d")
        await screen_is(pilot, MenuScreen)
        await press(pilot, *"log a call", "enter")
        await settle(pilot)
        assert not isinstance(app.screen, TaskScreen)
        await press(pilot, "escape")
        await screen_is(pilot, CaseScreen)
        for key in ("a", "f"):
            await press(pilot, key)
            await settle(pilot)
            assert app.screen is case
        assert prove(new_pc)
        await press(pilot, "e")
        await screen_is(pilot, IntakeScreen)


async def test_a_new_complaint_can_be_typed_meanwhile(new_pc: Desk) -> None:
    async with opened(new_pc) as (app, pilot):
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await write(pilot, "x")
        await until(pilot, lambda: app.screen is form, "the form")
