"""Officers in processes of their own, on one desk."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.proofs.desks import Saved
from benchmarks.proofs.report import require

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Told:
    """What an officer said was saved, how long each took, and what it complained of.

    `again` is how often it was told to try again.
    """

    saved: tuple[Saved, ...]
    seconds: tuple[float, ...]
    again: int
    complained: str


class Officer:
    """A process that works on a desk, started and ready but waiting for the word."""

    def __init__(self, folder: Path, home: Path, count: int, seed: str, first: str = "") -> None:
        self.home = home
        command = [sys.executable, "-m", "benchmarks.proofs.officer"]
        own = {"COMPLAINTDESK_HOME": str(home), "PROOFS_FIRST": first}
        self.process = subprocess.Popen(
            [*command, str(folder), home.name, str(count), seed], cwd=_ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(_ROOT), **own},
        )  # fmt: skip
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self._typed, self._said = self.process.stdin, self.process.stdout
        self._complained = self.process.stderr

    def wait_until_ready(self) -> None:
        said = self._said.readline()
        require(said == "ready\n", f"{self.home.name} cannot begin: {said or self._complaint()}")

    def go(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._typed.write("go\n")
            self._typed.flush()

    def finish(self) -> Told:
        """What it said until it ended. A line cut short by its end was not said."""
        # Not `communicate`: it would pass over what `readline` has already taken in.
        said, complained = self._said.read(), self._complaint()
        self.process.wait(60)
        lines = [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]
        saved = tuple((change_id, ref) for change_id, ref, *_ in lines)
        again = sum(int(tries) - 1 for *_, tries in lines)
        return Told(saved, tuple(float(took) for _, _, took, _ in lines), again, complained)

    def end(self) -> None:
        """Kill it where it still works, and let go of its pipes."""
        if self.process.poll() is None:
            self.process.kill()
        for pipe in (self._typed, self._said, self._complained):
            with contextlib.suppress(OSError):
                pipe.close()
        self.process.wait(60)

    def _complaint(self) -> str:
        return self._complained.read()


@contextmanager
def officers(
    folder: Path, homes: Iterable[Path], count: int, seed: str, first: str = ""
) -> Iterator[list[Officer]]:
    """Officers that begin in the same instant; none outlives this."""
    started = [
        Officer(folder, home, count, f"{seed}/{n}", first) for n, home in enumerate(homes, 1)
    ]
    try:
        for each in started:
            each.wait_until_ready()
        for each in started:
            each.go()
        yield started
    finally:
        for each in started:
            each.end()
