"""One function for each thing that an officer does to a case; each is one change in the record."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from complaintdesk.domain import rules
from complaintdesk.domain.case import Case, Intake
from complaintdesk.domain.dates import in_words
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.services.saving import save

if TYPE_CHECKING:
    from complaintdesk.store.facts import LetterSent
    from complaintdesk.store.writing import Writing


def log_complaint(desk: Desk, details: Intake, change_id: str | None = None) -> Outcome:
    """Log a complaint at stage 1; its clock runs from the day it was received."""

    def work(writing: "Writing") -> Case:
        now, today = desk.now(), desk.today()
        case = rules.new_case(writing.next_ref(today.year), details, now, today)
        saved = writing.save(case)
        received = in_words(details.received_on)
        writing.note(saved, now, desk.officer, f"Complaint logged; it was received on {received}.")
        return saved

    ref = save(desk, "log a complaint", work, change_id)
    return Outcome(ref, f"{ref} is logged.")


def change_details(
    desk: Desk, ref: str, version: int, details: Intake, change_id: str | None = None
) -> Outcome:
    """Correct what was logged. `version` is that of the case the officer was looking at."""

    def work(writing: "Writing") -> Case:
        before = writing.load(ref)
        saved = writing.save(rules.change_details(before, details, desk.today()), version)
        writing.note(saved, desk.now(), desk.officer, _what_changed(before.details, details))
        return saved

    save(desk, "change the details", work, change_id)
    return Outcome(ref, f"{ref} is changed.")


def acknowledge(
    desk: Desk,
    ref: str,
    version: int,
    on: date,
    sent: "LetterSent",
    change_id: str | None = None,
) -> Outcome:
    """Record that the acknowledgement went out on a day, with the files that went (6.2)."""

    def work(writing: "Writing") -> Case:
        case = writing.load(ref)
        stage = case.stage
        due = next(d.due for d in desk.duties(case) if (d.stage, d.kind) == (stage, "acknowledge"))
        acknowledged = rules.acknowledge(case, on, desk.today(), due)
        saved = writing.save(acknowledged, version)
        writing.letter_sent(saved, sent)
        entry = f"Stage {stage} acknowledged: letter sent on {in_words(on)} ({sent.files[0][0]})."
        writing.note(saved, desk.now(), desk.officer, entry)
        return saved

    save(desk, "acknowledge", work, change_id)
    return acknowledged(ref, on)


def acknowledged(ref: str, on: date) -> Outcome:
    """What is said of an acknowledgement that is in the record."""
    return Outcome(ref, f"{ref} is acknowledged, on {in_words(on)}.")


def _what_changed(before: Intake, after: Intake) -> str:
    """A line that keeps both dates where one that a clock runs from was corrected."""
    if before.received_on != after.received_on:
        return (
            f"Details changed: received on {in_words(after.received_on)}, "
            f"not {in_words(before.received_on)}."
        )
    if before.code != after.code:
        return f"Details changed: now under the {after.code} Code, not {before.code}."
    if replace(before, points=after.points) == after:
        return "The points of complaint changed."
    return "Details changed."
