"""The real program in a real terminal: killed in the middle, and fed with hostile text."""

import json
import re
import sys
from pathlib import Path

import pytest

from complaintdesk.domain.case import Person, Point, Representative
from complaintdesk.domain.change import Row
from complaintdesk.services import drafts, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings
from complaintdesk.settings import Settings, read_settings
from tests.hostile import HOSTILE, TERMINAL
from tests.ui.helpers import intake, log

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
_POINTER = re.compile(rb"\x1b\]22;[a-z-]+\x07")  # Textual says which mouse pointer it wants


def encodable(text: str) -> str:
    """Without unpaired surrogates, which no store can hold."""
    return text.encode("utf-8", "ignore").decode()


def test_what_was_typed_survives_a_kill(desk: Desk) -> None:
    from tests.ui.terminal import Terminal

    keep_settings(Settings(desk.folder, "Sam Patel"))
    desk.close()
    with Terminal() as terminal:
        terminal.wait_for("Press n to log the first complaint")
        terminal.type("n")
        terminal.wait_for("Log a complaint", "Received on", "Another point")
        terminal.read(0.5)
        # All in one go, faster than the program can follow: each piece in its own field.
        terminal.type("yesterday\t\t\t\t\t\tMary O'Neill\tMill Lane")
        terminal.wait_for("Mill Lane")
        terminal.read_until(lambda: [d for d in drafts.unfinished(desk) if "Lane" in str(d.fields)])
        terminal.kill()
    (kept,) = drafts.unfinished(desk)
    assert kept.fields["complainant_name"] == "Mary O'Neill"
    assert kept.fields["complainant_address"] == "Mill Lane"
    with Terminal() as terminal:
        terminal.wait_for("1 half-written kept")
        terminal.type("n")
        terminal.wait_for("Half written", "Mary O'Neill")
        terminal.type("\r")
        seen = terminal.wait_for("Log a complaint", "Mill Lane")
        terminal.read(0.3)
        terminal.type("\x11")
        assert terminal.end() == 0
        assert seen
    assert [d.id for d in drafts.unfinished(desk)] == [kept.id]
    assert queries.queue(desk).count == 0


def test_what_is_typed_right_behind_n_is_in_the_form_and_esc_keeps_it(desk: Desk) -> None:
    """All in one go, as from a quick hand, or a PC that hung for a moment."""
    from tests.ui.terminal import Terminal

    keep_settings(Settings(desk.folder, "Sam Patel"))
    desk.close()
    with Terminal() as terminal:
        terminal.wait_for("Press n to log the first complaint")
        terminal.read(0.3)
        terminal.type("n21/11/2026\t\t\t\t\t\tMary O'Neill\x1b")
        terminal.wait_for("What you typed is kept")
        terminal.kill()
    (kept,) = drafts.unfinished(desk)
    assert kept.fields["received"] == "21/11/2026"
    assert kept.fields["complainant_name"] == "Mary O'Neill"


def test_a_first_start_in_a_terminal_and_a_second_that_asks_nothing(tmp_path: Path) -> None:
    from tests.ui.terminal import Terminal

    with Terminal() as terminal:
        terminal.wait_for("the first start")
        terminal.read(0.3)
        terminal.type(f"{tmp_path / 'made'}\tSam Patel\x13")
        terminal.wait_for("Press n to log the first complaint")
        terminal.type("q")
        assert terminal.end() == 0
    assert read_settings() == Settings(tmp_path / "made", "Sam Patel")
    with Terminal() as terminal:
        terminal.wait_for("Press n to log the first complaint")
        assert "the first start" not in terminal.text
        terminal.type("q")
        assert terminal.end() == 0


def test_hostile_text_never_reaches_the_terminal_as_a_command(desk: Desk) -> None:
    from tests.ui.terminal import Terminal

    # Commands first: of a long line only the beginning is on the screen.
    every = " ".join((*TERMINAL, *(t for t in HOSTILE if len(t) < 200 and t not in TERMINAL)))
    hostile = [
        intake(
            text,
            complainant=Person(text, text, text, text),
            representative=Representative(Person(text, text), text),
            summary=text,
            points=(Point(text, text),),
            questions=text,
            adjustments=text,
            vulnerability=text,
            officer=text,
            conflict_note=text,
        )
        for text in (*TERMINAL, encodable(every))
    ]
    refs = log(desk, *hostile)
    desk.close()
    keep_settings(Settings(desk.folder, "Sam Patel"))
    with Terminal(size=(130, 40)) as terminal:
        terminal.wait_for("Next deadline", refs[0])
        terminal.read(1.5)  # the first moments are another test's
        terminal.type("G\r")  # the one with every text in every field
        terminal.wait_for("Other due dates")
        terminal.type("w")
        terminal.wait_for("Why this date?")
        terminal.type("\x1b")
        terminal.read(1.0)  # a letter right after Esc would be Alt and that letter
        terminal.type("a")
        terminal.wait_for("To Word")
        terminal.read(0.4)
        terminal.type("\x1b")
        terminal.read(1.0)
        terminal.type("e")
        terminal.wait_for(f"Change the details of {refs[-1]}")
        terminal.read(0.8)
        for _ in range(3):
            terminal.type("\x1b")
            terminal.read(0.3)
        assert terminal.process.poll() is None
        terminal.type("\x11")
        assert terminal.end() == 0
        assert_no_commands(terminal.out)
        text = terminal.text
    # The words themselves are there to be read.
    assert "PWNED" in text
    assert "cm0gLXJmIH4=" in text


def assert_no_commands(out: bytes) -> None:
    """Textual's own left aside, what is left of commands to the terminal draws and moves."""
    raw = _POINTER.sub(b"", out)
    assert b"\x07" not in raw
    assert b"\x1b]" not in raw
    for sequence in (b"\x1b[2J\x1b[H", b"\x1bP$q", b"\x1b[c", b"\x9b2J", b"\x9d0;"):
        assert sequence not in raw, sequence


WILD = " ".join(encodable(text) for text in TERMINAL)


def test_a_record_that_somebody_else_wrote_commands_no_terminal(desk: Desk) -> None:
    """Words that no form would let in, in every column of the record and in desk.toml."""
    from tests.services.forged import forge, rows_of, whole_case, with_text
    from tests.ui.terminal import Terminal

    ref = whole_case(desk)
    rows = [with_text(row, WILD) for row in rows_of(desk)]
    next(row.values for row in rows if row.table == "cases")["ref"] = ref  # type: ignore[index]
    forge(desk, rows, by=WILD, account=WILD, pc=WILD, verb=WILD, about=ref, program=WILD)
    path = desk.folder / "desk.toml"
    council = f"name = {json.dumps(WILD)}".replace("\x7f", "\\u007f")
    path.write_text(re.sub(r'(?m)^name = ".*"$', lambda _: council, path.read_text("utf-8")))
    desk.close()
    keep_settings(Settings(desk.folder, "Sam Patel"))
    with Terminal(size=(130, 40)) as terminal:
        terminal.wait_for("Next deadline", ref)
        terminal.read(1.5)
        terminal.type("\r")
        terminal.wait_for("Other due dates")
        for key, shows in (("t", "newest first"), ("l", "letters narrow"), ("d", "letters narrow")):
            since = len(terminal.text)
            terminal.type(key)
            terminal.wait_for(shows, since=since)
            terminal.type("\x1b")
            terminal.read(1.0)  # a letter right after Esc would be Alt and that letter
        assert terminal.process.poll() is None
        terminal.type("\x11")
        assert terminal.end() == 0
        assert_no_commands(terminal.out)
        assert "PWNED" in terminal.text


def test_a_record_that_is_refused_commands_no_terminal_either(desk: Desk) -> None:
    """Its sentence is printed where the screens were, by nothing that would clean it."""
    from tests.services.forged import forge
    from tests.ui.terminal import Terminal

    log(desk, intake())
    forged = forge(desk, [Row(WILD, 1, {"x": 1})])
    desk.close()
    keep_settings(Settings(desk.folder, "Sam Patel"))
    with Terminal() as terminal:
        terminal.wait_for("holds a row of")
        assert terminal.end() == 1
        assert_no_commands(terminal.out)
    forged.unlink()
