"""Screens that the palette finds by name and no key opens."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.screen import Screen

from screens.base import DeskScreen
from screens.doing import DoesTasks

OMBUDSMEN = "Ombudsmen: their details as letters print them"
ATTACH = "Attach a letter edited in Word"


def own_screens(screen: Screen[Any]) -> Iterator[tuple[str, Callable[[], None]]]:
    """What can be opened from here: none over a form, where Esc would lead somewhere unexpected."""
    if isinstance(screen, DeskScreen) and not hasattr(screen, "keep_now"):
        yield OMBUDSMEN, partial(_open_ombudsmen, screen)
    if isinstance(screen, DoesTasks) and screen.case_ref:
        yield ATTACH, partial(_open_attach, screen, screen.case_ref)


def _open_ombudsmen(screen: DeskScreen[Any]) -> None:
    from screens.ombudsmen import open_ombudsmen

    open_ombudsmen(screen)


def _open_attach(screen: DeskScreen[Any], ref: str) -> None:
    from screens.attach import open_attach

    open_attach(screen, ref)
