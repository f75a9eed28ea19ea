"""One function for each thing that an officer does to a case; each is one change in the record."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from complaintdesk.domain import rules
from complaintdesk.domain.case import Case, Intake, Kind
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.intake_form import as_form
from complaintdesk.domain.parts import Link
from complaintdesk.domain.words import LINKS
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.services.saving import save

if TYPE_CHECKING:
    from complaintdesk.store.writing import Writing

REVIEW_DAYS = 10  # working days until a request for service is looked at again, to begin with


def log_complaint(
    desk: Desk, details: Intake, change_id: str | None = None, link: Link | None = None
) -> Outcome:
    """Log a complaint, whose clock runs from the day it was received, or a request for service.

    `link` names the case that it belongs to and how; that case names this one in turn.
    """

    def work(writing: "Writing") -> Case:
        return log_linked(desk, writing, details, link)

    saved = save(desk, "log a complaint", work, change_id)
    return Outcome(saved.about, f"{saved.about} is logged.", saved.earlier)


def log_linked(desk: Desk, writing: "Writing", details: Intake, link: Link | None) -> Case:
    """Write a new case inside a change, and name it in the one that it belongs to."""
    now, today = desk.now(), desk.today()
    review_on = first_review(desk, details)
    case = rules.new_case(writing.next_ref(today.year), details, now, today, review_on)
    saved = writing.save(replace(case, links=(link,) if link else ()))
    received = in_words(details.received_on)
    what = "Complaint" if details.kind is Kind.COMPLAINT else "Request for service"
    writing.note(saved, desk.line(f"{what} logged; it was received on {received}."))
    if link:
        _link_back(desk, writing, saved, link)
    return saved


def first_review(desk: Desk, details: Intake) -> date:
    """The day on which a new request for service is looked at again, to begin with."""
    return desk.calendar.add(max(details.received_on, desk.today()), REVIEW_DAYS)


def _link_back(desk: Desk, writing: "Writing", new: Case, link: Link) -> None:
    """Name each case in the other, in words that an officer can follow."""
    other = writing.load(link.ref)
    back = Link(new.ref, link.kind.back)
    kept = writing.save(replace(other, links=(*other.links, back)))
    writing.note(new, desk.line(f"{link.ref} is {LINKS[link.kind]}."))
    writing.note(kept, desk.line(f"{new.ref} is {LINKS[back.kind]}."))


def change_details(
    desk: Desk, ref: str, version: int, details: Intake, change_id: str | None = None
) -> Outcome:
    """Correct what was logged. `version` is that of the case the officer was looking at."""

    def work(writing: "Writing") -> Case:
        before = writing.load(ref)
        changed = rules.change_details(before, details, desk.today())
        saved = writing.save(rules.judged(changed, desk.duties(changed)), version)
        writing.note(saved, desk.line(_what_changed(before.details, details)))
        return saved

    done = save(desk, "change the details", work, change_id)
    return Outcome(ref, f"{ref} is changed.", done.earlier)


def _what_changed(before: Intake, after: Intake) -> str:
    """A line that names what changed, with both dates where a clock runs from one."""
    was, now = as_form(before), as_form(after)
    names = [n.replace("_", " ") for n in {**was, **now} if was.get(n, "") != now.get(n, "")]
    said = f"Details changed: {', '.join(names)}." if names else "Details saved unchanged."
    if before.received_on != after.received_on:
        said += f" Received on {in_words(after.received_on)}, not {in_words(before.received_on)}."
    if before.code != after.code:
        said += f" Now under the {after.code} Code, not {before.code}."
    return said
