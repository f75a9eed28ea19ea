"""What the case's ombudsman asks, investigates, decides and orders."""

from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput, RuleBroken
from complaintdesk.domain.parts import Ending, OmbudsmanMatter, Promise, PromiseKind
from complaintdesk.domain.rules.common import refuse_future, reopened
from complaintdesk.domain.rules.promises import promise
from complaintdesk.domain.ruling import Moment, Ruling

# The ombudsmen's own words for what they decide (codes.md E).
DECISIONS: dict[Code, dict[str, str]] = {
    Code.HOUSING: {
        "outside-jurisdiction": "outside jurisdiction",
        "no-maladministration": "no maladministration",
        "reasonable-redress": "reasonable redress",
        "service-failure": "service failure",
        "maladministration": "maladministration",
        "severe-maladministration": "severe maladministration",
    },
    Code.GENERAL: {
        "closed-after-enquiries": "closed after initial enquiries",
        "not-upheld": "not upheld: no fault",
        "upheld-no-injustice": "upheld: fault without injustice",
        "upheld": "upheld: fault and injustice",
        "remedied-before": "upheld, and remedied by us beforehand",
    },
}


def open_matter(
    case: Case, matter: OmbudsmanMatter, reply_by: date | None, moment: Moment
) -> Ruling:
    """An enquiry or an investigation, with the day by which a reply is asked for.

    It can come at any time, also about a closed case, which it opens again.
    """
    refuse_future(matter.opened_on, moment, "Opened")
    after = replace(reopened(case), matters=(*case.matters, matter))
    number = len(after.matters)
    if reply_by:
        wanted = Promise(
            PromiseKind.ENQUIRY,
            matter.reference,
            reply_by,
            case.handler,
            about=f"matter {number}",
        )
        after = promise(after, wanted).case
    by = f"; a reply is wanted by {in_words(reply_by)}" if reply_by else ""
    again = " The case is open again." if case.closed_on else ""
    return Ruling(
        after,
        f"The ombudsman opened an {matter.kind} on {in_words(matter.opened_on)}, "
        f"{matter.reference}{by}.{again}",
        happened_on=matter.opened_on,
    )


def decide_matter(
    case: Case, number: int, on: date, decision: str, findings: str, moment: Moment
) -> Ruling:
    """What the ombudsman decided; each order or recommendation is then added as a promise."""
    refuse_future(on, moment, "Decided")
    matter = _matter(case, number)
    if matter.decided_on:
        raise RuleBroken(f"{matter.reference} was decided on {in_words(matter.decided_on)}.")
    if on < matter.opened_on:
        raise BadInput(f"It was opened on {in_words(matter.opened_on)}, after that day.")
    matters = list(case.matters)
    matters[number - 1] = replace(matter, decided_on=on, decision=decision, findings=findings)
    words = DECISIONS[case.code].get(decision, decision)
    promises = tuple(
        replace(p, ended=Ending.KEPT, ended_on=on, outcome="The ombudsman has decided.")
        if p.is_open and p.kind is PromiseKind.ENQUIRY and p.about == f"matter {number}"
        else p
        for p in case.promises
    )
    return Ruling(
        replace(case, matters=tuple(matters), promises=promises),
        f"The ombudsman decided {matter.reference} on {in_words(on)}: {words}.",
        happened_on=on,
    )


def order(case: Case, number: int, what: str, due: date | None, who: str, moment: Moment) -> Ruling:
    """An order or a recommendation, kept like any promise, with proof (7.3)."""
    matter = _matter(case, number)
    made = Promise(PromiseKind.ORDER, what, due, who, "the ombudsman", about=f"matter {number}")
    ruling = promise(reopened(case), made)
    again = " The case is open again." if case.closed_on else ""
    return replace(ruling, entry=f"{matter.reference}: {ruling.entry}{again}")


def _matter(case: Case, number: int) -> OmbudsmanMatter:
    if not 1 <= number <= len(case.matters):
        raise BadInput("Choose which of the ombudsman's matters it is.")
    return case.matters[number - 1]
