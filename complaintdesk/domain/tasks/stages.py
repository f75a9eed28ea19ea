"""Tasks of the two stages."""

from dataclasses import replace

from complaintdesk.domain.case import Case, Conflict, Point, Responsibility
from complaintdesk.domain.dates import short
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.parts import Decision, Finding
from complaintdesk.domain.rules import escalation, extensions, handling, stages
from complaintdesk.domain.rules.common import points_at, why_not_open, why_not_running
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.task import Task

GROUP = "The stage it is at"
CONFLICTS = {
    Conflict.UNCHECKED: "not yet checked",
    Conflict.NONE: "none: had no part in the matter",
    Conflict.DECLARED: "had a part in it",
}


def _acknowledge_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.day("on", "Sent on", moment.today),
        FieldSpec("how", "How", "letter of our own, e-mail, by phone, ..."),
    )


def _acknowledge(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on, how = reader.past_day("on", "Say when it was sent."), reader.line("how")
    reader.check()
    return stages.record_acknowledgement(case, on, how, moment)


ACKNOWLEDGE = Task(
    "acknowledge",
    GROUP,
    "Record an acknowledgement sent another way",
    lambda case: (
        "For one that did not go out as this program's letter (key a). Due within 5 "
        "working days; it sets out the complaint and the outcomes sought."
    ),
    stages.why_not_acknowledge,
    _acknowledge_fields,
    _acknowledge,
)


def _clarify_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        asking.day("on", "Asked on", moment.today),
        FieldSpec("questions", "What we asked", lines=4, value=case.details.questions),
        asking.coming("reply_by", "Look again on", moment.calendar.add(moment.today, 5)),
    )


def _clarify(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on = reader.past_day("on", "Say when it was asked.")
    questions = reader.needed("questions", "Say what was asked.")
    reply_by = reader.coming("reply_by")
    reader.check()
    return handling.clarify(case, on, questions, reply_by, moment)


CLARIFY = Task(
    "clarify",
    GROUP,
    "Ask the person to make something clear",
    lambda case: (
        "The clock does not stop for the answer; without one, answer on what is known. "
        "Nobody has to say why they want stage 2."
    ),
    why_not_running,
    _clarify_fields,
    _clarify,
)


def _extend_note(case: Case) -> str:
    limits = case.profile.stages[case.stage]
    return (
        f"{case.profile.cite(limits.extend)}: at most {limits.extension_days} working days unless "
        "there is a good reason, told before the answer is due, with the reason, the new date and "
        "the ombudsman's details."
    )


def _extend_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    due, latest = extensions.respond_by(case, moment), extensions.latest_extension(case, moment)
    proposed = min(moment.calendar.add(due, 5), latest) if latest > due else None
    return (
        asking.day("told_on", "Told on", moment.today),
        FieldSpec("told_to", "Told to", value=case.addressee.name),
        replace(
            asking.coming("until", "New date", proposed),
            hint=f"now {short(due)}; {short(latest)} at the latest without good reason",
        ),
        FieldSpec("reason", "Reason, as told", lines=3),
        FieldSpec("good_reason", "Good reason", "only past the limit", lines=2),
        FieldSpec("every", "Updates every", "working days, as agreed; needed past the limit"),
    )


def _extend(case: Case, reader: Reader, moment: Moment) -> Ruling:
    good = reader.text("good_reason") or reader.text("why_extension_limit")
    more = extensions.MoreTime(
        reader.past_day("told_on", "Say when the person was told."),
        reader.coming("until"),
        reader.text("reason"),
        good,
        reader.line("told_to"),
        reader.number("every"),
    )
    reader.check()
    return handling.extend_with_updates(case, more, moment)


EXTEND = Task(
    "extend", GROUP, "Agree more time", _extend_note, why_not_running, _extend_fields, _extend
)


def _updates_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("every", "Every", "working days", value="10"),
        asking.coming("first", "The first by", moment.calendar.add(moment.today, 10)),
        FieldSpec("agreed_with", "Agreed with", value=case.addressee.name),
    )


def _updates(case: Case, reader: Reader, moment: Moment) -> Ruling:
    every, first = reader.number("every"), reader.coming("first")
    if every < 1:
        reader.problem("every", "Say how many working days lie between two updates.")
    reader.check()
    return handling.agree_updates(case, every, first, reader.line("agreed_with"), moment)


UPDATES = Task(
    "updates",
    GROUP,
    "Agree to keep the person informed",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('updates'))}: where the time limit "
        "cannot be met, the person hears at agreed intervals. Each update is a duty with a date."
    ),
    why_not_running,
    _updates_fields,
    _updates,
)


def _decide_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    fields: list[FieldSpec] = []
    decided = case.decided(case.stage)
    for n in points_at(case):
        point, made = case.details.points[n - 1], decided.get(n)
        said = point.complaint.replace("\n", " ")[:60]
        fields += [
            FieldSpec(
                f"finding_{n}",
                f"Point {n}",
                said,
                value=str(made.finding) if made else "",
                choices=(("Not yet decided", ""), *asking.choices(stages.FINDINGS)),
            ),
            FieldSpec(f"reasons_{n}", "  Reasons", "", 3, value=made.reasons if made else ""),
            FieldSpec(
                f"relied_on_{n}",
                "  Relied on",
                "policy, law, guidance, evidence",
                value=made.relied_on if made else "",
            ),
        ]
    return tuple(fields)


def _decide(case: Case, reader: Reader, moment: Moment) -> Ruling:
    made: list[Decision] = []
    for n in points_at(case):
        reasons, relied = reader.text(f"reasons_{n}"), reader.text(f"relied_on_{n}")
        if reader.line(f"finding_{n}"):
            finding = reader.choice(f"finding_{n}", Finding)
            made.append(Decision(case.stage, n, finding, reasons, relied))
        elif reasons or relied:
            reader.problem(f"finding_{n}", f"Say what is found on point {n}.")
    if not made and not reader.problems:
        reader.problem(f"finding_{points_at(case)[0]}", "Decide at least one point.")
    reader.check()
    return stages.decide(case, tuple(made), moment)


def _why_not_decide(case: Case) -> str:
    if problem := why_not_running(case):
        return problem
    return "" if case.details.points else "No point of complaint is set out yet: Edit adds them."


DECIDE = Task(
    "decide",
    GROUP,
    "Decide the points",
    lambda case: (
        f"{case.profile.cite(case.profile.stages[case.stage].points)}: every point, with "
        "reasons and the policy, law or guidance relied on. Points can be decided one by one."
    ),
    _why_not_decide,
    _decide_fields,
    _decide,
)


def _answer_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    sign = (FieldSpec("signed_off_by", "Signed off by", "senior officer"),)
    return (asking.day("on", "Sent on", moment.today), *(sign if case.stage == 2 else ()))


def _answer(case: Case, reader: Reader, moment: Moment) -> Ruling:
    on = reader.past_day("on", "Say when the answer was sent.")
    reader.check()
    return stages.answer(case, on, reader.line("signed_off_by"), moment)


ANSWER = Task(
    "answer",
    GROUP,
    "Record the answer as sent",
    lambda case: (
        f"{case.profile.cite(case.profile.stages[case.stage].when_known)}: answer when "
        "the answer is known, not when every action is done. Answering does not close the case."
    ),
    why_not_running,
    _answer_fields,
    _answer,
)


def _escalate_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    points = tuple(
        FieldSpec(
            f"outstanding_{n}",
            f"Point {n}",
            p.complaint.replace("\n", " ")[:60],
            choices=(("Still in dispute", "yes"), ("Settled", "no")),
            value="yes",
        )
        for n, p in enumerate(case.details.points, 1)
    )
    return (
        asking.day("on", "Asked for on", moment.today),
        *points,
        FieldSpec("issues", "In dispute", "as we understand it", lines=3),
        FieldSpec("outcomes", "Outcomes sought", lines=2),
        FieldSpec("reviewer", "Reviewer", "not who dealt with stage 1"),
        FieldSpec("reason_given", "Reason, if told", "not asked for; none is needed", lines=2),
    )


def _escalate(case: Case, reader: Reader, moment: Moment) -> Ruling:
    numbers = range(1, len(case.details.points) + 1)
    still = tuple(n for n in numbers if reader.line(f"outstanding_{n}") != "no")
    asked = escalation.Escalation(
        reader.past_day("on", "Say when stage 2 was asked for."),
        reader.line("reviewer"),
        () if len(still) == len(numbers) else still,
        reader.text("issues"),
        reader.text("outcomes"),
        reader.text("reason_given"),
    )
    if numbers and not still:
        reader.problem("outstanding_1", "Say which point is still in dispute.")
    reader.check()
    return escalation.escalate(case, asked, moment)


ESCALATE = Task(
    "escalate",
    GROUP,
    "Log a request for stage 2",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('no_reasons'))}: nobody has to say "
        "why. Acknowledge it within 5 working days and answer 20 working days after that."
    ),
    escalation.why_not_escalate,
    _escalate_fields,
    _escalate,
)


def _assign_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    now = case.current if case.stages else None
    return (
        FieldSpec("handler", "Handled by", value=case.handler),
        FieldSpec(
            "responder",
            "Third party",
            "contractor or adjudicator that answers for us",
            value=now.responder if now else "",
        ),
        asking.choice("conflict", "Conflict of interest", CONFLICTS, str(case.details.conflict)),
        FieldSpec("conflict_note", "If so, what", value=case.details.conflict_note),
    )


def _assign(case: Case, reader: Reader, moment: Moment) -> Ruling:
    handler = reader.needed("handler", "Say who handles it.")
    conflict = reader.choice("conflict", Conflict)
    reader.check()
    return handling.assign(
        case, handler, reader.line("responder"), conflict, reader.text("conflict_note")
    )


ASSIGN = Task(
    "assign",
    GROUP,
    "Hand it to somebody",
    lambda case: (
        "Whoever handles it had no part in the matter; stage 2 is not for whoever dealt "
        f"with stage 1. {case.profile.cite(case.profile.provision('third_party'))}: a third "
        "party's answer is part of the same two stages."
    ),
    why_not_open,
    _assign_fields,
    _assign,
)


def _new_issue_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("point", "New issue", lines=3),
        FieldSpec("outcome", "Outcome sought", lines=2),
        asking.choice("responsibility", "Ours to answer for", RESPONSIBILITIES),
    )


RESPONSIBILITIES = {
    Responsibility.UNDECIDED: "not yet decided",
    Responsibility.OURS: "yes, ours",
    Responsibility.PARTLY: "in part",
    Responsibility.NOT_OURS: "no, not ours",
}


def _new_issue(case: Case, reader: Reader, moment: Moment) -> Ruling:
    text = reader.needed("point", "Say what the new issue is.")
    whose = reader.choice("responsibility", Responsibility)
    reader.check()
    return handling.join_issue(case, Point(text, reader.text("outcome"), whose), moment)


NEW_ISSUE = Task(
    "new-issue",
    GROUP,
    "Join a new issue to it",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('new_issues'))}: a related issue "
        "joins while stage 1 is not answered, and no clock moves. If it is unrelated, or would "
        "delay the answer, log a linked complaint instead."
    ),
    why_not_running,
    _new_issue_fields,
    _new_issue,
)

TASKS = (ACKNOWLEDGE, CLARIFY, EXTEND, UPDATES, DECIDE, ANSWER, ESCALATE, NEW_ISSUE, ASSIGN)
