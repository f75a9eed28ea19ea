"""Half-finished forms, kept on this PC until what they hold is in the record.

A draft is named by the id of the change that it will become. So a form that was saved while the
share went away is known again: if its change is in the record, the draft is done with. But not
what was typed after that save began: it is offered again, as a draft of another change.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from complaintdesk.domain.errors import CaseNotFound
from complaintdesk.domain.half_written import (
    SEEN,
    base_after,
    form_alone,
    is_beside,
    meet,
    with_sides,
)
from complaintdesk.domain.intake_form import as_form, read_form
from complaintdesk.record.place import replace_file
from complaintdesk.services.desk import Desk
from complaintdesk.services.since import lines_seen
from complaintdesk.settings import drafts_path

_LINK = ("link_ref", "link_kind")  # where a new case comes from, which no correction asks for
_WINDOWS = 3  # in which the same text may be gone on with


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as typed: for a new complaint, or for the case and version it was based on.

    `task` is the name of the task whose form it is; without one it is the form of the intake.
    `base` is that case's form before anything was typed; it tells a colleague's change from ours.
    `tried` is the form as it went out when it may have got into the record; where several tries
    differ, what they have in common. `on_record` is set where another change holds an earlier
    state of this form: the form as it was then.
    """

    id: str
    fields: Mapping[str, str]
    ref: str = ""
    version: int = 0
    base: Mapping[str, str] = field(default_factory=dict)
    saved_at: str = ""
    task: str = ""
    tried: Mapping[str, str] | None = None
    on_record: Mapping[str, str] | None = None


def keep(desk: Desk, draft: Draft) -> None:
    """Keep a form as it stands; the one before it is replaced whole."""
    path = _path(desk, draft.id)
    is_new = not path.exists()
    stamped = replace(draft, saved_at=desk.now().isoformat(timespec="seconds"))
    # Unpaired surrogates can be typed or pasted; JSON's escapes keep them where UTF-8 cannot.
    replace_file(path, json.dumps(asdict(stamped)).encode("ascii"))
    if is_new:
        _unlink(_before(desk, draft.id))


def unfinished(desk: Desk, ref: str = "", task: str = "") -> tuple[Draft, ...]:
    """The forms to offer again, latest first: for a task on a case, or for intakes."""
    found = (draft for draft in waiting(desk) if (draft.ref, draft.task) == (ref, task))
    return tuple(sorted(found, key=lambda d: d.saved_at, reverse=True))


def tasks_begun(desk: Desk, ref: str) -> frozenset[str]:
    """The names of the tasks on a case whose forms are half written."""
    return frozenset(d.task for d in waiting(desk) if d.ref == ref and d.task)


def waiting(desk: Desk) -> Iterator[Draft]:
    """Every half-written form with something in it that the record does not hold yet."""
    folder = drafts_path(desk.file, desk.folder)
    if folder.is_dir():
        found = (read(path) for path in sorted(folder.glob("*.json")))
        yield from (now for kept in found if kept and (now := _as_of_now(desk, kept)))


def discard(desk: Desk, draft_id: str) -> None:
    """Take a draft away: it is in the record, or the officer said so."""
    _unlink([_path(desk, draft_id), *_before(desk, draft_id)])


def typed_since(draft: Draft, about: str, today: date, new_id: str) -> Draft:
    """What was typed after a try that counted, as a draft of another change on the same case.

    `draft.tried` is what counted. A complaint that was logged by it has its details changed now.
    """
    on_record = dict(draft.tried or {})
    if not draft.task:  # what is read from the form is on record, and not each key
        details, _ = read_form(on_record, today)
        on_record |= as_form(details) if details else {}
    fields, base = (
        {n: text for n, text in form.items() if (n == SEEN or not is_beside(n)) and n not in _LINK}
        for form in (draft.fields, draft.base)
    )
    return replace(
        draft, id=new_id, ref=draft.ref or about, fields=fields, base=base, tried=None,
        on_record=on_record,
    )  # fmt: skip


def own_base(draft: Draft, now: Mapping[str, str]) -> Mapping[str, str]:
    """The form that a draft began from, with what a save of ours has changed since."""
    if draft.on_record is None:
        return draft.base
    return base_after(draft.base, draft.on_record, now, proposes=bool(draft.task))


def joined(draft: Draft, now: Mapping[str, str], version: int, seen: str) -> Draft:
    """What was typed, put into the form as the case is now."""
    met = meet(own_base(draft, now), draft.fields, now)
    fields = with_sides(met, now) | {SEEN: seen}
    return replace(draft, fields=fields, base=now, version=version, on_record=None)


def gone_on(draft: Draft, now: Mapping[str, str], version: int, seen: str) -> Draft:
    """What was typed, on the case as our own save left it.

    Where a colleague has changed that case as well, the version stays: the next save finds it.
    """
    base = own_base(draft, now)
    if base != dict(now):
        return replace(draft, base=base, on_record=None)
    fields = {**draft.fields, SEEN: seen}
    return replace(draft, base=base, version=version, fields=fields, on_record=None)


def _as_of_now(desk: Desk, draft: Draft) -> Draft | None:
    """A draft as it is offered; one that the record holds is done with and goes.

    What was typed after it went out is offered under an id that follows from its own, and its
    file stays until that is kept: looking at drafts loses nothing, at whatever moment it ends.
    """
    about = desk.store.saved_before(draft.id)
    if about is None:
        return draft
    new_id = _next_id(desk, draft)
    if draft.tried in (None, form_alone(draft.fields)) or not new_id:
        discard(desk, draft.id)
        return None
    late = typed_since(draft, about, desk.today(), new_id)
    return late if late.task or not late.ref else _on_its_case(desk, draft, late)


def _on_its_case(desk: Desk, draft: Draft, late: Draft) -> Draft:
    """Corrections joined to the case; where it is there no more they are a complaint again."""
    try:
        seen = str(lines_seen(desk, late.ref))
        case = desk.store.case(late.ref).case
    except CaseNotFound:
        return replace(draft, id=late.id, tried=None)
    now = {**dict.fromkeys(late.base, ""), **as_form(case.details)}
    return joined(late, now, case.version, seen)


def _next_id(desk: Desk, draft: Draft) -> str:
    """The id for what was typed after a draft was saved; "" where that is kept or saved already."""
    for new_id in _following(draft.id):
        there = read(_path(desk, new_id))
        if there is None:
            return "" if desk.store.saved_before(new_id) is not None else new_id
        if there.saved_at > draft.saved_at:
            return ""
    return desk.make_id()


def _following(draft_id: str) -> list[str]:
    """The ids for what goes on from a draft: the same each time, and one for each open window."""
    named = (f"{draft_id} {window}" for window in range(_WINDOWS))
    return [sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32] for name in named]


def _before(desk: Desk, draft_id: str) -> list[Path]:
    """The draft that this one went on from."""
    kept = drafts_path(desk.file, desk.folder).glob("*.json")
    return [path for path in kept if draft_id in _following(path.stem)]


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        # A draft that cannot be taken away is offered again and, once saved, known as done.
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _path(desk: Desk, draft_id: str) -> Path:
    return drafts_path(desk.file, desk.folder) / f"{draft_id}.json"


def read(path: Path) -> Draft | None:
    """A draft, or None for a file that is not one; such a file is left as it is."""
    try:
        found = json.loads(path.read_bytes())
        fields, base = _form(found["fields"]), _form(found.get("base", {}))
        tried, on_record = (
            None if found.get(key) is None else _form(found[key]) for key in ("tried", "on_record")
        )
        ref, version, saved_at = found["ref"], found["version"], found["saved_at"]
        task = found.get("task", "")  # forms kept before there were tasks have none
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not (all(isinstance(s, str) for s in (ref, saved_at, task)) and isinstance(version, int)):
        return None
    return Draft(path.stem, fields, ref, version, base, saved_at, task, tried, on_record)


def _form(found: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in found.items()}
