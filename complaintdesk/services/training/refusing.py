"""Complaints and requests for stage 2 that are not accepted, and one taken back."""

from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Ground, MatterKind, OmbudsmanMatter, Refusal
from complaintdesk.domain.rules import ombudsman, refusals
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.services.training.draft import Draft, keep_on
from complaintdesk.services.training.script import AFTER, ANSWERED, BEGUN

_FILED = 12  # working days before receipt that a claim was filed at court
_REPLIED = "Sent: the complaint, our letter, and how we came to our view."


@dataclass(frozen=True, slots=True)
class Turned:
    """Why one complaint was turned away, in this case."""

    ground: Ground
    reasoning: str
    evidence: str
    other_route: str = ""
    taken_back: str = ""


_TURNED: dict[str, Turned] = {
    "court-claim": Turned(
        Ground.COURT,
        "The claim that was filed asks the court for exactly what this complaint asks of us. Two "
        "answers to one question would help nobody. How our letters were written can still be "
        "complained of.",
        "Sealed claim form, sent to us by the complainant.",
        "The county court, where the claim is.",
    ),
    "play-fall": Turned(
        Ground.OLD,
        "It happened more than two years ago and was known on the day. The swing has been taken "
        "down and its sheets destroyed by the usual date, so nothing could be found out now.",
        "The complainant's letter; the list of records destroyed.",
    ),
    "satellite": Turned(
        Ground.NOT_OURS,
        "The dish was taken down by the scaffolders, with whom the complainant has to settle it.",
        "Works order; the complainant's e-mail.",
        "The scaffolding firm.",
        "A landlord answers for its contractors, so this is ours to look into.",
    ),
    "branch": Turned(
        Ground.OTHER_PROCEDURE,
        "Damage by a tree is for the insurers, and a claim has been made.",
        "The claim form.",
        "Our insurers.",
        "The claim is for the insurers; how we dealt with it is not, and that was the complaint.",
    ),
    "rent-arrears-error": Turned(
        Ground.COURT,
        "Since the answer to stage 1 the complainant has filed a claim at court about the same "
        "account and the same letters. What stage 1 promised is done and stands.",
        "Notice of issue from the county court.",
        "The county court.",
    ),
    "admissions": Turned(
        Ground.OTHER_PROCEDURE,
        "What is still in dispute is the place at the school, and the parents have asked the "
        "appeal panel for it. The panel can give it and we cannot.",
        "The panel's letter with the day of the hearing.",
        "The independent appeal panel.",
    ),
}


def refuse(draft: Draft, stage: int, on: date) -> None:
    """Not accepted, and the person told, on a day."""
    refusal = _refusal(draft, stage, on)
    rule = refusals.refuse if stage == 1 else _refuse_escalation
    draft.script.add(
        on, draft.handler(stage), lambda case, moment: rule(case, refusal, moment), ANSWERED
    )


def _refuse_escalation(case: Case, refusal: Refusal, moment: Moment) -> Ruling:
    return refusals.refuse_escalation(case, None, refusal, moment)


def _refusal(draft: Draft, stage: int, on: date) -> Refusal:
    turned = _TURNED[draft.story.key]
    begun = draft.line.stages[stage - 1].started
    filed = None
    if turned.ground is Ground.COURT and begun:
        filed = draft.days.back(begun, _FILED if stage == 1 else 1)
    return Refusal(
        stage, turned.ground, on, turned.reasoning, turned.evidence, filed, turned.other_route
    )


def take_back(draft: Draft) -> None:
    """Refused, taken to the ombudsman, and accepted after all: the stage begins on that day."""
    received, again = draft.line.received_on, draft.line.stages[0].started
    assert again is not None
    days, by = draft.days, draft.handler(1)
    turned = _TURNED[draft.story.key]
    refuse(draft, 1, days.ahead(received, 4))
    number = reference(draft)
    opened = days.ahead(received, 14)
    ask(draft, MatterKind.ENQUIRY, number, opened, "A complaint that was not accepted",
        days.ahead(opened, 7))  # fmt: skip
    keep_on(draft, days.ahead(opened, 5), by, number, _REPLIED)
    draft.script.add(
        again, by,
        lambda case, moment: refusals.take_back(case, again, turned.taken_back, True, moment),
        BEGUN,
    )  # fmt: skip
    if draft.details.code is Code.GENERAL:
        found = "Closed, since the council accepts the complaint."
        draft.script.add(
            again, by,
            lambda case, moment: ombudsman.decide_matter(
                case, 1, again, "closed-after-enquiries", found, moment
            ),
            BEGUN,
        )  # fmt: skip


def ask(draft: Draft, kind: MatterKind, number: str, on: date, about: str, reply_by: date) -> None:
    """The ombudsman opens an enquiry or an investigation."""
    matter = OmbudsmanMatter(number, kind, on, about)
    draft.script.add(
        on, draft.handler(),
        lambda case, moment: ombudsman.open_matter(case, matter, reply_by, moment), AFTER,
    )  # fmt: skip


def reference(draft: Draft) -> str:
    """A reference such as each ombudsman might give."""
    year = draft.line.received_on.year
    if draft.details.code is Code.HOUSING:
        return f"HO-{year}{draft.rng.randint(10_000, 99_999)}"
    return f"{year % 100} {draft.rng.randint(100, 999):03} {draft.rng.randint(100, 999):03}"
