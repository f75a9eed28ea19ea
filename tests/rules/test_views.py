"""Lists of one's own: what is kept of them, what is passed over, and how filters are said."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.views import SORTS, Filters, View, as_kept, from_kept, list_name
from complaintdesk.domain.words import QUEUE_TITLES
from tests.effort import examples
from tests.hostile import HOSTILE

lines = st.text(max_size=40).map(clean_line)
filters = st.builds(
    Filters,
    officer=lines,
    code=st.sampled_from(["", *map(str, Code)]),
    stage=st.sampled_from(["", "1", "2"]),
    service=lines,
    ward=lines,
    vulnerable=st.booleans(),
    adjusted=st.booleans(),
    consent=st.booleans(),
    unassigned=st.booleans(),
)
views = st.builds(
    View,
    queue=st.sampled_from(list(QUEUE_TITLES)),
    filters=filters,
    sort=st.sampled_from(list(SORTS)),
    name=st.text(max_size=60).map(list_name),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
NAMES = ("name", "queue", "sort", *(each.name for each in fields(Filters)))
KEPT = as_kept(View("overdue", Filters(officer="Sam Patel", stage="2"), "case", "Mine"))


@given(views)
@settings(max_examples=examples(400), deadline=None)
def test_a_list_comes_back_as_it_was_kept(view: View) -> None:
    assert from_kept(json.loads(json.dumps(as_kept(view)))) == view


def test_only_what_is_not_as_usual_is_kept() -> None:
    assert as_kept(View(name="All")) == {"name": "All", "queue": "next-deadline",
                                         "sort": "deadline"}  # fmt: skip
    assert from_kept({"name": "All"}) == View(name="All")


@pytest.mark.parametrize(
    "damage",
    [
        {"name": None}, {"name": 7}, {"name": ["Mine"]},
        {"queue": "tomorrow"}, {"queue": None}, {"queue": ["overdue"]}, {"queue": {}},
        {"sort": "by size"}, {"sort": []}, {"sort": {"case": 1}}, {"sort": 1},
        {"stage": "3"}, {"stage": 1}, {"stage": "1; DROP TABLE listing"},
        {"officer": True}, {"officer": None}, {"service": ["Repairs"]},
        {"vulnerable": "yes"}, {"vulnerable": 1}, {"adjusted": None}, {"consent": {}},
    ],
)  # fmt: skip
def test_what_no_list_can_be_is_left_out(damage: dict[str, Any]) -> None:
    assert from_kept(KEPT) is not None
    assert from_kept({**KEPT, **damage}) is None


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), anything))
@settings(max_examples=examples(600), deadline=None)
def test_nothing_that_a_file_can_say_is_an_error(said: dict[str, Any]) -> None:
    view = from_kept(said)
    assert view is None or (view.title and view.queue in QUEUE_TITLES and view.sort in SORTS)


def test_what_a_newer_program_says_besides_is_passed_over() -> None:
    assert from_kept({**KEPT, "colour": "green"}) == from_kept(KEPT)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_filters_are_one_clean_line(text: str) -> None:
    view = from_kept({"name": text, "officer": text, "ward": text})
    assert view
    assert view.name == clean_line(text)[:40].rstrip()
    assert view.filters.officer == view.filters.ward == clean_line(text)
    for words in (view.title, *view.filters.in_words):
        assert clean_line(words) == words.strip()


def test_a_name_is_short_and_without_blanks_at_its_ends() -> None:
    assert list_name(f"  {'long ' * 20}") == ("long " * 8).rstrip()
    assert list_name(" \t\n ") == ""


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ({"officer": "Sam Patel"}, ("with Sam Patel",)),
        ({"code": "general"}, (PROFILES[Code.GENERAL].title,)),
        ({"code": "martian"}, ("Code martian",)),
        ({"stage": "2"}, ("stage 2",)),
        ({"service": "Repairs"}, ("service Repairs",)),
        ({"ward": "Northmoor"}, ("ward Northmoor",)),
        ({"vulnerable": True}, ("vulnerable",)),
        ({"adjusted": True}, ("with adjustments",)),
        ({"consent": True}, ("waiting for consent",)),
        ({"service": "1", "ward": "1", "stage": "1"}, ("stage 1", "service 1", "ward 1")),
        ({}, ()),
    ],
)
def test_filters_say_what_they_are(on: dict[str, Any], words: tuple[str, ...]) -> None:
    found = Filters(**on)
    assert found.in_words == words
    assert bool(found) == bool(on)


@pytest.mark.parametrize("each", fields(Filters), ids=lambda each: each.name)
def test_every_filter_is_said(each: Any) -> None:
    """A filter that is on and not said would hide cases without a word."""
    value = True if each.type in (bool, "bool") else "1"
    on = replace(Filters(), **{each.name: value})
    assert on
    assert len(on.in_words) == 1


def test_a_list_is_called_by_its_name_or_its_queue() -> None:
    assert View("overdue").title == "Overdue"
    assert View("overdue", name="Late ones").title == "Late ones"
