"""What scripts and people's fingers rely on: commands, exit statuses, and one plain sentence."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from complaintdesk import __version__
from complaintdesk.cli import main
from complaintdesk.domain.case import Conflict, Kind
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings, make_desk
from complaintdesk.settings import Settings
from tests.conftest import COUNCIL, NOW
from tests.storage.helpers import complete, contents

Call = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="pipes and devices as POSIX has them")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command in this process: its status, output and complaint."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def refused(call: Call) -> Callable[..., str]:
    """The one sentence with which a command is refused: nothing on stdout, no traceback."""

    def run(*arguments: str) -> str:
        status, out, err = call(*arguments)
        assert (status, out) == (1, "")
        assert err.endswith("\n")
        assert len(err.splitlines()) == 1
        assert "Traceback" not in err
        assert "Something went wrong" not in err
        return err

    return run


@pytest.fixture
def ref(desk: Desk) -> str:
    """A case whose letter lacks nothing, on the desk that this PC remembers."""
    keep_settings(Settings(desk.folder, "Sam Patel"))
    return commands.log_complaint(desk, complete()).ref


def real(*arguments: str, **more: object) -> "subprocess.CompletedProcess[str]":
    """The program itself, as a scheduler runs it."""
    command = [sys.executable, "-m", "complaintdesk", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("environment", {})}  # type: ignore[dict-item]
    given = {"capture_output": True, "text": True, "timeout": 60, "env": environment, **more}
    return subprocess.run(command, stdin=subprocess.DEVNULL, **given)  # type: ignore[call-overload, no-any-return]


# Help and usage


def every_command(parser: argparse.ArgumentParser, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from every_command(below, *path, name)


def all_commands() -> list[tuple[str, ...]]:
    from complaintdesk.cli import _parser

    return list(every_command(_parser()))


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
    assert names >= {"", "demo", "training create", "due-dates", "queue", "letter", "where"}


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
    "pdf": (("letter", "CD-2026-0001", "stage1-acknowledgement", "--format", "pdf"),
            "A PDF cannot be made yet"),
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


# Which desk


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Desks that could be meant: which one is shows in what `where` says."""
    found = {name: tmp_path / name for name in ("named", "environment", "remembered")}
    for folder in found.values():
        make_desk(folder, COUNCIL)
    keep_settings(Settings(found["remembered"], "Sam Patel"))
    monkeypatch.setenv("COMPLAINTDESK_DESK", str(found["environment"]))
    return found


def told(call: Call, *arguments: str) -> dict[str, str]:
    """What `where` says, by its name."""
    status, out, err = call(*arguments)
    assert (status, err) == (0, "")
    return {name: place.strip() for name, place in (x.split(":", 1) for x in out.splitlines())}


@pytest.mark.parametrize("order", ["before", "after", "both"])
def test_a_desk_may_be_named_before_the_command_or_after_it(
    call: Call, three: dict[str, Path], order: str
) -> None:
    named = ("--desk", str(three["named"]))
    arguments = {
        "before": (*named, "where"),
        "after": ("where", *named),
        "both": ("--desk", "other", "where", *named),
    }[order]
    assert told(call, *arguments)["desk"] == str(three["named"])


def test_the_environment_names_the_desk_and_then_the_settings(
    call: Call, three: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(call, "where")["desk"] == str(three["environment"])
    monkeypatch.delenv("COMPLAINTDESK_DESK")
    assert told(call, "where")["desk"] == str(three["remembered"])


def test_where_names_every_folder_and_file(call: Call, desk: Desk, ref: str, this_pc: Path) -> None:
    places = told(call, "where")
    assert places | {
        "this PC": str(this_pc), "settings": str(this_pc / "settings.toml"),
        "desk": str(desk.folder), "policy": str(desk.folder / "desk.toml"),
        "record": str(desk.folder / "record"), "letters": str(desk.folder / "letters"),
        "store": str(desk.store_file), "drafts": str(desk.store_file.with_name("drafts")),
        "kind": "real desk",
    } == places  # fmt: skip


def test_where_of_a_desk_that_is_not_there_is_refused(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    assert "is not there" in refused("where", "--desk", str(tmp_path / "none"))


def test_where_without_a_desk_says_so(call: Call) -> None:
    status, out, _ = call("where")
    assert status == 0
    assert "none chosen yet" in out


# Queue


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


# Due dates

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


# Letters

KIND = "stage1-acknowledgement"


@pytest.mark.parametrize("form", ["txt", "md"])
def test_a_letter_in_text_goes_to_the_screen(call: Call, desk: Desk, ref: str, form: str) -> None:
    before = contents(desk.folder)
    status, out, err = call("letter", ref, KIND, "--format", form)
    assert (status, err) == (0, "")
    assert "Ann O'Brien" in out
    assert contents(desk.folder) == before


@pytest.mark.parametrize("form", ["txt", "md", "docx"])
def test_a_letter_goes_into_the_file_that_is_named(
    call: Call, ref: str, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "new folder" / f"letter.{form}"
    path.parent.mkdir()
    path.write_text("an older one")
    assert call("letter", ref, KIND, "--format", form, "--out", str(path)) == (
        0, f"Written: {path}\n", "",
    )  # fmt: skip
    assert path.read_bytes() != b"an older one"
    assert path.read_bytes().startswith(b"PK") is (form == "docx")


def test_a_letter_in_word_goes_into_the_desks_letters(call: Call, desk: Desk, ref: str) -> None:
    status, out, _ = call("letter", ref, KIND, "--format", "docx")
    (path,) = (desk.folder / "letters" / ref).iterdir()
    assert (status, out) == (0, f"Written: {path}\n")
    assert path.name.endswith(f" {KIND}.docx")
    assert len(contents(desk.folder / "record")) == 2


def test_a_letter_with_gaps_is_refused_by_name_and_written_as_a_draft(
    call: Call, refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    from dataclasses import replace

    gap = replace(complete("Ben"), conflict=Conflict.UNCHECKED)
    ref = commands.log_complaint(desk, gap).ref
    assert "had any part in the matter" in refused("letter", ref, KIND)
    assert contents(desk.folder / "letters") == {}
    status, out, _ = call("letter", ref, KIND, "--draft")
    assert status == 0
    assert "DRAFT" in out
    status, out, _ = call("letter", ref, KIND, "--draft", "--format", "docx")
    assert status == 0
    assert "DRAFT.docx" in out
    assert len(contents(desk.folder / "letters")) == 1


@pytest.mark.parametrize("more", [(), ("--draft",), ("--format", "docx")], ids=" ".join)
def test_a_request_for_service_has_no_letter(
    refused: Callable[..., str], desk: Desk, ref: str, more: tuple[str, ...]
) -> None:
    from dataclasses import replace

    asked = commands.log_complaint(desk, replace(complete("Ben"), kind=Kind.REQUEST)).ref
    before = contents(desk.folder)
    assert f"{asked} is a request for service" in refused("letter", asked, KIND, *more)
    assert contents(desk.folder) == before


# Training desks


def test_a_training_desk_is_made_and_is_not_opened(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    status, out, err = call(
        "training", "create", str(folder), "--cases", "5", "--today", "2026-11-20", "--seed", "3"
    )
    assert (status, err) == (0, "")
    assert out == f"A training desk with 5 invented cases is in {folder}.\n"
    opened = Desk(folder, clock=lambda: NOW)
    opened.catch_up()
    assert sum(queries.queue(opened, n).count for n in ("next-deadline", "closed")) == 5
    opened.close()


def test_a_training_desk_is_not_made_in_a_used_folder(
    refused: Callable[..., str], tmp_path: Path, desk: Desk
) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "notes.txt").write_text("mine")
    before = contents(tmp_path / "used"), contents(desk.folder)
    assert "holds other files" in refused("training", "create", str(tmp_path / "used"))
    assert "There is a desk in" in refused("training", "create", str(desk.folder))
    assert (contents(tmp_path / "used"), contents(desk.folder)) == before


# The program itself


def test_the_program_runs_a_command(desk: Desk, ref: str) -> None:
    done = real("queue", "--json", "--today", "2026-11-20")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["cases"][0]["ref"] == ref


def test_the_program_refuses_in_a_sentence() -> None:
    done = real()
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    done = real("queue", "--nonsense")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_any_encoding_of_a_pipe_will_do(desk: Desk, ref: str, encoding: str) -> None:
    name = "Łukasz “ﷺ” \u0645\u0631\u062d"
    commands.log_complaint(desk, complete(name))
    environment = {"PYTHONIOENCODING": encoding}
    for arguments in (
        ("queue",), ("queue", "--json"), ("letter", "CD-2026-0002", KIND), ("queue", "“none”"),
    ):  # fmt: skip
        done = real(*arguments, environment=environment, text=False)
        assert done.returncode == ("“none”" in arguments)
        assert b"Traceback" not in done.stderr
        assert b"Something went wrong" not in done.stderr
        assert done.stdout or done.stderr


@POSIX
def test_a_reader_that_went_away_is_no_fault(ref: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = real("where", capture_output=False, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_output_that_cannot_be_written_is_a_sentence(ref: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = real("where", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "No space left" in done.stderr


def test_a_real_process_of_ours_at_fault_leaves_no_traceback(tmp_path: Path, ref: str) -> None:
    script = (
        "from complaintdesk import cli\n"
        "def fail(chosen): name = 'Canary'; raise ValueError(name)\n"
        "cli._queue = fail\n"
        "raise SystemExit(cli.main(['queue']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "Canary" not in done.stderr


def test_due_dates_need_no_desk_and_change_none(call: Call, desk: Desk) -> None:
    before = contents(desk.folder)
    assert call("due-dates", "--code", "general", "--event", "received=2026-11-20")[0] == 0
    assert contents(desk.folder) == before
