"""What is asked of the database, and how SQLite's planner would go about each.

It knows nothing of how many rows there are, so a small desk tells for a large one.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

_ASKS = ("SELECT", "WITH", "UPDATE", "DELETE")
_MADE_FOR_IT = re.compile("AUTOMATIC")  # an index over the whole table, made for one query
_OF_NONE = re.compile(r"IN\s*\(\)$")  # where there is no case to look at, nothing is looked at
_SORTED = re.compile("TEMP B-TREE")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that was run, and the planner's lines on it."""

    query: str
    plan: tuple[str, ...]

    def faults(self, whole: re.Pattern[str]) -> list[str]:
        """The lines that go through what is never to be gone through, or index it for this."""
        if _OF_NONE.search(self.query):
            return []
        return [line for line in self.plan if whole.match(line) or _MADE_FOR_IT.search(line)]

    @property
    def is_sorted(self) -> bool:
        return any(_SORTED.search(line) for line in self.plan)


class _Cursor(sqlite3.Cursor):
    """Asks the planner of each query, with what is bound in it, before it runs."""

    heard: list[Asked]

    def execute(self, query: str, bound: Any = ()) -> sqlite3.Cursor:  # type: ignore[override]
        if query.lstrip().startswith(_ASKS):
            lines = super().execute(f"EXPLAIN QUERY PLAN {query}", bound).fetchall()
            self.heard.append(Asked(query, tuple(line[3] for line in lines)))
        return super().execute(query, bound)


class _Connection(sqlite3.Connection):
    watched: type[_Cursor]

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(self.watched)

    def execute(self, query: str, bound: Any = ()) -> sqlite3.Cursor:  # type: ignore[override]
        return self.cursor().execute(query, bound)  # type: ignore[no-any-return]


@contextmanager
def listening() -> Iterator[list[Asked]]:
    """Whatever is asked of any database meanwhile, by sqlite3 alone or through SQLAlchemy."""
    heard: list[Asked] = []
    cursor = type("Cursor", (_Cursor,), {"heard": heard})
    connection = type("Connection", (_Connection,), {"watched": cursor})
    watched = partial(sqlite3.connect, factory=connection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", watched)
        patch.setattr(sqlite3.dbapi2, "connect", watched)
        yield heard
