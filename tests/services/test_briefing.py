"""My day: the right cases under the right heading, what changed with who did it, on one page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from complaintdesk.day_text import LINES, WIDTH, as_page, as_text, day_as_json
from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean_line
from complaintdesk.services import calendar_desk, commands, drafts
from complaintdesk.services.briefing import (
    FORMS,
    Briefing,
    CaseChanged,
    Deed,
    briefing,
    end_of_week,
)
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import QueueRow
from complaintdesk.store import changes_since as changes
from complaintdesk.store.peek import reading
from screens import calendar, marked_forms, month_file, ombudsmen
from tests.conftest import NOW, TODAY
from tests.effort import share
from tests.hostile import HOSTILE
from tests.services.conftest import CLOSED, NOTHING, complaint, log
from tests.services.tampered_desk import assert_tame

OtherPc = Callable[..., Desk]
WEDNESDAY = date(2026, 11, 18)


@contextmanager
def as_of(desk: Desk, day: date) -> Iterator[Desk]:
    """The same desk, looked at on another day."""
    looking = Desk(desk.folder, desk.officer, clock=lambda: NOW, looking_on=day)
    yield looking
    looking.close()


@contextmanager
def at(desk: Desk, when: datetime, officer: str = "Sam Patel") -> Iterator[Desk]:
    """The same desk at another time by this PC's clock."""
    then = Desk(desk.folder, officer, clock=lambda: when)
    yield then
    then.close()


def names(rows: tuple[QueueRow, ...]) -> list[str]:
    return [row.complainant for row in rows]


def told(found: Briefing) -> list[tuple[str, list[tuple[str, str]]]]:
    """What changed, but for the making of the desk itself."""
    return [(c.complainant, [(d.who, d.verb) for d in c.deeds]) for c in found.changed if c.ref]


# What is due


@pytest.fixture
def week(desk: Desk) -> Desk:
    """Cases to be acknowledged on the days around Wednesday 18 November."""
    for name, received in (("Mon", 9), ("Tue", 10), ("Wed", 11), ("Fri", 13), ("next Mon", 16)):
        log(desk, name, date(2026, 11, received))
    return desk


def test_each_case_stands_once_under_its_own_day(week: Desk) -> None:
    with as_of(week, WEDNESDAY) as looking:
        found = briefing(looking)
    assert (found.today, found.until) == (WEDNESDAY, date(2026, 11, 22))
    assert names(found.overdue) == ["Mon", "Tue"]
    assert names(found.due_today) == ["Wed"]
    assert names(found.coming) == ["Fri"]


def test_on_a_friday_the_week_to_come_is_told(week: Desk) -> None:
    found = briefing(week)
    assert names(found.due_today) == ["Fri"]
    assert names(found.coming) == ["next Mon"]
    text = as_text(as_page(found))
    assert "\nNext week: 1\n" in text
    assert "Mon, 1 day left" in text


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 11, 16), date(2026, 11, 22)),
        (date(2026, 11, 19), date(2026, 11, 22)),
        (date(2026, 11, 20), date(2026, 11, 29)),
        (date(2026, 11, 22), date(2026, 11, 29)),
        (date(2026, 12, 24), date(2027, 1, 3)),
    ],
)
def test_the_week_ends_on_sunday_unless_no_working_day_is_left_in_it(
    today: date, until: date
) -> None:
    holidays = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day"}
    calendar = WorkingCalendar(holidays, date(2020, 1, 1), date(2028, 12, 31))
    assert end_of_week(today, calendar) == until


def test_ones_own_day_has_only_the_cases_one_handles(week: Desk) -> None:
    for name, officer in (("Theirs", "Alex Moss"), ("Nobody's", "")):
        commands.log_complaint(week, replace(complaint(name, TODAY), officer=officer))
        commands.log_complaint(week, replace(complaint(name, date(2026, 11, 13)), officer=officer))
    mine, all_of_it = briefing(week, mine=True), briefing(week)
    assert names(mine.due_today) == ["Fri"]
    assert sorted(names(all_of_it.due_today)) == ["Fri", "Nobody's", "Theirs"]
    assert {name for name, _ in told(mine)} == {"Mon", "Tue", "Wed", "Fri", "next Mon"}
    assert {"Theirs", "Nobody's"} < {name for name, _ in told(all_of_it)}


def test_cases_with_nobody_are_counted_on_everybodys_own_day(week: Desk) -> None:
    """An officer does not read that all is calm while what nobody has is overdue."""
    for number, received in enumerate((9, 9, 11, 13, 20)):
        commands.log_complaint(
            week, replace(complaint(f"N{number}", date(2026, 11, received)), officer="")
        )
    with as_of(week, WEDNESDAY) as looking:
        mine, all_of_it = briefing(looking, mine=True), briefing(looking)
        looking.officer = "Alex Moss"
        theirs = as_text(as_page(briefing(looking, mine=True)))
    assert names(mine.with_nobody) == ["N0", "N1", "N2", "N3"]
    assert "\n!! With nobody: 2 overdue, 1 due today, 1 later this week.\n" in theirs
    assert "None of them is overdue" in theirs
    assert "calm" not in theirs
    found = day_as_json(mine)["with_nobody"]
    assert [each["complainant"] for each in found] == ["N0", "N1", "N2", "N3"]
    # Among everybody's they stand in the lists themselves.
    assert {"N0", "N1"} < set(names(all_of_it.overdue))
    assert (all_of_it.with_nobody, day_as_json(all_of_it)["with_nobody"]) == ((), [])


def test_what_nobody_has_is_said_with_the_sign_of_its_most_pressing_case() -> None:
    own = replace(EMPTY, mine=True)
    for rows, line in (
        ((TODAYS, COMING), ">> With nobody: 1 due today, 1 next week."),
        ((COMING,), "   With nobody: 1 next week."),
        ((ROW,) * 300, "!! With nobody: 300 overdue."),
    ):
        head = as_page(replace(own, with_nobody=rows))[0]
        assert head.lines[-1] == line
    assert "With nobody" not in as_text(as_page(own))


def test_whose_day_it_is_has_to_be_known(desk: Desk) -> None:
    nobody = Desk(desk.folder, clock=lambda: NOW)
    with pytest.raises(BadInput, match="whose cases"):
        briefing(nobody, mine=True)
    assert briefing(nobody).officer == ""


def test_a_desk_whose_folder_is_away_is_told_from_this_pc(week: Desk) -> None:
    elsewhere = week.folder.with_name("elsewhere")
    week.folder.rename(elsewhere)
    again = Desk(week.folder, "Sam Patel", clock=lambda: NOW)
    found = briefing(again)
    assert found.is_away
    assert names(found.due_today) == ["Fri"]
    assert "The desk's folder does not answer" in as_text(as_page(found))
    elsewhere.rename(week.folder)
    assert "does not answer" not in as_text(as_page(briefing(week)))


# What changed


def test_what_was_done_is_told_by_case_the_last_first_with_who_did_it(
    desk: Desk, other_pc: OtherPc
) -> None:
    ann, bo = log(desk, "Ann"), log(desk, "Bo")
    there = other_pc(desk)
    there.catch_up()
    commands.change_details(there, ann, 1, complaint("Ann Newname", TODAY))
    desk.catch_up()
    found = briefing(desk)
    assert told(found) == [
        ("Ann Newname", [("Alex Moss", "change the details"), ("Sam Patel", "log a complaint")]),
        ("Bo", [("Sam Patel", "log a complaint")]),
    ]
    assert [each.ref for each in found.changed[:2]] == [ann, bo]


def test_a_change_of_the_desk_itself_is_everybodys(desk: Desk) -> None:
    calendar_desk.keep(desk, NOTHING, CLOSED, desk.make_id())
    (each,) = briefing(desk, mine=True).changed
    assert (each.ref, each.complainant) == ("", "")
    assert each.deeds[0].verb == calendar_desk.VERB
    words = " ".join(as_text(as_page(briefing(desk, mine=True))).split())
    assert f"The desk Sam Patel: {calendar_desk.VERB}; make the desk" in words


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 11, 20), date(2026, 11, 19)),
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 12, 29), date(2026, 12, 24)),
    ],
)
def test_yesterday_is_the_working_day_before(desk: Desk, today: date, since: date) -> None:
    with as_of(desk, today) as looking:
        assert briefing(looking).since == since


def test_days_begin_and_end_in_london(desk: Desk) -> None:
    """In summer, what was saved at 23:30 by UTC was saved on the next day."""
    for hour, minute, name in ((22, 59, "Too early"), (23, 0, "First moment")):
        with at(desk, datetime(2026, 6, 30, hour, minute, tzinfo=UTC)) as then:
            log(then, name, date(2026, 6, 30))
    for hour, minute, name in ((22, 59, "Last moment"), (23, 0, "Too late")):
        with at(desk, datetime(2026, 7, 2, hour, minute, tzinfo=UTC)) as then:
            log(then, name, date(2026, 7, 1))
    with as_of(desk, date(2026, 7, 2)) as looking:
        assert [name for name, _ in told(briefing(looking))] == ["Last moment", "First moment"]
    desk.catch_up()


def test_a_pc_with_its_clock_behind_hides_nothing_that_others_saved(desk: Desk) -> None:
    log(desk, "Before")
    with at(desk, NOW - timedelta(days=40)) as behind:
        log(behind, "Behind", date(2026, 10, 1))
    with at(desk, NOW + timedelta(days=3)) as ahead:
        log(ahead, "Ahead")
    desk.catch_up()
    assert [name for name, _ in told(briefing(desk))] == ["Ahead", "Before"]


def test_all_of_many_changes_are_told_and_nothing_older_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_MANY", 2)
    for number in range(5):
        with at(desk, NOW - timedelta(days=30)) as then:
            log(then, f"Old {number}", date(2026, 10, 19))
    for number in range(5):
        with at(desk, NOW + timedelta(minutes=number)) as then:
            log(then, f"New {number}")
    desk.catch_up()
    read: list[int] = []
    real = changes._lot

    def lot(connection: object, number: int) -> list[changes.ChangeSince]:
        found = real(connection, number)  # type: ignore[arg-type]
        read.extend(each.number for each in found)
        return found

    monkeypatch.setattr(changes, "_lot", lot)
    assert [name for name, _ in told(briefing(desk))] == [f"New {n}" for n in range(4, -1, -1)]
    assert len(read) <= 5 + 3


def test_changes_are_read_by_their_key_and_cases_by_their_index(desk: Desk) -> None:
    with reading(desk.store_file) as connection:
        query = f"EXPLAIN QUERY PLAN {changes._CHANGES}"
        plan = [row[3] for row in connection.execute(query, (10, 2)).fetchall()]
    assert len(plan) == 3
    assert all(step.startswith("SEARCH") for step in plan), plan


def test_training_cases_that_were_made_up_are_no_news(training_desk: Desk) -> None:
    assert all(deed.verb != "make training cases"
               for each in briefing(training_desk).changed for deed in each.deeds)  # fmt: skip


# What needs a look


def test_half_written_forms_are_told_without_a_word_of_what_is_in_them(desk: Desk) -> None:
    ref = log(desk, "Ann")
    secret = {"complainant_name": "Quentin Quillfeather"}
    for number, draft in enumerate(
        (Draft("a" * 32, secret), Draft("b" * 32, secret, ref, 1, task="contact"),
         Draft("c" * 32, secret, task="calendar"))
    ):  # fmt: skip
        drafts.keep(desk, draft)
        assert len(drafts.unfinished(desk, draft.ref, draft.task)) == 1, number
    assert briefing(desk).to_see_to == (
        f"3 forms are half written on this PC: {ref}, a new complaint, the calendar.",
    )
    assert "Quillfeather" not in str(day_as_json(briefing(desk)))


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("calendar", "the calendar"), ("ombudsmen", "the ombudsmen's details"),
        ("deadline-file", "the deadlines for Outlook"),
        ("marked-officer", "marked cases for another officer"),
        ("marked-review", "a day to look again at marked cases"),
        ("marked-file", "an export of marked cases"),
        ("of another version", "another form"),
    ],
)  # fmt: skip
def test_a_half_written_form_without_a_case_is_called_by_what_it_is(
    desk: Desk, task: str, words: str
) -> None:
    drafts.keep(desk, Draft("a" * 32, {"other": "Quentin"}, task=task))
    assert briefing(desk).to_see_to == (f"1 form is half written on this PC: {words}.",)


def test_every_form_without_a_case_has_words_of_its_own() -> None:
    tasks = [module.TASK for module in (calendar, month_file, ombudsmen)]
    assert {*tasks, *(f"marked-{kind}" for kind in marked_forms.FORMS)} == set(FORMS)
    assert len(set(FORMS.values())) == len(FORMS)


def test_a_form_that_was_saved_after_all_is_none_to_finish(desk: Desk) -> None:
    draft = Draft(desk.make_id(), {"summary": "Bins"})
    drafts.keep(desk, draft)
    assert "1 form is half written on this PC: a new complaint." in briefing(desk).to_see_to
    commands.log_complaint(desk, complaint("Ann", TODAY), change_id=draft.id)
    assert briefing(desk).to_see_to == ()


def test_details_of_an_ombudsman_that_nobody_checked_are_told(desk: Desk) -> None:
    with as_of(desk, date(2027, 11, 19)) as looking:
        said = " ".join(briefing(looking).to_see_to)
    assert "last checked on" in said


# The page

ROW = QueueRow(
    "CD-2026-0012", "complaint", "housing", 1, "Ann O'Brien", "No heating", "Repairs",
    "Sam Patel", "acknowledge", date(2026, 11, 17), -3, State.OVERDUE, False,
)  # fmt: skip
TODAYS = replace(ROW, due=TODAY, working_days_left=0, state=State.DUE_TODAY)
COMING = replace(ROW, due=date(2026, 11, 26), working_days_left=4, state=State.DUE)
CHANGED = CaseChanged("CD-2026-0012", "Ann O'Brien", (Deed("Sam Patel", NOW, "add a file"),))
NEEDS = "The newest backup is of Monday 2 November 2026: run `complaintdesk backup`."
EMPTY = Briefing(
    "Northmoor Council", False, TODAY, "Sam Patel", False, False, (), (), (),
    date(2026, 11, 29), date(2026, 11, 19), (), (),
)  # fmt: skip


PRINTS = {"Overdue": "queue overdue", "Due today": "queue today", "Next week": "day --json"}


def whole(overdue: int, today: int, coming: int, changed: int, looks: int) -> Briefing:
    return replace(
        EMPTY, overdue=(ROW,) * overdue, due_today=(TODAYS,) * today, coming=(COMING,) * coming,
        changed=(CHANGED,) * changed, to_see_to=(NEEDS,) * looks,
    )  # fmt: skip


def test_the_page_says_all_of_it_in_its_order() -> None:
    deeds = (Deed("Alex Moss", NOW, "undo"), *CHANGED.deeds)
    found = replace(whole(1, 1, 1, 1, 1), changed=(replace(CHANGED, deeds=deeds),))
    assert as_text(as_page(found)) == (
        "My day: Northmoor Council, Friday 20 November 2026\n"
        "   For Sam Patel: everybody's cases. 1 overdue, 1 due today, 1 next week. Days\n"
        "   are working days; S1 and S2 are stages 1 and 2.\n"
        "\n"
        "Overdue: 1\n"
        "!! CD-2026-0012  S1 acknowledge  3 days overdue    Ann O'Brien         Sam Patel\n"
        "\n"
        "Due today: 1\n"
        ">> CD-2026-0012  S1 acknowledge  due today         Ann O'Brien         Sam Patel\n"
        "\n"
        "Next week: 1\n"
        "   CD-2026-0012  S1 acknowledge  Thu, 4 days left  Ann O'Brien         Sam Patel\n"
        "\n"
        "Changed since Thursday 19 November\n"
        "   CD-2026-0012  Ann O'Brien         Alex Moss: undo. Sam Patel: add a file\n"
        "\n"
        "Needs a look\n"
        "   The newest backup is of Monday 2 November 2026: run `complaintdesk backup`."
    )


def test_what_was_done_over_and_over_is_said_once() -> None:
    found = replace(EMPTY, changed=(replace(CHANGED, deeds=CHANGED.deeds * 3),))
    assert "Sam Patel: add a file (3 times)" in as_text(as_page(found))


def test_a_training_desk_says_so_first() -> None:
    page = as_text(as_page(replace(EMPTY, training=True)))
    assert page.startswith("TRAINING DESK: invented cases.\n   My day: Northmoor Council")


def test_ones_own_page_says_so_and_needs_no_column_for_the_officer() -> None:
    page = as_text(as_page(replace(whole(1, 0, 0, 0, 0), mine=True)))
    assert "The cases that Sam Patel handles." in page
    assert "Ann O'Brien\n" in page


def test_an_empty_day_of_ones_own_says_whose_it_is() -> None:
    page = " ".join(as_text(as_page(replace(EMPTY, mine=True))).split())
    assert "None of them is overdue or due today or next week. Enjoy the calm." in page


def test_an_empty_day_says_so_kindly() -> None:
    page = " ".join(as_text(as_page(EMPTY)).split())
    assert "Nothing is overdue and nothing is due today or next week. Enjoy the calm." in page
    assert "Nothing was saved since Thursday 19 November." in page
    midweek = replace(EMPTY, today=WEDNESDAY, until=date(2026, 11, 22))
    assert "due today or this week" in " ".join(as_text(as_page(midweek)).split())


def test_what_is_due_on_the_coming_saturday_is_not_told_as_due_today() -> None:
    """No working day is left before it, and it is not today all the same."""
    saturday = replace(TODAYS, due=date(2026, 11, 21))
    page = as_text(as_page(replace(EMPTY, coming=(saturday,))))
    assert "Sat, 0 days left" in page
    assert ">>" not in page


def test_any_day_fits_one_page_and_what_is_left_out_is_counted() -> None:
    every = list(product((0, 1, 7, 12, 300), repeat=5))
    for counts in share(every, 0, 13):  # 13 is no divisor: each count comes at each place
        found = whole(*counts)
        nobody = (ROW, TODAYS, COMING) * 300
        own = replace(found, training=True, is_away=True, officer="x" * 40, with_nobody=nobody)
        assert len(as_text(as_page(replace(own, mine=True))).split("\n")) <= LINES, counts
        page = as_page(replace(own, with_nobody=()))
        lines = as_text(page).split("\n")
        assert len(lines) <= LINES, counts
        assert max(map(len, lines)) <= WIDTH
        by_title = {section.title.split(":")[0]: section.lines for section in page}
        for (title, prints), count in zip(PRINTS.items(), counts, strict=False):
            shown = by_title.get(title, ())
            cases = [line for line in shown if "CD-2026-0012" in line]
            assert len(cases) >= min(count, 7), counts
            rest = count - len(cases)
            more = [f"   and {rest} more: complaintdesk {prints}"] if rest else []
            assert list(shown[len(cases) :]) == more


def test_what_others_do_not_need_goes_to_the_most_pressing() -> None:
    crowded, alone = as_page(whole(300, 300, 300, 300, 300)), as_page(whole(300, 0, 0, 0, 0))
    assert len(crowded[1].lines) == 11
    assert len(alone[1].lines) > 40
    assert alone[1].lines[-1].endswith("more: complaintdesk queue overdue")


@pytest.mark.parametrize("mine", [False, True])
def test_the_command_that_a_cut_list_names_prints_just_that_list(mine: bool) -> None:
    """On one's own page only one's own; no queue has what is due later this week and no more."""
    own = " --mine" if mine else ""
    for until in (date(2026, 11, 22), date(2026, 11, 29)):
        crowded = replace(whole(300, 300, 300, 300, 99), mine=mine, until=until)
        assert [each.lines[-1].split("more: ")[1] for each in as_page(crowded)[1:]] == [
            f"complaintdesk queue overdue{own}", f"complaintdesk queue today{own}",
            *[f"complaintdesk day{own} --json"] * 3,
        ]  # fmt: skip


def test_on_a_screen_a_cut_list_names_a_key_and_no_command() -> None:
    found = whole(300, 300, 300, 300, 99)
    page = as_page(found, more="a shows all")
    assert [each.lines[-1].split("more: ")[1] for each in page[1:]] == ["a shows all"] * 5
    text = as_text(as_page(found, lines=None))
    assert text.count("CD-2026-0012") == 1200
    assert " more: " not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_line_and_looks_like_no_heading(text: str) -> None:
    row = replace(ROW, ref=text, complainant=text, summary=text, service=text, officer=text)
    deeds = (Deed(clean_line(text) or "Somebody", NOW, clean_line(text)),)
    found = replace(
        EMPTY, desk=text, officer=text, overdue=(row,), changed=(CaseChanged(text, text, deeds),),
        to_see_to=(clean_line(text) or "-",),
    )  # fmt: skip
    for width in (76, WIDTH, 120):
        page = as_page(found, width)
        assert_tame(as_text(page))
        lines = as_text(page).split("\n")
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= width
        assert [section.title for section in page[1:]] == [
            "Overdue: 1", "Changed since Thursday 19 November", "Needs a look",
        ]  # fmt: skip
        assert all(line[:3] in ("   ", "!! ") for each in page for line in each.lines)


def test_what_a_record_holds_of_names_and_deeds_comes_out_tame(desk: Desk) -> None:
    """The heads of changes are read by this module alone, past the cleaning of the forms."""
    with at(desk, NOW, "Alex \x1b]0;x\x07[b] Moss") as then:
        log(then, "Ann")
    desk.catch_up()
    text = as_text(as_page(briefing(desk)))
    assert_tame(text)
    assert "Alex ]0;x[b] Moss: log a complaint" in text
