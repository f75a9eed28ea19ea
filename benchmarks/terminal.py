"""A real program in a pseudo-terminal: how long until something is on its screen."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

_LIMIT = 30.0  # seconds; what takes longer is a failure, not a figure
_STILL = 0.05  # seconds without a byte after which the screen is at rest
_REF = re.compile(rb"CD-\d{4}-\d{4,}")


def in_terminal(
    *arguments: str, size: tuple[int, int] = (80, 24), environment: Mapping[str, str] | None = None
) -> tuple[subprocess.Popen[bytes], int]:
    """Python with these arguments in a pseudo-terminal of its own, and our end of that."""
    if os.name == "nt":
        raise SystemExit("This needs a pseudo-terminal, which Windows has not.")
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    # These would be believed before the terminal itself.
    around = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**around, **(environment or {}), "TERM": "xterm-256color"},
        start_new_session=True,
    )
    os.close(theirs)
    return process, ours


class Program:
    """A program from its start on; use it as a context, which ends it."""

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        self._began = time.perf_counter()
        self._process, self._ours = in_terminal("-m", module, environment=environment)

    def __enter__(self) -> "Program":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._ours)

    def see(self, mark: str) -> float:
        """Seconds from its start until this is on the screen."""
        self._read_until(mark)
        return self.age

    @property
    def age(self) -> float:
        """Seconds since its start."""
        return time.perf_counter() - self._began

    def press(self, key: str, mark: str = "") -> float:
        """Milliseconds from a key until this is drawn, or until anything is."""
        began = time.perf_counter()
        self.send(key)
        self._read_until(mark)
        return (time.perf_counter() - began) * 1000

    def send(self, key: str) -> None:
        """Put a key on its way."""
        os.write(self._ours, key.encode())

    def rest(self, seconds: float = _STILL) -> tuple[str, ...]:
        """Wait until nothing is drawn for so long; returns the references that were drawn."""
        seen = b""
        end = time.monotonic() + _LIMIT
        while select.select([self._ours], [], [], seconds)[0] and time.monotonic() < end:
            seen += self._read()
        return tuple(found.decode() for found in _REF.findall(seen))

    def drain(self) -> None:
        """Take what is already drawn, so that the next bytes are the answer to a key."""
        self.rest(0.0)

    @property
    def memory(self) -> float:
        """Megabytes that the program holds in memory now; only where the system says it so."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1024

    def _read(self) -> bytes:
        try:
            return os.read(self._ours, 65536)
        except OSError:  # as Linux says that nobody is at the other end
            raise SystemExit("The program that is measured ended by itself.") from None

    def _read_until(self, mark: str) -> None:
        seen, end = b"", time.monotonic() + _LIMIT
        while time.monotonic() < end:
            if select.select([self._ours], [], [], 0.05)[0]:
                seen += self._read()
                if seen and mark.encode() in seen:
                    return
        raise SystemExit(f"{mark!r} was not on the screen within {_LIMIT:.0f} seconds.")
