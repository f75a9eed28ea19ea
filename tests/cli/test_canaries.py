"""Personal data stays where it belongs: in the record, the store and drafts, and nowhere else.

Every field that can hold something about a person holds a canary. Real processes then work, fail
and die on that desk, and every other place that a program can leave something in is searched.
"""

import dataclasses
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.domain.case import Conflict, Intake, Person, Point, Responsibility
from complaintdesk.services import commands, drafts
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.making import keep_settings, make_desk, open_first
from complaintdesk.services.saving import save
from complaintdesk.settings import Settings
from tests.cli.forked import CAN_FORK, Forked
from tests.conftest import COUNCIL, NOW, TODAY
from tests.storage.helpers import POSIX
from tests.ui.whole_case import WHOLE

ROOT = Path(__file__).parents[2]
PIECES = ("quillfeather", "960123")  # one of them is in every canary, whatever the field takes
WHOLE_REF, REF = "CD-2026-0001", "CD-2026-0002"
KIND = "stage1-acknowledgement"
# Words of ours that a rule or another case goes by, so that a canary there would be refused.
NOT_PERSONAL = {"ref", "service", "channel", "about", "sha256", "path", "complexity"}
ADDRESS = "Quillfeather House\nQuillfeather Lane"


def canary(name: str) -> str:
    return f"{name.title().replace('_', '')}-Quillfeather"


def with_canaries(value: Any, name: str = "") -> Any:
    """The same with a canary for every text in it, so that no field can be forgotten."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
        return dataclasses.replace(value, **{k: with_canaries(v, k) for k, v in found.items()})
    if isinstance(value, tuple):
        return tuple(with_canaries(each, name) for each in value)
    is_text = isinstance(value, str) and not isinstance(value, Enum)
    return canary(name) if is_text and value and name not in NOT_PERSONAL else value


COMPLETE = Intake(
    Person("Ann Quillfeather", ADDRESS, "ann@quillfeather.example", "01632 960123"),
    TODAY, summary=canary("summary"), points=(
        Point(canary("complaint"), canary("outcome"), Responsibility.OURS, canary("note")),
    ),
    officer="Olive Quillfeather", conflict=Conflict.NONE, external_id=canary("external_id"),
    questions=canary("questions"), adjustments=canary("adjustments"),
    vulnerability=canary("vulnerability"), disability=canary("disability"),
)  # fmt: skip


def hits(said: bytes) -> list[str]:
    """The canaries in some bytes, as text of one byte a letter or of two."""
    plain = said.lower().replace(b"\0", b"")
    return [piece for piece in PIECES if piece.encode() in plain]


class Pc:
    """A PC with places of its own, so that whatever a program leaves there is found."""

    def __init__(self, folder: Path, desk: Path, forked: Forked | None = None) -> None:
        self.folder, self.desk, self.forked = folder, desk, forked
        self.home, self.temp, self.user = folder / "this-pc", folder / "temp", folder / "user"
        self.out = folder / "out"
        for made in (self.temp, self.user, self.out):
            made.mkdir()
        self.environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "COMPLAINTDESK_HOME": str(self.home),
            "HOME": str(self.user), "USERPROFILE": str(self.user), "PYTHONDONTWRITEBYTECODE": "1",
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temp)),
        }  # fmt: skip

    def run(self, *arguments: str, before: str = "") -> "subprocess.CompletedProcess[bytes]":
        """The program as a process, with lines of Python to run before it, such as a fault."""
        script = f"{before}\nfrom complaintdesk.cli import main\nraise SystemExit(main())"
        if self.forked:
            return self.forked.run(script, arguments, self.folder, self.environment)
        return subprocess.run(
            [sys.executable, "-c", script, *arguments], capture_output=True, timeout=60,
            stdin=subprocess.DEVNULL, env=self.environment, cwd=self.folder,
        )  # fmt: skip

    def leaks(self) -> list[str]:
        """Where a canary is that may not be there."""
        places = [path for top in (self.home, self.temp, self.user) for path in top.rglob("*")]
        named = [str(p) for p in places if hits(str(p.relative_to(self.folder)).encode())]
        held = [str(p) for p in places if p.is_file() and not self._may(p) and hits(p.read_bytes())]
        left = [str(path) for path in self.temp.rglob("*")]
        return named + held + left

    def _may(self, path: Path) -> bool:
        """The store, with its journal and one set aside as damaged, and drafts."""
        is_store = path.name.startswith(("cases.db", "search.db"))
        return self.home in path.parents and (is_store or path.parent.name == "drafts")


@pytest.fixture(scope="module")
def canary_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose every field about a person is a canary; tests work on copies."""
    folder = tmp_path_factory.mktemp("canaries")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTDESK_HOME", str(folder / "this-pc"))
        make_desk(folder / "desk", COUNCIL)
        desk = Desk(folder / "desk", "Sam Patel", clock=lambda: NOW)
        open_first(desk)
        whole = with_canaries(WHOLE)
        save(desk, "log", lambda writing: writing.save(whole))
        assert commands.log_complaint(desk, COMPLETE).ref == REF
        desk.close()
    return folder


@pytest.fixture(scope="module")
def forked() -> Iterator[Forked | None]:
    """What the program's processes are forked from; None where each starts from nothing."""
    if not CAN_FORK:
        yield None
        return
    # As `Pc` has it; it counts when a process starts.
    with Forked({**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}) as made:
        yield made


@pytest.fixture
def pc(
    canary_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forked: Forked | None
) -> Iterator[Pc]:
    shutil.copytree(canary_desk / "desk", tmp_path / "desk")
    made = Pc(tmp_path, tmp_path / "desk", forked)
    monkeypatch.setenv("COMPLAINTDESK_HOME", str(made.home))
    keep_settings(Settings(made.desk, "Sam Patel"))
    desk = Desk(made.desk, "Sam Patel", clock=lambda: NOW)
    desk.catch_up()
    kept = {name: canary(name) for name in ("summary", "complainant_name")}
    drafts.keep(desk, Draft("d" * 32, kept))
    desk.close()
    yield made
    assert made.leaks() == []


def handed_over(pc: Pc, *more: dict[str, object]) -> str:
    person = {
        "name": "New Quillfeather", "address": ADDRESS, "email": "new@quillfeather.example",
        "phone": "01632 960123",
    }  # fmt: skip
    good = {"received": "2026-11-19", "complainant": person, "summary": canary("summary"),
            "points": [{"complaint": canary("point")}], "external_id": canary("id")}  # fmt: skip
    lines = [json.dumps(good), *(json.dumps({**good, **bad}) for bad in more)]
    path = pc.out / "handed over.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_the_search_finds_a_canary_wherever_it_is(pc: Pc) -> None:
    """The check itself: each place that is searched, with a canary put there by hand."""
    planted = (
        pc.home / "fault.txt", pc.home / "desks" / "log.txt", pc.temp / "anything",
        pc.user / ".cache" / "quillfeather.txt", pc.home / "Quillfeather.json",
    )  # fmt: skip
    for path, said in zip(planted, ("Ann Quillfeather", "960123", "", "", ""), strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said)
        assert str(path) in pc.leaks()
        path.unlink()
    assert hits("Quillfeather".encode("utf-16"))
    stores = list(pc.home.rglob("cases.db"))
    assert stores
    assert all(hits(path.read_bytes()) for path in stores)


def test_every_field_of_the_desk_holds_a_canary(canary_desk: Path) -> None:
    (record,) = canary_desk.glob("desk/record/*2.json")
    payload = record.read_text("utf-8")
    assert payload.count("Quillfeather") > 60


# Commands that do what they should


COMMANDS: dict[str, tuple[str, ...]] = {
    "queue": ("queue",),
    "queue as JSON": ("queue", "--json"),
    "queue as CSV": ("queue", "--csv"),
    "day": ("day",),
    "letter as text": ("letter", REF, KIND),
    "letter with gaps": ("letter", WHOLE_REF, "stage1-answer"),
    "letter that is not there": ("letter", REF, "quilting"),
    "letters of a case": ("letters", WHOLE_REF, "--json"),
    "where": ("where",),
    "due dates": (
        "due-dates", "--code", "housing", "--event", "received=2026-11-19", "--event",
        "acknowledged=2026-11-20", "--event", "extended=2026-11-23:20",
        "--good-reason", canary("reason"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_complains_with_names_or_leaves_them_lying(pc: Pc, name: str) -> None:
    done = pc.run(*COMMANDS[name])
    assert done.returncode in (0, 1), done.stderr
    assert hits(done.stderr) == []


@pytest.mark.parametrize("form", ["docx", "pdf", "txt", "md"])
def test_a_letter_is_in_the_file_asked_for_and_nowhere_else(pc: Pc, form: str) -> None:
    done = pc.run("letter", REF, KIND, "--format", form, "--out", str(pc.out / f"it.{form}"))
    assert (done.returncode, hits(done.stderr)) == (0, [])
    assert (pc.out / f"it.{form}").stat().st_size > 500


def test_what_is_handed_over_is_complained_of_without_names(pc: Pc) -> None:
    refused: tuple[dict[str, object], ...] = (
        {"received": canary("received")}, {"code": canary("code")}, {"kind": canary("kind")},
        {"complainant": canary("complainant")}, {"points": canary("points")}, {"service": ADDRESS},
        {"summary": [canary("summary")]},
    )  # fmt: skip
    done = pc.run("log", handed_over(pc, *refused))
    assert (done.returncode, hits(done.stderr)) == (1, [])
    assert done.stdout.count(b"refused") == len(refused)


# Commands that fail in the middle

_FAULT = """
import importlib
module, _, name = {target!r}.partition(":")
holder = importlib.import_module(module)
*path, last = name.split(".")
for each in path:
    holder = getattr(holder, each)
real = getattr(holder, last)

def fail(*given, **named):
    secret = "Ann Quillfeather of Quillfeather House, 01632 960123"
    try:
        result = real(*given, **named)
    finally:
        {then}
setattr(holder, last, fail)
"""
_RAISE = "raise ValueError(secret, given, named)"
_KILL = "import os; os.kill(os.getpid(), 9)"

IN_THE_MIDDLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "saving": ("complaintdesk.record.folder:Record.append", ("log", "FILE")),
    "the store": ("complaintdesk.store.writing:Writing.save", ("log", "FILE")),
    "reading a line": ("complaintdesk.services.logging_over:read_line", ("log", "FILE")),
    "queue": ("complaintdesk.services.queries:queue", ("queue",)),
    "plain": ("complaintdesk.plain:queue_as_text", ("queue",)),
    "case": ("complaintdesk.store.store:Store.case", ("letter", REF, KIND)),
    "Word": ("letters.outputs:to_docx", ("letter", REF, KIND, "--format", "docx", "--out", "OUT")),
    "PDF": ("letters.outputs:to_pdf", ("letter", REF, KIND, "--format", "pdf", "--out", "OUT")),
    "where": ("complaintdesk.settings:store_path", ("where",)),
    "due dates": ("complaintdesk.services.calculator:due_dates", COMMANDS["due dates"]),
}


def arguments(pc: Pc, name: str) -> tuple[str, ...]:
    given = {"FILE": handed_over(pc), "OUT": str(pc.out / "letter")}
    return tuple(given.get(each, each) for each in IN_THE_MIDDLE[name][1])


@pytest.mark.parametrize("name", IN_THE_MIDDLE)
def test_a_fault_in_the_middle_tells_no_names(pc: Pc, name: str) -> None:
    before = _FAULT.format(target=IN_THE_MIDDLE[name][0], then=_RAISE)
    done = pc.run(*arguments(pc, name), before=before)
    assert done.returncode == 1
    assert hits(done.stderr) == []
    assert b"Something went wrong" in done.stderr
    assert "ValueError" in (pc.home / "fault.txt").read_text("utf-8")


@POSIX
@pytest.mark.parametrize("name", IN_THE_MIDDLE)
def test_a_kill_in_the_middle_leaves_no_names(pc: Pc, name: str) -> None:
    before = _FAULT.format(target=IN_THE_MIDDLE[name][0], then=_KILL)
    done = pc.run(*arguments(pc, name), before=before)
    assert done.returncode == -signal.SIGKILL
    assert hits(done.stderr) == []


STORES = {
    # What SQLAlchemy says of these quotes the statement with every value in it.
    "a rule that refuses": "CREATE TRIGGER t BEFORE INSERT ON history "
    "BEGIN SELECT RAISE(ABORT, 'no'); END",
    "a table that is gone": "DROP TABLE point",
    "a word that is none of ours": "UPDATE cases SET kind = 'Kind-Quillfeather'",
    "a date that is none": "UPDATE cases SET received_on = 'Day-Quillfeather'",
}


@pytest.mark.parametrize("name", STORES)
def test_a_store_that_is_not_as_it_should_be_tells_no_names(pc: Pc, name: str) -> None:
    for store in pc.home.rglob("cases.db"):
        with closing(sqlite3.connect(store)) as connection:
            tables = {n for (n,) in connection.execute("SELECT name FROM sqlite_master")}
            case = next(t for t in ("cases", "case", "complaint_case") if t in tables)
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute(STORES[name].replace("cases", f'"{case}"'))
            connection.commit()
    for command in (("letter", WHOLE_REF, KIND), ("log", handed_over(pc))):
        done = pc.run(*command)
        assert done.returncode in (0, 1)
        assert hits(done.stderr) == []
        assert b"Traceback" not in done.stderr


# A session on the screen

_OSC = re.compile(rb"\x1b\]([^\x07\x1b]*)")
_LEFT = b"\x1b[?1049l"  # the terminal gets its own screen back: what follows stays to be read
_BREAKS = """#!{python}
import runpy, sys
import screens.case

def breaks(view, *_):
    secret = view.file.case.details.complainant.name
    raise ValueError(f"cannot show {{secret}}")

screens.case._page = breaks
del sys.argv[0:2]
runpy.run_module("complaintdesk", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def in_terminal(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    from tests.ui.terminal import Terminal

    for name in ("HOME", "TMPDIR"):
        monkeypatch.setenv(name, pc.environment[name])
    return lambda: Terminal(size=(130, 40))


def titles(raw: bytes) -> list[bytes]:
    """What names the window, its icon or a link, or is put on the clipboard."""
    return [found for found in _OSC.findall(raw) if hits(found)]


@POSIX
def test_a_session_leaves_names_neither_in_titles_nor_behind(
    pc: Pc, in_terminal: Callable[[], Any]
) -> None:
    with in_terminal() as terminal:
        terminal.wait_for("Next deadline", REF)
        terminal.read(1.5)
        terminal.type("\r")
        terminal.wait_for("Who complained")
        terminal.type("w")
        terminal.wait_for("Why this date?")
        terminal.type("\x1b")
        terminal.read(1.0)  # a letter right after Esc would be Alt and that letter
        terminal.type("e")
        terminal.wait_for(f"Change the details of {WHOLE_REF}")
        terminal.read(0.8)
        terminal.type("Quillfeather")
        for _ in range(3):
            terminal.type("\x1b")
            terminal.read(0.4)
        terminal.type("\x11")
        assert terminal.end() == 0
    assert hits(terminal.out)
    assert titles(terminal.out) == []
    assert hits(terminal.out.rpartition(_LEFT)[2]) == []


@POSIX
def test_a_session_that_crashes_or_is_killed_leaves_no_names(
    pc: Pc, in_terminal: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = pc.folder / "program"
    program.write_text(_BREAKS.format(python=sys.executable))
    program.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(program))
        with in_terminal() as terminal:
            terminal.wait_for("Next deadline", REF)
            terminal.read(1.5)
            terminal.type("\r")
            assert terminal.end() == 1
    after = terminal.out.rpartition(_LEFT)[2]
    assert b"Something went wrong inside complaintdesk" in after
    assert (hits(after), titles(terminal.out)) == ([], [])
    assert "ValueError" in (pc.home / "fault.txt").read_text("utf-8")
    with in_terminal() as terminal:
        terminal.wait_for("Next deadline", REF)
        terminal.read(1.0)
        terminal.type("n")
        terminal.wait_for("Half written")
        terminal.type("\r")
        terminal.wait_for("Log a complaint", "Summary-Quillfeather")
        terminal.type("\tQuillfeather")
        terminal.kill()
    assert titles(terminal.out) == []
