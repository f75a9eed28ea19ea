"""The loop guard: no screen may touch the disk, the clock or a store on the terminal's event loop.

A fault here freezes the terminal while a share hangs, and no other test would show it.
"""

import asyncio
import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import complaintdesk.store.store as store_module
import screens
from complaintdesk.record.folder import Record
from complaintdesk.services import (
    briefing,
    calendar_desk,
    commands,
    deadline_file,
    documents,
    drafts,
    edited_letters,
    kept_lists,
    letter_batch,
    letter_desk,
    letter_files,
    letter_sending,
    making,
    marked_cases,
    marked_deeds,
    month,
    ombudsmen,
    queries,
    searching,
    since,
    task_desk,
    undoing,
)
from complaintdesk.services.desk import Desk
from tests.ui.headless import leave_out_the_terminal

leave_out_the_terminal()

_SCREENS = str(Path(screens.__file__).parent)
_DESK = ("catch_up", "is_current", "now", "today", "author", "duties", "judge", "close")
_RECORD = ("append", "read", "since", "verify_head", "check_no_gap")
_SERVICES = {
    queries: ("queue", "case", "first_duty", "counts", "due_between", "filter_choices"),
    searching: ("find", "search", "excerpt", "refresh"),
    kept_lists: ("likes", "keep"),
    briefing: ("briefing",),
    month: ("month", "next_overdue"),
    deadline_file: ("write", "deadlines", "place", "usual_place"),
    drafts: ("keep", "unfinished", "tasks_begun", "discard"),
    task_desk: ("offers", "form", "linked_form", "perform"),
    documents: ("look", "add_document", "verify_document"),
    undoing: ("last", "undo"),
    since: ("since", "lines_seen"),
    letter_desk: ("offers", "acknowledgement", "open_letter", "half_written", "office"),
    letter_files: ("letter_file", "content", "write_draft", "written", "keep_file"),
    letter_sending: ("send", "rehearse", "sent_letter", "attach_edited"),
    letter_batch: ("dry_run", "send_ready"),
    marked_cases: ("letters_that_fit", "rows"),
    marked_deeds: ("dry_run", "carry_out"),
    edited_letters: ("attachable", "look", "attach"),
    ombudsmen: ("reminders", "keep"),
    commands: ("log_complaint", "change_details"),
    calendar_desk: ("settings", "rehearse", "keep"),
    making: ("make_desk", "open_first", "change_council", "keep_settings"),
}
_EVENTS = {"open", "sqlite3.connect", "os.listdir", "os.mkdir", "os.rename", "os.remove"}


class _Guard:
    """Watches, while a test runs, what screens do on the thread of a running event loop."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.under = ""

    def saw(self, what: str) -> None:
        if (where := _screen_on_the_loop()) and f"{what} from {where}" not in self.found:
            self.found.append(f"{what} from {where}")


_GUARD = _Guard()


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    """Python's own audit events, which are many: a file or database under the test's folder."""
    if event in _EVENTS and _GUARD.under and _GUARD.under in str(arguments[0]):
        _GUARD.saw(f"{event} {arguments[0]}")


sys.addaudithook(_audit)


def _screen_on_the_loop() -> str:
    """The line of a screen that is running on an event loop's thread, or nothing."""
    if asyncio._get_running_loop() is None:
        return ""
    frame: FrameType | None = sys._getframe()
    while frame:
        if frame.f_code.co_filename.startswith(_SCREENS):
            return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


def _watched(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(work)
    def watched(*arguments: Any, **named: Any) -> Any:
        _GUARD.saw(name)
        return work(*arguments, **named)

    return watched


@pytest.fixture(autouse=True)
def loop_guard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """Fails the test if a screen did anything slow on the event loop; yields what was found."""
    for kind, names in ((Desk, _DESK), (Record, _RECORD), (store_module.Store, ("_session",))):
        for name in names:
            watched = _watched(f"{kind.__name__}.{name}", getattr(kind, name))
            monkeypatch.setattr(kind, name, watched)
    for module, names in _SERVICES.items():
        for name in names:
            label = f"{module.__name__.rpartition('.')[2]}.{name}"
            monkeypatch.setattr(module, name, _watched(label, getattr(module, name)))
    _GUARD.found, _GUARD.under = [], str(tmp_path)
    yield _GUARD.found
    _GUARD.under = ""
    assert not _GUARD.found, "on the event loop: " + "; ".join(_GUARD.found)
