"""No screen goes through a table that grows with the cases: every query that it runs is indexed.

The lists and the search in every combination: tests/storage/test_listing_plans.py.
"""

import re

from textual.pilot import Pilot

from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.queue import QueueScreen
from tests.plans import Asked, listening
from tests.ui.helpers import SMALL, back_to, opened, press, settle

# Gone through: a table; not so a list's own index, a single row, the index's few words about
# itself, or the changes where only the newest is read.
_WHOLE = re.compile(
    r"SCAN (?!listing USING|(index_of\.)?state|words VIRTUAL|CONSTANT|sqlite_master|meta|bank_holi)"
)
_NEWEST = re.compile(r"ORDER BY (change\.)?number DESC\s+LIMIT")
# Keys one after the other, and the screen that they lead to.
_FROM_THE_QUEUE = (
    *((str(number), "QueueScreen") for number in (*range(2, 10), 1)),
    ("j k G g pagedown", "QueueScreen"), ("left_square_bracket", "QueueScreen"),
    ("slash h e a t", "QueueScreen"), ("escape 1 w", "WhyScreen"), ("f down enter", "FilterScreen"),
    ("y", "DayScreen"), ("m right down enter", "MonthScreen"), ("n", "IntakeScreen"),
    ("space j space M", "ChooseScreen"), ("L", "ChooseScreen"), ("question_mark", "KeysScreen"),
    ("ctrl+p h e a t", "Palette"), ("ctrl+p c a l e n enter", "CalendarScreen"),
    ("ctrl+p o m b u d s m e n enter", "OmbudsmenScreen"),
)  # fmt: skip
_FROM_A_CASE = (
    ("t 2 3 4 5 6", "TimelineScreen"), ("t c", "TaskScreen"), ("w", "WhyScreen"),
    ("e", "IntakeScreen"), ("f", "DocumentScreen"), ("u", "CaseScreen"), ("v", "CaseScreen"),
    ("d", "MenuScreen"), ("d c o n t enter", "TaskScreen"), ("l", "LettersScreen"),
    ("l i n f o enter ctrl+s", "LetterScreen"),
)  # fmt: skip


def faults(heard: list[Asked]) -> list[tuple[str, list[str]]]:
    """What goes through a whole table; what was heard is forgotten."""
    asked, heard[:] = list(heard), []
    return [
        (each.query, found)
        for each in asked
        if (found := each.faults(_WHOLE)) and not _NEWEST.search(each.query)
    ]


async def goes(pilot: Pilot[None], keys: str, leads_to: str) -> None:
    for key in keys.split():
        await press(pilot, key)
        await settle(pilot)
    assert type(pilot.app.screen).__name__ == leads_to, keys


async def test_every_query_of_every_screen_goes_along_an_index(training_desk: Desk) -> None:
    with listening() as heard:
        async with opened(training_desk, SMALL) as (_, pilot):
            assert heard
            assert not faults(heard)
            for keys, leads_to in _FROM_THE_QUEUE:
                await goes(pilot, keys, leads_to)
                assert not faults(heard), keys
                await back_to(pilot, QueueScreen)
            await goes(pilot, "1 g enter", "CaseScreen")
            assert heard
            assert not faults(heard)
            for keys, leads_to in _FROM_A_CASE:
                await goes(pilot, keys, leads_to)
                assert not faults(heard), keys
                await back_to(pilot, CaseScreen)


async def test_a_query_that_goes_through_a_table_is_seen(training_desk: Desk) -> None:
    with listening() as heard:
        async with opened(training_desk, SMALL) as (app, _):
            heard.clear()
            engine = app.screen.desk.store._engine  # type: ignore[attr-defined]
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT id FROM history WHERE entry = 'x'")
            assert faults(heard)
