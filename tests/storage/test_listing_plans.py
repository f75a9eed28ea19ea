"""Every query of lists, of the search and of what changed goes along an index, at any size.

The queries are those that are run, caught on their way; SQLite's planner is asked how it would run
each. What the screens ask besides: tests/ui/test_plans.py.
"""

import itertools
import re
import sqlite3
from collections.abc import Callable
from datetime import datetime

import pytest

from complaintdesk.domain.views import SORTS, Filters, View
from complaintdesk.services.desk import Desk
from complaintdesk.services.lists import QueueList
from complaintdesk.services.searching import refresh
from complaintdesk.store import changes_since, finding, listed, listing, search_index
from complaintdesk.store.listing import QUEUES, From
from tests.conftest import NOW, TODAY
from tests.plans import Asked, listening

# A whole table gone through; by an index of that queue it is the queue that is gone through.
_BARE = re.compile(r"SCAN (?!(words|(index_of\.)?state|listing USING|CONSTANT|\(subquery))")
_ALONE = {
    "officer": "Robin Ashdown", "code": "housing", "stage": "1", "service": "Repairs",
    "ward": "Mill", "vulnerable": True, "adjusted": True, "consent": True,
    "unassigned": True,
}  # fmt: skip
FILTERS = (
    Filters(),
    *(Filters(**{name: value}) for name, value in _ALONE.items()),  # type: ignore[arg-type]
    Filters(**_ALONE),  # type: ignore[arg-type]
)
OWN = {
    "next-deadline": "listing_due", "overdue": "listing_due", "today": "listing_due",
    "this-week": "listing_due", "to-acknowledge": "listing_acknowledge",
    "stage-1": "listing_stage", "stage-2": "listing_stage", "actions": "listing_actions",
    "ombudsman": "listing_ombudsman", "service-requests": "listing_requests",
    "closed": "listing_closed",
}  # fmt: skip


Watch = Callable[[Callable[[], object]], list[Asked]]


@pytest.fixture
def asked() -> Watch:
    """Runs something and returns what it asked of the database."""

    def run(work: Callable[[], object]) -> list[Asked]:
        with listening() as heard:
            work()
        assert heard
        return heard

    return run


def pages(desk: Desk, view: View) -> None:
    """A page from everywhere that one is read from."""
    store, first = desk.store_file, listing.page(desk.store_file, view, TODAY, most=1)
    key = first[0].key if first else tuple("a" for _ in listing.keys_of(view))
    for start in (None, From(after=key), From(before=key), From(at_end=True), From(skipping=5)):
        listing.page(store, view, TODAY, start)


@pytest.mark.parametrize("queue", QUEUES)
def test_each_page_of_each_list_is_read_along_an_index(
    training_desk: Desk, asked: Watch, queue: str
) -> None:
    for sort, filters in itertools.product(SORTS, FILTERS):
        view = View(queue, filters, sort)
        for each in asked(lambda v=view: pages(training_desk, v)):  # type: ignore[misc]
            assert not each.faults(_BARE), (view, each)
            assert "USING INDEX" in " ".join(each.plan), (view, each)


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_in_its_own_order_is_never_sorted(
    training_desk: Desk, asked: Watch, queue: str
) -> None:
    # Sorting would mean reading all of it for the first page.
    for each in asked(lambda: pages(training_desk, View(queue))):
        assert not each.is_sorted, each
        assert OWN[queue] in " ".join(each.plan), each


@pytest.mark.parametrize("sort", SORTS)
def test_all_open_cases_in_any_order_are_never_sorted(
    training_desk: Desk, asked: Watch, sort: str
) -> None:
    for each in asked(lambda: pages(training_desk, View(sort=sort))):
        assert not each.is_sorted, each


@pytest.mark.parametrize("sort", SORTS)
def test_a_long_list_in_any_order_is_never_sorted(
    training_desk: Desk, asked: Watch, sort: str
) -> None:
    store, half = training_desk.store_file, From(skipping=5)
    for queue, filters in itertools.product(QUEUES, FILTERS):
        if queue == "closed":
            continue
        view = View(queue, filters, sort)
        for start in (None, half, From(at_end=True)):
            found = asked(
                lambda v=view, s=start: listing.page(store, v, TODAY, s, of_many=True)  # type: ignore[misc]
            )
            # What one officer has today may be put in order by itself; never the whole list.
            plans = " ".join(line for each in found for line in each.plan)
            assert sort == "deadline" or "B-TREE FOR ORDER BY" not in plans, (view, plans)


def test_each_count_and_each_place_in_a_list_is_counted_along_an_index(
    training_desk: Desk, asked: Watch
) -> None:
    store = training_desk.store_file
    for queue, sort, filters in itertools.product(QUEUES, SORTS, FILTERS):
        view = View(queue, filters, sort)

        def look(view: View = view) -> None:
            listing.count(store, view, TODAY)
            listing.place_of(store, view, TODAY, "CD-2026-0042")

        for each in asked(look):
            assert not each.faults(_BARE), (view, each)


def test_the_counts_beside_each_queue_are_counted_along_its_own_index(
    training_desk: Desk, asked: Watch
) -> None:
    found = asked(lambda: listing.counts(training_desk.store_file, Filters(), TODAY))
    for queue, each in zip(QUEUES, found, strict=True):
        own = "listing_" if queue == "next-deadline" else OWN[queue]  # any has all open cases
        assert not each.faults(_BARE), (queue, each)
        assert own in " ".join(each.plan), (queue, each)


def test_what_a_screen_reads_first_and_what_it_chooses_from_is_indexed(
    training_desk: Desk, asked: Watch
) -> None:
    store = training_desk.store_file

    def look() -> None:
        shown = QueueList(training_desk, View())
        for number in shown.missing(0, 10_000):
            shown.read(number)
        for column in ("service", "ward", "officer"):
            listing.choices(store, column)
        listing.due_between(store, TODAY, TODAY.replace(day=30))
        listed.listed(store, ["CD-2026-0001"])

    for each in asked(look):
        assert not each.faults(_BARE), each
    # The choices are few and are put in order; the days of a month are read in theirs.
    assert not any(each.is_sorted for each in asked(look) if "BETWEEN" in each.query)


def test_the_search_looks_into_its_index_and_then_at_single_cases(
    training_desk: Desk, asked: Watch
) -> None:
    store = training_desk.store_file

    def put_in() -> None:
        search_index.remove(store)
        assert refresh(training_desk)

    for each in asked(put_in):
        assert not each.faults(_BARE), each
    views = [View(queue, filters) for queue in QUEUES for filters in FILTERS[:10]]
    for view, words in itertools.product(views, (["a"], ["repair", "he"])):
        for each in asked(lambda v=view, w=words: finding.find(store, v, TODAY, w)):  # type: ignore[misc]
            assert not each.faults(_BARE), (view, each)
            # The newest first as the index has them: no search sorts all that it finds.
            assert not each.is_sorted, (view, each)
    for each in asked(lambda: list(search_index.texts_of(store, "CD-2026-0042"))):
        assert not each.faults(_BARE), each


def test_what_changed_is_read_from_the_newest_on(training_desk: Desk, asked: Watch) -> None:
    store, long_ago = training_desk.store_file, datetime(2020, 1, 1, tzinfo=NOW.tzinfo)
    found = asked(lambda: changes_since.changes_since(store, long_ago))
    found += asked(lambda: changes_since.applied(store, ["of-no-change"]))
    for each in found:
        assert not each.faults(_BARE), each
        assert not each.is_sorted, each


def test_a_query_without_an_index_is_seen(training_desk: Desk, asked: Watch) -> None:
    for query in (
        "SELECT ref FROM cases WHERE summary = 'x'",
        "SELECT ref FROM listing WHERE complainant = 'x'",
        'SELECT number FROM change ORDER BY "by"',
    ):

        def ask(query: str = query) -> None:
            sqlite3.connect(training_desk.store_file).execute(query).connection.close()

        (found,) = asked(ask)
        assert found.faults(_BARE), found
    assert found.is_sorted
