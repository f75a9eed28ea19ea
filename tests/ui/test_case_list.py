"""The list of cases alone: the cursor, the page, and pages that are read late or replaced."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen

from complaintdesk.domain.deadlines import State
from complaintdesk.domain.errors import StoreBusy
from complaintdesk.services.facts import QueueRow
from screens import case_list
from screens.case_list import CaseList
from tests.ui.helpers import press, running, send, settle, text_of, until

ROW = QueueRow(
    "CD-2026-0001", "complaint", "housing", 1, "Ann", "No heating", "Repairs", "Sam Patel",
    "acknowledge", None, -2, State.OVERDUE, False,
)  # fmt: skip
SIZE = (40, 10)
PAGE = 16


class Fake:
    """So many cases, on pages; a page may be slow or fail."""

    def __init__(self, count: int, name: str = "case", *, is_read: bool = True) -> None:
        self.count, self.name = count, name
        self.read_pages: list[int] = []
        self.known = set(range(count // PAGE + 1)) if is_read else {0}
        self.go_on = threading.Event()
        self.go_on.set()
        self.faults = 0

    def row(self, at: int) -> QueueRow | None:
        if not 0 <= at < self.count or at // PAGE not in self.known:
            return None
        return replace(ROW, ref=f"{self.name}-{at}")

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        wanted = range(max(first, 0) // PAGE, min(last, self.count - 1) // PAGE + 1)
        return tuple(number for number in wanted if number not in self.known)

    def read(self, number: int) -> None:
        self.read_pages.append(number)
        self.go_on.wait(20)
        if self.faults:
            self.faults -= 1
            raise StoreBusy("Another window is saving.")
        self.known.add(number)

    def place_of(self, ref: str) -> int | None:
        return int(ref.rpartition("-")[2])


def said(row: QueueRow) -> Content:
    return Content(f" {row.ref}.")


class Alone(Screen[None]):
    CSS = "CaseList { height: 1fr; } CaseList > .case-list--cursor { text-style: bold; }"

    def compose(self) -> ComposeResult:
        yield CaseList(id="cases")


class Program(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []
        self.moved = 0

    def get_default_screen(self) -> Alone:
        return Alone()

    def on_case_list_chosen(self, event: CaseList.Chosen) -> None:
        self.chosen.append(event.ref)

    def on_case_list_moved(self) -> None:
        self.moved += 1


@asynccontextmanager
async def listed(
    cases: Fake | None, size: tuple[int, int] = SIZE
) -> AsyncIterator[tuple[CaseList, Pilot[None]]]:
    app = Program()
    async with running(app, size) as pilot:
        shown = app.screen.query_one(CaseList)
        shown.focus()
        if cases:
            shown.show(cases, said, 0)
            await settle(pilot)
        yield shown, pilot


def lines(pilot: Pilot[None]) -> list[str]:
    return [line.strip(" .▁▂▃▄▅▆▇█▎▍▌▋▊▉") for line in text_of(pilot.app).splitlines()]


def first(shown: CaseList) -> int:
    return int(shown.scroll_offset.y)


async def test_keys_move_the_cursor_and_the_page_no_further_than_it_needs() -> None:
    async with listed(Fake(100)) as (shown, pilot):
        for key, at, top in (
            ("up", 0, 0), ("down", 1, 0), ("pagedown", 10, 1), ("pagedown", 19, 10),
            ("up", 18, 10), ("pageup", 9, 9), ("end", 99, 90), ("down", 99, 90),
            ("pagedown", 99, 90), ("up", 98, 90), ("pageup", 89, 89), ("home", 0, 0),
            ("pageup", 0, 0),
        ):  # fmt: skip
            await press(pilot, key)
            assert (shown.at, first(shown)) == (at, top), key
            assert lines(pilot) == [f"case-{n}" for n in range(top, top + 10)]
            assert shown.current and shown.current.ref == f"case-{at}"


async def test_keys_pressed_faster_than_they_are_drawn_are_all_counted() -> None:
    async with listed(Fake(1000)) as (shown, pilot):
        send(pilot.app, *["down"] * 57, *["pagedown"] * 4, *["up"] * 3)
        await settle(pilot)
        assert shown.at == 57 + 4 * 9 - 3
        assert f"case-{shown.at}" in lines(pilot)


async def test_enter_chooses_the_case_under_the_cursor() -> None:
    async with listed(Fake(30)) as (_, pilot):
        await press(pilot, "down", "down", "enter")
        assert pilot.app.chosen == ["case-2"]  # type: ignore[attr-defined]


async def test_the_first_click_goes_to_a_case_and_the_second_opens_it() -> None:
    async with listed(Fake(30)) as (shown, pilot):
        await press(pilot, "end")
        await pilot.click(CaseList, offset=(5, 3))
        await settle(pilot)
        assert (shown.at, pilot.app.chosen) == (23, [])  # type: ignore[attr-defined]
        await pilot.click(CaseList, offset=(5, 3))
        await settle(pilot)
        assert pilot.app.chosen == ["case-23"]  # type: ignore[attr-defined]


async def test_a_click_below_the_last_case_does_nothing() -> None:
    async with listed(Fake(3)) as (shown, pilot):
        await press(pilot, "down")
        for y in (3, 9):
            await pilot.click(CaseList, offset=(5, y))
        await settle(pilot)
        assert (shown.at, pilot.app.chosen) == (1, [])  # type: ignore[attr-defined]


async def test_the_wheel_moves_the_page_and_not_the_cursor() -> None:
    async with listed(Fake(100)) as (shown, pilot):
        await press(pilot, "down")
        await wheel(pilot, 5)
        assert shown.at == 1
        assert (top := first(shown)) > 1
        assert lines(pilot) == [f"case-{n}" for n in range(top, top + 10)]
        # The next key goes on from the cursor, which is brought into sight.
        await press(pilot, "down")
        assert shown.at == 2
        assert "case-2" in lines(pilot)


async def wheel(pilot: Pilot[None], times: int) -> None:
    """Turn the mouse wheel down over the list."""
    for _ in range(times):
        await pilot._post_mouse_events([_scroll()], CaseList, offset=(5, 3))
    await settle(pilot)


def _scroll() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


async def test_an_empty_list_takes_every_key_and_click() -> None:
    async with listed(Fake(0)) as (shown, pilot):
        await press(pilot, "up", "down", "pageup", "pagedown", "home", "end", "enter")
        await pilot.click(CaseList, offset=(5, 0))
        await settle(pilot)
        assert (shown.at, shown.current, pilot.app.chosen) == (0, None, [])  # type: ignore[attr-defined]
        assert not "".join(lines(pilot))


async def test_before_anything_was_read_every_key_is_taken_too() -> None:
    async with listed(None) as (shown, pilot):
        await press(pilot, "down", "end", "enter", "pageup")
        assert (shown.at, shown.row_count, shown.current) == (0, 0, None)


async def test_a_list_that_shrinks_keeps_the_cursor_inside() -> None:
    async with listed(Fake(100)) as (shown, pilot):
        await press(pilot, "end")
        for count, at, top in ((50, 49, 40), (5, 4, 0), (0, 0, 0), (100, 0, 0)):
            shown.show(Fake(count), said, shown.at, stays=True)
            await settle(pilot)
            assert (shown.at, first(shown)) == (at, top)
            found = [f"case-{n}" for n in range(top, min(top + 10, count))]
            assert [line for line in lines(pilot) if line] == found


async def test_a_case_that_comes_in_above_moves_nothing_on_the_screen() -> None:
    async with listed(Fake(100)) as (shown, pilot):
        await press(pilot, "end", "home", *["pagedown"] * 3)
        row = shown.at - first(shown)
        shown.show(Fake(101), said, shown.at + 1, stays=True)
        await settle(pilot)
        assert shown.at == 28
        assert shown.at - first(shown) == row


async def test_a_page_that_was_scrolled_away_from_the_cursor_stays_when_it_is_read_again() -> None:
    async with listed(Fake(100)) as (shown, pilot):
        await wheel(pilot, 8)
        top = first(shown)
        assert top > 9
        shown.show(Fake(100, "new"), said, 0, stays=True)
        await settle(pilot)
        assert (shown.at, first(shown)) == (0, top)
        assert lines(pilot)[0] == f"new-{top}"
        # Another list begins where its cursor is.
        shown.show(Fake(100, "other"), said, 0)
        await settle(pilot)
        assert (shown.at, first(shown)) == (0, 0)


@pytest.mark.parametrize("size", [(80, 24), (20, 3), (200, 50), (10, 1)])
async def test_a_terminal_of_another_size_keeps_the_cursor_in_sight(size: tuple[int, int]) -> None:
    async with listed(Fake(100), (40, 30)) as (shown, pilot):
        await press(pilot, "end", "up")
        await pilot.resize_terminal(*size)
        await settle(pilot)
        assert shown.at == 98
        assert 0 <= shown.at - first(shown) < size[1]
        assert "case-98"[: size[0] - 3] in text_of(pilot.app)


async def test_a_page_that_is_read_late_shows_dots_and_then_its_cases() -> None:
    cases = Fake(1000, is_read=False)
    async with listed(None) as (shown, pilot):
        cases.go_on.clear()
        shown.show(cases, said, 0)
        await until(pilot, lambda: "case-0" in lines(pilot))
        send(pilot.app, "end")
        await until(pilot, lambda: lines(pilot) == ["·"] * 10, "dots")
        assert shown.current is None
        # Keys go on meanwhile; nothing is opened that nobody sees.
        send(pilot.app, "up", "up", "enter")
        await until(pilot, lambda: shown.at == 997)
        moved = pilot.app.moved  # type: ignore[attr-defined]
        cases.go_on.set()
        await settle(pilot)
        assert lines(pilot) == [f"case-{n}" for n in range(990, 1000)]
        assert shown.current and shown.current.ref == "case-997"
        assert pilot.app.moved > moved  # type: ignore[attr-defined]
        assert pilot.app.chosen == []  # type: ignore[attr-defined]


async def test_pages_in_sight_are_read_first_and_then_those_beside_them() -> None:
    cases = Fake(10_000, is_read=False)
    async with listed(cases) as (_, pilot):
        await press(pilot, "end")
        assert cases.read_pages[:4] == [1, 2, 3, 4]
        after = cases.read_pages[4:]
        assert after[0] == 9_990 // PAGE
        assert set(after[1:]) <= {n // PAGE for n in range(9_990 - 64, 10_000)}
        # No page in between: a long list is never read whole.
        assert len(cases.known) < 20


async def test_a_page_that_came_by_another_way_is_drawn_too() -> None:
    """The reading that is asked for finds it there: one that was called off has done it."""

    class Hasty(Fake):
        asked = 0

        def missing(self, first: int, last: int) -> tuple[int, ...]:
            found = super().missing(first, last)
            if found and last >= 900:
                self.asked += 1
                self.known |= set(range(self.count // PAGE + 1))
            return found

    cases = Hasty(1000, is_read=False)
    async with listed(cases) as (shown, pilot):
        moved = pilot.app.moved  # type: ignore[attr-defined]
        await press(pilot, "end")
        assert cases.asked == 1
        assert lines(pilot)[-1] == "case-999"
        assert shown.current
        # Once for the cursor that moved, and once for the case that is there now.
        assert pilot.app.moved == moved + 2  # type: ignore[attr-defined]


async def test_a_reading_that_was_called_off_and_done_all_the_same_leaves_no_dots() -> None:
    """A second scroll takes the place of the first one's reading, whose thread goes on."""
    cases = Fake(1000, is_read=False)
    async with listed(cases) as (shown, pilot):
        for _ in range(30):
            send(pilot.app, "pagedown", "pagedown", "up", "pagedown")
            await until(pilot, lambda: True)
        await settle(pilot)
        assert "·" not in lines(pilot)
        assert shown.current


async def test_a_list_that_is_replaced_while_its_page_is_read_shows_the_new_one() -> None:
    slow, quick = Fake(1000, "slow", is_read=False), Fake(30, "quick")
    async with listed(None) as (shown, pilot):
        shown.show(slow, said, 0)
        await settle(pilot)
        slow.go_on.clear()
        send(pilot.app, "end")
        await until(pilot, lambda: lines(pilot)[0] == "·")
        shown.show(quick, said, 3)
        await until(pilot, lambda: "quick-3" in lines(pilot))
        slow.go_on.set()
        await settle(pilot)
        assert lines(pilot) == [f"quick-{n}" for n in range(10)]
        assert shown.at == 3


async def test_a_store_that_is_busy_ends_nothing_and_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(case_list, "_AGAIN", 0.05)
    cases = Fake(1000, is_read=False)
    async with listed(cases) as (_, pilot):
        cases.faults = 3
        await press(pilot, "end")
        await until(pilot, lambda: "case-999" in lines(pilot), "the case")
        assert cases.faults == 0


async def test_going_through_a_long_list_keeps_few_drawn_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(case_list, "_DRAWN", 50)
    async with listed(Fake(2000)) as (shown, pilot):
        for _ in range(40):
            await press(pilot, "pagedown")
            assert len(shown._drawn) <= 50
        assert lines(pilot)[-1] == f"case-{shown.at}"


async def test_only_what_is_in_sight_is_drawn() -> None:
    drawn: list[str] = []

    def watched(row: QueueRow) -> Content:
        drawn.append(row.ref)
        return said(row)

    async with listed(None) as (shown, pilot):
        shown.show(Fake(1_000_000), watched, 0)
        assert lines(pilot)[9] == "case-9"
        drawn.clear()
        await press(pilot, "down")
        assert set(drawn) <= {"case-0", "case-1"}
        await press(pilot, "end")
        assert len(set(drawn)) <= 12
        assert shown.at == 999_999
