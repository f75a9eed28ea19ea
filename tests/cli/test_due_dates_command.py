"""The `due-dates` command: in JSON as promised, the same in text, and without any desk."""

import json
from pathlib import Path

from complaintdesk.services.desk import Desk
from tests.cli.conftest import Call
from tests.storage.helpers import contents

EXAMPLE = (
    "due-dates", "--code", "housing", "--today", "2026-01-27", "--json",
    "--event", "received=2025-12-18", "--event", "acknowledged=2025-12-24",
    "--event", "extended=2026-01-09:10", "--event", "answered=2026-01-26",
)  # fmt: skip
ACKNOWLEDGE = {
    "stage": 1, "duty": "acknowledge", "provision": "6.2", "due": "2025-12-29",
    "done": "2025-12-24", "state": "done_on_time", "provisional": False,
}  # fmt: skip
RESPOND = {
    "stage": 1, "duty": "respond", "provision": "6.3", "due": "2026-01-26",
    "unextended_due": "2026-01-12", "latest_extension": "2026-01-26",
    "extension_notice": "on_time", "backstop": "2026-01-12", "done": "2026-01-26",
    "state": "done_on_time", "provisional": False,
}  # fmt: skip


def test_due_dates_in_json_are_as_the_contract_has_them(call: Call, this_pc: Path) -> None:
    status, out, err = call(*EXAMPLE)
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert (answer["code"], answer["today"]) == ("housing", "2026-01-27")
    assert answer["calendar"]["covers_to"] == "2028-12-31"
    assert answer["calendar"]["source"]
    for duty, expected in zip(answer["duties"], (ACKNOWLEDGE, RESPOND), strict=True):
        assert {key: duty[key] for key in expected} == expected
        assert duty["why"]
    assert not this_pc.exists()


def test_due_dates_in_text_say_the_same(call: Call) -> None:
    status, out, _ = call(*(a for a in EXAMPLE if a != "--json"))
    assert status == 0
    assert "Boxing Day" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_due_dates_need_no_desk_and_change_none(call: Call, desk: Desk) -> None:
    before = contents(desk.folder)
    assert call("due-dates", "--code", "general", "--event", "received=2026-11-20")[0] == 0
    assert contents(desk.folder) == before
