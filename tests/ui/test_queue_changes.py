"""The queue while the world moves: colleagues, midnight, a share that goes away, damage."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from tests.conftest import NOW
from tests.storage.helpers import acknowledge_by_letter
from tests.ui.helpers import (
    cursor,
    flat,
    intake,
    log,
    move_to,
    opened,
    press,
    rows,
    settle,
    text_of,
    until,
)

OtherPc = Callable[..., Desk]


@pytest.fixture
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks for changes that come more often than in real life, where the pace is not tested."""
    monkeypatch.setattr("screens.watch.POLL", 0.2)


async def test_a_colleagues_change_shows_and_the_cursor_stays(
    desk: Desk, other_pc: OtherPc
) -> None:
    first, second, third = log(
        desk,
        intake("Ada", date(2026, 11, 16)),
        intake("Bo", date(2026, 11, 17)),
        intake("Cy", date(2026, 11, 18)),
    )
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await move_to(pilot, second)
        # The colleague logs one that is due earlier: it comes in above, within three seconds.
        (fourth,) = log(there, intake("Di", date(2026, 11, 2)))
        begun = datetime.now()  # noqa: DTZ005
        await until(pilot, lambda: len(rows(app)) == 4)
        assert datetime.now() - begun < timedelta(seconds=3)  # noqa: DTZ005
        assert [row[2] for row in rows(app)] == [fourth, first, second, third]
        assert cursor(app) == second
        # Reading again, and other queues there and back, keep it too.
        await press(pilot, "5")
        assert cursor(app) == second
        await press(pilot, "1")
        assert cursor(app) == second
        # The colleague acknowledges the very case: it moves down, the cursor with it.
        version = queries.case(there, second).file.case.version
        acknowledge_by_letter(there, second, version, date(2026, 11, 20))
        commands.change_details(there, third, 1, intake("Cy Newname", date(2026, 11, 18)))
        await until(pilot, lambda: "S1 answer" in str(rows(app)))
        assert [row[2] for row in rows(app)] == [fourth, first, third, second]
        assert cursor(app) == second
        await until(pilot, lambda: "Cy Newname" in text_of(app))


async def test_midnight_passes(desk: Desk, quick_looks: None) -> None:
    log(desk, intake("Ada", date(2026, 11, 13)))
    async with opened(desk) as (app, pilot):
        assert ">> due today" in text_of(app)
        assert "Friday 20 November 2026" in text_of(app)
        desk._clock = lambda: NOW + timedelta(days=1)
        await until(pilot, lambda: "!! 1 day overdue" in text_of(app))
        assert "Saturday 21 November 2026" in text_of(app)
    desk._clock = lambda: NOW


async def test_a_share_that_goes_away_is_said_calmly_and_forgotten_when_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, quick_looks: None
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        with monkeypatch.context() as patch:

            def gone(record: Record, number: int, *, glance: bool = False) -> None:
                raise ShareUnavailable("The desk's folder cannot be read just now.")

            patch.setattr(Record, "read", gone)
            await until(pilot, lambda: "does not answer" in flat(text_of(app)))
            assert ref in text_of(app)
            # The queue still works meanwhile, and keeps saying so.
            await press(pilot, "5")
            assert ref in text_of(app)
            assert "does not answer" in flat(text_of(app))
            await press(pilot, "1", "w")
            assert "Why this date?" in text_of(app)
            await press(pilot, "escape")
        await until(pilot, lambda: "does not answer" not in flat(text_of(app)))
        assert ref in text_of(app)


async def test_a_share_that_hangs_freezes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, quick_looks: None
) -> None:

    refs = log(desk, intake(), intake("Bo"))
    real, go_on = Record.read, threading.Event()

    def hangs(record: Record, number: int, *, glance: bool = False) -> object:
        go_on.wait(20)
        return real(record, number, glance=glance)

    async with opened(desk) as (app, pilot):
        monkeypatch.setattr(Record, "read", hangs)
        await until(pilot, lambda: app.desk_watch.looking)
        # Keys are answered while the look for changes hangs.
        for key, ref in (("j", refs[1]), ("k", refs[0])):
            await pilot.press(key)
            assert cursor(app) == ref
        go_on.set()
        await settle(pilot)


async def test_a_damaged_record_ends_with_a_sentence(desk: Desk, quick_looks: None) -> None:
    log(desk, intake())
    newest = max((desk.folder / "record").glob("*.json"))
    async with opened(desk) as (app, pilot):
        number = int(newest.stem) + 1
        broken = newest.with_name(f"{number:0{len(newest.stem)}}.json")
        broken.write_bytes(newest.read_bytes())
        await until(pilot, lambda: app._exit)
    assert app.return_code == 1
    assert "backup" in app.fault
    assert "Traceback" not in app.fault
    broken.unlink()


async def test_the_cursor_moves_with_a_case_that_leaves_the_queue(desk: Desk) -> None:
    """Acknowledged elsewhere, a case leaves “to acknowledge”: the cursor stays near, not lost."""
    refs = log(desk, *(intake(f"Person {n}", date(2026, 11, 10 + n)) for n in range(4)))
    async with opened(desk) as (app, pilot):
        await press(pilot, "5")
        await move_to(pilot, refs[2])
        version = queries.case(desk, refs[2]).file.case.version
        acknowledge_by_letter(desk, refs[2], version, date(2026, 11, 20))
        app.screen.load()  # type: ignore[attr-defined]
        await until(pilot, lambda: len(rows(app)) == 3)
        assert cursor(app) == refs[3]
