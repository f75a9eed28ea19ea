"""What screens and commands ask: a queue, a case. Each answer is made of frozen facts."""

from collections.abc import Iterable
from datetime import date, timedelta

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Intake
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import CLOCKS, Duty, State
from complaintdesk.domain.duties import open_duties
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.rules import new_case
from complaintdesk.domain.views import EVERYTHING, Filters, View
from complaintdesk.services.commands import first_review
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import CaseView, QueuePage, QueueRow
from complaintdesk.store import listing
from complaintdesk.store.listing import QueueItem

_FAR = timedelta(days=366 * 50)  # past the known bank holidays; further is a slip of the finger
PAGE = 500  # rows given at once; the count says when there are more


def queue(desk: Desk, view: View = EVERYTHING, limit: int = PAGE) -> QueuePage:
    """A list in its order. Raises BadInput for a queue that there is not."""
    today = day_looked_at(desk)
    items = listing.page(desk.store_file, view, today, most=limit)
    count = listing.count(desk.store_file, view, today)
    return QueuePage(desk.name, desk.training, today, view, count, as_rows(desk, items))


def due_between(desk: Desk, first: date, last: date) -> tuple[QueueRow, ...]:
    """The open cases whose nearest duty is due in these days, by due date, then reference."""
    return as_rows(desk, listing.due_between(desk.store_file, first, last))


def counts(desk: Desk, filters: Filters) -> dict[str, int]:
    """How many cases each queue has, as the filters narrow it."""
    return listing.counts(desk.store_file, filters, day_looked_at(desk))


def sizes(desk: Desk, views: Iterable[View]) -> dict[str, int]:
    """How many cases each of these lists has, by its name."""
    today = day_looked_at(desk)
    return {view.name: listing.count(desk.store_file, view, today) for view in views}


def filter_choices(desk: Desk) -> dict[str, tuple[str, ...]]:
    """The services, wards and officers that open cases have, to choose a filter from."""
    columns = ("service", "ward", "officer")
    return {name: listing.choices(desk.store_file, name) for name in columns}


def day_looked_at(desk: Desk) -> date:
    """The day it is on this desk. Raises BadInput where that lies outside the calendar."""
    today, calendar = desk.today(), desk.calendar
    if desk.looking_on and not calendar.covers_from <= today <= calendar.covers_to + _FAR:
        raise BadInput(f"{in_words(today)} is too far away to look at. Check the year.")
    return today


def own_name(desk: Desk) -> str:
    """Whose cases are meant by one's own. Raises BadInput where nobody has said who that is."""
    if not desk.officer:
        raise BadInput(
            "It is not known whose cases are meant: this PC has no officer's name yet. Open the "
            "desk once with `complaintdesk`, or leave out --mine."
        )
    return desk.officer


def as_rows(desk: Desk, items: Iterable[QueueItem]) -> tuple[QueueRow, ...]:
    """Cases of a list with the working days that are left of each."""
    today, calendar = desk.today(), desk.calendar
    return tuple(_row(item, calendar, today) for item in items)


def case(desk: Desk, ref: str) -> CaseView:
    """A case with its history and all its duties. Raises CaseNotFound."""
    found = desk.store.case(ref)
    duties = desk.duties(found.case)
    waiting = open_duties(found.case, duties)
    nearest = waiting[0] if waiting else None
    ombudsman = desk.file.ombudsmen[found.case.code].name
    return CaseView(found, duties, nearest, desk.today(), ombudsman)


def _row(item: QueueItem, calendar: WorkingCalendar, today: date) -> QueueRow:
    left = calendar.working_days_left(today, item.due) if item.due else None
    return QueueRow(
        item.ref, item.kind, item.code, item.stage, item.complainant, item.summary, item.service,
        item.officer, item.duty, item.due, left, _state(item.due, today) if item.duty else None,
        item.provisional, _is_beyond(item, calendar), item.ward, item.received_on, item.closed_on,
    )  # fmt: skip


def _is_beyond(item: QueueItem, calendar: WorkingCalendar) -> bool:
    """Only a clock's date is counted by the calendar; a promise's was set."""
    return item.duty in CLOCKS and item.due is not None and item.due > calendar.covers_to


def _state(due: date | None, today: date) -> State:
    if due is None:
        return State.WAITING
    if due < today:
        return State.OVERDUE
    if due == today:
        return State.DUE_TODAY
    sunday = today + timedelta(days=6 - today.weekday())  # as the queue “this-week” has it
    return State.DUE_THIS_WEEK if due <= sunday else State.DUE


def first_duty(desk: Desk, details: Intake) -> Duty:
    """The first duty that logging these details would bring, to be read before saving."""
    case = new_case("", details, desk.now(), desk.today(), first_review(desk, details))
    return desk.duties(case)[0]
