"""Which desk a command works on, and the places that `where` names."""

from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.services.desk import Desk
from complaintdesk.services.making import keep_settings, make_desk
from complaintdesk.settings import Settings
from tests.cli.conftest import Call
from tests.conftest import COUNCIL


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Desks that could be meant: which one is shows in what `where` says."""
    found = {name: tmp_path / name for name in ("named", "environment", "remembered")}
    for folder in found.values():
        make_desk(folder, COUNCIL)
    keep_settings(Settings(found["remembered"], "Sam Patel"))
    monkeypatch.setenv("COMPLAINTDESK_DESK", str(found["environment"]))
    return found


def told(call: Call, *arguments: str) -> dict[str, str]:
    """What `where` says, by its name."""
    status, out, err = call(*arguments)
    assert (status, err) == (0, "")
    return {name: place.strip() for name, place in (x.split(":", 1) for x in out.splitlines())}


@pytest.mark.parametrize("order", ["before", "after", "both"])
def test_a_desk_may_be_named_before_the_command_or_after_it(
    call: Call, three: dict[str, Path], order: str
) -> None:
    named = ("--desk", str(three["named"]))
    arguments = {
        "before": (*named, "where"),
        "after": ("where", *named),
        "both": ("--desk", "other", "where", *named),
    }[order]
    assert told(call, *arguments)["desk"] == str(three["named"])


def test_the_environment_names_the_desk_and_then_the_settings(
    call: Call, three: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(call, "where")["desk"] == str(three["environment"])
    monkeypatch.delenv("COMPLAINTDESK_DESK")
    assert told(call, "where")["desk"] == str(three["remembered"])


def test_where_names_every_folder_and_file(call: Call, desk: Desk, ref: str, this_pc: Path) -> None:
    places = told(call, "where")
    assert places | {
        "this PC": str(this_pc), "settings": str(this_pc / "settings.toml"),
        "desk": str(desk.folder), "policy": str(desk.folder / "desk.toml"),
        "record": str(desk.folder / "record"), "letters": str(desk.folder / "letters"),
        "store": str(desk.store_file), "drafts": str(desk.store_file.with_name("drafts")),
        "kind": "real desk",
    } == places  # fmt: skip


def test_where_of_a_desk_that_is_not_there_is_refused(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    assert "is not there" in refused("where", "--desk", str(tmp_path / "none"))


def test_where_without_a_desk_says_so(call: Call) -> None:
    status, out, _ = call("where")
    assert status == 0
    assert "none chosen yet" in out
