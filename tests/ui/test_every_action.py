"""One definition of what keys do: each has a name and a sentence, for footer, palette, `?`, docs.

Whoever adds a screen or a key is told here what is missing.
"""

import inspect
from collections import Counter
from typing import Any

import pytest
from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from docs.keys import PAGE, all_screens, below, page
from screens.actions import bindings_of
from screens.app import DeskApp
from screens.base import LeavesOnce
from screens.keys import help_of
from screens.moving import MOVING

ROOM = 80  # columns of the smallest terminal
SCREENS = all_screens()
WITH_KEYS = [kind for kind in below(Widget) if "BINDINGS" in kind.__dict__]
OURS: list[type[DOMNode]] = [*dict.fromkeys((*SCREENS, *WITH_KEYS, DeskApp))]


def name_of(kind: type[DOMNode]) -> str:
    return kind.__name__


def written(kind: type[DOMNode]) -> list[Binding]:
    """Every binding written down in a class of ours or in one that it builds on, key by key."""
    ours = [c for c in inspect.getmro(kind) if c.__module__.startswith("screens.")]
    return [b for c in ours for b in Binding.make_bindings(c.__dict__.get("BINDINGS", ()))]


def leaves(kind: type[Any]) -> list[type[Any]]:
    """The classes that nothing is built on: those that are opened."""
    below = [each for each in kind.__subclasses__() if each.__module__.startswith("screens.")]
    return [leaf for each in below for leaf in leaves(each)] or [kind]


def footer_width(kind: type[Screen[Any]]) -> int:
    """Columns of the footer with everything in it that the screen can ever show there at once."""
    kinds = (*getattr(kind, "KEYS_OF", ()), kind)
    shown = {b.action: b for each in kinds for b in bindings_of(each) if b.show}
    app = App[None]()
    said = (f" {app.get_key_display(b)} {b.description} " for b in shown.values())
    return sum(map(len, said))


def test_every_screen_says_what_it_is() -> None:
    assert len(SCREENS) > 15
    unsaid = {kind.__name__ for kind in leaves(LeavesOnce)} - {kind.__name__ for kind in SCREENS}
    assert not unsaid, "no HELP of its own: # what it is called, then what it is for"


@pytest.mark.parametrize("kind", OURS, ids=name_of)
def test_every_key_has_an_id_a_name_and_a_sentence(kind: type[DOMNode]) -> None:
    for binding in written(kind):
        assert binding.id, f"{binding.key} ({binding.action}) has no id"
        assert binding.description, f"{binding.key} ({binding.action}) has no name"
        assert binding.tooltip, f"{binding.key} ({binding.action}) has no tooltip"


@pytest.mark.parametrize("kind", OURS, ids=name_of)
def test_every_action_is_there_and_takes_what_its_key_gives(kind: type[DOMNode]) -> None:
    for binding in written(kind):
        namespace, name, parameters = parse(binding.action)
        doing = {"": [kind], "app": [DeskApp], "screen": SCREENS}[namespace]
        methods = [m for each in doing if (m := getattr(each, f"action_{name}", None))]
        assert methods, f"{binding.key} is for action_{name}, which is nowhere"
        inspect.signature(methods[0]).bind(None, *parameters)


@pytest.mark.parametrize("kind", OURS, ids=name_of)
def test_no_key_is_bound_twice_on_one_screen(kind: type[DOMNode]) -> None:
    for each in inspect.getmro(kind):
        if each.__module__.startswith("screens."):
            keys = Counter(b.key for b in Binding.make_bindings(each.__dict__.get("BINDINGS", ())))
            assert not [key for key, count in keys.items() if count > 1], each


@pytest.mark.parametrize("kind", OURS, ids=name_of)
def test_no_two_actions_of_a_screen_have_one_name(kind: type[DOMNode]) -> None:
    """In the palette a name is all that tells them apart."""
    names = {(b.description, b.action) for b in bindings_of(kind) if b.group != MOVING}
    twice = [name for name, count in Counter(name for name, _ in names).items() if count > 1]
    assert not twice


@pytest.mark.parametrize("kind", SCREENS, ids=name_of)
def test_the_footer_fits_a_small_terminal(kind: type[Screen[Any]]) -> None:
    assert footer_width(kind) <= ROOM, "show=False for what `?` and the palette may keep"


def test_the_page_of_keys_is_what_the_program_does() -> None:
    assert PAGE.read_text("utf-8") == page(), "write it again: python -m docs.keys"


def test_the_page_names_every_key_of_every_screen() -> None:
    said = page()
    for kind in SCREENS:
        for binding in bindings_of(kind):
            assert binding.tooltip in said or f" {binding.description.lower()}" in said, binding


def test_every_screen_is_called_by_a_name_of_its_own() -> None:
    names = Counter(help_of(kind)[0] for kind in SCREENS)
    assert not [name for name, count in names.items() if count > 1]
