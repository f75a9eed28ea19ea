"""How an officer likes their lists: columns, the sort, and lists kept under a name; on this PC.

One small file beside the store, with a part for each officer. A file that cannot be read, or that
says what no list can be, is passed over: the lists are then as usual.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from complaintdesk.domain.views import SORTS, View, as_kept, from_kept
from complaintdesk.record.place import replace_file
from complaintdesk.services.desk import Desk

_LARGEST = 1_000_000  # bytes of the file
_MOST = 20  # lists kept under a name


@dataclass(frozen=True, slots=True)
class Likes:
    """What one officer chose. Without columns of their own a list shows the usual ones."""

    columns: tuple[str, ...] = ()
    sort: str = "deadline"
    lists: tuple[View, ...] = ()

    def with_list(self, view: View) -> "Likes":
        """A list kept under its name; one of that name before is replaced."""
        others = tuple(each for each in self.lists if each.name != view.name)
        return replace(self, lists=(*others, view)[-_MOST:])

    def without_list(self, name: str) -> "Likes":
        return replace(self, lists=tuple(each for each in self.lists if each.name != name))


def likes(desk: Desk) -> Likes:
    """What the officer of this desk chose before."""
    said = _read(_path(desk)).get(desk.officer)
    if not isinstance(said, dict):
        return Likes()
    columns, kept = _list(said.get("columns")), _list(said.get("lists"))
    views = [from_kept(each) for each in kept if isinstance(each, dict)]
    named = {view.name: view for view in views if view and view.name}
    sort = said.get("sort")
    return Likes(
        tuple(dict.fromkeys(name for name in columns if isinstance(name, str))),
        sort if isinstance(sort, str) and sort in SORTS else "deadline",
        tuple(named.values())[:_MOST],
    )


def keep(desk: Desk, chosen: Likes) -> bool:
    """Remember it; False where this PC cannot, and the choice lasts as long as the program."""
    path = _path(desk)
    own = {
        "columns": list(chosen.columns),
        "sort": chosen.sort,
        "lists": [as_kept(view) for view in chosen.lists],
    }
    said = {**_read(path), desk.officer: own}
    with contextlib.suppress(OSError, RecursionError):  # what is nested too deep is not ours
        replace_file(path, json.dumps(said, indent=1).encode("ascii"))
        return True
    return False


def _path(desk: Desk) -> Path:
    return desk.store_file.with_name("lists.json")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        said = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
