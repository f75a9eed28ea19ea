"""How much a run tries: enough at each change, and all there is in a long run.

`pytest --long` runs the whole of what is thinned out otherwise, and so does
HYPOTHESIS_PROFILE=long for the examples alone.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")
_LONG = "TESTS_LONG"  # worker processes are told by it
_FRACTION = 4


def begin_long_run() -> None:
    """Try everything, in this process and in those that it starts."""
    os.environ[_LONG] = "1"


def examples(full: int) -> int:
    """How many examples hypothesis makes up: all in a long run, else a quarter."""
    is_long = os.environ.get("HYPOTHESIS_PROFILE") == "long" or _is_long()
    return full if is_long else max(1, full // _FRACTION)


def share(items: Sequence[_T], turn: int, turns: int) -> Sequence[_T]:
    """Every item in a long run; else one turn's share, so that all turns together have each once.

    For what would be tried in every combination: each item is, and each turn is, but not each
    item at each turn.
    """
    return items if _is_long() else items[turn::turns]


def _is_long() -> bool:
    return os.environ.get(_LONG) == "1"
