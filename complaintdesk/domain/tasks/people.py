"""Tasks about the people: authority, adjustments, limits on contact."""

from complaintdesk.domain.case import Authority, Case
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.parts import Restriction
from complaintdesk.domain.rules import people
from complaintdesk.domain.rules.common import why_not_open
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import asking
from complaintdesk.domain.tasks.task import Task

GROUP = "The people"


def _why_not_authorise(case: Case) -> str:
    if problem := why_not_open(case):
        return problem
    return "" if case.details.representative else "Nobody acts for the person; Edit adds somebody."


def _authority_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    acting = case.details.representative
    now = str(acting.authority) if acting else ""
    return (
        asking.choice("authority", "Authority", people.AUTHORITIES, now),
        asking.day("on", "Given on", moment.today),
        FieldSpec("note", "Note", "to whom, how, for what", lines=2),
    )


def _authority(case: Case, reader: Reader, moment: Moment) -> Ruling:
    authority = reader.choice("authority", Authority)
    on = reader.past_day("on", "Say when.")
    reader.check()
    return people.authorise(case, authority, on, reader.text("note"), moment)


AUTHORITY = Task(
    "authority",
    GROUP,
    "Record a representative's authority",
    lambda case: (
        "By word of mouth is enough to go on with. Awaiting it never delays the "
        "acknowledgement, and no clock waits for it."
    ),
    _why_not_authorise,
    _authority_fields,
    _authority,
)


def _adjust_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(
            "adjustments",
            "Adjustments",
            "large print, interpreter, ...",
            2,
            value=case.details.adjustments,
        ),
        FieldSpec(
            "disability",
            "Disability",
            "only what they told us, with their agreement",
            2,
            value=case.details.disability,
        ),
        asking.coming("review_on", "Review on"),
    )


def _adjust(case: Case, reader: Reader, moment: Moment) -> Ruling:
    review_on = reader.coming("review_on")
    reader.check()
    return people.adjust(
        case, reader.text("adjustments"), reader.text("disability"), review_on, moment
    )


ADJUST = Task(
    "adjustments",
    GROUP,
    "Record adjustments and their review",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('adjustments'))}: made, recorded and "
        "kept under review. What is known of a disability is sensitive: only what is needed."
    ),
    why_not_open,
    _adjust_fields,
    _adjust,
)


def _restrict_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("what", "The limit", "exactly what is and is not possible", lines=2),
        FieldSpec("reason", "Reason", lines=2),
        FieldSpec("evidence", "Evidence", "dates, calls, letters", lines=2),
        FieldSpec("equality", "Equality Act", "how it was considered", lines=2),
        FieldSpec("remains", "Still open", "how they can reach us", lines=2),
        asking.coming("starts", "From", moment.today),
        asking.coming("ends", "Until"),
        asking.coming("review_on", "Review on"),
        asking.day("told_on", "Told on"),
    )


def _restrict(case: Case, reader: Reader, moment: Moment) -> Ruling:
    limit = Restriction(
        reader.needed("what", "Say what the limit is."),
        reader.needed("reason", "Say what the reason is."),
        reader.text("evidence"),
        reader.text("equality"),
        reader.needed("remains", "Say how the person can still reach us."),
        reader.coming("starts") or moment.today,
        reader.coming("ends"),
        reader.day("told_on"),
    )
    review_on = reader.coming("review_on")
    reader.check()
    return people.restrict(case, limit, review_on, moment)


RESTRICT = Task(
    "restrict",
    GROUP,
    "Limit contact",
    lambda case: (
        f"{case.profile.cite(case.profile.provision('behaviour'))}: in proportion, with "
        "evidence, an end and a review, and never a bar to a new complaint."
    ),
    why_not_open,
    _restrict_fields,
    _restrict,
)


def _lift_fields(case: Case, moment: Moment) -> tuple[FieldSpec, ...]:
    running = [(n, r.what) for n, r in enumerate(case.restrictions, 1) if r.lifted_on is None]
    return (
        FieldSpec(
            "limit",
            "Which",
            choices=asking.numbered(running),
            value=str(running[0][0]) if running else "",
        ),
        asking.day("on", "Lifted on", moment.today),
        asking.why(),
    )


def _lift(case: Case, reader: Reader, moment: Moment) -> Ruling:
    number = reader.number("limit")
    on, why = reader.past_day("on", "Say when."), asking.needed_why(reader)
    reader.check()
    return people.lift(case, number, on, why, moment)


LIFT = Task(
    "lift",
    GROUP,
    "Lift a limit on contact",
    lambda case: "What it was, and why it is no longer needed, stays on record.",
    people.why_not_lift,
    _lift_fields,
    _lift,
)

TASKS = (AUTHORITY, ADJUST, RESTRICT, LIFT)
