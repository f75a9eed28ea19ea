"""A case on one page, and why each of its dates is what it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from complaintdesk.domain.case import (
    Authority,
    Conflict,
    Discretion,
    Person,
    Point,
    Representative,
    Responsibility,
)
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.queue import QueueScreen
from screens.why import WhyScreen
from tests.storage.helpers import acknowledge_by_letter
from tests.ui.helpers import (
    MIDDLE,
    flat,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    until,
    words_of,
)

FULL = intake(
    "Ann O'Brien",
    date(2026, 11, 18),
    received_time=time(18, 40),
    channel="phone",
    representative=Representative(
        Person("Bea Long", "2 High Street", "bea@example.org", "01632 960222"),
        "daughter",
        Authority.WRITTEN,
    ),
    points=(
        Point("No heating since Monday.", "A repair.", Responsibility.OURS),
        Point("Nobody rang back.", "An apology.", Responsibility.PARTLY, "The contractor's part."),
        Point("The gas meter.", "", Responsibility.NOT_OURS, "The gas supplier."),
    ),
    questions="Which room is coldest?",
    adjustments="Large print",
    vulnerability="Asthma",
    matter_date=date(2025, 3, 3),
    discretion=Discretion.ACCEPTED,
    discretion_reason="The damp went on.",
    officer="Robin Ashdown",
    conflict=Conflict.DECLARED,
    conflict_note="Lives next door.",
)


async def test_a_case_shows_all_that_is_known(desk: Desk) -> None:
    log(desk, FULL)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        shown = flat(words_of(case, "#case"))
        for piece in (
            "Acknowledge, stage 1 by Wednesday 25 November 2026: 3 days left",
            "13 days left Wed 9 Dec 2026 Answer, stage 1 (provisional) (Robin Ashdown)",
            "Housing Code", "Housing Ombudsman Service", "Repairs", "phone",
            "Wednesday 18 November 2026 at 18:40", "Logged: Fri 20 Nov 2026 10:30",
            "It happened: Monday 3 March 2025", "accepted: The damp went on.",
            "Point 1: No heating since Monday.", "Outcome sought: A repair.",
            "Ours to answer for: yes", "Point 2: Nobody rang back.",
            "in part: The contractor's part.", "Point 3: The gas meter.", "not yet known",
            "no: The gas supplier.", "To be asked: Which room is coldest?", "Name: Ann O'Brien",
            "1 Mill Lane, Northmoor", "ann@example.org", "01632 960111", "Representative: Bea Long",
            "daughter, authority given in writing", "2 High Street", "Large print", "Asthma",
            "Officer: Robin Ashdown", "declared: Lives next door.", "History",
            "Complaint logged; it was received on Wednesday 18 November 2026.", "(Sam Patel)",
        ):  # fmt: skip
            assert piece in shown, piece
        # All of it can be reached: j k g G and the arrows scroll.
        page = case.query_one("#page")
        await press(pilot, "G")
        await until(pilot, lambda: "(Sam Patel)" in text_of(app), "the last line")
        assert page.scroll_y > 0
        await press(pilot, "g")
        await until(pilot, lambda: page.scroll_y == 0)
        await press(pilot, "j", "j")
        await until(pilot, lambda: page.scroll_y == 2)
        await press(pilot, "down")
        await until(pilot, lambda: page.scroll_y == 3)
        await press(pilot, "escape")
        assert isinstance(app.screen, QueueScreen)


async def test_a_case_moves_on_when_acknowledged(desk: Desk) -> None:
    (ref,) = log(desk, intake(code=Code.GENERAL, service="Council tax", on=date(2026, 11, 16)))
    acknowledge_by_letter(desk, ref, 1, date(2026, 11, 19))
    async with opened(desk, MIDDLE) as (_, pilot):
        await press(pilot, "enter")
        shown = flat(words_of(await screen_is(pilot, CaseScreen), "#case"))
        assert "done on time Mon 23 Nov 2026 Acknowledge, stage 1, done 19 Nov 2026" in shown
        assert "Answer, stage 1 by Thursday 3 December 2026: 9 days left" in shown
        assert "Local Government and Social Care Ombudsman" in shown
        assert f"letter sent (letters/{ref}/2026-11-19 stage1-acknowledgement.docx)" in shown


async def test_why_names_each_weekday_that_did_not_count(desk: Desk) -> None:
    desk._clock = lambda: datetime(2026, 12, 22, 9, 0, tzinfo=UTC)
    (ref,) = log(desk, intake(on=date(2026, 12, 21)))
    async with opened(desk) as (app, pilot):
        for key in ("w", "enter"):
            await press(pilot, key)
            if key == "enter":
                await screen_is(pilot, CaseScreen)
                await press(pilot, "w")
            why = await screen_is(pilot, WhyScreen)
            shown = flat(words_of(why, "#why"))
            for piece in (
                ref,
                "received on Monday 21 December 2026: that is day 0",
                "Housing Code 6.2: acknowledge within 5 working days",
                "Friday 25 December: Christmas Day",
                "Monday 28 December: Boxing Day",
                "substitute",
                "Friday 1 January: New Year's Day",
            ):
                assert piece.lower() in shown.lower().replace("’", "'"), (piece, shown)
            for duty in queries.case(desk, ref).duties:
                assert in_words(duty.due) in shown  # type: ignore[arg-type]
                assert all(flat(sentence) in shown for sentence in duty.why)
            # It scrolls to its end with keys and w or Esc closes it.
            box = why.query_one(".box")
            await until(pilot, lambda b=box: b.max_scroll_y > 0)
            await press(pilot, "end")
            await until(pilot, lambda: "Esc goes back" in text_of(app), "the last line")
            await press(pilot, "w" if key == "w" else "escape")
            assert not isinstance(app.screen, WhyScreen)


async def test_a_case_as_little_known_as_can_be(desk: Desk) -> None:
    bare = replace(intake("Name not given"), points=(), summary="Rang off", channel="", officer="")
    bare = replace(bare, complainant=Person("Name not given"), conflict=Conflict.UNCHECKED)
    log(desk, bare)
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter")
        shown = words_of(await screen_is(pilot, CaseScreen), "#case")
        for piece in ("No points of complaint", "nobody yet", "not yet checked", "not said"):
            assert piece in shown
        assert ": \n" not in shown
        assert not shown.rstrip().endswith(":")
