"""The ombudsmen's details: kept in desk.toml beside people's notes, and looked at twice a year."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.services import ombudsmen
from complaintdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.hostile import HOSTILE

HALF_A_YEAR = timedelta(days=183)
OURS = PROFILES[Code.HOUSING].ombudsman


def checked(desk: Desk, code: Code, on: date) -> None:
    ombudsmen.keep(desk, code, replace(PROFILES[code].ombudsman, last_checked=on))


def both_checked(desk: Desk, on: date) -> None:
    for code in Code:
        checked(desk, code, on)


def at(desk: Desk, day: date) -> Desk:
    """The same desk opened on another day."""
    return Desk(desk.folder, "Sam Patel", clock=lambda: datetime.combine(day, time(9), UTC))


# When a check is asked for


@pytest.mark.parametrize(("days", "asks"), [(0, 0), (182, 0), (183, 0), (184, 2), (5000, 2)])
def test_a_check_is_asked_for_after_183_days_and_not_on_the_183rd(
    desk: Desk, days: int, asks: int
) -> None:
    both_checked(desk, TODAY - timedelta(days=days))
    assert len(ombudsmen.reminders(desk)) == asks


def test_the_reminder_names_who_and_since_when_and_what_to_do(desk: Desk) -> None:
    both_checked(desk, TODAY)
    checked(desk, Code.GENERAL, date(2026, 1, 2))
    (said,) = ombudsmen.reminders(desk)
    assert "Local Government and Social Care Ombudsman" in said
    assert "Friday 2 January 2026" in said
    assert "Ctrl+P, Ombudsmen" in said


def test_a_letter_hears_of_its_own_ombudsman_alone(desk: Desk) -> None:
    checked(desk, Code.HOUSING, TODAY)
    checked(desk, Code.GENERAL, date(2026, 1, 2))
    assert ombudsmen.reminders(desk, Code.HOUSING) == ()
    assert len(ombudsmen.reminders(desk, Code.GENERAL)) == 1


def test_the_programs_own_details_are_asked_about_too_once_they_are_old(desk: Desk) -> None:
    later = at(desk, OURS.last_checked + HALF_A_YEAR)
    assert ombudsmen.reminders(later) == ()
    later.close()
    later = at(desk, OURS.last_checked + HALF_A_YEAR + timedelta(days=1))
    assert len(ombudsmen.reminders(later)) == 2
    later.close()


@pytest.mark.parametrize("day", [date.max, date.min, date(2062, 11, 20)])
def test_a_day_that_cannot_be_is_asked_about_and_no_fault(desk: Desk, day: date) -> None:
    both_checked(desk, day)
    assert len(ombudsmen.reminders(desk)) == 2
    assert desk.file.ombudsmen[Code.HOUSING].last_checked == day


@pytest.mark.parametrize("value", ['"soon"', "2026-13-45", "20261120", "2026-11-20T10:00:00", "[]"])
def test_a_tampered_day_is_named_and_the_desk_counts_as_before(desk: Desk, value: str) -> None:
    both_checked(desk, TODAY)
    path = desk.folder / "desk.toml"
    good = path.read_text("utf-8")
    path.write_text(good.replace(f"last_checked = {TODAY}", f"last_checked = {value}"), "utf-8")
    assert not desk.read_again()
    assert "desk.toml" in desk.trouble
    assert ombudsmen.reminders(desk) == ()
    with pytest.raises(DeskUnusable):
        checked(desk, Code.HOUSING, TODAY)
    path.write_text(good, "utf-8")
    desk.read_again()


# Keeping them


def test_what_is_kept_is_what_letters_print_at_once(desk: Desk) -> None:
    details = replace(OURS, phone="01632 960999", last_checked=TODAY)
    ombudsmen.keep(desk, Code.HOUSING, details)
    assert desk.file.ombudsmen[Code.HOUSING] == details
    assert desk.file.ombudsmen[Code.GENERAL] == PROFILES[Code.GENERAL].ombudsman


def test_peoples_notes_in_the_file_stay(desk: Desk) -> None:
    path = desk.folder / "desk.toml"
    noted = path.read_text("utf-8") + (
        '\n# ask Jo before changing this\n[ombudsman.housing]\nphone = "1"  # told by phone\n'
    )
    path.write_text(noted, "utf-8")
    ombudsmen.keep(desk, Code.HOUSING, replace(OURS, phone="01632 960999"))
    text = path.read_text("utf-8")
    assert "# ask Jo before changing this" in text
    assert "# told by phone" in text
    assert tomllib.loads(text)["ombudsman"]["housing"]["phone"] == "01632 960999"


def test_a_colleague_on_another_pc_follows(desk: Desk, other_pc: Callable[..., Desk]) -> None:
    there = other_pc(desk)
    ombudsmen.keep(desk, Code.GENERAL, replace(OURS, name="Another name"))
    there.read_again()
    assert there.file.ombudsmen[Code.GENERAL].name == "Another name"


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 300])
def test_hostile_text_is_kept_as_one_line_of_text(desk: Desk, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    ombudsmen.keep(desk, Code.HOUSING, replace(OURS, name=f"A {text}", address=f"B {text}"))
    kept = desk.file.ombudsmen[Code.HOUSING]
    assert kept.name.startswith("A")
    assert "\n" not in kept.address
    assert desk.trouble == ""
