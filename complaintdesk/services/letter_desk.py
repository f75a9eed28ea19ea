"""Letters as the officer deals with them: the words, what they lack, the files, the sending."""

import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk import __version__
from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import (
    BadInput,
    CaseChanged,
    DeskUnusable,
    LetterIncomplete,
    RuleBroken,
    ShareUnavailable,
)
from complaintdesk.domain.rules import acknowledge
from complaintdesk.domain.rules.common import why_not_complaint, why_not_running
from complaintdesk.record.place import put_if_free, shared_folder
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome

if TYPE_CHECKING:
    from letters.blocks import Letter
    from letters.facts import Office

ACKNOWLEDGEMENT = "stage1-acknowledgement"
_STAGE = 1  # the stage that the letter acknowledges, whatever stage its case is at
_REF = re.compile(r"CD-\d{4}-\d{4,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter for a case as it would go out on `sent_on`, and whether it has gone.

    `why_not` says why it cannot go now, whatever its words; it can be looked at all the same.
    """

    case: Case
    letter: "Letter"
    sent_on: date
    response_due: date
    acknowledged: date | None
    why_not: str


def letter(
    desk: Desk, ref: str, kind: str = ACKNOWLEDGEMENT, *, sent_on: date | None = None,
    draft: bool = False,
) -> LetterView:  # fmt: skip
    """A letter as it stands, gaps and all.

    Raises BadInput for a kind that is not known, RuleBroken for a request for service.
    """
    from letters.catalogue import letter_kind
    from letters.facts import acknowledgement_facts
    from letters.lacks import lacks
    from letters.render import render

    letter_kind(kind)
    case = desk.store.case(ref).case
    if not case.stages:
        raise RuleBroken(f"{why_not_complaint(case)} It has no acknowledgement letter.")
    already = case.stages[0].acknowledged
    on = sent_on or already or desk.today()
    due = _response_due(desk, case, on)
    facts = acknowledgement_facts(case, _office(desk), sent_on=on, response_due=due)
    made = render(kind, facts, lacks(kind, case, _office(desk)), draft=draft)
    return LetterView(case, made, on, due, already, _why_not_now(case))


def letter_file(desk: Desk, ref: str, kind: str, form: str, draft: bool) -> tuple[bytes, Path]:
    """A letter in one form, and where it belongs on the desk. Refuses one with gaps."""
    view = letter(desk, ref, kind, draft=draft)
    if not draft:
        _refuse_gaps(view)
    name = _stem(view) + (" DRAFT" if draft else "")
    return _content(view.letter, form), _folder(desk, ref) / f"{name}.{form}"


def keep_file(path: Path, content: bytes) -> Path:
    """Put a letter's file in place without overwriting: other words under that name stay."""
    try:
        shared_folder(path.parent)
        return _put(path.parent, path.stem, path.suffix, content)
    except OSError as error:
        raise ShareUnavailable(
            f"The letter could not be written into {path.parent} "
            f"({error.strerror or type(error).__name__}). Nothing was recorded; try again."
        ) from None


def write_files(desk: Desk, ref: str, sent_on: date | None = None) -> tuple[Path, ...]:
    """Write the letter as Word and plain text into the desk's letters/; returns the paths.

    A file of the same name with other words in it is kept, and the new one gets `-2`.
    """
    view = letter(desk, ref, sent_on=sent_on)
    _refuse_not_now(view.case)
    _refuse_gaps(view)
    return tuple(path for path, _ in _written(desk, view))


def send_acknowledgement(
    desk: Desk, ref: str, version: int, sent_on: date, change_id: str | None = None
) -> Outcome:
    """Record the acknowledgement as sent on a day, with the very files; moves the case on (6.2)."""
    from complaintdesk.store.facts import LetterSent

    if change_id and desk.store.saved_before(change_id) is not None:
        return commands.acknowledged(ref, sent_on)  # a try before this one got there after all
    view = letter(desk, ref, sent_on=sent_on)
    if view.case.version != version:
        raise CaseChanged(
            f"{ref} was changed by somebody else since this letter was shown. Read it again as it "
            "is now, and then record it as sent."
        )
    check_day(desk, view.case, sent_on)
    _refuse_gaps(view)
    files = tuple(
        (path.relative_to(desk.folder).as_posix(), digest) for path, digest in _written(desk, view)
    )
    sent = LetterSent(
        ACKNOWLEDGEMENT, _STAGE, sent_on, files, view.letter.template_sha256, __version__,
        view.response_due,
    )  # fmt: skip
    return commands.acknowledge(desk, ref, version, sent_on, sent, change_id)


def check_day(desk: Desk, case: Case, on: date) -> None:
    """Raise RuleBroken or BadInput where the letter cannot have gone on a day.

    Asked before any file is written: a file of a letter that never went would look as if it had.
    """
    _refuse_not_now(case)
    acknowledge(case, on, desk.today())


def _office(desk: Desk) -> "Office":
    from letters.facts import Office

    c = desk.file.council
    return Office(c.name, c.team, c.phone, c.email, c.address, desk.file.ombudsmen, desk.training)


def _response_due(desk: Desk, case: Case, on: date) -> date:
    """The day that the letter promises: counted from the day it is sent (6.3).

    Nothing that came later moves it, neither more time nor the end of the stage or of the case.
    """
    first = replace(
        case.stages[0], acknowledged=on, answered=None, refused=None, respond_by=None, extensions=()
    )
    asked = replace(case, stages=(first,), closed_on=None)
    duty = next(d for d in desk.duties(asked) if d.kind == "respond")
    assert duty.due is not None
    return duty.due


def _why_not_now(case: Case) -> str:
    """Why the letter cannot go now; empty where nothing but gaps can stop it."""
    if problem := why_not_running(case):
        return problem
    if problem := commands.why_not_letter_of(_STAGE, case):
        return problem
    already = case.current.acknowledged
    return f"{case.ref} was already acknowledged, on {in_words(already)}." if already else ""


def _refuse_not_now(case: Case) -> None:
    if problem := _why_not_now(case):
        raise RuleBroken(problem)


def _refuse_gaps(view: LetterView) -> None:
    missing = view.letter.missing
    if missing:
        raise LetterIncomplete(
            f"This letter for {view.case.ref} cannot go yet. "
            + " ".join(lack.sentence for lack in missing),
            tuple(lack.field for lack in missing),
        )


def _content(made: "Letter", form: str) -> bytes:
    from letters import outputs

    if form == "docx":
        return outputs.to_docx(made)
    if form == "md":
        return outputs.to_markdown(made).encode()
    if form == "txt":
        return outputs.to_text(made).encode()
    raise BadInput("A PDF cannot be made yet. Use --format docx, and Word's Save as PDF.")


def _written(desk: Desk, view: LetterView) -> list[tuple[Path, str]]:
    kept = []
    for form in ("docx", "txt"):
        content = _content(view.letter, form)
        path = _folder(desk, view.case.ref) / f"{_stem(view)}.{form}"
        kept.append((keep_file(path, content), sha256(content).hexdigest()))
    return kept


def _put(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    number = 1
    while True:
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            put_if_free(path, content)
        except FileExistsError:
            if path.read_bytes() != content:
                number += 1
                continue
        # Read back before it is named in a change: what counts is what is there.
        if path.read_bytes() != content:
            raise DeskUnusable(f"{path} does not hold what was written. Nothing was recorded.")
        return path


def _stem(view: LetterView) -> str:
    return f"{view.sent_on.isoformat()} {view.letter.kind}"


def _folder(desk: Desk, ref: str) -> Path:
    """The case's own folder; only a reference as we make them may become part of a path."""
    if not _REF.fullmatch(ref):
        raise DeskUnusable(f"“{ref[:40]}” is not a reference of this desk, so no file is written.")
    return desk.folder / "letters" / ref
