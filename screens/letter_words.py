"""What is said about a letter while it is written, and asked before it goes on record."""

from collections.abc import Iterator

from textual.content import Content

from complaintdesk.domain.dates import in_words
from complaintdesk.services import wordings
from complaintdesk.services.letter_desk import LetterView, LetterWork
from screens import show

_NAMES = ("Boxes", "Letter", "What the Code asks")


def sheet_names(current: int) -> Content:
    """The three views by name, the current one marked, where there is room for one only."""
    pieces: list[Content | str] = []
    for at, name in enumerate(_NAMES):
        # Marked in words' own signs too: not every terminal shows reverse.
        shown = f"[{name}]" if at == current else f" {name} "
        pieces += [Content.styled(shown, "reverse bold" if at == current else ""), " "]
    return Content.assemble(*pieces, ("  F2 goes on to the next", "$text-muted"))


def state(work: LetterWork, view: LetterView) -> Content:
    """Whether it can go, and what it says about days."""
    count = len(view.letter.missing)
    things = "One thing is" if count == 1 else f"{count} things are"
    standing = (
        Content.styled(f"!! {things} missing.", "bold $text-warning")
        if count
        else Content.styled("✓ Complete.", "bold $text-success")
    )
    large = "  Large print." if view.letter.large else ""
    promise = (
        f"; promises an answer by {in_words(view.response_due)}"
        if work.kind.duty == "acknowledge" and view.response_due
        else ""
    )
    return Content.assemble(standing, f"{large}  Dated {in_words(view.sent_on)}{promise}.")


def remarks(work: LetterWork, view: LetterView) -> tuple[str, ...]:
    """What to know before it goes; none of it stops the letter."""
    return (*view.remarks, *_about_print(work, view), *_about_wording(work))


def question(work: LetterWork, view: LetterView) -> Content:
    """What is asked before a letter goes on record."""
    case = work.case
    noted = [show.line(f"- {remark}") for remark in remarks(work, view)]
    return show.stacked(
        [
            Content.styled("Record this letter as sent?", "bold"),
            show.line(f"{case.ref}, {case.details.complainant.name}"),
            show.line(f"{work.kind.title}, to {case.addressee.name}"),
            Content(f"Dated {in_words(view.sent_on)}"),
            *([Content(""), *noted] if noted else []),
            Content(""),
            Content("It goes on record with its very words, and the case moves on with it."),
        ]
    )


def _about_print(work: LetterWork, view: LetterView) -> Iterator[str]:
    if view.letter.large and not work.adjusted.large:
        yield "It is in large print, 18 point, as chosen here."
    if work.adjusted.large and not view.letter.large:
        yield "It is in normal print, as chosen here, though the adjustments ask for large print."


def _about_wording(work: LetterWork) -> Iterator[str]:
    if work.source == wordings.STANDARD_ONCE:
        yield "It has the standard wording for this once, not the council's own."
