"""What another system hands over is held to what an officer is held to, and nothing is guessed."""

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.case import Kind, Person, Point
from complaintdesk.domain.codes import SERVICES, Code
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.handed_over import LONGEST, change_id, read_line

TODAY = date(2026, 11, 20)
WHOLE = {
    "received": "2026-11-19T18:40", "kind": "complaint", "code": "housing", "channel": "web",
    "service": "Repairs",
    "complainant": {"name": "Wanda Testwell", "address": "1 Mill Lane\nNorthmoor",
                    "email": "wanda@example.org", "phone": "01632 960123"},
    "summary": "The boiler", "points": [{"complaint": "It is cold.", "outcome_sought": "Heat"}],
    "external_id": "web-17",
}  # fmt: skip
LEAST = {"received": "2026-11-19", "complainant": {"name": "Wanda"}, "summary": "Cold"}


def read(said: dict[str, Any]) -> Any:
    return read_line(json.dumps(said), SERVICES, TODAY)


def test_every_field_of_the_contract_is_kept() -> None:
    found = read(WHOLE)
    assert found.complainant == Person(
        "Wanda Testwell", "1 Mill Lane\nNorthmoor", "wanda@example.org", "01632 960123"
    )
    assert (found.received_on, found.received_time) == (date(2026, 11, 19), time(18, 40))
    assert (found.kind, found.code, found.service) == (Kind.COMPLAINT, Code.HOUSING, "Repairs")
    assert (found.channel, found.summary) == ("web", "The boiler")
    assert found.points == (Point("It is cold.", "Heat"),)
    assert found.external_id == "web-17"


def test_three_fields_are_enough() -> None:
    found = read(LEAST)
    assert (found.kind, found.code, found.points) == (Kind.COMPLAINT, Code.GENERAL, ())
    assert found.received_time is None


@pytest.mark.parametrize(
    ("said", "day", "at"),
    [
        ("2026-07-01T23:30:00+00:00", date(2026, 7, 2), time(0, 30)),  # summer time in England
        ("2026-11-19T23:30:00Z", date(2026, 11, 19), time(23, 30)),
        ("2026-11-20T00:30:00+02:00", date(2026, 11, 19), time(22, 30)),
        ("2026-11-19T09:05", date(2026, 11, 19), time(9, 5)),
    ],
)
def test_an_instant_is_what_it_was_in_england(said: str, day: date, at: time) -> None:
    found = read({**LEAST, "received": said})
    assert (found.received_on, found.received_time) == (day, at)


@pytest.mark.parametrize("service", ["Repairs", "Planning"])
def test_the_code_is_that_of_the_service(service: str) -> None:
    assert read({**LEAST, "service": service}).code == SERVICES[service]


REFUSED = {
    "unknown field": ({**LEAST, "sumary": "x"}, "There is no field “sumary”"),
    "unknown of a person": (
        {**LEAST, "complainant": {"name": "W", "mail": "x"}},
        "no field “complainant.mail”",
    ),
    "unknown of a point": (
        {**LEAST, "points": [{"complaint": "x", "outcome": "y"}]},
        "no field “points.1.outcome”",
    ),
    "no summary": ({**LEAST, "summary": ""}, "It lacks “summary”"),
    "no name": ({**LEAST, "complainant": {"phone": "1"}}, "It lacks “complainant.name”"),
    "only spaces for a name": ({**LEAST, "complainant": {"name": "  "}}, "Say who complained"),
    "nobody": ({"received": "2026-11-19", "summary": "x"}, "It lacks “complainant”"),
    "a number for a text": ({**LEAST, "summary": 7}, "“summary” must be text"),
    "no object for a person": ({**LEAST, "complainant": "Wanda"}, "must be an object"),
    "no list of points": ({**LEAST, "points": {"complaint": "x"}}, "must be a list"),
    "a point without words": ({**LEAST, "points": [{}]}, "It lacks “points.1.complaint”"),
    "too many points": ({**LEAST, "points": [{"complaint": "x"}] * 100}, "more than 99"),
    "no day": ({**LEAST, "received": "yesterday"}, "must be like 2026-11-20"),
    "a day to come": ({**LEAST, "received": "2026-11-21"}, "2026"),
    "no such code": ({**LEAST, "code": "both"}, "“both” is not a choice"),
    "no such kind": ({**LEAST, "kind": "rant"}, "“rant” is not a choice"),
    "a service of another desk": ({**LEAST, "service": "Dragons"}, "so say “code”"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_named(name: str) -> None:
    said, sentence = REFUSED[name]
    with pytest.raises(BadInput) as refusal:
        read(said)  # type: ignore[arg-type]
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("not json", "not one JSON object"),
        ("[1]", "not a JSON object"),
        ('{"received": "2026-11-19", "received": "2026-11-18"}', "stands in it twice"),
        ("[" * 100_000, "not one JSON object"),
        ("x" * (LONGEST + 1), "characters long"),
    ],
)
def test_a_line_that_is_no_object_is_refused(line: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_line(line, SERVICES, TODAY)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*WHOLE, "other"]), ANYTHING))
def test_nothing_handed_over_is_more_than_refused(said: dict[str, Any]) -> None:
    try:
        found = read(said)
    except BadInput:
        return
    assert found.complainant.name
    assert found.summary


def test_one_outside_id_is_one_change_however_it_is_spaced() -> None:
    assert change_id("web-17") == change_id(" web-17 ") != change_id("web-18")
    assert len(change_id("x")) == 32
