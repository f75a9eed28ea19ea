"""The timeline: one list, newest first, of all that happened; narrowed by keys, nothing cut off."""

import platform
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from complaintdesk.domain.case import Case, CaseFile, HistoryLine, Intake, Person, SentLetter, Stage
from complaintdesk.domain.parts import Entry
from complaintdesk.domain.text import clean
from complaintdesk.services import documents, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.services.signed_in import account
from screens.case import CaseScreen
from screens.document import DocumentScreen
from screens.rows import Rows
from screens.task import TaskScreen
from screens.timeline import TimelineScreen
from screens.timeline_page import FILTERS, KINDS, Filter, entries, lay, rows, said, shown, tabs
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import acknowledge_by_letter
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    back_to,
    choose,
    flat,
    go_to,
    in_order,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    until,
    value,
    write,
)

CASE = Case("CD-2026-0001", Intake(Person("Ann"), TODAY), NOW, (Stage(TODAY),))
LETTER = SentLetter(
    "stage1-acknowledgement", 1, date(2026, 11, 19), ("letters/x/a.docx", "letters/x/a.txt"),
    date(2026, 12, 3),
)  # fmt: skip


def line(text: str, kind: Entry = Entry.EVENT, minutes: int = 0, **more: object) -> HistoryLine:
    return HistoryLine(NOW + timedelta(minutes=minutes), "Sam Patel", text, kind, **more)  # type: ignore[arg-type]


def page(found: tuple[HistoryLine, ...], chosen: Filter, width: int) -> str:
    return "\n".join(row.plain for row in rows(lay(found, width), chosen))


def listed(timeline: TimelineScreen) -> str:
    return "\n".join(row.plain for row in timeline.query_one(Rows).rows)


def words(lines: tuple[HistoryLine, ...], number: int = 0, width: int = 76) -> str:
    return page(entries(CaseFile(CASE, lines)), FILTERS[number], width)


def contact(desk: Desk, ref: str, kind: str, text: str, on: str = "20/11/2026") -> None:
    version = queries.case(desk, ref).file.case.version
    typed = {"kind": kind, "on": on, "whom": "Ann", "text": text}
    task_desk.perform(desk, ref, version, "contact", typed)


# The entries


def test_an_entry_says_its_kind_when_it_was_written_what_day_it_is_about_and_who() -> None:
    found = words((line("Rang her.", Entry.CALL, happened_on=date(2026, 11, 18)),))
    assert found.split("\n")[:2] == [
        "Call  Fri 20 Nov 2026 10:30, about Wednesday 18 November 2026  Sam Patel",
        "  Rang her.",
    ]
    same_day = words((line("Rang her.", Entry.CALL, happened_on=TODAY),))
    assert same_day.startswith("Call  Fri 20 Nov 2026 10:30  Sam Patel\n")


def test_the_day_something_was_written_is_londons() -> None:
    night = HistoryLine(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Sam", "x", Entry.CALL)
    assert "Thu 2 Jul 2026 00:30  Sam" in words((night,))
    assert "about" not in words((replace(night, happened_on=date(2026, 7, 2)),))
    assert "about Wednesday 1 July 2026" in words((replace(night, happened_on=date(2026, 7, 1)),))


def test_every_kind_has_words_and_one_filter_beside_everything() -> None:
    assert set(KINDS) == set(Entry)
    assert set(FILTERS[0].kinds) == set(Entry)
    others = [kind for each in FILTERS[1:] for kind in each.kinds]
    assert sorted(others) == sorted(Entry)


def test_a_letter_is_one_entry_with_what_it_promised_and_its_files() -> None:
    sent = line("Acknowledged: letter sent (letters/x/a.docx).")
    found = entries(CaseFile(CASE, (line("Later.", minutes=1), sent), (LETTER,)))
    assert [each.kind for each in found] == [Entry.EVENT, Entry.LETTER_OUT]
    text = page(found, FILTERS[2], 76)
    assert in_order(
        flat(text),
        (
            "Letter out Fri 20 Nov 2026 10:30, about Thursday 19 November 2026 Sam Patel",
            "Acknowledged: letter sent", "Stage 1 acknowledgement, sent on Thursday 19 November",
            "promised by Thursday 3 December 2026", "letters/x/a.docx; letters/x/a.txt",
        ),
    ), text  # fmt: skip


def test_what_an_officer_writes_of_a_letter_is_not_its_entry() -> None:
    """Only the line that records it; one of a later letter out may quote the file's name."""
    file = LETTER.files[0]
    sent = replace(line(f"Sent ({file}).", Entry.LETTER_OUT), happened_on=LETTER.sent_on)
    quoted = (
        replace(line(f"Sent again ({file}).", Entry.LETTER_OUT, 1), happened_on=date(2026, 11, 20)),
        line(f"See ({file}).", Entry.NOTE, 2),
    )
    found = entries(CaseFile(CASE, (*reversed(quoted), sent), (LETTER,)))
    assert ["promised by" in each.entry for each in found] == [False, False, True]


def test_a_letter_that_no_line_names_is_still_there() -> None:
    found = entries(CaseFile(CASE, (line("Logged."),), (LETTER, replace(LETTER, kind="odd-one"))))
    assert [each.kind for each in found] == [Entry.EVENT, Entry.LETTER_OUT, Entry.LETTER_OUT]
    text = page(found, FILTERS[0], 76)
    assert "not recorded" in text
    assert "odd one, sent on" in flat(text)


def test_entries_of_one_second_keep_their_order() -> None:
    texts = [f"{n}." for n in range(9, 0, -1)]
    found = words(tuple(line(text) for text in texts))
    assert in_order(found, texts)


def test_filters_say_how_many_they_have_in_words_and_without_colour() -> None:
    lines = (line("a"), line("b", Entry.CALL), line("c", Entry.VISIT), line("d", Entry.NOTE))
    found = entries(CaseFile(CASE, lines))
    assert tabs(found, FILTERS[1], is_wide=False).plain == (
        " 1 All 4 [2 Calls 2] 3 Mail 0  4 Notes 1  5 Files 0  6 Done 1 "
    )
    assert "[2 Calls and visits 2]" in tabs(found, FILTERS[1], is_wide=True).plain
    assert said(found, FILTERS[1]) == "Only calls and visits, newest first: 2 of 4"
    assert said(found, FILTERS[0]) == "Everything, newest first: 4 entries"
    assert [len(shown(found, each)) for each in FILTERS] == [4, 2, 0, 1, 0, 1]
    assert "Nothing here yet" in page(found, FILTERS[4], 76)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_all_there_and_looks_like_no_entry(text: str) -> None:
    laid = rows(lay((replace(line(text, Entry.NOTE), by=text),), 76), FILTERS[0])
    squeezed = "".join("".join(row.plain.split()) for row in laid[1:])
    assert "".join(clean(text).split()) == squeezed
    assert not [span for row in laid for span in row.spans if "click" in str(span.style)]
    # A text that pretends to be an entry of its own stays set in under its own.
    assert all(row.plain.startswith("  ") or not row.plain.strip() for row in laid[1:])
    assert max(row.cell_length for row in laid[1:]) <= 76


# Through keys


async def test_the_timeline_by_keyboard(desk: Desk) -> None:
    (ref,) = log(desk, intake("Ann [/b] O'Brien", on=date(2026, 11, 18)))
    acknowledge_by_letter(desk, ref, 1, date(2026, 11, 19))
    for kind in ("call", "visit", "email-in", "email-out", "note", "meeting"):
        contact(desk, ref, kind, f"This is a {kind}.", "19/11/2026")
    for size in (SMALL, MIDDLE, LARGE):
        async with opened(desk, size) as (app, pilot):
            await press(pilot, "enter")
            await screen_is(pilot, CaseScreen)
            await press(pilot, "t")
            timeline = await screen_is(pilot, TimelineScreen)
            await until(pilot, lambda: "8 entries" in text_of(app), "the entries")
            await until(pilot, lambda: "f File" in text_of(app).split("\n")[-1], "the footer")
            rows = text_of(app).split("\n")
            assert f"{ref} · Timeline · Ann [/b] O'Brien" in rows[0]
            assert "c Log a contact" in rows[-1]
            assert "f File" in rows[-1]
            everything = flat(listed(timeline))
            assert in_order(everything, ("Meeting", "Note", "E-mail out", "Letter out", "Done"))
            assert (
                f"about Thursday 19 November 2026 Sam Patel ({account()} on {platform.node()}) "
                "Ann: This is a call." in everything
            )
            await press(pilot, "right_square_bracket")
            assert "Only calls and visits, newest first: 3 of 8." in text_of(app)
            assert "This is a visit." in text_of(app)
            assert "E-mail" not in listed(timeline)
            await press(pilot, "3")
            assert "3 of 8" in text_of(app)
            assert "Letter out" in listed(timeline)
            await press(pilot, "5")
            assert "Nothing here yet" in text_of(app)
            await press(pilot, "right_square_bracket", "right_square_bracket")
            assert "8 entries" in text_of(app)
            await press(pilot, "left_square_bracket")
            assert "Only what was done" in text_of(app)
            await press(pilot, "escape")
            await screen_is(pilot, CaseScreen)


async def test_a_contact_is_logged_from_there_and_a_file_added(
    desk: Desk, tmp_path: object
) -> None:
    (ref,) = log(desk, intake())
    path = tmp_path / "photo [1].jpg"  # type: ignore[operator]
    path.write_bytes(b"jpg")
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "t")
        timeline = await screen_is(pilot, TimelineScreen)
        await until(pilot, lambda: "1 entry" in text_of(app))
        await press(pilot, "c")
        form = await screen_is(pilot, TaskScreen)
        await until(pilot, lambda: form.is_ready)
        assert value(app, "kind") == "call"
        await go_to(pilot, "text")
        await write(pilot, "Rang her about the lift.")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, TimelineScreen)
        await until(pilot, lambda: "Rang her about the lift." in text_of(app))
        await press(pilot, "f")
        file_form = await screen_is(pilot, DocumentScreen)
        await until(pilot, lambda: file_form.is_ready)
        await write(pilot, str(path))
        await press(pilot, "ctrl+s")
        await screen_is(pilot, TimelineScreen)
        await until(pilot, lambda: "3 entries" in text_of(app), "the file's entry")
        await press(pilot, "5")
        assert "Document  Fri 20 Nov 2026 10:30  Sam Patel" in text_of(app)
        assert "File added: photo [1].jpg, 3 bytes." in text_of(app)
        # Undone from here, what was done stays and what undid it stands above.
        await press(pilot, "u")
        await choose(pilot, "undo")
        await press(pilot, "1")
        await until(pilot, lambda: "Undone: File added: photo [1].jpg" in text_of(app))
        assert app.screen is timeline
        await back_to(pilot, CaseScreen)
    assert queries.case(desk, ref).file.case.documents == ()


async def test_a_long_text_can_be_read_to_its_end(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    contact(desk, ref, "note", "\n".join(f"Line {n} " + "of words " * 12 for n in range(60)))
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "t")
        timeline = await screen_is(pilot, TimelineScreen)
        await until(pilot, lambda: "Line 0 " in text_of(app))
        read, list_ = "", timeline.query_one(Rows)
        await until(pilot, lambda: list_.max_scroll_y > 100)
        while True:
            read += text_of(app)
            if list_.scroll_y >= list_.max_scroll_y:
                break
            await press(pilot, "pagedown")
        assert all(f"Line {n} " in read for n in range(60))
        await press(pilot, "g")
        await until(pilot, lambda: list_.scroll_y == 0)
        await press(pilot, "j", "j", "k")
        assert list_.scroll_y == 1
        await press(pilot, "G")
        await until(pilot, lambda: "Complaint logged" in text_of(app))


async def test_five_hundred_entries_stay_quick(desk: Desk) -> None:
    """A bound for a busy machine: an order more than is seen, an order less than hurts."""
    (ref,) = log(desk, intake())
    text = "She says that the contractor came and went without a word. " * 12

    def many(writing: object) -> Case:
        case = writing.load(ref)  # type: ignore[attr-defined]
        for n in range(500):
            writing.note(case, desk.line(f"{n}: {text}", kind=Entry.CALL))  # type: ignore[attr-defined]
        return case

    save(desk, "many calls", many)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        begun = time.process_time()
        await press(pilot, "t")
        timeline = await screen_is(pilot, TimelineScreen)
        await until(pilot, lambda: "501 entries" in text_of(app))
        opening = time.process_time() - begun
        begun = time.process_time()
        await press(pilot, *"jjjjjjjjjj", "G", "g", *"]]]]]]")
        keys = (time.process_time() - begun) / 18
        assert opening < 8, opening  # about 1 s of work where this was written
        assert keys < 1, keys
        assert "501 entries" in text_of(app)
        assert listed(timeline).count("Call  ") == 500


async def test_it_is_laid_out_again_for_another_width(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    contact(desk, ref, "note", "word " * 40)
    async with opened(desk, MIDDLE) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "t")
        timeline = await screen_is(pilot, TimelineScreen)
        await until(pilot, lambda: "2 Calls and visits 0" in text_of(app))
        await pilot.resize_terminal(*SMALL)
        await until(pilot, lambda: "2 Calls 0" in text_of(app))
        rows = listed(timeline).split("\n")
        assert max(len(row) for row in rows) <= SMALL[0] - 4


async def test_documents_of_the_record_are_entries(desk: Desk, tmp_path: object) -> None:
    (ref,) = log(desk, intake())
    path = tmp_path / "a.txt"  # type: ignore[operator]
    path.write_bytes(b"a")
    documents.add_document(desk, ref, str(path), "A note on it")
    found = entries(queries.case(desk, ref).file)
    assert found[0].kind is Entry.DOCUMENT
    assert "a.txt, 1 byte. A note on it" in page(found, FILTERS[4], 76)
