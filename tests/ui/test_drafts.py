"""What was typed survives Esc by mistake, leaving, a share that goes away and the next day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import drafts, queries
from complaintdesk.services.desk import Desk
from complaintdesk.settings import drafts_path
from screens.ask import ChooseScreen
from screens.intake import IntakeScreen
from screens.queue import QueueScreen
from tests.conftest import NOW
from tests.ui.helpers import (
    choose,
    flat,
    focused,
    go_to,
    opened,
    press,
    rows,
    screen_is,
    settle,
    text_of,
    toasts,
    until,
    value,
    words_of,
    write,
)


async def begin(pilot: object, name: str = "Mary", received: str = "yesterday") -> IntakeScreen:
    """A form with a day, a name and a point typed into it."""
    form = await screen_is(pilot, IntakeScreen)
    await write(pilot, received)
    await go_to(pilot, "complainant_name")
    await write(pilot, name)
    await go_to(pilot, "point_1")
    await write(pilot, "No heat [/] {{x}}")
    return form


async def test_esc_keeps_and_offers_again(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await begin(pilot)
        # Half a second after the last key it is on the disk, without being asked.
        await until(
            pilot, lambda: list(drafts_path(desk.file, desk.folder).glob("*.json")), "a draft"
        )
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        assert "Press n to go on" in toasts(app)
        await until(pilot, lambda: "1 half-written kept: press n to go on." in text_of(app))
        # Esc at the offer does nothing at all.
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        shown = flat(text_of(app))
        assert "Half written: a new complaint" in shown
        assert "Mary: No heat [/] {{x}}" in shown
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        # Going on: everything is as it was, the day settled.
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "go-on")
        await screen_is(pilot, IntakeScreen)
        assert value(app, "received") == "19/11/2026"
        assert value(app, "complainant_name") == "Mary"
        assert value(app, "point_1") == "No heat [/] {{x}}"
        await press(pilot, "escape")
        # Afresh: the old one is kept for later.
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "fresh")
        await begin(pilot, "Nora")
        await press(pilot, "escape")
        await until(pilot, lambda: "2 half-written" in text_of(app))
        assert {d.fields["complainant_name"] for d in drafts.unfinished(desk)} == {"Mary", "Nora"}
        # Thrown away: that one is gone, the other still there.
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        assert "There are 2" in text_of(app)
        await choose(pilot, "discard")
        await screen_is(pilot, IntakeScreen)
        assert value(app, "complainant_name") == ""
        await press(pilot, "escape")
        await until(pilot, lambda: "1 half-written" in text_of(app))


async def test_a_form_left_as_it_was_leaves_nothing(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "n")
        form = await screen_is(pilot, IntakeScreen)
        await write(pilot, "x")
        await until(pilot, lambda: drafts.unfinished(desk), "a draft")
        await press(pilot, "backspace", "escape")
        await screen_is(pilot, QueueScreen)
        assert form is not app.screen
        assert "half-written" not in text_of(app)
        assert drafts.unfinished(desk) == ()


@pytest.mark.parametrize("at", ["form", "question"])
async def test_leaving_at_once_keeps_what_is_typed(desk: Desk, at: str) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await begin(pilot)
        if at == "question":
            await press(pilot, "ctrl+s")
            await screen_is(pilot, ChooseScreen)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    assert app.return_code == 0
    (kept,) = drafts.unfinished(desk)
    assert kept.fields["complainant_name"] == "Mary"
    assert queries.queue(desk).count == 0


async def test_yesterday_means_the_same_day_tomorrow(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await begin(pilot)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
    desk._clock = lambda: NOW + timedelta(days=1)
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "go-on")
        await screen_is(pilot, IntakeScreen)
        assert "Thursday 19 November 2026" in text_of(app)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: rows(app))
        assert "half-written" not in text_of(app)
    details = queries.case(desk, "CD-2026-0001").file.case.details
    assert details.received_on == date(2026, 11, 19)
    desk._clock = lambda: NOW


async def test_a_share_that_is_away_keeps_the_form_and_saves_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        form = await begin(pilot)
        before = form.fields
        real = Record.append

        def lost_answer(record: Record, change: object) -> str:
            """The file gets there, but the share never says so."""
            real(record, change)  # type: ignore[arg-type]
            raise ShareUnavailable("It is not certain that this was saved. Try again.")

        def away(record: Record, change: object) -> str:
            raise ShareUnavailable("The desk's folder did not answer.")

        for fault, said in ((away, "did not answer"), (lost_answer, "not certain")):
            monkeypatch.setattr(Record, "append", fault)
            await press(pilot, "ctrl+s")
            await screen_is(pilot, ChooseScreen)
            await choose(pilot, "save")
            await settle(pilot)
            assert app.screen is form
            assert form.fields == before
            assert not form.busy
            assert said in flat(words_of(form, "#problems"))
            # Kept on the disk until the record is seen to hold it.
            assert drafts.unfinished(desk) or queries.queue(desk).count == 1
        monkeypatch.setattr(Record, "append", real)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: len(rows(app)) == 1)
        assert "half-written" not in text_of(app)
    assert queries.queue(desk).count == 1
    assert drafts.unfinished(desk) == ()


async def test_a_disk_that_is_full_is_said_and_nothing_is_left_by_mistake(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        with monkeypatch.context() as patch:
            patch.setattr(drafts, "keep", full)
            form = await begin(pilot)
            await until(pilot, lambda: "cannot keep a draft" in flat(text_of(app)))
            await pilot.press("ctrl+q")
            await settle(pilot)
            assert app.is_running
            assert app.screen is form
            await press(pilot, "escape")
            await screen_is(pilot, ChooseScreen)
            await choose(pilot, "stay")
            assert app.screen is form
            assert value(app, "complainant_name") == "Mary"
            await press(pilot, "escape")
            await screen_is(pilot, ChooseScreen)
            await choose(pilot, "leave")
            await screen_is(pilot, QueueScreen)
            assert "is kept" not in toasts(app)


async def test_a_file_among_the_drafts_that_is_none_is_left_alone(desk: Desk) -> None:
    folder: Path = drafts_path(desk.file, desk.folder)
    folder.mkdir(parents=True)
    for number, content in enumerate((b"", b"{", b"[]", b'{"fields": {}}', b"\xff\x00")):
        (folder / f"odd{number}.json").write_bytes(content)
    async with opened(desk) as (app, pilot):
        assert "half-written" not in text_of(app)
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        assert focused(app) == "f-received"
    assert len(list(folder.iterdir())) == 5


async def test_a_draft_without_name_and_point_is_offered_without_a_loose_colon(desk: Desk) -> None:
    async with opened(desk) as (app, pilot):
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        await write(pilot, "yesterday")
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "n")
        await screen_is(pilot, ChooseScreen)
        shown = flat(text_of(app))
        assert "no name yet" in shown
        assert "no name yet:" not in shown
