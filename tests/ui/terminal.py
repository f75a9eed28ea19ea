"""The real program in a real terminal of its own: keys go in, every byte that comes out is kept."""

import os
import re
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from benchmarks.terminal import in_terminal

_ESCAPES = re.compile(
    rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|.)"
)
_PATIENCE = 20.0


class Terminal:
    """A pseudo-terminal with complaintdesk in it."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        self.out = b""
        root = str(Path(__file__).parents[2])
        self.process, self._ours = in_terminal(
            "-m", "complaintdesk", *arguments, size=size, environment={"PYTHONPATH": root}
        )

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)

    @property
    def text(self) -> str:
        """What was ever shown, without the escape sequences."""
        return _ESCAPES.sub(b"", self.out).decode("utf-8", "replace")

    def read(self, seconds: float) -> None:
        """Take what comes for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self._take(left):
                return

    def read_until(self, condition: Callable[[], object]) -> None:
        """Read on until something is so on the disk."""
        end = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < end, f"it never came:\n{self.text[-3000:]}"
            self.read(0.1)

    def wait_for(self, *pieces: str, since: int = 0) -> int:
        """Read until all of these were shown after `since`; returns how much was shown so far."""
        end = time.monotonic() + _PATIENCE
        while any(piece not in self.text[since:] for piece in pieces):
            assert time.monotonic() < end, f"{pieces} never came:\n{self.text[-3000:]}"
            if not self._take(0.2):
                assert all(piece in self.text[since:] for piece in pieces), self.text[-3000:]
        return len(self.text)

    def type(self, *keys: str) -> None:
        """Type as people do: after each piece a moment for the program to follow."""
        for piece in keys:
            os.write(self._ours, piece.encode())
            self.read(0.15)

    def kill(self) -> None:
        """As when the power goes: no chance to tidy up."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> int:
        """Read on until the program has ended; returns its status."""
        deadline = time.monotonic() + _PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it runs on:\n{self.text[-2000:]}"
            self._take(0.1)
        self.read(0.2)
        return self.process.returncode

    def _take(self, seconds: float) -> bool:
        """Read what is there; False once the other side is closed."""
        ready, _, _ = select.select([self._ours], [], [], max(seconds, 0))
        if not ready:
            return True
        try:
            found = os.read(self._ours, 65536)
        except OSError:
            return False
        self.out += found
        return bool(found)
