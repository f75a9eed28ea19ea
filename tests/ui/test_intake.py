"""Logging a complaint with the keyboard alone, from an empty form to the queue."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from complaintdesk.domain.case import Conflict, Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.services import commands, drafts, queries
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.conflict import ConflictScreen
from screens.fields import rows_of
from screens.intake import IntakeScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    LARGE,
    choose,
    cursor,
    field,
    flat,
    focused,
    go_to,
    in_order,
    intake,
    log,
    one_tab,
    opened,
    press,
    rows,
    screen_is,
    send,
    settle,
    tab_to,
    text_of,
    toasts,
    until,
    value,
    words_of,
    write,
)

OtherPc = Callable[..., Desk]


async def pick(pilot: object, typed: str) -> None:
    """Choose in a list by typing the beginning of an answer."""
    await press(pilot, "enter")
    await write(pilot, typed)
    await press(pilot, "enter")


async def test_a_complaint_is_logged_by_keyboard(desk: Desk) -> None:
    log(desk, intake("Ada", date(2026, 11, 2)), intake("Zoë", date(2026, 11, 19)))
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        assert focused(app) == "f-received"
        # Tab goes through the fields in the order in which they stand.
        order = [f"f-{row.spec.name}" for row in rows_of(form) if row.display]
        visited = []
        for _ in order:
            visited.append(focused(app))
            await one_tab(pilot)
        assert visited == order
        assert focused(app) == "f-received"
        await press(pilot, "shift+tab")
        assert focused(app) == order[-1]
        await press(pilot, "tab")

        await write(pilot, "yesterday")
        await until(pilot, lambda: "Thursday 19 November 2026" in text_of(app))
        await tab_to(pilot, "received_time")
        await write(pilot, "6.40pm")
        await tab_to(pilot, "channel")
        await pick(pilot, "Phone")
        assert value(app, "channel") == "phone"
        # The service proposes the Code.
        await tab_to(pilot, "service")
        await pick(pilot, "Rep")
        await until(pilot, lambda: value(app, "code") == "housing")
        await tab_to(pilot, "complainant_name")
        await write(pilot, "Mary O’Neill [b]")
        await tab_to(pilot, "complainant_address")
        await write(pilot, "1 Mill Lane\nNorthmoor")
        await tab_to(pilot, "point_1")
        await write(pilot, "No heating.")
        await tab_to(pilot, "responsibility_1")
        await pick(pilot, "Yes")
        # Five points in all, each with its own fields.
        for number in range(2, 6):
            await press(pilot, "f2")
            assert focused(app) == f"f-point_{number}"
            await write(pilot, f"Point number {number}")
            await press(pilot, "tab")
            await write(pilot, f"Outcome {number}")
        await tab_to(pilot, "conflict")
        await pick(pilot, "None")
        assert value(app, "officer") == "Sam Patel"

        # Reading back, and Esc back to the form with everything as typed.
        before = form.fields
        await write(pilot, "")
        await press(pilot, "ctrl+s")
        question = await screen_is(pilot, ChooseScreen)
        shown = flat(text_of(app))
        for piece in (
            "Log this complaint?", "From: Mary O’Neill [b]",
            "Received: Thursday 19 November 2026 at 18:40", "Housing Ombudsman Service",
            "Points of complaint: 5", "Acknowledge by: Thursday 26 November 2026",
        ):  # fmt: skip
            assert piece in shown, piece
        await press(pilot, "escape")
        assert app.screen is form
        assert form.fields == before
        assert question is not form
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "back")
        assert form.fields == before
        await press(pilot, "ctrl+s", "ctrl+s", "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: len(rows(app)) == 3)
        assert cursor(app) == "CD-2026-0003"
        assert "CD-2026-0003 is logged." in toasts(app)
    details = queries.case(desk, "CD-2026-0003").file.case.details
    assert details.received_on == date(2026, 11, 19)
    assert f"{details.received_time:%H:%M}" == "18:40"
    assert details.complainant.name == "Mary O’Neill [b]"
    assert details.complainant.address == "1 Mill Lane\nNorthmoor"
    assert details.code is Code.HOUSING
    assert details.conflict is Conflict.NONE
    assert len(details.points) == 5
    assert details.points[4].outcome_sought == "Outcome 5"
    assert details.points[0].responsibility is Responsibility.OURS
    assert drafts.unfinished(desk) == ()


async def test_the_code_is_proposed_and_may_be_overruled(desk: Desk) -> None:
    log(desk, intake(service="Repairs", code=Code.GENERAL))
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        for service, code in (("Par", "general"), ("Damp", "housing"), ("Counc", "general")):
            await go_to(pilot, "service")
            await pick(pilot, service)
            assert value(app, "code") == code
        await go_to(pilot, "code")
        await pick(pilot, "Housing")
        for service in ("Par", "Rep", "Waste"):
            await go_to(pilot, "service")
            await pick(pilot, service)
            assert value(app, "code") == "housing", service
        # A draft that is gone on with knows that the Code was overruled.
        await press(pilot, "escape")
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "go-on")
        await screen_is(pilot, IntakeScreen)
        await go_to(pilot, "service")
        await pick(pilot, "Plan")
        assert value(app, "code") == "housing"
        await press(pilot, "escape")
        # So does a case that is corrected.
        await press(pilot, "enter", "e")
        await screen_is(pilot, IntakeScreen)
        assert value(app, "code") == "general"
        await go_to(pilot, "service")
        await pick(pilot, "Damp")
        assert value(app, "code") == "general"


async def test_an_old_matter_asks_for_a_decision_and_problems_are_named(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await press(pilot, "ctrl+s")
        shown = flat(text_of(app))
        assert "Say when the complaint was received" in shown
        assert focused(app) == "f-received"
        await write(pilot, "31 Feb")
        await until(pilot, lambda: "is not a date that can be read" in flat(text_of(app)))
        await press(pilot, "ctrl+s")
        assert focused(app) == "f-received"
        for _ in "31 Feb":
            await press(pilot, "backspace")
        await write(pilot, "20/11/2026")
        await go_to(pilot, "matter")
        await write(pilot, "19 Nov 2025")
        await until(pilot, lambda: form.query_one("#row-discretion").display)
        said = flat(words_of(form, "#said-matter"))
        assert "Wednesday 19 November 2025" in said
        assert "not refused by itself" in said
        assert "General Code 2.2" in said
        # Three things to mend, in the form's order; the focus is on the first.
        await press(pilot, "ctrl+s")
        problems = flat(words_of(form, "#problems"))
        told = ("3 things to mend", "Say who complained", "what the complaint", "Decide")
        assert in_order(problems, told)
        assert focused(app) == "f-complainant_name"
        await write(pilot, "Ann")
        await go_to(pilot, "point_1")
        await write(pilot, "Bins")
        await press(pilot, "ctrl+s")
        assert "Decide whether to accept it all the same" in flat(text_of(app))
        assert focused(app) == "f-discretion"
        await pick(pilot, "Do not")
        await press(pilot, "ctrl+s")
        assert focused(app) == "f-discretion_reason"
        await write(pilot, "Too long ago.")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, QueueScreen)
        # Not accepted is a decision that is kept; the case is open and due all the same.
        await until(pilot, lambda: rows(app))
        assert "due" in rows(app)[0][0] or "left" in rows(app)[0][0]
        # The anniversary itself is in time: nothing is asked.
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await write(pilot, "today")
        await go_to(pilot, "matter")
        await write(pilot, "20/11/2025")
        await until(pilot, lambda: "Thursday 20 November 2025" in words_of(form, "#said-matter"))
        assert not form.query_one("#row-discretion").display


async def test_what_is_typed_fast_is_saved_whole(desk: Desk) -> None:
    """Ctrl+S pressed before the last letters are handled must not leave them out."""
    async with opened(desk, LARGE) as (app, pilot):
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        await write(pilot, "today")
        await go_to(pilot, "complainant_name")
        await write(pilot, "Ann")
        await go_to(pilot, "point_1")
        send(app, *"The whole of this sentence.", "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, QueueScreen)
    assert queries.case(desk, "CD-2026-0001").file.case.details.points[0].complaint == (
        "The whole of this sentence."
    )


async def test_a_case_is_corrected_and_a_colleagues_change_is_not_overwritten(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter", "e")
        form = await screen_is(pilot, IntakeScreen)
        assert ref in text_of(app)
        assert value(app, "received") == "20/11/2026"
        assert value(app, "point_1") == "No heating since Monday."
        await go_to(pilot, "complainant_phone")
        await write(pilot, " ext 7")
        there.catch_up()
        commands.change_details(there, ref, 1, intake(vulnerability="A baby"))
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await until(pilot, lambda: "joined to what you typed" in flat(words_of(form, "#problems")))
        assert app.screen is form
        assert "was changed by Alex Moss" in flat(words_of(form, "#problems"))
        assert value(app, "complainant_phone") == "01632 960111 ext 7"
        await until(pilot, lambda: value(app, "vulnerability") == "A baby")
        assert queries.case(desk, ref).file.case.details.vulnerability == "A baby"
        # Left with Esc, the correction is kept for this case, and not offered for a new one.
        await press(pilot, "escape")
        await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "A baby" in words_of(app.screen, "#case"))
        await press(pilot, "e")
        await screen_is(pilot, ChooseScreen)
        assert ref in text_of(app)
        await choose(pilot, "discard")
        await screen_is(pilot, IntakeScreen)
        assert value(app, "complainant_phone") == "01632 960111"
        assert value(app, "vulnerability") == "A baby"
        await go_to(pilot, "complainant_phone")
        await write(pilot, " ext 8")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "ext 8" in words_of(app.screen, "#case"))
    details = queries.case(desk, ref).file.case.details
    assert (details.vulnerability, details.complainant.phone) == ("A baby", "01632 960111 ext 8")


async def test_what_a_colleague_changed_joins_the_form_and_both_are_saved(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter", "e")
        await screen_is(pilot, IntakeScreen)
        await go_to(pilot, "complainant_phone")
        await write(pilot, " ours")
        there.catch_up()
        theirs = intake(adjustments="Large print")
        person = replace(theirs.complainant, phone="01632 960222")
        points = (*theirs.points, Point("The lift too"))
        commands.change_details(there, ref, 1, replace(theirs, complainant=person, points=points))
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, ConflictScreen)
        assert "01632 960222" in text_of(app)
        await press(pilot, "f8")
        await screen_is(pilot, IntakeScreen)
        assert "Yours stands" in words_of(app.screen, "#problems")
        assert value(app, "adjustments") == "Large print"
        assert value(app, "point_2") == "The lift too"
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, CaseScreen)
    kept = queries.case(desk, ref).file.case.details
    assert (kept.adjustments, kept.complainant.phone) == ("Large print", "01632 960111 ours")
    assert [point.complaint for point in kept.points][1:] == ["The lift too"]


async def test_enter_goes_on_and_nothing_is_saved_by_it(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await write(pilot, "today")
        await press(pilot, "enter")
        await settle(pilot)
        assert app.screen is form
        assert focused(app) == "f-received_time"
        assert field(app, "received_time").has_focus
    assert Path(desk.folder).is_dir()
    assert queries.queue(desk).count == 0
