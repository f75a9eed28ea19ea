"""Every call that a program makes of a folder, seen one by one; from a chosen one on, they fail."""

import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_BY_PATH = ("open", "stat", "lstat", "listdir", "scandir", "mkdir", "chmod", "link", "unlink",
            "rename", "replace", "utime")  # fmt: skip
_BY_HANDLE = ("fsync", "fstat", "close")
_OPENING = ("open", "listdir", "scandir")  # whoever never got the answer cannot close it


class Tap:
    """Notes each call; that at place `at` (from 0) fails with `error`, `after` its work if asked.

    `stays` says which later ones fail too: "" none, "name" those of its name, "all" every one.
    `hang` is how many seconds it takes to fail.
    """

    def __init__(
        self, folder: Path, at: int = -1, error: int = 0, *, after: bool = False, stays: str = "",
        hang: float = 0.0,
    ) -> None:  # fmt: skip
        self._folder, self._at, self._error = str(folder), at, error
        self._after, self._stays, self._hang = after, stays, hang
        self._handles: set[int] = set()
        self.calls: list[str] = []
        self.failed = ""  # the name of the call that was made to fail

    def heard(self, name: str, work: Callable[[], Any]) -> Any:
        """Make a call, or let it fail."""
        self.calls.append(name)
        if not self._must_fail(name):
            return work()
        if not self.failed:
            time.sleep(self._hang)
        self.failed = self.failed or name
        if self._after and name not in _OPENING:
            work()
        raise OSError(self._error, os.strerror(self._error))

    def _must_fail(self, name: str) -> bool:
        if self.failed:
            return self._stays == "all" or (self._stays == "name" and name == self.failed)
        return len(self.calls) - 1 == self._at

    def is_ours(self, given: tuple[Any, ...]) -> bool:
        """Whether a call names something in the folder, or a file of it that is open."""
        if given and isinstance(given[0], int):
            return given[0] in self._handles
        paths = [os.fspath(one) for one in given if isinstance(one, (str, os.PathLike))]
        return any(str(path).startswith(self._folder) for path in paths)

    def opened(self, handle: int) -> int:
        self._handles.add(handle)
        return handle

    def closed(self, handle: int) -> None:
        self._handles.discard(handle)


class _File(io.FileIO):
    """A file whose writing and closing are heard too."""

    def __init__(self, handle: int, mode: str, tap: Tap) -> None:
        super().__init__(handle, mode)
        self._tap = tap

    def write(self, data: Any) -> int:
        written: int = self._tap.heard("write", lambda: io.FileIO.write(self, data))
        return written

    def close(self) -> None:
        if self.closed:
            return
        self._tap.closed(self.fileno())
        try:
            self._tap.heard("close", lambda: None)
        finally:
            super().close()


@contextmanager
def tapped(tap: Tap) -> Iterator[Tap]:
    """While this lasts, the tap hears and fails what is asked of its folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (*_BY_PATH, *_BY_HANDLE):
            patch.setattr(os, name, _heard(tap, name, getattr(os, name)))
        patch.setattr(os, "fdopen", _fdopen(tap, os.fdopen))
        yield tap


def _heard(tap: Tap, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        if not tap.is_ours(given):
            return real(*given, **named)
        if name == "close":
            tap.closed(given[0])
        found = tap.heard(name, lambda: real(*given, **named))
        return tap.opened(found) if name == "open" else found

    return call


def _fdopen(tap: Tap, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(handle: int, mode: str = "r", *given: Any, **named: Any) -> Any:
        if not tap.is_ours((handle,)):
            return real(handle, mode, *given, **named)
        raw = _File(handle, mode, tap)
        return io.BufferedReader(raw) if "r" in mode else io.BufferedWriter(raw)

    return call
