"""The footer: the keys that matter most here, on one line that is drawn at once.

Textual's own makes a widget for each key, and styles them all again whenever a key comes or goes:
on a screen of ours that was a quarter of the time until it could be used.
"""

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget


class KeyLine(Widget):
    """Each key with what it does, as many as there is room for; a click does it."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        color: $footer-description-foreground;
        background: $footer-background;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[range, str]] = []  # columns on the screen, and the key there

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> RenderResult:
        keys, parts, at = self._keys(), list[Content](), 0
        room = sum(len(f" {shown} {words} ") for _, shown, words in keys) <= self.size.width
        self._places.clear()
        for key, shown, words in keys:
            said = f" {words} " if room else f" {words}"
            end = at + len(shown) + len(said) + 1
            if end > self.size.width:
                break
            self._places.append((range(at, end), key))
            parts.append(Content.assemble((f" {shown}", "bold $footer-key-foreground"), said))
            at = end
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        for columns, key in self._places:
            if event.x in columns:
                self.app.simulate_key(key)

    def _keys(self) -> list[tuple[str, str, str]]:
        """The keys that can be pressed here now, each action once, in their order."""
        found: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled:
                shown = self.app.get_key_display(binding)
                found.setdefault(binding.action, (binding.key, shown, binding.description))
        return list(found.values())
