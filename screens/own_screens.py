"""What the palette finds by name and no key does: screens, queues, lists and their filters, deeds.

Each comes from what else offers it: the queues' titles, the lines of `f`, what `M` asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.screen import Screen

from complaintdesk.domain.words import QUEUE_TITLES
from screens.base import DeskScreen
from screens.doing import DoesTasks
from screens.filter import Choice, FilterScreen, Known, choices
from screens.marked import DEEDS, NONE_MARKED, open_deed
from screens.marking import MarkingScreen
from screens.queue import QueueScreen
from screens.queue_page import NUMBERED, SHOWN

OMBUDSMEN = "Ombudsmen: their details as letters print them"
ATTACH = "Attach a letter edited in Word"
_KEPT = "Lists of your own"  # the section of `f` that has them
NOTHING_KNOWN: Known = {"service": (), "ward": (), "officer": ()}


@dataclass(frozen=True, slots=True)
class Command:
    """What is shown, what choosing it does, that in a sentence, and why it cannot be now."""

    name: str
    run: Callable[[], object]
    does: str = ""
    why_not: str = ""


def own_screens(screen: Screen[Any]) -> Iterator[Command]:
    """What can be opened from here: none over a form, where Esc would lead somewhere unexpected."""
    if isinstance(screen, DeskScreen) and not hasattr(screen, "keep_now"):
        yield Command(OMBUDSMEN, partial(_open_ombudsmen, screen))
    if isinstance(screen, DoesTasks) and screen.case_ref:
        yield Command(ATTACH, partial(_open_attach, screen, screen.case_ref))
    if isinstance(screen, QueueScreen):
        for number, queue in enumerate(SHOWN[NUMBERED:], NUMBERED):
            name = f"Show the queue: {QUEUE_TITLES[queue]}"
            yield Command(name, partial(screen.action_queue, number))
    if isinstance(screen, MarkingScreen):
        yield from _deeds(screen)


def _deeds(screen: MarkingScreen) -> Iterator[Command]:
    why_not = "" if screen.marks else NONE_MARKED
    for kind, (title, does) in DEEDS.items():
        run = partial(open_deed, screen, screen.marks.refs, screen.unmark, kind)
        yield Command(f"Marked cases: {title}", run, does, why_not)


def list_lines(screen: QueueScreen, known: Known) -> Iterator[Command]:
    """The lines of `f`, each switched as it is there."""
    for choice in choices(screen.view, screen.likes, screen.desk.officer, known):
        yield Command(_line(choice), partial(_take, screen, choice))


def _line(choice: Choice) -> str:
    is_kept = (choice.section, choice.view.name) == (_KEPT, choice.label)
    section = "Show the list" if is_kept else choice.section
    return f"{section}: {choice.label}{' (it is on)' if choice.is_on else ''}"


async def _take(screen: QueueScreen, choice: Choice) -> None:
    if not choice.asks_name:
        screen.changed(choice.view, choice.likes)
    elif screen.is_active:
        asking = FilterScreen(screen.desk, screen.view, screen.likes, screen.changed)
        await screen.app.push_screen(asking)
        asking.begin_naming()


def _open_ombudsmen(screen: DeskScreen[Any]) -> None:
    from screens.ombudsmen import open_ombudsmen

    open_ombudsmen(screen)


def _open_attach(screen: DeskScreen[Any], ref: str) -> None:
    from screens.attach import open_attach

    open_attach(screen, ref)
