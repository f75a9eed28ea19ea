"""What a restored desk and the present one do not have in common, in plain sentences."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk.domain.change import Change
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import DeskError, DeskUnusable, ShareUnavailable
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.who import shortly
from complaintdesk.record.folder import Record
from complaintdesk.services.backups.contents import hash_of
from complaintdesk.services.backups.looking import look
from complaintdesk.services.backups.manifest import Manifest
from complaintdesk.services.backups.names import is_beside
from complaintdesk.settings import DESK_FILE, read_desk_file
from complaintdesk.store import SCHEMA

_MOST = 40  # lines of one kind; the rest are counted


def differences(restored: Path, manifest: Manifest, present: Path) -> Iterator[str]:
    """Compare; a present desk that cannot be read to its end is compared as far as it goes."""
    try:
        file = read_desk_file(present)
    except DeskUnusable as error:
        yield f"The present desk could not be compared: {error}"
        return
    if file.id != manifest.desk:
        yield f"The desk in {present} is another one, so the two were not compared."
        return
    ours, theirs = (Record(folder / "record", SCHEMA) for folder in (restored, present))
    found = [
        *_changes(ours, theirs, manifest),
        *_files(manifest, present),
        *_policy(restored, present),
    ]  # fmt: skip
    yield from found or [f"Nothing differs from the present desk in {present}."]


def _changes(restored: Record, present: Record, manifest: Manifest) -> Iterator[str]:
    try:
        at_head = present.read(manifest.head) if manifest.head else None
        is_same = not manifest.head or (at_head is not None and at_head.seal == manifest.seal)
    except (DeskUnusable, ShareUnavailable):
        is_same = False
    if is_same:
        yield from _later(present, manifest.head)
    else:
        yield from _parting(restored, present, manifest.head)


def _later(present: Record, head: int) -> Iterator[str]:
    """The changes of the present desk that came after the backup."""
    found, fault = _read_on(present, head)
    if found:
        yield (
            f"Not in the backup: {_numbers(head + 1, found[-1].number)} of the present desk. Do "
            "these again if you go on with the restored desk:"
        )
        yield from _at_most([_line(change) for change in found])
    if fault:
        yield f"The present desk's record cannot be read further: {fault}"


def _read_on(present: Record, head: int) -> tuple[list[Change], str]:
    found: list[Change] = []
    try:
        while (change := present.read(head + len(found) + 1)) is not None:
            found.append(change)
        present.check_no_gap(head + len(found))
    except DeskError as error:
        return found, str(error)
    return found, ""


def _parting(restored: Record, present: Record, head: int) -> Iterator[str]:
    """Where the two records part: the present one ends, is damaged, or goes on otherwise."""
    for number in range(1, head + 1):
        ours = restored.read(number)
        try:
            theirs = present.read(number)
        except DeskError as error:
            yield f"The present desk's record can be read up to change {number - 1}: {error}"
            return
        if theirs is None:
            yield (
                f"Only in the backup: {_numbers(number, head)}. The present desk's record ends at "
                f"change {number - 1}."
            )
            return
        if ours and ours.seal != theirs.seal:
            yield f"The two records part at change {number}, so one of them was changed or swapped."
            yield f"  in the backup: {_line(ours).strip()}"
            yield f"  in the present desk: {_line(theirs).strip()}"
            return


def _files(manifest: Manifest, present: Path) -> Iterator[str]:
    try:
        looked = look(present, 0)
    except DeskError as error:
        yield str(error)
        return
    here = {e.path: e.size for e in manifest.files if is_beside(e.path)}
    there = {found.path: found.size for found in looked.beside}
    yield from _named("Only in the backup", sorted(here.keys() - there.keys()))
    yield from _named("Not in the backup", sorted(there.keys() - here.keys()))
    other = sorted(path for path in here.keys() & there.keys() if here[path] != there[path])
    yield from _named("Of another size than in the backup", other)
    yield from _templates(manifest, present, looked.small)


def _templates(manifest: Manifest, present: Path, small: tuple[str, ...]) -> Iterator[str]:
    here = {e.path: e.sha256 for e in manifest.files if e.path.startswith("templates/")}
    there = {path for path in small if path.startswith("templates/")}
    yield from _named("Only in the backup", sorted(here.keys() - there))
    yield from _named("Not in the backup", sorted(there - here.keys()))
    both = sorted(here.keys() & there)
    yield from _named(
        "Other than in the backup", [p for p in both if hash_of(present / p) != here[p]]
    )


def _policy(restored: Path, present: Path) -> Iterator[str]:
    ours, theirs = (_keys(folder / DESK_FILE) for folder in (restored, present))
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            said = [_value(found, key) for found in (ours, theirs)]
            yield f"desk.toml, {clean_line(key)}: {said[0]} in the backup, {said[1]} now."


def _keys(path: Path) -> Mapping[str, Any]:
    return dict(_flat(tomllib.loads(path.read_text("utf-8-sig")), ""))


def _flat(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _value(found: Mapping[str, Any], key: str) -> str:
    if key not in found:
        return "nothing"
    value = found[key]
    if isinstance(value, list):
        return f"[{', '.join(clean_line(str(each)) for each in value)}]"
    return f"“{clean_line(str(value))}”"


def _named(what: str, paths: list[str]) -> Iterator[str]:
    if paths:
        yield f"{what}, of letters, documents and templates:"
        yield from _at_most([f"  {clean_line(path)}" for path in paths])


def _at_most(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"  and {len(lines) - _MOST:,} more."


def _numbers(first: int, last: int) -> str:
    return f"change {first}" if first == last else f"changes {first} to {last}"


def _line(change: Change) -> str:
    at, by = change.at.astimezone(ZoneInfo("Europe/London")), change.author
    about = f", {clean_line(change.about)}" if change.about else ""
    return (
        f"  change {change.number}: {shortly(by.name, by.account, by.pc)}, {in_words(at.date())} "
        f"at {at:%H:%M}, {clean_line(change.verb)}{about}"
    )
