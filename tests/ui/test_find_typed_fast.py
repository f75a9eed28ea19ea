"""Keys that come in one burst, as after a moment in which the terminal hung: none changes place."""

import pytest
from textual import events
from textual.widgets import Input, Select

from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.menu import MenuScreen
from screens.queue import QueueScreen
from tests.ui.helpers import go_to, intake, log, opened, press, screen_is, send, settle, until
from tests.ui.looking import people, shown

# What is typed, and what it leaves in a line for letters.
BURSTS = (
    (("damq", "backspace", "p mouls", "backspace", "d"), "damp mould"),
    (("damp", "ctrl+u", "mould"), "mould"),
    (("damp mould", "ctrl+w", "roof"), "damp roof"),
    (("amp", "home", "d", "end", " x"), "damp x"),
    (("dmp", "left", "left", "a", "right", "right", "s"), "damps"),
    (("xdamp", "home", "delete", "end", "!"), "damp!"),
    (("damp", "home", "ctrl+k", "mould"), "mould"),
    (("damp", "shift+home", "mould"), "mould"),
    (("damp", "ctrl+left", "ctrl+delete", "ctrl+e", "x"), "dampx"),
)


def spelt(keys: tuple[str, ...]) -> list[str]:
    """Each key by itself: names of keys as they are, words letter by letter."""
    named = {"backspace", "delete", "home", "end", "left", "right", "enter"}
    whole = [key in named or "+" in key for key in keys]
    return [k for key, is_one in zip(keys, whole, strict=True) for k in ([key] if is_one else key)]


def line(app: object) -> str:
    return app.screen.query_one(Input).value


@pytest.mark.parametrize(("keys", "left"), BURSTS)
async def test_a_burst_in_the_search_comes_out_in_its_order(
    desk: Desk, keys: tuple[str, ...], left: str
) -> None:
    people(desk)
    async with opened(desk) as (app, pilot):
        send(app, "slash", *spelt(keys))
        await settle(pilot)
        assert line(app) == left
        assert app.screen.typed == left


@pytest.mark.parametrize("opens", ["d", "f", "question_mark", "l"])
@pytest.mark.parametrize(("keys", "left"), BURSTS)
async def test_a_burst_in_a_list_that_letters_narrow_comes_out_in_its_order(
    desk: Desk, opens: str, keys: tuple[str, ...], left: str
) -> None:
    people(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, opens)
        await until(pilot, lambda: isinstance(app.focused, Input), "the line")
        send(app, *spelt(keys))
        await settle(pilot)
        assert line(app) == left


@pytest.mark.parametrize(("keys", "left"), BURSTS)
async def test_a_burst_in_a_field_of_a_form_comes_out_in_its_order(
    desk: Desk, keys: tuple[str, ...], left: str
) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(app.focused, Input), "the first field")
        field = app.focused
        send(app, *spelt(keys), "tab")
        await settle(pilot)
        assert field.value == left
        assert app.focused is not field


async def test_a_burst_in_a_box_of_a_form_comes_out_in_its_order(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        box = app.screen.query("TypedText").first()
        box.focus()
        await settle(pilot)
        send(app, *spelt(("damq", "backspace", "p", "home", "no ", "end", "!", "enter")), "x", "up",
             "home", "A", "tab")  # fmt: skip
        await settle(pilot)
        assert box.text == "Ano damp!\nx"
        assert app.focused is not box


@pytest.mark.parametrize("goes_on", ["enter", "tab"])
async def test_what_is_typed_right_after_the_key_that_goes_on_is_in_the_next_field(
    desk: Desk, goes_on: str
) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await go_to(pilot, "complainant_name")
        send(app, *"Anm", "backspace", "n", goes_on, *"x", "backspace", *"2 Mill")
        await settle(pilot)
        fields = app.screen.fields
        assert fields["complainant_name"] == "Ann"
        after = list(fields)[list(fields).index("complainant_name") + 1]
        assert app.focused.id == f"f-{after}"
        assert fields[after] == "2 Mill"


async def test_what_is_typed_right_after_a_point_is_added_is_in_that_point(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await go_to(pilot, "point_1")
        send(app, *"Damp", "f2", *"Cold", "f2", *"Noise")
        await settle(pilot)
        await until(pilot, lambda: "point_3" in app.screen.fields)
        await settle(pilot)
        points = [app.screen.fields[f"point_{number}"] for number in (1, 2, 3)]
        assert points == ["Damp", "Cold", "Noise"]


async def test_enter_is_still_a_new_line_in_a_box_and_opens_a_list(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        box = app.screen.query("TypedText").first()
        box.focus()
        await settle(pilot)
        send(app, *"a", "enter", *"b")
        await settle(pilot)
        assert (box.text, app.focused) == ("a\nb", box)
        chosen = app.screen.query(Select).first()
        chosen.focus()
        await press(pilot, "enter")
        assert chosen.expanded


async def test_a_pasted_text_stands_where_it_was_pasted(desk: Desk) -> None:
    people(desk)
    async with opened(desk) as (app, pilot):
        send(app, "slash", *"ax", "backspace")
        app.post_message(events.Paste("damp\nand more"))
        send(app, "home", "b", "end", "backspace", "e")
        await settle(pilot)
        assert line(app) == "badame"


async def test_enter_opens_what_the_burst_spelt_and_esc_clears_it(desk: Desk) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        send(app, "slash", *"elk", "backspace", "m", "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[4]
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        send(app, "slash", "ctrl+u", *"her", "escape")
        await settle(pilot)
        assert shown(app) == refs
        assert line(app) == app.screen.typed == ""


@pytest.mark.parametrize("opens", ["d", "l", "question_mark"])
async def test_letters_right_after_it_narrow_a_list_that_a_case_opens_too(
    desk: Desk, opens: str
) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: case.view, "the case")
        send(app, "j", "k", opens, *"narq", "backspace", *"roww", "left", "delete")
        await until(pilot, lambda: app.screen is not case, "the list")
        await settle(pilot)
        assert line(app) == "narrow"


@pytest.mark.parametrize("opens", ["d", "f", "question_mark", "l"])
async def test_letters_right_after_the_key_that_opens_a_list_narrow_it(
    desk: Desk, opens: str
) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        below = app.screen
        send(app, opens, *"narq", "backspace", *"roww", "left", "delete")
        await until(pilot, lambda: app.screen is not below, "the list")
        await settle(pilot)
        assert line(app) == "narrow"


@pytest.mark.parametrize("opens", ["d", "f", "l"])
async def test_words_that_stand_in_a_list_are_typed_over_when_it_is_on_top_again(
    desk: Desk, opens: str
) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, opens, *"letter")
        top = app.screen
        await press(pilot, "f1")
        assert app.screen is not top
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is top, "the list")
        await press(pilot, "c")
        assert line(app) == "c"


async def test_keys_before_the_one_that_opens_a_list_are_done_first(desk: Desk) -> None:
    """The list is that of the case that the cursor came to."""
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        send(app, "j", "down", "j", "k", "d", *"close")
        menu = await screen_is(pilot, MenuScreen)
        assert menu.ref == refs[2]
        assert line(app) == "close"
