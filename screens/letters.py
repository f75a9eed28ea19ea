"""The letters of a case: those that fit this moment first, each with its day and what it is for."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from textual.content import Content
from textual.widgets.option_list import Option

from complaintdesk.domain.dates import in_words
from complaintdesk.domain.words import sign, when
from complaintdesk.services import letter_desk
from complaintdesk.services.letter_desk import LetterOffer, draft_name
from screens import show
from screens.case_words import day
from screens.letter_opening import open_letter
from screens.narrowing import NarrowingScreen, has_words

_INDENT = "     "
_MARGIN = 6  # columns at the sides of the list


class LettersScreen(NarrowingScreen[LetterOffer]):
    """Every kind of letter, with those that do not fit now below, and why."""

    HELP = (
        "# Letters\n\nThose that fit now stand first, by the day on which they are due. Type "
        "letters of what you look for; `Up` and `Down` move, `Enter` opens one to be written, "
        "`Esc` goes back. `!!` is overdue, `>>` due today; days are working days."
    )

    def heading(self) -> str:
        return f"Letters of {self.ref}"

    def read(self) -> tuple[LetterOffer, ...]:
        return letter_desk.offers(self.desk, self.ref)

    def key(self, offer: LetterOffer) -> str:
        return offer.kind

    def found(self, typed: str) -> Sequence[LetterOffer]:
        return [o for o in self.offers if has_words(f"{o.title} {o.purpose}", typed)]

    def options(self, found: Sequence[LetterOffer]) -> Iterable[Option]:
        heading = ""
        for offer in found:
            group = "Not now" if offer.why_not else "These fit now"
            if group != heading:
                heading = group
                yield Option(show.line(heading, "bold $text-accent"), disabled=True)
            yield Option(show.stacked(list(self._lines(offer))), id=offer.kind)

    def on_resize(self) -> None:
        if self.offers:
            self.show_offers()

    def status(self, offer: LetterOffer) -> Content:
        if offer.why_not:
            return Content.assemble(("Not now: ", "bold"), show.line(offer.why_not))
        if self._is_begun(offer):
            return Content("Enter goes on with what you typed. Nothing is sent by it.")
        return Content.assemble(
            "Enter opens it to be written: ", show.line(offer.title), ". Nothing is sent by it."
        )

    def choose(self, offer: LetterOffer) -> None:
        if offer.why_not and not self._is_begun(offer):
            self.tell(offer.why_not)
        else:
            open_letter(self, self.ref, offer.kind, self.left)

    def _is_begun(self, offer: LetterOffer) -> bool:
        return draft_name(offer.kind) in self.begun

    def _lines(self, offer: LetterOffer) -> Iterator[Content]:
        width = max(self.size.width - _MARGIN - len(_INDENT), 30)
        yield _first_line(offer)
        about = offer.why_not or offer.purpose
        yield from (Content.styled(_INDENT + line, "$text-muted") for line in wrap(about, width))
        if so_far := " ".join(self._so_far(offer)):
            yield Content(_INDENT + so_far)

    def _so_far(self, offer: LetterOffer) -> Iterator[str]:
        if self._is_begun(offer):
            yield "Half written here."
        if offer.sent:
            yield f"Sent already, on {' and '.join(in_words(on) for on in offer.sent)}."


def _first_line(offer: LetterOffer) -> Content:
    """What it is called and by when it should go, in words as well as by sign and colour."""
    title = show.line(offer.title, "$text-muted" if offer.why_not else "bold")
    if offer.by is None:
        return Content.assemble("  ", title)
    words = f"{sign(offer.state)} {when(offer.state, offer.days_left)}".strip()
    by = f"  {words}, by {day(offer.by)}"
    return Content.assemble("  ", title, (by, show.state_style(offer.state)))
