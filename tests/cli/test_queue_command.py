"""The `queue` command: in JSON as promised, in text as the screen has it, changing nothing."""

import json

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
