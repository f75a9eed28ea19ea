"""The `queue` command: in JSON as promised, in text as the screen has it, changing nothing."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.cli import main
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
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
        rows = queries.queue(training_desk, name).rows
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
        for name in ("ref", "duty", "due", "state", "officer"):
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
