"""Keys that only move. Lists, pages and forms have the same ones, so they are named here once."""

from textual.binding import Binding

MOVING = Binding.Group("Moving")  # what the keys' screen and the docs put under one heading


def move(key: str, action: str, name: str, does: str, *, priority: bool = False) -> Binding:
    """A key that changes only what is in sight, or what the next key is for."""
    return Binding(key, action, name, id=name.lower().replace(" ", "-"), show=False, tooltip=does,
                   group=MOVING, priority=priority)  # fmt: skip


def letter_moves(
    down: str, up: str, first: str, last: str, *, priority: bool = False
) -> tuple[Binding, ...]:
    """`j`, `k`, `g` and `G`, with the action that each one is on a screen."""
    return (
        move("j", down, "Down", "One line down", priority=priority),
        move("k", up, "Up", "One line up", priority=priority),
        move("g", first, "First", "To the top", priority=priority),
        move("G", last, "Last", "To the end", priority=priority),
    )


def page_moves(down: str, up: str) -> tuple[Binding, ...]:
    """Page Down and Page Up, before whatever has the focus takes them."""
    return (
        move("pagedown", down, "Page down", "One page down", priority=True),
        move("pageup", up, "Page up", "One page up", priority=True),
    )
