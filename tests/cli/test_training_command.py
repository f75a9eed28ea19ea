"""The `training create` command: a desk to practise on, in a folder that nobody uses."""

from collections.abc import Callable
from pathlib import Path

from complaintdesk.domain.views import View
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from tests.cli.conftest import Call
from tests.conftest import NOW
from tests.storage.helpers import contents


def test_a_training_desk_is_made_and_is_not_opened(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    status, out, err = call(
        "training", "create", str(folder), "--cases", "5", "--today", "2026-11-20", "--seed", "3"
    )
    assert (status, err) == (0, "")
    assert out == f"A training desk with 5 invented cases is in {folder}.\n"
    opened = Desk(folder, clock=lambda: NOW)
    opened.catch_up()
    assert sum(queries.queue(opened, View(n)).count for n in ("next-deadline", "closed")) == 5
    opened.close()


def test_a_training_desk_is_not_made_in_a_used_folder(
    refused: Callable[..., str], tmp_path: Path, desk: Desk
) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "notes.txt").write_text("mine")
    before = contents(tmp_path / "used"), contents(desk.folder)
    assert "holds other files" in refused("training", "create", str(tmp_path / "used"))
    assert "There is a desk in" in refused("training", "create", str(desk.folder))
    assert (contents(tmp_path / "used"), contents(desk.folder)) == before
