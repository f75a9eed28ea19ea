"""Figures of letters: their words with every check, each form, and many in one run."""

import time
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.desks import a_desk, times
from benchmarks.figures import Figure, Scope, figure
from complaintdesk.domain.case import Intake
from complaintdesk.domain.views import View
from complaintdesk.services import commands, letter_batch, letter_desk, queries
from complaintdesk.services.desk import Desk

_KIND = "stage1-acknowledgement"


def letters(scope: Scope) -> Iterator[Figure]:
    """One letter in every form, then many cases acknowledged, files and record and all."""
    from letters import outputs

    with a_desk() as desk:
        work = letter_desk.open_letter(desk, _complete(desk), _KIND)
        made = work.view({}).letter
        rounds = scope.runs * 5
        yield figure("a letter's words and checks", times(rounds, lambda: work.view({})), "ms")
        yield figure("as Word", times(rounds, lambda: outputs.to_docx(made)), "ms")
        yield figure("as PDF", times(rounds, lambda: outputs.to_pdf(made)), "ms")
        yield figure("as text", times(rounds, lambda: outputs.to_text(made)), "ms")
        yield from _in_a_row(desk, scope.size(10, 100))


def _in_a_row(desk: Desk, many: int) -> Iterator[Figure]:
    """A Monday morning, or ten: the dry run, and the sending of all."""
    details = _details(desk)
    refs = [commands.log_complaint(desk, details).ref for _ in range(many)]
    began = time.perf_counter()
    lines = letter_batch.dry_run(desk, refs, _KIND)
    looked = time.perf_counter()
    sent = letter_batch.send_ready(desk, lines, _KIND)
    done = time.perf_counter()
    if not all(result.is_sent for result in sent):
        raise AssertionError("a letter of the run stayed")
    yield figure(f"dry run of {many} letters", [looked - began], "s")
    yield figure(f"{many} letters sent", [done - looked], "s")


def _complete(desk: Desk) -> str:
    """A case whose acknowledgement lacks nothing."""
    refs = [row.ref for row in queries.queue(desk, View("to-acknowledge")).rows if row.stage == 1]
    return next(line.ref for line in letter_batch.dry_run(desk, refs, _KIND) if line.is_ready)


def _details(desk: Desk) -> Intake:
    details = desk.store.case(_complete(desk)).case.details
    return replace(details, received_on=desk.today(), external_id="")
