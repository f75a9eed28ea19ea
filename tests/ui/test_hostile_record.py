"""Every screen on a record and a desk.toml that somebody else wrote: literal, tame, no crash.

The forms cannot bring such words in; a share that many can write to can.
"""

import json
from itertools import cycle
from typing import Any

import pytest
from textual.pilot import Pilot

from complaintdesk.domain.change import Row
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.services.desk import Desk
from screens.app import DeskApp
from screens.calendar import CalendarScreen
from screens.case import CaseScreen
from screens.council import CouncilScreen
from screens.ombudsmen import OmbudsmenScreen
from screens.queue import QueueScreen
from screens.why import WhyScreen
from tests.hands import dealt, spread
from tests.services.forged import forge, rows_of
from tests.services.tampered_desk import desk as _desk
from tests.services.tampered_desk import made
from tests.ui.helpers import (
    LARGE,
    SMALL,
    back_to,
    begin_task,
    flat,
    opened,
    press,
    rows,
    screen_is,
    settle,
    text_of,
    until,
    value,
    words_of,
    write,
)
from tests.ui.test_hostile_screens import no_commands

__all__ = ["made"]
desk = _desk
REF = "CD-2026-0001"
# What a case opens by a key: its timeline, its letters, what can be done, why, a file, the edit.
FROM_A_CASE = ("t", "l", "d", "w", "f", "e", "a", "question_mark")
FROM_THE_PALETTE = {"calendar": CalendarScreen, "ombudsmen": OmbudsmenScreen}
HANDS = dealt(6, longest=3000)


def tamper(desk: Desk, ref: str = REF) -> dict[str, Any]:
    """The case in the record, with a hand of texts in every column that takes any and in the head.

    The hands go round, so that each column has another; what the case itself says now.
    """
    turn = cycle(HANDS)
    rows = spread(rows_of(desk), turn)
    said = next(row.values for row in rows if row.table == "cases")
    assert said
    said["ref"] = ref
    head = {name: next(turn) for name in ("by", "account", "pc", "verb", "program")}
    forge(desk, rows, **head, about=ref)
    return said


def hostile_desk_toml(desk: Desk) -> None:
    """desk.toml with a hand of texts wherever it takes any; each has another."""
    turn = cycle([_in_toml(hand) for hand in HANDS])
    path = desk.folder / "desk.toml"
    top = path.read_text("utf-8").partition("[")[0]
    keys = ("name", "team", "phone", "email", "address")
    council = "".join(f"{key} = {next(turn)}\n" for key in keys)
    services = "".join(f'{said} = "housing"\n' for said in map(_in_toml, HANDS))

    def their() -> str:
        return "".join(f"{key} = {next(turn)}\n" for key in ("name", "phone", "website", "address"))

    path.write_text(
        f"{top}\n[council]\n{council}\n[services]\n{services}[calendar]\n"
        f'closure_days = ["2026-11-26"]\n[calendar.bank_holidays]\n"2026-11-24" = {next(turn)}\n'
        f"[ombudsman.housing]\n{their()}[ombudsman.general]\n{their()}",
        "utf-8",
    )


def _in_toml(text: str) -> str:
    """TOML's strings are JSON's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


async def look_round(app: DeskApp, pilot: Pilot[None]) -> None:
    """Each screen that a case leads to, and back."""
    for key in FROM_A_CASE:
        await press(pilot, key)
        no_commands(app)
        for more in ("pagedown", "down", "right_square_bracket"):
            await press(pilot, more)
        no_commands(app)
        if key == "question_mark":
            await press(pilot, key)
        await back_to(pilot, CaseScreen)


async def test_every_screen_of_a_case_that_somebody_else_wrote(desk: Desk) -> None:
    said = tamper(desk)
    async with opened(desk, LARGE) as (app, pilot):
        shown = next(row for row in rows(app) if REF in row)
        assert clean_line(said["complainant_name"]) in shown
        assert clean_line(said["summary"]) in shown
        no_commands(app)
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        words = flat(words_of(case, "#case"))
        for hand in HANDS:
            assert clean_line(hand)[:40] in words
        await press(pilot, "v")  # looks at the files that the record names
        await settle(pilot)
        no_commands(app)
        await look_round(app, pilot)


ASCII = [hand.encode("ascii", "ignore").decode() for hand in HANDS[:2]]


@pytest.mark.parametrize("text", ASCII)
async def test_a_hostile_reference_is_shown_and_opens_its_case(desk: Desk, text: str) -> None:
    tamper(desk, text)
    async with opened(desk, SMALL) as (app, pilot):
        no_commands(app)
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        no_commands(app)
        await press(pilot, "w")
        await screen_is(pilot, WhyScreen)
        no_commands(app)
        await back_to(pilot, CaseScreen)
        form = await begin_task(pilot, "Log a call, visit, e-mail or note")
        no_commands(app)
        assert form.is_ready


async def test_a_desk_file_that_somebody_else_wrote(desk: Desk) -> None:
    hostile_desk_toml(desk)
    fresh = Desk(desk.folder, "Sam Patel", clock=desk.now)
    async with opened(fresh, LARGE) as (app, pilot):
        no_commands(app)
        for words, kind in FROM_THE_PALETTE.items():
            await press(pilot, "ctrl+p")
            await write(pilot, words)
            await settle(pilot)
            no_commands(app)
            await press(pilot, "enter")
            await screen_is(pilot, kind)
            no_commands(app)
            await back_to(pilot, QueueScreen)
        app.push_screen(CouncilScreen(fresh))
        await screen_is(pilot, CouncilScreen)
        assert value(app, "name") == clean_line(HANDS[0])
        no_commands(app)
        await back_to(pilot, QueueScreen)
        await press(pilot, "n")
        await settle(pilot)
        no_commands(app)
        await back_to(pilot, QueueScreen)
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await look_round(app, pilot)
    fresh.close()


async def test_a_record_that_is_refused_ends_the_desk_in_one_tame_sentence(desk: Desk) -> None:
    text = HANDS[0]
    forge(desk, [Row(text, 1, {"x": text})], by=text, verb=text, program=text)
    async with opened(desk, SMALL) as (app, pilot):
        await until(pilot, lambda: app.fault, "why")
        assert "desk's record holds a row of" in app.fault
        assert clean(app.fault) == app.fault


def test_the_case_that_is_tampered_with_has_something_of_every_kind(desk: Desk) -> None:
    """Else these tests would look at less than they say."""
    from complaintdesk.store.tables import RECORDED

    assert {row.table for row in rows_of(desk)} == {str(t.__tablename__) for t in RECORDED}


async def test_what_tells_a_command_would_notice_one(desk: Desk) -> None:
    """The check itself: a text put on a screen as it is fails it."""
    from textual.content import Content
    from textual.widgets import Static

    async with opened(desk, SMALL) as (app, pilot):
        wild = Static(Content.from_markup("[@click=app.quit]Refund[/]"))
        await app.screen.mount(wild)
        await until(pilot, lambda: "Refund" in text_of(app))
        with pytest.raises(AssertionError):
            no_commands(app)
