"""A record that somebody else wrote: sound seals, hostile words, impossible values.

Words come out tame and are shown as they are. What cannot be is refused in one sentence, before
any of it is in the store, and what was there stays.
"""

import json
import os
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.change import Row
from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import make_desk, open_first
from complaintdesk.store import believable
from complaintdesk.store.believable import LONGEST, reader_of
from tests.conftest import COUNCIL, NOW, dump
from tests.hostile import HOSTILE
from tests.services.forged import (
    as_line,
    forge,
    forge_lines,
    head_of,
    put_at_end,
    rows_of,
    whole_case,
    with_text,
)
from tests.storage.helpers import complete

BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
Seen = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A desk with one case that has rows of every kind, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("tampered")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(folder / "pc"))
        make_desk(folder / "desk", COUNCIL)
        desk = Desk(folder / "desk", "Sam Patel", clock=lambda: NOW)
        open_first(desk)
        whole_case(desk)
        desk.close()
    yield folder


@pytest.fixture
def desk(made: Path, tmp_path: Path, this_pc: Path) -> Iterator[Desk]:
    """A copy of it, as a PC has it open that knows everything so far."""
    shutil.copytree(made / "desk", tmp_path / "desk")
    shutil.copytree(made / "pc", this_pc)
    opened = Desk(tmp_path / "desk", "Sam Patel", clock=lambda: NOW)
    opened.catch_up()
    yield opened
    opened.close()


@pytest.fixture
def seen(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Seen:
    """Runs a command: its status, and all that it said, which is tame."""

    def run(*arguments: str) -> tuple[int, str]:
        status = main([*arguments, "--desk", str(desk.folder)])
        said = capsys.readouterr()
        assert_tame(said.out + said.err)
        assert "Something went wrong" not in said.err
        assert said.err.count("\n") == (status != 0)
        return status, said.out + said.err

    return run


def assert_tame(out: str) -> None:
    """Nothing that a terminal acts on, and nothing that reorders what is read."""
    wild = {c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Co")}
    assert not wild | (BIDI & set(out))


# Hostile words in every column and in every head


def texts() -> list[str]:
    """The hostile texts by the handful, the long ones alone; none that JSON could not carry."""
    short = [text for text in HOSTILE if len(text) < 300]
    hands = ["\n".join(short[at : at + 12]) for at in range(0, len(short), 12)]
    return [text.encode("utf-8", "ignore").decode() for text in (*hands, "[" * 500, "W" * 10_000)]


@pytest.mark.parametrize("text", texts())
def test_hostile_words_come_out_tame_from_every_command(desk: Desk, seen: Seen, text: str) -> None:
    rows = [with_text(row, f"{text} " if row.table == "cases" else text) for row in rows_of(desk)]
    ref = "CD-2026-0001"
    for row in rows:
        if row.table == "cases":
            row.values["ref"] = ref  # type: ignore[index]
        if row.table == "history":
            row.values["kind"] = "event"  # type: ignore[index]
    forge(desk, rows, by=text, account=text, pc=text, verb=text, about=text, program=text)
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


@pytest.mark.parametrize("text", texts()[:3])
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


def values_of(desk: Desk, table: str) -> Row:
    return next(row for row in rows_of(desk) if row.table == table)


FAR, DEEP = "9999-12-31", "[" * 100_000
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


def refusal(desk: Desk) -> str:
    """The one sentence with which the desk refuses what is in its record."""
    with pytest.raises(DeskError) as refused:
        desk.catch_up()
    assert_tame(str(refused.value))
    assert len(str(refused.value)) < 600
    assert isinstance(refused.value, DeskUnusable)
    return str(refused.value)


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


# Heads, and the JSON itself

HEADS: dict[str, dict[str, Any]] = {
    "a number for a name": {"by": 5},
    "a list for a name": {"by": ["x"]},
    "a dictionary for an account": {"account": {}},
    "nothing for a PC": {"pc": None},
    "an unpaired surrogate": {"verb": "\ud800"},
    "a number for a verb": {"verb": 7},
    "a list for a case": {"about": [1]},
    "an endless name": {"by": "x" * 5_000_000},
    "a number for an id": {"id": 1},
    "a moment that is none": {"at": "yesterday"},
    "a moment without an offset": {"at": "2026-11-20T10:31:00"},
    "a moment far away": {"at": "9999-12-31T23:59:59+00:00"},
    "a moment long ago": {"at": "0001-01-01T00:00:00+00:00"},
    "a moment as a number": {"at": 1_800_000_000},
    "a word for a truth": {"training": "no"},
    "a number for a truth": {"training": 0},
    "a truth for a number": {"format": True},
    "a fraction for a number": {"schema": 2.5},
    "a number below none": {"schema": -1},
    "a number without end": {"schema": float("-inf")},
    "a number that is none": {"schema": float("nan")},
    "its own number as a fraction": {"number": 3.0},
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_cannot_be_is_refused(desk: Desk, name: str) -> None:
    before, said = dump(desk.store_file), dict(HEADS[name])
    if name == "its own number as a fraction":
        said = {"number": float(head_of(desk)["number"])}
    forge(desk, [], **said)
    refusal(desk)
    assert dump(desk.store_file) == before


def test_a_newer_programs_name_is_tame_in_the_refusal(desk: Desk) -> None:
    forge(desk, [], schema=10**6, program="9.9 \x1b]0;x\x07\u202e" + "x" * 10_000)
    assert "newer complaintdesk" in refusal(desk)


PAYLOADS: dict[str, bytes] = {
    "a key twice": b'{"rows":[],"rows":[["cases",1,null]]}\n',
    "deeply nested": b'{"rows":' + DEEP.encode() + b"]" * 100_000 + b"}\n",
    "1e999": b'{"rows":[["cases",1,{"version":1e999}]]}\n',
    "NaN": b'{"rows":[["cases",1,{"version":NaN}]]}\n',
    "a number of a million digits": b'{"rows":[["cases",1,{"version":' + b"9" * 10**6 + b"}]]}\n",
    "no JSON": b"rows\n",
    "nothing": b"\n",
    "no UTF-8": b'{"rows":"\xff"}\n',
    "UTF-16": '{"rows":[]}'.encode("utf-16-le").replace(b"\n", b"") + b"\n",
    "a list": b"[]\n",
    "no rows": b"{}\n",
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_that_is_not_as_we_write_it_is_refused(desk: Desk, name: str) -> None:
    before = dump(desk.store_file)
    forge_lines(desk, PAYLOADS[name])
    refusal(desk)
    assert dump(desk.store_file) == before


def test_a_head_that_names_something_twice_is_refused(desk: Desk) -> None:
    """Two programs could each believe another of the two."""
    payload = as_line({"rows": []})
    head = as_line({**head_of(desk), "payload": sha256(payload).hexdigest()})
    twice = head.replace(b'"by":"Alex Moss"', b'"by":"Sam Patel","by":"Alex Moss"')
    put_at_end(desk, twice + payload)
    refusal(desk)


def test_a_change_of_hundreds_of_megabytes_is_not_read(desk: Desk) -> None:
    import tracemalloc

    path = forge(desk, [])
    with path.open("r+b") as file:
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    try:
        refusal(desk)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


# What is read strictly is written so


@pytest.mark.parametrize(
    ("kind", "kept"),
    [(str, "[/b]"), (str, ""), (int, -3), (bool, False), (date | None, None),
     (date, "2026-11-20"), (datetime, "2026-11-20T10:00:00+00:00"),
     (datetime, "2026-11-20T10:00:00")],
)  # fmt: skip
def test_what_we_write_is_believed(kind: Any, kept: Any) -> None:
    found = reader_of(kind)(kept)
    assert str(found)[:10] == str(kept)[:10]


def test_every_column_of_the_record_has_a_reader() -> None:
    with pytest.raises(TypeError, match="no reader"):
        reader_of(bytes)


def test_what_colleagues_would_refuse_is_not_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One change that nobody can read would stop every desk."""
    monkeypatch.setattr(believable, "LONGEST", 1000)
    before = len(list(desk.record.folder.iterdir()))
    with pytest.raises(BadInput, match="characters long"):
        commands.log_complaint(desk, complete(summary="x" * 1001))
    assert len(list(desk.record.folder.iterdir())) == before
    assert commands.log_complaint(desk, complete(summary="x" * 999)).ref == "CD-2026-0002"


def test_a_name_that_would_stop_every_desk_is_not_written(desk: Desk) -> None:
    desk.officer = "x" * 100_000
    before = len(list(desk.record.folder.iterdir()))
    with pytest.raises(BadInput, match="cannot be kept"):
        commands.log_complaint(desk, complete())
    assert len(list(desk.record.folder.iterdir())) == before


# desk.toml

TOMLS: dict[str, str] = {
    "a number of thousands of digits": "x = " + "9" * 5000,
    "deeply nested": "x = " + "[" * 5000 + "]" * 5000,
    "a megabyte": "# " + "x" * 1_100_000,
    "an id that leads out": 'id = "../../x"\ntraining = false',
    "an id that is a device": 'id = "NUL"\ntraining = false',
    "an id in other letters": 'id = "\u0661\u0662\u0663\u0664\u0665"\ntraining = false',
    "an id without end": f'id = "{"a" * 65}"\ntraining = false',
    "a number for an id": "id = 5\ntraining = false",
    "a number for training": "training = 0",
    "a list for the council": "[[council]]\nname = 'x'",
    "a number for a name": "[council]\nname = 5",
    "targets without end": "[targets]\nrespond_stage_1 = 999999999",
    "targets that are no number": "[targets]\nrespond_stage_1 = inf",
    "a truth for a target": "[targets]\nrespond_stage_1 = true",
    "a service of no Code": '[services]\nBins = "[/b]"',
    "a day with a time": "[calendar]\nclosure_days = [2026-11-26T10:00:00]",
    "a day that is none": '[calendar]\nclosure_days = ["[/b]\\u001b"]',
    "a holiday that is none": '[calendar.bank_holidays]\n"\\u001b]0;x" = "y"',
    "NUL": "x = '\x00'",
}  # fmt: skip


def say(desk: Desk, text: str) -> Path:
    """desk.toml saying this, below its id and what kind of desk it is unless it says its own."""
    path = desk.folder / "desk.toml"
    top = f'id = "{desk.file.id}"\ntraining = false\n'
    own = [line for line in top.splitlines() if line.split()[0] not in text.split()[:1]]
    path.write_text(text if text.startswith("id") else "\n".join([*own, text]), "utf-8")
    return path


@pytest.mark.parametrize("name", TOMLS)
def test_a_desk_file_that_cannot_be_is_refused(desk: Desk, seen: Seen, name: str) -> None:
    say(desk, TOMLS[name])
    status, said = seen("queue")
    assert status == 1, said
    assert "desk.toml" in said


@pytest.mark.skipif(os.name == "nt", reason="links and pipes as POSIX has them")
@pytest.mark.parametrize("target", ["link", "device", "pipe"])
def test_a_desk_file_that_is_no_file_is_neither_read_nor_waited_for(
    desk: Desk, seen: Seen, tmp_path: Path, target: str
) -> None:
    path = desk.folder / "desk.toml"
    path.rename(tmp_path / "elsewhere.toml")
    if target == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(tmp_path / "elsewhere.toml" if target == "link" else "/dev/zero")
    status, said = seen("queue")
    assert status == 1, said
    assert "desk.toml" in said


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_record_that_is_a_link_is_not_written_through(
    desk: Desk, seen: Seen, tmp_path: Path
) -> None:
    (desk.folder / "record").rename(tmp_path / "elsewhere")
    (desk.folder / "record").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    status, said = seen("queue")
    assert status == 1
    assert "record/" in said


def test_days_far_away_in_the_desk_file_take_no_time(desk: Desk, seen: Seen) -> None:
    days = '"9999-12-31" = "x"\n"0001-01-01" = "y"'
    closed_on = 'closure_days = ["9999-12-31", "0001-01-01"]'
    say(desk, f"[calendar]\n{closed_on}\n[calendar.bank_holidays]\n{days}")
    began = time.monotonic()
    assert seen("queue")[0] in (0, 1)
    assert time.monotonic() - began < 10
