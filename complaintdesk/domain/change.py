"""A change: one thing that an officer did, as it travels between the record and every store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

FIRST = "0" * 64  # what the first change names as the seal before it


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a change left it: all its values, or None where it was taken away."""

    table: str
    key: int
    values: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change. The account and PC are the system's own word; it is not authentication."""

    name: str
    account: str
    pc: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What every change of one desk has in common, as written by this program."""

    desk: str
    training: bool
    program: str
    schema: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing an officer did, and the case it is about.

    `at` is UTC; `previous` and `seal` are SHA-256 in hex.
    """

    number: int
    id: str
    origin: Origin
    author: Author
    at: datetime
    verb: str
    about: str
    previous: str
    rows: tuple[Row, ...]
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What is remembered of a change once its rows are applied: who did what, and when (UTC)."""

    id: str
    by: str
    pc: str
    at: datetime
    verb: str
    about: str
