"""A task's form by keyboard: filled, refused, reasoned for, left, found again and done once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from complaintdesk.domain.case import Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, drafts, queries, task_desk
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.menu import MenuScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen
from tests.conftest import NOW
from tests.ui.helpers import (
    back_to,
    begin_task,
    cursor,
    flat,
    focused,
    go_to,
    intake,
    log,
    move_to,
    opened,
    press,
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
MORE = "Agree more time"
LATE = "31/01/2027"  # past the limit of an extension


def said_of(form: TaskScreen) -> str:
    """The words above each reason that is asked for."""
    return flat(" ".join(w.visual.plain for w in form.query("#concerns > Static")))  # type: ignore[attr-defined]


def history(desk: Desk, ref: str) -> str:
    return "\n".join(line.entry for line in queries.case(desk, ref).file.history)


async def replace_with(pilot: object, name: str, text: str) -> None:
    """A field's words replaced by others, with keys."""
    await go_to(pilot, name)
    await press(pilot, "end", "ctrl+u")
    await write(pilot, text)
    await settle(pilot)


async def test_a_task_is_done_by_keyboard_and_the_queue_stays_on_its_case(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"), intake("Cy"))
    async with opened(desk) as (app, pilot):
        await move_to(pilot, refs[1])
        await begin_task(pilot, MORE)
        shown = text_of(app)
        # On the smallest terminal: what it is and whose, the Code's word, a field, the keys.
        assert all(words in shown for words in (refs[1], MORE, "Bea", "Housing Code 6.4", "^s"))
        assert focused(app) == "f-told_on"
        await until(pilot, lambda: "Friday 20 November 2026" in text_of(app))
        # Enter goes on and saves nothing; a day ahead is read as one.
        await press(pilot, "enter")
        assert focused(app) == "f-told_to"
        await replace_with(pilot, "until", "10 dec")
        await until(pilot, lambda: "Thursday 10 December 2026" in text_of(app))
        await press(pilot, "end", "ctrl+u")
        await write(pilot, "in 4 weeks")
        await until(pilot, lambda: "Friday 18 December 2026" in text_of(app))
        await tab_to(pilot, "reason")
        await write(pilot, "The surveyor comes on the 8th.")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: "u undoes it." in toasts(app))
        assert cursor(app) == refs[1]
        assert drafts.tasks_begun(desk, refs[1]) == frozenset()
    (extension,) = queries.case(desk, refs[1]).file.case.current.extensions
    assert extension.reason == "The surveyor comes on the 8th."


async def test_problems_are_named_and_the_first_field_is_gone_to(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Ask the person to make something clear")
        await replace_with(pilot, "on", "31 Feb")
        await go_to(pilot, "reply_by")
        await press(pilot, "ctrl+s")
        problems = flat(words_of(form, "#problems"))
        assert "2 things to mend" in problems
        assert "is not a date" in problems
        assert "Say what was asked" in problems
        assert focused(app) == "f-on"
        await replace_with(pilot, "on", "today")
        await press(pilot, "ctrl+s")
        assert focused(app) == "f-questions"
        await write(pilot, "Which room?")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    assert "Which room?" in history(desk, ref)


@pytest.mark.parametrize(
    ("code", "service", "kind"),
    [(Code.HOUSING, "Repairs", "a breach"), (Code.GENERAL, "Parking", "a departure")],
)
async def test_where_the_code_asks_otherwise_a_reason_goes_on_record(
    desk: Desk, code: Code, service: str, kind: str
) -> None:
    (ref,) = log(desk, intake(code=code, service=service))
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, MORE)
        await replace_with(pilot, "until", LATE)
        await press(pilot, "ctrl+s")
        heading = f"The {code.capitalize()} Code asks otherwise: give a reason to go on, it goes on"
        assert f"{heading} record as {kind}." in said_of(form)
        assert "why more time is needed" in said_of(form)
        assert "working days is the limit" in said_of(form)
        names = [row.spec.name for row in form.query("#concerns FieldRow")]  # type: ignore[attr-defined]
        assert focused(app) == f"f-{names[0]}" == "f-why_extension_reason"
        assert "asks otherwise" in flat(text_of(app))
        # A reason alone is not all of them: what is typed stays, and the next is gone to.
        await write(pilot, "No time")
        await press(pilot, "ctrl+s")
        assert value(app, "why_extension_reason") == "No time"
        assert focused(app) == f"f-{names[1]}"
        # What does not arise any more goes from the screen, and comes back as it was typed.
        await go_to(pilot, "reason")
        await write(pilot, "A survey")
        await press(pilot, "ctrl+s")
        assert "why more time is needed" not in said_of(form)
        for name in names[1:]:
            await go_to(pilot, name)
            await write(pilot, "Agreed with her")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    recorded = history(desk, ref)
    assert "confirmed" in recorded
    assert "Agreed with her" in recorded
    assert "No time" not in recorded


async def test_what_is_typed_is_there_again_until_it_is_done(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, MORE)
        assert not form.query_one("#again").display
        await replace_with(pilot, "until", LATE)
        await press(pilot, "ctrl+s")
        await write(pilot, "No time")
        await press(pilot, "escape")
        menu = await screen_is(pilot, MenuScreen)
        assert "is kept" in toasts(app)
        await until(pilot, lambda: f"{MORE}  (half written)" in text_of(app))
        assert menu.begun == {"extend"}
        await back_to(pilot, QueueScreen)
    # Another day, another start of the program: what was proposed is proposed anew.
    desk._clock = lambda: NOW + timedelta(days=3)
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, MORE)
        assert "What you typed on Friday 20 November 2026 is here again." in text_of(app)
        assert value(app, "until") == LATE
        assert value(app, "told_on") == "23/11/2026"
        # A reason of another day is shown before it counts.
        await press(pilot, "ctrl+s")
        assert app.screen is form
        assert value(app, "why_extension_reason") == "No time"
        # Afresh, and back; nothing is lost on the way, and Esc keeps both.
        await press(pilot, "f4")
        assert value(app, "until") != LATE
        assert not form.query("#concerns FieldRow")
        await go_to(pilot, "reason")
        await write(pilot, "New")
        await press(pilot, "f4")
        assert (value(app, "until"), value(app, "reason")) == (LATE, "")
        await press(pilot, "f4")
        assert value(app, "reason") == "New"
        await press(pilot, "escape")
        await screen_is(pilot, MenuScreen)
        kept = drafts.unfinished(desk, ref, "extend")
        assert {draft.fields["reason"] for draft in kept} == {"", "New"}
        await press(pilot, "enter")
        await screen_is(pilot, TaskScreen)
        assert value(app, "reason") == "New"
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    desk._clock = lambda: NOW
    assert len(queries.case(desk, ref).file.case.current.extensions) == 1


async def test_a_form_left_as_it_was_leaves_nothing(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await begin_task(pilot, MORE)
        await go_to(pilot, "reason")
        await write(pilot, "x")
        await until(pilot, lambda: drafts.tasks_begun(desk, ref), "a draft")
        await press(pilot, "backspace", "escape")
        await screen_is(pilot, MenuScreen)
        assert "is kept" not in toasts(app)
    assert drafts.tasks_begun(desk, ref) == frozenset()


async def test_keys_pressed_twice_do_it_once(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        # The second one is on its way when the menu comes: there it is a letter that narrows.
        send(app, "d", "d")
        await screen_is(pilot, MenuScreen)
        await settle(pilot)
        await press(pilot, "backspace")
        await write(pilot, "Log a call")
        send(app, "enter", "enter")
        await screen_is(pilot, TaskScreen)
        assert [type(s) for s in app.screen_stack[1:]] == [QueueScreen, MenuScreen, TaskScreen]
        await until(pilot, lambda: app.screen.is_ready)
        await go_to(pilot, "text")
        send(app, *"Rang her.", "ctrl+s", "ctrl+s", "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await settle(pilot)
    assert history(desk, ref).count("Rang her.") == 1


async def test_a_case_changed_meanwhile_is_read_again_and_saved_on_that(
    desk: Desk, other_pc: OtherPc
) -> None:
    points = (Point("No heating.", "A repair.", Responsibility.OURS),)
    (ref,) = log(desk, intake(points=points))
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        form = await begin_task(pilot, "Decide the points")
        await go_to(pilot, "reasons_1")
        await write(pilot, "Ours")
        await go_to(pilot, "finding_1")
        await press(pilot, "enter", "down", "enter")
        there.catch_up()
        more = (*points, Point("The lift [/]"))
        commands.change_details(there, ref, 1, intake(points=more))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: form.query("#f-finding_2"), "the new point")
        assert app.screen is form
        assert "joined to what you typed" in flat(words_of(form, "#problems"))
        assert "The lift [/]" in text_of(app)
        assert value(app, "reasons_1") == "Ours"
        assert focused(app) == "f-finding_1"
        await press(pilot, "ctrl+s")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "Decided at stage 1" in words_of(case, "#case"))
    assert len(queries.case(desk, ref).file.case.details.points) == 2


_APPEND = Record.append


def lost_answer(record: Record, change: object) -> str:
    """A share that takes the change and goes away before it says so."""
    _APPEND(record, change)  # type: ignore[arg-type]
    raise ShareUnavailable("It is not certain that this was saved. Try again.")


async def test_what_changed_after_a_try_that_counted_is_kept_and_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Log a call, visit, e-mail or note")
        await go_to(pilot, "text")
        await write(pilot, "Rang her")
        with monkeypatch.context() as patch:
            patch.setattr(Record, "append", lost_answer)
            await press(pilot, "ctrl+s")
        await write(pilot, " twice.")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "saved by the try before" in words_of(form, "#problems"))
        assert history(desk, ref).splitlines()[0].endswith("Rang her")
        await back_to(pilot, QueueScreen)
        await begin_task(pilot, "Log a call, visit, e-mail or note")
        assert value(app, "text") == "Rang her twice."


async def test_a_share_that_is_away_keeps_the_form_and_does_it_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Log a call, visit, e-mail or note")
        await go_to(pilot, "text")
        await write(pilot, "Rang her.")
        with monkeypatch.context() as patch:
            patch.setattr(Record, "append", lost_answer)
            await press(pilot, "ctrl+s")
        assert app.screen is form
        assert "not certain" in flat(words_of(form, "#problems"))
        assert value(app, "text") == "Rang her."
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
    assert history(desk, ref).count("Rang her.") == 1


async def test_a_task_that_does_not_fit_any_more_says_why(desk: Desk, other_pc: OtherPc) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Record an acknowledgement sent another way")
        there.catch_up()
        task_desk.perform(there, ref, 1, "acknowledge", {"on": "20/11/2026"})
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "already acknowledged" in flat(words_of(form, "#problems")))
        assert app.screen is form
        await back_to(pilot, QueueScreen)
