"""The calendar file of deadlines: read back with the library, and held to what Outlook needs."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from complaintdesk.domain.errors import BadInput, DeskUnusable
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.domain.views import View
from complaintdesk.domain.words import to_do
from complaintdesk.record import place as place_module
from complaintdesk.services import calendar_desk, commands, file_place, queries
from complaintdesk.services.deadline_file import (
    Asked,
    as_ical,
    deadlines,
    place,
    usual_place,
    write,
)
from complaintdesk.services.desk import Desk
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.services.conftest import CLOSED, NOTHING, complaint, log, sent
from tests.storage.helpers import acknowledge_by_letter, failing

PLAIN, NAMES = Asked(), Asked(details=True)
NINE = time(9)


def made(desk: Desk, asked: Asked = PLAIN) -> bytes:
    return as_ical(desk, deadlines(desk, asked), asked)


def read(desk: Desk, asked: Asked = PLAIN) -> list[Any]:
    """The events of the file as a calendar program would read them."""
    return list(Calendar.from_ical(made(desk, asked)).walk("VEVENT"))


def one(desk: Desk, asked: Asked = PLAIN) -> Any:
    (event,) = read(desk, asked)
    return event


def rings(event: Any) -> list[datetime]:
    """When the reminders of an event ring, by the clock of wherever it is read."""
    day = datetime.combine(event.decoded("dtstart"), time())
    return [day + alarm.decoded("trigger") for alarm in event.walk("VALARM")]


# What an event says


def test_each_open_case_is_one_all_day_event_at_its_nearest_duty(training_desk: Desk) -> None:
    rows = [row for row in queries.queue(training_desk, limit=1000).rows if row.due]
    events = read(training_desk)
    assert len(events) == len(rows) > 40
    for row, event in zip(rows, events, strict=True):
        assert event["summary"] == f"TRAINING: {row.ref} {to_do(row.duty, row.stage)}"
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event.decoded("dtstart") == row.due
        assert event.decoded("dtend") == row.due + timedelta(days=1)
        assert (event["transp"], event["x-microsoft-cdo-busystatus"]) == ("TRANSPARENT", "FREE")


def test_nobody_is_named_unless_that_is_asked_for(desk: Desk) -> None:
    commands.log_complaint(
        desk, replace(complaint("Quill Feather", date(2026, 11, 19)), summary="Damp in flat 7")
    )
    plain, full = made(desk).decode(), made(desk, NAMES).decode()
    assert not [word for word in ("Quill", "Feather", "Damp", "Sam", "Mill") if word in plain]
    assert one(desk)["summary"] == "CD-2026-0001 Acknowledge, stage 1"
    event = one(desk, NAMES)
    assert event["summary"] == "CD-2026-0001 Acknowledge, stage 1: Quill Feather"
    assert "Quill Feather: Damp in flat 7" in event["description"]
    assert event["class"] == "PRIVATE"
    assert not [word for word in ("Mill Lane", "Sam Patel") if word in full]


def test_the_words_say_when_they_were_true(desk: Desk) -> None:
    log(desk)
    words = one(desk)["description"]
    assert "Due on Thursday 26 November 2026." in words
    assert "As the desk had it on Friday 20 November 2026." in words


def test_the_calendar_says_what_outlook_asks_for(desk: Desk, training_desk: Desk) -> None:
    log(desk)
    for opened, name in ((desk, "Complaints"), (training_desk, "TRAINING Complaints")):
        calendar = Calendar.from_ical(made(opened))
        assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
        assert calendar["calscale"] == "GREGORIAN"
        assert "complaintdesk" in calendar["prodid"]
        assert calendar["x-wr-calname"] == f"{name}: Northmoor Council"
        assert calendar["x-wr-relcalid"] == opened.file.id


def test_what_is_closed_or_has_nothing_due_is_not_in_it(training_desk: Desk) -> None:
    text = made(training_desk).decode()
    closed = queries.queue(training_desk, View("closed"), limit=1000).rows
    assert closed
    assert not [row.ref for row in closed if row.ref in text]


# Importing it again


def test_a_later_file_replaces_the_events_of_an_earlier_one(desk: Desk) -> None:
    log(desk)
    before = one(desk)
    calendar_desk.keep(desk, NOTHING, CLOSED)  # Tuesday does not count: the date moves
    desk._clock = lambda: NOW + timedelta(hours=1)
    after = one(desk)
    desk._clock = lambda: NOW
    assert before["uid"] == after["uid"]
    assert after.decoded("dtstart") - before.decoded("dtstart") == timedelta(days=1)
    assert after["sequence"] > before["sequence"] > 0
    assert after["sequence"] < 2**31
    assert after.decoded("dtstamp") == NOW + timedelta(hours=1)
    assert after.decoded("last-modified") == after.decoded("dtstamp")
    assert after["dtstamp"].to_ical() == b"20261120T113000Z"


def test_the_same_desk_makes_the_same_file_on_every_pc(desk: Desk, other_pc: Any) -> None:
    sent(desk)
    there = other_pc(desk, "Sam Patel")
    there.catch_up()
    assert made(there) == made(desk)


def test_every_case_has_a_name_of_its_own(training_desk: Desk) -> None:
    names = [str(event["uid"]) for event in read(training_desk)]
    assert len(set(names)) == len(names)
    assert all(name.endswith(f"@{training_desk.file.id}") for name in names)


def test_what_is_done_is_not_left_the_cases_event_moves_to_its_next_duty(desk: Desk) -> None:
    ref = log(desk)
    before = one(desk)
    acknowledge_by_letter(desk, ref, 1, TODAY)
    desk._clock = lambda: NOW + timedelta(hours=1)
    after = one(desk)
    desk._clock = lambda: NOW
    assert (before["summary"], after["summary"]) == (
        f"{ref} Acknowledge, stage 1", f"{ref} Answer, stage 1",
    )  # fmt: skip
    assert before["uid"] == after["uid"] == f"{ref}@{desk.file.id}"
    assert after.decoded("dtstart") > before.decoded("dtstart")
    assert after["sequence"] > before["sequence"]


# Which cases


def test_only_mine_and_only_so_many_days_but_always_what_is_overdue(desk: Desk) -> None:
    late = log(desk, "Ann", date(2026, 11, 2))
    soon = log(desk, "Bo", date(2026, 11, 19))
    far = sent(desk, "Cy")
    other = commands.log_complaint(
        desk, replace(complaint("Di", date(2026, 11, 19)), officer="Alex Moss")
    ).ref

    def refs(**asked: Any) -> list[str]:
        return [row.ref for row in deadlines(desk, Asked(**asked))]

    assert refs() == [late, soon, other, far]
    assert refs(days=6) == [late, soon, other]
    assert refs(days=5) == refs(days=0) == [late]
    assert refs(mine=True) == [late, soon, far]


def test_mine_without_an_officer_is_refused_in_words(desk: Desk) -> None:
    log(desk)
    nobody = Desk(desk.folder, "", clock=lambda: NOW)
    with pytest.raises(BadInput, match="whose cases are meant"):
        deadlines(nobody, Asked(mine=True))
    assert len(deadlines(nobody, PLAIN)) == 1
    nobody.close()


# Reminders


def test_a_reminder_rings_at_nine_on_the_working_day_before(desk: Desk) -> None:
    log(desk, on=date(2026, 11, 16))  # due on Monday 23 November
    assert one(desk).decoded("dtstart") == date(2026, 11, 23)
    assert rings(one(desk)) == [datetime.combine(date(2026, 11, 20), NINE)]
    (alarm,) = one(desk).walk("VALARM")
    assert (alarm["action"], alarm["description"]) == ("DISPLAY", one(desk)["summary"])


def test_the_working_day_before_is_the_desks_own(desk: Desk) -> None:
    """Over Christmas: due on Tuesday 29 December, after a weekend and two bank holidays."""
    desk._clock = lambda: datetime(2026, 12, 18, 10, 30, tzinfo=UTC)
    log(desk, on=date(2026, 12, 18))
    assert one(desk).decoded("dtstart") == date(2026, 12, 29)
    assert rings(one(desk)) == [datetime.combine(date(2026, 12, 24), NINE)]
    desk._clock = lambda: NOW


@pytest.mark.parametrize(
    ("received", "officer"),
    [(date(2026, 11, 13), "Sam Patel"), (date(2026, 11, 2), "Sam Patel"),
     (date(2026, 11, 19), "Alex Moss"), (date(2026, 11, 19), "")],
)  # fmt: skip
def test_nothing_rings_for_what_is_due_overdue_or_somebody_elses(
    desk: Desk, received: date, officer: str
) -> None:
    commands.log_complaint(desk, replace(complaint("Ann", received), officer=officer))
    assert rings(one(desk)) == []


# The bytes


def as_lines(content: bytes) -> list[bytes]:
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    assert max(len(line) for line in lines) <= 75
    return lines


def test_lines_end_as_windows_ends_them_and_are_folded_at_75_octets(desk: Desk) -> None:
    long = "Szczęść Boże, Łukasz; a, b\\c " * 9
    commands.log_complaint(desk, replace(complaint(long, date(2026, 11, 19)), summary=long * 4))
    lines = as_lines(made(desk, NAMES))
    assert sum(line.startswith(b" ") for line in lines) > 5
    assert [line.decode() for line in lines]  # no letter is cut in two
    assert clean_line(long) in one(desk, NAMES)["description"]


@pytest.mark.parametrize("turn", range(4))
def test_hostile_texts_stay_in_their_own_place(desk: Desk, turn: int) -> None:
    for text in HOSTILE[turn::4]:
        text = text.encode("utf-8", "ignore").decode()
        typed = replace(complaint(text or "-", date(2026, 11, 19)), summary=text)
        commands.log_complaint(desk, typed)
    content, rows = made(desk, NAMES), deadlines(desk, NAMES)
    as_lines(content)
    events = Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == len(rows)
    keys = {tuple(event.keys()) for event in events}
    assert len(keys) == 1  # no text became a property
    for row, event in zip(rows, events, strict=True):
        subject = f"{row.ref} Acknowledge, stage 1: {row.complainant}"
        assert event["summary"] == shorten(clean_line(subject), 200)
        assert (
            shorten(clean_line(f"{row.complainant}: {row.summary}"), 1000) in (event["description"])
        )
        assert len(event.walk("VALARM")) == 1


@pytest.mark.parametrize(
    "text",
    ["\r\nEND:VEVENT\r\nBEGIN:VEVENT", "\nX-ALT-DESC:<b>", "\rATTACH:file:///c:/x", "a;b,c\\n:d"],
)
def test_a_tampered_reference_or_name_cannot_add_a_line(desk: Desk, text: str) -> None:
    log(desk)
    rows = tuple(replace(row, ref=f"CD{text}", complainant=text, summary=text)
                 for row in deadlines(desk, NAMES))  # fmt: skip
    content = as_ical(desk, rows, NAMES)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert not {"ATTACH", "X-ALT-DESC"} & set(event)
    assert event["summary"].startswith(clean_line(f"CD{text} Acknowledge, stage 1:"))
    as_lines(content)


# Where it is written


def test_it_is_written_whole_where_it_was_typed_and_says_how_many(
    desk: Desk, tmp_path: Path
) -> None:
    log(desk, "Ann", date(2026, 11, 2))
    log(desk)
    path = tmp_path / "my files" / "deadlines.ics"
    done = write(desk, f'"{path}"', PLAIN)
    assert done.in_words == f"2 deadlines, 1 of them overdue: {path}"
    assert path.read_bytes() == made(desk)
    assert [each.name for each in path.parent.iterdir()] == ["deadlines.ics"]
    assert write(desk, str(path), Asked(days=0)).in_words == (
        f"1 deadline, 1 of them overdue: {path}"
    )
    assert path.read_bytes() == made(desk, Asked(days=0))


def test_what_was_there_stays_where_it_cannot_be_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(desk)
    path = tmp_path / "deadlines.ics"
    path.write_bytes(b"the old one")
    full = failing(place_module.os.fsync, OSError(28, "No space left on device"), after=False)
    with monkeypatch.context() as patch:
        patch.setattr(place_module.os, "fsync", full)
        with pytest.raises(DeskUnusable, match=r"deadlines.ics could not be written \(No space"):
            write(desk, str(path), PLAIN)
    assert path.read_bytes() == b"the old one"
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_desk_opened_for_reading_writes_elsewhere_and_not_into_its_folder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(desk)
    monkeypatch.setattr(place_module, "_read_only", {desk.folder})
    assert write(desk, str(tmp_path / "a.ics"), PLAIN).count == 1
    with pytest.raises(BadInput, match="inside the desk's own folder"):
        write(desk, str(desk.folder / "a.ics"), PLAIN)
    monkeypatch.setattr(file_place, "refuse_in_desk", lambda _path: None)
    with pytest.raises(DeskUnusable, match="for reading only"):
        write(desk, str(desk.folder / "a.ics"), PLAIN)


def test_with_nothing_due_yesterdays_file_is_replaced_by_one_without_events(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "deadlines.ics"
    path.write_bytes(b"the old one")
    written = write(desk, str(path), PLAIN)
    assert (written.count, written.in_words) == (0, f"0 deadlines, nothing is due then: {path}")
    as_lines(path.read_bytes())
    calendar = Calendar.from_ical(path.read_bytes())
    assert (calendar["version"], calendar.errors) == ("2.0", [])
    # RFC 5545 wants at least one component, and RFC 5546 an event in what is published.
    assert [each.name for each in calendar.subcomponents] == ["VTIMEZONE"]
    assert "method" not in calendar


def test_only_a_calendar_is_ever_replaced(desk: Desk, tmp_path: Path) -> None:
    for name in ("report.docx", "desk.toml", "deadlines.ics.bak", ".ics"):
        with pytest.raises(BadInput, match=r"must end in \.ics"):
            place(desk, str(tmp_path / name))
    assert place(desk, str(tmp_path / "deadlines")) == tmp_path / "deadlines.ics"
    assert place(desk, str(tmp_path / "DEADLINES.ICS")).name == "DEADLINES.ICS"


@pytest.mark.parametrize("typed", ["~nobody-of-this-name/a.ics", "a\0b.ics", "x" * 5000 + ".ics"])
def test_what_is_no_place_is_refused_with_a_sentence(desk: Desk, typed: str) -> None:
    log(desk)
    with pytest.raises((BadInput, DeskUnusable), match=r"not a place|could not be written"):
        write(desk, typed, PLAIN)


def test_a_folder_gets_the_usual_name_and_practice_another_one(
    desk: Desk, training_desk: Desk, tmp_path: Path
) -> None:
    assert place(desk, str(tmp_path)) == tmp_path / "complaint-deadlines.ics"
    assert place(training_desk, str(tmp_path)) == tmp_path / "training-deadlines.ics"


def test_the_usual_place_is_in_the_documents_or_else_at_home(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "user" / "Documents"
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: documents)
    assert usual_place(desk) == tmp_path / "user" / "complaint-deadlines.ics"
    documents.mkdir(parents=True)
    assert usual_place(desk) == documents / "complaint-deadlines.ics"
    log(desk)
    assert write(desk, "  ", PLAIN).path == usual_place(desk)


def test_a_date_at_the_end_of_time_breaks_nothing(desk: Desk) -> None:
    log(desk)
    (row,) = deadlines(desk, PLAIN)
    far = replace(row, due=date.max - timedelta(days=1))
    event = Calendar.from_ical(as_ical(desk, (far,), PLAIN)).walk("VEVENT")[0]
    assert event.decoded("dtend") == date.max
    assert rings(event) == []
