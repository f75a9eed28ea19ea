"""A change and its file: three lines, so that text can be taken out later and the chain still hold.

line 1   the head: number, id, who, when, from where, the verb, the seal of the change before,
         and the hash of line 2
line 2   the payload: the rows that the change wrote
line 3   the seal: the SHA-256 of line 1
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from complaintdesk.domain.change import Author, Change, Origin, Row
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.text import clean_line

FORMAT = 2  # since 2, no folder of the record holds more than a thousand files
_PER_FOLDER = 1000  # a file server looks through a whole folder for a name that is not there


_LONGEST = 20_000  # characters of a name in the head
_NAMES = ("id", "desk", "program", "at", "by", "account", "pc", "verb", "about", "previous")
_NUMBERS = ("number", "schema", "format")
_KINDS = dict.fromkeys(_NAMES, str) | dict.fromkeys(_NUMBERS, int) | {"training": bool}


def encode(change: Change) -> tuple[bytes, str]:
    """The file of a change and its seal."""
    payload = _line({"rows": [[r.table, r.key, r.values] for r in change.rows]})
    head = _line(
        {
            "format": FORMAT,
            "number": change.number,
            "id": change.id,
            "desk": change.origin.desk,
            "training": change.origin.training,
            "program": change.origin.program,
            "schema": change.origin.schema,
            "at": change.at.astimezone(UTC).isoformat(timespec="seconds"),
            "by": change.author.name,
            "account": change.author.account,
            "pc": change.author.pc,
            "verb": change.verb,
            "about": change.about,
            "previous": change.previous,
            "payload": sha256(payload).hexdigest(),
        }
    )
    seal = sha256(head).hexdigest()
    return head + payload + seal.encode() + b"\n", seal


def decode(data: bytes, number: int, schema: int) -> Change:
    """The change in a file. Raises DeskUnusable where it is damaged or from a newer program."""
    lines = data.splitlines(keepends=True)
    if data.count(b"\n") < 3:
        raise cut_short(number)
    if len(lines) != 3 or sha256(lines[0]).hexdigest().encode() + b"\n" != lines[2]:
        raise damaged(number)
    try:
        head = _as_written(lines[0])
        if head["format"] > FORMAT or head["schema"] > schema:
            raise DeskUnusable(
                f"Change {number} of this desk was written by a newer complaintdesk "
                f"({clean_line(str(head['program']))[:40]}). "
                "Update the program on this PC; nothing was changed."
            )
        if head["payload"] != sha256(lines[1]).hexdigest() or head["number"] != number:
            raise damaged(number)
        return _read(head, _as_written(lines[1]), lines[2].decode().strip())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(number) from error


def damaged(number: int) -> DeskUnusable:
    """The refusal of a file that does not carry its own seal."""
    return DeskUnusable(
        f"Change {number} in the desk's record is damaged: it does not match its own seal. "
        f"Nothing was changed. Bring back record/{place_of(number)} from a backup of the folder."
    )


def cut_short(number: int) -> DeskUnusable:
    """The refusal of a file without its last line: a PC went down, on a folder without links."""
    return DeskUnusable(
        f"Change {number} in the desk's record is cut short: a PC went down while writing it, or "
        f"the disk is at fault. If record/{place_of(number)} is the last file there, it never "
        "counted and may be taken away; otherwise bring it back from a backup."
    )


def file_name(number: int) -> str:
    """The name of a change's file."""
    return f"{number:09}.json"


def place_of(number: int) -> str:
    """Where it is below record/: the first 999 there, each next thousand in a folder of its own."""
    thousand = number // _PER_FOLDER
    return f"{thousand:06}/{file_name(number)}" if thousand else file_name(number)


def begins_folder(number: int) -> bool:
    """Whether this is the first change of a folder of its own."""
    return number % _PER_FOLDER == 0


def first_of_folder(number: int) -> int:
    """The first number that the folder of this one can hold."""
    return number // _PER_FOLDER * _PER_FOLDER


def first_of_next_folder(number: int) -> int:
    """The first number that is in the folder after that of this one."""
    return first_of_folder(number) + _PER_FOLDER


def _as_written(line: bytes) -> Any:
    """What a line says. Raises ValueError where we would not have written it like that.

    A key that is there twice, 1e999 or NaN could be read in two ways.
    """
    said = json.loads(line)
    if _line(said) != line:
        raise ValueError("not as it is written here")
    return said


def _read(head: Mapping[str, Any], payload: Mapping[str, Any], seal: str) -> Change:
    for name, kind in _KINDS.items():
        if type(head[name]) is not kind or (kind is str and len(head[name]) > _LONGEST):
            raise ValueError(f"{name} is not what it must be")
    is_whole = len(head["at"]) == len("2026-11-20T10:30:00+00:00")
    if head["schema"] < 1 or not (is_whole and "2000" < head["at"] < "2200"):
        raise ValueError("not a moment or a layout of this desk's")
    return Change(
        number=head["number"],
        id=head["id"],
        origin=Origin(head["desk"], head["training"], head["program"], head["schema"]),
        author=Author(head["by"], head["account"], head["pc"]),
        at=datetime.fromisoformat(head["at"]),
        verb=head["verb"],
        about=head["about"],
        previous=head["previous"],
        rows=tuple(Row(table, key, values) for table, key, values in payload["rows"]),
        seal=seal,
    )


def _line(value: Mapping[str, Any]) -> bytes:
    written = json.dumps(value, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return written.encode() + b"\n"
