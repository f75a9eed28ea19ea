"""Heads and JSON that somebody else wrote; what colleagues would refuse is not written."""

import tracemalloc
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pytest

from complaintdesk.domain.errors import BadInput
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from complaintdesk.store import believable
from complaintdesk.store.believable import reader_of
from tests.conftest import dump
from tests.services.forged import as_line, forge, forge_lines, head_of, put_at_end
from tests.services.tampered_desk import desk as _desk
from tests.services.tampered_desk import made, refusal
from tests.storage.helpers import complete

__all__ = ["made"]
desk = _desk

DEEP = "[" * 100_000
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
