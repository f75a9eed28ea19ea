"""The terminal answers at once on a desk of 20,000 cases: its event loop never stands still.

Everything is as on the first day that a PC has such a desk: the words of all cases are put into
the index by a thread meanwhile, and each screen is opened for the first time. Nothing is waited
for in between but what a key leads to.
"""

import asyncio
import gc
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot

from benchmarks.many import grow
from complaintdesk.services.desk import Desk
from complaintdesk.settings import read_desk_file, store_path
from screens.app import DeskApp
from screens.queue import QueueScreen
from tests.conftest import NOW
from tests.ui.helpers import MIDDLE, running, send, until

CASES = 20_000
# Seen on two cores with three times as much to do: 0.08 s of work where a screen with fields opens
# first, and 0.25 s in all. Anything read whole takes far more; the rest is room for a slow PC.
MOST_WORK = 0.2  # seconds of the processor that the event loop's own thread takes at a stretch
LONGEST = 0.75  # seconds between two looks, also where other threads and programs take the cores
_LOOK = 0.002  # seconds between two looks at the clock
_TYPED = 0.03  # seconds between two keys: a key that is held down


@dataclass
class Pauses:
    """The longest stretch in which the event loop came to nothing else, step by step.

    `worked` is the time of the processor that its own thread took meanwhile.
    """

    step: str = ""
    stood: dict[str, float] = field(default_factory=dict)
    worked: dict[str, float] = field(default_factory=dict)

    async def watch(self) -> None:
        while True:
            began, busy = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_LOOK)
            stood = time.perf_counter() - began - _LOOK
            worked = time.thread_time() - busy
            self.stood[self.step] = max(stood, self.stood.get(self.step, 0.0))
            self.worked[self.step] = max(worked, self.worked.get(self.step, 0.0))

    @property
    def too_long(self) -> dict[str, tuple[float, float]]:
        """The steps with a pause beyond the bounds: how long it stood, how long it worked."""
        return {
            step: (round(stood, 3), round(self.worked[step], 3))
            for step, stood in self.stood.items()
            if stood > LONGEST or self.worked[step] > MOST_WORK
        }


@asynccontextmanager
async def watched() -> AsyncIterator[Pauses]:
    """Looks at the clock all the time, between everything else that the event loop does."""
    pauses = Pauses()
    watching = asyncio.create_task(pauses.watch())
    try:
        yield pauses
    finally:
        watching.cancel()


@pytest.fixture
def large_desk(training_folder: Path, training_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """A training desk whose store on this PC was grown to 20,000 cases."""
    folder = tmp_path / "training"
    shutil.copytree(training_folder, folder)
    store = store_path(read_desk_file(folder), folder)
    store.parent.mkdir(parents=True, mode=0o700)
    shutil.copy2(training_store, store)
    grow(store, CASES)
    opened = Desk(folder, "Robin Ashdown", clock=lambda: NOW)
    # What thousands of other tests left is no part of the program: were it looked through by a
    # collection, that would be a pause of the tests' own. The program begins like this as well.
    gc.collect()
    gc.freeze()
    yield opened
    gc.unfreeze()
    opened.close()


async def use(pilot: Pilot[None], pauses: Pauses) -> None:
    """The desk as it is used in a morning, each step as soon as the one before is seen."""
    app = pilot.app

    async def step(name: str, keys: list[str], is_done: Callable[[], object]) -> None:
        pauses.step = name
        for key in keys:
            send(app, key)  # type: ignore[arg-type]
            await asyncio.sleep(_TYPED)
        await until(pilot, is_done, name)

    def on(kind: str) -> Callable[[], bool]:
        # By its name: its module is loaded by the first key that asks for it, as in the program.
        return lambda: type(app.screen).__name__ == kind

    await step("the first screen", [], on("QueueScreen"))
    queue = app.screen
    assert isinstance(queue, QueueScreen)
    cases, first = queue.list, queue.view

    def is_shown() -> bool:
        """What was asked for is on the screen, and nothing is on its way that was read before."""
        if any(w.group in ("start", "load") and not w.is_finished for w in app.workers):
            return False
        shown = queue.shown
        return shown is not None and (shown.view, shown.typed) == (queue.view, queue.typed)

    await step("the first list", [], lambda: is_shown() and queue.desk.is_warm)

    await step("down", ["j"] * 15, lambda: cases.at == 15)
    await step("page down", ["pagedown"] * 15, lambda: cases.at > 100 and cases.current)
    await step("the last", ["G"], lambda: cases.at == cases.row_count - 1 and cases.current)
    await step("the first", ["g"], lambda: cases.at == 0 and cases.current)
    for number in "23456789":
        await step(f"queue {number}", [number], lambda: is_shown() and queue.view != first)
    await step("queue 1", ["1"], lambda: is_shown() and queue.view == first)
    assert cases.row_count > CASES / 2
    await step(
        "search", ["slash", *"heating br"], lambda: is_shown() and queue.typed == "heating br"
    )
    assert queue.shown
    assert queue.shown.found
    # How many are found hangs on how far the index is.
    await step(
        "among the found", ["tab", "j", "j"],
        lambda: cases.has_focus and cases.at == max(min(2, cases.row_count - 1), 0),
    )  # fmt: skip
    await step("the search left", ["escape"], lambda: is_shown() and not queue.typed)
    await step("the filters", ["f"], on("FilterScreen"))
    await step("a filter", ["down", "down", "enter"], on("FilterScreen"))
    await step("the filters left", ["escape"], lambda: on("QueueScreen")() and is_shown())
    await step("a case", ["enter"], on("CaseScreen"))
    await step("within a case", ["pagedown", "pagedown", "end"], on("CaseScreen"))
    await step("back from a case", ["escape"], on("QueueScreen"))
    await step("the month", ["m", "right", "down"], on("MonthScreen"))
    await step("back from the month", ["escape"], on("QueueScreen"))
    await step("my day", ["y"], on("DayScreen"))
    await step("back from my day", ["escape"], on("QueueScreen"))


async def test_the_event_loop_never_stands_still(large_desk: Desk) -> None:
    app = DeskApp(large_desk)
    app.animation_level = "none"
    async with watched() as pauses, running(app, MIDDLE) as pilot:
        await use(pilot, pauses)
    assert not pauses.too_long


async def test_a_pause_is_seen_and_whose_it_is() -> None:
    async with watched() as pauses:
        await asyncio.sleep(0.01)
        pauses.step = "waits"
        await asyncio.sleep(0.01)
        time.sleep(LONGEST + 0.05)
        await asyncio.sleep(0.01)
        pauses.step = "works"
        await asyncio.sleep(0.01)
        end = time.thread_time() + MOST_WORK + 0.05
        while time.thread_time() < end:
            pass
        await asyncio.sleep(0.01)
        pauses.step = "rests"
        await asyncio.sleep(0.05)
    assert set(pauses.too_long) == {"waits", "works"}
    assert pauses.worked["waits"] < MOST_WORK < pauses.worked["works"]
