"""Figures of letters: their words with every check, each form, and a hundred in one run."""

import time
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.figures import Figure, figure
from benchmarks.inside import a_desk, times
from complaintdesk.domain.case import Intake
from complaintdesk.services import commands, letter_batch, letter_desk, queries
from complaintdesk.services.desk import Desk

_KIND = "stage1-acknowledgement"
_MANY = 100


def letters(runs: int) -> Iterator[Figure]:
    """One letter in every form, then a hundred cases acknowledged, files and record and all."""
    from letters import outputs

    with a_desk(60) as desk:
        work = letter_desk.open_letter(desk, _complete(desk), _KIND)
        made = work.view({}).letter
        rounds = runs * 5
        yield figure("a letter's words and checks", times(rounds, lambda: work.view({})), "ms")
        yield figure("as Word", times(rounds, lambda: outputs.to_docx(made)), "ms")
        yield figure("as PDF", times(rounds, lambda: outputs.to_pdf(made)), "ms")
        yield figure("as text", times(rounds, lambda: outputs.to_text(made)), "ms")
        yield from _hundred(desk)


def _hundred(desk: Desk) -> Iterator[Figure]:
    """Ten times Monday morning: the dry run, and the sending of all."""
    details = _details(desk)
    refs = [commands.log_complaint(desk, details).ref for _ in range(_MANY)]
    began = time.perf_counter()
    lines = letter_batch.dry_run(desk, refs, _KIND)
    looked = time.perf_counter()
    sent = letter_batch.send_ready(desk, lines, _KIND)
    done = time.perf_counter()
    if not all(result.is_sent for result in sent):
        raise AssertionError("a letter of the run stayed")
    yield figure(f"dry run of {_MANY} letters", [looked - began], "s")
    yield figure(f"{_MANY} letters sent", [done - looked], "s")


def _complete(desk: Desk) -> str:
    """A case whose acknowledgement lacks nothing."""
    refs = [row.ref for row in queries.queue(desk, "to-acknowledge").rows if row.stage == 1]
    return next(line.ref for line in letter_batch.dry_run(desk, refs, _KIND) if line.is_ready)


def _details(desk: Desk) -> Intake:
    details = desk.store.case(_complete(desk)).case.details
    return replace(details, received_on=desk.today(), external_id="")
