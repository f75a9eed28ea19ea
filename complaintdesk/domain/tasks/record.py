"""Tasks of the record: contacts, triage, corrections, endings."""

from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import short
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.parts import Entry
from complaintdesk.domain.rules import corrections, endings, handling
from complaintdesk.domain.rules.common import why_not_open
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.task import Task

GROUP = "The record"
CONTACTS = {
    Entry.CALL: "a call",
    Entry.EMAIL_IN: "an e-mail in",
    Entry.EMAIL_OUT: "an e-mail out",
    Entry.LETTER_IN: "a letter in",
    Entry.LETTER_OUT: "a letter out",
    Entry.VISIT: "a visit",
    Entry.MEETING: "a meeting",
    Entry.NOTE: "a note",
}
COMPLEXITIES = (
    ("Not yet said", ""),
    ("Can be answered early", "early"),
    ("Needs looking into", "investigate"),
)
GROUPS = (("One person or household", ""), ("A group of people", "yes"))


def _contact_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.choice("kind", "What", CONTACTS, "call"),
        asking.day("on", "On", moment.today),
        FieldSpec("whom", "With", value=case.addressee.name),
        FieldSpec("text", "What was said", lines=5),
    )


def _contact(case: Case, reader: Reader, moment: Moment) -> Ruling:
    kind = reader.choice("kind", Entry)
    if kind not in CONTACTS and not reader.problems:
        reader.problem("kind", "Choose what it was.")
    on = reader.past_day("on", "Say when it was.")
    text = reader.needed("text", "Say what was said or done.")
    reader.check()
    return handling.contact(case, kind, on, reader.line("whom"), text, moment)


CONTACT = Task(
    "contact",
    GROUP,
    "Log a call, visit, e-mail or note",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('received'))}: a full record of the "
        "complaint and of everything said about it. What is in the timeline stays there."
    ),
    lambda case: "",
    _contact_fields,
    _contact,
)


def _triage_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    details = case.details
    return (
        FieldSpec("complexity", "How much to do", choices=COMPLEXITIES, value=details.complexity),
        FieldSpec("vulnerability", "Vulnerability", lines=2, value=details.vulnerability),
        FieldSpec("group", "Who complains", choices=GROUPS, value=details.group_complaint),
        FieldSpec("received_by", "Received by", "who took it in", value=details.received_by),
    )


def _triage(case: Case, reader: Reader, moment: Moment) -> Ruling:
    reader.check()
    return handling.triage(
        case,
        reader.line("complexity"),
        reader.text("vulnerability"),
        reader.line("group"),
        reader.line("received_by"),
    )


TRIAGE = Task(
    "triage",
    GROUP,
    "Triage",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('vulnerability'))}: what can be "
        "answered early and what needs looking into, with who is vulnerable in mind."
    ),
    why_not_open,
    _triage_fields,
    _triage,
)


def _correct_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    facts = tuple(
        (f"{f.label}: {short(f.day)} {f.day.year}", f.name) for f in corrections.dated_facts(case)
    )
    return (
        FieldSpec("fact", "Which date", choices=facts),
        asking.day("day", "The right one", hint="leave empty if it did not happen"),
        asking.why("Why it changes"),
    )


def _correct(case: Case, reader: Reader, moment: Moment) -> Ruling:
    name = reader.needed("fact", "Choose which date is wrong.")
    day, why = reader.day("day"), asking.needed_why(reader)
    reader.check()
    return corrections.correct(case, name, day, why, moment)


CORRECT = Task(
    "correct",
    GROUP,
    "Correct a date, or open it again",
    lambda case: (
        "What is counted from it follows. The timeline keeps both dates and the reason. "
        "To open a closed case again, choose its closing and leave the date empty."
    ),
    lambda case: "",
    _correct_fields,
    _correct,
)


def _close_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    proposed = endings.Closing.COMPLETE
    if case.stages and case.current.refused:
        proposed = endings.Closing.REFUSED
    words = {k: v for k, v in endings.CLOSINGS.items() if k is not endings.Closing.WAS_REQUEST}
    return (
        asking.day("on", "Closed on", moment.today),
        asking.choice("closing", "Because", words, str(proposed)),
        FieldSpec("note", "Note", lines=2),
    )


def _close(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on = reader.past_day("on", "Say when it was closed.")
    why = reader.choice("closing", endings.Closing)
    if why is endings.Closing.WAS_REQUEST:
        reader.problem("closing", "For that there is a task of its own, which tells the person.")
    reader.check()
    return endings.close(
        case, on, why, reader.text("note"), reader.text("why_open_promises"), moment
    )


CLOSE = Task(
    "close",
    GROUP,
    "Close the case",
    lambda case: "A case closes when it is answered and everything promised is done.",
    why_not_open,
    _close_fields,
    _close,
)


def _dealt_with_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    words = {
        endings.Satisfied.YES: "yes",
        endings.Satisfied.NO: "no",
        endings.Satisfied.UNKNOWN: "not known",
    }
    return (
        asking.day("on", "Done on", moment.today),
        FieldSpec("outcome", "What was done", lines=3),
        asking.choice("satisfied", "Is the person content", words),
    )


def _dealt_with(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on = reader.past_day("on", "Say when it was done.")
    outcome = reader.needed("outcome", "Say what was done.")
    satisfied = reader.choice("satisfied", endings.Satisfied)
    reader.check()
    reasons = reader.text("why_open_promises")
    return endings.request_dealt_with(case, on, outcome, satisfied, moment, reasons)


DEALT_WITH = Task(
    "request-done",
    GROUP,
    "The request is dealt with",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('dissatisfied'))}: whoever is not "
        "content with what was done is offered a complaint; the word need not be used."
    ),
    endings.why_not_request,
    _dealt_with_fields,
    _dealt_with,
)


def _was_request_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (asking.day("told_on", "Person told on", moment.today), asking.why())


def _was_request(case: Case, reader: Reader, moment: Moment) -> Ruling:
    told_on, why = reader.day("told_on"), asking.needed_why(reader)
    reader.check()
    return endings.was_a_request(case, told_on, why, reader.text("why_open_promises"), moment)


WAS_REQUEST = Task(
    "was-a-request",
    GROUP,
    "It was really a request for service",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('request_meant'))}: a request asks for "
        "something to be put right; a complaint voices dissatisfaction. The person is told, and "
        "the request is then logged as a linked case."
    ),
    endings.why_not_was_request,
    _was_request_fields,
    _was_request,
)

TASKS = (CONTACT, TRIAGE, CORRECT, DEALT_WITH, WAS_REQUEST, CLOSE)
