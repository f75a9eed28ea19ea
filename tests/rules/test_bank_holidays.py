"""The bank holidays that are loaded are the ones that GOV.UK published, under names people know."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.services import bank_holidays

KNOWN = bank_holidays.england_and_wales()
FEED = json.loads(
    (Path(__file__).parent / "vectors/govuk_england_and_wales_2012_2028.json").read_text("utf-8")
)
PUBLISHED = {date.fromisoformat(day) for day in FEED["england-and-wales"]}


@pytest.mark.parametrize("year", range(2012, 2029))
def test_each_year_is_what_gov_uk_published(year: int) -> None:
    assert {d for d in KNOWN.days if d.year == year} == {d for d in PUBLISHED if d.year == year}


def test_the_span_ends_where_gov_uk_has_published_and_not_where_the_rules_would_go_on() -> None:
    assert (KNOWN.covers_from, KNOWN.covers_to) == (date(2010, 1, 1), date(2028, 12, 31))
    assert max(KNOWN.days) <= KNOWN.covers_to
    assert max(PUBLISHED).year == KNOWN.covers_to.year


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2011-04-29", "Royal wedding bank holiday"),
        ("2012-06-04", "Spring bank holiday"),
        ("2012-06-05", "Diamond Jubilee bank holiday"),
        ("2016-12-26", "Boxing Day"),
        ("2016-12-27", "Christmas Day substitute"),
        ("2020-05-08", "Early May bank holiday"),
        ("2022-06-03", "Platinum Jubilee bank holiday"),
        ("2022-09-19", "bank holiday for the State Funeral of Elizabeth II"),
        ("2023-05-08", "bank holiday for the Coronation of Charles III"),
        ("2026-04-06", "Easter Monday"),
        ("2026-08-31", "Summer bank holiday"),
        ("2026-12-28", "Boxing Day substitute"),
        ("2027-12-27", "Christmas Day substitute"),
        ("2028-01-03", "New Year's Day substitute"),
    ],
)
def test_names_are_the_ones_people_use(day: str, name: str) -> None:
    assert KNOWN.days[date.fromisoformat(day)] == name


def test_no_name_is_left_in_the_librarys_own_way() -> None:
    assert not [n for n in KNOWN.days.values() if "observed" in n or "Late Summer" in n]


@pytest.mark.parametrize("day", ["2026-06-15", "2026-03-17", "2026-01-02", "2026-11-30"])
def test_holidays_of_scotland_and_northern_ireland_are_working_days(day: str) -> None:
    assert bank_holidays.calendar().is_working_day(date.fromisoformat(day))


def test_the_source_names_the_library_its_version_and_the_nation() -> None:
    from holidays.version import __version__

    assert bank_holidays.calendar().source == f"holidays {__version__}, England and Wales"


def test_an_added_day_does_not_rename_a_known_one() -> None:
    christmas, extra = date(2026, 12, 25), date(2026, 11, 24)
    days = bank_holidays.calendar(added={christmas: "added", extra: "added"})
    assert (days.bank_holidays[christmas], days.bank_holidays[extra]) == ("Christmas Day", "added")


def test_a_desk_can_pass_back_what_it_kept() -> None:
    kept = bank_holidays.BankHolidays({}, date(2020, 1, 1), date(2020, 12, 31), "kept")
    days = bank_holidays.calendar(known=kept)
    assert (days.source, days.covers_to) == ("kept", date(2020, 12, 31))
    assert days.is_working_day(date(2020, 12, 25))


def _in_a_fresh_python(code: str, **environment: str) -> str:
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    return ran.stdout.strip()


def test_the_names_stay_english_on_a_machine_that_speaks_thai() -> None:
    code = (
        "from complaintdesk.services import bank_holidays as b\n"
        "print(sorted(set(b.england_and_wales().days.values())))"
    )
    assert _in_a_fresh_python(code, LANGUAGE="th") == str(sorted(set(KNOWN.days.values())))


def test_importing_the_module_does_not_load_the_library() -> None:
    code = "import sys, complaintdesk.services.calculator\nprint('holidays' in sys.modules)"
    assert _in_a_fresh_python(code) == "False"
