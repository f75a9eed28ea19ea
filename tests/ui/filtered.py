"""Cases of every kind, and switching what a list shows."""

from collections.abc import Callable
from datetime import date

from textual.widgets import Input, OptionList

from complaintdesk.domain.case import Authority, Person, Representative
from complaintdesk.domain.codes import Code
from complaintdesk.services.desk import Desk
from screens.filter import FilterScreen
from screens.queue import QueueScreen
from screens.queue_page import USUAL, layout
from tests.ui.helpers import (
    intake,
    log,
    press,
    rows,
    screen_is,
    settle,
    write,
)

OtherPc = Callable[..., Desk]


def mixed(desk: Desk) -> list[str]:
    """Six cases that differ; the first is due first."""
    acting = Representative(Person("Al"), "son", Authority.AWAITED)
    return log(
        desk,
        intake("Ann", date(2026, 11, 9), ward="Mill", vulnerability="A baby"),
        intake("Bo", date(2026, 11, 10), ward="Hill", officer="Jo Price"),
        intake("Cy", date(2026, 11, 11), service="Parking", code=Code.GENERAL),
        intake("Di", date(2026, 11, 12), adjustments="Large print", vulnerability="Asthma"),
        intake("Ed", date(2026, 11, 13), representative=acting),
        intake("Aa", date(2026, 11, 16), officer="Jo Price", vulnerability="Ill"),
    )


def shown(app: object) -> list[str]:
    place = [name for name, _ in columns(app)].index("case")
    return [row[place] for row in rows(app)]


def columns(app: object) -> tuple[tuple[str, int], ...]:
    screen = app.screen
    return layout(screen.size.width, screen.likes.columns or USUAL)


async def switch(pilot: object, *typed: str) -> None:
    """Lines of the filter switched by their letters, and back to the queue."""
    await press(pilot, "f")
    await screen_is(pilot, FilterScreen)
    narrow = pilot.app.screen.query_one(Input)
    for words in typed:
        narrow.value = ""
        await write(pilot, f"{words}\n")
        await settle(pilot)
    await press(pilot, "escape")
    await screen_is(pilot, QueueScreen)


def lines(app: object) -> list[str]:
    return [str(option.prompt) for option in app.screen.query_one(OptionList).options]
