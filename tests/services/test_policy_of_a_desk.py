"""What desk.toml decides about dates: an open desk follows it, and the next opening does."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.case import Intake, Person, Point
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from tests.conftest import NOW
from tests.storage.helpers import acknowledge, contents

# Received on Saturday 14 November 2026: to be acknowledged by Friday 20 November.
DETAILS = Intake(Person("Ann"), date(2026, 11, 14), points=(Point("Bins"),))

POLICIES = {
    "a closure day that does not count": (
        {"closure_days = []": "closure_days = [2026-11-17]",
         "closure_days_count = true": "closure_days_count = false"},
        date(2026, 11, 23),
    ),
    "a closure day that counts": (
        {"closure_days = []": "closure_days = [2026-11-17]"}, date(2026, 11, 20),
    ),
    "a bank holiday announced late": (
        {"[calendar.bank_holidays]": '[calendar.bank_holidays]\n2026-11-18 = "Royal occasion"\n'},
        date(2026, 11, 23),
    ),
    "a target of its own": (
        {"[targets]": "[targets]\nacknowledge_stage_1 = 3\n"}, date(2026, 11, 18),
    ),
    "a target later than the Code": (
        {"[targets]": "[targets]\nacknowledge_stage_1 = 9\n"}, date(2026, 11, 20),
    ),
    "receipt on the next working day": (
        {'receipt = "same-day"': 'receipt = "next-working-day"'}, date(2026, 11, 23),
    ),
}  # fmt: skip


def say(desk: Desk, changes: dict[str, str]) -> None:
    path = desk.folder / "desk.toml"
    text = path.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def due(desk: Desk) -> date | None:
    return queries.queue(desk).rows[0].due


@pytest.fixture
def reopen(desk: Desk) -> Callable[[], Desk]:
    def opened() -> Desk:
        again = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
        if not again.is_current():
            again.catch_up()
        again.close()
        return again

    return opened


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_moves_the_dates_of_an_open_desk_and_of_one_opened_later(
    desk: Desk, reopen: Callable[[], Desk], name: str
) -> None:
    changes, moved = POLICIES[name]
    commands.log_complaint(desk, DETAILS)
    say(desk, changes)
    assert due(desk) == date(2026, 11, 20)
    assert desk.catch_up() == 1
    assert due(desk) == moved
    again = reopen()
    assert due(again) == moved
    assert queries.case(again, "CD-2026-0001").duties[0].act_by == moved
    assert reopen().is_current()


def test_a_policy_taken_back_moves_the_dates_back(desk: Desk, reopen: Callable[[], Desk]) -> None:
    commands.log_complaint(desk, DETAILS)
    whole = (desk.folder / "desk.toml").read_bytes()
    say(desk, {"[targets]": "[targets]\nacknowledge_stage_1 = 2\n"})
    assert due(reopen()) == date(2026, 11, 17)
    (desk.folder / "desk.toml").write_bytes(whole)
    assert due(reopen()) == date(2026, 11, 20)


def test_notes_and_the_councils_details_move_nothing(desk: Desk) -> None:
    say(desk, {"[council]": "# a note\n[council]", "Northmoor": "Southmoor"})
    assert Desk(desk.folder, "Sam Patel", clock=lambda: NOW).is_ready


def test_what_was_done_keeps_the_date_it_was_judged_by(
    desk: Desk, reopen: Callable[[], Desk]
) -> None:
    ref = commands.log_complaint(desk, DETAILS).ref
    acknowledge(desk, ref, 1, date(2026, 11, 20))
    say(desk, {"[calendar.bank_holidays]": '[calendar.bank_holidays]\n2026-11-18 = "Royal"\n'})
    acknowledged, answer, *_ = queries.case(reopen(), ref).duties
    assert (acknowledged.due, acknowledged.state) == (date(2026, 11, 20), "done_on_time")
    assert answer.due == date(2026, 12, 4)


def test_a_command_after_a_change_of_policy_shows_the_new_dates(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.log_complaint(desk, DETAILS)
    say(desk, {"[targets]": "[targets]\nacknowledge_stage_1 = 2\n"})
    record = contents(desk.folder / "record")
    assert main(["queue", "--desk", str(desk.folder), "--today", "2026-11-17"]) == 0
    assert ">> due today" in capsys.readouterr().out
    assert contents(desk.folder / "record") == record


def test_looking_at_another_day_moves_no_date_in_the_store(desk: Desk, this_pc: Path) -> None:
    commands.log_complaint(desk, DETAILS)
    desk.close()
    desk.store_file.unlink()
    looking = Desk(desk.folder, clock=lambda: NOW, looking_on=date(2030, 1, 1))
    looking.catch_up()
    looking.close()
    assert due(Desk(desk.folder, clock=lambda: NOW)) == date(2026, 11, 20)
