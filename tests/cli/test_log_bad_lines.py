"""One bad line stops no other: whatever is wrong with it, it is refused by its number."""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.errors import (
    DeskError,
    DeskUnusable,
    ShareUnavailable,
    StoreBusy,
    StoreDamaged,
)
from complaintdesk.domain.handed_over import LONGEST
from complaintdesk.services.desk import Desk
from tests.cli.conftest import Call, line, names

_DEEP = '{"summary": ' + "[" * 900 + "]" * 900 + "}"
_DEEPER = '{"summary": ' * 50_000
BAD = {
    "before the calendar": line(2, received="1901-01-01"),
    "a request before it": line(2, received="1850-01-01", kind="service-request"),
    "an instant before it": line(2, received="1901-01-01T10:00"),
    "the first year of all": line(2, received="0001-01-01"),
    "a year of two figures": line(2, received="0026-11-19"),
    "beyond the last year, going west": line(2, received="9999-12-31T23:59:59-14:00"),
    "before the first year, going east": line(2, received="0001-01-01T00:00:00+14:00"),
    "the last day of all": line(2, received="9999-12-31"),
    "half of a letter for a day": line(2, received="2026-11-19\ud80010:00"),
    "a day of NULs": line(2, received="\0" * 10),
    "a month that is none": line(2, received="2026-13-01"),
    "a number for a day": line(2, received=20261119),
    "a number that is infinite": line(2, received="X").replace('"X"', "1e999"),
    "no number": line(2, received="X").replace('"X"', "NaN"),
    "a number of 5,000 figures": line(2, received="X").replace('"X"', "7" * 5000),
    "a summary that is a number": line(2, summary=1e308),
    "a summary that is true": line(2, summary=True),
    "a summary that is a list": line(2, summary=["x"]),
    "an outside id of nothing that can be kept": line(2, external_id="\0\u202e"),
    "a field twice": line(2)[:-1] + ', "summary": "again"}',
    "a field twice inside": line(2).replace('"name"', '"name": "A", "name"'),
    "a name that no field has": line(2, **{"\x1b]0;x\x07\ud800\n[/b]": "y"}),
    "a service that is none": line(2, service="\x1b[31mDragons\ud800"),
    "an outside id that is a list": line(2, external_id=[1]),
    "points that are numbers": line(2, points=[1]),
    "deep": _DEEP,
    "deeper": _DEEPER,
    "a bare NUL": "\0",
    "a number alone": "1e999",
    "too long": line(2, summary="x" * 1_000_001),
    "a name of 400,000 letters": line(2, complainant={"name": "x" * 400_000}),
    "too large for one change": line(2, points=[{"complaint": "𝄞" * 9_900}] * 99).replace(
        "\\ud834\\udd1e", "𝄞"
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_line_is_named_and_all_others_are_logged(
    call: Call, desk: Desk, handed: Callable[..., str], name: str
) -> None:
    file = handed(line(1), BAD[name], line(3))
    status, dry, err = call("log", file, "--dry-run")
    assert (status, err) == (1, "1 of 3 lines refused; the others stand.\n")
    status, out, err = call("log", file)
    assert (status, err) == (1, "1 of 3 lines refused; the others stand.\n")
    said = out.splitlines()
    assert len(said) == 3
    assert said[1].startswith("line 2: refused: ")
    assert said[1].endswith((".", "?"))
    assert len(said[1]) < 300
    assert out.replace("\n", "").isprintable()
    assert dry.splitlines()[1] == said[1]  # a dry run says what will be said
    assert names(desk) == ["Person 1", "Person 3"]


def test_a_line_that_is_not_utf8_is_named_and_the_others_are_logged(
    call: Call, desk: Desk, handed: Callable[..., str]
) -> None:
    path = Path(handed())
    bad = line(2, summary="Cafe").replace("Cafe", "Café").encode("latin-1")
    path.write_bytes(b"\n".join((line(1).encode(), bad, line(3).encode())))
    status, out, err = call("log", str(path))
    assert (status, err) == (1, "1 of 3 lines refused; the others stand.\n")
    assert "line 2: refused: It is not UTF-8 text" in out
    assert names(desk) == ["Person 1", "Person 3"]


def test_the_longest_line_that_is_read_can_be_kept(
    call: Call, desk: Desk, handed: Callable[..., str]
) -> None:
    """Of letters that take most room in the record; a dry run could not tell otherwise."""
    point = [{"complaint": "𝄞" * (LONGEST - 300)}]
    status, out, _ = call("log", handed(line(1, points=point).replace("\\ud834\\udd1e", "𝄞")))
    assert (status, out) == (0, "line 1: logged as CD-2026-0001\n")
    assert names(desk) == ["Person 1"]


def test_what_a_refusal_quotes_is_no_command_to_a_terminal(
    call: Call, handed: Callable[..., str]
) -> None:
    hostile = {"\x1b]0;x\x07\u202e": "y"}
    _, out, _ = call("log", handed(line(1, **hostile)))
    assert "\x1b" not in out
    assert "\u202e" not in out
    _, out, _ = call("log", handed(line(1, **hostile)), "--json")
    assert "\\u001b" not in out


def test_the_year_is_never_guessed(call: Call, desk: Desk, handed: Callable[..., str]) -> None:
    """The year 26 was once read as 2026."""
    status, out, _ = call("log", handed(line(1, received="0026-11-19")))
    assert status == 1
    assert "19 November 26 is before the first day" in out
    assert names(desk) == []


def test_json_tells_what_was_done_before_the_share_went_away(
    call: Call, desk: Desk, handed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from complaintdesk.record.folder import Record

    real, tries = Record.append, []

    def append(record: Record, change: object) -> str:
        tries.append(change)
        if len(tries) == 2:
            raise ShareUnavailable("The share went away.")
        return real(record, change)  # type: ignore[arg-type]

    monkeypatch.setattr(Record, "append", append)
    status, out, err = call("log", handed(line(1), "nonsense", line(3), line(4)), "--json")
    assert (status, err) == (1, "The share went away.\n")
    assert [(one["line"], one["status"], one["ref"]) for one in json.loads(out)] == [
        (1, "logged", "CD-2026-0001"), (2, "refused", None),
    ]  # fmt: skip
    assert names(desk) == ["Person 1"]


@pytest.mark.parametrize("fault", [ShareUnavailable, StoreBusy, DeskUnusable, StoreDamaged])
def test_a_fault_of_the_desk_is_no_fault_of_a_line(
    call: Call, handed: Callable[..., str], monkeypatch: pytest.MonkeyPatch, fault: type[DeskError]
) -> None:
    """Each line after it would be refused for what is not in it, and the sender would drop it."""

    def log_complaint(*_: object) -> None:
        raise fault("It is the desk.")

    monkeypatch.setattr("complaintdesk.services.logging_over.log_complaint", log_complaint)
    status, out, err = call("log", handed("nonsense", line(2), line(3)))
    assert (status, err) == (1, "It is the desk.\n")
    assert out.splitlines() == ["line 1: refused: It is not one JSON object on one line."]


@pytest.mark.parametrize("file", ["~nobody-of-this-name/x", "a\0b", "", "."])
def test_a_name_that_is_no_file_is_a_sentence(
    refused: Callable[..., str], handed: Callable[..., str], file: str
) -> None:
    handed()
    assert "could not be read" in refused("log", file)
    assert "could not be read" in refused("log", file, "--json")


def test_standard_input_that_is_closed_is_a_sentence(
    refused: Callable[..., str], handed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed()
    monkeypatch.setattr(sys, "stdin", None)
    assert "could not be read" in refused("log", "-")


VALUES: list[object] = [
    None, True, -1, 10**400, 1e308, [], {}, [[]], "", " ", "\0", "\ud800", "[/b]", "\x1b[2J",
    "x" * 5000, "2026-11-19", "1901-01-01", "9999-12-31T23:59:59-14:00", "2026-11-19T25:00",
    "0000-00-00", "--", "𝄞", "\u202e", {"name": "A"}, [{"complaint": "B"}], "housing", "request",
]  # fmt: skip
FIELDS = (*json.loads(line(1)), "kind", "code", "channel", "service", "ward", "points", "\x1b")


def test_nothing_but_sentences_comes_of_random_lines(
    call: Call, desk: Desk, handed: Callable[..., str]
) -> None:
    """Each line is either a case or a refusal, and good ones stand between them."""
    chance, lines = random.Random(7), []
    for number in range(150):
        said = json.loads(line(number))
        for _ in range(chance.randint(1, 3)):
            said[chance.choice(FIELDS)] = chance.choice(VALUES)
        text = json.dumps(said)
        if chance.random() < 0.2:
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice('\0"{[\\é,1}') + text[at + 1 :]
        lines += [text, line(1000 + number)]
    _, dry, _ = call("log", handed(*lines), "--dry-run")
    _, out, err = call("log", handed(*lines))
    said_of = out.splitlines()
    assert len(said_of) == len(dry.splitlines()) == len(lines)
    assert all(one.split(": ")[1].startswith("logged as") for one in said_of[1::2])
    assert err.endswith("lines refused; the others stand.\n")
    refused = [number for number, one in enumerate(said_of) if "refused" in one]
    assert refused == [n for n, one in enumerate(dry.splitlines()) if "refused" in one]
    logged = [one for one in said_of if ": logged as" in one]
    assert len(names(desk)) == len(logged)
