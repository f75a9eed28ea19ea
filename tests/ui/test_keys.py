"""`?`: the keys of the screen below, looked through by letters and run from there."""

import pytest
from textual.widgets import OptionList

from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from screens.actions import actions_now, key_words
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.intake import IntakeScreen
from screens.keys import KeysScreen
from screens.letters import LettersScreen
from screens.queue import QueueScreen
from screens.setup import SetupScreen
from screens.task import TaskScreen
from screens.timeline import TimelineScreen
from screens.why import WhyScreen
from tests.ui.helpers import (
    MIDDLE,
    SMALL,
    begin_task,
    choose,
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
    text_of,
    toasts,
    until,
    value,
    words_of,
    write,
)

NOTE = "Log a call, visit, e-mail or note"


def lines(keys: KeysScreen) -> list[str]:
    """What is in the list, headings and introduction left out."""
    options = keys.query_one(OptionList).options
    return [flat(str(o.prompt)) for o in options if not o.disabled]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("ctrl+s", "Ctrl+S"),
        ("shift+tab", "Shift+Tab"),
        ("left_square_bracket", "["),
        ("right_square_bracket", "]"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("escape", "Esc"),
        ("pagedown", "Page Down"),
        ("ctrl+left", "Ctrl+Left"),
        ("f10", "F10"),
        ("space", "Space"),
        ("G", "G"),
        ("g", "g"),
        ("1", "1"),
    ],
)
def test_a_key_is_said_as_people_say_it(key: str, said: str) -> None:
    assert key_words(key) == said


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_the_keys_of_a_case_are_shown_group_by_group(
    desk: Desk, size: tuple[int, int]
) -> None:
    log(desk, intake())
    async with opened(desk, size) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await press(pilot, "question_mark")
        keys = await screen_is(pilot, KeysScreen)
        shown = text_of(app)
        assert "Keys · A case" in shown
        assert "What matters now stands first" in flat(shown)
        assert keys.current is not None
        assert f"{keys.current.name}: {keys.current.does}" in shown
        # Each action of the screen, under its heading, in the words of its binding.
        said = " ".join(lines(keys))
        for action in actions_now(case):
            assert f"{', '.join(action.keys)} {action.name}: {action.does}" in said
        prompts = [flat(str(o.prompt)) for o in keys.query_one(OptionList).options if o.disabled]
        assert prompts[1:] == ["This screen", "Everywhere", "Moving", "Not now"]
        await press(pilot, "escape")
        assert app.screen is case


async def test_question_mark_and_f1_close_what_they_opened(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        for key in ("question_mark", "f1"):
            await press(pilot, "question_mark")
            await screen_is(pilot, KeysScreen)
            await press(pilot, key)
            assert isinstance(app.screen, QueueScreen), key


async def test_a_typed_key_comes_first_and_letters_narrow(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "question_mark")
        keys = await screen_is(pilot, KeysScreen)
        everything = len(lines(keys))
        for typed, name in (("e", "Edit"), ("[", "Part before"), ("page down", "Page down")):
            await write(pilot, typed)
            await until(pilot, lambda n=name: keys.current and keys.current.name == n, name)
            await press(pilot, *["backspace"] * len(typed))
        await write(pilot, "belongs OPEN")
        await until(pilot, lambda: len(lines(keys)) == 1)
        await write(pilot, " [/] [@click=app.quit]x[/]")
        await until(pilot, lambda: lines(keys) == [])
        assert "Nothing here has these letters" in text_of(app)
        await press(pilot, "enter")
        assert app.screen is keys
        await press(pilot, "end", "ctrl+u")
        await until(pilot, lambda: len(lines(keys)) == everything)


async def test_a_line_is_run_on_the_screen_below(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"))
    async with opened(desk) as (app, pilot):
        await move_to(pilot, refs[1])
        await press(pilot, "question_mark")
        keys = await screen_is(pilot, KeysScreen)
        await write(pilot, "w")
        await until(pilot, lambda: keys.current and keys.current.name == "Why")
        await press(pilot, "enter")
        why = await screen_is(pilot, WhyScreen)
        assert why.ref == refs[1]
        # A question has its keys too, and goes on when they are left.
        await press(pilot, "question_mark")
        await screen_is(pilot, KeysScreen)
        assert "Why this date" in text_of(app)
        await press(pilot, "escape")
        assert app.screen is why
        await press(pilot, "f1")
        await screen_is(pilot, KeysScreen)
        await write(pilot, "esc")
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
        assert cursor(app) == refs[1]


async def test_moves_and_lists_are_run_too(desk: Desk) -> None:
    refs = log(desk, intake("Ann"), intake("Bea"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "g")
        first = cursor(app)
        await press(pilot, "question_mark")
        keys = await screen_is(pilot, KeysScreen)
        await write(pilot, "j")
        await until(pilot, lambda: keys.current and "j" in keys.current.keys)
        assert "Down" in keys.current.keys  # the arrow does the same, and is said with it
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: cursor(app) != first)
        assert cursor(app) in refs


async def test_what_cannot_be_done_now_stands_last_and_says_why(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "question_mark")
        keys = await screen_is(pilot, KeysScreen)
        assert "Look at files" in lines(keys)[-1]
        await write(pilot, "look at files")
        await until(pilot, lambda: keys.current and keys.current.name == "Look at files")
        assert "No file has been added to this case." in words_of(keys, "#status")
        await press(pilot, "enter")
        await until(pilot, lambda: "No file has been added" in toasts(app))
        assert app.screen is keys


async def test_a_form_stays_as_typed_and_the_cursor_in_its_field(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await go_to(pilot, "complainant_name")
        await write(pilot, "Ann O")
        before = form.fields
        await press(pilot, "f1")
        keys = await screen_is(pilot, KeysScreen)
        assert "Ctrl+S Save: Read back, then save" in lines(keys)
        # In a field `?` is a letter, so it is not among the keys.
        assert not [each for each in keys.offers if "?" in each.keys]
        await write(pilot, "point")
        await press(pilot, "escape")
        assert app.screen is form
        assert (form.fields, focused(app)) == (before, "f-complainant_name")
        await write(pilot, "'Brien?")
        await until(pilot, lambda: value(app, "complainant_name") == "Ann O'Brien?")
        # A line runs in the form, and what is typed is still there.
        await press(pilot, "f1")
        await screen_is(pilot, KeysScreen)
        await write(pilot, "f2")
        await press(pilot, "enter")
        await screen_is(pilot, IntakeScreen)
        await until(pilot, lambda: form.query("#f-point_2"), "another point")
        assert value(app, "complainant_name") == "Ann O'Brien?"


async def test_keys_over_a_half_chosen_list_and_over_a_question(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "l")
        letters = await screen_is(pilot, LettersScreen)
        await until(pilot, lambda: letters.offers, "the letters")
        await write(pilot, "more time")
        found = letters.current
        await press(pilot, "f1", "escape")
        await settle(pilot)
        assert app.screen is letters
        assert (letters.typed, letters.current) == ("more time", found)
        await press(pilot, "escape")
        await begin_task(pilot, "Record an acknowledgement sent another way")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "u")
        question = await screen_is(pilot, ChooseScreen)
        # Sent and not pressed, since the question is being waited for all the while.
        send(app, "question_mark")
        await until(pilot, lambda: isinstance(app.screen, KeysScreen), "its keys")
        send(app, "escape")
        await until(pilot, lambda: app.screen is question, "the question again")
        await choose(pilot, "undo")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: "Undone" in toasts(app))
    assert queries.case(desk, ref).file.case.current.acknowledged is None


async def test_a_deed_from_the_keys_of_a_form_is_done_once(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, NOTE)
        await go_to(pilot, "text")
        await write(pilot, "Rang back [b]")
        await press(pilot, "f1")
        await screen_is(pilot, KeysScreen)
        await write(pilot, "ctrl+s")
        await press(pilot, "enter", "enter", "enter")
        await until(pilot, lambda: form not in app.screen_stack, "the deed")
        await settle(pilot)
        assert not [s for s in app.screen_stack if isinstance(s, (KeysScreen, TaskScreen))]
    history = queries.case(desk, ref).file.history
    assert sum("Rang back [b]" in str(line) for line in history) == 1


async def test_the_timeline_names_the_moves_of_its_list(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter", "t")
        await screen_is(pilot, TimelineScreen)
        await press(pilot, "question_mark")
        keys = await screen_is(pilot, KeysScreen)
        moves = [action for action in keys.offers if action.is_move]
        assert {"j", "k", "g", "G", "Down", "Page Up"} <= {k for m in moves for k in m.keys}


async def test_the_first_start_has_its_keys_too() -> None:
    async with opened(None) as (app, pilot):
        setup = await screen_is(pilot, SetupScreen)
        await write(pilot, "S:\\Desk")
        await press(pilot, "f1")
        await screen_is(pilot, KeysScreen)
        assert "Keys · The first start" in text_of(app)
        await press(pilot, "f1")
        assert app.screen is setup
        assert value(app, "folder") == "S:\\Desk"


async def test_the_palette_has_all_that_is_done_and_no_moves(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        names = {command.title for command in app.get_system_commands(case)}
        for action in actions_now(case):
            wanted = not (action.is_move or action.why_not) and action.binding.id
            if action.name not in ("Quit", "Commands"):
                assert (f"{action.name} ({action.keys[0]})" in names) == bool(wanted), action
        await press(pilot, "ctrl+p")
        await write(pilot, "part before")
        await until(pilot, lambda: "Part before ([)" in text_of(app), "the key, literally")
