"""What was typed for something that cannot be done any more: to be read, copied, or let go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from complaintdesk.domain.errors import DeskError, RuleBroken
from complaintdesk.domain.half_written import AT_STAGE, SEEN, form_alone, sides
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.tasks import TASKS
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.services import drafts
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.since import TYPED, since
from screens import show
from screens.ask import ChooseScreen
from screens.base import FORM_HELP, FORM_KEYS, DeskScreen, off_loop

_TALLEST = 8  # lines of one text, from which it scrolls
_LETTER, _WHY = "letter-", "why_"


@dataclass(frozen=True, slots=True)
class Kept:
    """A half-written form that has no place now: what it was for, why not, and what is in it."""

    ref: str
    title: str
    why_not: str
    draft: Draft
    texts: tuple[tuple[str, str], ...]


class KeptScreen(DeskScreen[None]):
    """Every text that was typed, each under its name. Nothing can be typed here."""

    CSS_PATH = "form.tcss"
    HELP = (
        "# What you typed\n\nIt cannot be saved any more, and nothing of it is lost. `Tab` goes "
        "from text to text, `Shift` with the arrows marks and `Ctrl+C` copies what is marked."
    )
    BINDINGS = [
        *FORM_KEYS,
        Binding("f5", "copy_all", "Copy all", id="copy-all",
                tooltip="Put all of it where Paste in another program finds it"),
        Binding("f4", "let_go", "Let it go", id="let-go",
                tooltip="Throw away what was typed, after a question"),
        FORM_HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk, kept: Kept) -> None:
        super().__init__(desk)
        self.kept = kept

    def body(self) -> ComposeResult:
        kept = self.kept
        yield Static(show.line(f"{kept.ref}  ·  {kept.title}  ·  half written"),
                     classes="title-bar")  # fmt: skip
        with VerticalScroll(id="form", can_focus=False):
            yield Static(show.plain(kept.why_not), id="why-not")
            yield Static("What you typed is here, to be read and copied.", classes="note")
            for number, (name, text) in enumerate(kept.texts):
                yield Static(show.line(name), classes="section")
                area = TextArea(text, read_only=True, compact=True, id=f"text-{number}")
                area.styles.height, area.styles.max_height = "auto", _TALLEST
                yield area

    def on_mount(self) -> None:
        self.query(TextArea).first().focus(scroll_visible=False)

    def action_copy_all(self) -> None:
        texts = (f"{name}\n{text}" for name, text in self.kept.texts)
        self.app.copy_to_clipboard("\n\n".join(texts))
        self.tell("Copied, where your terminal lets programs copy. Else mark it with the mouse.")

    @work(group="back", exclusive=True)
    async def action_let_go(self) -> None:
        question = Content("Throw away what you typed here? It cannot be brought back.")
        answers = (("keep", "No, keep it"), ("throw", "Yes, throw it away"))
        if await self.app.push_screen_wait(ChooseScreen(question, answers)) == "throw":
            await off_loop(drafts.discard, self.desk, self.kept.draft.id)
            self.dismiss(None)


async def refuse_or_show(screen: DeskScreen[Any], ref: str, name: str, error: DeskError) -> None:
    """Say why a form cannot be opened, and show what was half written in it, if anything was."""
    kept = None
    if isinstance(error, RuleBroken):
        kept = await off_loop(_find, screen.desk, ref, name, str(error))
    if kept and screen.is_active:
        screen.app.push_screen(KeptScreen(screen.desk, kept))
    else:
        screen.refuse(error)


def _find(desk: Desk, ref: str, name: str, why_not: str) -> Kept | None:
    draft = next(iter(drafts.unfinished(desk, ref, name)), None)
    texts = tuple(_texts(draft)) if draft else ()
    if draft is None or not texts:
        return None
    seen = draft.fields.get(SEEN, "")
    news = since(desk, ref, int(seen)) if seen.isdecimal() else None
    changed = f"{news.sentence(TYPED)}\n" if news and news.deeds else ""
    return Kept(ref, _title(name), f"{changed}{why_not}", draft, texts)


def _texts(draft: Draft) -> Iterator[tuple[str, str]]:
    """Whatever was typed and not only proposed, and what stands beside the form."""
    fields: Mapping[str, str] = draft.fields
    for name, text in form_alone(fields).items():
        known = (draft.base.get(name, ""), (draft.on_record or {}).get(name))
        if clean(text) and text not in known and name != AT_STAGE:
            yield _label(name), clean(text)
    for side in sides(fields):
        for text in (side.yours, side.before):
            if clean(text) and text != fields.get(side.name, ""):
                yield f"{_label(side.name)}, another text of yours", clean(text)


def _label(name: str) -> str:
    """The name of a field in words; which label it had, no form says any more."""
    words = name.removeprefix(_WHY).replace("_", " ")
    words = f"reason: {words}" if name.startswith(_WHY) else words
    return clean_line(words[:1].upper() + words[1:])


def _title(name: str) -> str:
    kind = KINDS.get(name.removeprefix(_LETTER)) if name.startswith(_LETTER) else TASKS.get(name)
    return kind.title if kind else "A form"
