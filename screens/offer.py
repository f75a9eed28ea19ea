"""Opening the intake form: what was half written before is offered first."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual.content import Content

from complaintdesk.domain.case import Case, Kind
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.half_written import SEEN
from complaintdesk.domain.intake_form import as_form
from complaintdesk.services import drafts, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.since import lines_seen
from screens import show
from screens.ask import ChooseScreen
from screens.base import DeskScreen, off_loop
from screens.held_keys import Opening, open_above
from screens.intake import IntakeScreen

_EMPTY = {"kind": str(Kind.COMPLAINT)}


def open_form(
    screen: DeskScreen[Any],
    *,
    ref: str = "",
    focus: str = "",
    done: Callable[[str | None], None] | None = None,
) -> None:
    """Open the form for a new complaint or for a case, offering what was half written first."""
    desk = screen.desk

    async def ask(opening: Opening) -> None:
        try:
            if ref:
                await off_loop(desk.refuse_carrying_on)
            case = (await off_loop(queries.case, desk, ref)).file.case if ref else None
            draft = await _choose_draft(desk, case, opening)
        except DeskError as error:
            screen.refuse(error)
            return
        if draft is not None:
            form = IntakeScreen(desk, draft, case, await off_loop(desk.today), focus)
            await opening.show(form, done)

    open_above(screen, ask)


def open_linked(
    screen: DeskScreen[Any],
    ref: str,
    name: str,
    done: Callable[[str | None], None] | None = None,
) -> None:
    """Open the form for a case that comes out of another one, with what is known filled in."""
    desk = screen.desk

    async def ask(opening: Opening) -> None:
        try:
            await off_loop(desk.refuse_carrying_on)
            fields = await off_loop(task_desk.linked_form, desk, ref, name)
        except DeskError as error:
            screen.refuse(error)
            return
        draft = Draft(desk.make_id(), fields, base=fields)
        form = IntakeScreen(desk, draft, None, await off_loop(desk.today), "")
        await opening.show(form, done)

    open_above(screen, ask)


async def _choose_draft(desk: Desk, case: Case | None, opening: Opening) -> Draft | None:
    fields = as_form(case.details) if case else _EMPTY | {"officer": desk.officer}
    fresh = Draft(desk.make_id(), fields, base=fields)
    if case:
        seen = await off_loop(lines_seen, desk, case.ref)
        fields = {**fields, SEEN: str(seen)}
        fresh = replace(fresh, fields=fields, ref=case.ref, version=case.version)
    kept = await off_loop(drafts.unfinished, desk, fresh.ref)
    if not kept:
        return fresh
    draft = kept[0]
    chosen = await opening.ask(
        ChooseScreen(
            _about(draft, len(kept)),
            (
                ("go-on", "Go on with it"),
                ("fresh", "Start afresh and keep it for later"),
                ("discard", "Throw it away and start afresh"),
            ),
        )
    )
    if chosen == "discard":
        await off_loop(drafts.discard, desk, draft.id)
    return {"go-on": draft, "fresh": fresh, "discard": fresh}.get(chosen or "")


def _about(draft: Draft, count: int) -> Content:
    who = draft.fields.get("complainant_name", "").strip() or "no name yet"
    what = draft.fields.get("point_1", "").strip() or draft.fields.get("summary", "")
    more = f" There are {count}; this is the latest." if count > 1 else ""
    kind = f"changes to {draft.ref}" if draft.ref else "a new complaint"
    return show.stacked(
        [
            Content.assemble(("Half written: ", "bold"), show.line(kind), f".{more}"),
            show.line(f"{who}: {what[:200]}" if what.strip() else who),
        ]
    )
