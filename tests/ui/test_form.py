"""What every form does: nothing typed is lost, and what no field shows is kept all the same."""

import threading
from collections.abc import Callable

import pytest

from complaintdesk.domain.change import Change
from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record.folder import Record
from complaintdesk.services import commands, drafts, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.settings import drafts_path
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.intake import IntakeScreen
from screens.menu import MenuScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    PATIENCE,
    begin_task,
    choose,
    flat,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    send,
    text_of,
    until,
    value,
    write,
)

OtherPc = Callable[..., Desk]


async def test_what_no_field_shows_is_saved_all_the_same(desk: Desk) -> None:
    (ref,) = log(desk, intake(external_id="W-1"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        form = await screen_is(pilot, IntakeScreen)
        assert form.fields["external_id"] == "W-1"
        await go_to(pilot, "complainant_phone")
        await write(pilot, " ext 7")
        # So it is in the draft, and in what is made of that.
        await press(pilot, "escape")
        await screen_is(pilot, CaseScreen)
        assert drafts.unfinished(desk, ref)[0].fields["external_id"] == "W-1"
        await press(pilot, "e")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "go-on")
        await screen_is(pilot, IntakeScreen)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, CaseScreen)
        assert app.is_running
    details = queries.case(desk, ref).file.case.details
    assert (details.external_id, details.complainant.phone) == ("W-1", "01632 960111 ext 7")


async def test_a_colleagues_choice_that_is_not_in_the_list_joins_the_form(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake(external_id="W-1"))
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "e")
        form = await screen_is(pilot, IntakeScreen)
        await go_to(pilot, "complainant_phone")
        await write(pilot, " ours")
        there.catch_up()
        commands.change_details(there, ref, 1, intake(service="Old [b]", external_id="W-2"))
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await until(pilot, lambda: value(app, "service") == "Old [b]")
        assert form.fields["external_id"] == "W-2"
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "save")
        await screen_is(pilot, CaseScreen)
    details = queries.case(desk, ref).file.case.details
    assert (details.service, details.external_id) == ("Old [b]", "W-2")
    assert details.complainant.phone.endswith(" ours")


async def test_what_is_taken_back_is_taken_back_in_the_draft_too(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    draft = Draft(desk.make_id(), {"text": "Rang"}, ref, 1, {}, task="contact")
    drafts.keep(desk, draft)
    path = drafts_path(desk.file, desk.folder) / f"{draft.id}.json"
    async with opened(desk) as (app, pilot):
        await begin_task(pilot, "Log a call, visit, e-mail or note")
        assert value(app, "text") == "Rang"
        before = path.read_bytes()
        await go_to(pilot, "text")
        await press(pilot, "end")
        await write(pilot, "!")
        await until(pilot, lambda: path.read_bytes() != before, "the draft")
        assert drafts.unfinished(desk, ref, "contact")[0].fields["text"] == "Rang!"
        await press(pilot, "backspace", "escape")
        await screen_is(pilot, MenuScreen)
    assert drafts.unfinished(desk, ref, "contact")[0].fields["text"] == "Rang"


@pytest.mark.parametrize("saved_at", ["soon", "2026-11-20", "9999-12-31T23:59:59+00:00", "[/b]"])
async def test_a_draft_with_an_odd_day_is_put_back_all_the_same(desk: Desk, saved_at: str) -> None:
    (ref,) = log(desk, intake())
    drafts.keep(desk, Draft("one", {"text": "Rang"}, ref, 1, {}, task="contact"))
    path = drafts_path(desk.file, desk.folder) / "one.json"
    kept = path.read_text()
    path.write_text(kept.replace("2026-11-20T10:30:00+00:00", saved_at))
    assert drafts.unfinished(desk, ref, "contact")[0].saved_at == saved_at
    async with opened(desk) as (app, pilot):
        await begin_task(pilot, "Log a call, visit, e-mail or note")
        assert "is here again. F4 starts afresh." in flat(text_of(app))
        assert value(app, "text") == "Rang"


async def test_a_disk_that_is_full_asks_before_a_task_s_form_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    log(desk, intake())
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Log a call, visit, e-mail or note")
        monkeypatch.setattr(drafts, "keep", full)
        await go_to(pilot, "text")
        await write(pilot, "Rang")
        await until(pilot, lambda: "cannot keep a draft" in flat(text_of(app)))
        await press(pilot, "escape")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "stay")
        assert app.screen is form
        assert value(app, "text") == "Rang"
        # It can be saved all the same.
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)


async def test_a_save_that_takes_its_time_is_said_and_no_more_once_it_is_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.form._SLOW", 0.05)
    go_on, real = threading.Event(), Record.append

    def append(record: Record, change: Change) -> str:
        assert go_on.wait(PATIENCE)
        if there_is_no_way:
            raise ShareUnavailable("The desk's folder cannot be reached just now.")
        return real(record, change)

    (ref,) = log(desk, intake())
    monkeypatch.setattr(Record, "append", append)
    async with opened(desk) as (app, pilot):
        form = await begin_task(pilot, "Log a call, visit, e-mail or note")
        await go_to(pilot, "text")
        await write(pilot, "Rang back.")
        for there_is_no_way in (True, False):
            go_on.clear()
            send(app, "ctrl+s")
            await until(pilot, lambda: "One moment …" in flat(text_of(app)), "what goes on")
            go_on.set()
            await until(pilot, lambda: not form.busy, "the end")
            assert "One moment …" not in flat(text_of(app))
            assert ("F9 tries again" in flat(text_of(app))) == there_is_no_way
        await screen_is(pilot, QueueScreen)
    assert any("Rang back." in line.entry for line in queries.case(desk, ref).file.history)
