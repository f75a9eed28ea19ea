"""The first start: from nothing to an empty queue, with the keyboard, and never asked again."""

from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from complaintdesk.settings import read_settings
from screens.queue import QueueScreen
from screens.setup import SetupScreen
from tests.ui.helpers import (
    flat,
    focused,
    go_to,
    intake,
    log,
    one_tab,
    opened,
    press,
    rows,
    screen_is,
    send,
    text_of,
    until,
    value,
    write,
)


async def test_a_desk_is_made_and_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "new desk"
    async with opened(None) as (app, pilot):
        await screen_is(pilot, SetupScreen)
        assert focused(app) == "f-folder"
        await press(pilot, "ctrl+s")
        assert "Name the desk's folder." in text_of(app)
        await write(pilot, str(folder))
        await press(pilot, "ctrl+s")
        assert "Give your name." in text_of(app)
        assert focused(app) == "f-officer"
        await write(pilot, "Sam Patel")
        await press(pilot, "enter")
        assert focused(app) == "f-name"
        await write(pilot, "Northmoor [Council]")
        await one_tab(pilot)
        # Typed to the last letter and saved in one go, twice.
        send(app, *"Team A", "ctrl+s", "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: "Press n to log the first complaint" in text_of(app))
        assert "Northmoor [Council]" in text_of(app)
        assert "Sam Patel" in text_of(app)
        assert "TRAINING" not in text_of(app)
        made = app.desk
    assert made is not None
    assert made.file.council.team == "Team A"
    assert len(list((folder / "record").glob("*.json"))) == 1
    made.close()
    # A second start knows all it needs.
    remembered = read_settings()
    assert remembered.desk == folder
    assert remembered.officer == "Sam Patel"
    again = Desk(remembered.desk, remembered.officer)
    async with opened(again) as (app, _):
        assert isinstance(app.screen, QueueScreen)
    again.close()


async def test_a_colleagues_desk_is_opened_by_its_folder(desk: Desk) -> None:
    log(desk, intake())
    async with opened(None) as (app, pilot):
        await screen_is(pilot, SetupScreen)
        await write(pilot, f"  {desk.folder} ")
        await go_to(pilot, "officer")
        await write(pilot, "Alex Moss")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: rows(app))
        assert "Northmoor Council" in text_of(app)
        app.desk.close()  # type: ignore[union-attr]
    assert desk.file == Desk(desk.folder).file


@pytest.mark.parametrize(
    "bad", ["full", "file", "~no-such-user/desk", "/proc/desk", "x" * 5000, "broken", "a\x00b"]
)
async def test_a_folder_that_will_not_do_is_told_and_the_text_stays(
    tmp_path: Path, bad: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "budget.xlsx").write_text("x")
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "desk.toml").write_text("id = [")
    typed = str(tmp_path / bad) if (tmp_path / bad[:20]).exists() else bad
    if bad == "a\x00b":
        typed = str(tmp_path / "file" / "below")
    async with opened(None) as (app, pilot):
        screen = await screen_is(pilot, SetupScreen)
        app.screen.query_one("#f-folder").value = typed  # type: ignore[attr-defined]
        await go_to(pilot, "officer")
        await write(pilot, "Sam")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: screen.query_one("#problems").display)
        assert app.screen is screen
        told = flat(str(screen.query_one("#problems").visual.plain))  # type: ignore[attr-defined]
        assert told.endswith((".", "as it is.", "folder."))
        assert "Errno" not in told
        assert value(app, "folder") == typed
        assert value(app, "officer") == "Sam"
        # Mended, it goes on.
        app.screen.query_one("#f-folder").value = str(tmp_path / "good")  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        app.desk.close()  # type: ignore[union-attr]
    assert (tmp_path / "full" / "budget.xlsx").read_text() == "x"
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["budget.xlsx"]


async def test_a_desk_without_a_known_officer_asks_for_the_name_once(desk: Desk) -> None:
    nameless = Desk(desk.folder, "")
    async with opened(nameless) as (app, pilot):
        await screen_is(pilot, SetupScreen)
        assert focused(app) == "f-officer"
        assert "Who are you?" in text_of(app)
        await write(pilot, "Robin Ashdown")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, QueueScreen)
        assert "Robin Ashdown" in text_of(app)
    assert read_settings().officer == "Robin Ashdown"
    assert read_settings().desk is None
    nameless.close()


async def test_esc_leaves_and_makes_nothing(tmp_path: Path, this_pc: Path) -> None:
    async with opened(None) as (app, pilot):
        await screen_is(pilot, SetupScreen)
        await write(pilot, str(tmp_path / "never"))
        await press(pilot, "escape")
        await until(pilot, lambda: app._exit)
    assert not (tmp_path / "never").exists()
    assert not this_pc.exists()
