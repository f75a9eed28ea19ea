"""Two people on one case: what the colleague did, and both texts of every field both changed.

A question like any other: it returns what was chosen, and the form that asked puts it in. It never
saves. Side by side where there is room, else one under the other; a long text scrolls.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.differing import Runs, differences
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.text import clean, clean_line, shorten
from complaintdesk.services.since import Deed, News
from screens import show
from screens.base import FORM_KEYS, TRAINING, Question
from screens.footer import KeyLine
from screens.moving import move

_WIDE = 120  # columns from which the two stand side by side
_STEP = 3  # lines scrolled by an arrow in a long text
_DEEDS = 4  # things that the colleague did, told at once
_WORDS = 240  # characters of each
_THEIRS, _YOURS, _BOTH, _BEFORE, _NOW = "theirs", "yours", "both", "before", "now"
_CALLED = {
    _THEIRS: "Theirs",
    _YOURS: "Yours",
    _BEFORE: "Yours, from before",
    _NOW: "In the form, as you left it",
}
_BOTH_CALLED = {_THEIRS: "Theirs, first", _YOURS: "Yours, after it"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A field that both changed. `now` is what the form has, which may be neither of the two."""

    called: str
    spec: FieldSpec
    theirs: str
    yours: str
    before: str
    now: str

    def texts(self) -> dict[str, str]:
        """What can be chosen, and the text that each puts into the form."""
        theirs, yours, before, now = map(
            self._in_form, (self.theirs, self.yours, self.before, self.now)
        )
        found = {_THEIRS: theirs, _YOURS: yours}
        if self.spec.lines > 1 and theirs and yours:
            found[_BOTH] = f"{theirs}\n\n{yours}"
        if before:
            found[_BEFORE] = before
        return found if now in found.values() else {**found, _NOW: now}

    @property
    def begun(self) -> str:
        """What is chosen to begin with: that which the form has."""
        now = self._in_form(self.now)
        held = [name for name, text in self.texts().items() if text == now]
        return _YOURS if _YOURS in held else held[0]

    def _in_form(self, text: str) -> str:
        return clean(text) if self.spec.lines > 1 else clean_line(text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the question shows. `homeless` has a name and a text that the form asks no more."""

    heading: Content
    news: News
    fields: tuple[Compared, ...]
    homeless: tuple[tuple[str, str], ...]
    taken: tuple[str, ...]
    kept: tuple[str, ...]
    training: bool = False


class Choice(Vertical, can_focus=True):
    """One field, with its texts; the one that goes into the form is marked."""

    def __init__(self, compared: Compared) -> None:
        super().__init__(id=f"c-{compared.spec.name}", classes="choice")
        self.compared, self.texts = compared, compared.texts()
        self.chosen = compared.begun

    def compose(self) -> ComposeResult:
        yield Static(show.line(self.compared.called), classes="asked")
        theirs, yours = self._marked()
        with Container(classes="sides"):
            yield Static(theirs, classes=f"side {_THEIRS}")
            yield Static(yours, classes=f"side {_YOURS}")
        for name in (_BEFORE, _NOW):
            if name in self.texts:
                yield Static(self._shown(self.texts[name]), classes=f"side {name}")

    def on_mount(self) -> None:
        self.choose(self.chosen)

    def choose(self, name: str) -> None:
        """Mark what goes into the form, in words as well as by the border."""
        self.chosen = name
        for side in self.query(".side").results(Static):
            shown = next(kind for kind in _CALLED if side.has_class(kind))
            is_in = name == shown or (name == _BOTH and shown in _BOTH_CALLED)
            side.set_class(is_in, "-chosen")
            called = (_BOTH_CALLED if name == _BOTH else _CALLED).get(shown, _CALLED[shown])
            side.border_title = Content(f"✓ {called}: into the form" if is_in else called)

    def turn(self) -> None:
        """On to the next that can be chosen."""
        names = list(self.texts)
        self.choose(names[(names.index(self.chosen) + 1) % len(names)])

    @property
    def answer(self) -> str | None:
        """The text for the form, or None where it has that already."""
        is_same = self.chosen == self.compared.begun
        return None if is_same else self.texts[self.chosen]

    def _marked(self) -> tuple[Content, Content]:
        theirs, yours = self.texts[_THEIRS], self.texts[_YOURS]
        if self.compared.spec.choices or not (theirs and yours):
            return self._shown(theirs), self._shown(yours)
        one, other = differences(theirs, yours)
        return _with_marks(one), _with_marks(other)

    def _shown(self, text: str) -> Content:
        called = {value: label for label, value in self.compared.spec.choices}
        shown = called.get(text, text)
        return show.plain(shown) if shown else Content.styled("(nothing)", "$text-muted")


class ConflictScreen(Question[dict[str, str] | None]):
    """Asks which text goes into the form. It returns those that are to be put there, by field."""

    CSS_PATH = "conflict.tcss"
    HELP = (
        "# You both changed it\n\nNothing is saved yet, and nothing is lost: what you do not "
        "choose stays beside the form until you save it, and `F8` there shows this again. What has "
        "a ✓ goes into the form."
    )
    BINDINGS: ClassVar = [
        Binding("t,left", "choose('theirs')", "Theirs", id="theirs", key_display="t",
                tooltip="Put the colleague's text into the form"),
        Binding("y,right", "choose('yours')", "Yours", id="yours", key_display="y",
                tooltip="Leave your own text in the form"),
        Binding("b", "choose('both')", "Both", id="both",
                tooltip="Put both texts into the form, one after the other"),
        Binding("space", "turn", "Turn", id="turn", show=False,
                tooltip="The next text that can be chosen"),
        Binding("tab,enter", "app.focus_next", "Next field", id="next", key_display="Tab",
                tooltip="Go to the next field that both changed", priority=True),
        FORM_KEYS[1],
        move("down", "scroll(1)", "Down", "A few lines down"),
        move("up", "scroll(-1)", "Up", "A few lines up"),
        move("pagedown", "page(1)", "Page down", "One page down"),
        move("pageup", "page(-1)", "Page up", "One page up"),
        Binding("f8", "go_on", "To the form", id="go-on",
                tooltip="Go on to the form with what is chosen; nothing is saved by it"),
        Binding("escape", "dismiss(None)", "As it was", id="back",
                tooltip="Go back to the form, which stays as it is"),
    ]  # fmt: skip

    def __init__(self, shown: Comparison) -> None:
        super().__init__()
        self.shown = shown

    def compose(self) -> ComposeResult:
        if self.shown.training:
            yield Static(TRAINING, markup=False, classes="training-banner")
        yield Static(self.shown.heading, classes="title-bar")
        with VerticalScroll(id="compared", can_focus=False):
            yield Static(show.stacked(list(_news(self.shown))), id="news")
            for compared in self.shown.fields:
                yield Choice(compared)
            yield from self._homeless()
            yield Static(show.stacked(list(_rest(self.shown))), id="rest")
        yield KeyLine()

    def _homeless(self) -> Iterator[Static]:
        for name, text in self.shown.homeless:
            side = Static(show.plain(text), classes="side -homeless")
            side.border_title = Content.assemble(show.line(name), ", yours; asked no more")
            yield side

    def on_mount(self) -> None:
        self.set_width()
        for choice in self.query(Choice).results():
            choice.focus(scroll_visible=False)  # what the colleague did is read first
            break

    def on_resize(self, event: events.Resize) -> None:
        self.set_width()

    def set_width(self) -> None:
        self.set_class(self.app.size.width >= _WIDE, "-wide")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "choose":
            return bool(self.current and parameters[0] in self.current.texts)
        return True

    @property
    def current(self) -> Choice | None:
        """The field that keys choose for."""
        return self.focused if isinstance(self.focused, Choice) else None

    def why_not(self, action: str) -> str:
        return "This field has no such text." if action == "choose" else ""

    def action_choose(self, name: str) -> None:
        if self.current:
            self.current.choose(name)

    def action_turn(self) -> None:
        if self.current:
            self.current.turn()

    def action_scroll(self, way: int) -> None:
        self.query_one("#compared").scroll_relative(y=way * _STEP, animate=False, immediate=True)

    def action_page(self, way: int) -> None:
        page = self.query_one("#compared")
        page.scroll_relative(y=way * (page.size.height - 2), animate=False, immediate=True)

    def action_go_on(self) -> None:
        choices = self.query(Choice).results()
        answers = {choice.compared.spec.name: choice.answer for choice in choices}
        self.dismiss({name: text for name, text in answers.items() if text is not None})


def _news(shown: Comparison) -> Iterator[Content]:
    """What the colleague did, and what is asked."""
    deeds = shown.news.deeds
    if len(deeds) > _DEEDS:
        yield Content.styled(f"… and {len(deeds) - _DEEDS} things before these", "$text-muted")
    for deed in deeds[-_DEEDS:]:
        yield from _told(deed)
    if not deeds:
        yield Content.styled("This case was changed while you had it open.", "bold")
    yield Content.styled(_asked(shown), "bold")


def _told(deed: Deed) -> Iterator[Content]:
    on = f", on {deed.pc}" if deed.pc and deed.pc not in deed.who else ""
    who = f"{deed.who[:1].upper()}{deed.who[1:]}"
    yield Content.assemble(show.line(who, "bold $text-accent"), " ", show.line(f"{deed.when}{on}:"))
    for words in deed.words:
        yield Content.assemble("  ", show.line(shorten(words, _WORDS)))


def _asked(shown: Comparison) -> str:
    count = len(shown.fields)
    if not count:
        return "What you typed has no place in the form any more. It stays with your draft."
    fields = "one field" if count == 1 else f"{count} fields"
    return f"You both changed {fields}. What has a ✓ goes into the form. Nothing is saved yet."


def _rest(shown: Comparison) -> Iterator[Content]:
    for called, names in (("Taken over from the case", shown.taken),
                          ("Kept as you typed", shown.kept)):  # fmt: skip
        if names:
            yield show.labelled(called, ", ".join(names))


def _with_marks(runs: Runs) -> Content:
    return Content("").join(
        [show.run(text, "bold $text-accent" if differs else "") for text, differs in runs]
    )
