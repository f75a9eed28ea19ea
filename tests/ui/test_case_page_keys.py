"""The page of a case through keys: from part to part, to linked cases, and a look at its files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from complaintdesk.domain.case import Conflict
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Document, Link, LinkKind
from complaintdesk.services import commands, documents, queries, task_desk
from complaintdesk.services.desk import Desk
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from tests.ui.helpers import (
    MIDDLE,
    choose,
    flat,
    intake,
    log,
    opened,
    press,
    screen_is,
    settle,
    text_of,
    toasts,
    until,
    words_of,
)


async def test_a_rich_case_on_the_smallest_terminal(desk: Desk) -> None:
    (ref,) = log(desk, intake(adjustments="Large print", conflict=Conflict.DECLARED))
    for n in range(12):
        _do(desk, ref, "contact", kind="call", on="20/11/2026", text=f"Call {n}", whom="Ann")
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "Adjustments needed" in text_of(app))
        await until(pilot, lambda: "f File" in text_of(app).split("\n")[-1], "the footer")
        rows = text_of(app).split("\n")
        assert f"{ref} · stage 1 · Ann O'Brien" in rows[0]
        assert rows[1].startswith("    Acknowledge, stage 1 by Friday 27 November 2026")
        assert "Large print" in "\n".join(rows[:6])
        # Every key of the case is named on 80 columns.
        for key in ("l Letters", "w Why", "e Edit", "d Do", "u Undo", "t Timeline", "f File"):
            assert key in rows[-1], rows[-1]
        assert "Other case" not in rows[-1]

        # From part to part, there and back; the first part is the top.
        def top() -> str:
            return text_of(app).split("\n")[1].strip()

        await press(pilot, "]", "]")
        await until(pilot, lambda: top() == "Points of complaint")
        await press(pilot, "[")
        await until(pilot, lambda: top() == "Other due dates")
        await press(pilot, "[")
        await until(pilot, lambda: case.query_one("#page").scroll_y == 0)
        await press(pilot, "[")
        assert case.query_one("#page").scroll_y == 0


def _do(desk: Desk, ref: str, name: str, **typed: str) -> None:
    version = queries.case(desk, ref).file.case.version
    form = task_desk.form(desk, ref, name)
    task_desk.perform(desk, ref, version, name, {s.name: s.value for s in form.fields} | typed)


async def test_linked_cases_open_and_esc_comes_back(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    link = Link(ref, LinkKind.OTHER_PART)
    part = intake("Ann O'Brien", code=Code.GENERAL, service="Parking", summary="Fine [/b]")
    second = commands.log_complaint(desk, part, link=link).ref
    async with opened(desk, MIDDLE) as (app, pilot):
        await press(pilot, "enter")
        first = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: second in words_of(first, "#case"))
        # One link opens at once, and pressed twice opens once.
        await press(pilot, "o")
        await until(pilot, lambda: getattr(app.screen, "ref", "") == second, "the linked case")
        await until(pilot, lambda: "Fine [/b]" in text_of(app))
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is first)
        # Of several, one is chosen.
        third = commands.log_complaint(desk, part, link=replace(link, kind=LinkKind.NEW_ISSUE)).ref
        first.load()
        await until(pilot, lambda: third in words_of(first, "#case"))
        await press(pilot, "o")
        await screen_is(pilot, ChooseScreen)
        assert "a complaint about another issue" in flat(text_of(app))
        await choose(pilot, third)
        await until(pilot, lambda: getattr(app.screen, "ref", "") == third, "the third case")
        await press(pilot, "escape", "o")
        await screen_is(pilot, ChooseScreen)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is first)


async def test_files_are_looked_at_only_when_asked(
    desk: Desk, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    for name in ("one.txt", "two [b].txt"):
        path = tmp_path / name  # type: ignore[operator]
        path.write_text(name)
        documents.add_document(desk, ref, str(path))
    asked: list[str] = []
    real: Callable[..., documents.FileCheck] = documents.verify_document

    def noting(desk: Desk, ref: str, document: Document) -> documents.FileCheck:
        asked.append(document.file)
        return real(desk, ref, document)

    monkeypatch.setattr(documents, "verify_document", noting)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "two [b].txt" in words_of(case, "#case"))
        assert not asked
        assert "Looked at now" not in words_of(case, "#case")
        await press(pilot, "v")
        await until(pilot, lambda: "All as added: 2 files." in toasts(app))
        assert words_of(case, "#case").count("Looked at now: still the file that was added") == 2
        (desk.folder / asked[1]).write_text("TWO [b].txt")
        (desk.folder / asked[0]).unlink()
        await press(pilot, "v")
        await until(pilot, lambda: "Not as added: 2 of 2 files." in toasts(app))
        await settle(pilot)
        assert "CHANGED since it was added" in words_of(case, "#case")
        assert "NOT THERE any more" in words_of(case, "#case")


async def test_history_says_the_moment_on_londons_clock(desk: Desk) -> None:
    desk._clock = lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    log(desk, intake(on=date(2026, 7, 1)))
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "Thu 2 Jul 2026 00:30" in words_of(case, "#case"))
