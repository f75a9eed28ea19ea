"""The ombudsmen's details by keyboard, and the calm reminder to look at them twice a year."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.services import drafts, ombudsmen
from complaintdesk.services.desk import Desk
from screens.app import DeskApp
from screens.ombudsmen import TASK, OmbudsmenScreen
from screens.queue import QueueScreen
from tests.conftest import TODAY
from tests.ui.helpers import (
    SMALL,
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
    words_of,
    write,
)
from tests.ui.test_hostile_screens import no_commands

LONG_AGO = date(2026, 1, 2)
REMINDER = "The ombudsmen's details are due a check: Ctrl+P, Ombudsmen."


def checked(desk: Desk, on: date, *codes: Code) -> None:
    for code in codes or tuple(Code):
        ombudsmen.keep(desk, code, replace(PROFILES[code].ombudsman, last_checked=on))


async def begin(pilot: object) -> OmbudsmenScreen:
    """As the reminder says: Ctrl+P, Ombudsmen."""
    await press(pilot, "ctrl+p")  # type: ignore[arg-type]
    await write(pilot, "Ombudsmen")  # type: ignore[arg-type]
    await until(pilot, lambda: "Ombudsmen: their details" in text_of(pilot.app))  # type: ignore[arg-type, attr-defined]
    await press(pilot, "enter")  # type: ignore[arg-type]
    form = await screen_is(pilot, OmbudsmenScreen)  # type: ignore[arg-type]
    await until(pilot, lambda: form.is_ready, "the form")  # type: ignore[arg-type]
    return form


async def empty(pilot: object, name: str) -> None:
    await go_to(pilot, name)  # type: ignore[arg-type]
    await press(pilot, "end", "ctrl+u")  # type: ignore[arg-type]


def reminded(app: DeskApp) -> bool:
    return REMINDER in text_of(app)


# The reminder


async def test_old_details_are_said_once_aloud_and_then_calmly(desk: Desk) -> None:
    checked(desk, LONG_AGO)
    log(desk, intake())
    async with opened(desk, SMALL) as (app, pilot):
        await until(pilot, lambda: "over six months" in toasts(app), "the notice")
        assert "Ctrl+P, Ombudsmen" in toasts(app)
        app.clear_notifications()
        await until(pilot, lambda: reminded(app), "the line")
        await press(pilot, "2", "1", "enter")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert reminded(app)
        assert "six months" not in toasts(app)


async def test_one_that_is_old_is_named_with_its_day(desk: Desk) -> None:
    checked(desk, TODAY)
    checked(desk, LONG_AGO, Code.HOUSING)
    async with opened(desk) as (app, pilot):
        await until(pilot, lambda: "Housing Ombudsman Service" in toasts(app), "the notice")
        assert "Friday 2 January 2026" in toasts(app)


async def test_fresh_details_are_not_spoken_of(desk: Desk) -> None:
    checked(desk, TODAY)
    async with opened(desk) as (app, _):
        assert not reminded(app)
        assert toasts(app) == ""


@pytest.mark.parametrize("day", [date.min, date.max])
async def test_a_day_that_cannot_be_opens_all_the_same(desk: Desk, day: date) -> None:
    checked(desk, day)
    async with opened(desk) as (app, pilot):
        form = await begin(pilot)
        said = words_of(form, "#last-housing")
        assert ("has not come yet" in said) is (day > TODAY)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        assert not reminded(app)
    assert desk.file.ombudsmen[Code.HOUSING].last_checked == TODAY


# The form


async def test_a_check_is_kept_with_todays_date_and_the_reminder_goes(desk: Desk) -> None:
    checked(desk, LONG_AGO)
    async with opened(desk, SMALL) as (app, pilot):
        await begin(pilot)
        shown = text_of(app)
        for details in (PROFILES[code].ombudsman for code in Code):
            for text in (details.name, details.phone, details.address):
                assert text in shown
        assert shown.count("Last checked on Friday 2 January 2026.") == 2
        assert "@" not in shown
        await empty(pilot, "housing_phone")
        await write(pilot, "01632 960999")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: not reminded(app), "no line")
        assert "are kept" in toasts(app)
    kept = desk.file.ombudsmen
    assert kept[Code.HOUSING].phone == "01632 960999"
    assert [kept[code].last_checked for code in Code] == [TODAY, TODAY]
    assert drafts.unfinished(desk, "", TASK) == ()


async def test_what_was_not_checked_keeps_its_day(desk: Desk) -> None:
    checked(desk, LONG_AGO)
    async with opened(desk) as (_, pilot):
        await begin(pilot)
        await empty(pilot, "general_phone")
        await write(pilot, "01632 960998")
        await go_to(pilot, "general_checked")
        await press(pilot, "enter", "down", "enter")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    kept = desk.file.ombudsmen
    assert kept[Code.GENERAL].phone == "01632 960998"
    assert kept[Code.GENERAL].last_checked == LONG_AGO
    assert kept[Code.HOUSING].last_checked == TODAY


@pytest.mark.parametrize("part", ["name", "phone", "website", "address"])
async def test_what_a_letter_prints_cannot_be_left_empty(desk: Desk, part: str) -> None:
    checked(desk, LONG_AGO)
    before = (desk.folder / "desk.toml").read_bytes()
    async with opened(desk, SMALL) as (app, pilot):
        form = await begin(pilot)
        await empty(pilot, f"general_{part}")
        await press(pilot, "ctrl+s")
        assert "Letters under the General Code: Give the" in flat(words_of(form, "#problems"))
        assert focused(app) == f"f-general_{part}"
    assert (desk.folder / "desk.toml").read_bytes() == before


async def test_an_email_address_is_not_taken(desk: Desk) -> None:
    async with opened(desk) as (_, pilot):
        form = await begin(pilot)
        await empty(pilot, "housing_website")
        await write(pilot, "someone@example.org")
        await press(pilot, "ctrl+s")
        assert "e-mail address is not printed" in flat(words_of(form, "#problems"))


async def test_what_is_typed_is_there_again_and_goes_with_the_save(desk: Desk) -> None:
    checked(desk, LONG_AGO)
    async with opened(desk) as (app, pilot):
        await begin(pilot)
        await empty(pilot, "housing_name")
        await write(pilot, "Another [name]")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert "What you typed is kept." in toasts(app)
        await begin(pilot)
        assert value(app, "housing_name") == "Another [name]"
        no_commands(app)
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await begin(pilot)
        assert value(app, "housing_name") == "Another [name]"
    assert desk.file.ombudsmen[Code.HOUSING].name == "Another [name]"


async def test_what_a_colleague_changed_meanwhile_is_not_written_over(
    desk: Desk, other_pc: Callable[..., Desk]
) -> None:
    checked(desk, LONG_AGO)
    there = other_pc(desk)
    theirs = replace(PROFILES[Code.HOUSING].ombudsman, phone="01632 960777", last_checked=TODAY)
    async with opened(desk) as (app, pilot):
        form = await begin(pilot)
        await empty(pilot, "housing_address")
        await write(pilot, "1 New Street")
        await asyncio.to_thread(ombudsmen.keep, there, Code.HOUSING, theirs)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "Somebody changed" in words_of(form, "#problems"), "the refusal")
        await until(pilot, lambda: value(app, "housing_phone") == "01632 960777", "theirs")
        assert value(app, "housing_address") == "1 New Street"
        assert "20 November 2026" in words_of(form, "#last-housing")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    kept = desk.file.ombudsmen[Code.HOUSING]
    assert (kept.phone, kept.address) == ("01632 960777", "1 New Street")


async def test_it_is_not_offered_over_a_form(desk: Desk) -> None:
    """Esc would lead somewhere unexpected."""
    async with opened(desk) as (app, pilot):
        await begin(pilot)
        await press(pilot, "ctrl+p")
        await write(pilot, "Ombudsmen")
        await until(pilot, lambda: "No matches found" in text_of(app), "nothing")
