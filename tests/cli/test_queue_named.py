"""`queue --ward`, `--service`, `--officer`, `--list`: a name that is not exact is either the one
that is meant or refused, so that no scheduled job ever sends an empty list by a slip.
"""

import json
import re
from collections.abc import Callable

import pytest

from complaintdesk.domain.views import Filters, View
from complaintdesk.services import kept_lists
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings
from complaintdesk.store import listing
from tests.cli.conftest import Call
from tests.services.marked import close, do
from tests.ui.helpers import intake, log

Refused = Callable[..., str]
ME = "Sam Patel"


@pytest.fixture
def named(desk: Desk) -> Desk:
    """A desk with names that can be typed in more than one way, remembered by this PC."""
    keep_settings(Settings(desk.folder, ME))
    log(
        desk,
        intake("Ann", ward="St Osyth's", service="Parking"),
        intake("Bo", ward="St Osyth's", officer="Inés Carrowby"),
        intake("Cy", ward="Mill", officer="Dev Anand"),
        intake("Di", ward="MILL", officer=""),
    )
    return desk


def asked(call: Call, *arguments: str) -> dict[str, object]:
    status, out, err = call("queue", "--json", *arguments)
    assert (status, err) == (0, "")
    page: dict[str, object] = json.loads(out)
    return page


@pytest.mark.parametrize(
    ("arguments", "count", "filters"),
    [
        (("--ward", "St Osyth's"), 2, {"ward": "St Osyth's"}),
        (("--ward", "St Osyth’s"), 2, {"ward": "St Osyth's"}),
        (("--ward", "st osyths"), 2, {"ward": "St Osyth's"}),
        (("--service", "parking"), 1, {"service": "Parking"}),
        (("--officer", "ines carrowby"), 1, {"officer": "Inés Carrowby"}),
        (("--officer", "INE\u0301S CARROWBY"), 1, {"officer": "Inés Carrowby"}),
        (("--officer", "sam patel", "--service", "PARKING"), 1,
         {"officer": ME, "service": "Parking"}),
    ],
)  # fmt: skip
def test_capitals_accents_and_apostrophes_make_no_difference(
    call: Call, named: Desk, arguments: tuple[str, ...], count: int, filters: dict[str, str]
) -> None:
    page = asked(call, *arguments)
    assert (page["count"], page["filters"]) == (count, filters)


def test_of_two_that_differ_in_nothing_else_the_exact_one_is_meant(
    call: Call, refused: Refused, named: Desk
) -> None:
    assert asked(call, "--ward", "Mill")["filters"] == {"ward": "Mill"}
    assert asked(call, "--ward", "MILL")["filters"] == {"ward": "MILL"}
    said = refused("queue", "--ward", "mill")
    assert "“mill” may be one of these: " in said
    assert "“MILL”" in said
    assert "“Mill”" in said


@pytest.mark.parametrize(
    ("name", "typed", "there_is"),
    [("service", "Nope", "Parking"), ("ward", "X", "Mill"), ("officer", "Dev", "Dev Anand")],
)
def test_a_name_that_nothing_on_the_desk_has_is_refused_with_those_there_are(
    refused: Refused, named: Desk, name: str, typed: str, there_is: str
) -> None:
    said = refused("queue", f"--{name}", typed)
    assert f"No case on this desk has the {name} “{typed}”. There are: " in said
    assert f"“{there_is}”" in said or name == "service"
    for form in ("--json", "--csv"):
        refused("queue", form, f"--{name}", typed)


def test_only_a_handful_is_named_the_likeliest_first(refused: Refused, desk: Desk) -> None:
    keep_settings(Settings(desk.folder, ME))
    log(desk, *(intake(f"Ann {n}", ward=f"Ward {n}") for n in range(8)), intake(ward="Zedmoor"))
    assert "There are: “Zedmoor”, " in refused("queue", "--ward", "Zedmore")
    assert "There are: “Ward 7”, " in refused("queue", "--ward", "7")
    said = refused("queue", "--ward", "Zedmore")
    assert len(re.findall("“", said)) == 1 + 5
    assert said.rstrip().endswith(" and 4 more.")


def test_a_name_that_the_desk_knows_may_have_no_case_in_the_list(
    call: Call, refused: Refused, desk: Desk
) -> None:
    """Of desk.toml, of a closed case, the one signed in: an empty list is the answer then."""
    keep_settings(Settings(desk.folder, "Alex Moss"))
    (ref,) = log(desk, intake(ward="Över", service="Grit bins", officer="Jo Price"))
    close(desk, ref)
    for arguments in (
        ("--service", "Highways"), ("--service", "highways"), ("--officer", "alex moss"),
        ("--mine",), ("--ward", "over"), ("--service", "grit bins"), ("--officer", "Jo Price"),
    ):  # fmt: skip
        assert asked(call, *arguments)["count"] == 0
    page = asked(call, "closed", "--ward", "over", "--service", "Grit Bins")
    assert (page["count"], page["filters"]) == (1, {"service": "Grit bins", "ward": "Över"})
    assert "“Över”" in refused("queue", "--ward", "Ober")
    # Exact is exact, also where only closed cases have it so.
    log(desk, intake(ward="OVER"))
    assert asked(call, "closed", "--ward", "Över")["count"] == 1
    assert asked(call, "closed", "--ward", "OVER")["count"] == 0


def test_where_no_case_has_any_that_is_said(refused: Refused, desk: Desk) -> None:
    keep_settings(Settings(desk.folder, ""))
    assert refused("queue", "--ward", "Mill") == (
        "No case on this desk has the ward “Mill”. None has any yet.\n"
    )
    assert "None has any yet." in refused("queue", "--officer", "Dev")


def test_an_officer_who_handed_a_case_on_is_still_known(call: Call, desk: Desk) -> None:
    keep_settings(Settings(desk.folder, ME))
    (ref,) = log(desk, intake(officer="Jo Price"))
    do(desk, ref, "escalate", reviewer="Alex Moss", why_stage_1_unanswered="Nobody dealt with it")
    assert asked(call, "--officer", "Alex Moss")["count"] == 1
    assert asked(call, "--officer", "Jo Price")["count"] == 0
    assert asked(call, "closed", "--officer", "jo price")["count"] == 0


def test_a_long_or_hostile_name_in_the_record_keeps_the_sentence_short(
    refused: Refused, desk: Desk
) -> None:
    keep_settings(Settings(desk.folder, ME))
    log(desk, *(intake(f"Ann {n}", ward=f"{n} [/] " + "long " * 200) for n in range(5)))
    assert len(refused("queue", "--ward", "\x1b[31mred")) < 500


def test_a_list_of_ones_own_is_found_however_its_name_is_written(
    call: Call, refused: Refused, named: Desk
) -> None:
    kept = View(filters=Filters(ward="Mill"), name="Vuln. O’Hara & co [x]")
    one, other = View("overdue", name="Late"), View("today", name="LATE")
    kept_lists.keep(named, Likes(lists=(kept, one, other)))
    for typed in ("Vuln. O’Hara & co [x]", "Vuln. O'Hara & co [x]", "vuln. ohara & CO [x]"):
        page = asked(call, "--list", typed)
        assert (page["list"], page["count"]) == ("Vuln. O’Hara & co [x]", 1)
    assert asked(call, "--list", "LATE")["queue"] == "today"
    assert asked(call, "--list", "Late")["queue"] == "overdue"
    assert "may be one of these" in refused("queue", "--list", "late")
    assert "No list “Lat” is kept" in refused("queue", "--list", "Lat")
    # The same filter, written otherwise, is not another one.
    assert asked(call, "--list", "vuln. o'hara & co [x]", "--ward", "Mill")["count"] == 1
    assert "already narrowed" in refused("queue", "--list", kept.name, "--ward", "MILL")


def test_the_exact_name_of_an_open_case_costs_no_look_at_the_closed_ones(
    call: Call, named: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from complaintdesk.store import known_names

    def never(*_: object) -> None:
        raise AssertionError("all cases were gone through")

    monkeypatch.setattr(known_names, "of_any_case", never)
    for arguments in (("--ward", "Mill"), ("--officer", "Dev Anand"), ("--service", "Highways")):
        assert asked(call, *arguments)["queue"] == "next-deadline"
    assert listing.choices(named.store_file, "ward") == ("MILL", "Mill", "St Osyth's")
