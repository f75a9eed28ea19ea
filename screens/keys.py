"""The keys of the screen below, looked through by letters and run from here; `?` opens it.

It lies on top, so that a form stays as it is and where it was.
"""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from screens import show
from screens.actions import NOT_NOW, Action, actions_now
from screens.base import TRAINING
from screens.footer import KeyLine
from screens.narrowing import NarrowedList, has_words
from screens.typed_line import TypedLine

_HELP = "app.toggle_help"
_KEYS = 16  # columns for the keys; the rest says what they do
_MARGIN = 7  # columns at the sides of the list, for its scroll bar too


class KeysScreen(NarrowedList[Action, Action | None]):
    """Every key of a screen, with what it does there. It returns the one to be run, if any."""

    CSS_PATH = ["narrowing.tcss", "keys.tcss"]  # type: ignore[assignment]
    HELP = (
        "# The keys\n\nType a key, or letters of what you look for; `Up` and `Down` move, `Enter` "
        "does it on the screen below, `Esc` goes back to that."
    )
    BINDINGS = [
        Binding("escape", "dismiss(None)", "Back", id="back", tooltip="Go back to the screen"),
        Binding("question_mark,f1", _HELP, "Close", id="help", show=False, priority=True,
                tooltip="Go back to the screen, as with Esc"),
    ]  # fmt: skip

    def __init__(self, below: Screen[Any], *, training: bool) -> None:
        super().__init__()
        self.title_of, self.about = help_of(type(below))
        self.training = training
        self.offers = tuple(actions_now(below))

    def compose(self) -> ComposeResult:
        if self.training:
            yield Static(TRAINING, markup=False, classes="training-banner")
        yield from self.body()
        yield KeyLine()

    def letters(self) -> TypedLine:
        return _Letters(
            placeholder="a key, or letters of what you look for", id="narrow", compact=True
        )

    def on_resize(self) -> None:
        self.show_offers()

    def heading(self) -> str:
        return f"Keys · {self.title_of}"

    def key(self, offer: Action) -> str:
        return f"{self.offers.index(offer)}"

    def stays_on(self) -> Action | None:
        return None if self.typed else self.current

    def found(self, typed: str) -> Sequence[Action]:
        """The key itself first, then what has the words."""
        pressed = typed.strip()
        return [
            *(each for each in self.offers if _is_key(each, pressed)),
            *(o for o in self.offers if not _is_key(o, pressed) and has_words(_words(o), typed)),
        ]

    def options(self, found: Sequence[Action]) -> Iterable[Option]:
        if self.about and not self.typed:
            yield Option(show.stacked([in_bold(self.about), Content("")]), disabled=True)
        heading = ""
        for action in found:
            if action.group != heading:
                heading = action.group
                yield Option(show.line(heading, "bold $text-accent"), disabled=True)
            yield Option(show.stacked(list(self._lines(action))), id=self.key(action))

    def _lines(self, action: Action) -> Iterator[Content]:
        """Keys on the left, and what they do beside them, wrapped there."""
        width = max(self.size.width - _KEYS - _MARGIN, 20)
        keys = show.run(f"  {', '.join(action.keys)}".ljust(_KEYS), "bold")
        style = "$text-muted" if action.why_not else ""
        first, *rest = wrap(f"{action.name}: {action.does}", width)
        yield Content.assemble(keys, show.run(first, style))
        yield from (show.run(" " * _KEYS + line, style) for line in rest)

    def status(self, offer: Action) -> Content:
        if offer.why_not:
            return Content.assemble((f"{NOT_NOW}: ", "bold"), show.line(offer.why_not))
        return Content.assemble("Enter does it: ", show.line(offer.does))

    def choose(self, offer: Action) -> None:
        if offer.why_not:
            self.notify(offer.why_not, markup=False)
        else:
            self.dismiss(offer)


class _Letters(TypedLine):
    """A line for letters where `?` is the key that closes, as it opened."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "question_mark" and super().check_consume_key(key, character)


def toggle_keys(app: App[Any], *, training: bool) -> None:
    """Show the keys of the screen on top, or go back to it."""
    if isinstance(app.screen, KeysScreen):
        app.screen.dismiss(None)
        return

    async def run(chosen: Action | None) -> None:
        if chosen and chosen.binding.action != _HELP:
            await app.run_action(chosen.binding.action, chosen.node)

    app.push_screen(KeysScreen(app.screen, training=training), run)


def help_of(kind: type[Screen[Any]]) -> tuple[str, str]:
    """What a screen is called, and what is said of it, from its HELP."""
    title, _, about = (kind.HELP or "").partition("\n\n")
    return title.removeprefix("# ").strip() or "this screen", about


def in_bold(about: str) -> Content:
    """Our own words, with what stands between backticks in bold."""
    pieces = about.split("`")
    return Content.assemble(*((text, "bold" if n % 2 else "") for n, text in enumerate(pieces)))


def _is_key(action: Action, typed: str) -> bool:
    """Whether a key was typed; a capital is another key than its small letter."""
    return typed in action.keys or any(len(k) > 1 and k.lower() == typed.lower()
                                       for k in action.keys)  # fmt: skip


def _words(action: Action) -> str:
    return f"{' '.join(action.keys)} {action.name} {action.does} {action.group}"
