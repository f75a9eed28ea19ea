"""Tasks as the officer does them: which fit a case, the form of one, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from complaintdesk.domain.case import Case, HistoryLine
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, RuleBroken, Unconfirmed
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.intake_form import as_form
from complaintdesk.domain.parts import Departure, Link
from complaintdesk.domain.rules import judged
from complaintdesk.domain.rules.endings import linked_intake
from complaintdesk.domain.ruling import Ruling
from complaintdesk.domain.tasks import TASKS, Task
from complaintdesk.domain.tasks.linked import GROUP, LINKED
from complaintdesk.domain.text import shorten
from complaintdesk.services.commands import log_linked
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.services.saving import save

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing


@dataclass(frozen=True, slots=True)
class Offer:
    """A task for a case; `why_not` is empty where it can be done now, else says why not."""

    name: str
    group: str
    title: str
    why_not: str


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What a task asks for, with the case as it stood when it was asked."""

    case: Case
    name: str
    title: str
    note: str
    fields: tuple[FieldSpec, ...]


def offers(desk: Desk, ref: str) -> tuple[Offer, ...]:
    """Every task, in the order of the menu. Raises CaseNotFound."""
    case = desk.store.case(ref).case
    tasks = (Offer(t.name, t.group, t.title, t.fits(case)) for t in TASKS.values())
    linked = (Offer(k.name, GROUP, k.title, k.fits(case)) for k in LINKED.values())
    return (*tasks, *linked)


def linked_form(desk: Desk, ref: str, name: str) -> dict[str, str]:
    """The intake form of a case that comes out of this one, begun from what is known."""
    linked, case = LINKED[name], desk.store.case(ref).case
    if problem := linked.fits(case):
        raise RuleBroken(problem)
    fields = as_form(linked_intake(case, linked.kind, desk.today()))
    return {**fields, "link_ref": ref, "link_kind": str(linked.kind)}


def form(desk: Desk, ref: str, name: str) -> TaskForm:
    """The form of a task, with what is proposed. Raises RuleBroken where it does not fit now."""
    task, case = _task(name), desk.store.case(ref).case
    if problem := task.fits(case):
        raise RuleBroken(problem)
    return TaskForm(case, name, task.title, task.note(case), task.fields(case, desk.moment))


def perform(
    desk: Desk,
    ref: str,
    version: int,
    name: str,
    fields: Mapping[str, str],
    change_id: str | None = None,
) -> Outcome:
    """Do a task with its form as typed; one change in the record.

    `version` is that of the case the officer was looking at. Raises FormRefused, Unconfirmed
    (until each concern's reason stands in the field `why_` + its key), RuleBroken, CaseChanged.
    """
    task, said = _task(name), ""

    def work(writing: "Writing") -> Case:
        nonlocal said
        ruling = _rule(desk, task, writing.load(ref), fields)
        said = ruling.entry
        line = desk.line(ruling.entry, kind=ruling.kind, happened_on=ruling.happened_on)
        return carry_out(desk, writing, ruling, fields, version, line)

    done = save(desk, task.title.lower(), work, change_id)
    message = f"{ref} is saved." if done.earlier else f"{ref}: {shorten(said, 200)}"
    return Outcome(ref, message, done.earlier)


def carry_out(
    desk: Desk,
    writing: "Writing",
    ruling: Ruling,
    fields: Mapping[str, str],
    version: int,
    line: HistoryLine,
) -> Case:
    """Write what a rule gave, with its line and each departure with the reason in the form."""
    after, departures = _with_departures(desk, ruling, fields)
    saved = writing.save(judged(after, desk.duties(after)), version)
    writing.note(saved, line)
    for departure in departures:
        writing.note(saved, desk.line(_departed(departure)))
    if ruling.also:
        details, kind = ruling.also
        log_linked(desk, writing, details, Link(saved.ref, kind))
    return saved


def _rule(desk: Desk, task: Task, case: Case, fields: Mapping[str, str]) -> Ruling:
    if problem := task.fits(case):
        raise RuleBroken(problem)
    reader = Reader(fields, desk.today())
    ruling = task.rule(case, reader, desk.moment)
    if not all(reader.text(f"why_{c.key}") for c in ruling.concerns):
        raise Unconfirmed(ruling.concerns)
    return ruling


def _with_departures(
    desk: Desk, ruling: Ruling, fields: Mapping[str, str]
) -> tuple[Case, tuple[Departure, ...]]:
    """The case with each step that departs from the Code, and the reason given for it."""
    reader, case, today = Reader(fields, desk.today()), ruling.case, desk.today()
    made = tuple(
        Departure(
            today, case.stage, c.key, c.provision, c.sentence, reader.text(f"why_{c.key}"),
            case.code is Code.HOUSING,
        )
        for c in ruling.concerns
    )  # fmt: skip
    return replace(case, departures=(*case.departures, *made)), made


def _departed(departure: Departure) -> str:
    kind = "Breach" if departure.breach else "Departure"
    return f"{kind} confirmed. {departure.asked} Reason: {departure.reason}"


def _task(name: str) -> Task:
    if name not in TASKS:
        raise BadInput(f"There is no task “{name[:40]}”.")
    return TASKS[name]
