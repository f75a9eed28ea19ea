"""What scripts and people's fingers rely on: help, exit statuses, and one plain sentence."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from complaintdesk import __version__
from complaintdesk.cli import main
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from tests.cli.conftest import Call
from tests.storage.helpers import contents

# Help and usage


def every_command(parser: argparse.ArgumentParser, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from every_command(below, *path, name)


def all_commands() -> list[tuple[str, ...]]:
    from complaintdesk.arguments import build

    return list(every_command(build()))


@pytest.mark.parametrize("path", all_commands(), ids=lambda p: " ".join(p) or "(none)")
def test_every_command_has_help_with_an_example(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*path, "--help"])
    said = capsys.readouterr()
    assert stopped.value.code == 0
    assert f"Example: complaintdesk {path[0] if path else ''}" in " ".join(said.out.split())
    assert said.err == ""


def test_the_commands_of_the_contract_are_there() -> None:
    names = {" ".join(path) for path in all_commands()}
    assert names >= {
        "",
        "demo",
        "training create",
        "due-dates",
        "queue",
        "letter",
        "letters",
        "where",
    }


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"complaintdesk {__version__}\n"


WRONG: tuple[tuple[str, ...], ...] = (
    ("dance",),
    ("--nonsense",),
    ("queue", "--today", "20/11/2026"),
    ("queue", "--today", "2026-02-30"),
    ("queue", "overdue", "today"),
    ("queue", "--desk"),
    ("due-dates",),
    ("due-dates", "--code", "council"),
    ("due-dates", "--code", "housing", "--closure", "soon"),
    ("due-dates", "--code", "housing", "--receipt", "never"),
    ("letter",),
    ("letter", "CD-2026-0001"),
    ("letter", "CD-2026-0001", "stage1-acknowledgement", "--format", "odt"),
    ("letters", "CD-2026-0001", "x", "y"),
    ("letters", "--format", "txt"),
    ("training",),
    ("training", "create"),
    ("training", "create", "x", "--cases", "-1"),
    ("training", "create", "x", "--cases", "many"),
    ("training", "create", "x", "--seed", "one"),
)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert said.out == ""
    assert "usage: complaintdesk" in said.err
    assert "Traceback" not in said.err


# Refusals

REFUSALS: dict[str, tuple[tuple[str, ...], str]] = {
    "no terminal": ((), "this is not one"),
    "no terminal for a demo": (("demo",), "this is not one"),
    "queue": (("queue", "soonest"), "There is no queue “soonest”. There are: next-deadline"),
    "case": (("letter", "CD-2026-0009", "stage1-acknowledgement"), "no case CD-2026-0009"),
    "letter": (("letter", "CD-2026-0001", "poem"), "no letter called “poem”"),
    "a letter of the other stage": (("letter", "CD-2026-0001", "stage2-response"), "of stage 2"),
    "a letter with gaps": (("letter", "CD-2026-0001", "clarification"), "Say what is unclear"),
    "letters of no case": (("letters", "CD-2026-0009"), "no case CD-2026-0009"),
    "letters and what": (("letters", "CD-2026-0001", "x"), "none of: check, fields, diff"),
    "fields of which": (("letters", "fields"), "Say which letter"),
    "diff of which": (("letters", "diff"), "Say which letter"),
    "fields of none": (("letters", "fields", "poem"), "no letter called “poem”"),
    "check of none": (("letters", "check", "../../etc/passwd"), "no letter called"),
    "check in JSON": (("letters", "check", "--json"), "has no --json"),
    "desk": (("queue", "--desk", "/nowhere/desk"), "is not there, or cannot be reached"),
    "long ago": (("queue", "--today", "0001-01-01"), "Check the year"),
    "far ahead": (("queue", "--today", "9999-12-31"), "Check the year"),
    "no event": (("due-dates", "--code", "housing"), "Give at least one event"),
    "an event": (("due-dates", "--code", "housing", "--event", "x=1"), "is not an event"),
    "an order": (("due-dates", "--code", "housing", "--event", "received=2026-11-20",
                  "--event", "answered=2026-11-19"), "One of the two dates must be wrong"),
    "out": (("letter", "CD-2026-0001", "stage1-acknowledgement", "--out", "/proc/none/x"),
            "could not be written"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_1_and_one_sentence(
    refused: Callable[..., str], desk: Desk, ref: str, name: str
) -> None:
    before = contents(desk.folder)
    arguments, sentence = REFUSALS[name]
    assert sentence in refused(*arguments)
    assert contents(desk.folder) == before


def test_without_a_desk_it_says_how_to_name_one(refused: Callable[..., str]) -> None:
    assert "Name one with --desk FOLDER" in refused("queue")


def test_a_demo_without_a_terminal_makes_nothing(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    refused("demo")
    assert list(tmp_path.iterdir()) == []


def test_a_sentence_never_carries_control_characters(refused: Callable[..., str], ref: str) -> None:
    for argument in ("\x1b]0;PWNED\x07", "two\nlines", "\u202egnp"):
        said = refused("letter", argument, "stage1-acknowledgement")
        assert all(c.isprintable() for c in said.rstrip("\n"))


# When the program itself is at fault

CANARY = "Canary O'Featherstone"


def test_a_fault_of_ours_is_one_sentence_without_personal_data(
    call: Call, ref: str, this_pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_desk: Desk, name: str, **_more: object) -> None:
        complainant = CANARY
        raise ValueError(f"cannot show {complainant} in {name}")

    monkeypatch.setattr(queries, "queue", fail)
    status, out, err = call("queue", "today")
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert err.startswith("Something went wrong inside complaintdesk.")
    fault = (this_pc / "fault.txt").read_text("utf-8")
    assert str(this_pc / "fault.txt") in err
    assert "ValueError" in fault
    assert "test_command_line.py" in fault
    assert "Canary" not in err + fault


def test_a_fault_that_cannot_be_noted_is_told_all_the_same(
    call: Call, ref: str, this_pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(queries, "queue", fail)
    monkeypatch.setattr("complaintdesk.faults.replace_file", lambda *_: (_ for _ in ()).throw(
        OSError(28, "No space left on device")))  # fmt: skip
    status, _, err = call("queue")
    assert (status, len(err.splitlines())) == (1, 1)
    assert "could not be noted" in err


def test_stopping_it_is_no_fault(call: Call, ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(queries, "queue", stop)
    assert call("queue") == (1, "", "Stopped.\n")
