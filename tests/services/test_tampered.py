"""A record that somebody else wrote: sound seals, hostile words, impossible values.

Words come out tame and are shown as they are. What cannot be is refused in one sentence, before
any of it is in the store, and what was there stays.
"""

import json
import time
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

import pytest

from complaintdesk.domain.change import Row
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.store.believable import LONGEST
from tests.conftest import dump
from tests.hands import dealt, spread
from tests.services.forged import as_line, forge, forge_lines, rows_of
from tests.services.tampered_desk import Seen, made, refusal, values_of
from tests.services.tampered_desk import desk as _desk
from tests.services.tampered_desk import seen as _seen
from tests.storage.helpers import complete

__all__ = ["made"]
desk = _desk
seen = _seen

# Hostile words in every column and in every head


HANDS = dealt(6)


def test_hostile_words_come_out_tame_from_every_command(desk: Desk, seen: Seen) -> None:
    """Each column has a hand of texts that holds some of every kind."""
    turn, ref = cycle(HANDS), "CD-2026-0001"
    rows = spread(rows_of(desk), turn)
    for row in rows:
        if row.table == "cases":
            row.values["ref"] = ref  # type: ignore[index]
        if row.table == "history":
            row.values["kind"] = "event"  # type: ignore[index]
    head = {name: next(turn) for name in ("by", "account", "pc", "verb", "about", "program")}
    forge(desk, rows, **head)
    for words in (
        ("queue",), ("queue", "--json"), ("queue", "stage-2"), ("letters", ref),
        ("letters", ref, "--json"), ("where",),
    ):  # fmt: skip
        status, said = seen(*words)
        assert status == 0, said
    letters = json.loads(seen("letters", ref, "--json")[1])
    for kind in [each["kind"] for each in letters if each["fits"]]:
        for form in ("txt", "md"):
            assert seen("letter", ref, kind, "--draft", "--format", form)[0] in (0, 1)


@pytest.mark.parametrize("text", HANDS[:3])
def test_a_hostile_reference_is_shown_and_never_a_path(desk: Desk, seen: Seen, text: str) -> None:
    before = sorted(p.name for p in desk.folder.parent.iterdir())
    (case,) = [row for row in rows_of(desk) if row.table == "cases"]
    forge(desk, [Row("cases", case.key, {**(case.values or {}), "ref": text})])
    assert seen("queue")[0] == 0
    for form in ("docx", "txt"):
        assert seen("letter", text, "stage1-response", "--draft", "--format", form)[0] == 1
    assert sorted(p.name for p in desk.folder.parent.iterdir()) == before


def test_a_huge_number_in_a_reference_does_not_spoil_those_that_follow(desk: Desk) -> None:
    (case,) = [row for row in rows_of(desk) if row.table == "cases"]
    for number, ref in enumerate(("CD-2026-999999999999999999", "CD-2026-999999999", "CD-2026-x")):
        key, (first, *_) = 100 + number, [r for r in rows_of(desk) if r.table == "stage"]
        values = {**(case.values or {}), "ref": ref}
        begun = {**(first.values or {}), "case_id": key, "number": 1}
        rows = [Row("cases", key, values), Row("stage", key, begun)]
        forge(desk, rows, id=f"forged {number}")
    desk.catch_up()
    assert commands.log_complaint(desk, complete()).ref == "CD-2026-0002"


# Values that cannot be

FAR = "9999-12-31"
IMPOSSIBLE: dict[str, tuple[str, str, Any]] = {
    "a number for a text": ("cases", "summary", 5),
    "a truth for a text": ("cases", "summary", True),
    "a list for a text": ("cases", "summary", ["a"]),
    "a dictionary for a text": ("point", "complaint", {"a": 1}),
    "nothing for a text": ("cases", "channel", None),
    "an unpaired surrogate": ("cases", "summary", "\ud800"),
    "an endless text": ("history", "entry", "x" * (LONGEST + 1)),
    "a text for a number": ("cases", "version", "2"),
    "a fraction for a number": ("cases", "version", 1.5),
    "a truth for a number": ("cases", "version", True),
    "a number for a truth": ("refusal", "directed", 1),
    "a word for a truth": ("departure", "breach", "yes"),
    "beyond what a number can be": ("promise", "pence", 2**63),
    "far beyond": ("promise", "pence", 10**400),
    "below nothing": ("cases", "version", -1),
    "money without end": ("promise", "pence", float("inf")),
    "money that is no number": ("promise", "pence", float("nan")),
    "a day that is none": ("cases", "received_on", "2026-02-30"),
    "a day far away": ("cases", "received_on", FAR),
    "an answer far away": ("stage", "answered", FAR),
    "a day long ago": ("cases", "received_on", "0001-01-01"),
    "a day written otherwise": ("cases", "received_on", "20261120"),
    "a day in other figures": ("cases", "received_on", "２０２６-11-20"),
    "a day with a time": ("cases", "received_on", "2026-11-20T10:00:00"),
    "a number for a day": ("cases", "received_on", 20261120),
    "a time that is none": ("cases", "received_time", "25:00:00"),
    "a time elsewhere": ("cases", "received_time", "10:00:00+05:00"),
    "a moment far away": ("cases", "logged_at", "9999-12-31T23:59:59+00:00"),
    "a stage that is none": ("stage", "number", 3),
    "a code that is none": ("cases", "code", "[/b]"),
    "a finding that is none": ("decision", "finding", "upheldish"),
    "a kind of entry that is none": ("history", "kind", "[/b]"),
    "a case that is not there": ("history", "case_id", 77),
    "points that are none": ("stage", "outstanding", "1,x"),
    "days without end": ("extension", "working_days", 10**9),
    "parts without end": ("promise", "position", 1001),
    "a promise that is none": ("promise", "kind", "[/b]"),
    "an ending that is none": ("promise", "ended", "x"),
    "a link that is none": ("link", "kind", "[/b]"),
}  # fmt: skip


# A closed case is not judged again, so nothing would be noticed until somebody opens it.
ALSO_CLOSED = {name for name in IMPOSSIBLE if "none" in name} - {"a day that is none"}


def closed(desk: Desk, but: Row) -> list[Row]:
    """The case closed in the same change, unless its own row is what the change is about."""
    case = values_of(desk, "cases")
    values = {**(case.values or {}), "closed_on": "2026-11-19", "closed_why": "withdrawn"}
    return [] if but.table == "cases" else [Row("cases", case.key, values)]


def stages(desk: Desk, *numbers: int) -> list[Row]:
    """Takes these stages away, and what belongs to them."""
    rows = [r for r in rows_of(desk) if r.table in ("extension", "stage")]
    rows.sort(key=lambda row: row.table)
    column = {"extension": "stage", "stage": "number"}
    gone = [r for r in rows if (r.values or {})[column[r.table]] in numbers]
    return [Row(r.table, r.key, None) for r in gone]


@pytest.mark.parametrize("numbers", [(1,), (1, 2)], ids=str)
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_a_complaint_without_its_first_stage_is_refused(
    desk: Desk, numbers: tuple[int, ...], is_closed: bool
) -> None:
    gone, before = stages(desk, *numbers), dump(desk.store_file)
    case = Row("cases", values_of(desk, "cases").key, values_of(desk, "cases").values)
    forge(desk, [*(closed(desk, gone[0]) if is_closed else [case]), *gone])
    refusal(desk)
    assert dump(desk.store_file) == before


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_value_that_cannot_be_is_refused_and_what_was_there_stays(
    desk: Desk, seen: Seen, name: str
) -> None:
    table, column, value = IMPOSSIBLE[name]
    row, before = values_of(desk, table), dump(desk.store_file)
    changed = Row(table, row.key, {**(row.values or {}), column: value})
    forge(desk, [changed, *closed(desk, changed)] if name in ALSO_CLOSED else [changed])
    began = time.monotonic()
    said = refusal(desk)
    assert time.monotonic() - began < 10
    assert "in the desk's record" in said
    assert "record/ from a backup" in said or "Bring back record/" in said
    assert dump(desk.store_file) == before
    status, printed = seen("queue")
    assert status == 1
    assert said in printed


KEYS = (0, -1, 2**62, 2**63, 10**400, True, 1.5, "1", None, [1], float("nan"))


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_row_has_a_key_that_a_row_can_have(desk: Desk, key: Any) -> None:
    row = values_of(desk, "history")
    forge(desk, [Row("history", key, row.values)])
    refusal(desk)


@pytest.mark.parametrize(
    "rows",
    [5, "rows", None, [5], [[]], [["cases", 1]], [["cases", 1, {}, 4]], [["cases", 1, []]],
     [["cases", 1, "text"]], [["cases", 1, 5]], [[["cases"], 1, None]], [[None, 1, None]],
     [["sqlite_master", 1, {"sql": "x"}]], [["meta", 1, {"key": "desk"}]],
     [["change", 1, {"seal": "x"}]], [["[/b]\x1b]0;x\x07", 1, None]], [["x" * 100_000, 1, {}]],
     [["cases; DROP TABLE cases", 1, None]], {"cases": 1}],
    ids=str,
)  # fmt: skip
def test_what_is_no_row_of_ours_is_refused(desk: Desk, rows: Any) -> None:
    before = dump(desk.store_file)
    forge_lines(desk, as_line({"rows": rows}))
    refusal(desk)
    assert dump(desk.store_file) == before


def test_an_offset_is_not_lost_and_the_hour_not_misread(desk: Desk) -> None:
    row = values_of(desk, "history")
    values = {**(row.values or {}), "at": "2026-11-20T03:00:00+05:00"}
    forge(desk, [Row("history", 50, values)])
    desk.catch_up()
    lines = queries.case(desk, "CD-2026-0001").file.history
    assert datetime(2026, 11, 19, 22, 0, tzinfo=UTC) in [line.at for line in lines]
    # SQLite sorts what is kept as text.
    assert "2026-11-19 22:00" in str(dump(desk.store_file)["history"])
