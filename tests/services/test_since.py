"""What a colleague did meanwhile is told with who, when and from where, and nothing else is."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from complaintdesk.domain.case import Case, HistoryLine, Intake, Person
from complaintdesk.domain.change import Author
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import commands, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.services.since import TYPED, News, lines_seen, since
from tests.conftest import NOW, TODAY

OtherPc = Callable[..., Desk]


def details(name: str = "Ann") -> Intake:
    return Intake(Person(name), TODAY, officer="Sam Patel", summary="Bins")


@pytest.fixture
def ref(desk: Desk) -> str:
    return commands.log_complaint(desk, details()).ref


def contact(desk: Desk, ref: str, text: str) -> None:
    """A call logged; it fits any case and has one line of its own."""
    desk.catch_up()
    version = desk.store.case(ref).case.version
    fields = {s.name: s.value for s in task_desk.form(desk, ref, "contact").fields}
    task_desk.perform(desk, ref, version, "contact", fields | {"text": text})


def test_nothing_since_is_told_as_nothing(desk: Desk, ref: str) -> None:
    seen = lines_seen(desk, ref)
    assert seen == 1
    assert since(desk, ref, seen) == News(ref, ())
    assert lines_seen(desk, "CD-2026-9999") == 0


def test_a_colleagues_deed_has_who_when_where_and_the_words(
    desk: Desk, ref: str, other_pc: OtherPc
) -> None:
    there = other_pc(desk)
    there._author = Author("Alex Moss", "amoss", "NORTH-12")
    seen = lines_seen(desk, ref)
    contact(there, ref, "Rang her about the bins.")
    desk.catch_up()
    (deed,) = since(desk, ref, seen).deeds
    assert (deed.who, deed.when, deed.pc) == ("Alex Moss", "at 10:30", "NORTH-12")
    assert deed.verb == "log a call, visit, e-mail or note"
    assert len(deed.words) == 1
    assert "Rang her about the bins." in deed.words[0]
    assert not deed.is_own


def test_what_was_done_to_another_case_is_not_told(desk: Desk, ref: str, other_pc: OtherPc) -> None:
    there, seen = other_pc(desk), lines_seen(desk, ref)
    there.catch_up()
    contact(there, commands.log_complaint(there, details("Ben")).ref, "Rang him.")
    desk.catch_up()
    assert since(desk, ref, seen).deeds == ()


def test_a_case_that_was_linked_to_it_is_told(desk: Desk, ref: str, other_pc: OtherPc) -> None:
    there, seen = other_pc(desk), lines_seen(desk, ref)
    there.catch_up()
    new = commands.log_complaint(there, details("Ben"), link=Link(ref, LinkKind.OTHER_PART)).ref
    desk.catch_up()
    (deed,) = since(desk, ref, seen).deeds
    assert deed.who == "Alex Moss"
    assert new in deed.words[0]


def test_ones_own_name_elsewhere_is_no_stranger(desk: Desk, ref: str, other_pc: OtherPc) -> None:
    there, seen = other_pc(desk, "Sam Patel"), lines_seen(desk, ref)
    there._author = Author("Sam Patel", "spatel", "HOME-1")
    contact(there, ref, "Rang her.")
    desk.catch_up()
    (deed,) = since(desk, ref, seen).deeds
    assert deed.is_own
    assert deed.who == "you yourself (on HOME-1)"


def test_every_colleague_is_named_once_with_what_was_done_last(
    desk: Desk, ref: str, other_pc: OtherPc
) -> None:
    seen = lines_seen(desk, ref)
    alex, bo = other_pc(desk), other_pc(desk, "Bo Lee")
    for there, text in ((alex, "One."), (bo, "Two."), (alex, "Three.")):
        contact(there, ref, text)
    desk.catch_up()
    said = since(desk, ref, seen).sentence()
    assert said.startswith(f"{ref} was changed by Alex Moss at 10:30 and by Bo Lee at 10:30 while")
    assert "Three." in said
    assert said.endswith("Nothing of yours was lost.")


def write_line(desk: Desk, ref: str, line: HistoryLine) -> None:
    """A line as a tampered record, or a PC with its clock elsewhere, may hold it."""

    def work(writing: object) -> Case:
        case = writing.load(ref)  # type: ignore[attr-defined]
        saved = writing.save(case)  # type: ignore[attr-defined]
        writing.note(saved, line)  # type: ignore[attr-defined]
        return saved  # type: ignore[no-any-return]

    save(desk, "change", work)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 7, 1, 13, 32, tzinfo=UTC), "on Wednesday 1 July at 14:32"),
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), "on Thursday 19 November at 23:59"),
        (NOW, "at 10:30"),
    ],
)
def test_the_time_is_that_of_london_and_another_day_is_named(
    desk: Desk, ref: str, at: datetime, said: str
) -> None:
    seen = lines_seen(desk, ref)
    write_line(desk, ref, HistoryLine(at, "Alex Moss", "Done."))
    assert since(desk, ref, seen).deeds[0].when == said


def test_a_hostile_name_and_entry_reach_nobodys_terminal(desk: Desk, ref: str) -> None:
    seen = lines_seen(desk, ref)
    entry = "Done [/b] \x1b[2J\nand\tmore " + "word " * 2000
    write_line(desk, ref, HistoryLine(NOW, "Alex \x1b]0;x\x07[b]", entry))
    news = since(desk, ref, seen)
    said = news.sentence(TYPED)
    assert not [c for c in said + news.deeds[0].words[0] if ord(c) < 32]
    assert "[/b]" in said
    assert "since you typed this" in said
    assert len(said) < 400


def test_no_line_is_told_twice_and_very_many_are_the_newest(desk: Desk, ref: str) -> None:
    for number in range(60):
        write_line(desk, ref, HistoryLine(NOW, "Alex Moss", f"Line {number}."))
    told = [words for deed in since(desk, ref, 1).deeds for words in deed.words]
    assert told == [f"Line {number}." for number in range(10, 60)]
    assert [w for d in since(desk, ref, 60).deeds for w in d.words] == ["Line 59."]
