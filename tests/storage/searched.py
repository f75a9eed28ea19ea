"""Cases to be found, and finding them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date

from complaintdesk.domain.case import Intake, Person, Point, Responsibility
from complaintdesk.domain.views import View
from complaintdesk.services import commands, searching
from complaintdesk.services.desk import Desk
from complaintdesk.store.search_index import index_path

OtherPc = Callable[..., Desk]


def found(desk: Desk, typed: str, view: View | None = None) -> list[str]:
    """What is found once the index is up to date."""
    assert searching.refresh(desk)
    answer = searching.search(desk, view or View(), typed)
    assert not answer.is_behind
    return [row.ref for row in answer.rows]


def complaint(name: str, **more: object) -> Intake:
    return replace(
        Intake(Person(name, "1 Mill Lane"), date(2026, 11, 13), officer="Sam Patel",
               points=(Point("Bins", "An apology", Responsibility.OURS),)),
        **more,
    )  # type: ignore[arg-type]  # fmt: skip


def logged(desk: Desk, name: str = "Ann Ash", **more: object) -> str:
    return commands.log_complaint(desk, complaint(name, **more)).ref


def ask(desk: Desk, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(index_path(desk.store_file))) as connection:
        return connection.execute(query).fetchall()
