"""`/`: cases found as letters are typed, by keys alone, and nothing that is typed does harm."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from textual import events
from textual.widgets import Input

from complaintdesk.domain.case import Person, Point
from complaintdesk.domain.errors import StoreBusy
from complaintdesk.services import commands, queries, searching
from complaintdesk.services.desk import Desk
from complaintdesk.store import finding
from screens.app import DeskApp
from screens.case import CaseScreen
from screens.queue import QueueScreen
from screens.queue_page import SHOWN
from tests.hands import dealt
from tests.rules.whole_case import ANSWERED
from tests.services.test_task_desk import log as log_whole
from tests.services.test_task_desk import steps
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    cursor,
    flat,
    focused,
    intake,
    log,
    opened,
    press,
    rows,
    screen_is,
    send,
    settle,
    text_of,
    toasts,
    until,
    words_of,
    write,
)
from tests.ui.looking import look_for, narrowed, people, press_on, shown
from tests.ui.test_hostile_screens import no_commands

OtherPc = Callable[..., Desk]


def marked(app: DeskApp) -> list[str]:
    """The stretches that are underlined on the screen."""
    strips = app.screen._compositor.render_strips()
    return [s.text for strip in strips for s in strip if s.style and s.style.underline]


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
async def test_letters_narrow_the_list_best_first_and_say_how_many(
    desk: Desk, size: tuple[int, int]
) -> None:
    refs = people(desk)
    async with opened(desk, size) as (app, pilot):
        await press(pilot, "slash")
        assert focused(app) == "search"
        assert len(rows(app)) == 5
        for typed, found in (
            ("h", [2, 3, 0, 1, 4]),  # people, then the matter, then the rest
            ("e", [2, 3, 0, 1, 4]),
            ("r", [2, 3, 0, 4]),
            ("o", [2, 3, 0, 4]),
            ("n", [2, 3, 0, 4]),
            ("s", [4]),
        ):
            await press(pilot, typed)
            if len(found) < 5:
                assert shown(app) == [refs[n] for n in found], typed
                assert f"{len(found)} of 5" in narrowed(app)
                assert f"{len(found)} of 5" in text_of(app)
        assert "1 of 5: “herons”" in narrowed(app)
        await press(pilot, "backspace", "backspace", "backspace")
        assert shown(app)[:3] == [refs[n] for n in (2, 3, 0)]
        # What was found is marked in the list, where there is room for it.
        assert "Her" in marked(app)


@pytest.mark.parametrize("typed", ["o'heron", "o’heron", "OHERON", "ó'heron", "o'her", "cy oheron"])
async def test_apostrophes_accents_and_capitals_make_no_difference(desk: Desk, typed: str) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, typed)
        assert shown(app) == [refs[2]]
        assert "1 of 5" in narrowed(app)


async def test_arrows_move_in_the_list_while_letters_go_on(desk: Desk) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "her")
        assert cursor(app) == refs[2]
        await press(pilot, "down", "down")
        assert cursor(app) == refs[0]
        await press(pilot, "up")
        assert cursor(app) == refs[3]
        await press(pilot, "pagedown")
        assert cursor(app) == refs[4]
        assert focused(app) == "search"
        # One letter more begins with the best match again.
        await press(pilot, "o")
        assert cursor(app) == refs[2]
        assert app.screen.query_one(Input).value == "hero"


async def test_tab_goes_to_the_list_where_keys_are_commands_again(desk: Desk) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "her")
        await press(pilot, "tab")
        assert focused(app) == "cases"
        await press(pilot, "j", "j", "k", "space")
        assert app.screen.marks.refs == (refs[3],)
        assert shown(app) == [refs[n] for n in (2, 3, 0, 4)]
        await press(pilot, "slash", "x")
        assert app.screen.query_one(Input).value == "x"
        assert "No case here fits" in text_of(app)


async def test_its_own_key_is_a_letter_where_letters_are_typed(desk: Desk) -> None:
    log(desk, intake("Ann Ash", summary="Flat 3/7"), intake("Bo"))
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "3/7")
        assert app.screen.query_one(Input).value == "3/7"
        assert "1 of 2: “3/7”" in narrowed(app)


async def test_enter_opens_the_best_match_or_the_one_that_arrows_went_to(desk: Desk) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "j")
        await look_for(pilot, "heron")
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[2]
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        # The search stands, with the cursor on the case that was open.
        assert (cursor(app), focused(app)) == (refs[2], "cases")
        assert shown(app) == [refs[n] for n in (2, 3, 0, 4)]
        await press(pilot, "slash", "end", "down", "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[3]


@pytest.mark.parametrize("seconds", [0.0, 0.3])
async def test_words_and_enter_typed_fast_open_what_they_name_and_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    """However slow the search is: the list still shows every case when Enter comes."""
    refs = people(desk)
    real = finding.find

    def slowly(*given: object, **named: object) -> object:
        threading.Event().wait(seconds)
        return real(*given, **named)

    async with opened(desk) as (app, pilot):
        monkeypatch.setattr(finding, "find", slowly)
        send(app, "slash", *"elm", "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[4]


async def test_letters_after_enter_take_it_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(desk)
    go_on = threading.Event()
    real = finding.find

    def slowly(*given: object, **named: object) -> object:
        go_on.wait(20)
        return real(*given, **named)

    async with opened(desk) as (app, pilot):
        monkeypatch.setattr(finding, "find", slowly)
        await press_on(pilot, "slash", *"her", "enter")
        await press_on(pilot, "x")
        go_on.set()
        await settle(pilot)
        assert isinstance(app.screen, QueueScreen)
        assert shown(app) == []


async def test_a_reference_jumps_to_its_case_wherever_it_is(desk: Desk) -> None:
    refs = people(desk)
    closed = log_whole(desk, complainant=Person("Zed", "9 Mill Lane"))
    steps(desk, closed, (*ANSWERED, ("close", {})))
    year, number = closed.split("-")[1:]
    async with opened(desk) as (app, pilot):
        for typed, ref in (
            (refs[1], refs[1]),
            (refs[1].lower(), refs[1]),
            (f"{year} {int(number)}", closed),
            (f"cd{year}{number}", closed),
        ):
            await press(pilot, "5", "slash")
            app.screen.query_one(Input).value = ""
            await write(pilot, f"{typed}\n")
            case = await screen_is(pilot, CaseScreen)
            assert case.ref == ref, typed
            await press(pilot, "escape")
            await screen_is(pilot, QueueScreen)


@pytest.mark.parametrize("typed", ["CD-2026-4711", "2031-1", "cd 2026 99"])
async def test_a_reference_that_there_is_not_is_said(desk: Desk, typed: str) -> None:
    people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, typed)
        await press(pilot, "enter")
        assert f"There is no case {searching.as_reference(typed)} on this desk." in toasts(app)
        assert isinstance(app.screen, QueueScreen)
        assert focused(app) == "search"


async def test_a_reference_is_jumped_to_before_its_words_are_known(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = people(desk)
    monkeypatch.setattr(searching, "refresh", lambda desk: False)
    async with opened(desk) as (_, pilot):
        await look_for(pilot, refs[3])
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        assert case.ref == refs[3]


async def test_esc_clears_step_by_step_the_search_the_marks_the_filters(desk: Desk) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "f")
        await write(pilot, "housing\n")
        await press(pilot, "escape")
        assert app.screen.view.filters.code == "housing"
        await press(pilot, "space")
        await look_for(pilot, "her")
        await press(pilot, "down")
        here = cursor(app)
        await press(pilot, "escape")
        # The cursor stays on its case, and the rest comes back around it.
        assert (cursor(app), focused(app)) == (here, "cases")
        assert shown(app) == refs
        assert not app.screen.query_one(Input).display
        assert app.screen.marks.refs == (refs[0],)
        await press(pilot, "escape")
        assert not app.screen.marks
        assert app.screen.view.filters
        await press(pilot, "escape")
        assert not app.screen.view.filters
        await press(pilot, "escape")
        assert isinstance(app.screen, QueueScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_words_are_shown_below_where_they_stand_in_the_case(
    desk: Desk, size: tuple[int, int]
) -> None:
    text = f"{'word ' * 40}a kingfisher came [@click=app.quit]in[/]{' after' * 100}"
    (ref,) = log(desk, intake("Ann Ash", points=(Point(text),)))
    async with opened(desk, size) as (app, pilot):
        assert "kingfisher" not in text_of(app)
        await look_for(pilot, "kingf")
        await until(pilot, lambda: "a kingfisher came [@click" in text_of(app), "the excerpt")
        below = words_of(app.screen, "#detail")
        assert "Ann Ash" in below
        assert "kingf" in marked(app)
        no_commands(app)
        # Once the search is cleared the case is told as before.
        await press(pilot, "escape")
        await until(pilot, lambda: "Acknowledge" in words_of(app.screen, "#detail"))
        assert "kingfisher" not in text_of(app)
        assert cursor(app) == ref


async def test_the_case_is_told_across_a_wide_window_while_words_are_found(desk: Desk) -> None:
    last = "since the lift was last looked at"
    log(desk, intake("Ann Ash", summary=f"{'No hot water in the block ' * 4}{last}"))
    async with opened(desk, LARGE) as (app, pilot):
        await look_for(pilot, "lift")
        await until(pilot, lambda: "lift" in marked(app), "the excerpt")
        assert last in words_of(app.screen, "#detail").splitlines()[0]


async def test_the_excerpt_follows_the_cursor(desk: Desk) -> None:
    people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "her")
        for key, words in (("down", "Di Heron"), ("down", "heron in the loft"), ("down", "Herons")):
            await press(pilot, key)
            await until(pilot, lambda w=words: w in words_of(app.screen, "#detail"), words)


async def test_an_excerpt_that_cannot_be_read_is_no_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(desk)

    def busy(*given: object) -> None:
        raise StoreBusy("Another window is saving.")

    async with opened(desk) as (app, pilot):
        monkeypatch.setattr(searching, "excerpt", busy)
        await look_for(pilot, "her")
        await settle(pilot)
        assert app.is_running
        assert not toasts(app)


async def test_no_match_says_so_and_how_to_get_out(desk: Desk) -> None:
    people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "xylophone")
        assert "0 of 5" in narrowed(app)
        assert "No case here fits. Esc shows more again." in flat(text_of(app))
        # Keys that need a case do nothing, and the words stay to be mended.
        await press(pilot, "down", "enter", "pagedown")
        assert focused(app) == "search"
        assert isinstance(app.screen, QueueScreen)
        await press(pilot, "escape")
        assert len(rows(app)) == 5
        assert "No case" not in text_of(app)


async def test_what_fits_in_other_lists_alone_is_said_once_typing_rests(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(desk)
    closed = log_whole(desk, complainant=Person("Zed Quill", "9 Mill Lane"))
    steps(desk, closed, (*ANSWERED, ("close", {})))
    looked: list[str] = []
    real = searching.find

    def find(desk: Desk, typed: str, most: int) -> object:
        looked.append(typed)
        return real(desk, typed, most)

    monkeypatch.setattr(searching, "find", find)
    async with opened(desk) as (app, pilot):
        # A closed case is said in the open queue.
        await press(pilot, "slash")
        await write(pilot, "quill")
        await settle(pilot)
        assert "but 1 in another list does: Ctrl+P finds it." in flat(text_of(app))
        assert looked == ["quill"]
        # Its whole reference is opened by Enter, so that is what is said.
        await press(pilot, "ctrl+u")
        await write(pilot, closed)
        await settle(pilot)
        assert "another list has this reference: Enter opens it." in flat(text_of(app))
        looked.clear()
        # Open ones are said among the closed ones.
        await press(pilot, "ctrl+u")
        await write(pilot, "heron")
        await press(pilot, "tab", *"]" * SHOWN.index("closed"))
        assert app.screen.view.queue == "closed"
        await settle(pilot)
        assert "but 4 in other lists do: Ctrl+P finds them." in flat(text_of(app))
        # What fits nowhere is said as before, and so is nothing of a list that has a match.
        await press(pilot, "slash", "ctrl+u")
        await write(pilot, "xylophone")
        await settle(pilot)
        assert "No case here fits. Esc shows more again." in flat(text_of(app))
        await press(pilot, "ctrl+u")
        await write(pilot, "quill")
        await settle(pilot)
        assert "another list" not in text_of(app)
        assert not toasts(app)


@pytest.mark.parametrize("typed", ["!!!", " ", "…", "'", "_"])
async def test_what_holds_no_words_narrows_nothing(desk: Desk, typed: str) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "slash")
        await write(pilot, typed)
        await settle(pilot)
        assert shown(app) == refs
        assert " of 5" not in narrowed(app)


async def test_hostile_text_is_never_an_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several texts at a time; tests/storage/test_search_index.py asks for each by itself."""
    monkeypatch.setattr("screens.finding._RESTED", 0)
    people(desk)
    log(desk, intake("[/] [@click=app.quit]Evil[/]", summary="[URGENT] [b] heron"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "slash")
        search = app.screen.query_one(Input)
        for text in (*dealt(14), "[", "]", "[/", "a[/]b", "\\", '"', "NEAR(", "a*b"):
            search.value = ""
            app.post_message(events.Paste(text.replace("\n", " ")))  # of lines it takes the first
            await settle(pilot)
            assert app.screen.typed == search.value != ""
            no_commands(app)
        search.value = "[@click=app.quit] evil"
        await settle(pilot)
        await press(pilot, "down", "up")
        await settle(pilot)
        assert "[URGENT]" in no_commands(app) or "Evil" in no_commands(app)
        await press(pilot, "escape")
        assert len(rows(app)) == 6
        assert not toasts(app)


@pytest.fixture
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.watch.POLL", 0.1)


async def test_what_a_colleague_saves_is_found_and_the_cursor_and_the_words_stay(
    desk: Desk, other_pc: OtherPc, quick_looks: None
) -> None:
    refs = people(desk)
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "her")
        await press(pilot, "down")
        assert cursor(app) == refs[3]
        (new,) = log(there, intake("Al Heron", date(2026, 11, 2)))
        await until(pilot, lambda: new in shown(app), "the new case")
        assert shown(app) == [new, *(refs[n] for n in (2, 3, 0, 4))]
        assert (cursor(app), focused(app)) == (refs[3], "search")
        assert app.screen.query_one(Input).value == "her"
        await until(pilot, lambda: "5 of 6: “her”" in narrowed(app), "the counts")
        await until(pilot, lambda: "Alex Moss" in text_of(app), "who did it")
        # The case under the cursor is renamed: it is found no more, and the cursor stays near.
        there.catch_up()
        version = queries.case(there, refs[2]).file.case.version
        commands.change_details(there, refs[2], version, intake("Cy Nobody", date(2026, 11, 12)))
        await until(pilot, lambda: shown(app)[1] == refs[3], "the change")
        assert cursor(app) == refs[3]


async def test_a_new_case_is_shown_even_where_the_search_would_hide_it(desk: Desk) -> None:
    people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "her")
        await press(pilot, "tab")
        (new,) = log(desk, intake("Zed", date(2026, 11, 19)))
        app.screen.show_case(new)
        await settle(pilot)
        assert cursor(app) == new
        # The words are gone with the search: what stands in the line is what narrows the list.
        assert not app.screen.query_one(Input).display
        assert app.screen.query_one(Input).value == app.screen.typed == ""
        assert len(rows(app)) == 6


async def test_the_search_goes_on_in_the_next_queue(desk: Desk) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "heron")
        await press(pilot, "tab", "right_square_bracket")
        assert app.screen.view.queue == "overdue"
        assert set(shown(app)) <= {refs[n] for n in (0, 2, 3, 4)}
        assert "“heron”" in narrowed(app)
