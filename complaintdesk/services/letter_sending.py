"""Sending a letter: its files put in place, then one change that moves the case on and names them.

What a letter means for its case is the rule of its kind. The files come first: one that no change
names is only a file that never went, while a change that names no file would be a false record.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk import __version__
from complaintdesk.domain.case import Case, SentLetter
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import (
    BadInput,
    CaseChanged,
    FormRefused,
    Problem,
    RuleBroken,
    ShareUnavailable,
    Unconfirmed,
)
from complaintdesk.domain.forms import Reader
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.parts import Entry
from complaintdesk.domain.ruling import Ruling
from complaintdesk.record.place import read_whole
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.services.inside import is_own_file
from complaintdesk.services.letter_desk import LetterView, LetterWork, open_letter, sent_day
from complaintdesk.services.letter_files import folder, keep_file, refuse_gaps, written
from complaintdesk.services.saving import Saved, save
from complaintdesk.services.task_desk import carry_out

if TYPE_CHECKING:
    from complaintdesk.store.facts import LetterSent
    from complaintdesk.store.writing import Writing

_LARGEST = 50_000_000  # bytes of a letter's file
_MOST_WORDS = 100_000  # characters of an edited letter that it can be found by


def send(
    desk: Desk,
    ref: str,
    version: int,
    kind: str,
    fields: Mapping[str, str],
    change_id: str | None = None,
    *,
    standard: bool = False,
) -> Outcome:
    """Record a letter as sent on the day that it carries, with its very files; the case moves on.

    Raises LetterIncomplete for a letter with gaps, Unconfirmed until each departure has its
    reason (in the field `why_` + its key), CaseChanged, RuleBroken, FormRefused.
    """
    # Before any file is written: one of a letter that never went would look as if it had.
    desk.catch_up()
    if change_id and desk.store.saved_before(change_id) is not None:
        return Outcome(ref, f"{ref}: the letter is on record.", earlier=True)
    work = open_letter(desk, ref, kind, standard=standard)
    if work.case.version != version:
        raise CaseChanged(
            f"{ref} was changed by somebody else since this letter was begun. Read it again as it "
            "is now, and send it then."
        )
    on, view = sent_day(work, fields), work.view(fields)
    refuse_gaps(ref, view)
    rehearse(desk, work, view, fields)
    desk.refuse_writing()  # before any file is written: the change that names it would be refused
    files, trouble = written(desk, ref, view)
    sent = _letter_sent(desk, work, view, fields, files)
    said = ""

    def change(writing: "Writing") -> Case:
        nonlocal said
        ruling = _ruling(desk, work, view, writing.load(ref), fields)
        said = f"{work.kind.title}: letter sent ({sent.files[0][0]}). {ruling.entry}"
        line = desk.line(said, kind=Entry.LETTER_OUT, happened_on=on)
        saved = carry_out(desk, writing, ruling, fields, version, line)
        writing.letter_sent(saved, sent)
        return saved

    done = save(desk, f"send {kind}", change, change_id)
    message = "the letter is on record." if done.earlier else f"{said} {trouble}".strip()
    return Outcome(ref, f"{ref}: {message}", done.earlier)


def rehearse(desk: Desk, work: LetterWork, view: LetterView, fields: Mapping[str, str]) -> None:
    """Raise what sending would raise, short of writing anything: the rule, the reasons asked."""
    ruling, reader = _ruling(desk, work, view, work.case, fields), Reader(fields, desk.today())
    if not all(reader.text(f"why_{concern.key}") for concern in ruling.concerns):
        raise Unconfirmed(ruling.concerns)


def sent_letter(desk: Desk, ref: str, kind: str, on: date) -> SentLetter:
    """The letter of this kind that went out on a day. Raises BadInput where there is none."""
    letters = [one for one in desk.store.case(ref).letters if not one.edited]
    found = [one for one in letters if (one.kind, one.sent_on) == (kind, on)]
    if not found:
        raise BadInput(f"No letter like that went out for {ref} on {in_words(on)}.")
    return found[-1]


def attach_edited(
    desk: Desk, ref: str, letter: SentLetter, name: str, made: bytes, change_id: str | None = None
) -> Outcome:
    """Keep a letter as it was edited in Word after it was written here, beside the one written.

    Raises FormRefused with a problem for each required part that is no longer there and each gap.
    """
    if change_id and desk.store.saved_before(change_id) is not None:
        return Outcome(ref, f"{ref}: the edited letter is on record.", earlier=True)
    code = desk.store.case(ref).case.code
    if problems := _lost_in_editing(code, letter.kind, _written_as(desk, letter), made, name):
        said = (f"{name} is not kept.", *problems)
        raise FormRefused(tuple(Problem("path", sentence) for sentence in said))
    desk.refuse_writing()
    path = keep_file(folder(desk, ref) / f"{letter.sent_on} {letter.kind} edited.docx", made)
    file = (path.relative_to(desk.folder).as_posix(), sha256(made).hexdigest())
    done = _record_edited(desk, ref, letter, file, _words_of(made), change_id)
    message = f"{ref}: {path.name} is kept beside the letter as it was written."
    return Outcome(ref, message, done.earlier)


def _lost_in_editing(
    code: Code, kind: str, before: bytes, after: bytes, name: str
) -> tuple[str, ...]:
    """What the edited letter lost. What the written one had too, such as a quoted “TBC”, stays."""
    from letters.catalogue import parts
    from letters.readback import check_back, headings

    was = headings(before)
    asked = [(part.name, was.get(part.name, "")) for part in parts(kind, code)]
    known = check_back(before, asked)
    return tuple(said for said in check_back(after, asked, name) if said not in known)


def _words_of(edited: bytes) -> str:
    """All that an edited letter says: what was written anew in it cannot be told from the rest."""
    from letters.readback import read_back

    return "\n".join(paragraph.text for paragraph in read_back(edited).paragraphs)[:_MOST_WORDS]


def _ruling(
    desk: Desk, work: LetterWork, view: LetterView, case: Case, fields: Mapping[str, str]
) -> Ruling:
    """What sending means for the case, with what is doubtful in the words of the letter."""
    if problem := work.kind.fits(case):
        raise RuleBroken(problem)
    reader = Reader({**work.proposals, **fields}, desk.today())
    ruling = work.kind.sends(case, reader, desk.moment)
    concerns = {concern.key: concern for concern in (*ruling.concerns, *view.concerns)}
    return replace(ruling, concerns=tuple(concerns.values()))


def _letter_sent(
    desk: Desk,
    work: LetterWork,
    view: LetterView,
    fields: Mapping[str, str],
    files: list[tuple[Path, str]],
) -> "LetterSent":
    from complaintdesk.store.facts import LetterSent
    from letters.catalogue import template_name

    kind = work.kind
    return LetterSent(
        kind.kind,
        kind.stage or work.case.stage,
        view.sent_on,
        tuple((path.relative_to(desk.folder).as_posix(), digest) for path, digest in files),
        view.letter.template_sha256,
        __version__,
        _promised(desk, work, view, fields),
        template_name(kind.kind),
        work.source,
        words=work.words(fields),
    )


def _promised(
    desk: Desk, work: LetterWork, view: LetterView, fields: Mapping[str, str]
) -> date | None:
    """The day by which the letter says that an answer will come."""
    box = work.kind.answer_by
    if box == "response_due":
        return view.response_due
    return Reader({**work.proposals, **fields}, desk.today()).coming(box) if box else None


def _written_as(desk: Desk, letter: SentLetter) -> bytes:
    """The Word file as it was written; only a letter of this desk is ever opened."""
    name = next((file for file in letter.files if file.endswith(".docx")), "")
    path = desk.folder / name
    try:
        if not name.startswith("letters/") or not is_own_file(desk.folder, path):
            raise ValueError(name)
        return read_whole(path, _LARGEST)
    except ValueError:  # a name that leads elsewhere, or that no file can have
        raise BadInput(
            "The letter as it was written is not in this desk, so nothing is compared."
        ) from None
    except OSError as error:
        raise ShareUnavailable(
            f"{path} could not be read ({error.strerror or type(error).__name__}). Try again."
        ) from None


def _record_edited(
    desk: Desk,
    ref: str,
    letter: SentLetter,
    file: tuple[str, str],
    words: str,
    change_id: str | None,
) -> Saved:
    from complaintdesk.store.facts import LetterSent

    sent = LetterSent(
        letter.kind, letter.stage, letter.sent_on, (file,), "", __version__, letter.promised,
        edited=True, words=words,
    )  # fmt: skip
    title = KINDS[letter.kind].title if letter.kind in KINDS else letter.kind

    def change(writing: "Writing") -> Case:
        saved = writing.save(writing.load(ref))
        writing.letter_sent(saved, sent)
        entry = f"{title}: kept as edited in Word ({file[0]})."
        line = desk.line(entry, kind=Entry.LETTER_OUT, happened_on=letter.sent_on)
        writing.note(saved, line)
        return saved

    return save(desk, "keep an edited letter", change, change_id)
