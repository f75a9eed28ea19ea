"""Tasks of what the ombudsman asks, decides and orders."""

from complaintdesk.domain.case import Case, Kind
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.parts import MatterKind, OmbudsmanMatter
from complaintdesk.domain.rules import ombudsman
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.task import Task

GROUP = "The ombudsman"
_KINDS = {
    MatterKind.ENQUIRY: "an enquiry",
    MatterKind.INVESTIGATION: "an investigation",
}


def _why_not_open_matter(case: Case) -> str:
    if case.kind is Kind.REQUEST:
        return f"{case.ref} is a request for service; the ombudsman takes up complaints."
    return ""


def _open_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.choice("kind", "What", _KINDS, "enquiry"),
        FieldSpec("reference", "Its reference"),
        asking.day("on", "Opened on", moment.today),
        FieldSpec("about", "About", lines=2),
        asking.coming("reply_by", "Reply wanted by"),
    )


def _open(case: Case, reader: Reader, moment: Moment) -> Ruling:
    matter = OmbudsmanMatter(
        reader.needed("reference", "Give the ombudsman's reference."),
        reader.choice("kind", MatterKind),
        reader.past_day("on", "Say when it was opened."),
        reader.text("about"),
    )
    reply_by = reader.coming("reply_by")
    reader.check()
    return ombudsman.open_matter(case, matter, reply_by, moment)


OPEN = Task(
    "ombudsman",
    GROUP,
    "The ombudsman has taken it up",
    lambda case: (
        f"{case.profile.ombudsman.name}. A day by which it wants a reply becomes a duty. "
        "A closed case is opened again."
    ),
    _why_not_open_matter,
    _open_fields,
    _open,
)


def _why_nothing_to_decide(case: Case) -> str:
    waiting = any(m.decided_on is None for m in case.matters)
    return "" if waiting else "The ombudsman has nothing before it that waits for a decision."


def _matters(case: Case, *, undecided: bool) -> FieldSpec:
    found = [
        (n, m.reference) for n, m in enumerate(case.matters, 1) if not (undecided and m.decided_on)
    ]
    return FieldSpec(
        "matter", "Which", choices=asking.numbered(found), value=str(found[-1][0]) if found else ""
    )


def _decide_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    decisions = tuple(
        (words[0].upper() + words[1:], key) for key, words in ombudsman.DECISIONS[case.code].items()
    )
    return (
        _matters(case, undecided=True),
        asking.day("on", "Decided on", moment.today),
        FieldSpec("decision", "Decision", choices=decisions),
        FieldSpec("findings", "What it found", lines=3),
    )


def _decide(case: Case, reader: Reader, moment: Moment) -> Ruling:
    number = reader.number("matter")
    on = reader.past_day("on", "Say when it was decided.")
    decision = reader.line("decision")
    if decision not in ombudsman.DECISIONS[case.code]:
        reader.problem("decision", "Choose what the ombudsman decided.")
    reader.check()
    return ombudsman.decide_matter(case, number, on, decision, reader.text("findings"), moment)


DECIDE = Task(
    "ombudsman-decision",
    GROUP,
    "The ombudsman has decided",
    lambda case: "Each order or recommendation is then added with its date, and kept with proof.",
    _why_nothing_to_decide,
    _decide_fields,
    _decide,
)


def _order_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        _matters(case, undecided=False),
        FieldSpec("what", "What it orders", lines=3),
        asking.coming("due", "By"),
        FieldSpec("who", "Who does it", "name or team"),
    )


def _order(case: Case, reader: Reader, moment: Moment) -> Ruling:
    number = reader.number("matter")
    what = reader.needed("what", "Say what is ordered or recommended.")
    due = reader.coming("due")
    reader.check()
    return ombudsman.order(case, number, what, due, reader.line("who"), moment)


ORDER = Task(
    "order",
    GROUP,
    "Add an order or a recommendation",
    lambda case: "A duty like any other; it is done when there is proof that it was complied with.",
    lambda case: "" if case.matters else "The ombudsman has not taken it up.",
    _order_fields,
    _order,
)

TASKS = (OPEN, DECIDE, ORDER)
