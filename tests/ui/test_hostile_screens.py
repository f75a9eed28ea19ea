"""Hostile text is ordinary text: shown as typed, never as markup, on every screen."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import cycle

import pytest
from textual import events
from textual.widgets import Input, TextArea

from complaintdesk.domain.case import Authority, Discretion, Intake, Person, Point, Representative
from complaintdesk.domain.intake_form import as_form
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.services import drafts, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.intake import IntakeScreen
from screens.letter import LetterScreen
from screens.menu import MenuScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen
from screens.why import WhyScreen
from tests.hands import dealt
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    back_to,
    begin_task,
    choose,
    go_to,
    intake,
    log,
    move_to,
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


def hostile_case(*texts: str) -> Intake:
    """A complaint with these texts in turn, one in each field that takes text."""
    turn = cycle([text.encode("utf-8", "ignore").decode() for text in texts])  # as stores hold it
    return intake(
        complainant=_person(turn),
        representative=Representative(_person(turn), next(turn), Authority.WRITTEN),
        channel=next(turn),
        service=next(turn),
        points=tuple(
            Point(next(turn), next(turn), responsibility_note=next(turn)) for _ in range(2)
        ),
        summary=next(turn),
        questions=next(turn),
        adjustments=next(turn),
        vulnerability=next(turn),
        matter_date=date(2024, 1, 2),
        discretion=Discretion.ACCEPTED,
        discretion_reason=next(turn),
        officer=next(turn),
        conflict_note=next(turn),
    )


def _person(turn: Iterator[str]) -> Person:
    return Person(next(turn) or "-", next(turn), next(turn), next(turn))


def no_commands(app: object) -> str:
    """What is shown; fails on control characters, and on any style that acts or links."""
    shown = text_of(app)
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c != "\n"]
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            assert style is None or style.link is None, segment
            assert style is None or "@click" not in style.meta, segment
    return shown


async def test_every_text_in_every_field_on_every_screen(desk: Desk) -> None:
    """Each field has a hand of texts that holds some of every kind; each case turns them on."""
    hands = dealt(6)
    cases = [hostile_case(*hands[turn:], *hands[:turn]) for turn in (0, 3, 6)]
    refs = log(desk, *cases)
    async with opened(desk, MIDDLE) as (app, pilot):
        assert len(rows(app)) == len(cases)
        no_commands(app)
        for ref, case in zip(refs, cases, strict=True):
            await move_to(pilot, ref)
            cells = next(row for row in rows(app) if ref in row)
            named = [clean_line(case.complainant.name), clean_line(case.summary)]
            assert cells[4:6] == named[: len(cells[4:6])]
            no_commands(app)
            # The case: every field's words, as they were typed.
            await press(pilot, "enter")
            shown = words_of(await screen_is(pilot, CaseScreen), "#case")
            assert f"Point 1: {clean(case.points[0].complaint)}\n" in shown
            assert f"Vulnerability: {clean(case.vulnerability)}\n" in shown
            no_commands(app)
            await press(pilot, "escape")
            # The letter, and the question that names the case.
            await press(pilot, "a")
            letter = await screen_is(pilot, LetterScreen)
            words = "".join("".join(row.plain.split()) for row in letter.preview.rows)
            for block in letter.view.letter.blocks:
                assert "".join(block.text.split()) in words.replace("▌", "")
            no_commands(app)
            await press(pilot, "ctrl+s")
            no_commands(app)
            await back_to(pilot, QueueScreen)
            await press(pilot, "w")
            await screen_is(pilot, WhyScreen)
            no_commands(app)
            await back_to(pilot, QueueScreen)


async def test_what_is_pasted_is_cleaned(desk: Desk) -> None:
    """A field sends its text to the terminal as it is, so nothing that commands may get in."""
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        for name in ("complainant_name", "point_1"):
            await go_to(pilot, name)
            app.post_message(events.Paste("Ann \x1b]52;c;cm0=\x07 \x9b2J\x00 and \ud800 Bob "))
            await until(pilot, lambda n=name: value(app, n))
            assert value(app, name) == "Ann ]52;c;cm0= 2J and  Bob "
            no_commands(app)
        await press(pilot, "ctrl+p")
        app.post_message(events.Paste("\x1b]0;PWNED\x07"))
        await settle(pilot)
        no_commands(app)


async def test_hostile_text_in_the_forms(desk: Desk) -> None:
    """Each field of the form has other texts, of every kind."""
    (ref,) = log(desk, hostile_case(*dealt(14, longest=600)))
    async with opened(desk, LARGE) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        form = await screen_is(pilot, IntakeScreen)
        kept = as_form(queries.case(desk, ref).file.case.details)
        for widget in form.query("Input, TextArea"):
            name = str(widget.id).removeprefix("f-")
            if isinstance(widget, TextArea):
                assert widget.text == clean(kept.get(name, ""))
            elif isinstance(widget, Input):
                assert widget.value == clean_line(kept.get(name, ""))
        assert value(app, "service") == clean_line(kept["service"])
        no_commands(app)
        # Problems are named, and the question before saving names the person.
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.screen is not form or form.query_one("#problems").display)
        no_commands(app)
        await back_to(pilot, CaseScreen)


async def test_hostile_text_in_the_forms_of_tasks(desk: Desk) -> None:
    """Proposed, typed, refused, kept as a draft, told when it is done and asked of before undo."""
    hands = dealt(6)
    titles = ("Decide the points", "Log a request for stage 2", "Hand it to somebody")
    refs = log(desk, *(hostile_case(*hands[turn:], *hands[:turn]) for turn in (0, 3, 6)))
    note = "Log a call, visit, e-mail or note"
    async with opened(desk, MIDDLE) as (app, pilot):
        for ref, title, text in zip(refs, titles, (hands[0], "", "W" * 10_000), strict=True):
            await move_to(pilot, ref)
            await begin_task(pilot, title)
            no_commands(app)
            await press(pilot, "ctrl+s")
            await settle(pilot)
            no_commands(app)
            await back_to(pilot, QueueScreen)
            if not text:
                continue
            form = await begin_task(pilot, note)
            form.query_one("#f-text", TextArea).text = text
            await press(pilot, "escape")
            await screen_is(pilot, MenuScreen)
            await press(pilot, "enter")
            form = await screen_is(pilot, TaskScreen)
            await until(pilot, lambda f=form: f.is_ready)
            assert value(app, "text") == clean(text)
            no_commands(app)
            await press(pilot, "ctrl+s")
            await screen_is(pilot, QueueScreen)
            no_commands(app)
            await press(pilot, "u")
            await screen_is(pilot, ChooseScreen)
            no_commands(app)
            await back_to(pilot, QueueScreen)


@pytest.mark.parametrize(
    "text", ["[/] \x1b]0;PWNED\x07 \x9b2J [@click=app.quit]quit[/]", "[" * 300]
)
async def test_hostile_questions_drafts_and_palette(desk: Desk, text: str) -> None:
    (ref,) = log(desk, intake(text, summary=text))
    desk.officer = text
    fields = dict.fromkeys(("complainant_name", "point_1", "summary", "service", "code"), text)
    drafts.keep(desk, Draft(desk.make_id(), {**fields, "code": "housing"}))
    drafts.keep(desk, Draft(desk.make_id(), fields | {"code": ""}, ref, 1))
    async with opened(desk) as (app, pilot):
        no_commands(app)
        for keys in (("n",), ("enter", "e")):
            await press(pilot, *keys[:1])
            if len(keys) > 1:
                await screen_is(pilot, CaseScreen)
                await press(pilot, "e")
            await screen_is(pilot, ChooseScreen)
            assert clean_line(text)[:20] in no_commands(app)
            await choose(pilot, "go-on")
            await screen_is(pilot, IntakeScreen)
            no_commands(app)
            await press(pilot, "escape")
            await settle(pilot)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        assert clean_line(text)[:20] in no_commands(app)
        await press(pilot, "escape")
        # Hostile text typed as its day, and shown in the refusal.
        await go_to(pilot, "sent_on")
        await press(pilot, "end", "ctrl+u")
        await write(pilot, "[/]x[b]")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "“[/]x[b]” is not a date" in words_of(letter, "#problems"))
        no_commands(app)
        await back_to(pilot, QueueScreen)
        await press(pilot, "ctrl+p")
        await write(pilot, clean_line(text)[:30])
        await settle(pilot)
        no_commands(app)
        await press(pilot, "escape")
        assert app.is_running
        assert isinstance(app.screen, QueueScreen)
