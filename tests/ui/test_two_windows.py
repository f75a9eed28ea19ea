"""Two windows of one officer on one PC: what one of them keeps, the other does not undo."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from complaintdesk.domain.views import Filters, View
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep, likes
from tests.conftest import NOW
from tests.ui.filtered import mixed, switch
from tests.ui.helpers import LARGE, opened
from tests.ui.test_own_lists import name_list

THEIRS = View(filters=Filters(stage="1"), name="list-r9")


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """The same desk in another window of this PC."""
    window = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    yield window
    window.close()


async def test_a_list_kept_in_another_window_stays_when_one_is_kept_here(
    desk: Desk, other: Desk
) -> None:
    mixed(desk)
    async with opened(desk, LARGE) as (_, pilot):
        assert keep(other, Likes(lists=(THEIRS,)), Likes())
        await switch(pilot, "vulnerable")
        await name_list(pilot, "list-r6")
        assert [view.name for view in likes(desk).lists] == ["list-r9", "list-r6"]
        # What was written once is no news the next time: the other window may forget it.
        both = likes(desk)
        assert keep(other, both.without_list("list-r6"), both)
        await switch(pilot, "columns ward")
        assert likes(desk).lists == (THEIRS,)
        assert "ward" in likes(desk).columns


async def test_what_could_not_be_written_is_written_with_the_next_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed(desk)
    async with opened(desk, LARGE) as (_, pilot):
        with monkeypatch.context() as patch:
            patch.setattr("complaintdesk.services.kept_lists.replace_file", _refuse)
            await switch(pilot, "by officer")
        assert likes(desk) == Likes()
        await switch(pilot, "columns ward")
        assert likes(desk) == replace(likes(desk), sort="officer")
        assert "ward" in likes(desk).columns


def _refuse(*_: object) -> None:
    raise OSError(28, "No space left")
