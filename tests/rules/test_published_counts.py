"""Working-day counts that others published: ours must agree, or differ exactly where it should.

Three of the public services below count as we do (the next working day is day 1). The Home Office
rolls a start on a day off forward and counts from there: one working day later. See vectors/.
"""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.services import bank_holidays

VECTORS = Path(__file__).parent / "vectors"
OURS = "next_working_day_is_day_1"
DAY = timedelta(days=1)
ENGLAND = bank_holidays.calendar()


def _days(listed: list[str] | str, extra: list[str]) -> WorkingCalendar:
    """The calendar a file names: its own list, or words for England and Wales."""
    known = {date.fromisoformat(d): "listed" for d in listed} if isinstance(listed, list) else {}
    if isinstance(listed, str):
        known = dict(ENGLAND.bank_holidays)
    known |= {date.fromisoformat(d): "extra" for d in extra}
    return WorkingCalendar(known, date(2000, 1, 1), date(2030, 12, 31))


def _cases(op: str, convention: str = "") -> list[Any]:
    """Every vector of one kind with its calendar; none at all would be a test that cannot fail."""
    found = []
    for file in sorted(VECTORS.glob("*.json")):
        told = json.loads(file.read_text("utf-8"))
        for vector in told.get("vectors", []):
            if vector["op"] != op or (convention and vector["convention"] != convention):
                continue
            days = _days(vector.get("holidays", told["holidays"]), vector.get("extra_holidays", []))
            name = f"{file.stem}-{vector['start']}+{vector.get('n', vector.get('end', ''))}"
            found.append(pytest.param(vector, days, id=name))
    assert found, f"no vector for {op} {convention}"
    return found


def _start(vector: dict[str, Any]) -> date:
    return date.fromisoformat(vector["start"])


def _expect(vector: dict[str, Any]) -> date:
    return date.fromisoformat(vector["expect"])


@pytest.mark.parametrize(("vector", "days"), _cases("add_working_days", OURS))
def test_add_agrees(vector: dict[str, Any], days: WorkingCalendar) -> None:
    assert days.add(_start(vector), vector["n"]) == _expect(vector)
    assert days.count(_start(vector), vector["n"]).due == _expect(vector)


@pytest.mark.parametrize(("vector", "days"), _cases("subtract_working_days", OURS))
def test_subtract_agrees(vector: dict[str, Any], days: WorkingCalendar) -> None:
    assert days.subtract(_start(vector), vector["n"]) == _expect(vector)


@pytest.mark.parametrize(("vector", "days"), _cases("working_days_late", "start excluded"))
def test_days_late_agree(vector: dict[str, Any], days: WorkingCalendar) -> None:
    assert days.between(_start(vector), date.fromisoformat(vector["end"])) == vector["expect"]


@pytest.mark.parametrize(("vector", "days"), _cases("is_working_day"))
def test_working_days_agree(vector: dict[str, Any], days: WorkingCalendar) -> None:
    assert days.is_working_day(_start(vector)) is vector["expect"]


@pytest.mark.parametrize(
    ("vector", "days"), _cases("add_working_days", "roll_start_forward_then_add")
)
def test_rolling_a_start_forward_differs_on_days_off_only(
    vector: dict[str, Any], days: WorkingCalendar
) -> None:
    start, n = _start(vector), vector["n"]
    assert days.add(days.next_working_day(start), n) == _expect(vector)
    if days.is_working_day(start):
        assert days.add(start, n) == _expect(vector)
    else:
        assert days.add(start, n) == days.subtract(_expect(vector), 1)
        assert f"gives {days.add(start, n)} instead" in vector["note"]


@pytest.mark.parametrize(("vector", "days"), _cases("add_working_days", "start_day_is_day_1"))
def test_counting_the_day_itself_ends_one_working_day_before_ours(
    vector: dict[str, Any], days: WorkingCalendar
) -> None:
    assert days.subtract(days.add(_start(vector), vector["n"]), 1) == _expect(vector)


@pytest.mark.parametrize(("vector", "days"), _cases("add_calendar_days_then_roll"))
def test_calendar_days_are_another_count_altogether(
    vector: dict[str, Any], days: WorkingCalendar
) -> None:
    ended = _start(vector) + DAY * vector["n"]
    assert days.next_working_day(ended) == _expect(vector)
    assert days.add(_start(vector), vector["n"]) > _expect(vector)


@pytest.mark.parametrize(
    ("vector", "days"), [*_cases("working_days_taken"), *_cases("remaining_working_days")]
)
def test_counting_both_ends_is_one_more_from_a_working_day(
    vector: dict[str, Any], days: WorkingCalendar
) -> None:
    start, end = _start(vector), date.fromisoformat(vector["end"])
    one_more = days.is_working_day(start) and start <= end
    assert days.between(start, end) + one_more == vector["expect"]


@pytest.mark.parametrize(("vector", "days"), _cases("elapsed_working_days"))
def test_counting_the_start_and_not_the_end(vector: dict[str, Any], days: WorkingCalendar) -> None:
    start, end = _start(vector), date.fromisoformat(vector["end"])
    assert days.between(start - DAY, end - DAY) == vector["expect"]


def _table() -> list[dict[str, date]]:
    with (VECTORS / "oracle_gb_eng_deadlines_2019_2028.csv").open(encoding="utf-8") as file:
        return [
            {name: date.fromisoformat(cell) for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


ROWS = _table()


def test_the_whole_table_was_read() -> None:
    assert len(ROWS) == 3607


@pytest.mark.parametrize("n", [5, 10, 20])
def test_every_start_from_2019_to_2028_agrees(n: int) -> None:
    wrong = [r["start"] for r in ROWS if ENGLAND.add(r["start"], n) != r[f"next{n}"]]
    assert wrong == []


@pytest.mark.parametrize("n", [5, 10, 20])
def test_the_other_family_is_ours_from_the_next_working_day(n: int) -> None:
    rolled = [ENGLAND.add(ENGLAND.next_working_day(r["start"]), n) for r in ROWS]
    assert rolled == [r[f"roll{n}"] for r in ROWS]


@pytest.mark.parametrize("n", [5, 10, 20])
def test_the_families_differ_for_every_start_on_a_day_off_and_no_other(n: int) -> None:
    differ = [r["start"] for r in ROWS if ENGLAND.add(r["start"], n) != r[f"roll{n}"]]
    assert len(differ) == 1111
    assert differ == [r["start"] for r in ROWS if not ENGLAND.is_working_day(r["start"])]
