"""What is typed right behind the key that opens something goes to that, and to nothing else."""

import time
from collections.abc import Callable

import pytest
from textual import events

from complaintdesk.domain.errors import StoreBusy
from complaintdesk.services import drafts, letter_desk, queries, task_desk, undoing
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.intake import IntakeScreen
from screens.letter import LetterScreen
from screens.marked_forms import OfficerForm
from screens.queue import QueueScreen
from screens.task import TaskScreen
from tests.ui.helpers import (
    back_to,
    begin_task,
    cursor,
    intake,
    log,
    opened,
    press,
    screen_is,
    send,
    settle,
    toasts,
    until,
    value,
)

_SLOW = 0.2  # seconds that a read takes, as where the PC is busy
DATE = "21/11/2026"


def slowed(work: Callable[..., object]) -> Callable[..., object]:
    def slow(*arguments: object, **named: object) -> object:
        time.sleep(_SLOW)
        return work(*arguments, **named)

    return slow


@pytest.fixture(params=["quick", "slow"], autouse=True)
def _reads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read before a screen is there, at once or late."""
    if request.param == "slow":
        monkeypatch.setattr(drafts, "unfinished", slowed(drafts.unfinished))
        monkeypatch.setattr(task_desk, "form", slowed(task_desk.form))
        monkeypatch.setattr(letter_desk, "acknowledgement", slowed(letter_desk.acknowledgement))
        monkeypatch.setattr(undoing, "last", slowed(undoing.last))


def tabs(count: int) -> list[str]:
    return ["tab"] * count


def is_held(app: object) -> bool:
    return bool(app.held)  # type: ignore[attr-defined]


async def a_draft(pilot: object, app: object) -> None:
    """A new complaint, half written and kept."""
    await press(pilot, "n")
    form = await screen_is(pilot, IntakeScreen)
    await until(pilot, lambda: form.is_ready, "the form")
    await press(pilot, *"1 Nov", *tabs(6), *"Mary", "escape")
    await screen_is(pilot, QueueScreen)


async def test_a_date_and_a_name_right_behind_n_stand_in_the_form_and_esc_keeps_them(
    desk: Desk,
) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        queue = app.screen.view
        send(app, "n", *DATE, *tabs(6), *"Ann")
        await screen_is(pilot, IntakeScreen)
        assert (value(app, "received"), value(app, "complainant_name")) == (DATE, "Ann")
        await press(pilot, "escape")
        shown = await screen_is(pilot, QueueScreen)
        assert shown.view == queue
        assert "is kept" in toasts(app)
        assert not is_held(app)
    kept = drafts.unfinished(desk, "")[0].fields
    assert (kept["received"], kept["complainant_name"]) == (DATE, "Ann")


async def test_esc_in_the_same_burst_keeps_what_was_typed(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        send(app, "n", *DATE, "escape")
        await until(pilot, lambda: "is kept" in toasts(app), "what was kept")
        await screen_is(pilot, QueueScreen)
    assert drafts.unfinished(desk, "")[0].fields["received"] == DATE


async def test_keys_one_by_one_behind_n_stay_in_their_order(desk: Desk) -> None:
    """As a terminal sends them: some come while the queue still has the ones before."""
    async with opened(desk) as (app, pilot):
        for key in ("n", *DATE):
            app.call_later(app.post_message, events.Key(key, key))
        form = await screen_is(pilot, IntakeScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        await settle(pilot)
        assert value(app, "received") == DATE


async def test_a_paste_behind_n_stands_where_it_was_pasted(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        send(app, "n", *"2")
        app.post_message(events.Paste("1/11/202"))
        send(app, "6")
        await screen_is(pilot, IntakeScreen)
        await settle(pilot)
        assert value(app, "received") == DATE


async def test_what_stood_in_a_form_before_it_was_ready_counts_as_typed(desk: Desk) -> None:
    """Also where a field got it some other way, such as a paste by the mouse."""
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await press(pilot, *"2 Nov")
        form.initial = None
        form.begin()
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert "is kept" in toasts(app)


async def test_two_n_at_once_open_one_form(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        send(app, "n", "n")
        await screen_is(pilot, IntakeScreen)
        assert [type(s) for s in app.screen_stack].count(IntakeScreen) == 1
        assert not is_held(app)
        await press(pilot, "backspace", *"3 Nov")
        assert value(app, "received") == "3 Nov"


async def test_the_form_asked_for_again_by_other_means_opens_once_and_nothing_stays_held(
    desk: Desk,
) -> None:
    async with opened(desk) as (app, pilot):
        app.screen.action_new()
        app.screen.action_new()
        send(app, *"4 Nov")
        await screen_is(pilot, IntakeScreen)
        assert [type(s) for s in app.screen_stack].count(IntakeScreen) == 1
        assert (value(app, "received"), is_held(app)) == ("4 Nov", False)


async def test_keys_behind_n_answer_the_question_about_a_draft_and_then_fill_the_form(
    desk: Desk,
) -> None:
    async with opened(desk) as (app, pilot):
        await a_draft(pilot, app)
        send(app, "n", "enter", *tabs(6), "end", *" Hill")
        await until(pilot, lambda: isinstance(app.screen, IntakeScreen), "the form")
        await settle(pilot)
        assert value(app, "complainant_name") == "Mary Hill"
        await back_to(pilot, QueueScreen)
        send(app, "n", "down", "enter", *DATE)
        await until(pilot, lambda: isinstance(app.screen, IntakeScreen), "the form")
        await settle(pilot)
        assert (value(app, "received"), value(app, "complainant_name")) == (DATE, "")


async def test_keys_typed_once_the_question_is_there_are_its_own(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await a_draft(pilot, app)
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        assert not is_held(app)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert not is_held(app)
        send(app, "n", "escape", "2")
        await until(pilot, lambda: getattr(app.screen, "view", None) and
                    app.screen.view.queue == "overdue", "the queue")  # fmt: skip


async def test_letters_enter_and_text_in_one_go_reach_the_form_of_a_task(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        send(app, "d", *"sent another way", "enter", *" 5 Nov")
        form = await screen_is(pilot, TaskScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        await settle(pilot)
        assert form.form.title == "Record an acknowledgement sent another way"
        assert value(app, form.rows[0].spec.name).endswith(" 5 Nov")
        assert not is_held(app)


async def test_what_is_typed_behind_a_stands_in_the_letter(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        send(app, "a", *"Hello j d 2", "tab", *"x")
        form = await screen_is(pilot, LetterScreen)
        await settle(pilot)
        typed = [form.fields[row.spec.name] for row in form.rows[:2]]
        assert typed[0].startswith("Hello j d 2") or typed[0].endswith("Hello j d 2")
        assert "x" in typed[1]
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert "is kept" in toasts(app)


async def test_down_and_enter_behind_u_answer_its_question(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"))
    async with opened(desk) as (app, pilot):
        await begin_task(pilot, "Record an acknowledgement sent another way")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        ref = next(r for r in refs if queries.case(desk, r).file.case.current.acknowledged)
        await press(pilot, "g")
        stood = cursor(app)
        send(app, "u", "down", "enter")
        await until(pilot, lambda: "undone" in toasts(app).lower(), "the undoing")
        await screen_is(pilot, QueueScreen)
        assert stood and not is_held(app)
    assert queries.case(desk, ref).file.case.current.acknowledged is None


async def test_keys_behind_the_u_that_finds_nothing_go_on_in_the_queue(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"), intake("Cai"))
    desk.last_done = None
    async with opened(desk) as (app, pilot):
        send(app, "u", "j", "down")
        await until(pilot, lambda: "left to undo" in toasts(app), "the sentence")
        await until(pilot, lambda: cursor(app) == refs[2], "the cursor")
        assert not is_held(app)


async def test_keys_behind_a_refusal_go_on_in_the_queue_in_their_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"), intake("Cai"))

    def busy(*_: object) -> None:
        time.sleep(_SLOW)
        raise StoreBusy("Another window is saving.")

    monkeypatch.setattr(drafts, "unfinished", busy)
    async with opened(desk) as (app, pilot):
        send(app, "n", "j", "j", "k", "slash", *"ann")
        await until(pilot, lambda: "Another window" in toasts(app), "the refusal")
        await until(pilot, lambda: app.screen.typed == "ann", "the search")
        await settle(pilot)
        assert cursor(app) == refs[0]
        assert not is_held(app)


async def test_an_opening_behind_a_refusal_holds_what_comes_behind_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times = drafts.unfinished, [0]

    def busy_once(*arguments: object) -> object:
        times[0] += 1
        if times[0] == 1:
            raise StoreBusy("Another window is saving.")
        return real(*arguments)  # type: ignore[arg-type]

    async with opened(desk) as (app, pilot):
        monkeypatch.setattr(drafts, "unfinished", busy_once)
        send(app, "n", "n", *DATE)
        form = await screen_is(pilot, IntakeScreen)
        await until(pilot, lambda: form.is_ready, "the form")
        await settle(pilot)
        assert value(app, "received") == DATE


async def test_ctrl_q_leaves_while_keys_are_held(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        keys = app.held
        keys.hold()
        send(app, *"abc", "ctrl+q")
        await until(pilot, lambda: app._exit, "the end")


async def test_a_screen_that_leaves_lets_the_keys_go(desk: Desk) -> None:
    """What was being opened above it is not waited for any more."""
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "d")
        menu = app.screen
        await until(pilot, lambda: menu.offers, "the list")
        menu.choose(menu.offers[0])
        menu.dismiss(None)
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: not is_held(app), "the end of the holding")
        await press(pilot, "2")
        assert app.screen.view.queue == "overdue"


async def test_mark_and_more_in_one_burst_take_the_answer_too(desk: Desk) -> None:
    log(desk, intake("Ann"), intake("Bea"))
    async with opened(desk) as (app, pilot):
        send(app, "space", "space", "M", "enter", "tab", *"Zoe")
        form = await screen_is(pilot, OfficerForm)
        await until(pilot, lambda: form.is_ready, "the form")
        await settle(pilot)
        assert form.fields["other"] == "Zoe"


async def test_letters_behind_the_enter_that_opens_a_list_choose_from_it(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await press(pilot, "tab", "tab")
        send(app, "enter", *"ph", "enter")
        await settle(pilot)
        assert form.fields["channel"] == "phone"
        await press(pilot, *tabs(4), *"Ann")
        assert form.fields["complainant_name"] == "Ann"


async def test_a_question_that_nobody_waits_for_any_more_holds_nothing(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await a_draft(pilot, app)
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        app.workers.cancel_group(app.screen_stack[-2], "open-form")
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "2")
        assert (app.screen.view.queue, is_held(app)) == ("overdue", False)
