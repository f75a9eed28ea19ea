"""The people: who may act for them, what they need, and limits on contact."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Authority, Case
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, Concern, RuleBroken
from complaintdesk.domain.parts import Ending, Promise, PromiseKind, Restriction
from complaintdesk.domain.rules.common import refuse_future, why_not_open
from complaintdesk.domain.ruling import Moment, Ruling, concern
from complaintdesk.domain.text import sentence

AUTHORITIES = {
    Authority.AWAITED: "still awaited, which delays nothing",
    Authority.VERBAL: "given by word of mouth",
    Authority.WRITTEN: "given in writing",
    Authority.NOT_NEEDED: "not needed",
}
ADJUSTMENTS = "adjustments"


def authorise(case: Case, authority: Authority, on: date, note: str, moment: Moment) -> Ruling:
    """By what authority the representative acts (3.6); never a reason to delay acknowledging."""
    acting = case.details.representative
    if acting is None:
        raise RuleBroken(f"{case.ref} has no representative. Add one with Edit.")
    refuse_future(on, moment, "Given")
    details = replace(case.details, representative=replace(acting, authority=authority))
    said = f" {note}" if note else ""
    return Ruling(
        replace(case, details=details),
        f"Authority of {acting.person.name}: {AUTHORITIES[authority]}.{said}",
        happened_on=on,
    )


def adjust(
    case: Case, adjustments: str, disability: str, review_on: date | None, moment: Moment
) -> Ruling:
    """What the person needs, with any disability they told us of, and its review (H 5.10, L 5.6).

    The review that was set before gives way to this one.
    """
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    details = replace(case.details, adjustments=adjustments, disability=disability)
    anew = "Reviewed and set anew." if adjustments or disability else "None are needed any more."
    promises = tuple(
        replace(p, ended=Ending.CHANGED, ended_on=moment.today, outcome=anew)
        if p.is_open and p.about == ADJUSTMENTS
        else p
        for p in case.promises
    )
    concerns = []
    if adjustments or disability:
        what = "See whether the agreed adjustments still fit"
        review = Promise(
            PromiseKind.REVIEW,
            what,
            review_on,
            case.handler,
            about=ADJUSTMENTS,
            stage=case.stage,
        )
        promises = (*promises, review)
        if review_on is None:
            concerns.append(
                concern(
                    case,
                    "adjustment_review",
                    "adjustments",
                    "adjustments are to be kept under review; no date is set.",
                )
            )
    until = f"; to be reviewed on {in_words(review_on)}" if review_on else ""
    entry = f"Adjustments recorded: {(adjustments or 'none needed').rstrip('.')}{until}."
    return Ruling(replace(case, details=details, promises=promises), entry, tuple(concerns))


def restriction(number: int) -> str:
    """What the review of a limit on contact is about."""
    return f"restriction {number}"


def restrict(case: Case, limit: Restriction, review_on: date | None, moment: Moment) -> Ruling:
    """A limit on contact (H 5.14-5.15, L 5.10-5.11): reason, evidence, end and review."""
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    if limit.told_on:
        refuse_future(limit.told_on, moment, "Told")
    if limit.ends and limit.ends < limit.starts:
        raise BadInput("It would end before it starts.")
    number = len(case.restrictions) + 1
    review = Promise(
        PromiseKind.REVIEW,
        f"See whether this limit on contact is still needed: {limit.what}",
        review_on,
        case.handler,
        stage=case.stage,
        about=restriction(number),
    )
    until = f" until {in_words(limit.ends)}" if limit.ends else ""
    return Ruling(
        replace(
            case,
            restrictions=(*case.restrictions, limit),
            promises=(*case.promises, review),
        ),
        f"Contact limited from {in_words(limit.starts)}{until}: {limit.what}",
        tuple(_restriction_concerns(case, limit, review_on)),
        happened_on=limit.starts,
    )


def _restriction_concerns(
    case: Case, limit: Restriction, review_on: date | None
) -> Iterator[Concern]:
    if review_on is None:
        yield concern(
            case,
            "restriction_review",
            "behaviour",
            "a limit on contact is to be reviewed; no date is set.",
        )
    if limit.ends is None:
        yield concern(
            case,
            "restriction_end",
            "behaviour",
            "a limit on contact is not without end; none is set.",
        )
    if not limit.evidence:
        yield concern(
            case,
            "restriction_evidence",
            "behaviour",
            "there is to be evidence of the behaviour; none is named.",
        )
    if not limit.equality:
        yield concern(
            case,
            "restriction_equality",
            "equality",
            "it is to be proportionate, with regard to the Equality Act.",
        )
    if limit.told_on is None:
        yield concern(case, "restriction_not_told", "behaviour", "the person is to be told of it.")


def tell_of_restriction(
    case: Case, number: int, limit: Restriction, review_on: date | None, moment: Moment
) -> Ruling:
    """A limit that was recorded before, told to the person in these words (H 5.14, L 5.10)."""
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    if limit.ends and limit.ends < limit.starts:
        raise BadInput("It would end before it starts.")
    limits = [*case.restrictions]
    limits[number - 1] = limit
    reviews = tuple(
        replace(p, due=review_on) if p.is_open and p.about == restriction(number) else p
        for p in case.promises
    )
    after = replace(case, restrictions=tuple(limits), promises=reviews)
    entry = f"Told of the limit on contact: {sentence(limit.what)}"
    concerns = tuple(_restriction_concerns(case, limit, review_on))
    return Ruling(after, entry, concerns, happened_on=limit.told_on)


def why_not_lift(case: Case) -> str:
    """Why there is no limit on contact to lift; it may outlive the case."""
    return "" if any(r.lifted_on is None for r in case.restrictions) else "Contact is not limited."


def lift(case: Case, number: int, on: date, why: str, moment: Moment) -> Ruling:
    """A limit on contact lifted; its review is done with."""
    refuse_future(on, moment, "Lifted")
    if not 1 <= number <= len(case.restrictions) or case.restrictions[number - 1].lifted_on:
        raise BadInput("Choose which limit on contact it is.")
    limits = list(case.restrictions)
    limits[number - 1] = replace(limits[number - 1], lifted_on=on, lifted_why=why)
    promises = tuple(
        replace(p, ended=Ending.KEPT, ended_on=on, outcome="Lifted.")
        if p.is_open and p.about == restriction(number)
        else p
        for p in case.promises
    )
    return Ruling(
        replace(case, restrictions=tuple(limits), promises=promises),
        f"Limit on contact lifted on {in_words(on)}: {sentence(limits[number - 1].what)} "
        f"Why: {sentence(why)}",
        happened_on=on,
    )
