"""What was promised: made with a date, kept, changed, or told to be undeliverable."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Case
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.duties import topic
from complaintdesk.domain.errors import BadInput, Concern, RuleBroken
from complaintdesk.domain.parts import Ending, Promise, PromiseKind
from complaintdesk.domain.rules.common import refuse_future, why_not_open
from complaintdesk.domain.rules.wording import wording_concerns
from complaintdesk.domain.ruling import Moment, Ruling, concern
from complaintdesk.domain.text import sentence

NAMES = {
    PromiseKind.ACTION: "Action",
    PromiseKind.REMEDY: "Remedy",
    PromiseKind.UPDATE: "Update",
    PromiseKind.LEARNING: "Learning",
    PromiseKind.REVIEW: "Review",
    PromiseKind.ORDER: "Ombudsman's order",
    PromiseKind.ENQUIRY: "Reply to the ombudsman",
}
_TO_THE_PERSON = (PromiseKind.ACTION, PromiseKind.REMEDY, PromiseKind.UPDATE)


def promise(case: Case, made: Promise) -> Ruling:
    """A promise made: what, who, by when (7.3; H 6.6, 6.17; L 6.6)."""
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    if made.point > len(case.details.points):
        raise BadInput(f"{case.ref} has no point {made.point}.")
    made = replace(made, stage=made.stage or case.stage)
    by = f", by {in_words(made.due)}" if made.due else ", no date set"
    who = f", {made.who}" if made.who else ""
    return Ruling(
        replace(case, promises=(*case.promises, made)),
        f"{NAMES[made.kind]} promised: {made.what} ({len(case.promises) + 1}{who}{by}).",
        tuple(_new_concerns(case, made)),
    )


def _new_concerns(case: Case, made: Promise) -> Iterator[Concern]:
    if made.due is None:
        yield concern(case, f"{made.kind}_date", topic(made), "say by when it will be done.")
    if made.kind in (PromiseKind.ACTION, PromiseKind.REMEDY, PromiseKind.LEARNING) and not made.who:
        yield concern(case, f"{made.kind}_owner", f"promise_{made.kind}", "say who will do it.")
    yield from wording_concerns(case, made.what)


def keep(
    case: Case,
    number: int,
    on: date,
    outcome: str,
    moment: Moment,
    again_on: date | None = None,
) -> Ruling:
    """A promise kept. Of updates agreed at an interval, the next one is due from then on.

    What is kept under review (H 5.10, 5.14; L 5.6, 5.10) is reviewed `again_on`, if ever again.
    """
    found = _open_promise(case, number)
    refuse_future(on, moment, "Done")
    if on < case.details.received_on:
        raise BadInput(f"{case.ref} came in on {in_words(case.details.received_on)}, after that.")
    after = _ended(case, number, Ending.KEPT, on, outcome)
    entry = f"{NAMES[found.kind]} done on {in_words(on)}: {sentence(found.what)}"
    if found.kind is PromiseKind.UPDATE and found.every and case.stages and not case.current.ended:
        due = moment.calendar.add(on, found.every)
        after = replace(after, promises=(*after.promises, replace(found, due=due)))
        entry += f" The next is due on {in_words(due)}."
    if found.kind is PromiseKind.REVIEW and again_on:
        after = replace(after, promises=(*after.promises, replace(found, due=again_on)))
        entry += f" It is reviewed again on {in_words(again_on)}."
    concerns = [] if again_on else list(_review_lost(case, found))
    if found.kind is PromiseKind.ORDER and not outcome:
        said = "keep proof that it was complied with."
        concerns.append(concern(case, "proof", "promise_order", said))
    return Ruling(after, entry, tuple(concerns), happened_on=on)


def _review_lost(case: Case, found: Promise) -> Iterator[Concern]:
    """A limit on contact that runs stays under review (H 5.14, L 5.10)."""
    if found.kind is not PromiseKind.REVIEW:
        return
    limits = {f"restriction {n}" for n, r in enumerate(case.restrictions, 1) if not r.lifted_on}
    if found.about in limits:
        yield concern(case, "next_review", topic(found), "say when it is reviewed next.")


def change(
    case: Case,
    number: int,
    why: str,
    moment: Moment,
    *,
    due: date | None,
    what: str = "",
    who: str = "",
    told_on: date | None = None,
) -> Ruling:
    """A promise changed: the old one stays on record with the reason, a new one takes its place.

    H 6.6, 6.17 and 7.3; L 6.6 and 7.3: the person is kept informed of it.
    """
    found = _open_promise(case, number)
    _refuse_told_ahead(told_on, moment)
    new = replace(found, due=due, what=what or found.what, who=who or found.who)
    if new == found:
        raise BadInput("Give a new date, new words or a new name; nothing would change.")
    ended = _ended(case, number, Ending.CHANGED, moment.today, why, told_on)
    by = f", {new.who}" if new.who != found.who else ""
    until = f", now by {in_words(due)}" if due else ", now without a date"
    return Ruling(
        replace(ended, promises=(*ended.promises, new)),
        f"{NAMES[found.kind]} changed: {new.what.rstrip('.')}{by}{until}. Why: {sentence(why)}",
        (*_not_told(case, found, told_on), *(_new_concerns(case, new) if due is None else ())),
    )


def undeliverable(
    case: Case,
    number: int,
    why: str,
    moment: Moment,
    *,
    instead: str = "",
    due: date | None = None,
    told_on: date | None = None,
) -> Ruling:
    """A promise that cannot be kept: why, what instead, and the person told (H 7.3, L 7.4)."""
    found = _open_promise(case, number)
    _refuse_told_ahead(told_on, moment)
    after = _ended(case, number, Ending.UNDELIVERABLE, moment.today, why, told_on)
    concerns = list(_not_told(case, found, told_on))
    if not (instead and due):
        concerns += _review_lost(case, found)
    entry = f"{NAMES[found.kind]} cannot be done: {sentence(found.what)} Why: {sentence(why)}"
    if instead:
        new = replace(found, what=instead, due=due)
        after = replace(after, promises=(*after.promises, new))
        entry += f" Instead: {sentence(instead)}"
        concerns += _new_concerns(case, new)
    elif found.kind in (*_TO_THE_PERSON, PromiseKind.ORDER, PromiseKind.ENQUIRY):
        concerns.append(
            concern(
                case, "instead", "undeliverable", "something else is to be offered in its place."
            )
        )
    return Ruling(after, entry, tuple(concerns))


def _refuse_told_ahead(told_on: date | None, moment: Moment) -> None:
    if told_on:
        refuse_future(told_on, moment, "Told")


def _not_told(case: Case, found: Promise, told_on: date | None) -> Iterator[Concern]:
    if told_on is None and found.kind in _TO_THE_PERSON:
        yield concern(
            case, "not_told", "undeliverable", "the person is to be told of the change and why."
        )


def _open_promise(case: Case, number: int) -> Promise:
    if problem := why_not_open(case):
        raise RuleBroken(problem)
    if not 1 <= number <= len(case.promises):
        raise BadInput("Choose which promise it is.")
    found = case.promises[number - 1]
    if not found.is_open and found.ended_on:
        raise RuleBroken(f"“{found.what[:60]}” ended on {in_words(found.ended_on)}.")
    return found


def _ended(
    case: Case, number: int, how: Ending, on: date, outcome: str, told_on: date | None = None
) -> Case:
    promises = list(case.promises)
    promises[number - 1] = replace(
        promises[number - 1], ended=how, ended_on=on, outcome=outcome, told_on=told_on
    )
    return replace(case, promises=tuple(promises))
