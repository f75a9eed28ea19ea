"""What the Code asks of a letter, ticked off by provision, and what to know before it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.services.letter_desk import LetterView
from letters.lacks import Lack
from screens import show

_THERE, _MISSING = "✓ there  ", "✗ missing"
_BEFORE = 16  # columns before a heading: the sign, the word and the provision
_BESIDE = 4  # columns beside the list: its margin and its scroll bar


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the panel: a part of the letter, or something else that it cannot go without.

    `field` is where to go while it is missing, and empty where it is there.
    """

    part: str
    provision: str
    heading: str
    field: str
    sentences: tuple[str, ...]


class AskedPanel(Vertical):
    """The remarks above, the parts below; Enter on a missing one goes to its box."""

    def __init__(self, code: str) -> None:
        super().__init__(id="asked")
        self.code, self.lines = code, tuple[Asked, ...]()

    def compose(self) -> ComposeResult:
        yield Static("Before it goes", classes="section", id="before")
        with VerticalScroll(id="remarks", can_focus=False):
            yield Static(id="remarks-said", markup=False)
        yield Static(f"What the {self.code} asks", classes="section", id="asks")
        yield OptionList(id="checks", markup=False)
        yield Static(id="check-said", markup=False)

    def show_view(self, view: LetterView, remarks: Sequence[str]) -> None:
        """Say how the letter stands."""
        said = show.stacked([show.line(f"- {remark}") for remark in remarks])
        self.query_one("#remarks-said", Static).update(said)
        for name in ("#before", "#remarks"):
            self.query_one(name).display = bool(remarks)
        lines = tuple(_lines(view))
        if lines != self.lines:
            self._fill(lines)

    def on_resize(self) -> None:
        self._fill(self.lines)

    def go_to(self, field: str) -> None:
        """Put the cursor on the line for something that is missing."""
        found = [at for at, line in enumerate(self.lines) if line.field == field]
        checks = self.query_one("#checks", OptionList)
        checks.highlighted = found[0] if found else checks.highlighted
        checks.focus()

    @property
    def current(self) -> Asked | None:
        """The line under the cursor."""
        at = self.query_one("#checks", OptionList).highlighted
        return self.lines[at] if at is not None and at < len(self.lines) else None

    def _fill(self, lines: tuple[Asked, ...]) -> None:
        here, checks = self.current, self.query_one("#checks", OptionList)
        self.lines = lines
        checks.clear_options()
        width = max(self.size.width - _BEFORE - _BESIDE, 16)
        checks.add_options(Option(_words(line, width)) for line in lines)
        same = [at for at, line in enumerate(lines) if here and line.part == here.part]
        missing = [at for at, line in enumerate(lines) if line.field]
        checks.highlighted = next(iter((*same, *missing, 0))) if lines else None
        self.say()

    @on(OptionList.OptionHighlighted, "#checks")
    def say(self) -> None:
        """What is missing in the line under the cursor."""
        here = self.current
        words = " ".join(here.sentences) if here and here.sentences else ""
        if here and not words:
            words = "The letter says it. Enter shows where."
        self.query_one("#check-said", Static).update(show.line(words))


def _lines(view: LetterView) -> Iterator[Asked]:
    """What no part stands for comes first, such as an address; then the parts in their order."""
    missing = view.letter.missing
    parts = {check.part for check in view.checks}
    for lack in (lack for lack in missing if lack.part not in parts):
        yield Asked(lack.field, lack.provision, _first_sentence(lack), lack.field, (lack.sentence,))
    for check in view.checks:
        said = tuple(lack.sentence for lack in missing if lack.part == check.part)
        yield Asked(check.part, check.provision, check.heading, check.field, said)


def _first_sentence(lack: Lack) -> str:
    label = lack.label.replace("_", " ")
    return label[:1].upper() + label[1:]


def _words(line: Asked, width: int) -> Content:
    """The heading is broken by hand, so that its second line stands under its first."""
    sign = (_MISSING, "bold $text-warning") if line.field else (_THERE, "$text-success")
    rows = wrap(show.line(line.heading).plain, width) or [""]
    heading = ("\n" + " " * _BEFORE).join(rows)
    return Content.assemble(
        sign, f" {line.provision:<5} ", Content.styled(heading, "bold" if line.field else "")
    )
