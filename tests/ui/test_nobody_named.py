"""The case page tells who did what where the PC that did it had no officer's name set."""

from complaintdesk.domain.change import Author
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from tests.ui.helpers import flat, intake, log, opened, press, screen_is, words_of


async def test_what_nobody_put_a_name_to_is_told_with_the_account(desk: Desk) -> None:
    desk.officer, desk._author = "", Author("", "svc-log", "vm-7")
    log(desk, intake())
    desk.officer, desk._author = "Sam Patel", None
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        shown = flat(words_of(case, "#case"))
        assert "not recorded (svc-log on vm-7)" in shown
        assert "()" not in shown
