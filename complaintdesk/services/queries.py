"""What screens and commands ask: a queue, a case. Each answer is made of frozen facts."""

from datetime import timedelta

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Intake
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import CLOCKS, Duty, State
from complaintdesk.domain.duties import open_duties
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.rules import new_case
from complaintdesk.services.commands import first_review
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import CaseView, QueuePage, QueueRow
from complaintdesk.store.queue_page import QueueItem, queue_counts, queue_page

_FAR = timedelta(days=366 * 50)  # past the known bank holidays; further is a slip of the finger
PAGE = 500  # rows shown at once; the count says when there are more


def queue(desk: Desk, name: str = "next-deadline", limit: int = PAGE) -> QueuePage:
    """A queue sorted by due date, then by reference. Raises BadInput for an unknown name."""
    today, calendar = desk.today(), desk.calendar
    if desk.looking_on and not calendar.covers_from <= today <= calendar.covers_to + _FAR:
        raise BadInput(f"{in_words(today)} is too far away to look at. Check the year.")
    items, count = queue_page(desk.store_file, name, today, limit)
    return QueuePage(
        desk=desk.name,
        training=desk.training,
        today=today,
        queue=name,
        count=count,
        rows=tuple(_row(item, calendar, desk) for item in items),
        counts=queue_counts(desk.store_file, today),
    )


def case(desk: Desk, ref: str) -> CaseView:
    """A case with its history and all its duties. Raises CaseNotFound."""
    found = desk.store.case(ref)
    duties = desk.duties(found.case)
    waiting = open_duties(found.case, duties)
    nearest = waiting[0] if waiting else None
    ombudsman = desk.file.ombudsmen[found.case.code].name
    return CaseView(found, duties, nearest, desk.today(), ombudsman)


def _row(item: QueueItem, calendar: WorkingCalendar, desk: Desk) -> QueueRow:
    today, left = desk.today(), None
    if item.due:
        left = calendar.working_days_left(today, item.due)
    return QueueRow(
        item.ref, item.kind, item.code, item.stage, item.complainant, item.summary, item.service,
        item.officer, item.duty, item.due, left, _state(left) if item.duty else None,
        item.provisional, _is_beyond(item, calendar),
    )  # fmt: skip


def _is_beyond(item: QueueItem, calendar: WorkingCalendar) -> bool:
    """Only a clock's date is counted by the calendar; a promise's was set."""
    return item.duty in CLOCKS and item.due is not None and item.due > calendar.covers_to


def _state(left: int | None) -> State:
    if left is None:
        return State.WAITING
    if left < 0:
        return State.OVERDUE
    return State.DUE if left else State.DUE_TODAY


def first_duty(desk: Desk, details: Intake) -> Duty:
    """The first duty that logging these details would bring, to be read before saving."""
    case = new_case("", details, desk.now(), desk.today(), first_review(desk, details))
    return desk.duties(case)[0]
