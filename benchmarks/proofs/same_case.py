"""Two PCs on one case: the second to save is told, and nothing that either typed is lost."""

import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.proofs.desks import check_stores, details, new_desk, opened
from benchmarks.proofs.report import Report, require
from complaintdesk.domain.errors import CaseChanged
from complaintdesk.services import commands, drafts
from complaintdesk.services.desk import Desk


def same_case(report: Report, rounds: int) -> None:
    """The second to save a case is refused, both texts are kept, and it may go on from there."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = new_desk(root)
        with opened(folder, root / "pc-1") as first, opened(folder, root / "pc-2") as second:
            ref = commands.log_complaint(first, details(first, "Ann")).ref
            for at in range(rounds):
                pair = (first, second) if at % 2 else (second, first)
                _collide(*pair, ref, at)
        check_stores(folder, [root / "pc-1", root / "pc-2"], root / "anew")
    report.figure("times that two saved one case", rounds)
    report.figure("refused, and saved after a look", rounds)
    report.figure("texts lost, or written over unseen", 0)


def _collide(first: Desk, second: Desk, ref: str, at: int) -> None:
    """Both have the case open at one version; each has typed a summary of its own."""
    first.catch_up()
    second.catch_up()
    version = first.store.case(ref).case.version
    theirs, mine = f"What the first typed, {at}", f"What the second typed, {at}"
    _keep_draft(second, ref, version, mine, at)
    _summarise(first, ref, version, theirs)
    try:
        _summarise(second, ref, version, mine)
    except CaseChanged as told:
        require(ref in str(told), "The second is not told which case was changed.")
    else:
        raise AssertionError("The second saved over what it had not seen.")
    now = second.store.case(ref).case
    require(now.details.summary == theirs, "What the first typed is not there.")
    (draft,) = drafts.unfinished(second, ref)
    require(draft.fields["summary"] == mine, "What the second typed is not kept.")
    _summarise(second, ref, now.version, mine)
    drafts.discard(second, draft.id)
    first.catch_up()
    require(first.store.case(ref).case.details.summary == mine, "It could not go on from there.")


def _keep_draft(desk: Desk, ref: str, version: int, text: str, at: int) -> None:
    drafts.keep(desk, drafts.Draft(f"draft-{at}", {"summary": text}, ref, version))


def _summarise(desk: Desk, ref: str, version: int, text: str) -> None:
    changed = replace(desk.store.case(ref).case.details, summary=text)
    commands.change_details(desk, ref, version, changed)
