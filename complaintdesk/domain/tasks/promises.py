"""Tasks of promises: made, kept, changed, undeliverable."""

import re
from dataclasses import replace

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.forms import Choices, FieldSpec, Reader
from complaintdesk.domain.parts import Promise, PromiseKind, RemedyType
from complaintdesk.domain.rules import promises
from complaintdesk.domain.rules.common import why_not_open
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.task import Task

GROUP = "What was promised"
REMEDIES = {
    RemedyType.APOLOGY: "an apology",
    RemedyType.ACKNOWLEDGE: "saying where things went wrong",
    RemedyType.EXPLAIN: "an explanation, help or reasons",
    RemedyType.ACT: "doing what was delayed",
    RemedyType.RECONSIDER: "looking at a decision again",
    RemedyType.CORRECT: "correcting a record",
    RemedyType.MONEY: "a payment",
    RemedyType.POLICY: "changing a policy or the way we work",
}
_MONEY = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{2}))?", re.ASCII)


def _action_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("what", "What", lines=2),
        FieldSpec("who", "Who does it", "name or team"),
        asking.coming("due", "By"),
        FieldSpec("agreed_with", "Agreed with", value=case.addressee.name),
        FieldSpec("point", "For point", choices=_points(case)),
    )


def _points(case: Case) -> Choices:
    return (
        ("The whole complaint", ""),
        *asking.numbered((n, p.complaint) for n, p in enumerate(case.details.points, 1)),
    )


def _made(reader: Reader, kind: PromiseKind) -> Promise:
    return Promise(
        kind,
        reader.needed("what", "Say what is promised."),
        reader.coming("due"),
        reader.line("who"),
        reader.line("agreed_with"),
        point=reader.number("point"),
    )


def _action(case: Case, reader: Reader, moment: Moment) -> Ruling:
    made = _made(reader, PromiseKind.ACTION)
    reader.check()
    return promises.promise(case, made)


ACTION = Task(
    "action",
    GROUP,
    "Add an action",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('promise_action'))}: what is still "
        "to be done is tracked, and the person is kept informed until it is done."
    ),
    why_not_open,
    _action_fields,
    _action,
)


def _remedy_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.choice("remedy", "Kind of remedy", REMEDIES),
        *_action_fields(case, moment),
        FieldSpec("amount", "Amount", "£, for a payment"),
        FieldSpec("impact", "Impact", "what the fault meant for the person", lines=2),
    )


def _remedy(case: Case, reader: Reader, moment: Moment) -> Ruling:
    kind = reader.choice("remedy", RemedyType)
    if kind is RemedyType.NONE:
        reader.problem("remedy", "Choose the kind of remedy.")
    pence = reader.read("amount", _pence) or 0
    if kind is RemedyType.MONEY and not reader.line("amount"):
        reader.problem("amount", "Say how much is to be paid.")
    made = _made(reader, PromiseKind.REMEDY)
    reader.check()
    return promises.promise(
        case, replace(made, remedy=kind, pence=pence, impact=reader.text("impact"))
    )


def _pence(typed: str) -> int:
    found = _MONEY.fullmatch(typed)
    if not found:
        raise BadInput(f"“{typed[:20]}” is not an amount like £150 or 150.50.")
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


REMEDY = Task(
    "remedy",
    GROUP,
    "Add a remedy",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('remedy'))}: what will happen and by "
        "when, agreed with the person where that fits, in proportion to the impact."
    ),
    why_not_open,
    _remedy_fields,
    _remedy,
)


def _learning_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("what", "What will change", lines=2),
        FieldSpec("who", "Who owns it", "name or team"),
        asking.coming("due", "By"),
    )


def _learning(case: Case, reader: Reader, moment: Moment) -> Ruling:
    made = _made(reader, PromiseKind.LEARNING)
    reader.check()
    return promises.promise(case, made)


LEARNING = Task(
    "learning",
    GROUP,
    "Add what will change because of it",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('learning'))}: look beyond the case; "
        "what changes for everybody, who owns it, by when."
    ),
    why_not_open,
    _learning_fields,
    _learning,
)


def _why_none_open(case: Case) -> str:
    if problem := why_not_open(case):
        return problem
    return "" if case.open_promises else "Nothing promised is open."


def _keep_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    reviews = any(p.kind is PromiseKind.REVIEW for _, p in case.open_promises)
    return (
        asking.which_promise(case),
        asking.day("on", "Done on", moment.today),
        FieldSpec("outcome", "How, with proof", lines=3),
        *((_again(moment),) if reviews else ()),
    )


def _again(moment: Moment) -> FieldSpec:
    """A review brings the next one, unless the officer clears this: it was the last."""
    next_one = moment.calendar.add(moment.today, 20)
    return asking.coming("again_on", "Review again on", next_one)


def _keep(case: Case, reader: Reader, moment: Moment) -> Ruling:
    number = reader.number("promise")
    on = reader.past_day("on", "Say when it was done.")
    again_on = reader.coming("again_on")
    reader.check()
    return promises.keep(case, number, on, reader.text("outcome"), moment, again_on)


KEEP = Task(
    "done",
    GROUP,
    "Something promised is done",
    lambda case: (
        "Actions, remedies, updates, reviews, learning and orders alike. After an update "
        "given, the next one becomes due."
    ),
    _why_none_open,
    _keep_fields,
    _keep,
)


def _change_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.which_promise(case),
        asking.coming("due", "New date"),
        FieldSpec("what", "New words", "only if they change", lines=2),
        FieldSpec("who", "Who does it now", "only if it changes"),
        asking.why(),
        asking.day("told_on", "Person told on"),
    )


def _change(case: Case, reader: Reader, moment: Moment) -> Ruling:
    number = reader.number("promise")
    due, why = reader.coming("due"), asking.needed_why(reader)
    if due is None and not reader.line("due") and 1 <= number <= len(case.promises):
        due = case.promises[number - 1].due
    told_on, what, who = reader.day("told_on"), reader.text("what"), reader.line("who")
    reader.check()
    return promises.change(case, number, why, moment, due=due, what=what, who=who, told_on=told_on)


CHANGE = Task(
    "change",
    GROUP,
    "Something promised changes",
    lambda case: (
        "The old promise stays on record with the reason, and the new one takes its "
        "place. The person is told."
    ),
    _why_none_open,
    _change_fields,
    _change,
)


def _undeliverable_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.which_promise(case),
        asking.why("Why not"),
        FieldSpec("instead", "What instead", lines=2),
        asking.coming("due", "That by"),
        asking.day("told_on", "Person told on"),
    )


def _undeliverable(case: Case, reader: Reader, moment: Moment) -> Ruling:
    number, why = reader.number("promise"), asking.needed_why(reader)
    due, told_on = reader.coming("due"), reader.day("told_on")
    reader.check()
    return promises.undeliverable(
        case, number, why, moment, instead=reader.text("instead"), due=due, told_on=told_on
    )


UNDELIVERABLE = Task(
    "undeliverable",
    GROUP,
    "Something promised cannot be done",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('undeliverable'))}: the person is "
        "told why, what is offered instead, and reminded of the ombudsman."
    ),
    _why_none_open,
    _undeliverable_fields,
    _undeliverable,
)

TASKS = (KEEP, ACTION, REMEDY, CHANGE, UNDELIVERABLE, LEARNING)
