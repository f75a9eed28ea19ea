"""How an officer likes their lists: columns, the sort, and lists kept under a name; on this PC.

One small file beside the store, with a part for each officer. A file that cannot be read, or that
says what no list can be, is passed over: the lists are then as usual.

Several windows may be open on one PC. So what is kept is what was changed, put into the file as it
is by then, one window at a time: a list that another window kept meanwhile stays.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from complaintdesk.domain.views import SORTS, View, as_kept, from_kept
from complaintdesk.record.place import replace_file
from complaintdesk.services.desk import Desk
from complaintdesk.store.one_at_a_time import one_at_a_time

_LARGEST = 1_000_000  # bytes of the file
_MOST = 20  # lists kept under a name
_PATIENCE = 5.0  # seconds that another window of this PC is waited for


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


_NOTHING = Likes()


def likes(desk: Desk) -> Likes:
    """What the officer of this desk chose before."""
    try:
        return _likes_in(_read(_path(desk)), desk.officer)
    except OSError:
        return _NOTHING


def keep(desk: Desk, chosen: Likes, before: Likes = _NOTHING) -> bool:
    """Remember what was chosen since `before`, which is what this window read or kept last.

    False where this PC cannot; the choice then lasts as long as the program.
    """
    path = _path(desk)
    # What is nested too deep is not ours; what cannot be read now is not written over.
    with suppress(OSError, RecursionError), one_at_a_time(path, _PATIENCE):
        said = _read(path)
        now = _merged(_likes_in(said, desk.officer), before, chosen)
        said = {**said, desk.officer: _in_file(now)}
        replace_file(path, json.dumps(said, indent=1).encode("ascii"))
        return True
    return False


def _merged(kept: Likes, before: Likes, chosen: Likes) -> Likes:
    """What is in the file with what was changed from `before` to `chosen`, and nothing else."""
    for view in before.lists:
        if view.name not in {each.name for each in chosen.lists}:
            kept = kept.without_list(view.name)
    for view in chosen.lists:
        if view not in before.lists:
            kept = kept.with_list(view)
    return replace(
        kept,
        columns=kept.columns if chosen.columns == before.columns else chosen.columns,
        sort=kept.sort if chosen.sort == before.sort else chosen.sort,
    )


def _likes_in(file: Mapping[str, Any], officer: str) -> Likes:
    said = file.get(officer)
    if not isinstance(said, dict):
        return _NOTHING
    columns, kept = _list(said.get("columns")), _list(said.get("lists"))
    views = [from_kept(each) for each in kept if isinstance(each, dict)]
    named = {view.name: view for view in views if view and view.name}
    sort = said.get("sort")
    return Likes(
        tuple(dict.fromkeys(name for name in columns if isinstance(name, str))),
        sort if isinstance(sort, str) and sort in SORTS else "deadline",
        tuple(named.values())[:_MOST],
    )


def _in_file(chosen: Likes) -> dict[str, object]:
    lists = [as_kept(view) for view in chosen.lists]
    return {"columns": list(chosen.columns), "sort": chosen.sort, "lists": lists}


def _path(desk: Desk) -> Path:
    return desk.store_file.with_name("lists.json")


def _read(path: Path) -> Mapping[str, Any]:
    """What the file says; nothing where there is none, or none of ours. Raises OSError."""
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        said = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
