"""The calendar in desk.toml: faults told in a sentence, and people's notes in it left alone."""

import errno
import os
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import tomlkit

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import DeskUnusable, ShareUnavailable
from complaintdesk.domain.own_calendar import OwnCalendar
from complaintdesk.record.folder import Record
from complaintdesk.services import calendar_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import change_council
from complaintdesk.settings import Council, read_desk_file
from tests.conftest import TODAY
from tests.services.conftest import CLOSED, LATE, NOTHING, OtherPc, log, sent, shown
from tests.storage.helpers import contents, failing

# Faults


@pytest.mark.parametrize(
    "text", ["id = ", "calendar = 3\n", '[calendar]\nclosure_days = ["soon"]\n', ""]
)
def test_a_slip_made_by_hand_is_told_and_the_desk_counts_on_as_before(
    desk: Desk, other_pc: OtherPc, text: str
) -> None:
    there = other_pc(desk)
    ref = sent(desk)
    calendar_desk.keep(desk, NOTHING, CLOSED)
    there.catch_up()
    path = desk.folder / "desk.toml"
    whole = path.read_bytes()
    path.write_text(f'id = "{desk.file.id}"\ntraining = false\n{text}' if text else "")
    there.catch_up()
    assert "desk.toml" in there.trouble
    assert "counts as before" in there.trouble
    assert shown(there) == {ref: date(2026, 12, 7)}
    log(there, "Cy")  # work goes on
    with pytest.raises(DeskUnusable, match=r"desk\.toml"):
        calendar_desk.keep(there, CLOSED, LATE)
    path.write_bytes(whole)
    there.catch_up()
    assert there.trouble == ""


def test_the_file_of_another_desk_is_not_followed(desk: Desk) -> None:
    path = desk.folder / "desk.toml"
    whole = path.read_text("utf-8")
    for other in (whole.replace(desk.file.id, "f" * 32), whole.replace("= false", "= true", 1)):
        path.write_text(other, "utf-8")
        desk.catch_up()
        assert "another desk" in desk.trouble
        assert not desk.training
    path.write_text(whole, "utf-8")
    desk.catch_up()
    assert desk.trouble == ""


def test_a_file_that_is_away_for_a_moment_changes_nothing(desk: Desk) -> None:
    path = desk.folder / "desk.toml"
    path.rename(path.with_name("away"))
    assert desk.catch_up() == 0
    assert desk.trouble == ""
    path.with_name("away").rename(path)


def test_a_calendar_that_cannot_be_written_is_a_sentence_and_nothing_is_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(desk.folder)
    full = failing(os.fsync, OSError(errno.ENOSPC, "No space left on device"), after=False)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DeskUnusable, match=r"could not be written .*What you typed"):
            calendar_desk.keep(desk, NOTHING, CLOSED)
    assert contents(desk.folder) == before


def test_a_record_that_cannot_be_written_is_told_and_kept_once_more_it_is_there_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = sent(desk)
    gone = failing(Record.append, ShareUnavailable("The folder is away."), after=False)
    with monkeypatch.context() as patch:
        patch.setattr(Record, "append", gone)
        with pytest.raises(ShareUnavailable, match=r"counts.*not on record yet.*folder is away"):
            calendar_desk.keep(desk, NOTHING, CLOSED, "a" * 32)
    desk.catch_up()
    assert shown(desk) == {ref: date(2026, 12, 7)}
    assert calendar_desk.settings(desk).changed_on is None
    for _ in range(2):
        calendar_desk.keep(desk, NOTHING, CLOSED, "a" * 32)
    number, _ = desk.store.head()
    verbs = [c.verb for n in range(1, number + 1) if (c := desk.record.read(n))]
    assert verbs.count("change the calendar") == 1


# What stands in desk.toml

FILES = {
    "as it is made": None,
    "without a calendar": "",
    "notes around": """
[calendar]  # decided in March
closure_days = [2026-12-29, # the Town Hall is shut
  "2026-12-30",
]  # both days
# nobody is there
[targets]
respond_stage_1 = 9  # ours
[calendar.bank_holidays]  # the King's
2027-05-10 = "Royal"  # announced in May
""",
    "on one line": 'calendar = {closure_days = [2026-12-29], bank_holidays = {2027-05-10 = "R"}}\n',
}  # fmt: skip
CALENDARS = (
    OwnCalendar((date(2026, 12, 24), date(2026, 12, 29), date(2027, 1, 4)), False),
    OwnCalendar(
        tuple(date(2026, 12, n) for n in range(1, 9)), True,
        {date(2027, 5, 10): "Changed [b] \"name\"", date(2027, 6, 1): "Another"},
        Receipt.NEXT_WORKING_DAY,
    ),
    OwnCalendar((), False, {date(2027, 6, 1): "Another"}),
    OwnCalendar(),
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_is_kept_is_read_back_from_a_file_of_any_shape(desk: Desk, name: str) -> None:
    path = desk.folder / "desk.toml"
    if (text := FILES[name]) is not None:
        path.write_text(f'id = "{desk.file.id}"\ntraining = false\n{text}', "utf-8-sig")
    for proposed in CALENDARS:
        now = calendar_desk.settings(desk).own
        calendar_desk.keep(desk, now, proposed)
        assert calendar_desk.settings(desk).own == proposed
        assert read_desk_file(desk.folder) == desk.file
        assert tomlkit.parse(path.read_text("utf-8"))


def test_a_file_that_cannot_be_changed_soundly_is_refused_and_stays(desk: Desk) -> None:
    """tomlkit writes rows of dotted keys into the wrong section."""
    path = desk.folder / "desk.toml"
    dotted = 'calendar.closure_days = []\ncalendar.bank_holidays."2027-05-10" = "Royal"\n'
    path.write_text(f'id = "{desk.file.id}"\ntraining = false\n{dotted}', "utf-8")
    refused = 0
    for proposed in CALENDARS:
        before = path.read_bytes()
        now = calendar_desk.settings(desk).own
        try:
            calendar_desk.keep(desk, now, proposed)
        except DeskUnusable as error:
            assert "left as it was: change it in Notepad" in str(error)
            assert path.read_bytes() == before
            refused += 1
        else:
            assert calendar_desk.settings(desk).own == proposed
    assert refused


def test_peoples_notes_stay_and_the_order_of_days_too(desk: Desk) -> None:
    path = desk.folder / "desk.toml"
    text = FILES["notes around"]
    path.write_text(f'# Sam\nid = "{desk.file.id}"\ntraining = false\n{text}', "utf-8")
    now = calendar_desk.settings(desk).own
    days = (date(2026, 12, 24), *now.closures, date(2026, 12, 31))
    calendar_desk.keep(desk, now, replace(now, closures=days, closures_count=False))
    kept = path.read_text("utf-8")
    for note in ("# Sam", "# decided in March", "# the Town Hall is shut", "# both days",
                 "# nobody is there", "# ours", "# the King's", "# announced in May"):  # fmt: skip
        assert note in kept
    assert [str(d) for d in tomllib.loads(kept)["calendar"]["closure_days"]] == [
        d.isoformat() for d in days
    ]


def test_the_councils_details_change_no_date_and_colleagues_see_them(
    desk: Desk, other_pc: OtherPc
) -> None:
    there = other_pc(desk)
    ref = sent(desk)
    there.catch_up()
    change_council(desk, Council("Southmoor"))
    assert there.catch_up() == 1
    assert (there.name, shown(there)) == ("Southmoor", {ref: date(2026, 12, 4)})


def test_the_file_a_new_desk_gets_says_how_it_is_followed(tmp_path: Path, desk: Desk) -> None:
    text = (desk.folder / "desk.toml").read_text("utf-8")
    assert "open desks follow" in text.lower()
    assert in_words(TODAY) not in text
