"""What the tests of marked cases share: cases, deeds for them, and what came of these."""

from dataclasses import replace

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import Unconfirmed
from complaintdesk.services import commands, marked_deeds, marked_forms, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.marked_cases import Result
from complaintdesk.services.marked_deeds import Assign, Deed, Review
from tests.storage.helpers import complete


def logged(desk: Desk, *names: str, **changes: object) -> list[str]:
    made = (replace(complete(name), **changes) for name in names)  # type: ignore[arg-type]
    return [commands.log_complaint(desk, details).ref for details in made]


def case(desk: Desk, ref: str) -> Case:
    return desk.store.case(ref).case


def version(desk: Desk, ref: str) -> int:
    return case(desk, ref).version


def head(desk: Desk) -> int:
    return desk.store.head()[0]


def to_alex(desk: Desk, **more: str) -> Assign:
    return marked_forms.read_officer(desk, {"other": "Alex Moss", **more})


def review(desk: Desk, what: str = "Did the roofer come?", due: str = "4 Dec") -> Review:
    return marked_forms.read_review(desk, {"due": due, "what": what})


def will(desk: Desk, ref: str, deed: Deed) -> str:
    """The one line on what would happen, or why not."""
    (line,) = marked_deeds.dry_run(desk, [ref], deed)
    return " ".join((*line.problems, *line.remarks))


def run(desk: Desk, refs: list[str], deed: Deed) -> tuple[Result, ...]:
    return marked_deeds.carry_out(desk, marked_deeds.dry_run(desk, refs, deed), deed)


def do(desk: Desk, ref: str, name: str, **fields: str) -> None:
    """A task as one case's form opens, with a reason for all that the Code asks else."""
    form = task_desk.form(desk, ref, name)
    typed = {spec.name: spec.value for spec in form.fields} | fields
    try:
        task_desk.perform(desk, ref, form.case.version, name, typed)
    except Unconfirmed as error:
        why = {f"why_{concern.key}": "It is so." for concern in error.concerns}
        task_desk.perform(desk, ref, form.case.version, name, typed | why)


def close(desk: Desk, ref: str) -> None:
    do(desk, ref, "close", closing="withdrawn", note="She rang today.")
