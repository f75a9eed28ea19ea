"""Lists a page at a time: forwards, backwards, from the end and by skipping, all give one order."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.searched import folded
from complaintdesk.domain.views import SORTS, Filters, View
from complaintdesk.services import commands, queries, undoing
from complaintdesk.services.desk import Desk
from complaintdesk.store import listing
from complaintdesk.store.listing import QUEUES, From, QueueItem
from tests.conftest import TODAY
from tests.rules.whole_case import ACK, ANSWERED, REMEDY
from tests.services.test_task_desk import case, do, log, steps
from tests.stores import assert_rebuilds, empty_store

SUNDAY = date(2026, 11, 22)
Row = dict[str, Any]
FILTERS = (
    Filters(),
    Filters(officer="Sam Patel"),
    Filters(code="general", stage="1"),
    Filters(service="Repairs", vulnerable=True),
    Filters(ward="Łuk", adjusted=True),
    Filters(consent=True, officer="o'brien"),
    Filters(officer="nobody at all"),
)
# Each queue and each sort, said once more and in Python.
IN_QUEUE: dict[str, Callable[[Row], bool]] = {
    "next-deadline": lambda r: not r["closed_on"],
    "overdue": lambda r: not r["closed_on"] and r["due_key"] < str(TODAY),
    "today": lambda r: not r["closed_on"] and r["due_key"] == str(TODAY),
    "this-week": lambda r: not r["closed_on"] and str(TODAY) <= r["due_key"] <= str(SUNDAY),
    "to-acknowledge": lambda r: not r["closed_on"] and r["to_acknowledge"],
    "stage-1": lambda r: not r["closed_on"] and r["stage"] == 1,
    "stage-2": lambda r: not r["closed_on"] and r["stage"] == 2,
    "actions": lambda r: not r["closed_on"] and r["has_actions"],
    "ombudsman": lambda r: not r["closed_on"] and r["with_ombudsman"],
    "service-requests": lambda r: not r["closed_on"] and r["kind"] == "service-request",
    "closed": lambda r: bool(r["closed_on"]),
}
BY: dict[str, Callable[[Row], Any]] = {
    "deadline": lambda r: (r["due_key"], r["ref"]),
    "case": lambda r: r["ref"],
    "complainant": lambda r: (folded(r["complainant"]), r["ref"]),
    "received": lambda r: (-date.fromisoformat(r["received_on"]).toordinal(), r["ref"]),
    "officer": lambda r: (r["officer"], r["due_key"], r["ref"]),
}


def invented(number: int, dice: random.Random) -> Row:
    """A line of the listing; many have the same day, name or officer."""
    due = str(TODAY + timedelta(dice.randint(-4, 8))) if dice.random() < 0.8 else None
    closed = str(TODAY - timedelta(dice.randint(0, 5))) if dice.random() < 0.3 else None
    name = dice.choice(["Ann O’Brien", "ann o'brien", "Élan Vital", "Zoë", "湿气", "[/]", "-"])
    received = TODAY - timedelta(dice.randint(0, 6))
    return {
        "case_id": number,
        "ref": f"CD-{dice.choice((2025, 2026))}-{number:04}",
        "kind": dice.choice(["complaint", "service-request"]),
        "code": dice.choice(["housing", "general"]),
        "stage": dice.randint(0, 2),
        "duty_stage": dice.randint(0, 2),
        "duty": "respond" if due else None,
        "due": due,
        "provisional": dice.randint(0, 1),
        "complainant": name,
        "summary": "Bins",
        "service": dice.choice(["", "Repairs", "Parking"]),
        "ward": dice.choice(["", "Łuk", "'; --"]),
        "officer": dice.choice(["", "Sam Patel", "o'brien", "Zed", "Łukasz"]),
        "received_on": str(received),
        "closed_on": closed,
        "to_acknowledge": dice.randint(0, 1),
        "has_actions": dice.randint(0, 1),
        "with_ombudsman": dice.randint(0, 1),
        "vulnerable": dice.randint(0, 1),
        "adjusted": dice.randint(0, 1),
        "consent_awaited": dice.randint(0, 1),
        "due_key": due or "~",
        "name_key": folded(name),
        "received_rank": -received.toordinal(),
        "closed_rank": -date.fromisoformat(closed).toordinal() if closed else 0,
        "changed": number,
    }


def put(store: Path, rows: list[Row]) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        for row in rows:
            named = ", ".join(row)
            marks = ", ".join("?" * len(row))
            query = f"INSERT OR REPLACE INTO listing ({named}) VALUES ({marks})"
            connection.execute(query, tuple(row.values()))


def take(store: Path, refs: list[str]) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.executemany("DELETE FROM listing WHERE ref = ?", [(ref,) for ref in refs])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Row]]:
    dice = random.Random(1)
    store = tmp_path_factory.mktemp("listing") / "cases.db"
    store.write_bytes(empty_store())
    rows = [invented(number, dice) for number in range(1, 181)]
    put(store, rows)
    return store, rows


def expected(rows: list[Row], view: View) -> list[str]:
    on = view.filters
    found = [
        r
        for r in rows
        if IN_QUEUE[view.queue](r)
        and (not on.officer or r["officer"] == on.officer)
        and (not on.code or r["code"] == on.code)
        and (not on.stage or r["stage"] == int(on.stage))
        and (not on.service or r["service"] == on.service)
        and (not on.ward or r["ward"] == on.ward)
        and (not on.vulnerable or r["vulnerable"])
        and (not on.adjusted or r["adjusted"])
        and (not on.consent or r["consent_awaited"])
    ]
    by = BY[view.sort]
    if view.queue == "closed":
        by = lambda r: (-date.fromisoformat(r["closed_on"]).toordinal(), r["ref"])  # noqa: E731
    return [r["ref"] for r in sorted(found, key=by)]


def refs(items: list[QueueItem]) -> list[str]:
    return [item.ref for item in items]


def pages(store: Path, view: View, size: int, way: str) -> Iterator[list[str]]:
    """All pages of a list, in the order in which they are read this way."""
    start = {"forwards": From(), "backwards": From(at_end=True)}.get(way, From())
    while found := listing.page(store, view, TODAY, start, size):
        yield refs(found)
        if way == "forwards":
            start = From(after=found[-1].key)
        elif way == "backwards":
            start = From(before=found[0].key)
        else:
            start = From(skipping=start.skipping + size)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("queue", QUEUES)
def test_every_way_through_a_list_gives_one_order(
    filled: tuple[Path, list[Row]], queue: str, sort: str
) -> None:
    store, rows = filled
    for number, filters in enumerate(FILTERS):
        view = View(queue, filters, sort)
        wanted = expected(rows, view)
        whole = refs(listing.page(store, view, TODAY, most=len(rows)))
        assert whole == wanted, view
        picked = listing.page(store, view, TODAY, most=len(rows), of_many=True)
        assert refs(picked) == wanted, view
        assert listing.count(store, view, TODAY) == len(wanted)
        assert listing.counts(store, filters, TODAY)[queue] == len(wanted)
        size = (7, 1, 64, 5)[number % 4]
        if size == 1:
            wanted = wanted[:12]
        for way in ("forwards", "skipping"):
            read = [ref for page in pages(store, view, size, way) for ref in page]
            assert read[: len(wanted)] == wanted, (view, way)
        read = [ref for page in list(pages(store, view, size, "backwards"))[::-1] for ref in page]
        assert read == whole, view


@pytest.mark.parametrize("queue", QUEUES)
def test_the_place_of_a_case_is_how_many_stand_before_it(
    filled: tuple[Path, list[Row]], queue: str
) -> None:
    store, rows = filled
    for sort in SORTS:
        for filters in FILTERS[:3]:
            view = View(queue, filters, sort)
            wanted = expected(rows, view)
            for ref in (*wanted[:5], *wanted[-5:]):
                assert listing.place_of(store, view, TODAY, ref) == wanted.index(ref)
            for ref in {row["ref"] for row in rows[:10]} - set(wanted):
                assert listing.place_of(store, view, TODAY, ref) is None
    for nonsense in ("", "CD-1999-0001", "'; DROP TABLE listing;--", "CD-2026-%"):
        assert listing.place_of(store, View(queue), TODAY, nonsense) is None


def test_the_last_page_ends_the_list_and_what_lies_beyond_is_empty(
    filled: tuple[Path, list[Row]],
) -> None:
    store, rows = filled
    wanted = expected(rows, View())
    assert refs(listing.page(store, View(), TODAY, From(at_end=True), 10)) == wanted[-10:]
    last = listing.page(store, View(), TODAY, From(at_end=True), 1)[0]
    first = listing.page(store, View(), TODAY, most=1)[0]
    assert listing.page(store, View(), TODAY, From(after=last.key)) == []
    assert listing.page(store, View(), TODAY, From(before=first.key)) == []
    assert listing.page(store, View(), TODAY, From(skipping=10_000)) == []


def test_overdue_is_asked_of_the_day_and_never_stored(filled: tuple[Path, list[Row]]) -> None:
    store, _ = filled
    by_day = [listing.counts(store, Filters(), TODAY + timedelta(days)) for days in range(-6, 12)]
    overdue = [counts["overdue"] for counts in by_day]
    assert overdue == sorted(overdue)
    assert (overdue[0], by_day[-1]["today"]) == (0, 0)
    for before, after in pairwise(by_day):
        # Due today is not overdue; it is on the day after.
        assert after["overdue"] == before["overdue"] + before["today"]


@pytest.mark.parametrize("sort", SORTS)
def test_nothing_is_missed_or_seen_twice_where_others_come_and_go_between_pages(
    tmp_path: Path, sort: str
) -> None:
    dice, store, view = random.Random(9), tmp_path / "cases.db", View(sort=sort)
    store.write_bytes(empty_store())
    rows = [invented(number, dice) for number in range(1, 121)]
    put(store, rows)
    stays = set(expected(rows, view))
    seen: list[str] = []
    start, number = From(), 1000
    while found := listing.page(store, view, TODAY, start, 8):
        seen += refs(found)
        gone = dice.choice(seen)
        take(store, [gone])
        stays.discard(gone)
        number += 1
        put(store, [invented(number, dice)])
        start = From(after=found[-1].key)
    assert [ref for ref in seen if seen.count(ref) > 1] == []
    assert stays <= set(seen)


def test_a_line_is_read_as_it_stands(filled: tuple[Path, list[Row]]) -> None:
    store, rows = filled
    by_ref = {row["ref"]: row for row in rows}
    for queue in ("next-deadline", "closed"):
        for found in listing.page(store, View(queue), TODAY, most=500):
            row = by_ref[found.ref]
            for name in ("kind", "code", "complainant", "summary", "service", "officer", "ward",
                         "duty"):  # fmt: skip
                assert getattr(found, name) == row[name]
            for name in ("due", "received_on", "closed_on"):
                day = getattr(found, name)
                assert (str(day) if day else None) == row[name]
            assert (found.stage, found.provisional) == (row["duty_stage"], bool(row["provisional"]))


def test_what_is_due_in_some_days_is_open_and_in_order(filled: tuple[Path, list[Row]]) -> None:
    store, rows = filled
    first, last = TODAY - timedelta(1), TODAY + timedelta(2)
    wanted = sorted(
        (r["due"], r["ref"])
        for r in rows
        if not r["closed_on"] and r["due"] and str(first) <= r["due"] <= str(last)
    )
    found = listing.due_between(store, first, last)
    assert [(str(item.due), item.ref) for item in found] == wanted
    assert listing.due_between(store, last, first) == []


def test_what_open_cases_have_is_offered_to_filter_by(filled: tuple[Path, list[Row]]) -> None:
    store, rows = filled
    for name in ("service", "ward", "officer"):
        wanted = sorted({r[name] for r in rows if r[name] and not r["closed_on"]})
        assert list(listing.choices(store, name)) == wanted
    with pytest.raises(BadInput, match="no filter by summary"):
        listing.choices(store, "summary")


def test_a_list_that_there_is_not_is_refused_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no queue “tomorrow”.*next-deadline"):
        listing.page(tmp_path / "none.db", View("tomorrow"), TODAY)
    with pytest.raises(BadInput, match=r"sorted by “size”.*deadline"):
        listing.page(tmp_path / "none.db", View(sort="size"), TODAY)


# The listing of a desk that is worked on


def lines(store: Path) -> list[Row]:
    with closing(sqlite3.connect(store)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT * FROM listing ORDER BY case_id").fetchall()
    return [dict(row) for row in found]


def last_change(desk: Desk) -> int:
    return desk.store.head()[0]


def test_the_listing_follows_what_is_done_and_says_which_change_it_was(desk: Desk) -> None:
    """And the fixture makes it anew from the record: the same to the last column."""
    first, second = log(desk), log(desk, summary="Another")
    numbers = {first: last_change(desk) - 1, second: last_change(desk)}

    def says(ref: str, **columns: object) -> None:
        numbers[ref] = last_change(desk)
        found = {row["ref"]: row for row in lines(desk.store_file)}
        assert {name: found[ref][name] for name in columns} == columns
        assert {ref: row["changed"] for ref, row in found.items()} == numbers

    says(second, duty="acknowledge", to_acknowledge=1, stage=1, closed_on=None, officer="Sam Patel")
    steps(desk, first, ACK)
    says(first, duty="respond", to_acknowledge=0)
    undoing.undo(desk)
    says(first, duty="acknowledge", to_acknowledge=1)
    do(desk, first, "assign", handler="Jo Price")
    says(first, officer="Jo Price")
    details = case(desk, second).details
    commands.change_details(
        desk, second, case(desk, second).version,
        replace(details, vulnerability="A baby", adjustments="Large print", ward="Łuk",
                complainant=replace(details.complainant, name="Élan O’Brien")),
    )  # fmt: skip
    says(second, vulnerable=1, adjusted=1, ward="Łuk", name_key="elan obrien")
    steps(desk, second, REMEDY)
    says(second, has_actions=1)
    steps(desk, second, (*ANSWERED, ("close", {"why_open_promises": "She moved"})))
    says(second, closed_on=str(TODAY), has_actions=0, duty=None, due_key="~",
         closed_rank=-TODAY.toordinal())  # fmt: skip
    undoing.undo(desk)
    says(second, closed_on=None, closed_rank=0)
    do(desk, second, "close", why_open_promises="She moved")
    says(second, closed_on=str(TODAY))
    do(desk, second, "ombudsman", reference="2026-1", reply_by="27/11/2026")
    says(second, closed_on=None, with_ombudsman=1)
    assert [row.ref for row in queries.queue(desk, View("ombudsman")).rows] == [second]


@pytest.mark.parametrize(
    "damage",
    ["changed = changed + 1", "name_key = 'x'", "officer = 'X'", "closed_rank = 1", "ward = 'x'"],
)
def test_the_fixture_that_rebuilds_stores_sees_every_column_of_the_listing(
    desk: Desk, damage: str
) -> None:
    log(desk)
    (before,) = lines(desk.store_file)
    with closing(sqlite3.connect(desk.store_file)) as connection, connection:
        connection.execute(f"UPDATE listing SET {damage}")
    with pytest.raises(AssertionError):
        assert_rebuilds(desk)
    put(desk.store_file, [before])
