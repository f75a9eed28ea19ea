"""Opening a letter: the case as it is, what was half written, and a council's wording with a fault.

A bad wording is never passed over in silence: the officer reads what is wrong with it and where,
and may take the standard wording for this once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.content import Content

from complaintdesk.domain.errors import BadInput, DeskError
from complaintdesk.services import letter_desk, wordings
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.letter_desk import LetterView, LetterWork
from complaintdesk.services.task_desk import TaskForm
from complaintdesk.services.wordings import WordingRefused
from screens import show
from screens.ask import ChooseScreen
from screens.base import DeskScreen, off_loop
from screens.held_keys import Opening, open_above
from screens.kept import refuse_or_show
from screens.task_draft import begun

_STANDARD = "standard"
_ANSWERS = (("back", "No, go back"), (_STANDARD, "Yes, the standard wording for this once"))


@dataclass(frozen=True, slots=True)
class LetterForm(TaskForm):
    """The boxes of a letter, with all that it is made from.

    `standard` is set where the standard wording was taken in the place of the council's.
    """

    work: LetterWork
    standard: bool


Begun = tuple[LetterForm, Draft, LetterView]


def open_letter(
    screen: DeskScreen[Any],
    ref: str,
    kind: str,
    done: Callable[[str | None], None] | None = None,
) -> None:
    """Open a letter for a case, with what was half written before put back."""
    open_above(screen, partial(show_letter, screen, ref, kind, done))


async def show_letter(
    screen: DeskScreen[Any],
    ref: str,
    kind: str,
    done: Callable[[str | None], None] | None,
    opening: Opening,
) -> None:
    """Read what the letter is made from, then show it."""
    from screens.letter import LetterScreen

    try:
        letter = await _begin(screen, ref, kind, opening)
    except DeskError as error:
        await refuse_or_show(screen, ref, letter_desk.draft_name(kind), error)
        return
    if letter and screen.is_active:
        await opening.show(LetterScreen(screen.desk, *letter), done)


async def takes_standard(screen: DeskScreen[Any], error: WordingRefused) -> bool:
    """Asks whether our own wording is to stand in for a council's that has a fault."""
    return await screen.app.push_screen_wait(_on_fault(error)) == _STANDARD


def _on_fault(error: WordingRefused) -> ChooseScreen:
    question = show.stacked(
        [
            Content.styled("The council's own wording of this letter has a fault", "bold"),
            show.plain(str(error)),
            Content(""),
            Content("Mend that file, or use the standard wording for this one letter, which goes"),
            Content("on record with it?"),
        ]
    )
    return ChooseScreen(question, _ANSWERS)


def letter_form(desk: Desk, ref: str, kind: str, standard: bool) -> LetterForm:
    """The boxes of a letter on the case as it is. Raises WordingRefused, RuleBroken."""
    work = letter_desk.open_letter(desk, ref, kind, standard=standard)
    name, what = letter_desk.draft_name(kind), work.kind
    return LetterForm(work.case, name, what.title, what.purpose, work.fields, work, standard)


async def _begin(screen: DeskScreen[Any], ref: str, kind: str, opening: Opening) -> Begun | None:
    try:
        return await off_loop(_read, screen.desk, ref, kind, False)
    except WordingRefused as error:
        if await opening.ask(_on_fault(error)) != _STANDARD:
            return None
    return await off_loop(_read, screen.desk, ref, kind, True)


def _read(desk: Desk, ref: str, kind: str, standard: bool) -> Begun:
    desk.refuse_carrying_on()
    form = letter_form(desk, ref, kind, standard)
    draft = begun(desk, form)
    return form, draft, viewed(form.work, draft.fields)


def viewed(work: LetterWork, fields: Mapping[str, str]) -> LetterView:
    """The letter with these boxes; a council's wording may show its fault only then."""
    try:
        return work.view(fields)
    except BadInput as error:
        if work.source == wordings.COUNCIL:
            raise WordingRefused(str(error)) from None
        raise
