"""What can be done on a screen, from its BINDINGS: for the palette, the `?` screen and the docs.

A binding with an id is one of ours, and says in a few words what it is called and in a sentence
what it does. Those that only move are told apart by their group, and are not in the palette.
"""

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

from screens.moving import MOVING

HERE, EVERYWHERE, NOT_NOW = "This screen", "Everywhere", "Not now"
GROUPS = (HERE, EVERYWHERE, MOVING.description, NOT_NOW)
_EVERYWHERE = frozenset({"back", "help", "help-form", "palette", "quit-now"})  # by their ids
_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "pageup": "Page Up",
    "pagedown": "Page Down",
    "question_mark": "?",
}
# What Textual binds in its own lists and fields, as far as anybody would look for it.
_OF_WIDGETS = {
    "select_cursor": ("Open", "Open what the cursor is on", False),
    "select": ("Take it", "Take what the cursor is on", False),
    "show_overlay": ("Choices", "Open the list of choices; first letters find in it", False),
    "undo": ("Undo typing", "Take back what was just typed in this box", False),
    "redo": ("Redo typing", "Type again what was taken back", False),
    "cursor_down": ("Down", "One line down", True),
    "scroll_down": ("Down", "One line down", True),
    "cursor_up": ("Up", "One line up", True),
    "scroll_up": ("Up", "One line up", True),
    "page_down": ("Page down", "One page down", True),
    "page_up": ("Page up", "One page up", True),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done, with every key that does it; `why_not` where it cannot be done now."""

    keys: tuple[str, ...]
    binding: Binding
    node: DOMNode | None = None
    why_not: str = ""

    @property
    def name(self) -> str:
        return self.binding.description

    @property
    def does(self) -> str:
        return self.binding.tooltip

    @property
    def group(self) -> str:
        if self.why_not:
            return NOT_NOW
        if self.is_move:
            return MOVING.description
        return EVERYWHERE if self.binding.id in _EVERYWHERE else HERE

    @property
    def is_move(self) -> bool:
        return self.binding.group == MOVING


def key_words(key: str) -> str:
    """A key as people say it: “Ctrl+S”, “Page Down”, “[”, “G”."""
    *held, last = key.split("+")
    if last in _NAMES:
        said = _NAMES[last]
    elif len(last) > 1:
        shown = format_key(last)
        said = shown if len(shown) == 1 and shown.isascii() else last.replace("_", " ").title()
    else:
        said = last.upper() if held else last
    return "+".join([*(each.title() for each in held), said])


def bindings_of(kind: type[DOMNode]) -> list[Binding]:
    """Our own bindings of a screen or an app, by key: a class may bind a key anew."""
    found: dict[str, Binding] = {}
    for base in reversed(inspect.getmro(kind)):
        for binding in Binding.make_bindings(base.__dict__.get("BINDINGS", ())):
            found[binding.key] = binding
    return [binding for binding in found.values() if binding.id]


def actions_of(kind: type[DOMNode]) -> list[Action]:
    """All that a kind of screen can do, whatever is on it.

    A screen whose keys are partly those of a widget of ours names that in KEYS_OF.
    """
    kinds = (*getattr(kind, "KEYS_OF", ()), kind)
    return together(Action((key_words(b.key),), b) for each in kinds for b in bindings_of(each))


def actions_now(screen: Screen[Any]) -> list[Action]:
    """What the keys do on this screen as it stands, and at the end what they cannot do now."""
    return together((*_active(screen), *_refused(screen)))


def in_palette(screen: Screen[Any]) -> Iterator[Action]:
    """What can be run by its name from here; moves are for fingers."""
    own = (action for action in actions_now(screen) if action.binding.id)
    return (action for action in own if not (action.is_move or action.why_not))


def together(actions: Iterable[Action]) -> list[Action]:
    """Actions of the same words as one, with all their keys; group by group."""
    found: dict[tuple[str, str, str], Action] = {}
    for each in actions:
        words = (each.group, each.name, each.does)
        first = found.setdefault(words, each)
        found[words] = replace(first, keys=tuple(dict.fromkeys((*first.keys, *each.keys))))
    return sorted(found.values(), key=lambda action: GROUPS.index(action.group))


def _active(screen: Screen[Any]) -> Iterator[Action]:
    named = {binding.key: binding for binding in bindings_of(type(screen))}
    for key, (node, binding, is_enabled, _) in screen.active_bindings.items():
        # Where a list or a field takes a key, the screen says what that means on it.
        if not binding.id and key in named and not isinstance(node, App):
            node, binding = screen, named[key]
        if ours := _in_our_words(binding, node):
            why_not = "" if is_enabled else _why_not(screen, binding)
            yield Action((key_words(key),), ours, node, why_not)


def _in_our_words(binding: Binding, node: DOMNode) -> Binding | None:
    if binding.id:
        return binding
    if isinstance(node, (Screen, App)) or binding.action not in _OF_WIDGETS:
        return None
    name, does, is_move = _OF_WIDGETS[binding.action]
    return replace(binding, description=name, tooltip=does, group=MOVING if is_move else None)


def _refused(screen: Screen[Any]) -> Iterator[Action]:
    """What the screen has a key for and hides, since there is nothing to do it on."""
    for binding in bindings_of(type(screen)):
        namespace, name, parameters = parse(binding.action)
        if not namespace and screen.check_action(name, parameters) is False:
            yield Action((key_words(binding.key),), binding, screen, _why_not(screen, binding))


def _why_not(screen: Screen[Any], binding: Binding) -> str:
    reason = getattr(screen, "why_not", None)
    said = reason(parse(binding.action)[1]) if reason else ""
    return said or "There is nothing here to do it on."
