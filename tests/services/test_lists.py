"""A list that is read as it is looked at: whole and in order, with few of its pages kept."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from complaintdesk.domain.views import View
from complaintdesk.services import lists
from complaintdesk.services.desk import Desk
from complaintdesk.services.lists import Cases, QueueList
from complaintdesk.store import listing


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of seven cases of which five are kept: the training desk has a good many."""
    monkeypatch.setattr(lists, "PAGE", 7)
    monkeypatch.setattr(lists, "_KEPT", 5)


def refs_at(cases: Cases, first: int, last: int) -> list[str]:
    """What a screen would draw there, with the pages read that it asks for."""
    for number in cases.missing(first, last):
        cases.read(number)
    return [row.ref for at in range(first, last + 1) if (row := cases.row(at))]


def every_ref(store: Path, desk: Desk) -> list[str]:
    return [item.ref for item in listing.page(store, View(), desk.today(), most=10_000)]


def test_wherever_one_looks_the_cases_are_those_of_the_whole_list(
    training_desk: Desk, small_pages: None
) -> None:
    every = every_ref(training_desk.store_file, training_desk)
    cases = QueueList(training_desk, View())
    assert cases.count == len(every) > 40
    chance = random.Random(20261122)
    for _ in range(300):
        first = chance.choice([0, cases.count - 1, chance.randrange(cases.count)])
        last = min(first + chance.randrange(14), cases.count - 1)
        assert refs_at(cases, first, last) == every[first : last + 1]
        assert len(cases._pages) <= 5


def test_what_is_let_go_is_farthest_from_what_was_read_last(
    training_desk: Desk, small_pages: None
) -> None:
    cases = QueueList(training_desk, View())
    for number in (1, 2, 3, 4, 5):
        cases.read(number)
    assert cases.missing(0, 41) == (0,)
    cases.read(0)
    assert cases.missing(0, 41) == (5,)


def test_an_empty_list_has_nothing_to_read(training_desk: Desk) -> None:
    cases = QueueList(training_desk, replace(View(), filters=replace(View().filters, ward="None")))
    assert (cases.count, cases.row(0), cases.missing(0, 40)) == (0, None, ())
