"""Tasks of not accepting, and of taking that back."""

from complaintdesk.domain.case import Case
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.parts import Ground, Refusal
from complaintdesk.domain.rules import refusals
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.task import Task

GROUP = "Not accepted"


def _fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.choice("ground", "Ground", refusals.GROUNDS),
        FieldSpec("reasoning", "Reasoning", "why, in this case", lines=4),
        FieldSpec("evidence", "Evidence", "what shows it", lines=2),
        asking.day("claim_filed", "Claim filed on", hint="only for the ground of a court claim"),
        FieldSpec("other_route", "Where to instead", "tribunal, other procedure, ..."),
        asking.day("told_on", "Told on", moment.today),
    )


def _read(reader: Reader, stage: int) -> Refusal:
    return Refusal(
        stage,
        reader.choice("ground", Ground),
        reader.past_day("told_on", "Say when the person was told."),
        reader.text("reasoning"),
        reader.text("evidence"),
        reader.day("claim_filed"),
        reader.line("other_route"),
    )


def _refuse(case: Case, reader: Reader, moment: Moment) -> Ruling:
    refusal = _read(reader, 1)
    reader.check()
    return refusals.refuse(case, refusal, moment)


REFUSE = Task(
    "refuse",
    GROUP,
    "Not accept the complaint",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('individual'))}: each on its own "
        "merits, with this case's reasoning and evidence. The person is told why, and that this "
        "refusal can go to the ombudsman."
    ),
    refusals.why_not_refuse,
    _fields,
    _refuse,
)


def _escalation_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    asked = asking.day("asked_on", "Stage 2 asked for", moment.today)
    return (*((asked,) if case.stage == 1 else ()), *_fields(case, moment))


def _refuse_escalation(case: Case, reader: Reader, moment: Moment) -> Ruling:
    refusal = _read(reader, 2)
    asked_on = reader.day("asked_on")
    reader.check()
    return refusals.refuse_escalation(case, asked_on, refusal, moment)


REFUSE_ESCALATION = Task(
    "refuse-escalation",
    GROUP,
    "Not accept a request for stage 2",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('refuse_escalation'))}: only on the "
        "grounds for not accepting a complaint. That nothing new was said is no ground."
    ),
    refusals.why_not_refuse_escalation,
    _escalation_fields,
    _refuse_escalation,
)


def _take_back_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.day("on", "Accepted on", moment.today),
        FieldSpec(
            "directed", "By whose wish", choices=(("Our own", ""), ("The ombudsman's", "yes"))
        ),
        asking.why(),
    )


def _take_back(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on, why = reader.past_day("on", "Say on which day."), asking.needed_why(reader)
    reader.check()
    return refusals.take_back(case, on, why, reader.line("directed") == "yes", moment)


TAKE_BACK = Task(
    "accept-after-all",
    GROUP,
    "Accept it after all",
    lambda case: (
        "The refusal stays on record. The stage begins on this day, since its clock did "
        "not run before."
    ),
    refusals.why_not_take_back,
    _take_back_fields,
    _take_back,
)

TASKS = (REFUSE, REFUSE_ESCALATION, TAKE_BACK)
