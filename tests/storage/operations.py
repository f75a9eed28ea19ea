"""Counting what a program asks of a folder: each call may be a round trip to the file server."""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_BY_PATH = ("open", "stat", "lstat", "listdir", "scandir", "unlink", "link", "rename", "replace",
            "mkdir", "chmod")  # fmt: skip


@contextmanager
def counted(folder: Path) -> Iterator[list[str]]:
    """The calls that name something below a folder, in order; reading and closing come with open.

    What Python's own file objects write is seen as the `open`, the `fsync` and one `write`.
    """
    calls: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in _BY_PATH:
            patch.setattr(os, name, _counting(name, getattr(os, name), folder, calls))
        for module in (io, builtins):
            patch.setattr(module, "open", _counting("open", open, folder, calls))
        patch.setattr(os, "fsync", _noting("fsync", os.fsync, calls))
        yield calls


def _counting(
    name: str, real: Callable[..., Any], folder: Path, calls: list[str]
) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        paths = [str(each) for each in given if isinstance(each, (str, os.PathLike))]
        if any(path.startswith(str(folder)) for path in paths):
            calls.append(name)
        return real(*given, **named)

    return call


def _noting(name: str, real: Callable[..., Any], calls: list[str]) -> Callable[..., Any]:
    def call(*given: Any) -> Any:
        calls.append(name)
        return real(*given)

    return call
