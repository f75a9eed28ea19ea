"""The verbs, through the door that screens use."""

from datetime import date

from complaintdesk.domain.case import Intake, Person, Point
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk


def test_a_logged_complaint_is_in_the_queue_at_its_acknowledgement(desk: Desk) -> None:
    details = Intake(Person("Ann O'Brien"), date(2026, 11, 13), points=(Point("Bins missed"),))
    outcome = commands.log_complaint(desk, details)
    row = queries.queue(desk).rows[0]
    assert (row.ref, row.duty, row.due) == (outcome.ref, "acknowledge", date(2026, 11, 20))
    assert row.state == "due_today"


def test_the_training_desk_rebuilds(training_desk: Desk) -> None:
    assert queries.queue(training_desk).count > 40
