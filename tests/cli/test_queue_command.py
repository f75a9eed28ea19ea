"""The `queue` command: in JSON as promised, in text as the screen has it, changing nothing."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.views import SORTS, Filters, View
from complaintdesk.services import kept_lists, queries, searching
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings
from tests.cli.conftest import Call
from tests.storage.helpers import contents


def test_the_queue_in_json_is_as_the_contract_has_it(call: Call, training_desk: Desk) -> None:
    status, out, err = call(
        "queue", "--json", "--today", "2026-11-20", "--desk", str(training_desk.folder)
    )
    page = json.loads(out)
    assert (status, err) == (0, "")
    assert {"desk", "today", "queue", "count", "cases"} <= set(page)
    assert (page["today"], page["queue"]) == ("2026-11-20", "next-deadline")
    assert page["count"] == len(page["cases"]) > 40
    assert set(page["cases"][0]) >= {
        "ref", "kind", "code", "stage", "complainant", "summary", "duty", "due",
        "working_days_left", "state", "officer",
    }  # fmt: skip
    screen = queries.queue(training_desk).rows
    assert [case["ref"] for case in page["cases"]] == [row.ref for row in screen]
    for case, row in zip(page["cases"], screen, strict=True):
        assert case["due"] == (row.due.isoformat() if row.due else None)
        assert case["working_days_left"] == row.working_days_left
        assert case["state"] in (None, "waiting", "due", "due_today", "overdue")


def test_the_queue_in_text_has_the_order_of_the_screen(call: Call, training_desk: Desk) -> None:
    desk = ("--today", "2026-11-20", "--desk", str(training_desk.folder))
    for name in ("next-deadline", "overdue", "closed"):
        status, out, _ = call("queue", name, *desk)
        head, title, *lines = out.splitlines()
        rows = queries.queue(training_desk, View(name)).rows
        assert status == 0
        assert head == "TRAINING DESK: invented cases."
        assert f"{len(rows)} of Northmoor Council, Friday 20 November 2026" in title
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            assert row.ref in line
    assert "!! " in call("queue", *desk)[1]


def test_looking_at_another_day_changes_nothing(call: Call, desk: Desk, ref: str) -> None:
    before = contents(desk.folder)
    status, out, _ = call("queue", "--today", "2027-03-01", "--json")
    assert (status, json.loads(out)["cases"][0]["state"]) == (0, "overdue")
    assert contents(desk.folder) == before


# The same list as on the screen: filters, order, kept lists, words


FILTERED: dict[str, tuple[tuple[str, ...], Filters]] = {
    "code": (("--code", "housing"), Filters(code="housing")),
    "stage": (("--stage", "2"), Filters(stage="2")),
    "service": (("--service", "Repairs"), Filters(service="Repairs")),
    "nobody": (("--nobody",), Filters(unassigned=True)),
    "vulnerable": (("--vulnerable",), Filters(vulnerable=True)),
    "adjusted": (("--adjusted",), Filters(adjusted=True)),
    "consent": (("--consent",), Filters(consent=True)),
    "two": (("--code", "general", "--stage", "1"), Filters(code="general", stage="1")),
}


@pytest.mark.parametrize("name", FILTERED)
def test_filters_leave_what_the_screen_shows(call: Call, training_desk: Desk, name: str) -> None:
    arguments, filters = FILTERED[name]
    desk = ("--today", "2026-11-20", "--desk", str(training_desk.folder))
    status, out, _ = call("queue", "--json", *arguments, *desk)
    page, screen = json.loads(out), queries.queue(training_desk, View(filters=filters))
    assert status == 0
    assert [case["ref"] for case in page["cases"]] == [row.ref for row in screen.rows]
    assert page["count"] == screen.count < queries.queue(training_desk).count
    assert page["filters"] == filters.that_are_on
    assert all(words in call("queue", *arguments, *desk)[1].splitlines()[1]
               for words in filters.in_words)  # fmt: skip


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "deadline"])
def test_another_order_is_that_of_the_screen(call: Call, training_desk: Desk, sort: str) -> None:
    desk = ("--sort", sort, "--today", "2026-11-20", "--desk", str(training_desk.folder))
    page = json.loads(call("queue", "stage-1", "--json", *desk)[1])
    screen = queries.queue(training_desk, View("stage-1", sort=sort))
    assert [case["ref"] for case in page["cases"]] == [row.ref for row in screen.rows]
    assert page["sort"] == sort
    assert SORTS[sort] in call("queue", "stage-1", *desk)[1].splitlines()[1]


def test_a_kept_list_is_printed_by_its_name(call: Call, training_desk: Desk) -> None:
    kept = View("stage-1", Filters(code="housing"), "case", "Tenants first")
    keep_settings(Settings(training_desk.folder, training_desk.officer))
    kept_lists.keep(training_desk, Likes(lists=(kept,)))
    desk = ("--today", "2026-11-20", "--desk", str(training_desk.folder))
    page = json.loads(call("queue", "--list", "Tenants first", "--json", *desk)[1])
    screen = queries.queue(training_desk, kept)
    assert [case["ref"] for case in page["cases"]] == [row.ref for row in screen.rows]
    assert (page["list"], page["queue"]) == ("Tenants first", "stage-1")
    assert "Tenants first: " in call("queue", "--list", "Tenants first", *desk)[1]
    # Narrowed further it is that list no more.
    narrower = json.loads(call("queue", "--list", "Tenants first", "--nobody", "--json", *desk)[1])
    assert (narrower["list"], narrower["count"] < page["count"]) == ("", True)


def test_a_list_that_is_not_kept_is_a_sentence(
    refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    assert "No list “Mine” is kept on this PC for Sam Patel. There is none yet." in refused(
        "queue", "--list", "Mine"
    )
    assert "not both" in refused("queue", "today", "--list", "Mine")
    assert "BadInput" not in refused("queue", "--list", "\x1b[31m")


def test_some_lists_have_one_order(
    call: Call, refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    assert "Leave out --sort" in refused("queue", "closed", "--sort", "officer")
    assert "Leave out --sort" in refused("queue", "--find", "bins", "--sort", "officer")
    assert json.loads(call("queue", "closed", "--json")[1])["sort"] == "closed"
    assert json.loads(call("queue", "--find", "bins", "--json")[1])["sort"] == "best-match"


EMPTY = ("", " ", "\n", "\x00", "\udcff")


@pytest.mark.parametrize("name", ["officer", "service", "ward", "find", "list"])
@pytest.mark.parametrize("value", EMPTY)
def test_a_filter_with_nothing_in_it_never_prints_everything(name: str, value: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["queue", f"--{name}", value])
    assert stopped.value.code == 2


def test_words_that_are_none_or_odd_are_a_sentence_and_never_everything(
    call: Call, refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    for typed in ('"', "*", "—"):
        assert "no word in" in refused("queue", "--find", typed)
    for odd in ("\x1b[31mred", "O'Brien [b]"):
        for name in ("--officer", "--service", "--ward"):
            assert "No case on this desk has" in refused("queue", name, odd)
    officer = json.loads(call("queue", "--json")[1])["cases"][0]["officer"] or "nobody"
    assert json.loads(call("queue", "--json", "--officer", f" {officer} ")[1])["filters"] == {
        "officer": officer
    }


def test_an_index_that_is_behind_is_no_reason_to_print_less(
    refused: Callable[..., str], desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "search", lambda *_: searching.Found((), is_behind=True))
    assert "Try again" in refused("queue", "--find", "bins")
    monkeypatch.setattr(searching, "search", lambda *_: searching.Found((), more=True))
    assert "Name more words" in refused("queue", "--find", "bins")


def test_a_kept_list_is_never_turned_into_another(
    refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    kept_lists.keep(desk, Likes(lists=(View(filters=Filters(officer="Jo"), name="With Jo"),)))
    said = refused("queue", "--list", "With Jo", "--officer", "Sam Patel")
    assert "“With Jo” is already narrowed: with Jo." in said


def test_what_has_the_words_is_printed_best_match_first(
    call: Call, refused: Callable[..., str], training_desk: Desk
) -> None:
    desk = ("--today", "2026-11-20", "--desk", str(training_desk.folder))
    words = queries.queue(training_desk).rows[3].complainant
    page = json.loads(call("queue", "--find", words, "--json", *desk)[1])
    screen = searching.search(training_desk, View(), words).rows
    assert [case["ref"] for case in page["cases"]] == [row.ref for row in screen]
    assert 0 < page["count"] == len(screen) < 40
    assert f"with “{words}”, best match first" in call("queue", "--find", words, *desk)[1]
    assert json.loads(call("queue", "--find", "zzzz", "--json", *desk)[1])["count"] == 0


def test_with_you_or_with_another(call: Call, training_desk: Desk) -> None:
    officer = next(row.officer for row in queries.queue(training_desk).rows if row.officer)
    desk = ("--json", "--today", "2026-11-20", "--desk", str(training_desk.folder))
    theirs = json.loads(call("queue", "--officer", officer, *desk)[1])["cases"]
    assert {case["officer"] for case in theirs} == {officer}
    keep_settings(Settings(training_desk.folder, officer))
    assert json.loads(call("queue", "--mine", *desk)[1])["cases"] == theirs


def test_ones_own_are_asked_for_only_where_it_is_known_who_that_is(
    refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    keep_settings(Settings(desk.folder, ""))
    assert "has no officer's name yet" in refused("queue", "--mine")


def test_one_who_deals_with_it_at_a_time(
    refused: Callable[..., str], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["queue", "--mine", "--nobody"])
    assert "not allowed with" in capsys.readouterr().err
    keep_settings(Settings(desk.folder, desk.officer))
    kept_lists.keep(desk, Likes(lists=(View(filters=Filters(unassigned=True), name="New"),)))
    assert "nobody and with somebody" in refused("queue", "--list", "New", "--mine")


# As CSV, and into a file


def test_the_queue_as_csv_says_what_the_json_says(call: Call, training_desk: Desk) -> None:
    desk = ("--today", "2026-11-20", "--desk", str(training_desk.folder))
    status, out, err = call("queue", "--csv", *desk)
    assert (status, err) == (0, "")
    assert out.count("\r\n") == out.count("\n")
    assert not out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    cases = json.loads(call("queue", "--json", *desk)[1])["cases"]
    assert len(rows) == len(cases) > 40
    for row, case in zip(rows, cases, strict=True):
        for name in ("ref", "duty", "due", "state", "officer", "ward", "received", "closed"):
            assert row[name] == (case[name] or "")
        assert row["working_days_left"] == ("" if (left := case["working_days_left"]) is None
                                            else str(left))  # fmt: skip


def test_a_file_of_csv_is_one_that_excel_opens(
    call: Call, desk: Desk, ref: str, tmp_path: Path
) -> None:
    path = tmp_path / "overdue cases.csv"
    status, out, _ = call("queue", "--csv", "--out", str(path))
    assert (status, out) == (0, f"Written: {path}\n")
    printed = call("queue", "--csv")[1]
    assert path.read_bytes() == b"\xef\xbb\xbf" + printed.encode()
    assert f'"{ref}"' in printed


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_other_forms_can_be_written_to_a_file_too(
    call: Call, desk: Desk, ref: str, tmp_path: Path, form: tuple[str, ...]
) -> None:
    path = tmp_path / "queue"
    assert call("queue", *form, "--out", str(path))[0] == 0
    assert path.read_text("utf-8") == call("queue", *form)[1]


def test_a_file_that_cannot_be_written_is_a_sentence(
    refused: Callable[..., str], desk: Desk, ref: str, tmp_path: Path
) -> None:
    for named in (str(tmp_path), "/proc/none/x.csv", "~nobody-here/x.csv", "a\0b"):
        assert "could not be written" in refused("queue", "--csv", "--out", named)
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []


def test_one_form_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["queue", "--csv", "--json"])
    assert stopped.value.code == 2
    assert "not allowed with" in capsys.readouterr().err
