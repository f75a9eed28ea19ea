"""The same kind of letter for several cases: what each lacks first, then only the complete ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from complaintdesk.domain.errors import CaseChanged, DeskError, Unconfirmed
from complaintdesk.domain.half_written import TO_COMPARE
from complaintdesk.services import marked_cases
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import half_written, open_letter
from complaintdesk.services.letter_sending import rehearse, send
from complaintdesk.services.marked_cases import Line as Line
from complaintdesk.services.marked_cases import changed_by

_BOTH = "You and a colleague both changed what it says. Write this one by itself."


@dataclass(frozen=True, slots=True)
class Result(marked_cases.Result):
    """What became of one case of a run."""

    @property
    def is_sent(self) -> bool:
        return self.is_done


def dry_run(desk: Desk, refs: Iterable[str], kind: str) -> tuple[Line, ...]:
    """What a run would do, case by case. Changes nothing and writes no file."""
    return tuple(_line(desk, ref, kind) for ref in refs)


def send_ready(
    desk: Desk,
    lines: Sequence[Line],
    kind: str,
    told: Callable[[Result], None] = lambda result: None,
) -> tuple[Result, ...]:
    """Send the letters of the cases that are ready, each a change of its own; the others stay.

    `told` hears of each as it is done. One that is refused after all does not stop the rest.
    """
    results = []
    for line in lines:
        result = _sent(desk, line, kind) if line.is_ready else _stayed(line, line.problems)
        told(result)
        results.append(result)
    return tuple(results)


def _line(desk: Desk, ref: str, kind: str) -> Line:
    name, version = "", 0
    try:
        file = desk.store.case(ref)
        case = file.case
        name, version = case.details.complainant.name, case.version
        work = open_letter(desk, ref, kind)
        begun = half_written(desk, work)
        fields = dict(begun.fields) if begun else work.proposals
        if fields.get(TO_COMPARE):
            return Line(ref, name, version, fields, "", (_BOTH,))
        view = work.view(fields)
        problems = tuple(lack.sentence for lack in view.letter.missing)
        if not problems:
            rehearse(desk, work, view, fields)
    except Unconfirmed as error:
        asked = tuple(concern.sentence for concern in error.concerns)
        return Line(ref, name, version, fields, "", (*asked, "Write this one by itself."))
    except DeskError as error:
        return Line(ref, name, version, {}, "", (str(error),))
    draft_id = begun.id if begun else ""
    seen = len(file.history)
    return Line(ref, name, version, fields, draft_id, problems, view.remarks, seen)


def _sent(desk: Desk, line: Line, kind: str) -> Result:
    from complaintdesk.services import drafts

    try:
        outcome = send(desk, line.ref, line.version, kind, line.fields, line.change_id or None)
    except CaseChanged as error:
        return _stayed(line, (changed_by(desk, line) or str(error),))
    except DeskError as error:
        return _stayed(line, (str(error),))
    if line.change_id:
        drafts.discard(desk, line.change_id)
    return Result(line.ref, line.complainant, True, outcome.message)


def _stayed(line: Line, problems: Sequence[str]) -> Result:
    return Result(line.ref, line.complainant, False, " ".join(problems))
