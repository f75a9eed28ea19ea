"""Officers in processes of their own, on one desk."""

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

from benchmarks.proofs import officer
from benchmarks.proofs.desks import Saved
from benchmarks.proofs.report import require

# On POSIX each is forked from a process that has loaded the program and done nothing with it: what
# dies is a real process, and thousands can die in minutes.
_PROCESSES: SpawnContext | ForkServerContext = (
    multiprocessing.get_context("spawn")
    if os.name == "nt"
    else multiprocessing.get_context("forkserver")
)
_PROCESSES.set_forkserver_preload([officer.__name__, "complaintdesk.store.store"])
Acknowledged = tuple[str, str, float, int]  # a change's id, its case, the seconds, the tries
_READY = 120.0  # seconds to begin in, on a busy machine


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
        self._ear, theirs = _PROCESSES.Pipe()
        self.process = _PROCESSES.Process(
            target=officer.main, args=(theirs, folder, home, count, seed, first), daemon=True
        )
        self.process.start()
        theirs.close()  # so that its end is heard
        self._said = list[str | Acknowledged]()
        self._listener = threading.Thread(target=self._listen)

    def wait_until_ready(self) -> None:
        said = self._ear.recv() if self._ear.poll(_READY) else "no word"
        require(said == "ready", f"{self.home.name} cannot begin: {said}")

    def go(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._ear.send("go")
        self._listener.start()

    def _listen(self) -> None:
        """From the start: an officer stands still whose pipe is full of what nobody hears."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._said.append(self._ear.recv())

    def finish(self) -> Told:
        """What it said until it ended. What was cut short by its end was not said."""
        self._listener.join()
        self.process.join(60)
        complained = "".join(said for said in self._said if isinstance(said, str))
        told = [said for said in self._said if not isinstance(said, str)]
        saved = tuple((change_id, ref) for change_id, ref, _, _ in told)
        again = sum(tries - 1 for *_, tries in told)
        return Told(saved, tuple(took for _, _, took, _ in told), again, complained)

    def end(self) -> None:
        """Kill it where it still works, and let go of its pipe."""
        self.process.kill()
        self.process.join(60)
        if self._listener.is_alive():
            self._listener.join()
        self._ear.close()


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
