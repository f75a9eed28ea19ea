"""Half-finished forms, kept on this PC until what they hold is in the record.

A draft is named by the id of the change that it will become. So a form that was saved while the
share went away is known again: if its change is in the record, the draft is done with.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from complaintdesk.record.place import replace_file
from complaintdesk.services.desk import Desk
from complaintdesk.settings import drafts_path


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as typed: for a new complaint, or for the case and version it was based on.

    `task` is the name of the task whose form it is; without one it is the form of the intake.
    `base` is that case's form before anything was typed; it tells a colleague's change from ours.
    """

    id: str
    fields: Mapping[str, str]
    ref: str = ""
    version: int = 0
    base: Mapping[str, str] = field(default_factory=dict)
    saved_at: str = ""
    task: str = ""


def keep(desk: Desk, draft: Draft) -> None:
    """Keep a form as it stands; the one before it is replaced whole."""
    stamped = replace(draft, saved_at=desk.now().isoformat(timespec="seconds"))
    # Unpaired surrogates can be typed or pasted; JSON's escapes keep them where UTF-8 cannot.
    replace_file(_path(desk, draft.id), json.dumps(asdict(stamped)).encode("ascii"))


def unfinished(desk: Desk, ref: str = "", task: str = "") -> tuple[Draft, ...]:
    """The forms to offer again, latest first: for a task on a case, or for intakes."""
    found = (draft for draft in _kept(desk, ref) if draft.task == task)
    waiting = [draft for draft in found if _is_waiting(desk, draft)]
    return tuple(sorted(waiting, key=lambda d: d.saved_at, reverse=True))


def tasks_begun(desk: Desk, ref: str) -> frozenset[str]:
    """The names of the tasks on a case whose forms are half written."""
    return frozenset(d.task for d in _kept(desk, ref) if d.task and _is_waiting(desk, d))


def discard(desk: Desk, draft_id: str) -> None:
    """Take a draft away: it is in the record, or the officer said so."""
    # A draft that cannot be taken away is offered again and, once saved, known as done.
    with contextlib.suppress(OSError):
        _path(desk, draft_id).unlink(missing_ok=True)


def _kept(desk: Desk, ref: str) -> Iterator[Draft]:
    folder = drafts_path(desk.file, desk.folder)
    if folder.is_dir():
        found = (read(path) for path in sorted(folder.glob("*.json")))
        yield from (draft for draft in found if draft and draft.ref == ref)


def _is_waiting(desk: Desk, draft: Draft) -> bool:
    """Whether the record does not hold it yet; one that it holds is done with and goes."""
    if desk.store.saved_before(draft.id) is None:
        return True
    discard(desk, draft.id)
    return False


def _path(desk: Desk, draft_id: str) -> Path:
    return drafts_path(desk.file, desk.folder) / f"{draft_id}.json"


def read(path: Path) -> Draft | None:
    """A draft, or None for a file that is not one; such a file is left as it is."""
    try:
        found = json.loads(path.read_bytes())
        fields = {str(k): str(v) for k, v in found["fields"].items()}
        base = {str(k): str(v) for k, v in found.get("base", {}).items()}
        ref, version, saved_at = found["ref"], found["version"], found["saved_at"]
        task = found.get("task", "")  # forms kept before there were tasks have none
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not (all(isinstance(s, str) for s in (ref, saved_at, task)) and isinstance(version, int)):
        return None
    return Draft(path.stem, fields, ref, version, base, saved_at, task)
