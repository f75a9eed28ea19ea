"""Write docs/keys.md from the program's own bindings: `python -m docs.keys`."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from textual.screen import Screen

import screens
from screens.actions import Action, actions_of
from screens.app import DeskApp
from screens.base import DeskScreen
from screens.keys import help_of

PAGE = Path(__file__).parent / "keys.md"
_FIRST = ("QueueScreen", "CaseScreen", "TimelineScreen")  # the rest follow by what they are called
_BEGINS = """# Keys

Every screen with its keys. In the program `?` shows the same, for the screen you are on and for the
moment: letters narrow it, and Enter runs a line (`F1` where letters belong to the text). `Ctrl+P`
finds every command by its name, and every case by its reference, a name or any words in it.

This page is written by `python -m docs.keys` from the program itself, and a test fails when it is
not what the program does.
"""


def page() -> str:
    """The whole page."""
    common = (*actions_of(DeskApp), *actions_of(DeskScreen))
    parts = [_BEGINS, "## Everywhere\n", _table(common)]
    for kind in all_screens():
        title, about = help_of(kind)
        parts += [f"## {title}\n", f"{_one_line(about)}\n", *_keys(kind, common)]
    return "\n".join(parts)


def all_screens() -> list[type[Screen[Any]]]:
    """Every screen that can be opened: those that say in their HELP what they are."""
    for module in iter_modules(screens.__path__):
        import_module(f"screens.{module.name}")
    found = {kind for kind in below(Screen) if kind.__dict__.get("HELP")}
    return sorted(found, key=_place)


def below(kind: type[Any]) -> Iterator[type[Any]]:
    """Every class of ours that is built on this one."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("screens."):
            yield each
        yield from below(each)


def _place(kind: type[Screen[Any]]) -> tuple[int, str]:
    name = kind.__name__
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), help_of(kind)[0]


def _keys(kind: type[Screen[Any]], common: tuple[Action, ...]) -> Iterator[str]:
    known = {(each.name, each.does) for each in common}
    own = [each for each in actions_of(kind) if (each.name, each.does) not in known]
    here = [each for each in own if not each.is_move]
    if here:
        yield _table(here)
    if moves := [f"{_said(each)} {each.name.lower()}" for each in own if each.is_move]:
        yield f"Moving: {', '.join(moves)}.\n"


def _table(actions: list[Action] | tuple[Action, ...]) -> str:
    rows = (f"| {_said(each)} | {each.name} | {each.does} |" for each in actions)
    return "\n".join(("| key | called | does |", "|---|---|---|", *rows)) + "\n"


def _said(action: Action) -> str:
    return " ".join(f"`{key}`" for key in action.keys)


def _one_line(about: str) -> str:
    return " ".join(about.split())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
