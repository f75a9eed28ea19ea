"""The index of words behind the search: what is said while it is made, and how it mends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import closing
from sqlite3 import connect

import pytest

from complaintdesk.domain.errors import StoreBusy
from complaintdesk.services import queries, searching
from complaintdesk.services.desk import Desk
from complaintdesk.store.search_index import index_path, remove
from screens.app import DeskApp
from tests.ui.helpers import (
    cursor,
    flat,
    opened,
    press,
    rows,
    running,
    send,
    settle,
    text_of,
    toasts,
    until,
)
from tests.ui.looking import look_for, narrowed, people, press_on, shown

# The index of words


async def test_while_the_words_are_being_read_nothing_is_claimed_and_then_all_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = people(desk)
    real, go_on = searching.refresh, threading.Event()
    begun: list[int] = []

    def slowly(desk: Desk) -> bool:
        begun.append(1)
        go_on.wait(20)
        return real(desk)

    monkeypatch.setattr(searching, "refresh", slowly)
    app = DeskApp(desk)
    async with running(app) as pilot:
        await until(pilot, lambda: refs[0] in text_of(app))
        for key in ("slash", *"heron"):
            send(app, key)
        await until(pilot, lambda: "0 so far of 5" in narrowed(app), "the word")
        assert "still being read" in flat(text_of(app))
        await until(pilot, lambda: begun, "the reading")
        await press_on(pilot, "backspace", "backspace", "n", "backspace")
        await asyncio.sleep(0.3)
        # However many letters are typed, one thread reads: others would keep the queue waiting.
        assert len(begun) == 1
        go_on.set()
        await until(pilot, lambda: "4 of 5: “her”" in narrowed(app), "the cases")
        await settle(pilot)
        assert shown(app) == [refs[n] for n in (2, 3, 0, 4)]
        assert cursor(app) == refs[2]


async def test_who_leaves_does_not_wait_for_the_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(desk)
    go_on = threading.Event()
    daemons: list[bool] = []

    def hangs(desk: Desk) -> bool:
        daemons.append(threading.current_thread().daemon)
        return go_on.wait(20)

    monkeypatch.setattr(searching, "refresh", hangs)
    app = DeskApp(desk)
    async with running(app) as pilot:
        await until(pilot, lambda: daemons)
        app.exit()
    go_on.set()
    assert daemons == [True]


def _deleted(desk: Desk) -> None:
    remove(desk.store_file)


def _damaged(desk: Desk) -> None:
    remove(desk.store_file)
    index_path(desk.store_file).write_bytes(b"no database " * 1000)


def _emptied(desk: Desk) -> None:
    with closing(connect(index_path(desk.store_file))) as connection, connection:
        connection.execute("DROP TABLE words")


@pytest.mark.parametrize("fault", [_deleted, _damaged, _emptied], ids=lambda f: f.__name__)
async def test_an_index_that_is_not_sound_mends_itself_while_it_is_asked(
    desk: Desk, fault: Callable[[Desk], None]
) -> None:
    refs = people(desk)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "her")
        fault(desk)
        await press(pilot, "o")
        await until(pilot, lambda: "4 of 5" in narrowed(app), "what is found")
        assert shown(app) == [refs[n] for n in (2, 3, 0, 4)]
        assert not toasts(app)


async def test_a_disk_that_is_full_is_no_error_and_the_search_says_so_far(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(desk)

    def full(store: object, told: object = None) -> int:
        from complaintdesk.domain.errors import DeskUnusable

        raise DeskUnusable("The disk is full.")

    monkeypatch.setattr("complaintdesk.store.search_index.refresh", full)
    async with opened(desk) as (app, pilot):
        await look_for(pilot, "heron")
        assert "0 so far of 5" in narrowed(app)
        assert not toasts(app)
        await press(pilot, "escape")
        assert len(rows(app)) == 5


async def test_a_busy_store_is_said_and_the_list_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = people(desk)

    def busy(*given: object) -> dict[str, int]:
        raise StoreBusy("Another complaintdesk window on this PC is saving just now; try again.")

    async with opened(desk) as (app, pilot):
        with monkeypatch.context() as patch:
            patch.setattr(queries, "counts", busy)
            await press(pilot, "2")
            assert "saving just now" in toasts(app)
        await press(pilot, "1")
        assert shown(app) == refs
