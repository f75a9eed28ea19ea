"""A program that dies at a chosen step of saving: nothing of it runs on, not even tidying up."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from complaintdesk.record import folder as record_folder
from complaintdesk.store import store as store_module
from complaintdesk.store import writing as writing_module
from complaintdesk.store.writing import Writing

# Every step from a form to a change that all have: who is patched, the call, and its name.
STEPS: tuple[tuple[Any, str], ...] = (
    (Writing, "save"),
    (Writing, "rows"),
    (Writing, "project"),
    (record_folder, "put_if_free"),
    (os, "fsync"),
    (os, "link"),
    (Path, "unlink"),
    (Writing, "note_change"),
    (writing_module, "note_change"),
    (Session, "commit"),
    (store_module, "apply_row"),
    (store_module, "note_change"),
    (store_module, "project"),
)


class Died(BaseException):
    """The process is gone. Not an Exception: nobody may catch it and go on."""


@contextmanager
def dying(chance: random.Random) -> Iterator[str]:
    """Dies before or after a random step, at one of its first calls, if it is come to at all."""
    owner, name = chance.choice(STEPS)
    after, left = chance.random() < 0.5, [chance.choice((1, 1, 1, 2, 3))]
    is_dead: list[bool] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", _unless(is_dead, Path.unlink))
        real = getattr(owner, name)
        patch.setattr(owner, name, _fatal(real, after, left, is_dead))
        yield f"{'after' if after else 'before'} {getattr(owner, '__name__', owner)}.{name}"


def _fatal(
    real: Callable[..., Any], after: bool, left: list[int], is_dead: list[bool]
) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] != 0:
            return real(*given, **named)
        if after:
            real(*given, **named)
        is_dead.append(True)
        raise Died

    return call


def _unless(is_dead: list[bool], real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        return None if is_dead else real(*given, **named)

    return call
