"""The `log` command: handed over again and again, each complaint is logged once."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.services.desk import Desk
from tests.cli.conftest import Call, line, names
from tests.storage.helpers import contents


def test_each_line_is_a_case(call: Call, desk: Desk, handed: Callable[..., str]) -> None:
    file = handed(line(1), "", line(2))
    assert call("log", file) == (
        0, "line 1: logged as CD-2026-0001\nline 3: logged as CD-2026-0002\n", "",
    )  # fmt: skip
    assert names(desk) == ["Person 1", "Person 2"]


def test_the_same_file_again_logs_nothing_twice(
    call: Call, desk: Desk, handed: Callable[..., str]
) -> None:
    file = handed(line(1), line(2))
    call("log", file)
    before = contents(desk.folder)
    status, out, _ = call("log", handed(line(1), line(2)))
    assert (status, out.count("logged before, as CD-2026-000")) == (0, 2)
    assert contents(desk.folder) == before


def test_the_same_outside_id_twice_in_one_file_is_one_case(
    call: Call, desk: Desk, handed: Callable[..., str]
) -> None:
    call("log", handed(line(1), line(1, summary="Said again")))
    assert names(desk) == ["Person 1"]


def test_good_lines_are_logged_and_the_others_named(
    call: Call, desk: Desk, handed: Callable[..., str]
) -> None:
    status, out, err = call("log", handed(line(1), "nonsense", line(3, extra="x")))
    assert status == 1
    assert err == "2 of 3 lines refused; the others stand.\n"
    assert "line 2: refused: It is not one JSON object" in out
    assert "line 3: refused: There is no field “extra”" in out
    assert names(desk) == ["Person 1"]


def test_a_dry_run_writes_nothing(call: Call, desk: Desk, handed: Callable[..., str]) -> None:
    before = contents(desk.folder)
    status, out, _ = call("log", handed(line(1)), "--dry-run")
    assert (status, out) == (0, "line 1: would be logged\n")
    assert contents(desk.folder) == before


def test_a_dry_run_tells_a_second_line_of_one_id_as_the_real_run_does(
    call: Call, desk: Desk, handed: Callable[..., str]
) -> None:
    """It said “would be logged” of both. One that is refused is no first."""
    bad = line(1, received="never")
    other = line(1, summary="Other words, the same id")
    file = handed(bad, line(1), line(2), "", other, line(3, external_id=""), line(4))
    dry = json.loads(call("log", file, "--dry-run", "--json")[1])
    said = call("log", file, "--dry-run")[1].splitlines()
    assert said[1:3] == ["line 2: would be logged", "line 3: would be logged"]
    assert said[3] == "line 5: would not be logged again: line 2 has the same external_id"
    assert (dry[3]["ref"], dry[3]["why"]) == (None, "line 2 has the same external_id")
    assert names(desk) == []
    real = json.loads(call("log", file, "--json")[1])
    words = {"would-be-logged": "logged"}
    assert [words.get(each["status"], each["status"]) for each in dry] == [
        each["status"] for each in real
    ]
    assert [each["status"] for each in real].count("already-logged") == 1


def test_json_is_one_document(call: Call, handed: Callable[..., str]) -> None:
    status, out, _ = call("log", handed(line(1), "nonsense"), "--json")
    found = json.loads(out)
    assert status == 1
    assert [(one["line"], one["status"], one["ref"]) for one in found] == [
        (1, "logged", "CD-2026-0001"), (2, "refused", None),
    ]  # fmt: skip


def test_standard_input_is_read_with_a_byte_order_mark_or_without(
    call: Call, desk: Desk, handed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed()
    raw = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + line(1).encode() + b"\r\n"))
    monkeypatch.setattr(sys, "stdin", raw)
    assert call("log", "-")[0] == 0
    assert names(desk) == ["Person 1"]


@pytest.mark.parametrize(
    ("content", "sentence"), [(None, "could not be read"), (b"\xff\xfe", "is not UTF-8")]
)
def test_a_file_that_cannot_be_read_is_a_sentence(
    refused: Callable[..., str], handed: Callable[..., str], content: bytes | None, sentence: str
) -> None:
    path = Path(handed())
    path.unlink()
    if content:
        path.write_bytes(content)
    assert sentence in refused("log", str(path))


def test_a_share_that_goes_away_in_the_middle_leaves_the_rest_for_the_next_time(
    call: Call, desk: Desk, handed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third change gets there although nobody hears of it: it is not logged again."""
    from complaintdesk.record.folder import Record

    file, real, tries = handed(line(1), line(2), line(3)), Record.append, []

    def append(record: Record, change: object) -> str:
        tries.append(change)
        seal = real(record, change)  # type: ignore[arg-type]
        if len(tries) == 2:
            raise ShareUnavailable("The share went away.")
        return seal

    monkeypatch.setattr(Record, "append", append)
    status, out, err = call("log", file)
    assert (status, out) == (1, "line 1: logged as CD-2026-0001\n")
    assert err == "The share went away.\n"
    monkeypatch.setattr(Record, "append", real)
    assert call("log", file)[0] == 0
    assert names(desk) == ["Person 1", "Person 2", "Person 3"]
