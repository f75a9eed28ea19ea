"""A cold start to a queue that can be used, beside a bare Textual program of the same size.

Real processes in a pseudo-terminal of 80x24, in turn. *Seen*: from the start of the process until
the first case is on the screen. *Usable*: until the screen answers the first key press after that.
"""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks import bare
from benchmarks.figures import Figure, figure, ratio

_LIMIT = 30.0  # seconds; a start that takes longer is a failure, not a figure


def start(runs: int) -> Iterator[Figure]:
    """Seen and usable, ours and bare in turn, and their ratios."""
    if os.name == "nt":
        raise SystemExit("The benchmark `start` needs a pseudo-terminal, which Windows has not.")
    with _desk() as (environment, first):
        ours, theirs = [], []
        for _ in range(runs + 1):
            ours.append(_time([sys.executable, "-m", "complaintdesk"], first, environment))
            theirs.append(_time([sys.executable, "-m", "benchmarks.bare"], bare.MARK, environment))
    # The first pair warms the disk's cache and is not counted.
    for place, name in enumerate(("seen", "usable")):
        a, b = [t[place] for t in ours[1:]], [t[place] for t in theirs[1:]]
        yield figure(f"start, {name}", a, "s")
        yield figure(f"start, {name}, bare Textual", b, "s")
        yield ratio(f"start, {name}", a, b, "a bare Textual program")


@contextmanager
def _desk() -> Iterator[tuple[dict[str, str], str]]:
    """A desk of 60 cases that this PC has opened before, and its first case in the queue."""
    from complaintdesk.services import queries
    from complaintdesk.services.desk import Desk
    from complaintdesk.services.making import keep_settings
    from complaintdesk.services.training import OFFICER, make_training_desk
    from complaintdesk.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "COMPLAINTDESK_HOME": str(Path(folder) / "pc")}
        environment |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        os.environ["COMPLAINTDESK_HOME"] = environment["COMPLAINTDESK_HOME"]
        path = make_training_desk(Path(folder) / "desk", 60, date(2026, 11, 20), 1)
        keep_settings(Settings(path, OFFICER))
        desk = Desk(path, OFFICER)
        yield environment, queries.queue(desk).rows[0].ref


def _time(command: list[str], mark: str, environment: dict[str, str]) -> tuple[float, float]:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    try:
        _read_until(ours, mark.encode())
        seen = time.perf_counter() - began
        _drain(ours)
        os.write(ours, b"j")
        _read_until(ours, b"")
        return seen, time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


def _read_until(terminal: int, mark: bytes) -> None:
    seen, end = b"", time.monotonic() + _LIMIT
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.05)[0]:
            seen += os.read(terminal, 65536)
            if seen and mark in seen:
                return
    raise SystemExit(f"{mark!r} was not on the screen within {_LIMIT:.0f} seconds.")


def _drain(terminal: int) -> None:
    """Take what is already painted, so that the next bytes are the answer to the key."""
    while select.select([terminal], [], [], 0.0)[0]:
        os.read(terminal, 65536)
