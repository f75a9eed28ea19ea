"""What else happens in some cases: people's needs, questions, limits on contact, the ombudsman."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

from complaintdesk.domain.case import Authority, Case, Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Document, Entry, MatterKind, Restriction
from complaintdesk.domain.rules import handling, ombudsman, people
from complaintdesk.domain.rules.documents import add_document
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.services.training.answering import half_decided
from complaintdesk.services.training.draft import Draft, keep_on, kept
from complaintdesk.services.training.plans import Step
from complaintdesk.services.training.progress import contact
from complaintdesk.services.training.refusing import ask, reference, take_back
from complaintdesk.services.training.script import AFTER, BETWEEN
from complaintdesk.services.training.texts_needs import (
    DISABILITIES,
    LIFTED,
    LIMITS,
    ORDERS,
    QUESTIONS,
    THIRD_PARTIES,
)
from complaintdesk.services.training.texts_service import JOINED

_UPDATE = "Tell the person where the answer stands"
_CHASE = "See whether the questions were answered; answer on what is known if not"
_ADJUSTED = "See whether the agreed adjustments still fit"


def scenes(draft: Draft) -> None:
    """Write everything into the script that the plan, or the person's needs, ask for."""
    if draft.details.representative:
        _authority(draft)
    if draft.details.adjustments and draft.line.stages and draft.line.stages[0].acknowledged:
        _adjust(draft)
    for what in draft.plan.shows:
        if scene := _SCENES.get(what):
            scene(draft)


def _authority(draft: Draft) -> None:
    """Awaited when it was logged, and given two days later by word of mouth or in writing."""
    acting = draft.details.representative
    assert acting is not None
    on = draft.days.ahead(draft.line.logged_on, 2)
    given = acting.authority in (Authority.VERBAL, Authority.WRITTEN)
    if not given or on > (draft.closing or draft.days.last):
        return
    awaited = replace(acting, authority=Authority.AWAITED)
    draft.details = replace(draft.details, representative=awaited)
    how = "Said so on the telephone, with the complainant beside them."
    if acting.authority is Authority.WRITTEN:
        how = "Signed form came by post."
    draft.script.add(
        on, draft.handler(1),
        lambda case, moment: people.authorise(case, acting.authority, on, how, moment),
    )  # fmt: skip


def _adjust(draft: Draft) -> None:
    """What the person needs, agreed once the complaint is acknowledged, with its review."""
    first, days = draft.line.stages[0].acknowledged, draft.days
    assert first is not None
    needs, disability = draft.details.adjustments, DISABILITIES.get(draft.story.key, "")
    closing, by = draft.closing, draft.handler(1)
    if draft.plan.step is Step.ANSWERED and draft.shows("settled"):
        closing = days.last
    review = days.ahead(first, 15) if closing else days.due(draft.rng.randint(12, 24))
    draft.script.add(
        first, by,
        lambda case, moment: people.adjust(case, needs, disability, review, moment), BETWEEN,
    )  # fmt: skip
    if closing:
        keep_on(draft, min(review, closing), by, _ADJUSTED, "They fit; nothing to change.")


def _clarify(draft: Draft) -> None:
    """Questions that no clock waits for; under the general Code they have been answered."""
    on, by = draft.after(1), draft.handler()
    questions = draft.details.questions or QUESTIONS[draft.details.code]
    reply_by = draft.days.ahead(on, 5)
    draft.details = replace(draft.details, questions="")
    draft.script.add(
        on, by, lambda case, moment: handling.clarify(case, on, questions, reply_by, moment)
    )
    if draft.details.code is Code.GENERAL:
        day = draft.after(3)
        said = (Entry.EMAIL_IN, "Answers all of our questions, and one that we had not asked.")
        draft.script.add(day, by, contact(said, day))
        keep_on(draft, day, by, _CHASE, "Answered by e-mail.")


def _updates(draft: Draft) -> None:
    """Agreed as soon as it was plain that the answer would be late; the first was given."""
    on, by, whom = draft.after(9), draft.handler(), draft.details.complainant.name
    first = draft.days.ahead(on, 5)
    rang = (Entry.CALL, "Rang in to ask where it stands. Agreed how often we write.")
    draft.script.add(on, by, contact(rang, on))
    draft.script.add(
        on, by, lambda case, moment: handling.agree_updates(case, 10, first, whom, moment)
    )
    if first < draft.days.last:
        told = (Entry.EMAIL_OUT, "Where the answer stands, and by when the next word comes.")
        draft.script.add(first, by, contact(told, first))
        keep_on(draft, first, by, _UPDATE, "Told by e-mail.")


def _join(draft: Draft) -> None:
    complaint, sought = JOINED[draft.details.code]
    point = Point(draft.fill(complaint), sought, Responsibility.OURS)
    draft.script.add(
        draft.after(2), draft.handler(),
        lambda case, moment: handling.join_issue(case, point, moment),
    )  # fmt: skip


def _third_party(draft: Draft) -> None:
    """Somebody else answers for us; the stages and the clocks are the same."""
    responder = draft.fill(THIRD_PARTIES[draft.details.code])

    def act(case: Case, moment: Moment) -> Ruling:
        details = case.details
        return handling.assign(
            case, details.officer, responder, details.conflict, details.conflict_note
        )

    draft.script.add(draft.after(0), draft.handler(), act)


def _half_decided(draft: Draft) -> None:
    half_decided(draft, draft.after(30))


def _restrict(draft: Draft, stage: int, offset: int, review_on: date | None) -> None:
    limit, by = LIMITS[draft.details.code], draft.handler(stage)
    starts = draft.after(offset, stage)
    made = Restriction(*limit, starts=starts, ends=draft.days.ahead(starts, 60), told_on=starts)
    review = review_on or draft.days.ahead(starts, 30)
    draft.script.add(
        starts, by, lambda case, moment: people.restrict(case, made, review, moment), BETWEEN
    )


def _restricted(draft: Draft) -> None:
    """A limit that runs, with its review ahead."""
    _restrict(draft, draft.plan.stage, 2, draft.days.due(20))


def _lifted(draft: Draft) -> None:
    """A limit from stage 1 that was lifted once stage 2 was acknowledged."""
    _restrict(draft, 1, 1, None)
    on = draft.line.stages[-1].acknowledged
    assert on is not None
    draft.script.add(
        on, draft.handler(2), lambda case, moment: people.lift(case, 1, on, LIFTED, moment), AFTER
    )


def _ombudsman_open(draft: Draft) -> None:
    """The refusal was taken to the ombudsman, which has asked about it."""
    refused = draft.line.stages[-1].refused
    assert refused is not None
    on, number = draft.days.ahead(refused, 8), reference(draft)
    kind, due = MatterKind.INVESTIGATION, draft.days.due(7)
    if draft.details.code is Code.GENERAL:
        kind, due = MatterKind.ENQUIRY, draft.days.due(12)
    ask(draft, kind, number, on, "A request for stage 2 that was not accepted", due)


def _ombudsman_decided(draft: Draft) -> None:
    """Closed, taken up, decided; one order complied with and the others still due."""
    answered, days, by = draft.line.stages[-1].answered, draft.days, draft.handler()
    assert answered is not None
    opened, decided = days.ahead(answered, 20), days.ago(9)
    number = reference(draft)
    ask(draft, MatterKind.INVESTIGATION, number, opened, "Delay, and how it was put right",
        days.ahead(opened, 15))  # fmt: skip
    reply = "Sent with the whole file, by the ombudsman's own web page."
    keep_on(draft, days.ahead(opened, 12), by, number, reply)
    decision, found, orders = ORDERS[draft.details.code]
    draft.script.add(
        decided, by,
        lambda case, moment: ombudsman.decide_matter(case, 1, decided, decision, found, moment),
        AFTER,
    )  # fmt: skip
    for what, due, who, proof in orders:
        _order(draft, decided, what, days.due(due), who)
        if proof:
            draft.script.add(days.ago(2), by, kept(what, proof), AFTER)


def _order(draft: Draft, on: date, what: str, due: date, who: str) -> None:
    draft.script.add(
        on, draft.handler(),
        lambda case, moment: ombudsman.order(case, 1, what, due, who, moment), AFTER,
    )  # fmt: skip


def _document(draft: Draft) -> None:
    """What was sent in, as a file with the case."""
    on, name = draft.days.ahead(draft.line.logged_on, 1), "complaint-as-received.txt"
    path = f"documents/{draft.mark}/{name}"
    details = draft.details
    text = "\n\n".join((details.summary, *(p.complaint for p in details.points), "")).encode()
    digest = sha256(text).hexdigest()
    document = Document(path, name, len(text), digest, on, "As it came in.")
    draft.files[path] = text
    draft.script.add(on, draft.handler(), lambda case, moment: add_document(case, document))


_SCENES: dict[str, Callable[[Draft], None]] = {
    "clarified": _clarify,
    "updates": _updates,
    "joined": _join,
    "third party": _third_party,
    "half decided": _half_decided,
    "restricted": _restricted,
    "lifted": _lifted,
    "document": _document,
    "taken back": take_back,
    "ombudsman open": _ombudsman_open,
    "ombudsman decided": _ombudsman_decided,
}
